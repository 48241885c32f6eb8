"""The figures that `make soak` prints at its end, each with the bar it is held to; the run fails where one is missed.

A test says what it has reached with `reach`, and tells all else worth knowing with `figure`. Loaded as a plugin
(`python -m pytest -p tests._figures -m soak`), this module gathers both from all workers, prints one table and
writes it to docs/soak.md, or to where `--figures` says.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "soak.md"


@dataclass(frozen=True, slots=True)
class Bar:
    """What is to be reached: how many at least of what, none of which bad things, and how much of others at most."""

    what: str
    at_least: int
    none: tuple[str, ...]
    at_most: tuple[tuple[str, float], ...] = ()


_READ = (("s for the slowest", 5.0),)
_BAD = ("tracebacks",)
_KILLED = ("corrupt", "lost", "partial")
#: Seconds are for a cut of the bar that a busy machine reaches too; they decide nothing in `make test`.
BARS: dict[str, Bar] = {
    "vcard": Bar("mutated vCards", 100_000, _BAD, _READ),
    "table": Bar("mutated rows of tables", 50_000, _BAD, _READ),
    "zip": Bar("mutated zips", 10_000, _BAD, _READ),
    "mail": Bar("mutated mails and calendars", 10_000, _BAD, _READ),
    "other": Bar("mutated files of the other formats", 20_000, _BAD, _READ),
    "import": Bar("mutated files through the whole `import`", 2_000, ("tracebacks", "files unsound")),
    "nasty": Bar(
        "bombs, floods, nests: each in a process", 12, _BAD, (("s for the slowest", 60.0), ("MB at the peak", 300))
    ),
    "kill": Bar("`kill -9` at random moments", 500, _KILLED),
    "point": Bar("`kill -9` at chosen system calls", 300, _KILLED),
    "ctrl-c": Bar("Ctrl-C at random moments", 200, ("tracebacks", "corrupt", "partial")),
    "failing": Bar("writes and syncs that fail", 100, ("tracebacks", "corrupt", "partial")),
    "writers": Bar("changes by 8 writers at once", 1_600, ("lost", "failed")),
    "first": Bar("first runs, four at once", 160, ("lost", "failed")),
    "damaged": Bar("damaged files, four commands each", 1_000, ("tracebacks", "files changed")),
    "generated": Bar("made-up contacts through vCard, JSON and CSV and back", 20_000, ("properties lost",)),
    "sequence": Bar("steps of random commands, against a model", 2_000, ()),
    "hostile": Bar("runs of every command in every form on the hostile file", 400, ("control characters",)),
    "socket": Bar("commands under strace", 90, ("sockets",)),
}


@dataclass
class Reached:
    """What has been reached of one bar."""

    count: int = 0
    bad: Counter[str] = field(default_factory=Counter)
    most: dict[str, float] = field(default_factory=dict)


_reached: dict[str, Reached] = {}
_lines: list[str] = []
_began = time.monotonic()


def reach(key: str, count: int, *, bad: dict[str, int], most: dict[str, float] | None = None) -> None:
    """Add to what has been reached of a bar; before the test asserts anything, so that the table tells it."""
    bar, so_far = BARS[key], _reached.setdefault(key, Reached())
    assert {*bad} == {*bar.none}, f"{key} counts {bar.none}"
    so_far.count += count
    so_far.bad.update(bad)
    for name, value in (most or {}).items():
        so_far.most[name] = max(value, so_far.most.get(name, 0))


def figure(line: str) -> None:
    """Tell one line of what was measured, for below the table."""
    _lines.append(line)


def table(reached: dict[str, Reached]) -> tuple[list[str], bool]:
    """Return the rows of the table, and whether every bar was reached."""
    rows, all_kept = ["| what | at least | reached | bad | bar | |", "|---|---|---|---|---|---|"], True
    for key, bar in BARS.items():
        so_far = reached.get(key, Reached())
        kept = so_far.count >= bar.at_least and not any(so_far.bad.values())
        kept &= all(so_far.most.get(name, most + 1) <= most for name, most in bar.at_most)
        found = [f"{so_far.bad[name]:,} {name}" for name in bar.none]
        found += [f"{so_far.most.get(name, 0):.3g} {name}" for name, _ in bar.at_most]
        wanted = ", ".join(["0", *(f"at most {most:g} {name}" for name, most in bar.at_most)])
        rows.append(
            f"| {bar.what} | {bar.at_least:,} | {so_far.count:,} | {', '.join(found)} | {wanted} |"
            f" {'kept' if kept else '**missed**'} |"
        )
        all_kept &= kept
    return rows, all_kept


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the page be written elsewhere."""
    parser.addoption("--figures", default=str(PAGE), help="where the page of figures is written")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what a worker has reached to who started it; there, fail if a bar was missed."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["reached"] = {key: (r.count, dict(r.bad), r.most) for key, r in _reached.items()}
        output["lines"] = _lines
    elif not table(_reached)[1] and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker has reached."""
    output = getattr(node, "workeroutput", {})
    for key, (count, bad, most) in output.get("reached", {}).items():
        reach(key, count, bad=bad, most=most)
    _lines.extend(output.get("lines", []))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table and write the page."""
    rows, _ = table(_reached)
    counts = {name: len(terminalreporter.stats.get(name, ())) for name in ("passed", "failed", "error", "skipped")}
    is_fine = not (counts["failed"] or counts["error"])
    told = f"{counts['failed'] + counts['error']} failed, {counts['skipped']} skipped"
    rows.append(f"| tests | | {counts['passed']} passed | {told} | 0 failed | {'kept' if is_fine else '**missed**'} |")
    page = [
        "<!-- Written by `make soak`. -->", "", "# What the long runs reached", "", f"{_where()}.", "", *rows, "",
        "Measured beside that:", "", *(f"- {line}" for line in sorted(_lines)), "",
    ]  # fmt: skip
    Path(terminalreporter.config.getoption("--figures")).write_text("\n".join(page), encoding="utf-8")
    terminalreporter.section("figures")
    terminalreporter.write("\n".join(page[4:]))


def _where() -> str:
    return (
        f"On {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}, in {(time.monotonic() - _began) / 60:.0f} minutes"
    )
