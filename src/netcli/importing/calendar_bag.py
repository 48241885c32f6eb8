"""What is kept of events while calendars are read: who, on which days; a few numbers an event.

Events of one UID belong together: a series, those of it that were moved or called off, newer versions of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from netcli.domain.message_seen import short_digest
from netcli.importing.formats.ics import Event
from netcli.importing.formats.ics_dates import Zones
from netcli.importing.formats.ics_people import Guest
from netcli.importing.formats.ics_rules import MOST_LOOKED_AT, days_of, read_rule
from netcli.importing.formats.mail_bulk import is_nobody
from netcli.results_import import Rejected
from netcli.shape import NamedTuple

MOST_DAYS = 5_000  #: of one series: every working day of twenty years
MOST_IN_ALL = 1_000_000
MOST_LOOKED_AT_IN_ALL = 5_000_000

ALONE = "events with nobody but one person in them"
CALLED_OFF = "events that were called off"
TO_COME = "events to come"
_ANSWERS = "answers to invitations: the invitation itself counts"
_ODD_RULE = "repetitions that cannot be read: the first day alone counts"
_CUT = f"events that come again too often: {MOST_DAYS:,} days are the most"


class Meeting(NamedTuple):
    """An event on one day: the numbers of those there, whether it was a call, or a whole day that is kept free."""

    day: date
    people: tuple[int, ...]
    is_call: bool = False
    is_free: bool = False
    title: str = ""


class Told(NamedTuple):
    """What is told of one event: its meetings, and of which days that is all; None for all of them."""

    digest: int
    meetings: tuple[Meeting, ...]
    speaks_of: frozenset[date] | None = None


class _Version(NamedTuple):
    event: Event
    people: tuple[int, ...]

    def on(self, day: date) -> Meeting:
        event = self.event
        return Meeting(day, self.people, event.is_call, event.is_free, event.title)


class CalendarBag:
    """Events that count, people by number, and how many were left out and why."""

    def __init__(self) -> None:
        self.read = 0
        self.skipped: Counter[str] = Counter()
        self.rejected: list[Rejected] = []
        self.addresses: list[str] = []
        self.calendars: set[str] = set()  #: what they are called; of Google's it is their owner's address
        self.organised: Counter[str] = Counter()  #: how many events somebody organised, by address
        self.zones = Zones()
        self._names: dict[int, str] = {}
        self._numbers: dict[str, int] = {}
        self._events: dict[int, list[_Version]] = {}
        self._looked_at = self._days = 0

    def name(self, number: int) -> str:
        """Return the fullest name that somebody came with; empty if he came without."""
        return self._names.get(number, "")

    def is_nobody(self, number: int) -> bool:
        """Tell whether an address is one of a program, or there is none."""
        address = self.addresses[number]
        return "@" not in address or is_nobody(address)

    def take(self, event: Event, where: str = "") -> None:
        """Keep an event."""
        self.read += 1
        if event.is_answer:
            self.skipped[_ANSWERS] += 1
            return
        people = tuple(self._number(guest) for guest in event.guests if self._is_there(guest))
        if event.start is None and event.instance is None:
            self.rejected.append(Rejected(where + event.where, "it has no day that can be read"))
            return
        if len(people) < 2 and not event.is_cancelled:
            self.skipped[ALONE] += 1
        self.organised[event.organiser] += 1
        self._events.setdefault(_digest(event), []).append(_Version(event._replace(guests=()), people))

    def _is_there(self, guest: Guest) -> bool:
        if guest.absent:
            self.skipped[guest.absent] += 1
        return not guest.absent

    def _number(self, guest: Guest) -> int:
        number = self._numbers.get(guest.key)
        if number is None:
            number = self._numbers[guest.key] = len(self.addresses)
            self.addresses.append(guest.key)
        if guest.name and len(guest.name.split()) > len(self._names.get(number, "").split()):
            self._names[number] = guest.name
        return number

    def digests(self) -> list[int]:
        """Return by which numbers events are known."""
        return list(self._events)

    def told(self, today: date) -> Iterator[Told]:
        """Yield what is told of each event, with its meetings up to today."""
        for digest, versions in self._events.items():
            yield self._told(digest, versions, today)

    def _told(self, digest: int, versions: list[_Version], today: date) -> Told:
        series = _newest([version for version in versions if version.event.instance is None])
        days: dict[date, tuple[date, _Version] | None] = {}  # of the series -> when it was
        is_cut = False
        for version in series:
            found, cut = self._days_of(version, today)
            is_cut |= cut
            days.update({day: (day, version) for day in found} if not version.event.is_cancelled else {})
        apart = _newest([version for version in versions if version.event.instance is not None])
        zone = next((v.event.start.zone for v in series if v.event.start), "")
        for version in sorted(apart, key=lambda version: not version.event.is_onward):
            self._move(days, version, zone)
        was = [moved for moved in days.values() if moved is not None]
        self._count(versions, was, today)
        past = [(day, version) for day, version in was if day <= today and len(version.people) > 1]
        most = max(0, min(MOST_DAYS, MOST_IN_ALL - self._days))
        kept = sorted(past, key=lambda pair: pair[0])[max(0, len(past) - most) :]
        self._days += len(kept)
        if is_cut or len(kept) < len(past):
            self.skipped[_CUT] += 1
        whole = bool(series) and not is_cut and len(kept) == len(past)
        left = (day for day, moved in days.items() if moved is None or moved[0] != day)
        speaks_of = None if whole else frozenset((*left, *(day for day, _ in kept)))
        return Told(digest, tuple(_together(kept)), speaks_of)

    def _count(self, versions: list[_Version], was: list[tuple[date, _Version]], today: date) -> None:
        called_off = sum(version.event.is_cancelled for version in versions)
        self.skipped[CALLED_OFF] += called_off
        if was and all(day > today for day, _ in was) and any(len(version.people) > 1 for _, version in was):
            self.skipped[TO_COME] += 1

    def _move(self, days: dict[date, tuple[date, _Version] | None], version: _Version, zone: str) -> None:
        """Put one of a series, or all from it on, where it was moved to; take it out if it was called off."""
        event = version.event
        if event.instance is None:
            return
        day = self.zones.written(event.instance, zone).date()
        to = event.start.at.date() if event.start else day
        moved = [held for held in days if held >= day] if event.is_onward else [day]
        for held in moved:
            try:
                days[held] = None if event.is_cancelled else (held + (to - day), version)
            except OverflowError:
                days[held] = None

    def _days_of(self, version: _Version, today: date) -> tuple[set[date], bool]:
        """Return the days of an event up to today, its first one in any case, and whether there may be more."""
        event, start = version.event, version.event.start
        if start is None:
            return set(), False
        found, is_cut = {start.at.date()}, False
        if len(version.people) < 2:
            return found, False
        for text in event.rules:
            more, cut, is_read = self._by_rule(text, event, today)
            found |= more
            is_cut |= cut
            self.skipped[_ODD_RULE] += not is_read
        found.update(self.zones.written(moment, start.zone).date() for moment in event.more)
        for text in event.rules_out:
            found -= self._by_rule(text, event, today)[0]
        found.difference_update(self.zones.written(moment, start.zone).date() for moment in event.out)
        return found, is_cut

    def _by_rule(self, text: str, event: Event, today: date) -> tuple[set[date], bool, bool]:
        """Return (days of a rule, whether there may be more, whether it can be read)."""
        rule = read_rule(text)
        if rule is None or event.start is None:
            return set(), False, rule is not None
        until = self.zones.written(rule.until, event.start.zone) if rule.until else None
        left = max(0, min(MOST_LOOKED_AT, MOST_LOOKED_AT_IN_ALL - self._looked_at))
        days = days_of(rule, event.start.at, until, today, left)
        self._looked_at += days.looked_at
        return set(days.days), days.is_cut, True


def _newest(versions: list[_Version]) -> list[_Version]:
    """Return the newest versions of an event, or of each one of a series: of an event all that begin another day."""
    if len(versions) < 2:
        return versions
    newest: dict[object, int] = {}
    for version in versions:
        at = version.event.instance
        newest[at] = max(newest.get(at, 0), version.event.sequence)
    last: dict[object, _Version] = {}
    for version in versions:
        event = version.event
        if event.sequence == newest[event.instance]:
            last[event.instance, event.start if event.instance is None else None] = version
    return list(last.values())


def _together(days: list[tuple[date, _Version]]) -> Iterator[Meeting]:
    """Yield a meeting for each day: two of one series on one day are one, with everybody in either."""
    held: Meeting | None = None
    for day, version in days:
        meeting = version.on(day)
        if held is not None and held.day == day:
            held = held._replace(people=tuple(dict.fromkeys((*held.people, *meeting.people))))
            continue
        if held is not None:
            yield held
        held = meeting
    if held is not None:
        yield held


def _digest(event: Event) -> int:
    """Return 64 bits of what tells an event from others: its UID, else when it begins and who is in it."""
    parts = (event.uid,) if event.uid else ("", str(event.start), *sorted(guest.key for guest in event.guests))
    return short_digest("\0".join(parts).encode("utf-8", "replace"))
