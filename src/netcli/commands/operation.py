"""Operations: undo, redo, the list of them, and a person's history."""

from typing import Annotated

import typer

from netcli.commands._arguments import DryRun, Person
from netcli.commands._session import Session
from netcli.results import Written


def undo(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="an operation, as netcli operations lists it")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Take back all that the last command wrote, or that a numbered one did. Never cuts off later work.

    netcli undo

    netcli undo 12 --dry-run
    """
    from netcli.domain.operation import undo as take_back

    session = Session.of(context)
    with session.held() as store, session.operation(store, dry_run=dry_run) as operation:
        target = take_back(store, operation, number, progress=session.progress("Taking back"))
        operation.did = f"undid {target['id']}: {target['did']}"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def redo(
    context: typer.Context,
    dry_run: DryRun = False,
) -> None:
    """Bring back what the last undo took back.

    netcli redo

    netcli redo --dry-run
    """
    from netcli.domain.operation import redo as bring_back

    session = Session.of(context)
    with session.held() as store, session.operation(store, dry_run=dry_run) as operation:
        target = bring_back(store, operation, progress=session.progress("Bringing back"))
        operation.did = f"brought back {target['id']}: {target['did']}"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def operations(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="at most so many")] = 20,
) -> None:
    """List what was done to the file, newest first, with the numbers that undo takes.

    netcli operations

    netcli operations --limit 100 --json
    """
    from netcli.domain.operation import list_operations

    session = Session.of(context)
    with session.reader() as store:
        result = list_operations(store, limit=limit)
    session.emit(result)


def history(
    context: typer.Context,
    person: Person,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="on this date or later")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="at most so many")] = None,
) -> None:
    """Tell what changed on a person, when, and by which command; newest first.

    netcli history ana-pires

    netcli history me --since -30d --json
    """
    from netcli.domain.operation import history as tell

    session = Session.of(context)
    first = session.day(since) if since else ""
    with session.reader() as store:
        result = tell(store, session.person(store, person), since=first, limit=limit)
    session.emit(result)
    if result.beyond:
        session.say(f"{result.beyond:,} more before these (--limit)")
