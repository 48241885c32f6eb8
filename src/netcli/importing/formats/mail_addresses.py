"""Addresses in the headers of mail: who wrote, and to whom; tolerant of all that mail programs have ever written.

An address list is that of RFC 5322 section 3.4, with what is found beside it: `Last, First <mail>` without quotes,
`user at example.org` as archives of lists have it, semicolons of Outlook, encoded words (RFC 2047) anywhere, and bytes
that no charset was declared for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from netcli.person_name import given_first
from netcli.shape import NamedTuple
from netcli.text import email_key, one_line

_LONGEST_NAME = 200
_LONGEST_ADDRESS = 320
#: One of a list: quoted strings, addresses and comments hold commas; whatever is not closed is read as it stands.
_PIECE = re.compile(r'(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|\([^()]*\)|[^,;])+')
_ANGLE = re.compile(r"<([^<>]*)>?[^<>]*$")
_COMMENT = re.compile(r"\(([^()]*)\)")
_AT_IN_WORDS = re.compile(r"(\S+)\s+at\s+(\S+\.\S+)")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_GROUP = re.compile(r'[^"<@:]*:')
#: A name of Lotus Notes (`CN=Ana Pires/OU=Sales/O=Acme@ACME`), and an address that stands behind a name.
_OF_NOTES = re.compile(r"(?i)(?:CN=)?([^/@()]+ [^/@()]+)(?:(?:/[^/@()]+){2,}|/[^/@()\s]+)(?:@[^@/.\s]+)?")
_BEHIND = re.compile(r"\s+<\S+@\S+>$")
_ESCAPED = re.compile(r"\\(.)")
_WORD = re.compile(r"=\?([^?*\s]+)(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
#: Codecs of Python that no mail program means.
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "mbcs", "oem"})
_NEEDS_CARE = re.compile(r'[<",;()\\=:\s]')


class Mailbox(NamedTuple):
    """An address as it is compared, and the name it came with; empty if it came without."""

    address: str
    name: str = ""


def as_text(raw: bytes) -> str:
    """Return a header's value as text: UTF-8 (RFC 6532), else cp1252; unfolded."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return text.replace("\r", "").replace("\n", "").strip()


def decoded(text: str) -> str:
    """Return a text with its encoded words decoded (RFC 2047); what cannot be is left as it stands.

    Neighbours of one charset are joined first: some programs cut a letter of several bytes in two.
    """
    if "=?" not in text:
        return text
    parts: list[str] = []
    held: tuple[str, bytes] = ("", b"")
    at = 0
    joined = _BETWEEN_WORDS.sub("", text)
    for word in _WORD.finditer(joined):
        charset, data = word[1].lower(), _bytes_of(word[2], word[3])
        if word.start() == at and held[0] == charset:
            held = (charset, held[1] + data)
        else:
            parts += (_in_charset(*held), joined[at : word.start()])
            held = (charset, data)
        at = word.end()
    return "".join((*parts, _in_charset(*held), joined[at:]))


def _bytes_of(encoding: str, text: str) -> bytes:
    from binascii import Error, a2b_base64, a2b_qp

    plain = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return a2b_qp(plain, header=True)
    try:
        return a2b_base64(plain + b"=" * (-len(plain) % 4))
    except Error:
        return plain


def _in_charset(charset: str, data: bytes) -> str:
    named = () if "escape" in charset or charset in _NO_CHARSETS else (charset,)
    for name in (*named, "utf-8") if data else ():
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def mailboxes(raw: bytes) -> tuple[Mailbox, ...]:
    """Return the addresses of a header, in order, each as often as it stands there; what is no address is passed over.

    Names are decoded, and `Last, First` is turned round.
    """
    text = as_text(raw)
    if not _NEEDS_CARE.search(text):
        return (Mailbox(email_key(text)),) if _is_address(text) else ()
    return tuple(_read(text))


def _read(text: str) -> Iterator[Mailbox]:
    before = ""
    for piece in _PIECE.findall(text):
        found = _mailbox(before, piece)
        if found:
            yield found
        is_over = found or "@" in piece or _GROUP.fullmatch(piece.strip())  # a group without anybody
        before = "" if is_over else f"{before}{piece.strip()}, "


def _mailbox(before: str, piece: str) -> Mailbox | None:
    """Return the address of one piece of a list; `before` is what stood there without one, as a family name does."""
    plain = piece.strip()
    if (group := _GROUP.match(plain)) and not group[0].lower().startswith("mailto"):
        plain = plain[group.end() :].strip()
    if angle := _ANGLE.search(plain):
        name, inside = before + plain[: angle.start()], angle[1]
    else:
        comments = _COMMENT.findall(plain)
        name, inside = (comments or [""])[-1], _COMMENT.sub("", plain)
    address = _plain_address(inside)
    return Mailbox(address, person_name(name)) if address else None


def _plain_address(text: str) -> str:
    """Return an address as it is compared, empty if the text is none."""
    text = _COMMENT.sub("", text).strip().strip("'\"<>").strip()
    if words := _AT_IN_WORDS.fullmatch(text):
        text = f"{words[1]}@{words[2]}"
    address = email_key(text).strip("'\".")
    return address if _is_address(address) else ""


def _is_address(text: str) -> bool:
    return len(text) <= _LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(text))


@lru_cache(maxsize=4096)
def person_name(raw: str) -> str:
    """Return the name before an address as people read it: decoded, `Last, First` turned; empty if it is none."""
    return turned(decoded(_ESCAPED.sub(r"\1", raw.strip())).replace('"', " "))


def turned(text: str) -> str:
    """Return a name on one line, `Last, First` turned round; empty if it is an address."""
    name = one_line(text).strip("'\" ,")[:_LONGEST_NAME]
    if "/" in name and (notes := _OF_NOTES.fullmatch(name)):
        name = notes[1]
    if "@" in name:
        name = _BEHIND.sub("", name).strip("'\" ,")
    if "@" in name:
        return ""
    return given_first(name) or name
