"""Rows that files tell beside people, merged three ways as sets: what the source told last, tells now, and is on file.

What it did not tell before and is not on file is written; what it only repeats is not, so that what was taken out stays
out. A row that it tells anew in other words takes the place of the old one, if that is on file as it was told. From
another file of my own a row is taken out if that file has it no more.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256

from netcli.domain.ref import my_id
from netcli.importing.draft import ASIDE, ME_KEY, RowDraft
from netcli.importing.row_kinds import KINDS, Found, Kind, People, Values
from netcli.results_import import RowsTold
from netcli.shape import NamedTuple
from netcli.storage import Store, read_json

#: The record of a source that keeps what it told beside people, as digests.
ROWS_KEY = f"{ASIDE}rows"
_KEPT_OUT = "kept out: what is told of people you removed"


class Resolved(NamedTuple):
    """A row with people by their numbers here."""

    kind: str
    people: People
    values: Values
    key: str = ""
    is_typed: bool = False

    @property
    def digest(self) -> str:
        """What is remembered of it: no words, but enough to know it again."""
        return sha256(json.dumps(self[:3], ensure_ascii=False).encode()).hexdigest()[:16]


class Whose(NamedTuple):
    """Whose rows these are: the record under which they are remembered, and what becomes of each.

    `owner` are keys of the owner of the file. `taken` returns a row as it is to be kept here, or in words why it is
    not. `is_sync` tells that it is another file of mine: what I typed there I typed, and what is gone there goes here.
    """

    key: str = ROWS_KEY
    owner: tuple[str, ...] = (ME_KEY,)
    taken: Callable[[Resolved], Resolved | str] = lambda row: row
    is_sync: bool = False


#: Rows of an ordinary source: all of them are taken, and none is taken out for being missing.
EVERYTHING = Whose()


class RowMerge:
    """The rows that a source tells now, against those that it told last."""

    def __init__(
        self, store: Store, source: int | None, rows: Iterable[RowDraft], whose: Whose, present: Iterable[str] = ()
    ) -> None:
        self._store, self._source, self._whose = store, source, whose
        self.open: Counter[str] = Counter()
        held = store.value("SELECT facts FROM source_record WHERE source_id = ? AND key = ?", (source, whose.key))
        #: Digests that the source told last, with its own names for the rows.
        self.before: dict[str, dict[str, str]] = read_json(held).get("rows", {}) if held else {}
        self._known = self._people()
        #: Those who are in the files: what is missing of somebody else is not gone for that.
        self._here = {self._known.get(key, 0) for key in (*present, *whose.owner)}
        self.now: dict[str, Resolved] = {}
        for row in rows:
            if (found := self._resolved(row)) is not None:
                self.now.setdefault(found.digest, found)

    def _people(self) -> dict[str, int]:
        """Return who on file the keys of the source are; 0 for somebody who was removed."""
        found = {
            row["key"]: 0 if row["removed_on"] else int(row["person_id"])
            for row in self._store.rows(
                "SELECT key, person_id, removed_on FROM source_record JOIN person ON person.id = person_id"
                " WHERE source_id = ?",
                (self._source,),
            )
        }
        return found | dict.fromkeys(self._whose.owner, my_id(self._store) or 0)

    def _resolved(self, row: RowDraft) -> Resolved | None:
        """Return a row with the people on file, None if one of them is not, or was removed."""
        there = [self._known.get(key, 0) for key in row.people]
        if any(key and not person for key, person in zip(row.people, there, strict=True)):
            self.open[_KEPT_OUT] += 1
            return None
        if row.kind in _OF_TWO and there[0] == there[1]:
            return None  # two of theirs are one person here
        kind = KINDS[row.kind]
        found = self._whose.taken(Resolved(row.kind, tuple(there), row.values, row.key or "", row.is_typed))
        if isinstance(found, str):
            self.open[found] += bool(found)
            return None
        return found._replace(people=kind.order(found.people, found.values))

    @property
    def is_news(self) -> bool:
        """Whether the source tells something else than last time."""
        return self._digests() != self.before

    def _digests(self) -> dict[str, dict[str, str]]:
        told: dict[str, dict[str, str]] = {}
        for digest, row in sorted(self.now.items()):
            told.setdefault(row.kind, {})[digest] = row.key
        return told

    def write(self, person: int, run: int) -> tuple[RowsTold, ...]:
        """Write what is new, take out what is gone, remember what was told; return how many of each kind.

        `person` is under whom it is remembered, `run` the number of the import.
        """
        done = []
        for name, kind in KINDS.items():
            now = {digest: row for digest, row in self.now.items() if row.kind == name}
            before = self.before.get(name, {})
            fresh = {digest: row for digest, row in now.items() if digest not in before}
            keys = {row.key for row in fresh.values() if row.key}
            gone = {d for d, key in before.items() if d not in now and (self._whose.is_sync or key in keys)}
            if fresh or gone:
                done.append(self._write_kind(name, kind, fresh, gone))
        self._remember(person, run)
        return tuple(told for told in done if told.added or told.removed)

    def _write_kind(self, name: str, kind: Kind, fresh: dict[str, Resolved], gone: set[str]) -> RowsTold:
        held: dict[str, Found] = {}
        taken: dict[tuple[object, ...], str] = {}
        for found in kind.read(self._store):
            row = found._replace(people=kind.order(found.people, found.values))
            digest = Resolved(name, row.people, row.values).digest
            held[digest] = row
            if kind.once is not None and not (digest in gone and self._is_told(row)):
                taken[(row.people, row.values[: kind.once])] = digest
        left = [held[digest] for digest in sorted(gone) if digest in held and self._is_told(held[digest])]
        for row in left:
            kind.erase(self._store, row)
        added = 0
        for digest, new in fresh.items():
            slot = (new.people, new.values[: kind.once])
            if digest in held or (kind.once is not None and slot in taken):
                continue
            taken[slot] = digest
            kind.write(self._store, new.people, new.values, None if self._own(new) else self._source)
            added += 1
        return RowsTold(kind.one if added + len(left) == 1 else kind.many, added, len(left))

    def _is_told(self, row: Found) -> bool:
        return not self._whose.is_sync or self._here.issuperset(filter(None, row.people))

    def _own(self, row: Resolved) -> bool:
        return self._whose.is_sync and row.is_typed

    def _remember(self, person: int, run: int) -> None:
        facts = json.dumps({"rows": self._digests()}, ensure_ascii=False)
        held = self._store.row(
            "SELECT id, facts FROM source_record WHERE source_id = ? AND key = ?", (self._source, self._whose.key)
        )
        if held and held["facts"] != facts:
            self._store.update("source_record", held["id"], facts=facts, import_id=run)
        elif not held and (self.now or self._whose.key != ROWS_KEY):
            self._store.insert(
                "source_record", source_id=self._source, person_id=person, key=self._whose.key, facts=facts,
                import_id=run,
            )  # fmt: skip


#: Kinds whose first two people must differ.
_OF_TWO = frozenset({"statement", "evidence", "contact_day", "recommendation", "endorsement", "decision"})
