"""Importing."""

import sys
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from netcli import output
from netcli.commands._arguments import handles
from netcli.commands._import_calendar import CALENDAR_RECORDS
from netcli.commands._import_mail import MAIL_RECORDS
from netcli.commands._import_own import is_restore, own_file, refuse_itself, restore_file
from netcli.commands._import_people import import_any
from netcli.commands._import_table import said_of_columns, say_what_was_not_understood
from netcli.commands._import_ties import TieOptions, say_what_next
from netcli.commands._session import Session
from netcli.domain.ref import my_id
from netcli.domain.signs_of_life import without_level
from netcli.domain.source import pattern_of
from netcli.errors import MissingFileError, UsageError, ValveError
from netcli.importing.archive import ZIP, zip_bytes
from netcli.importing.pipeline import Gathered, Request, gather, read_files
from netcli.importing.ties import TIE_FORMATS
from netcli.model_import import CreatePeople
from netcli.results_import import ImportReport

_HOW = """\
netcli import FILE... reads people from

  address books: vCard files (.vcf), a folder of them, or tables (.csv, .ldif)
    Google        contacts.google.com > Export > vCard (for iOS), or Google CSV
    iCloud, Mac   icloud.com/contacts, or Contacts: select all > Export vCard
    iPhone        Contacts > Lists > hold a list > Export
    Outlook       outlook.com > People > Manage contacts > Export contacts;
                  classic Outlook: File > Open & Export > Import/Export > CSV
    Thunderbird   Address Book > right click on a book > Export > vCard
    Xing          no list of all; a contact's page > vCard, a folder of these
    Viadeo        has closed; a list or cards from before will do
  LinkedIn's archive, zipped or unpacked, or one of its files:
    Settings & Privacy > Data privacy > Get a copy of your data > larger
    archive; the mail with the link comes within a day. Hardly any e-mail
    address is in it.
    Of somebody else's file, or book, --known-by says whose it is
  mail, to count who wrote to whom on which day, never what: .mbox, .eml,
    maildir, a folder or zip of them. Gmail: takeout.google.com > Mail;
    Thunderbird: a file of its profile folder, as Inbox;
    Apple Mail: Mailbox > Export Mailbox
  calendars, to keep who met whom on which day: .ics, a folder or zip of them
    Google        calendar.google.com > Settings > Import & export > Export
    Outlook       classic: File > Save Calendar, full detail; outlook.com:
                  Settings > Calendar > Shared calendars > Publish, full
    Apple         Calendar: File > Export > Export (not the archive)
    Nextcloud     the calendar's pencil > Export
  any other table of people: a spreadsheet of your own, the members of a club.
    Columns are told by their names; --map "Col 3=email,Remark=note" for others
  a CV as JSON Resume has it (.json): yours, or with --for that of a contact
  lines of JSON (.jsonl) that netcli export jsonl wrote, into any file
  a table of ties (.csv): columns a, b and, if you like, level, kind,
    heard_from, date
  the sheet of netcli export sheet, ticked by a friend: --known-by says by whom
  Monica's JSON (.json): Settings > Export; Facebook's copy of your data as
    JSON, zipped or unpacked: friends, messages
  netcli's own `export json` or file (.db): into a new file all of it (netcli
    --db NEW.db import EXPORT.json); into a file with people, what is new there:
    of a second machine of yours everything, of a friend's whom he knows

--dry-run says what would happen and writes nothing; netcli undo takes an
import back. Once a year get a newer file: netcli changes tells who moved, who
is gone, who is new.
  netcli source add linkedin '~/Downloads/*Connections*.csv'
                   says once where newer files are,
  netcli refresh   reads the newest of every source, also from cron
"""


def import_(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="files, folders of cards, or - for stdin")
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(help="the format, if it is not recognised"),
    ] = None,
    map: Annotated[
        str | None,
        typer.Option(metavar="COLUMN=ROLE,...", help="what columns of a table are for; kept with the source"),
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="the name of the source")] = None,
    known_by: Annotated[
        str | None,
        typer.Option(
            "--known-by",
            "--for",
            metavar="PERSON",
            help="whose book, mail, CV or sheet it is",
            autocompletion=handles,
        ),
    ] = None,
    create_people: Annotated[
        CreatePeople | None,
        typer.Option(help="of mail, calendars, ties, add strangers: no one, those I wrote with or met, or all"),
    ] = None,
    titles: Annotated[
        bool | None, typer.Option("--titles/--no-titles", help="of a calendar, keep what events are called")
    ] = None,
    whole: Annotated[
        bool | None,
        typer.Option("--whole/--part", help="whether it holds everybody: if so, who is missing is gone"),
    ] = None,
    with_jobs: Annotated[
        bool, typer.Option("--with-jobs", help="take LinkedIn's saved jobs and applications as opportunities")
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
    files = _pipe_as_stdin(context, files)
    options = TieOptions(known_by, create_people, dry_run, titles)
    if _import_streams(session, files, (format, source), options, but_for=map or with_jobs or whole is not None):
        return
    contents = _contents(session, files)
    if format is None and source is None and _restored(session, contents, dry_run=dry_run):
        return
    request = Request(contents, format, source, said_of_columns(session, map, source), whole, with_jobs)
    gathered = gather(request, session.progress("Reading, kB"))
    del contents, request  # as large as the files, and no longer needed
    _import(session, gathered, options)


def _pipe_as_stdin(context: typer.Context, files: list[Path]) -> list[Path]:
    """Return the files; a pipe, which can be read but once, takes the place of stdin."""
    pipe = next((path for path in files if path.exists() and not (path.is_file() or path.is_dir())), None)
    if pipe is None:
        return files
    if len(files) > 1:
        raise UsageError(f"{pipe} is a pipe, which is read by itself", hint="import them one by one")
    sys.stdin = context.with_resource(pipe.open(encoding="utf-8"))
    return [Path("-")]


def _import_streams(
    session: Session, files: list[Path], named: tuple[str | None, str | None], options: TieOptions, *, but_for: object
) -> bool:
    """Import mail or calendars, which are read as they come; return False if these files are something else."""
    if missing := next((path for path in files if path != Path("-") and not path.exists()), None):
        raise MissingFileError(f"there is no file {missing}", hint="netcli import --help")
    if CALENDAR_RECORDS.import_any(session, files, named, options, but_for=but_for):
        return True
    options.refuse_titles()
    return MAIL_RECORDS.import_any(session, files, named, options, but_for=but_for)


def _contents(session: Session, files: list[Path]) -> tuple[tuple[str, bytes], ...]:
    refuse_itself(session, files)
    if files != [Path("-")]:
        return read_files(files)
    data = session.stdin_bytes()
    return (zip_bytes("stdin", data) if data.startswith(ZIP) else None) or (("stdin", data),)


def _restored(session: Session, contents: tuple[tuple[str, bytes], ...], *, dry_run: bool) -> bool:
    """Take a file of netcli into a file without people; return False if it is something else, or there are people."""
    own = own_file(contents)
    if own is None or not is_restore(session, *own):
        return False
    restore_file(session, *own, dry_run=dry_run)
    return True


def _import(session: Session, gathered: Gathered, options: TieOptions) -> None:
    of_ties = gathered.form in TIE_FORMATS
    if not of_ties:
        options.refuse_for_people()
    with session.writer() as store:
        result = import_any(session, store, gathered, options, f"netcli {session.command()}")
        strangers, pattern = len(without_level(store)), pattern_of(store, result.source)
        me = my_id(store)
    session.emit(result)
    if of_ties:
        say_what_next(session, result, creates=options.create_people is CreatePeople.ALL)
    else:
        say_what_was_not_understood(session, result)
        _say_whose(session, result, None if options.known_by else me)
        _say_what_next(session, result, strangers, pattern)
    if result.valve and result.dry_run and not (session.settings.yes or session.may_ask):
        raise ValveError(f"{result.source}: {result.valve}", hint="to apply it, say --yes in place of --dry-run")
    if result.rejected:
        raise typer.Exit(65)


def _say_whose(session: Session, result: ImportReport, me: int | None) -> None:
    """Say whether CVs were taken for the owner's own, unless it was said whose they are, and what to type if wrong."""
    for ref in result.cvs if me else ():
        file = quote(result.files[0].path) if len(result.files) == 1 else "FILE"
        told = f"This is the CV of {ref.handle}, who is not you. If it is yours: netcli import {file} --for me"
        session.say("This is your own CV: netcli cv prints it." if ref.id == me else told)


def _say_what_next(session: Session, result: ImportReport, strangers: int, pattern: str | None) -> None:
    doubles = len(result.review)
    beside = result.contacts or result.recommendations or result.endorsements or result.opportunities
    if not (result.read or beside):
        session.say("There is nobody in it. netcli import tells how to get a file with people.")
    elif result.dry_run:
        session.say("Nothing was written. Without --dry-run it will be.")
    elif doubles and not output.is_watched():  # the page says so
        session.say(f"{doubles:,} may be somebody who is on file already: netcli review --kind same")
    elif strangers:
        session.say(f"{strangers:,} {'person has' if strangers == 1 else 'people have'} no level yet: netcli review")
    if result.readings > 1 and not pattern and not result.dry_run and result.operation:
        session.say(f"netcli source add {quote(result.source)} PATTERN says where newer files are; refresh reads them.")
