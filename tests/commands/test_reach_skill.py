"""reach --skill: whoever is recommended for it first, with who vouches for him and why that counts."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from netcli.domain.vouching import vouched_for
from netcli.storage import open_reader
from tests.conftest import Netcli


@pytest.fixture
def people(netcli: Netcli) -> Netcli:
    """Return a runner on a small network.

    me -5- Ana -4- Fay, who has the skill; me -3- Bo -2- Gus, whom Hal recommends: they overlapped at Helix for years;
    Ida is recommended too, and nobody knows her.
    """
    for line in ("'Ana Pires' --level 5", "'Bo Lind' --level 3"):
        netcli(f"add {line}")
    for name in ("Fay Ito", "Gus Old", "Hal Roe", "Ida Lux"):
        netcli("add", name, "--to-meet")
    netcli("link ana-pires fay-ito --level 4")
    netcli("link bo-lind gus-old --level 2")
    netcli("skill fay-ito Accounting")
    for name in ("gus-old", "hal-roe"):
        netcli(f"position add {name} --org Helix --from 2018-01 --to 2024-01")
    netcli("org edit helix --headcount 20")
    netcli("recommendation add hal-roe gus-old --for accounting --on 2025")
    netcli("recommendation add fay-ito gus-old --text 'Did my accounting.' --role client --on 2025-02")
    netcli("recommendation add hal-roe ida-lux --for 'tax, accounting' --on 2025-06")
    netcli("recommendation ask hal-roe fay-ito --for accounting")
    return netcli


def reach(netcli: Netcli, options: str = "", code: int = 0) -> Any:
    """Return the answer for accounting as JSON."""
    return netcli(f"reach --skill accounting {options} --json", code=code).json


def test_recommended_people_come_first(people: Netcli) -> None:
    """The way to Gus is listed before the better one to Fay, whom nobody recommends; its score is what it was."""
    answer = reach(people)

    assert [(p["rank"], p["insider"]["handle"], p["introducer"]["handle"]) for p in answer["paths"]] == [
        (1, "gus-old", "bo-lind"), (2, "fay-ito", "ana-pires"),
    ]  # fmt: skip
    scores = [path["score"] for path in answer["paths"]]
    assert scores[0] < scores[1]
    assert answer["any_succeeds"] == pytest.approx(1 - math.prod(1 - score for score in scores))
    assert answer["to"]["name"] == "skill:accounting"
    plain = people("reach --where skill:accounting --json").json
    assert plain["paths"][0]["score"] == scores[1]
    assert plain["recommended"] == []


def test_each_recommendation_tells_why_it_counts(people: Netcli) -> None:
    """An author who is tied to the one recommended before one who is not; whoever has no way is told as well."""
    told = [
        (v["person"]["handle"], [(b["author"]["handle"], b["why"]) for b in v["by"]])
        for v in reach(people)["recommended"]
    ]

    assert told == [
        ("gus-old", [("fay-ito", "client"), ("hal-roe", "both at Helix 2018-01 to 2024-01 (73 months, 20 staff)")]),
        ("ida-lux", [("hal-roe", None)]),
    ]  # fmt: skip


def test_the_page_names_who_vouches(people: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the way to each, in a few words; at 80 columns nothing is cut."""
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", "80")

    page = people("reach --skill accounting").out

    assert max(map(len, page.splitlines())) <= 80
    words = " ".join(page.split())
    assert "recommended by Fay Ito (client), Hal Roe (both at Helix 2018-01 to 2024-01 (73 months, 20 staff))" in words
    assert "Also Ida Lux, recommended by Hal Roe (nothing on file ties the two)" in words
    assert page.index("to Gus Old") < page.index("to Fay Ito")


def test_only_so_many_ways_are_listed(people: Netcli) -> None:
    """Recommended ones keep their place under -k; the others are counted."""
    answer = reach(people, "-k 1")

    assert [path["insider"]["handle"] for path in answer["paths"]] == ["gus-old"]
    assert answer["hidden"] == 1
    assert [p["insider"]["handle"] for p in reach(people, "--all")["paths"]] == ["gus-old", "fay-ito"]


def test_somebody_recommended_whom_i_know_is_asked_directly(people: Netcli) -> None:
    """Before somebody I know better who only has the skill."""
    people("skill ana-pires accounting")
    people("recommendation add ana-pires bo-lind --for accounting")

    direct = reach(people)["direct"]

    assert (direct["insider"]["handle"], direct["more"]) == ("bo-lind", 1)


def test_a_recommendation_counts_from_its_day(people: Netcli) -> None:
    """A year counts from its first day; removed authors vouch for nobody, and nobody for the dead."""

    def authors(day: date) -> list[list[str]]:
        with open_reader(people.db) as store:
            return [[vouch.author.handle for vouch in one.by] for one in vouched_for(store, "accounting", day)]

    assert authors(date(2024, 12, 31)) == []
    assert authors(date(2025, 1, 1)) == [["hal-roe"]]
    assert authors(date(2025, 2, 1)) == [["fay-ito", "hal-roe"]]
    assert authors(date(2025, 6, 1)) == [["fay-ito", "hal-roe"], ["hal-roe"]]
    people("edit hal-roe --set status=deceased")
    assert authors(date(2026, 1, 1)) == [["fay-ito", "hal-roe"], ["hal-roe"]]
    people("remove hal-roe")
    assert authors(date(2026, 1, 1)) == [["fay-ito"]]
    people("edit gus-old --set status=deceased")
    assert authors(date(2026, 1, 1)) == []


def test_endorsements_count_after_words(people: Netcli) -> None:
    """Whoever is only endorsed is recommended too, and told so."""
    from tests.commands.test_person import with_store

    with_store(
        people,
        "INSERT INTO endorsement (skill_id, by_id, on_date) SELECT skill.id, person.id, '2024' FROM skill, person"
        " WHERE skill.key = 'accounting' AND handle = 'ana-pires'",
    )
    by = {v["person"]["handle"]: v["by"] for v in reach(people)["recommended"]}

    assert [(v["kind"], v["author"]["handle"], v["for_what"]) for v in by["fay-ito"]] == [
        ("endorsement", "ana-pires", "Accounting")
    ]
    assert "4/5, you said so" in by["fay-ito"][0]["why"]


def test_a_skill_with_signs_is_that_skill_alone(netcli: Netcli) -> None:
    """C++ is neither C# nor in the word "accounting": in a query, in recommendations and in ways to people."""
    for name, skill in (("Ana Pires", "C++"), ("Bo Lind", "accounting"), ("Cy Roe", "C#")):
        netcli("add", name, "--level", "3")
        netcli("skill", name, skill)
    netcli("recommendation add ana-pires bo-lind --for scheduling")
    netcli("recommendation add bo-lind ana-pires --for 'C++ and Rust'")

    assert netcli("list skill:c++ --format ids").out.split() == ["2"]
    assert netcli("list skill:C# --format ids").out.split() == ["4"]
    assert netcli("list skill:account --format ids").out.split() == ["3"]
    assert netcli("list recommended:c++ --format ids").out.split() == ["2"]
    with open_reader(netcli.db) as store:
        assert [one.person.handle for one in vouched_for(store, "c++", date(2026, 3, 2))] == ["ana-pires"]


def test_two_who_recommend_each_other_each_have_a_reason_of_their_own(netcli: Netcli) -> None:
    """How well the author says that he knows the other, not the other way round."""
    netcli("add 'Ana Pires' --level 3")
    netcli("add 'Bo Lind' --level 3")
    for author, other, level in (("ana-pires", "bo-lind", 5), ("bo-lind", "ana-pires", 1)):
        netcli(f"link {author} {other} --level {level} --one-way")
        netcli(f"recommendation add {author} {other} --for tax")

    with open_reader(netcli.db) as store:
        told = {one.person.handle: one.by[0].why for one in vouched_for(store, "tax", date(2026, 3, 2))}

    assert told == {"bo-lind": "5/5, you said so 2026-03-02", "ana-pires": "1/5, you said so 2026-03-02"}


def test_each_option_narrows_by_itself(people: Netcli) -> None:
    """An `or` in one query takes in nobody whom another option leaves out, and a name of several words is one name."""
    people("tag gus-old board")
    people("skill gus-old sql")
    people("group add 'Board of Helix' gus-old")
    people("tag fay-ito 'board x'")

    def to(*options: str, code: int = 0) -> list[str]:
        return [p["insider"]["handle"] for p in people("reach", *options, "--json", code=code).json["paths"]]

    assert to("--where", "tag:nothing or tag:board", "--skill", "sql") == ["gus-old"]
    assert to("--where", "tag:nothing or tag:board", "--where", "skill:accounting or gus") == ["gus-old"]
    assert to("--members", "Board of Helix") == ["gus-old"]
    assert to("--tag", "board x") == ["fay-ito"]
    told = people("reach", "--members", "no such", "--where", "a or b", code=3).err
    assert "netcli list --all 'group:\"no such\" (a or b)'" in told
