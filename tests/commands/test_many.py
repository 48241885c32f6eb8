"""Tags and groups for all whom a query chooses."""

from __future__ import annotations

import pytest

from tests.commands.test_person import with_store
from tests.conftest import Netcli


@pytest.fixture
def people(netcli: Netcli) -> Netcli:
    """Return a runner on a file with Ana and Bo at Helix, and Cy; Dee at Helix is known only through others."""
    netcli("add 'Ana Pires <ana@example.org>' --level 4 --org Helix")
    netcli("add 'Bo Lind' --level 2 --org Helix")
    netcli("add 'Cy Grant' --level 1")
    netcli("add Dee --to-meet --org Helix")
    with_store(netcli, "UPDATE person SET to_meet = 0 WHERE handle = 'dee'")
    return netcli


def test_a_tag_goes_to_all_whom_a_query_chooses(people: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those named and those chosen, in one operation; strangers are told, with the line that takes them in."""
    ran = people("tag cy-grant friends --where org:helix --dry-run")
    assert [line.split("\t")[1] for line in ran.out.splitlines()] == ["cy-grant", "ana-pires", "bo-lind"]
    assert people("tag --list").out == ""

    ran = people("tag cy-grant friends --where org:helix")

    assert ran.err == (
        "1 more are known only through others: netcli list --all org:helix --format ids | netcli tag - friends\n"
    )
    assert people("tag --list").out == "friends\t3\n"
    people("tag - friends", stdin=people("list --all org:helix --format ids").out)
    assert people("tag --list").out == "friends\t4\n"
    assert people("tag friends --off --where org:helix").err == ""
    assert people("tag --list").out == "friends\t1\n"
    people("undo")
    people("undo")
    people("undo")
    assert people("tag --list").out == ""
    assert "Nobody: netcli help query" in people("tag x --where org:nowhere").err
    assert "tag needs people" in people("tag --where org:helix", code=2).err


def test_people_leave_a_group_by_query(people: Netcli) -> None:
    """Members that the query chooses, whoever they are; nobody else; one undo."""
    people("group add board ana bo cy dee")
    ran = people("group remove board --where org:helix --dry-run")
    assert [line.split("\t")[1] for line in ran.out.splitlines()] == ["ana-pires", "bo-lind", "dee"]
    people("group remove board cy --where level:4..")

    assert [m["handle"] for m in people("group show board --json").json["members"]] == ["bo-lind", "dee"]
    people("undo")
    assert len(people("group show board --json").json["members"]) == 4
    assert (
        "nobody is named  ->  netcli group remove board PERSON..., or --where"
        in people("group remove board", code=2).err
    )


def test_a_dry_run_on_many_tells_whom(people: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence gives their number; below it stands each of them."""
    for number in range(4):
        people(f"add 'Person No{number}' --level 2 --org Helix")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    page = people("tag friends --where org:helix --dry-run").out

    assert page.startswith("Dry run, nothing written: tagged 6 people: friends\nana-pires")
    assert page.count("\n") == 7
    assert people("tag friends --where org:helix").out.startswith("Tagged 6 people: friends   (undo")
