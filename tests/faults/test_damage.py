"""Damaged files: told in one line, never a traceback, never called a bug, and not a byte is changed.

These run in the process of the tests: a thousand damaged files are then a matter of a minute.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from netcli import cli
from tests._figures import figure, reach
from tests.faults._kit import run, said_in_one_line, stamp

soak = pytest.mark.soak
FINE, NOT_FOUND, AMBIGUOUS, DAMAGED, IO, NEWER, BUG = 0, 3, 4, 65, 74, 78, 70
LOOKING = (("list",), ("show", "dana-okafor"), ("export", "json"))
WRITING = ("note", "dana-okafor", "called back")
VERSION, SCHEMA_FORMAT = range(60, 64), range(44, 48)
HEADER = 100  # bytes; https://sqlite.org/fileformat.html#the_database_header


@dataclass(frozen=True)
class Told:
    """How a command ended on a damaged file."""

    about: str
    code: int
    err: str
    changed: bool


class Patient:
    """A file that is damaged again and again, and what commands say about it."""

    def __init__(self, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.sound, self._capsys = book.read_bytes(), capsys
        self._db = book.with_name("damaged.db")

    def tell(
        self, damaged: bytes, about: object, commands: Sequence[Sequence[str]] = (*LOOKING, WRITING)
    ) -> Iterator[Told]:
        """Yield how each command ends on a file of these bytes. A change that succeeds ends the story."""
        for words in commands:
            for path in self._db.parent.glob(f"{self._db.name}*"):
                path.unlink()
            self._db.write_bytes(damaged)
            self._capsys.readouterr()
            code = cli.run(["--db", str(self._db), "--no-input", *words])
            err = self._capsys.readouterr().err
            changed = self._db.read_bytes() != damaged or len(list(self._db.parent.glob(f"{self._db.name}*"))) > 1
            yield Told(f"{about}: {words[0]}", code, err, changed and (words != WRITING or code != FINE))


@pytest.fixture
def patient(book: Path, capsys: pytest.CaptureFixture[str]) -> Patient:
    """Return the book as a patient."""
    return Patient(book, capsys)


def flipped(data: bytes, seed: int) -> bytes:
    """Return the data with one byte changed, or a few, or many."""
    chance, damaged = random.Random(seed), bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 20, 200))):
        damaged[chance.randrange(len(damaged))] ^= chance.randrange(1, 256)
    return bytes(damaged)


def unfit(told: Told) -> bool:
    """Tell whether a failure was told as it should not be; a bug in words is another matter."""
    return told.code != FINE and not said_in_one_line(told.err)


@pytest.mark.parametrize("files", [30, pytest.param(1000, marks=soak)])
def test_flipped_bytes(patient: Patient, files: int) -> None:
    """Whatever bytes are changed, a command answers or refuses in one line, and who refuses changes nothing."""
    told = [told for seed in range(files) for told in patient.tell(flipped(patient.sound, seed), seed)]

    unfit_ones, changed = [t for t in told if unfit(t)], [t for t in told if t.changed]
    refused = sum(t.code == DAMAGED for t in told)
    reach("damaged", files, bad={"tracebacks": len(unfit_ones), "files changed": len(changed)})
    bugs = sum(t.code == BUG for t in told)
    figure(f"{files} files with flipped bytes, {len(told)} commands, {refused} refused, {bugs} called a bug")
    assert unfit_ones == []
    assert changed == []
    assert refused > files // 4, "too little of the damage was seen to mean anything"


@pytest.mark.parametrize("files", [30, pytest.param(300, marks=soak)])
def test_damage_is_not_called_a_bug(patient: Patient, files: int) -> None:
    """Damage that SQLite overlooks, in a text or a number, is told as damage: 65, not 70."""
    told = [told for seed in range(files) for told in patient.tell(flipped(patient.sound, seed), seed)]

    assert [t for t in told if t.code not in (FINE, NOT_FOUND, AMBIGUOUS, DAMAGED, IO, NEWER)] == []


UNREADABLE = [
    ("UPDATE person SET name = CAST(X'44616EE1' AS TEXT) WHERE handle = 'dana-okafor'", ("list", "--all")),
    ("UPDATE source_record SET facts = '{\"name\": '", ("export", "json")),
    ("UPDATE journal SET before = '{' WHERE before IS NOT NULL", ("undo", "2")),
    ("UPDATE tie_statement SET on_date = '2O26-13'", ("intro-path", "dana-okafor")),
]


@pytest.mark.parametrize(("damage", "words"), UNREADABLE)
def test_values_that_are_none(book: Path, damage: str, words: tuple[str, ...]) -> None:
    """A text that is not UTF-8, JSON that is none, a date that is none: the file is told to be damaged."""
    with closing(sqlite3.connect(book)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(damage)
    before = book.read_bytes()

    ran = run(*words, db=book)

    assert ran.returncode == DAMAGED, ran.stderr
    assert said_in_one_line(ran.stderr)
    assert book.read_bytes() == before


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=soak)])
def test_every_byte_of_the_header(patient: Patient, step: int) -> None:
    """Whichever byte of the header is wrong, it is told in one line, and reading does not try to mend it."""
    told = []
    for place in (p for p in range(0, HEADER, step) if p not in (*VERSION, *SCHEMA_FORMAT)):
        for wrong in (0x01, 0xFF):
            damaged = bytearray(patient.sound)
            damaged[place] ^= wrong
            told += patient.tell(bytes(damaged), f"byte {place} ^ {wrong:#x}", LOOKING[:1])

    figure(f"header: {len(told)} bytes wrong, {sum(t.code != FINE for t in told)} refused")
    assert [t for t in told if unfit(t) or t.changed or t.code == BUG] == []


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        (SCHEMA_FORMAT, 9),
        (VERSION, 0),
        (VERSION, -1),
    ],
)
def test_a_version_that_cannot_be(patient: Patient, field: range, wrong: int) -> None:
    """A version that no netcli has ever written is damage: 65, and reading does not try to mend it."""
    damaged = bytearray(patient.sound)
    damaged[field.start : field.stop] = wrong.to_bytes(4, "big", signed=True)

    (told,) = patient.tell(bytes(damaged), wrong, LOOKING[:1])

    assert told.code == DAMAGED
    assert said_in_one_line(told.err)
    assert not told.changed


def test_cut_files(patient: Patient) -> None:
    """A file that was cut off, as by a copy that broke, is refused for reading and writing, and not touched."""
    whole = len(patient.sound)

    told = [
        told
        for length in (15, 16, 50, 99, 100, 512, 4095, 4096, whole // 3, whole // 2, whole - 4096)
        for told in patient.tell(patient.sound[:length], f"{length} bytes")
    ]

    assert [t for t in told if t.code != DAMAGED or unfit(t) or t.changed] == []


@pytest.mark.parametrize("length", [60, 4096, 200_000])
def test_a_cut_file_in_a_process_of_its_own(book: Path, length: int) -> None:
    """What holds for damage inside the tests holds for the command as people run it."""
    os.truncate(book, length)
    before = stamp(book)

    ran = run("list", db=book)

    assert ran.returncode == DAMAGED
    assert said_in_one_line(ran.stderr)
    assert stamp(book) == before
