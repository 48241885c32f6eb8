"""Give and take, added up: the sums, the warning, and what they never depend on."""

from __future__ import annotations

from datetime import date, timedelta

import hypothesis.strategies as st
from hypothesis import given

from netcli.domain.balance import RECENT_DAYS, TAKEN_DAYS, balance_of, is_overdrawn
from netcli.results import Ref
from netcli.results_favour import Favour

TODAY = date(2026, 3, 2)
ANA = Ref(2, "ana-pires", "Ana Pires")


def favour(age: int | None, points: int, kind: str = "help", number: int = 1) -> Favour:
    """Return a favour of so many days ago, given if its points are positive."""
    on = None if age is None else (TODAY - timedelta(age)).isoformat()
    return Favour(on, kind, max(points, 0), max(-points, 0), "", number)


some = st.lists(
    st.builds(
        favour, st.none() | st.integers(0, 1500), st.sampled_from([-3, -2, -1, 1, 2, 3]), st.sampled_from(["a", "b"]),
        st.integers(1, 9),
    ), min_size=1, max_size=12,
)  # fmt: skip


@given(some, st.randoms())
def test_a_balance_is_the_sum_of_its_parts(favours: list[Favour], chance: object) -> None:
    """Given and taken are those of the favours, by kind too; their order does not matter."""
    row = balance_of(ANA, favours, TODAY)

    assert row is not None
    assert (row.given, row.taken) == (sum(f.given for f in favours), sum(f.taken for f in favours))
    assert row.balance == row.given - row.taken
    assert sum(kind.given + kind.taken for kind in row.kinds) == len(favours) == len(row.favours)
    shuffled = list(favours)
    chance.shuffle(shuffled)
    again = balance_of(ANA, shuffled, TODAY)
    assert again is not None
    assert again._replace(favours=(), kinds=()) == row._replace(favours=(), kinds=())
    dates = [f.on for f in row.favours]
    assert dates == sorted(dates, key=lambda on: on or "", reverse=True)


@given(some)
def test_giving_ends_the_warning_and_taking_never_does(favours: list[Favour]) -> None:
    """Whatever was taken: one favour given today and nothing is overdrawn; one more taken only makes it so."""
    assert not is_overdrawn([*favours, favour(0, 1)], TODAY)
    assert is_overdrawn(favours, TODAY) <= is_overdrawn([*favours, favour(3, -1)], TODAY)


def test_the_edges_of_the_windows() -> None:
    """A favour counts on the last day before the window ends, and no more on the day after."""
    assert is_overdrawn([favour(TAKEN_DAYS - 1, -3)], TODAY)
    assert not is_overdrawn([favour(TAKEN_DAYS, -3)], TODAY)
    assert not is_overdrawn([favour(1, -2), favour(TAKEN_DAYS, -1)], TODAY)
    assert is_overdrawn([favour(1, -3), favour(TAKEN_DAYS, 3)], TODAY)
    inside, outside = (balance_of(ANA, [favour(age, 1)], TODAY) for age in (RECENT_DAYS - 1, RECENT_DAYS))
    assert inside is not None
    assert outside is not None
    assert (inside.exchanges, outside.exchanges) == (1, 0)


def test_nothing_is_no_balance() -> None:
    """Whoever did nothing since a day has no line."""
    assert balance_of(ANA, [], TODAY) is None
    assert balance_of(ANA, [favour(100, 1), favour(None, 1)], TODAY, since="2026") is None
