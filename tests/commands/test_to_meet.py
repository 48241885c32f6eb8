"""Whom I want to meet and organisations of interest: what today says of who could help, and when it is silent."""

from __future__ import annotations

from typing import Any

import pytest

from netcli.domain import to_meet
from tests.conftest import Netcli


@pytest.fixture
def wishes(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> Netcli:
    """Return a runner on a file of 1 February: Dana and Eve to meet, Priya and Bo close, Lee not."""
    monkeypatch.setenv("NETCLI_TODAY", "2026-02-01")
    netcli("add 'Priya Nair <priya@example.org>' --level 4")
    netcli("add 'Bo Lind' --level 3")
    netcli("add 'Lee Amari' --level 2")
    netcli("add 'Dana Okafor <dana@example.org>' --to-meet --org Helix")
    netcli("add 'Eve Stone' --to-meet")
    netcli("link priya-nair dana-okafor --level 4")
    netcli("link bo-lind dana-okafor eve-stone --level 4")
    netcli("link lee-amari eve-stone --level 5")
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-02")
    return netcli


def leads(netcli: Netcli) -> list[tuple[str, str, str]]:
    """Return whom, what is said, and the command, of each line on whom to meet."""
    found: Any = netcli("today --kind meet --json", code=None).json
    return [(item["person"]["handle"], item["text"], item["commands"][0]) for item in found["items"]]


DANA = ("dana-okafor", "ask Priya Nair (fair)", "netcli intro ask dana-okafor --via priya-nair")
EVE = ("eve-stone", "ask Bo Lind (fair)", "netcli intro ask eve-stone --via bo-lind")


def test_today_names_who_could_help(wishes: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The best close contact for each, best first, with the way to write to that contact; the command works."""
    assert leads(wishes) == [DANA, EVE]
    assert wishes("today --kind meet --json").json["items"][0]["way"] == "priya@example.org"
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    page = wishes("today").out
    assert "To meet\n  Dana Okafor: ask Priya Nair (fair)" in page
    wishes(DANA[2].removeprefix("netcli "))


def test_a_lead_is_what_intro_path_says_of_two_ties(wishes: Netcli) -> None:
    """Same introducer, same band; only contacts of whom a level from 3 on was stated are close."""
    for handle, text, _ in leads(wishes):
        best = wishes(f"intro-path {handle} --max-hops 2 --avoid lee-amari --json").json["paths"][0]
        assert text == f"ask {best['introducer']['name']} ({best['band']})"


def test_the_lines_stay_the_same_all_day(wishes: Netcli) -> None:
    """A contact changes nothing before tomorrow, an ask takes its own line away and no other comes instead."""
    wishes("add 'Fay Gold' --to-meet")
    wishes("link priya-nair fay-gold --level 2")
    wishes("add 'Gil Hart' --to-meet")
    wishes("link priya-nair gil-hart --level 2")
    before = leads(wishes)
    assert [line[0] for line in before] == ["dana-okafor", "eve-stone", "fay-gold"]

    wishes("log bo-lind lunch")
    wishes("log gil-hart priya-nair dinner --without-me")
    assert leads(wishes) == before
    wishes("intro ask eve-stone --via bo-lind")
    assert leads(wishes) == [before[0], before[2]]
    wishes("undo")
    assert leads(wishes) == before


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        (("intro ask dana --via lee",), [EVE]),
        (("intro ask dana --via lee --on 2026-01", "intro answer 1 made --on 2026-01"), [EVE]),
        (("intro ask dana --via lee --on 2026-01", "intro answer 1 declined --by target --on 2026-01"), [EVE]),
        (("intro ask dana --via lee --on 2026-01", "intro answer 1 declined --on 2026-01"), [DANA, EVE]),
        (("intro ask dana --via lee --on 2026-01", "intro answer 1 withdrawn --on 2026-01"), [DANA, EVE]),
        (("link me dana --level 3",), [EVE]),
        (("edit dana --set to_meet=no",), [EVE]),
        (("remove dana --yes",), [EVE]),
        (("remove bo --yes",), [DANA]),
        (("edit bo --set do_not_ask=yes",), [DANA]),
        (("edit bo --status deceased",), [DANA]),
    ],
)
def test_it_is_silent_where_nothing_is_to_be_asked(
    wishes: Netcli, steps: tuple[str, ...], left: list[tuple[str, str, str]]
) -> None:
    """Of whom I was introduced to, or may be still, whom I know, who does not want to; through whom I shall not."""
    for step in steps:
        wishes(step)

    assert leads(wishes) == left


def test_somebody_asked_lately_is_left_in_peace(wishes: Netcli) -> None:
    """Another takes his place while he may still answer."""
    wishes("add 'Fay Gold' --to-meet")
    wishes("link priya-nair fay-gold --level 5")
    wishes("intro ask fay --via priya-nair --on 2026-02-27")

    assert leads(wishes)[0][1] == "ask Bo Lind (fair)"
    assert "priya-nair" not in str(leads(wishes))


def test_an_organisation_of_interest_has_a_lead(wishes: Netcli) -> None:
    """Through whoever knows an insider, or an insider of mine; until we have spoken since."""
    wishes("add 'Gus Ito' --to-meet --org Zeta")
    wishes("edit gus-ito --set to_meet=no")
    wishes("link priya-nair gus-ito --level 5")
    wishes("org edit zeta --interest")
    line = ("gus-ito", "is at Zeta; ask Priya Nair (strong)", "netcli intro ask gus-ito --via priya-nair")
    assert leads(wishes) == [line, DANA, EVE]
    wishes("org edit zeta --interest")  # said already

    wishes("position add bo-lind --org Zeta")
    assert ("bo-lind", "is at Zeta, and you know each other", "netcli brief bo-lind") in leads(wishes)
    wishes("log bo-lind lunch --on 2026-03-01")  # before the day since when it is of interest
    assert len(leads(wishes)) == 3
    wishes("org edit zeta --no-interest")
    assert [line[0] for line in leads(wishes)] == ["dana-okafor", "eve-stone"]


def test_an_organisation_is_asked_about_once(wishes: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once somebody there is asked for, or my insider and I have spoken, the line is gone."""
    wishes("position add bo-lind --org Zeta")
    wishes("org edit zeta --interest")
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-04")
    assert any("at Zeta" in line[1] for line in leads(wishes))
    wishes("log bo-lind lunch --on 2026-03-03")

    assert not any("at Zeta" in line[1] for line in leads(wishes))


def test_organisations_of_interest_are_listed(wishes: Netcli) -> None:
    """With the day, though nobody I know is there; one that nobody is at yet is made; a slip of the pen is not."""
    wishes("org edit Orbit --interest")
    wishes("org edit helix --interest")

    assert wishes("org list --interest --fields name,interest").out == "Helix\t2026-03-02\nOrbit\t2026-03-02\n"
    assert "Orbit" in wishes("org list").out
    assert wishes("org show orbit --json").json["org"]["interest"] == "2026-03-02"
    assert wishes("list is:of-interest --format ids").out == "5\n"
    assert "did you mean Orbit" in wishes("org edit Orbitt --interest", code=3).err
    assert "no organisation is called" in wishes("org edit Nowhere --no-interest", code=3).err
    wishes("org edit orbit --no-interest")
    assert wishes("org list --interest --fields name").out == "Helix\n"
    wishes("undo")
    assert len(wishes("org list --interest --json").json) == 2
    wishes("org merge helix orbit")
    assert wishes("org list --interest --fields name").out == "Helix\n"


def test_few_people_are_looked_at_however_many_there_are(wishes: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The closest contacts, and of those a few for each person to meet."""
    monkeypatch.setattr(to_meet, "CLOSEST", 1)
    assert leads(wishes) == [DANA]
    monkeypatch.setattr(to_meet, "CLOSEST", 100)
    monkeypatch.setattr(to_meet, "MOST_LEADS", 2)
    assert [line[0] for line in leads(wishes)] == ["dana-okafor"]
