"""Partial dates: `2019`, `2019-03`, `2019-03-14`, `--03-14`. Their precision is kept, never invented."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from netcli.errors import BadInputError

# Patterns are text, compiled when first needed: every command imports this module. [0-9], since \d knows other scripts.
_PARTIAL = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
_BIRTHDAY = r"--([0-9]{2})-([0-9]{2})"
_AGE = r"([0-9]{1,4})([dwmy])"


def is_partial(text: str) -> bool:
    """Tell whether the text is a year, a month or a day that exists."""
    match = re.fullmatch(_PARTIAL, text)
    if not match:
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return _exists(year, month, day)


def is_birthday(text: str) -> bool:
    """Tell whether the text is a partial date or a day without a year (`--02-29` counts)."""
    match = re.fullmatch(_BIRTHDAY, text)
    return _exists(2000, int(match[1]), int(match[2])) if match else is_partial(text)


def first_day(partial: str) -> date:
    """Return the first day that a partial date may mean; raises BadInputError if it is none."""
    if whole := _day(partial):
        return whole
    year, month = (*_parts(partial), 1)[:2]
    return date(year, month, 1)


@lru_cache(maxsize=4096)  # a graph question asks for the same few thousand dates again and again
def last_day(partial: str) -> date:
    """Return the last day that a partial date may mean: from then on a fact of that date is known."""
    if whole := _day(partial):
        return whole
    parts = _parts(partial)
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    # counted from 31 January, since nothing comes after December 9999
    return shift(date(parts[0], 1, 31), parts[1] - 1, "m")


def surely_before(one: str, other: str) -> bool:
    """Tell whether a partial date is before another, whichever of their days they mean."""
    return last_day(one) < first_day(other)


def refuse_to_come(partial: str, today: date) -> None:
    """Raise BadInputError for a partial date none of whose days has come."""
    if first_day(partial) > today:
        raise BadInputError(f"{partial} is still to come", hint="--on takes a day that is past")


def _day(partial: str) -> date | None:
    """Return a date that is a whole day, as nearly all are; None for all else."""
    if len(partial) == 10 and partial[4] == partial[7] == "-":  # fromisoformat takes week dates as well
        try:
            return date.fromisoformat(partial)
        except ValueError:
            return None
    return None


def _parts(partial: str) -> list[int]:
    if not is_partial(partial):
        raise BadInputError(f"not a date: {partial}", hint="")
    return [int(part) for part in partial.split("-")]


def spelled(partial: str) -> str:
    """Return a partial date as it is repeated to who typed it: a day as `Mon 2026-11-30`, all else as it is."""
    return f"{date.fromisoformat(partial):%a} {partial}" if len(partial) == 10 and is_partial(partial) else partial


def shift(day: date, count: int, unit: str) -> date:
    """Return the day `count` days, weeks, months or years (d, w, m, y) away.

    A day that the month reached lacks becomes its last one: 31 January and a month is 28 February.
    Raises BadInputError outside the calendar (years 1-9999).
    """
    if unit in "dw":
        try:
            return day + timedelta(days=count * (7 if unit == "w" else 1))
        except OverflowError:
            raise BadInputError(f"no such date: {count:+d}{unit} from {day}") from None
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    for last in (day.day, 30, 29, 28):
        if _exists(year, month + 1, last):
            return date(year, month + 1, last)
    raise BadInputError(f"no such date: {count:+d}{unit} from {day}")


def with_weekday(partial: str) -> str:
    """Return a day with its weekday before it (`Mon 2026-03-02`); a month or a year as it is."""
    if len(partial) < 10:
        return partial
    return f"{_WEEKDAYS[date.fromisoformat(partial).weekday()]} {partial}"


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def age_days(partial: str, as_of: date) -> int:
    """Return whole days from the last day of a partial date to `as_of`; never negative."""
    return max(0, (as_of - last_day(partial)).days)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def read_age(text: str, today: date) -> date:
    """Return the day an age (`90d`, `2w`, `6m`, `1y`) lies back from today."""
    match = re.fullmatch(_AGE, text.strip().lower())
    if not match:
        raise BadInputError(f"not an age: {text}", hint="write 90d, 2w, 6m or 1y")
    return shift(today, -int(match[1]), match[2])
