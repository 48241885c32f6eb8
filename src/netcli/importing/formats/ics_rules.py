"""Rules by which events come again, as the days on which they do (RFC 5545 section 3.3.10, vCalendar 1.0 section 2).

Days alone, since that is what is kept of an event. Written here because the time has to be bounded: dateutil looks for
the next date up to the year 9999, which takes seconds for each rule that never comes true, and cannot be stopped. The
tests hold it to dateutil.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from math import prod

from netcli.importing.formats.ics_dates import Moment, read_moment
from netcli.shape import NamedTuple

MOST_LOOKED_AT = 50_000  #: days that one rule may look at: daily for more than a century
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(r"([+-]?[0-9]{1,3})?(MO|TU|WE|TH|FR|SA|SU)")
_CLOCK = {"HOURLY": timedelta(hours=1), "MINUTELY": timedelta(minutes=1), "SECONDLY": timedelta(seconds=1)}
_FREQUENCIES = frozenset({"YEARLY", "MONTHLY", "WEEKLY", "DAILY", *_CLOCK})
_NUMBERS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
_NOT_OURS = frozenset({"BYEASTER", "RSCALE", "SKIP"})
_LARGEST = 1_000_000
_OLD = re.compile(r"(D|W|MP|MD|YM|YD)([0-9]{1,4})\b")
_OLD_FREQUENCY = {"D": "DAILY", "W": "WEEKLY", "MP": "MONTHLY", "MD": "MONTHLY", "YM": "YEARLY", "YD": "YEARLY"}
_OLD_PART = {"MD": "BYMONTHDAY", "YM": "BYMONTH", "YD": "BYYEARDAY"}

Numbers = tuple[int, ...]


class Rule(NamedTuple):
    """A rule: fields are named as its parts; `weekdays` are (ordinal or 0, weekday from Monday 0)."""

    freq: str
    interval: int = 1
    count: int | None = None  # type: ignore[assignment]  # hides the method of tuples, which nobody calls
    until: Moment | None = None
    weekdays: tuple[tuple[int, int], ...] = ()
    months: Numbers = ()
    monthdays: Numbers = ()
    yeardays: Numbers = ()
    weeks: Numbers = ()
    setpos: Numbers = ()
    week_start: int = 0
    times_a_day: int = 1


class Days(NamedTuple):
    """Days on which a rule came true, in order; `is_cut` tells that there may be more after so many looked at."""

    days: tuple[date, ...]
    looked_at: int = 0
    is_cut: bool = False


def read_rule(text: str) -> Rule | None:
    """Return a rule, or None for one that cannot be read."""
    plain = text.strip().upper()
    if _OLD.match(plain):
        plain = _modern(plain)
    parts = dict(part.partition("=")[::2] for part in plain.split(";") if "=" in part)
    if parts.get("FREQ") not in _FREQUENCIES or not _NOT_OURS.isdisjoint(parts):
        return None
    try:
        return _rule(parts)
    except ValueError:
        return None


def _rule(parts: dict[str, str]) -> Rule:
    until = read_moment(parts["UNTIL"]) if "UNTIL" in parts else None
    if "UNTIL" in parts and until is None:
        raise ValueError(parts["UNTIL"])
    months, monthdays, yeardays, weeks, setpos = (
        tuple(_number(word) for word in parts.get(name, "").split(",") if word.strip()) for name in _NUMBERS
    )
    times = prod(len(set(parts[name].split(","))) for name in _TIMES if parts.get(name))
    return Rule(
        parts["FREQ"], max(1, _number(parts.get("INTERVAL") or "1")),
        _number(parts["COUNT"]) if parts.get("COUNT") else None, until, _weekdays(parts.get("BYDAY", "")),
        months, monthdays, yeardays, weeks, setpos, _DAYS.index(parts["WKST"]) if parts.get("WKST") in _DAYS else 0,
        max(1, min(times, 1440)),
    )  # fmt: skip


def _number(text: str) -> int:
    number = int(text)
    if abs(number) > _LARGEST:
        raise ValueError(text)
    return number


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    found = [_WEEKDAY.fullmatch(word.strip()) for word in text.split(",") if word.strip()]
    if any(match is None for match in found):
        raise ValueError(text)
    return tuple((int(match[1] or 0), _DAYS.index(match[2])) for match in found if match)


def _modern(text: str) -> str:
    """Return a rule of vCalendar 1.0 as iCalendar has it: `W2 MO WE #4`, `MP1 1+ MO #0`; without a number twice."""
    kind, words = _OLD.match(text), text.split()[1:]
    assert kind is not None  # noqa: S101 - it was looked at before
    parts = [f"FREQ={_OLD_FREQUENCY[kind[1]]}", f"INTERVAL={kind[2]}"]
    count = next((word[1:] for word in words if word.startswith("#")), None)
    until = next((word for word in words if len(word) >= len("19970101") and word[:8].isdigit()), None)
    if until:
        parts.append(f"UNTIL={until}")
    elif count != "0":
        parts.append(f"COUNT={count or 2}")
    found, ordinal = [], ""
    for word in words:
        if word in _DAYS:
            found.append(ordinal + word)
        elif re.fullmatch(r"[0-9]+[+-]", word):
            ordinal = ("-" if word.endswith("-") else "") + word[:-1]
    if found:
        parts.append(f"BYDAY={','.join(found)}")
    numbers = ["-1" if word == "LD" else word for word in words if word == "LD" or re.fullmatch(r"[0-9]{1,3}", word)]
    if numbers and kind[1] in _OLD_PART:
        parts.append(f"{_OLD_PART[kind[1]]}={','.join(numbers)}")
    return ";".join(parts)


def days_of(rule: Rule, start: datetime, until: datetime | None, last: date, most: int = MOST_LOOKED_AT) -> Days:
    """Return the days from `start` to `last` on which a rule comes true, `until` being its own end in that zone.

    The start is among them if the rule says so. No more days than `most` are looked at.
    """
    if until is not None:
        is_day = rule.until is not None and rule.until.is_day
        last = min(last, until.date() if is_day or until.time() >= start.time() else until.date() - timedelta(days=1))
    if last < start.date():
        return Days(())
    if rule.freq in _CLOCK:
        return _by_the_clock(rule, start, last, most)
    found: list[date] = []
    left = -1 if rule.count is None else -(-rule.count // rule.times_a_day)
    looked_at = 0
    for looked_at, day in _true_days(rule, start.date(), last):
        if looked_at > most:
            return Days(tuple(found), looked_at, is_cut=True)
        if day is None or day < start.date():
            continue
        if day > last or len(found) == left:
            break
        found.append(day)
    return Days(tuple(found), looked_at)


def _by_the_clock(rule: Rule, start: datetime, last: date, most: int) -> Days:
    """Return the days of a rule that counts hours, minutes or seconds; on which of them does not matter."""
    step = _CLOCK[rule.freq] * rule.interval
    try:
        end = min(last, (start + step * (rule.count - 1)).date()) if rule.count is not None else last
    except OverflowError:
        end = last
    if step <= timedelta(days=1):
        return days_of(rule._replace(freq="DAILY", interval=1, count=None, until=None), start, None, end, most)
    often = min(most, int((datetime.combine(end, datetime.max.time()) - start) / step) + 1)
    days = ((start + step * number).date() for number in range(often))
    return Days(tuple(day for day in days if day <= end and _is_true(rule, day)), often, is_cut=often == most)


def _with_defaults(rule: Rule, start: date) -> Rule:
    """Return a rule with what it leaves to its start: which day of the year, month or week."""
    if rule.weekdays or rule.monthdays or rule.yeardays:
        return rule
    if rule.freq == "WEEKLY" or rule.weeks:
        return rule._replace(weekdays=((0, start.weekday()),))
    if rule.freq == "YEARLY":
        return rule._replace(months=rule.months or (start.month,), monthdays=(start.day,))
    return rule._replace(monthdays=(start.day,)) if rule.freq == "MONTHLY" else rule


def _true_days(rule: Rule, start: date, last: date) -> Iterator[tuple[int, date | None]]:
    """Yield (days looked at so far, day) in order, the day None for a period in which nothing comes true."""
    plain = _with_defaults(rule, start)
    looked_at = 0
    for period in _PERIODS[rule.freq](plain, start, last):
        days = [day for day in period if _is_true(plain, day)]
        if rule.setpos:
            days = _chosen(days, rule)
        looked_at += max(1, len(period))
        if not days:
            yield looked_at, None
        for day in days:
            yield looked_at, day


def _chosen(days: list[date], rule: Rule) -> list[date]:
    """Return the days of a period at the positions that BYSETPOS names."""
    times = rule.times_a_day
    of_all = len(days) * times
    wanted = {(at - 1 if at > 0 else of_all + at) // times for at in rule.setpos if 0 < abs(at) <= of_all}
    return [days[at] for at in sorted(wanted)]


def _is_true(rule: Rule, day: date) -> bool:
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.monthdays or _is_among(day.day, _month_length(day), rule.monthdays))
        and (not rule.yeardays or _is_among(day.timetuple().tm_yday, _year_length(day.year), rule.yeardays))
        and (not rule.weeks or _is_among(*_week(day, rule.week_start), rule.weeks))
        and (not rule.weekdays or any(_is_weekday(rule, day, *wanted) for wanted in rule.weekdays))
    )


def _is_among(number: int, of_all: int, wanted: Numbers) -> bool:
    """Tell whether a number is wanted, counted from the beginning or, below zero, from the end."""
    return number in wanted or number - of_all - 1 in wanted


def _is_weekday(rule: Rule, day: date, ordinal: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if not ordinal or rule.freq not in ("MONTHLY", "YEARLY"):
        return True
    if rule.freq == "YEARLY" and not rule.months:
        number, of_all = day.timetuple().tm_yday, _year_length(day.year)
    else:
        number, of_all = day.day, _month_length(day)
    return ordinal in ((number - 1) // 7 + 1, -((of_all - number) // 7 + 1))


def _month_length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _year_length(year: int) -> int:
    return 366 if isleap(year) else 365


def _week(day: date, week_start: int) -> tuple[int, int]:
    """Return (number of a day's week, weeks of that year): week 1 is the first with at least four days of the year."""
    begins = day.toordinal() - (day.weekday() - week_start) % 7
    year = date.fromordinal(min(begins + 3, date.max.toordinal())).year
    first = _first_week(year, week_start)
    following = _first_week(year + 1, week_start) if year < date.max.year else first + 52 * 7
    return (begins - first) // 7 + 1, (following - first) // 7


def _first_week(year: int, week_start: int) -> int:
    """Return the day, counted from year 1, on which the first week of a year begins."""
    fourth = date(year, 1, 4)
    return fourth.toordinal() - (fourth.weekday() - week_start) % 7


def _years(rule: Rule, start: date, last: date) -> Iterator[list[date]]:
    months = None if rule.weeks or rule.yeardays else rule.months
    for year in range(start.year, last.year + 1, rule.interval):
        if months:
            yield [day for month in sorted(set(months)) if 0 < month < 13 for day in _month(year, month)]
        else:
            yield _span(date(year, 1, 1).toordinal(), _year_length(year))


def _months(rule: Rule, start: date, last: date) -> Iterator[list[date]]:
    for number in range(start.year * 12 + start.month - 1, last.year * 12 + last.month, rule.interval):
        month = number % 12 + 1
        yield _month(number // 12, month) if not rule.months or month in rule.months else []


def _weeks(rule: Rule, start: date, last: date) -> Iterator[list[date]]:
    begins = start.toordinal() - (start.weekday() - rule.week_start) % 7
    offsets = sorted({(weekday - rule.week_start) % 7 for _, weekday in rule.weekdays} or range(7))
    for first in range(begins, last.toordinal() + 1, 7 * rule.interval):
        yield [date.fromordinal(first + at) for at in offsets if 0 < first + at <= date.max.toordinal()]


def _single_days(rule: Rule, start: date, last: date) -> Iterator[list[date]]:
    for number in range(start.toordinal(), last.toordinal() + 1, rule.interval):
        yield [date.fromordinal(number)]


def _month(year: int, month: int) -> list[date]:
    return _span(date(year, month, 1).toordinal(), monthrange(year, month)[1])


def _span(first: int, length: int) -> list[date]:
    return [date.fromordinal(number) for number in range(first, first + length)]


_PERIODS: dict[str, Callable[[Rule, date, date], Iterator[list[date]]]] = {
    "YEARLY": _years, "MONTHLY": _months, "WEEKLY": _weeks, "DAILY": _single_days,
}  # fmt: skip
