"""Dates of exports: every shape that services write, and what is no date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcli.dates import is_partial
from netcli.importing.export_dates import read_export_date

SHAPES = [
    "05 Mar 2024", "5 Mar 2024", "05-Mar-24", "5 March 2024", "5 mars 2024", "5. März 2024", "05.03.2024", "3/5/24",
    "3/5/2024", "03/05/24, 09:05 AM", "03/05/24 12:00 PM", "3/5/24, 9:05\u202fPM", "2024-03-05", "2024/03/05",
    "2024-03-05 09:30:00 UTC", "2024-03-05T09:30:00Z", "2024/03/05 19:52:23 UTC", "March 5, 2024", "Mar 5, 2024",
    "Tue Mar 05 10:11:12 UTC 2024", " 05  MAR 2024 ", "05 Mar 2024, 10:00",
]  # fmt: skip


@pytest.mark.parametrize("text", SHAPES)
def test_a_day_is_read_in_every_shape(text: str) -> None:
    """Time of day, case, blanks and accents do not matter."""
    assert read_export_date(text) == "2024-03-05"


OTHERS = [
    ("Mar 2024", "2024-03"), ("2024", "2024"), ("25/12/2021", "2021-12-25"), ("12 févr. 2023", "2023-02-12"),
    ("3 août 2022", "2022-08-03"), ("1er janvier 2020", "2020-01-01"), ("31 Dez 2019", "2019-12-31"),
    ("05 Jun 1833", "1833-06-05"), ("1/2/69", "2069-01-02"), ("1/2/70", "1970-01-02"), ("12 juin 2023", "2023-06-12"),
    ("12 juil. 2023", "2023-07-12"), ("2/29/24", "2024-02-29"), ("2018/06", "2018-06"), ("6.2018", "2018-06"),
    ("2018-6", "2018-06"), ("06/2018", "2018-06"), ("Jun-18", "2018-06"), ("déc.-98", "1998-12"), ("2012年9月", "2012-09"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), OTHERS)
def test_other_dates_keep_their_precision(text: str, found: str) -> None:
    """Slashes mean month first unless there is no such month; two digits are a year from 1970 to 2069."""
    assert read_export_date(text) == found


@pytest.mark.parametrize(
    "text", ["", "soon", "2/30/24", "13/13/2024", "05 Foo 2024", "0000-01-01", "3", "5 Mar", "1/2/3"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Days that do not exist included."""
    assert read_export_date(text) is None


@given(st.text())
def test_any_text_is_a_partial_date_or_none(text: str) -> None:
    """Nothing raises."""
    found = read_export_date(text)

    assert found is None or is_partial(found)


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_days_come_back_as_linkedin_has_written_them(day: date) -> None:
    """The three shapes of its connections since 2018."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    month, year = months[day.month - 1], day.year % 100

    for text in (
        f"{day.day:02} {month} {day.year}", f"{day.day:02}-{month}-{year:02}", f"{day.month}/{day.day}/{year:02}, 1:05 PM",
    ):  # fmt: skip
        assert read_export_date(text) == day.isoformat()
