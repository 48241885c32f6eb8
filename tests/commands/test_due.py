"""Who is due: clocks, the seven of the day, and what stops them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Netcli

TODAY = "2026-03-02"
NAMES = (
    "Ana Pires",
    "Bo Lind",
    "Cy Marsh",
    "Dee Ode",
    "Eli Fox",
    "Flo Gray",
    "Gus Hart",
    "Hal Ives",
    "Ida Jones",
    "Jo King",
)


@pytest.fixture
def book(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> Netcli:
    """Ten people of whom nothing is stated, on 2 March 2026."""
    on_day(monkeypatch, TODAY)
    for name in NAMES:
        netcli(f"add '{name}'")
    return netcli


@pytest.fixture
def ten(book: Netcli) -> Netcli:
    """The same, all stated as good contacts years ago: all are due."""
    book(f"link me {' '.join(map(handle, NAMES))} --level 4 --on 2020-01-01")
    return book


def on_day(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Let it be a day."""
    monkeypatch.setenv("NETCLI_TODAY", day)


def handle(name: str) -> str:
    """Return the handle of a name."""
    return name.lower().replace(" ", "-")


def due(netcli: Netcli, *words: str) -> list[dict[str, Any]]:
    """Return what is due as JSON."""
    return netcli("due", *words, "--json", code=0).json


def people(found: Sequence[dict[str, Any]]) -> list[str]:
    """Return the handles of those who are due."""
    return [one["person"]["handle"] for one in found]


def test_nothing_typed_makes_nobody_due(netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 connections imported and nothing else: nobody is due; why, and what to type, is said; exit 1."""
    on_day(monkeypatch, TODAY)
    rows = (f"Given{n},Name{n},https://www.linkedin.com/in/p{n},,Helix,Engineer,05 Nov 2011" for n in range(500))
    file = tmp_path / "Connections.csv"
    file.write_text("\n".join(("First Name,Last Name,URL,Email Address,Company,Position,Connected On", *rows, "")))
    netcli("import", str(file))

    for command in ("due", "today"):
        told = netcli(command, code=1)
        assert told.out == ""
        assert "no cadence is set" in told.err
        assert "netcli review" in told.err
        assert "netcli cadence set" in told.err


def test_seven_are_due_a_day_and_stay_the_same_all_day(ten: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom I deal with goes, by whichever command, and no eighth comes; the others wait for the next day."""
    morning = people(due(ten))
    assert len(morning) == 7
    assert "3 more are due" in ten("due").err

    ten(f"done {morning[0]}")
    ten(f"log {morning[1]} 'called' --on yesterday")
    ten(f"snooze {morning[2]} --until +3d")
    ten(f"link me {morning[3]} --level 4 --on 2021-01-01")  # says nothing of a contact
    assert people(due(ten)) == morning[3:]

    ten(f"snooze {morning[2]} --until +9d")
    ten(f"done {morning[2]}")  # ends the snooze, but not before tomorrow
    assert people(due(ten)) == morning[3:]

    on_day(monkeypatch, "2026-03-03")
    assert set(people(due(ten))) == {*morning[3:], *(set(map(handle, NAMES)) - set(morning))}


def test_an_old_contact_logged_today_leaves_him_due(ten: Netcli) -> None:
    """What happened a year ago restarts no clock of 90 days."""
    ten("log ana-pires 'lunch' --on 2025-01-10")

    found = {one["person"]["handle"]: one for one in due(ten, "--all")}

    assert len(found) == 10
    assert found["ana-pires"]["last"] == "2025-01-10"


def test_a_level_starts_a_clock_only_if_it_was_stated(book: Netcli) -> None:
    """30, 90 and 180 days for 5, 4 and 3, from the day it was stated; 2 and 1 never."""
    for name, level in zip(NAMES[:5], (5, 4, 3, 2, 1), strict=True):
        book(f"link me {handle(name)} --level {level} --on 2026-01-01")

    found = due(book, "--days", "200")

    assert [(one["person"]["handle"], one["on"]) for one in found] == [
        ("ana-pires", "2026-01-31"), ("bo-lind", "2026-04-01"), ("cy-marsh", "2026-06-30"),
    ]  # fmt: skip
    assert people(due(book)) == ["ana-pires"]
    assert [one["days"] for one in found] == [30, -30, -120]


def test_the_configuration_sets_the_span_of_a_level(
    book: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By number or word; none stops it; and list tells them."""
    config = tmp_path / "config.toml"
    monkeypatch.setenv("NETCLI_CONFIG", str(config))
    book("link me ana-pires --level 5 --on 2026-02-20")
    book("link me bo-lind --level 2 --on 2026-01-01")
    book("due", code=1)

    book("config set cadence.close 1w")
    book("config set cadence.2 1m")
    assert sorted(people(due(book))) == ["ana-pires", "bo-lind"]
    assert "level 5 every 1w" in book("cadence list").err

    book("config set cadence.5 none")
    book("config unset cadence.close")
    assert people(due(book)) == ["bo-lind"]


def test_what_is_set_for_somebody_beats_tag_and_group_and_these_beat_the_level(book: Netcli) -> None:
    """Of tags and groups the shortest span counts."""
    book("link me ana-pires --level 5 --on 2026-03-01")
    book("tag ana-pires bo-lind friends")
    book("group add board ana-pires")
    span = {}
    for words in ("tag:friends 6m", "group:board '2 months'", "ana-pires 10d", "ana-pires none"):
        book(f"cadence set {words}")
        span[words] = {one["person"]["handle"]: one["every"] for one in due(book, "--days", "300")}

    assert list(span.values()) == [
        {"ana-pires": "6m", "bo-lind": "6m"}, {"ana-pires": "2m", "bo-lind": "6m"}, {"ana-pires": "10d", "bo-lind": "6m"},
        {"bo-lind": "6m"},
    ]  # fmt: skip

    book("cadence set ana-pires default")
    assert {one["every"] for one in due(book, "--days", "300")} == {"2m", "6m"}


def test_a_cadence_is_set_paused_listed_and_undone(book: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paused until a day it runs again from then; paused without a day, until it is set anew."""
    book("cadence set ana-pires monthly --at-most 'every 3 months' --on 2025-06-01")
    assert due(book)[0]["late"] is True

    book("cadence pause ana-pires --until 2026-04-01")
    book("due", code=1)
    assert book("cadence list --json").json == [
        {"kind": "person", "name": "ana-pires", "every": "1m", "at_most": "3m", "set_on": "2025-06-01", "paused": True,
         "until": "2026-04-01", "people": 1},
    ]  # fmt: skip
    on_day(monkeypatch, "2026-04-01")
    assert people(due(book)) == ["ana-pires"]
    on_day(monkeypatch, TODAY)

    book("cadence pause ana-pires")
    on_day(monkeypatch, "2030-01-01")
    book("due", code=1)
    book("undo")
    book("undo")
    assert people(due(book)) == ["ana-pires"]


def test_somebody_of_a_level_may_be_paused(ten: Netcli) -> None:
    """He is given a cadence of his own, the one he had."""
    ten("cadence pause ana-pires")

    assert "ana-pires" not in people(due(ten, "--all"))
    assert ten("cadence list --kind person --json").json[0]["every"] == "90d"


def test_a_span_beyond_the_calendar_is_never_over(ten: Netcli) -> None:
    """Whoever is wanted every 8,500 years is never due, and bars nobody else."""
    ten("cadence set ana-pires 8500y --at-most 9999y")

    assert "ana-pires" not in people(due(ten, "--all"))
    assert "bo-lind" in people(due(ten, "--days", "30"))
    assert "bo-lind" in ten("today").out
    ten("export ics")


def test_the_cadence_of_a_tag_that_nobody_bears_any_more_is_reset(book: Netcli) -> None:
    """What is listed can be paused and taken away."""
    book("tag ana-pires board")
    book("cadence set tag:board 3m")
    book("tag ana-pires --off board")

    book("cadence pause tag:board")
    book("cadence set tag:board default")
    assert book("cadence list --json").json == []


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("cadence set ana-pires 3", 65, "not a span of time"),
        (
            "cadence set ana-pires 3m --at-most 2w",
            2,
            "--at-most 2w is shorter than 3m  ->  netcli cadence set ana-pires",
        ),
        ("cadence set tag:nosuch 3m", 2, "nobody is tagged nosuch"),
        ("cadence set group:nosuch 3m", 3, "no group is called"),
        ("cadence set ana-pires default", 65, "no cadence is set for Ana Pires"),
        ("cadence pause bo-lind", 65, "no cadence is set for Bo Lind"),
        ("cadence pause ana-pires --until 2020", 2, "is not to come"),
        ("snooze ana-pires --until yesterday", 2, "is not to come"),
        ("done me", 65, "you are always in contact with yourself"),
        ("due --sort luck", 2, "no order luck"),
        ("today --kind luck", 2, "no kind luck"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(book: Netcli, line: str, code: int, said: str) -> None:
    """The cause, and what to type next."""
    error = book(line, code=code).err

    assert said in error.splitlines()[-1]
    assert "  ->  " in error


def test_who_is_archived_deceased_or_removed_is_never_due(ten: Netcli) -> None:
    """Nor is somebody known only through others."""
    ten("edit ana-pires --status archived")
    ten("edit bo-lind --status deceased")
    ten("remove cy-marsh")
    ten("link dee-ode 'Kim Bell' --level 5 --on 2020 --add")

    assert len(due(ten, "--all")) == 7
    assert {"ana-pires", "bo-lind", "cy-marsh", "kim-bell"}.isdisjoint(people(due(ten, "--all")))


def test_the_score_is_the_tie_times_how_overdue(book: Netcli) -> None:
    """90 days after a contact a span of 30 days is three times over; beyond five times nothing more is added."""
    for name, on, last in (("ana-pires", "2026-03-01", "2025-12-02"), ("bo-lind", "2026-03-01", "2024-01-01")):
        book(f"link me {name} --level 4 --on {on}")
        book(f"cadence set {name} 30d")
        book(f"log {name} lunch --on {last}")
    tie = {name: book(f"show {name} --json").json["tie"]["tie"] for name in ("ana-pires", "bo-lind")}

    found = {one["person"]["handle"]: one["score"] for one in due(book)}

    assert found == {"ana-pires": pytest.approx(3 * tie["ana-pires"]), "bo-lind": pytest.approx(5 * tie["bo-lind"])}


def test_who_alone_leads_to_others_comes_first(ten: Netcli) -> None:
    """A bridge goes before higher scores; whom two of mine know makes neither a bridge."""
    ten("link jo-king 'Kim Bell' --level 3 --add")
    ten("link hal-ives ida-jones 'Lou Mann' --level 3 --add")
    ten("link ida-jones 'Lou Mann' --level 3")

    found = due(ten)

    assert found[0]["person"]["handle"] == "jo-king"
    assert [one["leads_to"] for one in found] == [1, 0, 0, 0, 0, 0, 0]
    assert "alone of your contacts knows 1" in page(ten, "due --why")


def page(netcli: Netcli, line: str) -> str:
    """Return an answer as it looks in a terminal of 80 columns, as one line."""
    import os

    os.environ["NETCLI_FORCE_TTY"] = "1"
    try:
        return " ".join(netcli(line).out.split())
    finally:
        del os.environ["NETCLI_FORCE_TTY"]


def test_a_query_asks_for_all_of_some(ten: Netcli) -> None:
    """Whoever asks for some people is told all of them who are due, not those of the day."""
    ten("tag ana-pires bo-lind board")

    assert sorted(people(due(ten, "tag:board"))) == ["ana-pires", "bo-lind"]
    assert people(due(ten, "--all", "--sort", "name")) == sorted(map(handle, NAMES))
    assert len(due(ten, "--all", "--limit", "2")) == 2


def test_done_logs_wakes_and_names_what_stays_open(ten: Netcli) -> None:
    """One contact with each, through a channel that is guessed from the words; a reminder is another matter."""
    ten("remind add ana-pires 'send the slides'")
    told = ten("done ana-pires bo-lind --text 'called about the fair'")

    assert "Still open: send the slides (netcli remind done 1)" in told.err
    rows = ten("contacts --json").json
    assert [(row["channel"], len(row["people"])) for row in rows] == [("call", 1), ("call", 1)]
    ten("undo")
    assert ten("contacts --json").json == []


def test_due_writes_nothing(ten: Netcli) -> None:
    """It can be asked as often as cron likes."""
    before = ten.db.read_bytes()
    due(ten)
    ten("today")

    assert ten.db.read_bytes() == before


def test_a_notice_is_escaped(ten: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """notify-send is given the words as one argument, its markup disarmed; without it the answer still comes."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "no notice was shown" in ten("due --notify").err

    tool = tmp_path / "notify-send"
    tool.write_text('#!/bin/sh\nprintf "%s|" "$@" > "${0%/*}/said"\n')
    tool.chmod(0o755)
    ten("remind add '<b>R&D</b>'")
    ten("due --notify")

    said = (tmp_path / "said").read_text()
    assert said.startswith("-a|netcli|--|netcli|")
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in said
