"""Clocks: with whom contact is wanted how often, as cadences and stated levels have it.

A clock runs only for somebody whose cadence was set, or whose level was stated: never for an assumed level.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from netcli.recurrence import NEVER, after
from netcli.shape import NamedTuple
from netcli.storage import Row, Store

#: How often people of a stated level are wanted to be in contact; of a lower level never (INTRODUCTIONS, fading ties).
BY_LEVEL = {5: "30d", 4: "90d", 3: "180d"}


class Clock(NamedTuple):
    """How often contact is wanted with somebody, and why: `basis` in words.

    `since` is the day on which that was set, or the level stated.
    """

    person: int
    every: str
    at_most: str | None
    basis: str
    since: str
    level: int | None = None


def load_clocks(store: Store, levels: Mapping[int, str], today: str) -> dict[int, Clock]:
    """Return the clock of each of my contacts whose clock runs, by id; half a dozen queries.

    What was set for the person decides; else the shortest span of his tags and groups; else that of the level that was
    stated (`levels`: level to span). Who is archived, deceased or removed has none; nor has one whose cadence
    is paused, or none.
    """
    stated = {person: (level, since) for person, level, since in store.tuples(_BY_LEVEL, (min(levels, default=6),))}
    shared: dict[int, Clock] = {}
    for row in store.rows(_SHARED):
        clock = Clock(row["person_id"], row["every"], row["at_most"], row["name"], row["set_on"])
        if not is_paused(row, today) and (clock.person not in shared or _rank(clock) < _rank(shared[clock.person])):
            shared[clock.person] = clock
    for row in store.rows("SELECT * FROM cadence WHERE person_id IS NOT NULL"):
        every = NEVER if is_paused(row, today) else row["every"]
        person = row["person_id"]
        shared[person] = Clock(person, every, row["at_most"], "set for him or her", row["set_on"])
    clocks = {
        person: shared[person]._replace(level=stated.get(person, _NO_LEVEL)[0])
        for person in store.column_of(_ALIVE, shared)
        if shared[person].every != NEVER
    }
    for person, (level, since) in stated.items():
        if person not in shared and level in levels:
            clocks[person] = Clock(person, levels[level], None, f"level {level}", since, level)
    return clocks


_NO_LEVEL = (None,)


def _rank(clock: Clock) -> tuple[bool, int, str]:
    return clock.every == NEVER, 0 if clock.every == NEVER else days_of(clock.every), clock.basis


def is_paused(row: Row, today: str) -> bool:
    """Tell whether a row of `cadence` is suspended on a day."""
    return bool(row["paused_on"]) and (row["paused_until"] is None or row["paused_until"] > today)


def days_of(span: str) -> int:
    """Return the days of a span, as it is from one day that all are compared from."""
    return (after(_DAY, span) - _DAY).days


_DAY = date(2001, 1, 1)  #: spans are compared from here
_BY_LEVEL = """
SELECT id, level, level_on FROM listed WHERE level >= ? AND level > 0 AND is_mine
AND id NOT IN (SELECT id FROM person WHERE status <> 'active')
AND id NOT IN (SELECT id FROM person WHERE removed_on IS NOT NULL)"""
_SHARED = """
SELECT tag.person_id, every, at_most, set_on, paused_on, paused_until, 'tag:' || word AS name
FROM cadence CROSS JOIN tag ON tag.word = cadence.tag WHERE cadence.tag IS NOT NULL
UNION ALL SELECT membership.person_id, every, at_most, set_on, paused_on, paused_until, 'group:' || grp.key
FROM cadence CROSS JOIN grp ON grp.id = cadence.grp_id JOIN membership ON membership.grp_id = grp.id"""
_ALIVE = """
SELECT person.id FROM wanted CROSS JOIN person ON person.id = value CROSS JOIN listed ON listed.id = value
WHERE is_mine AND status = 'active' AND removed_on IS NULL AND NOT is_me"""
