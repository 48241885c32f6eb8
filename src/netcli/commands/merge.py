"""Merging: two records of one person made one."""

from __future__ import annotations

from typing import Annotated

import typer

from netcli.commands._arguments import DryRun, Person, handles
from netcli.commands._session import Session
from netcli.results import Written

Same = Annotated[
    list[str],
    typer.Argument(metavar="SAME...", help="who is the same person", autocompletion=handles),
]


def merge(context: typer.Context, person: Person, same: Same, dry_run: DryRun = False) -> None:
    """Make several records of one person one. The first survives; old handles and numbers lead to it.

    netcli merge ana-pires bo-lind --dry-run

    netcli merge ana-pires dana-okafor
    """
    from netcli.domain.merge import merge_people

    session = Session.of(context)
    with session.writer() as store:
        survivor, others = session.person(store, person), session.people(store, same)
        names = ", ".join(f"{other.name} ({other.handle})" for other in others)
        if len(others) > 1 and not dry_run:
            session.confirm(f"Merge {names} into {survivor.name}?")
        with session.operation(store, dry_run=dry_run) as operation:
            for other in others:
                merge_people(store, survivor, other)
            operation.did = f"merged {names} into {survivor.name}"
    session.emit(Written(operation.did, operation.recorded, (survivor,), dry_run))
