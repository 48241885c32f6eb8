"""What a file of cards says, line by line, read a second time and in another way: to see whether anything got lost.

Nothing here is shared with the importer. A line is unfolded, decoded and unescaped by the plainest rules; of its value
every word has to be found again, in any order of lines, with case, accents and punctuation left alone or dropped.
"""

from __future__ import annotations

import quopri
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

#: What says something of the file or of the program that wrote it, not of anybody.
OF_THE_CARD = {"VERSION", "REV", "PRODID", "PROFILE", "BEGIN", "END"}
BINARY = {"PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE"}
SPLIT = re.compile(rb"\r*\n|\r")


class Told(NamedTuple):
    """One property as a file has it."""

    line: int
    name: str
    head: str
    value: str


def told(data: bytes, unnamed: str = "cp1252") -> Iterator[Told]:
    """Yield what each line of a file says; `unnamed` is its charset if it is no UTF-8 and names none."""
    for mark, charset in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            data = data.decode(charset).encode()
    lines = SPLIT.split(data.removeprefix(b"\xef\xbb\xbf"))
    declared = re.search(rb"(?i)CHARSET=\"?([\w-]+)", data)
    at = 0
    while at < len(lines):
        start, line = at, lines[at]
        head, colon, _ = line.partition(b":")
        at += 1
        while at < len(lines):
            soft = b"QUOTED-PRINTABLE" in head.upper() and line.endswith(b"=")
            if soft:
                line = line[:-1] + lines[at].lstrip(b" \t")
            elif lines[at][:1] in (b" ", b"\t") and line.strip():
                line += lines[at][1:]
            elif b"BASE64" in head.upper() and re.fullmatch(rb"[A-Za-z0-9+/=]+\s*", lines[at]):
                line += lines[at]
            else:
                break
            at += 1
        if line.strip():
            yield _told(start + 1, line, colon, declared[1].decode() if declared else unnamed)


def _told(number: int, line: bytes, colon: bytes, spare: str) -> Told:
    if not colon:
        return Told(number, "", "", _text(line, "", spare))
    head, value = line.partition(b":")[::2]
    if head.count(b'"') % 2:
        quoted = re.match(rb'[^"]*(?:"[^"]*"[^":]*)*:', line)
        head, value = (line[: quoted.end() - 1], line[quoted.end() :]) if quoted else (head, value)
    if b"QUOTED-PRINTABLE" in head.upper():
        value = quopri.decodestring(value)
    named = re.search(rb"(?i)CHARSET=\"?([\w-]+)", head)
    name = head.partition(b";")[0].rpartition(b".")[2].decode("utf-8", "replace").strip().upper()
    return Told(number, name, head.decode("utf-8", "replace"), _text(value, named[1].decode() if named else "", spare))


def _text(value: bytes, charset: str, spare: str) -> str:
    for name in (charset, "utf-8", spare, "cp1252"):
        try:
            return value.decode(name or "utf-8")
        except (LookupError, ValueError):
            continue
    return value.decode("latin-1")


def loose(text: str) -> str:
    """Return the letters, digits and pictures of a text, without case."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return "".join(c for c in plain if c.isalnum() or unicodedata.category(c) in ("Mn", "Mc", "So"))


def parts(one: Told) -> list[str]:
    """Return what has to be found of a line: the parts of its value between commas, semicolons, line ends."""
    value = re.sub(r"\\[nN]", "\n", one.value)
    if one.name == "AGENT" and "BEGIN:VCARD" in value:
        return [part for line in told(value.replace("\\", "").encode()) for part in parts(line) if line.name != "BEGIN"]
    value = re.sub(r"(?i)^\s*(mailto|tel|urn:uuid|uuid|x-apple|data):", "", value)
    if "DATE" in one.name or "BDAY" in one.name or "ANNIVERSARY" in one.name:
        value = re.sub(
            r"(\d)T\d.*", r"\1", re.sub(r"^(\d{4})(?=-\d\d-\d\d$)", "", value) if "OMIT" in one.head else value
        )
    marks = r"[\s;,]" if one.name == "LABEL" else r"[\n\r;,]"  # the words of an address may stand in another order
    if one.name == "EMAIL":
        marks = '[<>;,"]'
    found = (loose(part.replace("\\", "")) for part in re.split(marks, value))
    return [part for part in found if part]
