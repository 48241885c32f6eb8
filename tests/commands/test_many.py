"""Tags and groups for all whom a query chooses."""

from __future__ import annotations

import pytest

from tests.conftest import Netcli


def test_a_tag_goes_to_all_whom_a_query_chooses(at_helix: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those named and those chosen, in one operation; strangers are told, with the line that takes them in."""
    ran = at_helix("tag cy-grant friends --where org:helix --dry-run")
    assert [line.split("\t")[1] for line in ran.out.splitlines()] == ["cy-grant", "ana-pires", "bo-lind"]
    assert at_helix("tag --list").out == ""

    ran = at_helix("tag cy-grant friends --where org:helix")

    assert ran.err == (
        "1 more are known only through others: netcli list --all org:helix --format ids | netcli tag - friends\n"
    )
    assert at_helix("tag --list").out == "friends\t3\n"
    at_helix("tag - friends", stdin=at_helix("list --all org:helix --format ids").out)
    assert at_helix("tag --list").out == "friends\t4\n"
    assert at_helix("tag friends --off --where org:helix").err == ""
    assert at_helix("tag --list").out == "friends\t1\n"
    at_helix("undo")
    at_helix("undo")
    at_helix("undo")
    assert at_helix("tag --list").out == ""
    nobody = at_helix("tag x --where org:nowhere")
    assert "nothing to do: nobody was chosen" in nobody.out
    assert "Nobody: netcli help query" in nobody.err
    assert "tag needs people" in at_helix("tag --where org:helix", code=2).err


def test_people_leave_a_group_by_query(at_helix: Netcli) -> None:
    """Members that the query chooses, whoever they are; nobody else; one undo."""
    at_helix("group add board ana bo cy dee")
    ran = at_helix("group remove board --where org:helix --dry-run")
    assert [line.split("\t")[1] for line in ran.out.splitlines()] == ["ana-pires", "bo-lind", "dee"]
    at_helix("group remove board cy --where level:4..")

    assert [m["handle"] for m in at_helix("group show board --json").json["members"]] == ["bo-lind", "dee"]
    at_helix("undo")
    assert len(at_helix("group show board --json").json["members"]) == 4
    assert (
        "nobody is named  ->  netcli group remove board PERSON..., or --where"
        in at_helix("group remove board", code=2).err
    )


def test_a_dry_run_on_many_tells_whom(at_helix: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence gives their number; below it stands each of them."""
    for number in range(4):
        at_helix(f"add 'Person No{number}' --level 2 --org Helix")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    page = at_helix("tag friends --where org:helix --dry-run").out

    assert page.startswith("Dry run, nothing written: tagged 6 people: friends\nana-pires")
    assert page.count("\n") == 7
    assert at_helix("tag friends --where org:helix").out.startswith("Tagged 6 people: friends   (undo")


@pytest.mark.parametrize(
    "line",
    ["contacts", "changes", "due", "remind list", "birthdays", "review", "exchange list", "balance", "export ics"],
)
def test_a_list_says_that_its_query_chooses_nobody(netcli: Netcli, line: str) -> None:
    """Before anything else: nothing is wrong with what is on file. One who is named is found by her name alone."""
    netcli("add 'Ana Pires' --level 4")
    netcli("cadence set ana-pires 2w")

    told = netcli(f"{line} tag:none", code=None).err

    assert told.startswith("Nobody is tag:none: netcli list")
    assert "no cadence is set" not in told
    assert "Nobody is" not in netcli(f"{line} ana-pires", code=None).err.replace("Nobody is due", "")
