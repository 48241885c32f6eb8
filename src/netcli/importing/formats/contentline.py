"""Content lines of vCard: unfolded, split into name, parameters and value, decoded.

Tolerant by design: real files mix line ends, versions and character sets. Rules: RFC 2426 (3.0), RFC 6350 (4.0),
versit's vCard 2.1 (1996), RFC 6868 (caret escapes in parameters).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from netcli.shape import NamedTuple

LONGEST_LINE = 16 * 1024 * 1024
_BARE = {
    "QUOTED-PRINTABLE": "ENCODING",
    "BASE64": "ENCODING",
    "8BIT": "ENCODING",
    "7BIT": "ENCODING",
    "B": "ENCODING",
}
_NOT_LABELS = frozenset({"pref", "internet", "voice", "x-internet"})
_FALLBACK = "cp1252"
_CARETS = {"n": "\n", "'": '"', "^": "^"}
_ESCAPES = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\", ":": ":"}
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+={0,2}[ \t]*")
_ENDS_CARD = re.compile(rb"(?i)END[ \t]*:[ \t]*VCARD[ \t]*")
_AGENT = re.compile(rb"(?i)(?:[\w-]+\.)?AGENT[^:]*:[ \t]*BEGIN:VCARD[ \t]*")


#: Parameters that are made use of, and those that tell one program where it keeps a line.
_OF_USE = frozenset({
    "TYPE", "PREF", "VALUE", "ENCODING", "CHARSET", "LABEL", "SORT-AS", "UID", "X-SERVICE-TYPE", "SERVICE-TYPE",
    "X-APPLE-OMIT-YEAR", "MEDIATYPE", "LANGUAGE", "PID", "ALTID", "INDEX", "X-EVOLUTION-UI-SLOT", "X-EVOLUTION-E164",
    "X-COUCHDB-UUID",
})  # fmt: skip


class Head(NamedTuple):
    """What stands before the colon of a line, taken apart: group and name in capitals.

    `label` is what its types say of a contact point; `odd` are the names of parameters that netcli has no place for.
    """

    group: str
    name: str
    params: tuple[tuple[str, str], ...]
    types: tuple[str, ...]
    encodings: frozenset[str]
    odd: tuple[str, ...] = ()
    label: str | None = None
    preferred: bool = False

    def param(self, name: str) -> list[str]:
        """Return all values of a parameter, comma lists taken apart."""
        return [part for key, value in self.params if key == name for part in value.split(",") if part]


class ContentLine(NamedTuple):
    """One property: `group.name;params:value`. The value is decoded, its backslash escapes are still there.

    `raw` is the whole of it on one line, as it came.
    """

    head: Head
    value: str
    raw: str
    number: int = 0

    @property
    def group(self) -> str:
        """The group it belongs to, in capitals."""
        return self.head.group

    @property
    def name(self) -> str:
        """The name of the property in capitals; empty if the line is none."""
        return self.head.name

    @property
    def params(self) -> tuple[tuple[str, str], ...]:
        """The parameters in order; a bare word is a TYPE or an ENCODING."""
        return self.head.params

    def param(self, name: str) -> list[str]:
        """Return all values of a parameter, comma lists taken apart."""
        return self.head.param(name)

    @property
    def types(self) -> list[str]:
        """Return the TYPE values in lower case, in order, each once."""
        return list(self.head.types)


class Joined(NamedTuple):
    """A line of a file with its folds joined; its text is None if it is longer than LONGEST_LINE."""

    number: int
    text: bytes | None


def as_utf8(data: bytes) -> bytes:
    """Return the bytes without a byte-order mark; UTF-16 with one is turned into UTF-8."""
    for mark, charset in (
        (codecs.BOM_UTF8, None),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            rest = data[len(mark) :]
            return rest.decode(charset, "replace").encode() if charset else rest
    if b"\0" in data[:2] and len(data) > 1:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace").encode()
    return data


def content_lines(data: bytes) -> Iterator[ContentLine]:
    """Yield the properties of a file in order; lines that are no property are yielded with an empty name."""
    yield from parsed(joined_lines(data), declared_charset([data]))


def parsed(lines: Iterable[Joined], spare: str | None) -> Iterator[ContentLine]:
    """Yield the properties in lines; `spare` is the charset of those that are no UTF-8 and name none."""
    for line in lines:
        if line.text is not None and line.text.strip():
            yield _parse(line.number, line.text, spare)


def declared_charset(lines: Iterable[bytes]) -> str | None:
    """Return the first charset that one of these lines names: it serves those that name none."""
    found = (re.search(rb"(?i)CHARSET=\"?([\w.-]{2,40})", line[:_LONGEST_HEAD]) for line in lines)
    return next((match[1].decode("ascii") for match in found if match), None)


_LONGEST_HEAD = 1_000_000


def unescape(text: str) -> str:
    """Return a text value with its backslash escapes undone; unknown ones stay as they are."""
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[0]), text) if "\\" in text else text


def split_escaped(text: str, mark: str) -> list[str]:
    """Return the parts of a structured value between unescaped marks, each unescaped."""
    if "\\" not in text:
        return text.split(mark)
    return [unescape(part) for part in re.findall(rf"(?:^|{mark})((?:\\.|[^\\{mark}]|\\\Z)*)", text, re.DOTALL)]


def escaped_as_3_0(value: str) -> str:
    r"""Return a value of a 2.1 card as 3.0 would have it: there `\;` alone is an escape, other backslashes are text."""
    return re.sub(r"\\([\\;]?)", lambda m: r"\;" if m[1] == ";" else r"\\" * len(m[0]), value)


def joined_lines(data: bytes, at: int = 0, number: int = 1) -> Iterator[Joined]:
    """Yield the lines of a file from an offset on, folds and quoted-printable soft breaks joined.

    On bytes, since a fold may cut a character. A block of base64 may go on without blanks before its lines, and the
    lines of an AGENT's card may be indented instead of folded. Blank lines are left out.
    """
    current: _Line | None = None
    for physical, start, end in _physical_lines(data, at, number):
        if current is None or not current.takes(data, start, end):
            if current is not None:
                yield current.joined()
            current = _Line(data, physical, start, end) if end > start else None
    if current is not None:
        yield current.joined()


class _Line:
    """A line that is being joined."""

    def __init__(self, data: bytes, number: int, start: int, end: int) -> None:
        self.number, self.size = number, end - start
        self.parts = [data[start:end]] if self.size <= LONGEST_LINE else []
        head = data[start : min(end, start + 2000)].partition(b":")[0].upper()
        self.is_soft = b"QUOTED-PRINTABLE" in head
        self.is_binary = b"BASE64" in head or b"ENCODING=B" in head
        self.fold = b""
        if head.endswith(b"AGENT") or b"AGENT;" in head:
            self.fold = b"\n" if _AGENT.fullmatch(data, start, end) else b""

    def takes(self, data: bytes, start: int, end: int) -> bool:
        """Join the next line of the file if it belongs to this one."""
        first = data[start : start + 1]
        if self.is_soft and self.parts and self.parts[-1].endswith(b"="):
            if _ENDS_CARD.fullmatch(data, start, end):
                return False
            self.parts[-1] = self.parts[-1][:-1]
            self._add(data, start + (first in (b" ", b"\t")), end)
            return True
        if first in (b" ", b"\t"):
            self._add(data, start + 1, end)
            return True
        if self.is_binary and end > start and _BASE64.fullmatch(data, start, end):
            self._add(data, start, end)
            return True
        return False

    def _add(self, data: bytes, start: int, end: int) -> None:
        self.size += end - start
        if self.size <= LONGEST_LINE:
            self.parts.append(self.fold + data[start:end])
        else:
            self.parts = []

    def joined(self) -> Joined:
        return Joined(self.number, b"".join(self.parts) if self.size <= LONGEST_LINE else None)


def _physical_lines(data: bytes, at: int, number: int) -> Iterator[tuple[int, int, int]]:
    """Yield (number, start, end) of every line; LF, CR, CR LF and CR CR LF end one."""
    cr, lf, size = data.find(b"\r", at), data.find(b"\n", at), len(data)
    while at < size:
        if 0 <= cr < at:
            cr = data.find(b"\r", at)
        if 0 <= lf < at:
            lf = data.find(b"\n", at)
        if cr < 0 or 0 <= lf < cr:
            end = lf if lf >= 0 else size
            after = end + 1
        else:
            end = cr
            after = cr + (3 if data.startswith(b"\r\r\n", cr) else 2 if lf == cr + 1 else 1)
        yield number, at, end
        at, number = after, number + 1


def _parse(number: int, line: bytes, spare: str | None) -> ContentLine:
    before, colon, value = _split_head(line)
    head = read_head(before.decode("utf-8", "replace"))
    if not colon:
        head = head._replace(name="")
    charset = None
    if head.params:
        if "QUOTED-PRINTABLE" in head.encodings:
            import quopri

            value = quopri.decodestring(value)
        charset = next((name.strip('"') for name in head.param("CHARSET")), None)
    return ContentLine(head, _decode(value, charset, spare), _decode(line, None, spare), number)


def _split_head(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Return head, colon, value; a colon inside a quoted parameter does not end the head."""
    at = line.find(b":")
    if 0 <= line.find(b'"') < at:
        at = next((match.start() for match in re.finditer(rb'"[^"]*"|:', line) if match[0] == b":"), at)
    return (line[:at], b":", line[at + 1 :]) if at >= 0 else (line, b"", b"")


@lru_cache(maxsize=4096)
def read_head(text: str) -> Head:
    """Return what stands before a colon, taken apart."""
    words = re.findall(r'(?:^|;)((?:"[^"]*"|[^;"])*)', text) or [text]
    group, _, name = words[0].strip().rpartition(".")
    params = tuple(_param(word) for word in words[1:])
    head = Head(group.upper(), name.upper(), params, (), frozenset())
    types = tuple(dict.fromkeys(word.lower() for word in head.param("TYPE")))
    return head._replace(
        types=types,
        encodings=frozenset(word.upper() for word in head.param("ENCODING")),
        odd=tuple(key for key, _ in params if key not in _OF_USE),
        label=joined_label(*(word for word in types if word not in _NOT_LABELS), *head.param("SERVICE-TYPE")),
        preferred="pref" in types or head.param("PREF") == ["1"],
    )


def joined_label(*words: str) -> str | None:
    """Return several labels as one, each once whatever its case; what marks a word as a program's own goes."""
    plain = (word.removeprefix("x-evolution-").removeprefix("x-") for word in words)
    first = {word.casefold(): word for word in reversed(list(plain)) if word}
    return ", ".join(reversed(first.values())) or None


def made_line(head: str, text: str) -> ContentLine:
    """Return the line of 3.0 that says a text."""
    value = re.sub(r"[\\,;]", r"\\\g<0>", text).replace("\n", "\\n")
    return ContentLine(read_head(head), value, f"{head}:{value}")


def as_3_0(line: ContentLine) -> str:
    """Return a line as 3.0 has it, on one line and decoded: as it came, unless that was an encoding."""
    if line.raw.endswith(f":{line.value}") or not line.name:
        return _on_one_line(line.raw)
    params = (f";{key}={_quoted(value)}" for key, value in line.params if key not in ("ENCODING", "CHARSET"))
    group = f"{line.group.lower()}." if line.group else ""
    return f"{group}{line.name}{''.join(params)}:{_on_one_line(line.value)}"


def _on_one_line(text: str) -> str:
    return re.sub(r"\r\n?|\n", r"\\n", text.replace("\0", ""))


def _quoted(value: str) -> str:
    text = value.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{text}"' if set(":;,") & set(text) else text


def _param(word: str) -> tuple[str, str]:
    key, equals, value = word.partition("=")
    if not equals:
        return _BARE.get(key.strip().upper(), "TYPE"), key.strip()
    text = re.sub(r"\^([n'^])", lambda m: _CARETS[m[1]], value.strip().replace('"', ""))
    return key.strip().upper(), text


def _decode(value: bytes, charset: str | None, spare: str | None) -> str:
    for name in (charset, "utf-8", spare, _FALLBACK):
        try:
            return value.decode(name or "utf-8")
        except (LookupError, ValueError):  # a name may be no charset, a codec that never decodes, or hold a NUL
            continue
    return value.decode("latin-1")
