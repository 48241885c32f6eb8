"""The triggers that journal every write: what undo replays and history reads.

They are TEMP triggers, made anew for every write connection: those are not subject to `trusted_schema`, and catch what
foreign keys do to other rows (https://sqlite.org/lang_createtrigger.html). To make all of them would cost each command
as much as an empty interpreter, so each is made when SQLite first says that a statement needs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

#: The running operation is the newest one: it was inserted in this transaction, and the write lock keeps others out.
_RUNNING = "(SELECT max(id) FROM operation)"
#: Which rows: those of some ids.
THESE = "id IN (SELECT value FROM json_each(?))"
#: What the trigger on inserts would have written of some rows of a table.
INSERTED = (
    "INSERT INTO journal (operation_id, table_name, row_id, action)"
    f" SELECT {_RUNNING}, '{{0}}', id, 'insert' FROM {{0}} WHERE {{1}} ORDER BY id"
)

#: What the trigger on deletes would have written of some rows, the newest first: redo brings them back in order.
DELETED = (
    "INSERT INTO journal (operation_id, table_name, row_id, action, before)"
    f" SELECT {_RUNNING}, '{{0}}', id, 'delete', {{1}} FROM {{0}} AS OLD"
    f" WHERE {THESE} ORDER BY id DESC"
)

#: What a statement would do, as an authorizer is told (https://sqlite.org/c3ref/c_alter_table.html).
_ACTIONS = {9: "delete", 18: "insert", 23: "update"}
_ALLOW, _DENY = 0, 1


class Journal:
    """Which triggers there are for these tables and their columns, and which a statement lacks.

    SQLite asks `authorize` before a statement runs about every write that it would do, those of foreign keys among
    them (https://sqlite.org/c3ref/set_authorizer.html). A write without its trigger is refused; whoever ran the
    statement lets all be said that it needs (`listens`), makes the triggers, and runs it again.
    """

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self._columns = columns
        #: (table, action) of the triggers that there are, or that are not wanted now.
        self.made: set[tuple[str, str]] = set()
        self.needed: set[tuple[str, str]] = set()
        self.listens = False

    def authorize(self, code: int, table: str | None, _: str | None, schema: str | None, _inner: str | None) -> int:
        """Tell SQLite whether a statement may do this."""
        one = table or "", _ACTIONS.get(code, "")
        if not one[1] or schema != "main" or table not in self._columns or one in self.made:
            return _ALLOW
        self.needed.add(one)
        return _ALLOW if self.listens else _DENY

    def triggers(self) -> Iterator[str]:
        """Yield the triggers that are needed, which are taken for made from then on."""
        for table, action in sorted(self.needed):
            yield _trigger(table, action, self._columns[table])
        self.made |= self.needed
        self.needed.clear()


def before(columns: Sequence[str]) -> str:
    """Return the expression for a row, called OLD, as JSON."""
    return "json_object({})".format(", ".join(f"'{name}', OLD.{name}" for name in columns))


def _trigger(table: str, action: str, columns: Sequence[str]) -> str:
    """Return a trigger: an insert leaves the row's key, an update or delete the row before it, as JSON."""
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    when = f"WHEN ({old}) IS NOT ({new})" if action == "update" else ""
    row, image = ("NEW", "NULL") if action == "insert" else ("OLD", before(columns))
    return (
        f"CREATE TEMP TRIGGER IF NOT EXISTS journal_{table}_{action} AFTER {action} ON main.{table} {when} BEGIN"
        " INSERT INTO journal (operation_id, table_name, row_id, action, before)"
        f" VALUES ({_RUNNING}, '{table}', {row}.id, '{action}', {image}); END"
    )
