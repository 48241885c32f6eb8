"""One person, whole: what `show` answers."""

from __future__ import annotations

from datetime import date

from netcli.domain.group import memberships_of
from netcli.domain.person import load_person
from netcli.domain.photo import picture_of
from netcli.domain.tie import known_by, tie_to_me
from netcli.results import PersonShown, Ref
from netcli.storage import Store


def show_person(store: Store, person: Ref, as_of: date) -> PersonShown:
    """Return the person, his tie to me and the people tied to him as known on `as_of`, strongest first.

    His groups and his photo are those of today.
    """
    known = load_person(store, person.id)
    return PersonShown(
        known,
        tie_to_me(store, person.id, as_of),
        known_by(store, person.id, as_of),
        memberships_of(store, person.id),
        picture_of(store, known.photo) if known.photo else None,
    )
