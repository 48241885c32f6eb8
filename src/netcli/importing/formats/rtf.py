"""The text of a document in RTF: what TextEdit makes of a card that is saved with it.

Rules: Rich Text Format 1.9.1: control words, `\\'e9` in the code page of the document, `\\u321` with what stands in for
it where Unicode is not known. Fonts, colours and the like are no text.
"""

from __future__ import annotations

import re
from codecs import lookup

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|((?:\\'[0-9a-fA-F]{2})+)|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_NO_TEXT = frozenset((b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer"))
_MARKS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t", b"emdash": "—", b"endash": "–",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
}  # fmt: skip
_SYMBOLS = {b"\n": "\n", b"\r": "\n", b"~": "\u00a0", b"_": "\u2011"}


def text_of(data: bytes) -> bytes:
    """Return the text of a document in UTF-8, whatever state it is in."""
    reader = _Reader()
    for token in _TOKEN.finditer(data):
        reader.take(*token.groups())
    return "".join(reader.found).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


class _Reader:
    """Puts text together; a group that is none is left out with all groups in it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._charset = "cp1252"
        self._groups: list[tuple[bool, int]] = []
        self._is_text, self._stand_ins, self._to_skip = True, 1, 0

    def take(
        self, word: bytes | None, number: bytes | None, code: bytes | None, symbol: bytes | None, brace: bytes | None,
        text: bytes | None,
    ) -> None:  # fmt: skip
        """Take one token, as which of the arguments is given."""
        if brace == b"{":
            self._groups.append((self._is_text, self._stand_ins))
        elif brace and self._groups:
            self._is_text, self._stand_ins = self._groups.pop()
        elif word:
            self._control(word, int(number or 0))
        elif symbol == b"*":
            self._is_text = False
        elif symbol:
            self._add(_SYMBOLS.get(symbol) or symbol.decode("latin-1"))
        elif code or text:
            plain = bytes.fromhex(code.replace(b"\\'", b"").decode()) if code else text or b""
            self._add(plain.decode(self._charset, "replace"))

    def _control(self, word: bytes, number: int) -> None:
        if word in _NO_TEXT:
            self._is_text = False
        elif word == b"ansicpg":
            self._charset = _known(f"cp{number}")
        elif word == b"uc":
            self._stand_ins = max(number, 0)
        elif word == b"u":
            self._add(chr(number % 0x10000))
            self._to_skip = self._stand_ins
        elif word in _MARKS:
            self._add(_MARKS[word])

    def _add(self, text: str) -> None:
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        if self._is_text:
            self.found.append(text[skipped:])


def _known(charset: str) -> str:
    try:
        return lookup(charset).name
    except LookupError:
        return "cp1252"
