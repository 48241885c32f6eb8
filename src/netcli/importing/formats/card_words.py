"""Properties that no standard has, named as people and simple converters name them: `PHONE`, `First name`."""

from __future__ import annotations

import re
from functools import lru_cache

from netcli.importing.formats.cards import Card
from netcli.importing.formats.contentline import ContentLine, joined_label, made_line

_KNOWN = {
    "TEL": "PHONE TELEPHONE PHONE-NUMBER", "TEL;cell": "MOBILE CELL MOBILE-PHONE CELL-PHONE CELLPHONE",
    "TEL;home": "HOME-PHONE HOMEPHONE", "TEL;work": "WORK-PHONE BUSINESS-PHONE WORKPHONE", "TEL;fax": "FAX FAX-NUMBER",
    "EMAIL": "E-MAIL MAIL EMAIL-ADDRESS E-MAIL-ADDRESS", "URL": "WEB WEB-PAGE HOMEPAGE", "ORG": "COMPANY ORGANIZATION",
    "TITLE": "JOB-TITLE JOBTITLE", "ADR": "ADDRESS", "BDAY": "BIRTHDAY BIRTHDATE BIRTH-DATE", "NOTE": "NOTES",
}  # fmt: skip
_MEANT = {word: head for head, words in _KNOWN.items() for word in words.split()}
_NAMES = {
    "FIRST-NAME": 1,
    "FIRSTNAME": 1,
    "GIVEN-NAME": 1,
    "LAST-NAME": 0,
    "LASTNAME": 0,
    "FAMILY-NAME": 0,
    "SURNAME": 0,
}
_ONCE = frozenset(("N", "ORG", "TITLE", "BDAY"))


def with_known_names(card: Card) -> None:
    """Put the lines of such properties in the place of those that they stand for; what is there once stays as it is."""
    parts = ["", ""]
    for name in [name for name in card.named if _plain(name)]:
        meant = _MEANT.get(_plain(name), "N")
        if meant in _ONCE and meant in card.named:
            continue
        lines = card.take(name)
        if meant == "N":
            parts[_NAMES[_plain(name)]] = " ".join(line.value for line in lines).strip()
        else:
            card.give_back([_as(line, *meant.split(";")) if _fits(meant, line.value) else line for line in lines])
    if any(parts):
        escaped = (re.sub(r"[\\,;]", r"\\\g<0>", part) for part in parts)
        card.give_back([made_line("N", "")._replace(value=";".join(escaped))])


def _fits(meant: str, value: str) -> bool:
    """Tell whether a value can be a number, or an address, where that is meant."""
    if meant[:3] == "TEL":
        return any(map(str.isdigit, value))
    return meant != "EMAIL" or "@" in value


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """Return such a name of a property without what marks and numbers it; empty if it is none."""
    plain = re.sub(r"[ _-]+", "-", re.sub(r"[ _-]*\d{0,2}$", "", name.removeprefix("X-")))
    return plain if plain in _MEANT or plain in _NAMES else ""


def _as(line: ContentLine, name: str, kind: str = "") -> ContentLine:
    """Return a line as one of another property."""
    types = (*line.head.types, kind) if kind else line.head.types
    return line._replace(
        head=line.head._replace(name=name, types=types, label=joined_label(kind, line.head.label or ""))
    )
