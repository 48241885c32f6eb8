"""Tables as spreadsheets write them: comma, semicolon or tab; UTF-8, UTF-16 or cp1252; with or without a mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from netcli.errors import BadInputError
from netcli.importing.formats.contentline import as_utf8
from netcli.model import Level, read_level
from netcli.text import fold, from_csv_cell

_HEAD = 4096
#: Some programs write a few lines of their own above the header.
_PREAMBLE = 8 * _HEAD, 40
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


def has_header(data: bytes, is_header: Callable[[list[str]], bool]) -> bool:
    """Tell whether one of the first lines of a table is a header that `is_header` knows by its folded cells."""
    return _header_line(_text(data[: _PREAMBLE[0]]).split("\n"), is_header) is not None


def read_below(data: bytes, is_header: Callable[[list[str]], bool]) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of the header, wherever among the first lines it stands, and of every row below it.

    Nothing without such a header; rows of blank cells are left out. Raises BadInputError as `read_table` does.
    """
    text = _text(data)
    start = _header_line(text.split("\n"), is_header)
    if start is not None:
        yield from ((line, cells) for line, cells in _rows(text, start) if any(cell.strip() for cell in cells))


def _header_line(lines: list[str], is_header: Callable[[list[str]], bool]) -> int | None:
    """Return the number of lines above the header; each is read alone, as quotes of a preamble may never close."""
    for at, line in enumerate(lines[: _PREAMBLE[1]]):
        if line.strip() and "\0" not in line and is_header([fold(cell) for cell in split_line(line)]):
            return at
    return None


def split_line(line: str) -> list[str]:
    """Return the cells of a line that is read alone."""
    try:
        return next(_rows(line), (0, []))[1]
    except BadInputError:
        return []


def _text(data: bytes) -> str:
    plain = as_utf8(data)
    try:
        text = plain.decode("utf-8")
    except UnicodeDecodeError:
        text = plain.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rows(text: str, above: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Yield (line in which it begins, cells) of every row of a table, those before the header left out.

    `above` is the number of lines that are known to stand above the header.
    """
    import csv

    lines = text.split("\n")
    start = next((at for at in range(above, len(lines)) if lines[at].strip()), len(lines))
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
