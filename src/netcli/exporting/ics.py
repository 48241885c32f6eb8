"""Days to remember as a calendar: iCalendar (RFC 5545), of whole days: no time zone matters. Same data, same bytes."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from netcli.domain.due import DueQuestion, next_contacts
from netcli.domain.occasion import OccasionQuestion, find_occasions, month_day
from netcli.domain.ref import my_id
from netcli.exporting.card import escaped
from netcli.exporting.vcard import folded
from netcli.recurrence import next_after, occurrences, parts
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold

#: Kinds of events, in the order in which they are written.
KINDS = ("birthday", "event", "work", "reminder", "contact")
_NO_YEAR = 2000  #: a leap year stands where the first year is not known
_ALARM = "-PT15H"  #: before midnight: nine in the morning of the day before
_NEVER_WRITTEN = "19700101T000000Z"
_FREQUENCIES = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY"}
_WHOLE_YEAR = 366


class Event(NamedTuple):
    """An event of a whole day: what makes its UID, which rows tell when it was changed, the day, and the rule."""

    key: str
    rows: frozenset[tuple[str, int]]
    on: date
    summary: str
    rule: str = ""
    version: int = 0


def calendar(store: Store, question: DueQuestion, kinds: Iterable[str]) -> Iterator[bytes]:
    """Yield the lines of a calendar, folded at 75 octets and ended by CRLF (RFC 5545, sections 3.1 and 3.4)."""
    wanted = frozenset(kinds)
    yield from map(_line, ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//netcli//netcli//EN", "CALSCALE:GREGORIAN",
                           "X-WR-CALNAME:netcli"))  # fmt: skip
    owner = store.value("SELECT uid FROM person WHERE id = ?", (my_id(store),))
    for event in events(store, question, wanted):
        yield from map(_line, _event(store, event, str(owner)))
    yield _line("END:VCALENDAR")


def _line(text: str) -> bytes:
    return folded(text.encode()) + b"\r\n"


def _event(store: Store, event: Event, owner: str) -> Iterator[str]:
    stamp, changes = _written(store, event.rows)
    summary = escaped(event.summary)
    yield from (
        "BEGIN:VEVENT",
        f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, f'netcli:{owner}:{event.key}')}@netcli",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{changes + event.version}",
        f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
        *([f"RRULE:{event.rule}"] if event.rule else []),
        f"SUMMARY:{summary}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:{_ALARM}",
        f"DESCRIPTION:{summary}",
        "END:VALARM",
        "END:VEVENT",
    )


def _written(store: Store, rows: Iterable[tuple[str, int]]) -> tuple[str, int]:
    """Return when any of the rows was written last, as iCalendar writes instants, and how often they were changed."""
    found = [store.rows(_WRITTEN, row)[0] for row in rows]
    last = max(row["at"] or "" for row in found)
    return last.replace("-", "").replace(":", "") or _NEVER_WRITTEN, sum(row["changes"] for row in found)


_WRITTEN = """SELECT max(at) AS at, count(*) FILTER (WHERE action = 'update') AS changes
FROM journal JOIN operation ON operation.id = operation_id WHERE table_name = ? AND row_id = ?"""


def events(store: Store, question: DueQuestion, kinds: frozenset[str]) -> Iterator[Event]:
    """Yield the events of a calendar in a fixed order: days of people by name, reminders by number, then contacts."""
    asked = OccasionQuestion(_WHOLE_YEAR, question.people, work="work" in kinds)
    found = [(_KINDS[row["tab"]], row) for row, _ in find_occasions(store, asked, question.today)]
    found.sort(key=lambda pair: (fold(pair[1]["name"]), pair[1]["id"], KINDS.index(pair[0]), pair[1]["on_date"]))
    keys = Counter[str]()
    for kind, row in found:
        keys[key := f"{kind}:{row['id']}:{row['what']}"] += 1
        if kind in kinds:
            yield _yearly(row, kind, key if keys[key] == 1 else f"{key}:{keys[key]}")
    if "reminder" in kinds:
        yield from _reminders(store, question)
    if "contact" in kinds:
        for person, day, version in next_contacts(store, question):
            key = f"contact:{person.id}"
            yield Event(key, frozenset({("person", person.id)}), day, f"Get back to {person.name}", version=version)


_KINDS = {"person": "birthday", "event": "event", "position": "work"}


def _yearly(row: Row, kind: str, key: str) -> Event:
    """Return a day that comes back; 29 February is the last day of February in every year (CLI, ICS)."""
    first = row["on_date"]
    month, day = month_day(first)
    year = int(first[:4]) if first[:4].isdigit() else None
    rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" if (month, day) == (2, 29) else "FREQ=YEARLY"
    what = {"birthday": "birthday", "work": f"at {row['what']}"}.get(kind, row["what"])
    summary = f"{row['name']}: {what}" + (f", since {year}" if year and kind == "work" else f" ({year})" * bool(year))
    rows = frozenset({("person", row["id"]), (row["tab"], row["number"])})
    return Event(key, rows, date(year or _NO_YEAR, month, day), summary, rule)


_OPEN = """SELECT reminder.*, person.name FROM reminder LEFT JOIN person ON person.id = person_id
WHERE done_on IS NULL AND removed_on IS NULL ORDER BY reminder.id"""


def _reminders(store: Store, question: DueQuestion) -> Iterator[Event]:
    """Yield open reminders; one that was put off once is an event of its own beside those that follow."""
    for row in store.rows(_OPEN):
        if question.people is not None and row["person_id"] not in question.people:
            continue
        on, first = date.fromisoformat(row["on_date"]), date.fromisoformat(row["first_on"])
        text = f"{row['text']} ({row['name']})" if row["name"] else row["text"]
        key, source = f"reminder:{row['id']}", frozenset({("reminder", row["id"])})
        if not row["every"]:
            yield Event(key, source, on, text)
            continue
        following = on
        if on != next(day for day in occurrences(first, row["every"]) if day >= on):
            yield Event(f"{key}:once", source, on, text)
            following = next_after(first, row["every"], on) or on
        yield Event(key, source, following, text, _rule(first, row["every"]))


def _rule(first: date, span: str) -> str:
    """Return the rule of what comes again; a day that a month lacks is its last one, as `occurrences` counts."""
    count, unit = parts(span)
    rule = f"FREQ={_FREQUENCIES[unit]};INTERVAL={count}"
    if unit in "my" and first.day > 28:
        days = ",".join(str(day) for day in range(28, first.day + 1))
        month = f";BYMONTH={first.month}" if unit == "y" else ""
        rule += f"{month};BYMONTHDAY={days};BYSETPOS=-1"
    return rule
