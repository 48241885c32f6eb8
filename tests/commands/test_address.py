"""Address look-ups for mail programs: the answer khard gives to the same question about the same cards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Netcli, spawn

KHARD = Path(sys.executable).with_name("khard")
PEOPLE = ("Ana Pires", "Bo Lind", "Łucja Wójcik", "Anatole Müller", "Jean-Pierre O'Brien", "林 美玲")
CARD = """\
BEGIN:VCARD
VERSION:3.0
UID:made-up-{n}
FN:{name}
N:{family};{given};;;
EMAIL;TYPE=WORK:p{n}@work.example
EMAIL;TYPE=HOME:p{n}@home.example
TEL;TYPE=CELL:+351 21 555 01{n:02}
END:VCARD
"""

Ask = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def netcli_ask(netcli: Netcli, tmp_path: Path) -> Ask:
    """Return a way to ask netcli, which has read the cards."""
    folder = tmp_path / "cards"
    folder.mkdir()
    for n, name in enumerate(PEOPLE):
        given, _, family = name.rpartition(" ")
        card = CARD.format(n=n, name=name, given=given, family=family)
        (folder / f"{n}.vcf").write_text(card.replace("\n", "\r\n"), encoding="utf-8", newline="")
    book = tmp_path / "all.vcf"
    book.write_bytes(b"".join(path.read_bytes() for path in sorted(folder.iterdir())))
    netcli("import", str(book), "--quiet")
    return lambda *words: spawn(*words, db=netcli.db)


@pytest.fixture
def khard_ask(netcli_ask: Ask, tmp_path: Path) -> Ask:
    """Return a way to ask khard, which has the same cards."""
    if not KHARD.exists():
        pytest.skip("khard is not installed: pip install -e '.[dev]'")
    settings = tmp_path / "khard.conf"
    settings.write_text(f"[addressbooks]\n[[book]]\npath = {tmp_path / 'cards'}\n[general]\ndefault_action = list\n")
    return lambda *words: subprocess.run(
        [str(KHARD), "-c", str(settings), *words], capture_output=True, text=True, timeout=60, check=False
    )


def columns(answer: str, count: int) -> list[tuple[str, ...]]:
    """Return the first columns of each line, sorted: the two programs order people in their own ways."""
    return sorted(tuple(line.split("\t")[:count]) for line in answer.splitlines())


@pytest.mark.parametrize("query", ["ana", "Ana Pires", "wójcik", "MÜLLER", "jean-pierre", "美玲", "example"])
def test_mail_programs_get_what_khard_gives_them(netcli_ask: Ask, khard_ask: Ask, query: str) -> None:
    """A message, then a line for each address of each match: address, name, and something more, tab-separated."""
    ours, theirs = (ask("email", "--parsable", query) for ask in (netcli_ask, khard_ask))

    (message, *lines), (their_message, *their_lines) = ours.stdout.splitlines(), theirs.stdout.splitlines()
    assert message.lower().startswith(their_message)  # khard says what it looks for in small letters
    assert columns("\n".join(lines), 2) == columns("\n".join(their_lines), 2) != []
    assert {line.count("\t") for line in [*lines, *their_lines]} == {2}
    assert (ours.returncode, ours.stderr) == (theirs.returncode, theirs.stderr) == (0, "")


def test_without_the_first_line_too(netcli_ask: Ask, khard_ask: Ask) -> None:
    """aerc wants the lines alone: --remove-first-line means the same to both."""
    ours, theirs = (ask("email", "--parsable", "--remove-first-line", "ana") for ask in (netcli_ask, khard_ask))

    assert columns(ours.stdout, 2) == columns(theirs.stdout, 2)
    assert len(ours.stdout.splitlines()) == 4


def test_nobody_is_one_for_both(netcli_ask: Ask, khard_ask: Ask) -> None:
    """Without a match there is the message alone, nothing on stderr, and the exit code is 1."""
    ours, theirs = (ask("email", "--parsable", "nobody-of-this-name") for ask in (netcli_ask, khard_ask))

    assert ours.stdout == theirs.stdout.rstrip("\n") + ": 0 found\n"
    assert (ours.returncode, ours.stderr) == (theirs.returncode, theirs.stderr) == (1, "")


def test_phones_come_in_the_same_columns(netcli_ask: Ask, khard_ask: Ask) -> None:
    """Numbers are asked for as addresses are; khard has no message line there, and ours can be taken away."""
    ours = netcli_ask("phone", "--parsable", "--remove-first-line", "ana")
    theirs = khard_ask("phone", "--parsable", "ana")

    assert columns(ours.stdout, 2) == columns(theirs.stdout, 2)
    assert len(ours.stdout.splitlines()) == 2


def test_an_address_finds_all_addresses_of_its_owner(netcli_ask: Ask) -> None:
    """Unlike khard, which gives the one that matches: mutt then offers the others as well."""
    answer = netcli_ask("email", "--parsable", "p1@work.example")

    assert answer.stdout == (
        "searching for 'p1@work.example' ...: 2 found\np1@work.example\tBo Lind\t\np1@home.example\tBo Lind\t\n"
    )
