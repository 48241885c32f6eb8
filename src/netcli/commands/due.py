"""Upkeep day by day: who is due, what to put off, what is done."""

from typing import Annotated

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, People, Query
from netcli.commands._session import Session
from netcli.commands._upkeep import due_question, say_no_clocks
from netcli.commands._upkeep import notify as show_notice
from netcli.dates import last_day, shift, spelled
from netcli.errors import BadInputError, UsageError
from netcli.model_tie import Channel
from netcli.results import Ref, Written
from netcli.results_upkeep import Due, DueList
from netcli.storage import Store
from netcli.text import counted

Notify = Annotated[bool, typer.Option("--notify", help="show it as a notice on your desktop too")]


def due(
    context: typer.Context,
    query: Query = None,
    days: Annotated[int, typer.Option(min=0, max=36500, metavar="N", help="also what falls due within N days")] = 0,
    why: Annotated[bool, typer.Option("--why", help="tell where each cadence and each score is from")] = False,
    everybody: Annotated[bool, typer.Option("--all", help="all who are due, not the seven of the day")] = False,
    sort: Annotated[str | None, typer.Option(metavar="ORDER", help="score, day, name or last")] = None,
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="so many at most")] = None,
    notify: Notify = False,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List whom to get back to - seven a day, the same all day - and reminders. Nothing due ends with 1.

    netcli due

    netcli due --days 14 tag:board
    """
    from netcli.domain.due import list_due

    session = Session.of(context)
    with session.reader() as store:
        asked = due_question(session, store, query)
        found = list_due(store, asked._replace(ahead=days, everybody=everybody, sort=sort, limit=limit))
    session.emit_list(found._replace(why=why), Due, format, fields)
    if asked.people != frozenset():
        _say_more(session, found, days)
    if notify:
        show_notice(session, [_line(item) for item in found.due])
    if not found.due:
        raise typer.Exit(1)


def _line(item: Due) -> str:
    name = f"{item.person.name}: " if item.person else ""
    return name + item.text


def _say_more(session: Session, found: DueList, days: int) -> None:
    if found.waiting:
        session.say(f"{found.waiting:,} more are due and wait for another day (--all)")
    if found.beyond:
        session.say(f"{found.beyond:,} more (--limit)")
    if found.due:
        return
    if not found.clocks:
        say_no_clocks(session)
    elif found.next and found.next.person:
        later = f" (netcli due --days {-found.next.days})" if found.next.days < 0 else ""
        session.say(f"Nobody is due. Next: {found.next.person.name}, {spelled(found.next.on)}{later}")
    else:
        session.say("Nothing is due" + (f" within {counted(days, 'day')}." if days else " any more today."))


def snooze(
    context: typer.Context,
    people: People,
    until: Annotated[str, typer.Option(metavar="DATE", help="first day on which they may be due again")] = "+1w",
    dry_run: DryRun = False,
) -> None:
    """Put people off: they are not due until a day, a week from now if not given.

    netcli snooze ana-pires

    netcli snooze ana-pires bo-lind --until "next monday"
    """
    session = Session.of(context)
    day = last_day(session.day(until, future=True)).isoformat()
    if day <= session.today.isoformat():
        raise UsageError(f"--until {day} is not to come", hint="netcli snooze PERSON --until +2w")
    from netcli.domain.snooze import snooze_people

    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        found = session.people(store, people)
        snooze_people(store, [ref.id for ref in found], day, on=session.today.isoformat())
        operation.did = f"not due until {spelled(day)}: {_names(found)}"
    session.emit(Written(operation.did, operation.recorded, tuple(found), dry_run))


def done(
    context: typer.Context,
    people: People,
    text: Annotated[str, typer.Option("--text", "-t", metavar="TEXT", help="what it was about; stays private")] = "",
    channel: Annotated[
        Channel | None,
        typer.Option(metavar="CHANNEL", help="meeting, call, video, mail, message or event; else guessed"),
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="when; today if not given")] = None,
    dry_run: DryRun = False,
) -> None:
    """Say that you were in contact: it is logged, one by one, and nobody of them is due any more.

    netcli done ana-pires

    netcli done ana-pires --text "called about the fair" --on yesterday
    """
    session, day = Session.of(context), Session.of(context).day(on)
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        found = [ref for ref in session.people(store, people) if not _is_me(store, ref)]
        kind, still_open = _log(session, store, found, (text, channel, day))
        operation.did = f"logged: {kind} with {_names(found)}, {spelled(day)}"
    session.emit(Written(operation.did, operation.recorded, tuple(found), dry_run))
    for line in still_open:
        session.say(line)


def _is_me(store: Store, ref: Ref) -> bool:
    from netcli.domain.ref import my_id

    if ref.id == my_id(store):
        raise BadInputError("you are always in contact with yourself", hint="netcli done PERSON")
    return False


def _log(
    session: Session, store: Store, people: list[Ref], what: tuple[str, Channel | None, str]
) -> tuple[Channel, list[str]]:
    """Log a contact with each, end their snoozes, and return its channel and which reminders stay open."""
    from netcli.domain.channel_words import guess_channel
    from netcli.domain.interaction import NewInteraction, add_interaction
    from netcli.domain.reminder import ReminderQuestion, list_reminders
    from netcli.domain.snooze import wake_people

    text, channel, day = what
    kind = channel or (guess_channel(text) if text else Channel.MESSAGE)
    for ref in people:
        add_interaction(store, NewInteraction((ref.id,), day, kind, text), today=session.today)
    wake_people(store, [ref.id for ref in people], from_on=shift(session.today, 1, "d").isoformat())
    chosen = ReminderQuestion(people=frozenset(ref.id for ref in people), until=session.today)
    rows = list_reminders(store, chosen, session.today).reminders
    return kind, [f"Still open: {row.text} (netcli remind done {row.id})" for row in rows]


def _names(people: list[Ref]) -> str:
    return ", ".join(ref.name for ref in people)
