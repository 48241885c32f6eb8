"""intro ask: who is best placed to introduce me, what it is for, and what is told of both."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Netcli


@pytest.fixture
def ways(netcli: Netcli) -> Netcli:
    """Return a runner on a file with two ways to Dana: Ana, level 4 and 4, before Bo, level 2 and 3; and a job."""
    netcli("add 'Ana Pires' --level 4")
    netcli("add 'Bo Lind' --level 2")
    netcli("add 'Dana Okafor' --to-meet --org Helix")
    netcli("link ana-pires dana --level 4")
    netcli("link bo-lind dana --level 3")
    netcli("opportunity add 'Head of Data' --org Helix")
    return netcli


def asked(netcli: Netcli, options: str = "") -> list[tuple[Any, ...]]:
    """Return introducer, target, state and opportunity of each introduction, the last one first."""
    return [
        (i["introducer"]["handle"], i["target"]["handle"], i["state"], i["opportunity"] and i["opportunity"]["id"])
        for i in netcli(f"intro list {options} --json").json
    ]


@pytest.mark.parametrize(("option", "who"), [("", "ana-pires"), ("--pick 1", "ana-pires"), ("--pick 2", "bo-lind")])
def test_the_introducer_of_a_rank_is_asked(ways: Netcli, option: str, who: str) -> None:
    """It is the one whom intro-path ranks so, the first if no rank is given; stderr says why it is him."""
    ranked = [way["introducer"]["handle"] for way in ways("intro-path dana --json").json["paths"]]

    ran = ways(f"intro ask dana {option}")

    assert asked(ways) == [(who, "dana-okafor", "asked", None)]
    assert ranked.index(who) + 1 == int(option[-1:] or 1)
    assert f"is way {ranked.index(who) + 1}, " in ran.err
    assert "/5), you said so 2026-03-02" in ran.err


def test_whoever_was_asked_lately_is_no_longer_ranked(ways: Netcli) -> None:
    """The second ask goes to the next one; then there is nobody left."""
    ways("intro ask dana")
    ways("intro ask dana")

    assert [row[0] for row in asked(ways)] == ["bo-lind", "ana-pires"]
    assert "there is no way to Dana Okafor in your data" in ways("intro ask dana", code=2).err
    assert len(asked(ways)) == 2


def test_a_step_dated_by_this_month_or_year_counts_from_now_on(ways: Netcli) -> None:
    """What is told after it stands after it, unless its date is surely before."""
    states = []
    ways("intro ask dana --via bo --on 2026")
    for answer in ("agreed --on 2026-03-01", "made --on 2026-03", "met --on 2026-03-02"):
        ways(f"intro answer dana {answer}")
        states += [row[2] for row in asked(ways)]

    assert states == ["agreed", "made", "met"]
    assert "before met on 2026-03-02" in ways("intro answer 1 declined --on 2026-02", code=65).err


def test_who_was_removed_is_in_no_introduction(ways: Netcli) -> None:
    """Nor in those of an opportunity; all are back with him."""
    ways("intro ask dana --via bo --for 1")
    ways("remove bo-lind")
    gone = (asked(ways), ways("opportunity show 1 --json").json["introductions"])
    ways("intro show 1", code=3)
    ways("restore bo-lind")

    assert gone == ([], [])
    assert len(asked(ways)) == 1


def test_an_ask_may_be_for_an_opportunity(ways: Netcli) -> None:
    """It is told with it by intro list, intro show, opportunity show and today; filtered by --for; undone as one."""
    ways("intro ask dana --via bo --for 1")
    ways("intro ask dana --via ana")

    assert asked(ways, "--for 1") == [("bo-lind", "dana-okafor", "asked", 1)]
    assert ways("intro show 1 --json").json["opportunity"] == {"id": 1, "title": "Head of Data"}
    assert ways("intro show 2 --json").json["opportunity"] is None
    (told,) = ways("opportunity show 1 --json").json["introductions"]
    assert (told["id"], told["state"], told["introducer"]["handle"]) == (1, "asked", "bo-lind")
    lines = [item["text"] for item in ways("today --kind introduction --json").json["items"]]
    assert lines == [
        "asked today for an introduction to Dana Okafor (Head of Data)",
        "asked today for an introduction to Dana Okafor",
    ]
    ways("undo")
    ways("undo")
    assert ways("opportunity show 1 --json").json["introductions"] == []


def test_the_page_of_an_opportunity_tells_how_its_asks_stand(ways: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """State and day, silence among them."""
    ways("intro ask dana --via bo --for 1 --on 2026-01-31")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    page = " ".join(ways("opportunity show 1").out.split())
    assert "Bo Lind for an introduction to Dana Okafor: asked, no answer 2026-01-31 (netcli intro show 1)" in page
    assert "Head of Data (#1)" in ways("intro list").out
    assert "Head of Data (#1)" in ways("intro show 1").out


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("intro ask dana --pick 3", 2, "there are 2 ways to Dana Okafor, so none of rank 3  ->  netcli intro-path"),
        ("intro ask dana --pick 1 --via ana", 2, "exclude each other"),
        ("intro ask dana --pick 0", 2, "--pick"),
        (
            "intro ask cy",
            2,
            "there is no way to Cy Grant in your data  ->  netcli intro-path cy-grant, or name somebody",
        ),
        ("intro ask bo", 2, "you know Bo Lind yourself: acquaintance (2/5)"),
        ("intro ask me", 65, "that is you"),
        ("intro ask dana --via dana", 65, "three people"),
        ("intro ask dana --for 9", 3, "there is no opportunity 9  ->  netcli opportunity list --all"),
        ("intro ask dana --for 2", 65, "opportunity 2 (Audit) is lost since 2026-03-02: it is over"),
        ("intro list --for one", 2, "--for"),
        ("intro ask dana --via bo --on 2026-04", 65, "2026-04 is still to come"),
        ("intro make ana bo --on 2026-03-03", 65, "2026-03-03 is still to come"),
        ("intro answer dana made --on 2027", 65, "2027 is still to come"),
    ],
)
def test_what_cannot_be_is_told(ways: Netcli, line: str, code: int, said: str) -> None:
    """In one line, and nothing is written."""
    ways("add 'Cy Grant' --to-meet")
    ways("opportunity add Audit")
    ways("opportunity move 2 lost")

    ran = ways(line, code=code)

    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert asked(ways) == []
