"""brief and open: what to know before I meet somebody, and writing to him in my own program."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.conftest import Netcli, spawn


@pytest.fixture
def priya(netcli: Netcli) -> Netcli:
    """Return a runner on a file with Priya, whom I know, and of whom nothing else is known."""
    netcli("add 'Priya Nair <priya@example.org>' --phone '+44 20 7946 0123 ext. 7' --on 2025-01-01")
    return netcli


def brief(netcli: Netcli, *words: str) -> dict[str, object]:
    """Return the brief on Priya."""
    return netcli("brief", "priya-nair", *words, "--json").json


def test_nothing_known_is_told_as_nothing(priya: Netcli) -> None:
    """Who is new on file has no contact, no change, nobody in common; the page and the records say so too."""
    told = brief(priya)

    assert told["person"] == {"id": 2, "handle": "priya-nair", "name": "Priya Nair"}
    assert told["way"] == "priya@example.org"
    nothing = ("last", "days", "headline", "title", "org", "level")
    assert [told[name] for name in nothing] == [None] * len(nothing)
    empty = ("contacts", "changes", "mutual", "reminders", "introductions", "given", "received", "remarks")
    assert [told[name] for name in empty] == [[]] * len(empty)
    assert priya("brief priya-nair").out.splitlines()[0].startswith("person\t2\tpriya-nair\tPriya Nair")


@pytest.mark.parametrize(
    ("on", "days", "said"),
    [("2026-03-02", 0, "0 days ago"), ("2026-03-01", 1, "1 day ago"), ("2023-03-02", 1096, "1,096 days ago")],
)
def test_the_last_contact_is_counted_in_days(
    priya: Netcli, monkeypatch: pytest.MonkeyPatch, on: str, days: int, said: str
) -> None:
    """The newest contact counts, whatever the order they were logged in."""
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-02")
    priya(f"log priya 'a word' --on {on}")
    priya("log priya 'older' --on 2020-05-05")

    assert (brief(priya)["last"], brief(priya)["days"]) == (on, days)
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    assert f"last contact  {on}, {said}" in priya("brief priya-nair").out


def test_only_what_changed_since_the_last_contact_is_news(priya: Netcli, tmp_path: Path) -> None:
    """A new job of before the last lunch is known; one of after it is told."""
    cards = tmp_path / "book.vcf"
    card = "BEGIN:VCARD\nVERSION:3.0\nUID:1\nFN:Priya Nair\nEMAIL:priya@example.org\nORG:{}\nTITLE:{}\nEND:VCARD\n"
    cards.write_text(card.format("Kestrel Labs", "Buyer"))
    priya("import", str(cards), "--source", "book")
    cards.write_text(card.format("Helix Bio", "Head of Product"))
    priya("import", str(cards), "--source", "book")

    assert [change["after"] for change in brief(priya)["changes"]] == ["Head of Product, Helix Bio"]
    priya("log priya lunch --on tomorrow", code=65)
    priya("log priya lunch --on today")
    assert (brief(priya)["title"], brief(priya)["org"]) == ("Head of Product", "Helix Bio")


def test_what_is_open_and_what_we_gave_each_other(priya: Netcli) -> None:
    """Promises, introductions, recommendations and favours, each in words with its day; what is over is not open."""
    priya("add 'Bo Lind' --level 4")
    priya("link priya bo --level 3")
    priya("remind add priya 'send the slides' --on 2026-05-01")
    priya("remind add priya 'return the book' --on 2026-05-02")
    priya("remind done 2")
    priya("intro ask bo --via priya --on 2026-01-05")
    priya("exchange add priya 'read my draft' --received --kind advice --on 2026-02")
    priya("exchange add priya 'a lift' --given --on 2026-02-03")
    priya("recommendation add me priya --for buying --on 2025")

    told = brief(priya)

    assert [one["text"] for one in told["reminders"]] == ["send the slides"]
    assert [one["state"] for one in told["introductions"]] == ["asked"]
    assert [ref["handle"] for ref in told["mutual"]] == ["bo-lind"]
    assert told["received"] == ["2026-02: advice, read my draft"]
    assert told["given"] == ["2026-02-03: help, a lift"]
    assert told["recommendations"] == ["recommended by Sam Moreau for buying, 2025"]
    priya("intro answer 1 declined")
    assert brief(priya)["introductions"] == []


@pytest.mark.parametrize(
    ("kind", "link"),
    [("", "mailto:priya@example.org"), ("mail", "mailto:priya@example.org"), ("phone", "tel:+442079460123;ext=7")],
)
def test_the_link_of_the_best_way_is_printed(priya: Netcli, kind: str, link: str) -> None:
    """An address comes before a number; --print opens nothing."""
    assert link in priya(f"open priya-nair {kind} --print").out


def test_a_link_is_handed_to_the_users_program_as_one_word(
    priya: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever an address holds, no shell reads it."""
    note = tmp_path / "opened"
    opener = tmp_path / "opener"
    opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$#" "$1" > {note}.part && mv {note}.part {note}\n')
    opener.chmod(0o700)
    monkeypatch.setenv("NETCLI_OPENER", str(opener))
    priya("add 'Bo Lind <bo;touch$IFS/x@example.org>'")

    assert spawn("open", "bo-lind", "mail", db=priya.db).returncode == 0

    for _ in range(100):
        if note.exists():
            break
        time.sleep(0.05)
    count, link = note.read_text().splitlines()
    assert (count, link) == ("1", "mailto:bo%3Btouch%24IFS%2Fx@example.org")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (
            "open priya-nair linkedin --print",
            3,
            "no linkedin of Priya Nair on file  ->  netcli edit priya-nair --set url=URL",
        ),
        ("open priya-nair chat --print", 65, "no link leads to msevil:run"),
        ("open nobody --print", 3, 'nobody is called "nobody"'),
    ],
)
def test_what_cannot_be_opened_is_said(priya: Netcli, tmp_path: Path, line: str, code: int, said: str) -> None:
    """No way on file, nobody of that name, and a link that a card brings of which no messenger is known."""
    cards = tmp_path / "book.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Priya Nair\nEMAIL:priya@example.org\nIMPP:msevil:run\nEND:VCARD\n")
    priya("import", str(cards))

    assert said in priya(line, code=code).err


def test_a_program_that_is_not_there_is_named(priya: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link is told, to be opened by hand."""
    monkeypatch.setenv("NETCLI_OPENER", os.devnull + "/nothing")

    err = priya("open priya-nair", code=65).err

    assert "cannot be started" in err
    assert "mailto:priya@example.org" in err
