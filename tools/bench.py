"""Measure start-up, speed and memory of netcli as users have it, and hold them to the targets of docs/performance.md.

    bench.py             files of 1k, 10k and 50k people; the first run fills them, which takes minutes
    bench.py --quick     1k and 10k only
    SIZE=1M bench.py     path questions also among a million people; filling that takes a quarter of an hour

netcli is installed from this folder into a fresh environment: not editable, bytecode compiled, written by a current
pip. The unit is py: the time of `python -c pass` in that environment, taken in turns with the command (see pair.py).
The files are filled by `netcli import` of made-up cards and kept in the temporary folder for the next run.

A target that is missed is marked MISSED. The exit code is 1 when a required one is missed by more than a quarter:
that much a shared machine may be wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
GENERATOR = Path(__file__).with_name("gen_people.py")
GRAPHS = Path(__file__).with_name("gen_graph.py")
ARCHIVES = Path(__file__).with_name("gen_archive.py")
TIMER = Path(__file__).with_name("pair.py")
MARGIN = 1.25
SLOW_RUNS = 3
#: What makes a file what it is; a file that was filled with other versions of these is filled anew.
MAKERS = (
    GENERATOR,
    ROOT / "src/netcli/derived.py",
    *(path for package in ("schema", "importing") for path in sorted((ROOT / "src/netcli" / package).rglob("*.py"))),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing to measure: netcli with these words on this file, and what it may take.

    `before` are the words of a netcli command that is run, untimed, before each timed one. `against` is the file to
    compare with, instead of an empty Python. `target` is its number in docs/performance.md, in brackets if the figure
    is reported and does not decide about the exit code.
    """

    label: str
    file: Path
    words: tuple[str, ...]
    most: float | None = None
    mib: float | None = None
    target: str = ""
    before: tuple[str, ...] = ()
    against: Path | None = None
    expect: int | None = 0
    runs: int | None = None
    fresh: bool = False


class Seen(NamedTuple):
    """What was measured: the median of the ratios, the lowest and the highest, and the peak of memory in MiB."""

    ratio: float
    low: float
    high: float
    mib: float


@dataclass(frozen=True, slots=True)
class Installed:
    """netcli in an environment of its own."""

    folder: Path

    @property
    def python(self) -> str:
        """The interpreter of the environment."""
        return str(self.folder / "bin/python")

    def line(self, file: Path, words: tuple[str, ...]) -> list[str]:
        """Return the command line of a netcli command on a file."""
        return [str(self.folder / "bin/netcli"), "--db", str(file), *words]

    def run(self, file: Path, *words: str) -> str:
        """Run a netcli command and return what it printed."""
        return subprocess.run(self.line(file, words), check=True, capture_output=True, text=True).stdout

    def versions(self) -> str:
        """Return the versions that the figures depend on."""
        code = (
            "import os, platform, sqlite3; from importlib.metadata import version as v;"
            'print(f\'netcli {v("netcli")}, typer {v("typer")}, Python {platform.python_version()},\''
            "f' SQLite {sqlite3.sqlite_version}, {platform.system()}, {os.cpu_count()} cores')"
        )
        return subprocess.run([self.python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def install(folder: Path) -> Installed:
    """Install netcli from this folder into a new environment, as a user would."""
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "-qq", "--compile", "--disable-pip-version-check"]
    for line in ([sys.executable, "-m", "venv", str(folder)], [*pip, "--upgrade", "pip"], [*pip, str(ROOT)]):
        subprocess.run(line, check=True)
    return Installed(folder)


def filled(netcli: Installed, count: int, typos: int = 0) -> Path:
    """Return a file with so many people and copies of `typos` percent, imported now or in an earlier run."""
    folder = Path(tempfile.gettempdir()) / f"netcli-bench-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        sys.exit(f"bench.py: {folder} belongs to somebody else")
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in MAKERS)).hexdigest()[:12]
    name = f"{count}-typos{typos}" if typos else f"{count}"
    file = folder / f"{name}-{digest}.db"
    if file.exists():
        return file
    for stale in folder.glob(f"{name}-{'?' * len(digest)}.*"):
        stale.unlink()
    part = file.with_suffix(".part")
    netcli.run(part, "init", "--name", "Sam Moreau", "--yes", "--quiet")
    start = time.monotonic()
    netcli.run(part, "import", str(cards(folder, count, typos)), "--quiet")
    print(f"filled a file with {count:,} people by netcli import, in {time.monotonic() - start:.0f} s", flush=True)
    part.rename(file)
    return file


class Graph(NamedTuple):
    """A file with a made-up network, somebody in it whom nobody would notice, and the one with the most ties."""

    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody calls
    file: Path
    somebody: str
    hub: str
    place: str


def graph(netcli: Installed, count: int, own_ties: int) -> Graph:
    """Return a network of so many people in which the owner has so many ties, filled now or in an earlier run."""
    import sqlite3

    folder = Path(tempfile.gettempdir()) / f"netcli-bench-{os.getuid()}"
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in (GRAPHS, *MAKERS[1:2]))).hexdigest()[:12]
    file = folder / f"graph-{count}-{own_ties}-{digest}.db"
    if not file.exists():
        start = time.monotonic()
        part = file.with_suffix(".part")
        part.unlink(missing_ok=True)
        subprocess.run([netcli.python, str(GRAPHS), str(count), str(part), "--me", str(own_ties)], check=True)
        part.rename(file)
        print(f"filled a network of {count:,} people in {time.monotonic() - start:.0f} s", flush=True)
    with sqlite3.connect(file) as db:
        hub = db.execute(
            "SELECT to_id FROM arc WHERE to_id <> ? GROUP BY to_id ORDER BY count(*) DESC, 1", (count + 1,)
        )
        place = db.execute("SELECT org_id FROM position GROUP BY 1 ORDER BY abs(count(*) - 200), 1 LIMIT 1")
        return Graph(count, file, str(count // 2), str(hub.fetchone()[0]), str(place.fetchone()[0]))


def finding_ways(netcli: Installed, sizes: tuple[int, ...]) -> list[Figure]:
    """Return the path questions: of an owner with few ties and with 10,000, about somebody and about a hub."""
    found, first = [], None
    for count in sizes:
        few = graph(netcli, count, 20)
        first = first or few
        for word in ("intro-path", "mutual"):
            label = f"{word}, network of {count:,}"
            found.append(Figure(label, few.file, (word, few.somebody), 24, 90, "6", expect=None))
        found.append(Figure(f"reach, network of {count:,}", few.file, ("reach", few.place), 26, 90, "9", expect=None))
        if count >= 10_000:
            many = graph(netcli, count, 10_000)
            for who, most, mib, target in ((many.somebody, 30, 90, "7"), (many.hub, 75, 120, "8")):
                label = f"intro-path, own 10k{', hub' * (target == '8')}, {count:,}"
                found.append(Figure(label, many.file, ("intro-path", who), most, mib, target, expect=None))
    mine = graph(netcli, 10_000, 10_000)
    found.append(Figure("network, 10,000 contacts", mine.file, ("network",), 120, 100, "(10)", runs=SLOW_RUNS))
    largest = graph(netcli, sizes[-1], 20)
    label = f"intro-path, {sizes[-1]:,} against {sizes[0]:,}"
    words = ("intro-path", first.somebody if first else "1")
    found.append(Figure(label, largest.file, words, 1.25, target="6", against=first and first.file, expect=None))
    return found


def finding_doubles(netcli: Installed, sizes: Iterable[int]) -> list[Figure]:
    """Return the question who is one person, in files where 3 percent are there twice; all of them have to be asked."""
    import sqlite3

    found, most = [], {1_000: None, 10_000: 30, 50_000: 140}
    for count in sizes:
        file = filled(netcli, count, typos=3)
        asked = {question["key"] for question in json.loads(netcli.run(file, "review", "--kind", "same", "--json"))}
        with sqlite3.connect(file) as db:
            planted = {"same-{}-{}".format(*sorted(pair)) for pair in db.execute(_PLANTED)}
        print(f"of {len(planted):,} slips of a letter among {count:,} people {len(planted & asked):,} are asked about")
        label = f"review --kind same, {count:,}"
        found.append(Figure(label, file, ("review", "--kind", "same", "--json"), most[count], 80, "(12)"))
    return found


#: The copies that gen_people.py planted, each with whom it is a copy of: the first addresses say so.
_PLANTED = """SELECT copy.person_id, person.id FROM contact_point AS copy
JOIN person ON person.uid = printf('uid-%08d-netcli', CAST(substr(copy.value, 9) AS INTEGER))
WHERE copy.value GLOB 'copy-of-*'"""


def cards(folder: Path, count: int, typos: int = 0) -> Path:
    """Write so many made-up cards, and copies of `typos` percent.

    By a process of its own, so that this one stays small (see pair.py on memory).
    """
    path = folder / f"{count}.vcf"
    subprocess.run([sys.executable, str(GENERATOR), str(count), str(path), "--typos", str(typos)], check=True)
    return path


def figures(netcli: Installed, files: dict[int, Path], folder: Path) -> list[Figure]:
    """Return all that is measured, in the order in which it is told."""
    least, *_, most = files
    shown = {count: json.loads(netcli.run(file, "show", str(count // 2), "--json")) for count, file in files.items()}
    handles = {count: answer["person"]["handle"] for count, answer in shown.items()}
    show = {count: ("show", handles[count]) for count in files}
    same = ("show", str(least // 2))  # a number means somebody in every file
    new = folder / "new.db"
    return [
        Figure("--version", files[least], ("--version",), 8, target="1"),
        Figure("--help", files[least], ("--help",), 8, target="1"),
        *(Figure(f"show, {count:,} people", files[count], show[count], 8, 30, "2") for count in files),
        Figure(f"show, {most:,} against {least:,}", files[most], same, 1.15, target="2", against=files[least]),
        *writing(netcli, files[10_000], folder, handles[10_000]),
        *(
            Figure(f"{word}, {count:,} people", files[count], (word, shown[count]["person"]["family"]), 8, 30, "(2)")
            for word in ("email", "find")
            for count in files
        ),
        Figure("show me, 10,000 people", files[10_000], ("show", "me"), 8, 30, "(2)"),
        Figure(f"show nobody, {most:,} people", files[most], ("show", "Nobody Knownhere"), expect=3),
        *keeping(netcli, files[10_000], folder, handles[10_000]),
        Figure("list, 1,000 people", files[1_000], ("list",), 8, 40, "(3)"),
        Figure("list, 10,000 people", files[10_000], ("list",), 13, 40, "(3)"),
        Figure("export json, 10,000 people", files[10_000], ("export", "json"), runs=SLOW_RUNS),
        Figure(
            "import of 10,000 cards",
            new,
            ("import", str(cards(folder, 10_000))),
            80,
            100,
            "(11)",
            runs=SLOW_RUNS,
            fresh=True,
        ),
        Figure(
            "import of a large archive",
            new,
            ("import", str(archive(folder, 30_000, 100_000))),
            1200,
            143,
            "(15)",
            runs=SLOW_RUNS,
            fresh=True,
        ),
    ]


def archive(folder: Path, connections: int, messages: int) -> Path:
    """Write a made-up archive of LinkedIn, by a process of its own as `cards` does."""
    path = folder / f"{connections}-{messages}.zip"
    subprocess.run([sys.executable, str(ARCHIVES), str(connections), str(messages), str(path)], check=True)
    return path


def writing(netcli: Installed, file: Path, folder: Path, person: str) -> list[Figure]:
    """Return the writing commands, each on a copy of the file that every timed run finds in the same state."""
    back, note = ("undo",), ("note", person, "called about the talk")
    found = []
    for words in (("add", "Zoe Quist"), note, ("tag", person, "board")):
        copy = Path(shutil.copyfile(file, folder / f"{words[0]}.db"))
        netcli.run(copy, *words)
        found.append(Figure(f"{words[0]}, 10,000 people", copy, words, 9, target="5", before=back))
    copy = Path(shutil.copyfile(file, folder / "undo.db"))
    return [*found, Figure("undo, 10,000 people", copy, back, 9, target="5", before=note)]


def keeping(netcli: Installed, file: Path, folder: Path, person: str) -> list[Figure]:
    """Return the questions of upkeep, on a copy in which one contact in fifteen has a stated level, and so a clock."""
    copy = Path(shutil.copyfile(file, folder / "upkeep.db"))
    netcli.run(copy, "link", "me", "--where", "tag:conf tag:press", "--level", "4", "--on", "2026-01-05", "--yes")
    words = {("due",): 8, ("today",): 8, ("brief", person): 8, ("stats",): 13}
    return [Figure(f"{line[0]}, 10,000 people", copy, line, most, 40, "(2)") for line, most in words.items()]


def measure(netcli: Installed, figure: Figure, runs: int) -> Seen:
    """Time one figure, in a process of its own: no peak is seen below the memory of who starts the command."""
    line = [sys.executable, str(TIMER), "--json", "--timeout", "600"]
    line += [] if figure.expect is None else ["--expect", str(figure.expect)]
    line += ["--runs", str(figure.runs or runs)]
    if figure.fresh:
        line += ["--before", shlex.join(["rm", "-f", str(figure.file)])]
    elif figure.before:
        line += ["--before", shlex.join(netcli.line(figure.file, figure.before))]
    line += [shlex.join(netcli.line(figure.file, figure.words))]
    line += [shlex.join(netcli.line(figure.against, figure.words))] if figure.against else ["--py", netcli.python]
    answer = json.loads(subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return Seen(answer["ratio"], answer["low"], answer["high"], answer["a_mib"])


def verdict(figure: Figure, seen: Seen) -> tuple[str, bool]:
    """Return ok, MISSED or nothing, and whether a required target is missed by more than the margin."""
    parts = [value / most for value, most in ((seen.ratio, figure.most), (seen.mib, figure.mib)) if most is not None]
    if not parts:
        return "", False
    return ("ok" if max(parts) <= 1 else "MISSED"), figure.target.isdigit() and max(parts) > MARGIN


def told(figure: Figure, seen: Seen) -> str:
    """Return one line on a figure."""
    unit = "" if figure.against else " py"
    limits = [f"{figure.most:g}{unit}"] if figure.most else []
    limits += [f"{figure.mib:g} MiB"] if figure.mib else []
    ratio = f"{seen.ratio:.2f} [{seen.low:.2f}-{seen.high:.2f}]{unit}"
    return (
        f"{figure.target or '-':<7}{figure.label:<28}{ratio:<31}{seen.mib:6.1f} MiB   "
        f"{' and '.join(limits) or '-':<20}{verdict(figure, seen)[0]}"
    ).rstrip()


def main() -> int:
    """Measure, print, and return 1 if a required target is clearly missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=11, help="pairs for each figure (default 11; 21 for a claim)")
    parser.add_argument("--quick", action="store_true", help="files of 1k and 10k people only")
    o = parser.parse_args()
    for name in [name for name in os.environ if name.startswith(("PYTHON", "NETCLI", "_NETCLI", "VIRTUAL_ENV"))]:
        del os.environ[name]  # bytecode has to be written and read as a user's Python does
    failed = False
    with tempfile.TemporaryDirectory(prefix="netcli-bench-") as name:
        netcli = install(Path(name) / "venv")
        print(f"{netcli.versions()}; {o.runs} pairs, {SLOW_RUNS} where a run takes long", flush=True)
        files = {count: filled(netcli, count) for count in ((1_000, 10_000) if o.quick else (1_000, 10_000, 50_000))}
        print(f"\n{'target':<7}{'command':<28}{'median [low-high]':<31}{'peak':>10}   {'at most':<20}", flush=True)
        sizes: tuple[int, ...] = (1_000, 10_000) if o.quick else (1_000, 10_000, 100_000)
        sizes += (1_000_000,) if os.environ.get("SIZE") == "1M" else ()
        doubles = finding_doubles(netcli, files)
        for figure in (*figures(netcli, files, Path(name)), *doubles, *finding_ways(netcli, sizes)):
            seen = measure(netcli, figure, o.runs)
            print(told(figure, seen), flush=True)
            failed |= verdict(figure, seen)[1]
    print("\npy: an empty Python. Targets in brackets are only reported. Peaks below 15 MiB cannot be told apart.")
    return int(failed)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(f"bench.py: {error}\n{error.stderr or ''}")
