"""The three-way merge of what a source tells of one person: what it told last, what it tells now, what is on file.

What the source changed is taken over, what I typed stays, and what it only repeats is not put back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from netcli.domain.contact_point import add_point
from netcli.domain.person import write_search_keys
from netcli.domain.position import add_position, date_position, org_id
from netcli.domain.skill import learn
from netcli.domain.tag import tag_people
from netcli.importing.match import names_conflict
from netcli.importing.plan import Facts, Step, job_key, moved_jobs, read_told, told
from netcli.importing.retold import put_behind, take_back, take_over
from netcli.model import NAME_COLUMNS, SCALARS
from netcli.storage import Row, Store
from netcli.text import fold

T = TypeVar("T")


def merge_facts(store: Store, person: int, step: Step, *, on: str, is_sync: bool, is_retold: bool) -> Counter[str]:
    """Merge what a source tells of somebody on file, and return in words where it differs from mine, which stays.

    `is_sync` tells that it is another file of mine: what was taken away there is taken away here. `is_retold` tells
    that the file was read before: a text that it gave and gives no more was a reading, and goes.
    """
    base = read_told(step.base) if step.base else {}
    theirs = read_told(step.facts)
    ours = store.rows("SELECT * FROM person WHERE id = ?", (person,))[0]
    changed = {name: theirs.get(name) for name in SCALARS if theirs.get(name) != base.get(name)}
    clears = (is_sync or is_retold) and step.base is not None
    fresh = {
        name: value
        for name, value in changed.items()
        if ours[name] in (None, base.get(name)) and (value or (clears and name != "name")) and ours[name] != value
    }
    if "name" not in fresh and names_conflict(ours["name"], theirs.get("name", "")):  # no half of another name
        fresh = {name: value for name, value in fresh.items() if name not in NAME_COLUMNS}
    if fresh:
        store.update("person", person, **fresh)
        write_search_keys(store, [person])
    take_over(store, person, base, theirs)
    if is_sync:
        take_back(store, person, base, theirs)
    _add_new_facts(store, person, step, base, on=on)
    put_behind(store, person, base, theirs)
    _close_left(store, person, base, theirs)
    return _told_twice(step, ours, {n: v for n, v in changed.items() if v and n not in fresh})


def _told_twice(step: Step, ours: Row, theirs: dict[str, Any]) -> Counter[str]:
    """Return in words which facts differ from mine, so that mine stay."""
    differ = [name for name, value in theirs.items() if ours[name] != value]
    if step.base is None:
        return +Counter({"told differently there: yours stays": len(differ)})
    return Counter(f"{name} of {ours['handle']}: changed here and there, yours stays" for name in differ)


def _add_new_facts(store: Store, person: int, step: Step, base: Facts, *, on: str) -> None:
    """Add contact points, jobs, names and tags that the source did not have before and nobody has entered."""
    facts = step.draft.facts
    for point in _not_in(base, "points", facts.points):
        add_point(store, person, point, seen_on=on)
    _add_positions(store, person, step, base, on=on)
    names = set(store.column("SELECT name FROM other_name WHERE person_id = ?", (person,)))
    for name in _not_in(base, "names", facts.names):
        if name.name not in names:
            store.insert("other_name", person_id=person, kind=name.kind, name=name.name)
            write_search_keys(store, [person])
    for word in _not_in(base, "tags", facts.tags):
        tag_people(store, [person], word)
    for skill in _not_in(base, "skills", facts.skills):
        learn(store, person, skill)
    events = {tuple(row) for row in store.rows("SELECT label, on_date FROM event WHERE person_id = ?", (person,))}
    for event in _not_in(base, "events", facts.events):
        if tuple(event) not in events:
            store.insert("event", person_id=person, label=event.label, on_date=event.on)


def _add_positions(store: Store, person: int, step: Step, base: Facts, *, on: str) -> None:
    """Add jobs that the source did not have before and nobody has entered; one on file is given its dates."""
    back = {job_key(job.get("org"), job.get("title")) for job in moved_jobs(base, read_told(step.facts))[1]}
    held = {
        ((row["org_id"], fold(row["title"] or "")), bool(row["is_current"]))
        for row in store.rows("SELECT org_id, title, is_current FROM position WHERE person_id = ?", (person,))
    }
    for position in _not_in(base, "positions", step.draft.facts.positions):
        at = org_id(store, position.org) if position.org else None
        if (position.start or position.end) and date_position(store, person, at, position):
            continue
        job = (at, fold(position.title or ""))
        past_counts = job_key(position.org, position.title) not in back  # who returns to a job begins it anew
        if (job, True) not in held and not (past_counts and (job, False) in held):
            add_position(store, person, position, seen_on=on)


def _close_left(store: Store, person: int, base: Facts, theirs: Facts) -> None:
    """Mark as past the positions in whose place the source now gives others; when they ended it does not say."""
    left, _ = moved_jobs(base, theirs)
    if not left:
        return
    gone = {job_key(job.get("org"), job.get("title")) for job in left}
    for row in store.rows(
        "SELECT position.id, org.name AS org, title FROM position LEFT JOIN org ON org.id = org_id"
        " WHERE person_id = ? AND is_current",
        (person,),
    ):
        if job_key(row["org"], row["title"]) in gone:
            store.update("position", row["id"], is_current=0)


def _not_in(base: Facts, name: str, items: Sequence[T]) -> list[T]:
    """Return the items that the source did not give last time: what it only repeats is not put back."""
    before: Any = base.get(name) or ()
    return [item for item in items if told(item) not in before]
