"""import of tables of people as a user meets it: --map, what is remembered, what is said of columns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from netcli.importing.mapping import near_role, parse_map
from netcli.results_import import ColumnRead, FileRead, ImportReport
from netcli.views import as_text
from tests.conftest import Netcli

MEMBERS = "Nom;Prénom;Mail;Nom de naissance;Cotisation 2026;Vide\nPires;Ana;ana@example.org;Costa;payée;\nLind;Bo;bo@example.org;;due;\n"


@pytest.fixture
def members(tmp_path: Path) -> str:
    """Return a list of two members with a column that means nothing to netcli."""
    return write(tmp_path, "members.csv", MEMBERS)


def write(folder: Path, name: str, text: str) -> str:
    """Write a file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def person(netcli: Netcli, name: str) -> dict[str, Any]:
    """Return all that is kept on somebody."""
    found: dict[str, Any] = netcli("show", name, "--json").json["person"]
    return found


def report(netcli: Netcli, *words: str, code: int = 0) -> dict[str, Any]:
    """Return the report of an import."""
    found: dict[str, Any] = netcli("import", *words, "--json", code=code).json
    return found


def roles(netcli: Netcli, *words: str) -> dict[str, str | None]:
    """Return what the columns of a file are read as."""
    return {column["column"]: column["role"] for column in report(netcli, *words, "--dry-run")["columns"]}


def test_what_is_not_understood_is_kept_and_told(netcli: Netcli, members: str) -> None:
    """In the note, by the name of the column, with the --map to type; an empty column is not worth a word."""
    ran = netcli("import", members)

    assert person(netcli, "ana-pires")["note"] == "Cotisation 2026: payée"
    assert (
        f"Kept in the notes: Cotisation 2026. To say what they are for (- leaves out): netcli import {members}"
        in ran.err
    )
    assert "--map 'Cotisation 2026=-'" in ran.err


def test_the_report_tells_what_each_column_was_read_as(netcli: Netcli, members: str) -> None:
    """With how many rows fill it, and two of its values."""
    assert report(netcli, members, "--dry-run")["columns"] == [
        {"column": "Nom", "role": "family", "filled": 2, "samples": ["Pires", "Lind"], "near": None},
        {"column": "Prénom", "role": "given", "filled": 2, "samples": ["Ana", "Bo"], "near": None},
        {"column": "Mail", "role": "email", "filled": 2, "samples": ["ana@example.org", "bo@example.org"], "near": None},
        {"column": "Nom de naissance", "role": "maiden", "filled": 1, "samples": ["Costa"], "near": None},
        {"column": "Cotisation 2026", "role": None, "filled": 2, "samples": ["payée", "due"], "near": None},
    ]  # fmt: skip


def test_map_says_what_columns_are_for(netcli: Netcli, members: str) -> None:
    """By name, in part of a line or by place; a dash leaves one out, and nothing is said of it any more."""
    ran = netcli("import", members, "--map", "Cotisation 2026=tag,Nom de naissance=-,Col 3=email:home")

    ana = person(netcli, "ana-pires")
    assert (ana["tags"], ana["note"], ana["other_names"]) == (["payée"], None, [])
    assert ana["emails"][0]["label"] == "home"
    assert "Kept in the notes" not in ran.err


def test_a_map_that_comes_late_takes_back_the_notes(netcli: Netcli, members: str) -> None:
    """The same file read again with the --map that was told leaves nothing of the notes but those I changed."""
    netcli("import", members)
    with closing(sqlite3.connect(netcli.db)) as file, file:
        file.execute("UPDATE person SET note = 'paid in cash' WHERE handle = 'bo-lind'")

    found = report(netcli, members, "--map", "Cotisation 2026=tag")

    assert (found["updated"], person(netcli, "ana-pires")["note"]) == (2, None)
    assert person(netcli, "ana-pires")["tags"] == ["payée"]
    assert person(netcli, "bo-lind")["note"] == "paid in cash"


def test_the_next_file_of_the_source_needs_no_map(netcli: Netcli, tmp_path: Path, members: str) -> None:
    """It is remembered with the source and found by the header; undo forgets it with the import."""
    netcli("import", members, "--map", "Cotisation 2026=tag")
    newer = write(tmp_path, "newer.csv", MEMBERS + "Roe;Cy;cy@example.org;;payée;\n")

    found = report(netcli, newer)

    assert (found["source"], found["created"], found["unchanged"]) == ("members", 1, 2)
    assert person(netcli, "cy-roe")["tags"] == ["payée"]
    netcli("undo")
    netcli("undo")
    assert roles(netcli, newer)["Cotisation 2026"] is None


def test_a_new_map_adds_to_the_one_remembered(netcli: Netcli, members: str) -> None:
    """What was said before stays unless it is said differently."""
    netcli("import", members, "--map", "Cotisation 2026=tag")
    netcli("import", members, "--map", "Nom de naissance=-")

    assert roles(netcli, members) == {
        "Nom": "family", "Prénom": "given", "Mail": "email", "Nom de naissance": "-", "Cotisation 2026": "tag",
    }  # fmt: skip


def test_a_table_of_which_nothing_is_understood_is_refused_with_the_map_to_type(netcli: Netcli, tmp_path: Path) -> None:
    """One line with the headers seen; the command that it names works, and is remembered."""
    path = write(tmp_path, "odd.csv", "Kolumne A;Kolumne B\nAna Pires;ana@example.org\n")

    ran = netcli("import", path, code=65)

    assert "no column is a name or an address, among Kolumne A, Kolumne B" in ran.err
    assert f'netcli import {path} --map "Kolumne A=name,Kolumne B=email"' in ran.err
    things = netcli("import", write(tmp_path, "things.csv", "Price,Name\n3,Tea\n"), code=65).err
    assert "only one column is understood, among Price, Name" in things
    assert '--map "Name=name"' in things
    netcli("import", path, "--map", "Kolumne A=name,Kolumne B=email")
    assert person(netcli, "ana-pires")["emails"][0]["value"] == "ana@example.org"
    assert report(netcli, path)["unchanged"] == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana,Pires,Helix\nBo,Lind,Orbit\n", {"Ana Pires", "Bo Lind"}),
        ("Voor,Achter,Werk\nAna,Pires,Helix\nBo,Lind,Orbit\n", {"Voor Achter", "Ana Pires", "Bo Lind"}),
    ],
)
def test_columns_without_names_are_told_by_their_places(
    netcli: Netcli, tmp_path: Path, text: str, names: set[str]
) -> None:
    """A table that netcli cannot read has no header, for all it knows."""
    path = write(tmp_path, "bare.csv", text)

    netcli("import", path, "--map", "Col 1=given,Col 2=family,Col 3=org")

    assert set(netcli("list --fields name").out.splitlines()) == names


def test_a_header_over_addresses_is_no_person(netcli: Netcli, tmp_path: Path) -> None:
    """Where a told column of addresses begins with a word, the first row is its header."""
    path = write(tmp_path, "bare.csv", "Wie,Waar\nAna Pires,ana@example.org\n")

    netcli("import", path, "--map", "Col 1=name,Col 2=email")

    assert netcli("list --fields name").out == "Ana Pires\n"


MISTAKES = [
    ("Cotisation=tag", 'no column "cotisation"', "did you mean Cotisation 2026?"),
    ("Col 9=tag", 'no column "col 9"', "columns are Nom, "), ("Nom=nmae", 'no role "nmae"', "did you mean name?"),
    ("Nom=xyzzy", 'no role "xyzzy"', "roles are name, given, family"), ("Nom", "takes COLUMN=ROLE", "roles are"),
    ("", "takes COLUMN=ROLE", "roles are"), ("Nom=family:home", "family takes no label", "email, phone"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "message", "hint"), MISTAKES)
def test_a_mistake_in_map_is_told_with_what_is_near(
    netcli: Netcli, members: str, told: str, message: str, hint: str
) -> None:
    """Nothing is read then."""
    ran = netcli("import", members, "--map", told, code=2)

    assert message in ran.err
    assert hint in ran.err
    assert netcli("list").out == ""


def test_map_is_for_tables(netcli: Netcli, tmp_path: Path) -> None:
    """A file of cards has no columns."""
    path = write(tmp_path, "a.vcf", "BEGIN:VCARD\nFN:Ana\nEND:VCARD\n")

    assert (
        f"--map is for tables of people, and {path} is vcard" in netcli("import", path, "--map", "A=name", code=2).err
    )


PARSED = [
    ("Nom de naissance=maiden", {"nom de naissance": "maiden"}), ("A=-,B=email:home", {"a": "-", "b": "email:home"}),
    ("Nom, prénom=name,Col 07=note", {"nom prenom": "name", "col 7": "note"}), ("A=prénom", {"a": "given"}),
    ("A=email:perso", {"a": "email:home"}), ("A=mobile", {"a": "phone:mobile"}), ("a=b=note", {"a b": "note"}),
    ("Colonne 2=Rolle", {"col 2": "title"}), ("A=event:wedding day", {"a": "event:wedding day"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), PARSED)
def test_map_takes_roles_in_many_words(text: str, told: dict[str, str]) -> None:
    """A name may hold commas; a role may be said as a column would be called."""
    assert parse_map(text) == told


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Courriel prso", "email:home"),
        ("Birhtday", "birthday"),
        ("Fonctoin", "title"),
        ("Cotisation", None),
        ("x", None),
    ],
)
def test_a_column_that_is_nearly_understood_is_guessed(header: str, role: str | None) -> None:
    """As a suggestion only: it goes to the note until somebody says so."""
    assert near_role(header) == role


def test_a_file_of_google_is_the_source_google(netcli: Netcli, tmp_path: Path) -> None:
    """Whatever it is called; another account with other people is google-2."""
    header = "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value"
    one = write(tmp_path, "contacts.csv", f"{header}\nAna,Pires,* Home,ana@example.org\n")
    two = write(tmp_path, "contacts(1).csv", f"{header}\nBo,Lind,Work,bo@example.org\n")

    assert [report(netcli, path)["source"] for path in (one, two, one)] == ["google", "google-2", "google"]


def test_a_list_again_changes_nothing_and_a_newer_one_updates(netcli: Netcli, tmp_path: Path) -> None:
    """Numbers of the list and addresses tell who is who, also when a job or a number changes."""
    text = "N° adhérent;Nom;Prénom;Société;Fonction;Tél;Mail\n1;Pires;Ana;Helix;CTO;06 00 00 00 01;\n2;Lind;Bo;;;;bo@example.org\n"
    path = write(tmp_path, "list.csv", text)
    netcli("import", path)
    before = netcli("export json").out

    assert report(netcli, path)["unchanged"] == 2
    assert netcli("export json").out == before

    newer = write(tmp_path, "list.csv", text.replace("CTO", "CEO").replace("00 01", "00 02"))
    found = report(netcli, newer)

    assert (found["created"], found["updated"], found["unchanged"]) == (0, 1, 1)
    assert [(c["field"], c["after"]) for c in found["changes"]] == [
        ("position", "CEO, Helix"),
        ("phone", "06 00 00 00 02"),
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_a_dry_run_shows_the_columns(
    netcli: Netcli, members: str, width: int, golden: Callable[[str, str], None]
) -> None:
    """What each is read as, and two of its values."""
    found = report(netcli, members, "--dry-run")
    columns = tuple(ColumnRead(**{**c, "samples": tuple(c["samples"])}) for c in found["columns"])
    shown = ImportReport(
        None, "members", "contacts", (FileRead("members.csv", "contacts", 2),), 2, 2, 0, 0, 0, (), (), (), (),
        dry_run=True, columns=columns,
    )  # fmt: skip

    golden(f"import-columns-{width}.txt", as_text(shown, width=width, colour=False))


def test_a_mapping_survives_export_and_restore(netcli: Netcli, members: str) -> None:
    """It is part of the source."""
    netcli("import", members, "--map", "Cotisation 2026=tag")

    (source,) = json.loads(netcli("export json").out)["sources"]

    assert json.loads(source["mapping"])["roles"] == {"cotisation 2026": "tag"}
