"""What the commands of upkeep share: the spans by level, where today began, notices on the desktop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from netcli.commands._choosing import whom
from netcli.commands._session import Session
from netcli.domain.due import DueQuestion
from netcli.storage import Store


def levels(session: Session) -> dict[int, str]:
    """Return the span by level: the usual ones, and those configured (`cadence.5`)."""
    from netcli.config import LAYERS
    from netcli.domain.clock import BY_LEVEL
    from netcli.recurrence import NEVER

    configured = {
        LAYERS[key.removeprefix("cadence.")]: str(value)
        for key, value in session.config.values.items()
        if key.startswith("cadence.")
    }
    return {level: span for level, span in (BY_LEVEL | configured).items() if span != NEVER}


def midnight(session: Session) -> str:
    """Return the instant at which today began where the user is, UTC."""
    began = datetime.combine(session.today, time()).astimezone(UTC)
    return began.strftime("%Y-%m-%dT%H:%M:%SZ")


def due_question(session: Session, store: Store, query: Sequence[str] | None = None) -> DueQuestion:
    """Return the question who is due today, among those a query chooses."""
    return DueQuestion(session.today, midnight(session), levels(session), whom(session, store, query))


def say_no_clocks(session: Session) -> None:
    """Say why nobody can fall due, and what to type; each line fits 80 columns."""
    session.say("Nobody can fall due: no cadence is set, and no level was stated.")
    session.say("netcli review asks how well you know people; netcli cadence set WHOM 3m")


def notify(session: Session, lines: Sequence[str]) -> None:
    """Show lines as one notice on the desktop, through the user's notify-send; say so if there is none.

    The body is markup (Desktop Notifications Specification 1.2, section "Markup"), so `&`, `<` and `>` are escaped.
    """
    if not lines:
        return
    import subprocess
    from html import escape

    body = "\n".join(escape(line, quote=False) for line in lines)
    try:
        subprocess.run(["notify-send", "-a", "netcli", "--", "netcli", body], check=True, timeout=10)  # noqa: S603, S607
    except (OSError, subprocess.SubprocessError) as error:
        session.say(f"no notice was shown: {error.strerror if isinstance(error, OSError) else 'notify-send failed'}")
