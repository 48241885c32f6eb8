"""What came of introductions, and what was given and received, counted over a window of months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from netcli.asking import SILENT_DAYS, Standing, standing
from netcli.dates import age_days
from netcli.domain.introduction import PARTIES, load_asks
from netcli.domain.person import my_id
from netcli.domain.window import Window
from netcli.results import Exchanged, Introduced
from netcli.storage import Store

KINDS = ("introduction", "recommendation", "exchange")
_MADE = ("made", "met")


def introduced(store: Store, window: Window) -> tuple[Introduced, ...]:
    """Return how the introductions stand that began in the window, for each part I may have in one."""
    me = my_id(store)
    begun = [now for now in _standing(store, window) if window.holds(now.asked_on)]
    return tuple(_told(role, [now for now in begun if getattr(now.asked, role) == me], window) for role in PARTIES)


def _standing(store: Store, window: Window) -> list[Standing]:
    return [now for asked in load_asks(store) if (now := standing(asked, window.as_of))]


def _told(role: str, asks: Sequence[Standing], window: Window) -> Introduced:
    counts = Counter(ask.state for ask in asks)
    silent = sum(ask.state == "asked" and age_days(ask.asked_on, window.as_of) > SILENT_DAYS for ask in asks)
    made = sum(counts[state] for state in _MADE)
    declined, withdrawn = counts["declined"], counts["withdrawn"]
    settled = made + declined + silent
    return Introduced(
        role, len(asks), made, counts["met"], declined, silent, withdrawn, len(asks) - settled - withdrawn,
        made / settled if settled else None,
    )  # fmt: skip


def exchanged(store: Store, window: Window) -> tuple[Exchanged, ...]:
    """Return what I gave and received of each kind, in the window and ever."""
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for kind, is_given, on in _given_and_received(store, window):
        counts[kind, is_given, False] += 1
        counts[kind, is_given, True] += bool(on) and window.holds(on)
    return tuple(
        Exchanged(kind, *(counts[kind, is_given, is_fresh] for is_fresh in (True, False) for is_given in (True, False)))
        for kind in KINDS
    )


def _given_and_received(store: Store, window: Window) -> Iterator[tuple[str, bool, str]]:
    """Yield each as its kind, whether I gave it, and its partial date, empty if there is none.

    An introduction that somebody asked for is done for him alone; of one that nobody asked for, both have something.
    """
    me = my_id(store)
    for now in _standing(store, window):
        unasked = all(step.step != "asked" for step in now.asked.steps)
        if now.state in _MADE and me in (now.asked.introducer, now.asked.requester, now.asked.target if unasked else 0):
            yield "introduction", now.asked.introducer == me, now.on
    yield from store.tuples(_VOUCHED_AND_HELPED, {"me": me, "today": window.as_of.isoformat()})


_VOUCHED_AND_HELPED = """
SELECT 'recommendation', author_id = :me, coalesce(on_date, '') AS day FROM recommendation
JOIN person ON person.id = author_id + subject_id - :me
WHERE :me IN (author_id, subject_id) AND state IN ('given', 'hidden') AND removed_on IS NULL AND day <= :today
UNION ALL SELECT 'exchange', direction = 'given', on_date FROM exchange JOIN person ON person.id = person_id
WHERE removed_on IS NULL AND on_date <= :today"""
