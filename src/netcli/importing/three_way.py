"""The three-way merge of what a source tells of one person: what it told last, what it tells now, what is on file.

What the source changed is taken over, what I typed stays, and what it only repeats is not put back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from netcli.domain.contact_point import add_point
from netcli.domain.person import write_search_keys
from netcli.domain.position import add_position, date_position, org_id
from netcli.domain.skill import learn
from netcli.domain.tag import tag_people
from netcli.importing.draft import ME_KEY
from netcli.importing.match import names_conflict
from netcli.importing.plan import Facts, Step, job_key, moved_jobs, read_told, told
from netcli.importing.retold import put_behind, take_back, take_over
from netcli.model import NAME_COLUMNS, SCALARS, NameKind
from netcli.person_name import bare
from netcli.storage import Row, Store
from netcli.text import fold

if TYPE_CHECKING:
    from netcli.importing.apply import Run

T = TypeVar("T")
_TEXTS = {"note", "summary"}  #: what another source tells in other words is put below


def merge_facts(store: Store, person: int, step: Step, run: Run) -> Counter[str]:
    """Merge what a source tells of somebody on file, and return in words where it differs from mine, which stays.

    Of what another file of mine (`run.is_sync`) told, what was taken away there is taken away here; of a file that was
    read before (`run.is_retold`) a text that it gave and gives no more: it was a reading.
    """
    base = read_told(step.base) if step.base else {}
    theirs = read_told(step.facts)
    ours = store.rows("SELECT * FROM person WHERE id = ?", (person,))[0]
    changed = {name: theirs.get(name) for name in SCALARS if theirs.get(name) != base.get(name)}
    fresh = _fresh(ours, base, changed, clears=step.base is not None and (run.is_sync or run.is_retold))
    if not run.of_netcli:
        fresh |= _joined(ours, base, {n: v for n, v in changed.items() if v and n not in fresh}, step)
    if fresh:
        store.update("person", person, **fresh)
        write_search_keys(store, [person])
    if not run.of_netcli:
        _keep_other_name(store, step, person, base.get("name") if "name" in fresh else None)
    take_over(store, person, base, theirs)
    if run.is_sync:
        take_back(store, person, base, theirs)
    _add_new_facts(store, person, step, base, on=run.on)
    put_behind(store, person, base, theirs)
    _close_left(store, person, base, theirs)
    kept = () if run.of_netcli else NAME_COLUMNS
    return _told_twice(step, ours, {n: v for n, v in changed.items() if v and n not in (*fresh, *kept)})


def _fresh(ours: Row, base: Facts, changed: Facts, *, clears: bool) -> Facts:
    """Return those of the columns that a source changed which I did not change; a name whole or not at all.

    What it gives no more is cleared only if `clears`.
    """
    fresh = {
        name: value
        for name, value in changed.items()
        if ours[name] in (None, base.get(name)) and (value or (clears and name != "name")) and ours[name] != value
    }
    if "name" not in fresh and names_conflict(ours["name"], changed.get("name") or base.get("name", "")):
        return {name: value for name, value in fresh.items() if name not in NAME_COLUMNS}
    return fresh


def _joined(ours: Row, base: Facts, told: Facts, step: Step) -> Facts:
    """Return my texts that are otherwise by what a source tells beside them."""
    texts = {
        name: woven(ours[name], base.get(name), told[name], is_first=step.base is None) for name in _TEXTS & told.keys()
    }
    return {name: text for name, text in texts.items() if text != ours[name]}


def woven(ours: str, base: str | None, theirs: str, *, is_first: bool) -> str:
    """Return my text with what a source tells now in the place of what it told last; below it, if it is the first time.

    Where I changed what it told, mine stays.
    """
    if is_first:
        return ours if theirs in ours else f"{ours}\n{theirs}"
    return f"\n{ours}\n".replace(f"\n{base}\n", f"\n{theirs}\n", 1)[1:-1] if base else ours


def _keep_other_name(store: Store, step: Step, person: int, left: str | None) -> None:
    """Keep the name that a source has `left` for quite another one, or by which it knows him whom it tells of first."""
    name = step.draft.facts.name
    is_new = step.base is None and step.key != ME_KEY
    other = left if left and names_conflict(left, name) else name if is_new else None
    names = "SELECT name FROM person WHERE id = ?1 UNION SELECT name FROM other_name WHERE person_id = ?1"
    if other and _words(other) not in map(_words, store.column(names, (person,))):
        store.insert("other_name", person_id=person, kind=NameKind.OTHER, name=other)
        write_search_keys(store, [person])


def _words(name: str) -> list[str]:
    return sorted(bare(fold(name).split()))


def _told_twice(step: Step, ours: Row, theirs: dict[str, Any]) -> Counter[str]:
    """Return in words which facts differ from mine, so that mine stay."""
    differ = [name for name, value in theirs.items() if value not in (ours[name] or "")]
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
