"""Days of mail: the day in UTC of a Date header (RFC 5322 section 3.3), and of what old programs have put there."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

_PLAIN = re.compile(
    rb"\s*(?:[A-Za-z]{3},?\s+)?(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\s+(\d{1,2}):(\d{2})(?::\d{2})?\s+([+-])(\d{2})(\d{2})"
)
_MONTHS = {
    name: at for at, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}  # fmt: skip
_EPOCH = date(1970, 1, 1).toordinal()


def utc_day(raw: bytes) -> int | None:
    """Return the day of a date in UTC, as the ordinal of `date`; None if it cannot be read, or lies before 1970."""
    day = _plain_day(raw) or _odd_day(raw)
    return day if day and day >= _EPOCH else None


def _plain_day(raw: bytes) -> int | None:
    found = _PLAIN.match(raw)
    if not found:
        return None
    day, month, year, hour, minute, sign, zone_hours, zone_minutes = found.groups()
    noon = _ordinal(int(year), month.lower(), int(day))
    offset = int(zone_hours) * 60 + int(zone_minutes)
    minutes = int(hour) * 60 + int(minute) + (-offset if sign == b"+" else offset)
    return noon + minutes // 1440 if noon and abs(offset) <= 1440 else None


@lru_cache(maxsize=4096)
def _ordinal(year: int, month: bytes, day: int) -> int:
    with suppress(KeyError, ValueError):
        return date(year, _MONTHS[month], day).toordinal()
    return 0


def _odd_day(raw: bytes) -> int | None:
    """Return the day of a date as Python's own reader of mail understands it: zones in letters, years of two digits."""
    from email.utils import parsedate_tz

    with suppress(ValueError, IndexError, TypeError, OverflowError):
        if parts := parsedate_tz(raw.decode("latin-1")):
            moment = datetime(*parts[:5], tzinfo=UTC) - timedelta(seconds=parts[9] or 0)
            return moment.toordinal()
    return None
