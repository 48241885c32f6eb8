"""What was done: the list of operations, and one person's history."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.results import History, OperationList
from netcli.views._parts import fields, line, table


def draw(result: OperationList | History, width: int) -> list[RenderableType]:
    """Return a table of operations, or each operation with the facts it changed."""
    return _history(result, width) if isinstance(result, History) else _operations(result, width)


def _operations(result: OperationList, width: int) -> list[RenderableType]:
    rows = [
        (str(o.id), _minute(o.at), _state(o.state, undoable=o.undoable, kind=o.kind), o.did, o.command)
        for o in result.operations
    ]
    return [table(["no.", "when (UTC)", "", "what", "command"], rows, width, keep=(0, 1))]


def _history(result: History, width: int) -> list[RenderableType]:
    parts: list[RenderableType] = [line((result.person.name, "bold"), f"  {result.person.handle}")]
    for entry in result.entries:
        head = line(f"  {_minute(entry.at)}  ", (f"{entry.operation}  {entry.command}", "dim"))
        head.truncate(width, overflow="ellipsis")
        parts.append(head)
        parts.append(fields([("", change) for change in entry.changes], indent=18))
    return parts


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")


def _state(state: str, *, undoable: bool, kind: str) -> str:
    if state == "undone":
        return "undone"
    return "" if undoable or kind == "undo" else "final"
