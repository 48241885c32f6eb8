"""Reading the newest file of every source that says where its files are."""

from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from netcli import output
from netcli.commands._arguments import DryRun
from netcli.commands._import_calendar import CALENDAR_RECORDS
from netcli.commands._import_mail import MAIL_RECORDS
from netcli.commands._import_people import import_any
from netcli.commands._import_ties import TieOptions
from netcli.commands._session import Session
from netcli.commands.source import source_names
from netcli.domain.source import Aged, find_source, past_their_age, refreshable
from netcli.errors import BadInputError, BusyError, InterruptedByUserError, NetcliError, StorageError, UsageError
from netcli.importing.calendar_reading import ICS, calendars_among
from netcli.importing.files import FileSeen, are_older, are_same, last_files, newest, seen
from netcli.importing.mail_reading import MAIL, mail_among
from netcli.importing.mapping import ColumnMap, recall
from netcli.importing.pipeline import Request, gather, read_files
from netcli.results_import import ImportReport, Refreshed
from netcli.storage import Row, Store


def refresh(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="only these", autocompletion=source_names)
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Read the newest file of every source, and tell what has changed. Prints nothing if nothing has: made for cron.

    netcli refresh --dry-run

    netcli refresh
    """
    session = Session.of(context)
    with session.reader() as store:
        chosen = _chosen(store, names or [])
    if not chosen:
        session.say("No source says where its files are: netcli source add linkedin '~/Downloads/*Connections*.csv'")
        return
    run = _Run(session, dry_run=dry_run, asked=bool(names) or output.is_watched())
    with session.writer() as store:
        try:
            for source in chosen:
                run.read(store, source)
        finally:
            session.emit(Refreshed(tuple(run.reports)))
        past = past_their_age(store, session.today)
    run.end(past)


def _chosen(store: Store, names: list[str]) -> list[Row]:
    """Return the sources named, or all that have a pattern; raises UsageError for one named without."""
    if not names:
        return refreshable(store)
    found = {row["id"]: row for row in (find_source(store, name) for name in names)}
    for row in found.values():
        if row["pattern"] is None:
            hint = f"netcli source add {quote(row['name'])} PATTERN"
            raise UsageError(f"{row['name']} does not say where its files are", hint=hint)
    return list(found.values())


class _Run:
    """One refresh: the reports of what was new, the sources that failed, and how much is told."""

    def __init__(self, session: Session, *, dry_run: bool, asked: bool) -> None:
        self.session, self.dry_run, self.asked = session, dry_run, asked
        self.reports: list[ImportReport] = []
        self.failed: list[str] = []

    def read(self, store: Store, source: Row) -> None:
        """Read the newest file of one source; what goes wrong with it, not with ours, is told, and the others go on."""
        try:
            report = self._report(store, source)
        except typer.Exit:  # the user was asked, and said no
            return
        except (BusyError, StorageError, InterruptedByUserError):
            raise
        except (NetcliError, OSError) as error:
            self._fail(source["name"], error)
            return
        if report and _is_news(report):
            self.reports.append(report)

    def _report(self, store: Store, source: Row) -> ImportReport | None:
        path = newest(source["pattern"])
        if path is None:
            self._say(f"{source['name']}: no file matches {source['pattern']}")
            return None
        if refresh_it := _streamed(source["format"], path):
            report = refresh_it(self.session, store, path, source, dry_run=self.dry_run)
            if report is None:
                self._say(f"{source['name']}: nothing new, {path.name} has been read")
            return report
        contents = read_files([path])
        before = last_files(store, source["id"])
        if _is_known(seen(contents), before, folder=path.is_dir()):
            self._say(f"{source['name']}: nothing new, {path.name} has been read")
            return None
        whole = bool(source["is_whole"])
        said = ColumnMap({}, recall(store, source["name"]))
        request = Request(contents, source["format"] or None, source["name"], said, whole)
        gathered = gather(request, self.session.progress("Reading, kB"))
        del contents, request  # as large as the files, and no longer needed
        options = TieOptions(None, create_people=None, dry_run=self.dry_run)
        return import_any(self.session, store, gathered, options, f"netcli refresh {quote(source['name'])}")

    def _say(self, text: str) -> None:
        if self.asked:
            self.session.say(text)

    def _fail(self, name: str, error: Exception) -> None:
        self.failed.append(name)
        told, hint = (error.message, error.hint) if isinstance(error, NetcliError) else (str(error), "")
        named = told if told.startswith(f"{name}: ") else f"{name}: {told}"
        output.say(f"netcli: {named}" + (f"  ->  {hint}" if hint else ""))

    def end(self, past: Sequence[Aged]) -> None:
        """Say which sources are past their age; raise BadInputError that names those which failed."""
        read = {report.source for report in self.reports}
        for row in past if self.asked or self.reports else ():
            if row.name not in read:
                self.session.say(f"{row.name} is past its age ({row.age_days} days). {row.how}")
        if self.failed:
            raise BadInputError(f"not read: {', '.join(self.failed)}", hint=f"netcli refresh {quote(self.failed[0])}")
        if any(report.rejected or (report.valve and self._is_held(report)) for report in self.reports):
            raise typer.Exit(65)

    def _is_held(self, report: ImportReport) -> bool:
        """Tell whether the valve would hold back what a dry run has shown."""
        return report.dry_run and not (self.session.settings.yes or self.session.may_ask)


def _streamed(form: str, path: Path) -> Callable[..., ImportReport | None] | None:
    """Return what reads mail or calendars, if this is such a file; None for any other."""
    if form == ICS or (form != MAIL and calendars_among([path])):
        return CALENDAR_RECORDS.refresh
    return MAIL_RECORDS.refresh if form == MAIL or mail_among([path]) else None


def _is_known(files: tuple[FileSeen, ...], before: tuple[FileSeen, ...], *, folder: bool) -> bool:
    """Tell whether files tell nothing new: their content was read last, or they are older than what was.

    A folder is never older: it is so with a card taken out of it.
    """
    return are_same(files, before) or (not folder and are_older(files, before))


def _is_news(report: ImportReport) -> bool:
    return bool(
        report.created or report.updated or report.gone or report.changes or report.ties or report.rejected
        or report.review or report.rows or report.messages
    )  # fmt: skip
