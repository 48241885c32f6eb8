"""The evidence on pairs of people: read in a few queries, and told in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from netcli.dates import last_day
from netcli.domain.ref import my_id
from netcli.errors import DamagedFileError
from netcli.model_tie import Contact, Evidence, EvidenceKind, Level, Statement, Stint, Tie
from netcli.results_tie import TieEvidence
from netcli.scoring import STAFF_CLOSE, Contacts, Overlap, Reason, Strength, implied
from netcli.storage import Store
from netcli.text import fold

_BATCH = 4000
_Rows = dict[str, list[list[Any]]]  #: what is stored on one pair, by part


def pair(one: int, other: int) -> tuple[int, int]:
    """Return two people as ties name them: the smaller id first."""
    return (one, other) if one < other else (other, one)


def load_ties(store: Store, pairs: Sequence[tuple[int, int]], *, stints: bool = True) -> Iterator[Tie]:
    """Yield all that is stored about these pairs (a < b), in their order; half a dozen queries for thousands.

    Without `stints` careers are left out, from which ties are inferred, never confirmed.

    The pairs are handed over as JSON, and the joins go from them: measured faster than one query a pair, and safe from
    a planner that would begin at the larger table. Written into the queries they would stay in memory with them.
    """
    me = my_id(store)
    parts = {part: sql for part, sql in _PARTS.items() if stints or part != "stint"}
    for at in range(0, len(pairs), _BATCH):
        batch = pairs[at : at + _BATCH]
        values = {"pairs": _packed(batch)}
        found: dict[tuple[int, int], _Rows] = {}
        for part, sql in parts.items():
            for a, b, *fact in store.tuples(_PAIRS + sql, values):
                found.setdefault((a, b), {}).setdefault(part, []).append(fact)
        for a, b in batch:
            rows = found.get((a, b))
            yield _tie(a, b, rows, holds_me=me in (a, b)) if rows else Tie(a, b)


def tied(store: Store, pairs: Sequence[tuple[int, int]], kinds: Sequence[EvidenceKind] = ()) -> set[tuple[int, int]]:
    """Return those of these pairs (a < b) who are tied, by evidence of these kinds if any are given."""
    of_kinds = (
        " JOIN tie_evidence ON tie_id = tie.id AND kind IN (SELECT value FROM json_each(:kinds))" if kinds else ""
    )
    values = {"pairs": _packed(pairs), "kinds": json.dumps(kinds)} if pairs else {}
    return set(store.tuples(_PAIRS + _TIED + of_kinds, values)) if pairs else set()


def _packed(pairs: Sequence[tuple[int, int]]) -> str:
    """Return pairs as a list of single numbers, the smaller id in the upper half: read thrice as fast as lists of two.

    Raises DamagedFileError for an id that does not fit: SQLite counts them up from 1.
    """
    if max(b for _, b in pairs) >= 1 << (_HALF - 1):
        raise DamagedFileError(f"the file is damaged: nobody has the number {max(b for _, b in pairs)}")
    return json.dumps([a << _HALF | b for a, b in pairs])


def _tie(a: int, b: int, rows: _Rows, *, holds_me: bool) -> Tie:
    said = [Statement(*fact) for fact in rows.get("statement", ())]
    facts = [Evidence(EvidenceKind(kind), *fact) for part in ("evidence", "met") for kind, *fact in rows.get(part, ())]
    contacts = [Contact(*[*fact, holds_me]) for part in ("interaction", "day") for fact in rows.get(part, ())]
    stints = dict.fromkeys(stint for fact in rows.get("stint", ()) for stint in stints_of(fact, a, b))
    if len(said) > 1:
        said.sort(key=lambda statement: last_day(statement.on))
    return Tie(a, b, tuple(said), tuple(facts), tuple(contacts), tuple(stints))


def stints_of(fact: Sequence[Any], a: int, b: int) -> Iterator[Stint]:
    """Yield the two stints of the columns of `STINT`."""
    org, headcount, on_file, *columns = fact
    for person, (kind, start, end, current, *words) in ((a, columns[:_COLUMNS]), (b, columns[_COLUMNS:])):
        title, team, site = (folded(word) if word else "" for word in words)
        yield Stint(person, org, kind, start, end, current, title, team, site, headcount, on_file)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a title, team or site as it is compared."""
    return fold(text)


#: How many positions are stored at a place, counted up to the size that still matters.
ON_FILE = f"(SELECT count(*) FROM (SELECT 1 FROM position WHERE org_id = org.id LIMIT {STAFF_CLOSE + 1}))"
_COLUMNS = 7
#: Columns of a place and of two positions `a` and `b` there, as `stints_of` reads them.
STINT = f"org.name, org.headcount, iif(org.headcount IS NULL, {ON_FILE}, 0), " + ", ".join(
    f"{mark}.kind, {mark}.start_on, {mark}.end_on, {mark}.is_current, {mark}.title, {mark}.team, {mark}.site"
    for mark in "ab"
)
_HALF = 32
_PAIRS = f"""WITH pair (a, b) AS MATERIALIZED
(SELECT value >> {_HALF}, value & ((1 << {_HALF}) - 1) FROM json_each(:pairs)) """
_TIED = "SELECT pair.a, pair.b FROM pair CROSS JOIN tie ON tie.a = pair.a AND tie.b = pair.b"
_SOURCE = "(SELECT name FROM source WHERE id = source_id)"
#: What there may be on a pair, in the order of the fields of the model. Each query begins at the pairs, its first two
#: columns, and goes on by an index, which is named: once the pairs are many, SQLite would rather index a whole table
#: anew (https://sqlite.org/optoverview.html, automatic indexes).
_PARTS = {
    "statement": f"""SELECT pair.a, pair.b, from_id, iif(from_id = pair.a, pair.b, pair.a), level, on_date, both_ways,
is_family, heard_from_id, (SELECT name FROM person WHERE id = heard_from_id), {_SOURCE}, note FROM pair
CROSS JOIN tie ON tie.a = pair.a AND tie.b = pair.b
CROSS JOIN tie_statement INDEXED BY tie_statement_tie ON tie_statement.tie_id = tie.id
ORDER BY on_date, tie_statement.id""",
    "evidence": f"""SELECT pair.a, pair.b, kind, on_date, by_id, level, is_family, {_SOURCE}, relation FROM pair
CROSS JOIN tie ON tie.a = pair.a AND tie.b = pair.b
CROSS JOIN tie_evidence INDEXED BY tie_evidence_tie ON tie_evidence.tie_id = tie.id
ORDER BY on_date, tie_evidence.id""",
    "met": """SELECT min(requester_id, target_id), max(requester_id, target_id), 'met', min(on_date),
NULL, NULL, 0, NULL, NULL FROM introduction_step
CROSS JOIN introduction ON introduction.id = introduction_id AND step = 'met'
CROSS JOIN pair ON pair.a = min(requester_id, target_id) AND pair.b = max(requester_id, target_id)
GROUP BY introduction.id ORDER BY introduction.id""",
    "interaction": f"""SELECT pair.a, pair.b, on_date, channel,
coalesce(size, (SELECT count(*) FROM participant WHERE interaction_id = interaction.id)), 1, NULL, {_SOURCE} FROM pair
CROSS JOIN participant AS theirs INDEXED BY participant_person ON theirs.person_id = pair.b
CROSS JOIN participant AS ours ON ours.interaction_id = theirs.interaction_id AND ours.person_id = pair.a
CROSS JOIN interaction ON interaction.id = theirs.interaction_id ORDER BY on_date, interaction.id""",
    "day": f"""SELECT pair.a, pair.b, on_date, channel, 2, count, from_id, coalesce({_SOURCE}, 'counted') FROM pair
CROSS JOIN contact_day ON from_id = pair.a AND to_id = pair.b OR from_id = pair.b AND to_id = pair.a
ORDER BY on_date, contact_day.id""",
    "stint": f"""SELECT pair.a, pair.b, {STINT} FROM pair
CROSS JOIN position AS a INDEXED BY position_person ON a.person_id = pair.a AND a.start_on IS NOT NULL
CROSS JOIN position AS b INDEXED BY position_person ON b.person_id = pair.b AND b.start_on IS NOT NULL
AND b.org_id = a.org_id CROSS JOIN org ON org.id = a.org_id ORDER BY a.id, b.id""",
}


def describe(strength: Strength, *, mine: bool, explain: bool = False) -> tuple[TieEvidence, ...]:
    """Return the reasons for a tie in words, the weightiest first; `mine` when the owner is one of the pair."""
    return tuple(_described(reason, mine=mine, explain=explain) for reason in strength.reasons)


def _described(reason: Reason, *, mine: bool, explain: bool) -> TieEvidence:
    fact, value = reason.fact, reason.value if explain else None
    if isinstance(fact, Statement):
        return TieEvidence("stated", _statement_words(fact, mine=mine), fact.source, fact.on, value)
    if isinstance(fact, Evidence):
        return TieEvidence(fact.kind.value, _evidence_words(fact, mine=mine), fact.source, fact.on, value)
    if isinstance(fact, Contacts):
        return TieEvidence(fact.kind, _contact_words(fact), fact.source, fact.on, value, fact.count)
    return TieEvidence(fact.kind, _overlap_words(fact), None, fact.since, value)


def _statement_words(fact: Statement, *, mine: bool) -> str:
    who = f"{fact.heard_from_name or 'somebody'} said so" if fact.heard_from else "you said so"
    if fact.level == 0:
        return f"{'you' if mine else 'they'} do not know each other, {who} {fact.on}"
    kin = ", family" if fact.family else ""
    words = f"{Level(fact.level).words} ({fact.level}/5)" if mine else f"{fact.level}/5"
    return f"{words}{kin}, {who} {fact.on}" + (f": {fact.note}" if fact.note else "")


def _evidence_words(fact: Evidence, *, mine: bool) -> str:
    words = {
        EvidenceKind.BOOK: "in your address book" if mine else "in an address book",
        EvidenceKind.LINKEDIN: "connected on LinkedIn",
        EvidenceKind.KNOWN_BY: "in his or her address book",
        EvidenceKind.RELATED: f"named as {fact.relation or 'related'} on a card",
        EvidenceKind.MET: "introduced, and met",
    }[fact.kind]
    kin = ", family" if fact.family else ""
    return f"{words}{kin} since {fact.on} ({implied(fact)[0]}/5 assumed)"


def _contact_words(fact: Contacts) -> str:
    one, many = _CONTACTS[fact.kind]
    last = "last" if fact.count > 1 else "on"
    return f"{fact.count} {one if fact.count == 1 else many}, {last} {fact.on}"


_CONTACTS = {
    "meeting": ("meeting", "meetings"),
    "call": ("call", "calls"),
    "message": ("message", "messages"),
    "mail": ("mail", "mails"),
    "event": ("event", "events"),
    "together": ("meeting of a few with both there", "meetings of a few with both there"),
    "comail": ("mail sent to both", "mails sent to both"),
}


def _overlap_words(fact: Overlap) -> str:
    span = f"since {fact.since}" if fact.until is None else f"{fact.since} to {fact.until}"
    staff = f", {fact.headcount:,} staff" if fact.headcount and fact.kind == "employer" else ""
    months = f"{fact.months} month{'s' * (fact.months > 1)}"
    return f"both at {fact.org} {span} ({months}{staff})"
