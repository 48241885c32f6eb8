"""What a writing command did, in a sentence; and the tags in use."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.dates import spelled
from netcli.results import Added, TagList, Written
from netcli.views._parts import line, table

_MOST_NAMED = 5


def draw(result: Added | Written | TagList, width: int) -> list[RenderableType]:
    """Return one sentence with the way back, or a small table."""
    if isinstance(result, TagList):
        return (
            [table(["tag", "people"], [(t.tag, str(t.people)) for t in result.tags], width, keep=(0,))]
            if result.tags
            else []
        )
    if isinstance(result, Added):
        return [
            line(
                "Added ",
                (result.name, "bold"),
                f"  {result.handle}  #{result.id}",
                f", met {spelled(result.met_on)}" if result.met_on else "",
                _way_back(result.operation),
            )
        ]
    start = "Dry run, nothing written: " if result.dry_run else ""
    did = result.did if start else result.did[:1].upper() + result.did[1:]
    told: list[RenderableType] = [line(start, did, _way_back(result.operation, undone=did.startswith("Undid")))]
    if result.dry_run and len(result.people) > _MOST_NAMED:  # a sentence says how many, and a dry run is to tell whom
        told.append(table(["", ""], [(ref.handle, ref.name) for ref in result.people], width, keep=(0,)))
    return told


def _way_back(operation: int | None, *, undone: bool = False) -> str:
    if operation is None:
        return ""
    return "   (netcli redo brings it back)" if undone else f"   (undo: netcli undo {operation})"
