"""Ties: stating who knows whom."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from netcli.commands._arguments import DryRun, On, Others, Person, handles
from netcli.commands._session import Session
from netcli.model import Statement
from netcli.results import Written


def link(
    context: typer.Context,
    person: Person,
    others: Others,
    level: Annotated[
        str, typer.Option(metavar="LEVEL", help="1 met, 2 acquaintance, 3 knows me, 4 good contact, 5 close")
    ] = "3",
    no: Annotated[bool, typer.Option("--no", help="they do not know each other")] = False,
    one_way: Annotated[bool, typer.Option("--one-way", help="only the first knows the others")] = False,
    kind: Annotated[Literal["family"] | None, typer.Option(help="family: does not fade")] = None,
    heard_from: Annotated[
        str | None, typer.Option(metavar="PERSON", help="who told you", autocompletion=handles)
    ] = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """State that one person knows others, and how well.

    netcli link ana-pires dana-okafor --level 4

    netcli link me ana-pires "Bo Lind" --level close --on 2024
    """
    from netcli.domain.tie import state_all
    from netcli.model import Level, read_level

    session = Session.of(context)
    strength = Level.NOT if no else read_level(level)
    with session.writer() as store:
        hub = session.person(store, person)
        rest = session.people(store, others)
        teller = session.person(store, heard_from).id if heard_from else None
        like = Statement(0, 0, strength, session.day(on), not one_way, kind is not None, teller)
        with session.operation(store, dry_run=dry_run) as operation:
            new = state_all(store, hub, rest, like)
            operation.did = _told(hub.name, [ref.name for ref in new], like)
    session.emit(Written(operation.did, operation.recorded, (hub, *new) if new else (), dry_run))


def _told(hub: str, others: list[str], like: Statement) -> str:
    from netcli.model import Level

    if not others:
        return "nothing to do: that is on file already"
    level = f" ({like.level}/5)" if like.level else ""
    return f"{hub} - {', '.join(others)}: {Level(like.level).words}{level}, as of {like.on}"
