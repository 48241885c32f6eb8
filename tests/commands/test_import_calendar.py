"""netcli import of calendars: who met whom on which day, told once, and told anew when the calendar is."""

from __future__ import annotations

import random
import sqlite3
import zipfile
from pathlib import Path

import pytest

from netcli.commands._session import LARGE_IMPORT
from tests.commands.conftest import written
from tests.conftest import Netcli

ME = "ATTENDEE;CN=Sam Moreau;PARTSTAT=ACCEPTED:mailto:sam@example.org"
ANA = 'ATTENDEE;CN="Pires, Ana";PARTSTAT=ACCEPTED:MAILTO:Ana@example.org'
BO = "ATTENDEE;CN=Bo Lind:mailto:bo@example.net"
CY = "ATTENDEE:mailto:cy@example.com"
ON = "DTSTART;TZID=Europe/Paris:20260105T093000"
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=3"
#: Reasons that are told of hardly every file.
ALONE = "events with nobody but one person in them"


def event(uid: str, *lines: str) -> str:
    """Return an event; it has a title and a place that nobody is to find again."""
    words = ("SUMMARY:a zanzibar", "DESCRIPTION:zanzibar quintessence", "LOCATION:Zanzibar Hall")
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, *words, "END:VEVENT", ""))


def calendar(*events: str, more: str = "") -> str:
    """Return a calendar."""
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{more}{''.join(events)}END:VCALENDAR\r\n"


PLAIN = calendar(event("1", ON, ME, ANA), event("2", "DTSTART:20260106T233000Z", ME, ANA, BO), event("3", ON, ME))


def _met(netcli: Netcli) -> list[tuple[str, str, str]]:
    """Return who met: (day, channel, handles)."""
    with sqlite3.connect(netcli.db) as file:
        rows = file.execute(
            "SELECT on_date, channel, (SELECT group_concat(handle, ' ') FROM (SELECT handle FROM participant"
            " JOIN person ON person.id = person_id WHERE interaction_id = interaction.id ORDER BY handle))"
            " FROM interaction ORDER BY 1, 2, 3"
        ).fetchall()
    file.close()
    return rows


def _counted(netcli: Netcli) -> list[tuple[str, str, str, str, int]]:
    with sqlite3.connect(netcli.db) as file:
        rows = file.execute(
            "SELECT on_date, a.handle, b.handle, channel, count FROM contact_day JOIN person AS a ON a.id = from_id"
            " JOIN person AS b ON b.id = to_id ORDER BY 1, 2, 3"
        ).fetchall()
    file.close()
    return rows


def _ties(netcli: Netcli) -> int:
    with sqlite3.connect(netcli.db) as file:
        (count,) = file.execute("SELECT count(*) FROM tie").fetchone()
    file.close()
    return int(count)


def _skipped(report: object) -> dict[str, int]:
    return {item["reason"]: item["count"] for item in report["skipped"]}


def _rows(report: object) -> dict[str, tuple[int, int]]:
    return {row["kind"]: (row["added"], row["removed"]) for row in report["rows"]}


def _days(netcli: Netcli) -> list[str]:
    return [day for day, _, _ in _met(netcli)]


def test_who_met_whom_on_which_day(sam: Netcli, tmp_path: Path) -> None:
    """The day is that of the event as it is written; those I met are added, known through that alone."""
    report = sam("import", written(tmp_path, PLAIN), "--json").json

    assert (report["read"], report["created"], report["format"], report["source"]) == (3, 2, "ics", "calendar")
    assert _rows(report) == {"meetings": (2, 0)}
    assert _skipped(report) == {ALONE: 1}
    assert _met(sam) == [
        ("2026-01-05", "meeting", "ana-pires sam-moreau"), ("2026-01-06", "meeting", "ana-pires bo-lind sam-moreau"),
    ]  # fmt: skip
    assert sam("list --json").json == []
    assert {person["handle"] for person in sam("list --all --json").json} == {"ana-pires", "bo-lind"}


def test_what_an_event_is_called_is_nowhere_unless_asked_for(sam: Netcli, tmp_path: Path) -> None:
    """Without --titles no word of it is in the file; with it the title alone, also of what was read before."""
    file = written(tmp_path, PLAIN)
    sam("import", file)
    assert b"zanzibar" not in sam.db.read_bytes().lower()

    titled = sam("import", file, "--titles", "--json").json
    assert (titled["updated"], titled["unchanged"]) == (2, 0)
    assert {row["text"] for row in sam("contacts --json").json} == {"a zanzibar"}
    assert b"quintessence" not in sam.db.read_bytes()
    assert sam("import", file, "--json").json["unchanged"] == 2  # the choice stays with the source
    sam("import", file, "--no-titles")
    assert {row["text"] for row in sam("contacts --json").json} == {None}


def test_the_same_calendar_is_told_once(sam: Netcli, tmp_path: Path) -> None:
    """Import twice is an empty plan; undo takes all of it back, redo brings it again."""
    file = written(tmp_path, PLAIN)
    before = sam("export json").out
    sam("import", file)
    once = sam("export json").out
    again = sam("import", file, "--json").json

    assert (again["operation"], again["created"], again["unchanged"], again["rows"]) == (None, 0, 2, [])
    sam("undo")
    assert _met(sam) == []
    assert _ties(sam) == 0
    assert sam("export json").out.partition('"next_ids"')[0] == before.partition('"next_ids"')[0]
    sam("redo")
    assert sam("export json").out == once
    assert sam("import", file, "--json").json["operation"] is None


def test_a_dry_run_tells_what_will_happen(sam: Netcli, tmp_path: Path) -> None:
    """The same report, and the file stays as it was."""
    file = written(tmp_path, PLAIN)
    dry = sam("import", file, "--dry-run", "--json").json
    assert _met(sam) == []
    real = sam("import", file, "--json").json

    told = ("read", "created", "updated", "unchanged", "skipped", "rejected", "rows", "files")
    assert [dry[name] for name in told] == [real[name] for name in told]


def test_a_restored_file_knows_what_was_told(sam: Netcli, tmp_path: Path) -> None:
    """The digests of events go with export json."""
    file = written(tmp_path, PLAIN)
    sam("import", file)
    exported = sam("export json").out
    restored = Netcli(tmp_path / "restored.db", sam._capsys, sam._monkeypatch)
    restored("import", written(tmp_path, exported, "export.json"))

    assert restored("export json").out == exported
    assert restored("import", file, "--json").json["unchanged"] == 2


# Who is there


@pytest.mark.parametrize(
    ("line", "added"),
    [
        ("ATTENDEE:mailto:dee@example.org", "dee"),
        ("ATTENDEE;CN=Dee Ross:MailTo:DEE@example.org", "dee-ross"),
        ('ATTENDEE;CN="Ross, Dee":dee@example.org', "dee-ross"),
        ("ATTENDEE;CN=dee@example.org:mailto:dee@example.org", "dee"),
        ("ATTENDEE;CN=Dee Ross;EMAIL=dee@example.org:urn:uuid:5d1e-77", "dee-ross"),
        ("ATTENDEE;CN=Dee Ross:mailto:dee@exam\r\n ple.org", "dee-ross"),
        ("ATTENDEE;CN=Dee Ross;X=\"a;b:c\":mailto:dee@\r\n  example.org", "dee-ross"),
        ("ATTENDEE;CN=Dee ^'DR^' Ross:mailto:dee@example.org", "dee-dr-ross"),
        ("ATTENDEE;ROLE=ATTENDEE;STATUS=CONFIRMED:Dee Ross <dee@example.org>", "dee-ross"),
        ("ATTENDEE;CN==?utf-8?Q?D=C3=A9e_Ross?=:mailto:dee%40example.org", "dee-ross"),
        ("ORGANIZER;CN=Dee Ross:mailto:dee@example.org?subject=x", "dee-ross"),
        ("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:dee@example.org", "dee"),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:dee@example.org", None),
        ("ATTENDEE;PARTSTAT=declined;CN=Dee:mailto:dee@example.org", None),
        ("ATTENDEE;PARTSTAT=DELEGATED:mailto:dee@example.org", None),
        ("ATTENDEE;STATUS=DECLINED:dee@example.org", None),
        ("ATTENDEE;CUTYPE=ROOM:mailto:dee@example.org", None),
        ("ATTENDEE;CUTYPE=RESOURCE:mailto:dee@example.org", None),
        ("ATTENDEE;CUTYPE=GROUP:mailto:dee@example.org", None),
        ("ATTENDEE;ROLE=NON-PARTICIPANT:mailto:dee@example.org", None),
        ("ATTENDEE:mailto:c_1@resource.calendar.google.com", None),
        ("ORGANIZER:mailto:no-reply@example.com", None),
        ("ATTENDEE;CN=Dee Ross:urn:uuid:5d1e-77", None),
        ("ATTENDEE:invalid:nomail", None),
        ("ATTENDEE:Dee", None),
    ],
)  # fmt: skip
def test_who_attends(sam: Netcli, tmp_path: Path, line: str, added: str | None) -> None:
    """Whoever did not decline, is no room, and has an address; the organiser too."""
    report = sam(
        "import", written(tmp_path, calendar(event("1", ON, ME, line))), "--create-people", "all", "--json"
    ).json

    assert [person["handle"] for person in sam("list --all --json").json] == ([added] if added else [])
    assert _days(sam) == (["2026-01-05"] if added else [])
    assert report["rejected"] == []


def test_somebody_without_an_address_is_who_alone_has_his_name(sam: Netcli, tmp_path: Path) -> None:
    """A name that two people have, or nobody, is nobody's, and the report says so."""
    sam("add 'Dee Ross'")
    line = 'ATTENDEE;CN="Ross, Dee":invalid:nomail'
    sam("import", written(tmp_path, calendar(event("1", ON, ME, line))))
    assert _met(sam) == [("2026-01-05", "meeting", "dee-ross sam-moreau")]
    sam("undo")
    sam("add 'Dee Ross' --anyway")
    report = sam("import", written(tmp_path, calendar(event("1", ON, ME, line))), "--json").json

    assert _met(sam) == []
    assert _skipped(report)["people without an address, whose name is not that of one person on file"] == 1


def test_several_addresses_of_somebody_are_one_person(sam: Netcli, tmp_path: Path) -> None:
    """I with two addresses, Ana with two, are a meeting of two."""
    sam("edit me --email sam@work.example.com")
    sam("add 'Ana Pires' --email ana@example.org --email a.pires@example.com")
    lines = (ME, "ORGANIZER:mailto:sam@work.example.com", ANA, "ATTENDEE:mailto:a.pires@example.com")
    sam("import", written(tmp_path, calendar(event("1", ON, *lines))))

    assert _met(sam) == [("2026-01-05", "meeting", "ana-pires sam-moreau")]


def test_i_am_there_if_i_attend(sam: Netcli, tmp_path: Path) -> None:
    """Where I declined, or am not named, the others have met without me."""
    mine = ME.replace("ACCEPTED", "DECLINED")
    events = (event("1", ON, mine, ANA, BO), event("2", "DTSTART:20260106", ANA, BO))
    sam("import", written(tmp_path, calendar(*events)), "--create-people", "all")

    assert _met(sam) == [(f"2026-01-0{day}", "meeting", "ana-pires bo-lind") for day in (5, 6)]
    assert sam("contacts ana-pires --json").json[0]["with_me"] is False


def test_whom_to_add_is_said(sam: Netcli, tmp_path: Path) -> None:
    """Nobody, those I met in a few, or everybody; a later reading makes up for what was left out."""
    events = (event("1", ON, ME, ANA), event("2", "DTSTART:20260106", BO, CY))
    file = written(tmp_path, calendar(*events))

    none = sam("import", file, "--create-people", "known", "--json").json
    assert (none["created"], _skipped(none)) == (0, {"meetings of which fewer than two people are on file": 2})
    assert sam("import", file, "--create-people", "correspondents", "--json").json["created"] == 1
    assert sam("import", file, "--create-people", "--json").json["created"] == 2
    assert [people for _, _, people in _met(sam)] == ["ana-pires sam-moreau", "bo-lind cy"]
    assert sam("import", file, "--json").json["operation"] is None


def test_somebody_who_comes_on_file_later_was_there_all_the_time(sam: Netcli, tmp_path: Path) -> None:
    """The next reading adds him to the meeting, and counts nothing twice."""
    sam("add 'Ana Pires' --email ana@example.org")
    file = written(tmp_path, calendar(event("1", ON, ME, ANA, BO)))
    sam("import", file, "--create-people", "known")
    sam("add 'Bo Lind' --email bo@example.net")
    report = sam("import", file, "--json").json

    assert (report["updated"], report["rows"]) == (1, [])
    assert _met(sam) == [("2026-01-05", "meeting", "ana-pires bo-lind sam-moreau")]


def test_whom_i_removed_is_kept_out(sam: Netcli, tmp_path: Path) -> None:
    """He is matched and told; restored, he was there again."""
    sam("add 'Bo Lind' --email bo@example.net")
    file = written(tmp_path, PLAIN)
    sam("import", file)
    sam("remove bo-lind --yes")
    report = sam("import", file, "--json").json

    assert (_skipped(report)["kept out: you removed them"], report["operation"]) == (1, None)
    sam("restore bo-lind")
    assert _met(sam)[1] == ("2026-01-06", "meeting", "ana-pires bo-lind sam-moreau")


# Larger events


def _many(count: int) -> list[str]:
    return [f"ATTENDEE;CN=Guest {n}:mailto:g{n}@example.org" for n in range(count)]


def test_of_more_than_eight_it_is_counted_with_whom_i_was_there(sam: Netcli, tmp_path: Path) -> None:
    """Eight with me are a meeting; nine are an event between me and each, if I attend."""
    sam("import", written(tmp_path, calendar(event("1", ON, ME, *_many(7)))), "--create-people", "all")
    assert (len(_met(sam)), _counted(sam), _ties(sam)) == (1, [], 28)
    sam("undo")
    report = sam("import", written(tmp_path, calendar(event("1", ON, ME, *_many(8)))), "--create-people", "--json").json

    assert _rows(report) == {"larger events, counted with whom you were there": (1, 0)}
    assert (_met(sam), len(_counted(sam)), _ties(sam)) == ([], 8, 8)
    assert {row[3:] for row in _counted(sam)} == {("event", 1)}
    assert sam("import", written(tmp_path, calendar(event("1", ON, ME, *_many(8)))), "--json").json["operation"] is None
    sam("undo")
    assert (_counted(sam), _ties(sam)) == ([], 0)
    without = sam("import", written(tmp_path, calendar(event("1", ON, *_many(9)))), "--create-people", "--json").json
    assert (_counted(sam), _skipped(without)) == ([], {"larger events without their owner": 1})


def test_larger_events_change_too(sam: Netcli, tmp_path: Path) -> None:
    """Moved, called off, with others there, or of fewer people than before: counts follow; two of a day are two."""

    def read(*events: str) -> None:
        sam("import", written(tmp_path, calendar(*events)), "--create-people", "all")

    read(event("1", ON, ME, *_many(8)), event("2", ON, ME, *_many(9)))
    assert {row[4] for row in _counted(sam) if "guest-8" not in row} == {2}
    read(event("1", "DTSTART:20260107", ME, *_many(8)))
    assert {(row[0], row[4]) for row in _counted(sam)} == {("2026-01-05", 1), ("2026-01-07", 1)}
    read(event("1", "DTSTART:20260107", ME, *_many(9)[1:]))
    assert not any(row[0] == "2026-01-07" and "guest-0" in row for row in _counted(sam))
    read(event("1", "DTSTART:20260107", "STATUS:CANCELLED", ME, *_many(8)), event("2", ON, ME, *_many(2)))
    assert (_counted(sam), _met(sam)) == ([], [("2026-01-05", "meeting", "guest-0 guest-1 sam-moreau")])
    read(event("2", ON, ME, *_many(9)))
    assert (len(_counted(sam)), _met(sam)) == (9, [])


def test_counts_follow_a_merge(sam: Netcli, tmp_path: Path) -> None:
    """Whoever was merged since is known by his new number: nothing is left of an event that was called off."""
    sam("import", written(tmp_path, calendar(event("1", ON, ME, *_many(9)))), "--create-people", "all")
    sam("add 'Guest Zero'")
    sam("merge guest-zero guest-0 --yes")
    sam("import", written(tmp_path, calendar(event("1", ON, ME, *_many(9)))))
    sam("import", written(tmp_path, calendar(event("1", ON, "STATUS:CANCELLED"))))

    assert _counted(sam) == []


def test_a_whole_day_that_nobody_keeps_free_is_but_counted(sam: Netcli, tmp_path: Path) -> None:
    """As somebody's holiday that all are told of; a time that is shown as free is a meeting all the same."""
    free = "TRANSP:TRANSPARENT"
    events = (
        event("1", "DTSTART;VALUE=DATE:20260105", free, ME, ANA),
        event("2", "DTSTART:20260106T090000", free, ME, ANA),
    )
    sam("import", written(tmp_path, calendar(*events)))

    assert (_days(sam), [row[0] for row in _counted(sam)]) == (["2026-01-06"], ["2026-01-05"])


def test_a_call_is_told_by_how_one_takes_part(sam: Netcli, tmp_path: Path) -> None:
    """By its link, unless there is a place; what a place is that is none is known."""
    link = "X-GOOGLE-CONFERENCE:https://meet.example.org/x"
    places = {
        "": "video",
        "LOCATION:Room 4": "meeting",
        "LOCATION:Microsoft Teams Meeting": "video",
        "LOCATION:https://z.example.org": "video",
    }
    events = [
        f"BEGIN:VEVENT\nUID:{n}\nDTSTART:2026010{n}\n{ME}\n{ANA}\n{link}\n{place}\nEND:VEVENT\n"
        for n, place in enumerate(places, 1)
    ]
    sam("import", written(tmp_path, calendar(*events)))

    assert [channel for _, channel, _ in _met(sam)] == list(places.values())


# Events that come again


def _series(*lines: str, apart: tuple[str, ...] = (), people: tuple[str, ...] = (ME, ANA)) -> str:
    return calendar(event("s", ON, *people, *lines), *(event("s", *people, *text.split("\n")) for text in apart))


@pytest.mark.parametrize(
    ("lines", "apart", "days"),
    [
        ((WEEKLY,), (), ["01-05", "01-12", "01-19"]),
        (("RRULE:FREQ=WEEKLY",), (), [f"0{m}-{d:02d}" for m, d in ((1, 5), (1, 12), (1, 19), (1, 26), (2, 2), (2, 9), (2, 16), (2, 23), (3, 2))]),
        (("RRULE:FREQ=MONTHLY;BYDAY=1MO",), (), ["01-05", "02-02", "03-02"]),
        ((WEEKLY, "EXDATE;TZID=Europe/Paris:20260112T093000"), (), ["01-05", "01-19"]),
        ((WEEKLY, "EXDATE;VALUE=DATE:20260105,20260112"), (), ["01-19"]),
        ((WEEKLY, "EXDATE:20260112T083000Z"), (), ["01-05", "01-19"]),
        (("RDATE:20260107T080000Z,20260109T080000Z",), (), ["01-05", "01-07", "01-09"]),
        (("RDATE;VALUE=PERIOD:20260107T080000Z/PT1H", "RDATE:20270101"), (), ["01-05", "01-07"]),
        (("RRULE:FREQ=DAILY;UNTIL=20260107T083000Z",), (), ["01-05", "01-06", "01-07"]),
        (("RRULE:FREQ=DAILY;COUNT=5", "EXRULE:FREQ=DAILY;INTERVAL=2"), (), ["01-06", "01-08"]),
        ((WEEKLY,), ("DTSTART:20260113\nRECURRENCE-ID;TZID=Europe/Paris:20260112T093000",), ["01-05", "01-13", "01-19"]),
        ((WEEKLY,), ("DTSTART:20260113\nRECURRENCE-ID:20260112T083000Z",), ["01-05", "01-13", "01-19"]),
        ((WEEKLY,), ("DTSTART:20260119\nRECURRENCE-ID:20260112",), ["01-05", "01-19"]),
        ((WEEKLY,), ("DTSTART:20270119\nRECURRENCE-ID:20260112",), ["01-05", "01-19"]),
        ((WEEKLY,), ("STATUS:CANCELLED\nRECURRENCE-ID:20260112",), ["01-05", "01-19"]),
        ((WEEKLY,), ("RECURRENCE-ID;RANGE=THISANDFUTURE:20260112\nDTSTART:20260114",), ["01-05", "01-14", "01-21"]),
        ((WEEKLY,), ("RECURRENCE-ID;RANGE=THISANDFUTURE:20260112\nSTATUS:CANCELLED",), ["01-05"]),
        (("STATUS:CANCELLED", WEEKLY), (), []),
        (("RRULE:FREQ=NEVER",), (), ["01-05"]),
        (("RRULE:D1 #3",), (), ["01-05", "01-06", "01-07"]),
    ],
)  # fmt: skip
def test_events_that_come_again(
    sam: Netcli, tmp_path: Path, lines: tuple[str, ...], apart: tuple[str, ...], days: list[str]
) -> None:
    """Every day up to today, but for those left out, moved and called off."""
    report = sam("import", written(tmp_path, _series(*lines, apart=apart)), "--json").json

    assert _days(sam) == [f"2026-{day}" for day in days]
    assert ("repetitions that cannot be read: the first day alone counts" in _skipped(report)) == ("NEVER" in lines[0])


def test_one_of_a_series_has_people_of_its_own(sam: Netcli, tmp_path: Path) -> None:
    """Whoever declined that one alone was at all others; an exception without its series stands for itself."""
    bo_out = BO.replace(":", ";PARTSTAT=DECLINED:", 1)
    apart = event("s", "RECURRENCE-ID:20260112", "DTSTART:20260112", ME, ANA, bo_out)
    lone = event("other", "RECURRENCE-ID:20260113", "DTSTART:20260113", ME, ANA)
    sam("import", written(tmp_path, calendar(event("s", ON, WEEKLY, ME, ANA, BO), apart, lone)))

    assert _met(sam) == [
        ("2026-01-05", "meeting", "ana-pires bo-lind sam-moreau"), ("2026-01-12", "meeting", "ana-pires sam-moreau"),
        ("2026-01-13", "meeting", "ana-pires sam-moreau"), ("2026-01-19", "meeting", "ana-pires bo-lind sam-moreau"),
    ]  # fmt: skip


def test_nothing_to_come_enters_until_its_day(sam: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither people nor meetings; the same file read a week later tells one day more."""
    file = written(
        tmp_path, calendar(event("s", ON, "RRULE:FREQ=WEEKLY", ME, ANA), event("2", "DTSTART:20260303", ME, CY))
    )
    report = sam("import", file, "--json").json
    assert (report["created"], _skipped(report), max(_days(sam))) == (1, {"events to come": 1}, "2026-03-02")

    monkeypatch.setenv("NETCLI_TODAY", "2026-03-10")
    assert _rows(sam("import", file, "--json").json) == {"meetings": (2, 0)}
    monkeypatch.setenv("NETCLI_TODAY", "2026-01-10")
    assert sam("import", file, "--json").json["operation"] is None  # an earlier day takes nothing out


# A calendar that was changed


def test_a_meeting_that_was_moved_goes_from_its_old_day(sam: Netcli, tmp_path: Path) -> None:
    """And one that was called off goes; both are told, and undone at once. What a file is silent of stays."""
    sam("import", written(tmp_path, PLAIN))
    newer = calendar(event("1", "DTSTART:20260107T100000", ME, ANA))
    report = sam("import", written(tmp_path, newer, "newer.ics"), "--json").json

    assert _rows(report) == {"meetings": (1, 1)}
    assert _days(sam) == ["2026-01-06", "2026-01-07"]
    called_off = sam(
        "import", written(tmp_path, calendar(event("1", ON, "STATUS:CANCELLED", ME, ANA)), "off.ics"), "--json"
    ).json
    assert (_rows(called_off), _days(sam)) == ({"meetings": (0, 1)}, ["2026-01-06"])
    sam("undo"), sam("undo")
    assert _days(sam) == ["2026-01-05", "2026-01-06"]
    sam(
        "import",
        written(tmp_path, calendar(event("2", "DTSTART:20260106T233000Z", ME), event("1", ON, ME)), "alone.ics"),
    )
    assert (_met(sam), _ties(sam)) == ([], 0)


def test_a_part_of_a_series_says_nothing_of_the_rest(sam: Netcli, tmp_path: Path) -> None:
    """A file with one of a series alone moves that one."""
    sam("import", written(tmp_path, _series(WEEKLY)))
    part = calendar(event("s", "RECURRENCE-ID;TZID=Europe/Paris:20260112T093000", "DTSTART:20260113", ME, ANA))
    sam("import", written(tmp_path, part, "part.ics"))

    assert _days(sam) == ["2026-01-05", "2026-01-13", "2026-01-19"]


def test_who_was_there_is_told_anew(sam: Netcli, tmp_path: Path) -> None:
    """Somebody who declined in the newer file was not there; somebody who is new in it was."""
    sam("import", written(tmp_path, calendar(event("1", ON, ME, ANA, BO))))
    report = sam("import", written(tmp_path, calendar(event("1", ON, ME, BO, CY))), "--json").json

    assert (report["updated"], report["created"]) == (1, 1)
    assert _met(sam) == [("2026-01-05", "meeting", "bo-lind cy sam-moreau")]
    assert _ties(sam) == 3


def test_what_i_took_out_stays_out(sam: Netcli, tmp_path: Path) -> None:
    """A calendar that repeats itself does not bring back a contact that I removed; undo does."""
    file = written(tmp_path, PLAIN)
    sam("import", file)
    number = sam("contacts --sort oldest --format ids").out.split()[0]
    sam("log", "--remove", number)

    assert sam("import", file, "--json").json["operation"] is None
    sam("import", written(tmp_path, PLAIN.replace("PARTSTAT=ACCEPTED", "PARTSTAT=TENTATIVE"), "b.ics"))
    assert _days(sam) == ["2026-01-06"]
    sam("undo")
    sam("undo")
    assert _days(sam) == ["2026-01-05", "2026-01-06"]


def test_what_i_logged_myself_is_not_told_a_second_time(sam: Netcli, tmp_path: Path) -> None:
    """Once for each time that I logged: a second meeting of that day counts, and so does one with somebody more."""
    sam("add 'Ana Pires <ana@example.org>'")
    sam("log ana-pires lunch --on 2026-01-05")
    sam("log ana-pires coffee --on 2026-01-06")
    logged = _met(sam)
    file = written(tmp_path, PLAIN)  # on the 6th Bo was there too
    report = sam("import", file, "--create-people", "all", "--json").json

    assert _rows(report) == {"meetings": (1, 0)}
    assert _skipped(report)["meetings that you logged yourself"] == 1
    assert [met for met in _met(sam) if met not in logged] == [
        ("2026-01-06", "meeting", "ana-pires bo-lind sam-moreau")
    ]
    assert sam("import", file, "--json").json["operation"] is None
    twice = calendar(event("1", ON, ME, ANA), event("4", ON.replace("0930", "1830"), ME, ANA))
    assert _rows(sam("import", written(tmp_path, twice), "--source", "evening", "--json").json) == {"meetings": (1, 0)}


@pytest.mark.parametrize(
    "words", ["log ana-pires lunch --on 2026-01-05", "done ana-pires --on 2026-01-05 --channel meeting"]
)
def test_what_i_log_takes_the_place_of_what_a_calendar_told(sam: Netcli, tmp_path: Path, words: str) -> None:
    """It counts once, is mine from then on, keeps a title where I gave no text, and undo brings the other back."""
    file = written(tmp_path, PLAIN)
    sam("import", file, "--titles")
    before, told = _met(sam), sam("export json").out
    sam(words)
    (mine,) = [row for row in sam("contacts --json").json if row["on"] == "2026-01-05"]

    assert _met(sam) == before
    assert mine["text"] == ("lunch" if "lunch" in words else "a zanzibar")
    assert sam("import", file, "--json").json["operation"] is None
    sam("undo")
    assert sam("export json").out.partition('"next_ids"')[0] == told.partition('"next_ids"')[0]
    sam("log ana-pires 'phone, the 6th' --channel call --on 2026-01-06")  # Bo was there, too: that is another one
    assert len(_met(sam)) == len(before) + 1


def test_no_calendar_changes_what_i_logged_myself(sam: Netcli, tmp_path: Path) -> None:
    """A meeting that was moved is told of its new day; what I logged stays, also after the source was forgotten."""
    sam("add 'Ana Pires <ana@example.org>'")
    sam("log ana-pires lunch --on 2026-01-05")
    logged = _met(sam)
    for day in (5, 7, 8):
        sam("import", written(tmp_path, calendar(event("1", f"DTSTART:2026010{day}T093000", ME, ANA, BO))))
        if day == 7:
            sam("source remove calendar")

    assert [one for one in _met(sam) if one[0] == "2026-01-05"] == logged
    assert _days(sam)[-1] == "2026-01-08"
    assert sam("contacts --json").json[-1]["text"] == "lunch"


def test_the_newest_version_of_an_event_counts(sam: Netcli, tmp_path: Path) -> None:
    """By its SEQUENCE, wherever it stands; an answer to an invitation is no event, a cancellation calls it off."""
    newer = event("1", "DTSTART:20260107", "SEQUENCE:2", ME, ANA)
    older = event("1", ON, "SEQUENCE:1", ME, ANA, BO)
    answer = calendar(event("1", "SEQUENCE:2", ANA), more="METHOD:REPLY\r\n")
    off = calendar(event("2", ON, "SEQUENCE:1", ME, CY), more="METHOD:CANCEL\r\n")
    text = calendar(newer, older, event("2", ON, ME, CY)) + answer + off
    report = sam("import", written(tmp_path, text), "--json").json

    assert _met(sam) == [("2026-01-07", "meeting", "ana-pires sam-moreau")]
    assert _skipped(report)["answers to invitations: the invitation itself counts"] == 1


def test_one_meeting_in_two_calendars_is_one(sam: Netcli, tmp_path: Path) -> None:
    """Mine and that of Ana tell the same event: who told it first keeps it; so with the files of one import."""
    mine, hers = written(tmp_path, PLAIN), written(tmp_path, PLAIN.replace("Zanzibar Hall", "x"), "ana.ics")
    sam("import", mine)
    report = sam("import", hers, "--known-by", "ana-pires", "--json").json

    assert (report["source"], report["unchanged"], report["rows"], len(_met(sam))) == ("calendar-ana-pires", 2, [], 2)
    sam("undo")
    sam("import", mine, hers)
    assert len(_met(sam)) == 2


def test_a_forgotten_source_is_not_told_twice(sam: Netcli, tmp_path: Path) -> None:
    """After source remove the meetings stay, and the same calendar adds none."""
    file = written(tmp_path, PLAIN)
    sam("import", file)
    sam("source remove calendar")
    sam("import", file)

    assert len(_met(sam)) == 2


# What is read


@pytest.mark.parametrize("packed", [False, True])
def test_folders_and_zips_are_read_as_a_whole(sam: Netcli, tmp_path: Path, packed: bool) -> None:
    """A file for each event, as vdirsyncer keeps them, or the zip of Takeout; other files are passed over."""
    root = tmp_path / "export"
    written(root, calendar(event("1", ON, ME, ANA)), "Takeout/Calendar/a.ics")
    written(root, calendar(event("2", "DTSTART:20260106", ME, ANA)), "Takeout/Calendar/b.ICS")
    written(root, "not a calendar", "notes.txt")
    written(root, "", "Takeout/Calendar/.hidden.ics")
    path = root
    if packed:
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in sorted(p for p in root.rglob("*") if p.is_file()):
                archive.write(file, file.relative_to(root))
    report = sam("import", str(path), "--json").json

    assert (report["read"], len(_met(sam))) == (2, 2)
    assert sum(file["read"] for file in report["files"]) == 2
    assert sam("import", str(path), "--json").json["operation"] is None


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\r\n", "\n"),
        lambda text: text.replace("\r\n", "\r"),
        lambda text: "\ufeff\r\n\r\n" + text,
        lambda text: text.lower().replace("europe/paris", "Europe/Paris"),
        lambda text: text.replace("BEGIN:", "BEGIN: ").replace(":VEVENT", ":VEVENT  "),
        lambda text: text.replace("END:VCALENDAR\r\n", "").replace("VERSION:2.0", "VERSION:1.0"),
        lambda text: text.removeprefix("BEGIN:VCALENDAR\r\n"),
        lambda text: text.replace("UID:", "X-A:1\r\nBEGIN:VALARM\r\nATTENDEE:mailto:x@example.org\r\nEND:VALARM\r\nUID:"),
        lambda text: text.replace("END:VEVENT\r\nBEGIN", "BEGIN"),
        lambda text: text + text,
        lambda text: text.encode("utf-16").decode("latin-1"),
    ],
)  # fmt: skip
def test_calendars_are_read_however_they_are_written(sam: Netcli, tmp_path: Path, change: object) -> None:
    """Line ends, case, marks, versions, alarms with guests, lines that are missing, twice the same, UTF-16."""
    path = tmp_path / "a.ics"
    text = change(PLAIN)
    path.write_bytes(text.encode("latin-1") if text.startswith("\xff\xfe") else text.encode())
    form = () if "VERSION" not in text[:30] else ("--format", "ics")
    sam("import", str(path), "--create-people", "all", *form)

    assert _days(sam) == ["2026-01-05", "2026-01-06"]
    assert len(sam("list --all --json").json) == 2


def test_calendars_come_from_a_pipe_too(sam: Netcli) -> None:
    """As from curl: netcli import -. Cards and mail from a pipe are read as before."""
    sam("import -", stdin=PLAIN)
    assert len(_met(sam)) == 2
    assert sam("import - --json", stdin="BEGIN:VCARD\nVERSION:3.0\nFN:Zoe Kay\nEND:VCARD\n").json["created"] == 1
    assert sam("import - --json", stdin="From: a@example.org\nTo: b@example.org\nDate: x\n\n").json["format"] == "mail"


@pytest.mark.parametrize(
    ("name", "content", "code", "told"),
    [
        ("a.ics", "", 65, "a.ics is empty"),
        ("a.ics", "hello", 65, "no format that netcli reads"),
        ("a.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", 0, "There is no event in it"),
        ("a.ics", calendar(event("1", ME, ANA)), 65, "event 1 (line 3)"),
        ("a.ics", "BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR\n", 0, "tasks"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told(
    sam: Netcli, tmp_path: Path, name: str, content: str, code: int, told: str
) -> None:
    """A file without a calendar is refused; an event without a day is rejected with its place."""
    ran = sam("import", written(tmp_path, content, name), code=code)

    assert told in ran.out + ran.err


def test_of_several_files_it_is_told_in_which(sam: Netcli, tmp_path: Path) -> None:
    """The name of the file stands before the place in it."""
    odd = [written(tmp_path, calendar(event("1", ME, ANA)), f"{name}.ics") for name in "ab"]
    report = sam("import", *odd, "--json", code=65).json

    assert [part["where"] for part in report["rejected"]] == ["a.ics: event 1 (line 3)", "b.ics: event 1 (line 3)"]


def test_options_that_say_nothing_of_calendars_are_refused(sam: Netcli, tmp_path: Path) -> None:
    """--map and --whole are for tables and books, --titles for calendars; mail and calendars are imported one by one."""
    file = written(tmp_path, PLAIN)
    mail = written(tmp_path, "From: a@example.org\nTo: b@example.org\n\n", "a.eml")
    sam("import", file, "--map", "a=name", code=2)
    sam("import", file, "--whole", code=2)
    sam("import", mail, "--titles", code=2)
    sam("import", file, mail, code=2)
    sam("import", str(tmp_path / "none.ics"), code=66)


def test_a_folder_of_mail_and_calendars_is_not_read_by_half(sam: Netcli, tmp_path: Path) -> None:
    """As Takeout may hold both: --format says which."""
    written(tmp_path / "both", PLAIN, "a.ics")
    written(
        tmp_path / "both", "From: ana@example.org\nTo: sam@example.org\nDate: 5 Jan 2026 10:00:00 +0000\n\n", "a.eml"
    )
    ran = sam("import", str(tmp_path / "both"), code=2)

    assert "--format" in ran.err
    assert sam("import", str(tmp_path / "both"), "--format", "ics", "--json").json["read"] == 3
    assert sam("import", str(tmp_path / "both"), "--format", "mail", "--json").json["read"] == 1


def test_who_is_me_is_asked_for(netcli: Netcli, tmp_path: Path) -> None:
    """The address that Google calls the calendar by is named, else that in most events, with what to type."""
    ran = netcli("import", written(tmp_path, PLAIN), "--create-people", "known")
    assert "is sam@example.org yours? netcli edit me --email" in ran.err
    named = calendar(event("1", ON, ANA, BO), more="X-WR-CALNAME:Bo@example.net\r\n")
    assert "is bo@example.net yours?" in netcli("import", written(tmp_path, named, "b.ics")).err


# What sees it


def test_questions_see_meetings_with_source_and_date(sam: Netcli, tmp_path: Path) -> None:
    """history, mutual, intro-path, due and stats; none before its day."""
    events = (event("1", ON, ME, BO), event("2", "DTSTART:20260106", BO, ANA), event("3", "DTSTART:20260107", ME, CY))
    sam("import", written(tmp_path, calendar(*events)), "--create-people", "all")

    (way,) = sam("intro-path ana-pires --as-of 2026-01-06 --json").json["paths"]
    told = [(e["kind"], e["source"], e["date"]) for hop in way["hops"] for e in hop["evidence"]]
    assert told == [("meeting", "calendar", "2026-01-05"), ("meeting", "calendar", "2026-01-06")]
    assert sam("intro-path ana-pires --as-of 2026-01-05 --json", code=1).json["paths"] == []
    (both,) = sam("mutual ana-pires --as-of 2026-01-06 --json").json["mutual"]
    assert {(e["leg"], e["source"], e["date"]) for e in both["evidence"]} == {
        ("a", "calendar", "2026-01-05"), ("b", "calendar", "2026-01-06"),
    }  # fmt: skip
    changes = [line for entry in sam("history bo-lind --json").json["entries"] for line in entry["changes"]]
    assert {"+ meeting 2026-01-05, from calendar", "+ meeting 2026-01-06, from calendar"} <= set(changes)
    sam("link me bo-lind --level 3")
    sam("cadence set bo-lind 1m")
    (due,) = sam("due --json").json
    assert (due["person"]["handle"], due["last"]) == ("bo-lind", "2026-01-05")
    (month,) = [row for row in sam("stats --channels --json").json["channels"] if row["month"] == "2026-01"]
    assert (month["meeting"], month["in_person"]) == (2, 2)


def test_a_meeting_of_many_who_are_not_on_file_is_no_meeting_of_two(sam: Netcli, tmp_path: Path) -> None:
    """Of six of whom two are on file it is not sure that the two talked: the tie is as weak as with all six there."""
    file = written(tmp_path, calendar(event("1", ON, *_many(6))))
    sam("add 'Guest 0' --email g0@example.org")
    sam("add 'Guest 1' --email g1@example.org")
    told = []
    for create in ("known", "all"):
        sam("import", file, "--create-people", create)
        (way,) = sam("intro-path guest-1 --include-inferred --json").json["paths"]
        told.append([(hop["tie"], hop["inferred"]) for hop in way["hops"]])
    assert told[0] == told[1]
    assert told[0][1][1]


def test_a_calendar_is_known_by_its_events(sam: Netcli, tmp_path: Path) -> None:
    """A newer file of one that was given a name is of that source, also where nobody says so."""
    sam("import", written(tmp_path, PLAIN), "--source", "work")
    other = sam("import", written(tmp_path, calendar(event("9", ON, ME, CY)), "other.ics"), "--json").json
    moved = written(tmp_path, PLAIN.replace("20260105T093000", "20260108T093000"), "newer.ics")
    report = sam("import", moved, "--json").json

    assert (other["source"], report["source"], report["readings"]) == ("calendar", "work", 2)
    assert _rows(report) == {"meetings": (1, 1)}


def test_refresh_reads_a_calendar_that_has_changed(sam: Netcli, tmp_path: Path) -> None:
    """The newest file of a pattern, if it says something else; one of the same size counts too."""
    file = written(tmp_path, PLAIN)
    sam("import", file)
    sam("source", "add", "calendar", file)

    assert sam("refresh calendar --json").json == []
    written(tmp_path, PLAIN.replace("20260105T093000", "20260108T093000"))
    (report,) = sam("refresh calendar --json").json
    assert _rows(report) == {"meetings": (1, 1)}


def test_a_source_may_be_said_before_its_calendar_is_read(sam: Netcli, tmp_path: Path) -> None:
    """source add recognises a calendar, a folder too, and refresh reads it under that name."""
    written(tmp_path / "work", PLAIN, "1.ics")
    sam("source", "add", "work", str(tmp_path / "work"))

    (row,) = sam("source list --json").json
    assert row["format"] == "ics"
    (report,) = sam("refresh --json").json
    assert (report["source"], report["created"]) == ("work", 2)


# Damage, and bounds


def _mutated(rng: random.Random, text: str) -> bytes:
    lines = text.split("\r\n")
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(lines))
        kind = rng.randrange(7)
        if kind == 0:
            del lines[at]
            lines = lines or [""]
        elif kind == 1:
            lines.insert(at, rng.choice(lines))
        elif kind == 2:
            lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]
        elif kind == 3:
            lines[at] = lines[at].replace(rng.choice(":;=,T0"), rng.choice(["", ":", ";", "\n ", '"', "9" * 30, "\0"]))
        elif kind == 4:
            lines.insert(at, rng.choice(_ODD))
        elif kind == 5:
            lines[at] = "".join(rng.sample(lines[at], len(lines[at])))
        else:
            rng.shuffle(lines)
    data = bytearray("\r\n".join(lines).encode("utf-8", "replace"))
    for _ in range(rng.randrange(3)):
        data[rng.randrange(len(data) or 1) : 1] = bytes([rng.randrange(256)])
    return bytes(data)


_ODD = (
    "RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "RRULE:FREQ=YEARLY;BYSETPOS=0", "RRULE:",
    "DTSTART:00010101T000000Z", "DTSTART:99991231T235959Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:00010101",
    "BEGIN:VEVENT", "END:VEVENT", "BEGIN:" + "X" * 300, "TZOFFSETTO:+9999", "DTSTART;TZID=../../x:20260101T000000",
    "ATTENDEE", "ATTENDEE:", "ORGANIZER;CN=:mailto:", "ATTENDEE;CN=\ud800:mailto:\u202e@x", "SEQUENCE:-1", "SEQUENCE:x",
    "RDATE;VALUE=PERIOD:/", "EXDATE:;;,", "UID:", "STATUS:", "METHOD:CANCEL", "DTSTART;VALUE=DATE:20260105",
    "RRULE:FREQ=WEEKLY;UNTIL=00000000", "RRULE:FREQ=MONTHLY;BYDAY=9MO;COUNT=999999", "EXRULE:FREQ=DAILY",
    "BEGIN:VTIMEZONE", "TZID:Zone", "BEGIN:STANDARD", "RECURRENCE-ID:20260105T093000", "=20=", "\t", " folded",
)  # fmt: skip


def test_no_damage_is_a_reason_to_fail(sam: Netcli, tmp_path: Path) -> None:
    """Three hundred mutated calendars: each ends in a report, or in one line; what came of it is told once."""
    rng = random.Random(7)
    zone = "BEGIN:VTIMEZONE\r\nTZID:Zone\r\nBEGIN:STANDARD\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    text = calendar(
        event("1", ON, ME, ANA, WEEKLY), event("1", "RECURRENCE-ID:20260112T083000Z", "DTSTART:20260113", ME, ANA, BO),
        event("2", "DTSTART;TZID=Zone:20260106T100000", "RRULE:FREQ=DAILY;UNTIL=20260110T090000Z", ME, *_many(9)), more=zone,
    )  # fmt: skip
    for count in range(300):
        path = tmp_path / "x.ics"
        path.write_bytes(_mutated(rng, text))
        ran = sam("import", str(path), "--format", "ics", "--create-people", "all", "--json", code=None)
        assert ran.code in (0, 65), f"{count}: {ran.err}"
        if count % 10 == 0 and ran.out:
            again = sam("import", str(path), "--format", "ics", "--json", code=None).json
            assert again["operation"] is None, count
            assert (again["created"], again["rows"], again["updated"]) == (0, [], 0), count


def test_deep_nesting_and_long_lines_are_passed_over(sam: Netcli, tmp_path: Path) -> None:
    """Five thousand tasks in each other, a picture of 20 MB, a thousand folds, ten thousand guests: and a meeting."""
    deep = "BEGIN:VTODO\r\n" * 5000 + "END:VTODO\r\n" * 5000
    long = event("long", ON, ME, ANA, "ATTACH:" + "x" * 20_000_000, "COMMENT:" + "y\r\n " * 1000)
    crowd = event("crowd", ON, *_many(10_000))
    report = sam("import", written(tmp_path, calendar(deep, long, crowd)), "--json").json

    assert (report["read"], _days(sam)) == (2, ["2026-01-05"])
    assert _skipped(report)["people of an event beyond the 2,000th"] == 8000
    assert _skipped(report)["lines of more than 16 MB"] == 1


def test_a_large_calendar_is_backed_up_before(sam: Netcli, tmp_path: Path) -> None:
    """As a large import of people is: five hundred events into a file with people, and not for less."""
    sam("add 'Ana Pires <ana@example.org>'")
    events = [event(str(number), ON, ME, ANA) for number in range(LARGE_IMPORT)]
    few, many = (written(tmp_path, calendar(*some), name) for some, name in ((events[1:], "a.ics"), (events, "b.ics")))

    assert "Backup" not in sam("import", few).err
    assert "Backup" not in sam("import", many, "--dry-run").err
    assert "Backup before this import" in sam("import", many).err
    assert len(list((sam.db.parent / "backups").glob("*.db"))) == 1
