"""Small parts that several pages share: safe text, plain tables, labelled lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from netcli.text import safe, safe_lines

GAP = 2  #: blanks between two columns
_EASY, _TIGHT, _NARROWEST = 16, 10, 5  #: what a column gives way to before those to keep do, so that they fit, at most


def line(*parts: str | tuple[str, str]) -> Text:
    """Return one line of text; a part may be (text, style). Everything is made safe."""
    return Text.assemble(*((safe(p), "") if isinstance(p, str) else (safe(p[0]), p[1]) for p in parts))


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    keep: Sequence[int] = (),
    wrap: Sequence[int] = (),
) -> Table:
    """Return a table without lines, at most `width` wide.

    A column without a single value is left out; the widest give way first. Columns in `keep` are not left out, and
    cut last, first to a third of the width; those in `wrap` go on in the next line where others are cut.
    """
    columns = list(zip(headings, *rows, strict=True))
    filled = [at for at, column in enumerate(columns) if at in keep or any(column[1:])]
    widest = [max(cell_len(safe(cell)) for cell in columns[at]) for at in filled]
    kept = [place for place, at in enumerate(filled) if at in keep]
    sheet = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold", show_header=any(headings))
    for at, room in zip(filled, _fitted(widest, width, kept), strict=True):
        sheet.add_column(headings[at], overflow="ellipsis", no_wrap=at not in wrap, width=room)
    for row in rows:
        sheet.add_row(*(Text(safe(row[at])) for at in filled))
    return sheet


def _fitted(widths: Sequence[int], width: int, keep: Sequence[int]) -> list[int]:
    """Return the widths with the widest that may give way made narrower, until all fit."""
    fitted, third = list(widths), width // 3
    width -= GAP * (len(fitted) - 1)
    tight = sum(room if at in keep else min(room, _TIGHT) for at, room in enumerate(widths))
    first = _TIGHT if tight <= width else _EASY  # one endless value makes no other column narrow
    for least, of_kept in ((first, width), (_EASY, third), (_NARROWEST, third), (_NARROWEST, _NARROWEST)):
        while sum(fitted) > width:
            giving = [at for at, room in enumerate(fitted) if room > (of_kept if at in keep else least)]
            if not giving:
                break
            fitted[max(giving, key=lambda at: (fitted[at], at))] -= 1
    return fitted


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
