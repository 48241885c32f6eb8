"""Address look-ups: e-mail and phone, with the protocol of mutt's query_command."""

from typing import Annotated

import typer

from netcli import output
from netcli.commands._arguments import FORMATS, Fields, Query
from netcli.commands._session import Session
from netcli.model import PointKind
from netcli.results import AddressList, AddressRow

Everybody = Annotated[bool, typer.Option("--all", help="also people known only through others")]
Parsable = Annotated[bool, typer.Option("--parsable", help="as mutt, neomutt and aerc read it")]
NoFirstLine = Annotated[bool, typer.Option("--remove-first-line", help="without the message line, for aerc")]
Pattern = Annotated[str | None, typer.Option("--format", metavar="FORMAT", help=FORMATS)]


def email(
    context: typer.Context,
    query: Query = None,
    everybody: Everybody = False,
    parsable: Parsable = False,
    remove_first_line: NoFirstLine = False,
    fields: Fields = None,
    format: Pattern = None,
) -> None:
    """Look up e-mail addresses; ends with 1 if there is none. In muttrc: netcli help mutt.

    netcli email ana

    netcli email --parsable tag:board
    """
    _look_up(
        Session.of(context), PointKind.EMAIL, query or [], everybody, (parsable, remove_first_line, fields, format)
    )


def phone(
    context: typer.Context,
    query: Query = None,
    everybody: Everybody = False,
    parsable: Parsable = False,
    remove_first_line: NoFirstLine = False,
    fields: Fields = None,
    format: Pattern = None,
) -> None:
    """Look up phone numbers; ends with 1 if there is none.

    netcli phone ana

    netcli phone org:helix --format "{name}: {value}"
    """
    _look_up(
        Session.of(context), PointKind.PHONE, query or [], everybody, (parsable, remove_first_line, fields, format)
    )


def _look_up(
    session: Session,
    kind: PointKind,
    query: list[str],
    everybody: bool,
    shape: tuple[bool, bool, str | None, str | None],
) -> None:
    from netcli.domain.address_book import look_up
    from netcli.domain.listing import ListQuestion
    from netcli.domain.query import Query

    parsable, remove_first_line, fields, format = shape
    with session.reader() as store:
        found = look_up(store, ListQuestion(Query(query), session.today, everybody=everybody), kind)
    if parsable:
        _write_parsable(found, " ".join(query), first_line=not remove_first_line)
    else:
        session.emit_list(found, AddressRow, format, fields)
    if found.hidden and not parsable:
        session.say(f"{found.hidden:,} more people are known only through others (--all)")
    if not found.addresses:
        if not parsable:
            session.say(f"No {kind.value} found. netcli list no:{kind.value} shows whose is missing.")
        raise typer.Exit(1)


def _write_parsable(found: AddressList, query: str, *, first_line: bool) -> None:
    """Write the answer mutt expects: a message line, then address, name and other words, tab-separated."""
    lines = [f"searching for '{query}' ...: {len(found.addresses)} found"] if first_line else []
    records = [(a.value, a.name, " ".join(filter(None, (a.org, *a.tags)))) for a in found.addresses]
    output.write_records([*((line,) for line in lines), *records])
