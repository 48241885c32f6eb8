"""Days for other programs: a calendar, and a timer that reminds."""

from pathlib import Path
from typing import Annotated

import typer

from netcli import output
from netcli.commands._arguments import Force, Query, To
from netcli.commands._session import Session
from netcli.commands._upkeep import due_question
from netcli.errors import UsageError
from netcli.text import counted


def ics(
    context: typer.Context,
    query: Query = None,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="birthday, event, work, reminder, contact (repeatable)")
    ] = None,
    to: To = None,
    force: Force = False,
) -> None:
    """Write birthdays, reminders and whom to get back to as a calendar. Years at work only with --kind work.

    netcli export ics -o netcli.ics

    netcli export ics --kind birthday tag:friends -o birthdays.ics
    """
    from netcli.exporting.file import write_file
    from netcli.exporting.ics import KINDS, calendar

    if unknown := [word for word in kind or () if word not in KINDS]:
        raise UsageError(f"no kind {unknown[0]}", hint=f"--kind takes {', '.join(KINDS)}")
    session = Session.of(context)
    with session.reader() as store:
        wanted = kind or [word for word in KINDS if word != "work"]
        content = b"".join(calendar(store, due_question(session, store, query), wanted))
    if to is None:
        output.write_bytes(content)
    else:
        write_file(to, content, force=force)
    _say_how_many(session, content.count(b"BEGIN:VEVENT"), to)


def _say_how_many(session: Session, count: int, to: Path | None) -> None:
    if to is not None:
        session.say(f"Wrote {to}: {counted(count, 'event')}")
    if not count:
        session.say("Nothing is in it: netcli edit PERSON --birthday, netcli remind add, netcli cadence set fill it.")


def timer(
    context: typer.Context,
    systemd: Annotated[bool, typer.Option("--systemd", help="a user timer of systemd")] = False,
    cron: Annotated[bool, typer.Option("--cron", help="a line for crontab")] = False,
    at: Annotated[str, typer.Option(metavar="HH:MM", help="at what time, every day")] = "09:00",
    write: Annotated[bool, typer.Option("--write", help="write the files of systemd")] = False,
    force: Force = False,
) -> None:
    """Print what reminds you every morning, by a notice on your desktop, of what is due. Nothing runs in between.

    netcli remind timer --systemd

    netcli remind timer --cron --at 08:30
    """
    if systemd == cron:
        raise UsageError("say which timer", hint="netcli remind timer --systemd, or --cron")
    if cron and write:
        raise UsageError("--write is for --systemd", hint='add the line with "crontab -e"')
    from netcli.commands import _timer

    session = Session.of(context)
    if cron:
        output.write(_timer.cron_line(session, at))
    elif write:
        _timer.write_units(session, _timer.units(session, at), force=force)
    else:
        output.write("\n".join(f"# {path}\n{text}" for path, text in _timer.units(session, at).items()))
        session.say("--write writes these files.")
