"""import as a user meets it: reports, sources, three-way merging, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import Netcli


def card(uid: str, name: str, *lines: str) -> str:
    """Return a card."""
    known = f"UID:{uid}\n" if uid else ""
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", f"{known}FN:{name}", *lines, "END:VCARD", ""])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return an address book of three."""
    path = tmp_path / "book.vcf"
    path.write_text(
        card("a", "Ana Pires", "EMAIL:ana@example.org", "TITLE:Engineer", "ORG:Helix")
        + card("b", "Bo Lind", "TEL:+33 1 23 45 67 89")
        + card("c", "Cy Roe", "EMAIL:cy@example.org")
    )
    return path


def person(netcli: Netcli, name: str) -> dict[str, object]:
    """Return all that is kept on somebody."""
    found: dict[str, object] = netcli("show", name, "--json").json["person"]
    return found


def test_the_report_counts_people_once(netcli: Netcli, book: Path) -> None:
    """The whole report of a first reading, as scripts get it."""
    assert netcli("import", str(book), "--json").json == {
        "import": 1, "source": "book", "format": "vcard", "files": [{"path": str(book), "format": "vcard", "read": 3}],
        "read": 3, "created": 3, "updated": 0, "unchanged": 0, "gone": 0, "skipped": [], "rejected": [], "review": [],
        "changes": [], "readings": 1, "last_read": None, "operation": 3, "dry_run": False, "ties": 0, "overlap": [],
        "valve": None, "contacts": 0, "recommendations": 0, "endorsements": 0, "opportunities": 0, "cvs": [], "rows": [], "messages": 0, "related": 0, "groups": 0, "columns": [],
    }  # fmt: skip


def test_a_pipe_is_read_once_from_its_beginning(netcli: Netcli, book: Path, tmp_path: Path) -> None:
    """As `<(cat book.vcf)` of a shell is: however long it is, nobody is lost; beside another file it is refused."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    cards = "".join(card(f"n{number}", f"Person {number}") for number in range(2000))
    writer = Thread(target=pipe.write_text, args=(cards,))
    writer.start()

    report = netcli("import", str(pipe), "--json").json

    writer.join()
    assert (report["created"], report["source"]) == (2000, "stdin")
    assert "one by one" in netcli("import", str(book), str(pipe), code=2).err


def test_a_table_with_a_column_called_schema_is_no_export(netcli: Netcli, tmp_path: Path) -> None:
    """Only what begins as JSON is."""
    path = tmp_path / "people.csv"
    path.write_text('"Name","Email","schema"\nAna Pires,ana@example.org,x\n')

    assert netcli("import", str(path), "--json").json["created"] == 1


def test_a_folder_with_cards_is_one_of_cards(netcli: Netcli, book: Path) -> None:
    """Whatever else lies in it, and whichever way they are called."""
    book.rename(book.with_suffix(".vcard"))
    (book.parent / "letter.eml").write_text("From: ana@example.org\n\nHello\n")
    (book.parent / "work.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")

    assert netcli("import", str(book.parent), "--json").json["created"] == 3


def test_a_dry_run_says_the_same_and_writes_nothing(netcli: Netcli, book: Path) -> None:
    """Dry run and real run differ in what was written alone."""
    before = netcli("export json").out

    dry = netcli("import", str(book), "--dry-run", "--json").json

    assert netcli("export json").out == before
    real = netcli("import", str(book), "--json").json
    told = {"import", "operation", "dry_run"}
    assert {k: v for k, v in dry.items() if k not in told} == {k: v for k, v in real.items() if k not in told}


def test_the_same_file_again_changes_nothing(netcli: Netcli, book: Path) -> None:
    """No operation; the source is recognised by its records, whatever the file is called now."""
    netcli("import", str(book))
    before = netcli("export json").out
    moved = book.rename(book.with_name("other.vcf"))

    report = netcli("import", str(moved), "--json").json

    assert (report["source"], report["readings"], report["unchanged"], report["operation"]) == ("book", 2, 3, None)
    assert netcli("export json").out == before


def test_a_newer_reading_is_merged_three_ways(netcli: Netcli, book: Path) -> None:
    """What the source changed is taken over, what I typed stays, what it only repeats is not put back."""
    netcli("import", str(book))
    netcli("edit bo --set note=mine --drop phone")
    netcli("edit ana --headline Typed --drop email")
    text = (
        book.read_text()
        .replace("FN:Cy Roe", "FN:Cyril Roe")
        .replace("FN:Bo Lind", "FN:Bo Lind\nNOTE:theirs\nNICKNAME:B")
    )
    book.write_text(text.replace("UID:a\n", "UID:a\nEMAIL:second@example.org\n"))

    report = netcli("import", str(book), "--json").json

    assert report["updated"] == 3
    bo, ana = person(netcli, "bo"), person(netcli, "ana")
    assert (bo["note"], bo["phones"], bo["nicknames"]) == ("mine", [], ["B"])
    assert (ana["headline"], [e["value"] for e in ana["emails"]]) == ("Typed", ["second@example.org"])
    assert person(netcli, "cyril")["id"] == 4
    assert [(c["person"]["handle"], c["field"]) for c in report["changes"]] == [
        ("ana-pires", "email"),
        ("bo-lind", "note"),
        ("cy-roe", "name"),
    ]


def test_whom_i_removed_stays_out(netcli: Netcli, book: Path) -> None:
    """A source that still has somebody neither brings him back nor makes him again."""
    netcli("import", str(book))
    netcli("remove bo")
    same = netcli("import", str(book), "--json").json
    book.write_text(book.read_text().replace("+33 1 23 45 67 89", "+33 9 99 99 99 99"))

    report = netcli("import", str(book), "--json").json

    assert report["skipped"] == same["skipped"] == [{"reason": "kept out: you removed them", "count": 1}]
    assert (report["unchanged"], same["unchanged"], same["operation"]) == (2, 2, None)
    assert [row["name"] for row in netcli("list --json").json] == ["Ana Pires", "Cy Roe"]


def test_a_removed_namesake_stands_in_nobodys_way(netcli: Netcli, tmp_path: Path) -> None:
    """Whom a card names as related, and who recommends: the one on file is meant."""
    for _ in range(2):
        netcli("add 'Bo Lind' --anyway")
    netcli("remove bo-lind")
    path, words = tmp_path / "book.vcf", tmp_path / "Recommendations_Received.csv"
    path.write_text(card("a", "Ana Pires", "RELATED;TYPE=friend;VALUE=text:Bo Lind"))
    words.write_text(
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\nBo,Lind,Orbit,,Great,05 Jun 2015,VISIBLE\n"
    )

    related = netcli("import", str(path), "--json").json
    told = netcli("import", str(words), "--json").json

    assert (related["skipped"], related["related"], told["related"], told["recommendations"]) == ([], 0, 0, 1)
    assert [tie["other"]["handle"] for tie in netcli("ties ana-pires --json").json if "related" in tie["evidence"]] == [
        "bo-lind-2"
    ]


def test_two_books_make_one_person_where_it_is_certain(netcli: Netcli, book: Path, tmp_path: Path) -> None:
    """A shared address with a fitting name is one person; a shared name alone is two, to be looked at."""
    netcli("import", str(book))
    other = tmp_path / "work.vcf"
    other.write_text(
        card("x", "A. Pires", "EMAIL:ANA@example.org", "TEL:1")
        + card("y", "Pires Ana", "EMAIL:ana@example.org", "TEL:22222")
        + card("z", "Bo Lind", "EMAIL:other.bo@example.net")
    )

    report = netcli("import", str(other), "--json").json

    assert (report["source"], report["created"], report["updated"]) == ("work", 2, 1)
    assert [(r["person"]["name"], r["other"]["name"], r["why"]) for r in report["review"]] == [
        ("A. Pires", "Ana Pires", "same email ANA@example.org"),
        ("Bo Lind", "Bo Lind", "same name"),
    ]
    assert [p["value"] for p in person(netcli, "ana-pires")["phones"]] == ["22222"]


def test_a_part_that_cannot_be_used_is_named_and_the_rest_goes_in(netcli: Netcli, tmp_path: Path) -> None:
    """65 with the card and its line; the good cards are there."""
    bad = tmp_path / "bad.vcf"
    bad.write_text(card("a", "Ana") + card("b", "").replace("FN:\n", "") + card("c", "Cy"))

    report = netcli("import", str(bad), "--json", code=65).json

    assert report["created"] == 2
    assert report["rejected"][0]["where"] == "card 2 (line 6)"


def test_books_in_folders_of_their_own_are_read(netcli: Netcli, tmp_path: Path) -> None:
    """As programs keep them; what Apple's file manager puts beside a card is none, nor is a folder that is called so."""
    for place, name in (("home", "Ana"), ("work/2026", "Bo")):
        folder = tmp_path / "books" / place
        folder.mkdir(parents=True)
        (folder / f"{name}.vcf").write_text(card(name, name))
        (folder / f"._{name}.vcf").write_bytes(b"\0\5\x16\7")
    (tmp_path / "books" / "old.vcf").mkdir()

    assert netcli("import", str(tmp_path / "books"), "--json").json["created"] == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('["vcard", [["version", {}, "text", "4.0"], ["email", {}, "text", "ana@example.org"]]]', "jCard"),
        ('[["vcard",[["fn",{},"text","Ana"]]],\n["vcard",[["fn",{},"text","Bo"]]]]', "jCard"),
        ('<?xml version="1.0"?>\n<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0"><vcard/></vcards>', "xCard"),
        ("MECARD:N:Pires,Ana;TEL:5550100;EMAIL:ana@example.org;;", "MECARD"),
    ],
)
@pytest.mark.parametrize("suffix", ["vcf", "json"])
def test_cards_in_other_clothes_are_refused_by_name(
    netcli: Netcli, tmp_path: Path, text: str, told: str, suffix: str
) -> None:
    """Not read as a table of people, nor as a file of cards without any."""
    path = tmp_path / f"book.{suffix}"
    path.write_text(text)

    refused = netcli("import", str(path), code=65).err
    assert told in refused
    assert "vCard" in refused


def test_folders_several_files_and_stdin(netcli: Netcli, tmp_path: Path) -> None:
    """A folder stands for its cards; `-` reads stdin; several files are one import."""
    folder = tmp_path / "cards"
    folder.mkdir()
    for name in ("Ana", "Bo"):
        (folder / f"{name}.vcf").write_text(card(name, name))
    (folder / "readme.txt").write_text("no card")

    assert netcli("import", str(folder), "--json").json["created"] == 2
    assert netcli("import -", stdin=card("c", "Cy")).out.startswith("read\t1\n")
    assert netcli("import", str(folder / "Ana.vcf"), str(folder / "Bo.vcf"), "--json").json["unchanged"] == 2


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", 65, "is empty"),
        (b"hello\n", 65, "no format that netcli reads"),
        (b'{"schema": 2, "people"', 65, "cut off"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", 65, "no format that netcli reads"),
    ],
)
def test_what_is_no_address_book_is_refused(
    netcli: Netcli, tmp_path: Path, content: bytes, code: int, says: str
) -> None:
    """One line with what netcli reads; nothing is written."""
    path = tmp_path / "file.bin"
    path.write_bytes(content)

    assert says in netcli("import", str(path), code=code).err


def test_a_file_of_cards_without_a_card_is_an_empty_answer(netcli: Netcli, tmp_path: Path) -> None:
    """Named .vcf, holding none: nobody, a hint, exit 0."""
    path = tmp_path / "none.vcf"
    path.write_text("nothing here\n")

    ran = netcli("import", str(path), "--json")

    assert (ran.json["read"], ran.json["operation"]) == (0, None)
    assert "netcli import" in ran.err


def test_a_charset_said_once_serves_the_lines_that_say_nothing(netcli: Netcli, tmp_path: Path) -> None:
    """Undeclared 8-bit text is read in the charset that another line of the file declares."""
    path = tmp_path / "c.vcf"
    name = "Віталій".encode("windows-1251")
    path.write_bytes(b"BEGIN:VCARD\nVERSION:2.1\nFN:" + name + b"\nNOTE;CHARSET=windows-1251:x\nEND:VCARD\n")

    netcli("import", str(path))

    assert netcli("list --fields name").out == "Віталій\n"


def test_import_without_a_file_teaches_how_to_get_one(netcli: Netcli) -> None:
    """The address books people have, and where their export is."""
    told = netcli("import").out

    assert all(word in told for word in ("iPhone", "Google", "Thunderbird", "Outlook", "table of ties", "--dry-run"))


def test_a_plan_that_is_overtaken_is_made_again(netcli: Netcli, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes between plan and lock: the people are compared once more, and nobody is made twice."""
    from netcli.commands import _import_people

    plans = []

    def overtaken(*arguments: object) -> object:
        plan = original(*arguments)
        if not plans:
            other = netcli.db.with_name("side.vcf")
            other.write_text(book.read_text())
            plans.append(1)
            spawned(netcli.db, other)
        return plan

    original = _import_people.plan_import
    monkeypatch.setattr(_import_people, "plan_import", overtaken)

    report = netcli("import", str(book), "--source", "mine", "--json").json

    assert report["created"] == 0
    assert len(netcli("list --json").json) == 3


def spawned(db: Path, book: Path) -> None:
    """Import a book in a process of its own."""
    from tests.conftest import spawn

    assert spawn("import", str(book), "--source", "other", db=db).returncode == 0


def test_a_card_with_another_job_ends_the_old_one(netcli: Netcli, book: Path) -> None:
    """When it ended the card does not say; a second job, or one left out, ends nothing."""
    netcli("import", str(book))
    text = book.read_text()
    book.write_text(text.replace("TITLE:Engineer", "TITLE:CTO").replace("ORG:Helix", "ORG:Orbit"))

    report = netcli("import", str(book), "--json").json

    assert [(c["field"], c["before"], c["after"]) for c in report["changes"]] == [
        ("position", "Engineer, Helix", "CTO, Orbit")
    ]
    book.write_text(book.read_text().replace("ORG:Orbit", "ORG:Orbit\nORG:Kestrel"))
    assert netcli("import", str(book), "--json").json["changes"] == []
    book.write_text(text.replace("TITLE:Engineer\n", "").replace("ORG:Helix\n", ""))
    assert netcli("import", str(book), "--json").json["changes"] == []
    assert [(p["org"], p["current"]) for p in person(netcli, "ana")["positions"]] == [
        ("Orbit", True),
        ("Kestrel", True),
        ("Helix", False),
    ]


def test_a_name_in_another_script_is_the_same_name(netcli: Netcli, tmp_path: Path) -> None:
    """Who is on file in Cyrillic is found in Latin letters, and known again in a book that has him so."""
    netcli("add 'Анна Щукина <anna@example.org>'")
    (tmp_path / "latin.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Shchukina\nN:Shchukina;Anna\nEMAIL:anna@example.org\nEND:VCARD\n"
    )
    report = netcli("import", str(tmp_path / "latin.vcf"), "--json").json

    assert (report["created"], report["updated"] + report["unchanged"], report["review"]) == (0, 1, [])
    assert [person["handle"] for person in netcli("find shchukina --json").json] == ["anna-shchukina"]
    assert netcli("show Shchukina --json").json["person"]["name"] == "Анна Щукина"
