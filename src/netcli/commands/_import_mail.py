"""Importing mail: read outside of the write lock, counted in one operation, reported."""

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
from netcli.importing.files import are_same, last_files
from netcli.importing.formats.mail_blocks import Ahead
from netcli.importing.formats.mail_head import is_mail
from netcli.importing.mail import MailOutcome, import_mail, report_mail, usual_source
from netcli.importing.mail_files import remembered
from netcli.importing.mail_reading import MAIL, MailRead, mail_among, read_mail, read_stream
from netcli.importing.owned import Wish, source_of
from netcli.importing.pipeline import readings_before
from netcli.results import ImportReport
from netcli.storage import Row, Store

_HEAD = 8192


def _read(session: Session, files: Sequence[Path], form: str | None) -> MailRead | None:
    """Return the mail in these files, or in stdin; None if they are something else."""
    if files == [Path("-")]:
        head = session.stdin_head(_HEAD)
        is_ours = form == MAIL or (form is None and is_mail(head))
        return read_stream("stdin", Ahead(head, sys.stdin.buffer)) if is_ours else None
    return read_mail(files, session.progress("Reading, kB")) if mail_among(files, form) else None


def import_any_mail(
    session: Session,
    files: Sequence[Path],
    named: tuple[str | None, str | None],
    options: TieOptions,
    *,
    but_for: object,
) -> bool:
    """Import mail and report it, or return False if these files are something else.

    `named` are format and source as the options name them. Raises UsageError for `but_for`, what says nothing of mail.
    """
    read = _read(session, files, named[0])
    if read is None:
        return False
    if but_for:
        raise UsageError("--map, --whole, --part and --with-jobs say nothing of mail", hint="netcli import --help")
    with session.writer() as store:
        report, outcome = _imported(session, store, read, named[1], options)
        pattern = pattern_of(store, report.source)
    session.emit(report)
    _say_what_next(session, report, outcome, pattern)
    if report.rejected:
        raise typer.Exit(65)
    return True


def refresh_mail(session: Session, store: Store, path: Path, source: Row, *, dry_run: bool) -> ImportReport | None:
    """Read a source's newest mail and return the report; None if it was read already."""
    if are_same((remembered(path),), last_files(store, source["id"])):
        return None
    read = read_mail([path], session.progress("Reading, kB"))
    return _imported(session, store, read, source["name"], TieOptions(None, None, dry_run))[0]


def _imported(
    session: Session, store: Store, read: MailRead, source: str | None, options: TieOptions
) -> tuple[ImportReport, MailOutcome]:
    known_by = session.person(store, options.known_by) if options.known_by else None
    wish = Wish(source, known_by, options.create_people)
    if not options.dry_run:
        session.back_up_before_import(store, len(read.bag))
    with session.operation(store, dry_run=options.dry_run) as operation:
        found = source_of(store, MAIL, usual_source(read.bag), wish)[0]
        before = readings_before(store, found)
        outcome = import_mail(
            store,
            read,
            wish,
            at=session.now(),
            on=session.today.isoformat(),
            progress=session.progress("Counting mail"),
        )
        operation.did = f"counted {outcome.counted:,} mails, {outcome.created:,} new people from {outcome.source_name}"
        if not (outcome.counted or outcome.created):
            operation.did = f"read {outcome.source_name} again: nothing new"
    return report_mail(read, outcome, before, operation.recorded, dry_run=options.dry_run), outcome


def _say_what_next(session: Session, report: ImportReport, outcome: MailOutcome, pattern: str | None) -> None:
    if not outcome.knows_owner and report.read:
        whose = f": is {outcome.likely_owner} yours?" if outcome.likely_owner else "."
        session.say(f"None of the addresses is yours{whose} netcli edit me --email ADDRESS tells; then import again.")
    if report.dry_run:
        session.say("Nothing was written. Without --dry-run it will be.")
    elif report.created:
        session.say(f"{report.created:,} added, known through their mail alone: netcli list --all shows them.")
    elif not (report.messages or report.unchanged) and report.read:
        session.say(
            "Nobody in it is on file. --create-people all adds everybody; import what you sent and got together."
        )
    elif report.messages:
        session.say("Next: netcli ties PERSON; netcli mutual PERSON OTHER")
    if report.readings > 1 and not pattern and not report.dry_run and report.operation:
        session.say(f"netcli source add {quote(report.source)} PATTERN says where newer files are; refresh reads them.")
