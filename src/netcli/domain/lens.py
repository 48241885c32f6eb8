"""Which ties a path question has to look at: those that may stand on a way worth listing, and no more.

Reading all that is stored on a tie costs a hundred times what it costs to know that there is one. So ways are searched
on bounds first: backwards from the target, hop by hop, only people are passed through whose best way so far, times what
a further hop can be worth at most, may still be among the best. The answer is that of all ties (a property test holds
it); how many ways there are in all is counted on ties that surely count, the rest being looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date

from netcli.domain.evidence import ON_FILE, STINT, load_ties, pair, stints_of
from netcli.graph import Search
from netcli.scoring import MOST, STAFF_ALONE, STAFF_CLOSE, Inference, Strength, both_strengths, infers_alone
from netcli.storage import Among, Store

Arc = tuple[int, int]
_NOISE = 1e-9  #: of the arithmetic: what is as good as the bound is kept


class Lens:
    """The ties between two ends, looked at as far as needed. `entry` tells what reaching each target is worth."""

    def __init__(
        self, store: Store, ego: int, entry: Mapping[int, float], hops: int, *, as_of: date, inference: Inference
    ) -> None:
        def beside(people: Set[int], among: Among) -> Iterator[tuple[int, int, bool]]:
            return _colleagues(store, people, among, as_of, inference)

        self._arcs, self._near = store.lens(ego, entry.keys(), hops, as_of=as_of.isoformat(), beside=beside)
        self._beyond = max(self._near.values()) + 1  # how far away all others are at least
        self._store, self._ego, self._entry, self._hops = store, ego, entry, hops
        self._as_of, self._inference = as_of, inference
        #: Strength of every arc that was looked at.
        self.strengths: dict[Arc, Strength] = {}

    @property
    def people(self) -> set[int]:
        """Everybody who may be on a walk between the ends."""
        return set(self._arcs).union(*self._arcs.values())

    def ties(self, among: Iterable[Arc] | None = None) -> dict[Arc, float]:
        """Return the probability of these arcs as far as they count; of all that were looked at if none are given."""
        arcs = self.strengths if among is None else among
        return {arc: p for arc in arcs if (p := self.strengths[arc].p) > 0}

    def look(self, arcs: Iterable[Arc]) -> None:
        """Look at the ties of these arcs, both directions of each."""
        wanted = sorted({pair(a, b) for a, b in arcs if (a, b) not in self.strengths})
        for tie in load_ties(self._store, wanted):
            there, back = both_strengths(tie, self._as_of, self._inference)
            self.strengths[tie.a, tie.b], self.strengths[tie.b, tie.a] = there, back

    def look_at_all(self) -> None:
        """Look at every tie that may be on a walk between the ends."""
        self.look((self._ego, target) for target in self._entry.keys() & self._firsts)
        reached: Set[int] = self._entry.keys()
        for left in range(self._hops - 1, -1, -1):
            steps = self._steps(reached, left)
            self.look(steps)
            self.look((self._ego, u) for u, _ in steps if u in self._firsts)
            reached = {u for u, _ in steps}

    def look_at_best(self, search: Search, eager: float, count: int, least: float) -> set[Arc]:
        """Look at all ties that may stand on one of the best `count` ways, as far as these are worth `least`.

        Returns the arcs that may. Nobody is more willing than `eager`. While somebody who is barred might begin a way,
        all ways worth `least` are looked at: he is told of, too.
        """
        firsts, kept_out = self._firsts, set(search.barred) | set(search.busy)
        direct = {(self._ego, target) for target in self._entry.keys() & firsts}
        self.look(direct)
        if not (first := self._best_first(search)):
            return direct
        telling = bool(kept_out & firsts)
        step = MOST * eager  # what one more introducer leaves of a way at most
        best: dict[int, float] = {}
        taken: list[tuple[float, Arc]] = []

        def bar() -> float:
            return (least if telling else _nth(best.values(), count, least)) - _NOISE

        def hop(values: Mapping[int, float], left: int) -> dict[int, float]:
            """Look at the ties into those reached, `left` introducers to come; return what whoever has one is worth."""
            enough = bar() / (step ** (left + 1) * first)
            steps = self._steps((v for v, worth in values.items() if worth >= enough and v not in search.barred), left)
            self.look(steps)
            reached: dict[int, float] = {}
            for u, v in steps:
                worth = values[v] * self.strengths[u, v].p * search.willing[u]
                taken.append((worth, (u, v)))
                reached[u] = max(reached.get(u, 0.0), worth)
            return reached

        for length in range(2, self._hops + 1):  # shorter ways first: they set the bar for longer ones
            values: Mapping[int, float] = self._entry
            for left in range(length - 2, -1, -1):
                values = hop(values, left)
            enough = bar()
            heads = {(self._ego, u) for u, worth in values.items() if worth * first >= enough}
            self.look(heads)
            for ego, u in heads:
                found = values[u] * self.strengths[ego, u].p * search.rested[u]
                taken.append((found, (ego, u)))
                best[u] = max(best.get(u, 0.0), 0.0 if u in kept_out else found)
        enough = bar()
        return direct | {arc for worth, arc in taken if worth >= enough}

    def _best_first(self, search: Search) -> float:
        """Return what the first tie of a way is worth at most; they are looked at if the targets have more."""
        firsts = self._firsts - self._entry.keys()
        if len(firsts) > sum(len(self._arcs.get(target, ())) for target in self._entry):
            return MOST
        self.look((self._ego, u) for u in firsts)
        return max((self.strengths[self._ego, u].p * search.rested[u] for u in firsts), default=0.0)

    def count_ways(self, search: Search) -> int:
        """Return how many first introducers have a way at all; ties that do not surely count are looked at."""
        barred = set(search.barred)
        fresh, reached = set(self._entry), set[int]()
        for left in range(self._hops - 2, -1, -1):
            steps = self._steps(fresh - barred, left)
            self.look(arc for arc in steps if not self._is_sure(*arc))
            fresh = {u for u, v in steps if u not in reached and self._counts(u, v)}
            reached |= fresh
        firsts = reached.difference(barred, search.busy) & self._firsts
        self.look((self._ego, first) for first in firsts if not self._is_sure(self._ego, first))
        return sum(self._counts(self._ego, first) for first in firsts)

    @property
    def _firsts(self) -> Set[int]:
        return self._arcs.get(self._ego, {}).keys()

    def _steps(self, reached: Iterable[int], left: int) -> list[Arc]:
        """Return the arcs (u, v) into people reached backwards, from whom ego may be `left` + 1 steps away at most."""
        near, beyond = self._near, self._beyond
        return [
            (u, v)
            for v in reached
            for u in self._arcs.get(v, ())
            if near.get(u, beyond) <= left + 1 and u != self._ego and u not in self._entry
        ]

    def _is_sure(self, a: int, b: int) -> bool:
        return self._arcs.get(b, {}).get(a, False)

    def _counts(self, a: int, b: int) -> bool:
        return self._is_sure(a, b) or self.strengths[a, b].p > 0


def _nth(values: Iterable[float], count: int, least: float) -> float:
    """Return the value that the best `count` of several reach, `least` if they are fewer or lower."""
    from heapq import nlargest

    best = nlargest(count, values)
    return max(least, best[-1]) if len(best) == count else least


def _colleagues(
    store: Store, people: Set[int], among: Among, as_of: date, inference: Inference
) -> Iterator[tuple[int, int, bool]]:
    """Yield (person, colleague, whether that surely counts) of people whose shared time alone makes an arc.

    That is time at one employer that suffices to infer a tie; schools and larger places only add to other evidence.
    When all inferences are asked for, whoever was at one place at one time is a colleague.
    """
    if not people or inference is Inference.NONE:
        return
    everything = inference is Inference.ALL
    sql = _COLLEAGUES.format("1" if everything else _PLACES, "1" if among is None else _AMONG)
    for a, b, *fact in store.tuples(sql, {"people": json.dumps([*people]), "among": json.dumps([*(among or ())])}):
        mine, theirs = stints_of(fact, a, b)
        if everything or infers_alone(mine, theirs, as_of):
            yield a, b, not everything


#: Employers so small that time there may suffice, the larger of them for people of one team or site.
_PLACES = f"""a.kind <> 'study' AND (org.headcount <= {STAFF_ALONE} OR (a.team <> '' OR a.site <> '')
AND coalesce(org.headcount, {ON_FILE}) <= {STAFF_CLOSE})"""
#: Dates are partial, so only their years are compared here: `2021-01` is not after `2021`.
_COLLEAGUES = f"""SELECT mine.value AS a, b.person_id AS b, {STINT} FROM json_each(:people) AS mine
CROSS JOIN position AS a ON a.person_id = mine.value AND a.start_on IS NOT NULL
CROSS JOIN org ON org.id = a.org_id AND {{}}
CROSS JOIN position AS b ON b.org_id = org.id AND b.person_id <> mine.value AND (a.kind = 'study') = (b.kind = 'study')
WHERE substr(b.start_on, 1, 4) <= coalesce(a.end_on, '9999')
AND substr(a.start_on, 1, 4) <= coalesce(b.end_on, '9999') AND {{}}"""
_AMONG = "+b.person_id IN (SELECT value FROM json_each(:among))"
