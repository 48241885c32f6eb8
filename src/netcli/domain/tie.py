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
from netcli.storage import Store

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
    known = store.value(
        "SELECT 1 FROM tie_evidence WHERE tie_id = ? AND kind = ? AND by_id IS ? AND source_id IS ?",
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
    ties = []
    for a, b in pairs:
        statements = tuple(
            Statement(
                row["from_id"], b if row["from_id"] == a else a, row["level"], row["on_date"], bool(row["both_ways"]),
                bool(row["is_family"]), row["heard_from_id"], row["heard_name"], row["source"],
            )
            for row in store.rows(_STATEMENTS, (a, b))
        )  # fmt: skip
        evidence = tuple(
            Evidence(
                EvidenceKind(row["kind"]), row["on_date"], row["by_id"], row["level"], bool(row["is_family"]),
                row["source"],
            )
            for row in store.rows(_EVIDENCE, (a, b))
        )  # fmt: skip
        ties.append(Tie(a, b, tuple(sorted(statements, key=lambda fact: last_day(fact.on))), evidence))
    return ties


_STATEMENTS = """
SELECT tie_statement.*, person.name AS heard_name, source.name AS source FROM tie
JOIN tie_statement ON tie_statement.tie_id = tie.id
LEFT JOIN person ON person.id = heard_from_id LEFT JOIN source ON source.id = source_id
WHERE a = ? AND b = ? ORDER BY on_date, tie_statement.id"""
_EVIDENCE = """
SELECT tie_evidence.*, source.name AS source FROM tie JOIN tie_evidence ON tie_evidence.tie_id = tie.id
LEFT JOIN source ON source.id = source_id WHERE a = ? AND b = ? ORDER BY on_date, tie_evidence.id"""


def known_by(store: Store, person: int, as_of: date, *, limit: int = _SHOWN) -> tuple[KnownBy, ...]:
    """Return who is tied to a person and how strongly, strongest first; the owner is left out, and has no such list."""
    me = my_id(store)
    if person == me:
        return ()
    others = [other for other in store.neighbours(person) if other != me]
    found = [_known_by(store, other, person, as_of) for other in others]
    return tuple(sorted((f for f in found if f.tie), key=lambda f: (-f.tie, f.person.id))[:limit])


def tie_to_me(store: Store, person: int, as_of: date) -> KnownBy | None:
    """Return the owner's tie to a person, or None if there is no evidence of any."""
    me = my_id(store)
    if me is None or me == person:
        return None
    found = _known_by(store, me, person, as_of)
    return found if found.evidence else None


def _known_by(store: Store, other: int, person: int, as_of: date) -> KnownBy:
    tie = load_ties(store, [(min(other, person), max(other, person))])[0]
    strength = tie_strength(tie, other, as_of)
    stated = [reason.fact.level for reason in strength.reasons if isinstance(reason.fact, Statement)]
    return KnownBy(
        refs(store, [other])[0], strength.p, stated[0] if stated else None,
        describe(strength, me=my_id(store), mine=other == my_id(store)),
    )  # fmt: skip


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
