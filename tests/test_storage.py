"""Opening, migrating, journaling and locking, on real files."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest

from netcli import APPLICATION_ID, SCHEMA_VERSION, errors, schema, storage
from netcli.storage import Store, open_reader, open_writer
from tests.conftest import Netcli, every_row

AT = "2026-01-01T00:00:00Z"


def add(store: Store, name: str) -> int:
    """Insert somebody by hand."""
    return store.insert("person", handle=name.lower(), uid=name, name=name)


def test_a_new_file_is_ours_and_private(tmp_path: Path) -> None:
    """Application id, version, 0600 in a 0700 folder, whatever the umask."""
    before = os.umask(0)
    try:
        open_writer(tmp_path / "folder" / "t.db").close()
    finally:
        os.umask(before)

    path = tmp_path / "folder" / "t.db"
    header = path.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == SCHEMA_VERSION
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_an_operation_that_raises_writes_nothing(tmp_path: Path) -> None:
    """All or nothing, the operation's own row included."""
    with open_writer(tmp_path / "t.db") as store:
        before = every_row(store)
        with pytest.raises(errors.ConflictError), store.operation("test", at=AT):
            [add(store, name) for name in ("Ana", "Bo", "Ana")]

        assert every_row(store) == before


def test_a_commit_is_on_the_disk(tmp_path: Path) -> None:
    """SQLite syncs in full (https://sqlite.org/pragma.html#pragma_synchronous), with a rollback journal that goes."""
    open_writer(tmp_path / "t.db").close()
    for door in (open_writer, open_reader):
        with door(tmp_path / "t.db") as store:
            assert (store.value("PRAGMA synchronous"), store.value("PRAGMA journal_mode")) == (2, "delete")


def test_a_clock_that_was_set_back_stands_still(tmp_path: Path) -> None:
    """An operation is never dated before the one before it."""
    with open_writer(tmp_path / "t.db") as store:
        for at, name in ((AT, "Ana"), ("2025-01-01T00:00:00Z", "Bo"), ("2026-01-02T00:00:00Z", "Cy")):
            with store.operation("test", at=at):
                add(store, name)

        assert store.column("SELECT at FROM operation ORDER BY id") == [AT, AT, "2026-01-02T00:00:00Z"]


def test_a_number_that_is_none_is_bad_input(tmp_path: Path) -> None:
    """SQLite has words of its own for a key of another type: they are told as any value that does not fit."""
    with open_writer(tmp_path / "t.db") as store, pytest.raises(errors.BadInputError):
        store.run("INSERT INTO tag (id, person_id, word) VALUES ('x', 1, 'y')")


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """The block sees its own writes; the file does not."""
    with open_writer(tmp_path / "t.db") as store:
        with store.operation("test", at=AT, dry_run=True) as operation:
            add(store, "Ana")
            assert store.value("SELECT count(*) FROM person") == 1

        assert store.value("SELECT count(*) FROM person") == 0
        assert operation.recorded is None


def test_every_table_of_facts_is_journaled(tmp_path: Path) -> None:
    """A new table gets its triggers by itself, when it is written; only the named ones have none."""
    with open_writer(tmp_path / "t.db") as store:
        tables = set(every_row(store))
        with store.operation("test", at=AT, dry_run=True):
            for table in tables:
                store.run(f"INSERT INTO {table} SELECT * FROM {table} WHERE 0")
                column = store.value("SELECT name FROM pragma_table_info(?)", (table,))
                store.run(f"UPDATE {table} SET {column} = {column}")
                store.run(f"DELETE FROM {table} WHERE 0")
            triggers = store.column("SELECT name FROM sqlite_temp_master WHERE type = 'trigger'")

    followed = tables - schema.NOT_JOURNALED
    assert set(triggers) == {f"journal_{t}_{a}" for t in followed for a in ("insert", "update", "delete")}


def journaled(store: Store, number: int) -> list[tuple[str, str, int]]:
    """Return what an operation wrote: table, action and row."""
    rows = store.rows("SELECT table_name, action, row_id FROM journal WHERE operation_id = ? ORDER BY id", (number,))
    return [tuple(row) for row in rows]


def test_what_foreign_keys_delete_is_journaled(tmp_path: Path) -> None:
    """A person takes rows of other tables along, and each is written down."""
    with open_writer(tmp_path / "t.db") as store:
        with store.operation("test", at=AT):
            ana = add(store, "Ana")
            tag = store.insert("tag", person_id=ana, word="chess")
        with store.operation("test", at=AT) as operation:
            store.run("DELETE FROM person WHERE id = ?", (ana,))

        assert {("tag", "delete", tag), ("person", "delete", ana)} <= set(journaled(store, operation.number))


@pytest.mark.parametrize("ends", ["dry run", "error", "kept"])
def test_the_journal_goes_on_after_each_operation(tmp_path: Path, ends: str) -> None:
    """What an operation that was rolled back made ready is made ready again by the next one."""
    with open_writer(tmp_path / "t.db") as store:
        with suppress(errors.ConflictError), store.operation("test", at=AT, dry_run=ends == "dry run"):
            add(store, "Ana")
            if ends == "error":
                add(store, "Ana")
        with store.operation("test", at=AT) as operation:
            bo = add(store, "Bo")

        assert ("person", "insert", bo) in journaled(store, operation.number)


def test_the_journal_follows_one_row_after_many(tmp_path: Path) -> None:
    """Many rows are journaled by one statement; the very statement that wrote them is followed again after that."""
    with open_writer(tmp_path / "t.db") as store:
        with store.operation("test", at=AT) as operation:
            people = [add(store, name) for name in ("Ana", "Bo", "Cleo")]
            store.insert_many("tag", ("person_id", "word"), [(person, "chess") for person in people])
            store.insert("tag", person_id=people[0], word="board")
            store.insert_many("tag", ("person_id", "word"), [(person, "choir") for person in people])
            store.run_many("INSERT INTO tag (person_id, word) VALUES (?, ?)", [(people[1], "board")])
            tags = store.column("SELECT id FROM tag ORDER BY id")
            store.delete_many("tag", tags[:2])
            store.run("DELETE FROM tag WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(tags[2:]),))

        wrote = [row for row in journaled(store, operation.number) if row[0] == "tag"]
    assert len(tags) == 8
    assert sorted(wrote) == sorted(("tag", action, tag) for action in ("insert", "delete") for tag in tags)


def test_the_journal_follows_again_what_it_was_told_to_leave_out(tmp_path: Path) -> None:
    """Forgetting somebody leaves no journal; what comes after it does, by the same statement too."""
    with open_writer(tmp_path / "t.db") as store, store.operation("test", at=AT) as operation:
        ana, bo = add(store, "Ana"), add(store, "Bo")
        with store.unjournaled():
            store.insert("tag", person_id=ana, word="chess")
            store.update("person", ana, headline="h")
        told = store.insert("tag", person_id=bo, word="chess")
        store.update("person", bo, headline="h")

        wrote = journaled(store, operation.number)
    assert [row for row in wrote if row[0] == "tag" or row[1] == "update"] == [
        ("tag", "insert", told),
        ("person", "update", bo),
    ]


def test_every_view_answers(netcli: Netcli) -> None:
    """Views are for whoever reads the file with another program; the last contacts are those that netcli tells."""
    netcli("add 'Ana Pires' --level 4 --org Helix --tag board")
    netcli("add 'Bo Lind'")
    netcli("log ana-pires lunch --on 2026-01-05")
    netcli("log ana-pires bo-lind 'a call' --on 2025-07")
    with open_writer(netcli.db) as store, store.operation("test", at=AT):
        me, bo = (store.value("SELECT id FROM person WHERE handle = ?", (h,)) for h in ("sam-moreau", "bo-lind"))
        for other, day, channel in ((bo, "2026-02-01", "mail"), (bo, "2026-02-09", "comail")):
            store.insert("contact_day", from_id=other, to_id=me, on_date=day, channel=channel, count=1)

    with sqlite3.connect(netcli.db) as plain:
        views = [row[0] for row in plain.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        rows = {view: plain.execute(f"SELECT * FROM {view}").fetchall() for view in views}
    plain.close()

    assert {"v_people", "v_positions", "v_ties", "v_last_contact"} <= rows.keys()
    assert all(rows.values())
    assert sorted(row[1:] for row in rows["v_last_contact"]) == [
        ("ana-pires", "Ana Pires", "2026-01-05"),
        ("bo-lind", "Bo Lind", "2026-02-01"),
    ]


def test_every_table_has_a_commented_integer_id_first(tmp_path: Path) -> None:
    """The journal finds rows by `id`; every column of every table says what it is."""
    for _, statements in schema.MIGRATIONS:
        for statement in statements:
            if not statement.startswith("CREATE TABLE"):
                continue
            head, *columns = statement.splitlines()[:-1]
            journaled = head.split()[2] not in schema.NOT_JOURNALED
            assert columns[0].startswith("  id INTEGER PRIMARY KEY") or not journaled, head
            assert statement.endswith((") STRICT", ") STRICT, WITHOUT ROWID")), head
            defined = [c for c in columns if not c.strip().startswith(("UNIQUE", "CHECK", "PRIMARY"))]
            assert all(" -- " in column for column in defined), head


def test_a_person_is_deleted_without_reading_a_table_whole(tmp_path: Path) -> None:
    """SQLite looks for whoever still refers to a deleted row: each column that may has an index that begins with it."""
    with open_writer(tmp_path / "t.db") as store:
        for table in every_row(store):
            indexes = store.column(f"SELECT name FROM pragma_index_list('{table}') WHERE NOT partial")
            looked_up = {store.value(f"SELECT name FROM pragma_index_info('{index}')") for index in indexes}
            looked_up |= set(store.column(f"SELECT name FROM pragma_table_info('{table}') WHERE pk = 1"))
            referring = store.column(
                f"SELECT \"from\" FROM pragma_foreign_key_list('{table}') WHERE \"table\" = 'person'"
            )

            assert set(referring) <= looked_up, table


def test_an_update_that_changes_nothing_is_not_journaled(tmp_path: Path) -> None:
    """So a command that finds all as it should be leaves no operation."""
    with open_writer(tmp_path / "t.db") as store:
        with store.operation("add", at=AT):
            person = add(store, "Ana")
        with store.operation("same", at=AT) as operation:
            store.update("person", person, name="Ana")

        assert operation.recorded is None


def test_nobody_writes_with_replace() -> None:
    """REPLACE hides the row before from the journal: no statement of netcli uses it."""
    source = Path(storage.__file__).parent

    for path in source.rglob("*.py"):
        assert "OR REPLACE" not in path.read_text(encoding="utf-8").upper(), path


LATER = (
    "0002_colour",
    ("ALTER TABLE person ADD COLUMN colour TEXT", "UPDATE person SET colour = 'blue' WHERE name = 'Ana'"),
)


def as_if_newer(monkeypatch: pytest.MonkeyPatch, *later: tuple[str, tuple[str, ...]]) -> None:
    """Let the program know more migrations than it does."""
    every = (*schema.MIGRATIONS, *later)
    original = schema.migrate
    monkeypatch.setattr(storage, "SCHEMA_VERSION", SCHEMA_VERSION + len(later))
    monkeypatch.setattr(schema, "migrate", lambda connection: original(connection, every))


@pytest.mark.parametrize("door", [open_reader, open_writer])
def test_an_older_file_is_migrated_by_whoever_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: object
) -> None:
    """Reader or writer: the tables are brought up to date, and a verified copy of the old file is kept."""
    path = tmp_path / "t.db"
    with open_writer(path) as store, store.operation("add", at=AT):
        add(store, "Ana")
    as_if_newer(monkeypatch, LATER)

    with door(path) as store:
        assert store.value("SELECT colour FROM person") == "blue"

    [copy] = (tmp_path / "backups").glob("t-*.db")
    assert copy.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(copy) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert old.execute("SELECT name FROM person").fetchall() == [("Ana",)]


@pytest.mark.parametrize(
    "broken",
    [
        ("0002_wrong", ("ALTER TABLE person ADD COLUMN colour TEXT", "SELECT nonsense FROM nowhere")),
        ("0002_dangling", ("INSERT INTO tag (person_id, word) VALUES (999, 'x')",)),
    ],
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: tuple[str, tuple[str, ...]]
) -> None:
    """Whatever goes wrong, an error in SQL or a row that points nowhere: the transaction is rolled back."""
    path = tmp_path / "t.db"
    with open_writer(path) as store, store.operation("add", at=AT):
        add(store, "Ana")
        before = every_row(store)
    before = every_row(open_reader(path))
    as_if_newer(monkeypatch, broken)

    with pytest.raises((errors.NetcliError, sqlite3.Error)):
        open_writer(path)

    monkeypatch.undo()
    with open_reader(path) as store:
        assert every_row(store) == before


def test_a_newer_file_is_not_touched(tmp_path: Path) -> None:
    """Version 999: refused by reader and writer, not a byte changed."""
    path = tmp_path / "t.db"
    open_writer(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = path.read_bytes()

    for door in (open_reader, open_writer):
        with pytest.raises(errors.NewerFileError):
            door(path)

    assert path.read_bytes() == before


def test_reading_changes_neither_bytes_nor_time(tmp_path: Path) -> None:
    """A reader of a healthy, current file leaves it alone: programs that sync it see nothing."""
    path = tmp_path / "t.db"
    open_writer(path).close()
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir()))

    with open_reader(path) as store:
        every_row(store)

    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir())) == before


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    """The read-only door holds in SQLite itself."""
    path = tmp_path / "t.db"
    open_writer(path).close()

    with open_reader(path) as store, pytest.raises(errors.DeniedError):
        store.run("DELETE FROM person")


def test_neighbours_and_lens_leave_removed_people_out(tmp_path: Path) -> None:
    """1 - 2 - 3 - 4 with 3 removed: 2 knows only 1, and no walk leads from 1 to 4."""
    with open_writer(tmp_path / "t.db") as store, store.operation("test", at=AT):
        people = [add(store, name) for name in "abcd"]
        for a, b in pairwise(people):
            store.insert("tie", a=a, b=b)
        store._derive(store.newest_operation())

        def lens(hops: int) -> set[tuple[int, int]]:
            arcs, _ = store.lens(1, {4}, hops, as_of="2026-03-02", beside=lambda _people, _among: ())
            return {(a, b) for b, others in arcs.items() for a in others if a < b}

        assert lens(3) == {(1, 2), (2, 3), (3, 4)}
        store.update("person", 3, removed_on="2026-01-01")

        assert store.neighbours(2) == [1]
        assert lens(6) == {(1, 2)}


def test_a_lens_takes_a_statement_a_ring_however_many_people(tmp_path: Path) -> None:
    """Two stars of thirty, a leaf of one tied to a leaf of the other: of the last ring only that tie is read."""
    with open_writer(tmp_path / "t.db") as store, store.operation("test", at=AT):
        people = [add(store, f"p{number}") for number in range(62)]
        ego, target = people[0], people[1]
        for at, person in enumerate(people[2:]):
            store.insert("tie", a=(ego, target)[at % 2], b=person)
        store.insert("tie", a=people[2], b=people[3])
        store._derive(store.newest_operation())
        ran: list[str] = []
        store._connection.set_trace_callback(ran.append)
        arcs, near = store.lens(ego, {target}, 3, as_of="2026-03-02", beside=lambda _people, _among: ())
        store._connection.set_trace_callback(None)

    assert len([sql for sql in ran if " arc " in sql]) == 3
    assert arcs[people[3]] == {people[2]: False}
    assert near[people[3]] == 2
    assert len(near) == 1 + 30 + 1


def test_a_path_may_begin_with_two_slashes(tmp_path: Path) -> None:
    """POSIX leaves them; they name no host."""
    path = Path(f"/{tmp_path}/t.db")
    with open_writer(path) as store, store.operation("add", at=AT):
        store.insert("org", name="Helix", key="helix")

    with open_reader(path) as store:
        assert store.value("SELECT name FROM org") == "Helix"


@pytest.mark.parametrize(
    "sql", ["SELECT max(id) FROM person", "SELECT name FROM person", "INSERT INTO org (name, key) VALUES ('', '')"]
)
def test_ctrl_c_while_sqlite_asks_what_is_allowed_is_an_interruption(tmp_path: Path, sql: str) -> None:
    """SQLite only says that something is not allowed, in words that depend on what it asked."""

    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    with open_writer(tmp_path / "t.db") as store:
        store._connection.set_authorizer(interrupted)
        with pytest.raises(KeyboardInterrupt):
            store.rows(sql)
        store._connection.set_authorizer(None)
