"""One value of a TOML file (https://toml.io/en/v1.0.0), set or taken out; every other byte stays as it is.

The lines are looked at with patterns, which multi-line texts can deceive. So every change is only a proposal: it is
taken if tomllib then reads just what was wanted, and refused otherwise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

Path = tuple[str, ...]
Value = str | int

_PART = r"(?:[A-Za-z0-9_-]+|\"[^\"\\]*\"|'[^']*')"
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = rf"\s*\[\s*({_KEY})\s*\]\s*(?:#.*)?"
_ENTRY = rf"(?P<head>\s*(?P<key>{_KEY})\s*=\s*)(?P<rest>.*)"
_PLAIN_VALUE = r"(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s#,\"'\[\]{}]+)(?P<tail>\s*(?:#.*)?)"


def set_value(text: str, key: Path, value: Value) -> str | None:
    """Return the file with a key set, or None if this cannot be done without touching anything else."""
    wanted = _changed(_load(text) or {}, key, value)
    literal = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # JSON's texts are TOML's, but for DEL
    proposals = (new for new in _set_proposals(text, key, literal) if wanted is not None and _load(new) == wanted)
    return next(proposals, None)


def unset_value(text: str, key: Path) -> str | None:
    """Return the file without a key, or None if this cannot be done without touching anything else."""
    lines = text.split("\n")
    wanted = _filled(_changed(_load(text) or {}, key, None) or {})
    for at, found, _ in _entries(lines):
        if found == key and _filled(_load(new := "\n".join(lines[:at] + lines[at + 1 :]))) == wanted:
            return new
    return None


def line_of(text: str, key: Path) -> int:
    """Return the line, from 1, on which a key is set, or the table or value that holds it."""
    lines = text.split("\n")
    for length in range(len(key), 0, -1):
        for at, found, _ in _entries(lines):
            if found == key[:length]:
                return at + 1
        for at, found in _headers(lines):
            if found == key[:length]:
                return at + 1
    return 1


def _load(text: str) -> dict[str, Any] | None:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _changed(content: dict[str, Any], key: Path, value: Value | None) -> dict[str, Any] | None:
    """Return the content with a key set, or taken out for None; None where a value stands in the way."""
    first, *rest = key
    fresh = dict(content)
    if not rest:
        fresh.pop(first, None)
        return fresh if value is None else {**fresh, first: value}
    inner = content.get(first, {})
    below = _changed(inner, tuple(rest), value) if isinstance(inner, dict) else None
    return None if below is None else {**fresh, first: below}


def _filled(content: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the content without its empty tables: the heading of one may stay."""
    return content and {name: value for name, value in content.items() if value != {}}


def _set_proposals(text: str, key: Path, literal: str) -> Iterator[str]:
    lines = text.split("\n")
    end = "\r" if lines[0].endswith("\r") else ""
    for at, found, match in _entries(lines):
        plain = re.fullmatch(_PLAIN_VALUE, match["rest"])
        if found == key and plain:
            yield "\n".join([*lines[:at], match["head"] + literal + plain["tail"] + end, *lines[at + 1 :]])
    for at, entry in _new_lines(lines, key, literal):
        yield "\n".join([*lines[:at], *(line + end for line in entry), *lines[at:]])


def _new_lines(lines: list[str], key: Path, literal: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (place, lines to put there), the most natural place first."""
    *table, name = key
    headers = _headers(lines)
    first = headers[0][0] if headers else len(lines)
    last_entry = max((at for at, _, _ in _entries(lines) if at < first), default=-1)
    roots = [at for at in (last_entry + 1, _above_comments(lines, first)) if at]
    roots += [] if roots else [0]
    whole = [f"{'.'.join(key)} = {literal}"]
    last = len(lines) - 1 if not lines[-1].strip() else len(lines)
    if not table:
        for at in (*roots, first):
            yield at, whole + [""] * (at == first and bool(headers))
        return
    for place, (at, found) in enumerate(headers):
        if found == tuple(table):
            after = headers[place + 1][0] if place + 1 < len(headers) else len(lines)
            filled = [line for line in range(at, _above_comments(lines, after)) if lines[line].strip()]
            yield (filled[-1] if filled else at) + 1, [f"{name} = {literal}"]
    if any(found[: len(table)] == tuple(table) for at, found, _ in _entries(lines) if at < first):
        yield from ((at, whole) for at in roots)
    gap = [""] if any(line.strip() for line in lines) else []
    yield last, [*gap, f"[{'.'.join(table)}]", f"{name} = {literal}"]


def _above_comments(lines: list[str], header: int) -> int:
    """Return where to write above a heading: above the comments that belong to it, and the blank lines there."""
    at = header
    while at and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    while at and not lines[at - 1].strip():
        at -= 1
    return at


def _headers(lines: list[str]) -> list[tuple[int, Path]]:
    """Return (line, table) for every line that looks like the heading of one, `[[...]]` as a table without name."""
    found: list[tuple[int, Path]] = []
    for at, line in enumerate(lines):
        if match := re.fullmatch(_HEADER, line):
            found.append((at, _parts(match[1])))
        elif line.lstrip().startswith("[["):
            found.append((at, ()))
    return found


def _entries(lines: list[str]) -> Iterator[tuple[int, Path, re.Match[str]]]:
    """Yield (line, whole key, match) for every line that looks like `key = ...`."""
    headers = dict(_headers(lines))
    table: Path | None = ()
    for at, line in enumerate(lines):
        if at in headers:
            table = headers[at] or None
        elif (match := re.fullmatch(_ENTRY, line.rstrip("\r"))) and table is not None:
            yield at, (*table, *_parts(match["key"])), match


def _parts(key: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, key))
