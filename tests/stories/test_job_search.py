"""Four months of a job search among sixty people: asks, a recommendation, a saved search; every number by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conftest import Netcli


def level(strength: float, days: int) -> float:
    """Return what a stated or assumed level is worth after so many days: half of it fades."""
    return strength * (0.5 + 0.5 * (1 + days / 365) ** -0.5)


def rested(*ages: int) -> float:
    """Return phi after asks so many days ago."""
    return 1 / (1 + 0.5 * sum(2 ** (-age / 60) for age in ages))


def days(since: str, until: str) -> int:
    """Return the days from one day to another."""
    return (date.fromisoformat(until) - date.fromisoformat(since)).days


class Search:
    """The command line on a day that moves on."""

    def __init__(self, netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
        self.netcli, self._monkeypatch = netcli, monkeypatch

    def on(self, day: str, *lines: str) -> None:
        self.day = day
        self._monkeypatch.setenv("NETCLI_TODAY", day)
        for line in lines:
            self.netcli(line)

    def json(self, line: str, code: int | None = 0) -> Any:
        return self.netcli(f"{line} --json", code=code).json

    def today(self, kind: str) -> list[tuple[str, str]]:
        items = self.json(f"today --kind {kind}", code=None)["items"]
        return [(item["person"]["handle"] if item["person"] else "", item["text"]) for item in items]

    def way(self, to: str, options: str = "") -> tuple[str, float] | None:
        paths = self.json(f"intro-path {to} -k 1 --max-hops 2 {options}", code=None)["paths"]
        return (paths[0]["introducer"]["handle"], paths[0]["score"]) if paths else None

    def balance(self) -> dict[str, tuple[int, int, bool]]:
        return {row["handle"]: (row["given"], row["taken"], row["overdrawn"]) for row in self.json("balance")}


@pytest.fixture
def search(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> Search:
    """Sixty people on 5 January: 54 of a book; Priya, Bo and Ida well known; Dana, Eve and Fay to meet."""
    book = netcli.db.with_name("book.csv")
    book.write_text("Name,Email\n" + "".join(f"Person Number{n},p{n}@example.org\n" for n in range(54)))
    told = Search(netcli, monkeypatch)
    told.on(
        "2026-01-05",
        f"import {book}",
        "add 'Priya Nair <priya@example.org>' --level 4",
        "add 'Bo Lind' --level 4",
        "add 'Ida Holt' --level 3",
        "add 'Dana Okafor' --to-meet --org Helix --title 'Head of Data'",
        "add 'Eve Stone' --to-meet --org Helix",
        "add 'Fay Gold' --to-meet",
        "link priya-nair dana-okafor --level 4",
        "link priya-nair fay-gold --level 3",
        "link bo-lind eve-stone --level 4",
        "search save helix org:helix",
        "opportunity add 'Data Lead' --org Helix --skill sql --next 'ask Priya' --by 2026-01-12",
    )
    return told


def test_a_job_search_of_four_months(search: Search) -> None:
    """What is due, asked, answered, thanked for and owed is told on each day, and scores move by the book alone."""
    assert len(search.json("list")) == 60
    january(search)
    february(search)
    search.on("2026-02-20")
    scores_of_20_february(search)
    april(search)


def january(search: Search) -> None:
    """Play the first ask, from its ranking to the thanks, and the second."""
    # 12 January: the next step is due; who could help is named, and asked as ranked.
    search.on("2026-01-12")
    fresh = level(0.65, 7)
    assert search.today("opportunity") == [("", "Data Lead at Helix: next: ask Priya, 2026-01-12")]
    assert search.today("meet") == [
        ("dana-okafor", "ask Priya Nair (strong)"), ("eve-stone", "ask Bo Lind (strong)"), ("fay-gold", "ask Priya Nair (fair)"),
    ]  # fmt: skip
    assert search.way("dana-okafor") == ("priya-nair", pytest.approx(fresh * fresh * 0.6))
    matches = search.json("opportunity match 1")
    assert [m["person"]["handle"] for m in matches] == ["dana-okafor", "eve-stone"]
    # Dana: there (0.6), half of the words of the title (0.3 / 2)
    assert matches[0]["score"] == pytest.approx((1 - 0.4 * 0.85) * fresh * fresh * 0.6)
    search.on(
        "2026-01-12", "intro ask dana-okafor --pick 1 --for 1", "opportunity move 1 contacted --next 'hear of Dana'"
    )
    assert search.json("intro show 1")["introducer"]["handle"] == "priya-nair"

    # 13 January: Priya is left in peace: she bars the way to Dana and to Fay.
    search.on("2026-01-13")
    fresh = level(0.65, 8)
    assert search.way("fay-gold") is None
    asked = fresh * rested(1) * level(0.45, 8) * 0.6
    assert search.way("fay-gold", "--allow-busy") == ("priya-nair", pytest.approx(asked))
    assert search.today("introduction") == [
        ("priya-nair", "asked yesterday for an introduction to Dana Okafor (Data Lead)")
    ]
    assert search.today("meet") == [("eve-stone", "ask Bo Lind (strong)")]
    assert search.balance() == {}

    # 16 to 26 January: agreed, made, met; Bo is asked in between and stays silent.
    search.on("2026-01-16", "intro answer 1 agreed")
    search.on("2026-01-19", "intro answer 1 made")
    assert search.balance() == {"priya-nair": (0, 3, True)}
    search.on("2026-01-20", "intro ask eve-stone --via bo-lind --for 1")
    search.on("2026-01-26", "intro answer 1 met", "opportunity move 1 applied --next 'call Dana' --by 2026-02-16")
    assert search.today("thank") == [("priya-nair", "introduced you to Dana Okafor, today")]
    assert "Thank you for introducing me to Dana Okafor. We have met" in " ".join(
        search.netcli("intro draft 1").out.split()
    )
    search.on("2026-01-27", "log priya-nair 'thanked her, lunch' --channel meeting")
    search.on("2026-01-28")
    assert search.today("thank") == []


def february(search: Search) -> None:
    """Play what is given back, the recommendation, and the silence after the second ask."""
    # 2 to 10 February: something is given back; a recommendation is asked for and written.
    search.on("2026-02-02", "exchange add priya-nair 'proofread her talk' --given")
    search.on("2026-02-03", "recommendation ask ida-holt --for 'data work'")
    assert [r["state"] for r in search.json("recommendation list --asked")] == ["asked"]
    search.on("2026-02-10", "recommendation add ida-holt me --for 'data work' --text 'She gets it done.'")
    assert search.today("thank")[-1] == ("ida-holt", "recommended you for data work, today")
    assert search.balance() == {"priya-nair": (1, 3, False), "ida-holt": (0, 2, False)}

    # 10 and 11 February: three weeks of silence are not yet a failure, a day more is.
    pending, silent = (level(0.65, days("2026-01-05", day)) for day in ("2026-02-10", "2026-02-11"))
    assert search.way("eve-stone") == ("bo-lind", pytest.approx(pending * rested(21) * pending * 0.6))
    search.on("2026-02-11")
    refused = 2 ** (-22 / 730)
    assert search.way("eve-stone") == (
        "bo-lind", pytest.approx(silent * rested(22) * silent * 3 / (5 + refused)),
    )  # fmt: skip
    assert [(i["id"], i["silent"]) for i in search.json("intro list --state silent")] == [(2, True)]
    assert ("bo-lind", "asked 22 days ago for an introduction to Eve Stone, no answer (Data Lead)") in search.today(
        "introduction"
    )


def scores_of_20_february(search: Search) -> None:
    """Hold that having made one introduction, Priya is likelier to make another, and has rested somewhat."""
    kept = 2 ** (-39 / 730)
    lunch = (1 + 24) ** -0.5  # one meeting of two, 24 days ago; the level fades from that day on
    mine = 1 - (1 - level(0.65, 24)) * (1 - lunch / (lunch + 1))
    assert search.way("fay-gold") == (
        "priya-nair", pytest.approx(mine * rested(39) * level(0.45, 46) * (3 + kept) / (5 + kept)),
    )  # fmt: skip
    (path,) = search.json("intro-path fay-gold -k 1 --max-hops 2")["paths"]
    assert (path["hops"][0]["fatigue"], path["hops"][1]["willing"]) == (
        pytest.approx(rested(39)), pytest.approx((3 + kept) / (5 + kept)),
    )  # fmt: skip
    direct = search.json("intro-path dana-okafor")["direct"]
    assert direct["tie"] == pytest.approx(level(0.25, 25))  # introduced, and met 25 days ago
    assert [e["kind"] for e in direct["evidence"]] == ["met"]


def april(search: Search) -> None:
    """Play how two people of the book move, and the end."""
    # 1 April: two people of the book move to Helix; the saved search says who.
    search.on(
        "2026-04-01",
        "position add person-number3 --org Helix --title Buyer",
        "position add person-number7 --org Helix",
        "opportunity move 1 offer --next 'answer them' --by 2026-04-20",
    )
    (ran,) = search.json("search run --all")
    assert ({ref["handle"] for ref in ran["entered"]}, ran["left"]) == ({"person-number3", "person-number7"}, [])
    (ran,) = search.json("search run --all")
    assert (ran["entered"], ran["left"]) == ([], [])
    assert {"person-number3", "person-number7"} < {m["person"]["handle"] for m in search.json("opportunity match 1")}

    # 30 April: won; what is over is asked for no more, and all of it is still told.
    search.on("2026-04-30", "opportunity move 1 won", "intro answer 2 withdrawn")
    assert search.today("opportunity") == []
    assert search.today("introduction") == []
    assert "is won since 2026-04-30" in search.netcli("intro ask fay-gold --for 1", code=65).err
    told = search.json("opportunity show 1")
    assert [(s["stage"], s["on"]) for s in told["stages"]] == [
        ("lead", "2026-01-05"), ("contacted", "2026-01-12"), ("applied", "2026-01-26"), ("offer", "2026-04-01"),
        ("won", "2026-04-30"),
    ]  # fmt: skip
    assert [(i["introducer"]["handle"], i["state"]) for i in told["introductions"]] == [
        ("priya-nair", "met"), ("bo-lind", "withdrawn"),
    ]  # fmt: skip
    rows = {row["role"]: row for row in search.json("stats")["introductions"]}
    assert (rows["requester"]["asked"], rows["requester"]["made"], rows["requester"]["withdrawn"]) == (2, 1, 1)
    balance = {row["handle"]: row["balance"] for row in search.json("balance")}
    assert balance == {"priya-nair": -2, "ida-holt": -2}
    withdrawn = search.way("eve-stone")  # a withdrawn ask says nothing of Bo, but he was asked
    assert withdrawn is not None
    age = days("2026-01-05", "2026-04-30")
    assert withdrawn[1] == pytest.approx(level(0.65, age) ** 2 * rested(100) * 0.6)
