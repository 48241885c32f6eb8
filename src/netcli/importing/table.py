"""Tables as spreadsheets write them: comma, semicolon or tab; UTF-8, UTF-16 or cp1252; with or without a mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from netcli.errors import BadInputError
from netcli.importing.formats.contentline import as_utf8
from netcli.model import Level, read_level
from netcli.text import fold, from_csv_cell

_HEAD = 4096
_LONGEST_CELL = 1_000_000
_DELIMITERS = ",;\t"
#: `sep=;` above the header is Excel's own way to name the delimiter.
_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"([0-5])(?:[.,]0+)?(?:\s*/\s*5)?")
_YES = frozenset({"x", "oui", "yes", "y", "ok", "vrai", "true"})
_NO = frozenset({"no", "non", "n", "faux", "false"})


def header(data: bytes) -> list[str]:
    """Return the folded cells of the first row of a table; empty if the bytes can be none."""
    head = data[:_HEAD]
    text = _text(head.rpartition(b"\n")[0] or head)  # a whole line: the cut may be within a character
    if "\0" in text:
        return []
    try:
        return [fold(cell) for cell in next(_rows(text), (0, []))[1]]
    except BadInputError:
        return []


def read_table(data: bytes, role_of: Callable[[list[str]], list[str | None]]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, cells by role) for every row below the header that is not empty.

    `role_of` says what each column of the folded header is for; None leaves it out. Raises BadInputError for a cell of
    more than a million characters.
    """
    rows = _rows(_text(data))
    roles = role_of([fold(cell) for cell in next(rows, (0, []))[1]])
    for line, cells in rows:
        found = {role: from_csv_cell(cell.strip()) for role, cell in zip(roles, cells, strict=False) if role}
        if any(cell.strip() for cell in cells):
            yield line, found


def _text(data: bytes) -> str:
    plain = as_utf8(data)
    try:
        text = plain.decode("utf-8")
    except UnicodeDecodeError:
        text = plain.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line in which it begins, cells) of every row of a table, those before the header left out."""
    import csv

    lines = text.split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    named = _SEPARATOR.fullmatch(lines[start]) if start < len(lines) else None
    start += bool(named)
    if start >= len(lines):
        return
    delimiter = named[1] if named else max(_DELIMITERS, key=lines[start].count)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader((f"{line}\n" for line in lines[start:]), delimiter=delimiter)
    before = start
    try:
        for cells in reader:
            yield before + 1, cells
            before = start + reader.line_num
    except csv.Error as error:
        raise BadInputError(f"line {before + 1} is no row of a table: {error}", hint="save it as CSV again") from error


def read_tick(text: str) -> int:
    """Return the level that a cell states: 1-5 or its name, 3 for a tick, 0 for a no. Raises BadInputError."""
    plain, key = text.strip(), fold(text)
    if match := _NUMBER.fullmatch(plain):
        return int(match[1])
    if key in _NO:
        return int(Level.NOT)
    if key in _YES or plain in {"✓", "✔", "☑", "☒"}:
        return int(Level.KNOWS_ME)
    return int(read_level(text))
