"""Small parts that several pages share: safe text, plain tables, labelled lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from netcli.text import safe, safe_lines


def line(*parts: str | tuple[str, str]) -> Text:
    """Return one line of text; a part may be (text, style). Everything is made safe."""
    return Text.assemble(*((safe(p), "") if isinstance(p, str) else (safe(p[0]), p[1]) for p in parts))


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, keep: Sequence[int] = ()) -> Table:
    """Return a table without lines; columns in `keep` are never cut, the others are cut with an ellipsis."""
    sheet = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_header=any(headings))
    for at, heading in enumerate(headings):
        widest = max([len(heading), *(cell_len(safe(row[at])) for row in rows)])
        sheet.add_column(heading, overflow="ellipsis", no_wrap=True, min_width=widest if at in keep else min(widest, 4))
    for row in rows:
        sheet.add_row(*(Text(safe(cell)) for cell in row))
    return sheet


def fields(pairs: Iterable[tuple[str, str]], *, indent: int = 2) -> RenderableType:
    """Return labelled values, long ones wrapped under themselves; line ends in a value are kept."""
    sheet = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    sheet.add_column(style="dim", no_wrap=True)
    sheet.add_column(overflow="fold")
    previous = ""
    for label, value in pairs:
        sheet.add_row(Text(safe(label) if label != previous else ""), Text("\n".join(safe_lines(value))))
        previous = label
    return Padding(sheet, (0, 0, 0, indent))
