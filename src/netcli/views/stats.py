"""The network in numbers as a page: a short table for each part, with bars and sparklines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from rich.console import RenderableType

from netcli.results_network import Degree
from netcli.results_stats import ChannelMonth, GrowthMonth, Stats, Tended
from netcli.text import counted
from netcli.views._bars import Bar, Cell, chart, ink, sparkline
from netcli.views._parts import line

_MOST_LINES = 36  #: of more months a page tells years
_ENDS = 5  #: of many circles so many of either end
_MOST_CIRCLES = 2 * _ENDS
_DEGREES = ("you", "1st degree", "2nd", "3rd")
_CHANNELS = ("meeting", "event", "call", "video", "mail", "message")
_ROLES = {
    "requester": "you asked for", "introducer": "you made for others", "target": "others asked to meet you",
}  # fmt: skip
_KINDS = {"introduction": "introductions", "recommendation": "recommendations", "exchange": "favours"}
_PLACES = {"org": "Organisations", "city": "Cities"}


def draw(told: Stats, width: int) -> list[RenderableType]:
    """Return the page; nothing where there is nobody to count."""
    if told.mine == 0:
        return []
    page: list[RenderableType] = []
    for part in (_size, _months, _channels, _circles, _introductions, _exchanges, *map(_places, _PLACES)):
        lines = list(part(told, width))
        page += [*([line("")] if page and lines else []), *lines]
    return page


def _size(told: Stats, width: int) -> Iterator[RenderableType]:
    if told.mine is None:
        return
    undated = f", {told.undated:,} of them since nobody knows when" if told.undated else ""
    beyond = f"; {told.on_file:,} on file" if told.on_file is not None else ""
    yield line((f"Your network on {told.as_of}", "bold"), f"  {_people(told.mine)} of yours{undated}{beyond}")
    if told.degrees:
        others = told.degrees[1:]
        most = max(degree.people or 0 for degree in others)
        yield chart(("", "", ""), [_degree(degree, most) for degree in others], width)


def _degree(degree: Degree, most: int) -> tuple[Cell, Cell, Cell]:
    people = degree.people
    return f"  {_DEGREES[degree.degree]}", "too many to count" if people is None else people, Bar(most, people or 0)


def _months(told: Stats, width: int) -> Iterator[RenderableType]:
    """Yield a line a month, those before anything is known left out; a line a year where there are too many."""
    grown, spoken = _in_step(told)
    if not spoken:
        return
    most = max(month.in_person + month.remote for month in spoken)
    rows: list[list[Cell]] = [
        [month.month, month.in_person, month.remote, Bar(most, month.in_person, month.remote)] for month in spoken
    ]
    heads = ["", "IN PERSON", "REMOTE", ""]
    if grown:
        newest = max(month.new for month in grown)
        for row, month in zip(rows, grown, strict=True):
            row[1:1] = [month.new, Bar(newest, month.new), month.people]
        heads[1:1] = ["NEW", "", "TOTAL"]
    drawn = ink()
    what = "new people, and contacts" if grown else "contacts"
    yield line(
        (f"By {'year' if len(spoken[0].month) == 4 else 'month'}", "bold"),
        f"  {what}: in person {drawn.full * 2}, remote {drawn.light * 2}",
    )
    yield chart(heads, rows, width)


def _in_step(told: Stats) -> tuple[Sequence[GrowthMonth], Sequence[ChannelMonth]]:
    """Return months of people and of contacts from the first that tells anything on, or years."""
    spoken, grown = told.channels or (), told.growth or ()
    empty = next((at for at, month in enumerate(spoken) if month.in_person + month.remote), len(spoken))
    if grown:
        empty = min(empty, next((at for at, month in enumerate(grown) if month.people), len(grown)))
    spoken, grown = spoken[empty:], grown[empty:]
    if len(spoken) <= _MOST_LINES:
        return grown, spoken
    return [_year_of_people(list(of)) for _, of in groupby(grown, _year)], [
        _year_of_contacts(list(of)) for _, of in groupby(spoken, _year)
    ]


def _year(month: GrowthMonth | ChannelMonth) -> str:
    return month.month[:4]


def _year_of_people(months: Sequence[GrowthMonth]) -> GrowthMonth:
    return GrowthMonth(_year(months[0]), sum(month.new for month in months), months[-1].people)


def _year_of_contacts(months: Sequence[ChannelMonth]) -> ChannelMonth:
    return ChannelMonth(_year(months[0]), *map(sum, zip(*(month[1:] for month in months), strict=True)))


def _channels(told: Stats, width: int) -> Iterator[RenderableType]:
    _, spoken = _in_step(told)
    total = sum(month.in_person + month.remote for month in spoken)
    if not total:
        yield line(("Contacts", "bold"), f"  none since {told.since}")
        return
    close = sum(month.in_person for month in spoken)
    yield line(("Contacts", "bold"), f"  {total:,} since {told.since}, {_share(close, total)} of them in person")
    rows: list[tuple[Cell, ...]] = []
    for name in _CHANNELS:
        counts = [getattr(month, name) for month in spoken]
        if any(counts):
            rows.append((f"  {name}", sum(counts), sparkline(counts, ink())))
    yield chart(("", "", ""), rows, width)


def _circles(told: Stats, width: int) -> Iterator[RenderableType]:
    """Yield a line a circle; of many both ends alone."""
    circles = told.circles or ()
    if not circles:
        yield line(("Circles", "bold"), "  no tag and no group has three people of yours")
        return
    is_whole, between = told.mine is not None, max(0, len(circles) - _MOST_CIRCLES)
    shown = [*circles[:_ENDS], *circles[-_ENDS:]] if between else circles
    most = max(circle.in_person + circle.remote for circle in shown)
    rows = [_tended(circle) if is_whole else _spoken(circle, most) for circle in shown]
    if between:
        rows.insert(_ENDS, (f"  ... {between:,} between", *("" for _ in rows[0][1:])))
    yield line(("Circles", "bold"), "  the most tended first: most of it in contact within 90 days")
    heads = ("PEOPLE", "DAYS SILENT", "IN CONTACT", "") if is_whole else ("PEOPLE", "IN PERSON", "REMOTE", "")
    yield chart(("", *heads), rows, width)


def _tended(circle: Tended) -> tuple[Cell, ...]:
    silence = "-" if circle.median_days is None else f"{circle.median_days:,.0f}"
    share = _share(circle.contacted, circle.people)
    return _called(circle), circle.people, silence, share, Bar(circle.people, circle.contacted)


def _spoken(circle: Tended, most: int) -> tuple[Cell, ...]:
    bar = Bar(most, circle.in_person, circle.remote)
    return _called(circle), circle.people, circle.in_person, circle.remote, bar


def _called(circle: Tended) -> str:
    return f"  {circle.kind}:{circle.name}"


def _introductions(told: Stats, width: int) -> Iterator[RenderableType]:
    begun = [row for row in told.introductions or () if row.asked]
    if not begun:
        return
    heads = ("", "BEGUN", "MADE", "MET", "DECLINED", "SILENT", "OPEN", "CAME ABOUT")
    yield line(("Introductions", "bold"), f"  begun since {told.since}")
    rows = [
        (
            f"  {_ROLES[row.role]}", row.asked, row.made, row.met, row.declined, row.silent, row.open,
            "" if row.rate is None else f"{row.rate:.0%}",
        )
        for row in begun
    ]  # fmt: skip
    yield chart(heads, rows, width)


def _exchanges(told: Stats, width: int) -> Iterator[RenderableType]:
    rows = [row for row in told.exchanges or () if row.given_ever or row.received_ever]
    if not rows:
        return
    most = max(count for row in rows for count in row[1:3])
    yield line(("Give and take", "bold"), f"  since {told.since}; ever, as given:received")
    heads = ("", "GIVEN", "", "RECEIVED", "", "EVER")
    yield chart(
        heads,
        [
            (f"  {_KINDS[kind]}", given, Bar(most, given), got, Bar(most, got), f"{given_ever:,}:{got_ever:,}")
            for kind, given, got, given_ever, got_ever in rows
        ],
        width,
    )


def _places(kind: str) -> Callable[[Stats, int], Iterator[RenderableType]]:
    """Return the part that tells the places of a kind with the most people of mine."""

    def part(told: Stats, width: int) -> Iterator[RenderableType]:
        places = [place for place in told.places or () if place.kind == kind]
        if places:
            yield line((_PLACES[kind], "bold"), "  with the most people of yours")
            most = places[0].people
            yield chart(("", "", ""), [(f"  {p.name}", p.people, Bar(most, p.people)) for p in places], width)

    return part


def _people(count: int) -> str:
    return counted(count, "person", "people")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}"
