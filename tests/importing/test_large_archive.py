"""A large archive of LinkedIn costs as many statements as a small one, and no more memory than its people need."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from netcli.importing.pipeline import Request, gather, read_files
from tests.conftest import Netcli

GENERATOR = Path(__file__).parent.parent.parent / "tools" / "gen_archive.py"
#: Runs netcli and prints the largest memory it had, in kB; what getrusage tells begins with the memory of who spawned it.
PEAK = """import sys
from netcli import cli
cli.run(sys.argv[1:])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))"""


@pytest.fixture
def archive(tmp_path: Path) -> Callable[[int, int], Path]:
    """Return a writer of archives with so many connections and messages."""

    def write(connections: int, messages: int) -> Path:
        path = tmp_path / f"{connections}-{messages}.zip"
        subprocess.run([sys.executable, GENERATOR, str(connections), str(messages), path], check=True)
        return path

    return write


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which every statement is added that Python hands to SQLite."""
    ran: list[str] = []

    class Counting(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            ran.append(sql)
            return super().execute(sql, *values)

    real = sqlite3.connect
    monkeypatch.setattr("sqlite3.connect", lambda *args, **options: real(*args, **options, factory=Counting))
    return ran


def test_statements_do_not_grow_with_the_archive(
    netcli: Netcli, archive: Callable[[int, int], Path], calls: list[str]
) -> None:
    """Nor those of a second import; but for two or three for each recommendation, of which there are few."""
    ran = []
    for connections in (400, 1200):
        path = str(archive(connections, connections * 3))
        for _ in range(2):
            calls.clear()
            netcli("import", path, "--quiet")
            ran.append(len(calls))
        calls.clear()
        netcli("undo --yes")
        ran.append(len(calls))

    first, again, undone, first_of_more, again_of_more, undone_of_more = ran
    assert first_of_more - first < 60
    assert again_of_more - again < 30
    assert undone_of_more - undone < 4 * 800  # of each tie it is asked whether contacts rest on it
    assert netcli("export json").json["contact_days"] == []


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the memory of a process so")
def test_messages_leave_memory_as_they_are_read(archive: Callable[[int, int], Path], tmp_path: Path) -> None:
    """Two thousand people and twenty thousand messages, six million bytes of text, take less than 26 MiB."""
    peaks = []
    for path in (archive(10, 0), archive(2000, 20_000)):
        line = [sys.executable, "-c", PEAK, "--db", str(tmp_path / f"{path.stem}.db"), "import", str(path), "--quiet"]
        ran = subprocess.run(line, check=True, capture_output=True, text=True)
        peaks.append(int(ran.stdout.split()[-1]))

    assert 0 < peaks[1] - peaks[0] < 26 * 1024


def test_reading_tells_how_far_it_is(archive: Callable[[int, int], Path]) -> None:
    """In kB, never backwards, many times within one file, and up to the end."""
    told: list[tuple[int, int]] = []

    gather(Request(read_files([archive(10, 3000)])), lambda done, of_all: told.append((done, of_all)))

    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1] == told[0][1]
    assert len({done for done, _ in told}) > 5
