"""The shapes of what the whole network looks like, and of what it suggests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record, columns
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref


class Cluster(NamedTuple):
    """People who know each other better than the rest; `size` counts them, `people` are the best-connected.

    It is named by what most of them have in common: `kind` is org, school, group or city, `sharing` says how many have
    it. Name and kind are null where no two have anything in common.
    """

    name: str | None
    kind: str | None
    sharing: int
    size: int
    people: tuple[Ref, ...]


class Broker(NamedTuple):
    """Somebody between others: the lower Burt's constraint, the less his `neighbours` know each other."""

    person: Ref
    constraint: float
    neighbours: int


class Bridge(NamedTuple):
    """Somebody without whom people fall apart from the largest rest: `behind` counts them, `people` are the first."""

    person: Ref
    behind: int
    people: tuple[Ref, ...]


class Degree(NamedTuple):
    """How many people are so many ties from me; null where counting them would take too long."""

    degree: int
    people: int | None


class NetworkAnswer(NamedTuple):
    """What my network looks like; a part that was not asked for is null.

    `contacts` counts my contacts, `ties` the confirmed ties among them, `alone` those who know none of the others. Of
    clusters, brokers and bridges as many are given as -k says; the counts are of all.
    """

    as_of: str
    contacts: int | None = None
    ties: int | None = None
    alone: int | None = None
    clusters: tuple[Cluster, ...] | None = None
    cluster_count: int | None = None
    brokers: tuple[Broker, ...] | None = None
    broker_count: int | None = None
    bridges: tuple[Bridge, ...] | None = None
    bridge_count: int | None = None
    degrees: tuple[Degree, ...] | None = None


class Suggestion(NamedTuple):
    """Two people of mine who should meet: the score, what goes into it, why, and the command that records it.

    `score` is sqrt(tie * other_tie) * fit * (1 - overlap); `overlap` is the share of acquaintances they have in common.
    `consent` names whose consent is missing.
    """

    person: Ref
    other: Ref
    score: float
    tie: float
    other_tie: float
    fit: float
    overlap: float
    why: tuple[str, ...]
    consent: tuple[Ref, ...]
    command: str


class SuggestionList(NamedTuple):
    """Introductions to make, the best first."""

    suggestions: tuple[Suggestion, ...]


class Dormant(NamedTuple):
    """Somebody I know well and have not been in contact with for years: `last` is when, null if never on file.

    `days` counts from then, or from when the level was stated; `score` is the tie times how overdue it is.
    """

    person: Ref
    level: int
    stated: str
    last: str | None
    days: int
    tie: float
    score: float
    command: str


class DormantList(NamedTuple):
    """Strong ties to revive, the best first; `beyond` counts those that --limit left out."""

    dormant: tuple[Dormant, ...]
    beyond: int = 0


def _network(answer: NetworkAnswer) -> list[Record]:
    return [
        *(("cluster", c.size, c.kind, c.name, c.sharing, [p.handle for p in c.people]) for c in answer.clusters or ()),
        *(("broker", b.person.handle, f"{b.constraint:.4f}", b.neighbours) for b in answer.brokers or ()),
        *(("bridge", b.person.handle, b.behind, [p.handle for p in b.people]) for b in answer.bridges or ()),
        *(("degree", d.degree, d.people) for d in answer.degrees or ()),
    ]


LISTS: dict[str, Listed] = {
    "SuggestionList": Listed(
        "suggestions", columns("person.id person.handle other.id other.handle score why command"),
        {"why": lambda s: "; ".join(s.why)},
    ),
    "DormantList": Listed(
        "dormant", columns("person.id person.handle person.name level last days score command")
    ),
}  # fmt: skip
RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "NetworkAnswer": _network,
}
