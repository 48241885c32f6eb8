"""Cadences: how often you want contact."""

from typing import Annotated, Literal

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, handles
from netcli.commands._session import Session
from netcli.commands._upkeep import levels
from netcli.dates import last_day, spelled
from netcli.domain.cadence import Target
from netcli.errors import UsageError
from netcli.results import Written
from netcli.results_upkeep import Cadence
from netcli.storage import Store

Whom = Annotated[str, typer.Argument(metavar="WHOM", help="a person, tag:WORD or group:NAME", autocompletion=handles)]


def set_(
    context: typer.Context,
    whom: Whom,
    every: Annotated[str, typer.Argument(metavar="SPAN", help="2w, 3m, monthly, 'tous les 3 mois'; none; or default")],
    at_most: Annotated[
        str | None, typer.Option("--at-most", metavar="SPAN", help="the longest silence that is all right")
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="since when this is so; today if not given")] = None,
    dry_run: DryRun = False,
) -> None:
    """Say how often you want contact with somebody, or with all of a tag or a group. Default takes that back.

    netcli cadence set ana-pires 3m --at-most 6m

    netcli cadence set tag:board "every 2 months"
    """
    from netcli.domain.cadence import drop_cadence, set_cadence

    session = Session.of(context)
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        target = _target(session, store, whom)
        if every.strip().lower() == "default":
            drop_cadence(store, target)
            operation.did = f"{target.name}: no cadence of its own any more"
        else:
            operation.did = f"{target.name}: {set_cadence(store, target, every, at_most, on=_day(session, on))}"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def pause(
    context: typer.Context,
    whom: Whom,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="when it counts again; else until it is set anew")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Suspend a cadence, for a parental leave or a sabbatical.

    netcli cadence pause ana-pires --until +3m

    netcli cadence pause tag:board
    """
    from netcli.domain.cadence import pause_cadence

    session = Session.of(context)
    day = last_day(session.day(until, future=True)).isoformat() if until else None
    if day and day <= session.today.isoformat():
        raise UsageError(f"--until {day} is not to come", hint="netcli cadence pause WHOM --until +3m")
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        target = _target(session, store, whom)
        pause_cadence(store, target, day, levels(session), on=session.today.isoformat())
        operation.did = f"{target.name}: paused " + (f"until {spelled(day)}" if day else "until it is set anew")
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def list_(
    context: typer.Context,
    kind: Annotated[
        Literal["person", "tag", "group"] | None, typer.Option(help="only of people, of tags, or of groups")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="so many at most")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List the cadences that you set. Those of levels are in the configuration.

    netcli cadence list

    netcli cadence list --kind tag --json
    """
    from netcli.domain.cadence import list_cadences

    session = Session.of(context)
    with session.reader() as store:
        found = list_cadences(store, session.today.isoformat(), kind=kind, limit=limit)
    session.emit_list(found, Cadence, format, fields)
    if found.beyond:
        session.say(f"{found.beyond:,} more (--limit)")
    spans = ", ".join(f"level {level} every {span}" for level, span in sorted(levels(session).items(), reverse=True))
    session.say(f"Others by the level you stated: {spans} (netcli config set cadence.5 6w)")
    if not found.cadences:
        session.say("None is set. netcli cadence set ana-pires 3m, or netcli cadence set tag:board 2m")


def _day(session: Session, text: str | None) -> str:
    return last_day(session.day(text)).isoformat()


def _target(session: Session, store: Store, whom: str) -> Target:
    from netcli.domain.cadence import group_target, person_target, tag_target

    kind, colon, name = whom.partition(":")
    if colon and kind == "tag":
        return tag_target(store, name)
    if colon and kind == "group":
        return group_target(store, name)
    return person_target(session.person(store, whom))
