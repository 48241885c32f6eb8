"""`netcli doctor`: says what is wrong in words, with what to type; mends what can be mended; else touches nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from netcli.domain.health import CHECKS
from tests.conftest import Netcli
from tests.exporting.test_json import filled
from tests.faults._kit import stamp


@pytest.fixture
def ana(netcli: Netcli) -> Iterator[Netcli]:
    """Return a runner on a file with people, ties, contacts and a backup: there is nothing to say."""
    netcli("add 'Ana Pires <ana@example.org>' --level 4 --org Helix --tag board")
    netcli("add 'Bo Lind'")
    netcli("link ana-pires bo-lind --level 3")
    netcli("log ana-pires lunch")
    netcli("undo")
    netcli("merge ana-pires bo-lind")
    netcli("undo")
    netcli("backup")
    yield netcli
    if netcli.db.exists() and not whole(netcli):
        netcli.db.unlink()


def whole(netcli: Netcli) -> bool:
    """Tell whether lists can be trusted."""
    return all(one["state"] == "ok" for one in findings(netcli, None) if one["check"] in ("file", "pages", "lists"))


def findings(netcli: Netcli, code: int | None, *more: str) -> list[dict[str, Any]]:
    """Return what doctor finds."""
    return netcli("doctor", *more, "--json", code=code).json["findings"]


def wrong(netcli: Netcli, code: int | None = 1, *more: str) -> dict[str, dict[str, Any]]:
    """Return what is not as it should be, by the name of the check."""
    return {one["check"]: one for one in findings(netcli, code, *more) if one["state"] != "ok"}


def harm(netcli: Netcli, *statements: str) -> None:
    """Change the file behind netcli's back."""
    with closing(sqlite3.connect(netcli.db)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)


def test_a_healthy_file_is_left_alone(ana: Netcli) -> None:
    """Every check says so, the exit code is 0, no byte and no time stamp changes."""
    before = stamp(ana.db)

    found = findings(ana, 0)

    assert {one["state"] for one in found} == {"ok"}
    assert [check.name for check in CHECKS] == [one["check"] for one in found][3:-2]
    assert all(one["text"] and one["command"] is None for one in found)
    assert stamp(ana.db) == before
    ana("doctor --fix --yes")
    assert stamp(ana.db) == before


def test_a_file_with_everything_in_it_is_healthy(netcli: Netcli, tmp_path: Path) -> None:
    """Tables and journal of every kind agree, also after a purge."""
    filled(tmp_path / "full.db").close()
    netcli.db.unlink()
    netcli.db = tmp_path / "full.db"
    netcli("init --name Sam --yes")
    netcli("backup")

    told = {name: one["text"] for name, one in wrong(netcli, None).items()}

    assert told.keys() == {"search keys"}, told  # of names that were inserted past netcli
    netcli("doctor --fix --yes")
    netcli("remove 7 --id --purge --yes")
    netcli("backup")
    assert wrong(netcli, 0) == {}


MENDED = {
    "lists": ("DELETE FROM arc", "UPDATE listed SET org = 'elsewhere'", "UPDATE heap SET text = 'nothing'"),
    "search keys": (
        "DELETE FROM search_key WHERE person_id = 2",
        "INSERT INTO search_key (person_id, key) VALUES (3, 'x')",
    ),
    "sqlite": ("PRAGMA journal_mode = WAL",),
}


@pytest.mark.parametrize(("check", "statement"), [(name, one) for name, many in MENDED.items() for one in many])
def test_what_is_derived_is_written_anew(ana: Netcli, check: str, statement: str) -> None:
    """After a backup, once it was answered; afterwards the file is as it was before the harm."""
    found = ana("find pires").out
    with closing(sqlite3.connect(ana.db, isolation_level=None)) as connection:
        connection.execute(statement)
    before = ana.db.read_bytes()

    assert wrong(ana)[check]["command"] == "netcli doctor --fix"
    assert "--yes" in ana("doctor --fix", code=2).err
    assert ana.db.read_bytes() == before
    told = wrong(ana, 0, "--fix", "--yes")

    assert told[check]["state"] == "mended"
    assert wrong(ana, 0) == {}
    assert ana("find pires").out == found
    assert "before doctor --fix" in ana("backup --list").out
    assert os.listdir(ana.db.parent).count("t.db-wal") == 0


def test_modes_are_narrowed(ana: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the file, its backups and their folder; of the folder of the file only if it is netcli's own."""
    folder = ana.db.parent / "backups"
    for path in (ana.db, folder, *folder.iterdir(), ana.db.parent):
        path.chmod(0o755)

    told = wrong(ana)["permissions"]
    assert "755" in told["text"]
    wrong(ana, 0, "--fix", "--yes")

    assert {path.stat().st_mode & 0o777 for path in (ana.db, *folder.iterdir())} == {0o600}
    assert (folder.stat().st_mode & 0o777, ana.db.parent.stat().st_mode & 0o777) == (0o700, 0o755)
    monkeypatch.setenv("XDG_DATA_HOME", str(ana.db.parent / "data"))
    own = ana.db.parent / "data" / "netcli"
    own.mkdir(parents=True)
    own.chmod(0o755)
    ana.db.rename(own / "t.db")
    ana.db = own / "t.db"
    ana("backup")
    assert "755" in wrong(ana)["permissions"]["text"]


TOLD = {
    "references": (
        ("PRAGMA foreign_keys = OFF", "INSERT INTO tag (person_id, word) VALUES (999, 'x')"),
        "points to a person",
    ),
    "journal": (("DELETE FROM remark", "DELETE FROM tag"), "tag: rows that are not as it says: 1"),
    "handles": (("INSERT INTO person_alias (person_id, kind, value) VALUES (2, 'handle', 'bo-lind')",), "bo-lind"),
    "people": (("UPDATE person SET name = '?!' WHERE id = 3",), "without a letter in the name: bo-lind"),
    "dates": (("INSERT INTO remark (person_id, on_date, text) VALUES (2, '2031-05-06', 'x')",), "2031-05-06"),
}


@pytest.mark.parametrize("check", TOLD)
def test_what_cannot_be_mended_is_told_with_what_to_type(ana: Netcli, check: str) -> None:
    """Advice alone leaves the file healthy; `--fix` does not touch it."""
    statements, says = TOLD[check]
    harm(ana, *statements)
    before = stamp(ana.db)

    told = wrong(ana, None)[check]

    assert says in told["text"]
    assert told["command"].startswith("netcli ")
    assert told["command"] != "netcli doctor --fix"
    assert stamp(ana.db) == before


@pytest.mark.parametrize(
    ("statement", "state", "said"),
    [
        ("DROP TABLE snooze", "wrong", "table snooze is not there"),
        ("DROP INDEX journal_row", "wrong", "index journal_row is not there"),
        ("ALTER TABLE remark DROP COLUMN text", "wrong", "table remark has other columns than it should"),
        ("CREATE TABLE extra (x)", "advice", "something that netcli did not make: table extra"),
        ("CREATE TRIGGER t AFTER INSERT ON tag BEGIN SELECT 1; END", "advice", "did not make: trigger t"),
    ],
)
def test_tables_are_those_of_this_netcli(ana: Netcli, statement: str, state: str, said: str) -> None:
    """A table, index or column that another program took away is named, and what it left there."""
    harm(ana, statement)

    found = wrong(ana, None)["tables"]

    assert found["state"] == state
    assert said in found["text"]


def test_an_owner_is_missing(ana: Netcli) -> None:
    """Told with how to say who one is."""
    harm(ana, "UPDATE person SET is_me = 0")

    assert "no owner" in wrong(ana)["people"]["text"]


@pytest.mark.parametrize(
    ("spoil", "check"),
    [
        (lambda data: data[:5000], "pages"),
        (lambda data: b"shopping list " * 90, "file"),
        (lambda data: data[:16] + b"\0" * 84 + data[100:], "file"),
        (lambda data: data[:60] + (999).to_bytes(4, "big") + data[64:], "file"),
    ],
)
def test_a_file_that_cannot_be_read_is_examined_as_far_as_possible(
    ana: Netcli, spoil: Callable[[bytes], bytes], check: str
) -> None:
    """Cut, something else, a newer netcli's: no traceback, the newest good backup is named, nothing is written."""
    [copy] = (ana.db.parent / "backups").glob("*.db")
    ana.db.write_bytes(spoil(ana.db.read_bytes()))
    before = stamp(ana.db)

    told = wrong(ana)

    states = {name for name in ("file", "pages") if name in told}
    assert states
    if "newer" not in told.get("file", {}).get("text", ""):
        assert f"netcli backup --restore {copy.name}" in {one["command"] for one in told.values()}
    assert ana("doctor --fix --yes", code=None).code in (1, 65, 78)
    assert stamp(ana.db) == before
    ana.db.unlink()


def test_damaged_indexes_are_written_anew(ana: Netcli) -> None:
    """An index that has lost its entries is no reason to go back to a backup."""
    with closing(sqlite3.connect(ana.db, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        kept = connection.execute("SELECT * FROM sqlite_master WHERE name = 'tag_word'").fetchone()
        connection.execute("DELETE FROM sqlite_master WHERE name = 'tag_word'")
    harm(ana, "INSERT INTO tag (person_id, word) VALUES (3, 'lost')")
    with closing(sqlite3.connect(ana.db, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", kept)

    assert "indexes alone" in wrong(ana)["pages"]["text"]
    told = findings(ana, None, "--fix", "--yes")

    assert {one["check"]: one["state"] for one in told}["pages"] == "mended"


def test_a_damaged_table_is_not_taken_for_an_index(ana: Netcli) -> None:
    """What a table has lost is not written anew from anywhere: --fix is not offered."""
    with closing(sqlite3.connect(ana.db)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'contact_point'").fetchone()
    content = bytearray(ana.db.read_bytes())
    content[(page - 1) * size + 7] = (
        9  # so many bytes between the rows would be free: https://sqlite.org/fileformat.html#b_tree_pages
    )
    ana.db.write_bytes(content)

    told = wrong(ana)["pages"]

    assert "Fragmentation" in told["text"]
    assert "indexes alone" not in told["text"]
    assert "--fix" not in (told["command"] or "")


def test_a_hot_journal_is_told_and_not_touched(ana: Netcli) -> None:
    """What a crash has left is rolled back by the next command, not by looking."""
    left = ana.db.with_name("t.db-journal")
    with closing(sqlite3.connect(ana.db, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("INSERT INTO remark (person_id, on_date, text) SELECT 2, '2026', hex(zeroblob(90000))")
        half, journal = ana.db.read_bytes(), left.read_bytes()
    ana.db.write_bytes(half)
    left.write_bytes(journal)
    left.chmod(0o600)
    before = stamp(ana.db)

    assert "cut off" in wrong(ana)["file"]["text"]
    assert stamp(ana.db) == before
    assert left.read_bytes() == journal
    ana("operations")
    assert wrong(ana, 0) == {}


def test_somebody_who_is_writing_is_not_taken_for_cut_off(ana: Netcli) -> None:
    """His journal lies beside the file, too, but he is there."""
    with closing(sqlite3.connect(ana.db, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO remark (person_id, on_date, text) VALUES (2, '2026', 'x')")
        ana.db.with_name("t.db-journal").chmod(0o600)

        assert wrong(ana, 0) == {}


def test_copies_that_were_cut_off_are_cleared_away(ana: Netcli) -> None:
    """After an hour: before that somebody may be writing them."""
    old, young = (ana.db.parent / "backups" / f".t-20260101-{n}.7.part" for n in (1, 2))
    for path in (old, young):
        path.write_bytes(b"half")
        path.chmod(0o600)
    os.utime(old, (1, 1))

    assert str(old) in wrong(ana)["left behind"]["text"]
    wrong(ana, 0, "--fix", "--yes")
    assert (old.exists(), young.exists()) == (False, True)


def test_backups_have_to_be_there_to_hold_and_to_be_new(ana: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """None, one that is spoilt, one from before the last thirty days of work; an old one of an idle file will do."""
    [copy] = (ana.db.parent / "backups").glob("*.db")
    monkeypatch.setenv("NETCLI_TODAY", "2026-06-01")
    assert wrong(ana, 0) == {}
    ana("add Cy")
    assert "operations came after it" in wrong(ana)["backups"]["text"]
    copy.write_bytes(copy.read_bytes()[:-1])
    assert "rm " in wrong(ana)["backups"]["command"] or "none that holds" in wrong(ana)["backups"]["text"]
    copy.unlink()
    assert wrong(ana)["backups"]["command"] == "netcli backup"


def test_a_configuration_that_cannot_be_used_is_a_finding(ana: Netcli) -> None:
    """It keeps other commands from running, but not the doctor."""
    path = Path(ana("config path").out.strip())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("backup.keep = 'ten'\n")

    assert "line 1" in wrong(ana)["configuration"]["text"]
    ana("list", code=78)
    path.write_text("colour = 'red'\n")
    assert wrong(ana, 0)["configuration"]["state"] == "advice"


def test_an_older_file_is_not_brought_up_to_date_by_looking(ana: Netcli) -> None:
    """The next command does that."""
    harm(ana, "PRAGMA user_version = 4")
    before = stamp(ana.db)

    told = wrong(ana, 0)

    assert "version 4" in told["file"]["text"]
    assert stamp(ana.db) == before
    ana.db.unlink()


def test_there_is_no_file(netcli: Netcli) -> None:
    """66, and none is made."""
    netcli.db.unlink()

    netcli("doctor", code=66)
    assert not netcli.db.exists()


def test_free_pages_are_given_back(ana: Netcli) -> None:
    """Where a quarter of a file of some size is free."""
    harm(ana, "CREATE TABLE large (x)", "INSERT INTO large SELECT zeroblob(1000000) FROM (VALUES (1), (2), (3))")
    harm(ana, "DROP TABLE large")
    size = ana.db.stat().st_size

    assert "are free" in wrong(ana, 0)["size"]["text"]
    wrong(ana, 0, "--fix", "--yes")
    assert ana.db.stat().st_size < size - 2_000_000
