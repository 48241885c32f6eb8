"""The file itself: backups, its health, and what a purge has forgotten."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.domain.photo import size_told
from netcli.results_file import Backup, BackupList, Health, Purged, PutBack
from netcli.text import counted
from netcli.views._parts import line, table

_MARKS = {"ok": ("ok", "dim"), "advice": ("advice", ""), "wrong": ("wrong", "bold red"), "mended": ("mended", "bold")}
_MOST_MENTIONS = 20


def draw(result: Backup | BackupList | PutBack | Health | Purged, width: int) -> list[RenderableType]:
    """Return a sentence, a table of backups, or a line a check."""
    if isinstance(result, BackupList):
        return _backups(result, width) if result.backups else []
    if isinstance(result, Backup):
        return [
            line(
                f"Backup of {_people(result.people)}, {size_told(result.size)}, read again and found whole: ",
                (result.path, "bold"),
            )
        ]
    if isinstance(result, PutBack):
        return [_put_back(result)]
    return _health(result) if isinstance(result, Health) else _purged(result)


def _people(count: int) -> str:
    return counted(count, "person", "people")


def _backups(result: BackupList, width: int) -> list[RenderableType]:
    rows = [
        (one.name, f"{one.age_days:,}d", size_told(one.size), f"{one.people:,}", one.state or "", one.why)
        for one in result.backups
    ]
    return [table(["name", "age", "size", "people", "state", "why"], rows, width, keep=(0, 1, 2, 3), wrap=(4, 5))]


def _put_back(result: PutBack) -> RenderableType:
    start = "Dry run, nothing written: " if result.dry_run else ""
    did = "would put back" if result.dry_run else "Put back"
    made = f" of {result.at[:10]}" if result.at else ""
    instead = "" if result.people_now is None else f" in place of {result.people_now:,}"
    return line(f"{start}{did} {result.backup}{made}: {_people(result.people)}{instead}")


def _health(result: Health) -> list[RenderableType]:
    """Return a line a check; what to type stands below what is wrong."""
    widest = max((len(one.check) for one in result.findings), default=0)
    parts: list[RenderableType] = []
    for one in result.findings:
        parts.append(line((f"{_MARKS[one.state][0]:<7}", _MARKS[one.state][1]), f"{one.check:<{widest}}  {one.text}"))
        if one.command:
            parts.append(line(" " * (widest + 9), (one.command, "bold")))
    wrong = sum(one.state == "wrong" for one in result.findings)
    parts.append(line(f"{result.file}: {f'{wrong} wrong' if wrong else 'healthy'}"))
    return parts


def _purged(result: Purged) -> list[RenderableType]:
    start = "Dry run, nothing written: " if result.dry_run else ""
    rows = sum(row.rows for row in result.rows)
    parts: list[RenderableType] = [
        line(f"{start}{result.did if start else result.did[:1].upper() + result.did[1:]}"),
        line(f"  {rows:,} rows: {', '.join(f'{row.rows:,} {row.table}' for row in result.rows)}"),
    ]
    if result.forgotten or result.reduced:
        parts.append(line(f"  operations that can no longer be undone: {_numbers(result.forgotten)}"))
        parts.append(line(f"  operations that can be undone for all others: {_numbers(result.reduced)}"))
    if result.mentions:
        parts.append(line(f"  still named in what was written of others ({len(result.mentions):,}):"))
        parts += [line(f"    {one.table} {one.id}: {one.text}") for one in result.mentions[:_MOST_MENTIONS]]
    return parts


def _numbers(numbers: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, numbers[:_MOST_MENTIONS]))
    more = len(numbers) - _MOST_MENTIONS
    return (f"{shown} and {more:,} more" if more > 0 else shown) or "none"
