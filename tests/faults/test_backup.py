"""Backups under harm: killed while one is made or put back, a full disk, a lock that is held."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from netcli.backup import backups, trouble_with
from tests._figures import figure
from tests.faults._kit import (
    cards,
    dump,
    faults,
    people,
    run,
    said_in_one_line,
    side_by_side,
    sizes,
    spread,
    start,
)
from tests.faults.conftest import Strace, calls

soak = pytest.mark.soak
BUSY, IO, KILLED = 75, 74, -9
KB = 1024
FEW_OR_MANY = pytest.mark.parametrize("most", [3, pytest.param(30, marks=soak)])


def made(db: Path) -> str:
    """Make a backup of a file and return its name."""
    assert run("backup", db=db).returncode == 0
    return backups(db)[0].path.name


@FEW_OR_MANY
def test_a_backup_killed_at_a_write(book: Path, tmp_path: Path, strace: Strace, most: int) -> None:
    """Killed at any of its writes, syncs and names, a backup is there whole with its manifest, or is not listed."""
    before = book.read_bytes()
    points = [("pwrite64", number) for number in spread(calls(strace, "pwrite64", book, ("backup",)), most)]
    points += [("fsync", 1), ("fsync", 2), ("rename", 1)]

    def kill(point: tuple[str, int]) -> tuple[int, Path]:
        call, number = point
        db = Path(shutil.copy(book, tmp_path / f"{call}-{number}.db"))
        return run("backup", db=db, before=strace(call, f"signal=SIGKILL:when={number}")).returncode, db

    ended = side_by_side(kill, points)

    assert [code for code, _ in ended].count(KILLED) >= most
    for _, db in ended:
        assert db.read_bytes() == before
        assert [trouble_with(copy) for copy in backups(db)] in ([], [None]), db
        assert made(db) in {copy.path.name for copy in backups(db)}
    figure(f"backup killed at {len(ended)} calls: all files as they were, no backup half listed")


@FEW_OR_MANY
def test_a_backup_that_is_put_back_killed_at_a_write(book: Path, tmp_path: Path, strace: Strace, most: int) -> None:
    """Killed at any of its writes, the file holds what it held or what the backup holds; the later state is kept."""
    name, then = made(book), sizes(book)
    vcf = tmp_path / "few.vcf"
    vcf.write_bytes(cards(40, seed=3))
    assert run("import", str(vcf), db=book).returncode == 0
    now, words = sizes(book), ("backup", "--restore", name, "--yes")
    place = tmp_path / "count"

    def laid_out(folder: Path) -> Path:
        shutil.copytree(book.parent / "backups", folder / "backups")
        return Path(shutil.copy(book, folder / book.name))

    place.mkdir()
    points = [("pwrite64", n) for n in spread(calls(strace, "pwrite64", laid_out(place), words), most)] + [
        ("unlink", 1)
    ]

    def kill(point: tuple[str, int]) -> tuple[int, Path]:
        call, number = point
        folder = tmp_path / f"{call}-{number}"
        folder.mkdir()
        db = laid_out(folder)
        return run(*words, db=db, before=strace(call, f"signal=SIGKILL:when={number}")).returncode, db

    ended = side_by_side(kill, points)

    assert [code for code, _ in ended].count(KILLED) >= most
    for _, db in ended:
        assert faults(db) == [], db
        assert sizes(db) in (then, now), db
        assert sizes(db) == now or any(copy.manifest and copy.manifest.rows == now for copy in backups(db)), db
    figure(
        f"put back, killed at {len(ended)} calls: {sum(sizes(db) == then for _, db in ended)} done, the rest not begun"
    )


def test_readers_and_writers_while_a_backup_is_put_back(book: Path) -> None:
    """Who has the file open, or waits for it, finds one state or the other; a change that was answered is not lost.

    If others write all the time, so that no moment is found, it is said and nothing is put back.
    """
    name, then = made(book), people(book)

    running = [start("add", f"Guest {chr(65 + n)}", "--quiet", db=book) for n in range(3)]
    back = start("backup", "--restore", name, "--yes", db=book)
    running += [start("add", f"Late {chr(65 + n)}", "--quiet", db=book) for n in range(3)]
    out = [process.communicate(timeout=60) for process in running]
    _, err = back.communicate(timeout=60)

    assert back.returncode in (0, BUSY), err
    assert [process.returncode for process in running] == [0] * 6, out
    assert faults(book) == []
    assert then <= people(book) <= then + 6
    kept = {name for copy in backups(book) for (name,) in _names(copy.path)} | {name for (name,) in _names(book)}
    assert {f"Late {c}" for c in "ABC"} | {f"Guest {c}" for c in "ABC"} <= kept


@FEW_OR_MANY
@pytest.mark.parametrize("words", [("remove", "dana-okafor", "--purge", "--yes"), ("doctor", "--fix", "--yes")])
def test_a_purge_or_a_repair_killed_at_a_write(
    book: Path, tmp_path: Path, strace: Strace, most: int, words: tuple[str, ...]
) -> None:
    """Killed at any of its writes, somebody is forgotten whole or not at all; what was being mended can be mended."""
    if words[0] == "doctor":
        with closing(sqlite3.connect(book)) as connection, connection:
            connection.execute("DELETE FROM arc")
            connection.execute("DELETE FROM heap")
    whole = Path(shutil.copy(book, tmp_path / "whole.db"))
    points = [("pwrite64", number) for number in spread(calls(strace, "pwrite64", whole, words), most)] + [
        ("unlink", 1)
    ]
    states = (sizes(book), sizes(whole))

    def kill(point: tuple[str, int]) -> tuple[int, Path]:
        call, number = point
        db = Path(shutil.copy(book, tmp_path / f"{call}-{number}.db"))
        return run(*words, db=db, before=strace(call, f"signal=SIGKILL:when={number}")).returncode, db

    ended = side_by_side(kill, points)

    assert [code for code, _ in ended].count(KILLED) >= most
    for _, db in ended:
        left = [fault for fault in faults(db) if words[0] != "doctor" or "follows from the rest" not in fault]
        assert left == [], db
        assert sizes(db) in states, db
        assert run(*words, db=db).returncode in (0, 1, 3)
        assert sizes(db) == states[-1]
    figure(f"{words[0]} {words[1]}, killed at {len(ended)} calls: done or not begun, and done when repeated")


def _names(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name FROM person").fetchall()


def test_a_backup_that_does_not_fit(disk: Callable[[str], Path], book: Path, tmp_path: Path) -> None:
    """On a full disk a backup, and a large import that needs one, end with 74; nothing is left of the copy."""
    vcf = tmp_path / "many.vcf"
    vcf.write_bytes(cards(600, seed=4))
    db = Path(shutil.copy(book, disk(f"size={book.stat().st_size // KB + 60}k")))

    for words in (("backup",), ("import", str(vcf)), ("backup", "--to", "-")):
        ran = run(*words, db=db)

        assert ran.returncode == IO, ran.stderr
        assert said_in_one_line(ran.stderr), ran.stderr
        assert "no backup of" in ran.stderr
        assert dump(db) == dump(book)
        assert [path for path in db.parent.rglob("*") if path.is_file()] == [db]


def test_a_backup_on_a_full_disk_can_go_elsewhere(disk: Callable[[str], Path], book: Path, tmp_path: Path) -> None:
    """With --to, the file on the full disk is only read."""
    db = Path(shutil.copy(book, disk(f"size={book.stat().st_size // KB + 20}k")))

    ran = run("backup", "--to", str(tmp_path / "elsewhere.db"), db=db)

    assert ran.returncode == 0, ran.stderr
    assert dump(tmp_path / "elsewhere.db") == dump(book)


def test_a_lock_that_is_held_ends_putting_back_with_busy(book: Path) -> None:
    """Nobody waits for ever: 75, one line, the file as it was."""
    name = made(book)
    run("add", "Bo Lind", db=book)
    before = dump(book)
    with closing(sqlite3.connect(book, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        ran = run("backup", "--restore", name, "--yes", db=book)
        waited = time.monotonic() - began

    assert ran.returncode == BUSY, ran.stderr
    assert said_in_one_line(ran.stderr)
    figure(f"putting back a file that stays locked: 75 after {waited:.1f} s")
    assert dump(book) == before


@pytest.mark.parametrize("files", [20, pytest.param(400, marks=soak)])
def test_flipped_bytes_in_a_backup_are_found(book: Path, files: int) -> None:
    """One byte changed anywhere: the hash tells, and it is not put back."""
    name = made(book)
    copy = book.parent / "backups" / name
    sound, chance = copy.read_bytes(), random.Random(5)
    before = book.read_bytes()

    for _ in range(files):
        spoiled = bytearray(sound)
        spoiled[chance.randrange(len(spoiled))] ^= chance.randrange(1, 256)
        copy.write_bytes(spoiled)

        assert trouble_with(backups(book)[0]) is not None
    ran = run("backup", "--restore", name, "--yes", db=book)

    figure(f"{files} backups with a flipped byte: all found")
    assert ran.returncode == 65
    assert book.read_bytes() == before
