"""`suggest`: introductions to make and ties to revive, with the arithmetic by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from tests.conftest import Netcli


@pytest.fixture
def friends(netcli: Netcli) -> Netcli:
    """Return a runner on a few people known since today, so that a level is worth just what it says.

    Ada (0.65) needs python, Bo (0.85) offers it; Cid (0.45) knows Python and lives in Porto as Ada does; Dan is known
    too little (0.25). Ada knows Eve and Gil, Bo knows Eve: of the two whom either knows, both know one.
    """
    for name, level, more in (
        ("Ada", 4, "--tag needs-python --city Porto"), ("Bo", 5, "--tag offers-python"), ("Cid", 3, "--city porto"),
        ("Dan", 2, "--tag offers-python"), ("Eve", 1, ""), ("Gil", 1, ""),
    ):  # fmt: skip
        netcli(f"add {name} --level {level} {more}")
    netcli("skill cid Python")
    netcli("link eve ada bo --level 3")
    netcli("link gil ada --level 3")
    return netcli


def test_two_who_should_meet_are_told_with_the_reason(friends: Netcli) -> None:
    """Ada and Cid: need 0.6 and city 0.1 make 0.64, nobody in common; Ada and Bo: 0.6, half of their circle common.

    sqrt(0.65 * 0.45) * 0.64 = 0.3461; sqrt(0.65 * 0.85) * 0.6 * (1 - 1/2) = 0.2230
    """
    first, second = friends("suggest intros --json").json

    assert (first["person"]["handle"], first["other"]["handle"]) == ("ada", "cid")
    assert first["score"] == pytest.approx(math.sqrt(0.65 * 0.45) * 0.64)
    assert first["why"] == ["Ada needs python, Cid offers it", "both in Porto"]
    assert [person["handle"] for person in first["consent"]] == ["ada", "cid"]
    assert first["command"] == "netcli intro make ada cid"
    assert (second["person"]["handle"], second["other"]["handle"], second["overlap"]) == ("ada", "bo", 0.5)
    assert second["score"] == pytest.approx(math.sqrt(0.65 * 0.85) * 0.6 * 0.5)


@pytest.mark.parametrize(
    "line",
    [
        "intro make cid ada",
        "intro ask ada --via cid",  # who asked is introduced through him, not to him
        "link ada cid --no",
        "link ada cid --level 2",
        "link me cid --level 2",
        "remove cid",
        "edit cid --set status=deceased",
    ],
)
def test_whom_not_to_introduce(friends: Netcli, line: str) -> None:
    """Not who was introduced, whichever way; not who knows the other, or is said not to; not who is known too little."""
    friends(line)

    found = [(s["person"]["handle"], s["other"]["handle"]) for s in friends("suggest intros --json").json]

    assert (("ada", "cid") in found) == line.startswith("intro ask")


def test_a_declined_introduction_is_not_suggested_again(friends: Netcli) -> None:
    """Nor before the day it was made did it count."""
    friends("intro make ada cid --on 2026-03-01")
    friends("intro answer 1 declined --by target")

    assert len(friends("suggest intros --json").json) == 1


def test_the_list_is_cut_where_asked(friends: Netcli) -> None:
    """The best one of all stays, and a pattern or fields choose what is printed."""
    assert friends("suggest intros --limit 1").out.split("\t")[1:4:2] == ["ada", "cid"]
    assert friends("suggest intros --limit 1 --format '{command}'").out == "netcli intro make ada cid\n"
    assert friends("suggest intros --limit 1 --fields command --json").json == [
        {"command": "netcli intro make ada cid"}
    ]


def test_nobody_to_introduce_is_said_with_a_hint(netcli: Netcli) -> None:
    """An empty list ends with 0 and says what tags would fill it."""
    ran = netcli("suggest intros")

    assert ran.out == ""
    assert "needs-python" in ran.err


def test_the_limit_does_not_change_who_is_best(netcli: Netcli) -> None:
    """The search stops early, and finds what a search of everything finds: each list begins the longer one."""
    for number in range(12):
        netcli(
            f"add 'Person {chr(65 + number)}' --level {3 + number % 3} --tag club --city {'Porto' if number % 2 else 'Lima'}"
        )
    for number in range(0, 12, 3):
        netcli(f"link {number + 2} {(number + 1) % 12 + 2} {(number + 5) % 12 + 2} --level 1")

    everything = netcli("suggest intros --limit 999 --json").json

    assert 30 < len(everything) <= 66
    assert [s["score"] for s in everything] == sorted((s["score"] for s in everything), reverse=True)
    for limit in (1, 5, 17):
        assert netcli(f"suggest intros --limit {limit} --json").json == everything[:limit]


def test_strong_ties_gone_silent_are_told_strongest_first(netcli: Netcli) -> None:
    """Stated 4 or 5 by me, and nothing for more than two years; 5 x p, since both are more than five cadences late.

    Level 5 three years (1095 days) ago: 0.85 * (0.5 + 0.5 / sqrt(4)) = 0.6375; level 4: 0.65 * 0.75 = 0.4875
    """
    three_years = "--on 2023-03-03"
    for name, level in (("Ada", 4), ("Bo", 5), ("Cid", 3), ("Dan", 4)):
        netcli(f"add {name}")
        netcli(f"link me {name.lower()} --level {level} {three_years if name != 'Dan' else '--on 2025-03-03'}")
    netcli("add Eve")
    netcli(f"link me eve --level 5 {three_years} --heard-from bo")

    found = netcli("suggest reconnect --json").json

    assert [(d["person"]["handle"], d["level"], d["last"], d["days"]) for d in found] == [
        ("bo", 5, None, 1095), ("ada", 4, None, 1095),
    ]  # fmt: skip
    assert [d["score"] for d in found] == pytest.approx([5 * 0.6375, 5 * 0.4875])
    assert found[0]["command"] == 'netcli log bo "…"'


@pytest.mark.parametrize(("on", "there"), [("2024-03-02", False), ("2024-03-01", True), ("2019", True)])
def test_a_contact_within_two_years_wakes_a_tie(netcli: Netcli, on: str, there: bool) -> None:
    """730 days are not silent yet, 731 are; the contact counts, whenever the level was stated."""
    from netcli.storage import open_writer

    netcli("add Ada --level 4")
    with open_writer(netcli.db) as store, store.operation("log", at="2026-03-02T00:00:00Z"):
        number = store.insert("interaction", on_date=on, channel="call")
        for person in (1, 2):
            store.insert("participant", interaction_id=number, person_id=person)

    found = netcli("suggest reconnect --json").json

    assert [d["last"] for d in found] == ([on] if there else [])


def test_nothing_to_revive_is_said_with_a_hint(netcli: Netcli) -> None:
    """An empty list ends with 0; a list that was cut says by how many."""
    assert "--level 4" in netcli("suggest reconnect").err

    netcli("add Ada")
    netcli("add Bo")
    netcli("link me ada bo --level 4 --on 2015")
    assert "1 more (--limit)" in netcli("suggest reconnect --limit 1").err


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("verb", ["intros", "reconnect"])
def test_the_pages_name_what_to_type(
    friends: Netcli, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None], verb: str, columns: int
) -> None:
    """Who, why, and the command; nothing wider than the screen."""
    friends("add 'Fay Long'")
    friends("link me fay-long --level 5 --on 2019-05")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", str(columns))

    page = friends(f"suggest {verb}").out

    assert max(map(len, page.splitlines())) <= columns
    golden(f"suggest-{verb}-{columns}.txt", page)
