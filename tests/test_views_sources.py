"""The pages of sources, readings and changes, at 80 and 120 columns, as they were when somebody last looked at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands._books import card, connections, row, write
from tests.conftest import Netcli, Page

LONG = "Directrice adjointe des programmes internationaux de formation"
PAGES = {
    "import-again": "import {folder}/again.csv",
    "refresh": "refresh --yes",
    "changes": "changes --since 2025",
    "source-list": "source list",
}


def fill(netcli: Netcli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read a list of connections and a phone, which share three people, and leave newer files of both."""
    monkeypatch.setenv("NETCLI_TODAY", "2025-05-03")
    netcli("import", str(write(folder / "Connections 1.csv", connections(map(row, range(20))), day=1)))
    monkeypatch.setenv("NETCLI_TODAY", "2026-01-10")
    shared = "".join(card(n, f"URL:https://www.linkedin.com/in/p{n}", "TEL:+44 20 7946 0001") for n in range(17, 23))
    netcli("import", str(write(folder / "phone.vcf", shared)), "--source", "phone")
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-02")
    rows = [row(n, LONG if n < 8 else "Analyst") for n in range(15)]
    again = connections([*rows, row(30), row(31), row(16, name="Łucja Wójcik-Kowalska")])
    write(folder / "again.csv", again)
    write(folder / "Connections 2.csv", again, day=2)
    write(folder / "phone.vcf", shared.replace("7946 0001", "7946 0002"), day=5)
    netcli("source", "add", "linkedin", "~/Connections*.csv")
    netcli("source", "add", "phone", "~/phone.vcf", "--whole", "--max-age", "30d")


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_sources_looks_as_it_did(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Page, name: str, columns: int
) -> None:
    """Nothing is wider than the screen; page and conversation are held to a golden file."""
    fill(netcli, tmp_path, monkeypatch)
    if name == "changes":
        netcli("refresh --yes")

    page(netcli, name, PAGES[name].format(folder=tmp_path), columns)
