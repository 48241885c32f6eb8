"""What the locale says about who sits here: a country, and the order in which dates are written there."""

from __future__ import annotations

import os
import re

from netcli.shape import NamedTuple

#: ISO 3166-1 alpha-2, as of 2026.
_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA
GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS
MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS
RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW
TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_CODES.split())

#: The order of a short date where it is not day first (CLDR 45, dateFormats/short). PH writes both, so it has none.
_MONTH_FIRST = frozenset({"US", "AS", "GU", "MH", "MP", "PR", "UM", "VI"})
_YEAR_FIRST = frozenset({"BT", "CA", "CN", "HU", "IR", "JP", "KP", "KR", "LT", "MN", "SE", "TW", "ZA"})
_MIXED = frozenset({"PH"})


class Locale(NamedTuple):
    """A locale that names a country: its code, and the name as the environment gives it without the encoding."""

    country: str
    name: str


def name_of(category: str) -> str:
    """Return the locale of a category by its name, such as fr_CH or C, without the encoding; empty if there is none.

    The first of LC_ALL, the category and LANG that is not empty decides (POSIX.1-2017, XBD section 8.2).
    """
    given = next((value for name in ("LC_ALL", category, "LANG") if (value := os.environ.get(name))), "")
    return re.split(r"[.@]", given, maxsplit=1)[0]


def locale_of(category: str) -> Locale | None:
    """Return the locale of a category such as LC_TIME, or None for C, POSIX and any that names no country."""
    name = name_of(category)
    country = re.split(r"[_-]", name)[-1].upper() if re.search(r"[_-]", name) else ""
    return Locale(country, name) if country in COUNTRIES else None


def date_order_of(country: str) -> str | None:
    """Return in which order dates are written in a country: dmy, mdy, ymd, or None where both are common."""
    if country in _MIXED:
        return None
    if country in _MONTH_FIRST:
        return "mdy"
    return "ymd" if country in _YEAR_FIRST else "dmy"
