"""The pages of what is to be done, at 80 and 120 columns, as they were when somebody last looked."""

from __future__ import annotations

import pytest

from tests.conftest import Netcli, Page

LONG = "send her the slides of the talk on tidal energy, and ask whether the committee has decided about spring"
#: On a file with the owner alone, with three people of whom nothing else is known, and with much to be done.
PAGES = {
    "today-none": ("today", 0),
    "today-three": ("today", 1),
    "today": ("today", 2),
    "due-none": ("due", 0),
    "due": ("due", 2),
    "due-why": ("due --why --all", 2),
    "due-ahead": ("due --days 60", 2),
    "brief-three": ("brief bo", 1),
    "brief": ("brief priya", 2),
    "cadence-list": ("cadence list", 2),
    "remind-list": ("remind list", 2),
    "birthdays": ("birthdays --days 365 --work", 2),
    "opportunity-list": ("opportunity list", 2),
    "opportunity-show": ("opportunity show 1", 2),
}
MADE: list[bytes] = []


def fill(netcli: Netcli) -> None:
    """Make the three files, each from the one before."""
    netcli("init --name 'Sam Moreau' --yes")
    MADE.append(netcli.db.read_bytes())
    for who in ("'Priya Nair <priya@example.org>'", "'Łucja Wójcik-Kowalska'", "'Bo Lind'"):
        netcli(f"add {who}")
    MADE.append(netcli.db.read_bytes())
    netcli("link me priya --level 4 --on 2024-05-01")
    netcli("link me lucja --level 5 --on 2023-01")
    netcli("link priya lucja --level 3 --on 2024")
    netcli("position add priya --org 'Kestrel Labs' --title 'Head of Product' --from 2023-03-05")
    netcli("edit priya --birthday 1984-03-06")
    netcli("edit bo --birthday --02-29")
    netcli("log priya 'lunch, she offered to help' --on 2025-11-10 --channel meeting")
    netcli("log lucja 'a call about the fair' --on 2026-02-28 --channel call")
    netcli("remind", "add", "priya", LONG, "--on", "2026-02-20")
    netcli("remind add bo 'return his book' --on 2026-03-09 --every 3m")
    netcli("note priya 'two children, climbs on Thursdays' --on 2025-11-10")
    netcli("intro make priya bo --on 2026-02-01")
    netcli("exchange add lucja 'went through my figures' --received --kind advice --on 2026-02-14")
    netcli("recommendation add priya me --for 'tidal energy' --on 2026-01-20")
    netcli("cadence set bo 2m")
    netcli("tag priya lucja board")
    netcli("cadence set tag:board 1m --at-most 2m")
    for number in range(12):
        netcli(f"add 'Person Number{number:02}' --level {1 + number % 5} --tag many")
    netcli("cadence set tag:many 3w")
    netcli(
        "opportunity add 'Head of Data' --org 'Helix Bio' --on 2026-01-10 --next 'send the portfolio' --by 2026-03-01"
    )
    netcli("opportunity add 'A seat on the board' --kind other")
    MADE.append(netcli.db.read_bytes())


@pytest.fixture
def busy(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> Netcli:
    """Return a runner on the last of the three files, made once, on Monday 2 March 2026."""
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-02")
    if not MADE:
        fill(netcli)
    netcli.db.write_bytes(MADE[-1])
    return netcli


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_upkeep_looks_as_it_did(busy: Netcli, page: Page, name: str, columns: int) -> None:
    """Nothing is wider than the screen; page and conversation are held to a golden file."""
    line, file = PAGES[name]
    busy.db.write_bytes(MADE[file])

    page(busy, name, line, columns, code=None)
