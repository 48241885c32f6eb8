"""A list of people, as a table."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.results import PersonList
from netcli.views._parts import table


def draw(result: PersonList, width: int) -> list[RenderableType]:
    """Return a table: handle, name, organisation, title and level; e-mail and tags where the screen is wide."""
    if not result.people:
        return []
    wide = width >= 100
    headings = ["handle", "name", "organisation", "title", "tie", *(["e-mail", "tags"] if wide else [])]
    rows = [
        (
            row.handle, row.name, row.org or "", row.title or "", str(row.level or ""),
            *((row.email or "", " ".join(row.tags)) if wide else ()),
        )
        for row in result.people
    ]  # fmt: skip
    return [table(headings, rows, width, keep=(0,))]
