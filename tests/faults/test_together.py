"""Several processes on one file: nothing lost, nothing done twice, nobody kept waiting for a reader."""

from __future__ import annotations

import fcntl
import os
import select
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests._figures import figure, reach
from tests.faults._kit import (
    NETCLI,
    cards,
    column,
    dump,
    faults,
    people,
    run,
    said_in_one_line,
    side_by_side,
    start,
)  # fmt: skip
from tests.faults.conftest import Strace

soak = pytest.mark.soak


@contextmanager
def held(db: Path, begin: str) -> Iterator[None]:
    """Hold a lock on a file as another program would."""
    connection = sqlite3.connect(db, isolation_level=None)
    try:
        connection.execute(begin)
        yield
    finally:
        connection.close()


@pytest.mark.parametrize("rounds", [4, pytest.param(40, marks=soak)])
def test_four_first_runs_at_once(tmp_path: Path, rounds: int) -> None:
    """Four processes that all find no file make one together: all succeed, four people and one owner are in it."""
    names, failed, lost = ("Ana Pires", "Bo Lind", "Cleo Moor", "Dana Okafor"), [], []

    for number in range(rounds):
        db = tmp_path / str(number) / "new.db"
        running = [start("add", name, db=db) for name in names]
        for process in running:
            with process:
                _, err = process.communicate()
            failed += [err] if process.returncode else []
        found = column(db, "SELECT name FROM person WHERE NOT is_me")
        lost += sorted({*names} - {*found}) + faults(db)

        assert len(found) == people(db) - 1 == len(names)

    reach("first", 4 * rounds, bad={"lost": len(lost), "failed": len(failed)})
    figure(f"first runs: {rounds} x 4, {len(failed)} failed, {len(lost)} people lost")
    assert failed == []
    assert lost == []


@pytest.mark.parametrize("pauses", [(5,), pytest.param(range(1, 17), marks=soak)])
def test_a_first_run_that_is_overtaken(tmp_path: Path, strace: Strace, pauses: range) -> None:
    """A process that looks at a file while another one fills it waits or sees it whole: never half of its header."""
    failed = []

    for pause in pauses:
        db, log = tmp_path / f"{pause}.db", tmp_path / f"{pause}.txt"
        db.touch()
        slowly = strace("fcntl", f"delay_enter=1500000:when={pause}", str(log))
        with start("add", "Ana Pires", db=db, before=("strace", "-P", str(db), *slowly[1:])) as process:
            while process.poll() is None and (log.read_text().count("F_") if log.exists() else 0) < pause - 1:
                time.sleep(0.01)
            assert run("add", "Bo Lind", db=db).returncode == 0
            _, err = process.communicate()
        failed += [f"{pause}: {err}"] if process.returncode else []

    figure(f"overtaken first runs: {len(pauses)}, {len(failed)} failed")
    assert failed == []


@pytest.mark.parametrize("each", [3, pytest.param(200, marks=soak)])
def test_eight_writers_at_once(book: Path, each: int) -> None:
    """Eight processes write one note after the other: every one is kept, and each is an operation of its own."""
    before = column(book, "SELECT max(id) FROM operation")[0]

    def write(writer: int) -> list[str]:
        ran = [run("note", "dana-okafor", f"note {n} of writer {writer}", db=book) for n in range(each)]
        return [one.stderr for one in ran if one.returncode]

    failed = side_by_side(write, range(8), at_once=8)

    wanted = {f"note {n} of writer {writer}" for writer in range(8) for n in range(each)}
    lost = wanted - {*column(book, "SELECT text FROM remark")}
    reach("writers", 8 * each, bad={"lost": len(lost), "failed": sum(map(len, failed))})
    figure(f"8 writers: {8 * each} changes, {len(lost)} lost, {sum(map(len, failed))} failed")
    assert failed == [[]] * 8
    assert lost == set()
    assert column(book, "SELECT count(*) FROM operation WHERE id > ?", before) == [8 * each]
    assert faults(book) == []


def test_two_imports_of_the_same_people_at_once(book: Path) -> None:
    """Two sources that name the same people are imported at once: each person is made once."""
    vcf = book.with_name("few.vcf")
    vcf.write_bytes(cards(20, seed=3))
    before = people(book)

    with held(book, "BEGIN IMMEDIATE"):  # both have read the file before either may write
        running = [start("import", str(vcf), "--source", name, db=book) for name in ("phone", "laptop")]
        time.sleep(2.5)
    codes = []
    for process in running:
        with process:
            process.communicate()
        codes.append(process.returncode)

    assert codes == [0, 0]
    assert people(book) == before + 20


def test_a_reader_does_not_wait_for_a_writer_that_is_still_writing(book: Path) -> None:
    """While another process holds the write lock, `list` answers at once with what is committed."""
    with held(book, "BEGIN IMMEDIATE"):
        began = time.monotonic()
        ran = run("list", db=book)

    assert ran.returncode == 0
    assert "dana-okafor" in ran.stdout
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("words", [("list",), ("add", "Bo Lind")])
def test_a_lock_that_is_given_back_is_waited_for(book: Path, words: tuple[str, ...]) -> None:
    """A process that finds the file locked waits, and goes on when the other is done."""
    with held(book, "BEGIN EXCLUSIVE"):
        process = start(*words, db=book)
        time.sleep(1.5)
        waited = process.poll() is None
    with process:
        _, err = process.communicate()

    assert waited
    assert process.returncode == 0, err


@soak
@pytest.mark.parametrize("words", [("list",), ("add", "Bo Lind"), ("undo",)])
def test_a_lock_that_is_kept_ends_with_busy(book: Path, words: tuple[str, ...]) -> None:
    """A process that finds the file locked for long gives up after ten seconds: 75, one line, nothing changed."""
    before = dump(book)
    with held(book, "BEGIN EXCLUSIVE"):
        began = time.monotonic()
        ran = run(*words, db=book)
        seconds = time.monotonic() - began

    figure(f"{words[0]} on a locked file: exit {ran.returncode} after {seconds:.1f} s")
    assert ran.returncode == 75
    assert said_in_one_line(ran.stderr)
    assert 9.5 < seconds < 12
    assert dump(book) == before


@pytest.mark.skipif(not hasattr(fcntl, "F_SETPIPE_SZ"), reason="only Linux makes a pipe smaller")
def test_an_answer_nobody_reads_keeps_nobody_waiting(book: Path) -> None:
    """While `list` waits for its reader, as before a pager that shows its first page, others may write."""
    source, sink = os.pipe()
    fcntl.fcntl(sink, fcntl.F_SETPIPE_SZ, 4096)  # less than the list is long
    process = subprocess.Popen([*NETCLI, "--db", str(book), "list"], stdout=sink, stderr=subprocess.DEVNULL)
    os.close(sink)
    select.select([source], [], [], 30)

    ran = run("add", "Bo Lind", db=book)
    still_waiting = process.poll() is None
    with process, os.fdopen(source, encoding="utf-8") as pipe:
        listed = pipe.read()

    assert ran.returncode == 0
    assert still_waiting
    assert process.returncode == 0
    assert "bo-lind" not in listed


def test_a_pager_that_is_left_open_keeps_nobody_waiting(book: Path) -> None:
    """On a terminal, with the answer in the user's pager, others may write."""
    opened = book.with_name("opened")
    pager = f"sh -c 'touch {opened}; head -c 1 >/dev/null; sleep 60'"
    terminal, side = os.openpty()
    process = subprocess.Popen(
        [*NETCLI, "--db", str(book), "list"],
        env={**os.environ, "NETCLI_PAGER": pager, "LINES": "5", "COLUMNS": "80"},
        stdin=side, stdout=side, stderr=side, start_new_session=True,
    )  # fmt: skip
    os.close(side)
    try:
        while process.poll() is None and not opened.exists():
            time.sleep(0.01)
        ran = run("add", "Bo Lind", db=book)
        still_open = process.poll() is None
    finally:
        os.killpg(process.pid, 9)
        process.wait()
        os.close(terminal)

    assert still_open
    assert ran.returncode == 0
