"""What the columns of a table of people were read as, as a small table."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.results_import import ColumnRead, ImportReport
from netcli.views._parts import line, table

_LONGEST_SAMPLE = 24


def draw_columns(report: ImportReport, width: int) -> list[RenderableType]:
    """Return a line for every column that is filled; nothing if all were understood, unless nothing was written."""
    odd = [column for column in report.columns if column.role is None]
    if not report.columns or not (odd or report.dry_run):
        return []
    shown = report.columns if report.dry_run else odd
    what = "  columns, what they are read as, and two values of each:"
    if not report.dry_run:
        what = f"  {len(odd)} of {len(report.columns)} columns mean nothing to netcli; what they hold is in the notes:"
    rows = [("   ", column.column, _role(column), " | ".join(map(_short, column.samples))) for column in shown]
    return [line(what), table(["", "column", "read as", "values"], rows, width, keep=(0,))]


def _role(column: ColumnRead) -> str:
    if column.role is None:
        return f"note ({column.near}?)" if column.near else "note"
    return {"-": "left out", "raw": "kept as it is", "custom": "note"}.get(column.role, column.role)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SAMPLE else f"{text[: _LONGEST_SAMPLE - 1]}…"
