"""What a source told of somebody in lists, and tells otherwise now, or no more: changed where it stands as told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from netcli.domain.contact_point import plain_key
from netcli.domain.person import write_search_keys
from netcli.domain.skill import skill_key
from netcli.importing.plan import job_key
from netcli.model import PointKind
from netcli.shape import NamedTuple
from netcli.storage import Row, Store

Facts = Mapping[str, Any]
Part = tuple[object, ...]
Told = tuple[Part, Part]  #: of a fact: what tells it from others of its list, and what is told of it


class _List(NamedTuple):
    """A list of facts: its table, how an item and a row are read, the columns of what is told, and the rows."""

    table: str
    of_item: Callable[[Any], Told]
    of_row: Callable[[Row], Told]
    columns: tuple[str, ...] = ()
    rows: str = "SELECT * FROM {} WHERE person_id = ?"

    def held(self, store: Store, person: int) -> list[tuple[Row, Told]]:
        return [(row, self.of_row(row)) for row in store.rows(self.rows.format(self.table), (person,))]


def take_over(store: Store, person: int, base: Facts, theirs: Facts) -> None:
    """Correct what a source tells otherwise than last time of a fact that it told then: label, team, dates, level.

    What I changed stays, and so does what the source only omits. Of facts that look alike none is touched.
    """
    for name, facts in _LISTS.items():
        before, now = (_once(map(facts.of_item, told.get(name) or ())) for told in (base, theirs))
        again = {fact: now[fact] for fact in before if now.get(fact) not in (None, before[fact])}
        held = facts.held(store, person) if again else []
        for fact, new in again.items():
            was = before[fact]
            rows = [row for row, told in held if told == (fact, was)] or [row for row, told in held if told[0] == fact]
            if len(rows) != 1:
                continue
            each = zip(facts.columns, facts.of_row(rows[0])[1], was, new, strict=True)
            fresh: Any = {column: value for column, mine, old, value in each if mine == old != value is not None}
            if fresh:
                store.update(facts.table, rows[0]["id"], **fresh)


def _once(told: Any) -> dict[Part, Part]:
    """Return what is told of each fact, without those that are told several times."""
    found: dict[Part, list[Part]] = {}
    for fact, of_it in told:
        found.setdefault(fact, []).append(of_it)
    return {fact: of_it[0] for fact, of_it in found.items() if len(of_it) == 1}


def take_back(store: Store, person: int, base: Facts, theirs: Facts) -> None:
    """Delete the facts of a person that another file of mine told last time and does not tell now."""
    for name, facts in _LISTS.items():
        gone = [facts.of_item(item) for item in base.get(name) or () if item not in (theirs.get(name) or ())]
        for row, told in facts.held(store, person) if gone else ():
            if told in gone:
                store.run(f"DELETE FROM {facts.table} WHERE id = ?", (row["id"],))
        if gone and name == "names":
            write_search_keys(store, [person])


def put_behind(store: Store, person: int, base: Facts, theirs: Facts) -> None:
    """Put contact points that a source gives no more behind those that it gives: the first is the one to use.

    They stay, as the source cannot know whether they still serve; preferred only if I said so.
    """
    points = _LISTS["points"]
    before, now = (dict(map(points.of_item, told.get("points") or ())) for told in (base, theirs))
    held = points.held(store, person) if before.keys() - now.keys() else []
    for row, (fact, _) in held:
        if fact in now or fact not in before:
            continue
        if any(other in now and row["kind"] == one["kind"] and row["id"] < one["id"] for one, (other, _) in held):
            store.run("DELETE FROM contact_point WHERE id = ?", (row["id"],))
            was_preferred = before[fact][1]
            store.insert("contact_point", **{**dict(row), "id": None, **({"is_preferred": 0} if was_preferred else {})})


def _point(item: Facts) -> Told:
    kind = PointKind(item["kind"])
    return (kind, plain_key(kind, item["value"])), (item.get("label"), bool(item.get("preferred")))


def _point_row(row: Row) -> Told:
    kind = PointKind(row["kind"])
    return (kind, plain_key(kind, row["value"])), (row["label"], bool(row["is_preferred"]))


def _job(item: Facts) -> Told:
    dates = item.get("start"), item.get("end"), bool(item.get("current"))
    return job_key(item.get("org"), item.get("title")), (item["kind"], *dates, item.get("team"), item.get("site"))


def _job_row(row: Row) -> Told:
    dates = row["start_on"], row["end_on"], bool(row["is_current"])
    return job_key(row["org"], row["title"]), (row["kind"], *dates, row["team"], row["site"])


_LISTS = {
    "names": _List(
        "other_name", lambda item: ((item["kind"], item["name"]), ()), lambda row: ((row["kind"], row["name"]), ())
    ),
    "points": _List("contact_point", _point, _point_row, ("label", "is_preferred")),
    "positions": _List(
        "position", _job, _job_row, ("kind", "start_on", "end_on", "is_current", "team", "site"),
        "SELECT position.*, org.name AS org FROM position LEFT JOIN org ON org.id = org_id WHERE person_id = ?",
    ),
    "tags": _List("tag", lambda item: ((item,), ()), lambda row: ((row["word"],), ())),
    "events": _List(
        "event", lambda item: ((item["label"], item["on"]), ()), lambda row: ((row["label"], row["on_date"]), ())
    ),
    "skills": _List(
        "skill", lambda item: ((item.get("kind"), skill_key(item["name"])), (item.get("level"),)),
        lambda row: ((row["kind"], row["key"]), (row["level"],)), ("level",),
    ),
}  # fmt: skip
