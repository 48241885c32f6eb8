"""Photos on cards, and what else is bytes: sounds, keys, logos. A broken one never spoils the rest of its card."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64

from netcli.domain.photo import MOST_BYTES, read_picture
from netcli.errors import BadInputError
from netcli.importing.draft import PictureDraft
from netcli.importing.formats.cards import BYTES, TOO_LARGE, Card
from netcli.importing.formats.contentline import ContentLine

_LINK = re.compile(r"(?i)\s*(?!data:)[a-z][a-z0-9+.-]*:")
#: Nextcloud writes the comma of a data URI escaped.
_DATA = re.compile(r"(?i)\s*(?:data:)?[\w.+/-]*(?:;[\w=.-]+)*\\?;base64\\?,")
_PERCENT = re.compile(r"(?i)%([0-9a-f]{2})")
_NO_PICTURE = "that are no JPEG, PNG, GIF or WebP, or broken"


def picture(card: Card) -> PictureDraft | None:
    """Return the photo of a card, else its logo; links are kept, other bytes left out and counted on the card."""
    binary = [name for name, lines in card.named.items() if name in BYTES or any(map(_is_binary, lines))]
    found: PictureDraft | None = None
    for name in sorted(binary, key=lambda name: (name != "PHOTO", name != "LOGO")):
        for line in card.take(name):
            if _is_link(line):
                card.give_back([line])
            elif found is None and name in ("PHOTO", "LOGO"):
                found = _picture(card, line)
            else:
                card.leave_out(f"further {BYTES[name]}" if name == "PHOTO" else _word(name))
    return found


def _is_binary(line: ContentLine) -> bool:
    return bool(line.head.encodings) and not line.head.encodings.isdisjoint({"B", "BASE64"})


def _is_link(line: ContentLine) -> bool:
    return bool(_LINK.match(line.value[:100])) and not _is_binary(line)


def _word(name: str) -> str:
    return BYTES.get(name, f"bytes of {name}")


def _picture(card: Card, line: ContentLine) -> PictureDraft | None:
    text = line.value
    if header := _DATA.match(text[:300]):
        text = text[header.end() :]
    if len(text) > 3 * MOST_BYTES:
        card.leave_out(f"{_word(line.name)} {TOO_LARGE}")
        return None
    if "%" in text:
        text = _PERCENT.sub(lambda match: chr(int(match[1], 16)), text)
    try:
        data = a2b_base64(text.encode("ascii", "ignore"))
    except Error:
        data = b""
    if len(data) > MOST_BYTES:
        card.leave_out(f"{_word(line.name)} {TOO_LARGE}")
        return None
    try:
        return PictureDraft(data, read_picture(data, line.name).facts.media_type)
    except BadInputError:
        card.leave_out(f"{_word(line.name)} {_NO_PICTURE}")
        return None
