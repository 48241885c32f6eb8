"""Importing mail: counted in one operation, reported."""

from __future__ import annotations

from netcli.commands._import_records import Owned, Records
from netcli.commands._session import Session
from netcli.importing.formats.mail_head import is_mail
from netcli.importing.mail import import_mail, report_mail, usual_source
from netcli.importing.mail_files import remembered
from netcli.importing.mail_reading import MAIL, MailRead, mail_among, read_mail, read_stream
from netcli.importing.own_records import Wish, source_of
from netcli.importing.pipeline import readings_before
from netcli.results_import import ImportReport
from netcli.storage import Store
from netcli.text import counted


def _write(session: Session, store: Store, read: MailRead, wish: Wish, dry_run: bool) -> tuple[ImportReport, Owned]:
    at, on, progress = session.now(), session.today.isoformat(), session.progress("Counting mail")
    with session.operation(store, dry_run=dry_run) as operation:
        found = source_of(store, MAIL, usual_source(read.bag), wish)[0]
        before = readings_before(store, found)
        outcome = import_mail(store, read, wish, at=at, on=on, progress=progress)
        operation.did = (
            f"counted {counted(outcome.counted, 'mail')},"
            f" {counted(outcome.created, 'new person', 'new people')} from {outcome.source_name}"
            if outcome.counted or outcome.created
            else f"read {outcome.source_name} again: nothing new"
        )
    return report_mail(read, outcome, before, operation.recorded, dry_run=dry_run), outcome


def _next_step(report: ImportReport) -> str | None:
    if report.created:
        return f"{report.created:,} added, known through their mail alone: netcli list --all shows them."
    if report.messages:
        return "Next: netcli ties PERSON; netcli mutual PERSON OTHER"
    if report.read and not report.unchanged:
        return "Nobody in it is on file. --create-people all adds everybody; import what you sent and got together."
    return None


#: Mail, of which who wrote to whom on which day is counted.
MAIL_RECORDS = Records(
    what="mail", form=MAIL, is_ours=is_mail, are_ours=mail_among, read=read_mail, read_stream=read_stream,
    remembered=remembered, size=lambda read: len(read.bag), write=_write, next_step=_next_step,
)  # fmt: skip
