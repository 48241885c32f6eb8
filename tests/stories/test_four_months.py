"""Four months of a freelancer who keeps twelve people warm: `today` whole, on eight days, at 80 columns.

Each golden page was read by eye against the days below: who is due and by which clock is told beside each command.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Netcli

CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
PEOPLE = {
    "Ana Pires": "Helix,Engineer", "Bo Lind": "Osprey,Buyer", "Cy Marsh": "Kestrel,Analyst", "Dee Ode": "Helix,Head of Data",
    "Eli Fox": "Osprey,Clerk", "Flo Gray": "Linnet,Partner", "Gus Hart": "Linnet,Partner", "Hal Ives": "Kestrel,Baker",
    "Ida Jones": "Heron,Editor", "Jo King": "Heron,Writer", "Kit Lowe": "Plover,Coach", "Lou Mann": "Plover,Coach",
}  # fmt: skip


class Months:
    """The story: a clock, a file, and pages to compare."""

    def __init__(self, netcli: Netcli, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
        self.netcli, self.golden, self.monkeypatch = netcli, golden, monkeypatch

    def on(self, day: str) -> None:
        """Let it be another day."""
        self.monkeypatch.setenv("NETCLI_TODAY", day)

    def type(self, *lines: str) -> None:
        """Type commands."""
        for line in lines:
            self.netcli(line)

    def today(self, code: int = 0, at: str = "") -> None:
        """Hold the screen of the day to its golden page; `at` tells two of one day apart."""
        import os

        with self.monkeypatch.context() as screen:
            screen.setenv("NETCLI_FORCE_TTY", "1")
            screen.setenv("COLUMNS", "80")
            page = self.netcli("today", code=code)
        self.golden(f"today-{os.environ['NETCLI_TODAY']}{at}.txt", page.out + page.err)


@pytest.fixture
def months(netcli: Netcli, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch) -> Months:
    """Return the story before its first day."""
    return Months(netcli, golden, monkeypatch)


def connections(tmp_path: Path, **moved: str) -> str:
    """Write the list of connections; those who moved have another job."""
    jobs = PEOPLE | {name.replace("_", " "): job for name, job in moved.items()}
    rows = (
        f"{name.replace(' ', ',')},https://www.linkedin.com/in/{name.lower().replace(' ', '-')},,{job},05 Nov 2019\n"
        for name, job in jobs.items()
    )
    path = tmp_path / "Connections.csv"
    path.write_text(CONNECTIONS + "".join(rows))
    return str(path)


def test_four_months(months: Months, tmp_path: Path) -> None:
    """From an import that makes nobody due to a network that is tended."""
    months.on("2026-01-05")
    months.type(f"import {connections(tmp_path)}")
    months.today(code=1)  # 1: nothing stated, nobody due

    months.type(
        "link me ana-pires bo-lind --level 5",  # 30 days: due on 4 February
        "link me cy-marsh dee-ode --level 4",  # 90 days: 5 April
        "tag eli-fox flo-gray gus-hart clients",
        "cadence set tag:clients 2w --at-most 2m",  # 19 January
        "cadence set kit-lowe weekly",  # 12 January
        "edit ana-pires --birthday 1980-01-16",
        "edit hal-ives --birthday=--01-14",
        "remind add dee-ode 'send the outline' --on 2026-01-12 --promise mine",
        "remind add 'pay the membership' --on 2026-01-31 --every monthly",
    )
    months.on("2026-01-12")
    months.today()  # 2: Kit is due, a promise, two birthdays

    months.type("done kit-lowe --text 'call'", "remind done 1", "add 'Nia Holt' --to-meet --org Heron")
    months.type(
        "link ida-jones nia-holt --level 4", "intro ask nia-holt --via ida-jones", "link me ida-jones --level 3"
    )
    months.on("2026-01-20")
    months.today()  # 3: Kit again (19th), the three clients (19th), the introduction

    months.type("done eli-fox flo-gray --text 'met at the fair'", "snooze gus-hart --until 2026-02-10")
    months.type("cadence pause kit-lowe --until 2026-03-01")
    months.on("2026-02-04")
    months.today()  # 4: Ana and Bo (4 February), Eli and Flo (3 February), the membership; Gus sleeps, Kit is paused

    months.type("remind done 2", "done ana-pires", "log bo-lind eli-fox lunch --on 2026-02-03", "intro answer 1 made")
    months.today(at="-evening")  # 5: the same day: who is done is gone, nobody has taken the place

    months.on("2026-02-18")
    months.type("intro answer 1 met", f"import {connections(tmp_path, Cy_Marsh='Heron,Editor')} --source linkedin")
    months.today()  # 6: thanks to Ida, Cy has moved; Flo (3 Feb), Gus (awake), Eli (17 Feb); the membership on the 28th

    months.on("2026-03-02")
    months.type("done ida-jones cy-marsh", "edit bo-lind --status archived")
    months.today()  # 7: Ida was thanked, Cy congratulated; Kit counts again; Bo is archived

    months.on("2026-04-30")
    months.today()  # 8: everybody is overdue, the clients past two months, Dee by her level; the list still fresh enough
