"""Introductions: asking for one, making one, telling what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, On, Person, handles
from netcli.commands._choosing import warn_of_asks
from netcli.commands._session import Session
from netcli.dates import spelled
from netcli.results import Introduction, Ref, Written
from netcli.storage import Store

if TYPE_CHECKING:
    from netcli.domain.introduction import Parties

Note = Annotated[str | None, typer.Option(metavar="NOTE", help="what it is for, in your words")]


def ask(
    context: typer.Context,
    person: Person,
    via: Annotated[str, typer.Option(metavar="PERSON", help="who is to introduce you", autocompletion=handles)],
    note: Note = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """Note that you asked somebody to introduce you to somebody.

    netcli intro ask dana-okafor --via ana-pires

    netcli intro ask dana-okafor --via bo-lind --on yesterday --note "the data role"
    """
    from netcli.domain.introduction import Parties

    session = Session.of(context)
    day = session.day(on)
    with session.writer() as store:
        three = Parties(session.person(store, "me"), session.person(store, via), session.person(store, person))
        warn_of_asks(session, store, three.introducer, three.requester)
        did = f"asked {three.introducer.name} for an introduction to {three.target.name}, {spelled(day)}"
        _begin(session, store, three, ("asked", day, note, did), dry_run=dry_run)


def make(
    context: typer.Context,
    person: Person,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="to whom", autocompletion=handles)],
    by: Annotated[
        str, typer.Option("--by", metavar="PERSON", help="who introduces them, if not you", autocompletion=handles)
    ] = "me",
    note: Note = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """Note that you introduced two people to each other.

    netcli intro make ana-pires dana-okafor

    netcli intro make ana-pires bo-lind --on 2026-02 --note "both sail"
    """
    from netcli.domain.introduction import Parties

    session = Session.of(context)
    day = session.day(on)
    with session.writer() as store:
        three = Parties(session.person(store, person), session.person(store, by), session.person(store, other))
        did = f"{three.introducer.name} introduced {three.requester.name} to {three.target.name}, {spelled(day)}"
        _begin(session, store, three, ("made", day, note, did), dry_run=dry_run)


def _begin(
    session: Session, store: Store, parties: Parties, told: tuple[str, str, str | None, str], *, dry_run: bool
) -> None:
    """Write a new introduction and say how to tell what comes of it."""
    from netcli.domain.introduction import begin

    step, day, note, did = told
    with session.operation(store, dry_run=dry_run) as operation:
        number = begin(store, parties, step, day, note)
        operation.did = did
    session.emit(Written(did, operation.recorded, tuple(parties), dry_run))
    if not dry_run:
        session.say(f"Introduction {number}. What comes of it: netcli intro answer {number} agreed|made|met|declined")


def answer(
    context: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="NUMBER|PERSON", help="which one, or who is part of it", autocompletion=handles)
    ],
    step: Annotated[str, typer.Argument(metavar="ANSWER", help="agreed, opted-in, made, met, declined or withdrawn")],
    by: Annotated[
        Literal["requester", "introducer", "target"] | None, typer.Option(help="whose answer, where it is not plain")
    ] = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """Tell what came of an introduction.

    netcli intro answer dana-okafor agreed

    netcli intro answer 1 declined --by target
    """
    from netcli.domain.introduction import answer as write_answer
    from netcli.domain.introduction import read_step

    session = Session.of(context)
    word, day = read_step(step), session.day(on)
    with session.writer() as store:
        known = _find(session, store, which)
        with session.operation(store, dry_run=dry_run) as operation:
            write_answer(store, known, word, by, day)
            operation.did = (
                f"{known.requester.name} to {known.target.name} via {known.introducer.name}: {word}, {spelled(day)}"
            )
    session.emit(Written(operation.did, operation.recorded, _people(known), dry_run))


def list_(
    context: typer.Context,
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="open, silent, or the last step: asked, met, ...")
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="PERSON", help="with a part in it", autocompletion=handles)
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="so many at most")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List introductions, the last that moved first.

    netcli intro list --state open

    netcli intro list --person ana-pires --json
    """
    from netcli.domain.introduction import list_introductions

    session = Session.of(context)
    with session.reader() as store:
        who = session.person(store, person).id if person else None
        found = list_introductions(store, session.today, state=state, person=who, limit=limit)
    session.emit_list(found, Introduction, format, fields)
    if found.beyond:
        session.say(f"{found.beyond:,} more (--limit)")
    if not found.introductions:
        session.say("None. To find whom to ask: netcli intro-path PERSON; then netcli intro ask PERSON --via WHOM")


def show(
    context: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="NUMBER|PERSON", help="which one, or who is part of it", autocompletion=handles)
    ],
) -> None:
    """Show an introduction, step by step.

    netcli intro show 1

    netcli intro show dana-okafor --json
    """
    session = Session.of(context)
    with session.reader() as store:
        found = _find(session, store, which)
    session.emit(found)


def _find(session: Session, store: Store, which: str) -> Introduction:
    """Return the introduction of a number, or the one that a person is part of."""
    from netcli.domain.introduction import find_introduction, find_with

    if which.isascii() and which.isdigit() and len(which) < 19:
        return find_introduction(store, int(which), session.today)
    return find_with(store, session.person(store, which), session.today)


def _people(known: Introduction) -> tuple[Ref, ...]:
    return known.requester, known.introducer, known.target
