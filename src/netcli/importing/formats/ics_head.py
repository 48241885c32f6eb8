"""Is this a calendar? By how it begins, never by its name."""

from __future__ import annotations

import re

from netcli.errors import UsageError
from netcli.importing.draft import Reading
from netcli.importing.formats.contentline import as_utf8

_BEGIN = re.compile(rb"(?i)\s*BEGIN[ \t]*:[ \t]*(?:VCALENDAR|VEVENT)[ \t]*[\r\n]")


def is_calendar(head: bytes) -> bool:
    """Tell whether a file is a calendar, or an event of one, by its beginning."""
    return bool(_BEGIN.match(as_utf8(head)))


def read(_data: bytes) -> Reading:
    """Raise UsageError: calendars are read from their files (importing/calendar_reading.py), several at once."""
    raise UsageError("calendars are imported by themselves", hint="netcli import CALENDAR.ics")
