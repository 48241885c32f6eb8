"""All ties of one person, with what each rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from netcli.dates import last_day
from netcli.domain.interaction import ALL_PAIRS
from netcli.domain.ref import my_id, refs
from netcli.model_tie import EvidenceKind, Level
from netcli.results import Ref
from netcli.results_tie import TieList, TieRow
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold


class TiesQuestion(NamedTuple):
    """Whose ties to list, and how: those that somebody stated alone, in which order, how many."""

    person: Ref
    stated: bool = False
    sort: str = "level"
    limit: int | None = None


def _level(row: TieRow) -> tuple[object, ...]:
    return (-1 if row.level is None else row.level, row.last)


#: The orders of a list; within one, names decide.
ORDERS: dict[str, Callable[[TieRow], tuple[object, ...]]] = {
    "level": _level,
    "name": lambda _row: (),
    "date": lambda row: (row.last,),
}


def list_ties(store: Store, question: TiesQuestion) -> TieList:
    """Return a person's ties, the best known first unless the question asks otherwise; a handful of queries in all."""
    person = question.person
    statements = _by_other(store.rows(_STATEMENTS, {"person": person.id}))
    facts = _by_other(store.rows(_FACTS, {"person": person.id, "few": ALL_PAIRS}))
    there = set(store.neighbours(person.id))
    others = refs(store, sorted(there & (statements.keys() if question.stated else statements.keys() | facts.keys())))
    mine = my_id(store)
    rows = [
        _row(person, other, statements.get(other.id, []), facts.get(other.id, []), mine=mine in (person.id, other.id))
        for other in others
    ]
    rows.sort(key=lambda row: (fold(row.other.name), row.other.id))
    rows.sort(key=ORDERS[question.sort], reverse=True)
    cut = rows if question.limit is None else rows[: question.limit]
    return TieList(tuple(cut), person, len(rows) - len(cut))


def _by_other(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["other"], []).append(row)
    return found


def _row(person: Ref, other: Ref, statements: list[Row], facts: list[Row], *, mine: bool) -> TieRow:
    kinds = ["stated"] * bool(statements) + [kind for kind in _KINDS if any(fact["kind"] == kind for fact in facts)]
    days = [s["on_date"] for s in statements] + [day for f in facts for day in (f["since"], f["last"])]
    valid = [said for way in (person, other) if (said := _newest(statements, way.id))]
    valid = valid[:1] if len(valid) == 2 and valid[0]["id"] == valid[1]["id"] else valid
    names = {person.id: (person.name, other.name), other.id: (other.name, person.name)}
    family = any(row["is_family"] for row in (*statements, *facts))
    return TieRow(
        other, max((s["level"] for s in valid), default=None), "family" if family else None, min(days), max(days),
        tuple(kinds), "; ".join(_words(said, names, mine=mine) for said in valid) or None,
    )  # fmt: skip


def _newest(statements: list[Row], knower: int) -> Row | None:
    """Return the statement that counts for one direction: my own word before hearsay, then the newest."""
    found = [s for s in statements if s["both_ways"] or s["from_id"] == knower]
    return max(found, key=lambda s: (s["heard_from_id"] is None, last_day(s["on_date"]), s["id"]), default=None)


def _words(said: Row, names: dict[int, tuple[str, str]], *, mine: bool) -> str:
    who = f"{said['heard_name'] or 'somebody'} said so" if said["heard_from_id"] else "you said so"
    level = f"{Level(said['level']).words} ({said['level']}/5)" if mine else f"{said['level']}/5"
    if not said["level"]:
        level = f"they {Level.NOT.words}"
    if not said["both_ways"]:
        level = "{} to {}: {}".format(*names[said["from_id"]], level)
    note = f": {said['note']}" if said["note"] else ""
    return f"{level}{', family' if said['is_family'] else ''}, {who} {said['on_date']}{note}"


#: Kinds of evidence beside statements, in the order in which they are told.
_KINDS = (*(kind.value for kind in EvidenceKind), "contact")
_STATEMENTS = """
SELECT tie_statement.*, tie.a + tie.b - :person AS other, teller.name AS heard_name
FROM tie JOIN tie_statement ON tie_id = tie.id LEFT JOIN person AS teller ON teller.id = heard_from_id
WHERE tie.a = :person OR tie.b = :person"""
_FACTS = """
SELECT tie.a + tie.b - :person AS other, kind, max(is_family) AS is_family, min(on_date) AS since, max(on_date) AS last
FROM tie JOIN tie_evidence ON tie_id = tie.id WHERE tie.a = :person OR tie.b = :person GROUP BY other, kind
UNION ALL
SELECT theirs.person_id, 'contact', 0, min(on_date), max(on_date)
FROM participant AS mine JOIN participant AS theirs ON theirs.interaction_id = mine.interaction_id
JOIN interaction ON interaction.id = mine.interaction_id
WHERE mine.person_id = :person AND theirs.person_id <> :person AND (
  EXISTS (SELECT 1 FROM person WHERE id IN (:person, theirs.person_id) AND is_me)
  OR (SELECT count(*) FROM participant WHERE interaction_id = mine.interaction_id) <= :few)
GROUP BY theirs.person_id
UNION ALL
SELECT from_id + to_id - :person AS other, 'contact', 0, min(on_date), max(on_date) FROM contact_day
WHERE (from_id = :person OR to_id = :person) AND (channel NOT IN ('together', 'comail')
  OR NOT EXISTS (SELECT 1 FROM person WHERE id IN (from_id, to_id) AND is_me))
GROUP BY from_id + to_id - :person"""
