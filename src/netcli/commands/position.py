"""Positions: time at an organisation, added, ended, changed, listed."""

from typing import TYPE_CHECKING, Annotated

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, On, Person, org_handles
from netcli.commands._session import Session
from netcli.errors import UsageError
from netcli.model import PositionFact, PositionKind
from netcli.results import Ref, Written
from netcli.results_career import OrgRef, PositionRow
from netcli.storage import Operation, Store

if TYPE_CHECKING:
    from netcli.domain.career import PositionEdit

Org = Annotated[str | None, typer.Option(metavar="ORG", help="where", autocompletion=org_handles)]
Title = Annotated[str | None, typer.Option(metavar="TITLE", help="as what; what was studied")]
Since = Annotated[str | None, typer.Option("--from", metavar="DATE", help="since when: 2019, 2019-03, 2019-03-14")]
Until = Annotated[str | None, typer.Option("--to", metavar="DATE", help="until when; it is over then")]
Current = Annotated[bool | None, typer.Option("--current/--past", help="still there, or over since nobody knows when")]
Team = Annotated[str | None, typer.Option(metavar="TEAM", help="department or team")]
Site = Annotated[str | None, typer.Option(metavar="SITE", help="place")]
_KINDS = "work, study, volunteer or board"


def add(
    context: typer.Context,
    person: Person,
    org: Org = None,
    title: Title = None,
    kind: Annotated[PositionKind, typer.Option(metavar="KIND", help=_KINDS)] = PositionKind.WORK,
    since: Since = None,
    until: Until = None,
    current: Current = None,
    team: Team = None,
    site: Site = None,
) -> None:
    """Add a position: a job, studies, a board seat. Years and months will do as dates.

    netcli position add ana-pires --org "Kestrel Labs" --title CTO --from 2024-03

    netcli position add me --org "Lyon 2" --title Physics --kind study --to 2014
    """
    from netcli.domain.career import PositionEdit, edited

    session = Session.of(context)
    edit = PositionEdit(org, title, kind, session.day_of_edit(since), session.day_of_edit(until), current, team, site)
    fact = edited(PositionFact(None, None), edit, session.today)
    with session.writer() as store:
        ref = session.person(store, person)
        others, similar = _held(store, ref), _similar(store, org)
        with session.operation(store) as operation:
            new = _add(store, operation, ref, fact, on=session.today.isoformat())
    session.emit(Written(operation.did, operation.recorded, (ref,) if new else ()))
    _say_more(session, ref, new, others, similar)


def _add(store: Store, operation: Operation, ref: Ref, fact: PositionFact, *, on: str) -> PositionRow | None:
    from netcli.domain.career import add_new_position, told

    new = add_new_position(store, ref.id, fact, on=on)
    if new:
        operation.did = f"added to {ref.name}: {told(new)} (position {new.id})"
    else:
        operation.did = "nothing to do: that is on file already"
    return new


def _held(store: Store, ref: Ref) -> list[PositionRow]:
    """Return the jobs that a person has now."""
    from netcli.domain.career import positions_of

    return [held for held in positions_of(store, ref.id) if held.current and held.kind == PositionKind.WORK]


def _similar(store: Store, name: str | None) -> OrgRef | None:
    """Return the organisation that a name not on file looks like."""
    from netcli.domain.org import near_orgs, org_matches

    if not name or not name.strip() or org_matches(store, name, exact=True):
        return None
    return next(iter(near_orgs(store, name)), None)


def _say_more(
    session: Session, ref: Ref, new: PositionRow | None, others: list[PositionRow], similar: OrgRef | None
) -> None:
    """Say what may have been overlooked: a job that is over with the new one, an organisation by another name."""
    from netcli.domain.career import told

    if new and new.current and new.kind == PositionKind.WORK and others:
        session.say(f"Also now: {told(others[0])}. Over? netcli position end {ref.handle} {others[0].id}")
    if new and similar:
        session.say(f"{new.org} is new here. Is it {similar.name}? netcli org merge {similar.handle} {new.org_id}")


def end(
    context: typer.Context,
    person: Person,
    org: Annotated[
        str | None,
        typer.Argument(metavar="[ORG]", help="which one, if there are several; or its number",
                       autocompletion=org_handles),
    ] = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:  # fmt: skip
    """Say that a position is over: the current one, or the one at an organisation.

    netcli position end ana-pires helix --on 2026-01 --dry-run

    netcli position end ana-pires
    """
    from netcli.domain.career import PositionEdit, choose_current, edited, fact_of

    session = Session.of(context)
    with session.writer() as store:
        ref = session.person(store, person)
        old = choose_current(store, ref, org, first=session.settings.first)
        fact = edited(fact_of(old), PositionEdit(end=session.day(on)), session.today)
        with session.operation(store, dry_run=dry_run) as operation:
            _change(store, operation, ref, (old, fact), verb="ended for")
    session.emit(Written(operation.did, operation.recorded, (ref,), dry_run))


def _change(store: Store, operation: Operation, ref: Ref, change: tuple[PositionRow, PositionFact], verb: str) -> bool:
    """Write a position as it is now, and tell whether anything was different."""
    from netcli.domain.career import change_position, told

    new = change_position(store, *change)
    operation.did = f"{verb} {ref.name}: {told(new)}" if new else "nothing to do: that is on file already"
    return new is not None


def edit(
    context: typer.Context,
    person: Person,
    which: Annotated[
        str, typer.Argument(metavar="NUMBER|ORG", help="as position list has it", autocompletion=org_handles)
    ],
    org: Org = None,
    title: Title = None,
    kind: Annotated[PositionKind | None, typer.Option(metavar="KIND", help=_KINDS)] = None,
    since: Since = None,
    until: Until = None,
    current: Current = None,
    team: Team = None,
    site: Site = None,
    remove: Annotated[bool, typer.Option("--remove", help="it never was: delete it")] = False,
    dry_run: DryRun = False,
) -> None:
    """Change a position, or delete it; an empty text ('') takes a fact away.

    netcli position edit ana-pires helix --title CTO --from 2021

    netcli position edit ana-pires helix --remove
    """
    from netcli.domain.career import PositionEdit

    session = Session.of(context)
    typed = PositionEdit(org, title, kind, session.day_of_edit(since), session.day_of_edit(until), current, team, site)
    if remove == (typed != PositionEdit()):
        raise UsageError("say what to change, or --remove", hint="netcli position edit --help")
    with session.writer() as store:
        ref = session.person(store, person)
        with session.operation(store, dry_run=dry_run) as operation:
            done = _edit(session, store, operation, ref, which, None if remove else typed)
    session.emit(Written(operation.did, operation.recorded, (ref,) if done else (), dry_run))


def _edit(
    session: Session, store: Store, operation: Operation, ref: Ref, which: str, typed: "PositionEdit | None"
) -> bool:
    from netcli.domain.career import choose, edited, fact_of, remove_position, told

    old = choose(store, ref, which, first=session.settings.first)
    if typed is not None:
        return _change(store, operation, ref, (old, edited(fact_of(old), typed, session.today)), verb="changed for")
    remove_position(store, old)
    operation.did = f"removed from {ref.name}: {told(old)}"
    return True


def list_(
    context: typer.Context,
    person: Person,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List a person's positions, newest first, with the numbers that position edit takes.

    netcli position list ana-pires

    netcli position list me --json
    """
    from netcli.domain.career import list_positions

    session = Session.of(context)
    with session.reader() as store:
        result = list_positions(store, session.person(store, person))
    session.emit_list(result, PositionRow, format, fields)
    if not result.positions:
        session.say(f"No positions of {result.person.name}: netcli position add {result.person.handle} --org ORG")
