"""The names on a card: the one to show, its parts, and all the others somebody goes by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from netcli.importing.formats.card_points import addressee
from netcli.importing.formats.cards import Card
from netcli.importing.formats.contentline import ContentLine, made_line, split_escaped, structured, unescape
from netcli.model import NameFact, NameKind
from netcli.shape import NamedTuple
from netcli.text import fold, one_line

_PHONETIC = ("X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-LAST-NAME")
_LONGEST = 2_000
#: What stands where a program wants a name and there is none.
SAYS_NOTHING = re.compile(r"[-\s._,;:?!*/|~'\"()–—…]*")
#: X-OTHERNAME is netcli's own.
_OF_KIND = {"X-MAIDENNAME": NameKind.MAIDEN, "X-MAIDEN-NAME": NameKind.MAIDEN, "X-OTHERNAME": NameKind.OTHER}


class Names(NamedTuple):
    """The display name as FN has it, the parts of N in its order, and other names."""

    display: str = ""
    parts: tuple[str, ...] = ("", "", "", "", "")
    others: tuple[NameFact, ...] = ()

    @property
    def composed(self) -> str:
        """The parts in the order in which they are said."""
        family, given, additional, prefix, suffix = self.parts
        return " ".join(part for part in (prefix, given, additional, family, suffix) if part)


def read_names(card: Card) -> Names:
    """Return the names of a card. What is there twice is another name; where N has more than five parts it is kept."""
    shown, others = _first_or_preferred(card.take("FN"))
    others = _short(card, others)
    told, further = _first_or_preferred(_short(card, card.take("N")))
    parts = _parts(card, told) if told else Names().parts
    display = one_line(unescape(shown.value)) if shown else ""
    if "\ufffd" in display and parts != Names().parts and "\ufffd" not in "".join(parts):  # N is whole, FN was cut
        card.give_back([line for line in (shown,) if line])
        display = ""
    for line in (shown, told):
        if line and line.head.params and (sorted_as := ",".join(line.param("SORT-AS"))):
            card.give_back([made_line("SORT-STRING", sorted_as)])
            card.has_rare = True
    more = [NameFact(NameKind.OTHER, one_line(unescape(line.value))) for line in others]
    more += [NameFact(NameKind.OTHER, Names("", _parts(card, line)).composed) for line in further]
    if card.has_rare or any("<" in line.value for line in card.named.get("EMAIL", ())):
        known = set(fold(f"{display} {' '.join(parts)}").split())
        more += _rare(card, known)
    known_by = display if any(parts) else None  # without parts FN may be but the nickname
    found = tuple(dict.fromkeys(name for name in more if name.name and name.name != known_by)) if more else ()
    return Names(display, parts, found)


def _short(card: Card, lines: list[ContentLine]) -> list[ContentLine]:
    """Return the lines that may be names; what is longer is kept as it came."""
    short = [line for line in lines if len(line.value) <= _LONGEST]
    if len(short) < len(lines):
        card.give_back(line for line in lines if len(line.value) > _LONGEST)
    return short


def _first_or_preferred(lines: list[ContentLine]) -> tuple[ContentLine | None, list[ContentLine]]:
    if len(lines) < 2:
        return (lines[0], []) if lines else (None, [])
    first = next((line for line in lines if line.head.preferred), lines[0])
    return first, [line for line in lines if line is not first]


def _parts(card: Card, line: ContentLine) -> tuple[str, ...]:
    parts = [one_line(part) if part else part for part in structured(line.value, 5)]
    if len(parts) == 5:
        return tuple(parts)
    if any(parts[5:]):
        card.give_back([line])
    return (*parts, "", "", "", "", "")[:5]


def _rare(card: Card, known: set[str]) -> Iterator[NameFact]:
    """Yield the names that few cards have; `known` are the folded words of the name that is shown."""
    for line in card.take("NICKNAME", "X-NICKNAME"):
        yield from (NameFact(NameKind.NICKNAME, one_line(part)) for part in split_escaped(line.value, ","))
    for name, kind in _OF_KIND.items():
        yield from (NameFact(kind, one_line(unescape(line.value))) for line in card.take(name))
    if phonetic := card.take(*_PHONETIC):
        yield NameFact(NameKind.OTHER, one_line(" ".join(unescape(line.value) for line in phonetic)))
    for line in card.take("SORT-STRING"):  # in Japan the reading of the name, elsewhere words of it
        if set(fold(line.value).split()) <= known:
            card.give_back([line])
        else:
            yield NameFact(NameKind.OTHER, one_line(unescape(line.value)))
    for line in card.take("SOUND"):  # Japanese telephones
        if "x-irmc-n" in line.types:
            yield NameFact(NameKind.OTHER, one_line(" ".join(split_escaped(line.value, ";"))))
        else:
            card.give_back([line])
    for line in card.named.get("EMAIL", ()):
        if "<" in line.value and not set(fold(name := addressee(line.value)).split()) <= known:
            yield NameFact(NameKind.OTHER, name)
