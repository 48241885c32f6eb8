"""What a command loads, and how often it asks the file: start-up is a feature. Nothing here looks at a clock."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from netcli import cli
from netcli.commands._session import Session
from netcli.domain.person import add_person, named
from netcli.domain.tie import state
from netcli.model_tie import Statement
from netcli.storage import Store, open_reader, open_writer
from tests.conftest import Netcli, spawn

#: Every command that cannot open the file for writing, with a line that gets an answer.
READING = {
    "show": "show priya-nair",
    "find": "find priya",
    "list": "list",
    "position list": "position list priya-nair",
    "cv": "cv priya-nair",
    "who-at": "who-at Kestrel",
    "org list": "org list",
    "org show": "org show Kestrel",
    "group list": "group list",
    "group show": "group show board",
    "intro-path": "intro-path dana-okafor",
    "mutual": "mutual dana-okafor",
    "reach": "reach --tag board",
    "network": "network --degrees",
    "suggest intros": "suggest intros",
    "suggest reconnect": "suggest reconnect",
    "intro list": "intro list",
    "intro show": "intro show dana-okafor",
    "intro draft": "intro draft dana-okafor",
    "balance": "balance",
    "exchange list": "exchange list",
    "recommendation list": "recommendation list",
    "recommendation show": "recommendation show 1",
    "recommendation draft": "recommendation draft priya-nair",
    "search list": "search list",
    "export json": "export json",
    "export json-resume": "export json-resume priya-nair",
    "export vcard": "export vcard",
    "export csv": "export csv",
    "export tsv": "export tsv org:kestrel",
    "export jsonl": "export jsonl",
    "export photo": "export photo priya-nair",
    "export sheet": "export sheet",
    "email": "email priya",
    "phone": "phone priya",
    "operations": "operations",
    "backup": "backup --list",
    "history": "history priya-nair",
    "ties": "ties priya-nair",
    "contacts": "contacts priya-nair --since 2025",
    "changes": "changes --since 2025",
    "today": "today",
    "due": "due --days 120",
    "brief": "brief priya-nair",
    "open": "open priya-nair --print",
    "cadence list": "cadence list",
    "remind list": "remind list",
    "birthdays": "birthdays",
    "remind timer": "remind timer --cron",
    "export ics": "export ics",
    "stats": "stats",
    "opportunity list": "opportunity list",
    "opportunity show": "opportunity show 1",
    "opportunity match": "opportunity match 1",
    "opportunity publish": "opportunity publish 1",
    "source list": "source list",
    "config get": "config get",
    "config path": "config path",
    "review": "review",
    "help": "help ties",
    "completion show": "completion show bash",
}
#: These write, but not to the file.
WRITING_ELSEWHERE = {"demo", "completion install", "config set", "config unset", "config edit"}
#: Lines that write nothing although their command can, and lines that end in an error.
ALSO_READING = (
    "email --parsable priya", "find tag:board or org:kestrel", "show priya-nair --as-of 2025", "list --format csv",
    "tag --list", "skill --list", "import", "list tag:board --json", "list --sort level --limit 1", "show me --json",
    "review --json", "doctor", "backup --check",
    "list last:90d+", "show nobody-of-this-name", "no-such-command", "list --no-such-option",
)  # fmt: skip
CODES = {"doctor": 1, "show nobody-of-this-name": 3, "no-such-command": 2, "list --no-such-option": 2}

#: Each costs at least half an empty interpreter. `click` is the package of that name: Typer carries its own.
OURS = {"click", "networkx", "numpy", "phonenumbers", "platformdirs", "pydantic", "rapidfuzz", "rich", "sqlite_utils"}
OURS |= {"icalendar", "markdown_it", "pygments", "vobject"}
PYTHONS = {"asyncio", "http", "importlib.metadata", "multiprocessing", "socket", "ssl", "urllib.request", "xml"}

#: Lines that need one of them.
_FOR = {"export vcard": {"vobject", *PYTHONS}}
_BY_NETWORKX = ("intro-path", "mutual", "reach", "opportunity match")

RUN = "from netcli import cli; code = cli.run(sys.argv[1:])"
COMPLETE = (
    "from netcli import cli; from netcli.commands import completion;"
    " code = completion.complete_line(cli.build(), sys.argv[1:])"
)


def loaded(*words: str, db: Path, how: str = RUN, env: dict[str, str] | None = None) -> tuple[int, set[str]]:
    """Run a line in a fresh interpreter, its stdout a pipe; return the exit code and the modules that were loaded."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {how}; print('loaded', code, *sys.modules)", *words],
        env={**os.environ, "NETCLI_DB": str(db), **(env or {})},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    _, code, *modules = done.stdout.splitlines()[-1].split()
    return int(code), set(modules)


@pytest.fixture
def network(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file in which every reading command finds something, a phone number without country among it."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    netcli(
        'add "Priya Nair <priya@example.org>" --level 4 --org Kestrel --phone "+44 20 7946 0001" --phone "020 7946 0002" --tag board'
    )
    netcli('add "Dana Okafor" --to-meet --title "Head of Data"')
    netcli("link priya-nair dana-okafor --level 4")
    netcli("group add board priya-nair --role chair")
    netcli("intro ask dana-okafor --via priya-nair --on 2025-01")
    picture = netcli.db.with_name("p.gif")
    picture.write_bytes(b"GIF89a\n")  # ends a line, so that what the test prints after it starts one
    netcli(f"edit priya-nair --photo {picture}")
    netcli("log priya-nair dana-okafor lunch")
    netcli("opportunity add 'Head of Data' --org Helix --skill sql")
    netcli('note priya-nair "prefers to be called after ten"')
    netcli("exchange add priya-nair help --given")
    netcli("recommendation add priya-nair dana-okafor --for sql")
    netcli("search save board tag:board")
    return netcli.db


def can_write(command: cli.Command) -> bool:
    """Tell whether a command, or a helper in its module that it calls, opens the file for writing."""
    module, _, function = command.module.partition(":")
    tree = ast.parse(Path(cli.__file__).with_name("commands").joinpath(f"{module}.py").read_text(encoding="utf-8"))
    bodies = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    reached, todo = set(), {function}
    while todo:
        reached |= todo
        nodes = [node for name in todo for node in ast.walk(bodies[name])]
        if any(isinstance(node, ast.Attribute) and node.attr in ("writer", "held") for node in nodes):
            return True
        todo = {node.id for node in nodes if isinstance(node, ast.Name) and node.id in bodies} - reached
    return False


def test_every_reading_command_is_guarded() -> None:
    """A command that only reads is in the table, so that what it loads is looked at below."""
    reading = {command.name for command in cli.COMMANDS if not can_write(command)}

    assert reading - WRITING_ELSEWHERE == READING.keys()


@pytest.mark.parametrize("line", [*READING.values(), *ALSO_READING])
def test_reading_loads_nothing_heavy(network: Path, line: str) -> None:
    """A line that writes nothing leaves the heavy libraries alone when piped; the path questions alone need networkx."""
    code, modules = loaded(*line.split(), db=network)

    allowed = {"networkx", *PYTHONS} if line.startswith(_BY_NETWORKX) else _FOR.get(line, set())
    assert code == CODES.get(line, 0)
    assert (OURS | PYTHONS) & modules == allowed & modules


def test_review_loads_rapidfuzz_where_two_names_are_compared(netcli: Netcli) -> None:
    """And nothing else of these; names that are equal, or differ by an initial, need none."""
    for name in ("Ana Pires", "A. Pires", "PIRES Ana"):
        netcli("add", name)
    code, modules = loaded("review", "--json", db=netcli.db)
    assert (code, (OURS | PYTHONS) & modules) == (0, set())
    netcli("add", "Ana Piris")

    code, modules = loaded("review", "--json", db=netcli.db)

    assert (code, (OURS | PYTHONS) & modules) == (0, {"rapidfuzz"})


@pytest.mark.parametrize("line", [line for line in READING.values() if not line.startswith("export photo")])
def test_a_page_costs_rich_and_nothing_else(network: Path, line: str) -> None:
    """On a terminal an answer is drawn by rich; what rich has for other purposes stays away as well."""
    code, modules = loaded(*line.split(), db=network, env={"NETCLI_FORCE_TTY": "1"})

    allowed = {"networkx", *PYTHONS} if line.startswith(_BY_NETWORKX) else _FOR.get(line, set())
    assert code == 0
    assert (OURS | PYTHONS) & modules <= {"rich", *allowed}


@pytest.mark.parametrize(
    ("line", "is_loaded"),
    [
        (("show", "020 7946 0002"), True),
        (("show", "+44 20 7946 0002"), False),
        (("show", "0044 20 7946 0002"), False),
        (("add", "Bo Lind", "--phone", "020 7946 0003"), True),
        (("add", "Bo Lind", "--phone", "+44 20 7946 0003"), False),
        (("add", "Bo Lind", "--phone", "3631"), False),
        (("note", "priya-nair", "text"), False),
    ],
)
def test_number_plans_are_loaded_for_a_number_without_country(
    network: Path, line: tuple[str, ...], is_loaded: bool
) -> None:
    """Written or looked up; for any other line phonenumbers would cost more than an interpreter."""
    code, modules = loaded(*line, db=network)

    assert (code, "phonenumbers" in modules) == (0, is_loaded)


@pytest.mark.parametrize("content", [None, "country = 'GB'\n"])
def test_a_configuration_is_read_only_if_there_is_one(network: Path, tmp_path: Path, content: str | None) -> None:
    """Without a file nothing is loaded for it."""
    if content:
        (tmp_path / "config/netcli").mkdir(parents=True)
        (tmp_path / "config/netcli/config.toml").write_text(content)

    _, modules = loaded("show", "priya-nair", db=network)

    assert {"tomllib", "netcli.locales"} & modules == ({"tomllib", "netcli.locales"} if content else set())


def test_the_guard_sees_what_is_loaded(network: Path) -> None:
    """A path is found by networkx and a page for people is drawn by rich, so the guards here can fail."""
    _, path = loaded("intro-path", "dana-okafor", db=network)
    _, page = loaded("list", db=network, env={"NETCLI_FORCE_TTY": "1"})

    assert "networkx" in path
    assert "rich" in page


@pytest.mark.parametrize(
    ("line", "how"),
    [("--version", RUN), ("--help", RUN), ("", RUN), ("sh", COMPLETE), ("", COMPLETE), ("completion in", COMPLETE)],
)
def test_what_needs_no_command_loads_none(network: Path, line: str, how: str) -> None:
    """Version, help and the completion of a command's name come from the table of commands alone."""
    code, modules = loaded(*line.split(" "), db=network, how=how) if line else loaded(db=network, how=how)

    commands = {f"netcli.commands.{command.module.partition(':')[0]}" for command in cli.COMMANDS}
    if how == COMPLETE:
        commands.remove("netcli.commands.completion")
    assert code == 0
    assert (OURS | PYTHONS | commands) & modules == set()


def test_completing_nothing_lists_the_commands_and_makes_no_file(tmp_path: Path) -> None:
    """Pressing the key after `netcli ` and a blank offers every first word, also before there is a file."""
    db = tmp_path / "deep" / "none.db"

    done = spawn("", db=db, env={"_NETCLI_COMPLETE": "1"})

    offered = [line.partition("\t")[0] for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert offered == list(dict.fromkeys(command.name.split()[0] for command in cli.COMMANDS))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that every statement is added to which a reading command runs from now on."""
    statements: list[str] = []

    def reader(session: Session) -> Store:
        store = open_reader(session.path)
        store._connection.set_trace_callback(statements.append)
        return store

    monkeypatch.setattr(Session, "reader", reader)
    return statements


def filled(path: Path, count: int) -> Path:
    """Return a file with so many people, one of whom, Ana Pires, knows the owner and the next three."""
    with open_writer(path) as store, store.operation("fill", at="2026-03-02T10:00:00Z"):
        names = ["Sam Moreau", "Ana Pires", *(f"Person Number{number}" for number in range(2, count))]
        people = [add_person(store, named(name), seen_on=None, is_me=not at) for at, name in enumerate(names)]
        for other in (people[0], *people[2:5]):
            state(store, Statement(people[1], other, 4, "2026-01-01"))
    return path


@pytest.mark.parametrize(
    "line",
    ["show ana-pires", "show 'Ana Pires'", "show pire", "history ana-pires", "ties ana-pires", "list", "list --sort level ana",
     "find ana", "email ana", "phone ana", "operations", "export json", "intro-path person-number3",
     "mutual person-number3", "stats"],
)  # fmt: skip
def test_questions_do_not_grow_with_the_file(netcli: Netcli, asked: list[str], line: str) -> None:
    """As many statements are run in a file of 400 people as in one of 20, however the person is named."""
    counts = []
    for size in (20, 400):
        netcli.db = filled(netcli.db.with_name(f"{size}.db"), size)
        asked.clear()
        netcli(line, code=1 if line.startswith(("email", "phone")) else 0)
        counts.append(len(asked))

    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize("line", ["find ana", "email ana", "phone ana", "list --sort level ana"])
def test_a_word_is_looked_up_in_one_narrow_table(netcli: Netcli, asked: list[str], line: str) -> None:
    """Only the long texts of many people, and the names of organisations, are read whole; the rest by number."""
    netcli("add 'Ana Pires <ana@example.org>' --phone +351215550100 --level 4 --org Helix --tag board --city Porto")
    netcli(line)

    with open_reader(netcli.db) as store:
        plans = [row["detail"] for sql in asked if "SELECT" in sql for row in store.rows(f"EXPLAIN QUERY PLAN {sql}")]

    read_whole = {plan.split()[1] for plan in plans if plan.startswith("SCAN")}
    assert read_whole <= {"heap", "org", "org_alias"}
    assert "heap" in read_whole
