"""Sources and what they changed, as tables."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.domain.change import change_told
from netcli.results_source import ChangeList, SourceList, SourceRow
from netcli.views._parts import line, table

_WIDE = 100


def draw(result: ChangeList | SourceList, width: int) -> list[RenderableType]:
    """Return a table of what was found; nothing for an empty list."""
    if isinstance(result, ChangeList):
        return _changes(result, width)
    return _sources(result, width) if result.sources else []


def _changes(result: ChangeList, width: int) -> list[RenderableType]:
    """Return a line a change; on a narrow screen without the source, if there is but one."""
    spare = width < _WIDE and len({row.source for row in result.changes}) == 1
    rows = [
        (row.on, row.person.name, change_told(row.field, row.before, row.after), "" if spare else row.source)
        for row in result.changes
    ]
    return [table(["date", "name", "what", "source"], rows, width, keep=(0,), wrap=(2,))] if rows else []


def _sources(result: SourceList, width: int) -> list[RenderableType]:
    """Return a line a source, then how they overlap; where its files are stands below each on a narrow screen."""
    wide = width >= _WIDE
    rows = [
        (
            row.name, row.format or "", f"{row.people:,}", f"{row.gone:,}" if row.gone else "", str(row.readings),
            row.last_read or "never", _age(row), "whole" if row.whole else "",
            row.known_by.name if row.known_by else "", (row.pattern or "") if wide else "",
        )
        for row in result.sources
    ]  # fmt: skip
    heads = ["name", "format", "people", "gone", "readings", "last on", "age", "", "whose", "files"]
    parts: list[RenderableType] = [table(heads, rows, width, keep=(2, 3, 4, 5, 6, 7))]
    if not wide:
        parts += [line(f"  {row.name}: {row.pattern}") for row in result.sources if row.pattern]
    told = set[frozenset[str]]()
    for row in result.sources:
        for shared in row.overlap:
            pair = frozenset((row.name, shared.source))
            if pair not in told:
                told.add(pair)
                parts.append(line(f"  {shared.people:,} are in both {row.name} and {shared.source}"))
    return parts


def _age(row: SourceRow) -> str:
    if row.age_days is None:
        return ""
    return f"{row.age_days:,}d" + (f", past {row.max_age:,}d" if row.past else "")
