"""The file: open it safely, read from it, write to it one operation at a time, journal every write.

`open_reader` and `open_writer` are the doors of all commands. A reader leaves a healthy, current file untouched. A
writer may begin one operation: a transaction, one row in `operation`, and a journal of all it wrote.
What SQLite reports is translated by `causes` into netcli's own errors; no other module sees them. `backup` makes copies
and puts them back.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from netcli import APPLICATION_ID, SCHEMA_VERSION, errors
from netcli.causes import told_apart
from netcli.config import Held
from netcli.journal import DELETED, INSERTED, THESE, Journal, before
from netcli.private import create_private
from netcli.text import fold

Row = sqlite3.Row
Arc = tuple[int, int, bool]
Among = Set[int] | None  #: some people, or anybody
Value = str | int | float | bytes | None
Progress = Callable[[int, int], None]  #: is told how many of how many are done

MINIMUM_SQLITE = (3, 37)
WAIT_SECONDS = 10.0
_AT_ONCE = 50  #: rows that one statement inserts, where there are many


class Store:
    """An open netcli file. Rows are fetched whole, so that no lock outlives a call."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._journal = Journal({})
        self.path = path
        #: The country of phone numbers without one, or how to find it; and how many were given it (domain/phone.py).
        self.home: Held | Callable[[], Held] = Held(None)
        self.given_home = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was not committed is rolled back."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()) -> list[Row]:
        """Return all rows of a query."""
        with told_apart(self.path):
            return self._connection.execute(sql, values).fetchall()

    def tuples(self, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()) -> list[Any]:
        """Return all rows of a query as plain tuples, which many rows are read faster as."""
        cursor = self._connection.cursor()
        cursor.row_factory = None
        with told_apart(self.path):
            return cursor.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def value(self, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()) -> Any:
        """Return the first column of the first row, or None."""
        found = self.row(sql, values)
        return found[0] if found else None

    def column(self, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()) -> list[Any]:
        """Return the first column of every row."""
        return [row[0] for row in self.rows(sql, values)]

    def rows_of(self, sql: str, wanted: Iterable[str | int], **named: Value) -> list[Row]:
        """Return the rows of a query that joins the table `wanted (value)`, for thousands of values at once.

        Write it as `FROM wanted CROSS JOIN ...`, so that SQLite looks up each value instead of scanning the values for
        each row. `named` are other values it takes, by name.
        """
        return self.rows(f"{_WANTED} {sql}", {"wanted": json.dumps(list(wanted)), **named})

    def column_of(self, sql: str, wanted: Iterable[str | int], **named: Value) -> list[Any]:
        """Return the first column of what `rows_of` returns."""
        return [row[0] for row in self.rows_of(sql, wanted, **named)]

    def run(self, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()) -> int:
        """Run one statement and return how many rows it changed."""
        return self._write(self._connection.execute, sql, values).rowcount

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each row of values."""
        self._write(self._connection.executemany, sql, rows)

    def _write(self, act: Callable[..., sqlite3.Cursor], sql: str, values: Any) -> sqlite3.Cursor:
        """Run a statement; where its writes are not followed by the journal yet, SQLite refuses it before it begins."""
        with told_apart(self.path):
            try:
                return act(sql, values)
            except sqlite3.DatabaseError:
                if not self._journal.needed:
                    raise
                self._journal.listens = True
                with suppress(sqlite3.Error):  # without values nothing runs; the statement is looked through first
                    self._connection.execute(f"EXPLAIN {sql}")
                self._journal.listens = False
                for trigger in self._journal.triggers():
                    self._connection.execute(trigger)
                return act(sql, values)

    def insert(self, table: str, **columns: Value) -> int:
        """Insert one row and return its id. Table and column names come from the program, never from data."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        return int(self._write(self._connection.execute, sql, tuple(columns.values())).lastrowid or 0)

    def insert_many(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Insert rows, each the values of these columns; ids that are not given go on upwards.

        Their journal, if the table has one, is written by one statement instead of row by row, which halves the time.
        """
        if not rows:
            return
        which, value = "id > ?", self.value(f"SELECT max(id) FROM {table}") or 0
        if "id" in columns:
            which, value = THESE, json.dumps([row[columns.index("id")] for row in rows])
        with self._without(table, "insert"):
            self.insert_unjournaled(table, columns, rows)
        self.run(INSERTED.format(table, which), (value,))

    def insert_unjournaled(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Insert rows without the journal, many by each statement: to begin one costs SQLite as much as two rows."""
        marks = f"({', '.join('?' * len(columns))})"
        insert, whole = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ", len(rows) - len(rows) % _AT_ONCE
        if whole:
            many = (tuple(chain.from_iterable(rows[at : at + _AT_ONCE])) for at in range(0, whole, _AT_ONCE))
            self.run_many(insert + ", ".join([marks] * _AT_ONCE), many)
        if rest := rows[whole:]:
            self.run_many(insert + marks, rest)

    def delete_many(self, table: str, rows: Sequence[int]) -> None:
        """Delete the rows of these ids; their journal is written by one statement as well."""
        wanted = json.dumps(rows)
        self.run(DELETED.format(table, before(self.table_columns()[table])), (wanted,))
        with self._without(table, "delete"):
            self.run(f"DELETE FROM {table} WHERE {THESE}", (wanted,))

    @contextmanager
    def _without(self, table: str, action: str) -> Iterator[None]:
        """Do without the trigger for an action: whoever asks for it writes the journal."""
        self.run(f"DROP TRIGGER IF EXISTS temp.journal_{table}_{action}")
        self._journal.made.add((table, action))
        yield
        self._journal.made.remove((table, action))
        self._connection.set_authorizer(self._journal.authorize)  # asks again about what it has let pass

    def update(self, table: str, row_id: int, **columns: Value) -> None:
        """Change columns of one row."""
        pairs = ", ".join(f"{name} = ?" for name in columns)
        self.run(f"UPDATE {table} SET {pairs} WHERE id = ?", (*columns.values(), row_id))

    @contextmanager
    def operation(self, command: str, *, at: str, dry_run: bool = False) -> Iterator[Operation]:
        """Begin one operation: all of it is written when the block ends, or nothing if it raises.

        `at` is the instant in UTC, or the last operation's if the clock was set back. A dry run and one that writes
        nothing roll back at the end: `Operation.kept` tells. The lock is taken at once, and waited for 10 s at most.
        """
        with self.transaction():
            at = max(at, self.value("SELECT at FROM operation ORDER BY id DESC LIMIT 1") or "")
            number = self.insert("operation", at=at, command=command, schema_version=SCHEMA_VERSION)
            operation = Operation(number)
            yield operation
            journaled = self.value("SELECT EXISTS (SELECT 1 FROM journal WHERE operation_id = ?)", (number,))
            operation.kept = not dry_run and (operation.purged or bool(journaled))
            if operation.kept:
                self._derive(number, purged=operation.purged)
                self.update(
                    "operation", number, did=operation.did, kind=operation.kind, reverses=operation.reverses,
                    is_purged=int(operation.purged),
                )  # fmt: skip
            else:
                self.run("ROLLBACK")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all of a block, or nothing if it raises, or rolls back itself."""
        self.run("BEGIN IMMEDIATE")
        self._journal.made.clear()  # what was rolled back took its triggers with it
        try:
            yield
            if self._connection.in_transaction:
                self.run("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def rebuild(self) -> None:
        """Write anew all that is derived from other rows, names apart (domain/person.py)."""
        from netcli.derived import WRITE_ALL

        for statement in WRITE_ALL:
            self.run(statement)

    def _derive(self, number: int, *, purged: bool = False) -> None:
        """Write anew what is derived from the rows an operation wrote.

        All of it, if they are many for so few people, or if somebody was purged, of which the journal tells nothing.
        """
        from netcli.derived import WRITE_TOUCHED

        written = self.value("SELECT count(*) FROM journal WHERE operation_id = ?", (number,))
        if purged or (written > 50 and written > 4 * self.value("SELECT count(*) FROM person")):
            self.rebuild()
        else:
            for statement in WRITE_TOUCHED:
                self.run(statement, {"operation": number})

    @contextmanager
    def unjournaled(self) -> Iterator[None]:
        """Write without the journal, what is deleted overwritten with zeros: for forgetting somebody.

        Inside an operation only; `compact` comes after it.
        """
        self.run("PRAGMA secure_delete = ON")
        self._connection.set_authorizer(None)
        for name in self.column("SELECT name FROM sqlite_temp_master WHERE type = 'trigger'"):
            self.run(f"DROP TRIGGER temp.{name}")
        yield
        self.follow()

    def follow(self) -> None:
        """Let the journal follow every write from now on."""
        self._journal = Journal(self.table_columns())
        self._connection.set_authorizer(self._journal.authorize)

    def compact(self) -> None:
        """Rewrite the file without its free pages, so that nothing deleted can be read from it."""
        self.run("VACUUM")

    def newest_operation(self) -> int:
        """Return the number of the newest operation, 0 before the first."""
        return int(self.value("SELECT max(id) FROM operation") or 0)

    @contextmanager
    def one_view(self) -> Iterator[None]:
        """Read several things as they are at one moment, inside the running transaction or one for this alone."""
        begins = not self._connection.in_transaction
        if begins:
            self.run("BEGIN")
        try:
            yield
        finally:
            if begins and self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def table_columns(self) -> dict[str, tuple[str, ...]]:
        """Return the columns of every table that the journal follows, both in the order of the schema."""
        from netcli.schema import NOT_JOURNALED

        columns: dict[str, tuple[str, ...]] = {}
        for table, column in self.rows(
            "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
            " WHERE m.type = 'table' AND m.name NOT GLOB 'sqlite_*' ORDER BY m.rowid, c.cid"
        ):
            if table not in NOT_JOURNALED:
                columns[table] = (*columns.get(table, ()), column)
        return columns

    def neighbours(self, person_id: int) -> list[int]:
        """Return the people tied to one person, removed ones left out, by id."""
        return self.column(_NEIGHBOURS, (person_id, person_id))

    def lens(
        self, ego: int, targets: Set[int], hops: int, *, as_of: str, beside: Callable[[Set[int], Among], Iterable[Arc]]
    ) -> tuple[dict[int, dict[int, bool]], dict[int, int]]:
        """Return the arcs there may be on walks of at most `hops` steps from ego to a target, and who is near ego.

        Arcs are by the person they lead to: person -> whoever is tied to him -> whether that surely counts by `as_of`,
        both ways; where it does not, what is stored has to be looked at. `beside` gives further arcs as (from, to,
        surely counts), of some people to anybody or to some others; where there is a tie, that decides. Rings grow from
        both ends, always on the side with fewer people to expand; with as many expansions as hops, each arc of such a
        walk has been read from one end or the other. Of the last expansion only the arcs count that meet the other
        side. The second value is the distance of everybody in the rings around ego; all others are farther away than
        the widest of them. One statement for each ring.
        """
        removed = set(self.column("SELECT id FROM person WHERE removed_on IS NOT NULL"))
        arcs: dict[int, dict[int, bool]] = {}
        ends: tuple[Set[int], Set[int]] = ({ego}, targets)
        frontiers, seen = [set(end) for end in ends], [set(end) for end in ends]
        near, around = {ego: 0}, set[int]()
        for left in reversed(range(hops)):
            side = 0 if len(frontiers[0]) <= len(frontiers[1]) else 1
            onward = frontiers[side] - ends[1 - side]  # no way leads through either end
            fresh, among = onward - arcs.keys(), None if left else seen[1 - side]
            arcs.update((person, {}) for person in fresh)
            for a, b, sure in (*beside(fresh, among), *self._arcs(fresh, among, as_of)):
                if b not in removed:
                    arcs[a][b] = sure
            frontiers[side] = set().union(*(arcs[person] for person in onward)) - seen[side]
            seen[side] |= frontiers[side]
            if side == 0:
                around |= onward
                near.update(dict.fromkeys(frontiers[0], max(near.values()) + 1))
            if not frontiers[side]:
                break
        for person in around:
            for other, sure in arcs[person].items():
                arcs.setdefault(other, {})[person] = bool(sure)
        return arcs, near

    def _arcs(self, people: Set[int], among: Among, as_of: str) -> list[Arc]:
        """Return the ties of these people, to anybody or to some others."""
        values = {"people": json.dumps([*people]), "as_of": as_of}
        if among is None:
            return self.tuples(_ARCS, values)
        return self.tuples(f"{_ARCS} {_AMONG}", {**values, "among": json.dumps([*among])})


class Operation:
    """The running operation; what is set here is written with it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.did = ""
        self.kind = "do"
        self.reverses: int | None = None
        self.purged = False
        self.kept = False

    @property
    def recorded(self) -> int | None:
        """The number to undo by, or None if nothing was written."""
        return self.number if self.kept else None


def open_reader(path: Path) -> Store:
    """Open an existing file for reading; raises MissingFileError if there is none.

    After a crash, or when the file is of an older netcli, it is opened for writing once to set it right.
    """
    if not path.exists():
        raise errors.MissingFileError(f"there is no netcli file at {path}", hint="netcli init, or netcli add NAME")
    try:
        store = connect(path, "ro")
        if _version(store) == SCHEMA_VERSION:
            return store
        store.close()
    except errors.DeniedError:  # a hot journal: only a writer may roll it back
        pass
    _open_current(path).close()
    return connect(path, "ro")


def open_writer(path: Path) -> Store:
    """Open the file for writing; it is made on first use, readable by its owner only."""
    if sqlite3.sqlite_version_info < MINIMUM_SQLITE:
        raise errors.StorageError(
            f"SQLite {sqlite3.sqlite_version} is too old: netcli needs 3.37", hint="use a newer Python"
        )
    if not path.is_file():
        create_private(path)
    store = _open_current(path)
    store.run("PRAGMA temp_store = MEMORY")
    store.follow()
    return store


def blank() -> Store:
    """Return a file that lies in memory alone, with the tables of this version and nobody in them."""
    from netcli.schema import MIGRATIONS

    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    for statement in (statement for _, statements in MIGRATIONS for statement in statements):
        connection.execute(statement)
    return Store(connection, Path())


def connect(path: Path, mode: str = "ro") -> Store:
    """Open a file of netcli as it is: no older one is brought up to date, nothing that a crash left is rolled back.

    Raises ForeignFileError, DamagedFileError, NewerFileError; DeniedError in mode `ro` if a crash left something.
    """
    if path.exists() and (not path.is_file() or path.stat().st_size == 1):  # one byte: SQLite takes that for empty
        raise errors.ForeignFileError(f"{path} is not a netcli file")
    with told_apart(path):
        connection = sqlite3.connect(_uri(path, mode), uri=True, timeout=WAIT_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.create_function("fold", 1, _fold, deterministic=True)
        if sys.version_info >= (3, 12):
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE)
    store = Store(connection, path)
    try:
        for setting in ("foreign_keys = ON", "trusted_schema = OFF", "cell_size_check = ON"):
            store.run(f"PRAGMA {setting}")
        _version(store)
    except BaseException:
        store.close()
        raise
    return store


def _fold(text: object) -> str:
    """Fold a column for a query that has no folded key to look at."""
    return fold(text) if isinstance(text, str) else ""


def _uri(path: Path, mode: str) -> str:
    """Return the file as a URI (https://sqlite.org/uri.html section 3.1); urllib would cost an empty interpreter."""
    plain = path.absolute().as_posix()
    for mark, escape in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        plain = plain.replace(mark, escape)
    return f"file://{plain}?mode={mode}"  # with an authority, which is empty: a path may begin with two slashes


def _version(store: Store) -> int:
    """Return the version of the tables, 0 for a file that is still empty; raises if it is not ours to read.

    All is read in one transaction: another process may be filling the file at this moment.
    """
    with store.one_view():
        application = store.value("PRAGMA application_id")
        version = int(store.value("PRAGMA user_version"))
        ours = application == APPLICATION_ID
        filled = not ours and (application or version or store.value("SELECT count(*) FROM sqlite_master"))
    if filled:
        raise errors.ForeignFileError(f"{store.path} is not a netcli file")
    if ours and version < 1:
        raise errors.DamagedFileError(f"{store.path} is damaged")
    if version > SCHEMA_VERSION:
        raise errors.NewerFileError(
            f"{store.path} was made by a newer netcli (tables {version}, ours {SCHEMA_VERSION})"
        )
    return version


def _open_current(path: Path) -> Store:
    """Open for writing, roll back what a crash left, and migrate if need be."""
    store = connect(path, "rw")
    try:
        if _version(store) < SCHEMA_VERSION:
            _migrate(store)
    except BaseException:
        store.close()
        raise
    return store


def _migrate(store: Store) -> None:
    """Bring the tables up to date in one transaction; a verified backup of an older file is made before."""
    from netcli.schema import migrate

    if before := _version(store):
        from netcli.backup import back_up

        back_up(store, f"before an update of the tables from {before} to {SCHEMA_VERSION}")
    store.run("PRAGMA foreign_keys = OFF")
    with store.transaction():
        if _version(store) < SCHEMA_VERSION:  # another process may have been first
            with told_apart(store.path):
                migrate(store._connection)
            store.rebuild()
            if broken := store.row("PRAGMA foreign_key_check"):
                raise errors.DamagedFileError(f"{store.path}: a row of {broken[0]} points nowhere")
    store.run("PRAGMA foreign_keys = ON")


def read_json(stored: str) -> Any:
    """Return what the file keeps as JSON; raises DamagedFileError if it is none."""
    try:
        return json.loads(stored)
    except ValueError as error:
        raise errors.DamagedFileError(f"the file is damaged: {stored[:40]!r} should be JSON") from error


_WANTED = "WITH wanted (value) AS MATERIALIZED (SELECT value FROM json_each(:wanted))"

_NEIGHBOURS = """
SELECT b FROM tie JOIN person ON person.id = b WHERE a = ? AND removed_on IS NULL
UNION ALL SELECT a FROM tie JOIN person ON person.id = a WHERE b = ? AND removed_on IS NULL"""
_ARCS = """
SELECT from_id, to_id, coalesce(sure_on <= :as_of
AND (length(sure_on) = 10 OR sure_on < substr(:as_of, 1, length(sure_on))), 0)
FROM json_each(:people) CROSS JOIN arc ON from_id = value"""
#: The plus keeps SQLite from looking each of some people up with each of the others.
_AMONG = "WHERE +to_id IN (SELECT value FROM json_each(:among))"
