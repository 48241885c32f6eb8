"""The shapes of upkeep: cadences, who is due, reminders, days to come, today."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record, columns
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref
    from netcli.results_introduction import Introduction
    from netcli.results_source import ChangeRow
    from netcli.results_tie import InteractionRow, TieEvidence


class Cadence(NamedTuple):
    """How often contact is wanted: with a person, or with all of a tag or a group (`kind`: person, tag, group).

    `every` and `at_most` are spans (10d, 2w, 3m, 1y; `every` may be none: never ask); `people` counts my contacts that
    it is meant for. `paused` tells that it does not count now, `until` from when on it does again.
    """

    kind: str
    name: str
    every: str
    at_most: str | None
    set_on: str
    paused: bool
    until: str | None
    people: int


class CadenceList(NamedTuple):
    """Cadences: of people, then of tags and groups, by name; `beyond` counts those that --limit left out."""

    cadences: tuple[Cadence, ...]
    beyond: int = 0


class Due(NamedTuple):
    """Something to do: get back to somebody (`kind` contact), or what a reminder or a promise says.

    `on` is the day on which it was due, `days` how long ago that was (negative: still to come). Of a contact `last` is
    the partial date of the last one (null: never), `every` the cadence, `basis` where that is from, `late` whether the
    longest silence wanted is over, `score` = tie strength x overdue (0-5), `leads_to` how many people he alone of my
    contacts knows. `way` is the best way to write to him, `command` deals with it; the last contact went through a
    `channel` and is known from a `source`, null if it was logged by hand.
    """

    kind: str
    person: Ref | None
    text: str
    on: str
    days: int
    last: str | None
    every: str | None
    basis: str | None
    late: bool
    score: float | None
    leads_to: int
    way: str | None
    reminder: int | None
    command: str
    channel: str | None = None
    source: str | None = None


class DueList(NamedTuple):
    """What is due: people first, those whom it matters most to get back to before others, then reminders by day.

    `waiting` counts those who are due beside the seven of the day, `beyond` those that --limit left out, `clocks` the
    people whose clock runs at all; `next` is who is due next, if nobody is; `why` asks for the reasons on the page.
    """

    due: tuple[Due, ...]
    waiting: int = 0
    beyond: int = 0
    clocks: int = 0
    next: Due | None = None
    why: bool = False


class Reminder(NamedTuple):
    """A dated thing to do; `on` is when it is due next, `promise` whose promise it is (mine, theirs), if it is one."""

    id: int
    person: Ref | None
    text: str
    on: str
    every: str | None
    promise: str | None
    done: str | None
    overdue: bool


class ReminderList(NamedTuple):
    """Reminders by day; `beyond` counts those that --limit left out."""

    reminders: tuple[Reminder, ...]
    beyond: int = 0


class Occasion(NamedTuple):
    """A day that comes back every year: `kind` is birthday, work anniversary, or the words of a dated event.

    `on` is the next one, `days` how far off; `years` how many it completes, where the first year is known. `first` is
    the date as it is kept, `what` the organisation or the words of the event.
    """

    kind: str
    person: Ref
    on: str
    days: int
    years: int | None
    text: str
    way: str | None
    first: str
    what: str


class OccasionList(NamedTuple):
    """Occasions by day, then name; `beyond` counts those that --limit left out."""

    occasions: tuple[Occasion, ...]
    beyond: int = 0


class TodayItem(NamedTuple):
    """One line of today: `kind` says of which part, `commands` what deals with it, the likeliest first."""

    kind: str
    person: Ref | None
    text: str
    on: str | None
    way: str | None
    commands: tuple[str, ...]


class More(NamedTuple):
    """How many things of a kind stand not on the screen, and the command that lists them."""

    kind: str
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody calls
    command: str


class Today(NamedTuple):
    """What is to be done today, part by part; `more` tells what the screen has no room for.

    `has_clocks` tells whether anybody can fall due at all.
    """

    items: tuple[TodayItem, ...]
    on: str
    more: tuple[More, ...] = ()
    has_clocks: bool = True


class Opened(NamedTuple):
    """A link to somebody that was handed to the desktop, or printed."""

    person: Ref
    link: str


class Brief(NamedTuple):
    """What to know before I meet somebody: who, since when, what changed since, whom we both know, what is open.

    `changes` are those since the last contact; `mutual` the best placed of `mutual_count`; `given` and `received` are
    what we did for each other, in words with dates; `counted` tells by kind how often we were in contact, from where.
    """

    person: Ref
    headline: str | None
    title: str | None
    org: str | None
    since: str | None
    level: int | None
    last: str | None
    days: int | None
    way: str | None
    contacts: tuple[InteractionRow, ...]
    changes: tuple[ChangeRow, ...]
    mutual: tuple[Ref, ...]
    mutual_count: int
    reminders: tuple[Reminder, ...]
    introductions: tuple[Introduction, ...]
    recommendations: tuple[str, ...]
    given: tuple[str, ...]
    received: tuple[str, ...]
    occasions: tuple[Occasion, ...]
    remarks: tuple[str, ...]
    counted: tuple[TieEvidence, ...]


def _brief(found: Brief) -> list[Record]:
    """Return what to know as (field, value) records, empty fields left out, one a thing."""
    single = ("headline", "title", "org", "since", "level", "last", "days", "way")
    return [
        ("person", found.person.id, found.person.handle, found.person.name),
        *((name, getattr(found, name)) for name in single if getattr(found, name) is not None),
        *(("contact", c.on, c.channel, c.text) for c in found.contacts),
        *(("counted", c.kind, c.count, c.date, c.source) for c in found.counted),
        *(("change", c.on, c.field, c.before, c.after) for c in found.changes),
        *(("mutual", ref) for ref in found.mutual),
        *(("reminder", r.id, r.on, r.promise, r.text) for r in found.reminders),
        *(("introduction", i.id, i.state, i.since, i.requester, i.target) for i in found.introductions),
        *(
            (name, text)
            for name in ("recommendations", "given", "received", "remarks")
            for text in getattr(found, name)
        ),
        *(("occasion", o.on, o.kind, o.text) for o in found.occasions),
    ]


LISTS: dict[str, Listed] = {
    "CadenceList": Listed(
        "cadences", columns("kind name every at_most set_on paused until people"),
        {"paused": lambda c: "paused" * c.paused},
    ),
    "DueList": Listed("due", columns("kind person text on days last every score way command channel source")),
    "ReminderList": Listed("reminders", columns("id on person text every promise done overdue")),
    "OccasionList": Listed("occasions", columns("on kind person text days years way")),
    "Today": Listed(
        "items", columns("kind person text on way commands"), {"commands": lambda t: "; ".join(t.commands)}, alone=False
    ),
}  # fmt: skip
RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "Brief": _brief,
    "Opened": lambda r: [(r.link,)],
}
