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
LONGEST_BYTES = 4_000_000  #: as base64; a photo of 2 MB has 2.7, folds apart
_LONGEST_HEAD = 2_000
_BARE = {
    "QUOTED-PRINTABLE": "ENCODING",
    "BASE64": "ENCODING",
    "8BIT": "ENCODING",
    "7BIT": "ENCODING",
    "B": "ENCODING",
}
#: Properties that are text, whatever they are encoded as.
_TEXTS = frozenset(
    {"FN", "N", "NICKNAME", "NOTE", "ORG", "TITLE", "ROLE", "ADR", "LABEL", "EMAIL", "TEL", "CATEGORIES"}
)
_NOT_LABELS = frozenset({"pref", "internet", "voice", "x-internet"})
_REFERENCES = ("x-syncmlref", "x-egw-ref")  #: types that number lines for one program
_FALLBACK = "cp1252"
_CARETS = {"n": "\n", "'": '"', "^": "^"}
_ESCAPES = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\", ":": ":"}
_LINE_ENDS = (b"\r\r\n", b"\r\n", b"\n", b"\r")  #: CR CR LF is what is left of a file that was sent as text twice
_BLANKS = (b" ", b"\t")
_NEWLINE = re.compile(rb"[\r\n](?:(?<=\r)\r?\n)?")  # a set first: that is searched for as fast as memory is read
_BLANK_LINES = re.compile(rb"[\r\n]+")
_FOLDS_END = re.compile(rb"\r{0,2}\n(?![ \t])|\r(?![\r\n \t])")
_SOFT_BREAKS_END = re.compile(rb"(?<![=\r])(?:\r{0,2}\n|\r(?!\n|\r\n))(?![ \t])")
_ENDS_CARD = re.compile(rb"(?i)(?:\r{1,2}\n|\n|\r)END[ \t]*:[ \t]*VCARD[ \t]*(?=[\r\n]|\Z)")
_BASE64 = re.compile(rb"(?:\r{1,2}\n|\n|\r)[A-Za-z0-9+/]+={0,2}[ \t]*(?=[\r\n]|\Z)")
_BEGINS_CARD = re.compile(rb"(?i)[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*")
_INDENTED = re.compile(rb"(?i)(?:[\w-]+\.)?AGENT[^:\r\n]*:[ \t]*BEGIN:VCARD[ \t]*[\r\n]")


#: `TEL;TYPE#WORK:`, as some program writes.
_MISTYPED = re.compile(r"(?i)^\s*(TYPE|VALUE|ENCODING)#")
#: A label of one's own on Samsung's and LG's telephones: `X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=42=6F)`.
_OWN_LABEL = re.compile(r"(?i)\s*(X-CUSTOM)\((?:CHARSET=([\w-]+),ENCODING=QUOTED-PRINTABLE,)?(.*)\)\s*")
#: Properties of short words, in which an entity of HTML is a slip of a page; in a note or address it may be meant.
_NAMING = frozenset(("N", "FN", "NICKNAME", "ORG", "TITLE", "ROLE", "ADR"))
ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8}\d{0,2});")
#: Parameters that are made use of, and those that tell one program where it keeps a line.
_OF_USE = frozenset({
    "TYPE", "PREF", "VALUE", "ENCODING", "CHARSET", "LABEL", "SORT-AS", "UID", "X-SERVICE-TYPE", "SERVICE-TYPE",
    "X-APPLE-OMIT-YEAR", "MEDIATYPE", "LANGUAGE", "PID", "ALTID", "INDEX", "X-EVOLUTION-UI-SLOT", "X-EVOLUTION-E164",
    "X-COUCHDB-UUID", "X-CUSTOM", "X-EVOLUTION-DEST-CONTACT-UID", "X-EVOLUTION-DEST-EMAIL",
    "X-EVOLUTION-DEST-EMAIL-NUM", "X-EVOLUTION-DEST-HTML-MAIL", "X-EVOLUTION-DEST-NAME", "X-EVOLUTION-PARENT-UID",
    "CALSCALE", "X-EDIT", "X-POS", "X-PALM-ORDER",
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
    """A line of a file with its folds joined, and the name of its property; its text is None if that is too long."""

    number: int
    text: bytes | None
    name: str = ""


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
    if (data[:1] == b"\0") != (data[1:2] == b"\0"):
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace").encode()
    return data


def content_lines(data: bytes) -> Iterator[ContentLine]:
    """Yield the properties of a file in order; lines that are no property are yielded with an empty name."""
    lines = list(joined_lines(data))
    yield from parsed(lines, declared_charset(line.text for line in lines if line.text))


def parsed(lines: Iterable[Joined], spare: str | None) -> Iterator[ContentLine]:
    """Yield the properties in lines; `spare` is the charset of those that are no UTF-8 and name none."""
    for line in lines:
        if line.text is not None and line.text.strip():
            yield _parse(line.number, line.text, spare)


def declared_charset(lines: Iterable[bytes]) -> str | None:
    """Return the first charset that one of these lines names: it serves those that name none."""
    found = (re.search(rb"(?i)CHARSET=\"?([\w.-]{2,40})", line[:_LONGEST_HEAD]) for line in lines)
    return next((match[1].decode("ascii") for match in found if match), None)


def unescape(text: str) -> str:
    """Return a text value with its backslash escapes undone; unknown ones stay as they are."""
    if "\\" not in text:
        return text
    if "\\\\" in text:  # an escaped backslash may stand before what looks like an escape
        return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[0]), text)
    for mark, plain in _ESCAPES.items():
        text = text.replace(f"\\{mark}", plain)
    return text


def split_escaped(text: str, mark: str) -> list[str]:
    """Return the parts of a structured value between unescaped marks, each unescaped."""
    if "\\" not in text:
        return text.split(mark)
    return [unescape(part) for part in re.findall(rf"(?:^|{mark})((?:\\.|[^\\{mark}]|\\\Z)*)", text, re.DOTALL)]


def structured(text: str, size: int) -> list[str]:
    r"""Return the parts of a name or address of so many; marks that are all escaped, `Lind\;Bo\;\;\;`, part it too."""
    parts = split_escaped(text, ";")
    return parts[0].split(";") if len(parts) == 1 and text.count("\\;") == size - 1 else parts


def escaped_as_3_0(value: str) -> str:
    r"""Return a value of a 2.1 card as 3.0 would have it: there `\;` alone is an escape, other backslashes are text."""
    return re.sub(r"\\([\\;]?)", lambda m: r"\;" if m[1] == ";" else r"\\" * len(m[0]), value)


def joined_lines(data: bytes, at: int = 0, end: int | None = None, number: int = 1) -> Iterator[Joined]:
    """Yield the lines of a part of a file, folds and quoted-printable soft breaks joined; blank lines are left out.

    On bytes, since a fold may cut a character, and without a loop over folds, of which there may be millions. A block
    of base64 may go on without blanks before its lines; the lines of an AGENT's card may be indented, not folded. What
    begins a card is never folded: nothing of the card is lost by an odd line after it.
    """
    size = len(data) if end is None else end
    while at < size:
        stop, after = _line_end(_NEWLINE, data, at, size)
        if stop == at:
            after = _BLANK_LINES.match(data, at, size).end()  # type: ignore[union-attr]  # it begins with one
        else:
            head = data[at : min(stop, at + _LONGEST_HEAD)].partition(b":")[0].upper()
            is_binary = b"BASE64" in head or b"ENCODING=B" in head
            if b"QUOTED-PRINTABLE" in head:
                stop, after = _line_end(_SOFT_BREAKS_END, data, at, size)
                if card := _ENDS_CARD.search(data, at, stop):  # which no soft break swallows
                    stop, after = card.start(), _line_end(_NEWLINE, data, card.start(), size)[1]
            elif data[after : after + 1] in _BLANKS and not _BEGINS_CARD.fullmatch(data, at, stop):
                stop, after = _line_end(_FOLDS_END, data, stop, size)
            while is_binary and (more := _BASE64.match(data, stop, size)):
                stop, after = _line_end(_NEWLINE, data, more.end(), size)
            is_long = stop - at > (LONGEST_BYTES if is_binary else LONGEST_LINE)
            yield Joined(number, None if is_long else _joined(data[at:stop], head), _name(head) if is_long else "")
        number += data.count(b"\n", at, after) or data.count(b"\r", at, after)
        at = after


def _line_end(end: re.Pattern[bytes], data: bytes, at: int, size: int) -> tuple[int, int]:
    """Return (where the next line end of a kind begins, where the line after it does)."""
    found = end.search(data, at, size)
    return found.span() if found else (size, size)


def _joined(text: bytes, head: bytes) -> bytes:
    """Return a line without its folds; `bytes.replace` needs no memory for each of them."""
    is_soft = b"QUOTED-PRINTABLE" in head
    if b"\r" not in text and b"\n" not in text:
        return text.removesuffix(b"=") if is_soft else text
    joint = b"\n" if _INDENTED.match(text) else b""
    for mark in _LINE_ENDS:
        if is_soft:
            for soft in (b"=" + mark + b" ", b"=" + mark + b"\t", b"=" + mark):
                text = text.replace(soft, b"")
        for blank in (b" ", b"\t"):
            text = text.replace(mark + blank, joint)
    if b"BASE64" in head or b"ENCODING=B" in head:
        text = text.replace(b"\r", b"").replace(b"\n", b"")
    return text.removesuffix(b"=") if is_soft else text


def _name(head: bytes) -> str:
    return head.partition(b";")[0].rpartition(b".")[2].strip()[:100].decode("utf-8", "replace")


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
        elif head.name in _TEXTS and not head.encodings.isdisjoint({"B", "BASE64"}):
            value = _of_base64(value)
        charset = next((name.strip('"') for name in head.param("CHARSET")), None)
    text = _decode(value, charset, spare)
    if head.name in _NAMING:
        text = without_entities(text)
    return ContentLine(head, text, _decode(line, None, spare), number)


def without_entities(text: str) -> str:
    """Return a value without entities of HTML, `O&#039;Neil`, as pages write what was meant for a page."""
    if "&" not in text or not ENTITY.search(text):
        return text
    from html import unescape as plain

    return ENTITY.sub(lambda match: plain(match[0]), text)


def _of_base64(value: bytes) -> bytes:
    """Return what a text is in base64; the text itself if it is none after all."""
    from binascii import Error, a2b_base64

    try:
        return a2b_base64(value, strict_mode=True)
    except Error:
        return value


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
    types = tuple(dict.fromkeys(word.strip().lower().removeprefix("type=") for word in head.param("TYPE")))
    return head._replace(
        types=types,
        encodings=frozenset(word.upper() for word in head.param("ENCODING")),
        odd=tuple(key for key, _ in params if key not in _OF_USE),
        label=joined_label(
            *(word for word in types if word not in _NOT_LABELS and not word.startswith(_REFERENCES)),
            *head.param("SERVICE-TYPE"),
            *head.param("X-CUSTOM"),
        ),
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
    if own := _OWN_LABEL.fullmatch(word):
        return own[1].upper(), _own_label(own[3], own[2])
    key, equals, value = _MISTYPED.sub(r"\1=", word).partition("=")
    if not equals:
        return _BARE.get(key.strip().upper(), "TYPE"), key.strip()
    text = re.sub(r"\^([n'^])", lambda m: _CARETS[m[1]], value.strip().replace('"', ""))
    return key.strip().upper(), text


def _own_label(text: str, charset: str | None) -> str:
    """Return a label of one's own, decoded if it names a charset."""
    if not charset:
        return text
    import quopri

    return _decode(quopri.decodestring(text.encode()), charset, None)


def _decode(value: bytes, charset: str | None, spare: str | None) -> str:
    for name in (charset, "utf-8", spare, _FALLBACK):
        try:
            return value.decode(name or "utf-8")
        except LookupError:  # a name may be no charset
            continue
        except ValueError as error:  # or a codec that never decodes, or hold a NUL
            if name == "utf-8" and (repaired := _repaired(value, error)):
                return repaired
    return value.decode("latin-1")


def _repaired(value: bytes, error: ValueError) -> str | None:
    """Return a value that is UTF-8 but for its last character, which was cut, or for emoji in two halves (CESU-8)."""
    if not isinstance(error, UnicodeDecodeError):
        return None
    if error.reason == "unexpected end of data" and not value[: error.start].isascii():
        return value.decode("utf-8", "replace")
    try:
        halves = value.decode("utf-8", "surrogatepass")
        return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except ValueError:
        return None
