"""The questions on the graph, on networkx. Pure: it is handed probabilities and answers with paths."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from netcli.shape import NamedTuple

if TYPE_CHECKING:
    import networkx as nx


class Way(NamedTuple):
    """A path by its people, from the asking person to the target; cost is -ln of the score."""

    people: tuple[int, ...]
    cost: float
    first_tie: float

    @property
    def score(self) -> float:
        """Return the product of all factors."""
        return math.exp(-self.cost)


def intro_paths(
    ties: Mapping[tuple[int, int], float], *, ego: int, target: int, hops: int, willing: Mapping[int, float]
) -> list[Way]:
    """Return the best path of 2..`hops` arcs through every distinct first introducer, best first.

    `ties` maps an arc (a, b) to its probability in (0, 1]; `willing` gives q of every introducer. The score is the
    product of the ties and of q of each introducer. One Bellman round a hop, backwards from the target with ego
    left out (Bellman 1958, On a Routing Problem): O(hops * arcs). Order: cost, fewer hops, stronger first tie, id.
    """
    graph = _graph(ties)
    if ego not in graph or target not in graph:
        return []
    layers = _layers(graph, ego=ego, target=target, hops=hops, willing=willing)
    ways: list[Way] = []
    for first in graph.successors(ego):
        choices = [(layer[first][0], steps) for steps, layer in enumerate(layers) if steps and first in layer]
        if first == target or not choices:
            continue
        cost, steps = min(choices)
        people = [ego, first]
        for layer in layers[steps:0:-1]:
            people.append(layer[people[-1]][1])
        tie = graph.edges[ego, first]["p"]
        ways.append(Way(tuple(people), cost - math.log(tie) + 0.0, tie))
    return sorted(ways, key=lambda way: (round(way.cost, 9), len(way.people), -way.first_tie, way.people[1]))


def _layers(
    graph: nx.DiGraph, *, ego: int, target: int, hops: int, willing: Mapping[int, float]
) -> list[dict[int, tuple[float, int]]]:
    """Return, for h = 0..hops-1, the cheapest walk of exactly h arcs to the target: person -> (cost, next one)."""
    layers: list[dict[int, tuple[float, int]]] = [{target: (0.0, target)}]
    for _ in range(hops - 1):
        layer: dict[int, tuple[float, int]] = {}
        for reached in sorted(layers[-1]):
            for person in graph.predecessors(reached):
                if person in (ego, target):
                    continue
                cost = layers[-1][reached][0] - math.log(graph.edges[person, reached]["p"]) - math.log(willing[person])
                if person not in layer or cost < layer[person][0]:
                    layer[person] = (cost, reached)
        layers.append(layer)
    return layers


def _graph(ties: Mapping[tuple[int, int], float]) -> nx.DiGraph:
    import networkx as nx

    graph: nx.DiGraph = nx.DiGraph()
    for (a, b), p in sorted(ties.items()):
        if not 0 < p <= 1:
            raise ValueError(f"tie {a}->{b} has probability {p}")
        graph.add_edge(a, b, p=p)
    return graph
