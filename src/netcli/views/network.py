"""The network as a page: one short table for each part that was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from netcli.results import Ref
from netcli.results_network import Cluster, Degree, NetworkAnswer
from netcli.text import counted
from netcli.views._parts import line, table

_NUMBERS = {"SIZE", "CONSTRAINT", "TIES", "BEHIND"}


def draw(answer: NetworkAnswer, width: int) -> list[RenderableType]:
    """Return the page of an answer."""
    parts = [part for part in (_clusters(answer, width), _brokers(answer, width), _bridges(answer, width)) if part]
    if answer.degrees is not None:
        parts.append(_degrees(answer.degrees))
    page: list[RenderableType] = list(_head(answer))
    for part in parts:
        page += [*([line("")] if page else []), *part]
    return page


def _head(answer: NetworkAnswer) -> Iterator[RenderableType]:
    if answer.contacts is None:
        return
    yield line((f"{counted(answer.contacts, 'person', 'people')} of yours, as of {answer.as_of}.", "bold"))
    alone = f"; {answer.alone:,} of them know{'s' * (answer.alone == 1)} none of the others" if answer.alone else ""
    yield line(f"{counted(answer.ties or 0, 'confirmed tie')} among them{alone}.")


def _clusters(answer: NetworkAnswer, width: int) -> list[RenderableType]:
    if answer.clusters is None:
        return []
    rows = [(f"{c.size:,}", _called(c), _names(c.people)) for c in answer.clusters]
    return _part(
        "Clusters", "who know each other well", answer.cluster_count, ("SIZE", "SHARED", "AMONG THEM"), rows, width
    )


def _brokers(answer: NetworkAnswer, width: int) -> list[RenderableType]:
    if answer.brokers is None:
        return []
    rows = [(f"{b.constraint:.2f}", b.person.name, f"{b.neighbours:,}") for b in answer.brokers]
    what = "who stand between people, the freest first"
    return _part("Brokers", what, answer.broker_count, ("CONSTRAINT", "NAME", "TIES"), rows, width)


def _bridges(answer: NetworkAnswer, width: int) -> list[RenderableType]:
    if answer.bridges is None:
        return []
    rows = [(b.person.name, f"{b.behind:,}", _names(b.people)) for b in answer.bridges]
    what = "without whom people fall apart from the rest"
    return _part("Bridges", what, answer.bridge_count, ("NAME", "BEHIND", "AMONG THEM"), rows, width)


def _degrees(degrees: Sequence[Degree]) -> list[RenderableType]:
    told = [f"{d.degree}: {'too many to count' if d.people is None else f'{d.people:,}'}" for d in degrees]
    return [line(("Degrees", "bold"), "  people by how many ties they are from you"), line("  " + "   ".join(told))]


def _part(
    name: str, what: str, count: int | None, headings: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> list[RenderableType]:
    """Return a heading, a table, and how many more there are."""
    if not rows:
        return [line((name, "bold"), "  none")]
    more = (count or 0) - len(rows)
    numbers = [at for at, heading in enumerate(headings) if heading in _NUMBERS]
    tail = [line(f"{more:,} more (-k)")] if more > 0 else []
    return [line((name, "bold"), f"  {what}"), table(headings, rows, width, keep=numbers), *tail]


def _called(cluster: Cluster) -> str:
    return f"{cluster.name} ({cluster.sharing:,})" if cluster.name else "-"


def _names(people: Sequence[Ref]) -> str:
    return ", ".join(person.name for person in people)
