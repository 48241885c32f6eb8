"""The model of ties and ways written a second time, straight from the rows and from docs/scores.md, to test against.

Every tie is worked out and every simple path is tried: nothing of the program is used but the last day of a date.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import pairwise

import networkx as nx
from hypothesis import assume

from netcli.dates import last_day
from netcli.scoring import Inference
from tests.introductions._random import ME, ORGS, PEOPLE, Day, Fact, Intro, Job, Met, Network, Question, Said

STRENGTH = (0.0, 0.10, 0.25, 0.45, 0.65, 0.85)
ASSUMED = {"book": (1, 1.0), "linkedin": (2, 1.0), "known-by": (1, 0.9), "related": (2, 0.9), "met": (2, 1.0)}


def age(on: str, as_of: date) -> int:
    """Return the days since a partial date."""
    return max(0, (as_of - last_day(on)).days)


def weight(channel: str, size: int) -> float:
    """Return c of a contact that is no counted mail."""
    if channel == "event":
        return 0.15
    if channel in ("message", "mail"):
        return 0.3 if size <= 4 else 0.1
    if channel != "meeting" and size <= 4:
        return 0.8
    return 1.0 if size == 2 else 0.5 if size <= 8 else 0.15


class Pair:
    """What the rows say of two people on a day."""

    def __init__(self, network: Network, a: int, b: int, as_of: date) -> None:
        self.a, self.b, self.as_of = a, b, as_of
        both = {a, b}

        def is_known(on: str) -> bool:
            return last_day(on) <= as_of

        rows = network.rows
        said = [r for r in rows if isinstance(r, Said) and {r.a, r.b} == both]
        self.said = sorted((r for r in said if is_known(r.on)), key=lambda r: last_day(r.on))
        facts = [r for r in rows if isinstance(r, Fact) and {r.a, r.b} == both]
        met = [
            Fact(a, b, "met", on)
            for r in rows
            if isinstance(r, Intro) and {r.requester, r.target} == both
            for step, _, on in r.steps
            if step == "met"
        ]
        self.facts = [r for r in (*facts, *met) if is_known(r.on)]
        mets = [r for r in rows if isinstance(r, Met) and both <= set(r.people)]
        days = [r for r in rows if isinstance(r, Day) and {r.a, r.b} == both]
        self.mets, self.days = [r for r in mets if is_known(r.on)], [r for r in days if is_known(r.on)]
        #: A row of the table of ties: what makes an arc even where it is not yet known of.
        self.is_tied = bool(said or facts or met or days) or any(ME in both or len(r.people) <= 8 for r in mets)
        self.jobs = [[r for r in rows if isinstance(r, Job) and r.person == person] for person in (a, b)]

    def activity(self) -> tuple[float, list[str]]:
        """Return A, and the dates of the contacts in it."""
        noes = [last_day(r.on) for r in self.said if r.level == 0]
        contacts: list[Met | Day] = [*self.mets, *self.days]
        seen = [r for r in contacts if not noes or last_day(r.on) > max(noes)]
        writers = {r.a for r in seen if isinstance(r, Day) and r.channel == "mail"}
        shares, dates = [], []
        for r in seen:
            if isinstance(r, Day):
                c = (0.3 if len(writers) == 2 else 0.1) if r.channel == "mail" else weight(r.channel, 2)
                c *= 0.0 if r.channel in ("together", "comail") else 0.9 * r.count
            else:
                knows = ME in (self.a, self.b) or len(r.people) <= 4
                c = weight(r.channel, len(r.people)) * (0.9 if r.imported else 1.0) * knows
            if c:
                shares.append(c * (1 + age(r.on, self.as_of)) ** -0.5)
                dates.append(r.on)
        return math.fsum(shares), dates

    def level(self, contacts: Iterable[str]) -> tuple[float, bool]:
        """Return dec, what is stated or assumed in the direction a -> b, and whether a "no" stands."""
        standing: Said | None = None
        for r in self.said:
            if (r.a == self.a or r.both) and not (standing and r.teller and not standing.teller):
                standing = r
        family = any(r.family for r in self.said) or any(r.family for r in self.facts)
        given = [(standing.level, 0.6 if standing.teller else 1.0, standing.on)] if standing else []
        for fact in self.facts:
            level, trust = ASSUMED[fact.kind]
            level = fact.level or level
            given.append((min(level, standing.level) if standing else level, trust, fact.on))
        last = [age(on, self.as_of) for on in contacts]
        best = 0.0
        for level, trust, on in given:
            years = min([age(on, self.as_of), *last]) / 365
            best = max(best, trust * STRENGTH[level] * (1.0 if family else 0.5 + 0.5 * (1 + years) ** -0.5))
        return best, standing is not None and standing.level == 0

    def guesses(self) -> dict[str, float]:
        """Return what each class of inference gives."""
        together, comail = 1.0, 0
        contacts: list[Met | Day] = [*self.mets, *self.days]
        for r in contacts:
            years = age(r.on, self.as_of) / 365
            if isinstance(r, Met):
                if 5 <= len(r.people) <= 8 and ME not in (self.a, self.b):
                    together *= 1 - 0.15 * (1 + years / 5) ** -0.5
            elif r.channel == "together":
                together *= (1 - 0.15 * (1 + years / 5) ** -0.5) ** r.count
            elif r.channel == "comail":
                comail += r.count
        found = {"together": min(0.5, 1 - together), "comail": min(0.15, 1 - 0.95**comail)}
        for one in self.jobs[0]:
            for other in self.jobs[1]:
                kind, value = self._overlap(one, other)
                found[kind] = max(found.get(kind, 0.0), value)
        return found

    def _overlap(self, one: Job, other: Job) -> tuple[str, float]:
        spans = [self._span(one), self._span(other)]
        study = "study" in (one.kind, other.kind)
        if one.org != other.org or None in spans or study != (one.kind == other.kind == "study"):
            return "employer", 0.0
        since = max(span[0] for span in spans if span)
        ends = [span[1] for span in spans if span and span[1] is not None]
        until = min(ends, default=self.as_of.year * 12 + self.as_of.month - 1)
        months = until - since
        if months <= 0:
            return "employer", 0.0
        if study:
            return "school", 0.15 if one.title and one.title == other.title and months >= 12 else 0.03
        gap = max(0, (self.as_of - date(until // 12, until % 12 + 1, 1)).days) / 365 if ends else 0.0
        staff = ORGS[one.org][1] or 500
        value = 0.5 * (1 - 2 ** (-months / 12)) * min(1, math.sqrt(50 / staff)) * (1 + gap / 5) ** -0.5
        close = any(mine and mine == theirs for mine, theirs in ((one.team, other.team), (one.site, other.site)))
        return "employer", min(0.8, 1.6 * value) if close else value

    def _span(self, job: Job) -> tuple[int, int | None] | None:
        """Return the first month, and the month after the last one if he has left."""
        if job.start is None or last_day(job.start) > self.as_of:
            return None
        start = int(job.start[:4]) * 12 + int(job.start[5:7] or 12) - 1
        if job.end is None:
            return (start, None) if job.current else None
        if last_day(job.end) > self.as_of:
            return start, None
        return start, int(job.end[:4]) * 12 + int(job.end[5:7] or 1)

    def p(self, mode: Inference) -> float:
        """Return the probability that a request of a moves b."""
        total, contacts = self.activity()
        dec, refused = self.level(contacts)
        confirmed = 1 - (1 - dec) * (1 - total / (total + 1))
        guesses = self.guesses()
        inferred = 1 - math.prod(1 - value for value in guesses.values())
        if refused or mode is Inference.NONE or (inferred < 0.2 and mode is Inference.SOME):
            inferred = 0.0
        if not self.is_tied and mode is Inference.SOME and guesses.get("employer", 0.0) < 0.2:
            return 0.0
        return min(0.95, max(confirmed, inferred))


class Model:
    """A question on a network, answered by trying everything."""

    def __init__(self, network: Network, question: Question) -> None:
        self.network, self.question = network, question

    @cached_property
    def ties(self) -> dict[tuple[int, int], float]:
        """The probability of every arc, removed people left out."""
        there = [person for person in PEOPLE if person not in self.network.gone]
        pairs = ((a, b) for a in there for b in there if a != b)
        found = {(a, b): Pair(self.network, a, b, self.question.as_of).p(self.question.inference) for a, b in pairs}
        return {arc: p for arc, p in found.items() if p > 0}

    @cached_property
    def entry(self) -> dict[int, float]:
        """What reaching each target is worth."""
        if not self.question.company:
            return {self.question.to: 1.0}
        found: dict[int, float] = {}
        for r in self.network.rows:
            if isinstance(r, Job) and r.org == self.question.to:
                found[r.person] = max(self._worth(r), found.get(r.person, 0.0))
        away = {ME, self.question.ego} | self.network.gone | self.network.dead
        return {person: worth for person, worth in found.items() if worth and person not in away}

    def _worth(self, job: Job) -> float:
        as_of = self.question.as_of
        if job.start and last_day(job.start) > as_of:
            return 0.0
        if job.end and last_day(job.end) <= as_of:
            years = age(job.end, as_of) / 365
            return 0.7 if years < 1 else 0.5 if years < 3 else 0.3
        return 1.0 if job.current or job.end else 0.3

    def _asks(self, introducer: int) -> Iterator[tuple[Intro, str, int, tuple[str, str, int]]]:
        """Yield (ask, day it was asked, its age, last step with whose and its age) of those that exist."""
        as_of = self.question.as_of
        for r in self.network.rows:
            if isinstance(r, Intro) and r.introducer == introducer:
                known = [step for step in r.steps if last_day(step[2]) <= as_of]
                if known:
                    name, by, on = known[-1]
                    yield r, known[0][2], age(known[0][2], as_of), (name, by, age(on, as_of))

    def willing(self, introducer: int) -> float:
        """Return q."""
        ok = n = 0.0
        for _, _, days, (name, by, _) in self._asks(introducer):
            good = name in ("made", "met")
            if good or (name == "declined" and by == "introducer") or (name == "asked" and days > 21):
                n += 2 ** (-days / 730)
                ok += good * 2 ** (-days / 730)
        return (3 + ok) / (5 + n)

    def rested(self, introducer: int) -> float:
        """Return phi."""
        mine = (days for r, _, days, _ in self._asks(introducer) if r.requester == self.question.ego)
        return 1 / (1 + 0.5 * math.fsum(2 ** (-days / 60) for days in mine))

    def reason(self, person: int) -> str | None:
        """Return why somebody introduces nobody, the question's own reason first."""
        question, network = self.question, self.network
        if person == question.ego or person in self.entry:
            return None
        reasons = {
            "avoided": person in question.avoid,
            "not-in-group": question.among is not None and person not in question.among,
            "do-not-ask": person in network.spared,
            "deceased": person in network.dead,
        }
        mine = [] if question.allow_busy else [a for a in self._asks(person) if a[0].requester == question.ego]
        reasons["declined-before"] = any(
            r.target in self.entry and (name, by) == ("declined", "introducer") and days < 365
            for r, _, _, (name, by, days) in mine
        )
        reasons["ask-pending"] = any(name == "asked" and days < 14 for _, _, days, (name, _, _) in mine)
        return next((reason for reason, holds in reasons.items() if holds), None)

    def score(self, people: tuple[int, ...]) -> float:
        """Return the product of a path's ties, of q of all who introduce, of phi of the first, and of the entry."""
        ties = math.prod(self.ties[arc] for arc in pairwise(people))
        middle = people[1:-1]
        return ties * math.prod(map(self.willing, middle)) * self.rested(middle[0]) * self.entry[people[-1]]

    @cached_property
    def paths(self) -> list[tuple[float, tuple[int, ...]]]:
        """Every simple path of 2..hops arcs, bars not minded: (score, people)."""
        graph, ego = nx.DiGraph(list(self.ties)), self.question.ego
        found = []
        for target in self.entry:
            if ego in graph and target in graph:
                paths = map(tuple, nx.all_simple_paths(graph, ego, target, cutoff=self.question.hops))
                found += [(self.score(p), p) for p in paths if p[1:-1] and not set(p[1:-1]) & self.entry.keys()]
        return found

    @cached_property
    def bars(self) -> dict[int, str]:
        """Who introduces nobody, with the reason."""
        return {person: why for person in PEOPLE if (why := self.reason(person))}

    def is_open(self, people: tuple[int, ...]) -> bool:
        """Tell whether nobody on a path is barred; an open ask bars the first introducer only."""
        barred = {person for person, why in self.bars.items() if why != "ask-pending"}
        return people[1] not in self.bars and not set(people[1:-1]) & barred

    @cached_property
    def best(self) -> dict[int, float]:
        """The best score of each first introducer, through `via` if the question names somebody."""
        found: dict[int, float] = {}
        for score, people in self.paths:
            if self.is_open(people) and self.question.via in (None, *people[1:-1]):
                found[people[1]] = max(score, found.get(people[1], 0.0))
        return found

    @cached_property
    def excluded(self) -> dict[int, str]:
        """Who would have begun a way of 0.01 but for his own bar, with the reason; the dead go unmentioned."""
        barred = {person for person, why in self.bars.items() if why != "ask-pending"}
        return {
            people[1]: self.bars[people[1]]
            for score, people in self.paths
            if score >= 0.01 and self.bars.get(people[1], "deceased") != "deceased" and not set(people[2:-1]) & barred
        }


def targeted(network: Network, question: Question) -> Model:
    """Return the model of a question that can be asked: there is somebody to reach, and neither end was removed."""
    model = Model(network, question)
    assume(question.ego not in network.gone and model.entry and not network.gone & model.entry.keys())
    return model
