"""kill -9 at every place that matters: strace kills the process as it enters a chosen system call."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from netcli.schema import MIGRATIONS, migrate
from tests._figures import figure
from tests.faults._kit import Tally, cards, run, side_by_side, sizes, spread
from tests.faults.conftest import Strace, calls

soak = pytest.mark.soak
KILLED = -9
#: Few points normally; in the soak as many as the commands have writes, every so many-th of them.
FEW_OR_MANY = pytest.mark.parametrize("most", [2, pytest.param(50, marks=soak)])


def kill_at_points(
    strace: Strace, base: Path | None, folder: Path, *words: str, most: int, between: tuple[dict[str, int], ...] = ()
) -> Tally:
    """Kill a command at writes spread over its run, and at each sync and at the end of its journal.

    `base` is the file it works on; None lets it make one. `between` are the states on its way, if it takes more
    than one transaction.
    """
    whole = folder / "whole.db"
    if base:
        shutil.copy(base, whole)
    points = [("pwrite64", number) for number in spread(calls(strace, "pwrite64", whole, words), most)]
    points += [("unlink", 1), *(("fdatasync", number) for number in range(1, 5) if most > 4)]
    states = (*between, sizes(whole)) if between else (sizes(base or whole), sizes(whole))
    tally = Tally()

    def kill(point: tuple[str, int]) -> tuple[Path, str] | None:
        call, number = point
        db = folder / f"{call}-{number}.db"
        if base:
            shutil.copy(base, db)
        ran = run(*words, db=db, before=strace(call, f"signal=SIGKILL:when={number}"))
        return (db, ran.stdout) if ran.returncode == KILLED else None

    ended = side_by_side(kill, points)
    for db, out in filter(None, ended):
        tally.count(db, states, acknowledged=out != "")
    assert tally.killed >= len(points) - 5, f"only {tally.killed} of {len(points)} points were reached"
    return tally


def being_made(folder: Path) -> tuple[dict[str, int], ...]:
    """Return the two states through which a file is made: tables without rows, then its owner alone."""
    tables, owner = folder / "tables.db", folder / "owner.db"
    tables.touch()
    run("operations", db=tables)
    run("note", "nobody", "hello", db=owner)  # there is nobody of that name, but there is an owner now
    return sizes(tables), sizes(owner)


def older(db: Path) -> Path:
    """Make a file as the netcli before the last migration made it, nobody in it yet."""
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        migrate(connection, MIGRATIONS[:-1])
        connection.execute("COMMIT")
    return db


@FEW_OR_MANY
def test_add_killed_at_a_write(book: Path, tmp_path: Path, strace: Strace, most: int) -> None:
    """Killed at any of its writes, `add` has added the person or has not."""
    tally = kill_at_points(strace, book, tmp_path, "add", "Bo Lind <bo@example.org>", "--tag", "chess", most=most)

    tally.reach("point")
    figure(f"add, killed at chosen calls: {tally}")
    assert tally.harm == []


@FEW_OR_MANY
def test_the_first_run_killed_at_a_write(tmp_path: Path, strace: Strace, most: int) -> None:
    """Killed while the file is made, `add` leaves nothing, empty tables, an owner, or all; never something else."""
    made = being_made(tmp_path)

    tally = kill_at_points(strace, None, tmp_path, "add", "Bo Lind <bo@example.org>", most=most, between=made)

    tally.reach("point")
    figure(f"first run, killed at chosen calls: {tally}")
    assert tally.harm == []


@FEW_OR_MANY
def test_an_import_killed_at_a_write(book: Path, tmp_path: Path, strace: Strace, most: int) -> None:
    """Killed at any of its writes, a small import is there whole or not at all."""
    vcf = tmp_path / "few.vcf"
    vcf.write_bytes(cards(40, seed=3))

    tally = kill_at_points(strace, book, tmp_path, "import", str(vcf), most=most)

    tally.reach("point")
    figure(f"import of 40 cards, killed at chosen calls: {tally}")
    assert tally.harm == []


@FEW_OR_MANY
def test_undo_killed_at_a_write(book: Path, tmp_path: Path, strace: Strace, most: int) -> None:
    """Killed at any of its writes, the undo of an import is done or not begun."""
    vcf = tmp_path / "few.vcf"
    vcf.write_bytes(cards(40, seed=3))
    run("import", str(vcf), db=book)

    tally = kill_at_points(strace, book, tmp_path, "undo", most=most)

    tally.reach("point")
    figure(f"undo, killed at chosen calls: {tally}")
    assert tally.harm == []


@FEW_OR_MANY
def test_a_merge_killed_at_a_write(book: Path, tmp_path: Path, strace: Strace, most: int) -> None:
    """Killed at any of its writes, a merge has made one of two people or has not begun."""
    words = ("merge", "dana-okafor", "ana-alaberg", "--yes")

    tally = kill_at_points(strace, book, tmp_path, *words, most=most)

    tally.reach("point")
    figure(f"merge, killed at chosen calls: {tally}")
    assert tally.harm == []


@FEW_OR_MANY
def test_a_migration_killed_at_a_write(tmp_path: Path, strace: Strace, most: int) -> None:
    """Killed while it brings an older file up to date, a command leaves it old or new; its backup is whole."""
    made, old = being_made(tmp_path), older(tmp_path / "old.db")

    tally = kill_at_points(strace, old, tmp_path, "add", "Bo Lind", most=most, between=made)

    backups = list(tmp_path.glob("backups/*.db"))
    tally.reach("point")
    figure(f"migration, killed at chosen calls: {tally}; {len(backups)} backups")
    assert tally.harm == []
    assert len(backups) > tally.killed // 2
    for backup in backups:
        with closing(sqlite3.connect(backup)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) - 1,)
