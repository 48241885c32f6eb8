"""The shapes of what an import did."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref
    from netcli.results_source import Overlap


class ColumnRead(NamedTuple):
    """A column of a table: what it was read as (null: kept in the note), how many rows fill it, and two of its values.

    `near` is what it may be for, where it was not understood.
    """

    column: str
    role: str | None
    filled: int
    samples: tuple[str, ...]
    near: str | None = None


class FileRead(NamedTuple):
    """One file of an import: how many people it held."""

    path: str
    format: str
    read: int


class Skipped(NamedTuple):
    """Something an import left out on purpose, and how often."""

    reason: str
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody calls


class Rejected(NamedTuple):
    """A part of a file that could not be used."""

    where: str
    reason: str


class RowsTold(NamedTuple):
    """Rows of another kind than people that an import wrote or, from another file of mine, took out."""

    kind: str
    added: int
    removed: int


class Review(NamedTuple):
    """Two records that may be one person; netcli keeps them apart until told."""

    person: Ref
    other: Ref
    why: str


class Change(NamedTuple):
    """A fact that a source now tells differently."""

    person: Ref
    field: str
    before: str | None
    after: str | None


class ImportReport(NamedTuple):
    """What an import did, or would do (`dry_run`). People are counted once each; `ties` are new statements.

    `related` counts people added because a card, a message or a recommendation names them: known through others.
    `contacts` counts days with messages, in each direction, that are new or have more of them; `rows` what came beside
    people and messages: remarks, contacts, ties. `overlap` tells who of the source is in others too, `valve` why it
    needed --yes. `opportunities` counts jobs that were added or moved on, `cvs` are those whose CV it was.
    Of mail, `read` and `unchanged` are messages, the latter counted before, and `messages` those counted now. Of
    calendars, `read` are events, `updated` and `unchanged` meetings; new ones, and those taken out, stand in `rows`.
    """

    import_: int | None
    source: str
    format: str
    files: tuple[FileRead, ...]
    read: int
    created: int
    updated: int
    unchanged: int
    gone: int
    skipped: tuple[Skipped, ...]
    rejected: tuple[Rejected, ...]
    review: tuple[Review, ...]
    changes: tuple[Change, ...]
    readings: int = 1
    last_read: str | None = None
    operation: int | None = None
    dry_run: bool = False
    ties: int = 0
    related: int = 0
    groups: int = 0
    columns: tuple[ColumnRead, ...] = ()
    overlap: tuple[Overlap, ...] = ()
    valve: str | None = None
    contacts: int = 0
    recommendations: int = 0
    endorsements: int = 0
    opportunities: int = 0
    cvs: tuple[Ref, ...] = ()
    rows: tuple[RowsTold, ...] = ()
    messages: int = 0


class Refreshed(NamedTuple):
    """The report of every source that had something new to read."""

    reports: tuple[ImportReport, ...]


def _report(report: ImportReport) -> list[Record]:
    counts = ("read", "created", "updated", "unchanged", "gone")
    return [
        *((name, getattr(report, name)) for name in counts),
        *([("ties", report.ties)] if report.ties else []),
        *([("messages", report.messages)] if report.messages else []),
        *(("rows", told.added, told.removed, told.kind) for told in report.rows),
        *(("overlap", o.people, o.source) for o in report.overlap),
        *([("valve", report.valve)] if report.valve else []),
        *(("skipped", s.count, s.reason) for s in report.skipped),
        *(("rejected", r.where, r.reason) for r in report.rejected),
        *(("review", r.person.handle, r.other.handle, r.why) for r in report.review),
        *(("changed", c.person.handle, c.field, c.before, c.after) for c in report.changes),
    ]


LISTS: dict[str, Listed] = {"Refreshed": Listed("reports")}
RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "ImportReport": _report,
    "Refreshed": lambda r: [(report.source, *record) for report in r.reports for record in _report(report)],
}
