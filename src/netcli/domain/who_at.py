"""Who is, was or may have been at an organisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netcli.dates import first_day, last_day
from netcli.domain.career import may_overlap
from netcli.domain.org import load_org
from netcli.domain.position import newest_first
from netcli.domain.reference import MINE
from netcli.results_career import AtOrg, OrgRef, OrgShown, PositionRow, WhoAt
from netcli.storage import Row, Store
from netcli.text import fold


@dataclass(frozen=True, slots=True)
class WhoQuestion:
    """Whom to look for: those who are there; on a partial date `when`, who may have been; `ever`, all of them.

    My contacts only, unless `everybody`.
    """

    when: str | None = None
    ever: bool = False
    everybody: bool = False


def who_at(store: Store, org: OrgRef, question: WhoQuestion) -> WhoAt:
    """Return the positions a question finds at an organisation, those first whose holders I know best."""
    held = [(row, _position(row)) for row in store.rows(_AT, (org.id,))]
    wanted = _wanted(question)
    found = [(row, position) for row, position in held if wanted(position)]
    people, hidden = _in_scope(found, everybody=question.everybody)
    return WhoAt(people, org, question.when, question.ever, hidden)


def _wanted(question: WhoQuestion) -> Callable[[PositionRow], bool]:
    if question.ever:
        return lambda _position: True
    if question.when is None:
        return lambda position: position.current
    first, last = first_day(question.when), last_day(question.when)
    return lambda position: may_overlap(position, first, last)


def show_org(store: Store, org: OrgRef, *, everybody: bool) -> OrgShown:
    """Return an organisation with the people who are there and those who left, the best known first."""
    held = [(row, _position(row)) for row in store.rows(_AT, (org.id,))]
    there = {row["person_id"] for row, position in held if position.current}
    people, hidden_now = _in_scope([item for item in held if item[1].current], everybody=everybody)
    past, hidden_past = _in_scope([item for item in held if item[0]["person_id"] not in there], everybody=everybody)
    return OrgShown(load_org(store, org.id), people, past, hidden_now + hidden_past)


_AT = f"""
SELECT position.*, handle, person.name, person.id IN ({MINE}) AS is_mine,
(SELECT level FROM person AS me JOIN tie ON a = min(me.id, person.id) AND b = max(me.id, person.id)
 JOIN tie_statement ON tie_id = tie.id WHERE me.is_me ORDER BY on_date DESC, tie_statement.id DESC LIMIT 1) AS level
FROM position JOIN person ON person.id = person_id WHERE org_id = ? AND removed_on IS NULL AND NOT is_me"""


def _position(row: Row) -> PositionRow:
    return PositionRow(
        row["id"], None, row["title"], row["kind"], row["start_on"], row["end_on"], bool(row["is_current"]),
        row["team"], row["site"], row["seen_on"], row["org_id"],
    )  # fmt: skip


def _in_scope(found: Sequence[tuple[Row, PositionRow]], *, everybody: bool) -> tuple[tuple[AtOrg, ...], int]:
    """Return the positions of my contacts in order, and how many people were left out."""
    shown = [(row, position) for row, position in found if everybody or row["is_mine"]]
    left_out = {row["person_id"] for row, _ in found} - {row["person_id"] for row, _ in shown}
    shown.sort(key=lambda item: newest_first(item[1]), reverse=True)
    shown.sort(key=lambda item: (-(item[0]["level"] or 0), fold(item[0]["name"]), item[0]["person_id"]))
    return tuple(
        AtOrg(
            row["person_id"], row["handle"], row["name"], position.title, position.team, position.site, position.kind,
            position.start, position.end, position.current, row["level"],
        )
        for row, position in shown
    ), len(left_out)  # fmt: skip
