"""A disk that is full, or fails: the file stays as it was, and one line says so."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
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
    sizes,
    spread,
)  # fmt: skip
from tests.faults.conftest import Strace, calls

soak = pytest.mark.soak
KB = 1024
LADDER = tuple(KB << step for step in range(3, 12))  # 8 KB to 2 MB
IO = 74
#: Runs netcli where no file may grow beyond a size. Python ignores SIGXFSZ, so that a write fails as on a full disk.
_LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv[:2] = ["netcli"]
runpy.run_module("netcli", run_name="__main__", alter_sys=True)
"""


def run_in(size: int, *words: str, db: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that may write files of at most so many bytes."""
    return subprocess.run(
        [sys.executable, "-c", _LIMITED, str(size), "--db", str(db), *words],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.fixture
def vcf(tmp_path: Path) -> Path:
    """Return a file of cards that makes the book some hundred KB larger."""
    path = tmp_path / "many.vcf"
    path.write_bytes(cards(200, seed=4))
    return path


@pytest.mark.parametrize("ladder", [LADDER[::2], pytest.param(LADDER, marks=soak)], ids=["few", "all"])
def test_an_import_that_does_not_fit(book: Path, vcf: Path, ladder: tuple[int, ...]) -> None:
    """Where files may grow to 8 KB, 16 KB .. 2 MB only, an import fits or ends with 74 and the file as before."""
    before = dump(book)

    def fill(size: int) -> tuple[int, str, Path]:
        db = Path(shutil.copy(book, book.with_name(f"{size}.db")))
        ran = run_in(size, "import", str(vcf), "--quiet", db=db)
        return ran.returncode, ran.stderr, db

    ended = side_by_side(fill, ladder)

    codes = [code for code, _, _ in ended]
    figure(f"import under {len(ladder)} limits of file size: {codes.count(0)} fitted, {codes.count(IO)} refused")
    assert codes == sorted(codes, reverse=True)
    assert {codes[0], codes[-1]} == {IO, 0}
    for code, err, db in ended:
        assert err == "" if code == 0 else said_in_one_line(err), err
        assert people(db) == people(book) + 200 if code == 0 else dump(db) == before
        assert faults(db) == []


def test_a_first_run_that_does_not_fit(tmp_path: Path) -> None:
    """Where not even empty tables fit, `add` ends with 74; when there is space again, it works on what is there."""
    for size in LADDER[::3]:
        db = tmp_path / f"{size}.db"
        ran = run_in(size, "add", "Ana Pires", "--quiet", db=db)
        again = run("add", "Bo Lind", db=db)

        assert ran.returncode in (IO, 0)
        assert ran.returncode == 0 or said_in_one_line(ran.stderr), ran.stderr
        assert again.returncode == 0, again.stderr
        assert people(db) == (2 if ran.returncode else 3)
        assert faults(db) == []


def test_a_disk_that_is_full(disk: Callable[[str], Path], book: Path, vcf: Path) -> None:
    """On a disk with hardly any space left, an import ends with 74, and people are there as before."""
    room = book.stat().st_size // KB + 80
    db = Path(shutil.copy(book, disk(f"size={room}k")))

    ran = run("import", str(vcf), db=db)

    assert ran.returncode == IO
    assert said_in_one_line(ran.stderr)
    assert "full" in ran.stderr
    assert dump(db) == dump(book)
    assert faults(db) == []


@pytest.mark.parametrize(
    ("error", "most", "lasting"),
    [("ENOSPC", 2, ("+",)), ("EIO", 2, ("",))]
    + [pytest.param(e, 24, ("", "+"), marks=soak) for e in ("ENOSPC", "EIO")],
)
def test_a_write_that_fails(book: Path, strace: Strace, error: str, most: int, lasting: tuple[str, ...]) -> None:
    """When the n-th write fails, or all from then on, or a sync, the command ends with 74 and did not happen."""
    words = ("add", "Bo Lind <bo@example.org>", "--quiet")
    whole = Path(shutil.copy(book, book.with_name("whole.db")))
    points = [("pwrite64", n) for n in spread(calls(strace, "pwrite64", whole, words), most)]
    points += [("fdatasync", n) for n in spread(4, most // 2)] + [("unlink", 1)]
    rules = [(call, f"error={error}:when={number}{on}") for call, number in points for on in lasting]

    def fail(rule: tuple[str, str]) -> tuple[subprocess.CompletedProcess[str], Path]:
        db = Path(shutil.copy(book, book.with_name(f"{' '.join(rule)}.db")))
        return run(*words, db=db, before=strace(*rule)), db

    ended = side_by_side(fail, rules)

    refused = [ran for ran, _ in ended if ran.returncode == IO]
    figure(f"add with {error} at {len(ended)} calls: {len(refused)} refused, {len(ended) - len(refused)} done")
    assert len(refused) >= len(ended) // 2
    wrong = {
        "tracebacks": [db.name for ran, db in ended if ran.returncode not in (IO, 0) or not (ran.returncode == 0 or said_in_one_line(ran.stderr))],
        "corrupt": [(db.name, found) for _, db in ended if (found := faults(db))],
        "partial": [db.name for ran, db in ended if sizes(db) != sizes(book if ran.returncode else whole)],
    }  # fmt: skip
    reach("failing", len(ended), bad={name: len(found) for name, found in wrong.items()})
    assert wrong == {"tracebacks": [], "corrupt": [], "partial": []}


def test_an_export_that_does_not_fit(book: Path) -> None:
    """An export that finds the disk full leaves the older one as it was, and nothing half written beside it."""
    folder = book.with_name("out")
    folder.mkdir()
    target = folder / "netcli.json"
    target.write_text("the export of last week")

    ran = run_in(8 * KB, "export", "json", "-o", str(target), "--force", db=book)

    assert ran.returncode == IO
    assert said_in_one_line(ran.stderr)
    assert [path.name for path in folder.iterdir()] == ["netcli.json"]
    assert target.read_text() == "the export of last week"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_answer_that_cannot_be_written(book: Path) -> None:
    """When stdout is a full disk, the exit code is 74; it is not claimed that nothing was changed if something was."""
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [*NETCLI, "--db", str(book), "add", "Bo Lind"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert ran.returncode == IO
    assert ran.stderr.count("\n") == 1
    assert column(book, "SELECT count(*) FROM person WHERE name = 'Bo Lind'") == [1]
    assert "nothing was changed" not in ran.stderr


@pytest.mark.parametrize(
    ("closed", "words", "code"),
    [
        (1, "add 'Bo Lind'", 0),
        (2, "add 'Bo Lind'", 0),
        (2, "show nobody-of-this-name", 3),
    ],
)
def test_a_stream_that_is_closed(book: Path, closed: int, words: str, code: int) -> None:
    """Started with stdout or stderr closed, as some schedulers do, a command does its work and ends as ever."""
    line = f'exec "$0" -m netcli --db "$1" {words} {closed}>&-'

    ran = subprocess.run(["sh", "-c", line, sys.executable, str(book)], capture_output=True, text=True, check=False)

    assert ran.returncode == code, ran.stderr
    assert column(book, "SELECT count(*) FROM person WHERE name = 'Bo Lind'") == [int(code == 0)]
    assert "Traceback" not in ran.stderr
