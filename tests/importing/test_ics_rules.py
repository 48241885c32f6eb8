"""Rules by which events come again: held to dateutil's, which share no code with ours, and bounded where they are not."""

# ruff: noqa: DTZ001, DTZ007 - dates as they are written, in no zone

from __future__ import annotations

from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.importing.formats.ics_dates import Zones, read_moment, read_moments
from netcli.importing.formats.ics_rules import MOST_LOOKED_AT, days_of, read_rule

LAST = date(2026, 3, 2)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _ours(text: str, start: datetime, last: date = LAST) -> list[date]:
    rule = read_rule(text)
    assert rule is not None, text
    return list(days_of(rule, start, rule.until.at if rule.until else None, last).days)


def _theirs(text: str, start: datetime, last: date = LAST) -> list[date]:
    found: list[date] = []
    for at in rrulestr(text, dtstart=start):
        if at.date() > last:
            break
        found.append(at.date())
    return sorted(set(found))


def _some(values: st.SearchStrategy[int], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(lambda found: ",".join(map(str, found)))


_WEEKDAYS = st.lists(st.sampled_from(_DAYS), min_size=1, max_size=4, unique=True).map(",".join)
#: Days with an ordinal or without: dateutil takes both together for days that are both.
_ORDINALS = _WEEKDAYS | st.lists(
    st.tuples(st.sampled_from(["1", "2", "4", "5", "-1", "-2"]), st.sampled_from(_DAYS)).map("".join),
    min_size=1, max_size=3, unique=True,
).map(",".join)  # fmt: skip
_MONTHDAY = st.sampled_from([1, 2, 13, 28, 29, 30, 31, -1, -2, -31])
_PARTS: dict[str, dict[str, st.SearchStrategy[str]]] = {
    "DAILY": {"BYMONTH": _some(st.integers(1, 12)), "BYMONTHDAY": _some(_MONTHDAY), "BYDAY": _WEEKDAYS},
    "WEEKLY": {"BYMONTH": _some(st.integers(1, 12)), "BYDAY": _WEEKDAYS, "WKST": st.sampled_from(_DAYS)},
    "MONTHLY": {
        "BYMONTH": _some(st.integers(1, 12)), "BYMONTHDAY": _some(_MONTHDAY), "BYDAY": _ORDINALS,
        "BYSETPOS": _some(st.sampled_from([1, 2, -1, -2]), 2),
    },
    "YEARLY": {
        "BYMONTH": _some(st.integers(1, 12)), "BYMONTHDAY": _some(_MONTHDAY), "BYDAY": _ORDINALS,
        "BYYEARDAY": _some(st.sampled_from([1, 60, 200, 366, -1, -366])),
        "BYSETPOS": _some(st.sampled_from([1, 3, -1]), 2),
    },
}  # fmt: skip


@st.composite
def _rules(draw: st.DrawFn) -> str:
    """Draw a rule whose days are as many as can be listed."""
    freq = draw(st.sampled_from(sorted(_PARTS)))
    parts = {name: draw(values) for name, values in _PARTS[freq].items() if draw(st.booleans())}
    if not {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYMONTH"} & set(parts):
        parts.pop("BYSETPOS", None)
    if "BYYEARDAY" in parts:
        parts.pop("BYMONTH", None)
    parts["INTERVAL"] = str(draw(st.integers(1, 5)))
    ends = draw(st.sampled_from(["", "COUNT", "UNTIL"]))
    if ends == "COUNT":
        parts["COUNT"] = str(draw(st.integers(1, 40)))
    elif ends:
        parts["UNTIL"] = draw(st.dates(date(2016, 1, 1), LAST)).strftime("%Y%m%dT") + draw(
            st.sampled_from(["000000", "093000", "235959"])
        )
    else:
        parts["UNTIL"] = "20260302T235959"
    return ";".join([f"FREQ={freq}", *(f"{name}={value}" for name, value in parts.items())])


@settings(max_examples=150, deadline=None)
@given(_rules(), st.datetimes(datetime(2015, 1, 1), datetime(2024, 12, 31)))
def test_the_days_are_those_of_dateutil(text: str, at: datetime) -> None:
    """Of every frequency, with every part that netcli reads, ending or not."""
    start = at.replace(hour=9, minute=30, second=0, microsecond=0)

    if len(found := _theirs_bounded(text, start)) < 5000:
        assert _ours(text, start) == found


def _theirs_bounded(text: str, start: datetime) -> list[date]:
    """Return dateutil's days; of a rule that never comes true none, without waiting for the year 9999."""
    rule = read_rule(text)
    assert rule is not None
    never = rule.monthdays and rule.months and not _can_be(rule.months, rule.monthdays)
    return [] if never else _theirs(text, start)


def _can_be(months: tuple[int, ...], days: tuple[int, ...]) -> bool:
    longest = {month: 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31 for month in range(1, 13)}
    return any(abs(day) <= longest[month] for month in months for day in days)


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", "20200101", ["2021-01-04", "2022-01-03"]),
        ("FREQ=YEARLY;BYWEEKNO=20", "20200513", ["2020-05-13", "2021-05-19", "2022-05-18"]),
        ("FREQ=MONTHLY;COUNT=3", "20200131", ["2020-01-31", "2020-03-31", "2020-05-31"]),
        ("FREQ=DAILY;COUNT=4;BYHOUR=9,15", "20200101", ["2020-01-01", "2020-01-02"]),
        ("FREQ=HOURLY;INTERVAL=36;COUNT=3", "20200101", ["2020-01-01", "2020-01-02", "2020-01-04"]),
        ("FREQ=MINUTELY;INTERVAL=30;COUNT=60", "20200101", ["2020-01-01", "2020-01-02"]),
        ("freq=weekly;byday=mo , we;count=2", "20200106", ["2020-01-06", "2020-01-08"]),
        ("W2 MO WE #4", "20200106", ["2020-01-06", "2020-01-08", "2020-01-20", "2020-01-22"]),
        ("D2", "20200106", ["2020-01-06", "2020-01-08"]),
        ("MP1 1+ MO 2- FR 20200401T000000Z", "20200106", ["2020-01-06", "2020-01-24", "2020-02-03", "2020-02-21"]),
        ("MD1 7 LD #3", "20200107", ["2020-01-07", "2020-01-31", "2020-02-07"]),
        ("YM1 6 7 #3", "20200607", ["2020-06-07", "2020-07-07", "2021-06-07"]),
    ],
)
def test_rules_that_dateutil_reads_otherwise_or_not(text: str, first: str, days: list[str]) -> None:
    """Weeks of the year, many times a day, and the grammar of vCalendar 1.0."""
    start = datetime.strptime(first, "%Y%m%d")
    found = [day.isoformat() for day in _ours(text, start)]
    assert found[: len(days)] == days
    assert len(found) == len(days) or "COUNT" not in text.upper()


@pytest.mark.parametrize(
    "text",
    [
        "", "FREQ=", "FREQ=OFTEN", "FREQ=DAILY;INTERVAL=x", "FREQ=WEEKLY;BYDAY=XX", "FREQ=YEARLY;BYEASTER=0",
        "FREQ=DAILY;UNTIL=soon", "FREQ=DAILY;COUNT=99999999999", "RSCALE=CHINESE;FREQ=YEARLY", "X1 #2",
    ],
)  # fmt: skip
def test_what_is_no_rule_is_none(text: str) -> None:
    """Nothing is guessed of it."""
    assert read_rule(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=13", "FREQ=HOURLY;BYYEARDAY=999",
        "FREQ=YEARLY;INTERVAL=1000000", "FREQ=MINUTELY;INTERVAL=1000000;COUNT=1000000", "FREQ=MONTHLY;BYSETPOS=999",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "FREQ=SECONDLY;INTERVAL=86401", "FREQ=WEEKLY;INTERVAL=0",
    ],
)  # fmt: skip
@pytest.mark.parametrize("first", [datetime(1, 1, 1), datetime(1970, 1, 1), datetime(9999, 12, 31)])
def test_no_rule_looks_at_more_days_than_there_may_be(text: str, first: datetime) -> None:
    """Those that never come true, or every second since the year 1: the days looked at are counted, and few."""
    rule = read_rule(text)
    assert rule is not None

    found = days_of(rule, first, None, LAST)

    assert len(found.days) <= MOST_LOOKED_AT + 366
    assert list(found.days) == sorted(set(found.days))


def test_moments_are_taken_as_they_are_written() -> None:
    """A day, a time that floats, one in UTC, one of a zone; of a period the beginning; what is no date is nothing."""
    assert [(m.at.isoformat(), m.zone, m.is_day) for m in read_moments("20260105,20260105T093000Z/PT1H", "Europe/Paris")] == [
        ("2026-01-05T00:00:00", "", True), ("2026-01-05T09:30:00", "Z", False),
    ]  # fmt: skip
    assert read_moment("20260105T0930", "Europe/Paris") == read_moment("2026-01-05T09:30:00", "Europe/Paris")
    for text in ("", "today", "20260230", "00000101", "2026"):
        assert read_moment(text) is None


def test_a_moment_is_told_in_another_zone() -> None:
    """By the tz database, else by what the file says of the zone, else as it is written."""
    zones = Zones()
    from datetime import timedelta

    zones.define("Office", timedelta(hours=8))
    zones.define("Office", timedelta(hours=9))
    utc = read_moment("20260701T230000Z")
    assert utc is not None
    assert [zones.written(utc, zone).strftime("%d %H") for zone in ("Asia/Tokyo", "Office", "Nowhere", "", "Z")] == [
        "02 08", "02 08", "01 23", "01 23", "01 23",
    ]  # fmt: skip
    assert zones.written(utc, "/freeassociation.sourceforge.net/Europe/Paris").hour == 1
    for name in ("../../etc/passwd", "Europe", "\0", "x" * 5000):
        assert zones.written(utc, name) == utc.at
