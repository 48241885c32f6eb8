"""What the fault tests share: made-up cards, processes to harm, and the examination of a file afterwards.

Nothing here is imitated: processes are processes of this machine, files are files, signals are signals.
"""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from netcli.derived import WRITE_ALL
from netcli.storage import open_reader
from netcli.text import fold, fold_forms
from tests._figures import reach
from tests.conftest import every_row

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Stamp = tuple[str, int, int]

NETCLI = (sys.executable, "-m", "netcli")
#: Commands that read, one of each kind; people are named as `cards` names them.
READING = (
    ("list",),
    ("show", "me"),
    ("find", "dana"),
    ("email", "ana-alaberg"),
    ("export", "json"),
    ("operations",),
    ("history", "me"),
    ("intro-path", "dana-okafor"),
)

_GIVEN = ("Ana", "Bo", "Cleo", "Dario", "Edda", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Keiko", "Łucja", "Márta")
_FIRST, _SECOND, _THIRD = (
    ("Al", "Ber", "Cor", "Dal", "El", "Fir", "Gar", "Hol", "Ing", "Jor"),
    ("a", "be", "di", "ga", "lo", "ma", "ni", "ro", "sé", "tu"),
    ("berg", "der", "fors", "ghi", "lund", "moor", "nez", "quist", "ström", "wick"),
)


def cards(count: int, *, seed: int = 1) -> bytes:
    """Return so many vCards of people who do not exist, no two with one name, UID or address."""
    chance, lines = random.Random(seed), []
    for number in range(count):
        family = _FIRST[number % 10] + _SECOND[number // 10 % 10] + _THIRD[number // 100 % 10]
        given = _GIVEN[(number // 1000 + number) % len(_GIVEN)]
        lines += [
            "BEGIN:VCARD",
            "VERSION:3.0",
            f"UID:{seed}-{number}@example.org",
            f"N:{family};{given};;;",
            f"FN:{given} {family}",
            f"EMAIL;TYPE=work:p{seed}-{number}@example.org",
            f"TEL;TYPE=cell:+1 555 {seed:03} {number:04}",
            f"ORG:{chance.choice(_FIRST)}{chance.choice(_THIRD)} & Co",
            f"TITLE:{chance.choice(('Engineer', 'Editor', 'Buyer', 'Head of Data'))}",
            f"NOTE:{'met at a fair, talked about bridges; ' * chance.randrange(4)}",
            "END:VCARD",
        ]
    return "\r\n".join([*lines, ""]).encode()


def start(*words: str, db: Path, before: Iterable[str] = (), **env: str) -> subprocess.Popen[str]:
    """Start a command in a process of its own; `before` stands in front of it, as `strace` or `setpriv` do."""
    return subprocess.Popen(
        [*before, *NETCLI, *words],
        env={**os.environ, "NETCLI_DB": str(db), **env},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def run(*words: str, db: Path, before: Iterable[str] = (), **env: str) -> subprocess.CompletedProcess[str]:
    """Run such a process to its end."""
    with start(*words, db=db, before=before, **env) as process:
        out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def journal(db: Path) -> Path:
    """Return the file in which SQLite keeps what a running transaction replaces."""
    return db.with_name(f"{db.name}-journal")


def wait_until_it_writes(process: subprocess.Popen[str], db: Path) -> None:
    """Wait until the process has begun to write, or has ended."""
    while process.poll() is None and not journal(db).exists():
        time.sleep(0.002)


def said_in_one_line(err: str) -> bool:
    """Tell whether a failure was told as netcli tells every one: in a single line, never a traceback.

    That a backup was made before is another matter.
    """
    told = "".join(line for line in err.splitlines(keepends=True) if not line.startswith("Backup before"))
    return told.startswith("netcli: ") and told.count("\n") == 1 and "Traceback" not in err


def stamp(path: Path) -> Stamp:
    """Return what must not change about a file that is only read: its bytes, its size and its time."""
    seen = path.stat()
    return hashlib.sha256(path.read_bytes()).hexdigest(), seen.st_size, seen.st_mtime_ns


def dump(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, as a reader sees them."""
    with open_reader(db) as store:
        return every_row(store)


def column(db: Path, sql: str, *values: object) -> list[Any]:
    """Return the first column of a query."""
    with open_reader(db) as store:
        return store.column(sql, values)


def sizes(db: Path) -> dict[str, int]:
    """Return how many rows each table has: what two runs of one command agree on."""
    return {table: len(rows) for table, rows in dump(db).items()}


def people(db: Path) -> int:
    """Return how many people are in a file, its owner included."""
    return sizes(db)["person"]


def faults(db: Path) -> list[str]:
    """Return all that is wrong with a file once netcli has opened it again, as a process; nothing if it is healthy."""
    opened = run("operations", db=db)
    if opened.returncode or opened.stderr:
        return [f"operations ended with {opened.returncode}: {opened.stderr}"]
    return unsound(db)


def unsound(db: Path) -> list[str]:
    """Return all that is wrong with a file as it lies there.

    SQLite's own checks of pages and references; search keys as recomputed from the names; no journal row
    without its operation, and no operation without a journal, numbers and times of operations rising; and what is
    kept for lists and paths as it follows from the rest.
    """
    with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"{row[0]} {row[1]} points nowhere" for row in connection.execute("PRAGMA foreign_key_check")]
        found += [f"journal row {row[0]} is of no operation" for row in connection.execute(_STRAY_JOURNAL)]
        found += [f"operation {row[0]} has no journal" for row in connection.execute(_EMPTY_OPERATION)]
        found += [f"operation {row[0]} is older than the one before" for row in connection.execute(_BACK_IN_TIME)]
        names = connection.execute(_NAMES).fetchall()
        wanted = sorted({(person, key) for person, name in names for key in fold_forms(name) if key})
        held = sorted(connection.execute("SELECT person_id, key FROM search_key").fetchall())
        found += [] if held == wanted else ["the search keys are not those of the names"]
        return [*found, *_stale(connection)]


def _stale(connection: sqlite3.Connection) -> list[str]:
    """Return which of the derived tables are not what they would be if they were written anew, in a copy in memory."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        connection.backup(copy)
        copy.create_function("fold", 1, lambda text: fold(text) if isinstance(text, str) else "", deterministic=True)
        kept = _derived(copy)
        for statement in WRITE_ALL:
            copy.execute(statement)
        anew = _derived(copy)
    return [f"{table} is not what follows from the rest" for table in kept if kept[table] != anew[table]]


def _derived(connection: sqlite3.Connection) -> dict[str, list[object]]:
    """Return the derived tables: rows, and of a heap its lines, in an order of their own."""
    tables: dict[str, list[object]] = {
        table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in ("listed", "arc")
    }
    heaps = connection.execute("SELECT id, text FROM heap").fetchall()
    tables["heap"] = sorted((number, *sorted(line.split("\t"))) for number, text in heaps for line in text.split("\n"))
    return tables


_STRAY_JOURNAL = "SELECT id FROM journal WHERE operation_id NOT IN (SELECT id FROM operation)"
_EMPTY_OPERATION = """
SELECT id FROM operation WHERE NOT is_purged AND id NOT IN (SELECT operation_id FROM journal)"""
_BACK_IN_TIME = "SELECT id FROM (SELECT id, at, lag(at) OVER (ORDER BY id) AS before FROM operation) WHERE at < before"
_NAMES = """
SELECT id, name FROM person
UNION ALL SELECT id, given || ' ' || family FROM person WHERE given <> '' AND family <> ''
UNION ALL SELECT id, family || ' ' || given FROM person WHERE given <> '' AND family <> ''
UNION ALL SELECT person_id, name FROM other_name"""


@dataclass
class Tally:
    """How processes that were killed left their files."""

    killed: int = 0
    mid_write: int = 0
    corrupt: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)

    def count(self, db: Path, states: tuple[dict[str, int], ...], *, acknowledged: bool) -> None:
        """Look at a file after a kill. Its command leads through `states`, the last of which it acknowledges."""
        self.killed += 1
        self.mid_write += journal(db).exists()
        if wrong := faults(db):
            self.corrupt.append(f"{db.name}: {wrong}")
            return
        if (found := sizes(db)) not in states:
            self.partial.append(f"{db.name}: {found}")
        if acknowledged and found != states[-1]:
            self.lost.append(db.name)

    def reach(self, bar: str) -> None:
        """Count this towards a bar."""
        bad = {name: len(getattr(self, name)) for name in ("corrupt", "lost", "partial")}
        reach(bar, self.killed, bad=bad)

    @property
    def harm(self) -> list[str]:
        """All that went wrong."""
        return [*self.corrupt, *self.lost, *self.partial]

    def __str__(self) -> str:
        bad = f"{len(self.corrupt)} corrupt, {len(self.lost)} lost, {len(self.partial)} partial"
        return f"{self.killed} kills, {self.mid_write} of them in the middle of writing: {bad}"


def side_by_side(act: Callable[[Item], Answer], items: Iterable[Item], *, at_once: int = 2) -> list[Answer]:
    """Return what `act` returns for every item, in order, a few of them at the same time."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(act, items))


def spread(count: int, most: int) -> list[int]:
    """Return at most so many numbers from 1 to `count`, evenly spread, the last one among them."""
    return sorted({max(1, round(count * step / most)) for step in range(1, most + 1)})
