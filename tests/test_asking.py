"""What earlier asks say of an introducer: the formulas by hand, and the laws they obey."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.asking import Asked, Ledger, Step, standing

TODAY = date(2026, 3, 2)
ME, BO, X = 1, 2, 3
MANY = settings(max_examples=100, deadline=None)


def days_ago(count: int) -> str:
    """Return the day so many days before today."""
    return (TODAY - timedelta(count)).isoformat()


def asked(age: int, *steps: tuple[str, str, int], requester: int = ME, target: int = X) -> Asked:
    """Return an ask to Bo of so many days ago, with later steps as (step, by, age)."""
    later = [Step(step, by, days_ago(days)) for step, by, days in steps]
    return Asked(1, requester, BO, target, (Step("asked", "requester", days_ago(age)), *later))


def made(age: int) -> Asked:
    """Return an ask that was granted the day it was asked."""
    return asked(age, ("made", "introducer", age))


def declined(age: int, by: str = "introducer") -> Asked:
    """Return an ask that was declined the day it was asked."""
    return asked(age, ("declined", by, age))


def willing(*asks: Asked) -> float:
    """Return how willing Bo is today."""
    return Ledger(asks, TODAY).willing(BO)


def test_somebody_never_asked_is_credited_with_three_of_five() -> None:
    """Laplace's rule: (3 + made) / (5 + resolved)."""
    assert willing() == 0.6
    assert willing(made(0), made(0), made(0)) == 0.75
    assert willing(declined(0), declined(0), declined(0)) == 0.375


def test_asks_are_forgotten_by_halves() -> None:
    """One success of two years ago weighs half: 3.5 / 5.5."""
    assert willing(made(730)) == pytest.approx(3.5 / 5.5)


def test_silence_fails_after_three_weeks() -> None:
    """On the 21st day the ask is still open, on the 22nd it has failed."""
    assert willing(asked(21)) == 0.6
    assert willing(asked(22)) < 0.6


@pytest.mark.parametrize(
    "ask",
    [
        asked(90, ("agreed", "introducer", 80)),
        asked(90, ("opted-in", "target", 80)),
        asked(90, ("withdrawn", "requester", 80)),
        declined(90, by="target"),
    ],
)
def test_what_is_open_or_not_his_doing_says_nothing_of_him(ask: Asked) -> None:
    """Pending, withdrawn, and declined by the target count in neither sum; they still tire."""
    ledger = Ledger([ask], TODAY)

    assert ledger.willing(BO) == 0.6
    assert ledger.rested(BO, ME) < 1.0


def test_asking_tires_and_time_rests() -> None:
    """One ask today: 1 / 1.5; three, of today, 10 and 20 days ago: .43; after 60 days half of it is left."""
    assert Ledger([asked(0)], TODAY).rested(BO, ME) == pytest.approx(2 / 3)
    assert Ledger([asked(0), asked(10), asked(20)], TODAY).rested(BO, ME) == pytest.approx(0.43, abs=5e-3)
    assert Ledger([asked(60)], TODAY).rested(BO, ME) == pytest.approx(1 / 1.25)
    assert Ledger([asked(0)], TODAY).rested(BO, X) == 1.0


def test_an_open_ask_bars_for_a_fortnight_and_a_refusal_for_a_year() -> None:
    """The refusal bars on the way to the same person alone; other people's asks bar nobody."""
    assert Ledger([asked(13)], TODAY).barred(ME, {X}) == {BO: "ask-pending"}
    assert Ledger([asked(14)], TODAY).barred(ME, {X}) == {}
    assert Ledger([asked(13, ("agreed", "introducer", 1))], TODAY).barred(ME, {X}) == {}
    assert Ledger([declined(364)], TODAY).barred(ME, {X}) == {BO: "declined-before"}
    assert Ledger([declined(365)], TODAY).barred(ME, {X}) == {}
    assert Ledger([declined(3)], TODAY).barred(ME, {9}) == {}
    assert Ledger([declined(3, by="target")], TODAY).barred(ME, {X}) == {}
    assert Ledger([asked(3, requester=9)], TODAY).barred(ME, {X}) == {}


def test_an_ask_stands_as_its_last_step_by_then() -> None:
    """Before its first step it does not exist; its age runs from the day it was asked."""
    ask = asked(30, ("agreed", "introducer", 20), ("met", "requester", 10))

    assert standing(ask, TODAY - timedelta(31)) is None
    assert [standing(ask, TODAY - timedelta(age)).state for age in (30, 20, 11, 10)] == [
        "asked", "agreed", "agreed", "met",
    ]  # fmt: skip
    assert standing(ask, TODAY).asked_on == days_ago(30)


@MANY
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3000)), max_size=8), st.integers(0, 3000))
def test_a_success_never_lowers_willingness_and_a_failure_never_raises_it(
    before: list[tuple[bool, int]], age: int
) -> None:
    """And it stays between 0 and 1."""
    asks = [made(days) if good else declined(days) for good, days in before]
    now = willing(*asks)

    assert 0 < now < 1
    assert willing(*asks, made(age)) >= now >= willing(*asks, declined(age))


@MANY
@given(st.lists(st.integers(0, 3000), max_size=8), st.integers(0, 3000), st.integers(0, 3000))
def test_more_asks_tire_more_and_time_rests(ages: list[int], age: int, later: int) -> None:
    """phi is at most 1, falls with each ask, and rises as days go by."""
    now = Ledger([asked(days) for days in ages], TODAY).rested(BO, ME)

    assert 0 < now <= 1
    assert Ledger([asked(days) for days in [*ages, age]], TODAY).rested(BO, ME) <= now
    assert Ledger([asked(days) for days in ages], TODAY + timedelta(later)).rested(BO, ME) >= now
