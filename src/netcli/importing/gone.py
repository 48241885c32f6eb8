"""Whom a source has no more, has again, or has for the first time. Reported; nobody is ever deleted for it."""

from __future__ import annotations

import json
from typing import Any

from netcli.domain.ref import refs
from netcli.importing.digest import jobs_told
from netcli.importing.presence import Presence
from netcli.model_import import ChangeField
from netcli.results_import import Change
from netcli.storage import Store, read_json


def write_presence(store: Store, presence: Presence, run: tuple[int, int], *, on: str) -> list[Change]:
    """Mark who is gone and clear who is back, after a reading (source, import) was written; return them and who is new.

    Nobody is new at a first reading.
    """
    store.run_many("UPDATE source_record SET gone_on = ? WHERE id = ?", [(on, row) for row in presence.gone_records])
    store.run_many("UPDATE source_record SET gone_on = NULL WHERE id = ?", [(row,) for row in presence.back_records])
    new = () if presence.known is None else _new(store, run, presence.known)
    found = []
    for field, people in ((ChangeField.GONE, presence.gone), (ChangeField.BACK, presence.back), (ChangeField.NEW, new)):
        jobs = _jobs(store, run[0], people)
        for ref in refs(store, people):
            told = (jobs.get(ref.id), None) if field is ChangeField.GONE else (None, jobs.get(ref.id))
            found.append(Change(ref, field, *told))
    return found


def _new(store: Store, run: tuple[int, int], known: frozenset[int]) -> tuple[int, ...]:
    rows = store.column(
        "SELECT DISTINCT person_id FROM source_record JOIN person ON person.id = person_id"
        " WHERE source_id = ? AND import_id = ? AND removed_on IS NULL ORDER BY person_id",
        run,
    )
    return tuple(person for person in rows if person not in known)


def _jobs(store: Store, source: int, people: tuple[int, ...]) -> dict[int, str | None]:
    """Return what the source says last of these people's jobs."""
    if not people:
        return {}
    rows = store.rows(
        "SELECT person_id, facts FROM source_record JOIN json_each(?) ON value = person_id WHERE source_id = ?"
        " ORDER BY source_record.id",
        (json.dumps(people), source),
    )
    facts: dict[int, Any] = {row["person_id"]: read_json(row["facts"]) for row in rows}
    return {person: jobs_told(told) for person, told in facts.items()}
