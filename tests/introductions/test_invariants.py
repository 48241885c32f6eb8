"""The laws of introductions on random networks, through storage: every answer is that of trying everything.

Numbers are those of the list of invariants. On plain graphs and single ties some are proved elsewhere: 11 (how willing
and how tired) in tests/test_asking.py; 12 (the cheapest set of ways apart, by brute force)
and 14 (for the last arcs) in tests/test_graph.py; 4, 6, 7 and 13 for single ties in tests/test_scoring.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta

import networkx as nx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from netcli.dates import last_day
from netcli.domain.evidence import load_ties
from netcli.results_path import Hop, PathAnswer
from netcli.results_path import Path as Way
from netcli.scoring import Inference, band, tie_strength
from netcli.storage import Store, open_writer
from tests.introductions._model import Model, Pair, targeted
from tests.introductions._random import (
    FEW,
    PEOPLE,
    ROW,
    TODAY,
    Day,
    Fact,
    Intro,
    Job,
    Met,
    Network,
    Question,
    Row,
    Said,
    ask,
    every_way,
    networks,
    questions,
    template,
    written,
)

SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ALL_PAIRS = [(a, b) for a in PEOPLE for b in PEOPLE if a < b]
NOISE = 1e-12
GUESSES, CONTACTS = {"employer", "school", "together", "comail"}, {"meeting", "call", "message", "mail", "event"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An open file of nine people for many networks."""
    with open_writer(template(tmp_path_factory.mktemp("laws") / "t.db")) as store:
        yield store


def answers(store: Store, network: Network, *asked: Question) -> list[PathAnswer]:
    """Return the answers to questions on a network."""
    with written(store, network):
        return [ask(store, question) for question in asked]


def all_ties(store: Store, as_of: date, mode: Inference = Inference.SOME) -> dict[tuple[int, int], float]:
    """Return the strength of every pair in both directions, by what is in the file."""
    return {
        (a, b): tie_strength(tie, a, as_of, mode).p
        for tie in load_ties(store, ALL_PAIRS)
        for a, b in ((tie.a, tie.b), (tie.b, tie.a))
    }


def best(answer: PathAnswer) -> float:
    """Return the best score of an answer, 0 without a way."""
    return answer.paths[0].score if answer.paths else 0.0


# 1-3: the answer, number by number


@SOME
@given(networks(), questions())
def test_every_tie_is_that_of_the_rows(file: Store, network: Network, question: Question) -> None:
    """1: what is read from the tables gives each pair, in both directions, what its rows give by the formulas."""
    with written(file, network):
        found = all_ties(file, question.as_of, question.inference)

    for (a, b), p in found.items():
        pair = Pair(network, a, b, question.as_of)
        pair.is_tied = True
        assert p == pytest.approx(pair.p(question.inference), abs=NOISE), (a, b)


@settings(SOME, max_examples=80)
@given(networks(), questions())
def test_the_answer_is_that_of_trying_everything(file: Store, network: Network, question: Question) -> None:
    """2, 3, 5, 9: of all ties and all simple paths, barred people and filters minded, the best of each introducer."""
    model = targeted(network, question)

    (answer,) = answers(file, network, question)

    worth = {person: score for person, score in model.best.items() if score >= 0.01} or model.best
    listed = sorted((model.best if question.all_ways else worth).values(), reverse=True)
    assert [path.score for path in answer.paths] == pytest.approx(
        listed if question.all_ways else listed[: question.count]
    )
    assert len(answer.paths) + answer.hidden == len(model.best)
    assert {told.person.id: told.reason for told in answer.excluded} == model.excluded
    assert len({path.introducer.id for path in answer.paths}) == len(answer.paths)
    for path in answer.paths:
        assert path.score == pytest.approx(model.best[path.introducer.id])
    known = [
        model.ties[question.ego, end] * worth for end, worth in model.entry.items() if (question.ego, end) in model.ties
    ]
    assert (answer.direct is not None) == bool(known)
    if answer.direct:
        assert answer.direct.tie * (answer.direct.entry or 1.0) == pytest.approx(max(known))


@SOME
@given(networks(), questions(), st.booleans())
def test_every_number_is_made_of_those_printed_with_it(
    file: Store, network: Network, question: Question, apart: bool
) -> None:
    """1: a score is the product of its factors, each factor that of the rows, each tie that of its evidence."""
    if apart:
        question = question._replace(independent=True, via=None, hops=8)
    model = targeted(network, question)

    (answer,) = answers(file, network, question)

    for path in answer.paths:
        factors = [f for hop in path.hops for f in (hop.tie, hop.willing, hop.fatigue) if f is not None]
        assert path.score == pytest.approx(math.prod(factors) * (path.entry or 1.0), abs=1e-9)
        assert path.band == band(path.score)
        lowest = min(hop.tie for hop in path.hops)
        assert (path.weakest is None) == (lowest >= 0.3)
        assert path.weakest is None or path.hops[path.weakest].tie == lowest
        assert path.entry == (model.entry[path.hops[-1].to.id] if question.company else None)
        for at, hop in enumerate(path.hops):
            hold_factors(hop, model, first=at == 0)
            assert hop.tie == pytest.approx(tie_of_evidence(hop), abs=NOISE)
    hold_any_succeeds(answer)


def hold_factors(hop: Hop, model: Model, *, first: bool) -> None:
    """Hold tie, willingness and fatigue of a hop to the rows; each stands where it belongs."""
    assert hop.tie == pytest.approx(model.ties[hop.from_.id, hop.to.id], abs=NOISE)
    assert hop.willing == (None if first else pytest.approx(model.willing(hop.from_.id), abs=NOISE))
    assert hop.fatigue == (pytest.approx(model.rested(hop.to.id), abs=NOISE) if first else None)


def tie_of_evidence(hop: Hop) -> float:
    """Return the tie that the values of its evidence make."""
    values = [(why.kind, why.value or 0.0) for why in hop.evidence]
    total = math.fsum(value for kind, value in values if kind in CONTACTS)
    dec = max((value for kind, value in values if kind not in CONTACTS | GUESSES), default=0.0)
    confirmed = 1 - (1 - dec) * (1 - total / (total + 1))
    inferred = 1 - math.prod(1 - value for kind, value in values if kind in GUESSES)
    assert hop.inferred == (inferred > confirmed)
    return min(0.95, max(confirmed, inferred))


def hold_any_succeeds(answer: PathAnswer) -> None:
    """Hold the chance that one of several ways works to the ways; it is at least that of the best of them."""
    people = [hop.to.id for path in answer.paths for hop in path.hops[:-1]]
    if len(answer.paths) < 2 or len(set(people)) < len(people):
        assert answer.any_succeeds is None
    else:
        assert answer.any_succeeds == pytest.approx(1 - math.prod(1 - path.score for path in answer.paths))
        assert answer.any_succeeds is not None
        assert answer.any_succeeds >= best(answer)


@SOME
@given(networks(), questions())
def test_ways_are_paths_best_first_and_the_best_few_begin_the_best_more(
    file: Store, network: Network, question: Question
) -> None:
    """2, 3: simple, from ego to the end, in the order of cost, hops, first tie and number; k is the start of k + 1."""
    model = targeted(network, question)
    more = question._replace(count=question.count + 1, all_ways=False)

    few, some, everything = answers(
        file, network, more._replace(count=question.count), more, question._replace(all_ways=True)
    )

    assert [untold(path) for path in some.paths[: question.count]] == [untold(path) for path in few.paths]
    assert [untold(path) for path in everything.paths[: len(some.paths)]] == [untold(path) for path in some.paths]
    assert len(few.paths) + few.hidden == len(some.paths) + some.hidden == len(everything.paths)
    assert everything.hidden == 0
    places = [place(path) for path in everything.paths]
    assert places == sorted(places)
    for path in everything.paths:
        people = through(path)
        assert people[0] == question.ego
        assert people[-1] in model.entry
        assert len(set(people)) == len(people)
        assert 2 <= len(path.hops) <= question.hops
        assert model.is_open(people)
        assert question.via in (None, *people[1:-1])
        assert not set(people[1:-1]) & (question.avoid | network.spared | network.dead | network.gone)


LEVELS = st.lists(st.sampled_from([None, None, 1, 2, 3, 4, 6, 6]), min_size=len(ALL_PAIRS), max_size=len(ALL_PAIRS))
EAGER = st.sampled_from([(), (), ("made",) * 9, ("made",) * 9])


@settings(SOME, max_examples=150)
@given(LEVELS, st.sampled_from([4, 5, 6, 3]), st.integers(1, 3), EAGER, FEW)
def test_of_many_ways_the_few_best_are_found_without_looking_at_all(
    file: Store, levels: list[int | None], hops: int, count: int, ends: tuple[str, ...], spared: frozenset[int]
) -> None:
    """3: where most people know each other, the best k of a search that leaves out the hopeless are those of all."""
    on = "2026-02-24"
    known = [(a, b, level) for (a, b), level in zip(ALL_PAIRS, levels, strict=True) if level]
    said = [Said(a, b, min(level, 5), on) for a, b, level in known]
    often = [Day(a, b, on, "meeting", 99) for a, b, level in known if level > 5]  # as strong as a tie can be
    asks = [Intro(3, 5, 4, (("asked", "requester", on), (end, "introducer", on))) for end in ends]
    question = Question(hops=hops, count=count)

    few, everything = answers(file, Network((*said, *often, *asks), spared), question, question._replace(all_ways=True))

    worth = [path for path in everything.paths if path.score >= 0.01] or everything.paths
    assert [untold(path) for path in few.paths] == [untold(path) for path in worth[:count]]
    assert len(few.paths) + few.hidden == len(everything.paths)
    assert few.excluded == everything.excluded


def untold(path: Way) -> tuple[object, ...]:
    """Return a way as it is compared."""
    return through(path), path.score


def through(path: Way) -> tuple[int, ...]:
    """Return the people of a way."""
    return path.hops[0].from_.id, *(hop.to.id for hop in path.hops)


def place(path: Way) -> tuple[float, int, float, int]:
    """Return what decides the order of a way."""
    return round(-math.log(path.score), 9), len(path.hops), -path.hops[0].tie, path.introducer.id


@SOME
@given(networks(), questions())
def test_the_best_way_without_a_limit_is_dijkstras(file: Store, network: Network, question: Question) -> None:
    """3: rank 1 with as many hops as people, nobody barred, is the shortest path without the arc to the target."""
    ego = question.ego
    free = Question(to=9, ego=ego, as_of=question.as_of, hops=8, inference=question.inference, allow_busy=True)
    network = network._replace(spared=frozenset(), dead=frozenset())
    model = targeted(network, free)
    graph = nx.DiGraph()
    graph.add_nodes_from([ego, 9])
    for (a, b), p in model.ties.items():
        if (a, b) != (ego, 9) and b != ego and a != 9:
            q = 1.0 if a == ego else model.willing(a)
            graph.add_edge(a, b, cost=-math.log(p * q * (model.rested(b) if a == ego else 1.0)))

    (answer,) = answers(file, network, free)

    try:
        cost, _ = nx.bidirectional_dijkstra(graph, ego, 9, weight="cost")
    except nx.NetworkXNoPath:
        cost = math.inf
    assert best(answer) == pytest.approx(math.exp(-cost))


# 4-7: more evidence, filters, time


@SOME
@given(networks(), st.lists(ROW, min_size=1, max_size=3), questions(), st.integers(1, 5))
def test_more_evidence_lowers_no_score(
    file: Store, network: Network, rows: list[Row], question: Question, level: int
) -> None:
    """4: a book, contact, mail or position, or a newer statement as high as what was there, takes nothing away."""
    model = targeted(network, question)
    fresh = [row if not isinstance(row, Said) else at_least(network, row, level) for row in rows]
    assume(len({frozenset((row.a, row.b)) for row in fresh if isinstance(row, Said)}) <= 1)
    if question.company:  # a position there makes a new insider, who introduces nobody any more
        fresh = [row for row in fresh if not isinstance(row, Job) or row.org != question.to]
    with written(file, network):
        before = every_way(file, question)
    with written(file, network.plus(*fresh)):
        after = every_way(file, question)

    assert all(after.get(person, 0.0) >= score - NOISE for person, score in before.items())
    assert model.best == pytest.approx(before)


def at_least(network: Network, row: Said, level: int) -> Said:
    """Return a statement of the last day, as high as all that was stated or assumed of the pair."""
    both = {row.a, row.b}
    here = [r for r in network.rows if isinstance(r, Said | Fact) and {r.a, r.b} == both]
    assumed = {"linkedin": 2, "related": 2}
    levels = [r.level if r.level is not None else assumed.get(r.kind, 1) for r in here]
    return row._replace(level=max([level, 2, *levels]), on="2026-12-31" if level == 1 else "2026-03-02", teller=None)


@SOME
@given(networks(), questions(), st.integers(2, 8))
def test_a_tighter_filter_raises_nothing(file: Store, network: Network, question: Question, person: int) -> None:
    """5: fewer hops, confirmed ties only, somebody avoided or a group; faint guesses and the busy never lower."""
    targeted(network, question)
    question = question._replace(all_ways=True)
    others = question.among if question.among is not None else frozenset(PEOPLE)
    tighter = [
        question._replace(hops=max(1, question.hops - 1)),
        question._replace(avoid=question.avoid | {person}),
        question._replace(among=others & network.group),
        question._replace(inference=Inference.NONE),
        question._replace(via=person) if question.via is None else question,
    ]
    looser = [question._replace(allow_busy=True), question._replace(inference=Inference.ALL)]

    now, *found = answers(file, network, question, *tighter, *looser)

    scores = {path.introducer.id: path.score for path in now.paths}
    for answer in found[: len(tighter)]:
        assert all(path.score <= scores.get(path.introducer.id, 0.0) + NOISE for path in answer.paths)
    for answer in found[len(tighter) :]:
        more = {path.introducer.id: path.score for path in answer.paths}
        assert all(more.get(introducer, 0.0) >= score - NOISE for introducer, score in scores.items())


@SOME
@given(networks(asks=0), st.sampled_from(Inference), st.integers(0, 900), st.integers(0, 900))
def test_time_alone_raises_no_tie(file: Store, network: Network, mode: Inference, soon: int, later: int) -> None:
    """6: over days without rows every tie fades or stays, but for two people still at one place."""
    dates = [on for row in network.rows for on in dates_of(row)]
    near = max([TODAY, *map(last_day, dates)]) + timedelta(soon)
    with written(file, network):
        now, then = (all_ties(file, day, mode) for day in (near, near + timedelta(later)))

    jobs = [row for row in network.rows if isinstance(row, Job) and row.current]
    still = {(one.person, other.person) for one in jobs for other in jobs if one.org == other.org}
    assert all(p <= now[arc] + NOISE for arc, p in then.items() if arc not in still)


def dates_of(row: Row) -> list[str]:
    """Return the dates in a row."""
    if isinstance(row, Job):
        return [on for on in (row.start, row.end) if on]
    return [on for _, _, on in row.steps] if isinstance(row, Intro) else [row.on]


@SOME
@given(networks(), questions(), st.sampled_from([date(2021, 1, 31), date(2025, 9, 1), date(2026, 2, 10), TODAY]))
def test_as_of_a_day_is_a_file_of_the_rows_up_to_it(
    file: Store, network: Network, question: Question, day: date
) -> None:
    """7: what came later changes nothing: no way, number, order, word, nor who is left out."""
    question = question._replace(as_of=day)
    targeted(network, question)
    then = network._replace(rows=tuple(row for found in network.rows if (row := as_known(found, day)) is not None))

    (now,), (before,) = answers(file, network, question), answers(file, then, question)

    assert now._replace(ask=(), headline=None) == before._replace(ask=(), headline=None)


def as_known(row: Row, day: date) -> Row | None:
    """Return a row as it was known on a day; whoever will leave is still there."""
    if isinstance(row, Job):
        if row.start and last_day(row.start) > day:
            return None
        return row._replace(end=None, current=True) if row.end and last_day(row.end) > day else row
    if isinstance(row, Intro):
        steps = tuple(step for step in row.steps if last_day(step[2]) <= day)
        return row._replace(steps=steps) if steps else None
    return row if last_day(row.on) <= day else None


@SOME
@given(networks(), st.lists(ROW, max_size=8), questions(), st.integers(2, 8))
def test_removed_people_change_nothing(
    file: Store, network: Network, rows: list[Row], question: Question, gone: int
) -> None:
    """7: what names somebody who was removed, on his ties and positions, is as if it were not there."""
    assume(gone not in (question.via, question.ego) and (question.company or question.to != gone))
    without = network._replace(rows=tuple(row for row in network.rows if not names(row, gone)))
    extra = [row for row in rows if names(row, gone) and not isinstance(row, Met) and getattr(row, "teller", 0) != gone]
    told = without.plus(*extra)._replace(gone=network.gone | {gone})
    targeted(without, question)

    (now,), (before,) = answers(file, told, question), answers(file, without, question)

    assert now._replace(ask=()) == before._replace(ask=())


def names(row: Row, person: int) -> bool:
    """Tell whether a row names somebody."""
    if isinstance(row, Job):
        return row.person == person
    if isinstance(row, Met):
        return person in row.people
    return person in (row[:3] if isinstance(row, Intro) else (row.a, row.b, getattr(row, "teller", None)))
