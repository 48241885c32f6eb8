"""opportunity match: who fits, why, and how to reach them; scores worked out by hand, and against intro-path."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest

from netcli.domain.matching import FITS, HELPS, title_words
from tests.conftest import Netcli


@pytest.fixture
def job(netcli: Netcli) -> Netcli:
    """Return a runner on a file with a job at Helix, two contacts, and three people whom only these know."""
    netcli("add 'Ana Pires' --level 4 --org Helix --title Lawyer")
    netcli("add 'Bo Lind' --level 2 --city Lyon")
    netcli("add 'Cy Grant' --to-meet --org Helix --title 'Data Engineer'")
    netcli("add 'Dana Okafor' --to-meet --org Orbit --title 'Head of Data'")
    netcli("add 'Eve Stone' --to-meet --org Helix")
    netcli("position add bo-lind --org Helix --title Buyer --from 2015 --to 2019")
    netcli("skill dana-okafor sql")
    netcli("recommendation add bo-lind dana-okafor --for SQL")
    netcli("link ana-pires cy-grant --level 4")
    netcli("link ana-pires dana-okafor --level 3")
    netcli("opportunity add 'Head of Data' --org Helix --place 'Lyon, France' --skill SQL")
    return netcli


def rows(netcli: Netcli, options: str = "", number: int = 1) -> list[Any]:
    """Return the matches as JSON."""
    return netcli(f"opportunity match {number} {options} --json").json


def test_a_match_says_how_well_it_fits_why_and_by_which_way(job: Netcli) -> None:
    """Score = fit x way; fit = 1 - product of (1 - worth): Bo was there and lives there, Ana is there."""
    found = {row["person"]["handle"]: row for row in rows(job)}

    assert list(found) == ["ana-pires", "cy-grant", "bo-lind", "dana-okafor"]
    assert found["ana-pires"]["fit"] == pytest.approx(0.6)
    assert found["ana-pires"]["way"] == pytest.approx(0.65)  # level 4, stated today
    assert found["ana-pires"]["score"] == pytest.approx(0.39)
    assert found["cy-grant"]["fit"] == pytest.approx(1 - 0.4 * (1 - 0.3 * 0.5))  # there; one of two words of the title
    assert found["cy-grant"]["way"] == pytest.approx(0.65 * 0.65 * 0.6)
    assert found["dana-okafor"]["fit"] == pytest.approx(1 - 0.7 * 0.9 * 0.85)  # title, skill, recommended for it
    assert found["bo-lind"]["fit"] == pytest.approx(1 - 0.7 * 0.9)
    assert [(r["kind"], r["text"], r["worth"]) for r in found["dana-okafor"]["reasons"]] == [
        ("title", "Head of Data at Orbit", 0.3), ("vouched", "SQL, says Bo Lind", 0.15), ("skill", "SQL", 0.1),
    ]  # fmt: skip
    assert [r["kind"] for r in found["bo-lind"]["reasons"]] == ["once", "place"]
    assert found["bo-lind"]["reasons"][0]["text"] == "Buyer, until 2019"
    assert [ref["handle"] for ref in found["cy-grant"]["via"]] == ["ana-pires"]
    assert found["cy-grant"]["command"] == "netcli intro ask cy-grant --via ana-pires --for 1"
    assert (found["ana-pires"]["via"], found["ana-pires"]["command"]) == ([], "netcli open ana-pires")
    assert "1 more fit, but no way to them is found" in job("opportunity match 1").err  # Eve
    assert "3 more fit (--limit)" in job("opportunity match 1 --limit 2").err


def test_for_a_candidate_other_things_count(job: Netcli) -> None:
    """What somebody can do, and the title, more than where he is."""
    job("opportunity add 'Head of Data' --kind candidate --org Helix --skill SQL")

    found = rows(job, number=2)

    assert found[0]["person"]["handle"] == "dana-okafor"
    assert found[0]["fit"] == pytest.approx(1 - 0.5 * 0.7 * 0.6)


@pytest.mark.parametrize(
    ("options", "people"),
    [
        ("", "ana cy bo dana"),
        ("--limit 2", "ana cy"),
        ("--sort fit", "cy ana dana bo"),
        ("--sort way", "ana cy bo dana"),
        ("--sort name", "ana bo cy dana"),
        ("--sort fit --limit 2", "cy ana"),
        ("--by now", "ana cy"),
        ("--by place --by title", "dana cy bo"),
        ("--where title:data", "cy dana"),
        ("--where bo", "bo"),
    ],
)
def test_matches_are_filtered_and_sorted(job: Netcli, options: str, people: str) -> None:
    """By what they have in common, and whom a query chooses; sorting is of the best."""
    assert [row["person"]["handle"].split("-")[0] for row in rows(job, options)] == people.split()


def test_matches_come_in_every_form(job: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records in a pipe, fields, ids, a page."""
    assert job("opportunity match 1 --format ids").out == "2\n4\n3\n5\n"
    assert job("opportunity match 1 --fields way,band --limit 1").out == "0.65\tstrong\n"
    assert job("opportunity match 1 --limit 1").out == (
        "2\tana-pires\tAna Pires\t0.3900\t0.6000\t0.6500\tstrong\t\tnow: Lawyer\tnetcli open ana-pires\n"
    )
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    page = job("opportunity match 1").out
    assert "there now: Lawyer" in page
    assert "via Ana Pires" in page


def test_who_has_a_part_in_it_is_told_and_who_is_gone_is_not(job: Netcli) -> None:
    """A recruiter counts for much; removed people, the dead and the owner for nothing."""
    job("opportunity edit 1 --person bo-lind --role recruiter")
    assert rows(job, "--by part")[0]["reasons"][0]["text"] == "recruiter"
    job("remove ana-pires --yes")
    job("edit bo-lind --status deceased")
    job("position add me --org Helix --title 'Head of Data'")

    assert rows(job) == []
    assert "2 fit, but no way to them is found" in job("opportunity match 1 --by now").err


def test_what_was_not_yet_so_does_not_count(job: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """--as-of leaves out positions that began later, and ways that were not there."""
    job("position add bo-lind --org Helix --title 'Head of Data' --from 2026-02")

    assert rows(job, "--as-of 2025-12 --by now") == []
    assert [row["person"]["handle"] for row in rows(job, "--by now --where bo")] == ["bo-lind"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("opportunity match 9", 3, "there is no opportunity 9"),
        ("opportunity match 1 --by luck", 2, "no kind luck  ->  --by takes now, once, title, had-title"),
        ("opportunity match 1 --sort luck", 2, "no order luck"),
        ("opportunity match 1 --where tagg:x", 2, "did you mean tag:"),
        ("opportunity match 2", 65, "tells nothing to go by  ->  netcli opportunity edit 2 --org ORG"),
    ],
)
def test_what_cannot_be_is_told(job: Netcli, line: str, code: int, said: str) -> None:
    """In one line."""
    job("opportunity add 'a la'")

    ran = job(line, code=code)

    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_nobody_fits_says_what_to_tell(job: Netcli) -> None:
    """Of the opportunity, and of people."""
    job("opportunity add Zoology")

    assert "netcli opportunity edit 2 --org ORG" in job("opportunity match 2").err


def test_words_of_a_title_are_those_that_tell_of_the_work() -> None:
    """Case, accents, articles and (m/f) tell nothing."""
    assert (
        title_words("Responsable de la Donnée (H/F)") == title_words("responsable donnee") == {"responsable", "donnee"}
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_best_are_those_of_looking_at_everybody(netcli: Netcli, seed: int) -> None:
    """Against intro-path for each: whatever is skipped could not have been listed; the order is told by the numbers."""
    r = random.Random(seed)
    names = [f"P{number} Q" for number in range(14)]
    for number, name in enumerate(names):
        level = f"--level {r.randint(1, 5)}" if number % 3 == 0 else "--to-meet"
        at = f"--org Helix --title '{r.choice(['Head of Data', 'Data clerk', 'Cook'])}'" if r.random() < 0.7 else ""
        netcli(f"add '{name}' {level} {at}")
    for _ in range(24):
        one, other = r.sample(names, 2)
        netcli(f"link '{one}' '{other}' --level {r.randint(1, 5)}")
    netcli("opportunity add 'Head of Data' --org Helix")
    everybody = rows(netcli, "--limit 99")

    for row in everybody:
        answer = netcli("intro-path", row["person"]["handle"], "-k", "1", "--json").json
        best = max(
            answer["direct"]["tie"] if answer["direct"] else 0.0,
            answer["paths"][0]["score"] if answer["paths"] else 0.0,
        )
        assert row["way"] == pytest.approx(best)
        assert row["fit"] == pytest.approx(1 - math.prod(1 - reason["worth"] for reason in row["reasons"]))
        assert row["score"] == pytest.approx(row["fit"] * row["way"])
    for limit in (1, 3, 5):
        assert rows(netcli, f"--limit {limit}") == everybody[:limit]
    keys = [(-round(row["score"], 9), -round(row["fit"], 9), row["person"]["id"]) for row in everybody]
    assert keys == sorted(keys)
    assert len(everybody) > 5


def test_both_tables_know_the_same_kinds() -> None:
    """Each worth is a share."""
    assert HELPS.keys() == FITS.keys()
    assert all(0 < worth < 1 for worth in (*HELPS.values(), *FITS.values()))
