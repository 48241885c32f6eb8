"""Importing calendars: read outside of the write lock, compared and written in one operation, reported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import quote

import typer

from netcli.commands._import_ties import TieOptions
from netcli.commands._session import Session
from netcli.domain.source import pattern_of
from netcli.errors import UsageError
from netcli.importing.calendar import CALENDAR, CalendarOutcome, import_calendars, report_calendars, with_source
from netcli.importing.calendar_reading import (
    ICS,
    CalendarRead,
    calendars_among,
    read_calendars,
    read_stream,
    remembered,
)
from netcli.importing.files import are_same, last_files
from netcli.importing.formats.ics_head import is_calendar
from netcli.importing.formats.mail_blocks import Ahead
from netcli.importing.owned import Wish, source_of
from netcli.importing.pipeline import readings_before
from netcli.results import ImportReport
from netcli.storage import Row, Store

_HEAD = 8192


def _read(session: Session, files: Sequence[Path], form: str | None) -> CalendarRead | None:
    """Return the events in these files, or in stdin; None if they are something else."""
    if files == [Path("-")]:
        head = session.stdin_head(_HEAD)
        is_ours = form == ICS or (form is None and is_calendar(head))
        return read_stream("stdin", Ahead(head, sys.stdin.buffer)) if is_ours else None
    return read_calendars(files, session.progress("Reading, kB")) if calendars_among(files, form) else None


def import_any_calendar(
    session: Session,
    files: Sequence[Path],
    named: tuple[str | None, str | None],
    options: TieOptions,
    *,
    but_for: object,
) -> bool:
    """Import calendars and report it, or return False if these files are something else.

    `named` are format and source as the options name them. Raises UsageError for `but_for`, what says nothing of them.
    """
    read = _read(session, files, named[0])
    if read is None:
        return False
    if but_for:
        raise UsageError("--map, --whole, --part and --with-jobs say nothing of calendars", hint="netcli import --help")
    with session.writer() as store:
        report, outcome = _imported(session, store, read, named[1], options)
        pattern = pattern_of(store, report.source)
    session.emit(report)
    _say_what_next(session, report, outcome, pattern)
    if report.rejected:
        raise typer.Exit(65)
    return True


def refresh_calendars(session: Session, store: Store, path: Path, source: Row, *, dry_run: bool) -> ImportReport | None:
    """Read a source's newest calendars and return the report; None if they were read already."""
    if are_same((remembered(path),), last_files(store, source["id"])):
        return None
    read = read_calendars([path], session.progress("Reading, kB"))
    return _imported(session, store, read, source["name"], TieOptions(None, None, dry_run))[0]


def _imported(
    session: Session, store: Store, read: CalendarRead, source: str | None, options: TieOptions
) -> tuple[ImportReport, CalendarOutcome]:
    known_by = session.person(store, options.known_by) if options.known_by else None
    wish = Wish(source, known_by, options.create_people, options.titles)
    progress = session.progress("Comparing events")
    with session.operation(store, dry_run=options.dry_run) as operation:
        found = source_of(store, ICS, CALENDAR, with_source(store, read, wish))[0]
        before = readings_before(store, found)
        outcome = import_calendars(store, read, wish, at=session.now(), today=session.today, progress=progress)
        operation.did = _told(outcome)
    return report_calendars(read, outcome, before, operation.recorded, dry_run=options.dry_run), outcome


def _told(outcome: CalendarOutcome) -> str:
    counts = (
        (outcome.added + outcome.days_added, "new"), (outcome.changed, "changed"),
        (outcome.removed + outcome.days_removed, "taken out"),
    )  # fmt: skip
    meetings = ", ".join(f"{count:,} {word}" for count, word in counts if count)
    if not (meetings or outcome.created):
        return f"read {outcome.source_name} again: nothing new"
    return f"meetings of {outcome.source_name}: {meetings or 'as before'}; {outcome.created:,} new people"


def _say_what_next(session: Session, report: ImportReport, outcome: CalendarOutcome, pattern: str | None) -> None:
    if not outcome.knows_owner and report.read:
        whose = f": is {outcome.likely_owner} yours?" if outcome.likely_owner else "."
        session.say(f"None of the addresses is yours{whose} netcli edit me --email ADDRESS tells; then import again.")
    if not report.read:
        session.say("There is no event in it. netcli import tells how to get a calendar with its guests.")
    elif report.dry_run:
        session.say("Nothing was written. Without --dry-run it will be.")
    elif report.created:
        session.say(f"{report.created:,} added, known through their meetings alone: netcli list --all shows them.")
    elif not (report.rows or report.updated or report.unchanged):
        session.say("There is no meeting of two people on file in it. --create-people all adds everybody.")
    elif report.rows:
        session.say("Next: netcli contacts; netcli ties PERSON; netcli mutual PERSON OTHER")
    if report.readings > 1 and not pattern and not report.dry_run and report.operation:
        session.say(f"netcli source add {quote(report.source)} PATTERN says where newer files are; refresh reads them.")
