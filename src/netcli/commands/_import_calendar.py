"""Importing calendars: compared and written in one operation, reported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from netcli.commands._import_records import Owned, Records
from netcli.commands._session import Session
from netcli.importing.calendar import CALENDAR, CalendarOutcome, import_calendars, report_calendars, with_source
from netcli.importing.calendar_reading import (
    ICS,
    CalendarRead,
    calendars_among,
    read_calendars,
    read_stream,
    remembered,
)
from netcli.importing.files import FileSeen
from netcli.importing.formats.ics_head import is_calendar
from netcli.importing.formats.mail_blocks import Stream
from netcli.importing.own_records import Wish, source_of
from netcli.importing.pipeline import readings_before
from netcli.results_import import ImportReport
from netcli.storage import Progress, Store


class Calendars(Records[CalendarRead]):
    """Calendars, of which who met whom on which day is kept."""

    what, form = "calendars", ICS

    def is_ours(self, head: bytes) -> bool:
        return is_calendar(head)

    def are_ours(self, files: Sequence[Path], form: str | None) -> bool:
        return calendars_among(files, form)

    def read(self, files: Sequence[Path], progress: Progress) -> CalendarRead:
        return read_calendars(files, progress)

    def read_stream(self, stream: Stream) -> CalendarRead:
        return read_stream("stdin", stream)

    def remembered(self, path: Path) -> FileSeen:
        return remembered(path)

    def size(self, read: CalendarRead) -> int:
        return read.bag.read

    def write(
        self, session: Session, store: Store, read: CalendarRead, wish: Wish, *, dry_run: bool
    ) -> tuple[ImportReport, Owned]:
        progress = session.progress("Comparing events")
        with session.operation(store, dry_run=dry_run) as operation:
            found = source_of(store, ICS, CALENDAR, with_source(store, read, wish))[0]
            before = readings_before(store, found)
            outcome = import_calendars(store, read, wish, at=session.now(), today=session.today, progress=progress)
            operation.did = _told(outcome)
        return report_calendars(read, outcome, before, operation.recorded, dry_run=dry_run), outcome

    def next_step(self, report: ImportReport) -> str | None:
        if not report.read:
            return "There is no event in it. netcli import tells how to get a calendar with its guests."
        if report.created:
            return f"{report.created:,} added, known through their meetings alone: netcli list --all shows them."
        if report.rows:
            return "Next: netcli contacts; netcli ties PERSON; netcli mutual PERSON OTHER"
        if not (report.updated or report.unchanged):
            return "There is no meeting of two people on file in it. --create-people all adds everybody."
        return None


def _told(outcome: CalendarOutcome) -> str:
    counts = (
        (outcome.added + outcome.days_added, "new"), (outcome.changed, "changed"),
        (outcome.removed + outcome.days_removed, "taken out"),
    )  # fmt: skip
    meetings = ", ".join(f"{count:,} {word}" for count, word in counts if count)
    if not (meetings or outcome.created):
        return f"read {outcome.source_name} again: nothing new"
    return f"meetings of {outcome.source_name}: {meetings or 'as before'}; {outcome.created:,} new people"
