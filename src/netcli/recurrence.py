"""Spans of time and what comes again: every 3 months, each year. Dates only, so no time zone matters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from netcli.dates import shift
from netcli.errors import BadInputError
from netcli.text import fold

NEVER = "none"  #: said where a span is expected: never
_DIGITS = 4  #: a span as it is kept: 10d, 2w, 3m, 1y; a count has no more digits
_UNITS = {
    "d": ("d", "day", "days", "jour", "jours"),
    "w": ("w", "week", "weeks", "semaine", "semaines"),
    "m": ("m", "month", "months", "mois"),
    "y": ("y", "year", "years", "an", "ans", "annee", "annees"),
}
_WORDS = {
    "1d": ("daily", "quotidien", "chaque jour", "tous les jours"),
    "1w": ("weekly", "hebdomadaire", "toutes les semaines"),
    "2w": ("fortnightly", "every other week", "une semaine sur deux"),
    "1m": ("monthly", "mensuel", "tous les mois"),
    "2m": ("every other month", "bimestriel", "un mois sur deux"),
    "3m": ("quarterly", "trimestriel"),
    "6m": ("half yearly", "twice a year", "semestriel"),
    "1y": ("yearly", "annually", "annuel", "tous les ans"),
    NEVER: (NEVER, "never", "jamais", "aucun", "aucune"),
}
_HINT = "write 10d, 2w, 3m, 1y, every 3 months, tous les 3 mois, monthly"


def read_span(text: str, *, may_be_never: bool = False) -> str:
    """Return a span as it is kept (`10d`, `2w`, `3m`, `1y`), from English or French words; `none` if that may be.

    Raises BadInputError for anything else, a span of nothing or of more than 9999 units among it.
    """
    plain = " ".join(fold(text).replace("-", " ").split())
    for span, words in _WORDS.items():
        if plain in words and (span != NEVER or may_be_never):
            return span
    match = re.fullmatch(r"(?:every |each |tous les |toutes les |chaque )?([1-9][0-9]{0,3}) ?([a-z]+)", plain)
    match = match or re.fullmatch(r"(?:every |each |chaque )(1?)([a-z]+)", plain)
    unit = next((unit for unit, names in _UNITS.items() if match and match[2] in names), None)
    if match is None or unit is None or text.lstrip().startswith("-"):
        raise BadInputError(f"not a span of time: {text}", hint=_HINT + (", or none" if may_be_never else ""))
    return f"{match[1] or 1}{unit}"


@cache
def parts(span: str) -> tuple[int, str]:
    """Return the count and the unit (d, w, m, y) of a span as it is kept."""
    count, unit = span[:-1], span[-1:]
    if unit not in _UNITS or not (count.isdecimal() and count.isascii() and len(count) <= _DIGITS) or count[0] == "0":
        raise BadInputError(f"not a span of time: {span}", hint=_HINT)
    return int(count), unit


def in_words(span: str) -> str:
    """Return a span as people say it: every 3 months, every year; never."""
    return "never" if span == NEVER else f"every {length(span).removeprefix('1 ')}"


def length(span: str) -> str:
    """Return a span as a length in words: 1 month, 10 days."""
    count, unit = parts(span)
    return f"{count:,} {_UNITS[unit][1 if count == 1 else 2]}"


@lru_cache(maxsize=4096)  # of a thousand people many were met on the same days and are wanted as often
def after(day: date, span: str) -> date:
    """Return the day a span after another, the last of all where the calendar ends before.

    The end of a shorter month stands for a day that it lacks.
    """
    try:
        return shift(day, *parts(span))
    except BadInputError:
        return date.max


def occurrences(first: date, span: str) -> Iterator[date]:
    """Yield a day and all that follow at a span's distance, without end.

    Each is counted from the first, so that the 31st comes back after a shorter month.
    """
    count, unit = parts(span)
    times = 0
    while True:
        try:
            yield shift(first, count * times, unit)
        except BadInputError:  # the calendar ends in 9999
            return
        times += 1


def next_after(first: date, span: str, day: date) -> date | None:
    """Return the first occurrence that is later than `day`; None if the calendar ends before."""
    count, unit = parts(span)
    days = {"d": 1.0, "w": 7.0, "m": 31.0, "y": 366.0}[unit] * count
    skipped = max(0, int((day - first).days / days) - 1)  # never too many: a unit has at most so many days
    for times in range(skipped, skipped + 4096):
        try:
            found = shift(first, count * times, unit)
        except BadInputError:
            return None
        if found > day:
            return found
    return None


def yearly(month: int, day: int, year: int) -> date:
    """Return the anniversary in a year; that of 29 February is the last day of February."""
    return shift(date(2000, month, day), year - 2000, "y")


@lru_cache(maxsize=4096)  # of a thousand people many were born on the same days
def next_yearly(month: int, day: int, today: date) -> date:
    """Return the next anniversary, today included."""
    this = yearly(month, day, today.year)
    return this if this >= today else yearly(month, day, today.year + 1)
