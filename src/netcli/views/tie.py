"""Contacts on dates, and a person's ties, as tables."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.results_tie import InteractionList, InteractionRow, TieList
from netcli.views._parts import table

_WIDE = 100


def draw(result: InteractionList | TieList, width: int) -> list[RenderableType]:
    """Return a table of what was found; nothing for an empty list."""
    if isinstance(result, TieList):
        return _ties(result, width)
    rows = [(str(row.id), row.on, row.channel, _people(row), _line(row.text)) for row in result.interactions]
    return [table(["no.", "date", "channel", "people", "what"], rows, width, keep=(0, 1, 2))] if rows else []


def _ties(result: TieList, width: int) -> list[RenderableType]:
    """Return all columns where the screen is wide; else only the last day, and the evidence of what nobody stated."""
    wide = width >= _WIDE
    headings = [
        "handle",
        "name",
        "tie",
        "",
        *(["since"] if wide else []),
        "last",
        *(["evidence"] if wide else []),
        "why",
    ]
    rows = [
        (
            tie.other.handle, tie.other.name, "" if tie.level is None else str(tie.level), tie.kind or "",
            *([tie.since] if wide else []), tie.last, *([" ".join(tie.evidence)] if wide else []),
            tie.stated or ("" if wide else " ".join(tie.evidence)),
        )
        for tie in result.ties
    ]  # fmt: skip
    return [table(headings, rows, width, keep=(0, 2, *((4, 5) if wide else (4,))))] if rows else []


def _people(row: InteractionRow) -> str:
    names = ", ".join(person.name for person in row.people)
    return names if row.with_me else f"{names} (without you)"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
