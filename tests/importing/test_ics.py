"""Events of calendars, read block by block, and the days they are kept of: bounded, whatever a file holds."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.importing.calendar_bag import MOST_DAYS, MOST_LOOKED_AT_IN_ALL, CalendarBag
from netcli.importing.formats import ics
from netcli.importing.formats.ics import Calendars, Event, blocks
from netcli.importing.formats.ics_dates import Zones
from netcli.importing.formats.ics_head import is_calendar

TODAY = date(2026, 3, 2)
TWO = "ATTENDEE:mailto:a@example.org\nATTENDEE:mailto:b@example.org\n"


def events(text: str) -> list[Event]:
    """Return the events of a calendar."""
    return list(Calendars(BytesIO(text.encode()), Zones()))


def bag_of(text: str) -> CalendarBag:
    """Return a bag with the events of a calendar."""
    bag = CalendarBag()
    for event in Calendars(BytesIO(text.encode()), bag.zones):
        bag.take(event)
    return bag


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b"BEGIN:VCALENDAR\r\n", True), (b"\xef\xbb\xbf\r\n begin : vcalendar\n", True), (b"BEGIN:VEVENT\r", True),
        ("BEGIN:VCALENDAR\n".encode("utf-16"), True), (b"BEGIN:VCARD\n", False), (b"X BEGIN:VCALENDAR\n", False),
        (b"Subject: x\n\nBEGIN:VCALENDAR\n", False), (b"BEGIN:VCALENDARS\n", False), (b"", False),
    ],
)  # fmt: skip
def test_a_calendar_is_told_by_how_it_begins(head: bytes, known: bool) -> None:
    """In any case and encoding, after marks and blank lines; not by what stands in the middle of a mail."""
    assert is_calendar(head) is known


def test_an_event_is_what_stands_in_it_itself() -> None:
    """Not what its alarms say, nor the zone before it; the first of a name counts."""
    (event,) = events(
        "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=YEARLY\n"
        'TZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID="Z":20260105T093000\n'
        f"{TWO}BEGIN:VALARM\nDTSTART:20200101\nATTENDEE:mailto:c@example.org\nEND:VALARM\nUID:2\nEND:VEVENT\nEND:VCALENDAR\n"
    )

    assert (event.uid, [guest.key for guest in event.guests]) == ("1", ["a@example.org", "b@example.org"])
    assert event.start is not None
    assert (event.start.at.isoformat(), event.start.zone, event.rules) == ("2026-01-05T09:30:00", "Z", ())


def test_an_event_without_its_end_is_read_all_the_same() -> None:
    """Ended by the next one, or by the end of the file; it is told."""
    calendars = Calendars(BytesIO(b"BEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nBEGIN:VEVENT\nUID:2\nUID"), Zones())

    assert [event.uid for event in calendars] == ["1", "2"]
    assert calendars.left_out == {"events without their end": 2}


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["A:x", " folded", "\tf", "B:=20=", "=C3", 'C;X="a:b":y', "", "END:VEVENT"]), max_size=40),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(1, 50),
)
def test_blocks_are_the_file(lines: list[str], end: str, size: int) -> None:
    """However small they are, nothing is lost between them, and no line is cut."""
    from netcli.importing.formats.contentline import joined_lines

    data = end.join(lines).encode()
    before, ics._BLOCK = ics._BLOCK, size
    try:
        parts = list(blocks(BytesIO(data), None, Counter()))
    finally:
        ics._BLOCK = before

    assert b"".join(parts) == data
    whole = [line.text for line in joined_lines(data)]
    assert [line.text for part in parts for line in joined_lines(part)] == whole


def test_a_line_that_never_ends_takes_no_memory() -> None:
    """It is left out and told, and what comes after it is read."""
    left_out = Counter[str]()
    data = b"A:1\n" + b"x" * (40 << 20) + b"\nB:2\nC:3\n"
    parts = list(blocks(BytesIO(data), None, left_out))

    assert max(map(len, parts)) < (20 << 20)
    assert parts[-1].endswith(b"C:3\n")
    assert sum(left_out.values()) >= 1


def _event(number: int, rule: str) -> str:
    return f"BEGIN:VEVENT\nUID:{number}\nDTSTART:19000101T000000Z\n{TWO}RRULE:{rule}\nEND:VEVENT\n"


def test_the_days_looked_at_are_bounded_in_all() -> None:
    """Rules that never come true, or every second: no more days are kept of one than there may be, and it is told."""
    rules = ("FREQ=SECONDLY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MINUTELY;BYYEARDAY=-366") * 60
    bag = bag_of("".join(_event(number, rule) for number, rule in enumerate(rules)))
    told = list(bag.told(TODAY))

    assert max(len(one.meetings) for one in told) == MOST_DAYS
    assert max(meeting.day for one in told for meeting in one.meetings) == TODAY
    assert bag._looked_at <= MOST_LOOKED_AT_IN_ALL + 400
    assert bag.skipped["events that come again too often: 5,000 days are the most"] > 60
    cut = [one for one in told if len(one.meetings) == MOST_DAYS]
    assert all(one.speaks_of == {meeting.day for meeting in one.meetings} for one in cut)  # older days may be on file


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_events_in_a_file_does_not_matter(order: list[int]) -> None:
    """A series, its exceptions and its older version give the same days wherever they stand."""
    parts = [
        f"UID:s\nDTSTART:20260105T090000\nSEQUENCE:1\nRRULE:FREQ=WEEKLY;COUNT=4\n{TWO}",
        f"UID:s\nDTSTART:20260106T090000\nSEQUENCE:0\n{TWO}",
        f"UID:s\nRECURRENCE-ID:20260112T090000\nSEQUENCE:1\nDTSTART:20260113\n{TWO}ATTENDEE:mailto:c@example.org\n",
        f"UID:s\nRECURRENCE-ID:20260112T090000\nDTSTART:20260114\n{TWO}",
        "UID:s\nRECURRENCE-ID:20260119T090000\nSTATUS:CANCELLED\n",
    ]
    bag = bag_of("".join(f"BEGIN:VEVENT\n{parts[number]}END:VEVENT\n" for number in order))
    (told,) = bag.told(TODAY)

    days = [(meeting.day.day, len(meeting.people)) for meeting in told.meetings]
    assert days == [(5, 2), (13, 3), (26, 2)]


def test_events_without_a_uid_are_told_by_day_and_people() -> None:
    """Two of a day with other people are two; one that stands twice is one."""
    one = f"BEGIN:VEVENT\nDTSTART:20260105\n{TWO}END:VEVENT\n"
    other = one.replace("b@example.org", "c@example.org")

    assert len(list(bag_of(one + other + one).told(TODAY))) == 2
