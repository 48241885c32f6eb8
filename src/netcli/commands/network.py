"""What the whole network looks like."""

from typing import TYPE_CHECKING, Annotated

import typer

from netcli.commands._arguments import AsOf
from netcli.commands._session import Session
from netcli.errors import UsageError

if TYPE_CHECKING:
    from netcli.results_network import NetworkAnswer


def network(
    context: typer.Context,
    clusters: Annotated[bool, typer.Option("--clusters", help="groups who know each other well")] = False,
    brokers: Annotated[bool, typer.Option("--brokers", help="who stands between people")] = False,
    bridges: Annotated[bool, typer.Option("--bridges", help="without whom people fall apart")] = False,
    degrees: Annotated[bool, typer.Option("--degrees", help="how many people are how many ties away")] = False,
    count: Annotated[int, typer.Option("-k", "--count", min=1, help="so many of each")] = 10,
    as_of: AsOf = None,
) -> None:
    """Tell what your network looks like: clusters, brokers, bridges, and how far it reaches.

    netcli network

    netcli network --clusters -k 20
    """
    from netcli.domain.network import NetworkQuestion, network_of

    session = Session.of(context)
    asked = {"clusters": clusters, "brokers": brokers, "bridges": bridges, "degrees": degrees}
    parts = _parts([name for name, wanted in asked.items() if wanted], dated=as_of is not None)
    with session.reader() as store:
        answer = network_of(store, NetworkQuestion(session.as_of(as_of), parts, count))
    session.emit(answer)
    _say_if_empty(session, answer)


def _parts(asked: list[str], *, dated: bool) -> list[str]:
    """Return the parts to tell, all if none was named; degrees are those of today, so a date leaves them out."""
    from netcli.domain.network import PARTS

    if dated and "degrees" in asked:
        raise UsageError("degrees are counted over the ties on file now", hint="leave out --as-of")
    return asked or [part for part in PARTS if not (dated and part == "degrees")]


def _say_if_empty(session: Session, answer: "NetworkAnswer") -> None:
    """Say how to go on where there is nothing to tell, and end with 1."""
    reached = any(degree.people for degree in answer.degrees or ())
    if reached or answer.clusters or answer.brokers or answer.bridges:
        return
    if answer.ties:
        session.say("None among your people. Everything there is: netcli network")
    elif answer.contacts:
        session.say("None of your people are known to know each other. Say who does: netcli link PERSON OTHER")
    else:
        session.say("Nobody is tied to you yet: netcli add NAME --level 3, or netcli import FILE")
    raise typer.Exit(1)
