"""Importing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netcli import output
from netcli.commands._arguments import handles
from netcli.commands._import_table import said_of_columns, say_what_was_not_understood
from netcli.commands._import_ties import TieOptions, import_ties, say_what_next
from netcli.commands._session import Session
from netcli.domain.phone import give_home
from netcli.domain.same_person import open_reviews
from netcli.domain.signs_of_life import without_level
from netcli.importing.apply import apply_plan
from netcli.importing.mapping import keep_map
from netcli.importing.pipeline import Gathered, Request, gather, plan_import, read_files, readings_before, report
from netcli.importing.restore import read_export, restore
from netcli.importing.ties import TIE_FORMATS
from netcli.results import ImportReport, Written
from netcli.storage import Store

_HOW = """\
netcli import FILE... reads people from

  vCard files (.vcf), or a folder of them: every address book can export them.
    iPhone, Mac   Contacts, select all, File > Export > Export vCard
    Google        contacts.google.com > Export > vCard (for iOS Contacts)
    Outlook.com   People > Manage contacts > Export, or forward as a business card
    Thunderbird   Address Book > Tools > Export > vCard
  LinkedIn connections (Connections.csv): Settings > Data privacy > Get a copy of your data > Connections;
    the mail with the file comes within a day. Of somebody else's file --known-by says whose connections they are
  any table of people (.csv, or .ldif): Google Contacts, Outlook, Thunderbird, Roundcube, a spreadsheet of your own.
    Columns are told by their names; --map "Col 3=email,Remark=note" says what others are for
  a table of ties (.csv): columns a, b and, if you like, level, kind, heard_from, date
  the sheet of netcli export sheet, ticked by a friend: --known-by says by whom
  netcli's own `export json`, into a new file: netcli --db NEW.db import EXPORT.json

--dry-run says what would happen and writes nothing; netcli undo takes an import back.
"""


def import_(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="files, folders of cards, or - for stdin")
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(help="the format, if it is not recognised: vcard, contacts, ldif, ties, sheet, linkedin"),
    ] = None,
    map: Annotated[
        str | None,
        typer.Option(metavar="COLUMN=ROLE,...", help="what columns of a table are for; kept with the source"),
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="the name of the source")] = None,
    known_by: Annotated[
        str | None,
        typer.Option(
            metavar="PERSON", help="who ticked the sheet, or whose connections they are", autocompletion=handles
        ),
    ] = None,
    create_people: Annotated[
        bool, typer.Option("--create-people", help="add people of a table of ties who are not on file")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would happen, write nothing")] = False,
) -> None:
    """Read people or ties from files. The same file again changes nothing; whom you removed stays out.

    netcli import contacts.vcf --dry-run

    netcli import contacts.vcf --source phone
    """
    session = Session.of(context)
    if not files:
        output.write(_HOW)
        return
    contents = _contents(session, files)
    export = read_export(contents[0][1]) if len(contents) == 1 and format is None else None
    if export is not None:
        _restore(session, export, dry_run=dry_run)
        return
    gathered = gather(Request(contents, format, source, said_of_columns(session, map, source)))
    _import(session, gathered, TieOptions(known_by, create_people, dry_run))


def _contents(session: Session, files: list[Path]) -> tuple[tuple[str, bytes], ...]:
    return (("stdin", session.stdin_bytes()),) if files == [Path("-")] else read_files(files)


def _import(session: Session, gathered: Gathered, options: TieOptions) -> None:
    if gathered.form in TIE_FORMATS:
        result = import_ties(session, gathered, options)
        session.emit(result)
        say_what_next(session, result, create_people=options.create_people)
    else:
        options.refuse_for_people(gathered.form)
        with session.writer() as store:
            result = _applied(session, store, gathered, options)
            strangers = len(without_level(store))
        session.emit(result)
        say_what_was_not_understood(session, result)
        _say_what_next(session, result, strangers)
    if result.rejected:
        raise typer.Exit(65)


def _applied(session: Session, store: Store, gathered: Gathered, options: TieOptions) -> ImportReport:
    knower = session.person(store, options.known_by) if options.known_by else None
    seen = store.newest_operation()
    plan = plan_import(store, gathered, session.progress("Comparing"), knower)
    with session.operation(store, dry_run=options.dry_run) as operation:
        numbers = give_home(store)
        if numbers or operation.number != seen + 1:  # what was planned may be wrong by now
            plan = plan_import(store, gathered, session.progress("Comparing"), knower)
        before = readings_before(store, plan.source)
        outcome = apply_plan(
            store,
            plan,
            gathered.form,
            at=session.now(),
            on=session.today.isoformat(),
            progress=session.progress("Writing"),
        )
        keep_map(store, plan.source_name, gathered.mapping)
        outcome.review = open_reviews(store, outcome.review, session.today)
        operation.did = f"imported {outcome.created} new, {outcome.updated} updated from {plan.source_name}"
    return report(gathered, plan, outcome, before, operation.recorded, dry_run=options.dry_run)


def _restore(session: Session, export: dict[str, object], *, dry_run: bool) -> None:
    with session.writer(owner=False) as store, session.operation(store, dry_run=dry_run) as operation:
        count = restore(store, export, session.progress("Restoring"))
        operation.did = f"restored {count:,} people from an export"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def _say_what_next(session: Session, result: ImportReport, strangers: int) -> None:
    doubles = len(result.review)
    if not result.read:
        session.say("There is nobody in it. netcli import tells how to get a file with people.")
    elif result.dry_run:
        session.say("Nothing was written. Without --dry-run it will be.")
    elif doubles:
        session.say(f"{doubles:,} may be somebody who is on file already: netcli review --kind same")
    elif strangers:
        session.say(f"{strangers:,} {'person has' if strangers == 1 else 'people have'} no level yet: netcli review")
