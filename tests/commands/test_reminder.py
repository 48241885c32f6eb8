"""Reminders, promises and days that come back, by commands; years of them, wherever the clock stands."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from dateutil.rrule import MONTHLY, rrule

from netcli import cli
from netcli.commands._session import Session, Settings
from netcli.commands._upkeep import midnight
from netcli.domain.occasion import OccasionQuestion, list_occasions
from netcli.domain.reminder import NewReminder, ReminderQuestion, add_reminder, finish, list_reminders
from netcli.recurrence import yearly
from netcli.storage import open_writer
from tests.conftest import Netcli

ZONES = ("Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")


@pytest.fixture
def book(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> Netcli:
    """Ana and Bo, on 2 March 2026."""
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-02")
    netcli("add 'Ana Pires <ana@example.org>'")
    netcli("add 'Bo Lind'")
    return netcli


def rows(netcli: Netcli, *words: str) -> list[dict[str, Any]]:
    """Return the reminders as JSON."""
    return netcli("remind", "list", *words, "--json").json


def test_a_reminder_is_added_listed_due_and_done(book: Netcli) -> None:
    """About somebody or nobody; a month counts to its last day; done once, it is gone for good."""
    book("remind add ana-pires 'send the slides' --on friday --promise mine")
    book("remind add 'renew the membership' --on 2026-03")
    book("remind add bo-lind 'ask about May' --on 2026-03-01 --promise theirs")

    assert [(row["id"], row["on"], row["promise"], row["overdue"]) for row in rows(book)] == [
        (3, "2026-03-01", "theirs", True), (1, "2026-03-06", "mine", False), (2, "2026-03-31", None, False),
    ]  # fmt: skip
    due = book("due --json").json
    assert [(one["kind"], one["text"], one["command"]) for one in due] == [
        ("promise", "ask about May (promised to you)", "netcli remind done 3")
    ]
    book("remind done 3")
    book("due", code=1)
    assert "done already, since 2026-03-02" in book("remind done 3", code=65).err
    assert [row["id"] for row in rows(book, "--done", "--promises")] == [3, 1]
    book("undo")
    assert len(rows(book)) == 3


def test_lists_are_filtered_sorted_and_cut(book: Netcli) -> None:
    """By people, days and promises."""
    for n, who in enumerate(("ana-pires", "bo-lind", "ana-pires"), 1):
        book(f"remind add {who} 'thing {n}' --on +{4 - n}d")

    assert [row["id"] for row in rows(book, "ana")] == [3, 1]
    assert [row["id"] for row in rows(book, "--days", "2")] == [3, 2]
    assert [row["id"] for row in rows(book, "--sort", "added", "--limit", "2")] == [3, 2]
    assert book("remind list --format '{id} {text}' --days 1").out == "3 thing 3\n"
    assert "no order luck" in book("remind list --sort luck", code=2).err


def test_what_comes_again_is_due_on_its_next_day(book: Netcli) -> None:
    """Counted from the first; done late it is not due twice, done early not again on the same day."""
    book("remind add 'month ends' --on 2026-01-31 --every monthly")

    book("remind done 1")  # on 2 March: 31 January and 28 February are past
    assert rows(book)[0]["on"] == "2026-03-31"
    assert "again Thu 2026-04-30" in book("remind done 1").err + book("operations --limit 1").out
    book("remind snooze 1 --until 2026-05-05")
    assert rows(book)[0]["on"] == "2026-05-05"
    book("remind done 1")
    assert rows(book)[0]["on"] == "2026-05-31"
    book("remind remove 1")
    assert rows(book) == []
    book("undo")
    assert rows(book)[0]["on"] == "2026-05-31"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("remind add ana-pires ' '", 65, "a reminder needs a text"),
        ("remind add ana-pires x y", 2, "one person and one text"),
        ("remind add x --every 3", 65, "not a span of time"),
        ("remind add x --on luck", 65, "not a date"),
        ("remind add nobody x", 3, "nobody is called"),
        ("remind done 9", 3, "there is no reminder 9"),
        ("remind ana-pires 'call her'", 2, "did you mean netcli remind add ana-pires"),
        ("birthdays --sort luck", 2, "no order luck"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(book: Netcli, line: str, code: int, said: str) -> None:
    """The cause, and what to type next; nothing is written."""
    error = book(line, code=code).err

    assert said in error.splitlines()[-1]
    assert rows(book) == []


def test_reminders_of_removed_people_are_not_told(book: Netcli) -> None:
    """Nor those of purged ones, which are gone."""
    book("remind add ana-pires x")
    book("remove ana-pires --yes")
    assert rows(book) == []
    book("restore ana-pires")
    assert len(rows(book)) == 1


def test_birthdays_of_the_month(book: Netcli) -> None:
    """With the age where the year is known; an event of one's own; years at work on request; by day."""
    book("edit ana-pires --birthday 1980-03-04 --event 'wedding: 2010-03-20'")
    book("edit bo-lind --birthday=--03-02")
    book("position add bo-lind --org Helix --title Baker --from 2019-03")
    book("position add bo-lind --org Osprey --title Clerk --from 2026-03-05")

    found = book("birthdays --work --json").json

    assert [(one["person"]["handle"], one["on"], one["text"]) for one in found] == [
        ("bo-lind", "2026-03-02", "birthday"), ("ana-pires", "2026-03-04", "turns 46"),
        ("ana-pires", "2026-03-20", "wedding, 16 years"),
    ]  # fmt: skip
    assert len(book("birthdays --days 365 --work --json").json) == 4  # and 8 years at Helix
    assert [one["on"] for one in book("birthdays bo --days 0 --json").json] == ["2026-03-02"]


@pytest.fixture
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """Let this process live in a time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    del os.environ["TZ"]
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize("zone", ZONES, indirect=True)
def test_it_is_today_from_midnight_to_midnight(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """2024 to 2032, a minute after midnight and one before the next, also where the clock jumps by half an hour."""
    monkeypatch.delenv("NETCLI_TODAY", raising=False)
    session, day = Session(Settings()), date(2024, 1, 1)
    while day < date(2033, 1, 1):
        for hour, minute in ((0, 1), (23, 59)):
            moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
            with time_machine.travel(moment, tick=False):
                assert session.today == day
                began = datetime.fromisoformat(midnight(session).replace("Z", "+00:00"))
                assert began.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") == f"{day} 00:00"
        day += timedelta(days=1)


def test_nothing_is_missed_and_nothing_told_twice_in_nine_years(tmp_path: Path) -> None:
    """Day by day from 2024 to 2032: every monthly, quarterly and yearly day, each once, 29 February among them."""
    told: dict[str, list[date]] = {"monthly": [], "quarterly": [], "leap": [], "Ana": [], "Bo": []}
    with open_writer(tmp_path / "t.db") as store, store.operation("fill", at="2024-01-01T00:00:00Z"):
        for name, birthday in (("Me", None), ("Ana", "1984-02-29"), ("Bo", "--12-31")):
            person = store.insert("person", handle=name.lower() + "-x", uid=name, name=name, birthday=birthday,
                                  is_me=int(name == "Me"), to_meet=1)  # fmt: skip
            store.run("INSERT INTO listed (id, name_key, is_mine, text) VALUES (?, ?, 1, '')", (person, name.lower()))
        for text, first, every in (("monthly", "2024-01-31", "1m"), ("quarterly", "2024-01-30", "3m"),
                                   ("leap", "2024-02-29", "1y")):  # fmt: skip
            add_reminder(store, NewReminder(text, first, every=every))
        day = date(2024, 1, 1)
        while day < date(2033, 1, 1):
            for row in list_reminders(store, ReminderQuestion(until=day), day).reminders:
                told[row.text].append(date.fromisoformat(row.on))
                finish(store, row, on=day.isoformat())
            for one in list_occasions(store, OccasionQuestion(ahead=0), day).occasions:
                told[one.person.name].append(day)
            day += timedelta(days=1)

    def ends(first: int, interval: int) -> list[date]:
        start = datetime(2024, 1, first)  # noqa: DTZ001 - rules of whole days have no zone
        until = datetime(2032, 12, 31)  # noqa: DTZ001
        rule = rrule(
            MONTHLY, interval=interval, dtstart=start, until=until, bymonthday=range(28, first + 1), bysetpos=-1
        )
        return [moment.date() for moment in rule]

    leap = [yearly(2, 29, year) for year in range(2024, 2033)]
    assert told == {
        "monthly": ends(31, 1), "quarterly": ends(30, 3), "leap": leap, "Ana": leap,
        "Bo": [date(year, 12, 31) for year in range(2024, 2033)],
    }  # fmt: skip


def test_the_timer_names_a_file_that_the_environment_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither cron nor systemd has the variables of a shell; the usual place needs no word."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))

    assert cli.run(["remind", "timer", "--cron"]) == 0
    assert f"--db {tmp_path}/elsewhere/netcli/netcli.db today" in capsys.readouterr().out
    monkeypatch.delenv("XDG_DATA_HOME")
    assert cli.run(["remind", "timer", "--cron"]) == 0
    assert "--db" not in capsys.readouterr().out


def test_the_timer_names_program_and_file(book: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As systemd and cron read it; files are written only when asked for, and none is replaced."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "a b%"))
    cron = book("remind timer --cron --at 8:05").out
    assert cron.startswith("5 8 * * * ")
    assert f"--db {book.db} today --notify --quiet" in cron

    assert "SuccessExitStatus=1" in book("remind timer --systemd").out
    assert not (tmp_path / "a b%").exists()
    book("remind timer --systemd --write --at 23:59")
    units = tmp_path / "a b%" / "systemd" / "user"
    assert "OnCalendar=*-*-* 23:59\nPersistent=true" in (units / "netcli.timer").read_text()
    book("remind timer --systemd --write", code=73)
    for line in ("remind timer", "remind timer --cron --at 25:00", "remind timer --cron --write"):
        book(line, code=2)
