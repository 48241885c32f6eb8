"""The triggers that journal every write: what undo replays and history reads.

They are TEMP triggers, made anew for every write connection: those are not subject to `trusted_schema`, and catch what
foreign keys do to other rows (https://sqlite.org/lang_createtrigger.html).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

#: The running operation is the newest one: it was inserted in this transaction, and the write lock keeps others out.
_RUNNING = "(SELECT max(id) FROM operation)"
#: What the trigger on inserts would have written of all rows of a table above an id.
INSERTED = (
    "INSERT INTO journal (operation_id, table_name, row_id, action)"
    f" SELECT {_RUNNING}, '{{0}}', id, 'insert' FROM {{0}} WHERE id > ? ORDER BY id"
)

#: What the trigger on deletes would have written of some rows, the newest first: redo brings them back in order.
DELETED = (
    "INSERT INTO journal (operation_id, table_name, row_id, action, before)"
    f" SELECT {_RUNNING}, '{{0}}', id, 'delete', {{1}} FROM {{0}} AS OLD"
    " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC"
)


def triggers(tables: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the triggers for these tables and their columns.

    An insert leaves the row's key, an update or delete the row before it, as JSON.
    """
    for table, columns in tables.items():
        old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
        yield on_insert(table)
        yield _trigger(table, "update", f"WHEN ({old}) IS NOT ({new})", f"OLD.id, 'update', {before(columns)}")
        yield on_delete(table, columns)


def before(columns: Sequence[str]) -> str:
    """Return the expression for a row, called OLD, as JSON."""
    return "json_object({})".format(", ".join(f"'{name}', OLD.{name}" for name in columns))


def on_delete(table: str, columns: Sequence[str]) -> str:
    """Return the trigger that journals what is deleted from a table."""
    return _trigger(table, "delete", "", f"OLD.id, 'delete', {before(columns)}")


def on_insert(table: str) -> str:
    """Return the trigger that journals what is inserted into a table."""
    return _trigger(table, "insert", "", "NEW.id, 'insert', NULL")


def _trigger(table: str, action: str, when: str, entry: str) -> str:
    return (
        f"CREATE TEMP TRIGGER journal_{table}_{action} AFTER {action} ON main.{table} {when} BEGIN"
        " INSERT INTO journal (operation_id, table_name, row_id, action, before)"
        f" VALUES ({_RUNNING}, '{table}', {entry}); END"
    )
