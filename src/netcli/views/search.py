"""Saved searches as pages, and who came and went."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from netcli.results_order import SearchList, SearchRun, SearchRunList
from netcli.text import counted
from netcli.views._parts import line, table


def draw(result: SearchList | SearchRunList, width: int) -> list[RenderableType]:
    """Return a table of searches, or those of them that changed, with who came and went."""
    if isinstance(result, SearchRunList):
        return [part for run in result.runs if run.entered or run.left for part in _run(run, width)]
    rows = [
        (s.handle, s.name if s.name != s.handle else "", s.query + " (everybody)" * s.wide, f"{s.people:,}", s.noted)
        for s in result.searches
    ]
    return [table(("search", "name", "query", "people", "noted"), rows, width, keep=(0, 3, 4))] if rows else []


def _run(run: SearchRun, width: int) -> Iterator[RenderableType]:
    people = counted(run.people, "person", "people")
    dry = "; dry run, nothing noted" if run.dry_run else ""
    yield line(
        (run.name, "bold"), f"  {people}; since {run.since}: {len(run.entered):,} new, {len(run.left):,} gone{dry}"
    )
    rows = [
        ("  " + sign, ref.handle, ref.name) for sign, found in (("+", run.entered), ("-", run.left)) for ref in found
    ]
    yield table(("", "", ""), rows, width, keep=(0, 1))
