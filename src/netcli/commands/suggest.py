"""What to do for one's network: whom to introduce, which ties to revive."""

from typing import Annotated

import typer

from netcli.commands._arguments import FORMATS, AsOf, Fields
from netcli.commands._session import Session
from netcli.results_network import Dormant, Suggestion

Limit = Annotated[int, typer.Option(min=1, metavar="N", help="so many at most")]
Shape = Annotated[str | None, typer.Option("--format", metavar="FORMAT", help=FORMATS)]


def intros(
    context: typer.Context, limit: Limit = 10, fields: Fields = None, format: Shape = None, as_of: AsOf = None
) -> None:
    """Suggest introductions to make: two people you know well, who have something in common but not each other.

    netcli suggest intros

    netcli suggest intros --limit 3 --json
    """
    from netcli.domain.suggest import suggest_intros

    session = Session.of(context)
    with session.reader() as store:
        found = suggest_intros(store, session.as_of(as_of), limit)
    session.emit_list(found, Suggestion, format, fields)
    if not found.suggestions:
        session.say("None. What people need and offer is told by tags: netcli tag PERSON needs-python, offers-python")


def reconnect(
    context: typer.Context, limit: Limit = 10, fields: Fields = None, format: Shape = None, as_of: AsOf = None
) -> None:
    """Suggest strong ties to revive: people you said you know well, silent for more than two years.

    netcli suggest reconnect

    netcli suggest reconnect --limit 3 --json
    """
    from netcli.domain.suggest import suggest_reconnect

    session = Session.of(context)
    with session.reader() as store:
        found = suggest_reconnect(store, session.as_of(as_of), limit)
    session.emit_list(found, Dormant, format, fields)
    if found.beyond:
        session.say(f"{found.beyond:,} more (--limit)")
    if not found.dormant:
        session.say("None. Only levels of 4 and 5 that you stated count: netcli link me PERSON --level 4")
