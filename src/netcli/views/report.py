"""What imports did, on a page."""

from __future__ import annotations

from collections import Counter
from shlex import quote

from rich.console import RenderableType

from netcli.domain.change import change_told, kind_told
from netcli.model_import import ChangeField
from netcli.results_import import Change, ImportReport, Refreshed, RowsTold
from netcli.text import counted
from netcli.views._parts import line, table
from netcli.views.columns import draw_columns

_AT_MOST = 10
#: Formats that bring ties, not people.
_OF_TIES = ("ties", "sheet")
_OF_MAIL = "mail"
_OF_CALENDARS = "ics"
_FIELDS = tuple(ChangeField)


def draw(result: ImportReport | Refreshed, width: int) -> list[RenderableType]:
    """Return a page for each import."""
    reports = result.reports if isinstance(result, Refreshed) else (result,)
    return [part for report in reports for part in _page(report, width)]


def _page(report: ImportReport, width: int) -> list[RenderableType]:
    """Return the counts, what changed, what was left out and why, who may be one person, and what to do next."""
    return [
        *_counts(report),
        *_changes(report, width),
        *(line(f"  {o.people:,} of these are also in {o.source}") for o in report.overlap),
        *_beside(report),
        *(line(f"  left out: {s.reason} ({s.count:,})") for s in report.skipped),
        *draw_columns(report, width),
        *_rejected(report, width),
        *_review(report, width),
        *([line(f"  needs --yes: {report.valve}")] if report.valve and report.dry_run else []),
        *([line(f"  undo: netcli undo {report.operation}")] if report.operation else []),
    ]


def _counts(report: ImportReport) -> list[RenderableType]:
    last = f", last on {report.last_read[:10]}" if report.last_read else ""
    if report.format == _OF_MAIL:
        return _mail_counts(report, last)
    if report.format == _OF_CALENDARS:
        return _calendar_counts(report, last)
    of_ties = report.format in _OF_TIES
    what = f"{report.read:,} {'tie' if report.read == 1 else 'ties'}" if of_ties else _people(report.read)
    gone = f", {report.gone:,} gone" if report.gone else ""
    counts = f"{report.created:,} new, {report.updated:,} updated, {report.unchanged:,} unchanged{gone}"
    if of_ties:
        made = f", {_people(report.created)} added" if report.created else ""
        counts = f"{report.ties:,} new, {report.unchanged:,} unchanged{made}"
    return [
        line((f"{'Would import' if report.dry_run else 'Imported'} {what}", "bold"), f" as {report.format}"),
        line(f"  source {report.source}: {_ordinal(report.readings)} reading{last}"),
        line(f"  {counts}"),
    ]


def _mail_counts(report: ImportReport, last: str) -> list[RenderableType]:
    added = f", {_people(report.created)} added" if report.created else ""
    messages = f"{report.read:,} {'message' if report.read == 1 else 'messages'}"
    before = f", {report.unchanged:,} counted before" if report.unchanged else ""
    return [
        line((f"{'Would read' if report.dry_run else 'Read'} {messages}", "bold")),
        line(f"  source {report.source}: {_ordinal(report.readings)} reading{last}"),
        line(f"  {report.messages:,} counted{before}{added}"),
    ]


def _calendar_counts(report: ImportReport, last: str) -> list[RenderableType]:
    events = f"{report.read:,} {'event' if report.read == 1 else 'events'}"
    counts = (
        (report.updated, "changed"), (report.unchanged, "as before"),
    )  # fmt: skip
    told = [f"{count:,} {'meeting' if count == 1 else 'meetings'} {word}" for count, word in counts if count]
    told += [f"{_people(report.created)} added"] if report.created else []
    return [
        line((f"{'Would read' if report.dry_run else 'Read'} {events}", "bold")),
        line(f"  source {report.source}: {_ordinal(report.readings)} reading{last}"),
        *([line(f"  {', '.join(told)}")] if told else []),
    ]


def _changes(report: ImportReport, width: int) -> list[RenderableType]:
    """Return the changes that matter most, and where the others are told."""
    if not report.changes:
        return []
    first = sorted(report.changes, key=_weight)[:_AT_MOST]
    rows = [("   ", change.person.name, change_told(change.field, change.before, change.after)) for change in first]
    more = len(report.changes) - len(first)
    parts: list[RenderableType] = [
        line(f"  {_tally(report)}"),
        table(["", "", ""], rows, width, keep=(0,), wrap=(2,)),
    ]
    if more:
        where = "" if report.dry_run else f": netcli changes --source {quote(report.source)}"
        parts.append(line(f"     and {more:,} more{where}"))
    return parts


def _tally(report: ImportReport) -> str:
    """Return how many changes there are of each kind, in the order in which they are told."""
    often = Counter(ChangeField(change.field) for change in report.changes)
    kinds = ", ".join(f"{often[field]:,} {kind_told(field)}" for field in ChangeField if often[field])
    return f"{len(report.changes):,} {'change' if len(report.changes) == 1 else 'changes'}: {kinds}"


def _weight(change: Change) -> int:
    return _FIELDS.index(ChangeField(change.field))


def _beside(report: ImportReport) -> list[RenderableType]:
    """Return what came along with the people: who is named, groups, messages, who vouches for whom."""
    parts: list[RenderableType] = []
    if report.related:
        parts.append(line(f"  {_people(report.related)} added who are but named in it: netcli list --all shows them"))
    for number, one, many, where in (
        (report.contacts, "day with messages", "days with messages", "netcli ties PERSON"),
        (report.recommendations, "recommendation", "recommendations", "netcli show PERSON"),
        (report.endorsements, "endorsement", "endorsements", "netcli show PERSON"),
        (report.opportunities, "job that you saved or applied for", "jobs that you saved or applied for", ""),
    ):
        if number:
            parts.append(line(f"  {number:,} {one if number == 1 else many}{f': {where}' if where else ''}"))
    parts += [line(f"  {_row_told(row)}") for row in report.rows]
    if report.groups:
        parts.append(line(f"  {report.groups:,} new {'group' if report.groups == 1 else 'groups'}: netcli group list"))
    return parts


def _row_told(row: RowsTold) -> str:
    """Return how many rows of a kind came, and how many went."""
    counts = [f"{number:,} {how}" for number, how in ((row.added, "new"), (row.removed, "taken out")) if number]
    return f"{row.kind}: {', '.join(counts)}"


def _rejected(report: ImportReport, width: int) -> list[RenderableType]:
    if not report.rejected:
        return []
    rows = [("   ", r.where, r.reason) for r in report.rejected[:_AT_MOST]]
    return [
        line(f"  {len(report.rejected):,} could not be used:"),
        table(["", "where", "why"], rows, width, keep=(0, 1)),
    ]


def _review(report: ImportReport, width: int) -> list[RenderableType]:
    if not report.review:
        return []
    rows = [("   ", r.person.handle, r.other.handle, r.why) for r in report.review[:_AT_MOST]]
    more = f"   and {len(report.review) - _AT_MOST:,} more: " if len(report.review) > _AT_MOST else ""
    return [
        line(f"  {len(report.review):,} may be somebody who is on file already:"),
        table(["", "new", "on file", "why"], rows, width, keep=(0, 1, 2)),
        line(f"  {more}netcli review --kind same asks"),
    ]


def _people(count: int) -> str:
    return counted(count, "person", "people")


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
    return f"{number}{ending}"
