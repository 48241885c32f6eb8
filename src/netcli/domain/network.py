"""What my network looks like: clusters, brokers and bridges among my contacts, and how many people are how far away."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from netcli.domain.degree import degrees
from netcli.domain.evidence import load_ties, pair
from netcli.domain.ref import my_id, refs
from netcli.domain.reference import MINE
from netcli.graph import Circle
from netcli.results import Ref
from netcli.results_network import Bridge, Broker, Cluster, NetworkAnswer
from netcli.scoring import Inference, both_strengths, is_known
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold

PARTS = ("clusters", "brokers", "bridges", "degrees")
_SHOWN = 3

Ties = dict[tuple[int, int], float]


class NetworkQuestion(NamedTuple):
    """Which parts are asked for, and how many clusters, brokers and bridges to give; degrees know no other day."""

    as_of: date
    parts: Collection[str] = PARTS
    count: int = 10  # type: ignore[assignment]  # hides the method of tuples, which nobody calls


def network_of(store: Store, question: NetworkQuestion) -> NetworkAnswer:
    """Return the parts asked for. Costs what my contacts and the ties among them cost; degrees, what stands there."""
    answer = NetworkAnswer(question.as_of.isoformat())
    if "degrees" in question.parts:
        answer = answer._replace(degrees=degrees(store))
    if not set(question.parts) - {"degrees"}:
        return answer
    mine = my_contacts(store, question.as_of)
    circle = Circle(ties_among(store, mine, question.as_of))
    alone = len(mine) - circle.people
    return _drawn(store, question, circle, answer._replace(contacts=len(mine), ties=circle.ties, alone=alone))


def my_contacts(store: Store, as_of: date) -> list[int]:
    """Return the living people whom my lists call mine and to whom a confirmed tie led on that day, by id."""
    me = my_id(store)
    if me is None:
        return []
    alive = store.column(
        "SELECT id FROM person WHERE removed_on IS NULL AND status <> 'deceased' AND NOT is_me"
        f" AND id IN ({MINE}) ORDER BY id"
    )
    ties = confirmed(store, [pair(me, person) for person in alive], as_of)
    return [person for person in alive if pair(me, person) in ties]


def ties_among(store: Store, people: Sequence[int], as_of: date) -> Ties:
    """Return the confirmed ties among some people."""
    rows = store.rows(
        "WITH few (id) AS MATERIALIZED (SELECT value FROM json_each(?)) SELECT a, b FROM few CROSS JOIN tie"
        " ON a = few.id WHERE +b IN (SELECT id FROM few) ORDER BY a, b",  # the plus: or each is looked up with each
        (json.dumps(people),),
    )
    return confirmed(store, [(row[0], row[1]) for row in rows], as_of)


def confirmed(store: Store, pairs: Sequence[tuple[int, int]], as_of: date) -> Ties:
    """Return the strength of each pair tied by more than a guess: of its two directions the larger.

    Pairs of the same evidence are scored once: books and mailboxes give thousands of the same day.
    """
    ties: Ties = {}
    known: dict[tuple[object, ...], float] = {}
    for tie in load_ties(store, pairs, stints=False):
        alike = (*((s.from_id == tie.a, *s[2:7]) for s in tie.statements), tie.evidence, tie.contacts)
        if alike not in known:
            known[alike] = max(strength.p for strength in both_strengths(tie, as_of, Inference.NONE))
        if p := known[alike]:
            ties[tie.a, tie.b] = p
    return ties


def _drawn(store: Store, question: NetworkQuestion, circle: Circle, answer: NetworkAnswer) -> NetworkAnswer:
    """Return the answer with what the graph tells."""
    parts, count = question.parts, question.count
    if "clusters" in parts:
        found = [members for members in circle.clusters() if len(members) > 1]
        told = _clusters(store, found[:count], question.as_of)
        answer = answer._replace(clusters=told, cluster_count=len(found))
    if "brokers" in parts:
        between = circle.brokers()
        people = refs(store, [broker.person for broker in between[:count]])
        brokers = tuple(Broker(ref, b.constraint, b.neighbours) for ref, b in zip(people, between, strict=False))
        answer = answer._replace(brokers=brokers, broker_count=len(between))
    if "bridges" in parts:
        joints = circle.bridges()
        bridges = tuple(
            Bridge(refs(store, [b.person])[0], b.behind, refs(store, circle.behind(b.person)[:_SHOWN]))
            for b in joints[:count]
        )
        answer = answer._replace(bridges=bridges, bridge_count=len(joints))
    return answer


def _clusters(store: Store, clusters: Sequence[Sequence[int]], as_of: date) -> tuple[Cluster, ...]:
    """Return clusters with their names and their best-connected people."""
    labels = _labels(store, [person for members in clusters for person in members], as_of)
    return tuple(
        Cluster(*_commonest(labels.get(person, ()) for person in members), len(members), _best(store, members))
        for members in clusters
    )


def _best(store: Store, members: Sequence[int]) -> tuple[Ref, ...]:
    return refs(store, members[:_SHOWN])


def _commonest(labels: Iterable[Collection[tuple[str, str]]]) -> tuple[str | None, str | None, int]:
    """Return name and kind of what most of several people have in common, and how many; equals by name.

    People are counted by the folded name; of its spellings the first in the alphabet is shown.
    """
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[tuple[str, str], str] = {}
    for mine in labels:
        keys = {(fold(name) or name, kind): name for kind, name in sorted(mine, reverse=True)}
        counts.update(keys.keys())
        for key, name in keys.items():
            names[key] = min(name, names.get(key, name))
    if not counts:
        return None, None, 0
    key = min(counts, key=lambda key: (-counts[key], key))
    return (names[key], key[1], counts[key]) if counts[key] > 1 else (None, None, 0)


def _labels(store: Store, people: Sequence[int], as_of: date) -> dict[int, set[tuple[str, str]]]:
    """Return what people may have in common, (kind, name) of each: where they are or were, groups, cities."""
    labels: dict[int, set[tuple[str, str]]] = {}
    for row in store.rows(_LABELS, (json.dumps(people),)):
        if _was_known(row, as_of):
            labels.setdefault(row["person_id"], set()).add((row["kind"], row["name"]))
    return labels


def _was_known(row: Row, as_of: date) -> bool:
    return not row["since"] or is_known(row["since"], as_of)


_LABELS = """
WITH few (id) AS MATERIALIZED (SELECT value FROM json_each(?))
SELECT person_id, CASE position.kind WHEN 'study' THEN 'school' ELSE 'org' END AS kind, org.name,
coalesce(start_on, seen_on) AS since FROM few CROSS JOIN position ON person_id = few.id JOIN org ON org.id = org_id
UNION ALL SELECT person_id, 'group', grp.name, since_on FROM few CROSS JOIN membership ON person_id = few.id
JOIN grp ON grp.id = grp_id
UNION ALL SELECT person_id, 'city', json_extract(parts, '$.city'), seen_on FROM few
CROSS JOIN contact_point ON person_id = few.id
WHERE contact_point.kind = 'address' AND json_extract(parts, '$.city') <> ''"""
