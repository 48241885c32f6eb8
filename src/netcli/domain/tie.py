"""Ties: what is stated and what is implied about two people, written and read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from netcli.dates import last_day
from netcli.domain.person import my_id, refs
from netcli.errors import BadInputError
from netcli.model import Evidence, EvidenceKind, Level, Statement, Tie
from netcli.results import KnownBy, Ref, TieEvidence
from netcli.scoring import Strength, implied, tie_strength
from netcli.storage import Row, Store

_SHOWN = 10


def tie_of(store: Store, one: int, other: int) -> int:
    """Return the id of the pair's row; it is made on first use. Nothing else writes this table."""
    if one == other:
        raise BadInputError("a tie needs two people: this is one and the same")
    a, b = sorted((one, other))
    known = store.value("SELECT id FROM tie WHERE a = ? AND b = ?", (a, b))
    return int(known) if known else store.insert("tie", a=a, b=b)


def state(store: Store, statement: Statement, *, source: int | None = None) -> bool:
    """Write a statement; return False if the same one stands already."""
    tie = tie_of(store, statement.from_id, statement.to_id)
    columns = {
        "tie_id": tie, "from_id": statement.from_id, "both_ways": int(statement.both_ways), "level": statement.level,
        "is_family": int(statement.family), "heard_from_id": statement.heard_from, "on_date": statement.on,
    }  # fmt: skip
    newest = store.row("SELECT * FROM tie_statement WHERE tie_id = ? ORDER BY on_date DESC, id DESC LIMIT 1", (tie,))
    if newest and all(newest[name] == value for name, value in columns.items()):
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


def load_ties(store: Store, pairs: Iterable[tuple[int, int]]) -> list[Tie]:
    """Return all that is stored about these pairs (a < b), in their order; one short query a pair and table."""
    return [
        _tie(a, b, store.rows(_STATEMENTS.format("a = ? AND b = ?"), (a, b)),
             store.rows(_EVIDENCE.format("a = ? AND b = ?"), (a, b)))
        for a, b in pairs
    ]  # fmt: skip


def ties_of(store: Store, person: int) -> list[Tie]:
    """Return all that is stored about each pair that a person is one of; two queries in all."""
    rows: dict[tuple[int, int], tuple[list[Row], list[Row]]] = {}
    for at, sql in enumerate((_STATEMENTS, _EVIDENCE)):
        for row in store.rows(sql.format("(a = ?1 OR b = ?1)"), (person,)):
            rows.setdefault((row["a"], row["b"]), ([], []))[at].append(row)
    return [_tie(*pair, *rows[pair]) for pair in sorted(rows)]


def _tie(a: int, b: int, statements: Iterable[Row], evidence: Iterable[Row]) -> Tie:
    said = [
        Statement(
            row["from_id"], b if row["from_id"] == a else a, row["level"], row["on_date"], bool(row["both_ways"]),
            bool(row["is_family"]), row["heard_from_id"], row["heard_name"], row["source"],
        )
        for row in statements
    ]  # fmt: skip
    facts = [
        Evidence(
            EvidenceKind(row["kind"]), row["on_date"], row["by_id"], row["level"], bool(row["is_family"]), row["source"]
        )
        for row in evidence
    ]
    return Tie(a, b, tuple(sorted(said, key=lambda fact: last_day(fact.on))), tuple(facts))


_STATEMENTS = """
SELECT tie.a, tie.b, tie_statement.*, person.name AS heard_name, source.name AS source FROM tie
JOIN tie_statement ON tie_statement.tie_id = tie.id
LEFT JOIN person ON person.id = heard_from_id LEFT JOIN source ON source.id = source_id
WHERE {} ORDER BY on_date, tie_statement.id"""
_EVIDENCE = """
SELECT tie.a, tie.b, tie_evidence.*, source.name AS source FROM tie JOIN tie_evidence ON tie_evidence.tie_id = tie.id
LEFT JOIN source ON source.id = source_id WHERE {} ORDER BY on_date, tie_evidence.id"""


def known_by(store: Store, person: int, as_of: date, *, limit: int = _SHOWN) -> tuple[KnownBy, ...]:
    """Return who is tied to a person and how strongly, strongest first; the owner is left out, and has no such list.

    A handful of queries, however many ties there are.
    """
    me = my_id(store)
    if person == me:
        return ()
    here = set(store.neighbours(person)) - {me}
    found: list[tuple[float, int, Strength]] = []
    for tie in ties_of(store, person):
        other = tie.a + tie.b - person
        if other in here and (strength := tie_strength(tie, other, as_of)).p:
            found.append((-strength.p, other, strength))
    nearest = sorted(found, key=lambda one: one[:2])[:limit]
    names = refs(store, [other for _, other, _ in nearest])
    return tuple(_known_by(ref, strength, me, mine=False) for ref, (_, _, strength) in zip(names, nearest, strict=True))


def tie_to_me(store: Store, person: int, as_of: date) -> KnownBy | None:
    """Return the owner's tie to a person, or None if there is no evidence of any."""
    me = my_id(store)
    if me is None or me == person:
        return None
    tie = load_ties(store, [(min(me, person), max(me, person))])[0]
    found = _known_by(refs(store, [me])[0], tie_strength(tie, me, as_of), me, mine=True)
    return found if found.evidence else None


def _known_by(other: Ref, strength: Strength, me: int | None, *, mine: bool) -> KnownBy:
    stated = (reason.fact.level for reason in strength.reasons if isinstance(reason.fact, Statement))
    return KnownBy(other, strength.p, next(stated, None), describe(strength, me=me, mine=mine))


def describe(strength: Strength, *, me: int | None, mine: bool, explain: bool = False) -> tuple[TieEvidence, ...]:
    """Return the reasons for a tie in words; `mine` when the owner is one of the pair."""
    return tuple(
        TieEvidence(
            "stated" if isinstance(reason.fact, Statement) else reason.fact.kind.value,
            _statement_words(reason.fact, mine=mine)
            if isinstance(reason.fact, Statement)
            else _evidence_words(reason.fact, me=me, mine=mine),
            reason.fact.source,
            reason.fact.on,
            reason.value if explain else None,
        )
        for reason in strength.reasons
    )


def _statement_words(fact: Statement, *, mine: bool) -> str:
    if fact.level == 0:
        return f"they do not know each other, you said so {fact.on}"
    kin = ", family" if fact.family else ""
    who = f"{fact.heard_from_name or 'somebody'} said so" if fact.heard_from else "you said so"
    words = f"{Level(fact.level).words} ({fact.level}/5)" if mine else f"{fact.level}/5"
    return f"{words}{kin}, {who} {fact.on}"


def _evidence_words(fact: Evidence, *, me: int | None, mine: bool) -> str:
    words = {
        EvidenceKind.BOOK: "in your address book" if mine else "in an address book",
        EvidenceKind.LINKEDIN: "connected on LinkedIn",
        EvidenceKind.KNOWN_BY: "in his or her address book",
        EvidenceKind.RELATED: "named as related on a card",
        EvidenceKind.MET: "introduced, and met",
    }[fact.kind]
    kin = ", family" if fact.family else ""
    return f"{words}{kin} since {fact.on} ({implied(fact)[0]}/5 assumed)"


def state_all(store: Store, hub: Ref, others: Iterable[Ref], like: Statement) -> list[Ref]:
    """State the same between one person and each of several; return those for whom it is new.

    `like` gives level, date, direction, kind and who said it; its two ids are not read.
    """
    return [
        other
        for other in others
        if state(
            store,
            Statement(hub.id, other.id, like.level, like.on, like.both_ways, like.family, like.heard_from),
        )
    ]
