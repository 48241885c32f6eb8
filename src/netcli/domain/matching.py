"""Who fits an opportunity: by organisation, title, skills and place, and by the way that leads to each.

Fit is worked out as it is for suggested introductions, `1 - product of (1 - worth)`. docs/scores.md explains the
worths: they are choices, ordered by what is known of hiring. Whoever works at a place opens it most (Burks et al. 2015,
QJE 130: people referred by an employee are likelier to be hired); who does the same work elsewhere hears of openings
(Granovetter 1973, AJS 78).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate

from netcli.asking import Ledger
from netcli.domain.evidence import load_ties, pair
from netcli.domain.introduction import load_asks
from netcli.domain.path import PathQuestion, ways_in
from netcli.domain.ref import my_id, refs
from netcli.domain.skill import skill_key
from netcli.domain.target import Target
from netcli.domain.vouching import vouched_for
from netcli.errors import ConflictError, UsageError
from netcli.model_favour import OpportunityKind
from netcli.results import Ref
from netcli.results_introduction import OpportunityRef
from netcli.results_opportunity import MatchReason, Opportunity, OpportunityMatch, OpportunityMatchList
from netcli.scoring import MOST, band, is_known, tie_strength
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold

#: What one thing in common with an opportunity is worth: where I want in, and (FITS) where I look for somebody.
HELPS = {"now": 0.6, "once": 0.3, "title": 0.3, "had title": 0.15, "skill": 0.1, "vouched": 0.15, "place": 0.1,
         "part": 0.5}  # fmt: skip
FITS = {"now": 0.1, "once": 0.1, "title": 0.5, "had title": 0.3, "skill": 0.3, "vouched": 0.4, "place": 0.2,
        "part": 0.1}  # fmt: skip
KINDS = tuple(HELPS)
LEAST_SHARE = 0.5  #: so many of the words of a title have to be in a title of somebody's
LOOKED_AT = 50  #: ways are looked for to so many who fit best; of the others only ties to me count
_ORDER = 9  #: digits of a score that decide an order
#: Words of a title that say nothing of the work, in English and French.
_EMPTY = frozenset({"a", "and", "at", "de", "des", "du", "en", "et", "for", "in", "la", "le", "les", "of", "or", "the"})
_EMPTY |= {"d", "f", "h", "l", "m", "un", "une", "w", "with", "x"}


class MatchQuestion(NamedTuple):
    """Whom to rank: those of some people (None: anybody), who have one of these things in common."""

    as_of: date
    people: Collection[int] | None = None
    kinds: frozenset[str] = frozenset(KINDS)
    sort: str = "score"
    limit: int = 10


class _Way(NamedTuple):
    """What a way is worth, and through whom it leads; nobody: I know him myself."""

    score: float
    via: tuple[Ref, ...] = ()


_Found = dict[int, dict[str, list[tuple[str, float]]]]  #: of each person, by kind: what in words, and its share


#: The orders in which the best are told; equal ones follow their number.
ORDERS: dict[str, Callable[[OpportunityMatch], tuple[object, ...]]] = {
    "score": lambda one: (-round(one.score, _ORDER), -round(one.fit, _ORDER), one.person.id),
    "fit": lambda one: (-round(one.fit, _ORDER), -round(one.score, _ORDER), one.person.id),
    "way": lambda one: (-round(one.way, _ORDER), -round(one.fit, _ORDER), one.person.id),
    "name": lambda one: (fold(one.person.name), one.person.id),
}


def match_opportunity(store: Store, wanted: Opportunity, question: MatchQuestion) -> OpportunityMatchList:
    """Return the best of the people who fit an opportunity and to whom a way leads: score = fit x way.

    Costs what those who have something in common with it cost, and LOOKED_AT questions for a way at most. Raises
    ConflictError for an opportunity that says neither organisation, title, skill, place nor person; UsageError for
    an unknown order.
    """
    if question.sort not in ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(ORDERS)}")
    found = _candidates(store, wanted, question)
    worths = FITS if wanted.kind == OpportunityKind.CANDIDATE else HELPS
    reasons = {person: _reasons(common, worths) for person, common in found.items()}
    ways = _ways(store, {person: fit(told) for person, told in reasons.items()}, question)
    people = {ref.id: ref for ref in refs(store, sorted(ways))}
    rows = [_row(people[person], reasons[person], way, wanted.id) for person, way in ways.items()]
    best = sorted(rows, key=ORDERS["score"])[: question.limit]
    told = tuple(sorted(best, key=ORDERS[question.sort]))
    return OpportunityMatchList(told, OpportunityRef(wanted.id, wanted.title), len(found) - len(told))


def fit(reasons: Iterable[MatchReason]) -> float:
    """Return how well somebody fits, 0 to 1: ``1 - product of (1 - worth)`` over what he has in common."""
    return 1 - math.prod(1 - reason.worth for reason in reasons)


def _reasons(common: Mapping[str, Sequence[tuple[str, float]]], worths: Mapping[str, float]) -> tuple[MatchReason, ...]:
    """Return what speaks for somebody, the weightiest first; of several titles the best counts."""
    told = []
    for kind in KINDS:
        things = sorted(common.get(kind, ()), key=lambda thing: (-thing[1], thing[0]))
        several = kind in ("skill", "vouched")
        told += [MatchReason(kind, words, worths[kind] * share) for words, share in things[: None if several else 1]]
    instead = {"once": "now", "had title": "title"}
    kinds = {reason.kind for reason in told}
    told = [reason for reason in told if instead.get(reason.kind) not in kinds]
    return tuple(sorted(told, key=lambda reason: -reason.worth))


def _row(person: Ref, reasons: tuple[MatchReason, ...], way: _Way, number: int) -> OpportunityMatch:
    fitting = fit(reasons)
    command = (
        f"netcli intro ask {person.handle} --via {way.via[0].handle} --for {number}"
        if way.via
        else f"netcli open {person.handle}"
    )
    return OpportunityMatch(
        person, fitting * way.score, fitting, way.score, band(way.score), way.via, reasons, command
    )  # fmt: skip


def _candidates(store: Store, wanted: Opportunity, question: MatchQuestion) -> _Found:
    """Return the living people who have something in common with an opportunity, with what it is."""
    words = title_words(wanted.title) - title_words(wanted.org or "")
    if not (words or wanted.org or wanted.skills or wanted.place or wanted.people):
        raise ConflictError(
            f"{wanted.title} tells nothing to go by",
            hint=f"netcli opportunity edit {wanted.id} --org ORG --skill SKILL --place PLACE",
        )
    found: _Found = {}
    for person, kind, text, share in (
        *_at_work(store, wanted, words, question.as_of),
        *_skilled(store, wanted, question.as_of),
        *_there(store, wanted),
        *((part.person.id, "part", part.role, 1.0) for part in wanted.people),
    ):
        if kind in question.kinds and (question.people is None or person in question.people):
            things = found.setdefault(person, {}).setdefault(kind, [])
            if (text, share) not in things:
                things.append((text, share))
    nobody = set(store.column("SELECT id FROM person WHERE removed_on IS NOT NULL OR is_me OR status = 'deceased'"))
    return {person: found[person] for person in sorted(found.keys() - nobody)}


_Hit = tuple[int, str, str, float]


def title_words(title: str) -> frozenset[str]:
    """Return the words of a title that tell of the work, folded."""
    return frozenset(fold(title).split()) - _EMPTY


def _at_work(store: Store, wanted: Opportunity, words: frozenset[str], as_of: date) -> Iterator[_Hit]:
    """Yield who is, or was, at the organisation, and who has, or had, a title with half of the words or more."""
    org = store.value("SELECT org_id FROM opportunity WHERE id = ?", (wanted.id,))
    titles = {row["title"]: title_words(row["title"]) for row in store.rows(_TITLES)} if words else {}
    shares = {
        title: share for title, held in titles.items() if (share := len(words & held) / len(words)) >= LEAST_SHARE
    }
    rows = {row["id"]: row for row in store.rows(_AT, (org,))}
    rows |= {row["id"]: row for row in store.rows_of(_WITH_TITLE, shares)}
    for row in rows.values():
        if not is_known(row["start_on"] or row["seen_on"] or as_of.isoformat(), as_of):
            continue
        now = _is_now(row, as_of)
        where = f" at {row['org']}" if row["org"] else ""
        if org is not None and row["org_id"] == org:
            told = ", ".join(filter(None, (row["title"], "" if now else _until(row))))
            yield row["person_id"], "now" if now else "once", told, 1.0
        if row["title"] in shares:
            told = ", ".join(filter(None, (f"{row['title']}{where}", "" if now else _until(row))))
            yield row["person_id"], "title" if now else "had title", told, shares[row["title"]]


def _is_now(row: Row, as_of: date) -> bool:
    """Tell whether somebody had a position on a day: it was current, or its end was still to come."""
    if row["end_on"]:
        return not is_known(row["end_on"], as_of)
    return bool(row["is_current"])


def _until(row: Row) -> str:
    return f"until {row['end_on']}" if row["end_on"] else ""


_POSITION = "position.*, org.name AS org FROM"
_TITLES = "SELECT DISTINCT title FROM position WHERE title <> ''"
_AT = f"SELECT {_POSITION} position JOIN org ON org.id = org_id WHERE org_id = ? ORDER BY position.id"
_WITH_TITLE = f"SELECT {_POSITION} position LEFT JOIN org ON org.id = org_id WHERE title IN (SELECT value FROM wanted)"


def _skilled(store: Store, wanted: Opportunity, as_of: date) -> Iterator[_Hit]:
    """Yield who has a skill that is asked for, and who is recommended or endorsed for it."""
    for row in store.rows(_SKILLED, (wanted.id,)):
        yield row["person_id"], "skill", row["name"], 1.0
    for skill in wanted.skills:
        for one in vouched_for(store, skill, as_of):
            by = [vouch for vouch in one.by if f" {skill_key(skill)} " in f" {skill_key(vouch.for_what or '')} "]
            if by:
                yield one.person.id, "vouched", f"{skill}, says {by[0].author.name}", 1.0


_SKILLED = """
SELECT person_id, opportunity_skill.name FROM opportunity_skill JOIN skill ON skill.key = opportunity_skill.key
WHERE opportunity_id = ? ORDER BY opportunity_skill.id, skill.id"""


def _there(store: Store, wanted: Opportunity) -> Iterator[_Hit]:
    """Yield who lives at the place: his city and the place hold each other as whole words."""
    place = fold(wanted.place or "")
    if not place:
        return
    for city in store.column("SELECT DISTINCT city FROM listed WHERE city <> ''"):
        key = fold(city)
        if key and (f" {key} " in f" {place} " or f" {place} " in f" {key} "):
            for person in store.column("SELECT id FROM listed WHERE city = ? ORDER BY id", (city,)):
                yield person, "place", city, 1.0


def _ways(store: Store, fits: Mapping[int, float], question: MatchQuestion) -> dict[int, _Way]:
    """Return the way to each of these people who has one, as far as he may be listed: straight, or through others.

    No way through others is worth more than two of the best ties and the most willing introducer, so nobody is asked
    about whom I know better than that, and none once what is left cannot be among the best any more. Whom I know, or
    somebody whom I know, goes first.
    """
    me, as_of = my_id(store) or 0, question.as_of
    direct = _direct(store, me, fits, as_of)
    most = MOST * MOST * Ledger(load_asks(store), as_of).eagerest
    near = set(store.column_of(_NEAR, fits, me=me))
    asked = [person for person in fits if direct.get(person, 0.0) < most]
    asked.sort(key=lambda person: (person not in near, -fits[person], -direct.get(person, 0.0), person))
    left = list(accumulate(reversed([fits[person] * most for person in asked]), max))[::-1]
    ways = {person: _Way(p) for person, p in direct.items()}
    scores = {person: fits[person] * p for person, p in direct.items()}
    for person, bound in list(zip(asked, left, strict=True))[: max(LOOKED_AT, question.limit)]:
        if sorted(scores.values(), reverse=True)[question.limit - 1 : question.limit] >= [bound]:
            break
        (ref,) = refs(store, [person])
        paths = ways_in(store, PathQuestion(me, Target(ref, {person: 1.0}), as_of, count=1)).paths
        if paths and paths[0].score > direct.get(person, 0.0):
            ways[person] = _Way(paths[0].score, tuple(hop.to for hop in paths[0].hops[:-1]))
            scores[person] = fits[person] * paths[0].score
    return ways


def _direct(store: Store, me: int, people: Iterable[int], as_of: date) -> dict[int, float]:
    tied = store.column_of(_TIED, people, me=me)
    ties = load_ties(store, [pair(me, person) for person in tied])
    found = {tie.a + tie.b - me: tie_strength(tie, me, as_of).p for tie in ties}
    return {person: p for person, p in found.items() if p > 0}


_TIED = "SELECT to_id FROM wanted CROSS JOIN arc ON from_id = :me AND to_id = value ORDER BY to_id"
_NEAR = """
SELECT value FROM wanted WHERE EXISTS (SELECT 1 FROM arc AS theirs CROSS JOIN arc AS mine
  ON mine.from_id = :me AND mine.to_id = theirs.to_id WHERE theirs.from_id = value)
OR EXISTS (SELECT 1 FROM arc WHERE from_id = :me AND to_id = value)"""
