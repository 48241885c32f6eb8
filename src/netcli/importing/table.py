"""Tables as spreadsheets write them: comma, semicolon or tab; UTF-8, UTF-16 or cp1252; with or without a mark."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO, StringIO, TextIOWrapper
from itertools import chain, islice
from typing import TypeVar

from netcli.errors import BadInputError
from netcli.importing.formats.contentline import as_utf8
from netcli.model_tie import Level, read_level
from netcli.results_import import Rejected
from netcli.shape import NamedTuple
from netcli.text import fold, from_csv_cell

R = TypeVar("R")
_HEAD = 4096
_BLOCK = 1 << 16
#: Some programs write a few lines of their own above the header.
_PREAMBLE = 8 * _HEAD, 40
#: Marks of direction, which copying from a web page leaves around names; and that of the beginning of a file.
DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONGEST_CELL = 1_000_000
_DELIMITERS = ",;\t|"
#: Charsets of tables that are no UTF-8: Windows, and what Excel writes as "Macintosh" and as "MS-DOS" CSV.
_LEGACY = ("cp1252", "mac_roman", "cp850")
_USUAL = re.compile("[àáâãäåæçèéêëìíîïñòóôõöøùúûüßœ]")
#: Quotes, dashes and the like where they belong, which only Windows writes for want of them on the keyboard.
_MARKS = re.compile(r"\b’|\b[…”](?!\w)|(?<!\w)[“‘]\b|(?<=\s)[–—€](?=\s)|\d ?€")
#: `sep=;` above the header is Excel's own way to name the delimiter.
_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"([0-5])(?:[.,]0+)?(?:\s*/\s*5)?")
#: How JSON begins, and no row of a table.
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{])")
_YES = frozenset({"x", "oui", "yes", "y", "ok", "vrai", "true"})
_NO = frozenset({"no", "non", "n", "faux", "false"})
_TICKED = frozenset({"✓", "✔", "☑", "☒"})
_SAID = frozenset({"ja", "nein", "si", "sim", "nao", "nee", "tak", "nie", "wahr", "falsch", "checked", "unchecked"})


def header(data: bytes) -> list[str]:
    """Return the folded cells of the first row of a table; empty if the bytes can be none."""
    head = data[:_HEAD]
    text = decoded(head.rpartition(b"\n")[0] or head)  # a whole line: the cut may be within a character
    if "\0" in text:
        return []
    try:
        return [fold(cell) for cell in next(_rows(StringIO(text)), (0, []))[1]]
    except BadInputError:
        return []


def read_table(data: bytes, role_of: Callable[[list[str]], list[str | None]]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, cells by role) for every row below the header that is not empty.

    `role_of` says what each column of the folded header is for; None leaves it out. Raises BadInputError for a cell of
    more than a million characters.
    """
    rows = _rows(_lines(data))
    roles = role_of([fold(cell) for cell in next(rows, (0, []))[1]])
    for line, cells in rows:
        found = {role: from_csv_cell(cell.strip()) for role, cell in zip(roles, cells, strict=False) if role}
        if any(cell.strip() for cell in cells):
            yield line, found


def has_header(data: bytes, is_header: Callable[[list[str]], bool]) -> bool:
    """Tell whether one of the first lines of a table is a header that `is_header` knows by its folded cells."""
    return any(map(is_header, first_headers(data)))


def first_headers(data: bytes) -> list[list[str]]:
    """Return the folded cells of each of the first lines of a table, any of which may be its header."""
    return [cells for _, cells in _first_lines(_head(data))]


def delimiter_of(data: bytes, is_header: Callable[[list[str]], bool]) -> str:
    """Return what stands between the cells of the header that `read_below` finds; a comma if there is none."""
    lines = _head(data)
    at = next((at for at, cells in _first_lines(lines) if is_header(cells)), None)
    return "," if at is None else max(_DELIMITERS, key=lines[at].count)


def read_below(data: bytes, is_header: Callable[[list[str]], bool]) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of the header, wherever among the first lines it stands, and of every row below it.

    Nothing without such a header; rows of blank cells are left out. Raises BadInputError as `read_table` does.
    """
    first = _first_lines(islice(_lines(data), _PREAMBLE[1]))
    start = next((at for at, cells in first if is_header(cells)), None)
    if start is not None:
        yield from _filled(_rows(_lines(data), start))


def until_broken(rows: Iterable[R], rejected: list[Rejected]) -> Iterator[R]:
    """Yield rows; where the table is broken, its end is rejected."""
    try:
        yield from rows
    except BadInputError as error:
        rejected.append(Rejected("the end", error.message))


class Place(NamedTuple):
    """Where a table begins: lines above its first row, what stands between cells, and the cells of that row."""

    above: int
    delimiter: str
    cells: tuple[str, ...]


def find_row(data: bytes, score: Callable[[Sequence[str]], int]) -> Place | None:
    """Return the row among the first lines that has the highest score above 0, however its cells are divided."""
    best: tuple[int, int, Place] | None = None
    lines = _head(data)
    named = (match[1] for line in lines[:1] if (match := _SEPARATOR.fullmatch(line)))
    for at, line in enumerate(lines[: _PREAMBLE[1]]):
        for delimiter in dict.fromkeys((*named, *_DELIMITERS)) if line.strip() and "\0" not in line else ():
            if delimiter in line or delimiter == ",":
                cells = tuple(next(_cells_of(lines[at : at + 8], 0, delimiter), []))
                found = (score(cells), len(cells), Place(at, delimiter, cells))
                if found[0] and (best is None or found[:2] > best[:2]):
                    best = found
    return best[2] if best else None


def first_rows(data: bytes, most: int = 200) -> tuple[Place, list[list[str]]] | None:
    """Return where the table begins whose delimiter divides the first rows into most equal parts, and those rows."""
    return next(ways_to_divide(data, most), None)


def ways_to_divide(data: bytes, most: int = 200) -> Iterator[tuple[Place, list[list[str]]]]:
    """Yield what `first_rows` returns for each delimiter, that first which divides into most equal parts."""
    lines = _head(data)
    start = next((at for at, line in enumerate(lines) if line.strip()), None)
    if start is None or any("\0" in line for line in lines):
        return
    found = []
    for delimiter in _DELIMITERS:
        rows = [*islice(_cells_of(lines, start, delimiter), most)]
        if rows:
            width = len(rows[0])
            equal = sum(len(cells) == width for cells in rows) / len(rows)
            found.append((width > 1 and equal > 0.5, equal * width, Place(start, delimiter, tuple(rows[0])), rows))
    yield from (item[2:] for item in sorted(found, key=lambda item: item[:2], reverse=True))


def rows_from(data: bytes, place: Place) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of the row at a place and of every one below it that is not empty."""
    return _filled(_rows(_lines(data), place.above, place.delimiter))


def _filled(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    return ((line, cells) for line, cells in rows if any(cell.strip() for cell in cells))


def _head(data: bytes) -> list[str]:
    """Return the first lines of a file, whole ones: a cut may be within a character. JSON is no table."""
    head = data[: _PREAMBLE[0]]
    whole = head.rpartition(b"\n")[0] if len(data) > len(head) and b"\n" in head else head
    text = decoded(whole)
    return [] if _JSON.match(text) else [*StringIO(text)]


def _cells_of(lines: Iterable[str], above: int, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from (cells for _, cells in _filled(_rows(lines, above, delimiter)))
    except BadInputError:
        return


def _first_lines(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield (lines above, folded cells) of the first lines; each is read alone, as quotes above may never close."""
    for at, line in enumerate(islice(lines, _PREAMBLE[1])):
        if line.strip() and "\0" not in line:
            yield at, [fold(cell) for cell in split_line(line)]


def split_line(line: str) -> list[str]:
    """Return the cells of a line that is read alone."""
    try:
        return next(_rows([line]), (0, []))[1]
    except BadInputError:
        return []


def _lines(data: bytes) -> Iterator[str]:
    """Yield the lines of a file as `decoded` has them, each with its LF; all of it as text would be far larger."""
    plain = as_utf8(data)
    return iter(TextIOWrapper(BytesIO(plain), "utf-8") if _is_utf8(plain) else StringIO(decoded(plain)))


def _is_utf8(data: bytes) -> bool:
    decoder = getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), _BLOCK):
            decoder.decode(data[at : at + _BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def decoded(data: bytes) -> str:
    """Return a file as text with LF as line end, whatever its encoding."""
    plain = as_utf8(data)
    try:
        text = plain.decode("utf-8")
    except UnicodeDecodeError:
        text = _by_line(plain)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_line(plain: bytes) -> str:
    """Return text of lines in UTF-8 and others: these in the charset in which they have most letters of names.

    Marks as Windows writes them count as letters: its `text…` would be `textà` by MS-DOS.
    """
    lines: list[bytes | str] = []
    for line in plain.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line)
    odd = b"\n".join(line for line in lines if isinstance(line, bytes))

    def likeness(charset: str) -> int:
        text = odd.decode(charset, "replace")
        return len(_USUAL.findall(text)) + (len(_MARKS.findall(text)) if charset == "cp1252" else 0)

    charset = max(_LEGACY, key=likeness)
    return "\n".join(line if isinstance(line, str) else line.decode(charset, "replace") for line in lines)


def _rows(lines: Iterable[str], above: int = 0, delimiter: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """Yield (line in which it begins, cells) of every row of a table, those before the header left out.

    `above` is the number of lines that are known to stand above the header; the delimiter is that of which the header
    has most, if it is not known.
    """
    import csv

    numbered = ((at, line) for at, line in enumerate(lines) if at >= above)
    before, first = next(((at, line) for at, line in numbered if line.strip()), (0, ""))
    if named := _SEPARATOR.fullmatch(first):
        before, first = next(numbered, (0, ""))
    if not first:
        return
    if named or delimiter is None:
        delimiter = named[1] if named else max(_DELIMITERS, key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    every = chain((first,), (line for _, line in numbered))
    reader, start, width = csv.reader(_quoted(every, delimiter), delimiter=delimiter), before, 0
    try:
        for read in reader:
            cells = _unwrapped(read, delimiter, width) if len(read) == 1 else read
            width = width or len(cells)
            yield before + 1, cells
            before = start + reader.line_num
    except csv.Error as error:
        raise BadInputError(f"line {before + 1} is no row of a table: {error}", hint="save it as CSV again") from error


def _unwrapped(cells: list[str], delimiter: str, width: int) -> list[str]:
    """Return the cells of a row that is one cell: as Excel saves a table whose delimiter is not that of its country.

    It then takes each row for one value, and quotes it where there are quotes in it. `width` is how many cells the
    header has, 0 if this is it; below three a row may well have one value with a comma.
    """
    import csv

    within = next(csv.reader([*StringIO(cells[0])], delimiter=delimiter), cells)
    return within if len(within) == (width or len(within)) > 2 else cells


def _quoted(lines: Iterable[str], delimiter: str) -> Iterator[str]:
    """Yield lines without the blanks that people leave between a delimiter and a cell in quotation marks."""
    mark, between = f'{delimiter} "', re.escape(delimiter)
    blanks = re.compile(rf'(?<={between}) +(?="(?:[^"]|"")*" *(?:{between}|$))')
    for line in lines:
        yield blanks.sub("", line) if mark in line else line


def is_tick(text: str) -> bool:
    """Tell whether a cell only says yes or no."""
    return fold(text) in _YES | _NO | _SAID or text.strip() in _TICKED


def read_tick(text: str) -> int:
    """Return the level that a cell states: 1-5 or its name, 3 for a tick, 0 for a no. Raises BadInputError."""
    plain, key = text.strip(), fold(text)
    if match := _NUMBER.fullmatch(plain):
        return int(match[1])
    if key in _NO:
        return int(Level.NOT)
    if key in _YES or plain in _TICKED:
        return int(Level.KNOWS_ME)
    return int(read_level(text))
