"""Nothing is sent anywhere: no command opens a socket, asks for an address, or behaves otherwise without a network."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from functools import cache
from pathlib import Path

import pytest

from netcli import cli
from tests.conftest import Netcli, network_use
from tests.test_hostile import ELSEWHERE, poison, words_for

#: Runs lines one after the other, each on a copy of a file, and prints their codes and what they asked of the network.
_HARNESS = """
import json, os, shutil, sys
asked = []
sys.addaudithook(lambda event, _: asked.append(event) if event.startswith("socket.") else None)
from netcli import cli
base, lines = json.loads(sys.stdin.read())
out, codes = sys.stdout, []
sys.stdin, sys.stdout, sys.stderr = open(os.devnull), open(os.devnull, "w"), open(os.devnull, "w")
for line in lines:
    if line[0] == "!":
        exec(line[1])
        continue
    for name in os.listdir(os.path.dirname(base)):
        if name.startswith("run.db"):
            os.unlink(os.path.join(os.path.dirname(base), name))
    db = shutil.copy(base, os.path.join(os.path.dirname(base), "run.db"))
    codes.append(cli.run(["--db", db, "--no-input", *line, "--yes"]))
json.dump([codes, asked], out)
out.flush()
os._exit(0)
"""
_ASKING = ["!", "import socket\ntry: socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError: pass"]


@cache
def _namespace_trouble() -> str:
    """Say why no network namespace can be made here; empty if one can."""
    if shutil.which("unshare") is None:
        return "unshare is not installed"
    ended = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False, text=True)
    return "" if ended.returncode == 0 else f"no namespace may be made here: {ended.stderr.strip()}"


def run_all(base: Path, lines: list[list[str]], *before: str) -> tuple[list[int], list[str]]:
    """Return the exit codes of lines, and what of the network they asked the interpreter for."""
    ended = subprocess.run(
        [*before, sys.executable, "-c", _HARNESS], input=json.dumps([str(base), lines]), capture_output=True, text=True,
        check=True, timeout=300, env={**os.environ, "EDITOR": "true"},
    )  # fmt: skip
    codes, asked = json.loads(ended.stdout)
    return codes, asked


@pytest.fixture
def every_line(netcli: Netcli, tmp_path: Path) -> list[list[str]]:
    """Return a line for every command, made from its parameters; the file they work on is that of the runner."""
    cards = tmp_path / "cards.vcf"
    poison(netcli, cards)
    return [words_for(command, cards) for command in cli.COMMANDS if command.name not in ELSEWHERE]


def test_no_command_asks_for_the_network(netcli: Netcli, every_line: list[list[str]]) -> None:
    """Every command, found in the table: the interpreter is never asked for a socket, a name or an address."""
    codes, asked = run_all(netcli.db, every_line)

    assert asked == []
    assert len(codes) == len(every_line) > 100
    assert codes.count(0) > len(codes) // 2, "too few commands got so far as to mean anything"


def test_every_command_does_the_same_where_there_is_no_network(netcli: Netcli, every_line: list[list[str]]) -> None:
    """In an empty network namespace each ends with the code that it ends with elsewhere."""
    if trouble := _namespace_trouble():
        pytest.skip(trouble)

    assert run_all(netcli.db, every_line, "unshare", "-rn") == run_all(netcli.db, every_line)


def test_the_harness_sees_who_asks(netcli: Netcli) -> None:
    """A line that opens a connection is found out: the tests above can fail."""
    _, asked = run_all(netcli.db, [["list"], _ASKING])

    assert "socket.__new__" in asked
    assert "socket.connect" in asked


@pytest.mark.parametrize(
    "ask",
    [
        socket.socket,
        lambda: socket.getaddrinfo("example.org", 80),
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: urllib.request.urlopen("http://example.org/"),
    ],
)
def test_all_tests_are_kept_off_the_network(ask: object) -> None:
    """Whatever a test runs in this process is refused a socket, and the test fails even if the refusal is swallowed."""
    with pytest.raises(OSError, match="asked for the network"):
        ask()

    assert network_use
    network_use.clear()
