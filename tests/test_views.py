"""The pages people see, at 80 and 120 columns, as they were when somebody last looked at them."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Netcli, Page

CARDS = """\
BEGIN:VCARD
VERSION:3.0
FN:Ana Pires
EMAIL:ana@example.org
END:VCARD
BEGIN:VCARD
VERSION:3.0
NOTE:nobody
END:VCARD
"""
LONG = "A remark that is rather long, so that it has to be wrapped under itself at eighty columns and stays readable\nand a second line"
PAGES = {
    "show": "show ana-pires",
    "show-me": "show me",
    "list": "list",
    "operations": "operations --limit 6",
    "history": "history ana-pires",
    "contacts": "contacts",
    "ties": "ties lucja",
    "intro-path": "intro-path dana-okafor",
    "intro-path-explain": "intro-path dana-okafor --explain --all",
    "intro-path-direct": "intro-path ana-pires",
    "tags": "tag --list",
    "group-list": "group list",
    "group-show": "group show passerelle",
    "undo": "undo --dry-run",
    "import": "import {cards} --dry-run",
}


@pytest.fixture
def network(netcli: Netcli) -> Netcli:
    """Return a runner on a small network with something of everything; made once, copied for each test."""
    if not MADE:
        fill(netcli)
        MADE.append(netcli.db.read_bytes())
    netcli.db.write_bytes(MADE[0])
    return netcli


MADE: list[bytes] = []


def fill(netcli: Netcli) -> None:
    """Type in a small network."""
    netcli(
        "add 'Ana Pires <ana@example.org>' --org 'Association Passerelle pour la Formation Continue' --level 4 --tag board --city Porto"
        " --title 'Directrice adjointe des programmes internationaux' --phone '+351 21 555 0100' --url https://example.org/ana"
    )
    netcli("add", "Łucja Wójcik-Kowalska", "--level", "2", "--tag", "press")
    netcli("add 'Dana Okafor' --to-meet --title 'Head of Data' --org 'Helix Bio'")
    netcli("add 'Nia Holt' --level 5")
    netcli(
        "group add 'Passerelle' ana-pires nia-holt --role 'Vice-présidente chargée des relations internationales' --since 2024-03"
    )
    netcli("group add passerelle lucja")
    netcli(
        "group edit passerelle --name 'Comité de pilotage de Passerelle' --kind association --url https://example.org/passerelle"
        " --note 'Meets on the first Monday of every month, in Porto or by video; the minutes go round by mail afterwards.'"
    )
    netcli("group add board ana-pires me")
    netcli("note", "ana-pires", LONG, "--on", "2026-01")
    netcli("link ana-pires dana-okafor --level 4 --on 2025-08-14")
    netcli("link nia-holt lucja --level 1 --on 2020")
    netcli("link lucja dana-okafor --level 3 --on 2024-06 --heard-from nia-holt")
    netcli(
        "log ana-pires nia-holt lucja 'lunch at the spring fair, they want to publish the figures together' --on 2026-02-20"
    )
    netcli("log 'called @lucja' --on 2025-11")
    netcli("log nia-holt lucja 'a talk in Lyon' --channel event --without-me --on 2024")


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(network: Netcli, tmp_path: Path, page: Page, name: str, columns: int) -> None:
    """Nothing is wider than the screen; page and conversation are held to a golden file."""
    cards = tmp_path / "cards.vcf"
    cards.write_text(CARDS)

    page(network, name, PAGES[name].format(cards=cards), columns, code=65 if name == "import" else 0)


def test_the_form_looks_as_it_did(network: Netcli, golden: Callable[[str, str], None]) -> None:
    """On a terminal of 80 columns the editor gets every field with what it is for, and no line that is broken."""
    network("edit ana-pires --set 'headline=speaks of nothing but schools' --birthday --03-22 --nickname Nita")
    network("edit", "ana-pires", "--set", "note=Her card has a note of two lines.\nThis is the second.")

    code, shown = on_terminal("edit", "ana-pires", db=network.db, env={"EDITOR": "cat", "COLUMNS": "80"})

    form = shown.removesuffix("Nothing changed\n")
    assert code == 0
    assert max(map(len, form.splitlines())) <= 80
    golden("edit-form-80.txt", form)


def on_terminal(*words: str, db: Path, env: dict[str, str]) -> tuple[int, str]:
    """Run a command with a terminal for stdin, stdout and stderr; return the exit code and what was shown."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "netcli", "--db", str(db), *words],
        stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, **env}, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # Linux: the other end is closed
            while data := os.read(ours, 65536):
                shown += data
    os.close(ours)
    return process.returncode, shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("list --fields handle,name,email,phone,org", ("maximiliana-featherstonehaugh",)),
        ("email example", ("maximiliana.featherstonehaugh@example.org",)),
    ],
)
def test_what_is_typed_or_copied_next_is_whole(
    netcli: Netcli, line: str, whole: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On 80 columns names and organisations give way to a handle, and to the address that was asked for."""
    netcli(
        "add 'Maximiliana Featherstonehaugh <maximiliana.featherstonehaugh@example.org>' --org 'Helix Biology' --tag press"
    )
    netcli("edit maximiliana --phone '+33 6 12 34 56 78'")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", "80")

    told = netcli(line).out

    assert [words for words in whole if words not in told] == []
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("list", ("ana-pires", "Ana Pires", "Helix Biology")),
        ("ties me", ("ana-pires", "Ana Pires", "2026-03-02")),
        ("email example", ("ana@example.org", "Ana Pires", "Helix Biology")),
    ],
)
def test_one_endless_name_makes_no_other_row_unreadable(
    netcli: Netcli, line: str, whole: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is cut itself; the other names, the numbers and the dates stay whole on 80 columns."""
    long = "Maximiliana Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh"
    for name, mail in (("Ana Pires", "ana"), (long, "x" * 60)):
        netcli(f"add '{name} <{mail}@example.org>' --level 4 --org 'Helix Biology'")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", "80")

    told = netcli(line).out

    assert [words for words in whole if words not in told] == []


@pytest.mark.parametrize(
    ("asked", "lists"), [("helix", "netcli who-at helix-bio --ever"), ("--tag press", "netcli list tag:press")]
)
def test_reach_tells_what_lists_the_others_whom_i_know(
    netcli: Netcli, asked: str, lists: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The best placed is named; the others are counted, with a command that shows them."""
    for name in ("Ana Pires", "Bo Lind", "Cy Grant"):
        netcli(f"add '{name}' --level 3 --org 'Helix Bio' --tag press")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    told = netcli(f"reach {asked}").out

    assert f"You know 2 more of them: {lists}\n" in told
    assert netcli(lists.removeprefix("netcli ")).out.count("-") >= 3
