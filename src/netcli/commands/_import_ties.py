"""Importing ties, from a table of them or from a sheet that a friend has ticked."""

from __future__ import annotations

from netcli.commands._session import Session
from netcli.errors import UsageError
from netcli.importing.pipeline import Gathered, readings_before
from netcli.importing.ties import TieWish, apply_ties, plan_ties, report_ties
from netcli.model_import import CreatePeople
from netcli.results_import import ImportReport
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import counted


class TieOptions(NamedTuple):
    """What the options say of an import of ties."""

    known_by: str | None
    create_people: CreatePeople | None
    dry_run: bool
    titles: bool | None = None

    def refuse_titles(self) -> None:
        """Raise UsageError if titles are asked for of something that is no calendar."""
        if self.titles is not None:
            raise UsageError("--titles is for calendars", hint="netcli import CALENDAR.ics --titles")

    def refuse_for_people(self) -> None:
        """Raise UsageError if an option was given that says nothing of people in such a file."""
        if self.create_people:
            raise UsageError(
                "--create-people is for mail, calendars, tables of ties",
                hint="netcli import FILE adds people anyway",
            )


def import_ties(session: Session, store: Store, gathered: Gathered, options: TieOptions) -> ImportReport:
    """Plan and write an import of ties, and return its report."""
    wish = _wish(session, store, gathered, options)
    if not options.dry_run:
        session.back_up_before_import(store, len(gathered.ties))
    with session.operation(store, dry_run=options.dry_run) as operation:
        plan = plan_ties(store, gathered, wish, session.today)
        before = readings_before(store, plan.source)
        written = apply_ties(store, plan, gathered, at=session.now(), on=session.today.isoformat())
        operation.did = f"imported {counted(len(plan.steps), 'tie')} from {plan.source_name}"
    return report_ties(gathered, plan, written, before, operation.recorded, dry_run=options.dry_run)


def _wish(session: Session, store: Store, gathered: Gathered, options: TieOptions) -> TieWish:
    if gathered.form == "sheet" and options.known_by is None:
        raise UsageError("whose ticks are these?", hint=f"netcli import {gathered.files[0].path} --known-by PERSON")
    if gathered.form != "sheet" and options.known_by is not None:
        raise UsageError(
            "--known-by is for a sheet that somebody has ticked", hint="a table of ties has a column heard_from"
        )
    if options.create_people is CreatePeople.CORRESPONDENTS:
        raise UsageError("a table of ties has no correspondents", hint="--create-people all, or known")
    creates = options.create_people is CreatePeople.ALL
    return TieWish(session.person(store, options.known_by) if options.known_by else None, creates)


def say_what_next(session: Session, report: ImportReport, *, creates: bool) -> None:
    """Say on stderr what to type after an import of ties."""
    if not report.read and not report.rejected:
        session.say("There is no tie in it: netcli import tells what a table of ties looks like.")
    elif not creates and any(item.reason.startswith("nobody is called") for item in report.rejected):
        session.say("--create-people adds those who are not on file.")
    elif report.dry_run:
        session.say("Nothing was written. Without --dry-run it will be.")
    elif report.ties:
        session.say("Next: netcli ties PERSON; netcli intro-path PERSON")
