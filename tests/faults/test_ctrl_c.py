"""Ctrl-C and closed pipes: a command that is stopped ends quietly, and nothing is half done."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests._figures import figure, reach
from tests.faults._kit import (
    NETCLI,
    cards,
    column,
    faults,
    journal,
    run,
    said_in_one_line,
    side_by_side,
    sizes,
    start,
    wait_until_it_writes,
)  # fmt: skip

soak = pytest.mark.soak
INTERRUPTED = 130


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """Let the commands hear Ctrl-C: what a shell starts in the background inherits that it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@dataclass(frozen=True)
class Interrupted:
    """How an import ended that was interrupted while it wrote."""

    db: Path
    code: int
    out: str
    err: str
    seconds: float


def interrupt(book: Path, vcf: Path, delay: float) -> Interrupted:
    """Start an import into a copy of the book and interrupt it some moment after it began to write."""
    db = Path(shutil.copy(book, book.with_name(f"{delay}.db")))
    with start("import", str(vcf), db=db) as process:
        wait_until_it_writes(process, db)
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        out, err = process.communicate()
    return Interrupted(db, process.returncode, out, err, time.monotonic() - began)


@pytest.fixture
def vcf(tmp_path: Path) -> Path:
    """Return cards enough for an import that lasts a second or more."""
    path = tmp_path / "many.vcf"
    path.write_bytes(cards(4000, seed=2))
    return path


@pytest.mark.parametrize("times", [3, pytest.param(60, marks=soak)])
def test_ctrl_c_during_an_import(book: Path, vcf: Path, times: int) -> None:
    """Interrupted while it writes, an import ends with 130, at once, and has brought nobody.

    Or everybody, if it was at the very end: what is on disk is whole.
    """
    before, chance = sizes(book), random.Random(5)
    whole = Path(shutil.copy(book, book.with_name("whole.db")))
    assert run("import", str(vcf), db=whole).returncode == 0

    ended = side_by_side(lambda delay: interrupt(book, vcf, delay), [chance.uniform(0, 0.4) for _ in range(times)])

    figure(f"ctrl-c during an import: {times}, the slowest ended after {max(e.seconds for e in ended):.2f} s")
    told = [one for one in ended if one.code not in (INTERRUPTED, 0) or "Traceback" in one.err]
    halves = [one for one in ended if sizes(one.db) not in ([before, sizes(whole)] if one.code else [sizes(whole)])]
    broken = [one for one in ended if faults(one.db)]
    reach("ctrl-c", times, bad={"tracebacks": len(told), "corrupt": len(broken), "partial": len(halves)})
    assert (told, halves, broken) == ([], [], [])
    for one in ended:
        assert one.seconds < 5
        assert not journal(one.db).exists()
    stopped = [one for one in ended if sizes(one.db) == before]
    assert stopped
    assert all(one.out == "" for one in stopped)


ANYWHERE = {
    "list": ("list",), "export": ("export", "json", "-o", "{folder}/out.json", "--force"), "add": ("add", "Bo Lind"),
    "merge": ("merge", "dana-okafor", "ana-alaberg", "--yes"), "undo": ("undo",),
}  # fmt: skip


@pytest.mark.parametrize("times", [2, pytest.param(30, marks=soak)])
@pytest.mark.parametrize("name", ANYWHERE)
def test_ctrl_c_at_any_moment(book: Path, name: str, times: int) -> None:
    """From its start to its end: 130 or 0, in one line or none; done whole or not at all, no half of an export."""
    words = tuple(word.format(folder=book.parent) for word in ANYWHERE[name])
    whole, chance = Path(shutil.copy(book, book.with_name("whole.db"))), random.Random(name)
    began = time.monotonic()
    assert run(*words, db=whole).returncode == 0
    seconds, out = time.monotonic() - began, book.with_name("out.json")
    exported = out.read_bytes() if out.exists() else b""
    wrong: dict[str, list[str]] = {"tracebacks": [], "corrupt": [], "partial": []}

    for number in range(times):
        db = Path(shutil.copy(book, book.with_name(f"{number}.db")))
        with start(*words, db=db) as process:
            time.sleep(chance.uniform(0, 1.1 * seconds))
            process.send_signal(signal.SIGINT)
            _, err = process.communicate()
        # before netcli's own first line is run, Python itself may tell of the interruption
        fits = process.returncode in (0, INTERRUPTED, -signal.SIGINT, 1) and "/netcli/" not in err
        wrong["tracebacks"] += [] if fits else [f"{process.returncode}: {err}"]
        wrong["corrupt"] += faults(db)
        wrong["partial"] += [] if sizes(db) in (sizes(book), sizes(whole)) else [str(db)]
        wrong["partial"] += [] if not exported or out.read_bytes() == exported else ["the export"]
    wrong["partial"] += [str(left) for left in book.parent.glob(".*")] + [
        str(left) for left in book.parent.glob("*.part")
    ]

    reach("ctrl-c", times, bad={what: len(found) for what, found in wrong.items()})
    assert wrong == {"tracebacks": [], "corrupt": [], "partial": []}


def test_ctrl_c_is_answered_in_one_line(book: Path, vcf: Path) -> None:
    """Interrupted, a command says that it was, and that nothing is half done."""
    ended = interrupt(book, vcf, 0.1)

    assert said_in_one_line(ended.err)


def test_ctrl_c_during_the_start(book: Path) -> None:
    """Interrupted before it has begun, while this or that module is being loaded, a command ends quietly."""
    told = []
    for module in ("dataclasses", "typer.models", "typer", "netcli.errors", "netcli.text", "netcli.results"):
        with start("list", db=book, PYTHONPROFILEIMPORTTIME="1") as process:
            loaded = iter(process.stderr or ())
            for line in loaded:
                if line.split("|")[-1].strip() == module:
                    break
            process.send_signal(signal.SIGINT)
            rest = "".join(line for line in loaded if not line.startswith("import time:"))
        told.append((module, process.returncode, rest))

    assert [one for one in told if "Traceback" in one[2]] == []
    assert {code for _, code, _ in told} <= {0, INTERRUPTED, -signal.SIGINT}


def test_a_reader_that_has_enough(book: Path) -> None:
    """`netcli list | head -1` ends with 0 on both sides, and nobody complains."""
    line = '"$@" list | head -1; echo "${PIPESTATUS[@]}"'

    ran = subprocess.run(
        ["bash", "-c", line, "bash", *NETCLI, "--db", str(book)], capture_output=True, text=True, check=False
    )

    assert ran.stdout.splitlines()[1:] == ["0 0"]
    assert ran.stderr == ""


@pytest.mark.parametrize("words", [("list",), ("export", "json"), ("--help",), ("help", "add")], ids=" ".join)
def test_a_reader_that_is_gone(book: Path, words: tuple[str, ...]) -> None:
    """When nobody reads the answer any more, a command ends quietly with 0."""
    code, err = run_with_nobody_reading(*words, db=book)

    assert (code, err) == (0, "")


def test_a_change_whose_answer_nobody_reads(book: Path) -> None:
    """When nobody reads the answer of a command that writes, what it wrote stays written, and it ends with 0."""
    code, err = run_with_nobody_reading("add", "Bo Lind", db=book)

    assert column(book, "SELECT count(*) FROM person WHERE name = 'Bo Lind'") == [1]
    assert (code, err) == (0, "")


def run_with_nobody_reading(*words: str, db: Path) -> tuple[int, str]:
    """Run a command whose stdout is a pipe that was closed at its other end."""
    source, sink = os.pipe()
    os.close(source)
    try:
        ran = subprocess.run(
            [*NETCLI, "--db", str(db), *words], stdout=sink, stderr=subprocess.PIPE, text=True, check=False
        )
    finally:
        os.close(sink)
    return ran.returncode, ran.stderr


def test_an_interrupted_import_can_be_repeated(book: Path, vcf: Path) -> None:
    """After Ctrl-C the same import runs through."""
    vcf.write_bytes(cards(2000, seed=2))
    ended = interrupt(book, vcf, 0)

    again = run("import", str(vcf), db=ended.db)

    assert (ended.code, again.returncode) == (INTERRUPTED, 0)
    assert "created\t2000" in again.stdout
