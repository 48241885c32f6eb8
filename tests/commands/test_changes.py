"""changes as a user meets it: what the last readings told, or everything since a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands._books import card, connections, row, write
from tests.conftest import Netcli


@pytest.fixture
def told(netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Netcli:
    """Return a runner on two sources: linkedin read in three years, phone in two."""
    path = tmp_path / "c.csv"
    for year, rows in (
        ("2024", [row(1), row(2), row(3)]),
        ("2025", [row(1, "Head"), row(2), row(3)]),
        ("2026", [row(1, "Chief"), row(2), row(4)]),
    ):
        monkeypatch.setenv("NETCLI_TODAY", f"{year}-02-01")
        netcli("import", str(write(path, connections(rows))))
        if year != "2025":
            lines = ("TEL:+44 20 7946 0001",) if year == "2026" else ()
            netcli("import", str(write(tmp_path / "b.vcf", card(7, *lines))), "--source", "phone")
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-02")
    return netcli


ALL = [
    ("2026-02-01", "P7 Person", "phone", None, "+44 20 7946 0001", "phone"),
    ("2026-02-01", "P1 Person", "position", "Head, Helix", "Chief, Helix", "linkedin"),
    ("2026-02-01", "P3 Person", "gone", "Analyst, Helix", None, "linkedin"),
    ("2026-02-01", "P4 Person", "new", None, "Analyst, Helix", "linkedin"),
    ("2025-02-01", "P1 Person", "position", "Analyst, Helix", "Head, Helix", "linkedin"),
]


def listed(netcli: Netcli, line: str) -> list[tuple[object, ...]]:
    """Return the changes of a line."""
    found = netcli(f"changes {line} --json").json
    return [(c["on"], c["person"]["name"], c["field"], c["before"], c["after"], c["source"]) for c in found]


@pytest.mark.parametrize(
    ("line", "chosen"),
    [
        ("", ALL[:4]),
        ("--since 2024", ALL),
        ("--since 2026-02", ALL[:4]),
        ("--since 2026-03", []),
        ("--person p1-person", [ALL[1], ALL[4]]),
        ("p1", [ALL[1], ALL[4]]),
        ("--kind moved", [ALL[1]]),
        ("--kind position --kind gone", ALL[1:3]),
        ("--source phone", ALL[:1]),
        ("--source LinkedIn --since 2025", ALL[1:]),
        ("--limit 2", ALL[:2]),
        ("--since 2024 --sort oldest --limit 1", ALL[4:]),
        ("--since 2024 --sort name --kind moved", [ALL[1], ALL[4]]),
        ("--sort kind --limit 1", [ALL[1]]),
    ],
)
def test_changes_are_chosen(told: Netcli, line: str, chosen: list[tuple[object, ...]]) -> None:
    """Without a day those of the last reading of each source that changed anything; of a person all."""
    assert listed(told, line) == chosen


def test_a_reading_that_tells_nothing_leaves_the_last_digest(told: Netcli, tmp_path: Path) -> None:
    """A nightly refresh does not empty the answer; which readings are meant is said."""
    told("import", str(write(tmp_path / "c.csv", connections([row(4), row(2), row(1, "Chief")]))))

    assert listed(told, "") == ALL[:4]
    assert "phone 2026-02-01, linkedin 2026-02-01" in told("changes").err


def test_a_line_in_a_pipe_is_a_record(told: Netcli) -> None:
    """Tab-separated, the person by handle; fields and patterns as other lists have them."""
    assert told("changes --kind moved").out == (
        "2026-02-01\tp1-person\tposition\tHead, Helix\tChief, Helix\tlinkedin\t4\n"
    )
    assert told("changes --kind gone --fields on,source").out == "2026-02-01\tlinkedin\n"
    assert told("changes --kind gone --format '{person}: {field}'").out == "p3-person: gone\n"


def test_an_empty_answer_says_what_to_type(netcli: Netcli, told: Netcli) -> None:
    """Before the second reading, after a day without any, and for a kind that there is not."""
    ran = told("changes --since 2026-03-01")
    assert (ran.out, "netcli refresh" in ran.err) == ("", True)
    assert "--kind takes moved, position" in told("changes --kind job-title", code=2).err
    assert "newest, oldest, name, kind" in told("changes --sort size", code=2).err
    assert "netcli source list" in told("changes --source fax", code=3).err
    told.db.unlink()
    told("init --name Sam --yes")
    assert "when it is read again" in told("changes").err


def test_people_known_only_through_others_are_left_out(told: Netcli, tmp_path: Path) -> None:
    """And counted; --all has them, and so has whoever names one."""
    told("add 'Bo Lind'")
    for job in ("Buyer", "Seller"):
        text = connections([row(50, job)])
        told("import", str(write(tmp_path / "bo.csv", text)), "--known-by", "bo-lind")

    ran = told("changes --since 2026-03 --json")
    assert (ran.json, "1 more are of people known only through others (--all)" in ran.err) == ([], True)
    assert len(listed(told, "--since 2026-03 --all")) == len(listed(told, "--person p50-person")) == 1


def test_what_today_names_deals_with_a_move(told: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the day it was told, too, `done` takes whoever moved from the screen."""
    monkeypatch.setenv("NETCLI_TODAY", "2026-02-01")
    (line,) = told("today --kind change --json").json["items"]

    told(line["commands"][0].removeprefix("netcli "))

    assert told("today --kind change --json", code=1).json["items"] == []


def test_removed_people_are_hidden(told: Netcli) -> None:
    """What changed on them is hidden with them, and comes back with them."""
    told("remove p1-person")
    assert listed(told, "--since 2024") == [ALL[0], *ALL[2:4]]
    told("restore p1-person")
    assert listed(told, "--since 2024") == ALL
