"""One person, whole: what `show` answers."""

from __future__ import annotations

from datetime import date

from netcli.domain.person import load_person
from netcli.domain.tie import known_by, tie_to_me
from netcli.results import PersonShown, Ref
from netcli.storage import Store


def show_person(store: Store, person: Ref, as_of: date) -> PersonShown:
    """Return the person, his tie to me, and the people tied to him, strongest first, as known on `as_of`."""
    return PersonShown(
        load_person(store, person.id), tie_to_me(store, person.id, as_of), known_by(store, person.id, as_of)
    )
