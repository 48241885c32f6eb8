"""Ways to an introduction."""

from __future__ import annotations

from typing import Annotated

import typer

from netcli.commands._arguments import AsOf, Person
from netcli.commands._session import Session
from netcli.results import PathAnswer


def intro_path(
    context: typer.Context,
    person: Person,
    count: Annotated[int, typer.Option("-k", "--count", min=1, help="so many ways")] = 3,
    everything: Annotated[bool, typer.Option("--all", help="every way, long shots too")] = False,
    max_hops: Annotated[int, typer.Option(min=1, max=6, help="ties from you to the person, at most")] = 4,
    explain: Annotated[bool, typer.Option("--explain", help="show every number that makes the score")] = False,
    as_of: AsOf = None,
) -> None:
    """Find who can introduce you to somebody, best way first, and why that way.

    netcli intro-path "Dana Okafor"

    netcli intro-path dana-okafor -k 5 --explain
    """
    from netcli.domain.path import PathQuestion, ways_in

    session = Session.of(context)
    with session.reader() as store:
        target = session.person(store, person)
        question = PathQuestion(target.id, session.as_of(as_of), max_hops, count, everything, explain)
        answer = ways_in(store, question)
    session.emit(answer)
    if not answer.paths and answer.direct is None:
        _say_whom_to_ask(session, answer)
        raise typer.Exit(1)


def _say_whom_to_ask(session: Session, answer: PathAnswer) -> None:
    session.say(f"No way to {answer.to.name} within {answer.max_hops} ties in your data.")
    for ask in answer.ask:
        session.say(f"  Does {ask.person.name} know {answer.to.name} ({ask.why})?  {ask.command}")
    if not answer.ask:
        session.say(f"  Who may know {answer.to.name}? Say so: netcli link PERSON {answer.to.handle}")
