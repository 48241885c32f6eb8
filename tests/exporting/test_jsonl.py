"""Lines of JSON: written, and read into any file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from netcli.importing.formats import recognise
from netcli.importing.formats.jsonl import read
from netcli.model import NameKind, PositionKind
from netcli.results_import import Skipped
from tests.conftest import Netcli

ANA = (
    "add 'Ana Pires <ana@example.org>' --org Helix --title CTO --phone '+351 21 555 0101' --tag board",
    "edit ana-pires --birthday 1980",
    "edit ana-pires --nickname Nana --set maiden=Silva --event 'wedding: 2010' --headline h --set summary=s --set met_via=fair",
    "edit ana-pires --set 'address=1 Road, Lyon (home)' --set 'note=one' --set lang=pt",
    "skill ana-pires SQL --level good",
    "skill ana-pires French --language",
    "position add ana-pires --org 'University' --kind study --from 1999 --to 2003-06 --title MSc",
)


def people(text: str) -> list[Any]:
    """Return the objects without what differs from file to file."""
    return [{k: v for k, v in json.loads(line).items() if k not in {"id", "handle"}} for line in text.splitlines()]


def test_a_line_is_a_person_of_export_json(netcli: Netcli) -> None:
    """The same object, alone on a line; nobody who is known only through others without --all."""
    netcli(ANA[0])
    everything = netcli("export json").json

    lines = netcli("export jsonl").out.splitlines()

    assert [json.loads(line) for line in lines] == everything["people"][1:]


def test_lines_are_imported_into_a_file_with_people(netcli: Netcli, tmp_path: Path) -> None:
    """Nothing is lost of what an import has a place for; the same lines again change nothing."""
    for line in ANA:
        netcli(line)
    first = netcli("export jsonl").out
    (tmp_path / "people.jsonl").write_text(first)
    netcli.db = tmp_path / "other.db"
    netcli("add 'Bo Lind'")

    once = netcli(f"import {tmp_path}/people.jsonl --json").json
    again = netcli(f"import {tmp_path}/people.jsonl --json").json

    assert (once["created"], once["format"], once["skipped"]) == (1, "jsonl", [])
    assert (again["created"], again["unchanged"]) == (0, 1)
    assert people(netcli("export jsonl ana").out) == people(first)


def test_what_is_left_out_is_told() -> None:
    """Remarks and photos stay in the file that wrote them, and so does its owner."""
    line = {
        "name": "Ana", "emails": [], "remarks": [{"on": "2020", "text": "a"}, {"on": "2021", "text": "b"}],
        "photo": "0a",
    }  # fmt: skip

    found = read(json.dumps(line).encode() + b"\n\n" + b'{"name": "Sam", "is_me": true}')

    assert [draft.facts.name for draft in found.drafts] == ["Ana"]
    assert found.skipped == (
        Skipped("photos, which export vcard writes", 1), Skipped("remarks, which are private", 2),
        Skipped("the owner of the file it comes from", 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"), ("[]", "no object"), ('{"emails": []}', "names nobody"), ('{"name": 1}', "name is no text"),
        ('{"name": "A", "emails": {}}', "emails is no list"), ('{"name": "A", "emails": ["a"]}', "no object"),
        ('{"name": "A", "emails": [{}]}', "value is missing"), ('{"name": "A", "birthday": "soon"}', "no date: soon"),
        ('{"name": "A", "positions": [{"org": "B", "kind": "x"}]}', "none of work"),
        ('{"name": "A", "positions": [{"org": "B", "start": "x"}]}', "no date: x"),
        ('{"name": "A", "events": [{"label": "a", "on": "x"}]}', "no date: x"),
        ('{"name": "A", "skills": [{"name": "B", "kind": "x"}]}', "none of skill"),
        ('{"name": "A", "other_names": [{"name": "B", "kind": "x"}]}', "none of nickname"),
        pytest.param('{"name":' * 5_000, "no JSON", id="nested"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_person_is_rejected_with_its_number(line: str, reason: str) -> None:
    """The others are read."""
    found = read(f'{{"name": "Bo"}}\n{line}\n'.encode())

    assert [draft.facts.name for draft in found.drafts] == ["Bo"]
    assert [r.where for r in found.rejected] == ["line 2"]
    assert reason in found.rejected[0].reason


def test_lines_are_known_by_their_content(netcli: Netcli) -> None:
    """Not by the name of the file; an export of everything, or any other JSON, is something else."""
    netcli("add Ana")
    line = netcli("export jsonl").out.encode()

    assert recognise(line).name == "jsonl"
    assert recognise(b"\xef\xbb\xbf\n" + line.rstrip()).name == "jsonl"
    assert recognise(b'{"people": {"name": "Ana"}}') is None
    assert recognise(b"{") is None
    assert recognise(b'{"name":' * 5_000 + b"\n") is None


def test_kinds_and_dates_are_read() -> None:
    """Whatever a person of docs/json.md may hold."""
    line = {
        "uid": "u", "name": "Ana", "other_names": [{"name": "B", "kind": "maiden"}], "groups": ["board"],
        "positions": [{"org": "H", "kind": "study", "start": "1999", "current": False}],
    }  # fmt: skip

    (draft,) = read(json.dumps(line).encode()).drafts

    assert draft.facts.names[0].kind is NameKind.MAIDEN
    assert (draft.facts.positions[0].kind, draft.facts.positions[0].current) == (PositionKind.STUDY, False)
    assert read(json.dumps(line).encode()).groups[0].members == ("u",)
