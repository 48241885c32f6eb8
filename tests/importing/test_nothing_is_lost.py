"""Every line of every card is a fact, a kept line, or named in the report; and an import can be repeated and undone."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netcli.domain.operation import undo
from netcli.domain.person import ensure_me
from netcli.exporting.json import export_all
from netcli.importing.apply import apply_plan
from netcli.importing.formats.vcard import read
from netcli.importing.pipeline import Request, gather, plan_import, readings_before, report
from netcli.results import plain
from netcli.results_import import ImportReport
from netcli.storage import Store, open_writer
from tests.conftest import CORPORA
from tests.importing._accounting import BINARY, OF_THE_CARD, Told, loose, parts, told

LONGEST = 400_000
AT, ON = "2026-03-02T00:00:00Z", "2026-03-02"
#: Charsets of files that name none, where it is not that of the West.
UNNAMED = {"FolkerKinzel-VCards__Hebrew.vcf": "cp1255"}
FOLDER = CORPORA / "vcf"
REAL = sorted(path for path in FOLDER.glob("*") if path.suffix != ".json")
SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.vcf"))


class Imported(NamedTuple):
    """A file of people after an import."""

    export: dict[str, Any]
    report: dict[str, Any]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file that holds its owner alone."""
    path = tmp_path_factory.mktemp("cards") / "empty.db"
    with open_writer(path) as store, store.operation("init", at=AT):
        ensure_me(store, "Sam Moreau", on=ON)
    return path


def load(store: Store, data: bytes, *, dry_run: bool = False) -> ImportReport:
    """Import some bytes as the command does."""
    gathered = gather(Request((("book.vcf", data),), "vcard"))
    plan = plan_import(store, gathered, lambda *_: None)
    with store.operation("import", at=AT, dry_run=dry_run) as operation:
        before = readings_before(store, plan.source)
        outcome = apply_plan(store, plan, "vcard", at=AT, on=ON, progress=lambda *_: None)
    return report(gathered, plan, outcome, before, operation.recorded, dry_run=dry_run)


HEADS = st.sampled_from([
    "FN", "N", "NICKNAME", "EMAIL", "EMAIL;TYPE=WORK", "TEL;CELL", "item1.TEL", "item1.X-ABLabel", "URL", "ADR;TYPE=home",
    "LABEL;TYPE=home", "ORG", "item1.ORG", "TITLE", "ROLE", "NOTE", "CATEGORIES", "UID", "LANG", "GEO", "X-ODD", "X-SKYPE",
    "IMPP;X-SERVICE-TYPE=Skype", "ANNIVERSARY", "BDAY", "item1.X-ABDATE", "X-SPOUSE", "RELATED;TYPE=friend", "KIND",
    "X-ABRELATEDNAMES", "SORT-STRING", "X-PHONETIC-LAST-NAME", "X-ABShowAs", "SOUND;X-IRMC-N", "X-ANDROID-CUSTOM",
    "FN;LANGUAGE=ja;ALTID=1", "TITLE;ALTID=1", "N;ALTID=1", "X-MAIDENNAME", "SOURCE", "X-MS-MANAGER", "MEMBER", "AGENT",
])  # fmt: skip
VALUES = st.one_of(
    st.text("abcé李 ;,\\:=<>@.-1", min_size=1, max_size=25),
    st.from_regex(r"[a-z]{3,8} [a-z]{3,8}", fullmatch=True),
    st.sampled_from(
        ["2009-08-08", "--08-08", "urn:uuid:b-1", "org", "COMPANY", "a@example.org", '"Bo" <b@example.org>']
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.builds("{}:{}".format, HEADS, VALUES), max_size=10), st.sampled_from(["2.1", "3.0", "4.0"]))
@example(["ADR;TYPE=home:1", "LABEL;TYPE=home:1:1"], "2.1")
def test_no_line_of_a_made_up_card_is_lost(lines: list[str], version: str) -> None:
    """Whatever lines a card is made of: what each says is in the draft or in the report."""
    data = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", "FN:Ana", *lines, "END:VCARD", ""]).encode()
    reading = read(data)
    people = [plain((draft.facts, draft.raw, draft.relations, draft.key)) for draft in reading.drafts]
    named = {"rejected": plain(reading.rejected), "skipped": plain(reading.skipped)}

    assert lost(data, Imported({"attachments": [], "people": people, "groups": plain(reading.groups)}, named)) == []


def facts(store: Store) -> dict[str, Any]:
    """Return all that is on file; a picture stays after an undo, and numbers are not given twice."""
    found = export_all(store)
    return {name: value for name, value in found.items() if name not in ("attachments", "next_ids", "check")}


def lost(data: bytes, imported: Imported, unnamed: str = "cp1252") -> list[Told]:
    """Return the lines of a file of which something is nowhere."""
    stored = loose(json.dumps([imported.export, imported.report], ensure_ascii=False).replace("\\n", " "))
    pictures = {one["data"] for one in imported.export["attachments"]}
    excused = _lines_of_rejected(data, imported.report) | _outside(data, imported.report)
    excused |= _members_not_here(data, imported.report)
    return [
        one
        for one in told(data, unnamed)
        if one.name not in OF_THE_CARD
        and (one.name, one.value) != ("KIND", "individual")
        and one.line not in excused
        and not _is_named(one, imported.report, pictures)
        and not all(part in stored for part in parts(one))
    ]


def _is_named(one: Told, told_of: dict[str, Any], pictures: set[str]) -> bool:
    """Tell whether bytes are kept as a picture or named in the report."""
    if one.name not in BINARY and "BASE64" not in one.head.upper() and "ENCODING=B" not in one.head.upper():
        return False
    if re.match(r"(?i)\s*(https?|ftp|cid|file):", one.value):
        return False
    plain_text = re.sub(r"^\s*data:[^,]*,|\s", "", one.value)
    if any(plain_text.rstrip("=") == picture.rstrip("=") for picture in pictures):
        return True
    word = {"PHOTO": "photos", "LOGO": "logos", "SOUND": "sounds", "KEY": "keys"}.get(one.name, "")
    return any(word in skipped["reason"] for skipped in told_of["skipped"])


def _lines_of_rejected(data: bytes, told_of: dict[str, Any]) -> set[int]:
    starts = [int(match[1]) for r in told_of["rejected"] if (match := re.search(r"line (\d+)", r["where"]))]
    ends = [one.line for one in told(data) if one.name in ("END", "BEGIN")] + [10**9]
    return {line for start in starts for line in range(start, min(end for end in ends if end > start))}


def _members_not_here(data: bytes, told_of: dict[str, Any]) -> set[int]:
    """Return the lines of a group that the report names for having nobody, and of members who it says are missing."""
    reasons = " ".join(skipped["reason"] for skipped in told_of["skipped"])
    found, card = set(), list[Told]()
    for one in told(data):
        card = [*([] if one.name == "BEGIN" else card), one]
        if one.name == "MEMBER" or one.name.endswith("-MEMBER"):
            found |= {one.line} if "members of groups" in reasons else set()
        if one.name == "END" and any(told.name == "FN" and f"group {told.value}:" in reasons for told in card):
            found |= {told.line for told in card}
    return found


def _outside(data: bytes, told_of: dict[str, Any]) -> set[int]:
    """Return the lines that are in no card, or in another component, if the report says that there are such."""
    found, open_ = set(), list[str]()
    lines = list(told(data))
    nests = sum(one.name == "BEGIN" for one in lines) <= sum(one.name == "END" for one in lines)
    for one in lines:
        component = one.value.strip().upper()
        if one.name == "BEGIN" or (one.name == "AGENT" and component == "BEGIN:VCARD"):
            if open_ and not nests:
                open_.pop()
            open_.append(component)
        elif one.name == "END" and open_:
            open_.pop()
        elif not open_ or open_[-1] not in ("VCARD", "BEGIN:VCARD"):
            found.add(one.line)
    named = any("outside" in s["reason"] or "no cards" in s["reason"] for s in told_of["skipped"])
    return found if named else set()


@pytest.mark.parametrize("path", [*SAMPLES, *REAL], ids=lambda path: path.name)
def test_a_file_is_accounted_for_repeated_and_undone(path: Path, empty: Path, tmp_path: Path) -> None:
    """Each line is somewhere; a dry run tells what is done; the same again does nothing; undo takes all of it back."""
    data = path.read_bytes()[:LONGEST]
    shutil.copy(empty, tmp_path / "t.db")
    with open_writer(tmp_path / "t.db") as store:
        before = facts(store)
        dry = plain(load(store, data, dry_run=True))
        assert facts(store) == before
        real = plain(load(store, data))
        after = export_all(store)

        assert {**dry, "import": 0, "operation": 0, "dry_run": 0} == {**real, "import": 0, "operation": 0, "dry_run": 0}
        assert lost(data, Imported(after, real), UNNAMED.get(path.name, "cp1252")) == []
        again = load(store, data)
        assert (again.operation, again.created, again.updated) == (None, 0, 0)
        assert export_all(store) == after
        if real["operation"]:
            with store.operation("undo", at=AT) as operation:
                undo(store, operation, real["operation"])
        assert facts(store) == before
        assert read(data) == read(data, careful=True)
