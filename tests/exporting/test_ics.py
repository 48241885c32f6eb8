"""The calendar, read by icalendar, and by a calendar program."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import icalendar
import pytest
from dateutil.rrule import rrulestr

from netcli.recurrence import occurrences
from tests.conftest import Netcli


@pytest.fixture
def book(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> Netcli:
    """Birthdays, a dated event, reminders once and again, a cadence; on 2 March 2026."""
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-02")
    for name, birthday in (
        ("Ana Pires", "1984-02-29"),
        ("Bo Lind", "--05-31"),
        ("Cy Marsh", "1990"),
        ("Zoë Ødegård", "1970-12-31"),
    ):
        netcli("add", name)
        netcli("edit", name, "--birthday", birthday)
    netcli("position add ana-pires --org Helix --title CTO --from 2019-03")
    netcli("remind add bo-lind 'send slides; call, then; a \\backslash' --on 2026-03-06")
    netcli("remind add 'board report' --on 2026-03-31 --every 3m")
    netcli("remind add 'month ends' --on 2026-05-31 --every monthly")
    netcli("cadence set cy-marsh 2w")
    return netcli


def events(text: str) -> dict[str, icalendar.Event]:
    """Return the events of a calendar by summary."""
    read = icalendar.Calendar.from_ical(text)
    assert isinstance(read, icalendar.Calendar)
    return {str(event["SUMMARY"]): event for event in read.walk("VEVENT")}  # each is an event


def test_icalendar_reads_every_event(book: Netcli) -> None:
    """All-day, yearly, with an alarm; a birthday without day or year gives none, 2000 where the year is not known."""
    found = events(book("export ics --kind birthday --kind event --kind work --kind reminder --kind contact").out)

    assert {summary: event.decoded("DTSTART") for summary, event in found.items()} == {
        "Ana Pires: birthday (1984)": date(1984, 2, 29),
        "Ana Pires: at Helix, since 2019": date(2019, 3, 1),
        "Bo Lind: birthday": date(2000, 5, 31),
        "Zoë Ødegård: birthday (1970)": date(1970, 12, 31),
        "send slides; call, then; a \\backslash (Bo Lind)": date(2026, 3, 6),
        "board report": date(2026, 3, 31),
        "month ends": date(2026, 5, 31),
        "Get back to Cy Marsh": date(2026, 3, 16),
    }
    assert all(event.subcomponents[0]["TRIGGER"].to_ical() == b"-PT15H" for event in found.values())
    assert len({event["UID"] for event in found.values()}) == len(found)


def test_29_february_is_the_last_of_february(book: Netcli) -> None:
    """As a reader of rules expands it: once a year, 2024 to 2032."""
    event = events(book("export ics").out)["Ana Pires: birthday (1984)"]
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=_moment(event.decoded("DTSTART")))

    days = [day.date() for day in rule.between(_moment(date(2024, 1, 1)), _moment(date(2032, 12, 31)))]

    assert [day.day for day in days] == [29, 28, 28, 28, 29, 28, 28, 28, 29]
    assert [day.year for day in days] == [*range(2024, 2033)]


def _moment(day: date):  # the type of another module
    from datetime import datetime

    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - rules of whole days have no zone


@pytest.mark.parametrize("span", ["1d", "2w", "1m", "3m", "1y"])
@pytest.mark.parametrize("first", ["2026-01-28", "2026-01-29", "2026-01-30", "2026-08-31", "2028-02-29", "2026-03-15"])
def test_a_rule_says_what_remind_does(netcli: Netcli, first: str, span: str) -> None:
    """What a calendar expands is what netcli counts: no month end is missed."""
    netcli("remind", "add", "x", "--on", first, "--every", span)
    event = events(netcli("export ics --kind reminder").out)["x"]
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=_moment(event.decoded("DTSTART")))

    ours = occurrences(date.fromisoformat(first), span)

    assert [moment.date() for moment in rule.xafter(_moment(date(2026, 1, 1)), count=40)] == [
        next(ours) for _ in range(40)
    ]


def test_the_same_data_give_the_same_bytes(book: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """On another day too; what is done elsewhere moves nothing."""
    before = book("export ics").out
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-09")
    book("note ana-pires 'likes tea'")

    assert book("export ics").out == before


def test_a_change_keeps_the_uid_and_raises_the_sequence(book: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """So a calendar that has the event changes it in place."""
    before = events(book("export ics").out)
    book("remind snooze 1 --until 2026-03-10")
    book("edit zoe-odegard --birthday 1971-12-31")
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-05")
    book("done cy-marsh")
    after = events(book("export ics").out)

    pairs = (
        ("send slides; call, then; a \\backslash (Bo Lind)",) * 2, ("Get back to Cy Marsh",) * 2,
        ("Zoë Ødegård: birthday (1970)", "Zoë Ødegård: birthday (1971)"),
    )  # fmt: skip
    for old, new in pairs:
        assert before[old]["UID"] == after[new]["UID"]
        assert after[new]["SEQUENCE"] > before[old]["SEQUENCE"]
    assert after["Get back to Cy Marsh"].decoded("DTSTART") == date(2026, 3, 19)
    assert after["month ends"]["SEQUENCE"] == before["month ends"]["SEQUENCE"]


def test_an_event_and_a_position_have_a_sequence_of_their_own(book: Netcli) -> None:
    """Another date of a wedding or another start of a job reaches the calendar; nothing else of the person's moves."""
    book("edit bo-lind --event wedding:2010-05-01 --event birthday:2011-06-02")
    before = events(book("export ics --kind event --kind work").out)
    book("edit bo-lind --drop 'event=wedding: 2010-05-01' --event wedding:2010-05-02")
    book("position edit ana-pires Helix --from 2018-04")

    after = events(book("export ics --kind event --kind work").out)

    for old, new in (
        ("Bo Lind: wedding (2010)",) * 2,
        ("Ana Pires: at Helix, since 2019", "Ana Pires: at Helix, since 2018"),
    ):
        assert before[old]["UID"] == after[new]["UID"]
        assert after[new]["SEQUENCE"] > before[old]["SEQUENCE"]
    assert after["Bo Lind: birthday (2011)"] == before["Bo Lind: birthday (2011)"]


def test_two_events_with_the_same_words_are_two(netcli: Netcli) -> None:
    """A calendar shows both weddings."""
    netcli("add 'Bo Lind'")
    netcli("edit bo-lind --event wedding:2001-05-01 --event wedding:2010-09-04")

    found = events(netcli("export ics --kind event").out)

    assert len({event["UID"] for event in found.values()}) == len(found) == 2


def test_one_that_was_put_off_stands_beside_those_that_follow(book: Netcli) -> None:
    """Put off from 31 March to 7 April; the next is 30 June as before."""
    book("remind snooze 2 --until 2026-04-07")
    read = icalendar.Calendar.from_ical(book("export ics --kind reminder").out)

    found = [(e.decoded("DTSTART"), "RRULE" in e) for e in read.walk("VEVENT") if e["SUMMARY"] == "board report"]

    assert found == [(date(2026, 4, 7), False), (date(2026, 6, 30), True)]


def test_lines_are_folded_on_whole_characters(netcli: Netcli) -> None:
    """At most 75 octets, CRLF at each end (RFC 5545, section 3.1)."""
    text = "é" * 200 + ", ключ; 日本 " * 20
    netcli("remind", "add", text, "--on", "2027-01-01")
    data = netcli("export ics").out.encode()

    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert " ".join(text.split()) in events(data.decode())


def test_a_query_and_kinds_choose(book: Netcli, tmp_path: Path) -> None:
    """What matches is written, and how many; an unknown kind is told."""
    book("tag bo-lind friends")

    assert "Wrote" in book(f"export ics tag:friends -o {tmp_path}/f.ics").err
    assert set(events((tmp_path / "f.ics").read_text())) == {
        "Bo Lind: birthday", "send slides; call, then; a \\backslash (Bo Lind)",
    }  # fmt: skip
    assert "no kind luck" in book("export ics --kind luck", code=2).err


CONFIG = """[calendars]
[[n]]
path = {folder}/cal
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}
[sqlite]
path = {folder}/khal.db
"""


@pytest.mark.skipif(not shutil.which("khal"), reason="khal is not installed")
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
def test_a_calendar_program_lists_it(book: Netcli, tmp_path: Path, zone: str) -> None:
    """khal imports the file and shows each day where it belongs, wherever it is run."""
    book(f"export ics -o {tmp_path}/n.ics")
    (tmp_path / "cal").mkdir()
    (tmp_path / "config").write_text(CONFIG.format(folder=tmp_path, zone=zone))

    def khal(*words: str) -> str:
        env = {**os.environ, "HOME": str(tmp_path), "TZ": zone}
        done = subprocess.run(
            ["khal", "-c", str(tmp_path / "config"), *words], capture_output=True, text=True, env=env, check=True
        )
        return done.stdout

    khal("import", "--batch", "-a", "n", str(tmp_path / "n.ics"))
    listed = khal("list", "2026-02-27", "40d", "--format", "{title}", "--day-format", "{date}")

    assert [line.partition(" ⟳")[0].partition(" ⏰")[0].strip() for line in listed.splitlines()] == [
        "2026-02-28", "Ana Pires: birthday (1984)", "2026-03-06", "send slides; call, then; a \\backslash (Bo Lind)",
        "2026-03-16", "Get back to Cy Marsh", "2026-03-31", "board report",
    ]  # fmt: skip
