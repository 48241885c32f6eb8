"""Which column leads from which table to which: what concerns a person, and what goes with him, is found by it."""

from __future__ import annotations

from netcli.shape import NamedTuple
from netcli.storage import Store


class Key(NamedTuple):
    """A column that leads from a table to a column of another; `on_delete` is what becomes of the row without it."""

    table: str
    column: str
    parent: str
    to: str
    on_delete: str


def keys(store: Store) -> tuple[Key, ...]:
    """Return every foreign key of the tables that hold facts."""
    return tuple(
        Key(table, row["from"], row["table"], row["to"] or "id", row["on_delete"])
        for table in store.table_columns()
        for row in store.rows(f"PRAGMA foreign_key_list({table})")
    )
