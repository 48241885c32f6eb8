"""Ties: what is stated and what is implied about two people, written; and who is tied to somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from netcli.domain.evidence import describe, load_ties, pair, tied
from netcli.domain.ref import my_id, refs
from netcli.errors import BadInputError
from netcli.model_tie import Evidence, Statement
from netcli.results import KnownBy, Ref
from netcli.scoring import Strength, tie_strength
from netcli.storage import Store

_SHOWN = 10


def tie_of(store: Store, one: int, other: int) -> int:
    """Return the id of the pair's row; it is made on first use. Nothing but this module writes this table."""
    if one == other:
        raise BadInputError("a tie needs two people: this is one and the same")
    a, b = sorted((one, other))
    known = store.value("SELECT id FROM tie WHERE a = ? AND b = ?", (a, b))
    return int(known) if known else store.insert("tie", a=a, b=b)


def tie_all(store: Store, pairs: Iterable[tuple[int, int]]) -> None:
    """Make the rows of these pairs that have none; a few statements for thousands."""
    wanted = list(dict.fromkeys(pair(one, other) for one, other in pairs))
    known = tied(store, wanted)
    store.insert_many("tie", ("a", "b"), [two for two in wanted if two not in known])


def state(store: Store, statement: Statement, *, source: int | None = None) -> bool:
    """Write a statement; return False if the same one stands already."""
    tie = tie_of(store, statement.from_id, statement.to_id)
    columns = {
        "tie_id": tie, "from_id": statement.from_id, "both_ways": int(statement.both_ways), "level": statement.level,
        "is_family": int(statement.family), "heard_from_id": statement.heard_from, "on_date": statement.on,
        "note": statement.note,
    }  # fmt: skip
    newest = store.row("SELECT * FROM tie_statement WHERE tie_id = ? ORDER BY on_date DESC, id DESC LIMIT 1", (tie,))
    told = columns.keys() - ({"from_id"} if statement.both_ways else ())
    if newest and all(newest[name] == columns[name] for name in told):
        return False
    store.insert("tie_statement", **columns, source_id=source)
    return True


def imply(store: Store, one: int, other: int, fact: Evidence, *, source: int | None = None) -> bool:
    """Write a piece of evidence; return False if the same source has given it before."""
    tie = tie_of(store, one, other)
    known = store.value(  # the plus signs keep SQLite from taking the index on by_id, where nearly all are NULL
        "SELECT 1 FROM tie_evidence WHERE tie_id = ? AND kind = ? AND +by_id IS ? AND +source_id IS ?",
        (tie, fact.kind, fact.by_id, source),
    )
    if known:
        return False
    store.insert(
        "tie_evidence", tie_id=tie, kind=fact.kind, by_id=fact.by_id, level=fact.level, is_family=int(fact.family),
        on_date=fact.on, source_id=source,
    )  # fmt: skip
    return True


def imply_new(store: Store, one: int, others: Sequence[tuple[int, Evidence]], *, source: int | None) -> None:
    """Write a piece of evidence on somebody and each of several who are tied to nobody yet."""
    first = 1 + int(store.value("SELECT max(seq) FROM sqlite_sequence WHERE name = 'tie'") or 0)
    store.insert_many(
        "tie", ("id", "a", "b"),
        [(number, *sorted((one, other))) for number, (other, _) in enumerate(others, first)],
    )  # fmt: skip
    store.insert_many(
        "tie_evidence", ("tie_id", "kind", "by_id", "level", "is_family", "on_date", "source_id"),
        [
            (number, fact.kind, fact.by_id, fact.level, int(fact.family), fact.on, source)
            for number, (_, fact) in enumerate(others, first)
        ],
    )  # fmt: skip


def known_by(store: Store, person: int, as_of: date, *, limit: int = _SHOWN) -> tuple[KnownBy, ...]:
    """Return who is tied to a person and how strongly, strongest first; the owner is left out, and has no such list.

    Half a dozen queries, however many ties there are.
    """
    me = my_id(store)
    if person == me:
        return ()
    here = sorted(set(store.neighbours(person)) - {me})
    found: list[tuple[float, int, Strength]] = []
    for tie in load_ties(store, [pair(person, other) for other in here]):
        other = tie.a + tie.b - person
        if (strength := tie_strength(tie, other, as_of)).p:
            found.append((-strength.p, other, strength))
    nearest = sorted(found, key=lambda one: one[:2])[:limit]
    names = refs(store, [other for _, other, _ in nearest])
    return tuple(_known_by(ref, strength, mine=False) for ref, (_, _, strength) in zip(names, nearest, strict=True))


def tie_to_me(store: Store, person: int, as_of: date) -> KnownBy | None:
    """Return the owner's tie to a person, or None if there is no evidence of any."""
    me = my_id(store)
    if me is None or me == person:
        return None
    (tie,) = load_ties(store, [pair(me, person)])
    found = _known_by(refs(store, [me])[0], tie_strength(tie, me, as_of), mine=True)
    return found if found.evidence else None


def _known_by(other: Ref, strength: Strength, *, mine: bool) -> KnownBy:
    stated = (reason.fact.level for reason in strength.reasons if isinstance(reason.fact, Statement))
    return KnownBy(other, strength.p, next(stated, None), describe(strength, mine=mine))


def state_all(store: Store, hub: Ref, others: Iterable[Ref], like: Statement) -> list[Ref]:
    """State the same between one person and each of several; return those for whom it is new.

    `like` gives level, date, direction, kind and who said it; its two ids are not read.
    """
    return [
        other
        for other in others
        if state(
            store,
            Statement(
                hub.id, other.id, like.level, like.on, like.both_ways, like.family, like.heard_from, note=like.note
            ),
        )
    ]
