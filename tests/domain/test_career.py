"""Positions as rules: what an edit makes of one, and who may have been where when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.dates import first_day, last_day
from netcli.domain.career import PositionEdit, edited, may_overlap, span
from netcli.errors import BadInputError
from netcli.model import PositionFact
from netcli.results_career import PositionRow

TODAY = date(2026, 3, 2)
PARTIAL = st.one_of(
    st.integers(2010, 2030).map(str),
    st.dates(date(2010, 1, 1), date(2030, 12, 31)).map(lambda d: d.isoformat()[:7]),
    st.dates(date(2010, 1, 1), date(2030, 12, 31)).map(date.isoformat),
)


def row(start: str | None, end: str | None, seen_on: str | None, *, current: bool) -> PositionRow:
    """Return a position of which only the dates matter."""
    return PositionRow(1, "Helix", None, "work", start, end, current, None, None, seen_on, 1)


@pytest.mark.parametrize(
    ("start", "end", "current", "seen_on", "years"),
    [
        ("2015", "2017", False, "2026-03-02", "2015 2016 2017"),
        ("2015-06", "2015-06", False, "2026-03-02", "2015"),
        ("2016", None, True, "2017-01-01", "2016 2017 2018 2019"),
        (None, None, True, "2017-05-01", "2017 2018 2019"),
        (None, None, True, None, ""),
        (None, None, False, "2017-05-01", ""),
        (None, "2017", False, "2019-01-01", "2017"),
        (None, "2017", False, None, "2017"),
        ("2015", None, False, "2017-05-01", "2015 2016 2017"),
        ("2015", None, False, None, "2015"),
        (None, "2018-06", True, "2017-05-01", "2017 2018"),
    ],
)
def test_who_may_have_been_there_in_a_year(
    start: str | None, end: str | None, current: bool, seen_on: str | None, years: str
) -> None:
    """Unknown ends are not filled in beyond what is known: without a start, not before it was recorded."""
    position = row(start, end, seen_on, current=current)

    found = [y for y in range(2014, 2020) if may_overlap(position, date(y, 1, 1), date(y, 12, 31))]

    assert " ".join(map(str, found)) == years


@settings(max_examples=200, deadline=None)
@given(PARTIAL, PARTIAL, PARTIAL, st.booleans())
def test_dated_positions_overlap_as_spans_do(start: str, end: str, when: str, current: bool) -> None:
    """With both dates known, some day of the one is a day of the other."""
    days = set(range(first_day(start).toordinal(), last_day(end).toordinal() + 1))
    asked = set(range(first_day(when).toordinal(), last_day(when).toordinal() + 1))

    found = may_overlap(row(start, end, None, current=current), first_day(when), last_day(when))

    assert found == bool(days & asked) or not days


@settings(max_examples=200, deadline=None)
@given(
    st.none() | PARTIAL, st.none() | PARTIAL, st.booleans(), st.none() | PARTIAL, st.none() | PARTIAL,
    st.none() | st.booleans(),
)  # fmt: skip
def test_an_edit_makes_a_position_that_can_be(
    start: str | None, end: str | None, current: bool, new_start: str | None, new_end: str | None, now: bool | None
) -> None:
    """Whatever is typed: it begins before it ends, nobody is still there after the end that was typed, or it is refused."""
    base = PositionFact("Helix", None, start=start, end=end, current=current)
    try:
        made = edited(base, PositionEdit(start=new_start, end=new_end, current=now), TODAY)
    except BadInputError:
        return

    assert not (made.start and made.end) or first_day(made.start) <= last_day(made.end)
    assert new_start is None or made.start == new_start
    assert new_end is None or made.end == new_end
    if new_end and made.current:
        assert last_day(new_end) >= TODAY
    if new_end and now is None:
        assert made.current == (first_day(new_end) > TODAY)
    assert now is None or made.current == now
    assert edited(made, PositionEdit(), TODAY - timedelta(days=1)) == made


@pytest.mark.parametrize(
    ("start", "end", "current", "words"),
    [
        ("2019", None, True, "2019 to now"),
        ("2019", None, False, "2019 to ?"),
        (None, "2020-05", False, "? to 2020-05"),
        (None, None, True, ""),
        (None, None, False, "in the past"),
    ],
)
def test_a_span_in_words(start: str | None, end: str | None, current: bool, words: str) -> None:
    """What is not known is a question mark; a position that lasts since nobody knows when needs no words."""
    assert span(start, end, current=current) == words
