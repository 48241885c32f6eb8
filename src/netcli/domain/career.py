"""Careers: a person's positions as they are typed, chosen, changed and listed, and who was where when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from netcli.dates import first_day, last_day, spelled
from netcli.domain.org import org_matches
from netcli.domain.position import add_position, newest_first, org_id
from netcli.errors import AmbiguousError, BadInputError, ConflictError, NotFoundError
from netcli.model import PositionFact, PositionKind
from netcli.results import Ref
from netcli.results_career import PositionList, PositionRef, PositionRow
from netcli.storage import Row, Store
from netcli.text import fold, one_line


@dataclass(frozen=True, slots=True)
class PositionEdit:
    """What was typed about a position: None leaves a fact as it is, an empty text takes it away."""

    org: str | None = None
    title: str | None = None
    kind: PositionKind | None = None
    start: str | None = None
    end: str | None = None
    current: bool | None = None
    team: str | None = None
    site: str | None = None


def edited(base: PositionFact, edit: PositionEdit, today: date) -> PositionFact:
    """Return a position with an edit applied; raises BadInputError if what comes out cannot be.

    An end date means that the position is over, unless it lies ahead; whoever is there again has no end any more.
    """
    org, title = _text(edit.org, base.org), _text(edit.title, base.title)
    if not org and not title:
        raise BadInputError("a position needs an organisation or a title", hint="--org ORG, --title TITLE, or both")
    start, end = _text(edit.start, base.start), _text(edit.end, base.end)
    if edit.current and not edit.end and end and last_day(end) < today:
        end = None
    if start and end and first_day(start) > last_day(end):
        raise BadInputError(f"that would end, {end}, before it starts, {start}", hint="--from and --to take dates")
    kind = edit.kind or base.kind
    current = _is_current(base, edit, today)
    return PositionFact(org, title, kind, start, end, current, _text(edit.team, base.team), _text(edit.site, base.site))


def _text(typed: str | None, before: str | None) -> str | None:
    return before if typed is None else one_line(typed) or None


def _is_current(base: PositionFact, edit: PositionEdit, today: date) -> bool:
    if edit.current and edit.end and last_day(edit.end) < today:
        raise BadInputError(f"--current, and over since {edit.end}: it cannot be both", hint="leave one of them out")
    if edit.current is not None:
        return edit.current
    return first_day(edit.end) > today if edit.end else base.current


def positions_of(store: Store, person: int) -> list[PositionRow]:
    """Return a person's positions, newest first."""
    rows = store.rows(
        "SELECT position.*, org.name AS org FROM position LEFT JOIN org ON org.id = org_id WHERE person_id = ?"
        " ORDER BY position.id",
        (person,),
    )
    return sorted((_read(row) for row in rows), key=newest_first, reverse=True)


def _read(row: Row) -> PositionRow:
    return PositionRow(
        row["id"], row["org"], row["title"], row["kind"], row["start_on"], row["end_on"], bool(row["is_current"]),
        row["team"], row["site"], row["seen_on"], row["org_id"],
    )  # fmt: skip


def list_positions(store: Store, person: Ref) -> PositionList:
    """Return a person's positions, newest first, with the numbers that editing takes."""
    return PositionList(tuple(positions_of(store, person.id)), person)


def add_new_position(store: Store, person: int, fact: PositionFact, *, on: str) -> PositionRow | None:
    """Add a position and return it, or None if the very same is on file."""
    if any(_same(fact, position) for position in positions_of(store, person)):
        return None
    add_position(store, person, fact, seen_on=on)
    return max(positions_of(store, person), key=lambda position: position.id)


def _same(fact: PositionFact, position: PositionRow) -> bool:
    held = fact_of(position)
    return _folded(fact) == _folded(held) and fact._replace(org=None, title=None) == held._replace(org=None, title=None)


def _folded(fact: PositionFact) -> tuple[str, str]:
    return fold(fact.org or ""), fold(fact.title or "")


def fact_of(position: PositionRow) -> PositionFact:
    """Return a stored position as the facts it holds."""
    return PositionFact(
        position.org, position.title, PositionKind(position.kind), position.start, position.end, position.current,
        position.team, position.site,
    )  # fmt: skip


def change_position(store: Store, position: PositionRow, fact: PositionFact) -> PositionRow | None:
    """Write a position anew and return it, or None if nothing is different."""
    org = org_id(store, fact.org) if fact.org else None
    fact = fact._replace(org=store.value("SELECT name FROM org WHERE id = ?", (org,)))
    if fact == fact_of(position):
        return None
    store.update(
        "position", position.id, org_id=org, title=fact.title, kind=fact.kind, team=fact.team, site=fact.site,
        start_on=fact.start, end_on=fact.end, is_current=int(fact.current),
    )  # fmt: skip
    return PositionRow(position.id, *fact, position.seen_on, org)


def remove_position(store: Store, position: PositionRow) -> None:
    """Delete a position; the organisation stays."""
    store.run("DELETE FROM position WHERE id = ?", (position.id,))


def choose(store: Store, person: Ref, text: str, *, first: bool = False) -> PositionRow:
    """Return the one position of a person that a number or an organisation names; `first` takes the newest of several.

    Raises NotFoundError, or AmbiguousError with the numbers.
    """
    found = _named(store, positions_of(store, person.id), text)
    if not found:
        raise NotFoundError(f'{person.name} has no position "{text}"', hint=f"netcli position list {person.handle}")
    return _only(found, f'{person.name} has {{}} positions named "{text}"', first=first)


def choose_current(store: Store, person: Ref, text: str | None, *, first: bool = False) -> PositionRow:
    """Return the one position that a person holds now, or the one that is named; raises as `choose` does."""
    held = positions_of(store, person.id)
    found = _named(store, held, text) if text else held
    current = [position for position in found if position.current]
    if not current and not (text and found):
        what = f'position "{text}"' if text else "current position"
        raise NotFoundError(f"{person.name} has no {what}", hint=f"netcli position list {person.handle}")
    if not current:
        over = found[0]
        raise ConflictError(
            f"{person.name}: {told(over)} is over already",
            hint=f"netcli position edit {person.handle} {over.id} --to DATE",
        )
    return _only(current, f"{person.name} has {{}} current positions", first=first)


def _named(store: Store, held: Sequence[PositionRow], text: str) -> list[PositionRow]:
    """Return which of these positions a text means: the one of that number, else those at that organisation."""
    numbered = [position for position in held if str(position.id) == text.strip()]
    if numbered:
        return numbered
    among = {position.org_id for position in held if position.org_id is not None}
    orgs = org_matches(store, text, among=among) if among else []
    return [position for position in held if position.org_id in orgs]


def _only(found: Sequence[PositionRow], message: str, *, first: bool) -> PositionRow:
    if len(found) > 1 and not first:
        candidates = tuple(PositionRef(position.id, str(position.id), told(position)) for position in found)
        raise AmbiguousError(message.format(len(found)), candidates=candidates)
    return found[0]


def told(position: PositionRow) -> str:
    """Return a position in words: `CTO at Helix, 2019 to now`; a day with its weekday."""
    what = " at ".join(part for part in (position.title, position.org) if part)
    kind = f" ({position.kind})" if position.kind != "work" else ""
    start, end = (spelled(day) if day else None for day in (position.start, position.end))
    dates = span(start, end, current=position.current)
    return f"{what}{kind}{', ' if dates else ''}{dates}"


def span(start: str | None, end: str | None, *, current: bool) -> str:
    """Return from when to when in words; nothing for a position that lasts since nobody knows when."""
    if start or end:
        return f"{start or '?'} to {end or ('now' if current else '?')}"
    return "" if current else "in the past"


def may_overlap(position: PositionRow, first: date, last: date) -> bool:
    """Tell whether somebody may have held a position on a day between two, as far as its partial dates say.

    A partial date stands for each of its days. Without a start a position counts from where it is known to be held:
    from the day it was recorded if it lasts, on its end date if it is over. Without an end one that is over counts up
    to the day it was recorded. One that is over and has neither date never counts.
    """
    if not position.start and not position.end and not position.current:
        return False
    seen = position.seen_on
    begin = position.start or (seen if position.current else position.end)
    end = position.end or (None if position.current else seen or position.start)
    return bool(begin) and first_day(str(begin)) <= last and (end is None or last_day(end) >= first)
