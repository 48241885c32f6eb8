"""Birthdays and other dates on cards; what is no date stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from netcli.dates import is_birthday
from netcli.importing.export_dates import read_born
from netcli.importing.formats.card_points import Labels
from netcli.importing.formats.cards import Card
from netcli.importing.formats.contentline import ContentLine, unescape
from netcli.model import EventFact

_ISO = len("1980-03-22")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:$|[T ])")
_YEARLESS = re.compile(r"--(\d{2})-?(\d{2})(?:$|[T ])")
_SAYS_NOTHING = re.compile(r"[0\W]*")
#: Properties of dated events: ANNIVERSARY (RFC 6350 section 6.2.6), DEATHDATE (RFC 6474), and what programs made up
#: before them: X-ANNIVERSARY, X-EVOLUTION-ANNIVERSARY, X-KADDRESSBOOK-X-Anniversary, X-MS-ANNIVERSARY, X-WEDDING,
#: X-WAB-WEDDING_ANNIVERSARY.
_EVENT = re.compile(r"(?:X-(?:[\w-]+-)?)?(?:WEDDING_)?(ANNIVERSARY|WEDDING|DEATHDATE)|X-(?:AB)?(DATE)")
#: What stands after the year, the month and the day in Chinese, Japanese and Korean.
_EAST_ASIAN = str.maketrans({"年": "-", "月": "-", "日": "", "년": "-", "월": "-", "일": ""})
_CALLED = {"deathdate": "death"}


def birthday(card: Card) -> tuple[str | None, str | None]:
    """Return (birthday as a partial date, the text of one that is none of the standard); a second one is kept."""
    lines = card.take("BDAY")
    if not lines:
        return None, None
    first = next(filter(_is_western, lines), None)
    card.give_back(line for line in lines if line is not first)
    if first is None:
        return None, None
    if found := read_date(first):
        return found, None
    text = unescape(first.value).strip()
    if _SAYS_NOTHING.fullmatch(text):  # 0000-00-00
        card.give_back([first])
        return None, None
    return in_other_words(text), f"birthday: {text}"


def _is_western(line: ContentLine) -> bool:
    return all(name.lower() == "gregorian" for name in line.param("CALSCALE"))


def read_date(line: ContentLine) -> str | None:
    """Return the partial date of a line, or None if it is none; a time is cut off, without a shift of zones.

    One of another calendar (CALSCALE, RFC 6350 section 5.8) is none.
    """
    if line.head.params and not _is_western(line):
        return None
    found = as_date(unescape(line.value))
    year = line.param("X-APPLE-OMIT-YEAR") if line.head.params else []
    return f"-{found[4:]}" if found and year == [found[:4]] else found


def as_date(text: str) -> str | None:
    """Return a text as a partial date, or None if it is none; Apple's year 1604 is no year."""
    text = text.strip()
    found = _as_date(text)
    return f"-{found[4:]}" if found and found[:5] == "1604-" else found


def _as_date(text: str) -> str | None:
    if len(text) == _ISO and text[4] == text[7] == "-" and text.isascii():  # as nearly all are
        with suppress(ValueError):
            return date.fromisoformat(text).isoformat()
    if day := _DAY.match(text):
        found = f"{day[1]}-{day[2]}-{day[3]}"
    elif yearless := _YEARLESS.match(text):
        found = f"--{yearless[1]}-{yearless[2]}"
    else:
        found = text
    return found if is_birthday(found) else None


def in_other_words(text: str) -> str | None:
    """Return the partial date of `22.03.1980`, `1980年3月22日`; None if it may be another, or is none."""
    if text.startswith("0000-"):  # the year that is not known
        return as_date(f"-{text[4:]}")
    text = text.translate(_EAST_ASIAN).replace("- ", "-")
    found = {read_born(text, day_first=True), read_born(text, day_first=False)}
    return (found.pop() or None) if len(found) == 1 else None


def events(card: Card, labels: Labels) -> tuple[EventFact, ...]:
    """Return the dated events of a card, each once; lines whose value is no date are kept."""
    return tuple(dict.fromkeys(_events(card, labels)))


def _events(card: Card, labels: Labels) -> Iterator[EventFact]:
    for kind in [match for name in card.named if name[:1] in "XAD" and (match := _EVENT.fullmatch(name))]:
        called = (kind[1] or kind[2]).lower()
        for line in card.take(kind[0]):
            found = read_date(line)
            if found is None and _is_western(line) and (found := in_other_words(unescape(line.value).strip())):
                card.give_back([line])
            if found:
                words = ", ".join(word for word in line.types if word != "pref")
                yield EventFact(labels.of(line.group) or words or _CALLED.get(called, called), found)
            else:
                card.give_back([line])
