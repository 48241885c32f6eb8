"""A list of people, as a table."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.results import AddressList, PersonList, Picked, Ref
from netcli.views._parts import table


def draw(result: PersonList | Picked | AddressList, width: int) -> list[RenderableType]:
    """Return a table: handle, name, organisation, title and level; e-mail and tags where the screen is wide."""
    if isinstance(result, Picked):
        rows = [tuple(_cell(value) for value in row) for row in result.rows]
        handles = [at for at, name in enumerate(result.fields) if name == "handle"]  # typed next, and nothing if cut
        return [table(result.fields, rows, width, keep=handles)] if rows else []
    if isinstance(result, AddressList):
        rows = [(a.value, a.label or "", a.name, a.org or "", " ".join(a.tags)) for a in result.addresses]
        return [table(["address", "", "name", "organisation", "tags"], rows, width, keep=(0,))] if rows else []
    if not result.people:
        return []
    wide = width >= 100
    headings = ["handle", "name", "organisation", "title", "tie", *(["e-mail", "tags"] if wide else [])]
    rows = [
        tuple(
            map(_cell, (row.handle, row.name, row.org, row.title, row.level, *((row.email, row.tags) if wide else ())))
        )
        for row in result.people
    ]
    return [table(headings, rows, width, keep=(0,))]


def _cell(value: object) -> str:
    if isinstance(value, Ref):
        return value.handle
    if isinstance(value, tuple):
        return " ".join(map(_cell, value))
    return "" if value is None else str(value)
