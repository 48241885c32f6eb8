"""Introductions that mail tells of: listed, recorded, dismissed."""

from typing import Annotated

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, handles
from netcli.commands._session import Session
from netcli.dates import first_day
from netcli.errors import UsageError
from netcli.results import Written
from netcli.results_introduction import FoundIntroduction


def found(
    context: typer.Context,
    accept: Annotated[
        list[int] | None, typer.Option(metavar="N", help="record the one of this number; as often as needed")
    ] = None,
    dismiss: Annotated[
        list[int] | None, typer.Option(metavar="N", help="it was no introduction: never list it again")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="on that day or later")] = None,
    person: Annotated[
        str | None, typer.Option(metavar="PERSON", help="with a part in it", autocompletion=handles)
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="so many at most")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
    dry_run: DryRun = False,
) -> None:
    """Find introductions in your mail that the ledger lacks: who wrote to two people who then began to write.

    netcli intro found --since 2025

    netcli intro found --person ana-pires --json
    """
    session = Session.of(context)
    if accept or dismiss:
        if since or person or limit or fields or format:
            raise UsageError("--accept and --dismiss take numbers alone", hint="netcli intro found")
        _settle(session, accept or [], dismiss or [], dry_run=dry_run)
    else:
        _list(session, since, person, limit, (fields, format))


def _list(
    session: Session, since: str | None, person: str | None, limit: int | None, shape: tuple[str | None, str | None]
) -> None:
    from netcli.domain.introduction_found import FoundQuestion, found_introductions

    day = first_day(session.day(since)).isoformat() if since else None
    with session.reader() as store:
        who = session.person(store, person).id if person else None
        result = found_introductions(store, FoundQuestion(session.today, day, who, limit))
    session.emit_list(result, FoundIntroduction, shape[1], shape[0])
    if result.beyond:
        session.say(f"{result.beyond:,} more (--limit)")
    if not result.found:
        session.say("None found. Mail tells of them: netcli import FILE.mbox; netcli intro make A B --by P records one")


def _settle(session: Session, accept: list[int], dismiss: list[int], *, dry_run: bool) -> None:
    """Record some and dismiss others, in one operation."""
    from netcli.domain.introduction_found import dismissed, find_found, record

    if both := set(accept) & set(dismiss):
        raise UsageError(f"{min(both)} is to be recorded and dismissed", hint="name it once")
    people, did = [], []
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        for number in dict.fromkeys((*accept, *dismiss)):
            one = find_found(store, number, session.today)
            write = record if number in accept else dismissed
            did.append(write(store, one, session.today))
            people += [ref for ref in (one.requester, one.introducer, one.target) if ref not in people]
        operation.did = "; ".join(did)
    session.emit(Written(operation.did, operation.recorded, tuple(people), dry_run))
