"""Calendars of real programs, where the files are at hand: read as they are, and no damage of them is a reason to fail."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from netcli.importing.calendar_reading import read_stream
from netcli.importing.formats.contentline import ContentLine, content_lines
from netcli.importing.formats.ics import Calendars
from netcli.importing.formats.ics_dates import Zones
from netcli.importing.formats.ics_people import read_guest
from tests.conftest import CORPORA, Netcli
from tests.importing._damage import cut, flipped

ICS = CORPORA / "ics"
EXPECTED: dict[str, Any] = json.loads((ICS / "expected.json").read_text()) if ICS.is_dir() else {}
pytestmark = pytest.mark.skipif(not EXPECTED, reason=f"no calendars of real programs at {ICS}")


def _people(data: bytes) -> list[ContentLine]:
    """Return the lines with people of all components: of tasks, alarms and free times, too."""
    return [line for line in content_lines(data) if line.name in ("ATTENDEE", "ORGANIZER")]


@pytest.mark.parametrize("name", EXPECTED)
def test_events_and_people_are_found(name: str) -> None:
    """As many events and lines with people as there are, every address, and every name."""
    expected, data = EXPECTED[name], (ICS / name).read_bytes()

    calendars = Calendars(BytesIO(data), Zones())
    events, lines = list(calendars), _people(data)

    assert calendars.read == len(events) == expected["vevents"]
    assert sum(line.name == "ATTENDEE" for line in lines) == expected["attendee_lines"]
    assert sum(line.name == "ORGANIZER" for line in lines) == expected["organizer_lines"]
    found = [read_guest(line.head, line.value) for line in lines]
    sent = {value.lower()[7:] for line in lines for key, value in line.params if key.startswith("DELEGATED")}
    assert {guest.key for guest in found} | sent >= set(expected["mailto"])
    assert {guest.key for guest in found if "@" in guest.key} >= {
        g.key for e in events for g in e.guests if "@" in g.key
    }
    named = {value.replace("^", "^^").replace('"', "^'") for line in lines for key, value in line.params if key == "CN"}
    assert {name for name in named if name} >= set(expected["cn"])


@pytest.mark.parametrize("name", EXPECTED)
def test_every_file_is_imported_once(netcli: Netcli, name: str) -> None:
    """Through the command line, by its content or as it is named: the report has as many events; again is nothing."""
    form = ("--format", "ics") if name.endswith(("_end.ics", "3.6.6.ics")) else ()
    words = ("import", str(ICS / name), "--create-people", "all", "--json", *form)
    rejected = (0, 65)
    first, again = (netcli(*words, code=None) for _ in range(2))

    assert first.code in rejected
    assert again.code == first.code
    assert first.json["read"] == EXPECTED[name]["vevents"]
    assert again.json["operation"] is None
    assert first.code == 65 * bool(first.json["rejected"])


def test_a_folder_of_them_is_one_import(netcli: Netcli) -> None:
    """All at once, then undone."""
    report = netcli("import", str(ICS), "--create-people", "all", "--json", code=None).json

    assert report["read"] == sum(expected["vevents"] for expected in EXPECTED.values())
    assert report["created"] > 20
    netcli("undo")
    assert netcli("list --all --json").json == []


@pytest.mark.parametrize("damage", [cut, flipped])
def test_no_damage_of_a_file_is_a_reason_to_fail(damage: Callable[[bytes, random.Random], bytes]) -> None:
    """Cut anywhere, and with bytes changed: events or rejects come out, and no more events than there are lines."""
    from datetime import date

    rng = random.Random(1)
    for name in EXPECTED:
        data = (ICS / name).read_bytes()
        for _ in range(5):
            read = read_stream(name, BytesIO(damage(data, rng)))
            assert all(told.meetings is not None for told in read.bag.told(date(2026, 3, 2)))
            assert read.bag.read <= data.upper().count(b"VEVENT")
