"""Rows of a table of LinkedIn's archive: cells by the plain name of their column, whatever their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from netcli.importing.draft import Who
from netcli.importing.export_dates import read_export_date
from netcli.importing.formats.linkedin_files import plain_header
from netcli.importing.table import DIRECTION, read_below, until_broken
from netcli.results_import import Rejected, Skipped
from netcli.text import from_csv_cell, nfc, one_line

_BETWEEN = re.compile(r"[,;\n]")
_TOLD_EVERY = 500
_SCHEME = re.compile(r"(?i)https?://")


class Row:
    """One row: the line in which it begins, and its cells by the plain name of the column."""

    __slots__ = ("_cells", "_columns", "line", "width")

    def __init__(self, line: int, columns: Mapping[str, int], cells: Sequence[str], width: int = 0) -> None:
        self.line, self._columns, self._cells, self.width = line, columns, cells, width

    @property
    def where(self) -> str:
        """The place in the file, for messages."""
        return f"line {self.line}"

    def __getitem__(self, column: str) -> str:
        """Return a cell on one line; empty if there is none, or no such column."""
        text = self._cell(column)
        return one_line(text if text.isascii() else DIRECTION.sub("", text))

    @property
    def beyond(self) -> int:
        """How many filled cells there are beyond the columns."""
        return sum(bool(cell.strip()) for cell in self._cells[self.width :])

    def text(self, column: str) -> str:
        """Return a cell with its lines."""
        return nfc(self._cell(column))

    def _cell(self, column: str) -> str:
        at = self._columns.get(column, len(self._cells))
        return from_csv_cell(self._cells[at].strip()) if at < len(self._cells) else ""

    def date(self, column: str) -> str | None:
        """Return the partial date of a cell, None if it is none."""
        text = self[column]
        return read_export_date(text) if text else None

    def several(self, *columns: str) -> list[str]:
        """Return the values that stand in a cell, between commas, each once; `[a,b]` is a list too."""
        return values(next((text for column in columns if (text := self.text(column))), ""))

    def who(self, given: str, family: str, url: str) -> Who | None:
        """Return whom a row names, None if it names nobody; an address without a scheme is given one."""
        name = " ".join(filter(None, (self[given], self[family])))
        return Who(name, page(self[url])) if name else None


def values(text: str) -> list[str]:
    """Return the values that stand in a text between commas, each once; `[a,b]` is a list too."""
    parts = (one_line(part).strip("[] ") for part in _BETWEEN.split(text.strip("[] ")))
    return list(dict.fromkeys(filter(None, parts)))


def page(text: str) -> str | None:
    """Return the address of a page as it may be opened; None for none."""
    if not text:
        return None
    return text if _SCHEME.match(text) else f"https://{text}"


class Rows:
    """The rows of a table, with a place for what is left out of it."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.rejected: list[Rejected] = []
        self.skipped: Counter[str] = Counter()
        self.kept: list[str] = []

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows; where the table is broken, its end is rejected."""
        return until_broken(self._rows, self.rejected)

    def in_place(self) -> Iterator[Row]:
        """Yield the rows, but for those that have more cells than there are columns: they are rejected."""
        for row in self:
            if row.beyond:
                fault = f"it has {row.width + row.beyond} cells, the header {row.width}: is a comma unquoted?"
                self.rejected.append(Rejected(row.where, fault))
            else:
                yield row

    def left_out(self) -> tuple[Skipped, ...]:
        """Return what was left out, and how often."""
        return tuple(Skipped(why, count) for why, count in sorted(self.skipped.items()))


def read_rows(
    data: bytes, is_header: Callable[[list[str]], bool], progress: Callable[[int, int], None] | None = None
) -> Rows:
    """Return the rows below the header; of columns of one name the first counts. `progress` is told of lines read."""
    lines = data.count(b"\n")

    def rows() -> Iterator[Row]:
        table = read_below(data, is_header)
        columns: dict[str, int] = {}
        header = next(table, (0, []))[1]
        for at, cell in enumerate(header):
            columns.setdefault(plain_header(cell), at)
        for at, (line, cells) in enumerate(table, 1):
            whole = [",".join(cells)] if len(header) == 1 else cells  # in its only column no comma needs quotes
            yield Row(line, columns, whole, len(header))
            if progress and at % _TOLD_EVERY == 0:
                progress(line, lines)

    return Rows(rows())
