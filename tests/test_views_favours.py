"""The pages of give and take and of saved searches, at 80 and 120 columns, as they were when somebody last looked."""

from __future__ import annotations

import pytest

from tests.conftest import Netcli, Page

LONG = "went through the figures of the whole year with me, twice, and found the mistake that nobody else had seen"
#: On a file with nobody in the ledger, with three people, and with thirty.
PAGES = {
    "balance-none": ("balance", 0),
    "balance-one": ("balance priya", 1),
    "balance": ("balance", 1),
    "balance-many": ("balance --sort name", 2),
    "exchange-list": ("exchange list", 1),
    "recommendation-list": ("recommendation list", 1),
    "recommendation-show": ("recommendation show 1", 1),
    "recommendation-draft": ("recommendation draft lucja --for comptabilité", 1),
    "reach-skill": ("reach --skill accounting", 1),
    "search-list": ("search list", 2),
    "search-run": ("search run --all --dry-run", 2),
    "tag-where": ("tag friends --where level:1.. --dry-run", 2),
}
MADE: list[bytes] = []


def fill(netcli: Netcli) -> None:
    """Make the three files, each from the one before."""
    files: list[bytes] = []
    for who, level in (("'Priya Nair'", 4), ("'Łucja Wójcik-Kowalska'", 3), ("'Bo Lind'", 5), ("'Dana Okafor'", 1)):
        netcli(f"add {who} --level {level}")
    netcli("edit lucja --set lang=fr")
    for name in ("me", "lucja", "dana"):
        netcli(f"position add {name} --org 'Association Passerelle' --from 2019-02 --to 2022-03")
    files.append(netcli.db.read_bytes())
    netcli("intro ask dana --via priya --on 2025-12-01")
    netcli("intro answer 1 made --on 2025-12-05")
    netcli("intro ask bo --via lucja --on 2025-11-02")
    netcli("intro answer 2 declined --on 2025-11-20")
    netcli("exchange", "add", "priya", LONG, "--received", "--kind", "advice", "--on", "2026-01")
    netcli("exchange add bo 'a lift to the fair' --given --on 2026-02-28")
    netcli("intro make bo lucja --on 2024")
    netcli(
        "recommendation",
        "add",
        "lucja",
        "dana",
        "--for",
        "accounting",
        "--text",
        LONG,
        "--role",
        "client",
        "--on",
        "2025",
    )
    netcli("recommendation add bo lucja --for 'tax and accounting' --hidden --on 2026-01-05")
    netcli("recommendation ask priya --for accounting --on 2026-02-01")
    netcli("recommendation add me bo --for sailing --on 2023-07")
    netcli("skill priya accounting")
    netcli("link bo dana --level 3 --on 2024")
    files.append(netcli.db.read_bytes())
    netcli("search save 'Good contacts' level:4..")
    netcli("search save at-passerelle org:passerelle or ever:passerelle --all")
    for number in range(30):
        netcli(f"add 'Person Number{number:02}' --level {1 + number % 5}")
        netcli(
            f"exchange add person-number{number:02} 'help no. {number}' --{'given' if number % 3 else 'received'} --on 2026"
        )
    netcli("link me bo --level 2 --on 2026-03-02")
    MADE.extend((*files, netcli.db.read_bytes()))


@pytest.fixture
def ledger(netcli: Netcli) -> Netcli:
    """Return a runner on the last of the three files, made once."""
    if not MADE:
        fill(netcli)
    netcli.db.write_bytes(MADE[-1])
    return netcli


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_favours_looks_as_it_did(ledger: Netcli, page: Page, name: str, columns: int) -> None:
    """Nothing is wider than the screen; page and conversation are held to a golden file."""
    line, file = PAGES[name]
    ledger.db.write_bytes(MADE[file])

    page(ledger, name, line, columns)
