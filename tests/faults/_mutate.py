"""Ways to spoil a file: flipped, cut, doubled, spliced, badly encoded, nested, swollen. All by chance, none by accident.

Each takes the bytes, a source of chance and the files to take pieces from, and returns other bytes. The same seed
makes the same file, so that a failure is found again by its number.
"""

from __future__ import annotations

import io
import json
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence

Mutator = Callable[[bytes, random.Random, Sequence[bytes]], bytes]

#: What means something in one format or another, and nothing good in the wrong place.
TOKENS = (
    b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n", b"VERSION:4.0\r\n", b"\r\n ", b"=\r\n", b"\n\t",
    b";ENCODING=QUOTED-PRINTABLE:=C3=28=", b";ENCODING=b:####", b";CHARSET=utf-7:+AGA-", b"item1.", b":", b";", b",", b"\\", b'"',
    b'""', b"'", b"=", b"\0", b"\x1b]52;c;Zg==\x07", b"\x1a", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"\x85", b"\xe2\x80\xa8", b"{", b"}", b"[", b"]", b"null", b"true", b"-1", b"1e999",
    b"99999999999999999999", b'{"":', b"\\ud800", b"\\u0000", b"NaN", b"dn:: ", b"dn: ", b"-\n", b"From \n", b"\n\n",
    b"From x@example.org Mon Jan  5 10:00:00 2026\n", b"=?UTF-8?B?/w==?=", b"=?x?Q?=", b"<>", b"@", b"Content-Length: -5\n",
    b"Date: 32 Foo 99999 99:99:99 +9999\n", b"0000-00-00", b"2026-02-30", b"--02-30", b"9999-12-31", b"10000-01-01", b" ::: ",
    b"DTSTART;TZID=No/Where:99999999T999999Z\r\n", b"RRULE:FREQ=YEARLY;UNTIL=0\r\n", b"data:;base64,", b"urn:uuid:", b"BDAY:T",
)  # fmt: skip
ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-8-sig",
    "cp1252",
    "cp037",
    "shift_jis",
    "utf-7",
    "cp437",
)


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def _piece(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = _place(data, chance)
    return start, min(len(data), start + chance.choice((1, 4, 20, 200, len(data))))


def flip(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Change a bit or a few bytes."""
    spoilt = bytearray(data or b"?")
    for _ in range(chance.choice((1, 1, 2, 8, 40))):
        spoilt[chance.randrange(len(spoilt))] ^= chance.choice((1 << chance.randrange(8), chance.randrange(1, 256)))
    return bytes(spoilt)


def cut(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Take a piece out, or all from a place on."""
    start, end = _piece(data, chance)
    return data[:start] if chance.random() < 0.4 else data[:start] + data[end:]


def double(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Have a piece several times."""
    start, end = _piece(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 1, 1, 2, 2, 30)) + data[end:]


def splice(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Put a piece of another file in."""
    other = chance.choice(others)
    start, end = _piece(other, chance)
    at = _place(data, chance)
    return data[:at] + other[start:end] + data[at if chance.random() < 0.5 else min(len(data), at + end - start) :]


def put(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Put something in that means something elsewhere."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = _place(data, chance)
        data = data[:at] + chance.choice(TOKENS) + data[at:]
    return data


def shuffle(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Have the lines in another order, or other ends to them."""
    lines = re.split(rb"\r\n|\n", data)
    chance.shuffle(lines)
    return chance.choice((b"\n", b"\r\n", b"\r", b"\r\r\n", b"\n\n")).join(lines)


def encode(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Have the text, or a part of it, in another encoding; or encoded twice."""
    start, end = _piece(data, chance) if chance.random() < 0.5 else (0, len(data))
    text = data[start:end].decode(chance.choice(("utf-8", "latin-1", "utf-16")), "replace")
    return data[:start] + text.encode(chance.choice(ENCODINGS), "replace") + data[end:]


def nest(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Have what opens something open many times."""
    opening = chance.choice(
        (b"BEGIN:VCARD\r\n", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"[", b'{"a":', b'"', b"(", b"<", b"AGENT:")
    )
    at = chance.choice((0, _place(data, chance)))
    return data[:at] + opening * chance.choice((3, 30, 30, 2_000 if chance.random() < 0.2 else 12)) + data[at:]


def swell(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Have a value that is far too long."""
    start, end = _piece(data, chance)
    piece = data[start : min(end, start + 20)] or b"a"
    return (
        data[:end]
        + piece
        * (chance.choice((300, 300, 300, 3_000, 3_000, 30_000 if chance.random() < 0.1 else 1_000)) // len(piece))
        + data[end:]
    )


#: What may stand where a value of JSON is looked for.
_VALUES = (
    None, True, 0, -1, 1e999, 10**30, "", "x", "\ud800", "\0", "9999-99-99", "2026-02-30", [], {}, [None], [[]], {"": None}, [1, "a", {}],
    {"value": None}, {"value": {"value": []}}, "a" * 5_000, [{}] * 300,
)  # fmt: skip


def retype(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Have a value of another type somewhere in JSON, or none, or a deeper one; anything but JSON is swollen."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return swell(data, chance, others)
    holders = [tree] if isinstance(tree, dict | list) else []
    for holder in holders:
        inside = holder.values() if isinstance(holder, dict) else holder
        holders += [value for value in inside if isinstance(value, dict | list)]
    for _ in range(chance.choice((1, 1, 2, 4))):
        holder = chance.choice(holders) if holders else {}
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if keys:
            key = chance.choice(keys)
            value = chance.choice((*_VALUES, holder[key], tree if chance.random() < 0.02 else "y"))
            for _ in range(chance.choice((0, 0, 1, 300))):
                value = chance.choice(([value], {"name": value}))
            if chance.random() < 0.2:
                del holder[key]
            else:
                holder[key] = value
    try:
        return json.dumps(tree, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    except (RecursionError, ValueError):  # put into itself
        return swell(data, chance, others)


MUTATORS: tuple[Mutator, ...] = (flip, flip, cut, double, splice, put, put, shuffle, encode, nest, swell)


def mutated(seeds: Sequence[bytes], number: int) -> bytes:
    """Return the spoilt file of a number: one of the seeds, spoilt once or a few times."""
    chance = random.Random(number)
    data = chance.choice(seeds)
    if data[:1] in b"{[" and chance.random() < 0.7:
        return retype(data, chance, seeds)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = chance.choice(MUTATORS)(data, chance, seeds)[:200_000]
    return data


_BEFORE_NAMES = ("../../etc/", "/", "C:\\", "a\0b", "\x1b[31m", "x/" * 50, "\udce9", "")


def mutated_zip(folders: Sequence[dict[str, bytes]], number: int) -> bytes:
    """Return a spoilt zip: its members spoilt before it is packed, or its bytes after that, or its names."""
    chance = random.Random(number)
    members = list(chance.choice(folders).items())
    contents = [content for _, content in members]
    spoilt = chance.choice(("members", "bytes", "names", "both"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, content in members:
            is_spoilt, is_odd = (
                spoilt in kinds and chance.random() < 0.3 for kinds in (("members", "both"), ("names",))
            )
            held = chance.choice(MUTATORS)(content, chance, contents)[:50_000] if is_spoilt else content
            called = chance.choice(_BEFORE_NAMES) + name if is_odd else name
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of names that there are twice
                archive.writestr(zipfile.ZipInfo(called.encode("utf-8", "replace").decode()), held)
    data = packed.getvalue()
    if spoilt in ("bytes", "both"):
        tail = chance.random() < 0.5  # half of the time in the directory, which stands at the end
        at = len(data) - min(len(data), 1_500) if tail else 0
        data = data[:at] + chance.choice((flip, flip, cut, double))(data[at:], chance, [data])
    return data
