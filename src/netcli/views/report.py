"""What an import did, on a page."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.results import ImportReport
from netcli.views._parts import line, table
from netcli.views.columns import draw_columns

_AT_MOST = 10
#: Formats that bring ties, not people.
_OF_TIES = ("ties", "sheet")


def draw(report: ImportReport, width: int) -> list[RenderableType]:
    """Return the counts, what was left out and why, who may be one person, and what to do next."""
    last = f", last on {report.last_read[:10]}" if report.last_read else ""
    of_ties = report.format in _OF_TIES
    what = f"{report.read:,} {'tie' if report.read == 1 else 'ties'}" if of_ties else _people(report.read)
    counts = f"{report.created:,} new, {report.updated:,} updated, {report.unchanged:,} unchanged"
    if of_ties:
        made = f", {_people(report.created)} added" if report.created else ""
        counts = f"{report.ties:,} new, {report.unchanged:,} unchanged{made}"
    parts: list[RenderableType] = [
        line((f"{'Would import' if report.dry_run else 'Imported'} {what}", "bold"), f" as {report.format}"),
        line(f"  source {report.source}: {_ordinal(report.readings)} reading{last}"),
        line(f"  {counts}"),
    ]
    if report.related:
        parts.append(
            line(f"  {_people(report.related)} added whom cards name as related: netcli list --all shows them")
        )
    if report.groups:
        parts.append(line(f"  {report.groups:,} new {'group' if report.groups == 1 else 'groups'}: netcli group list"))
    parts += [line(f"  left out: {s.reason} ({s.count:,})") for s in report.skipped]
    parts += draw_columns(report, width)
    if report.rejected:
        parts.append(line(f"  {len(report.rejected):,} could not be used:"))
        parts.append(
            table(
                ["", "where", "why"],
                [("   ", r.where, r.reason) for r in report.rejected[:_AT_MOST]],
                width,
                keep=(0, 1),
            )
        )
    if report.review:
        parts.append(line(f"  {len(report.review):,} may be somebody who is on file already:"))
        rows = [("   ", r.person.handle, r.other.handle, r.why) for r in report.review[:_AT_MOST]]
        parts.append(table(["", "new", "on file", "why"], rows, width, keep=(0, 1, 2)))
        parts.append(line("  netcli review --kind same asks"))
    if report.operation:
        parts.append(line(f"  undo: netcli undo {report.operation}"))
    return parts


def _people(count: int) -> str:
    return f"{count:,} {'person' if count == 1 else 'people'}"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
    return f"{number}{ending}"
