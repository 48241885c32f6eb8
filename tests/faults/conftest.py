"""The files the fault tests start from, and what only some machines permit: strace, mounts, lost privileges."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tests.faults import _kit

Strace = Callable[..., tuple[str, ...]]


@pytest.fixture(scope="session")
def _book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    db, vcf = folder / "book.db", folder / "book.vcf"
    vcf.write_bytes(_kit.cards(60, seed=7))
    for words in (
        ("init", "--name", "Sam Moreau", "--yes"),
        ("import", str(vcf), "--source", "book"),
        ("add", "Dana Okafor", "--to-meet", "--note", "wrote the article on bridges", "--tag", "board"),
        ("link", "ana-alaberg", "dana-okafor", "--level", "4"),
    ):
        ran = _kit.run(*words, db=db, NETCLI_TODAY=TODAY)
        assert ran.returncode == 0, ran.stderr
    return db


@pytest.fixture
def book(_book: Path, tmp_path: Path) -> Path:
    """Return a file of this test's own: Sam Moreau, sixty people from his address book, and Dana Okafor."""
    return Path(shutil.copy(_book, tmp_path / "book.db"))


@pytest.fixture
def strace() -> Strace:
    """Return the words to put before a command so that strace breaks into it; skip where it may not."""
    if trouble := strace_trouble():
        pytest.skip(trouble)
    return _strace


def _strace(call: str, rule: str, log: str = os.devnull) -> tuple[str, ...]:
    # A signal is injected only if every call stops: --seccomp-bpf would be quicker, and kills nobody (strace 6.1).
    quick = () if "signal=" in rule else ("--seccomp-bpf",)
    inject = ("-e", f"inject={call}:{rule}") if rule else ()
    return ("strace", "-f", *quick, "-qq", "-o", log, "-e", f"trace={call}", *inject)


def calls(strace: Strace, call: str, db: Path, words: Sequence[str]) -> int:
    """Run a command to its end and return how often it entered a system call."""
    log = db.with_name("calls.txt")
    ran = _kit.run(*words, db=db, before=strace(call, "", str(log)))
    assert ran.returncode == 0, ran.stderr
    return sum(call in line for line in log.read_text(errors="replace").splitlines())


@cache
def strace_trouble() -> str:
    """Say why strace cannot be used; empty if it killed a process when it was told to."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    victim = (sys.executable, "-S", "-c", "import os; os.pwrite(os.open('/dev/null', os.O_WRONLY), b'x', 0)")
    ended = subprocess.run([*_strace("pwrite64", "signal=SIGKILL:when=1"), *victim], capture_output=True, check=False)
    return "" if ended.returncode == -9 else f"strace may not inject here: {ended.stderr.decode()[-200:]}"


@pytest.fixture
def bound() -> tuple[str, ...]:
    """Return the words to put before a command so that file modes bind it, even when root runs the tests."""
    if os.geteuid() != 0:
        return ()
    words = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    if shutil.which("setpriv") is None or subprocess.run([*words, "true"], check=False).returncode:
        pytest.skip("permissions do not bind root, and setpriv is not there to take the privilege away")
    return words


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Return a function that mounts a small disk of its own in memory, or mounts it anew with other options."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = False

    def mount(options: str) -> Path:
        nonlocal mounted
        words = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        if os.geteuid() != 0 or shutil.which("mount") is None:
            pytest.skip("only root may mount a small disk")
        ended = subprocess.run(words, capture_output=True, check=False, text=True)
        if ended.returncode:
            pytest.skip(f"mounting is not permitted here: {ended.stderr.strip()}")
        mounted = True
        return place

    yield mount
    if mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)
