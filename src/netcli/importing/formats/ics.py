"""Events of calendars: iCalendar (RFC 5545) and vCalendar 1.0, read a block at a time, damaged or not.

Lines are those of cards (contentline.py). Of an event only what tells who met when is looked at: a description or an
attachment is passed over as it comes.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator

from netcli.importing.formats.contentline import (
    LONGEST_LINE,
    ContentLine,
    as_utf8,
    joined_lines,
    parsed,
    unescape,
)
from netcli.importing.formats.ics_dates import Moment, Zones, read_moments, read_offset
from netcli.importing.formats.ics_people import Guest, read_guest
from netcli.importing.formats.mail_blocks import Stream
from netcli.shape import NamedTuple
from netcli.text import one_line

MOST_GUESTS = 2_000
MOST_MOMENTS = 20_000
DEEPEST = 8
_BLOCK = 1 << 20
_TAIL = 1 << 16
_LONGEST_TITLE = 300
_NO_END = "events without their end"
_TOO_LONG = "lines of more than 16 MB"
_TOO_MANY = f"people of an event beyond the {MOST_GUESTS:,}th"
_BESIDE = {
    "VTODO": "tasks", "VJOURNAL": "journal entries", "VFREEBUSY": "times that are free or busy",
}  # fmt: skip
#: A line that ends neither in a soft break nor before a fold.
_SAFE_END = re.compile(rb"[^=\r\n](?:\r{0,2}\n|\r)(?=[^ \t\r\n])")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_NAME = re.compile(rb"\s*(?:[\w-]+\.)?([\w-]+)[ \t]*[;:]")
#: Places that are none, but where a call is: what programs write into LOCATION of a meeting on line.
_CALL = re.compile(
    r"(?i)https?://|\b(?:microsoft teams|zoom|google meet|webex|skype|jitsi|gotomeeting|facetime|visio(?:conf\w*)?"
    r"|video ?(?:call|konferenz|conference)|online|en ligne)\b"
)


class Event(NamedTuple):
    """A VEVENT: one event, the series of those that come again, or one of a series that is told apart.

    Rules and dates are as written. `instance` names the one of the series that it replaces, with all later ones if
    `is_onward`. An answer says of one of its people alone how he answered. `is_free` tells of a whole day that nobody
    keeps free for it.
    """

    where: str
    uid: str = ""
    sequence: int = 0
    start: Moment | None = None
    instance: Moment | None = None
    is_onward: bool = False
    rules: tuple[str, ...] = ()
    rules_out: tuple[str, ...] = ()
    more: tuple[Moment, ...] = ()
    out: tuple[Moment, ...] = ()
    guests: tuple[Guest, ...] = ()
    organiser: str = ""
    is_cancelled: bool = False
    is_answer: bool = False
    is_call: bool = False
    is_free: bool = False
    title: str = ""


class Calendars:
    """A file of calendars: iterate for its events; then `left_out` tells what was not read, `zones` are known."""

    def __init__(self, stream: Stream, zones: Zones, told: Callable[[int], None] | None = None) -> None:
        self._stream, self._told = stream, told
        self.zones = zones
        self.left_out: Counter[str] = Counter()
        self.read = 0
        self.name = ""  #: what the calendar is called; of Google's it is its owner's address
        self._stack: list[str] = []
        self._deeper = 0
        self._draft: _Draft | None = None
        self._zone, self._method = "", ""

    def __iter__(self) -> Iterator[Event]:
        number = 1
        for block in blocks(self._stream, self._told, self.left_out):
            for line in joined_lines(block, number=number):
                if line.text is None:
                    self.left_out[_TOO_LONG] += 1
                    continue
                name = _NAME.match(line.text)
                if name is None:
                    continue
                take = self._wanted(name[1].decode("latin-1").upper())
                if take is not None:
                    for found in parsed([line], None):
                        yield from take(found)
            number += block.count(b"\n") or block.count(b"\r")
        if self._draft is not None:
            self.left_out[_NO_END] += 1
            yield from self._finish()

    def _wanted(self, name: str) -> Callable[[ContentLine], Iterator[Event]] | None:
        """Return what takes a line of this name here; None where it says nothing that is wanted."""
        if name == "BEGIN":
            return self._begin
        if name == "END":
            return self._end
        if self._deeper:
            return None
        inside = self._stack[-1] if self._stack else ""
        if inside == "VEVENT":
            return self._of_event if name in _FIELDS else None
        return self._beside if (inside, name) in _BESIDE_EVENTS else None

    def _begin(self, line: ContentLine) -> Iterator[Event]:
        name = line.value.strip().upper()
        if self._draft is not None and name in ("VEVENT", "VCALENDAR"):
            self.left_out[_NO_END] += 1
            yield from self._finish()
            self._close("VEVENT")
        if len(self._stack) >= DEEPEST:
            self._deeper += 1
            return
        self._stack.append(name)
        if name == "VEVENT":
            self.read += 1
            self._draft = _Draft(f"event {self.read:,} (line {line.number:,})", self._method)
        elif name == "VCALENDAR":
            self._method = ""
        elif name in _BESIDE:
            self.left_out[_BESIDE[name]] += 1

    def _end(self, line: ContentLine) -> Iterator[Event]:
        name = line.value.strip().upper()
        if self._deeper:
            self._deeper -= 1
            return
        if name in self._stack:
            if "VEVENT" in self._stack[self._stack.index(name) :]:
                yield from self._finish()
            self._close(name)

    def _close(self, name: str) -> None:
        while self._stack and self._stack.pop() != name:
            pass

    def _finish(self) -> Iterator[Event]:
        if self._draft is not None:
            draft, self._draft = self._draft, None
            if draft.too_many:
                self.left_out[_TOO_MANY] += draft.too_many
            yield draft.event()

    def _of_event(self, line: ContentLine) -> Iterator[Event]:
        if self._draft is not None and (take := _FIELDS.get(line.name)):  # a line cut short has no name
            take(self._draft, line)
        return iter(())

    def _beside(self, line: ContentLine) -> Iterator[Event]:
        """Take what is said of a calendar or of a zone."""
        if line.name == "METHOD":
            self._method = line.value.strip().upper()
        elif line.name == "TZID":
            self._zone = line.value.strip()
        elif line.name == "X-WR-CALNAME":
            self.name = one_line(unescape(line.value))
        elif offset := read_offset(line.value):
            self.zones.define(self._zone, offset)
        return iter(())


_BESIDE_EVENTS = {
    ("VCALENDAR", "METHOD"), ("VCALENDAR", "X-WR-CALNAME"), ("VTIMEZONE", "TZID"), ("STANDARD", "TZOFFSETTO"),
    ("DAYLIGHT", "TZOFFSETTO"),
}  # fmt: skip
#: Messages about an event (RFC 5546 section 1.4).
_ANSWERS = frozenset({"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"})


class _Draft:
    """An event as far as it was read."""

    def __init__(self, where: str, method: str) -> None:
        self.fields: dict[str, str] = {}
        self.where, self.method = where, method
        self.moments: dict[str, list[Moment]] = {}
        self.rules: dict[str, list[str]] = {}
        self.guests: list[Guest] = []
        self.organiser: Guest | None = None
        self.too_many = 0
        self.is_onward = self.has_call = False

    def keep(self, line: ContentLine) -> None:
        """Keep a text; the first of a name counts."""
        self.fields.setdefault(line.name, line.value)

    def date(self, line: ContentLine) -> None:
        """Keep dates; what is none is passed over."""
        zone = next(iter(line.param("TZID")), "")
        held = self.moments.setdefault(line.name, [])
        held += list(read_moments(line.value, zone))[: MOST_MOMENTS - len(held)]
        if line.name == "RECURRENCE-ID" and "THISANDFUTURE" in [word.upper() for word in line.param("RANGE")]:
            self.is_onward = True

    def rule(self, line: ContentLine) -> None:
        """Keep a rule."""
        self.rules.setdefault(line.name, []).append(line.value[:2000])

    def guest(self, line: ContentLine) -> None:
        """Keep who is invited."""
        if len(self.guests) < MOST_GUESTS:
            self.guests.append(read_guest(line.head, line.value))
        else:
            self.too_many += 1

    def organise(self, line: ContentLine) -> None:
        """Keep who organises it."""
        self.organiser = self.organiser or read_guest(line.head, line.value)

    def call(self, _line: ContentLine) -> None:
        """Note that there is a way to take part from afar."""
        self.has_call = True

    def event(self) -> Event:
        """Return the event."""
        start = self._moment("DTSTART")
        fields = self.fields
        status = fields.get("STATUS", "").strip().upper()
        return Event(
            self.where,
            one_line(unescape(fields.get("UID", "")))[:1000],
            _number(fields.get("SEQUENCE", "")),
            start,
            self._moment("RECURRENCE-ID"),
            self.is_onward,
            tuple(self.rules.get("RRULE", ())),
            tuple(self.rules.get("EXRULE", ())),
            tuple(self.moments.get("RDATE", ())),
            tuple(self.moments.get("EXDATE", ())),
            self._everybody(),
            self.organiser.key if self.organiser else "",
            status in ("CANCELLED", "CANCELED") or self.method == "CANCEL",
            self.method in _ANSWERS,
            self._is_call(),
            bool(start and start.is_day) and fields.get("TRANSP", "").strip().upper() in ("TRANSPARENT", "1"),
            one_line(unescape(fields.get("SUMMARY", "")))[:_LONGEST_TITLE],
        )

    def _moment(self, name: str) -> Moment | None:
        return next(iter(self.moments.get(name, ())), None)

    def _everybody(self) -> tuple[Guest, ...]:
        """Return everybody, each once; the organiser too, unless his own line as a guest says something else."""
        there: dict[str, Guest] = {}
        for guest in (*self.guests, *([self.organiser] if self.organiser else [])):
            held = there.setdefault(guest.key, guest)
            if not held.name and guest.name:
                there[guest.key] = held._replace(name=guest.name)
        return tuple(there.values())

    def _is_call(self) -> bool:
        place = unescape(self.fields.get("LOCATION", "")).strip()
        return bool(_CALL.search(place)) if place else self.has_call


def _number(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else 0


_FIELDS: dict[str, Callable[[_Draft, ContentLine], None]] = {
    **dict.fromkeys(("UID", "SEQUENCE", "STATUS", "SUMMARY", "LOCATION", "TRANSP"), _Draft.keep),
    **dict.fromkeys(("DTSTART", "RECURRENCE-ID", "RDATE", "EXDATE"), _Draft.date),
    **dict.fromkeys(("RRULE", "EXRULE"), _Draft.rule),
    "ATTENDEE": _Draft.guest,
    "ORGANIZER": _Draft.organise,
    **dict.fromkeys(
        (
            "CONFERENCE",
            "X-GOOGLE-CONFERENCE",
            "X-MICROSOFT-SKYPETEAMSMEETINGURL",
            "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
        ),
        _Draft.call,
    ),
}


def blocks(stream: Stream, told: Callable[[int], None] | None, left_out: Counter[str]) -> Iterator[bytes]:
    """Yield a file in blocks that end where a line does, as UTF-8; `told` hears how many bytes were read.

    A line that is longer than any may be is left out, so that memory stays bounded.
    """
    held, done, is_skipping = b"", 0, False
    decode: codecs.IncrementalDecoder | None = None
    while piece := stream.read(_BLOCK):
        if not done and (charset := _UTF16.get(piece[:2])):
            decode = codecs.getincrementaldecoder(charset)("replace")
        elif not done:
            piece = as_utf8(piece)
        done += len(piece)
        if told:
            told(done)
        held += decode.decode(piece).encode("utf-8", "replace").removeprefix(codecs.BOM_UTF8) if decode else piece
        if is_skipping:
            end = _SAFE_END.search(held)
            held, is_skipping = (held[end.end() :], False) if end else (b"", True)
        if end_at := _last_end(held):
            yield held[:end_at]
            held = held[end_at:]
        elif len(held) > LONGEST_LINE + _BLOCK:
            left_out[_TOO_LONG] += 1
            held, is_skipping = b"", True
    if held:
        yield held


def _last_end(held: bytes) -> int:
    """Return where the last line that is whole ends; 0 if none does."""
    for first in (max(0, len(held) - _TAIL), 0):
        if found := list(_SAFE_END.finditer(held, first)):
            return found[-1].end()
    return 0
