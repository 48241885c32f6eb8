"""Who the owner is, and people by name: what nearly every question needs, and no more."""

from __future__ import annotations

from collections.abc import Sequence

from netcli.results import Ref
from netcli.storage import Store


def my_id(store: Store) -> int | None:
    """Return the owner's id, or None before anybody was added."""
    found = store.value("SELECT id FROM person WHERE is_me")
    return int(found) if found else None


def others_on_file(store: Store) -> int:
    """Return how many people but the owner are on file, removed ones among them."""
    return int(store.value("SELECT count(*) FROM person WHERE NOT is_me"))


def refs(store: Store, people: Sequence[int]) -> tuple[Ref, ...]:
    """Return references to these people, in the order given."""
    rows = store.rows_of("SELECT person.id, handle, name FROM wanted CROSS JOIN person ON person.id = value", people)
    found = {row["id"]: Ref(*row) for row in rows}
    return tuple(found[person] for person in people)
