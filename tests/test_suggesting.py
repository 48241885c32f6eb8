"""Whom to introduce to each other: the rules, on literal cases and against trying every pair."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli import suggesting
from netcli.suggesting import Match, Pair, Profile, fit, matched, overdue, overlap, pairs

MANY = settings(max_examples=100, deadline=None)
WORDS = st.frozensets(st.sampled_from(["python", "sailing", "porto", "law"]), max_size=3)


@st.composite
def profiles(draw: st.DrawFn) -> list[Profile]:
    """Up to eight people with a few words each."""
    size = draw(st.integers(0, 8))
    tie = st.sampled_from([0.4, 0.45, 0.65, 0.85])
    return [Profile(person, draw(tie), *(draw(WORDS) for _ in range(5))) for person in range(1, size + 1)]


def test_a_need_is_met_by_an_offer() -> None:
    """Whoever needs something comes first, whatever the numbers; the fit of one need is 0.6."""
    gives, needs = Profile(1, 0.45, offers=frozenset({"python"})), Profile(2, 0.8, needs=frozenset({"python"}))

    assert pairs([gives, needs]) == [Pair(needs, gives, (Match("need", "python", 2),), pytest.approx(0.6 * 0.6))]


def test_what_brings_two_together_adds_up_as_chances_do() -> None:
    """A need, a tag and a city: 1 - 0.4 * 0.8 * 0.9 = 0.712; nothing at all is 0."""
    assert fit([Match("need", "a", 1), Match("tag", "b"), Match("city", "c")]) == pytest.approx(0.712)
    assert fit([]) == 0.0


def test_needs_alone_or_offers_alone_bring_nobody_together() -> None:
    """Two who need the same, and two who offer the same without being good at it, have nothing in common."""
    python = frozenset({"python"})

    assert pairs([Profile(1, 0.5, needs=python), Profile(2, 0.5, needs=python)]) == []
    assert pairs([Profile(1, 0.5, offers=python), Profile(2, 0.5, offers=python)]) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "share"), [({1, 2}, {2, 3}, 1 / 3), ({1}, {1}, 1.0), (set(), {1}, 0.0), (set(), set(), 0.0)]
)
def test_overlap_is_the_share_of_common_acquaintances(ours: set[int], theirs: set[int], share: float) -> None:
    """In both over in either (Jaccard)."""
    assert overlap(frozenset(ours), frozenset(theirs)) == pytest.approx(share)


@pytest.mark.parametrize(("days", "level", "times"), [(90, 4, 1.0), (135, 4, 1.5), (731, 4, 5.0), (60, 5, 2.0)])
def test_overdue_counts_cadences(days: int, level: int, times: float) -> None:
    """Level 5 every 30 days, level 4 every 90; five times is the most that counts."""
    assert overdue(days, level) == pytest.approx(times)


@MANY
@given(profiles())
def test_the_index_finds_what_trying_every_pair_finds(people: list[Profile]) -> None:
    """Every pair with a fit above zero, each once, best bound first."""
    wanted = {
        (a.person, b.person): math.sqrt(a.tie * b.tie) * value
        for a, b in combinations(people, 2)
        if (value := fit(matched(a, b))) > 0
    }

    found = pairs(people)

    bounds = {(min(p.one.person, p.other.person), max(p.one.person, p.other.person)): p.bound for p in found}
    assert bounds == pytest.approx(wanted)
    assert len(found) == len(wanted)
    assert [round(p.bound, 9) for p in found] == sorted((round(p.bound, 9) for p in found), reverse=True)


@MANY
@given(profiles(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(people: list[Profile], chance: object) -> None:
    """Pairs, reasons and order depend on who has what alone."""
    mixed = list(people)
    chance.shuffle(mixed)

    assert pairs(mixed) == pairs(people)


def test_a_word_of_thousands_opens_few_pairs() -> None:
    """Of 5,000 people in one city only the 50 whom I know best are put together, not 12 million pairs."""
    people = [Profile(person, 0.4 + person / 20_000, cities=frozenset({"porto"})) for person in range(5000)]

    found = pairs(people)

    most = suggesting.CARRIERS
    assert len(found) == most * (most - 1) // 2
    assert min(min(p.one.person, p.other.person) for p in found) == 5000 - most
