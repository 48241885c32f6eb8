"""Content lines of vCard: unfolded, split into name, parameters and value, decoded.

Tolerant by design: real files mix line ends, versions and character sets. Rules: RFC 2426 (3.0), RFC 6350 (4.0),
versit's vCard 2.1 (1996), RFC 6868 (caret escapes in parameters).
"""

from __future__ import annotations

import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE_END = re.compile(rb"\r\n|\r|\n")
_BARE = {
    "QUOTED-PRINTABLE": "ENCODING",
    "BASE64": "ENCODING",
    "8BIT": "ENCODING",
    "7BIT": "ENCODING",
    "B": "ENCODING",
}
_FALLBACK = "cp1252"
_CARETS = {"n": "\n", "'": '"', "^": "^"}
_ESCAPES = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\", ":": ":"}


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property: `group.name;params:value`. The value is decoded, its backslash escapes are still there."""

    number: int
    group: str
    name: str
    params: tuple[tuple[str, str], ...]
    value: str
    raw: str

    def param(self, name: str) -> list[str]:
        """Return all values of a parameter, comma lists taken apart."""
        return [part for key, value in self.params if key == name for part in value.split(",") if part]

    @property
    def types(self) -> list[str]:
        """Return the TYPE values in lower case, in order, each once."""
        return list(dict.fromkeys(word.lower() for word in self.param("TYPE")))


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
    declared = re.search(rb"(?i)CHARSET=\"?([\w.-]{2,40})", data)
    spare = declared[1].decode("ascii") if declared else None  # what one property says serves those that say nothing
    for number, line in _logical_lines(data):
        if line.strip():
            yield _parse(number, line, spare)


def unescape(text: str) -> str:
    """Return a text value with its backslash escapes undone; unknown ones stay as they are."""
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[0]), text) if "\\" in text else text


def split_escaped(text: str, mark: str) -> list[str]:
    """Return the parts of a structured value between unescaped marks, each unescaped."""
    return [unescape(part) for part in re.findall(rf"(?:^|{mark})((?:\\.|[^\\{mark}]|\\\Z)*)", text, re.DOTALL)]


def _logical_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (number, line) with folds and quoted-printable soft breaks joined, on bytes: a fold may cut a character."""
    current, start = b"", 1
    for number, line in enumerate(_LINE_END.split(data), 1):
        if current and _soft_break(current):
            current = current[:-1] + (line[1:] if line[:1] in b" \t" and line[:1] else line)
        elif line[:1] in (b" ", b"\t") and current:
            current += line[1:]
        else:
            if current:
                yield start, current
            current, start = line, number
    if current:
        yield start, current


def _soft_break(line: bytes) -> bool:
    head = line.partition(b":")[0].upper()
    return line.endswith(b"=") and b"QUOTED-PRINTABLE" in head


def _parse(number: int, line: bytes, spare: str | None) -> ContentLine:
    head, colon, value = _split_head(line)
    words = _split_params(head.decode("utf-8", "replace"))
    group, _, name = words[0].strip().rpartition(".")
    params = tuple(_param(word) for word in words[1:])
    raw = line.decode("utf-8", "replace")
    parsed = ContentLine(number, group.upper(), name.upper() if colon else "", params, "", raw)
    encodings = {e.upper() for e in parsed.param("ENCODING")}
    if "QUOTED-PRINTABLE" in encodings:
        value = quopri.decodestring(value)
    charsets = parsed.param("CHARSET")
    text = _decode(value, charsets[0].strip('"') if charsets else None, spare)
    return ContentLine(number, group.upper(), parsed.name, params, text, _decode(line, None, spare))


def _split_head(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Return head, colon, value; a colon inside a quoted parameter does not end the head."""
    quoted = False
    for at, byte in enumerate(line):
        if byte == 0x22:
            quoted = not quoted
        elif byte == 0x3A and not quoted:
            return line[:at], b":", line[at + 1 :]
    return line.partition(b":")


def _split_params(head: str) -> list[str]:
    return re.findall(r'(?:^|;)((?:"[^"]*"|[^;"])*)', head) or [head]


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
