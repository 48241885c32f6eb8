"""A span of whole months up to a day, for what is told by month."""

from __future__ import annotations

from datetime import date

from netcli.shape import NamedTuple


class Window(NamedTuple):
    """The months from `first` (2025-04) to that of a day; what is dated after that day is not in it."""

    first: str
    as_of: date

    @property
    def months(self) -> list[str]:
        """The months, in order."""
        start = _number(self.first)
        return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(start, _number(self.as_of.isoformat()) + 1)]

    @property
    def low(self) -> str:
        """What a partial date in the window is not less than, as text: a year alone is its January."""
        return self.first.removesuffix("-01")

    def holds(self, on: str) -> bool:
        """Tell whether a partial date is in the window."""
        return self.low <= on <= self.as_of.isoformat()


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
