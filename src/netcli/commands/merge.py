"""Merging: two records of one person made one."""

from typing import Annotated

import typer

from netcli.commands._arguments import DryRun, Person, handles
from netcli.commands._session import Session
from netcli.results import Ref, Written
from netcli.storage import Store

Same = Annotated[
    list[str],
    typer.Argument(metavar="SAME...", help="who is the same person", autocompletion=handles),
]


def merge(
    context: typer.Context,
    person: Person,
    same: Same,
    no: Annotated[bool, typer.Option("--no", help="they are two people: review never asks again")] = False,
    dry_run: DryRun = False,
) -> None:
    """Make several records of one person one. The first survives; old handles and numbers lead to it.

    netcli merge ana-pires bo-lind --dry-run

    netcli merge ana-pires dana-okafor
    """
    session = Session.of(context)
    with session.writer() as store:
        survivor, others = session.person(store, person), session.people(store, same)
        names = ", ".join(f"{other.name} ({other.handle})" for other in others)
        if len(others) > 1 and not (dry_run or no):
            session.confirm(f"Merge {names} into {survivor.name}?")
        with session.operation(store, dry_run=dry_run) as operation:
            if no:
                _keep_apart(session, store, survivor, others)
                operation.did = f"{survivor.name} ({survivor.handle}) is not {names}"
            else:
                _merge(store, survivor, others)
                operation.did = f"merged {names} into {survivor.name}"
    session.emit(Written(operation.did, operation.recorded, (survivor,), dry_run))


def _merge(store: Store, survivor: Ref, others: list[Ref]) -> None:
    from netcli.domain.merge import merge_people

    for other in others:
        merge_people(store, survivor, other)


def _keep_apart(session: Session, store: Store, one: Ref, others: list[Ref]) -> None:
    from netcli.domain.match_decision import DIFFERENT, decide

    for other in others:
        decide(store, one.id, other.id, DIFFERENT, on=session.today.isoformat())
