"""A list told line by line, for scripts and for tables: its columns, each with its heading and its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from netcli.shape import NamedTuple

Record = Sequence[object]


class Listed(NamedTuple):
    """The field of a result that holds its things, and the columns of each; without any, all fields as they stand.

    A column is a field of the thing, a field of that (`person.id`), or what `cells` makes of the thing. `alone` tells
    whether JSON, too, has the things and nothing else of the result.
    """

    things: str
    columns: tuple[str, ...] = ()
    cells: Mapping[str, Callable[[Any], object]] = {}
    alone: bool = True

    def heading(self, result: object) -> list[Record]:
        """Return the line above the records, in the words of JSON; none where there are no things."""
        found = getattr(result, self.things)
        return [tuple(name.replace(".", "_").rstrip("_") for name in self.columns or found[0]._fields)] if found else []

    def records(self, result: object) -> list[Record]:
        """Return a record of each thing; scores have four digits."""
        found = getattr(result, self.things)
        return [self.record(thing) for thing in found] if self.columns or self.cells else list(found)

    def record(self, thing: Any) -> Record:
        """Return the cells of a thing."""
        return tuple(self._cell(thing, name) for name in self.columns or thing._fields)

    def _cell(self, thing: Any, name: str) -> object:
        value = self.cells[name](thing) if name in self.cells else attrgetter(name)(thing)
        return f"{value:.4f}" if isinstance(value, float) else value


def columns(words: str) -> tuple[str, ...]:
    """Return the names of columns that stand in a text."""
    return tuple(words.split())
