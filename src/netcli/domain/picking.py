"""Whom to ask for an introduction: the introducer of a rank among the ways to somebody, and why it is him."""

from __future__ import annotations

from datetime import date

from netcli.domain.path import PathQuestion, ways_in
from netcli.domain.target import person_target
from netcli.errors import UsageError
from netcli.results import Ref
from netcli.results_path import Path, PathAnswer
from netcli.shape import NamedTuple
from netcli.storage import Store


class Picked(NamedTuple):
    """An introducer, and in words why it is him."""

    introducer: Ref
    why: str


def pick_introducer(store: Store, ego: Ref, target: Ref, wanted: int | None, today: date) -> Picked:
    """Return the first introducer of the way that `intro-path` ranks so today, of the best one if no rank is wanted.

    Raises UsageError if there are fewer ways, and, unless a rank is wanted, if ego knows the target.
    """
    rank = wanted or 1
    answer = ways_in(store, PathQuestion(ego.id, person_target(store, target), today, count=rank))
    if answer.direct and wanted is None:
        raise UsageError(
            f"you know {target.name} yourself: {answer.direct.evidence[0].text}",
            hint=f"netcli open {target.handle}, or, to be introduced all the same, --pick 1",
        )
    if len(answer.paths) < rank:
        raise UsageError(_too_few(answer, target, rank), hint=_instead(answer, target))
    path = answer.paths[rank - 1]
    return Picked(path.introducer, _why(path))


def _too_few(answer: PathAnswer, target: Ref, rank: int) -> str:
    count = len(answer.paths)
    if not count:
        busy = f": {answer.excluded[0].person.name} is not to be asked now" if answer.excluded else ""
        return f"there is no way to {target.name} in your data{busy}"
    ways = "one way" if count == 1 else f"{count} ways"
    return f"there {'is' if count == 1 else 'are'} {ways} to {target.name}, so none of rank {rank}"


def _instead(answer: PathAnswer, target: Ref) -> str:
    if answer.paths:
        return f"netcli intro-path {target.handle} -k {max(3, len(answer.paths))} lists them"
    return f"netcli intro-path {target.handle}, or name somebody: --via PERSON"


def _why(path: Path) -> str:
    """Return the rank, the band, and for each link its weightiest evidence."""
    links = "; ".join(
        f"{'you' if not at else hop.from_.name} -> {hop.to.name}: {'? ' * hop.inferred}{hop.evidence[0].text}"
        for at, hop in enumerate(path.hops)
    )
    return f"way {path.rank}, {path.band} ({path.score:.2f}): {links}"
