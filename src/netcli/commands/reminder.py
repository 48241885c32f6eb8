"""Reminders, promises, and days that come back every year."""

from typing import Annotated, Literal

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, Query, handles
from netcli.commands._choosing import whom
from netcli.commands._session import Session
from netcli.dates import last_day, spelled
from netcli.errors import UsageError
from netcli.results import Written
from netcli.results_upkeep import Occasion, Reminder
from netcli.text import counted

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="which one, as remind list shows")]
Numbers = Annotated[list[int], typer.Argument(metavar="NUMBER...", help="which ones, as remind list shows")]
Shape = Annotated[str | None, typer.Option("--format", metavar="FORMAT", help=FORMATS)]


def add(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="[PERSON] TEXT", help="about whom, then what", autocompletion=handles)
    ],
    on: Annotated[str | None, typer.Option(metavar="DATE", help="when it is due; today if not given")] = None,
    every: Annotated[str | None, typer.Option(metavar="SPAN", help="again and again: 2w, 3m, yearly")] = None,
    promise: Annotated[
        Literal["mine", "theirs"] | None, typer.Option(help="it is a promise: yours, or theirs to you")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Be reminded of something on a day, about somebody or nobody.

    netcli remind add ana-pires "send her the slides" --on friday --promise mine

    netcli remind add "renew the membership" --on "31 january" --every yearly
    """
    from netcli.domain.reminder import NewReminder, add_reminder, find_reminder

    if len(words) > 2:
        raise UsageError("a reminder takes one person and one text", hint='netcli remind add ana-pires "call her"')
    session = Session.of(context)
    day = session.day(on, future=True)
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        person = session.person(store, words[0]) if len(words) == 2 else None
        new = NewReminder(words[-1], day, person.id if person else None, every, promise)
        made = find_reminder(store, add_reminder(store, new), session.today)
        operation.did = _told(made)
    session.emit(Written(operation.did, operation.recorded, (person,) if person else (), dry_run))
    if not dry_run:
        session.say(f"Reminder {made.id}, {spelled(made.on)}. When it is done: netcli remind done {made.id}")


def _told(reminder: Reminder) -> str:
    from netcli.recurrence import in_words

    about = f" ({reminder.person.name})" if reminder.person else ""
    again = f", {in_words(reminder.every)}" if reminder.every else ""
    return f'to do {spelled(reminder.on)}{again}: "{reminder.text}"{about}'


def list_(
    context: typer.Context,
    query: Query = None,
    days: Annotated[int | None, typer.Option(min=0, max=36500, metavar="N", help="due within N days")] = None,
    promises: Annotated[bool, typer.Option("--promises", help="only promises, yours and those made to you")] = False,
    also_done: Annotated[bool, typer.Option("--done", help="also what is done")] = False,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="day, name or added")] = "day",
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="so many at most")] = None,
    fields: Fields = None,
    format: Shape = None,
) -> None:
    """List reminders, by the day on which they are due.

    netcli remind list --days 14

    netcli remind list --promises --json
    """
    from netcli.dates import shift
    from netcli.domain.reminder import ReminderQuestion, list_reminders

    session = Session.of(context)
    until = shift(session.today, days, "d") if days is not None else None
    with session.reader() as store:
        asked = ReminderQuestion(whom(session, store, query), until, also_done, promises, sort, limit)
        found = list_reminders(store, asked, session.today)
    session.emit_list(found, Reminder, format, fields)
    if found.beyond:
        session.say(f"{found.beyond:,} more (--limit)")
    if not found.reminders:
        session.say('None. netcli remind add ana-pires "send her the slides" --on friday')


def done(context: typer.Context, numbers: Numbers, dry_run: DryRun = False) -> None:
    """Say that reminders are done; those that come again are due on their next day.

    netcli remind done 1 --dry-run

    netcli remind done 1
    """
    from netcli.domain.reminder import find_reminder, finish

    session = Session.of(context)
    told = []
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        for number in dict.fromkeys(numbers):
            reminder = find_reminder(store, number, session.today)
            again = finish(store, reminder, on=session.today.isoformat())
            told.append(f"{reminder.text} (again {spelled(again)})" if again else reminder.text)
        operation.did = f"done: {'; '.join(told)}"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def snooze(
    context: typer.Context,
    number: Number,
    until: Annotated[str, typer.Option(metavar="DATE", help="when it is due instead")] = "+1w",
    dry_run: DryRun = False,
) -> None:
    """Put a reminder off, by a week if not told until when.

    netcli remind snooze 1

    netcli remind snooze 1 --until "next monday"
    """
    from netcli.domain.reminder import find_reminder, put_off

    session = Session.of(context)
    day = last_day(session.day(until, future=True)).isoformat()
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        reminder = find_reminder(store, number, session.today)
        put_off(store, reminder, day)
        operation.did = f"put off until {spelled(day)}: {reminder.text}"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def remove(context: typer.Context, numbers: Numbers, dry_run: DryRun = False) -> None:
    """Delete reminders, those that come again for good.

    netcli remind remove 1 --dry-run

    netcli remind remove 1
    """
    from netcli.domain.reminder import drop_reminder, find_reminder

    session = Session.of(context)
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        found = [find_reminder(store, number, session.today) for number in dict.fromkeys(numbers)]
        for reminder in found:
            drop_reminder(store, reminder)
        operation.did = f"deleted: {'; '.join(reminder.text for reminder in found)}"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def birthdays(
    context: typer.Context,
    query: Query = None,
    days: Annotated[int, typer.Option(min=0, max=366, metavar="N", help="within N days")] = 30,
    work: Annotated[bool, typer.Option("--work", help="also years at an organisation")] = False,
    everybody: Annotated[bool, typer.Option("--all", help="also of people known only through others")] = False,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="day or name")] = "day",
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="so many at most")] = None,
    fields: Fields = None,
    format: Shape = None,
) -> None:
    """List birthdays and other dated events of the next 30 days.

    netcli birthdays

    netcli birthdays --days 7 --work
    """
    from netcli.domain.occasion import OccasionQuestion, list_occasions

    session = Session.of(context)
    with session.reader() as store:
        asked = OccasionQuestion(days, whom(session, store, query), everybody, work, sort=sort, limit=limit)
        found = list_occasions(store, asked, session.today)
    session.emit_list(found, Occasion, format, fields)
    if found.beyond:
        session.say(f"{found.beyond:,} more (--limit)")
    if not found.occasions:
        session.say(f'None within {counted(days, "day")} (--days). netcli edit ana-pires --birthday "4 march"')
