"""`network`: the napkin of test_circle.py typed in as people, and what counts as my network at all."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from netcli.storage import open_reader, open_writer
from tests.conftest import Netcli

# ada       eve
#  | \     / | \
#  |  cid-dan |  |    gus hangs on fay alone; I know all seven, hal is known to gus, ira to hal
#  | /     \ | /
# bo         fay-gus - hal - ira
PAIRS = ("ada bo cid", "bo cid", "cid dan", "dan eve fay", "eve fay", "fay gus")
MINE = ("ada", "bo", "cid", "dan", "eve", "fay", "gus")


@pytest.fixture
def napkin(netcli: Netcli) -> Netcli:
    """Return a runner on the napkin."""
    for name in MINE:
        netcli(f"add {name.title()} --org {'Helix' if name in 'dan eve fay' else 'Kestrel'}")
    netcli(f"link me {' '.join(MINE)} --level 3 --on 2026-01-01")
    for name in ("hal", "ira"):
        netcli(f"add {name.title()} --to-meet")
    for line in (*PAIRS, "gus hal", "hal ira"):
        netcli(f"link {line} --level 4 --on 2026-02-01")
    return netcli


def handles(people: list[dict[str, Any]]) -> list[str]:
    return [person["handle"] for person in people]


def test_the_napkin_is_told_whole(napkin: Netcli) -> None:
    """Clusters with their commonest place, brokers and bridges as test_circle works them out, degrees 7, 1 and 1."""
    answer = napkin("network --json").json

    assert (answer["contacts"], answer["ties"], answer["alone"]) == (7, 8, 0)
    assert [(c["name"], c["kind"], c["sharing"], c["size"], handles(c["people"])) for c in answer["clusters"]] == [
        ("Helix", "org", 3, 4, ["fay", "dan", "eve"]),
        ("Kestrel", "org", 3, 3, ["ada", "bo", "cid"]),
    ]
    assert [b["person"]["handle"] for b in answer["brokers"]] == ["dan", "fay", "cid", "eve", "ada", "bo"]
    assert answer["brokers"][0]["constraint"] == pytest.approx(181 / 324)
    assert [(b["person"]["handle"], b["behind"], handles(b["people"])) for b in answer["bridges"]] == [
        ("dan", 3, ["eve", "fay", "gus"]),
        ("cid", 2, ["ada", "bo"]),
        ("fay", 1, ["gus"]),
    ]
    assert answer["degrees"] == [{"degree": at, "people": n} for at, n in ((1, 7), (2, 1), (3, 1))]


def test_a_part_that_is_asked_for_comes_alone(napkin: Netcli) -> None:
    """What was not asked for is null; -k cuts the lists, the counts stay those of all."""
    answer = napkin("network --brokers --bridges -k 1 --json").json

    assert (answer["clusters"], answer["degrees"]) == (None, None)
    assert [len(answer[part]) for part in ("brokers", "bridges")] == [1, 1]
    assert (answer["broker_count"], answer["bridge_count"]) == (6, 3)
    assert napkin("network --degrees --json").json["contacts"] is None


def test_in_a_pipe_every_finding_is_a_record(napkin: Netcli) -> None:
    """One line each, by kind."""
    assert napkin("network --bridges --degrees").out.splitlines()[:4] == [
        "bridge\tdan\t3\teve,fay,gus", "bridge\tcid\t2\tada,bo", "bridge\tfay\t1\tgus", "degree\t1\t7",
    ]  # fmt: skip


@pytest.mark.parametrize("columns", [80, 120])
def test_the_page_is_short(
    napkin: Netcli, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None], columns: int
) -> None:
    """All four parts, nothing wider than the screen."""
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", str(columns))

    page = napkin("network").out

    assert max(map(len, page.splitlines())) <= columns
    golden(f"network-{columns}.txt", page)


def test_as_of_goes_back_to_what_was_known(napkin: Netcli) -> None:
    """Before the first of February nobody was known to know anybody; degrees have no other day than today."""
    answer = napkin("network --as-of 2026-01-15 --json", code=1).json

    assert (answer["contacts"], answer["ties"], answer["alone"], answer["degrees"]) == (7, 0, 7, None)
    assert napkin("network --as-of 2025-01-01 --json", code=1).json["contacts"] == 0
    assert "--as-of" in napkin("network --degrees --as-of 2026-01-15", code=2).err


def test_guesses_refusals_the_dead_and_the_removed_are_left_out(napkin: Netcli) -> None:
    """A tie denied is none, nor is one that is inferred from a common employer; hidden and dead people are not there."""
    napkin("position add ada --org Nova --from 2015 --to 2025 --team core")
    napkin("position add gus --org Nova --from 2015 --to 2025 --team core")
    napkin("link cid dan --no")
    napkin("remove bo")
    napkin("edit eve --set status=deceased")

    answer = napkin("network --json").json

    # ada-cid, dan-fay-gus
    assert (answer["contacts"], answer["ties"]) == (5, 3)
    assert [(b["person"]["handle"], b["behind"]) for b in answer["bridges"]] == [("fay", 1)]
    assert answer["degrees"][0]["people"] == 6


def test_people_whom_i_only_heard_of_are_not_mine(napkin: Netcli) -> None:
    """Hal, whom Gus knows, is in no cluster; that a tie leads to me is not enough, I must have said so."""
    assert "hal" not in str(napkin("network --json -k 99").json)


def test_a_cluster_is_named_by_what_most_of_it_share(netcli: Netcli) -> None:
    """Two in one city, two at one school: the name that comes first in the alphabet; one of a kind counts nothing."""
    for line in ("Ada --city Porto", "Bo --city porto", "Cid --city Lima"):
        netcli(f"add {line} --level 3")
    netcli("link ada bo cid --level 4")

    (cluster,) = netcli("network --clusters --json").json["clusters"]
    assert (cluster["name"], cluster["kind"], cluster["sharing"]) == ("Porto", "city", 2)

    netcli("position add bo --org Insead --kind study")
    netcli("position add cid --org insead --kind study")
    (cluster,) = netcli("network --clusters --json").json["clusters"]
    assert (cluster["name"], cluster["kind"], cluster["sharing"]) == ("Insead", "school", 2)

    netcli("group add aldeia ada bo cid")
    assert netcli("network --clusters --json").json["clusters"][0]["kind"] == "group"


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ((), "Nobody is tied to you yet"),
        (("add Ada --level 3",), "link PERSON OTHER"),
        (("add Ada --level 3", "add Bo --level 3", "link ada bo"), "None among your people"),
    ],
)
def test_an_empty_answer_says_how_to_go_on(netcli: Netcli, lines: tuple[str, ...], hint: str) -> None:
    """It ends with 1 and empty lists, and the hint is on stderr."""
    for line in lines:
        netcli(line)

    ran = netcli("network --bridges --json", code=1)

    assert ran.json["bridges"] == []
    assert hint in ran.err


@pytest.mark.parametrize("seed", range(5))
def test_degrees_are_those_of_a_search_in_breadth(netcli: Netcli, seed: int) -> None:
    """Counted ring by ring in plain Python, and by `degree:` of the query language; who was removed is no way on."""
    chance = random.Random(seed)
    known: defaultdict[int, set[int]] = defaultdict(set)
    with open_writer(netcli.db) as store, store.operation("fill", at="2026-03-02T00:00:00Z"):
        for number in range(2, 61):
            gone = "2026-01-01" if number % 9 == 0 else None
            store.insert("person", id=number, handle=f"p{number}", uid=f"u{number}", name=f"P{number}", removed_on=gone)
        for _ in range(55):
            a, b = sorted(chance.sample(range(1, 61), 2))
            if b not in known[a]:
                store.insert("tie", a=a, b=b)
                known[a].add(b)
                known[b].add(a)
    seen, ring, wanted = {1}, {1}, []
    for _ in range(3):
        ring = {other for person in ring for other in known[person] if other % 9} - seen
        seen |= ring
        wanted.append(len(ring))

    counted = [
        degree["people"] for degree in netcli("network --degrees --json", code=int(not wanted[0])).json["degrees"]
    ]

    assert counted == wanted
    assert counted == [len(netcli(f"list --all degree:{at} --json").json) for at in (1, 2, 3)]


def test_a_ring_too_wide_is_not_gone_beyond(napkin: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a degree holds more people than may be expanded, the next ones are null and said to be too many."""
    monkeypatch.setattr("netcli.domain.degree.MOST_EXPANDED", 6)
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    assert [d["people"] for d in napkin("network --degrees --json").json["degrees"]] == [7, None, None]
    assert "2: too many to count" in napkin("network --degrees").out


def test_the_ties_of_many_are_read_in_few_statements(napkin: Netcli) -> None:
    """Half a dozen queries for thousands of pairs, however many there are."""
    from datetime import date

    from netcli.domain.network import NetworkQuestion, network_of

    with open_reader(napkin.db) as store:
        statements: list[str] = []
        store._connection.set_trace_callback(statements.append)
        network_of(store, NetworkQuestion(date(2026, 3, 2), ("brokers",)))

    assert len(statements) < 20
