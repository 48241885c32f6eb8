"""What all tests share: a file of their own, a day of their own, no network, no home."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, settings

from netcli.storage import Store, Value

TODAY = "2026-03-02"
_OF_THE_USER = {"NO_COLOR", "PAGER", "COLUMNS", "LINES", "LANG", "VISUAL"}
GOLDEN = Path(__file__).parent / "golden"
CORPORA = Path(__file__).parent.parent.parent / "shared" / "corpora"


#: How long an example takes says nothing on a machine that others use as well.
settings.register_profile("netcli", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("netcli")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden files be written anew, to be looked at before they are committed."""
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden files of the tests anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that holds a text to the golden file of a name."""

    def hold(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--rewrite-golden"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; look at it, then pytest --rewrite-golden"

    return hold


class Page(Protocol):
    """What holds that which a line shows on a screen of so many columns to the golden file of that name."""

    def __call__(self, netcli: Netcli, name: str, line: str, columns: int, *, code: int | None = 0) -> None:
        """Run the line, expecting that exit code unless it is None."""


@pytest.fixture
def page(golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch) -> Page:
    """Return what holds a page to its golden file: nothing on it is wider than the screen, each time of day is 12:34."""

    def hold(netcli: Netcli, name: str, line: str, columns: int, *, code: int | None = 0) -> None:
        monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
        monkeypatch.setenv("COLUMNS", str(columns))
        ran = netcli(line, code=code)
        assert max(map(len, ran.out.splitlines()), default=0) <= columns
        golden(f"{name}-{columns}.txt", re.sub(r"\d\d:\d\d(?= )", "12:34", ran.out + ran.err))

    return hold


#: What the running test has asked of the network; it has to be empty when it ends.
network_use: list[str] = []
_guard = {"up": False}


def _refuse_network(event: str, _arguments: object) -> None:
    """Keep a test from sockets and look-ups of names, whichever library asks (https://docs.python.org/3/library/audit_events.html)."""
    if _guard["up"] and event.startswith("socket."):
        network_use.append(event)
        raise PermissionError(f"a test asked for the network: {event}")


sys.addaudithook(_refuse_network)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """No test gets a socket; one that asks fails, even if nobody hears of the refusal."""
    network_use.clear()
    _guard["up"] = True
    yield
    _guard["up"] = False
    assert network_use == []


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the user's file, configuration, day, locale or terminal."""
    for name in list(os.environ):
        if name.startswith(("NETCLI_", "_NETCLI_", "XDG_", "LC_")) or name in _OF_THE_USER:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setenv("NETCLI_TODAY", TODAY)


@dataclass(frozen=True)
class Ran:
    """One command that has run."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as JSON."""
        return json.loads(self.out)


class Netcli:
    """Runs commands in this process on one file."""

    def __init__(self, db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.db, self._capsys, self._monkeypatch = db, capsys, monkeypatch

    def __call__(self, *line: str, code: int | None = 0, stdin: str | bytes | None = None) -> Ran:
        """Run a command, given as one shell line or as words, and hold it to its exit code, unless that is None."""
        from netcli import cli

        words = shlex.split(line[0]) if len(line) == 1 else list(line)
        self._monkeypatch.setattr("sys.stdin", _Stdin(stdin))
        self._monkeypatch.setenv("NETCLI_DB", str(self.db))
        self._capsys.readouterr()
        found = cli.run(words)
        out, err = self._capsys.readouterr()
        assert code in (None, found), f"netcli {shlex.join(words)} ended with {found}, not {code}:\n{out}{err}"
        return Ran(found, out, err)


class _Stdin:
    """A stdin that is no terminal."""

    def __init__(self, content: str | bytes | None) -> None:
        import io

        data = content.encode() if isinstance(content, str) else content or b""
        self.buffer = io.BytesIO(data)

    def isatty(self) -> bool:
        return False


@pytest.fixture
def netcli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Netcli]:
    """Return a runner of commands on a file of this test's own, with Sam Moreau as its owner."""
    runner = Netcli(tmp_path / "t.db", capsys, monkeypatch)
    runner("init --name 'Sam Moreau' --yes --quiet")
    yield runner
    hold_derived(runner.db)


def facts_of(export: Any) -> dict[str, Any]:
    """Return an export without what is no fact: numbers are not given twice, and the hash is of these as well."""
    return {name: value for name, value in export.items() if name not in ("next_ids", "check")}


def hold_derived(db: Path) -> None:
    """Hold what a file keeps for its lists to what follows from its other rows, whatever commands have written them."""
    from netcli.derived import ROWS
    from netcli.domain.reference import MINE
    from netcli.errors import NetcliError
    from netcli.storage import open_reader

    try:
        store = open_reader(db)
    except NetcliError:  # gone, or damaged on purpose
        return
    with store:
        kept, follows = store.rows("SELECT * FROM listed ORDER BY id"), store.rows(f"{ROWS} ORDER BY person.id")
        assert list(map(tuple, kept)) == list(map(tuple, follows))
        lines = [
            line.split("\t") for (text,) in store.tuples("SELECT text FROM heap") for line in text.split("\n") if line
        ]
        assert sorted((int(number), rest) for number, *rest in lines) == [
            (row["id"], row["text"].lower().replace("\n", "\t").split("\t")) for row in kept
        ]
        assert set(store.column("SELECT id FROM listed WHERE is_mine")) == set(store.column(MINE))


def spawn(
    *words: str, db: Path, env: dict[str, str] | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own and return it when it has ended."""
    settings = {"capture_output": True, "text": True, "timeout": 60, "stdin": subprocess.DEVNULL, **options}
    return subprocess.run(
        [sys.executable, "-m", "netcli", *words],
        env={**os.environ, "NETCLI_DB": str(db), **(env or {})},
        check=False,
        **settings,
    )


def every_row(store: Store, *, leave_out: frozenset[str] = frozenset()) -> dict[str, list[tuple[Value, ...]]]:
    """Return every row of every table by table name, rows by id."""
    names = store.column("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'")
    wanted = sorted(set(names) - leave_out)
    return {name: [tuple(row) for row in store.rows(f"SELECT * FROM {name} ORDER BY 1")] for name in wanted}
