"""What came of introductions, and what was given and received, counted over a window of months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from netcli.asking import MADE, Standing, standing
from netcli.domain.balance import ASKED_IN_VAIN, NOUNS, noted_favours
from netcli.domain.introduction import PARTIES, load_asks
from netcli.domain.ref import my_id
from netcli.domain.window import Window
from netcli.results_stats import Exchanged, Introduced
from netcli.storage import Store


def introduced(store: Store, window: Window) -> tuple[Introduced, ...]:
    """Return how the introductions stand that began in the window, for each part I may have in one."""
    me = my_id(store)
    begun = [now for now in _standing(store, window) if window.holds(now.asked_on)]
    return tuple(_told(role, [now for now in begun if getattr(now.asked, role) == me], window) for role in PARTIES)


def _standing(store: Store, window: Window) -> list[Standing]:
    return [now for asked in load_asks(store) if (now := standing(asked, window.as_of))]


def _told(role: str, asks: Sequence[Standing], window: Window) -> Introduced:
    counts = Counter(ask.state for ask in asks)
    silent = sum(ask.is_silent(window.as_of) for ask in asks)
    made = sum(counts[state] for state in MADE)
    declined, withdrawn = counts["declined"], counts["withdrawn"]
    settled = made + declined + silent
    return Introduced(
        role, len(asks), made, counts["met"], declined, silent, withdrawn, len(asks) - settled - withdrawn,
        made / settled if settled else None,
    )  # fmt: skip


def exchanged(store: Store, window: Window) -> tuple[Exchanged, ...]:
    """Return what I gave and received of each kind, in the window and ever: what `balance` adds up, each thing once."""
    things = {
        (noun, favour.number, favour.given > 0): favour.on or ""
        for noun, _, favour in noted_favours(store, window.as_of)
        if noun == "exchange" or favour.kind != ASKED_IN_VAIN
    }
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for (noun, _, is_given), on in things.items():
        counts[noun, is_given, False] += 1
        counts[noun, is_given, True] += bool(on) and window.holds(on)
    return tuple(
        Exchanged(noun, *(counts[noun, is_given, is_fresh] for is_fresh in (True, False) for is_given in (True, False)))
        for noun in NOUNS
    )
