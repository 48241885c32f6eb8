"""Ways to an introduction on graphs: against trying every simple path, and against Dijkstra."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.graph import Search, Way, independent_paths, intro_paths, mutual, paths_via

MANY = settings(max_examples=100, deadline=None)
EGO, TARGET = 0, 1
Ties = dict[tuple[int, int], float]


@st.composite
def networks(draw: st.DrawFn) -> tuple[Ties, dict[int, float]]:
    """At most eight people, any arcs, and how willing everybody is."""
    size = draw(st.integers(3, 8))
    arcs = [(a, b) for a in range(size) for b in range(size) if a != b]
    chosen = draw(st.lists(st.sampled_from(arcs), unique=True, min_size=2 * size, max_size=4 * size))
    ties = {arc: draw(st.floats(0.01, 1.0)) for arc in chosen}
    return ties, {person: draw(st.floats(0.1, 1.0)) for person in range(size)}


def score(people: tuple[int, ...], ties: Ties, willing: dict[int, float]) -> float:
    """Return the product of all ties and of the willingness of everybody in between."""
    return math.prod(ties[arc] for arc in pairwise(people)) * math.prod(willing[person] for person in people[1:-1])


def best_by_introducer(ties: Ties, willing: dict[int, float], hops: int) -> dict[int, float]:
    """Return the best score through every first introducer, by trying every simple path."""
    graph = nx.DiGraph(list(ties))
    best: dict[int, float] = {}
    if EGO in graph and TARGET in graph:
        for people in nx.all_simple_paths(graph, EGO, TARGET, cutoff=hops):
            if len(people) > 2:
                found = score(tuple(people), ties, willing)
                best[people[1]] = max(found, best.get(people[1], 0.0))
    return best


def ask(ties: Ties, willing: dict[int, float], hops: int = 4) -> list[Way]:
    """Return the ways from ego to the target."""
    return intro_paths(search(ties, willing, hops))[0]


def search(ties: Ties, willing: dict[int, float], hops: int = 4, **more: object) -> Search:
    """Return the question of ways from ego to the target, nobody tired and nobody barred unless more is said."""
    rested = defaultdict(lambda: 1.0)
    return Search(ties, EGO, {TARGET: 1.0}, hops, willing, rested)._replace(**more)


@MANY
@given(networks(), st.integers(1, 6))
def test_every_first_introducer_gets_his_best_way(network: tuple[Ties, dict[int, float]], hops: int) -> None:
    """Of all simple paths of 2..H arcs, the best through each introducer is found, and none besides."""
    ties, willing = network

    ways = ask(ties, willing, hops)

    assert {way.people[1]: way.score for way in ways} == pytest.approx(best_by_introducer(ties, willing, hops))
    for way in ways:
        assert way.people[0] == EGO
        assert way.people[-1] == TARGET
        assert len(set(way.people)) == len(way.people)
        assert 2 <= len(way.people) - 1 <= hops
        assert way.score == pytest.approx(score(way.people, ties, willing))
        assert way.first_tie == ties[way.people[:2]]


@MANY
@given(networks(), st.integers(1, 5))
def test_scores_fall_with_rank_and_rise_with_hops(network: tuple[Ties, dict[int, float]], hops: int) -> None:
    """Best first, each introducer once; one more hop loses no introducer and lowers no score."""
    ties, willing = network

    fewer, more = ask(ties, willing, hops), ask(ties, willing, hops + 1)

    assert [way.cost for way in more] == sorted(way.cost for way in more)
    assert len({way.people[1] for way in more}) == len(more)
    reached = {way.people[1]: way.cost for way in more}
    assert all(reached[way.people[1]] <= way.cost for way in fewer)


@MANY
@given(networks())
def test_without_a_limit_the_best_way_is_dijkstras(network: tuple[Ties, dict[int, float]]) -> None:
    """Rank 1 with as many hops as people is the shortest path without the arc from ego to the target."""
    ties, willing = network
    graph = nx.DiGraph()
    graph.add_nodes_from([EGO, TARGET])
    for (a, b), p in ties.items():
        if (a, b) != (EGO, TARGET) and b != EGO:
            graph.add_edge(a, b, cost=-math.log(p) - (math.log(willing[a]) if a != EGO else 0))

    ways = ask(ties, willing, hops=8)

    try:
        cost, _ = nx.bidirectional_dijkstra(graph, EGO, TARGET, weight="cost")
    except nx.NetworkXNoPath:
        assert ways == []
    else:
        assert ways[0].cost == pytest.approx(cost, abs=1e-9)


@MANY
@given(networks(), st.randoms(use_true_random=False))
def test_neither_order_nor_numbers_change_a_score(network: tuple[Ties, dict[int, float]], random: object) -> None:
    """Arcs in another order give the same answer; people under other numbers the same scores."""
    ties, willing = network
    shuffled = list(ties.items())
    random.shuffle(shuffled)
    other = {person: person if person in (EGO, TARGET) else 100 - person for person in willing}

    ways = ask(ties, willing)
    renamed = ask({(other[a], other[b]): p for (a, b), p in shuffled}, {other[p]: q for p, q in willing.items()})

    assert ask(dict(shuffled), willing) == ways
    assert sorted(way.score for way in renamed) == pytest.approx(sorted(way.score for way in ways))


@MANY
@given(networks(), st.data())
def test_a_stronger_tie_lowers_no_score(network: tuple[Ties, dict[int, float]], data: st.DataObject) -> None:
    """Raising one tie or adding one never takes anything from anybody."""
    ties, willing = network
    size = len(willing)
    arc = data.draw(st.sampled_from([(a, b) for a in range(size) for b in range(size) if a != b]))

    before = {way.people[1]: way.score for way in ask(ties, willing)}
    after = {way.people[1]: way.score for way in ask({**ties, arc: 1.0}, willing)}

    assert all(after[person] >= found - 1e-12 for person, found in before.items())


@MANY
@given(networks())
def test_a_perfect_stop_on_the_way_costs_a_hop_and_nothing_else(network: tuple[Ties, dict[int, float]]) -> None:
    """Splitting the last arcs by somebody with tie 1 and willingness 1 keeps every score."""
    ties, willing = network
    split = {(a, 99 if b == TARGET and a != EGO else b): p for (a, b), p in ties.items()}

    before = {way.people[1]: (way.score, len(way.people)) for way in ask(ties, willing)}
    after = ask({**split, (99, TARGET): 1.0}, {**willing, 99: 1.0}, hops=5)

    assert {way.people[1]: (way.score, len(way.people) - 1) for way in after} == {
        person: (pytest.approx(found), length) for person, (found, length) in before.items()
    }


# The order: cost, fewer hops, stronger first tie, smaller number. All factors are powers of 1/2, so that costs tie.


def test_of_equal_ways_the_shorter_comes_first() -> None:
    """0.25 in two hops through 9 stands before 0.25 in three through 2."""
    ties = {(0, 9): 0.5, (9, 1): 0.5, (0, 2): 0.5, (2, 3): 1.0, (3, 1): 0.5}

    assert [way.people for way in ask(ties, dict.fromkeys(range(10), 1.0))] == [(0, 9, 1), (0, 2, 3, 1)]


def test_of_equal_ways_the_stronger_first_tie_comes_first() -> None:
    """1 x 0.25 through 5 stands before 0.5 x 0.5 through 4 and 0.25 x 1 through 3."""
    ties = {(0, 3): 0.25, (3, 1): 1.0, (0, 4): 0.5, (4, 1): 0.5, (0, 5): 1.0, (5, 1): 0.25}

    assert [way.people[1] for way in ask(ties, dict.fromkeys(range(6), 1.0))] == [5, 4, 3]


def test_of_equal_ways_the_smaller_number_comes_first() -> None:
    """Nothing is left to the order in which ties were stored."""
    ties = {(0, 7): 0.5, (7, 1): 0.5, (0, 4): 0.5, (4, 1): 0.5}

    assert [way.people[1] for way in ask(ties, dict.fromkeys(range(8), 1.0))] == [4, 7]


def test_a_detour_of_equal_worth_is_not_taken() -> None:
    """Through one introducer, straight on beats a perfect loop: 0-2-1, not 0-2-3-1."""
    ties = {(0, 2): 0.5, (2, 1): 0.5, (2, 3): 1.0, (3, 1): 0.5, (3, 2): 1.0}

    assert [way.people for way in ask(ties, dict.fromkeys(range(4), 1.0))] == [(0, 2, 1)]


# Ego and target


@pytest.mark.parametrize(
    "ties",
    [
        {},
        {(0, 1): 0.9},  # a direct tie is no introduction
        {(0, 2): 0.9},  # the target is not there
        {(2, 1): 0.9},  # ego is not there
        {(0, 2): 0.9, (1, 2): 0.9},  # the target knows 2, 2 does not know the target
        {(0, 2): 0.9, (2, 0): 0.9, (0, 1): 0.9},  # back over ego
        {(0, 1): 0.9, (1, 2): 0.9, (2, 1): 0.9},  # over the target and back
    ],
)
def test_no_way_is_no_way(ties: Ties) -> None:
    """Ego introduces nobody to himself, and the target nobody to the target."""
    assert ask(ties, dict.fromkeys(range(3), 0.6)) == []


def test_one_hop_leaves_room_for_no_introducer() -> None:
    """With at most one tie there is only the direct one."""
    assert ask({(0, 2): 1.0, (2, 1): 1.0}, {2: 1.0}, hops=1) == []


def test_only_introducers_have_to_be_willing() -> None:
    """0.5 x 0.8 x 0.5 through 2, who alone is asked: neither ego nor the target has a willingness."""
    (way,) = ask({(0, 2): 0.5, (2, 1): 0.5, (2, 0): 0.9, (1, 2): 0.9, (0, 1): 0.9}, {2: 0.8})

    assert way.score == pytest.approx(0.2)
    assert (way.people, way.first_tie) == ((0, 2, 1), 0.5)


def test_a_certain_way_costs_nothing() -> None:
    """Three factors of 1 are a score of exactly 1, and a cost of 0 that is not printed as -0."""
    (way,) = ask({(0, 2): 1.0, (2, 1): 1.0}, {2: 1.0})

    assert way.score == 1.0
    assert str(way.cost) == "0.0"


@pytest.mark.parametrize("p", [0.0, -0.1, 1.1, math.nan, math.inf])
def test_a_tie_that_is_no_probability_is_refused(p: float) -> None:
    """No tie is stored as 0: an impossible arc is one that is not there."""
    with pytest.raises(ValueError, match="2->1"):
        ask({(0, 2): 0.5, (2, 1): p}, {2: 1.0})


# Filters, sets of targets, ways through somebody, ways apart


def all_paths(found: Search, *, barred_too: bool = False) -> list[tuple[float, tuple[int, ...]]]:
    """Return (score, people) of every simple path that the question allows, by trying all of them."""
    graph = nx.DiGraph(list(found.ties))
    paths = []
    for target in found.entry:
        if EGO not in graph or target not in graph:
            continue
        for people in nx.all_simple_paths(graph, EGO, target, cutoff=found.hops):
            middle = people[1:-1]
            if not middle or set(middle) & set(found.entry):
                continue
            if not barred_too and (set(middle) & set(found.barred) or middle[0] in found.busy):
                continue
            worth = found.entry[target] * found.rested[middle[0]] * score(tuple(people), found.ties, found.willing)
            paths.append((worth, tuple(people)))
    return paths


@st.composite
def questions(draw: st.DrawFn) -> Search:
    """A network with some people tired, barred or busy, and one or two targets of unlike worth."""
    ties, willing = draw(networks())
    others = st.sets(st.sampled_from(sorted(set(willing) - {EGO, TARGET})), max_size=2)
    entry = {TARGET: 1.0, **{person: draw(st.sampled_from([0.3, 0.5, 0.7])) for person in draw(others)}}
    rested = {person: draw(st.sampled_from([0.4, 0.7, 1.0])) for person in willing}
    more = {"entry": entry, "rested": rested, "barred": draw(others) - set(entry), "busy": draw(others) - set(entry)}
    return search(ties, willing, draw(st.integers(1, 5)), **more)


@MANY
@given(questions())
def test_filters_and_sets_of_targets_agree_with_trying_everything(question: Search) -> None:
    """Nobody barred on a way, nobody busy at its head, no target in between; entry and fatigue in the score."""
    best: dict[int, float] = {}
    for worth, people in all_paths(question):
        best[people[1]] = max(worth, best.get(people[1], 0.0))

    ways, _ = intro_paths(question)

    assert {way.people[1]: way.score for way in ways} == pytest.approx(best)


@MANY
@given(questions())
def test_the_barred_are_told_with_what_they_would_be_worth(question: Search) -> None:
    """Each with the bar lifted that he alone is under, the others' bars staying."""
    best: dict[int, float] = {}
    for worth, people in all_paths(question, barred_too=True):
        first, rest = people[1], set(people[2:-1])
        if (first in question.barred or first in question.busy) and not rest & set(question.barred):
            best[first] = max(worth, best.get(first, 0.0))

    _, barred = intro_paths(question)

    assert {way.people[1]: way.score for way in barred} == pytest.approx(best)


@MANY
@given(questions(), st.integers(2, 7))
def test_a_way_through_somebody_agrees_with_trying_everything(question: Search, via: int) -> None:
    """At any position but the ends, of all simple paths the best for every first introducer."""
    best: dict[int, float] = {}
    for worth, people in all_paths(question):
        if via in people[1:-1]:
            best[people[1]] = max(worth, best.get(people[1], 0.0))

    ways = paths_via(question, via)

    assert {way.people[1]: way.score for way in ways} == pytest.approx(best)
    assert [way.cost for way in ways] == sorted(way.cost for way in ways)


@MANY
@given(questions(), st.integers(1, 3))
def test_independent_ways_are_the_cheapest_that_share_nobody(question: Search, count: int) -> None:
    """As many as there can be up to the number asked for; no longer set costs less, within the rounding of the flow."""
    everything = all_paths(question._replace(hops=9))
    sets = [(1.0, frozenset[int]())]
    best = {0: 1.0}
    for size in range(1, count + 1):
        sets = [
            (total * worth, used | set(people[1:-1]))
            for total, used in sets
            for worth, people in everything
            if not used & set(people[1:-1])
        ]
        sets = list({used: (total, used) for total, used in sorted(sets, key=lambda item: item[0])}.values())
        if sets:
            best[size] = max(total for total, _ in sets)

    ways = independent_paths(question, count)

    introducers = [person for way in ways for person in way.people[1:-1]]
    assert len(introducers) == len(set(introducers))
    assert len(ways) == max(best)
    assert math.prod(way.score for way in ways) == pytest.approx(best[len(ways)], rel=1e-3)


@MANY
@given(networks())
def test_the_best_common_acquaintance_is_the_best_two_hop_way(network: tuple[Ties, dict[int, float]]) -> None:
    """Everybody tied to both, by the product of both ties and of his willingness."""
    ties, willing = network
    both = [w for w in willing if (EGO, w) in ties and (w, TARGET) in ties and w not in (EGO, TARGET)]

    found = mutual(ties, EGO, TARGET, willing)

    assert {person for _, person in found} == set(both)
    assert [value for value, _ in found] == sorted((value for value, _ in found), reverse=True)
    two_hops = ask(ties, willing, hops=2)
    assert {person: value for value, person in found} == pytest.approx({way.people[1]: way.score for way in two_hops})
