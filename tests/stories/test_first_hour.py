"""The first hour: connections of a network site and nothing else, and a stranger known by name and company."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import Netcli, Ran

GIVEN = ("Ada", "Bram", "Cato", "Dario", "Edda", "Farah", "Goran", "Hana", "Ivo", "Jana")
FAMILY = ("Abebe", "Brandt", "Castro", "Duarte", "Eriksen", "Fischer", "Gallo", "Horvat", "Ivanova", "Janssen")
PLACES = ("Helix Bio", *(f"Company {number}" for number in range(1, 20)))


def connections(path: Path) -> Path:
    """Write an export of 100 connections, five of them at Helix Bio, as the site has them."""
    rows = [
        f"{given},{family},https://example.org/in/{given}-{family},,{PLACES[(i * 10 + j) % len(PLACES)]},Analyst,"
        f"{1 + i:02d} Mar 20{10 + j}"
        for i, given in enumerate(GIVEN)
        for j, family in enumerate(FAMILY)
    ]
    head = (
        'Notes:\n"Some addresses are missing."\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On'
    )
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def proposed(ran: Ran, start: str) -> str:
    """Return the first command that an answer proposes which begins so, as one would paste it."""
    found = re.search(rf"netcli ({start}.*?)$", ran.err, re.MULTILINE)
    assert found, ran.err
    return found[1].strip()


def test_from_connections_alone_to_a_ranked_way_in_three_commands(netcli: Netcli, tmp_path: Path) -> None:
    """Each of the three is one that netcli itself proposed: add the stranger, confirm one tie, ask again."""
    done = netcli("import", str(connections(tmp_path / "any name.csv")), "--json")
    assert done.json["created"] == 100
    assert "netcli review" in done.err

    lost = netcli("intro-path", "Dana Okafor", code=3)
    first = proposed(lost, "add").replace("ORG", "'Helix Bio'")
    added = netcli(first)
    second = proposed(added, "link")
    linked = netcli(second)
    third = proposed(linked, "intro-path")
    answer = netcli(f"{third} --json").json

    assert (first, second.split()[0], third) == (
        "add \"Dana Okafor\" --to-meet --org 'Helix Bio'",
        "link",
        "intro-path dana-okafor",
    )
    (path,) = answer["paths"]
    assert path["hops"][0]["evidence"][0]["kind"] == "linkedin"
    assert path["score"] > 0.01
    assert answer["hidden"] == 0


def test_an_import_alone_names_whom_to_ask(netcli: Netcli, tmp_path: Path) -> None:
    """Without any tie among others an answer ends with up to five questions, each with its command."""
    netcli("import", str(connections(tmp_path / "c.csv")), "--quiet")
    netcli("add 'Dana Okafor' --to-meet --org 'Helix Bio' --quiet")

    answer = netcli("intro-path dana-okafor --json", code=1)

    asks = answer.json["ask"]
    assert len(asks) == 5
    assert all(ask["why"] == "both at Helix Bio" for ask in asks)
    for ask in asks:
        assert ask["command"] in answer.err
        netcli(ask["command"].removeprefix("netcli "))
    assert len(netcli("intro-path dana-okafor --json --all").json["paths"]) == 5
