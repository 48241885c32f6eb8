"""The questions on the graph, on networkx. Pure: it is handed probabilities and answers with paths and people.

Costs are -ln of probabilities: a path's cost is the sum over its ties and its introducers, its score the product.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from netcli.shape import NamedTuple

if TYPE_CHECKING:
    import networkx as nx

Arcs = Mapping[tuple[int, int], float]
_Layers = list[dict[int, tuple[float, int]]]
_ROUNDED = 9  #: digits of a cost that decide an order; beyond them is noise of the arithmetic
_COST_UNIT = 1_000_000  #: min_cost_flow takes whole numbers alone
_SEED = 1  #: Louvain visits people in a shuffled order: always the same one


class Way(NamedTuple):
    """A path by its people, from the asking person to a target; cost is -ln of the score."""

    people: tuple[int, ...]
    cost: float
    first_tie: float

    @property
    def score(self) -> float:
        """Return the product of all factors."""
        return math.exp(-self.cost)


class Search(NamedTuple):
    """What a path question asks of the graph.

    `ties` maps an arc (a, b) to its probability in (0, 1]; `entry` maps each target to what reaching it is worth, 1 for
    a person. `willing` gives q of every introducer, `rested` phi of every first one. `barred` people introduce nobody,
    `busy` ones not first.
    """

    ties: Arcs
    ego: int
    entry: Mapping[int, float]
    hops: int
    willing: Mapping[int, float]
    rested: Mapping[int, float]
    barred: Collection[int] = ()
    busy: Collection[int] = ()


def intro_paths(search: Search) -> tuple[list[Way], list[Way]]:
    """Return the best path of 2..hops arcs through every distinct first introducer, best first; then the barred ones.

    One Bellman round a hop, backwards from the targets with ego left out (Bellman 1958, On a Routing Problem):
    O(hops * arcs). Order: cost, fewer hops, stronger first tie, id. Barred people are reached but not passed through,
    so that the same rounds tell what each of them would have been worth as a first introducer.
    """
    graph = _graph(search.ties)
    if search.ego not in graph:
        return [], []
    layers = _layers(graph, search)
    open_ways: list[Way] = []
    barred: list[Way] = []
    for first in graph.successors(search.ego):
        choices = [(layer[first][0], steps) for steps, layer in enumerate(layers) if steps and first in layer]
        if first in search.entry or not choices:
            continue
        cost, steps = min(choices)
        people = [search.ego, first]
        for layer in layers[steps:0:-1]:
            people.append(layer[people[-1]][1])
        tie = graph.edges[search.ego, first]["p"]
        way = Way(tuple(people), cost - math.log(tie) - math.log(search.rested[first]) + 0.0, tie)
        (barred if first in search.barred or first in search.busy else open_ways).append(way)
    return sorted(open_ways, key=_order), sorted(barred, key=_order)


def paths_via(search: Search, via: int) -> list[Way]:
    """Return the best path through `via`, at any position, for every first introducer.

    A walk through somebody need not be simple, so the layers alone cannot tell: simple prefixes are tried depth first,
    each cut where the layers say that it cannot beat what was found for its first introducer.
    """
    graph = _graph(search.ties)
    if search.ego not in graph or via not in graph or via in search.barred:
        return []
    layers = _layers(graph, search)
    best: dict[int, Way] = {}

    def extend(people: tuple[int, ...], cost: float) -> None:
        for following, so_far in _onward(graph, search, people, cost):
            first = (*people, following)[1]
            if following in search.entry:
                whole = so_far - math.log(search.entry[following]) + 0.0
                way = Way((*people, following), whole, graph.edges[people[0], first]["p"])
                if via in people and (first not in best or _order(way) < _order(best[first])):
                    best[first] = way
                continue
            rests = [layer[following][0] for layer in layers[1 : search.hops - len(people) + 1] if following in layer]
            if rests and (
                first not in best or round(so_far + min(rests), _ROUNDED) <= round(best[first].cost, _ROUNDED)
            ):
                extend((*people, following), so_far - math.log(search.willing[following]))

    extend((search.ego,), 0.0)
    return sorted(best.values(), key=_order)


def _onward(graph: nx.DiGraph, search: Search, people: tuple[int, ...], cost: float) -> Iterator[tuple[int, float]]:
    """Yield whom a path may go on to, with its cost up to there."""
    for following in graph.successors(people[-1]):
        if following in people or following in search.barred:
            continue
        step = cost - math.log(graph.edges[people[-1], following]["p"])
        if len(people) > 1:
            yield following, step
        elif following not in search.busy and following not in search.entry:
            yield following, step - math.log(search.rested[following])


def independent_paths(search: Search, count: int) -> list[Way]:
    """Return up to `count` paths of least total cost without a common introducer, best first.

    Every person but the ends is split in two with room for one path (Suurballe 1974, Networks 4; Ahuja, Magnanti and
    Orlin 1993, Network Flows), and the flow of least cost is taken apart. It knows no limit of hops: a path of it may
    be longer than asked for, which the caller has to say.
    """
    import networkx as nx

    graph = _split(search)
    for wanted in range(count, 0, -1):
        graph.nodes["from"]["demand"], graph.nodes["to"]["demand"] = -wanted, wanted
        try:
            flow = nx.min_cost_flow(graph)
        except nx.NetworkXUnfeasible:
            continue
        return sorted((_way(people, search) for people in _taken_apart(flow, search.ego)), key=_order)
    return []


def mutual(ties: Arcs, one: int, other: int, willing: Mapping[int, float]) -> list[tuple[float, int]]:
    """Return (score, person) of everybody tied to both: ``p(one -> w) * q(w) * p(w -> other)``, best first, then id."""
    graph = _graph(ties)
    if one not in graph or other not in graph:
        return []
    found = (
        (graph.edges[one, w]["p"] * willing[w] * graph.edges[w, other]["p"], w)
        for w in graph.successors(one)
        if w != other and graph.has_edge(w, other)
    )
    return sorted(found, key=lambda item: (-round(item[0], _ROUNDED), item[1]))


class Broker(NamedTuple):
    """Somebody between others: Burt's constraint, and how many people he is tied to."""

    person: int
    constraint: float
    neighbours: int


class Bridge(NamedTuple):
    """Somebody without whom people fall apart from the largest rest; `behind` says how many."""

    person: int
    behind: int


class Circle:
    """Who knows whom among some people, each pair given once with the strength of its tie.

    The people are numbered through in order of their ids, so that nothing but who knows whom decides.
    """

    def __init__(self, ties: Arcs) -> None:
        import networkx as nx

        self._people = sorted({person for pair in ties for person in pair})
        number = {person: at for at, person in enumerate(self._people)}
        self._graph: nx.Graph = nx.Graph()
        self._graph.add_nodes_from(range(len(self._people)))
        pairs = sorted((*sorted((number[a], number[b])), p) for (a, b), p in ties.items())
        self._graph.add_edges_from((a, b, {"p": p}) for a, b, p in pairs)

    @property
    def people(self) -> int:
        """The number of people who are tied to anybody."""
        return len(self._people)

    @property
    def ties(self) -> int:
        """The number of ties."""
        return int(self._graph.number_of_edges())

    def clusters(self) -> list[list[int]]:
        """Return groups who know each other better than the rest, the largest first, then by smallest id.

        In each, who is tied best inside it comes first (sum of ties, then id). Louvain: Blondel et al. 2008, Fast
        unfolding of communities in large networks, J. Stat. Mech. P10008. It may leave small groups inside larger ones.
        """
        import networkx as nx

        graph, told = self._graph, []
        for members in nx.community.louvain_communities(graph, weight="p", seed=_SEED) if self._people else []:
            inside = {a: math.fsum(tie["p"] for b, tie in graph[a].items() if b in members) for a in members}
            ordered = sorted(members, key=lambda at: (-round(inside[at], _ROUNDED), at))
            told.append([self._people[at] for at in ordered])
        return sorted(told, key=lambda members: (-len(members), min(members)))

    def brokers(self) -> list[Broker]:
        """Return everybody with at least two neighbours, the least constrained first, then by id.

        ``c(i) = sum over neighbours j of (P_ij + sum over q of P_iq * P_qj)^2``, P_ij being the share of j in the ties
        of i (Burt 1992, Structural Holes). It is what nx.constraint gives, which works each share out anew for every
        pair it is part of, and takes a minute where this takes a second.
        """
        shares: list[dict[int, float]] = []
        for at in self._graph:
            ties = {other: tie["p"] for other, tie in self._graph[at].items()}
            total = math.fsum(ties.values())
            shares.append({other: p / total for other, p in ties.items()})
        found = []
        for at, mine in enumerate(shares):
            reached = dict(mine)
            for through, share in mine.items():
                theirs = shares[through]
                for other in mine.keys() & theirs.keys():
                    reached[other] += share * theirs[other]
            if len(mine) > 1:
                constraint = math.fsum(value * value for value in reached.values())
                found.append(Broker(self._people[at], constraint, len(mine)))
        return sorted(found, key=lambda broker: (round(broker.constraint, _ROUNDED), broker.person))

    def bridges(self) -> list[Bridge]:
        """Return the articulation points, those with most people behind them first, then by id.

        Linear: they make a tree with the blocks they join (Hopcroft and Tarjan 1973, Communications of the ACM 16:372),
        and what is left without one are the parts of the tree at it, whose people are counted from the leaves.
        """
        import networkx as nx

        blocks = list(nx.biconnected_components(self._graph))
        held = Counter(at for block in blocks for at in block)
        tree: nx.Graph = nx.Graph()
        for number, block in enumerate(blocks):
            joins = [at for at in block if held[at] > 1]
            tree.add_node(("block", number), weight=len(block) - len(joins))
            for at in joins:
                tree.add_node(("point", at), weight=1)
                tree.add_edge(("block", number), ("point", at))
        found = [
            Bridge(self._people[at], sum(parts) - max(parts))
            for whole in nx.connected_components(tree)
            for at, parts in _parts(tree, min(whole))
        ]
        return sorted(found, key=lambda bridge: (-bridge.behind, bridge.person))

    def behind(self, person: int) -> list[int]:
        """Return who falls apart from the largest rest without a person, by id; of equal parts the first stays."""
        import networkx as nx

        at = self._people.index(person)
        others = self._graph.subgraph(nx.node_connected_component(self._graph, at) - {at})
        parts = sorted(nx.connected_components(others), key=lambda part: (-len(part), min(part)))
        return sorted(self._people[other] for part in parts[1:] for other in part)


def _parts(tree: nx.Graph, root: tuple[str, int]) -> Iterator[tuple[int, list[int]]]:
    """Yield each articulation point in a tree of blocks with the number of people in every part left without it."""
    import networkx as nx

    order = list(nx.dfs_preorder_nodes(tree, root))
    above = nx.dfs_predecessors(tree, root)
    size = {node: tree.nodes[node]["weight"] for node in order}
    below: dict[tuple[str, int], list[int]] = {node: [] for node in order}
    for node in reversed(order):
        if node in above:
            size[above[node]] += size[node]
            below[above[node]].append(size[node])
    for kind, at in order:
        if kind == "point":
            rest = size[root] - size[kind, at]
            yield at, [*below[kind, at], rest]


def _order(way: Way) -> tuple[float, int, float, int]:
    return round(way.cost, _ROUNDED), len(way.people), -way.first_tie, way.people[1]


def _layers(graph: nx.DiGraph, search: Search) -> _Layers:
    """Return, for h = 0..hops-1, the cheapest walk of exactly h arcs to a target: person -> (cost, next one).

    q of each person on the walk is in its cost; barred people are reached, never passed through.
    """
    layers: _Layers = [
        {target: (0.0 - math.log(worth), target) for target, worth in search.entry.items() if target in graph}
    ]
    for _ in range(search.hops - 1):
        layer: dict[int, tuple[float, int]] = {}
        for reached in sorted(layers[-1]):
            if reached in search.barred:
                continue
            before = layers[-1][reached][0]
            for person in graph.predecessors(reached):
                if person == search.ego or person in search.entry:
                    continue
                cost = before - math.log(graph.edges[person, reached]["p"]) - math.log(search.willing[person])
                if person not in layer or cost < layer[person][0]:
                    layer[person] = (cost, reached)
        layers.append(layer)
    return layers


def _graph(ties: Arcs) -> nx.DiGraph:
    import networkx as nx

    graph: nx.DiGraph = nx.DiGraph()
    for (a, b), p in sorted(ties.items()):
        if not 0 < p <= 1:
            raise ValueError(f"tie {a}->{b} has probability {p}")
        graph.add_edge(a, b, p=p)
    return graph


def _split(search: Search) -> nx.DiGraph:
    """Return the graph of flow: each introducer an arc of capacity 1 from its in to its out side."""
    import networkx as nx

    graph: nx.DiGraph = nx.DiGraph()
    graph.add_nodes_from(("from", "to"), demand=0)
    barred = set(search.barred)
    for (a, b), p in sorted(search.ties.items()):
        if b == search.ego or a in search.entry or (a == search.ego and b in search.entry):
            continue
        if {a, b} & barred or (a == search.ego and b in search.busy):
            continue
        tail: object = "from" if a == search.ego else (a, "out")
        worth = search.entry.get(b)
        cost = -math.log(p)
        if a == search.ego:
            cost -= math.log(search.rested[b])
        if worth is not None:
            cost -= math.log(worth)
        graph.add_edge(tail, (b, "in"), weight=round(_COST_UNIT * cost), capacity=1)
        if worth is None:
            price = round(_COST_UNIT * -math.log(search.willing[b]))
            graph.add_edge((b, "in"), (b, "out"), weight=price, capacity=1)
        else:
            graph.add_edge((b, "in"), "to", weight=0)
    return graph


def _taken_apart(flow: Mapping[object, Mapping[object, int]], ego: int) -> Iterator[tuple[int, ...]]:
    """Yield the paths of a flow, by their people."""
    onward: dict[object, list[object]] = {
        node: [other for other, units in sorted(out.items(), key=repr) for _ in range(units)]
        for node, out in flow.items()
    }
    while onward["from"]:
        people, node = [ego], onward["from"].pop()
        while node != "to":
            if isinstance(node, tuple) and node[1] == "in":
                people.append(node[0])
            node = onward[node].pop()
        yield tuple(people)


def _way(people: tuple[int, ...], search: Search) -> Way:
    """Return a path with its cost, summed anew."""
    tie = search.ties[people[0], people[1]]
    arcs = pairwise(people)
    factors: Iterable[float] = (
        *(search.ties[arc] for arc in arcs),
        *(search.willing[person] for person in people[1:-1]),
        search.rested[people[1]],
        search.entry[people[-1]],
    )
    return Way(people, math.fsum(-math.log(factor) for factor in factors) + 0.0, tie)
