"""What I decided on two records that look like one person: two people, or to be asked another time."""

from __future__ import annotations

from datetime import date, timedelta

from netcli.errors import ConflictError
from netcli.namesakes import Pair, ordered
from netcli.storage import Store

DIFFERENT, LATER = "different", "later"
LATER_DAYS = 90  #: after so many days a question put off is asked again


def settled_pairs(store: Store, today: date) -> set[Pair]:
    """Return the pairs not to ask about: those that are two people for good, those put off for a while."""
    since = (today - timedelta(days=LATER_DAYS)).isoformat()
    rows = store.rows("SELECT a, b FROM match_decision WHERE decision = ? OR on_date > ?", (DIFFERENT, since))
    return {(row["a"], row["b"]) for row in rows}


def decided(store: Store, one: int, other: int) -> str | None:
    """Return what was decided on two people, None if nothing was."""
    found = store.value("SELECT decision FROM match_decision WHERE a = ? AND b = ?", ordered(one, other))
    return str(found) if found else None


def decide(store: Store, one: int, other: int, decision: str, *, on: str) -> None:
    """Keep what was decided on two people, in place of what was decided before."""
    if one == other:
        raise ConflictError("one person named twice: nobody is two people", hint="netcli find NAME")
    a, b = ordered(one, other)
    store.run("DELETE FROM match_decision WHERE a = ? AND b = ?", (a, b))
    store.insert("match_decision", a=a, b=b, decision=decision, on_date=on)
