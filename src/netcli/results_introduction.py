"""The shapes of the ledger of introductions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record, columns
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref


class IntroductionStep(NamedTuple):
    """One step of an introduction: what happened, whose step it was (requester, introducer, target), and when."""

    step: str
    by: str
    on: str


class OpportunityRef(NamedTuple):
    """Something that I pursue, named: its number and what it is."""

    id: int
    title: str


class Introduction(NamedTuple):
    """One introduction as it stands: `introducer` brings `requester` and `target` together.

    `state` is its last step, `since` the date of that; `silent` tells that it was asked for more than three weeks ago
    and nobody has answered; `opportunity` is what it was asked for, if it was for one.
    """

    id: int
    requester: Ref
    introducer: Ref
    target: Ref
    state: str
    since: str
    asked: str
    silent: bool
    note: str | None
    steps: tuple[IntroductionStep, ...]
    opportunity: OpportunityRef | None = None


class FoundIntroduction(NamedTuple):
    """An introduction that mail tells of: on a day `introducer` wrote to both, who then began to write to each other.

    `began` is the day on which one of them did, `met` that by which both had; since then they had so many `contacts` on
    so many `days`. Until then the introducer had had `with_requester` and `with_target` contacts. `introduction` is
    its number in the ledger if it is noted there as open. `command` records it, `dismiss` says that it was none.
    """

    number: int
    on: str
    requester: Ref
    introducer: Ref
    target: Ref
    began: str
    met: str
    contacts: int
    days: int
    with_requester: int
    with_target: int
    introduction: int | None
    command: str
    dismiss: str


class FoundIntroductionList(NamedTuple):
    """Introductions that mail tells of, the newest first; `beyond` counts those that --limit left out."""

    found: tuple[FoundIntroduction, ...]
    beyond: int = 0


class IntroductionList(NamedTuple):
    """Introductions, the last that moved first; `beyond` counts those that --limit left out."""

    introductions: tuple[Introduction, ...]
    beyond: int = 0


LISTS: dict[str, Listed] = {
    "IntroductionList": Listed(
        "introductions", columns("id state since requester introducer target silent note opportunity"),
        {"silent": lambda i: "silent" * i.silent, "opportunity": lambda i: i.opportunity and i.opportunity.id},
    ),
    "FoundIntroductionList": Listed("found"),
}  # fmt: skip
RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "Introduction": lambda r: [
        (
            "introduction",
            r.id,
            r.requester,
            r.introducer,
            r.target,
            r.state,
            r.note,
            r.opportunity and r.opportunity.id,
        ),
        *((s.on, s.step, s.by) for s in r.steps),
    ],
}
