"""The shapes of what the network looks like in numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Record
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results_network import Degree


class GrowthMonth(NamedTuple):
    """How many people of mine I know since this month, and how many I knew at its end.

    Since when I know somebody is told as the query word `since:` does; a year alone is its January.
    """

    month: str
    new: int
    people: int


class ChannelMonth(NamedTuple):
    """The contacts of a month: a person, a day and a channel count once. In person are meetings and events."""

    month: str
    in_person: int
    remote: int
    meeting: int
    event: int
    call: int
    video: int
    mail: int
    message: int


class Tended(NamedTuple):
    """A group or tag (`kind`) with three living people of mine or more, and how it is kept up.

    `contacted` of its `people` had a contact in the last 90 days, `share` is their part (0-1). `median_days` is the
    median silence: null where half of them were never in contact. `in_person` and `remote` count contacts as
    ChannelMonth does, in all the months told.
    """

    kind: str
    name: str
    people: int
    contacted: int
    share: float
    median_days: float | None
    in_person: int
    remote: int


class Introduced(NamedTuple):
    """How the introductions stand that began in these months, by my part in them (`role`).

    `asked` counts them all; `made` came about, those who `met` among them; `silent` waits for an answer for more than
    three weeks. `rate` is made / (made + declined + silent); null before one of these.
    """

    role: str
    asked: int
    made: int
    met: int
    declined: int
    silent: int
    withdrawn: int
    open: int
    rate: float | None


class Exchanged(NamedTuple):
    """What I gave and received: introductions that were made, recommendations, favours (`kind` exchange).

    In these months, and ever; what has no date counts in the latter alone.
    """

    kind: str
    given: int
    received: int
    given_ever: int
    received_ever: int


class Place(NamedTuple):
    """Where people of mine are: an organisation or a city (`kind`), and how many of them."""

    kind: str
    name: str
    people: int


class Stats(NamedTuple):
    """My network in numbers, month by month from `since` to the month of `as_of`; a part that is not told is null.

    `mine` counts my contacts, `undated` those of them of whom nothing says since when I know them. `on_file` counts
    everybody; degree 0 is me. Circles stand from the most to the least tended. As of another day than today degrees
    and places are null, and `mine` counts those whom I knew then.
    """

    as_of: str
    since: str
    mine: int | None = None
    undated: int | None = None
    on_file: int | None = None
    degrees: tuple[Degree, ...] | None = None
    growth: tuple[GrowthMonth, ...] | None = None
    channels: tuple[ChannelMonth, ...] | None = None
    circles: tuple[Tended, ...] | None = None
    introductions: tuple[Introduced, ...] | None = None
    exchanges: tuple[Exchanged, ...] | None = None
    places: tuple[Place, ...] | None = None


def _stats(told: Stats) -> list[Record]:
    """Return each number with what it counts before it; a share with four digits."""
    sizes = (("mine", told.mine), ("undated", told.undated), ("on_file", told.on_file))
    return [
        ("months", told.since, told.as_of),
        *((name, count) for name, count in sizes if count is not None),
        *(("degree", d.degree, d.people) for d in told.degrees or ()),
        *(("growth", *month) for month in told.growth or ()),
        *(("channels", *month) for month in told.channels or ()),
        *(("circle", *c[:4], f"{c.share:.4f}", *c[5:]) for c in told.circles or ()),
        *(("introductions", *i[:-1], None if i.rate is None else f"{i.rate:.4f}") for i in told.introductions or ()),
        *(("exchange", *each) for each in told.exchanges or ()),
        *(("place", *place) for place in told.places or ()),
    ]


RECORDS: dict[str, Callable[[Any], list[Record]]] = {"Stats": _stats}
