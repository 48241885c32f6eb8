"""A friend's connections are not taken for mine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import Netcli

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
MINE = ("Ana Pires", "Bo Lind", "Cy Marsh", "Dee Ode", "Eli Fox")
HERS = ("Flo Gray", "Gus Hart", "Hal Ives", "Ida Jones", "Jo King")


@pytest.fixture
def sam(netcli: Netcli) -> Netcli:
    """Sam Moreau's file, with five connections."""
    netcli("init --name 'Sam Moreau' --email sam@example.org --yes")
    return netcli


def book(folder: Path, names: Sequence[str], *, mail: str = "") -> str:
    """Write a list of connections and return its path."""
    rows = (
        f"{given},{family},https://www.linkedin.com/in/{given.lower()}-{family.lower().replace(' ', '-')},"
        f"{mail if name == names[-1] else ''},Helix,Engineer,05 Nov 2021"
        for name in names
        for given, family in [name.split(" ", 1)]
    )
    path = folder / "Connections.csv"
    path.write_text("\n".join((HEADER, *rows, "")))
    return str(path)


def test_connections_that_name_me_are_somebody_elses(sam: Netcli, tmp_path: Path) -> None:
    """Nobody is connected to himself; nothing is written, and the way on is named."""
    for names, mail in (((*HERS, "Sam Moreau"), ""), ((*HERS, "Sam Moreau Roy"), "sam@example.org")):
        error = sam("import", book(tmp_path, names, mail=mail), code=65).err
        assert "you (Sam Moreau) are among these connections" in error
        assert "--known-by PERSON" in error
    assert sam("list --format ids").out == ""

    sam("add 'Kim Bell'")
    sam("import", book(tmp_path, (*HERS, "Sam Moreau")), "--known-by", "kim-bell")


def test_yes_takes_them_for_mine_for_good(sam: Netcli, tmp_path: Path) -> None:
    """A namesake among my connections is asked about once."""
    names = (*MINE, "Sam Moreau")
    sam("import", book(tmp_path, names), "--yes")

    assert sam("import", book(tmp_path, (*names, "Lou Mann")), "--json").json["created"] == 1


def test_other_people_than_last_time_are_asked_about(sam: Netcli, tmp_path: Path) -> None:
    """Less than half of the smaller list in common: they may be another's, however few they are."""
    sam("import", book(tmp_path, MINE))

    assert "0 of these 5 connections were there the last time" in sam("import", book(tmp_path, HERS), code=65).err
    sam("import", book(tmp_path, (*MINE[:3], *HERS[:2])))


def test_a_profile_of_another_name_is_not_written_into_my_cv(sam: Netcli, tmp_path: Path) -> None:
    """A friend's archive begins with a friend's profile; mine may have another spelling of my name."""
    for given, family, code in (("Kim", "Bell", 65), ("Samuel", "Moreau-Roy", 0)):
        folder = tmp_path / given
        folder.mkdir()
        (folder / "Profile.csv").write_text(f"First Name,Last Name,Headline\n{given},{family},Baker\n")
        sam("import", str(folder), code=code)
