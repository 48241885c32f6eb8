"""The shapes of ways to people: paths with their reasons, and whom two people both know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Record
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref
    from netcli.results_favour import Vouched
    from netcli.results_tie import TieEvidence


class Direct(NamedTuple):
    """The tie from the asking person straight to the target.

    Among several targets it is the best insider he knows, `entry` what that insider is worth, `more` how many others.
    """

    tie: float
    inferred: bool
    evidence: tuple[TieEvidence, ...]
    insider: Ref | None = None
    entry: float | None = None
    more: int = 0


class Hop(NamedTuple):
    """One link of a path; null factors do not apply at that place."""

    from_: Ref
    to: Ref
    tie: float
    willing: float | None
    fatigue: float | None
    inferred: bool
    evidence: tuple[TieEvidence, ...]


class Path(NamedTuple):
    """One way to an introduction; `score` is the product of all factors, `weakest` the index of a tie < 0.3.

    Among several targets `insider` is the one it ends at, and `entry` a factor of the score.
    """

    rank: int
    score: float
    band: str
    introducer: Ref
    hops: tuple[Hop, ...]
    weakest: int | None
    insider: Ref | None = None
    entry: float | None = None


class Excluded(NamedTuple):
    """Somebody who would have had a path of some worth, and why he is not offered.

    The reason is ask-pending, declined-before, do-not-ask, avoided or not-in-group.
    """

    person: Ref
    reason: str


class Ask(NamedTuple):
    """Somebody of mine who may know the target, with the command that records the answer."""

    person: Ref
    why: str
    command: str


class SetRef(NamedTuple):
    """Where ways lead to that is not one person: an organisation with its number, or any set of people without."""

    id: int | None
    handle: str | None
    name: str


class PathAnswer(NamedTuple):
    """The answer to "who can introduce me"; `hidden` counts ways that are not listed.

    Of a skill, `recommended` are those whom somebody vouches for, whether a way leads to them or not; their ways come
    first.
    """

    from_: Ref
    to: Ref | SetRef
    as_of: str
    max_hops: int
    direct: Direct | None
    paths: tuple[Path, ...]
    excluded: tuple[Excluded, ...]
    hidden: int
    any_succeeds: float | None
    ask: tuple[Ask, ...] = ()
    headline: str | None = None
    asker_is_me: bool = True
    recommended: tuple[Vouched, ...] = ()


class Mutual(NamedTuple):
    """Somebody tied to both; `score` is the product of both ties and of how willing he is to introduce."""

    person: Ref
    score: float
    tie_a: float
    tie_b: float
    willing: float
    evidence: tuple[TieEvidence, ...]


class MutualAnswer(NamedTuple):
    """The answer to "whom do we both know", best placed first; `count` is the length of the full list.

    `me_too` tells whether the owner, who asks about two others, knows them both.
    """

    a: Ref
    b: Ref
    as_of: str
    mutual: tuple[Mutual, ...]
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody calls
    me_too: bool = False
    ask: tuple[Ask, ...] = ()
    asker_is_me: bool = True


def _paths(answer: PathAnswer) -> list[Record]:
    direct = []
    if answer.direct:
        to = answer.direct.insider or answer.to
        direct = [(0, f"{answer.direct.tie * (answer.direct.entry or 1.0):.4f}", "direct", to.handle)]
    return [
        *direct,
        *((p.rank, f"{p.score:.4f}", p.band, *(hop.to.handle for hop in p.hops)) for p in answer.paths),
    ]


RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "PathAnswer": _paths,
    "MutualAnswer": lambda r: [
        (m.person.id, m.person.handle, m.person.name, f"{m.score:.4f}", f"{m.tie_a:.4f}", f"{m.tie_b:.4f}")
        for m in r.mutual
    ],
}
