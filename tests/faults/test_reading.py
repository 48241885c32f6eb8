"""What reading leaves alone, who may look into a file, and what the first reader does after a crash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults._kit import (
    READING,
    cards,
    dump,
    faults,
    journal,
    run,
    said_in_one_line,
    stamp,
    start,
    wait_until_it_writes,
)  # fmt: skip
from tests.faults.conftest import Strace

#: Changes every person in a transaction that does not fit its cache, so that the file is written, and dies.
_DIE = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 2")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE person SET summary = hex(randomblob(2000))")
connection.execute("UPDATE contact_point SET label = hex(randomblob(2000))")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def crashed(book: Path) -> Path:
    """Return a file half way through a transaction whose process was killed: its journal is hot."""
    db = Path(shutil.copy(book, book.with_name("crashed.db")))
    subprocess.run([sys.executable, "-c", _DIE, str(db)], check=False)
    assert stamp(db) != stamp(book)
    assert journal(db).stat().st_size > 4096
    return db


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_reading_leaves_a_healthy_file_alone(book: Path, words: tuple[str, ...]) -> None:
    """A command that reads changes neither a byte nor the time of the file, and leaves nothing beside it."""
    os.utime(book, ns=(10**18, 10**18))
    before, beside = stamp(book), sorted(os.listdir(book.parent))

    ran = run(*words, db=book)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout != ""
    assert stamp(book) == before
    assert sorted(os.listdir(book.parent)) == beside


@pytest.mark.parametrize("words", [("list",), ("export", "json")], ids=" ".join)
def test_the_first_reader_after_a_crash_rolls_back(book: Path, crashed: Path, words: tuple[str, ...]) -> None:
    """After kill -9 in the middle of a write, the next command that reads answers from the file as it was before."""
    ran = run(*words, db=crashed)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == run(*words, db=book).stdout
    assert not journal(crashed).exists()
    assert dump(crashed) == dump(book)
    assert faults(crashed) == []


def test_four_readers_after_a_crash(book: Path, crashed: Path) -> None:
    """Whoever comes first rolls back; those who come at the same time wait, and all answer the same."""
    running = [start("list", db=crashed) for _ in range(4)]

    answers = []
    for process in running:
        with process:
            answers.append((*process.communicate(), process.returncode))
    expected = run("list", db=book)

    assert answers == [(expected.stdout, expected.stderr, 0)] * 4


def test_a_crashed_file_that_may_only_be_read(crashed: Path, disk: Callable[[str], Path]) -> None:
    """Where a half-done transaction cannot be rolled back, nothing is read from it either: 77."""
    place = disk("size=4m")
    db = Path(shutil.copy(crashed, place))
    shutil.copy(journal(crashed), journal(db))
    disk("remount,ro")
    before = stamp(db)

    ran = run("list", db=db)

    assert ran.returncode == 77
    assert said_in_one_line(ran.stderr), ran.stderr
    assert ran.stdout == ""
    assert stamp(db) == before


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_files_are_readable_by_their_owner_only(tmp_path: Path, umask: int) -> None:
    """Whatever the umask, the database and its journal are 0600, and the folders made for them 0700."""
    db = tmp_path / "data" / "deep" / "netcli.db"
    vcf = tmp_path / "many.vcf"
    vcf.write_bytes(cards(100))
    with_umask = ("sh", "-c", f'umask {umask:03o}; exec "$@"', "sh")

    made = run("add", "Ana Pires", db=db, before=with_umask)
    with start("import", str(vcf), db=db, before=with_umask) as process:
        wait_until_it_writes(process, db)
        journal_mode = journal(db).stat().st_mode & 0o777
        process.communicate()

    assert (made.returncode, process.returncode) == (0, 0)
    assert journal_mode == 0o600
    assert db.stat().st_mode & 0o777 == 0o600
    assert [folder.stat().st_mode & 0o777 for folder in db.parents[:2]] == [0o700, 0o700]


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_an_export_is_readable_by_its_owner_only(book: Path, umask: int) -> None:
    """Whatever the umask, an exported file is 0600."""
    target = book.with_name("netcli.json")

    ran = run("export", "json", "-o", str(target), db=book, before=("sh", "-c", f'umask {umask:03o}; exec "$@"', "sh"))

    assert ran.returncode == 0
    assert target.stat().st_mode & 0o777 == 0o600


def test_an_export_is_on_the_disk_before_it_takes_the_place_of_the_older_one(book: Path, strace: Strace) -> None:
    """Written beside it, synced, renamed, and the folder synced: after a power cut it is the one or the other."""
    target, log = book.with_name("netcli.json"), book.with_name("calls.txt")
    target.write_text("the export of last week")
    before = strace("fsync,fdatasync,rename,renameat,renameat2", "", str(log))

    ran = run("export", "json", "-o", str(target), "--force", db=book, before=before)

    called = [line.split("(")[0].split()[-1] for line in log.read_text().splitlines() if "(" in line]
    assert ran.returncode == 0
    assert [name[:6] for name in called] == ["fsync", "rename", "fsync"]
