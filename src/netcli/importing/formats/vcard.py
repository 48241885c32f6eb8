"""vCard 2.1, 3.0 and 4.0: cards into drafts of people. What has no place is kept as it came."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from netcli.dates import is_birthday
from netcli.importing.draft import Draft, Reading
from netcli.importing.formats.contentline import ContentLine, as_utf8, content_lines, split_escaped, unescape
from netcli.model import ADDRESS_PARTS, NameFact, NameKind, PersonFacts, PointFact, PointKind, PositionFact
from netcli.results import Rejected, Skipped
from netcli.text import nfc, one_line, split_name

_NOT_LABELS = frozenset({"pref", "internet", "voice", "x-internet"})
_MARKS = re.compile(rb"(?:^|[\r\n]|(?i:AGENT:))[ \t]*((?i:BEGIN|END))[ \t]*:[ \t]*([^\s]+)")
_LEFT_OUT = {"PHOTO": "photos", "LOGO": "logos", "SOUND": "sounds", "KEY": "keys"}
#: Properties that say something of the card, not of the person: nothing is lost by not keeping them.
_OF_THE_CARD = frozenset({"VERSION", "REV", "PRODID", "BEGIN", "END"})


@dataclass(slots=True)
class _Card:
    number: int
    line: int
    lines: list[ContentLine] = field(default_factory=list)

    def all(self, *names: str) -> list[ContentLine]:
        return [line for line in self.lines if line.name in names and line.value.strip()]

    def text(self, name: str) -> str | None:
        found = self.all(name)
        return one_line(unescape(found[0].value)) or None if found else None


def read(data: bytes) -> Reading:
    """Return the people of a file of cards; a card that names nobody is rejected with its number."""
    drafts, rejected, left_out = [], [], Counter[str]()
    for card in _cards(data):
        left_out.update(_LEFT_OUT[line.name] for line in card.lines if line.name in _LEFT_OUT)
        where = f"card {card.number} (line {card.line})"
        facts = _facts(card)
        if facts is None:
            rejected.append(Rejected(where, "it names nobody: no name, organisation, address or number"))
        else:
            drafts.append(Draft(facts, where, _uid(card), _kept(card)))
    skipped = tuple(Skipped(what, count) for what, count in sorted(left_out.items()))
    return Reading(tuple(drafts), tuple(rejected), skipped)


def _cards(data: bytes) -> Iterator[_Card]:
    """Yield the cards of a file in the order in which they begin.

    A card within a card is one of its own, and the outer one goes on after it; in a file with fewer END than BEGIN a
    card ends where the next begins, but for that of an AGENT.
    """
    text = as_utf8(data)
    marks = Counter((mark.upper(), component.upper()) for mark, component in _MARKS.findall(text))
    nests = marks[b"BEGIN", b"VCARD"] <= marks[b"END", b"VCARD"]
    opened: list[_Card] = []
    waiting: list[_Card] = []
    count = 0
    for line in _own_lines(text, {component.decode("latin-1") for mark, component in marks if mark == b"END"}):
        if _begins(line):
            if opened and not nests and not _is_agent([line]) and not _is_agent(opened[-1].lines[-1:]):
                opened.pop()
            count += 1
            opened.append(_Card(count, line.number))
            waiting.append(opened[-1])
        elif line.name == "END" and opened:
            opened.pop()
        elif opened:
            opened[-1].lines.append(line)
        if not opened:
            yield from waiting
            waiting = []
    yield from waiting


def _own_lines(text: bytes, ended: set[str]) -> Iterator[ContentLine]:
    """Yield the lines that are in no foreign component; one that never ends is none."""
    foreign: list[str] = []
    for line in content_lines(text):
        component = line.value.strip().upper()
        if line.name == "BEGIN" and (component != "VCARD" or foreign):
            if component in ended:
                foreign.append(component)
        elif line.name == "END" and foreign:
            foreign = foreign[: foreign.index(component)] if component in foreign else foreign
        elif not foreign:
            yield line


def _begins(line: ContentLine) -> bool:
    return line.name == "BEGIN" or (line.name == "AGENT" and line.value.strip().upper() == "BEGIN:VCARD")


def _is_agent(lines: list[ContentLine]) -> bool:
    return any(line.name == "AGENT" for line in lines)


def _facts(card: _Card) -> PersonFacts | None:
    parts = [one_line(part) for part in split_escaped(card.all("N")[0].value, ";")] if card.all("N") else []
    family, given, additional, prefix, suffix = (*parts, "", "", "", "", "")[:5]
    points = tuple(dict.fromkeys(point for line in card.lines if (point := _point(line))))
    composed = " ".join(filter(None, (prefix, given, additional, family, suffix)))
    names, positions = _names(card), _positions(card)
    spare = [
        *(n.name for n in names),
        *(p.org for p in positions),
        *(p.value for p in points if p.kind in ("email", "phone")),
    ]
    name = card.text("FN") or composed or next(filter(None, spare), None)
    if not name:
        return None
    if not given and not family:
        given, family = split_name(name) if card.text("FN") else ("", "")
    birthday, odd = _birthday(card)
    notes = [re.sub(r"\r\n?", "\n", nfc(unescape(line.value))) for line in card.all("NOTE")]
    return PersonFacts(
        name, given or None, family or None, additional or None, prefix or None, suffix or None, birthday=birthday,
        note="\n".join(filter(None, (*notes, odd))) or None, lang=card.text("LANG"), names=_names(card), points=points,
        positions=_positions(card), tags=_tags(card),
    )  # fmt: skip


def _names(card: _Card) -> tuple[NameFact, ...]:
    nicknames = [one_line(n) for line in card.all("NICKNAME") for n in split_escaped(line.value, ",")]
    maiden = [one_line(unescape(line.value)) for line in card.all("X-MAIDENNAME", "X-MAIDEN-NAME")]
    found = [NameFact(NameKind.NICKNAME, n) for n in nicknames] + [NameFact(NameKind.MAIDEN, n) for n in maiden]
    return tuple(dict.fromkeys(name for name in found if name.name))


def _positions(card: _Card) -> tuple[PositionFact, ...]:
    """Return the jobs: ORG and TITLE pair up by group, else in order; ROLE stands in where there is no TITLE."""
    orgs = [(line, [one_line(part) for part in split_escaped(line.value, ";")]) for line in card.all("ORG")]
    titles = card.all("TITLE") or card.all("ROLE")
    found = []
    groups = {line.group for line, _ in orgs if line.group}
    for line, parts in orgs:
        own = (t for t in titles if t.group and t.group == line.group)
        title = next(own, next((t for t in titles if t.group not in groups), None))
        if title is not None:
            titles = [t for t in titles if t is not title]
        words = one_line(unescape(title.value)) if title else None
        team = ", ".join(part for part in parts[1:] if part) or None
        if parts[0] or words or team:
            found.append(PositionFact(parts[0] or None, words, team=team))
    found += [PositionFact(None, one_line(unescape(title.value))) for title in titles]
    return tuple(dict.fromkeys(found))


def _tags(card: _Card) -> tuple[str, ...]:
    words = [one_line(word) for line in card.all("CATEGORIES") for word in split_escaped(line.value, ",")]
    return tuple(dict.fromkeys("-".join(word.lower().split()) for word in words if word))


def _birthday(card: _Card) -> tuple[str | None, str | None]:
    """Return (birthday as a partial date, the text of one that is no date)."""
    for line in card.all("BDAY"):
        text = unescape(line.value).strip()
        day = re.match(r"(\d{4})-?(\d{2})-?(\d{2})(?:$|[T ])", text)
        yearless = re.match(r"--(\d{2})-?(\d{2})(?:$|[T ])", text)
        found = "-".join(day.groups()) if day else f"--{yearless[1]}-{yearless[2]}" if yearless else text
        if day and line.param("X-APPLE-OMIT-YEAR") == [day[1]]:
            found = f"--{day[2]}-{day[3]}"
        return (found, None) if is_birthday(found) else (None, f"birthday: {text}")
    return None, None


def _email(value: str) -> str:
    text = one_line(value)
    inside = re.search(r"<([^<>\s]+@[^<>\s]+)>", text)
    return inside[1] if inside else re.sub(r"(?i)^mailto:", "", text)


def _phone(value: str) -> str:
    return re.sub(r"(?i)^tel:", "", one_line(value))


_POINTS: dict[str, tuple[PointKind, Callable[[str], str]]] = {
    "EMAIL": (PointKind.EMAIL, _email),
    "TEL": (PointKind.PHONE, _phone),
    "URL": (PointKind.URL, one_line),
    "X-SOCIALPROFILE": (PointKind.URL, one_line),
    "IMPP": (PointKind.IM, one_line),
}


def _point(line: ContentLine) -> PointFact | None:
    label = ", ".join(word for word in line.types if word not in _NOT_LABELS) or None
    preferred = "pref" in line.types or line.param("PREF") == ["1"]
    if line.name == "ADR":
        parts = [one_line(part) for part in (*split_escaped(line.value, ";"), "", "", "", "", "", "", "")[:7]]
        named = tuple((name, part) for name, part in zip(ADDRESS_PARTS, parts, strict=True) if part)
        return PointFact(PointKind.ADDRESS, ", ".join(filter(None, parts)), label, preferred, named) if named else None
    if line.name not in _POINTS:
        return None
    kind, clean = _POINTS[line.name]
    value = clean(unescape(line.value))
    return PointFact(kind, value, label, preferred) if value else None


_ONCE = ("FN", "N", "BDAY", "LANG", "UID")
_PARTS = {"N": 5, "ADR": 7}
_USED = frozenset({
    "FN", "N", "NICKNAME", "ORG", "TITLE", "NOTE", "BDAY", "CATEGORIES", "LANG", "UID", "ADR", "X-MAIDENNAME",
    "X-MAIDEN-NAME", *_POINTS, *_LEFT_OUT, *_OF_THE_CARD,
})  # fmt: skip


def _kept(card: _Card) -> tuple[str, ...]:
    """Return the lines that found no place, as they came."""
    first = {name: card.all(name)[0] for name in _ONCE if card.all(name)}
    return tuple(
        line.raw
        for line in card.lines
        if line.name not in _USED
        or (line is not first.get(line.name, line) and line.value.strip())
        or (line.name in _PARTS and any(map(str.strip, split_escaped(line.value, ";")[_PARTS[line.name] :])))
    )


def _uid(card: _Card) -> str | None:
    uid = card.text("UID")
    return re.sub(r"(?i)^urn:uuid:", "", uid) if uid else None
