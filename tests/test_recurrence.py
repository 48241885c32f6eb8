"""Spans of time and what comes again: held to dateutil's recurrence rules, which share no code with ours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from netcli.errors import BadInputError
from netcli.recurrence import after, in_words, length, next_after, next_yearly, occurrences, read_span, yearly

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
SPANS = st.builds(lambda count, unit: f"{count}{unit}", st.integers(1, 40), st.sampled_from("dwmy"))


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("2w", "2w"), ("10 days", "10d"), ("every 3 months", "3m"), ("tous les 3 mois", "3m"), ("monthly", "1m"),
        ("mensuel", "1m"), ("Chaque mois", "1m"), ("toutes les 2 semaines", "2w"), ("1 an", "1y"), ("tous les ans", "1y"),
        ("Quarterly", "3m"), ("every year", "1y"), ("half-yearly", "6m"), ("3 années", "3y"),
    ],
)  # fmt: skip
def test_spans_are_read_in_english_and_french(typed: str, span: str) -> None:
    """As people write them; kept as a count and a unit."""
    assert read_span(typed) == span


@pytest.mark.parametrize("typed", ["", "3", "w", "month", "0d", "-1w", "none", "every", "99999d", "2w3d", "tuesday"])
def test_anything_else_is_no_span(typed: str) -> None:
    """What leaves open how long is refused, with what may be written."""
    with pytest.raises(BadInputError, match="not a span of time"):
        read_span(typed)


def test_never_is_a_span_only_where_it_may_be_one() -> None:
    """`none` says that no contact is wanted."""
    assert read_span("jamais", may_be_never=True) == "none"
    assert (in_words("none"), in_words("1m"), in_words("10d"), length("1y")) == (
        "never", "every month", "every 10 days", "1 year",
    )  # fmt: skip


@given(first=DAYS, span=SPANS)
def test_what_comes_again_is_what_dateutil_says(first: date, span: str) -> None:
    """Counted from the first day; a month without that day gives its last one."""
    count, unit = int(span[:-1]), span[-1]
    ends = {"bymonthday": tuple(range(min(first.day, 28), first.day + 1)), "bysetpos": -1} if unit in "my" else {}
    year = {"bymonth": first.month} if unit == "y" else {}
    frequency = {"d": DAILY, "w": WEEKLY, "m": MONTHLY, "y": YEARLY}[unit]
    rule = rrule(
        frequency, dtstart=datetime(first.year, first.month, first.day, tzinfo=UTC), interval=count, **ends, **year
    )  # as dateutil takes them

    assert list(islice(occurrences(first, span), 30)) == [moment.date() for moment in islice(rule, 30)]


@given(first=DAYS, span=SPANS, day=DAYS)
def test_the_next_one_is_the_first_that_is_later(first: date, span: str, day: date) -> None:
    """However far the day is from the first: none is skipped, none comes twice."""
    found = next_after(first, span, day)

    assert found == next(one for one in occurrences(first, span) if one > day)


@given(first=DAYS, span=SPANS)
def test_occurrences_rise(first: date, span: str) -> None:
    """Each is later than the one before."""
    assert all(one < other for one, other in pairwise(islice(occurrences(first, span), 50)))


def test_a_span_beyond_the_calendar_ends_with_it() -> None:
    """The last day of all stands for those that there are not."""
    assert after(date(2026, 3, 2), "8500y") == after(date(9999, 12, 31), "1d") == date.max


def test_the_calendar_ends() -> None:
    """Nothing comes after the year 9999, and nothing breaks there."""
    assert next_after(date(9999, 1, 1), "1y", date(9999, 6, 1)) is None
    assert len(list(occurrences(date(9990, 1, 1), "1y"))) == 10


def test_a_birthday_on_29_february_is_kept_on_the_last_of_february() -> None:
    """In every year once, on the 29th where there is one."""
    days = [yearly(2, 29, year) for year in range(2023, 2033)]

    assert [day.day for day in days] == [28, 29, 28, 28, 28, 29, 28, 28, 28, 29]
    assert {day.month for day in days} == {2}


@given(birth=st.dates(date(1900, 1, 1), date(2030, 12, 31)), today=DAYS)
def test_the_next_anniversary_is_within_a_year(birth: date, today: date) -> None:
    """Today counts; no day lies between that would be one."""
    found = next_yearly(birth.month, birth.day, today)

    assert today <= found <= today + timedelta(days=366)
    assert found == min(
        day for year in (today.year, today.year + 1) if (day := yearly(birth.month, birth.day, year)) >= today
    )
