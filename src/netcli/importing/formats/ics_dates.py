"""Dates and times of calendars: as they are written, and what they are in another zone (RFC 5545 section 3.3.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from netcli.shape import NamedTuple

UTC_NAME = "Z"
_MOMENT = re.compile(
    r"\s*(?P<year>[0-9]{4})-?(?P<month>[0-9]{2})-?(?P<day>[0-9]{2})"
    r"(?:[T ](?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2})(?::?[0-9]{2})?(?:[.,][0-9]+)?(?P<utc>[Zz])?)?"
)
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})")


class Moment(NamedTuple):
    """A date or time as it is written: `zone` is empty for one that floats, Z for UTC, else the name of a zone."""

    at: datetime
    zone: str = ""
    is_day: bool = False


def read_moment(text: str, zone: str = "") -> Moment | None:
    """Return the first date or time of a text, of a period its beginning; None if there is none that exists."""
    found = _MOMENT.match(text)
    if found is None:
        return None
    try:
        day = datetime(int(found["year"]), int(found["month"]), int(found["day"]))  # noqa: DTZ001 - as it is written
    except ValueError:
        return None
    if found["hour"] is None:
        return Moment(day, "", is_day=True)
    at = day.replace(hour=min(int(found["hour"]), 23), minute=min(int(found["minute"]), 59))
    return Moment(at, UTC_NAME if found["utc"] else zone)


def read_moments(text: str, zone: str = "") -> Iterator[Moment]:
    """Yield the dates or times of a list; what is none is passed over."""
    for part in re.split("[,;]", text):  # semicolons are those of vCalendar 1.0
        if moment := read_moment(part, zone):
            yield moment


def read_offset(text: str) -> timedelta | None:
    """Return an offset from UTC (RFC 5545 section 3.3.14)."""
    found = _OFFSET.match(text.strip())
    if found is None:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -offset if found[1] == "-" else offset


class Zones:
    """Zones by name: those of the tz database, and those that files define.

    Of a zone that a file defines the larger of its offsets counts all year: what is compared with it is when a
    repetition ends, and there an hour more does no harm.
    """

    def __init__(self) -> None:
        self.offsets: dict[str, timedelta] = {}
        self._known: dict[str, tzinfo | None] = {}

    def define(self, name: str, offset: timedelta) -> None:
        """Add what a file says of a zone."""
        self.offsets[name] = max(offset, self.offsets.get(name, offset))

    def written(self, moment: Moment, zone: str) -> datetime:
        """Return a moment as it would be written in a zone; as it is if one of the two floats or is not known."""
        if moment.is_day or moment.zone == zone:
            return moment.at
        there, here = self._zone(moment.zone), self._zone(zone)
        if there is None or here is None:
            return moment.at
        try:
            return moment.at.replace(tzinfo=there).astimezone(here).replace(tzinfo=None)
        except OverflowError:
            return moment.at

    def _zone(self, name: str) -> tzinfo | None:
        if name not in self._known:
            self._known[name] = self._find(name) if name else None
        return self._known[name]

    def _find(self, name: str) -> tzinfo | None:
        from zoneinfo import ZoneInfo

        if name == UTC_NAME:
            return UTC
        # Evolution and Sunbird put a path before the name: /freeassociation.sourceforge.net/Europe/Paris
        for part in (name, "/".join(name.split("/")[-2:])):
            try:
                return ZoneInfo(part)
            except (KeyError, ValueError, OSError):  # not known, no name at all, or the name of a folder
                continue
        offset = self.offsets.get(name)
        return timezone(offset) if offset is not None and abs(offset) < timedelta(days=1) else None
