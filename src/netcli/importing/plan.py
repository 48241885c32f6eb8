"""What an import would do, decided before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from netcli.domain.source import known_source
from netcli.importing.doubles import joined
from netcli.importing.draft import ASIDE, ME_KEY, NO_VALUES, NOTHING_BESIDE, Beside, Draft, RowDraft
from netcli.importing.groups import group_names
from netcli.importing.match import NOBODY_KNOWN, Match, match_all, names_conflict
from netcli.importing.owner import lines_with_rest, with_rest
from netcli.importing.photos import digest_of
from netcli.importing.presence import NOBODY, Presence
from netcli.importing.rows import EVERYTHING, Whose
from netcli.model_tie import EvidenceKind
from netcli.storage import Progress, Row, Store, read_json
from netcli.text import fold

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one draft: `person` is None for somebody new.

    `facts` is what the source says now, `base` what it said last time, both as JSON text; of somebody it tells of for
    the first time the facts are written out when they are asked for, as they may be thousands. `was_key` is what the
    source called him last time, if it calls him otherwise now.
    """

    draft: Draft
    key: str
    person: int | None
    said: str | None
    base: str | None
    raw_before: str
    maybe: Match
    was_key: str | None = None

    @property
    def facts(self) -> str:
        """What the source says now."""
        return facts_of(self.draft) if self.said is None else self.said

    @property
    def unchanged(self) -> bool:
        """Whether the source says just what it said before."""
        same = self.base is not None and self.base == self.facts and self.raw_before == "\n".join(self.draft.raw)
        return same and self.was_key is None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole import, decided: the source it belongs to (None: a new one) and a step for each draft.

    `files` is what `import_run` remembers of the files; `is_reading` tells whether they differ from those read last,
    `is_retold` that they do not: what is told otherwise now was read otherwise then, most likely without a --map.
    `stranger` is why they seem to be somebody else's.
    `whose` says what becomes of `rows`; it is a file of netcli if it has an `owner`, by his key.
    """

    source: int | None
    source_name: str
    steps: tuple[Step, ...]
    known_by: int | None = None
    presence: Presence = NOBODY
    files: str = "[]"
    is_reading: bool = False
    is_retold: bool = False
    beside: Beside = NOTHING_BESIDE
    rows: tuple[RowDraft, ...] = ()
    whose: Whose = EVERYTHING
    owner: str | None = None
    stranger: str | None = None


def make_plan(
    store: Store,
    drafts: Iterable[Draft],
    source: tuple[int | None, str],
    progress: Progress,
    *,
    owner: int | None = None,
) -> Plan:
    """Return what importing these drafts would do. Nothing is written. `owner` is whose files they are."""
    number, name = source
    todo = _keyed(drafts)
    records = {row["key"]: row for row in store.rows_of(_RECORDS, [key for key, _ in todo], source=number)}
    fresh = [(key, draft) for key, draft in todo if key not in records]
    found = match_all(store, [draft for _, draft in fresh], number)
    matches = {key: match for (key, _), match in zip(fresh, found, strict=True)}
    moved = _Moved(store, number, {match.person for match in found}, {key for key, _ in todo})
    steps = []
    for done, (key, draft) in enumerate(todo, 1):
        match = matches.get(key, NOBODY_KNOWN)
        record = records.pop(key, None)
        person = record["person_id"] if record else match.person
        if record is None and key != ME_KEY:
            record = moved.take(person, draft)
        base, raw = (record["facts"], record["raw"]) if record else (None, "")
        said = facts_of(draft) if record or key == ME_KEY else None
        if said and key == ME_KEY:  # a file of netcli holds all of him
            person, match, said = owner, NOBODY_KNOWN, said if draft.has_uid else with_rest(base, said)
        kept = replace(draft, raw=lines_with_rest(raw.split("\n"), draft.raw)) if key == ME_KEY else draft
        was_key = record["key"] if record and record["key"] != key else None
        steps.append(Step(kept, key, person, said, said if base == said else base, raw, match, was_key))
        progress(done, len(todo))
    return Plan(number, name, tuple(steps))


_RECORDS = (
    "SELECT key, person_id, facts, raw FROM wanted CROSS JOIN source_record ON source_id = :source AND key = value"
)


class _Moved:
    """Records of a source that a file does not have under their keys: a page was moved, or all cards have new UIDs."""

    def __init__(self, store: Store, source: int | None, people: set[int | None], here: set[str]) -> None:
        self._of: dict[int, list[Row]] = {}
        for row in store.rows_of(
            _RECORDS_OF, sorted(person for person in people if person), source=source, aside=ASIDE
        ):
            if row["key"] not in here:
                self._of.setdefault(row["person_id"], []).append(row)

    def take(self, person: int | None, draft: Draft) -> Row | None:
        """Return the record of somebody that a draft stands for now, of several the one of his name or the newest."""
        records = self._of.get(person or 0, [])
        if not records:
            return None
        found = max(records, key=lambda row: (read_json(row["facts"]).get("name") == draft.facts.name, row["id"]))
        records.remove(found)
        return found


_RECORDS_OF = (
    "SELECT source_record.* FROM wanted CROSS JOIN source_record ON person_id = value"
    " WHERE source_id = :source AND key NOT GLOB :aside || '*'"
)


def facts_of(draft: Draft) -> str:
    """Return a draft's facts as the JSON text that `source_record` keeps; equal facts give equal text.

    Beside the facts: the digest of the photo, whom it names as related, which groups it is in, since when he is in
    the owner's book, and that he is beside the list, if so.
    """
    facts = told(draft.facts)
    if draft.since and draft.evidence is EvidenceKind.BOOK:
        facts["since"] = draft.since
    if draft.is_beside:
        facts["beside"] = True
    if draft.photo:
        facts["photo"] = digest_of(draft.photo)
    if draft.relations:
        facts["relations"] = told(draft.relations)
    if draft.groups:
        facts["groups"] = group_names(draft)
    return json.dumps(facts, ensure_ascii=False)


def told(facts: Any) -> Any:
    """Return facts as what JSON reads back of them: objects for named tuples, without what is not said."""
    if not isinstance(facts, tuple):
        return facts
    if not hasattr(facts, "_fields"):
        return [told(item) if isinstance(item, tuple) else item for item in facts]
    return {
        name: told(item) if isinstance(item, tuple) else item
        for name, item in zip(facts._fields, facts, strict=True)
        if item or (item is not None and item != ())
    }


def read_told(text: str) -> Facts:
    """Return what a source said, as `facts_of` wrote it; what older ones wrote as null or empty is left out."""
    facts: Facts = read_json(text)
    return {
        name: [_said(item) if isinstance(item, dict) else item for item in value] if isinstance(value, list) else value
        for name, value in _said(facts).items()
    }


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None and value != []}


def _keyed(drafts: Iterable[Draft]) -> list[tuple[str, Draft]]:
    """Return each draft with its key in the source, each key once: of two with one key the later one wins.

    Whose UID is that of somebody of quite another name has none.
    """
    keyed: dict[str, Draft] = {}
    for each in drafts:
        other = keyed.get(each.key) if each.key else None
        is_another = other and each.uid and names_conflict(other.facts.name, each.facts.name)
        draft = replace(each, key=None) if is_another else each
        key = draft.key or _digest(draft)
        keyed[key] = joined(keyed[key], draft) if key in keyed else draft
    return list(keyed.items())


def _digest(draft: Draft) -> str:
    """Return a key for a record without one: the name and the first address or number, which change least."""
    first = next((point.value for point in draft.facts.points if point.value.lower() not in NO_VALUES), "")
    return "digest:" + hashlib.sha256(f"{draft.facts.name}\n{first}".encode()).hexdigest()[:32]


def choose_source(
    store: Store, form: str, named: str | None, stem: str, keys: set[str], *, known_by: int | None = None
) -> tuple[int | None, str]:
    """Return (id, name) of the source these records come from; the id is None for a new one.

    By its name if one is given; else the earlier source of the format, and of the same owner, that shares at least half
    of the smaller side's keys; else a new one named after the file.
    """
    if named:
        held = known_source(store, named)
        return (held["id"], held["name"]) if held else (None, named)
    best: tuple[int, int | None, str] = (0, None, "")
    for row in store.rows("SELECT * FROM source WHERE format = ? AND known_by_id IS ? ORDER BY id", (form, known_by)):
        known = set(store.column("SELECT key FROM source_record WHERE source_id = ?", (row["id"],)))
        shared = len(known & keys)
        if shared and shared * 2 >= min(len(known), len(keys)) and shared > best[0]:
            best = (shared, row["id"], row["name"])
    if best[1] is not None:
        return best[1], best[2]
    return None, _free_name(store, stem or form)


def _free_name(store: Store, stem: str) -> str:
    taken = set(store.column("SELECT name FROM source"))
    names = (stem if count == 1 else f"{stem}-{count}" for count in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def keys_of(drafts: Iterable[Draft]) -> set[str]:
    """Return the keys of these drafts."""
    return {key for key, _ in _keyed(drafts)}


def moved_jobs(base: Facts, theirs: Facts) -> tuple[list[Facts], list[Facts]]:
    """Return the positions that a source gave last time and those it gives instead; none where it only adds or omits.

    Case and accents make no other job.
    """
    before, now = _jobs(base), _jobs(theirs)
    left = [job for key, job in before.items() if key not in now and job["current"]]
    new = [job for key, job in now.items() if key not in before]
    return (left, new) if left and new else ([], [])


def _jobs(told: Facts) -> dict[tuple[str, str], Facts]:
    jobs: Any = told.get("positions") or ()
    return {job_key(job.get("org"), job.get("title")): job for job in jobs}


def job_key(org: object, title: object) -> tuple[str, str]:
    """Return what two positions of one person have in common if they are one."""
    return fold(str(org or "")), fold(str(title or ""))
