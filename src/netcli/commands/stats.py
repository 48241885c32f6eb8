"""The network in numbers."""

from typing import TYPE_CHECKING, Annotated

import typer

from netcli.commands._arguments import AsOf
from netcli.commands._session import Session

if TYPE_CHECKING:
    from netcli.results_stats import Stats


def stats(
    context: typer.Context,
    channels: Annotated[bool, typer.Option("--channels", help="contacts in person and remote, no more")] = False,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="from the month of this day on")] = None,
    months: Annotated[int | None, typer.Option(min=1, max=1200, metavar="N", help="the last N months; 12")] = None,
    as_of: AsOf = None,
) -> None:
    """Tell your network in numbers: size, growth, channels, circles, introductions, give and take.

    netcli stats

    netcli stats --channels --months 24
    """
    from netcli.domain.stats import StatsQuestion, make_stats, make_window

    session = Session.of(context)
    day = session.as_of(as_of)
    window = make_window(day, session.day(since) if since else None, months)
    with session.reader() as store:
        told = make_stats(store, StatsQuestion(window, is_now=day == session.today, channels_only=channels))
    session.emit(told)
    _say_if_empty(session, told)


def _say_if_empty(session: Session, told: "Stats") -> None:
    """Say how to go on where there is nothing to count."""
    if told.mine == 0:
        session.say("Nobody is tied to you yet: netcli add NAME --level 3, or netcli import FILE")
    elif not any(month.in_person + month.remote for month in told.channels or ()):
        session.say('No contacts in these months: netcli log PERSON "lunch" keeps one; --since DATE goes further back')
