"""A timer that runs `netcli today --notify` every morning: user units of systemd, or a line for cron."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from netcli.commands._session import Session
from netcli.errors import UsageError

_ELSEWHERE = ("NETCLI_DB", "XDG_DATA_HOME")  #: what says where the file is, and neither cron nor systemd knows


def _clock(at: str) -> tuple[int, int]:
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", at)
    if not match:
        raise UsageError(f"not a time of day: {at}", hint="--at takes HH:MM, such as 09:00")
    return int(match[1]), int(match[2])


def _words(session: Session) -> list[str]:
    """Return the command of the timer; it names the file if that is not the usual one."""
    program = shutil.which(sys.argv[0]) or shutil.which("netcli") or "netcli"
    chosen = session.settings.db or any(os.environ.get(name) for name in _ELSEWHERE)
    return [
        str(Path(program).absolute()),
        *(["--db", str(session.path.absolute())] if chosen else []),
        "today",
        "--notify",
    ]


def cron_line(session: Session, at: str) -> str:
    """Return a line for crontab (crontab(5)): minute, hour, every day; `%` is escaped, as cron ends a line there.

    Cron sends what is printed by mail: nothing is, but errors. Exit 1, nothing to do, is no error.
    """
    hour, minute = _clock(at)
    command = shlex.join(_words(session)).replace("%", "\\%")
    return f"{minute} {hour} * * * {command} --quiet > /dev/null || [ $? -eq 1 ]\n"


def units(session: Session, at: str) -> dict[Path, str]:
    """Return path and content of the service and its timer (systemd.service(5), systemd.timer(5)).

    Persistent: a morning that was slept through is made up for. Exit 1 says that nothing is due, and is no failure.
    """
    hour, minute = _clock(at)
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    command = " ".join(_quoted(word) for word in _words(session))
    service = (
        "[Unit]\nDescription=What is to be done today, by netcli\n\n"
        f"[Service]\nType=oneshot\nExecStart={command}\nSuccessExitStatus=1\n"
    )
    timer = (
        "[Unit]\nDescription=netcli every morning\n\n"
        f"[Timer]\nOnCalendar=*-*-* {hour:02}:{minute:02}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )
    return {home / "netcli.service": service, home / "netcli.timer": timer}


def _quoted(word: str) -> str:
    """Return a word as systemd reads it: in quotes if need be; `%` and `$` doubled (systemd.service(5))."""
    plain = word.replace("\\", "\\\\").replace("%", "%%").replace("$", "$$").replace('"', '\\"')
    return f'"{plain}"' if re.search(r"[\s\"';]", word) else plain


def write_units(session: Session, made: Mapping[Path, str], *, force: bool) -> None:
    """Write the files, and say how to start the timer.

    Raises CannotCreateError for a file that is there, unless `force` is given.
    """
    from netcli.exporting.file import write_file

    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text, force=force)
        session.say(f"Wrote {path}")
    session.say("Start it: systemctl --user daemon-reload && systemctl --user enable --now netcli.timer")
