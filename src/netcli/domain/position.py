"""Positions, and the organisations they are at."""

from __future__ import annotations

from collections.abc import Iterable

from netcli.model import PositionFact
from netcli.results import Position
from netcli.results_career import PositionRow
from netcli.storage import Row, Store
from netcli.text import fold, one_line


def org_id(store: Store, name: str) -> int:
    """Return the id of the organisation of that name or alias, compared folded; it is made on first use."""
    return org_ids(store, [name])[name]


def org_ids(store: Store, names: Iterable[str]) -> dict[str, int]:
    """Return the ids of the organisations of these names or aliases, by name; those unknown are made, in order."""
    keys = {name: fold(name) or name for name in names}
    known = {row["key"]: int(row["id"]) for row in store.rows_of(_KNOWN, dict.fromkeys(keys.values()))}
    for name, key in keys.items():
        if key not in known:
            known[key] = store.insert("org", name=one_line(name), key=key)
    return {name: known[key] for name, key in keys.items()}


_KNOWN = (
    "SELECT key, id FROM wanted CROSS JOIN org ON key = value"
    " UNION ALL SELECT key, org_id FROM wanted CROSS JOIN org_alias ON key = value"
)


def add_position(store: Store, person_id: int, fact: PositionFact, *, seen_on: str | None) -> None:
    """Add a position; the organisation is found by its folded name or made."""
    store.insert(
        "position", person_id=person_id, org_id=org_id(store, fact.org) if fact.org else None, title=fact.title,
        kind=fact.kind, team=fact.team, site=fact.site, start_on=fact.start, end_on=fact.end,
        is_current=int(fact.current), seen_on=seen_on,
    )  # fmt: skip


def date_position(store: Store, person: int, org: int | None, fact: PositionFact) -> bool:
    """Give a position on file the dates, place and end that a source now tells; return whether there is such a one.

    It is the one of that organisation, title and kind that began then, or, if none did, the only one without dates.
    """
    held = [
        row
        for row in store.rows(
            "SELECT * FROM position WHERE person_id = ? AND org_id IS ? AND kind = ?", (person, org, fact.kind)
        )
        if fold(row["title"] or "") == fold(fact.title or "")
    ]
    bare = [row for row in held if not (row["start_on"] or row["end_on"])]
    found = next(
        (row for row in held if row["start_on"] == fact.start), bare[0] if len(held) == len(bare) == 1 else None
    )
    if found is None:
        return False
    fresh = {} if found["start_on"] else {"start_on": fact.start}
    fresh |= {"site": fact.site} if fact.site and not found["site"] else {}
    fresh |= {"end_on": fact.end} if fact.end and not found["end_on"] else {}
    if fresh:
        store.update("position", found["id"], **fresh)
    if found["is_current"] and not fact.current:
        store.update("position", found["id"], is_current=0)
    return True


def read_position(row: Row) -> Position:
    """Return a stored row, joined with its organisation's name as `org`, as it is printed."""
    return Position(
        row["org"], row["title"], row["kind"], row["start_on"], row["end_on"], bool(row["is_current"]),
        row["team"], row["site"], row["seen_on"],
    )  # fmt: skip


def newest_first(position: Position | PositionRow) -> tuple[bool, str, str]:
    """Return what to sort positions by, in reverse: those that last, then by their end, then by their start."""
    start, end = position.start or "", position.end or position.start or ""
    return position.current, start if position.current else end, start
