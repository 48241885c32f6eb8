"""What comes of an ask changes the scores exactly as docs/scores.md says: told by the command line, worked out by hand.

Priya is asked for Dana on 1 January 2026 and the way to Fay through her is looked at on a later day: q is how willing
she is, phi how rested. Of 60 days 2^(-60/730) = 0.944621 and 2^(-60/60) = 0.5, so phi = 1 / 1.25 = 0.8.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Netcli

DAY = "2026-03-02"  # sixty days later


@pytest.fixture
def priya(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> Netcli:
    """Return a runner on a file in which Priya knows Dana and Fay, and me."""
    monkeypatch.setenv("NETCLI_TODAY", "2026-01-01")
    netcli("add 'Priya Nair' --level 4")
    for name in ("Dana Okafor", "Fay Gold"):
        netcli(f"add '{name}' --to-meet")
        netcli(f"link priya-nair '{name}' --level 4")
    return netcli


def way(netcli: Netcli, to: str, day: str) -> Any:
    """Return the answer of intro-path with what was known on a day."""
    return netcli(f"intro-path {to} --as-of {day} --max-hops 2 --json", code=None).json


@pytest.mark.parametrize(
    ("answers", "day", "willing", "rested"),
    [
        ((), DAY, (3 + 0) / (5 + 0.944621), 0.8),  # silent for more than three weeks: failed
        ((), "2026-01-22", 0.6, 0.718240),  # 21 days: 2^(-21/60) = 0.784584, not yet failed
        ((), "2026-01-23", 3 / (5 + 0.979325), 0.720572),  # 22 days: 2^(-22/730), 2^(-22/60) = 0.775572
        (("agreed",), DAY, 0.6, 0.8),
        (("agreed", "opted-in"), DAY, 0.6, 0.8),
        (("made",), DAY, (3 + 0.944621) / (5 + 0.944621), 0.8),
        (("agreed", "made", "met"), DAY, (3 + 0.944621) / (5 + 0.944621), 0.8),
        (("declined",), DAY, 3 / (5 + 0.944621), 0.8),
        (("declined --by target",), DAY, 0.6, 0.8),
        (("withdrawn",), DAY, 0.6, 0.8),
    ],
)
def test_what_came_of_an_ask_changes_two_factors(
    priya: Netcli, answers: tuple[str, ...], day: str, willing: float, rested: float
) -> None:
    """How willing, by what came of it; how rested, by the day alone; and the score is the product of all."""
    before = way(priya, "fay-gold", day)["paths"][0]
    priya("intro ask dana-okafor --via priya-nair")
    for answer in answers:
        priya(f"intro answer 1 {answer}")

    after = way(priya, "fay-gold", day)["paths"][0]

    assert (before["hops"][0]["fatigue"], before["hops"][1]["willing"]) == (1.0, pytest.approx(0.6))
    assert after["hops"][0]["fatigue"] == pytest.approx(rested, abs=1e-6)
    assert after["hops"][1]["willing"] == pytest.approx(willing, abs=1e-6)
    assert after["score"] / before["score"] == pytest.approx(rested * willing / 0.6, abs=2e-6)
    assert [hop["tie"] for hop in after["hops"]] == [hop["tie"] for hop in before["hops"]]


@pytest.mark.parametrize(
    ("answers", "to", "day", "reason"),
    [
        ((), "fay-gold", "2026-01-14", "ask-pending"),  # 13 days
        ((), "fay-gold", "2026-01-15", None),
        (("agreed",), "fay-gold", "2026-01-02", None),
        (("declined",), "fay-gold", "2026-01-02", None),
        (("declined",), "dana-okafor", "2026-01-02", "declined-before"),
        (("declined",), "dana-okafor", "2026-12-31", "declined-before"),  # 364 days
        (("declined",), "dana-okafor", "2027-01-01", None),
        (("declined --by target",), "dana-okafor", "2026-01-02", None),
        (("withdrawn",), "fay-gold", "2026-01-02", None),
    ],
)
def test_what_came_of_an_ask_bars_the_way_for_a_while(
    priya: Netcli, answers: tuple[str, ...], to: str, day: str, reason: str | None
) -> None:
    """Nobody is asked twice at once, nor again for one whom he would not introduce; --allow-busy lifts both."""
    priya("intro ask dana-okafor --via priya-nair")
    for answer in answers:
        priya(f"intro answer 1 {answer}")

    told = way(priya, to, day)
    lifted = way(priya, f"{to} --allow-busy", day)

    assert [(one["person"]["handle"], one["reason"]) for one in told["excluded"]] == (
        [("priya-nair", reason)] if reason else []
    )
    assert bool(told["paths"]) == (reason is None)
    assert lifted["paths"]


def test_asks_tire_together(priya: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three asks 0, 10 and 20 days ago leave 0.43, whatever came of them; half of each is over in sixty days."""
    for number, day in enumerate(("2026-01-01", "2026-01-11", "2026-01-21"), 1):
        monkeypatch.setenv("NETCLI_TODAY", day)
        priya(f"add 'Target {number}' --to-meet")
        priya(f"intro ask 'Target {number}' --via priya-nair")
        priya(f"intro answer {number} withdrawn")

    # 2^0 + 2^(-10/60) + 2^(-20/60) = 1 + 0.890899 + 0.793701 = 2.684599; 1 / (1 + 1.342300) = 0.426931
    assert way(priya, "fay-gold", "2026-01-21")["paths"][0]["hops"][0]["fatigue"] == pytest.approx(0.426931, abs=1e-6)
    # sixty days later the sum is half of it: 1 / (1 + 0.671150)
    assert way(priya, "fay-gold", "2026-03-22")["paths"][0]["hops"][0]["fatigue"] == pytest.approx(0.598390, abs=1e-6)


def test_who_met_is_tied(priya: Netcli) -> None:
    """By an assumed level of 2 from that day on: 0.25 * (0.5 + 0.5 / sqrt(1 + 60/365)) = 0.240841; undo takes it back."""
    priya("intro ask dana-okafor --via priya-nair")
    assert way(priya, "dana-okafor", DAY)["direct"] is None
    priya("intro answer 1 met")

    direct = way(priya, "dana-okafor", DAY)["direct"]
    assert (direct["tie"], [e["kind"] for e in direct["evidence"]]) == (pytest.approx(0.240841, abs=1e-6), ["met"])
    priya("undo")
    assert way(priya, "dana-okafor", DAY)["direct"] is None
