"""refresh as cron and a user meet it: what is read, what is not, and what goes wrong with one of several."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands._books import card, cards, connections, row, write
from tests.conftest import Netcli


@pytest.fixture
def folder(netcli: Netcli, tmp_path: Path) -> Path:
    """Return a folder of downloads in which two sources look for their files: linkedin, which was read, and phone."""
    folder = tmp_path / "down loads"
    folder.mkdir()
    netcli("import", str(write(folder / "Connections 1.csv", connections(map(row, range(3))), day=1)))
    netcli("source", "add", "linkedin", str(folder / "Connections*.csv"))
    netcli("source", "add", "phone", str(folder / "*.vcf"))
    return folder


def reports(netcli: Netcli, *words: str, code: int = 0) -> list[tuple[object, ...]]:
    """Return (source, new, updated, gone) of the reports of a refresh."""
    found = netcli("refresh", *words, "--json", code=code).json
    return [(r["source"], r["created"], r["updated"], r["gone"]) for r in found]


def test_the_newest_file_of_each_source_is_read(netcli: Netcli, folder: Path) -> None:
    """By the time it was written, not by its name; each is one operation; then there is nothing more to read."""
    write(folder / "Connections 0.csv", connections([row(0), row(1, "Head")]), day=9)
    write(folder / "a.vcf", cards(range(10, 12)), day=5)
    write(folder / "b.vcf", cards(range(20, 25)), day=4)

    assert reports(netcli) == [("linkedin", 0, 1, 1), ("phone", 2, 0, 0)]

    assert reports(netcli) == []
    netcli("undo")
    assert reports(netcli) == [("phone", 2, 0, 0)]


def test_nothing_is_printed_when_nothing_has_changed(netcli: Netcli, folder: Path) -> None:
    """Neither on stdout nor on stderr, for cron mails both; not even of a file that says the same in other bytes."""
    ran = netcli("refresh")
    assert (ran.out, ran.err) == ("", "")
    write(folder / "Connections 2.csv", connections(map(row, (2, 1, 0))), day=2)

    ran = netcli("refresh")

    assert (ran.out, ran.err) == ("", "")
    assert netcli("source list linkedin --json").json[0]["readings"] == 2


def test_who_asks_is_told_why_nothing_was_read(netcli: Netcli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the name of a source, or on a terminal."""
    assert "nothing new, Connections 1.csv has been read" in netcli("refresh linkedin").err
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    assert f"phone: no file matches {folder}/*.vcf" in netcli("refresh").err


def test_an_older_file_is_not_read_in_place_of_a_newer_one(netcli: Netcli, folder: Path) -> None:
    """The newer download was thrown away: last year's list would move everybody back."""
    newer = write(folder / "Connections 2.csv", connections([row(0), row(1, "Head"), row(2)]), day=2)
    assert reports(netcli) == [("linkedin", 0, 1, 0)]
    newer.unlink()

    assert reports(netcli) == []


def test_a_folder_of_cards_is_one_file(netcli: Netcli, folder: Path) -> None:
    """It is as old as its newest card; a card taken out of a whole book is gone."""
    book = folder / "cards"
    book.mkdir()
    for n in range(3):
        write(book / f"{n}.vcf", card(n), day=n)
    netcli("source", "add", "phone", str(book), "--whole")
    assert reports(netcli, "phone")[0][1] == 3
    (book / "2.vcf").unlink()

    assert reports(netcli, "phone") == [("phone", 0, 0, 1)]


def test_a_source_that_fails_does_not_stop_the_others(netcli: Netcli, folder: Path) -> None:
    """It is named on stderr with the cause, and at the end with 65."""
    write(folder / "Connections 2.csv", "no list at all", day=2)
    write(folder / "a.vcf", cards([10]))

    ran = netcli("refresh --json", code=65)

    assert [r["source"] for r in ran.json] == ["phone"]
    first, last = ran.err.splitlines()[0], ran.err.splitlines()[1]
    assert first.startswith("netcli: linkedin: ")
    assert "Connections 2.csv: it has no header of LinkedIn connections" in first
    assert last == "netcli: not read: linkedin  ->  netcli refresh linkedin"


def test_a_file_of_a_newer_netcli_stops_no_other_source(netcli: Netcli, folder: Path) -> None:
    """Its error names it as it is called there, and those before and after it are read and reported."""
    other = folder / "lap.db"
    netcli("--db", str(other), "add", "Zoe Zimmer")
    with closing(sqlite3.connect(other)) as made:
        made.execute("PRAGMA user_version = 99")
    netcli("source", "add", "lap", str(other))
    write(folder / "Connections 2.csv", connections([row(0), row(1, "Head"), row(2)]), day=2)
    write(folder / "a.vcf", cards([10]))

    ran = netcli("refresh --json", code=65)

    assert [r["source"] for r in ran.json] == ["linkedin", "phone"]
    assert ran.err.startswith(f"netcli: lap: {other} cannot be read: was made by a newer netcli (tables 99")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(netcli: Netcli, folder: Path) -> None:
    """As any other failure."""
    write(folder / "a.vcf", cards([10])).chmod(0)

    assert "phone: " in netcli("refresh", code=65).err


def test_the_valve_holds_one_source_and_the_others_go_on(netcli: Netcli, folder: Path) -> None:
    """The command to apply it is named, and applies it."""
    write(folder / "Connections 2.csv", connections(map(row, range(40))), day=2)
    assert reports(netcli) == [("linkedin", 37, 0, 0)]
    write(folder / "Connections 3.csv", connections(map(row, range(20))), day=3)
    write(folder / "a.vcf", cards([100]))

    assert reports(netcli, "--dry-run", code=65) == [("linkedin", 0, 0, 20), ("phone", 1, 0, 0)]
    ran = netcli("refresh", code=65)

    assert "linkedin: of 40 people 20 would be gone; nothing was applied" in ran.err
    assert "netcli refresh linkedin --yes applies it" in ran.err
    assert ran.out.startswith("phone\tread\t1\n")
    assert reports(netcli, "linkedin", "--yes") == [("linkedin", 0, 0, 20)]


def test_a_dry_run_tells_the_same_and_writes_nothing(netcli: Netcli, folder: Path) -> None:
    """Twice."""
    write(folder / "a.vcf", cards(range(10, 12)))
    before = netcli("export json").out

    assert reports(netcli, "--dry-run") == reports(netcli, "--dry-run") == [("phone", 2, 0, 0)]

    assert netcli("export json").out == before


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [("refresh fax", 3, "netcli source list"), ("refresh book", 2, "netcli source add book PATTERN")],
)
def test_a_source_that_cannot_be_refreshed_is_told(
    netcli: Netcli, folder: Path, line: str, code: int, says: str
) -> None:
    """One that is not there, and one that does not say where its files are."""
    netcli("import", str(write(folder / "book.txt", cards([10]))))

    assert says in netcli(line, code=code).err


def test_without_a_pattern_refresh_teaches(netcli: Netcli) -> None:
    """Nothing is read, and nothing made where there is no file."""
    ran = netcli("refresh")
    assert (ran.out, "netcli source add linkedin" in ran.err) == ("", True)
    netcli.db.unlink()

    netcli("refresh", code=66)
    assert not netcli.db.exists()


def test_a_source_past_its_age_is_told_to_who_asks(
    netcli: Netcli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how to get a newer file; cron is not told every night."""
    monkeypatch.setenv("NETCLI_TODAY", "2027-01-01")

    told = netcli("refresh linkedin").err
    assert "linkedin is past its age (305 days). LinkedIn: Settings > Data privacy" in told
    assert "then netcli refresh linkedin" in told
    assert netcli("refresh").err == ""


def test_somebodys_book_is_refreshed_as_his(netcli: Netcli, folder: Path) -> None:
    """Its people are known to him, not to me."""
    netcli("add 'Bo Lind'")
    write(folder / "bo.vcard", cards([50]))
    netcli("source", "add", "bo-book", str(folder / "*.vcard"), "--known-by", "bo-lind")

    assert reports(netcli, "bo-book") == [("bo-book", 1, 0, 0)]

    assert [row["name"] for row in netcli("list p50 --json").json] == []
    assert netcli("ties bo-lind --fields other").out == "p50-person\nsam-moreau\n"
    assert netcli("source list bo-book --json").json[0]["known_by"]["handle"] == "bo-lind"


def test_a_table_of_ties_is_refreshed_too(netcli: Netcli, folder: Path) -> None:
    """And is not read twice."""
    write(folder / "ties.tsv", "a,b\nP0 Person,P1 Person\n")
    netcli("source", "add", "school", str(folder / "*.tsv"))

    assert netcli("refresh school --json").json[0]["ties"] == 1
    assert "has been read" in netcli("refresh school").err
