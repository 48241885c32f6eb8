"""Dates as exports write them, in every shape at once: one column may hold several."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from netcli.dates import is_birthday, is_partial
from netcli.text import fold

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "", "jan january janv janvier januar enero ene gennaio gen janeiro",
            "feb february fev fevr fevrier februar febrero febbraio fevereiro",
            "mar march mars marz maerz mrz marzo marco", "apr april avr avril abril abr aprile",
            "may mai mayo maggio maio", "jun june juin juni junio giugno giu junho",
            "jul july juil juillet juli julio luglio lug julho", "aug august aout agosto ago",
            "sep sept september septembre septiembre settembre set setembro",
            "oct october octobre okt oktober octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december decembre dez dezember diciembre dic dicembre dezembro",
        )
    )
    for word in words.split()
}  # fmt: skip
#: What stands for an end that is still to come.
_NOW = frozenset({
    "present", "now", "current", "currently", "today", "ongoing", "present day", "to date", "till date", "aujourdhui",
    "aujourd hui", "en cours", "a ce jour", "actuel", "actuellement", "heute", "bis heute", "laufend", "actualidad",
    "actual", "actualmente", "presente", "hasta la fecha", "atual", "atualmente", "oggi", "in corso", "heden",
    "obecnie", "至今", "现在", "現在", "目前", "по настоящее время",
})  # fmt: skip
#: Two digits of a year mean 1970-2069: no network of people is older. Those of a birthday mean 1921-2020.
_PIVOT, _PIVOT_OF_BIRTHS = 70, 21
#: The days that Excel counts from: a birthday in a cell that was no date is one of them, from 1920 to 2049.
_COUNTED, _FIRST_DAY = range(7306, 54789), date(1899, 12, 30)
_WEEKDAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo|(?:lune|marte|mercole|giove|vener)di|domenica)\b"
)
#: Outlook's years for no date at all, and Apple's for a birthday without a year.
_NO_YEAR, _UNKNOWN_YEAR = frozenset({"4501", "0000"}), "1604"
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AFTER_A_DAY = ("", " ", "T")
_TWO_NUMBERS = re.compile(r"(?:--)?([0-9]{1,2})[-/.]([0-9]{1,2})[.]?")
_NUMBERS = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})(?![0-9])")
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:er|st|nd|rd|th)? ([a-z]+) ([0-9]{4}|[0-9]{2})(?: .*)?")
_DAY_OF_YEAR = re.compile(r"(?:([0-9]{1,2})(?:er|st|nd|rd|th)? )?([a-z]+)(?: ([0-9]{1,2})(?:st|nd|rd|th)?)?")
_MONTH_FIRST = re.compile(r"(?:[a-z]+ )?([a-z]+) ([0-9]{1,2})(?: .*)? ([0-9]{4})")
_MONTH = re.compile(r"([a-z]+) ([0-9]{4})")
#: A month in numbers, as CVs have it; and as spreadsheets show `Jun 2018`.
_YEAR_MONTH = re.compile(r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})月?")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_SHORT_MONTH = re.compile(r"([^\W\d_]+)\.?[-'’]([0-9]{2})")


def is_now(text: str) -> bool:
    """Tell whether a word in the place of an end says that there is none yet."""
    return fold(text) in _NOW


def read_export_date(text: str, *, day_first: bool = False) -> str | None:
    """Return the partial date of a cell, its time of day left out; None if it is none.

    `05 Mar 2024`, `05-Mar-24`, `12 mars 2023`, `March 5, 2024`, `Tue Mar 05 10:11:12 UTC 2024`,
    `2024-03-05 10:11:12 UTC`, `2024/03/05`, `05.03.2024`, `3/5/24, 9:05 AM`, `Mar 2024`, `2024`. With slashes the month
    is first, as LinkedIn has it, unless there is no such month or `day_first` says otherwise; with dots the day.
    `2018/06`, `06.2018` and `Jun-18` are months.
    """
    if text[10:11] in _AFTER_A_DAY and (day := _iso(text[:10])):
        return day
    plain = " ".join(text.split())
    if match := _NUMBERS.match(plain):
        return _numbers(match, day_first=day_first or match[2] != "/", only=match[2] != "/")
    if match := _YEAR_MONTH.fullmatch(plain):
        return _real(f"{match[1]}-{int(match[2]):02}")
    if match := _MONTH_YEAR.fullmatch(plain):
        return _real(f"{match[2]}-{int(match[1]):02}")
    if (match := _SHORT_MONTH.fullmatch(plain)) and (month := _MONTHS.get(fold(match[1]))):
        return _real(f"{19 if int(match[2]) >= _PIVOT else 20}{match[2]}-{month:02}")
    return _in_words(plain)


def read_born(text: str, *, day_first: bool) -> str | None:
    """Return the partial date of a birthday or yearly event; `--MM-DD` without a year, None if it is none.

    Empty for what programs write for no date (`0/0/00`). `day_first` reads `3/4/1980`; a day over 12 settles itself,
    and dots are always day first. Apple's year 1604 is none.
    """
    plain = " ".join(text.split())
    if not plain.strip("0/-. :"):
        return ""
    if match := _NUMBERS.match(plain):
        found = _numbers(match, day_first=day_first or match[2] == ".", pivot=_PIVOT_OF_BIRTHS)
    elif match := _TWO_NUMBERS.fullmatch(plain):
        is_day_first = (day_first or "." in plain) and not plain.startswith("--")
        pairs = ((match[2], match[1]), (match[1], match[2]))
        found = next((day for pair in (pairs if is_day_first else pairs[::-1]) if (day := _yearless(*pair))), None)
    elif match := re.fullmatch(r"--?([0-9]{2})-?([0-9]{2})", plain) or re.match(r"([0-9]{8})(?:T|$)", plain):
        parts = match.groups()
        found = _yearless(*parts) if len(parts) > 1 else _real(f"{parts[0][:4]}-{parts[0][4:6]}-{parts[0][6:]}")
    elif re.fullmatch(r"[0-9]{4,5}(?:\.0)?", plain) and int(plain[:5].strip(".")) in _COUNTED:
        found = (_FIRST_DAY + timedelta(int(plain[:5].strip(".")))).isoformat()
    elif (match := _DAY_OF_YEAR.fullmatch(fold(plain))) and match[2] in _MONTHS and bool(match[1]) != bool(match[3]):
        found = _yearless(str(_MONTHS[match[2]]), match[1] or match[3])
    else:
        found = _in_words(plain, _PIVOT_OF_BIRTHS)
    if found and found[:4] in _NO_YEAR:
        return ""
    return f"-{found[4:]}" if found and found.startswith(f"{_UNKNOWN_YEAR}-") else found


def which_is_first(texts: Iterable[str]) -> str | None:
    """Return `day` or `month` if one of the dates proves that it stands first, the day if both are proven."""
    proven = set()
    for text in texts:
        match = re.match(r"\s*([0-9]{1,2})[-/]([0-9]{1,2})(?:[-/]|\s*$)", text)
        if match and int(match[1]) > 12 >= int(match[2]):
            proven.add("day")
        elif match and int(match[2]) > 12 >= int(match[1]):
            proven.add("month")
    return min(proven, default=None)


def _yearless(month: str, day: str) -> str | None:
    found = f"--{int(month):02}-{int(day):02}"
    return found if is_birthday(found) else None


def _in_words(plain: str, pivot: int = _PIVOT) -> str | None:
    words = " ".join(word for word in _WEEKDAY.sub("", fold(plain)).split() if word not in {"de", "del", "di"})
    if match := _DAY_FIRST.fullmatch(words):
        return _day(match[3], _MONTHS.get(match[2]), match[1], pivot)
    if (match := _MONTH_FIRST.fullmatch(words)) and match[1] in _MONTHS:
        return _day(match[3], _MONTHS[match[1]], match[2])
    if (match := _MONTH.fullmatch(words)) and match[1] in _MONTHS:
        return _real(f"{match[2]}-{_MONTHS[match[1]]:02}")
    return _real(plain)


def _numbers(match: re.Match[str], *, day_first: bool, only: bool = False, pivot: int = _PIVOT) -> str | None:
    """Return the date of three numbers; `only` if the other order of day and month is not to be tried."""
    first, _, second, third = match.groups()
    if len(first) == 4:
        return _day(first, int(second), third)
    month_first, day_in_front = _day(third, int(first), second, pivot), _day(third, int(second), first, pivot)
    if only:
        return day_in_front if day_first else month_first
    return (day_in_front or month_first) if day_first else (month_first or day_in_front)


@lru_cache(maxsize=4096)  # an export has the same few thousand days again and again
def _iso(text: str) -> str | None:
    """Return a day that is written as it is kept; None for anything else."""
    return _real(text) if _ISO.fullmatch(text) else None


@lru_cache(maxsize=4096)
def _day(year: str, month: int | None, day: str, pivot: int = _PIVOT) -> str | None:
    if len(year) == 2:
        year = f"{19 if int(year) >= pivot else 20}{year}"
    return _real(f"{year}-{month:02}-{int(day):02}") if month else None


def _real(partial: str) -> str | None:
    return partial if is_partial(partial) and partial >= "1000" else None
