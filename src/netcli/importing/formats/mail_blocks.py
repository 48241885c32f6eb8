"""The headers of messages, one after the other, from a mailbox of any size: bodies are passed over, never looked at.

A mailbox (RFC 4155; qmail's mbox(5) for the dialects) has a line `From ADDRESS DATE` before each message. mboxo and
mboxrd quote such lines of bodies, mboxcl and mboxcl2 tell the length of the body (Content-Length), and some programs do
neither: so a line counts only if it stands after an empty line or is dated as programs date it, and headers follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Protocol

_BLOCK = 1 << 20
_MOST_HEADERS = 256 * 1024  #: of one message; what stands further down is not looked at
_LONGEST_JUMP = 8 << 20  #: a body whose length is told is jumped over as far as this
_ENOUGH = 4096  #: to see whether a message begins
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*From [^\n]*\n")
_BLANK = re.compile(rb"\n\r?\n")
_DATED = re.compile(
    rb"(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat),? +(?:[A-Z][a-z]{2} +\d|\d{1,2} +[A-Z][a-z]{2}).{0,12} \d?\d:\d\d"
)
_ALONE = re.compile(rb"\s*(?:-?\s*|- .*|\S+@\S+|\S+ at \S+)\s*")
_HEADER = re.compile(rb"\r?\n?(?:[!-9;-~]+[ \t]*:|>?From )")
#: What programs begin a message with where the line before is not dated.
_OF_MAIL = re.compile(
    rb"(?i)(?:from|to|date|subject|message-id|received|return-path|delivered-to|mime-version|content-type|status|x-[a-z-]+)"
    rb"[ \t]*:"
)
_LENGTH = re.compile(rb"\n[Cc]ontent-[Ll]ength:[ \t]*(\d{1,9})\r?\n")

Told = Callable[[int], None]


class Stream(Protocol):
    """Something to read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


class Ahead:
    """A stream whose beginning was read already, and is read again."""

    def __init__(self, head: bytes, rest: Stream) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int, /) -> bytes:
        """Return what was read already, then what follows."""
        head, self._head = self._head, b""
        return head + self._rest.read(max(0, size - len(head)))


def first_headers(stream: Stream) -> bytes:
    """Return the headers of a message that is a file of its own; Apple Mail's (.emlx) begins with its length."""
    data = stream.read(_MOST_HEADERS).lstrip(b"\xef\xbb\xbf\r\n")
    first, _, rest = data.partition(b"\n")
    if first.strip().isdigit():
        data = rest
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    blank = _BLANK.search(data)
    return data[: blank.start() + 1] if blank else data


def headers_of(stream: Stream, told: Told | None = None) -> Iterator[bytes]:
    """Yield the headers of each message of a mailbox; `told` is told how many bytes have been read."""
    window = _Window(stream, told)
    begun = window.begin()
    while begun:
        headers = window.headers()
        yield headers
        begun = window.next_message(headers)


class _Window:
    """The part of a stream from a cursor on, two bytes before it included: as much as is needed, and never all."""

    def __init__(self, stream: Stream, told: Told | None) -> None:
        self._stream, self._told = stream, told
        self._data, self._at = b"", 0
        self._read, self._ended = 0, False

    def begin(self) -> bool:
        """Go to the headers of the first message; return False if there is none."""
        self._more()
        first = _FIRST.match(self._data)
        self._at = first.end() if first else 0
        return bool(first)

    def headers(self) -> bytes:
        """Return the headers that begin here, and go to the empty line after them."""
        while True:
            found = _BLANK.search(self._data, max(0, self._at - 1))
            if found:
                end = found.start() + 1
            elif len(self._data) - self._at > _MOST_HEADERS or not self._more():
                end = min(len(self._data), self._at + _MOST_HEADERS)
            else:
                continue
            headers = self._data[self._at : end]
            self._at = max(self._at, end)
            return headers

    def next_message(self, headers: bytes) -> bool:
        """Go to the headers of the next message; return False if there is none."""
        self._jump(headers)
        while True:
            found = self._data.find(b"\nFrom ", self._at)
            if found < 0:
                self._at = max(self._at, len(self._data) - len(b"\nFrom "))
                if not self._more():
                    return False
                continue
            self._at = found
            if len(self._data) - found < _ENOUGH and self._more():
                continue
            if begin := self._beginning(found):
                self._at = begin
                return True
            self._at = found + 1

    def _beginning(self, found: int) -> int:
        """Return where headers begin after the line `From ...` that follows this line end; 0 if it begins nothing."""
        end = self._data.find(b"\n", found + 1)
        if end < 0 or end - found > _ENOUGH:
            return 0
        line = self._data[found + len(b"\nFrom ") : end]
        after_blank = self._data[found - 1 : found] == b"\n" or self._data[found - 2 : found] == b"\n\r"
        if _DATED.search(line):
            return end + 1 if _HEADER.match(self._data, end + 1) else 0
        fits = after_blank and _ALONE.fullmatch(line)
        return end + 1 if fits and _OF_MAIL.match(self._data, end + 1) else 0

    def _jump(self, headers: bytes) -> None:
        """Go to where the body ends if its length is told, and true: there a message begins, or nothing follows."""
        length = _LENGTH.search(headers)
        if not length or int(length[1]) > _LONGEST_JUMP:
            return
        wanted = int(length[1]) + 1
        while len(self._data) - self._at < wanted + _ENOUGH and self._more():
            pass
        end = self._at + wanted
        if end <= len(self._data) and self._data[end : end + 16].lstrip(b"\r\n")[: len(b"From ")] in (b"From ", b""):
            self._at = end - 1

    def _more(self) -> bool:
        """Read on, and forget what lies before the cursor; return False at the end of the stream."""
        block = b"" if self._ended else self._stream.read(_BLOCK)
        if not block:
            self._ended = True
            return False
        keep = max(0, self._at - 2)
        self._data, self._at = self._data[keep:] + block, self._at - keep
        self._read += len(block)
        if self._told:
            self._told(self._read)
        return True
