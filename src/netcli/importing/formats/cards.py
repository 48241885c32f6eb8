"""A file of vCards taken apart into cards: plain ones in one go, odd ones line by line, with equal results."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Generic, TypeVar

from netcli.domain.photo import MOST_BYTES
from netcli.importing.formats.card_charset import guessed_charset, may_be_undeclared, undeclared
from netcli.importing.formats.contentline import (
    ENTITY,
    LONGEST_LINE,
    ContentLine,
    Head,
    Joined,
    as_utf8,
    declared_charset,
    escaped_as_3_0,
    joined_lines,
    parsed,
    read_head,
)

#: Properties that are bytes, and what they are called.
BYTES = {"PHOTO": "photos", "LOGO": "logos", "SOUND": "sounds", "KEY": "keys", "X-MS-CARDPICTURE": "card pictures"}
TOO_LARGE = f"larger than {MOST_BYTES // 1_000_000} MB"
MOST_LINES = 2_000
DEEPEST = 8

#: What nearly every card has; whoever looks for other things need not look into a card that has none of them.
_COMMON = frozenset({
    "VERSION", "PRODID", "REV", "UID", "FN", "N", "ORG", "TITLE", "EMAIL", "TEL", "ADR", "URL", "BDAY", "NOTE",
    "CATEGORIES",
})  # fmt: skip
_OPENING = re.compile(rb"(?:\r?\n)*BEGIN:VCARD\r?\n")
#: A file whose cards are indented as a whole, as out of a document: its lines are no folds.
_INDENTED = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCARD\r?\n([ \t]+)VERSION:")
#: Files put together without a line end between them, or each with a byte-order mark of its own.
_GLUED = re.compile(rb"(?i)(?<![^\r\n])(END:VCARD)[ \t]*(?=BEGIN:VCARD)")
_RTF = b"{\\rtf"  #: begins a document of TextEdit or WordPad
_MARK_OF_ORDER = b"\xef\xbb\xbf"
#: A card on one line, its line ends written as in a program or in the text of a QR code.
_ON_ONE_LINE = re.compile(rb"\s*[\"']?BEGIN:VCARD((?:\\r)?\\n)")
#: A line that goes on after END:VCARD makes something else of that.
_AFTER_END = re.compile(rb"\Z|\r?\n(?![ \t])|\r(?![\r\n \t])")
_NOTHING = re.compile(rb"[\r\n]*")
_MARK = re.compile(rb"(?i)[ \t]*(?:[\w-]+\.)?(BEGIN|END)[ \t]*:[ \t]*(\S+)[ \t]*")
_MARKS = re.compile(rb"[\r\n][ \t]*((?i:BEGIN|END))[ \t]*:[ \t]*(\S{1,100})")
_AGENT_MARKS = re.compile(rb"[Aa](?i:GENT):[ \t]*((?i:BEGIN))[ \t]*:[ \t]*(\S{1,100})")
_STRUCTURAL = re.compile(rb"(?i)[ \t]*(?:[\w-]+\.)?(?:BEGIN|END|AGENT)\b")
_AGENT = re.compile(rb"(?i)[ \t]*(?:[\w-]+\.)?AGENT\b[^:]*:[ \t]*(BEGIN:VCARD)?[ \t]*")
_NAMES = re.compile(rb"(?i)(?:[\w-]+\.)?(?:FN|N)[;:]")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_LONGEST_PLAIN = 1_000_000
_line = tuple.__new__  #: a named tuple without a call of Python's own: this makes every line of every file
_HEAD = 300  #: how much of a line is looked at to see what it is: marks and agents are short


T = TypeVar("T")
Short = Callable[[str, int, int], T | None]


class Card:
    """One card: its lines by property. What a reader takes is gone from it, what nobody takes is kept as it came."""

    __slots__ = ("agents", "has_rare", "left_out", "line", "lines", "named", "number", "odd")

    def __init__(self, number: int, line: int, lines: Sequence[ContentLine]) -> None:
        self.number, self.line, self.lines = number, line, lines
        self.agents: list[Card] = []
        self.odd: Sequence[ContentLine] = ()
        self.left_out: dict[str, int] = {}
        self.named = named = dict[str, list[ContentLine]]()
        for one in lines:
            name = one[0][1]  # head.name: this runs for every line of every file
            if name in named:
                named[name].append(one)
            else:
                named[name] = [one]
        self.has_rare = not self.named.keys() <= _COMMON

    def take(self, *names: str) -> list[ContentLine]:
        """Return the lines of these properties, in the order of the names; they are dealt with."""
        if len(names) == 1:
            return self.named.pop(names[0], [])
        return [line for name in names for line in self.named.pop(name, ())]

    def leave_out(self, what: str, count: int = 1) -> None:
        """Count something that is not kept, for the report."""
        self.left_out[what] = self.left_out.get(what, 0) + count

    def give_back(self, lines: Iterable[ContentLine]) -> None:
        """Put back lines that were of no use after all: they are kept as they came."""
        for line in lines:
            self.named.setdefault(line.head.name, []).append(line)

    def rest(self) -> list[ContentLine]:
        """Return the lines that nobody took, in their order."""
        if not self.named:
            return []
        left = {id(line): line for lines in self.named.values() for line in lines}
        return [*(line for line in self.lines if left.pop(id(line), None)), *left.values()]

    def lost_parameters(self) -> Iterator[str]:
        """Yield the names of parameters that netcli has no place for, of lines that were taken."""
        kept = {id(line) for line in self.rest()}
        for line in self.odd:
            if id(line) not in kept:
                told = f"{line.value} {_NOT_DIGIT.sub('', line.value)}".casefold()
                yield from (name for name in line.head.odd if any(v.casefold() not in told for v in line.param(name)))


class Cards(Generic[T]):
    """The cards of a file in the order in which they begin; then, in `left_out`, what stood outside of them.

    A card within a card is one of its own, and the outer one goes on after it; that of an AGENT is the outer one's
    agent. In a file with fewer END than BEGIN a card ends where the next begins, but for an agent's; lines
    that name somebody and go before an END are a card without its BEGIN. With `careful`
    every card is read line by line: the result is the same. `short` may make something of the text of a card, its
    number and the line of its BEGIN, that takes the place of the card.
    """

    def __init__(self, data: bytes, *, careful: bool = False, short: Short[T] | None = None) -> None:
        is_utf_16 = data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]
        self._data = _apart(as_utf8(data) if is_utf_16 else data)  # without a copy, if it can be helped
        if indented := _INDENTED.match(self._data):
            self._data = re.sub(rb"(?m)^%s" % re.escape(indented[1]), b"", self._data)
        self._at = 3 if data[:3] == b"\xef\xbb\xbf" else 0
        self._careful, self._short = careful, short
        self._line, self._count = 1, 0
        self._spare = cache(lambda: guessed_charset(undeclared(joined_lines(self._data))))
        self.left_out: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Card | T]:
        while not self._careful and (card := self._next()) is not None:
            yield card
        if not _NOTHING.fullmatch(self._data, self._at):
            yield from self._all_others()

    def _next(self) -> Card | T | None:
        """Return the next card if it begins here, ends, and holds no other; else None."""
        data = self._data
        opening = _OPENING.match(data, self._at)
        end = data.find(b"\nEND:VCARD", opening.end() - 1) if opening else -1
        if opening is None or end < 0:
            return None
        after = end + len(b"\nEND:VCARD")
        if not _AFTER_END.match(data, after):
            return None
        start, end = opening.end(), end + 1
        first = self._line + data.count(b"\n", self._at, start) - 1
        height = data.count(b"\n", start, end)
        text = _plain_text(data[start:end]) if end - start <= _LONGEST_PLAIN and height <= MOST_LINES else None
        card: Card | T | None = self._short(text, self._count + 1, first) if self._short and text is not None else None
        if card is None and text is not None and (lines := _plain_lines(text)) is not None:
            card = Card(self._count + 1, first, lines)
        if card is None:
            if data.count(b"\r", start, end) != data.count(b"\r\n", start, end):
                return None
            odd = _Opened(self._count + 1, first, self._spare)
            for line in joined_lines(data, start, end, first + 1):
                if _mark(line)[0] or _agent_of(line):
                    return None
                odd.add(line)
            card = odd.card()
        self._count += 1
        self._line = first + 1 + height
        self._at = after
        return card

    def _all_others(self) -> Iterator[Card]:
        """Yield the cards from here to the end of the file, whatever state it is in."""
        marks = self._marks()
        nests = marks[b"BEGIN", b"VCARD"] <= marks[b"END", b"VCARD"]
        opened: list[_Opened] = []
        waiting: list[_Opened] = []
        loose = _Opened(0, 0, self._spare)
        for line in self._own_lines({component for mark, component in marks if mark == b"END"}):
            agent, mark = _agent_of(line), _mark(line)[0]
            begins = agent == "card" or mark == b"BEGIN"
            inside = bool(agent) or bool(opened and opened[-1].expects_agent)
            if mark and not opened:
                yield from self._without_begin(loose, ends=mark == b"END")
                loose = _Opened(0, 0, self._spare)
            if mark == b"END" or (begins and ((not nests and not inside) or len(opened) >= DEEPEST)):
                del opened[-1:]
                if not opened:
                    yield from (one.card() for one in waiting)
                    waiting = []
            if begins:
                self._count += 1
                one = _Opened(self._count, line.number, self._spare)
                (opened[-1].agents if opened and inside else waiting).append(one)
                opened.append(one)
            elif opened and not mark:
                opened[-1].add(line)
            elif not mark:
                loose.add(line)
        yield from self._without_begin(loose, ends=False)
        yield from (one.card() for one in waiting)

    def _without_begin(self, loose: _Opened, *, ends: bool) -> Iterator[Card]:
        """Yield the card of lines that lack their BEGIN: they name somebody, and an END follows; count all others."""
        if ends and any(_NAMES.match(line.text or b"") for line in loose.lines):
            self._count += 1
            loose.number, loose.line = self._count, loose.lines[0].number
            yield loose.card()
        elif loose.lines:
            self.left_out["lines outside of any card"] += len(loose.lines) + loose.beyond

    def _marks(self) -> Counter[tuple[bytes, bytes]]:
        """Return how often what is begun and ended from here on, as (BEGIN or END, name in capitals)."""
        first = _MARK.match(self._data, self._at)
        found = [first.groups()] if first else []
        found += (*_MARKS.findall(self._data, self._at), *_AGENT_MARKS.findall(self._data, self._at))
        return Counter((mark.upper(), component.upper()) for mark, component in found)

    def _own_lines(self, ended: set[bytes]) -> Iterator[Joined]:
        """Yield the lines that are in no foreign component; one that never ends is none."""
        foreign: list[bytes] = []
        for line in joined_lines(self._data, self._at, number=self._line):
            mark, component = _mark(line)
            if mark == b"BEGIN" and (component != b"VCARD" or foreign):
                if component in ended:
                    foreign.append(component)
                    if len(foreign) == 1:
                        self.left_out[f"parts that are no cards: {component.decode('utf-8', 'replace')}"] += 1
            elif mark == b"END" and foreign:
                foreign = foreign[: foreign.index(component)] if component in foreign else foreign
            elif not foreign and (line.text is None or line.text.strip()):
                yield line


class _Opened:
    """A card whose end has not been read; `spare` tells the charset of its file if nothing in the card does."""

    def __init__(self, number: int, line: int, spare: Callable[[], str | None]) -> None:
        self.number, self.line, self._spare = number, line, spare
        self.lines: list[Joined] = []
        self.agents: list[_Opened] = []
        self.beyond = 0

    @property
    def expects_agent(self) -> bool:
        """Whether the last line was an AGENT without anything: his card follows."""
        return bool(self.lines) and _agent_of(self.lines[-1]) == "line"

    def add(self, line: Joined) -> None:
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)
        else:
            self.beyond += 1

    def card(self) -> Card:
        card = _card(self.number, self.line, self.lines, self.beyond, self._spare)
        card.agents = [agent.card() for agent in self.agents]
        return card


def _apart(data: bytes) -> bytes:
    """Return the bytes with every card on lines of its own; the bytes themselves, as nearly always, if they are."""
    if data[:5] == _RTF:
        from netcli.importing.formats.rtf import text_of

        data = text_of(data)
    if data[-1:] in (b"\0", b"\x1a"):  # as telephones and DOS end a file
        data = data.rstrip(b"\0\x1a")
    if data.find(_MARK_OF_ORDER + b"BEGIN:", 1) > 0:
        data = data[:1] + data[1:].replace(_MARK_OF_ORDER + b"BEGIN:", b"BEGIN:")
    if written := _ON_ONE_LINE.match(data):
        data = re.sub(re.escape(written[1]) + rb"(?=(?:[\w-]+\.)?[A-Z-]+[;:])", b"\n", data.strip(b"\"' \t\r\n"))
    return _GLUED.sub(rb"\1\n", data) if b"VCARDBEGIN:" in data or b"VCARD BEGIN:" in data else data


def _card(number: int, line: int, joined: Sequence[Joined], beyond: int, spare: Callable[[], str | None]) -> Card:
    """Return a card of lines that are parsed here: what one property says of its charset serves those that say none.

    In a card where none does so, `spare` serves them.
    """
    texts = [one.text for one in joined if one.text is not None]
    charset = declared_charset(texts) or (spare() if any(map(may_be_undeclared, texts)) else None)
    lines = [one for one in parsed(joined, charset) if not one.value.isspace() and (one.value or not one.name)]
    if any(one.head.name == "VERSION" and one.value.strip() == "2.1" for one in lines):
        lines = [one._replace(value=escaped_as_3_0(one.value)) if "\\" in one.value else one for one in lines]
    card = Card(number, line, lines)
    card.odd = [one for one in lines if one.head.odd]
    if beyond:
        card.leave_out(f"lines of a card beyond the {MOST_LINES:,}th", beyond)
    for one in joined:
        if one.text is None and one.name in BYTES:
            card.leave_out(f"{BYTES[one.name]} {TOO_LARGE}")
        elif one.text is None:
            card.leave_out(f"lines longer than {LONGEST_LINE // 1024 // 1024} MB: {one.name}")
    return card


def _plain_text(body: bytes) -> str | None:
    """Return the text of a card with LF at the end of its lines, or None if it has others, entities, or is no UTF-8."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    return None if "\r" in text or ("&" in text and ENTITY.search(text)) else text


def _plain_lines(text: str) -> list[ContentLine] | None:
    """Return the lines of a card that has no folds, encodings or charsets and holds no other card; else None."""
    found = []
    for line in text.split("\n"):
        before, colon, value = line.partition(":")
        head = _plain_head(before)
        if head is None or not colon:
            if line:
                return None
        elif value and not value.isspace():
            found.append(_line(ContentLine, (head, value, line, 0)))
    if "\\" in text and "VERSION:2.1" in text:
        return None
    return found


@lru_cache(maxsize=4096)
def _plain_head(text: str) -> Head | None:
    """Return what stands before the colon of a line, or None if that line is not to be read as it stands."""
    head = read_head(text)
    is_plain = text[:1] not in ("", " ", "\t") and '"' not in text and not head.odd
    has_charset = any(key in ("ENCODING", "CHARSET") for key, _ in head.params)
    return head if is_plain and not has_charset and head.name not in ("", "BEGIN", "END", "AGENT") else None


def _mark(line: Joined) -> tuple[bytes, bytes]:
    """Return what a line begins or ends, as (BEGIN or END, name in capitals); two empty words if it does neither."""
    match = _MARK.fullmatch(_if_structural(line))
    return (match[1].upper(), match[2].upper()) if match else (b"", b"")


def _if_structural(line: Joined) -> bytes:
    text = line.text
    return text if text is not None and len(text) <= _HEAD and _STRUCTURAL.match(text) else b""


def _agent_of(line: Joined) -> str:
    """Tell whether a line is an AGENT whose card begins with it, or with the next; empty if it is none."""
    match = _AGENT.fullmatch(_if_structural(line))
    return "" if match is None else "card" if match[1] else "line"
