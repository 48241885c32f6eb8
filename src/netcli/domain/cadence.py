"""Cadences: how often I want contact, set for a person, a tag or a group."""

from __future__ import annotations

from collections.abc import Mapping

from netcli.domain.clock import days_of, is_paused, load_clocks
from netcli.domain.group import find_group
from netcli.domain.tag import read_tag
from netcli.errors import ConflictError, UsageError
from netcli.recurrence import NEVER, in_words, length, read_span
from netcli.results import Ref
from netcli.results_upkeep import Cadence, CadenceList
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold


class Target(NamedTuple):
    """For whom a cadence is: the column of `cadence` that says so, its value, how it is called and how typed."""

    column: str
    value: int | str
    name: str
    word: str


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
    if most and (span == NEVER or days_of(most) < days_of(span)):
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


def list_cadences(store: Store, today: str, *, kind: str | None = None, limit: int | None = None) -> CadenceList:
    """Return the cadences that were set: people first, then tags, then groups, by name."""
    found = [_told(row, today) for row in store.rows(_LIST)]
    found = [cadence for cadence in found if kind is None or cadence.kind == kind]
    found.sort(key=lambda cadence: (_KINDS.index(cadence.kind), fold(cadence.name)))
    cut = found if limit is None else found[:limit]
    return CadenceList(tuple(cut), len(found) - len(cut))


def _told(row: Row, today: str) -> Cadence:
    paused = is_paused(row, today)
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
