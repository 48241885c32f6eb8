"""A person as of an earlier day: what began later is not there, what ended later still lasts."""

from __future__ import annotations

from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from netcli.domain.showing import person_as_of, position_as_of
from netcli.results import Event, Person, Point, Position, Remark
from tests.conftest import Netcli

DAY = date(2020, 6, 30)


def held(start: str | None, end: str | None = None, *, current: bool = False, seen: str | None = None) -> Position:
    """Return a position with these dates."""
    return Position("Helix", "Engineer", "work", start, end, current, None, None, seen)


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (held("2018", "2019"), held("2018", "2019")),
        (held("2021", "2023"), None),
        (held("2020-07", current=True), None),
        (held("2020", current=True), None),  # it may mean December
        (held("2020-06", current=True), held("2020-06", current=True)),  # June is over on its last day
        (held("2018", "2023"), held("2018", current=True)),
        (held("2018", "2020"), held("2018", current=True)),
        (held("2018", "2020-06-30"), held("2018", "2020-06-30")),
        (held("2018", "2027", current=True), held("2018", "2027", current=True)),  # a planned end
        (held("2018"), held("2018")),  # over, nobody knows when
        (held(None, current=True, seen="2026-03-02"), None),
        (held(None, current=True, seen="2019-03-02"), held(None, current=True, seen="2019-03-02")),
        (held(None, "2015", seen="2026-03-02"), held(None, "2015", seen="2026-03-02")),
        (held(None, "2023", seen="2019"), held(None, current=True, seen="2019")),
        (held(None, current=True), held(None, current=True)),
    ],
)
def test_a_position_is_what_it_was_on_the_day(position: Position, expected: Position | None) -> None:
    """One that began later is left out, one that ended later is held; undated ones count from when they were seen."""
    assert position_as_of(position, DAY) == expected


def person(**facts: object) -> Person:
    """Return somebody with these facts and no others."""
    many = {name for name, kind in Person.__annotations__.items() if str(kind).startswith("tuple")}
    blank: dict[str, object] = {name: () if name in many else None for name in Person._fields}
    return Person(**{**blank, **facts})


def test_what_is_dated_later_is_left_out() -> None:
    """Remarks, events, addresses, the first meeting and the last look at the facts are there from their day on."""
    whole = person(
        remarks=(Remark("2020-06", "tea"), Remark("2020", "coffee")),
        events=(Event("wedding", "2021-05-01"), Event("name day", "--07-26"), Event("first job", "2010")),
        emails=(Point("a@example.org", None, False, "2026-01-01"), Point("b@example.org", None, False, None)),
        positions=(held("2021", current=True), held("2019-01", "2019-12"), held("2018", "2022")),
        met_on="2020-07-01", met_via="a fair", confirmed_on="2019-01-01", tags=("board",),
    )  # fmt: skip

    then = person_as_of(whole, DAY)

    assert [remark.text for remark in then.remarks] == ["tea"]
    assert [event.label for event in then.events] == ["name day", "first job"]
    assert [point.value for point in then.emails] == ["b@example.org"]
    assert [(position.start, position.current) for position in then.positions] == [("2018", True), ("2019-01", False)]
    assert (then.met_on, then.met_via, then.confirmed_on, then.tags) == (None, None, "2019-01-01", ("board",))


PARTIAL = st.dates(date(2000, 1, 1), date(2040, 12, 31)).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


@given(
    PARTIAL | st.none(),
    PARTIAL | st.none(),
    st.booleans(),
    PARTIAL | st.none(),
    st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    st.integers(0, 900),
)
def test_what_is_known_stays_known(
    start: str | None, end: str | None, current: bool, seen: str | None, day: date, later: int
) -> None:
    """A position that is there on a day is there on every later one, and once over it stays over."""
    position = held(start, end, current=current, seen=seen)
    then, after = position_as_of(position, day), position_as_of(position, day + timedelta(later))

    assert then is None or after is not None
    assert not (then and after and after.current and not then.current)


def test_the_page_says_as_of_when(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """`show --as-of` tells the day on the page, in the records and as JSON; without it nothing is left out."""
    netcli("add 'Ana Pires' --level 4")
    netcli("position add ana --org Kestrel --from 2019 --to 2022")
    netcli("position add ana --org Helix --from 2030")

    asked = netcli("show ana --as-of 2020 --json").json
    records = netcli("show ana --as-of 2020").out
    today = netcli("show ana --json").json
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    page = netcli("show ana --as-of 2020").out

    assert asked["as_of"] == "2020-12-31"
    assert [(p["org"], p["current"], p["end"]) for p in asked["person"]["positions"]] == [("Kestrel", True, None)]
    assert "as_of\t2020-12-31\n" in records
    assert (today["as_of"], [p["org"] for p in today["person"]["positions"]]) == (None, ["Helix", "Kestrel"])
    assert "As of 2020-12-31: what is dated later is left out." in page
    assert "Kestrel" in page
    assert "Helix" not in page
