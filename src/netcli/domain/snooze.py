"""Snoozes: people who are put off until a day."""

from __future__ import annotations

from collections.abc import Sequence

from netcli.storage import Store


def snooze_people(store: Store, people: Sequence[int], until: str, *, on: str) -> None:
    """Put people off until a day, in place of another day if they were put off already."""
    for person in people:
        known = store.value("SELECT id FROM snooze WHERE person_id = ?", (person,))
        if known:
            store.update("snooze", known, until_on=until, on_date=on)
        else:
            store.insert("snooze", person_id=person, until_on=until, on_date=on)


def wake_people(store: Store, people: Sequence[int], *, from_on: str) -> None:
    """Let people be due again from a day on, tomorrow say: who is due today stays as it was in the morning."""
    for person in people:
        store.run("UPDATE snooze SET until_on = ? WHERE person_id = ? AND until_on > ?", (from_on, person, from_on))
