"""Importing a table of ties, and a sheet that a friend has ticked, as a user meets them."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcli import cli
from netcli.storage import open_reader
from tests.conftest import Netcli, every_row


@pytest.fixture
def trio(netcli: Netcli) -> Netcli:
    """Return a runner on a file with three people of mine."""
    for name in ("Ana Pires <ana@example.org>", "Bo Lind", "Cy Roe"):
        netcli(f"add '{name}' --org Helix")
    return netcli


def table(tmp_path: Path, text: str, name: str = "ties.csv") -> str:
    """Return the path of a table."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def statements(netcli: Netcli) -> list[tuple[object, ...]]:
    """Return every statement: the pair, who knows, both ways, level, family, heard from, date."""
    return [
        (tie["a"], tie["b"], s["from_id"], s["both_ways"], s["level"], s["is_family"], s["heard_from_id"], s["on_date"])
        for tie in netcli("export json").json["ties"]
        for s in tie["statements"]
    ]


def test_a_table_of_ties_is_read_once(trio: Netcli, tmp_path: Path) -> None:
    """The whole report; people by handle, address, name or number; a second reading finds nothing new."""
    path = table(
        tmp_path,
        "person,other,level,kind,heard_from,on\n"
        "ana-pires,Bo Lind,good contact,,,2024-03\n"
        "ana@example.org,4,2,family,Bo Lind,\n"
        "me,Bo Lind,no,,,\n",
    )

    report = trio("import", path, "--json").json

    assert report == {
        "import": 1, "source": "ties", "format": "ties", "files": [{"path": path, "format": "ties", "read": 3}],
        "read": 3, "created": 0, "updated": 0, "unchanged": 0, "gone": 0, "skipped": [], "rejected": [], "review": [],
        "changes": [], "readings": 1, "last_read": None, "operation": 6, "dry_run": False, "ties": 3,
        "columns": [], "related": 0, "groups": 0,
        "overlap": [], "valve": None, "contacts": 0, "recommendations": 0, "endorsements": 0, "opportunities": 0, "cvs": [], "rows": [],
        "messages": 0,
    }  # fmt: skip
    assert statements(trio) == [
        (1, 3, 1, 1, 0, 0, None, "2026-03-02"),
        (2, 3, 2, 1, 4, 0, None, "2024-03"),
        (2, 4, 2, 1, 2, 1, 3, "2026-03-02"),
    ]
    again = trio("import", path, "--json").json
    assert (again["ties"], again["unchanged"], again["operation"], again["readings"]) == (0, 3, None, 2)
    trio("undo")
    assert statements(trio) == []


def test_a_table_in_french_from_a_spreadsheet(trio: Netcli, tmp_path: Path) -> None:
    """Semicolons, cp1252, `de` and `à`, words for levels; a note column is nobody's business."""
    path = tmp_path / "relations.csv"
    path.write_bytes(
        "sep=;\r\nde;à;niveau;date;remarque\r\nAna Pires;Bo Lind;très proche;mars 2024;été\r\n".encode("cp1252")
    )

    report = trio("import", str(path), "--json").json

    assert (report["format"], report["ties"]) == ("ties", 1)
    assert statements(trio) == [(2, 3, 2, 1, 5, 0, None, "2024-03")]


def test_rows_that_cannot_be_used_are_named_and_the_rest_goes_in(trio: Netcli, tmp_path: Path) -> None:
    """Unknown, ambiguous, missing, oneself, a bad level, kind or date: each with its line; exit 65 and a hint."""
    trio("add 'Bo Lind' --email bo2@example.org")
    path = table(
        tmp_path,
        "a\tb\tlevel\tkind\tdate\tone way\n"
        "ana-pires\tZoe\t\t\t\t\nana-pires\tBo Lind\t\t\t\t\n\t\t\t\t\t\nana-pires\t\t3\t\t\t\n"
        "ana-pires\tana@example.org\t3\t\t\t\nana-pires\tCy Roe\t9\t\t\t\nana-pires\tCy Roe\t3\tboss\t\t\n"
        "ana-pires\tCy Roe\t3\t\t03/04/2025\t\nana-pires\tCy Roe\t3\t\t2027\t\nana-pires\tCy Roe\t5\t\t\tyes\n",
    )

    ran = trio("import", path, "--json", code=65)

    assert [(r["where"], r["reason"]) for r in ran.json["rejected"]] == [
        ("line 5", "a tie needs two people: one is missing"),
        ("line 7", "not a level: 9"),
        ("line 8", "not a kind: boss; it may be family"),
        ("line 2", 'nobody is called "Zoe"'),
        ("line 3", '"Bo Lind" names 2 people: bo-lind, bo-lind-2'),
        ("line 6", "a tie needs two people: this is one and the same"),
        ("line 9", "two dates in one: 03/04/2025 is 2025-03-04 or 2025-04-03"),
        ("line 10", "2027 is still to come"),
    ]
    assert statements(trio) == [(2, 4, 2, 0, 5, 0, None, "2026-03-02")]
    assert "--create-people" in ran.err


def test_create_people_adds_those_who_are_not_on_file(trio: Netcli, tmp_path: Path) -> None:
    """Each once, with the address in the cell; nothing ties them to me; whom I removed stays out."""
    trio("remove cy")
    path = table(tmp_path, "from,to\nAna Pires,Zoe Zimmer\nzoe zimmer,Yan Yu <yan@example.org>\nAna Pires,Cy Roe\n")

    dry = trio("import", path, "--create-people", "--dry-run", "--json").json
    report = trio("import", path, "--create-people", "--json").json

    assert (dry["ties"], dry["created"], dry["operation"]) == (2, 2, None)
    assert (report["ties"], report["created"]) == (2, 2)
    assert report["skipped"] == [{"reason": "kept out: you removed them", "count": 1}]
    assert [row["name"] for row in trio("list --json").json] == ["Ana Pires", "Bo Lind"]
    assert trio("show yan@example.org --json").json["known_by"][0]["person"]["name"] == "zoe zimmer"
    assert trio("import", path, "--create-people", "--json").json["operation"] is None


def test_what_i_typed_stays_until_the_source_says_something_else(trio: Netcli, tmp_path: Path) -> None:
    """A source that repeats itself adds nothing; one that changes does; its name may be given."""
    path = table(tmp_path, "a,b,level\nAna Pires,Bo Lind,2\n")
    trio("import", path, "--source", "board")
    trio("link ana bo --level 5")
    assert trio("import", path, "--source", "board", "--json").json["ties"] == 0

    changed = table(tmp_path, "a,b,level\nBo Lind,Ana Pires,3\n")
    report = trio("import", changed, "--source", "Board", "--json").json

    assert (report["ties"], report["source"], report["readings"]) == (1, "board", 2)
    assert [s[4] for s in statements(trio)] == [2, 5, 3]


def test_two_rows_of_one_pair(trio: Netcli, tmp_path: Path) -> None:
    """Of undated rows the last counts; dated ones are history; one-way rows are two ties; the whole is read once."""
    path = table(
        tmp_path,
        "a,b,level,on,one way\nana-pires,bo-lind,1,,\nbo-lind,ana-pires,4,,\nana-pires,bo-lind,2,2020,\n"
        "ana-pires,cy-roe,3,,x\ncy-roe,ana-pires,1,,x\n",
    )

    report = trio("import", path, "--json").json

    assert report["ties"] == 4
    assert report["skipped"] == [{"reason": "the same tie again in the file", "count": 1}]
    assert trio("import", path, "--json").json["ties"] == 0


def test_a_sheet_goes_out_and_comes_back(trio: Netcli, tmp_path: Path) -> None:
    """My contacts by name; ticks become what the friend says of himself; a second reading finds nothing."""
    trio("edit cy --name '=HYPERLINK(1)'")
    out = tmp_path / "for-ana.csv"
    told = trio("export", "sheet", "-o", str(out))
    assert told.err == f"Wrote {out}: 3 people. Back from P: netcli import for-ana.csv --known-by P\n"
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["name", "organisation", "knows (1-5)", "key"]
    assert [row[:3] for row in rows[1:]] == [
        ["Ana Pires", "Helix", ""],
        ["Bo Lind", "Helix", ""],
        ["'=HYPERLINK(1)", "Helix", ""],
    ]

    for row, tick in zip(rows[1:], ("x", "4", "non"), strict=True):
        row[2] = tick
    page = io.StringIO()
    csv.writer(page, delimiter=";").writerows(rows)
    out.write_bytes(page.getvalue().encode("cp1252"))
    report = trio("import", str(out), "--known-by", "ana", "--json", code=65).json

    assert (report["format"], report["source"], report["ties"], report["read"]) == ("sheet", "sheet-ana-pires", 2, 3)
    assert report["rejected"] == [
        {"where": "line 2 (Ana Pires)", "reason": "a tie needs two people: this is one and the same"}
    ]
    assert statements(trio) == [(2, 3, 2, 1, 4, 0, 2, "2026-03-02"), (2, 4, 2, 1, 0, 0, 2, "2026-03-02")]
    again = trio("import", str(out.rename(tmp_path / "back.csv")), "--known-by", "ana", "--json", code=65).json
    assert (again["ties"], again["unchanged"], again["operation"]) == (0, 2, None)


def test_a_sheet_finds_people_after_they_changed(trio: Netcli, tmp_path: Path) -> None:
    """By the key whatever they are called now; by the name where a spreadsheet lost the key; unknown keys are told."""
    path = tmp_path / "s.csv"
    trio("export", "sheet", "name:bo", "or", "name:cy", "-o", str(path))
    text = path.read_text(encoding="utf-8-sig").replace("Bo Lind,Helix,", "Bo Lind,Helix,5")
    path.write_text(
        text.rpartition("Cy Roe")[0] + "Cy Roe,Helix,2,\nZed,Helix,1,gone-away\n,,1,\nBo,,,\n", encoding="utf-16"
    )
    trio("edit bo --name 'Bo Lindqvist'")

    report = trio("import", str(path), "--known-by", "ana", "--json", code=65).json

    assert [(s[1], s[4]) for s in statements(trio)] == [(3, 5), (4, 2)]
    assert report["rejected"] == [
        {"where": "line 5", "reason": "a tick without a person"},
        {"where": "line 4 (Zed)", "reason": 'nobody is called "Zed"'},
    ]


def test_sheets_cover_whom_a_query_chooses(trio: Netcli) -> None:
    """My contacts unless --all; an empty sheet has its header and a hint."""
    trio("link ana Zoe --add")

    assert "Zoe" not in trio("export sheet").out
    assert trio("export sheet").err == "1 more are known only through others (--all)\n"
    assert trio("export sheet --all name:zoe").out.splitlines()[1].startswith("Zoe,,,")
    ran = trio("export sheet tag:none")
    assert (ran.out, ran.err.startswith("Nobody is in it")) == ("name,organisation,knows (1-5),key\n", True)


@pytest.mark.parametrize(
    ("text", "options", "code", "says"),
    [
        ("name,knows (1-5),key\n", "", 2, "--known-by PERSON"),
        ("a,b\n", "--known-by ana", 2, "heard_from"),
        ("BEGIN:VCARD\nFN:Zoe\nEND:VCARD\n", "--known-by ana", 0, "netcli review"),
        ("BEGIN:VCARD\nFN:Zoe\nEND:VCARD\n", "--create-people", 2, "tables of ties"),
        ("from,to,date,subject\n", "", 65, "no format that netcli reads"),
        ("a,b\n", "", 0, "no tie in it"),
        ("name,knows (1-5),key\nBo Lind,,x\n", "--known-by ana", 0, "no tie in it"),
        ("a,b\nana-pires,bo-lind\n", "--dry-run", 0, "Nothing was written"),
        ("a,b\nana-pires,bo-lind\n", "", 0, "netcli ties"),
        ("a,b,what\nana-pires,bo-lind,x\n", "--format ties", 0, "netcli ties"),
        (f"a,b\n{'x' * 1_000_001},bo-lind\n", "", 65, "line 2 is no row of a table"),
        (f"a,b\n{'x' * 600},bo-lind\n", "--create-people", 65, ""),
    ],
)  # fmt: skip
def test_each_answer_says_what_to_type_next(
    trio: Netcli, tmp_path: Path, text: str, options: str, code: int, says: str
) -> None:
    """Wrong options, foreign tables, empty ones, and those that went well."""
    assert says in trio("import", table(tmp_path, text, "t.csv"), *options.split(), code=code).err


LEVELS = st.sampled_from(["", "0", "no", "1", "2.0", "3/5", "4", "close", "x", "oui", "acquaintance"])
ROWS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), LEVELS, st.sampled_from(["", "2020", "2021-05"]),
              st.sampled_from(["", "yes"])),
    max_size=8,
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=ROWS, delimiter=st.sampled_from(",;\t"), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
)
def test_any_table_is_read_once(rows: list[tuple[str, ...]], delimiter: str, encoding: str) -> None:
    """Whatever the rows, the second reading writes nothing; delimiter and character set do not matter."""
    with tempfile.TemporaryDirectory() as folder:
        db, path = Path(folder) / "t.db", Path(folder) / "ties.csv"
        page = io.StringIO()
        csv.writer(page, delimiter=delimiter).writerows([("a", "b", "level", "on", "one way"), *rows])
        path.write_bytes(page.getvalue().encode(encoding))
        line = ["--db", str(db), "--quiet", "import", str(path), "--create-people"]
        codes = (0, 65)

        assert cli.run(line) in codes
        before = dump(db)
        assert cli.run(line) in codes
        assert dump(db) == before


def dump(db: Path) -> object:
    """Return every row but those that tell of operations."""
    if not os.path.exists(db):
        return None
    with open_reader(db) as store:
        return every_row(store, leave_out=frozenset({"operation", "journal"}))
