"""What another file of mine told of somebody and tells no more: taken from him here, if it stands as it was told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netcli.domain.contact_point import plain_key
from netcli.domain.person import write_search_keys
from netcli.domain.skill import skill_key
from netcli.model import PointKind
from netcli.storage import Row, Store
from netcli.text import fold

Facts = Mapping[str, Any]


def take_back(store: Store, person: int, base: Facts, theirs: Facts) -> None:
    """Delete the facts of a person that a file told last time and does not tell now; what I changed stays."""
    for name, (table, select, of_item, of_row) in _LISTS.items():
        gone = [of_item(item) for item in base.get(name) or () if item not in (theirs.get(name) or ())]
        if not gone:
            continue
        for row in store.rows(select, (person,)):
            if of_row(row) in gone:
                store.run(f"DELETE FROM {table} WHERE id = ?", (row["id"],))
        if name == "names":
            write_search_keys(store, [person])


def _point(item: Facts) -> tuple[object, ...]:
    kind = PointKind(item["kind"])
    return kind, plain_key(kind, item["value"]), item.get("label"), bool(item.get("preferred"))


def _point_row(row: Row) -> tuple[object, ...]:
    kind = PointKind(row["kind"])
    return kind, plain_key(kind, row["value"]), row["label"], bool(row["is_preferred"])


def _job(item: Facts) -> tuple[object, ...]:
    named = fold(item.get("org") or ""), item.get("title"), item["kind"]
    return *named, item.get("start"), item.get("end"), bool(item.get("current")), item.get("team"), item.get("site")


def _job_row(row: Row) -> tuple[object, ...]:
    named = fold(row["org"] or ""), row["title"], row["kind"]
    return *named, row["start_on"], row["end_on"], bool(row["is_current"]), row["team"], row["site"]


_OF = "SELECT * FROM {} WHERE person_id = ?"
_JOBS = "SELECT position.*, org.name AS org FROM position LEFT JOIN org ON org.id = org_id WHERE person_id = ?"
#: Lists of facts: their table, how their rows are read, and what of an item and of a row is compared.
_LISTS: dict[str, tuple[str, str, Any, Any]] = {
    "names": (
        "other_name", _OF.format("other_name"), lambda item: (item["kind"], item["name"]),
        lambda row: (row["kind"], row["name"]),
    ),
    "points": ("contact_point", _OF.format("contact_point"), _point, _point_row),
    "positions": ("position", _JOBS, _job, _job_row),
    "tags": ("tag", _OF.format("tag"), lambda item: item, lambda row: row["word"]),
    "events": (
        "event", _OF.format("event"), lambda item: (item["label"], item["on"]),
        lambda row: (row["label"], row["on_date"]),
    ),
    "skills": (
        "skill", _OF.format("skill"), lambda item: (item.get("kind"), skill_key(item["name"]), item.get("level")),
        lambda row: (row["kind"], row["key"], row["level"]),
    ),
}  # fmt: skip
