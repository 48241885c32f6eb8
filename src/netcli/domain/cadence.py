"""Cadences: how often I want contact, set for a person, a tag or a group; and the clocks that follow from them.

A clock runs only for somebody whose cadence was set, or whose level was stated: never for an assumed level.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from netcli.domain.group import find_group
from netcli.domain.tag import read_tag
from netcli.errors import ConflictError, UsageError
from netcli.recurrence import NEVER, after, in_words, length, read_span
from netcli.results import Ref
from netcli.results_upkeep import Cadence, CadenceList
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold

#: How often people of a stated level are wanted to be in contact; of a lower level never (INTRODUCTIONS, fading ties).
BY_LEVEL = {5: "30d", 4: "90d", 3: "180d"}


class Target(NamedTuple):
    """For whom a cadence is: the column of `cadence` that says so, its value, how it is called and how typed."""

    column: str
    value: int | str
    name: str
    word: str


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


def tag_target(store: Store, text: str) -> Target:
    """Return a tag as that for which a cadence is set. Raises UsageError if nobody has it and none is set."""
    word = read_tag(text)
    if not store.value("SELECT 1 FROM tag WHERE word = ?1 UNION ALL SELECT 1 FROM cadence WHERE tag = ?1", (word,)):
        raise UsageError(f"nobody is tagged {word}", hint=f"netcli tag PERSON {word}, or netcli tag --list")
    return Target("tag", word, f"tag:{word}", f"tag:{word}")


def group_target(store: Store, text: str) -> Target:
    """Return a group as that for which a cadence is set. Raises NotFoundError."""
    group = find_group(store, text)
    return Target("grp_id", group.id, f"group:{group.handle}", f"group:{group.handle}")


def person_target(person: Ref) -> Target:
    """Return a person as somebody for whom a cadence is set."""
    return Target("person_id", person.id, person.name, person.handle)


def set_cadence(store: Store, target: Target, every: str, at_most: str | None, *, on: str) -> str:
    """Write how often contact is wanted, in place of what was wanted before; return it in words.

    `every` is a span or none. Raises BadInputError for another, UsageError if `at_most` is shorter.
    """
    span = read_span(every, may_be_never=True)
    most = read_span(at_most) if at_most else None
    if most and (span == NEVER or _days(most) < _days(span)):
        raise UsageError(f"--at-most {most} is shorter than {span}", hint=f"netcli cadence set {target.word} {span}")
    columns = {"every": span, "at_most": most, "set_on": on, "paused_on": None, "paused_until": None}
    known = _row(store, target)
    if known:
        store.update("cadence", known["id"], **columns)
    else:
        store.insert("cadence", **{target.column: target.value}, **columns)
    return in_words(span) + (f", at most {length(most)}" if most else "")


def drop_cadence(store: Store, target: Target) -> None:
    """Forget a cadence: what other cadences and the level say counts again. Raises ConflictError if none was set."""
    known = _row(store, target)
    if known is None:
        raise ConflictError(f"no cadence is set for {target.name}", hint="netcli cadence list")
    store.run("DELETE FROM cadence WHERE id = ?", (known["id"],))


def pause_cadence(store: Store, target: Target, until: str | None, levels: Mapping[int, str], *, on: str) -> None:
    """Suspend a cadence from a day on, until another or until it is set anew.

    Somebody whose clock runs by his level, a tag or a group is given one of his own. Raises ConflictError where none
    runs.
    """
    known = _row(store, target)
    if known:
        store.update("cadence", known["id"], paused_on=on, paused_until=until)
        return
    clock = load_clocks(store, levels, on).get(int(target.value)) if target.column == "person_id" else None
    if clock is None:
        raise ConflictError(f"no cadence is set for {target.name}", hint="netcli cadence list")
    store.insert(
        "cadence", person_id=clock.person, every=clock.every, at_most=clock.at_most, set_on=on, paused_on=on,
        paused_until=until,
    )  # fmt: skip


def _row(store: Store, target: Target) -> Row | None:
    return store.row(f"SELECT * FROM cadence WHERE {target.column} = ?", (target.value,))


def _days(span: str) -> int:
    return (after(_DAY, span) - _DAY).days


_DAY = date(2001, 1, 1)  #: spans are compared from here


def load_clocks(store: Store, levels: Mapping[int, str], today: str) -> dict[int, Clock]:
    """Return the clock of each of my contacts whose clock runs, by id; half a dozen queries.

    What was set for the person decides; else the shortest span of his tags and groups; else that of the level that was
    stated (`levels`: level to span). Who is archived, deceased or removed has none; nor has one whose cadence
    is paused, or none.
    """
    found = {
        person: Clock(person, levels[level], None, f"level {level}", since, level)
        for person, level, since in store.tuples(_BY_LEVEL, (min(levels, default=6),))
        if level in levels
    }
    shared: dict[int, Clock] = {}
    for row in store.rows(_SHARED):
        clock = Clock(row["person_id"], row["every"], row["at_most"], row["name"], row["set_on"])
        if not _is_paused(row, today) and (clock.person not in shared or _rank(clock) < _rank(shared[clock.person])):
            shared[clock.person] = clock
    own = {row["person_id"]: row for row in store.rows("SELECT * FROM cadence WHERE person_id IS NOT NULL")}
    for person, row in own.items():
        every = NEVER if _is_paused(row, today) else row["every"]
        shared[person] = Clock(person, every, row["at_most"], "set for him or her", row["set_on"])
    known = {person: clock.level for person, clock in found.items()}
    found |= {person: clock._replace(level=known.get(person)) for person, clock in shared.items()}
    alive = set(store.column_of(_ALIVE, shared)) | known.keys() - shared.keys()
    return {person: found[person] for person in sorted(alive) if found[person].every != NEVER}


def _rank(clock: Clock) -> tuple[bool, int, str]:
    return clock.every == NEVER, 0 if clock.every == NEVER else _days(clock.every), clock.basis


def _is_paused(row: Row, today: str) -> bool:
    return bool(row["paused_on"]) and (row["paused_until"] is None or row["paused_until"] > today)


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


def list_cadences(store: Store, today: str, *, kind: str | None = None, limit: int | None = None) -> CadenceList:
    """Return the cadences that were set: people first, then tags, then groups, by name."""
    found = [_told(row, today) for row in store.rows(_LIST)]
    found = [cadence for cadence in found if kind is None or cadence.kind == kind]
    found.sort(key=lambda cadence: (_KINDS.index(cadence.kind), fold(cadence.name)))
    cut = found if limit is None else found[:limit]
    return CadenceList(tuple(cut), len(found) - len(cut))


def _told(row: Row, today: str) -> Cadence:
    paused = _is_paused(row, today)
    return Cadence(
        row["kind"], row["name"], row["every"], row["at_most"], row["set_on"], paused,
        row["paused_until"] if paused else None, row["people"],
    )  # fmt: skip


_KINDS = ("person", "tag", "group")
_COUNT = """(SELECT count(*) FROM {0} JOIN listed ON listed.id = person_id AND is_mine
JOIN person ON person.id = person_id AND removed_on IS NULL WHERE {1})"""
_LIST = f"""
SELECT 'person' AS kind, handle AS name, cadence.*, 1 AS people
FROM cadence JOIN person ON person.id = person_id AND removed_on IS NULL
UNION ALL SELECT 'tag', tag, cadence.*, {_COUNT.format("tag", "word = cadence.tag")} FROM cadence WHERE tag IS NOT NULL
UNION ALL SELECT 'group', grp.key, cadence.*, {_COUNT.format("membership", "grp_id = grp.id")}
FROM cadence JOIN grp ON grp.id = grp_id"""
