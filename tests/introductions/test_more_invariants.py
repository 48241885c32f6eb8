"""The laws of common acquaintances, companies, merges, willingness, ways apart and refusals, through storage."""

from __future__ import annotations

import math
import pathlib
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from netcli.asking import Asked, Ledger, Step
from netcli.dates import last_day
from netcli.domain.merge import merge_people
from netcli.domain.mutual import mutual_of
from netcli.domain.operation import undo
from netcli.domain.path import PathQuestion
from netcli.domain.ref import refs
from netcli.domain.target import set_target
from netcli.errors import ConflictError
from netcli.graph import Search, intro_paths
from netcli.results_path import MutualAnswer, Path
from netcli.scoring import Inference
from netcli.storage import Store, open_writer
from tests.introductions._model import Model, Pair, targeted
from tests.introductions._random import (
    AT,
    KNOWN,
    ME,
    ORGS,
    PEOPLE,
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
    write,
    written,
)

SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOISE = 1e-12
MODES = st.sampled_from([Inference.SOME, Inference.SOME, Inference.ALL, Inference.NONE])


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An open file of nine people for many networks."""
    with open_writer(template(tmp_path_factory.mktemp("laws") / "t.db")) as store:
        yield store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A folder with a file of nine people, to be copied."""
    path = tmp_path_factory.mktemp("kept")
    template(path / "nine.db")
    return path


# 8: whom two people both know


def common(store: Store, a: int, b: int, mode: Inference) -> MutualAnswer:
    """Return whom two people both know."""
    (other,) = refs(store, [b])
    return mutual_of(store, other, PathQuestion(a, set_target(other.name, [b]), TODAY, inference=mode))


@SOME
@given(networks(), KNOWN, MODES)
def test_common_acquaintances_are_the_ways_of_two_ties(
    file: Store, network: Network, ends: tuple[int, int], mode: Inference
) -> None:
    """8: all tied to both, at p x q x p: the ways in two hops before bars and asks; both ways alike unless one-way."""
    a, b = ends
    even = network._replace(rows=tuple(r._replace(both=True) if isinstance(r, Said) else r for r in network.rows))
    assume(not network.gone & {a, b})
    model = Model(network, Question(to=b, ego=a, hops=2, inference=mode))
    with written(file, network):
        found = common(file, a, b, mode)
    with written(file, even):
        there, back = common(file, a, b, mode), common(file, b, a, mode)

    wanted = {
        path[1]: model.ties[a, path[1]] * model.willing(path[1]) * model.ties[path[1], b] for _, path in model.paths
    }
    assert found.me_too == (wanted.pop(ME, None) is not None)
    assert {told.person.id: told.score for told in found.mutual} == pytest.approx(wanted)
    assert [(-round(told.score, 9), told.person.id) for told in found.mutual] == sorted(
        (-round(told.score, 9), told.person.id) for told in found.mutual
    )
    assert found.count == len(found.mutual)
    assert all(told.score == told.tie_a * told.willing * told.tie_b for told in found.mutual)
    assert {told.person.id for told in there.mutual} == {told.person.id for told in back.mutual}
    assert {(m.person.id, m.tie_a, m.tie_b) for m in there.mutual} == {
        (m.person.id, m.tie_b, m.tie_a) for m in back.mutual
    }


# 9: organisations


@SOME
@given(networks(), st.sampled_from(sorted(ORGS)), st.integers(2, 5))
def test_the_best_way_into_a_company_is_that_to_its_best_insider(
    file: Store, network: Network, org: int, hops: int
) -> None:
    """9: max over insiders of what each is worth times the best score to him, insiders introducing nobody."""
    question = Question(to=org, company=True, hops=hops, allow_busy=True)
    model = targeted(network, question)
    with written(file, network):
        answer = ask(file, question)
        single = [
            (worth, ask(file, Question(insider, hops=hops, allow_busy=True, avoid=frozenset(model.entry) - {insider})))
            for insider, worth in model.entry.items()
        ]

    best = max((worth * found.paths[0].score for worth, found in single if found.paths), default=0.0)
    assert (answer.paths[0].score if answer.paths else 0.0) == pytest.approx(best)
    known = [(worth * found.direct.tie) for worth, found in single if found.direct]
    assert (answer.direct.tie * (answer.direct.entry or 0.0) if answer.direct else 0.0) == pytest.approx(
        max(known, default=0.0)
    )
    assert answer.direct is None or answer.direct.more == len(known) - 1


# 10: names, order of rows, rows told twice, merges, undo


@SOME
@given(networks(), questions(), st.integers(0, 2**16))
def test_names_and_the_order_of_rows_decide_nothing(
    file: Store, network: Network, question: Question, seed: int
) -> None:
    """10: rows in another order, but for statements of one day, and people of other names: the same ways."""
    targeted(network, question)
    rows = list(network.rows)
    Random(seed).shuffle(rows)
    said = iter([row for row in network.rows if isinstance(row, Said)])
    shuffled = network._replace(rows=tuple(next(said) if isinstance(row, Said) else row for row in rows))
    with written(file, network):
        before = ask(file, question)
    with written(file, shuffled):
        for person in PEOPLE[1:]:
            name = f"q{(person * 5 + seed) % 11}-{person}"
            file.update("person", person, name=name, handle=name)
        after = ask(file, question)

    assert [through(path) for path in after.paths] == [through(path) for path in before.paths]
    assert [path.score for path in after.paths] == pytest.approx([path.score for path in before.paths])
    assert (after.hidden, {e.person.id: e.reason for e in after.excluded}) == (
        before.hidden,
        {e.person.id: e.reason for e in before.excluded},
    )


def through(path: Path) -> tuple[int, ...]:
    """Return the people of a way."""
    return tuple(hop.to.id for hop in path.hops)


TWINS = st.sampled_from([(2, 3), (3, 2), (4, 5), (5, 6), (8, 7), (2, 5), (6, 2)])


@SOME
@given(networks(asks=0), TWINS, st.sampled_from(Inference), st.integers(1, 4))
def test_merging_two_records_of_one_person_lowers_no_score(
    file: Store, network: Network, twins: tuple[int, int], mode: Inference, hops: int
) -> None:
    """10: two who were never told apart, and of whom no two statements meet: everybody else is as near or nearer."""
    network = network._replace(spared=frozenset(), dead=frozenset(), gone=frozenset())
    network = network._replace(rows=tuple(row for row in network.rows if can_be_one(row, *twins)))
    assume(not meeting_statements(network, *twins))
    others = [person for person in PEOPLE if person not in (ME, *twins)]
    with written(file, network):
        before = {to: ask(file, Question(to, hops=hops, inference=mode)) for to in others}
        merge_people(file, *refs(file, twins))
        file._derive(file.newest_operation())
        after = {to: ask(file, Question(to, hops=hops, inference=mode)) for to in others}

    for to in others:
        if before[to].paths:
            assert after[to].paths[0].score >= before[to].paths[0].score - NOISE, to
        if (direct := before[to].direct) is not None:
            assert after[to].direct.tie >= direct.tie - NOISE


def can_be_one(row: Row, one: int, other: int) -> bool:
    """Tell whether a row may be about two records of one person: they were not met at once, and nobody denies them."""
    if isinstance(row, Met):
        return not {one, other} <= set(row.people)
    if isinstance(row, Said):
        return (row.level > 0 or not {one, other} & {row.a, row.b}) and row.teller not in (one, other)
    return True


def meeting_statements(network: Network, one: int, other: int) -> bool:
    """Tell whether a merge would bring a statement together with another one or with a higher assumed level."""
    for third in PEOPLE:
        pairs = ({one, third}, {other, third})
        said = [r for r in network.rows if isinstance(r, Said) and {r.a, r.b} in pairs]
        facts = [r for r in network.rows if isinstance(r, Fact) and {r.a, r.b} in pairs]
        if len({frozenset((r.a, r.b)) for r in said}) > 1 or (said and facts):
            return True
    return False


@FEWER
@given(networks(), questions(), TWINS)
def test_undo_restores_the_answer(
    folder: pathlib.Path, network: Network, question: Question, twins: tuple[int, int]
) -> None:
    """10: after a merge is undone, and after more rows are, the whole answer is that of before."""
    targeted(network, question)
    path = folder / "t.db"
    shutil.copy(folder / "nine.db", path)
    with open_writer(path) as store:
        with store.operation("write", at=AT):
            write(store, network)
        before = ask(store, question)
        with store.operation("merge", at=AT):
            merge_people(store, *refs(store, twins))
        with store.operation("undo", at=AT) as operation:
            undo(store, operation)
        assert ask(store, question) == before
        with store.operation("again", at=AT) as operation:
            write(store, Network((Said(2, 9, 5, "2026-03-02"), Met((1, 2, 9), "2026-03-01"), Day(9, 2, "2026-03-01"))))
        ask(store, question)
        with store.operation("undo", at=AT) as operation:
            undo(store, operation)
        assert ask(store, question) == before


# 11: how willing, how tired


@SOME
@given(st.lists(st.integers(0, 3000), min_size=1, max_size=6), st.integers(0, 400))
def test_a_tired_introducer_rests_in_the_end(ages: list[int], age: int) -> None:
    """11: one ask more tires more; long after all asks nothing is left of them."""
    asks = [
        Asked(1, 1, 2, 3, (Step("asked", "requester", (TODAY - timedelta(days)).isoformat()),)) for days in [age, *ages]
    ]

    assert Ledger(asks, TODAY).rested(2, 1) < Ledger(asks[1:], TODAY).rested(2, 1) < 1
    assert Ledger(asks, TODAY + timedelta(3000)).rested(2, 1) == pytest.approx(1.0)
    assert Ledger([], TODAY).rested(2, 1) == 1.0


@SOME
@given(networks(asks=3), st.integers(2, 8), st.integers(3, 900), st.booleans())
def test_an_introduction_made_or_refused_counts_for_its_introducer(
    file: Store, network: Network, introducer: int, age: int, made: bool
) -> None:
    """11: of two asks that differ in their end alone, the one that was granted leaves no score lower."""
    on = (TODAY - timedelta(age)).isoformat()
    ends = [
        network.plus(
            Intro(ME, introducer, 9, (("asked", "requester", on), *((end, "introducer", on) for end in after)))
        )
        for after in (("made",), ("agreed",), ("declined",))
    ]
    found = []
    for known in ends:
        with written(file, known):
            found.append(every_way(file, Question(allow_busy=True)))

    made_it, open_still, refused = found
    assert made_it.keys() == open_still.keys() == refused.keys()
    assert all(made_it[w] >= open_still[w] - NOISE and open_still[w] >= refused[w] - NOISE for w in refused)


# 12: ways apart


@SOME
@given(networks(), questions(), st.integers(1, 4))
def test_ways_apart_share_nobody_and_cost_no_more_than_the_greedy_ones(
    file: Store, network: Network, question: Question, count: int
) -> None:
    """12: no common introducer; as many of the best ways, each taken out with its people, are not better."""
    question = question._replace(independent=True, via=None, hops=8, count=count, all_ways=True)
    model = targeted(network, question)
    with written(file, network):
        answer = ask(file, question)
        with suppress(ConflictError):  # the cheapest set is longer: that is said
            short = ask(file, question._replace(hops=3))
            assert all(len(path.hops) <= 3 for path in short.paths)

    introducers = [hop.to.id for path in answer.paths for hop in path.hops[:-1]]
    assert len(introducers) == len(set(introducers))
    left = sorted((found for found in model.paths if model.is_open(found[1])), reverse=True)
    assert bool(left) == bool(answer.paths)
    greedy: list[float] = []
    while left and len(greedy) < len(answer.paths):
        score, people = left[0]
        greedy.append(score)
        left = [found for found in left if not set(found[1][1:-1]) & set(people[1:-1])]
    if len(greedy) == len(answer.paths):
        assert math.prod(path.score for path in answer.paths) >= math.prod(greedy) * (1 - 1e-4)
    if answer.any_succeeds is not None:
        assert answer.any_succeeds >= max(path.score for path in answer.paths)


# 13: refusals


@SOME
@given(networks(), KNOWN, MODES, st.integers(1, 5))
def test_a_no_hides_a_tie_and_outlives_whatever_is_imported(
    file: Store, network: Network, ends: tuple[int, int], mode: Inference, level: int
) -> None:
    """13: nothing stated, assumed, met or inferred is left, whatever is read again; a level stated later counts."""
    a, b = ends
    assume(not network.gone & {a, b})
    about = tuple(row for row in network.rows if last_day(dates(row)[-1]) <= TODAY) if network.rows else ()
    no = network._replace(rows=(*about, Said(a, b, 0, TODAY.isoformat())))
    again = no.plus(
        *(row for row in about if not isinstance(row, Said | Intro)), Fact(a, b, "linkedin", "2026-03-02"),
        Job(a, 1, "2012", None, current=True), Job(b, 1, "2012", None, current=True),
    )  # fmt: skip
    later = again.plus(Said(a, b, level, "2026-03-02"))
    ties = []
    for known in (no, again, later):
        with written(file, known):
            direct = ask(file, Question(b, ego=a, inference=mode)).direct
            ties.append(direct.tie if direct else 0.0)

    assert ties[0] == ties[1] == 0.0
    assert ties[2] > 0


def dates(row: Row) -> list[str]:
    """Return the dates in a row, the last one at the end."""
    if isinstance(row, Job):
        return [on for on in (row.start, row.end) if on] or ["2010"]
    return [on for _, _, on in row.steps] if isinstance(row, Intro) else [row.on]


@SOME
@given(networks(asks=0), MODES, st.integers(1, 5), st.booleans())
def test_a_level_stated_on_an_inferred_tie_never_lowers_it(
    file: Store, network: Network, mode: Inference, level: int, both: bool
) -> None:
    """13: whichever level: a guess that stood before stands beside it."""
    pure = network._replace(rows=tuple(r for r in network.rows if isinstance(r, Job | Met)))
    for a, b in ((2, 9), (1, 2), (5, 3)):
        guess = Pair(pure, a, b, TODAY)
        if guess.activity()[0] == 0:
            stated = Pair(pure.plus(Said(a, b, level, "2026-03-02", both)), a, b, TODAY)
            assert stated.p(mode) >= guess.p(mode)
            with written(file, pure):
                before = every_way(file, Question(inference=mode))
            with written(file, pure.plus(Said(a, b, level, "2026-03-02", both))):
                after = every_way(file, Question(inference=mode))
            assert all(after.get(person, 0.0) >= score - NOISE for person, score in before.items())


# 14: the engine


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[tuple[int, int], float], tuple[int, int]]:
    """At most seven people, any arcs, and one of the arcs but that from ego to the target."""
    size = draw(st.integers(3, 7))
    arcs = [(a, b) for a in range(size) for b in range(size) if a != b and (a, b) != (0, 1)]
    chosen = draw(st.lists(st.sampled_from(arcs), unique=True, min_size=size, max_size=3 * size))
    return {arc: draw(st.floats(0.01, 0.95)) for arc in chosen}, draw(st.sampled_from(chosen))


@SOME
@given(graphs())
def test_somebody_perfect_in_between_costs_nothing_but_a_hop(
    graph: tuple[dict[tuple[int, int], float], tuple[int, int]],
) -> None:
    """14: without a limit of hops, a tie split by somebody of p = 1 and q = 1 keeps every score; ways over it grow."""
    ties, (a, b) = graph
    willing = defaultdict(lambda: 0.6, {99: 1.0})
    search = Search(ties, 0, {1: 1.0}, 9, willing, defaultdict(lambda: 1.0))
    split = {arc: p for arc, p in ties.items() if arc != (a, b)} | {(a, 99): ties[a, b], (99, b): 1.0}

    before = intro_paths(search)[0]
    after = intro_paths(search._replace(ties=split, hops=10))[0]

    first = {99: b} if a == 0 else {}
    grown = {first.get(way.people[1], way.people[1]): way for way in after}
    assert grown.keys() == {way.people[1] for way in before}
    for way in before:
        found = grown[way.people[1]]
        assert found.score == pytest.approx(way.score)
        crosses = (a, b) in zip(way.people, way.people[1:], strict=False)
        if tuple(person for person in found.people if person != 99) == way.people:
            assert len(found.people) == len(way.people) + crosses
