"""Contacts on dates, and a person's ties, as tables."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.results import InteractionList, InteractionRow
from netcli.views._parts import table


def draw(result: InteractionList, width: int) -> list[RenderableType]:
    """Return a table of what was found; nothing for an empty list."""
    rows = [(str(row.id), row.on, row.channel, _people(row), _line(row.text)) for row in result.interactions]
    return [table(["no.", "date", "channel", "people", "what"], rows, width, keep=(0, 1, 2))] if rows else []


def _people(row: InteractionRow) -> str:
    names = ", ".join(person.name for person in row.people)
    return names if row.with_me else f"{names} (without you)"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
