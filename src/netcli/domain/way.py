"""The best way to write to somebody: an address, a messenger, his page at a network, and only then a number."""

from __future__ import annotations

from collections.abc import Iterable

from netcli.errors import NotFoundError
from netcli.results import Ref
from netcli.shape import NamedTuple
from netcli.storage import Store


class Way(NamedTuple):
    """A contact point to write to: its kind (email, im, url, phone) and its value."""

    kind: str
    value: str


def best_ways(store: Store, people: Iterable[int]) -> dict[int, Way]:
    """Return the best way to write to each of these people who has one; one query."""
    found: dict[int, Way] = {}
    for person, kind, value in store.rows_of(_WAYS, people):
        found.setdefault(person, Way(kind, value))
    return found


def best_values(store: Store, people: Iterable[Ref | None]) -> dict[int | None, str]:
    """Return the value of the best way for each of these people who has one; nobody has none."""
    return {person: way.value for person, way in best_ways(store, {ref.id for ref in people if ref}).items()}


#: Words for what `open` may open, with the condition for the points that it means.
KINDS = {
    "mail": "kind = 'email'",
    "linkedin": "kind = 'url' AND key LIKE '%linkedin.com/%'",
    "phone": "kind = 'phone'",
    "web": "kind = 'url'",
    "chat": "kind = 'im'",
}

#: How `edit` is told of what was not found, None for any.
_HOW = {
    None: "--email ADDRESS", "mail": "--email ADDRESS", "phone": "--phone NUMBER", "linkedin": "--set url=URL",
    "web": "--set url=URL", "chat": "--set im=ADDRESS",
}  # fmt: skip


def way_by(store: Store, person: Ref, wanted: str | None) -> Way:
    """Return the contact point to open: the best one to write to, or the best of a kind. Raises NotFoundError."""
    if wanted is None:
        found = best_ways(store, [person.id]).get(person.id)
    else:
        row = store.row(f"{_POINTS} AND {KINDS[wanted]} {_ORDER}", {"person": person.id})
        found = Way(*row) if row else None
    if found is None:
        what = f"no {wanted} of" if wanted else "no way to write to"
        raise NotFoundError(f"{what} {person.name} on file", hint=f"netcli edit {person.handle} {_HOW[wanted]}")
    return found


_POINTS = "SELECT kind, value FROM contact_point WHERE person_id = :person"
_ORDER = "ORDER BY is_preferred DESC, id"
_WAYS = """
SELECT person_id, kind, contact_point.value FROM wanted CROSS JOIN contact_point ON person_id = wanted.value
WHERE kind IN ('email', 'im', 'phone') OR (kind = 'url' AND key LIKE '%linkedin.com/%')
ORDER BY person_id, CASE kind WHEN 'email' THEN 1 WHEN 'im' THEN 2 WHEN 'url' THEN 3 ELSE 4 END,
is_preferred DESC, contact_point.id"""
