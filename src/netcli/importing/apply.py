"""A plan, carried out in one operation: new people added, known ones merged three ways."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from netcli.domain.change import record_changes
from netcli.domain.new_people import NewRow, add_people
from netcli.domain.person import name_owner
from netcli.domain.ref import my_id, refs
from netcli.domain.source import ready_source
from netcli.domain.tie import imply, imply_new
from netcli.importing.beside import compare_beside, write_beside
from netcli.importing.digest import changes_between
from netcli.importing.draft import ME_KEY, Draft
from netcli.importing.gone import write_presence
from netcli.importing.groups import join_groups
from netcli.importing.photos import give_photo
from netcli.importing.plan import Facts, Plan, Step, read_told
from netcli.importing.relations import relate
from netcli.importing.rows import RowMerge
from netcli.importing.three_way import merge_facts
from netcli.model_import import ChangeField
from netcli.model_tie import Evidence, EvidenceKind, Level
from netcli.results import Ref
from netcli.results_import import Change, Review, RowsTold
from netcli.results_source import Overlap
from netcli.storage import Progress, Store

_AT_ONCE = 2000  #: New people that are written together: enough to be fast, few enough for a progress bar to move.


@dataclass(slots=True)
class Outcome:
    """What was done: people counted once each, and what to look at."""

    import_id: int | None = None
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept_out: int = 0
    related: int = 0
    groups: int = 0
    contacts: int = 0
    recommendations: int = 0
    endorsements: int = 0
    opportunities: int = 0
    rows: tuple[RowsTold, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    review: list[Review] = field(default_factory=list)
    overlap: tuple[Overlap, ...] = ()
    cvs: list[Ref] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """One import: its source, its number, the day, whose book the file is if it is not mine, and who was removed.

    `of_netcli` tells that it is another file of netcli, `is_sync` that it is mine: what is gone there goes here too.
    `is_retold` tells that the file was read before: a text that it gave and gives no more was a reading, and goes.
    """

    source: int
    number: int
    on: str
    known_by: int | None
    removed: frozenset[int]
    of_netcli: bool = False
    is_sync: bool = False
    is_retold: bool = False


def apply_plan(store: Store, plan: Plan, form: str, *, at: str, on: str, progress: Progress) -> Outcome:
    """Write a plan and return what was done. Runs inside one operation; a plan that changes nothing writes nothing."""
    todo = [step for step in plan.steps if not step.unchanged]
    removed = frozenset(store.column("SELECT id FROM person WHERE removed_on IS NOT NULL"))
    outcome = _begun(store, plan, removed)
    if not (todo or plan.is_reading or plan.presence.is_news):
        told, rows = compare_beside(store, plan), RowMerge(store, plan.source, plan.rows, plan.whose)
        outcome.skipped += rows.open
        if not (told.is_news or rows.is_news):
            outcome.skipped += told.open
            return outcome
    source = ready_source(store, plan.source, plan.source_name, form, known_by=plan.known_by)
    outcome.import_id = store.insert("import_run", source_id=source, at=at, files=plan.files, counts="{}")
    of_netcli, is_sync = plan.owner is not None, plan.whose.is_sync
    run = Run(source, outcome.import_id, on, plan.known_by, removed, of_netcli, is_sync, plan.is_retold)
    new = [step for step in todo if step.person is None]
    for at_once in range(0, len(new), _AT_ONCE):
        _add(store, new[at_once : at_once + _AT_ONCE], run, outcome)
        progress(min(at_once + _AT_ONCE, len(new)), len(todo))
    for done, step in enumerate((step for step in todo if step.person is not None), len(new) + 1):
        _update(store, step, run, outcome)
        progress(done, len(todo))
    related = relate(store, todo, source, on=on)
    outcome.related, outcome.skipped = related.added, outcome.skipped + related.open
    told = write_beside(store, plan.beside, (source, plan.known_by), on=on, progress=progress)
    outcome.related += told.added
    outcome.contacts, outcome.recommendations, outcome.endorsements = told.contacts, told.recommendations, told.endorsed
    outcome.opportunities, outcome.skipped = told.opportunities, outcome.skipped + told.open
    _write_rows(store, plan, run, outcome)
    known = {step.person for step in plan.steps} if run.of_netcli else set()
    outcome.changes += [
        change
        for change in write_presence(store, plan.presence, (source, outcome.import_id), on=on)
        if change.field != ChangeField.NEW or change.person.id not in known
    ]
    outcome.changes = list(dict.fromkeys(outcome.changes))  # two records of one person may tell the same
    record_changes(store, outcome.import_id, outcome.changes, on=on)
    counts = {name: getattr(outcome, name) for name in ("created", "updated", "unchanged")}
    store.update("import_run", outcome.import_id, counts=json.dumps(counts | {"gone": len(plan.presence.gone)}))
    return outcome


def _begun(store: Store, plan: Plan, removed: frozenset[int]) -> Outcome:
    """Return what is known of the outcome before anything is written."""
    outcome = Outcome()
    outcome.kept_out = sum(step.person in removed for step in plan.steps)
    outcome.unchanged = sum(step.unchanged and step.person not in removed for step in plan.steps)
    outcome.cvs += refs(store, [s.person for s in plan.steps if s.draft.is_cv and s.person is not None])
    return outcome


def _write_rows(store: Store, plan: Plan, run: Run, outcome: Outcome) -> None:
    """Write what came beside people; another's file of netcli is from then on known to be his."""
    merge = RowMerge(store, run.source, plan.rows, plan.whose, [step.key for step in plan.steps])
    whose = None
    if plan.owner is not None and not run.is_sync:
        whose = store.value(
            "SELECT person_id FROM source_record WHERE source_id = ? AND key = ?", (run.source, plan.owner)
        )
        store.run("UPDATE source SET known_by_id = ?1 WHERE id = ?2 AND known_by_id IS NOT ?1", (whose, run.source))
    outcome.rows = merge.write(whose or my_id(store) or 0, run.number)
    outcome.skipped = outcome.skipped + merge.open


def _add(store: Store, steps: Sequence[Step], run: Run, outcome: Outcome) -> None:
    """Add new people, with what their being in the file says and what the source told."""
    people = add_people(store, [NewRow(step.draft.facts, step.draft.uid) for step in steps], seen_on=run.on)
    outcome.created += len(people)
    owner = run.known_by or my_id(store)
    if owner is not None:
        evidence = [(person, _evidence(step.draft, run)) for person, step in zip(people, steps, strict=True)]
        implied = [(person, fact) for person, fact in evidence if fact]
        imply_new(store, owner, implied, source=run.source)
    store.insert_many(
        "source_record", ("source_id", "person_id", "key", "facts", "raw", "import_id"),
        [
            (run.source, person, step.key, step.facts, "\n".join(step.draft.raw), run.number)
            for person, step in zip(people, steps, strict=True)
        ],
    )  # fmt: skip
    for person, step in zip(people, steps, strict=True):
        _add_extras(store, person, step.draft, {}, outcome)
        if step.draft.is_cv:
            outcome.cvs += refs(store, [person])
        if step.maybe.maybe is not None:
            new, known = refs(store, [person, step.maybe.maybe])
            outcome.review.append(Review(new, known, step.maybe.why))


def _update(store: Store, step: Step, run: Run, outcome: Outcome) -> None:
    """Merge what a source tells of somebody on file."""
    assert step.person is not None  # noqa: S101 - _add has the others
    is_removed = step.person in run.removed
    if not is_removed and _merge(store, step.person, step, outcome, run):
        outcome.updated += 1
    elif not is_removed:
        outcome.unchanged += 1
    owner = run.known_by or my_id(store)
    fact = _evidence(step.draft, run)
    if fact and owner is not None and owner != step.person:
        imply(store, owner, step.person, fact, source=run.source)
    _remember(store, step.person, step, run)


def _evidence(draft: Draft, run: Run) -> Evidence | None:
    """Return what it says of somebody and the owner of the file that he is in it."""
    if draft.evidence is None:
        return None
    since = draft.since or run.on
    if run.known_by is None:
        return Evidence(draft.evidence, since)
    level = Level.ACQUAINTANCE if draft.evidence is EvidenceKind.LINKEDIN else None
    return Evidence(EvidenceKind.KNOWN_BY, since, run.known_by, level)


def _merge(store: Store, person: int, step: Step, outcome: Outcome, run: Run) -> bool:
    """Merge what a source tells of somebody, photo and groups too, and tell whether anything changed."""
    base = read_told(step.base) if step.base else {}
    before = store.value("SELECT max(id) FROM journal")
    if step.key == ME_KEY:
        name_owner(store, person, step.draft.facts)
    twice = merge_facts(store, person, step, run)
    _add_extras(store, person, step.draft, base, outcome)
    wrote = bool(store.value("SELECT max(id) FROM journal") != before)
    if run.of_netcli or step.base is None:  # else it is told as a change
        outcome.skipped += twice
    if step.base is not None and (wrote or twice or not run.of_netcli):  # another file of netcli tells mine back to me
        outcome.changes += changes_between(refs(store, [person])[0], base, read_told(step.facts))
    return wrote


def _add_extras(store: Store, person: int, draft: Draft, base: Facts, outcome: Outcome) -> None:
    """Give somebody the photo and the groups that the source did not give him before."""
    if draft.photo:
        give_photo(store, person, draft.photo, base)
    if draft.groups:
        made, missing = join_groups(store, person, draft, base)
        outcome.groups += made
        if missing:
            outcome.skipped["members of groups who are not on file"] += missing


def _remember(store: Store, person: int, step: Step, run: Run) -> None:
    """Keep what the source said, for the next reading to compare with."""
    facts, raw = step.facts, "\n".join(step.draft.raw)
    held = step.was_key or step.key
    known = store.value("SELECT id FROM source_record WHERE source_id = ? AND key = ?", (run.source, held))
    if known:
        store.update("source_record", known, key=step.key, facts=facts, raw=raw, import_id=run.number)
    else:
        store.insert(
            "source_record", source_id=run.source, person_id=person, key=step.key, facts=facts, raw=raw,
            import_id=run.number,
        )  # fmt: skip
