"""A plan, carried out in one operation: new people added, known ones merged three ways."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from netcli.domain.contact_point import add_point
from netcli.domain.person import add_person, my_id, refs, write_search_keys
from netcli.domain.position import add_position, org_id
from netcli.domain.tag import tag_people
from netcli.domain.tie import imply
from netcli.importing.draft import Draft
from netcli.importing.plan import Facts, Plan, Step, changed_jobs, changed_scalars, job_key, moved_jobs
from netcli.model import SCALARS, Evidence, EvidenceKind, Level
from netcli.results import Change, Review, plain
from netcli.storage import Store, read_json
from netcli.text import fold

T = TypeVar("T")


@dataclass(slots=True)
class Outcome:
    """What was done: people counted once each, and what to look at."""

    import_id: int | None = None
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept_out: int = 0
    changes: list[Change] = field(default_factory=list)
    review: list[Review] = field(default_factory=list)


def apply_plan(
    store: Store, plan: Plan, form: str, *, at: str, on: str, progress: Callable[[int, int], None]
) -> Outcome:
    """Write a plan and return what was done. Runs inside one operation; a plan that changes nothing writes nothing."""
    outcome = Outcome()
    todo = [step for step in plan.steps if not step.unchanged]
    outcome.unchanged = len(plan.steps) - len(todo)
    if not todo:
        return outcome
    source = plan.source or store.insert("source", name=plan.source_name, format=form)
    outcome.import_id = store.insert("import_run", source_id=source, at=at, files="[]", counts="{}")
    for done, step in enumerate(todo, 1):
        _apply(store, step, (source, outcome.import_id), outcome, on=on, known_by=plan.known_by)
        progress(done, len(todo))
    counts = {"created": outcome.created, "updated": outcome.updated, "unchanged": outcome.unchanged}
    store.update("import_run", outcome.import_id, counts=json.dumps(counts))
    return outcome


def _apply(
    store: Store, step: Step, source: tuple[int, int], outcome: Outcome, *, on: str, known_by: int | None
) -> None:
    person = step.person
    if person is None:
        person = add_person(store, step.draft.facts, seen_on=on, uid=step.draft.uid)
        outcome.created += 1
        if step.maybe.maybe is not None:
            new, known = refs(store, [person, step.maybe.maybe])
            outcome.review.append(Review(new, known, step.maybe.why))
    elif store.value("SELECT removed_on FROM person WHERE id = ?", (person,)):
        outcome.kept_out += 1
    elif _merge(store, person, step, outcome, on=on):
        outcome.updated += 1
    else:
        outcome.unchanged += 1
    owner = known_by or my_id(store)
    if owner is not None and owner != person:
        imply(store, owner, person, _evidence(step.draft, known_by, on), source=source[0])
    _remember(store, person, step, source)


def _evidence(draft: Draft, known_by: int | None, on: str) -> Evidence:
    """Return what it says of somebody and the owner of the file that he is in it."""
    since = draft.since or on
    if known_by is None:
        return Evidence(draft.evidence, since)
    level = Level.ACQUAINTANCE if draft.evidence is EvidenceKind.LINKEDIN else None
    return Evidence(EvidenceKind.KNOWN_BY, since, known_by, level)


def _merge(store: Store, person: int, step: Step, outcome: Outcome, *, on: str) -> bool:
    """Merge three ways and tell whether anything changed: what I typed stays where the source only repeats itself."""
    base: Facts = read_json(step.base) if step.base else {}
    theirs: Facts = json.loads(step.facts)
    ours = store.row("SELECT * FROM person WHERE id = ?", (person,))
    fresh = {
        name: str(theirs[name])
        for name in SCALARS
        if theirs[name] and theirs[name] != base.get(name) and (not ours or ours[name] in (None, base.get(name)))
    }
    before = store.value("SELECT max(id) FROM journal")
    if fresh:
        store.update("person", person, **fresh)
        write_search_keys(store, [person])
    _add_new_facts(store, person, step, base, on=on)
    _close_left(store, person, base, theirs)
    if step.base is not None:
        ref = refs(store, [person])[0]
        outcome.changes += [*changed_scalars(ref, base, theirs), *changed_jobs(ref, base, theirs)]
    return bool(fresh) or store.value("SELECT max(id) FROM journal") != before


def _add_new_facts(store: Store, person: int, step: Step, base: Facts, *, on: str) -> None:
    """Add contact points, jobs, names and tags that the source did not have before and nobody has entered."""
    facts = step.draft.facts
    for point in _not_in(base, "points", facts.points):
        add_point(store, person, point, seen_on=on)
    back = {job_key(job["org"], job["title"]) for job in moved_jobs(base, json.loads(step.facts))[1]}
    held = {
        ((row["org_id"], fold(row["title"] or "")), bool(row["is_current"]))
        for row in store.rows("SELECT org_id, title, is_current FROM position WHERE person_id = ?", (person,))
    }
    for position in _not_in(base, "positions", facts.positions):
        at = org_id(store, position.org) if position.org else None
        job = (at, fold(position.title or ""))
        past_counts = job_key(position.org, position.title) not in back  # who returns to a job begins it anew
        if (job, True) not in held and not (past_counts and (job, False) in held):
            add_position(store, person, position, seen_on=on)
    names = set(store.column("SELECT name FROM other_name WHERE person_id = ?", (person,)))
    for name in _not_in(base, "names", facts.names):
        if name.name not in names:
            store.insert("other_name", person_id=person, kind=name.kind, name=name.name)
            write_search_keys(store, [person])
    for word in _not_in(base, "tags", facts.tags):
        tag_people(store, [person], word)
    events = {tuple(row) for row in store.rows("SELECT label, on_date FROM event WHERE person_id = ?", (person,))}
    for event in _not_in(base, "events", facts.events):
        if tuple(event) not in events:
            store.insert("event", person_id=person, label=event.label, on_date=event.on)


def _close_left(store: Store, person: int, base: Facts, theirs: Facts) -> None:
    """Mark as past the positions in whose place the source now gives others; when they ended it does not say."""
    left, _ = moved_jobs(base, theirs)
    if not left:
        return
    gone = {job_key(job["org"], job["title"]) for job in left}
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
    return [item for item in items if plain(item) not in before]


def _remember(store: Store, person: int, step: Step, source: tuple[int, int]) -> None:
    """Keep what the source said, for the next reading to compare with."""
    facts, raw = step.facts, "\n".join(step.draft.raw)
    known = store.value("SELECT id FROM source_record WHERE source_id = ? AND key = ?", (source[0], step.key))
    if known:
        store.update("source_record", known, facts=facts, raw=raw, import_id=source[1])
    else:
        store.insert(
            "source_record", source_id=source[0], person_id=person, key=step.key, facts=facts, raw=raw,
            import_id=source[1],
        )  # fmt: skip
