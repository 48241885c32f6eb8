"""What the locale says: the variables decide in the order of POSIX."""

from __future__ import annotations

import pytest

from netcli.locales import Locale, date_order_of, locale_of


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({"LANG": "fr_FR.UTF-8"}, Locale("FR", "fr_FR")),
        ({"LANG": "fr_FR.UTF-8", "LC_TIME": "de_AT@euro"}, Locale("AT", "de_AT")),
        ({"LANG": "fr_FR", "LC_TIME": "de_DE", "LC_ALL": "en_US.utf8"}, Locale("US", "en_US")),
        ({"LANG": "fr_FR", "LC_ALL": ""}, Locale("FR", "fr_FR")),
        ({"LANG": "zh_Hans_CN"}, Locale("CN", "zh_Hans_CN")),
        ({"LANG": "fr_FR", "LC_ALL": "C"}, None),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "POSIX"}, None),
        ({"LANG": "eo"}, None),
        ({"LANG": "xx_QQ"}, None),
        ({}, None),
    ],
)
def test_a_locale_names_a_country_or_none(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], found: Locale | None
) -> None:
    """LC_ALL before the category before LANG; encoding and modifier do not count."""
    monkeypatch.delenv("LC_ALL")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert locale_of("LC_TIME") == found


def test_most_countries_write_the_day_first() -> None:
    """The United States the month, Sweden the year; where both are common nothing is guessed."""
    assert [date_order_of(country) for country in ("FR", "GB", "US", "SE", "JP", "PH")] == [
        "dmy", "dmy", "mdy", "ymd", "ymd", None,
    ]  # fmt: skip
