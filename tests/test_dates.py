"""Partial dates: read, widened to days, shifted, aged."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.date_words import read_date
from netcli.dates import age_days, first_day, is_birthday, is_partial, last_day, shift
from netcli.errors import BadInputError

MANY = settings(max_examples=200, deadline=None)
TODAY = date(2026, 3, 2)
DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))
PARTIALS = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-03-04", "2026-03-04"),
        ("2026-03", "2026-03"),
        ("2026", "2026"),
        (" 2026 ", "2026"),
        ("today", "2026-03-02"),
        ("Now", "2026-03-02"),
        ("aujourd’hui", "2026-03-02"),
        ("aujourd'hui", "2026-03-02"),
        ("yesterday", "2026-03-01"),
        ("hier", "2026-03-01"),
        ("tomorrow", "2026-03-03"),
        ("demain", "2026-03-03"),
        ("-3d", "2026-02-27"),
        ("+2w", "2026-03-16"),
        ("-1m", "2026-02-02"),
        ("-1Y", "2025-03-02"),
        ("+0d", "2026-03-02"),
    ],
)
def test_a_date_is_read_as_it_is_typed(typed: str, read: str) -> None:
    """ISO dates keep their precision; words and steps, English or French, count from today."""
    assert read_date(typed, TODAY) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "3",
        "03/04/2026",
        "2026-3-4",
        "20260304",
        "2026-13",
        "2026-00",
        "2026-02-30",
        "2025-02-29",
        "0000",
        "--03-04",
        "2026-03-04T10:00",
        "3d",
        "-3q",
        "-9999y",
        "soon",
    ],
)
def test_anything_else_is_refused_with_what_was_typed(typed: str) -> None:
    """A date that does not exist, or can be read in two ways, is no date."""
    with pytest.raises(BadInputError) as refused:
        read_date(typed, TODAY)

    assert typed in refused.value.message
    assert refused.value.code == 65


@pytest.mark.parametrize("typed", ["٢٠٢٦", "２０２６-０３", "-٣d"])
def test_digits_of_other_scripts_are_no_date(typed: str) -> None:
    """What is stored sorts as ASCII: other digits are refused, not stored."""
    with pytest.raises(BadInputError):
        read_date(typed, TODAY)


@MANY
@given(PARTIALS)
def test_reading_a_date_keeps_its_precision(partial: str) -> None:
    """A partial date is read as itself, and reading it again changes nothing."""
    assert is_partial(partial)
    assert read_date(partial, TODAY) == partial
    assert read_date(read_date(partial, TODAY), TODAY) == partial


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("--02-29", True),
        ("--12-31", True),
        ("--02-30", False),
        ("--13-01", False),
        ("--2-9", False),
        ("1980-03-22", True),
        ("1980", True),
        ("1833", True),
        ("206-12-15", False),
        ("--03-14\n", False),
        ("", False),
    ],
)
def test_a_birthday_may_lack_its_year(text: str, is_one: bool) -> None:
    """29 February counts, since some year has it."""
    assert is_birthday(text) is is_one


def test_a_birthday_has_ascii_digits() -> None:
    """Other digits are text, not a date."""
    assert not is_birthday("--٠٢-٢٩")


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2026-03-14", date(2026, 3, 14), date(2026, 3, 14)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_partial_date_spans_days(partial: str, first: date, last: date) -> None:
    """A month and a year last from their first day to their last."""
    assert (first_day(partial), last_day(partial)) == (first, last)


def test_the_last_month_has_a_last_day() -> None:
    """December 9999 ends, though nothing comes after it."""
    assert last_day("9999-12") == date(9999, 12, 31)


@MANY
@given(DAYS)
def test_a_day_lies_within_its_month_and_year(day: date) -> None:
    """Less precision spans more days, and always the day itself."""
    year, month, exact = (day.isoformat()[:length] for length in (4, 7, 10))

    assert first_day(year) <= first_day(month) <= first_day(exact) == day
    assert day == last_day(exact) <= last_day(month) <= last_day(year)


@pytest.mark.parametrize(
    ("day", "count", "unit", "reached"),
    [
        (date(2026, 1, 31), 1, "m", date(2026, 2, 28)),
        (date(2024, 1, 31), 1, "m", date(2024, 2, 29)),
        (date(2026, 1, 31), 2, "m", date(2026, 3, 31)),
        (date(2026, 3, 31), -1, "m", date(2026, 2, 28)),
        (date(2026, 5, 31), 1, "m", date(2026, 6, 30)),
        (date(2026, 12, 15), 1, "m", date(2027, 1, 15)),
        (date(2026, 1, 15), -1, "m", date(2025, 12, 15)),
        (date(2024, 2, 29), 1, "y", date(2025, 2, 28)),
        (date(2024, 2, 29), 4, "y", date(2028, 2, 29)),
        (date(2024, 2, 29), -1, "y", date(2023, 2, 28)),
        (date(2026, 3, 29), 1, "d", date(2026, 3, 30)),
        (date(2026, 3, 2), -1, "w", date(2026, 2, 23)),
    ],
)
def test_a_day_that_a_month_lacks_becomes_its_last(day: date, count: int, unit: str, reached: date) -> None:
    """31 January and a month is 28 February, 29 February and a year the 28th."""
    assert shift(day, count, unit) == reached


def test_before_the_first_year_there_is_no_date() -> None:
    """A step out of the calendar is refused, not wrapped."""
    with pytest.raises(BadInputError):
        shift(date(1, 1, 15), -1, "m")


@MANY
@given(DAYS, st.integers(-600, 600))
def test_shifting_by_months_counts_months(day: date, count: int) -> None:
    """So many months on, on the same day or on the last one there is; twelve of them are a year."""
    reached = shift(day, count, "m")

    assert (reached.year * 12 + reached.month) - (day.year * 12 + day.month) == count
    assert reached.day == min(day.day, calendar.monthrange(reached.year, reached.month)[1])
    assert shift(day, count, "y") == shift(day, 12 * count, "m")


@MANY
@given(DAYS, st.integers(-600, 600))
def test_shifting_by_days_can_be_taken_back(day: date, count: int) -> None:
    """Days and weeks are exact: there and back is where one was."""
    assert shift(shift(day, count, "d"), -count, "d") == day
    assert shift(day, count, "w") == shift(day, 7 * count, "d")


@pytest.mark.parametrize(
    ("partial", "days"),
    [("2026-03-02", 0), ("2026-03-01", 1), ("2025", 61), ("2026-02", 2), ("2026", 0), ("2030-01-01", 0)],
)
def test_age_runs_from_the_last_day_a_date_may_mean(partial: str, days: int) -> None:
    """2025 ended 61 days before 2 March 2026; the future has no age."""
    assert age_days(partial, TODAY) == days


@MANY
@given(PARTIALS, DAYS, st.integers(0, 1000))
def test_age_grows_with_the_day_asked(partial: str, as_of: date, later: int) -> None:
    """A day later nothing is younger, and never by more than the days in between."""
    assert 0 <= age_days(partial, as_of + timedelta(later)) - age_days(partial, as_of) <= later
