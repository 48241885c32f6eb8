"""How many people are how far from me, counted ring by ring in the arcs."""

from __future__ import annotations

from collections.abc import Iterable

from netcli.domain.ref import my_id
from netcli.results_network import Degree
from netcli.storage import Store

FARTHEST = 3  #: degrees that are counted
MOST_EXPANDED = 50_000  #: a degree of more people than this is not gone beyond: it would take many seconds


def degrees(store: Store) -> tuple[Degree, ...]:
    """Return how many people are 1, 2, 3 ties from me, over ties of any evidence, as `degree:` of a query counts them.

    Nobody is reached through removed people. Beyond a ring of more than MOST_EXPANDED people nothing is counted.
    """
    ring = {me} if (me := my_id(store)) else set()
    seen = ring | set(store.column("SELECT id FROM person WHERE removed_on IS NOT NULL"))
    told: list[Degree] = []
    for degree in range(1, FARTHEST + 1):
        if len(ring) > MOST_EXPANDED:
            told.append(Degree(degree, None))
            continue
        ring = next_ring(store, ring) - seen
        seen |= ring
        told.append(Degree(degree, len(ring)))
    return tuple(told)


def next_ring(store: Store, ring: Iterable[int]) -> set[int]:
    """Return everybody who is tied to one of these people; that two do not know each other may have been said last."""
    return set(store.column_of(_NEXT, ring))


_NEXT = """
SELECT DISTINCT to_id FROM wanted CROSS JOIN arc ON from_id = value WHERE sure_on IS NOT NULL OR coalesce(
  (SELECT level FROM tie CROSS JOIN tie_statement ON tie_id = tie.id WHERE a = min(from_id, to_id)
   AND b = max(from_id, to_id) ORDER BY on_date DESC, tie_statement.id DESC LIMIT 1), 1) > 0"""
