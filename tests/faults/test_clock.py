"""A clock that jumps: what is done later is never dated earlier, and the order is that in which it was done."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.conftest import Netcli
from tests.faults._kit import column, unsound

#: Days that the machine takes for today, one after the other: forward by years, back, to where it was, back again.
JUMPS = ("2026-03-02", "2031-01-01", "2020-01-01", "2026-03-03", "1999-12-31")


def days(db: Path) -> list[str]:
    """Return the days of the operations, in their order."""
    return [at[:10] for at in column(db, "SELECT at FROM operation ORDER BY id")]


def test_times_of_operations_never_go_back(netcli: Netcli) -> None:
    """Set back, the clock counts as standing still; nothing is lost, and all of it is undone in the order of doing."""
    for number, day in enumerate(JUMPS):
        netcli._monkeypatch.setenv("NETCLI_TODAY", day)
        netcli("add", f"Ana {number}")

    assert days(netcli.db)[-5:] == ["2026-03-02", *["2031-01-01"] * 4]
    numbers = [one["id"] for one in netcli("operations --json").json]
    assert numbers == sorted(numbers, reverse=True)
    for number in (4, 3, 2, 1, 0):
        netcli("undo")
        assert column(netcli.db, "SELECT count(*) FROM person WHERE name LIKE 'Ana%'") == [number]
    assert unsound(netcli.db) == []


def test_every_command_works_however_far_the_clock_is_off(netcli: Netcli) -> None:
    """A file of the future is read in the past, and one of the past in the future: nobody is due before his time."""
    netcli("add 'Ana Pires' --email ana@example.org --level 4")
    netcli("log ana-pires lunch")
    netcli("remind add ana-pires 'call back' --on 2026-04-01")
    netcli("cadence set ana-pires 1m")
    for day in JUMPS:
        netcli._monkeypatch.setenv("NETCLI_TODAY", day)
        due = netcli("due --json", code=None).json
        for line in ("today", "list last:90d+", "changes", "stats", "history ana-pires", "show ana-pires", "birthdays"):
            assert netcli(line, code=None).code in (0, 1, 3), (day, line)

        assert bool(due) or day < "2026-04-01", day


def test_a_reading_is_the_newest_by_its_number(netcli: Netcli, tmp_path: Path) -> None:
    """Read again with the clock set back, a source compares with its last reading, not with the latest date."""
    card = "BEGIN:VCARD\nVERSION:3.0\nUID:a\nFN:Ana Pires\nORG:{}\nEND:VCARD\n"
    for day, org in (("2026-03-02", "Helix"), ("2025-01-01", "Orbit"), ("2024-01-01", "Orbit")):
        netcli._monkeypatch.setenv("NETCLI_TODAY", day)
        (tmp_path / "book.vcf").write_text(card.format(org))
        last = netcli(f"import {tmp_path}/book.vcf --json").json

    assert (last["updated"], last["changes"], last["operation"]) == (0, [], None)
    with closing(sqlite3.connect(netcli.db)) as connection:
        assert connection.execute("SELECT org FROM listed WHERE id = 2").fetchone() == ("Orbit",)
