"""What to do for one's network: introductions to make, and strong ties to revive."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice

from netcli.asking import standing
from netcli.dates import last_day
from netcli.domain.evidence import load_ties, pair
from netcli.domain.introduction import load_asks
from netcli.domain.network import confirmed
from netcli.domain.ref import my_id, refs
from netcli.domain.reference import MINE
from netcli.model_tie import Statement, Tie
from netcli.results import Ref
from netcli.results_network import Dormant, DormantList, Suggestion, SuggestionList
from netcli.scoring import Strength, is_known, tie_strength
from netcli.storage import Store
from netcli.suggesting import (
    DORMANT_LEVEL,
    SILENT_DAYS,
    STRANGERS,
    STRONG,
    Match,
    Pair,
    Profile,
    fit,
    overdue,
    overlap,
    pairs,
)
from netcli.text import fold

_AT_ONCE = 50
_NO_CONTACT = ("together", "comail")  #: what only suggests that two people met
_ORDER = 9  #: digits of a score that decide an order
_Scored = tuple[float, float, Pair]
_Spelled = dict[tuple[str, str], str]  #: of each word, by its kind, how it is written


def suggest_intros(store: Store, as_of: date, limit: int) -> SuggestionList:
    """Return the best introductions to make among people I know well, who have something in common but not each other.

    Pairs come in the order of the best score they can reach, and are looked at until no further one can enter the list.
    """
    found: list[_Scored] = []
    profiles, spelled = _profiles(store, as_of)
    candidates = iter(pairs(profiles))
    weigh = _weigher(store, as_of)
    while batch := list(islice(candidates, _AT_ONCE)):
        if len(found) >= limit and found[limit - 1][0] > batch[0].bound:
            break
        found = sorted([*found, *weigh(batch)], key=_rank)[:limit]
    return SuggestionList(tuple(_suggestion(store, scored, spelled) for scored in found))


def _rank(scored: _Scored) -> tuple[float, int, int]:
    return -round(scored[0], _ORDER), scored[2].one.person, scored[2].other.person


def _weigher(store: Store, as_of: date) -> Callable[[Sequence[Pair]], Iterator[_Scored]]:
    """Return what scores pairs of people who do not know each other: (score, overlap, pair)."""
    me = my_id(store)
    introduced = {pair(ask.requester, ask.target) for ask in load_asks(store) if standing(ask, as_of) is not None}
    circles: dict[int, frozenset[int]] = {}

    def circle(person: int) -> frozenset[int]:
        if person not in circles:
            others = [other for other in store.neighbours(person) if other != me]
            ties = confirmed(store, [pair(person, other) for other in others], as_of)
            circles[person] = frozenset(a + b - person for a, b in ties)
        return circles[person]

    def weigh(batch: Sequence[Pair]) -> Iterator[_Scored]:
        wanted = {pair(p.one.person, p.other.person): p for p in batch}
        for tie in load_ties(store, [ends for ends in wanted if ends not in introduced]):
            if _know_each_other(tie, as_of):
                continue
            found = wanted[tie.a, tie.b]
            common = overlap(circle(tie.a) - {tie.b}, circle(tie.b) - {tie.a})
            yield found.bound * (1 - common), common, found

    return weigh


def _know_each_other(tie: Tie, as_of: date) -> bool:
    """Tell whether two people know each other, or whether somebody said that they do not."""
    said = [statement for statement in tie.statements if is_known(statement.on, as_of)]
    if said and said[-1].level == 0:
        return True
    return any(tie_strength(tie, end, as_of).p >= STRANGERS for end in (tie.a, tie.b))


def _profiles(store: Store, as_of: date) -> tuple[list[Profile], _Spelled]:
    """Return the people whom I know well enough to introduce, with the words that may bring them together."""
    ties = {person: strength.p for person, _, strength in _my_ties(store, as_of, MINE) if strength.p >= STRONG}
    words: dict[tuple[int, str], set[str]] = {}
    spelled: _Spelled = {}
    for row in store.rows(_WORDS, (json.dumps(list(ties)),)):
        if row["since"] and not is_known(row["since"], as_of):
            continue
        kind, word = _read(row["kind"], row["word"])
        words.setdefault((row["person_id"], kind), set()).add(word)
        spelled[kind, word] = min(row["word"], spelled.get((kind, word), row["word"]))

    def of(person: int, *kinds: str) -> frozenset[str]:
        return frozenset().union(*(words.get((person, kind), ()) for kind in kinds))

    profiles = [
        Profile(
            person, p, of(person, "needs"), of(person, "offers", "skill"), of(person, "skill"), of(person, "tag"),
            of(person, "city"),
        )
        for person, p in ties.items()
    ]  # fmt: skip
    return profiles, spelled


def _read(kind: str, text: str) -> tuple[str, str]:
    """Return a word as it is compared, and of a tag whether it tells a need or an offer: needs-WORD, offers-WORD."""
    if kind == "city":
        return kind, fold(text) or text
    word = "-".join(text.lower().split())
    before, _, rest = word.partition("-")
    return (before, rest) if kind == "tag" and before in ("needs", "offers") and rest else (kind, word)


def _my_ties(store: Store, as_of: date, whose: str) -> Iterator[tuple[int, Tie, Strength]]:
    """Yield the living people that a query chooses, with my tie to each, by id."""
    me = my_id(store)
    if me is None:
        return
    people = store.column(
        "SELECT id FROM person WHERE removed_on IS NULL AND status <> 'deceased' AND NOT is_me"
        f" AND id IN ({whose}) ORDER BY id"
    )
    for tie in load_ties(store, [pair(me, person) for person in people]):
        yield tie.a + tie.b - me, tie, tie_strength(tie, me, as_of)


def _suggestion(store: Store, scored: _Scored, spelled: _Spelled) -> Suggestion:
    score, common, found = scored
    one, other = refs(store, [found.one.person, found.other.person])
    why = tuple(_words(match, one, other, spelled) for match in found.matches)
    return Suggestion(
        one, other, score, found.one.tie, found.other.tie, fit(found.matches), common, why, (one, other),
        f"netcli intro make {one.handle} {other.handle}",
    )  # fmt: skip


def _words(match: Match, one: Ref, other: Ref, spelled: _Spelled) -> str:
    """Return in words what brings two people together."""
    if match.kind == "need":
        asking, giving = (one, other) if match.needs == one.id else (other, one)
        return f"{asking.name} needs {match.word}, {giving.name} offers it"
    what = spelled[match.kind, match.word]
    return {"skill": "both know ", "tag": "both tagged ", "city": "both in "}[match.kind] + what


def suggest_reconnect(store: Store, as_of: date, limit: int | None = None) -> DormantList:
    """Return people of a level that I stated as 4 or 5 with whom I have not been in contact for over two years."""
    found = []
    for person, tie, strength in _my_ties(store, as_of, _STATED.format(DORMANT_LEVEL)):
        stated = next((reason.fact for reason in strength.reasons if isinstance(reason.fact, Statement)), None)
        if stated is None or stated.level < DORMANT_LEVEL or stated.heard_from:
            continue
        seen = [c.on for c in tie.contacts if c.channel not in _NO_CONTACT and is_known(c.on, as_of)]
        last = max(seen, key=last_day, default=None)
        days = (as_of - last_day(last or stated.on)).days
        if days > SILENT_DAYS:
            found.append((strength.p * overdue(days, stated.level), person, stated, last, days, strength.p))
    found.sort(key=lambda one: (-round(one[0], _ORDER), one[1]))
    cut = found[:limit]
    people = refs(store, [one[1] for one in cut])
    told = tuple(
        Dormant(ref, int(stated.level), stated.on, last, days, p, score, f'netcli log {ref.handle} "…"')
        for ref, (score, _, stated, last, days, p) in zip(people, cut, strict=True)
    )
    return DormantList(told, len(found) - len(cut))


#: People tied to me of whom somebody stated so high a level, ever.
_STATED = """
SELECT CASE WHEN a = me.id THEN b ELSE a END FROM person AS me JOIN tie ON a = me.id OR b = me.id
JOIN tie_statement ON tie_id = tie.id WHERE me.is_me AND level >= {}"""
_WORDS = """
WITH few (id) AS MATERIALIZED (SELECT value FROM json_each(?))
SELECT person_id, 'tag' AS kind, word, NULL AS since FROM few CROSS JOIN tag ON person_id = few.id
UNION ALL SELECT person_id, 'skill', name, NULL FROM few CROSS JOIN skill ON person_id = few.id AND kind = 'skill'
UNION ALL SELECT person_id, 'city', json_extract(parts, '$.city'), seen_on FROM few
CROSS JOIN contact_point ON person_id = few.id
WHERE contact_point.kind = 'address' AND json_extract(parts, '$.city') <> ''"""
