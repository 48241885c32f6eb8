"""Clusters, brokers and bridges on graphs: on a napkin, against the definitions, and under new numbers."""

from __future__ import annotations

import math
import random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.graph import Circle

MANY = settings(max_examples=100, deadline=None)
Ties = dict[tuple[int, int], float]

# 1       5
# | \   / | \
# |  3-4  |  |     and 7 hangs on 6 alone; all ties are of 0.5
# | /   \ | /
# 2       6-7
NAPKIN: Ties = dict.fromkeys([(1, 2), (1, 3), (2, 3), (3, 4), (4, 5), (4, 6), (5, 6), (6, 7)], 0.5)


@st.composite
def circles(draw: st.DrawFn) -> Ties:
    """At most ten people and any ties between them, sparse enough to fall apart."""
    size = draw(st.integers(2, 10))
    arcs = [(a, b) for b in range(size) for a in range(b)]
    chosen = draw(st.lists(st.sampled_from(arcs), unique=True, min_size=1, max_size=2 * size))
    return {arc: draw(st.sampled_from([0.1, 0.25, 0.45, 0.65, 0.85])) for arc in chosen}


def graph_of(ties: Ties) -> nx.Graph:
    graph = nx.Graph()
    graph.add_weighted_edges_from((a, b, p) for (a, b), p in ties.items())
    return graph


def apart(ties: Ties, person: int) -> list[set[int]]:
    """Return the parts, largest first, into which those who hang together with a person fall without him."""
    graph = graph_of(ties)
    beside = nx.node_connected_component(graph, person) - {person}
    return sorted(nx.connected_components(graph.subgraph(beside)), key=lambda part: (-len(part), min(part)))


def test_the_napkin_has_two_clusters() -> None:
    """The triangle with its tail, in which 6 has three ties, 4 and 5 two, 7 one; and the other triangle, all alike."""
    assert Circle(NAPKIN).clusters() == [[6, 4, 5, 7], [1, 2, 3]]


def test_the_napkin_has_its_brokers_in_order() -> None:
    """All ties are equal, so P_ij is one over the ties of i.

    4: (1/3 + 1/3 * 1/3)^2 by 5 + (1/3 + 1/3 * 1/2)^2 by 6 + (1/3)^2 by 3 = 181/324; 6 alike, with 7 in the place of 3
    3: (1/3 + 1/3 * 1/2)^2 by 1 and by 2 + (1/3)^2 by 4 = 11/18
    5: (1/2 + 1/2 * 1/3)^2 by 4 and by 6 = 8/9
    1: (1/2 + 1/2 * 1/3)^2 by 2 + (1/2 + 1/2 * 1/2)^2 by 3 = 145/144, and 2 alike; 7 has one tie and is no broker
    """
    found = Circle(NAPKIN).brokers()

    assert [(b.person, b.neighbours) for b in found] == [(4, 3), (6, 3), (3, 3), (5, 2), (1, 2), (2, 2)]
    assert [b.constraint for b in found] == pytest.approx([181 / 324, 181 / 324, 11 / 18, 8 / 9, 145 / 144, 145 / 144])


def test_the_napkin_has_three_bridges() -> None:
    """Without 4 three are cut off from three (of equal parts the first stays), without 3 two, without 6 one."""
    circle = Circle(NAPKIN)

    assert [tuple(bridge) for bridge in circle.bridges()] == [(4, 3), (3, 2), (6, 1)]
    assert [circle.behind(person) for person in (4, 3, 6)] == [[5, 6, 7], [1, 2], [7]]


def test_nobody_makes_no_circle() -> None:
    """Without ties there are no clusters, brokers or bridges."""
    circle = Circle({})

    assert (circle.people, circle.ties) == (0, 0)
    assert circle.clusters() == circle.brokers() == circle.bridges() == []


@MANY
@given(circles())
def test_constraint_is_what_burt_defines(ties: Ties) -> None:
    """c(i) is the sum over j of (P_ij + sum over q of P_iq P_qj)^2, worked out anew, and by networkx, for everybody."""
    graph = graph_of(ties)

    def share(a: int, b: int) -> float:
        return graph[a][b]["weight"] / graph.degree(a, weight="weight") if graph.has_edge(a, b) else 0.0

    wanted = {
        i: sum((share(i, j) + sum(share(i, q) * share(q, j) for q in graph if q not in (i, j))) ** 2 for j in graph[i])
        for i in graph
        if len(graph[i]) > 1
    }

    found = Circle(ties).brokers()

    assert {broker.person: broker.constraint for broker in found} == pytest.approx(wanted)
    by_networkx = nx.constraint(graph, list(wanted), weight="weight")
    assert {broker.person: broker.constraint for broker in found} == pytest.approx(by_networkx)
    assert [round(b.constraint, 9) for b in found] == sorted(round(b.constraint, 9) for b in found)


@MANY
@given(circles())
def test_bridges_are_found_by_leaving_everybody_out_in_turn(ties: Ties) -> None:
    """Whoever leaves more than one part behind is a bridge, with everybody outside the largest part behind him."""
    people = sorted({person for arc in ties for person in arc})
    parts = {person: apart(ties, person) for person in people}
    wanted = {person: sorted(set().union(*found[1:])) for person, found in parts.items() if len(found) > 1}

    circle = Circle(ties)
    bridges = circle.bridges()

    assert {bridge.person: bridge.behind for bridge in bridges} == {a: len(found) for a, found in wanted.items()}
    assert {bridge.person: circle.behind(bridge.person) for bridge in bridges} == wanted
    assert bridges == sorted(bridges, key=lambda bridge: (-bridge.behind, bridge.person))


@MANY
@given(circles())
def test_clusters_part_the_people_and_hang_together_better_than_chance(ties: Ties) -> None:
    """Everybody is in one cluster; the modularity is not below that of one cluster of all, which is 0."""
    found = Circle(ties).clusters()

    assert sorted(person for members in found for person in members) == sorted({p for arc in ties for p in arc})
    assert nx.community.modularity(graph_of(ties), found) >= -1e-9
    assert [len(members) for members in found] == sorted(map(len, found), reverse=True)


@MANY
@given(circles(), st.randoms(use_true_random=False))
def test_rows_in_another_order_change_nothing(ties: Ties, chance: random.Random) -> None:
    """Neither the order of pairs, nor which end comes first, nor larger numbers in the same order."""
    rows = [((b, a) if chance.random() < 0.5 else (a, b), p) for (a, b), p in ties.items()]
    chance.shuffle(rows)
    new = {person: 7 * person + 1_000_000 for arc in ties for person in arc}
    circle, again = Circle(ties), Circle({(new[a], new[b]): p for (a, b), p in rows})

    assert again.clusters() == [[new[person] for person in members] for members in circle.clusters()]
    assert again.brokers() == [broker._replace(person=new[broker.person]) for broker in circle.brokers()]
    assert again.bridges() == [bridge._replace(person=new[bridge.person]) for bridge in circle.bridges()]


@MANY
@given(circles(), st.randoms(use_true_random=False))
def test_any_new_numbers_keep_brokers_and_bridges(ties: Ties, chance: random.Random) -> None:
    """What each is worth belongs to who knows whom; numbers decide the order of equals alone."""
    people = sorted({person for arc in ties for person in arc})
    new = dict(zip(people, chance.sample(people, len(people)), strict=True))
    circle, again = Circle(ties), Circle({(new[a], new[b]): p for (a, b), p in ties.items()})

    def worth(found: Circle) -> tuple[dict[int, float], dict[int, int]]:
        return {b.person: b.constraint for b in found.brokers()}, {b.person: b.behind for b in found.bridges()}

    constraints, behind = worth(circle)
    assert worth(again)[0] == pytest.approx({new[person]: value for person, value in constraints.items()})
    assert worth(again)[1] == {new[person]: count for person, count in behind.items()}


def test_a_ring_of_cliques_comes_apart_at_its_seams() -> None:
    """Six cliques of five, each tied to the next by one tie, are six clusters (Fortunato and Barthelemy 2007)."""
    graph = nx.ring_of_cliques(6, 5)

    found = Circle(dict.fromkeys(((min(e), max(e)) for e in graph.edges), 0.45)).clusters()

    assert sorted(map(sorted, found)) == [list(range(5 * at, 5 * at + 5)) for at in range(6)]
    assert math.isclose(nx.community.modularity(graph, found), 60 / 66 - 1 / 6)
