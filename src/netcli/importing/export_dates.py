"""Dates as exports write them, in every shape at once: one column may hold several."""

from __future__ import annotations

import re

from netcli.dates import is_partial
from netcli.text import fold

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "", "jan january janv janvier januar", "feb february fev fevr fevrier februar",
            "mar march mars marz maerz mrz", "apr april avr avril", "may mai", "jun june juin juni",
            "jul july juil juillet juli", "aug august aout", "sep sept september septembre",
            "oct october octobre okt oktober", "nov november novembre", "dec december decembre dez dezember",
        )
    )
    for word in words.split()
}  # fmt: skip
#: Two digits of a year mean 1970-2069: no network of people is older.
_PIVOT = 70
_NUMBERS = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})(?![0-9])")
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:er|st|nd|rd|th)? ([a-z]+) ([0-9]{4}|[0-9]{2})(?: .*)?")
_MONTH_FIRST = re.compile(r"(?:[a-z]+ )?([a-z]+) ([0-9]{1,2})(?: .*)? ([0-9]{4})")
_MONTH = re.compile(r"([a-z]+) ([0-9]{4})")


def read_export_date(text: str) -> str | None:
    """Return the partial date of a cell, its time of day left out; None if it is none.

    `05 Mar 2024`, `05-Mar-24`, `12 mars 2023`, `March 5, 2024`, `Tue Mar 05 10:11:12 UTC 2024`,
    `2024-03-05 10:11:12 UTC`, `2024/03/05`, `05.03.2024`, `3/5/24, 9:05 AM`, `Mar 2024`, `2024`. With slashes the month
    is first, as LinkedIn has it, unless there is no such month; with dots the day.
    """
    plain = " ".join(text.split())
    if match := _NUMBERS.match(plain):
        return _numbers(match)
    words = fold(plain)
    if match := _DAY_FIRST.fullmatch(words):
        return _day(match[3], _MONTHS.get(match[2]), match[1])
    if (match := _MONTH_FIRST.fullmatch(words)) and match[1] in _MONTHS:
        return _day(match[3], _MONTHS[match[1]], match[2])
    if (match := _MONTH.fullmatch(words)) and match[1] in _MONTHS:
        return _real(f"{match[2]}-{_MONTHS[match[1]]:02}")
    return _real(plain)


def _numbers(match: re.Match[str]) -> str | None:
    first, mark, second, third = match.groups()
    if len(first) == 4:
        return _day(first, int(second), third)
    month_first, day_first = _day(third, int(first), second), _day(third, int(second), first)
    return month_first or day_first if mark == "/" else day_first


def _day(year: str, month: int | None, day: str) -> str | None:
    if len(year) == 2:
        year = f"{19 if int(year) >= _PIVOT else 20}{year}"
    return _real(f"{year}-{month:02}-{int(day):02}") if month else None


def _real(partial: str) -> str | None:
    return partial if is_partial(partial) and partial >= "1000" else None
