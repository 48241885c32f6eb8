"""Exporting."""

from shlex import quote
from typing import Annotated

import typer

from netcli import output
from netcli.commands._arguments import Fields, Force, Person, Query, To, handles
from netcli.commands._choosing import even_removed
from netcli.commands._export_people import MARK, Asked, Write, export_people, put
from netcli.commands._session import Session
from netcli.errors import UsageError
from netcli.text import counted

All = Annotated[bool, typer.Option("--all", help="also people known only through others")]
Sharing = Annotated[
    bool,
    typer.Option(
        "--for-sharing",
        help="only names, organisation, title, and what is for work: e-mail and phone labelled so, and e-mail at the"
        " domain of the organisation",
    ),
]


def json_(
    context: typer.Context,
    person: Annotated[
        str | None,
        typer.Argument(metavar="[PERSON]", help="only what is held on this person", autocompletion=handles),
    ] = None,
    to: To = None,
    force: Force = False,
) -> None:
    """Write everything as one JSON object, to import into a new file; or all that is held on one person.

    netcli export json -o netcli.json

    netcli export json ana-pires -o ana.json
    """
    from netcli.exporting.json import export_all, export_person

    session = Session.of(context)
    with session.reader() as store:
        content = export_person(store, even_removed(session.person, store, person)) if person else export_all(store)
    put(session, output.to_json(content) + "\n", to, force=force)


def photo(
    context: typer.Context,
    person: Person,
    to: To = None,
    force: Force = False,
) -> None:
    """Write a person's photo as it was given; with --json only say what it is.

    netcli export photo ana-pires -o ana.jpg

    netcli export photo ana-pires > ana.jpg
    """
    from netcli.domain.photo import file_ending, load_photo
    from netcli.exporting.file import write_file

    session = Session.of(context)
    with session.reader() as store:
        ref = session.person(store, person)
        picture, data = load_photo(store, ref)
    if to is not None:
        write_file(to, data, force=force)
        session.say(f"Wrote {to}")
    elif session.settings.json:
        session.emit(picture)
    else:
        _refuse_terminal(ref.handle, file_ending(picture))
        output.write_bytes(data)


def _refuse_terminal(handle: str, ending: str) -> None:
    if output.is_watched():
        raise UsageError("a terminal shows no picture", hint=f"netcli export photo {handle} -o {handle}.{ending}")


def vcard(
    context: typer.Context,
    query: Query = None,
    everybody: All = False,
    for_sharing: Sharing = False,
    to: To = None,
    force: Force = False,
) -> None:
    """Write people as vCards, for address books and telephones; remarks and levels are never in them.

    netcli export vcard -o people.vcf

    netcli export vcard org:helix --for-sharing -o helix.vcf
    """
    from netcli.exporting.vcard import cards

    export_people(Session.of(context), Asked(query, everybody, for_sharing, to, force), cards)


def csv_(
    context: typer.Context,
    query: Query = None,
    fields: Fields = None,
    everybody: All = False,
    for_sharing: Sharing = False,
    to: To = None,
    force: Force = False,
) -> None:
    """Write people as a table, a row each, with the columns of Google Contacts: for Google, Outlook, a spreadsheet.

    netcli export csv -o contacts.csv

    netcli export csv tag:board --fields "First Name,Last Name,E-mail 1 - Value"
    """
    asked = Asked(query, everybody, for_sharing, to, force)
    export_people(Session.of(context), asked, _table(",", fields), mark=MARK)


def tsv(
    context: typer.Context,
    query: Query = None,
    fields: Fields = None,
    everybody: All = False,
    for_sharing: Sharing = False,
    to: To = None,
    force: Force = False,
) -> None:
    """Write people as a table with tabs between the cells; the columns are those of export csv.

    netcli export tsv -o contacts.tsv

    netcli export tsv org:helix --fields "First Name,Last Name,Birthday"
    """
    asked = Asked(query, everybody, for_sharing, to, force)
    export_people(Session.of(context), asked, _table("\t", fields), mark=MARK)


def _table(delimiter: str, fields: str | None) -> Write:
    from netcli.exporting.table import rows

    return lambda store, wanted: rows(store, wanted, delimiter, fields.split(",") if fields else None)


def jsonl(
    context: typer.Context,
    query: Query = None,
    everybody: All = False,
    for_sharing: Sharing = False,
    to: To = None,
    force: Force = False,
) -> None:
    """Write people as lines of JSON, one a person, all that is kept on each; netcli import adds them to any file.

    netcli export jsonl -o people.jsonl

    netcli export jsonl tag:board --for-sharing
    """
    from netcli.exporting.jsonl import lines

    export_people(Session.of(context), Asked(query, everybody, for_sharing, to, force), lines)


def sheet(
    context: typer.Context,
    query: Query = None,
    everybody: All = False,
    to: To = None,
    force: Force = False,
) -> None:
    """Write a table of people for a friend to tick whom he or she knows; import --known-by reads it back.

    netcli export sheet -o for-ana.csv

    netcli export sheet org:helix or tag:board -o for-bo.csv
    """
    from netcli.exporting.file import write_file

    session = Session.of(context)
    text, count = _sheet(session, query or [], everybody=everybody)
    if to is None:
        output.write(text)
    else:
        write_file(to, f"\ufeff{text}", force=force)  # the mark tells Excel that it is UTF-8
        wrote = f"Wrote {to}: {counted(count, 'person', 'people')}"
        session.say(f"{wrote}. Back from P: netcli import {quote(to.name)} --known-by P")
    if not count:
        session.say("Nobody is in it. netcli add NAME adds somebody; netcli help query explains how to ask.")


def _sheet(session: Session, words: list[str], *, everybody: bool) -> tuple[str, int]:
    from netcli.domain.listing import ListQuestion, chosen
    from netcli.domain.query import Query as Wanted
    from netcli.exporting.sheet import sheet as write_sheet

    question = ListQuestion(Wanted(words), session.today, everybody=everybody)
    with session.reader() as store:
        rows, hidden = chosen(store, question)
        text = write_sheet(store, rows)
    if hidden:
        session.say(f"{hidden:,} more are known only through others (--all)")
    return text, len(rows)
