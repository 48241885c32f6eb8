"""Importing calendars: compared and written in one operation, reported."""

from __future__ import annotations

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
from netcli.importing.formats.ics_head import is_calendar
from netcli.importing.own_records import Wish, source_of
from netcli.importing.pipeline import readings_before
from netcli.results_import import ImportReport
from netcli.storage import Store
from netcli.text import counted


def _write(session: Session, store: Store, read: CalendarRead, wish: Wish, dry_run: bool) -> tuple[ImportReport, Owned]:
    progress = session.progress("Comparing events")
    with session.operation(store, dry_run=dry_run) as operation:
        found = source_of(store, ICS, CALENDAR, with_source(store, read, wish))[0]
        before = readings_before(store, found)
        outcome = import_calendars(store, read, wish, at=session.now(), today=session.today, progress=progress)
        operation.did = _told(outcome)
    return report_calendars(read, outcome, before, operation.recorded, dry_run=dry_run), outcome


def _next_step(report: ImportReport) -> str | None:
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
    created = counted(outcome.created, "new person", "new people")
    return f"meetings of {outcome.source_name}: {meetings or 'as before'}; {created}"


#: Calendars, of which who met whom on which day is kept.
CALENDAR_RECORDS = Records(
    what="calendars", form=ICS, is_ours=is_calendar, are_ours=calendars_among, read=read_calendars,
    read_stream=read_stream, remembered=remembered, size=lambda read: read.bag.read, write=_write, next_step=_next_step,
)  # fmt: skip
