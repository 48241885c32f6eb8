"""Rows of a table of LinkedIn's archive: cells by the plain name of their column, whatever their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from netcli.errors import BadInputError
from netcli.importing.draft import Who
from netcli.importing.export_dates import read_export_date
from netcli.importing.formats.linkedin_files import plain_header
from netcli.importing.table import read_below
from netcli.results import Rejected, Skipped
from netcli.text import from_csv_cell, nfc, one_line

#: Marks of direction, which copying from a web page leaves around names.
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BETWEEN = re.compile(r"[,;\n]")
_SCHEME = re.compile(r"(?i)https?://")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, and its cells by the plain name of the column."""

    where: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell on one line; empty if there is none, or no such column."""
        return one_line(_DIRECTION.sub("", self.cells.get(column, "")))

    def text(self, column: str) -> str:
        """Return a cell with its lines."""
        return nfc(self.cells.get(column, ""))

    def date(self, column: str) -> str | None:
        """Return the partial date of a cell, None if it is none."""
        return read_export_date(self[column]) if self[column] else None

    def several(self, *columns: str) -> list[str]:
        """Return the values that stand in a cell, between commas, each once; `[a,b]` is a list too."""
        text = next((self.text(column) for column in columns if self.cells.get(column, "").strip()), "").strip("[] ")
        return list(dict.fromkeys(part for each in _BETWEEN.split(text) if (part := one_line(each).strip("[] "))))

    def who(self, given: str, family: str, url: str) -> Who | None:
        """Return whom a row names, None if it names nobody; an address without a scheme is given one."""
        name = " ".join(filter(None, (self[given], self[family])))
        return Who(name, page(self[url])) if name else None


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

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows; where the table is broken, its end is rejected."""
        try:
            yield from self._rows
        except BadInputError as error:
            self.rejected.append(Rejected("the end", error.message))

    def left_out(self) -> tuple[Skipped, ...]:
        """Return what was left out, and how often."""
        return tuple(Skipped(why, count) for why, count in sorted(self.skipped.items()))


def read_rows(data: bytes, is_header: Callable[[list[str]], bool]) -> Rows:
    """Return the rows below the header; of columns of one name the first counts."""

    def rows() -> Iterator[Row]:
        table = read_below(data, is_header)
        columns = [plain_header(cell) for cell in next(table, (0, []))[1]]
        for line, cells in table:
            found: dict[str, str] = {}
            for column, cell in zip(columns, cells, strict=False):
                found.setdefault(column, from_csv_cell(cell.strip()))
            yield Row(f"line {line}", found)

    return Rows(rows())
