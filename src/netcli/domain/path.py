"""Ways to an introduction: the ties that matter are read, scored, searched and told."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from itertools import pairwise

from netcli.asking import Ledger
from netcli.domain.evidence import describe
from netcli.domain.introduction import load_asks
from netcli.domain.lens import Lens
from netcli.domain.ref import my_id, refs
from netcli.domain.target import Target, whom_to_ask
from netcli.errors import ConflictError
from netcli.graph import Search, Way, independent_paths, intro_paths, paths_via
from netcli.results import Ref
from netcli.results_path import Direct, Excluded, Hop, Path, PathAnswer
from netcli.scoring import (
    LEAST_SHOWN,
    WEAK_TIE,
    Inference,
    Strength,
    band,
)
from netcli.shape import NamedTuple
from netcli.storage import Store

Arc = tuple[int, int]
Strengths = Mapping[Arc, Strength]
#: Why somebody is not offered, in the order of telling; the dead are left in peace without a word.
REASONS = ("ask-pending", "declined-before", "do-not-ask", "avoided", "not-in-group")


class PathQuestion(NamedTuple):
    """What is asked: at most `hops` ties from ego to the target, the best `count` ways, or all.

    Introducers only from `among`, never from `avoid`; `via` stands on every path; `independent` ways share nobody.
    """

    ego: int
    target: Target
    as_of: date
    hops: int = 4
    count: int = 3  # type: ignore[assignment]  # hides the method of tuples, which nobody calls
    all_ways: bool = False
    explain: bool = False
    inference: Inference = Inference.SOME
    allow_busy: bool = False
    independent: bool = False
    via: int | None = None
    avoid: frozenset[int] = frozenset()
    among: frozenset[int] | None = None


def ways_in(store: Store, question: PathQuestion) -> PathAnswer:
    """Return the ranked ways to an introduction, each with its evidence.

    Costs what the pairs on walks of at most `hops` ties cost, whatever the size of the file.
    """
    ego, entry = question.ego, question.target.entry
    if entry.keys() == {ego}:
        who = "you" if ego == my_id(store) else "the one who asks"
        raise ConflictError(f"that is {who}", hint="netcli show me")
    ends = {person: worth for person, worth in entry.items() if person != ego}
    lens = Lens(store, ego, ends, question.hops, as_of=question.as_of, inference=question.inference)
    ledger = Ledger(load_asks(store), question.as_of)
    bars = _bars(store, question, ledger, lens.people)
    search = Search(
        {}, ego, ends, question.hops, Ratings(ledger.willing), Ratings(lambda person: ledger.rested(person, ego)),
        frozenset(person for person, reason in bars.items() if reason != "ask-pending"),
        frozenset(person for person, reason in bars.items() if reason == "ask-pending"),
    )  # fmt: skip
    ways, barred, count = _searched(lens, search, question, ledger.eagerest)
    listed = _listed(ways, question)
    told = _Telling(store, search._replace(ties=lens.ties()), lens.strengths, listed, explain=question.explain)
    direct = told.direct(is_set=question.target.is_set)
    nothing = not listed and direct is None
    return PathAnswer(
        told.ref(ego), question.target.to, question.as_of.isoformat(), question.hops, direct,
        tuple(told.path(rank, way, is_set=question.target.is_set) for rank, way in enumerate(listed, 1)),
        _excluded(store, barred, bars), count - len(listed), _any_succeeds(listed),
        whom_to_ask(store, question.target.to) if nothing else (),
        question.target.headline, told.asker_is_me,
    )  # fmt: skip


class Ratings(dict[int, float]):
    """A factor for each person, worked out when the search first asks for it."""

    def __init__(self, rate: Callable[[int], float]) -> None:
        super().__init__()
        self._rate = rate

    def __missing__(self, person: int) -> float:
        self[person] = found = self._rate(person)
        return found


def _bars(store: Store, question: PathQuestion, ledger: Ledger, people: Set[int]) -> dict[int, str]:
    """Return who introduces nobody, with the reason; of several reasons the one that the question itself gave."""
    bars: dict[int, str] = {}
    if not question.allow_busy:
        bars |= ledger.barred(question.ego, question.target.entry.keys())
    for row in store.rows("SELECT id, do_not_ask FROM person WHERE do_not_ask OR status = 'deceased'"):
        bars[row["id"]] = "do-not-ask" if row["do_not_ask"] else "deceased"
    if question.among is not None:
        bars |= dict.fromkeys(people - question.among, "not-in-group")
    bars |= dict.fromkeys(question.avoid, "avoided")
    exempt = {question.ego, *question.target.entry}
    return {person: why for person, why in bars.items() if person not in exempt}


def _searched(lens: Lens, search: Search, question: PathQuestion, eager: float) -> tuple[list[Way], list[Way], int]:
    """Return the ways of the kind that is asked for, those that barred people would have begun, and how many there are.

    Only the best ways are all there, unless every way was asked for; the number is of all.
    """
    if question.all_ways or question.independent or question.via is not None:
        lens.look_at_all()
        return _of_all(search._replace(ties=lens.ties()), question)
    arcs = lens.look_at_best(search, eager, question.count, LEAST_SHOWN)
    ways, barred = intro_paths(search._replace(ties=lens.ties(arcs)))
    count = lens.count_ways(search)
    if count and not (ways and ways[0].score >= LEAST_SHOWN):
        arcs = lens.look_at_best(search, eager, question.count, 0.0)
        ways, barred = intro_paths(search._replace(ties=lens.ties(arcs)))
    return ways, barred, count


def _of_all(search: Search, question: PathQuestion) -> tuple[list[Way], list[Way], int]:
    ways, barred = intro_paths(search)
    if question.via is not None:
        ways = paths_via(search, question.via)
    elif question.independent:
        ways = independent_paths(search, question.count)
        if any(len(way.people) - 1 > question.hops for way in ways):
            raise ConflictError(
                f"independent ways of at most {question.hops} ties cannot be told here: the cheapest set is longer",
                hint="--max-hops 6, or leave out --independent",
            )
    return ways, barred, len(ways)


def _listed(ways: list[Way], question: PathQuestion) -> list[Way]:
    """Return the ways to print: long shots only if nothing better is there."""
    if question.all_ways:
        return ways
    return ([way for way in ways if way.score >= LEAST_SHOWN] or ways)[: question.count]


def _excluded(store: Store, barred: Sequence[Way], bars: Mapping[int, str]) -> tuple[Excluded, ...]:
    """Return the barred people whose way would have been worth showing: by reason, then best first."""
    worth = [way.people[1] for way in barred if way.score >= LEAST_SHOWN and bars[way.people[1]] in REASONS]
    worth.sort(key=lambda person: REASONS.index(bars[person]))
    return tuple(Excluded(ref, bars[ref.id]) for ref in refs(store, worth))


def _any_succeeds(ways: list[Way]) -> float | None:
    """Return 1 - product of (1 - score), if there are at least two ways and no two share an introducer."""
    introducers = [person for way in ways for person in way.people[1:-1]]
    if len(ways) < 2 or len(introducers) != len(set(introducers)):
        return None
    return 1 - math.prod(1 - way.score for way in ways)


class _Telling:
    """What was found, told with names and evidence."""

    def __init__(
        self, store: Store, search: Search, strengths: Strengths, ways: Sequence[Way], *, explain: bool
    ) -> None:
        self._search, self._strengths, self._explain = search, strengths, explain
        self._me = my_id(store)
        self.asker_is_me = search.ego == self._me
        self._known = sorted(end for end in search.entry if (search.ego, end) in search.ties)
        wanted = {person for way in ways for person in way.people} | {search.ego, *self._known}
        self._refs = {ref.id: ref for ref in refs(store, sorted(wanted))}

    def ref(self, person: int) -> Ref:
        return self._refs[person]

    def direct(self, *, is_set: bool) -> Direct | None:
        """Return ego's own tie to the target, of several the one worth most."""
        ties, entry, ego = self._search.ties, self._search.entry, self._search.ego
        if not self._known:
            return None
        best = max(self._known, key=lambda end: (ties[ego, end] * entry[end], -end))
        strength = self._strengths[ego, best]
        evidence = describe(strength, mine=ego == self._me, explain=self._explain)
        if not is_set:
            return Direct(strength.p, strength.inferred, evidence)
        return Direct(strength.p, strength.inferred, evidence, self.ref(best), entry[best], len(self._known) - 1)

    def path(self, rank: int, way: Way, *, is_set: bool) -> Path:
        """Return one way, its score the exact product of the factors that stand in it."""
        hops = [self._hop(a, b, first=at == 0) for at, (a, b) in enumerate(pairwise(way.people))]
        end = way.people[-1]
        entry = self._search.entry[end] if is_set else None
        factors = [f for hop in hops for f in (hop.tie, hop.willing, hop.fatigue) if f is not None]
        score = math.prod(factors) * (1.0 if entry is None else entry)
        weakest = min(range(len(hops)), key=lambda at: hops[at].tie)
        return Path(
            rank, score, band(score), self.ref(way.people[1]), tuple(hops),
            weakest if hops[weakest].tie < WEAK_TIE else None, self.ref(end) if is_set else None, entry,
        )  # fmt: skip

    def _hop(self, a: int, b: int, *, first: bool) -> Hop:
        strength = self._strengths[a, b]
        evidence = describe(strength, mine=self._me in (a, b), explain=self._explain)
        willing = None if first else self._search.willing[a]
        fatigue = self._search.rested[b] if first else None
        return Hop(self.ref(a), self.ref(b), strength.p, willing, fatigue, strength.inferred, evidence)
