"""The documents are true: what they tell to type works, what they name is there."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from netcli.storage import open_reader
from tests.conftest import Netcli, spawn

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FRENCH = ROOT / "docs" / "fr" / "premiers-pas.md"


def test_the_session_of_the_readme_works(netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of "The first ten minutes" ends with 0, and the way to Dana is found."""
    samples = tmp_path / "src" / "netcli" / "samples"
    shutil.copytree(ROOT / "src" / "netcli" / "samples", samples)
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## The first ten minutes")[2]
    lines = re.findall(r"^\$ netcli (.*)$", text.partition("```\n")[0], re.MULTILINE)

    answers = {line: netcli(*shlex.split(line)) for line in lines}

    assert len(lines) > 10
    assert "priya-nair" in answers['intro-path "Dana Okafor"'].out


def test_the_french_first_steps_work_and_show_what_is_shown(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """With the address book that the page holds; what stands below a command is what a terminal of 80 columns shows."""
    page = FRENCH.read_text(encoding="utf-8")
    book = page.partition("```vcard\n")[2].partition("```")[0]
    (tmp_path / "carnet.vcf").write_text(book, encoding="utf-8")
    later = book.replace("ORG:Kestrel\nTITLE:Ingénieur", "ORG:Helix Bio\nTITLE:Ingénieur")
    (tmp_path / "carnet-avril.vcf").write_text(later, encoding="utf-8")
    for name, value in (("NETCLI_FORCE_TTY", "1"), ("COLUMNS", "80"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    netcli.db.unlink()  # the page begins with a file of its own
    ran = []

    def show(block: re.Match[str]) -> str:
        answers = []
        for line, shown in re.findall(r"^\$ netcli (.*)\n((?:(?!\$ ).*\n)*)", block[1], re.MULTILINE):
            answer = netcli(*shlex.split(line)).out
            answers.append(f"$ netcli {line}\n{answer if shown else ''}")
            ran.append(line)
        return f"```console\n{''.join(answers)}```"

    told = re.sub(r"```console\n(.*?)```", show, page, flags=re.DOTALL)

    if request.config.getoption("--rewrite-golden"):
        FRENCH.write_text(told, encoding="utf-8")
    assert told == FRENCH.read_text(encoding="utf-8")
    assert later != book
    assert len(ran) > 15
    wanted = {"init", "import", "list", "link", "review", "intro-path", "log", "changes", "undo"}
    assert {line.split()[0] for line in ran} >= wanted


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    """Relative links in the documents name files that exist."""
    text = page.read_text(encoding="utf-8")

    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)\)", text):
        assert (page.parent / target).exists(), target


def test_every_promise_names_tests_that_exist() -> None:
    """In the table of docs/reliability.md, each row names a file of tests, and functions in it."""
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if row.startswith("|") and "test_" in row]
    files = {path.name: path for path in (ROOT / "tests" / "faults").glob("test_*.py")}

    for row in rows:
        path = None
        for name, function in re.findall(r"`([\w/]*(?:\.py)?)(?:::(\w+))?`", row):
            path = (files.get(name) or ROOT / name) if name.endswith(".py") else path
            if path and (name.endswith(".py") or function):
                assert path.is_file(), name
                assert not function or f"def {function}(" in path.read_text(encoding="utf-8"), (row, function)
    assert len(rows) > 30


def test_the_tour_names_rooms_that_exist() -> None:
    """Every file and function that the tour names is in the source or its tests."""
    rooms = (*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py"))
    source = "".join(path.read_text(encoding="utf-8") for path in rooms)
    text = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    files = {f"/{path.relative_to(ROOT)}" for path in ROOT.rglob("*.py") if ".venv" not in path.parts}

    for name in re.findall(r"`([\w/<>.]+\.py)`", text):
        if "<" not in name:
            assert any(file.endswith(f"/{name}") for file in files), name
    for name in re.findall(r"`((?:[A-Z]\w+\.)?[a-z_]+|[A-Z][A-Za-z_]+)`", text):
        assert name.rpartition(".")[2] in source, name


def test_the_format_of_the_tour_works(tmp_path: Path) -> None:
    """Its file and its line, put where the tour says into a copy of netcli, import a sample, twice, and undo it."""
    text = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8").partition("### A format")[2]
    module, line = re.findall(r"```(?:python)?\n(.+?)```", text, re.DOTALL)[:2]
    netcli = shutil.copytree(ROOT / "src" / "netcli", tmp_path / "netcli", ignore=shutil.ignore_patterns("*.pyc"))
    formats = netcli / "importing" / "formats"
    (formats / "aliases.py").write_text(module, encoding="utf-8")
    registry = (formats / "__init__.py").read_text(encoding="utf-8")
    (formats / "__init__.py").write_text(re.sub(r"(FORMATS: .* = \(\n)", rf"\1{line}", registry), encoding="utf-8")
    sample = tmp_path / "aliases"
    sample.write_text(
        "alias bo Bo Lind <bo@example.org>\n# friends\nalias zoe Zoë Brandt <zoe@example.org> # x\nalias all bo, zoe\n",
        encoding="utf-8",
    )
    told = []
    for words in (("import", str(sample)), ("import", str(sample)), ("list", "--format", "ids"), ("undo", "--yes")):
        ran = spawn(*words, "--json", db=tmp_path / "t.db", env={"PYTHONPATH": str(tmp_path)})
        told.append(json.loads(ran.stdout) if words[0] == "import" else ran.stdout.split())

    first, again, people, _ = told
    assert (first["format"], first["created"], again["unchanged"]) == ("aliases", 2, 2)
    assert first["rejected"] == [{"where": "line 4", "reason": "it is no alias of one address"}]
    assert len(people) == 2


def test_the_demo_answers(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    golden: Callable[[str, str], None],
    tmp_path: Path,
) -> None:
    """The demo tells its story at 80 columns as it did when somebody last looked at it, whatever the user configured."""
    from netcli import cli

    monkeypatch.setenv("COLUMNS", "80")
    (broken := tmp_path / "config.toml").write_text("date_order = [")
    monkeypatch.setenv("NETCLI_CONFIG", str(broken))
    assert cli.run(["demo"]) == 0

    told = capfd.readouterr().out
    golden("demo.txt", told)
    assert max(len(line) for line in told.splitlines() if not line.startswith(("$", "netcli:"))) <= 80


RECIPES = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.split()[1][:20])
def test_recipes_work_in_a_shell(recipe: str, netcli: Netcli, tmp_path: Path) -> None:
    """Pasted into sh, on a file with a few people: each ends with 0 and says nothing on stderr."""
    netcli('add "Ana Pires <ana@example.org>" --tag board --org Helix')
    netcli("cadence set ana-pires 1d --on 2020-01-01")
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "a.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Zoe Zimmer\nEND:VCARD\n")
    (tmp_path / "netcli").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m netcli "$@"\n')
    (tmp_path / "netcli").chmod(0o755)
    env = {**os.environ, "HOME": str(tmp_path), "PATH": f"{tmp_path}:{os.environ['PATH']}", "NETCLI_DB": str(netcli.db)}

    done = subprocess.run(
        ["sh", "-e", "-c", recipe], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_every_column_has_a_row_of_its_own_on_the_page_of_tables(netcli: Netcli) -> None:
    """Also those that a later version added, which SQLite keeps behind the others, on one line."""
    page = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    with open_reader(netcli.db) as store:
        tables = store.column("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*sqlite_*'")
        columns = {table: store.column("SELECT name FROM pragma_table_info(?)", (table,)) for table in tables}

    told = {
        table: re.findall(r"^\| `(\w+)` \| `[^`]*` \| (?:(?!\*/)[^|\n])+ \|$", parts[table], re.MULTILINE)
        for table in columns
    }

    assert {table: sorted(names) for table, names in told.items()} == {t: sorted(names) for t, names in columns.items()}
