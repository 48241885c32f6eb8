"""What sources told differently than the time before."""

from typing import Annotated

import typer

from netcli.commands._arguments import FORMATS, Fields, Query, handles
from netcli.commands._choosing import whom
from netcli.commands._session import Session
from netcli.commands.source import source_names
from netcli.results_source import ChangeList, ChangeRow
from netcli.storage import Store


def changes(
    context: typer.Context,
    query: Query = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="since this day, not by the last reading alone")
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="PERSON", help="of one person, ever", autocompletion=handles)
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="moved, name, email, gone, back, new (repeatable)")
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="told by this source", autocompletion=source_names)
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="also of people known only through others")] = False,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="newest, oldest, name or kind")] = "newest",
    limit: Annotated[int | None, typer.Option(min=0, help="at most so many")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """Tell who moved, who is gone, what is new: by the last reading of each source, or since a day.

    netcli changes

    netcli changes --since 2025 --kind moved tag:board
    """
    from netcli.domain.change import ChangeQuestion, last_readings, list_changes, read_field
    from netcli.domain.source import find_source

    session, is_last = Session.of(context), not (since or query or person)
    kinds = frozenset(map(read_field, kind or ()))
    with session.reader() as store:
        people = _people(session, store, query, person)
        day = session.day(since) if since else None
        told_by = find_source(store, source)["id"] if source else None
        asked = ChangeQuestion(people, everybody or person is not None, day, kinds, told_by, is_last, sort, limit)
        result = list_changes(store, asked)
        readings = last_readings(store, told_by)
    session.emit_list(result, ChangeRow, format, fields)
    _say_what_next(session, result, readings, is_last=is_last)


def _people(session: Session, store: Store, query: list[str] | None, person: str | None) -> frozenset[int] | None:
    """Return the people named or chosen, or None for all."""
    chosen = whom(session, store, query)
    named = frozenset({session.person(store, person).id}) if person else None
    return named & chosen if named is not None and chosen is not None else named or chosen


def _say_what_next(
    session: Session, result: ChangeList, readings: tuple[tuple[str, str], ...], *, is_last: bool
) -> None:
    if is_last and readings:
        days = ", ".join(f"{name} {day}" for name, day in readings)
        session.say(f"Told by the last readings that changed anything: {days}. --since DATE goes further back.")
    if result.hidden:
        session.say(
            f"{len(result.changes):,} shown; {result.hidden:,} more are of people known only through others (--all)"
        )
    if result.beyond:
        session.say(f"{result.beyond:,} more after these (--limit)")
    elif not result.changes and not result.hidden:
        hint = "--since DATE goes further back" if readings else "a source tells them when it is read again"
        session.say(f"None: {hint}. netcli refresh reads newer files; netcli import tells how to get them.")
