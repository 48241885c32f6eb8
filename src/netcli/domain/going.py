"""Which rows go with people who are forgotten: those that are there, and those that the journal alone still has."""

from __future__ import annotations

import json
from collections.abc import Collection

from netcli.domain.foreign_key import Key, keys
from netcli.domain.ref import my_id
from netcli.storage import Row, Store

Rows = dict[str, set[int]]


class Going:
    """The rows that go with people, found by the foreign keys: `live` by table; `past`, of rows gone before, too."""

    def __init__(self, store: Store, numbers: Collection[int]) -> None:
        self._store = store
        to_ids = [key for key in keys(store) if key.to == "id"]
        self._cascading = [
            key for key in to_ids if key.on_delete == "CASCADE" or (key.table, key.column) == _TOLD_BY_CALENDAR
        ]
        self._nulled = [key for key in to_ids if key.on_delete == "SET NULL"]
        own = json.dumps([*numbers, my_id(store)])
        self.live: Rows = {"person": set(numbers), "interaction": set(store.column_of(_ALONE, numbers, own=own))}
        self.past: Rows = {"person": set(numbers), "interaction": set(store.column_of(_ALONE_ONCE, numbers, own=own))}
        self._spread(self.live, _LEADING)
        self._spread(self.past, _LEADING_ONCE)
        self.live["person"] = set(store.column_of(_THERE.format("person"), numbers))

    def _spread(self, rows: Rows, leading: str) -> None:
        """Add what goes because what it leads to goes, however far."""
        todo = {table: set(found) for table, found in rows.items()}
        while todo:
            fresh: Rows = {}
            for key in self._cascading:
                if todo.get(key.parent):
                    found = set(self._store.column_of(leading.format(key=key), todo[key.parent]))
                    fresh.setdefault(key.table, set()).update(found - rows.get(key.table, set()))
            todo = {table: found for table, found in fresh.items() if found}
            for table, found in todo.items():
                rows.setdefault(table, set()).update(found)

    def entries(self) -> dict[int, int]:
        """Return the entries of the journal that tell of these rows, or of a time when a row led to one: the
        operation of each."""
        told: list[Row] = []
        for table in self.live.keys() | self.past.keys():
            rows = self.live.get(table, set()) | self.past.get(table, set())
            told += self._store.rows_of(_ENTRIES.format(table), rows)
        for key in self._cascading:
            told += self._telling(key)
        return {row["id"]: row["operation_id"] for row in told}

    def let_go(self) -> None:
        """Take these people out of the entries that stay and only mention them, as by whom I was told something."""
        for key in self._nulled:
            forget = f"UPDATE journal SET before = json_set(before, '$.{key.column}', NULL) WHERE id = ?"
            self._store.run_many(forget, [(row["id"],) for row in self._telling(key)])

    def orgs(self) -> set[int]:
        """Return the organisations where they were, now or ever."""
        positions = self.live.get("position", set()) | self.past.get("position", set())
        return set(self._store.column_of(_ORGS, positions)) - {None}

    def _telling(self, key: Key) -> list[Row]:
        parents = self.live.get(key.parent, set()) | self.past.get(key.parent, set())
        return self._store.rows_of(_TELLING.format(key=key), parents) if parents else []


#: What a calendar told of a contact goes with it, too; it stays where somebody takes a contact out by hand.
_TOLD_BY_CALENDAR = ("occurrence", "interaction_id")
_THERE = "SELECT id FROM wanted CROSS JOIN {} ON id = wanted.value"
_LEADING = "SELECT child.id FROM wanted CROSS JOIN {key.table} AS child ON child.{key.column} = wanted.value"
#: Rows that once led to these, and are no longer there.
_LEADING_ONCE = """SELECT DISTINCT row_id FROM journal WHERE table_name = '{key.table}'
AND json_extract(before, '$.{key.column}') IN (SELECT value FROM wanted)
AND NOT EXISTS (SELECT 1 FROM {key.table} AS child WHERE child.id = row_id)"""
_TELLING = """SELECT id, operation_id FROM journal WHERE table_name = '{key.table}'
AND json_extract(before, '$.{key.column}') IN (SELECT value FROM wanted)"""
_ENTRIES = """SELECT journal.id, operation_id FROM wanted
CROSS JOIN journal ON table_name = '{}' AND row_id = wanted.value"""
_ORGS = """SELECT org_id FROM wanted CROSS JOIN position ON id = wanted.value
UNION SELECT json_extract(before, '$.org_id') FROM wanted
CROSS JOIN journal ON table_name = 'position' AND row_id = wanted.value"""
#: Contacts that were between them and me alone.
_ALONE = """SELECT DISTINCT interaction_id FROM wanted CROSS JOIN participant AS his ON his.person_id = wanted.value
WHERE NOT EXISTS (SELECT 1 FROM participant AS other WHERE other.interaction_id = his.interaction_id
AND other.person_id NOT IN (SELECT value FROM json_each(:own)))"""
#: The same of contacts that are no longer there.
_ALONE_ONCE = """, taking (contact, who) AS MATERIALIZED (
  SELECT json_extract(before, '$.interaction_id'), json_extract(before, '$.person_id')
  FROM journal WHERE table_name = 'participant' AND before IS NOT NULL)
SELECT DISTINCT contact FROM taking WHERE who IN (SELECT value FROM wanted)
AND contact NOT IN (SELECT id FROM interaction)
AND contact NOT IN (SELECT contact FROM taking WHERE who NOT IN (SELECT value FROM json_each(:own)))"""
