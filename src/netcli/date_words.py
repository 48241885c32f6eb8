"""Dates in words: what a person types, in English or French, becomes a partial date.

A date says how it counts (`yesterday`, `+3d`, `next friday`, `4 march 2026`), or leaves that out (`friday`,
`4 march`, `3d`); then `future` decides: the next one for what is due, the last one for what has happened.
Today is both. The languages may be mixed; case, accents, apostrophes and blanks do not matter.
No date library: each one tried invents precision or takes `4 mars 2026` for an hour.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from netcli.dates import is_birthday, is_partial, last_day, shift
from netcli.errors import BadInputError, TwoDatesError

_HINT = "write 2026-03-04, 2026-03, 2026, 4 march 2026, yesterday, last friday, 2 weeks ago, +3d or eom"
_HINT_BIRTHDAY = "write 1980-03-04, 1980, --03-04 or 4 march"


class _Typed(NamedTuple):
    """What was typed, and what decides about the parts that it leaves out."""

    text: str
    today: date
    future: bool = False
    order: str | None = None
    is_birthday: bool = False


def read_date(text: str, today: date, *, future: bool = False, order: str | None = None) -> str:
    """Return the partial date (`2026-03-04`, `2026-03`, `2026`; years 1000-9999) that a person typed.

    - Precision is kept: a month stays a month, a year a year; words that count from today name a day.
    - `future` settles what the text leaves out. A weekday or a day without year is the next one if true, else the
      last one; today counts as both. 29 February goes to the next or last year that has one. A step without sign
      (`3d`) counts forwards if true, and is refused else.
    - `next monday` is the first one after today and `last monday` the last one before it, so on a Monday they lie
      seven days away. `future` does not matter to them, nor to `yesterday`, `-3d`, `eom` or a date in full.
    - `order` (`dmy` or `mdy`) reads `03/04/2026`; without it a date that has two readings is refused. Dots are
      always day first (`04.03.2026`), as those write it who use them.

    Raises BadInputError, with what was typed in its message, for all else: a bare `3`, a year of two digits, a day
    that does not exist.
    """
    return _read(_Typed(text, today, future=future, order=order), _HINT)


def read_birthday(text: str, today: date, order: str | None = None) -> str:
    """Return the partial date of a birthday; without a year (`--03-04`, `4 march`) it is `--03-04`.

    All else is read as `read_date` reads what has happened. Raises BadInputError as it does.
    """
    return _read(_Typed(text, today, order=order, is_birthday=True), _HINT_BIRTHDAY)


def _refuse(two: TwoDatesError) -> str:
    raise two


class Calendar(NamedTuple):
    """What the dates that a person types are read by: the day it is, and who settles a date with two readings.

    `settle` returns the order to read it in (`dmy` or `mdy`), or raises the error that it is given.
    """

    today: date
    settle: Callable[[TwoDatesError], str] = _refuse

    def day(self, text: str, *, future: bool = False) -> str:
        """Return the partial date that was typed, as `read_date` reads it."""
        try:
            return read_date(text, self.today, future=future)
        except TwoDatesError as two:
            return read_date(text, self.today, future=future, order=self.settle(two))

    def birthday(self, text: str) -> str:
        """Return the birthday that was typed, as `read_birthday` reads it."""
        try:
            return read_birthday(text, self.today)
        except TwoDatesError as two:
            return read_birthday(text, self.today, order=self.settle(two))


def _read(typed: _Typed, hint: str) -> str:
    plain = _plain(typed.text)
    found = _iso(plain, typed) or _word(plain, typed) or _form(plain, typed)
    if found is None or "0000" <= found < "1000":
        raise _refusal(typed, hint)
    return found


def _refusal(typed: _Typed, hint: str) -> BadInputError:
    shown = " ".join(typed.text.split())
    return BadInputError(f"not a date: {shown if len(shown) <= 60 else shown[:59] + '…'}", hint=hint)


# Words. All are written as `_plain` leaves them: no capitals, no accents, the typewriter's apostrophe.


def _numbered(*names: str) -> dict[str, int]:
    return {name: number for number, same in enumerate(names) for name in same.split()}


_NEAR = {
    "today": 0, "now": 0, "aujourd'hui": 0, "aujourdhui": 0, "aujourd hui": 0,
    "yesterday": -1, "hier": -1, "tomorrow": 1, "demain": 1,
    "avant-hier": -2, "avant hier": -2, "apres-demain": 2, "apres demain": 2,
}  # fmt: skip

#: What ends, as the length of its ISO form.
_ENDS = {
    "eom": 7, "end of month": 7, "end of the month": 7, "fin du mois": 7, "fin de mois": 7,
    "eoy": 4, "end of year": 4, "end of the year": 4,
    "fin de l'annee": 4, "fin de lannee": 4, "fin de l annee": 4, "fin d'annee": 4,
}  # fmt: skip

_WEEKDAYS = _numbered(
    "monday lundi", "tuesday mardi", "wednesday mercredi", "thursday jeudi", "friday vendredi", "saturday samedi",
    "sunday dimanche",
)  # fmt: skip

_MONTHS = _numbered(
    "", "january janvier jan janv", "february fevrier feb fev fevr", "march mars mar", "april avril apr avr",
    "may mai", "june juin jun", "july juillet jul juil", "august aout aug", "september septembre sep sept",
    "october octobre oct", "november novembre nov", "december decembre dec",
)  # fmt: skip

_UNITS = {
    "day": "d", "days": "d", "jour": "d", "jours": "d",
    "week": "w", "weeks": "w", "semaine": "w", "semaines": "w",
    "month": "m", "months": "m", "mois": "m",
    "year": "y", "years": "y", "an": "y", "ans": "y", "annee": "y", "annees": "y",
}  # fmt: skip

_WAYS = {
    "next": 1, "prochain": 1, "last": -1, "dernier": -1,
    "in": 1, "dans": 1, "ago": -1, "il y a": -1,
}  # fmt: skip

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ′`´", "'"))


def _plain(text: str) -> str:
    """Return the text without capitals, accents and needless blanks; digits of other scripts stay what they are."""
    lower = text.lower()
    if not lower.isascii():
        lower = lower.translate(_APOSTROPHES)
        lower = "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))
    return " ".join(lower.replace("`", "'").split())


def _iso(plain: str, typed: _Typed) -> str | None:
    is_date = is_birthday if typed.is_birthday else is_partial
    return plain if is_date(plain) else None


def _word(plain: str, typed: _Typed) -> str | None:
    if plain in _NEAR:
        return shift(typed.today, _NEAR[plain], "d").isoformat()
    if plain in _ENDS:
        return last_day(typed.today.isoformat()[: _ENDS[plain]]).isoformat()
    return None


def _form(plain: str, typed: _Typed) -> str | None:
    for pattern, read in FORMS:
        if (match := re.fullmatch(pattern, plain, re.ASCII)) and (found := read(match, typed)):
            return found
    return None


# Forms. Each function returns None where a word is none of ours or the day does not exist.


def _step(match: re.Match[str], typed: _Typed) -> str | None:
    """`+3d`, `-2w`; `6m` for what is to come."""
    if not match["sign"] and not typed.future:
        raise _refusal(typed, f"write -{match[0]} or +{match[0]}")
    return shift(typed.today, int(match["sign"] + match["count"]), match["unit"]).isoformat()


def _distance(match: re.Match[str], typed: _Typed) -> str | None:
    """`in 3 weeks`, `il y a un an`, `2 months ago`."""
    unit = _UNITS.get(match["unit"])
    count = int(match["count"]) if match["count"].isdigit() else 1
    return shift(typed.today, _WAYS[match["way"]] * count, unit).isoformat() if unit else None


def _weekday(match: re.Match[str], typed: _Typed) -> str | None:
    """`monday`: today or later, or today or earlier."""
    weekday = _WEEKDAYS.get(match["name"])
    if weekday is None:
        return None
    way = 1 if typed.future else -1
    return shift(typed.today, way * ((weekday - typed.today.weekday()) * way % 7), "d").isoformat()


def _other_weekday(match: re.Match[str], typed: _Typed) -> str | None:
    """`next monday`, `lundi dernier`: never today."""
    weekday = _WEEKDAYS.get(match["name"])
    if weekday is None:
        return None
    way = _WAYS[match["which"]]
    return shift(typed.today, way * ((weekday - typed.today.weekday()) * way % 7 or 7), "d").isoformat()


def _day_of_month(match: re.Match[str], typed: _Typed) -> str | None:
    """`4 march`, `1er mars 2026`."""
    month, day = _MONTHS.get(match["month"]), int(match["day"])
    if month is None:
        return None
    if match["year"]:
        return _day(_year(match, typed), month, day)
    if typed.is_birthday:
        return _day(None, month, day)
    way = 1 if typed.future else -1
    # 29 February may be eight years off: from 1 March 1896 to 1904
    years = range(typed.today.year, typed.today.year + 9 * way, way)
    days = (found for year in years if (found := _day(year, month, day)))
    now = typed.today.isoformat()
    return next((found for found in days if (found >= now if typed.future else found <= now)), None)


def _month(match: re.Match[str], _typed: _Typed) -> str | None:
    """`march 2026`."""
    month = _MONTHS.get(match["month"])
    return f"{match['year']}-{month:02}" if month else None


def _slashed(match: re.Match[str], typed: _Typed) -> str | None:
    """`25/12/2026`; `03/04/2026` if the order is known."""
    year, first, second = _year(match, typed), int(match["first"]), int(match["second"])
    readings = {"dmy": _day(year, second, first), "mdy": _day(year, first, second)}
    found = sorted({day for day in readings.values() if day})
    if len(found) == 2:
        known = readings.get(typed.order or "")
        if known is None:
            raise TwoDatesError(match[0], readings)
        return known
    return found[0] if found else None


def _dotted(match: re.Match[str], typed: _Typed) -> str | None:
    """`04.03.2026`, 4 March: the German and Swiss habit, and nobody writes a month first with dots."""
    return _day(_year(match, typed), int(match["second"]), int(match["first"]))


def _year(match: re.Match[str], typed: _Typed) -> int:
    if len(match["year"]) == 2:
        raise _refusal(typed, "write the year with four digits")
    return int(match["year"])


def _day(year: int | None, month: int, day: int) -> str | None:
    found = f"{'-' if year is None else f'{year:04}'}-{month:02}-{day:02}"
    return found if is_birthday(found) else None


_COUNT = r"(?P<count>\d{1,4}|an?|one|une?)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
_NAME = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4}|\d\d)"

#: How a date may be written and who reads it; the first one that finds a date decides. Patterns are text, so that
#: only those are compiled which are tried. Every repeat has a bound: the time does not grow with the text.
FORMS: tuple[tuple[str, Callable[[re.Match[str], _Typed], str | None]], ...] = (
    (r"(?P<sign>[+-]?)(?P<count>\d{1,4})(?P<unit>[dwmy])", _step),
    (r"(?P<name>[a-z]{5,9})", _weekday),
    (r"(?P<which>next|last) (?P<name>[a-z]{5,9})", _other_weekday),
    (r"(?P<name>[a-z]{5,9}) (?P<which>prochain|dernier)", _other_weekday),
    (rf"(?P<way>in|dans|il y a) {_COUNT} (?P<unit>[a-z]{{2,8}})", _distance),
    (rf"{_COUNT} (?P<unit>[a-z]{{2,8}}) (?P<way>ago)", _distance),
    (rf"{_DAY} {_NAME}(?:,? {_YEAR})?", _day_of_month),
    (rf"{_NAME} {_DAY}(?:,? {_YEAR})?", _day_of_month),
    (rf"{_NAME} (?P<year>\d{{4}})", _month),
    (rf"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_YEAR}", _slashed),
    (rf"(?P<first>\d{{1,2}})\.(?P<second>\d{{1,2}})\.{_YEAR}", _dotted),
)
