"""Files that are not ours to write, or not files at all: refused with the right code, and left as they are."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults._kit import READING, faults, journal, people, run, said_in_one_line, stamp

DATA, NO_FILE, CANNOT_CREATE, DENIED, NEWER = 65, 66, 73, 77, 78
READ, WRITE = ("list",), ("add", "Bo Lind")

Bound = tuple[str, ...]


def text_file(path: Path) -> None:
    path.write_text("Ana Pires, ana@example.org\nBo Lind, bo@example.org\n" * 40, encoding="utf-8")


def database_of_others(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT); PRAGMA user_version = 1;")


def database_with_the_id_of_others(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA application_id = 252006674; CREATE TABLE event (id INTEGER PRIMARY KEY);")


def half_a_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\x10\x00\x01\x01")


def one_byte(path: Path) -> None:
    path.write_bytes(b"\n")


@pytest.mark.parametrize(
    "make",
    [
        text_file,
        database_of_others,
        database_with_the_id_of_others,
        half_a_header,
        one_byte,
    ],
)
def test_a_file_of_others(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A text file and another program's database are refused, for reading and for writing, and not touched."""
    db = tmp_path / "other.db"
    make(db)
    before = stamp(db)

    for words in (READ, WRITE):
        ran = run(*words, db=db)

        assert ran.returncode == DATA
        assert said_in_one_line(ran.stderr), ran.stderr
        assert stamp(db) == before
    assert os.listdir(tmp_path) == ["other.db"]


@pytest.mark.parametrize("words", [READ, WRITE, ("undo",)])
def test_a_file_of_a_newer_netcli(book: Path, words: tuple[str, ...]) -> None:
    """A file with a later schema is neither read nor written: 78."""
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = stamp(book)

    ran = run(*words, db=book)

    assert ran.returncode == NEWER
    assert said_in_one_line(ran.stderr), ran.stderr
    assert stamp(book) == before


def test_an_empty_file(tmp_path: Path) -> None:
    """A file of 0 bytes is a new one: it can be read, and written."""
    db = tmp_path / "empty.db"
    db.touch()

    read, written = run(*READ, db=db), run(*WRITE, db=db)

    assert (read.returncode, written.returncode) == (0, 0)
    assert people(db) == 2
    assert faults(db) == []


def test_no_file_at_all(tmp_path: Path) -> None:
    """Reading makes no file, and no folder for one."""
    db = tmp_path / "data" / "netcli.db"

    ran = run(*READ, db=db)

    assert ran.returncode == NO_FILE
    assert said_in_one_line(ran.stderr), ran.stderr
    assert not db.parent.exists()


@pytest.mark.parametrize("words", [READ, WRITE])
def test_a_folder_in_place_of_the_file(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A folder cannot be opened: one line says so, and it stays as it is."""
    db = tmp_path / "netcli.db"
    db.mkdir()

    ran = run(*words, db=db)

    assert ran.returncode in (DATA, CANNOT_CREATE)
    assert said_in_one_line(ran.stderr), ran.stderr
    assert list(db.iterdir()) == []


@pytest.mark.parametrize("words", [READ, WRITE])
def test_a_pipe_in_place_of_the_file(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A named pipe with nobody at its other end is refused at once, not waited for."""
    db = tmp_path / "netcli.db"
    os.mkfifo(db)

    ran = run(*words, db=db, before=("timeout", "3"))

    assert ran.returncode in (DATA, CANNOT_CREATE)
    assert said_in_one_line(ran.stderr), ran.stderr


@pytest.mark.parametrize(("words", "code"), [(READ, NO_FILE), (WRITE, CANNOT_CREATE)])
def test_a_link_that_leads_nowhere(tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    """Nothing is created through a link: where it leads may be a place somebody else has chosen."""
    db, elsewhere = tmp_path / "netcli.db", tmp_path / "elsewhere.db"
    db.symlink_to(elsewhere)

    ran = run(*words, db=db)

    assert ran.returncode == code
    assert said_in_one_line(ran.stderr), ran.stderr
    assert not elsewhere.exists()


def test_a_link_to_a_file(book: Path) -> None:
    """A link to a netcli file is as good as the file; it stays a link."""
    link = book.with_name("link.db")
    link.symlink_to(book)
    before = people(book)

    ran = run(*WRITE, db=link)

    assert ran.returncode == 0
    assert link.is_symlink()
    assert people(book) == before + 1


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o400, 0o700), (0o600, 0o500), (0o400, 0o500)])
def test_a_file_that_may_only_be_read(book: Path, bound: Bound, file_mode: int, folder_mode: int) -> None:
    """Where file or folder may not be written, reading works, and writing is denied: 77."""
    folder = book.parent / "locked"
    folder.mkdir()
    db = Path(shutil.copy(book, folder))
    before = stamp(db)
    db.chmod(file_mode)
    folder.chmod(folder_mode)

    read, written = run(*READ, db=db, before=bound), run(*WRITE, db=db, before=bound)

    folder.chmod(0o700)
    assert read.returncode == 0, read.stderr
    assert written.returncode == DENIED
    assert said_in_one_line(written.stderr), written.stderr
    assert stamp(db) == before


@pytest.mark.parametrize("words", [READ, WRITE])
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o000, 0o700), (0o600, 0o000)])
def test_a_file_that_may_not_be_opened(
    book: Path, bound: Bound, words: tuple[str, ...], file_mode: int, folder_mode: int
) -> None:
    """A file that the system keeps from us is told about in one line, with the code for what is denied."""
    folder = book.parent / "locked"
    folder.mkdir()
    db = Path(shutil.copy(book, folder))
    before = stamp(db)
    db.chmod(file_mode)
    folder.chmod(folder_mode)

    ran = run(*words, db=db, before=bound)

    folder.chmod(0o700)
    db.chmod(0o600)
    assert ran.returncode in (CANNOT_CREATE, DENIED)
    assert said_in_one_line(ran.stderr), ran.stderr
    assert stamp(db) == before


def test_a_folder_where_nothing_may_be_made(tmp_path: Path, bound: Bound) -> None:
    """In a folder that may not be written no file can be made: 73."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)

    ran = run(*WRITE, db=folder / "netcli.db", before=bound)

    assert ran.returncode == CANNOT_CREATE
    assert said_in_one_line(ran.stderr), ran.stderr
    assert list(folder.iterdir()) == []


def test_a_disk_that_may_only_be_read(book: Path, disk: Callable[[str], Path]) -> None:
    """On a read-only disk reading works, writing is denied, and nothing can be made."""
    db = Path(shutil.copy(book, disk("size=4m")))
    disk("remount,ro")

    read = [run(*words, db=db).returncode for words in READING[:3]]
    written, made = run(*WRITE, db=db), run(*WRITE, db=db.with_name("new.db"))

    assert read == [0, 0, 0]
    assert (written.returncode, made.returncode) == (DENIED, CANNOT_CREATE)
    assert said_in_one_line(written.stderr), written.stderr
    assert said_in_one_line(made.stderr), made.stderr
    assert not journal(db).exists()
