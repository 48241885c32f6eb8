"""The shapes of contacts and ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcli.listed import Listed
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref


class InteractionRow(NamedTuple):
    """Something that happened on a date through a channel; `people` leaves me out, `with_me` says if I was there."""

    id: int
    on: str
    channel: str
    people: tuple[Ref, ...]
    text: str | None
    with_me: bool
    source: str | None = None


class InteractionList(NamedTuple):
    """Interactions in order; `beyond` counts those a limit cut off."""

    interactions: tuple[InteractionRow, ...]
    beyond: int = 0


class TieRow(NamedTuple):
    """One tie of a person: to whom, how well in the newest words, and the kinds of evidence, from when to when.

    `level` is 0 where somebody said that they do not know each other, null where nothing was stated; `kind` is family
    or null; `stated` says it in words.
    """

    other: Ref
    level: int | None
    kind: str | None
    since: str
    last: str
    evidence: tuple[str, ...]
    stated: str | None


class TieList(NamedTuple):
    """One person's ties in order; `beyond` counts those a limit cut off."""

    ties: tuple[TieRow, ...]
    person: Ref
    beyond: int = 0


class TieEvidence(NamedTuple):
    """One reason to think that two people know each other; `value` is its share, under --explain only.

    Of levels and inferences the value is the probability each gives alone, of contacts their share of the activity A;
    `count` says how many contacts these were. `leg` is printed by `mutual`: a or b.
    """

    kind: str
    text: str
    source: str | None
    date: str | None
    value: float | None = None
    count: int | None = None  # type: ignore[assignment]  # hides the method of tuples, which nobody calls
    leg: str | None = None


LISTS: dict[str, Listed] = {
    "InteractionList": Listed("interactions"),
    "TieList": Listed("ties"),
}
