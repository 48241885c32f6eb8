"""Bars and sparklines as text, and tables that hold them: right without colour, and in ASCII where need be."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.cells import cell_len
from rich.table import Table

from netcli.shape import NamedTuple
from netcli.text import safe
from netcli.views._parts import GAP, table

WIDEST_NAME = 28  #: a longer name gives way to the bars
_SHORTEST, _LONGEST = 6, 40


class Ink(NamedTuple):
    """What is drawn with: the two halves of a bar, and the steps of a sparkline from the lowest to the highest."""

    full: str
    light: str
    steps: str
    none: str = "."


BLOCKS = Ink("█", "░", "▁▂▃▄▅▆▇█")
ASCII = Ink("#", "-", ":;=+*%@#")


def ink() -> Ink:
    """Return what this terminal can show: blocks, or ASCII where its encoding has none."""
    try:
        BLOCKS.steps.encode(sys.stdout.encoding or "ascii")
    except (UnicodeError, LookupError):
        return ASCII
    return BLOCKS


class Bar(NamedTuple):
    """A bar of one or two parts, to the scale on which `most` fills the room there is."""

    most: int
    full: int
    light: int = 0

    @property
    def parts(self) -> int:
        """How many parts are not 0."""
        return (self.full > 0) + (self.light > 0)

    def drawn(self, room: int, ink: Ink) -> str:
        """Return the bar; every part that is not 0 is seen, if there is room for as many."""
        if not self.parts:
            return ""
        whole = self.full + self.light
        length = min(room, max(self.parts, round(room * whole / self.most)))
        full = round(length * self.full / whole)
        if self.parts == 2:
            full = min(max(full, 1), length - 1)
        return ink.full * full + ink.light * (length - full)


def sparkline(values: Sequence[int], ink: Ink) -> str:
    """Return a character a value, to the scale of the largest; 0 is told apart from the lowest."""
    most, steps = max(values, default=0), len(ink.steps)
    return "".join(ink.steps[-(-value * steps // most) - 1] if value else ink.none for value in values)


Cell = str | int | Bar


def chart(headings: Sequence[str], rows: Sequence[Sequence[Cell]], width: int) -> Table:
    """Return a table of names, then numbers and bars: numbers stand to the right, bars share the room that is left."""
    columns = list(zip(*rows, strict=True))
    told = [[heading, *map(_told, column)] for heading, column in zip(headings, columns, strict=True)]
    widths = [max(cell_len(safe(cell)) for cell in column) for column in told]
    used = min(widths[0], WIDEST_NAME) + sum(widths[1:]) + GAP * (len(columns) - 1)
    bars = sum(any(isinstance(cell, Bar) and cell.parts for cell in column) for column in columns)
    room, drawn = min(_LONGEST, max(_SHORTEST, (width - used) // max(1, bars))), ink()
    for at, column in enumerate(columns):
        if isinstance(column[0], Bar):
            told[at][1:] = [cell.drawn(room, drawn) if isinstance(cell, Bar) else "" for cell in column]
        elif at:
            told[at] = [text and text.rjust(widths[at]) for text in told[at]]
    first, *rest = zip(*told, strict=True)
    return table(first, rest, width, keep=range(1, len(columns)))


def _told(cell: Cell) -> str:
    if isinstance(cell, Bar):
        return ""
    return f"{cell:,}" if isinstance(cell, int) else cell
