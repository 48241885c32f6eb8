"""The network in numbers as pages, at 80 and 120 columns; bars and sparklines by what they promise."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.results_network import Degree
from netcli.results_stats import ChannelMonth, GrowthMonth, Place, Stats, Tended
from netcli.storage import open_writer
from netcli.views import as_text
from netcli.views._bars import ASCII, BLOCKS, Bar, chart, sparkline
from tests.conftest import Netcli, Page, spawn

MANY = settings(max_examples=200, deadline=None)
COUNT = st.integers(0, 10**6)
ROOM = st.integers(2, 60)
PAGES = {
    "stats": "stats",
    "stats-channels": "stats --channels --months 6",
    "stats-years": "stats --since 2022",
    "stats-as-of": "stats --as-of 2025-12-31 --months 3",
}


def fill(netcli: Netcli) -> None:
    """Type in a network with something of everything, twelve circles among it."""
    with open_writer(netcli.db) as store, store.operation("fill", at="2026-03-02T00:00:00Z"):
        for at in range(40):
            number = store.insert("person", handle=f"p{at}", uid=f"u{at}", name=f"P{at}", met_on=f"{2022 + at % 5}-02")
            org = "Association Passerelle pour la Formation Continue" if at % 3 == 0 else f"Org {at % 4}"
            org_id = store.value("SELECT id FROM org WHERE name = ?", (org,)) or store.insert(
                "org", name=org, key=org.lower()
            )
            store.insert("position", person_id=number, org_id=org_id, is_current=1)
            store.insert("contact_point", person_id=number, kind="address", value="x", key=f"k{at}",
                         parts=json.dumps({"city": ("Łódź", "Lyon", "Porto")[at % 3]}))  # fmt: skip
            tie = store.insert("tie", a=1, b=number)
            store.insert("tie_evidence", tie_id=tie, kind="book", on_date="2026-03-01")
            for word in range(12):
                if at % 12 >= word:
                    store.insert("tag", person_id=number, word=f"circle-{word:02}")
            for day in range(at % 9):
                channel = ("meeting", "call", "video", "mail", "message", "event")[(at + day) % 6]
                on = f"{2026 - (at + day) // 20}-{1 + (at * day) % 2:02}-{1 + at % 28:02}"
                store.insert("contact_day", from_id=1, to_id=number, on_date=on, channel=channel, count=1)
    netcli("group add 'Comité de pilotage de Passerelle' p3 p4 p5 p6 --since 2024")
    netcli("intro ask p1 --via p2 --on 2025-06")
    netcli("intro answer p1 met --on 2025-07")
    netcli("intro make p3 p4 --on 2025-08")
    netcli("intro ask p7 --via p8 --on 2026-02-28")


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_numbers_looks_as_it_did(netcli: Netcli, page: Page, name: str, columns: int) -> None:
    """Nothing is wider than the screen; page and conversation are held to a golden file."""
    fill(netcli)

    page(netcli, name, PAGES[name], columns)


def test_nobody_makes_an_empty_page(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without people there is nothing to draw; what to type stands on stderr."""
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    ran = netcli("stats")

    assert (ran.out, ran.err.count("\n")) == ("", 1)


def test_three_people_make_a_short_page(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Months before anybody was known are left out, parts without anything say so or are left out."""
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("Ana", "Bo", "Cid"):
        netcli(f"add {name} --level 3 --city Lyon")

    page = netcli("stats").out

    assert page == (
        "Your network on 2026-03-02  3 people of yours; 4 on file\n"
        f"  1st degree  3  {'█' * 40}\n"
        "  2nd         0\n"
        "  3rd         0\n"
        "\n"
        "By month  new people, and contacts: in person ██, remote ░░\n"
        f"         NEW{' ' * 42}TOTAL  IN PERSON  REMOTE\n"
        f"2026-03    3  {'█' * 38}      3          0       0\n"
        "\n"
        "Contacts  none since 2025-04\n"
        "\n"
        "Circles  no tag and no group has three people of yours\n"
        "\n"
        "Cities  with the most people of yours\n"
        f"  Lyon  3  {'█' * 40}\n"
    )


def test_ten_thousand_people_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large numbers and long hostile names keep the page within its width, at 80, 120 and on a narrow screen."""
    months = [f"2026-{month:02}" for month in range(1, 13)]
    told = Stats(
        "2026-12-31", "2026-01", 10_000, 7, 1_000_000,
        tuple(Degree(at, people) for at, people in enumerate((1, 10_000, 987_654, None))),
        tuple(GrowthMonth(month, 1_234, 9_999) for month in months),
        tuple(ChannelMonth(month, 12_345, 65_432, 12_000, 345, 5_432, 0, 50_000, 10_000) for month in months),
        tuple(Tended("tag", f"{at}-\x1b[31m" + "w" * 60, 9_000, 17, 17 / 9_000, None, 5_000, 6) for at in range(30)),
        places=(Place("org", "界" * 50, 8_000), Place("org", "[bold]x", 1)),
    )  # fmt: skip

    for width in (80, 120):
        page = as_text(told, width=width, colour=False)

        assert max(map(len, page.splitlines())) <= width
        assert "\x1b" not in page
        assert "too many to count" in page
        assert "20 between" in page
        assert "[bold]x" in page


def test_a_terminal_without_blocks_gets_ascii(netcli: Netcli) -> None:
    """Where the encoding of stdout has no blocks, all is drawn in ASCII, line by line the same."""
    fill(netcli)
    pages = [
        spawn(
            "stats", db=netcli.db, env={"NETCLI_FORCE_TTY": "1", "COLUMNS": "80", "PYTHONIOENCODING": encoding}
        ).stdout
        for encoding in ("utf-8", "ascii")
    ]

    as_ascii = str.maketrans(
        BLOCKS.full + BLOCKS.light + BLOCKS.steps[:-1], ASCII.full + ASCII.light + ASCII.steps[:-1]
    )
    assert pages[0].translate(as_ascii).encode("ascii", "backslashreplace").decode() == pages[1]
    assert BLOCKS.steps[-1] in pages[0]


@pytest.mark.parametrize(
    ("encoding", "blocks"), [("utf-8", True), ("ascii", False), ("iso8859-1", False), (None, False)]
)
def test_ink_goes_by_the_encoding_of_stdout(
    monkeypatch: pytest.MonkeyPatch, encoding: str | None, blocks: bool
) -> None:
    """Blocks only where they can be written."""
    from netcli.views._bars import ink

    class Stdout:
        pass

    stdout = Stdout()
    stdout.encoding = encoding
    monkeypatch.setattr(sys, "stdout", stdout)

    assert ink() is (BLOCKS if blocks else ASCII)


@MANY
@given(COUNT, COUNT, COUNT, ROOM)
def test_a_bar_fits_and_shows_every_part(full: int, light: int, more: int, room: int) -> None:
    """Never longer than its room; a part is seen just if it is not 0, and the first one stands first."""
    drawn = Bar(full + light + more, full, light).drawn(room, BLOCKS)

    assert len(drawn) <= room
    assert (BLOCKS.full in drawn, BLOCKS.light in drawn) == (full > 0, light > 0)
    assert drawn == "".join(sorted(drawn, key=(BLOCKS.full + BLOCKS.light).index))
    if more == 0 and full + light:
        assert len(drawn) == room


@MANY
@given(COUNT, COUNT, ROOM)
def test_a_larger_number_has_no_shorter_bar(one: int, other: int, room: int) -> None:
    """Lengths stand in the order of the numbers."""
    low, high = sorted((one, other))

    assert len(Bar(high, low).drawn(room, BLOCKS)) <= len(Bar(high, high).drawn(room, BLOCKS))


@MANY
@given(st.lists(COUNT, max_size=40), st.sampled_from([BLOCKS, ASCII]))
def test_a_sparkline_rises_and_falls_with_its_numbers(values: list[int], ink: object) -> None:
    """A character a value, in the order of the values; the largest is at the top, and only 0 is nothing."""
    drawn = sparkline(values, ink)
    steps = ink.none + ink.steps
    heights = [steps.index(mark) for mark in drawn]

    assert len(drawn) == len(values)
    assert [height == 0 for height in heights] == [value == 0 for value in values]
    assert all(
        heights[a] <= heights[b] for a in range(len(values)) for b in range(len(values)) if values[a] <= values[b]
    )
    assert not any(values) or max(heights) == len(ink.steps)


def test_a_sparkline_on_a_napkin() -> None:
    """Of 8 at most, 1 is the lowest step and 8 the highest."""
    assert sparkline([0, 1, 4, 5, 8], BLOCKS) == ".▁▄▅█"
    assert sparkline([], BLOCKS) == ""


def test_a_chart_sets_numbers_to_the_right() -> None:
    """Under their heading; a bar takes what room there is, up to forty."""
    rows = [("a", 1_000, Bar(4, 4)), ("bb", 5, Bar(4, 1))]

    assert as_lines(chart(("", "N", ""), rows, 20)) == ["        N", "a   1,000  █████████", "bb      5  ██"]


def as_lines(part: object) -> list[str]:
    """Return a part of a page as lines."""
    import io

    from rich.console import Console

    sheet = io.StringIO()
    Console(file=sheet, width=80).print(part)
    return [line.rstrip() for line in sheet.getvalue().splitlines()]
