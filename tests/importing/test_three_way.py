"""What a source changed, what I changed, and who of us wins, fact by fact."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Netcli, facts_of

Read = Callable[..., dict[str, Any]]
ANA = ("UID:a", "FN:Ana Pires", "N:Pires;Ana;;;")


@pytest.fixture
def read(netcli: Netcli, tmp_path: Path) -> Read:
    """Return what imports cards, given by their lines, as those of a source, and holds a dry run to the same report."""

    def read(*people: tuple[str, ...], source: str = "phone") -> dict[str, Any]:
        path = tmp_path / "book.vcf"
        path.write_text("".join("\n".join(("BEGIN:VCARD", "VERSION:3.0", *p, "END:VCARD", "")) for p in people))
        line = f"import {path} --source {source} --json"
        told = {"import", "operation", "dry_run"}
        dry, real = netcli(f"{line} --dry-run").json, netcli(line).json
        assert {k: v for k, v in dry.items() if k not in told} == {k: v for k, v in real.items() if k not in told}
        before = netcli("export json").json
        assert netcli(line).json["operation"] is None
        assert facts_of(netcli("export json").json) == facts_of(before)
        return dict(real)

    return read


def ana(netcli: Netcli) -> dict[str, Any]:
    """Return all that is kept on Ana."""
    return dict(netcli("show 2 --json").json["person"])


def test_a_name_is_taken_over_whole_or_not_at_all(netcli: Netcli, read: Read) -> None:
    """Who has a name that I typed is not given half of another one."""
    read(ANA)
    netcli("edit 2 --name 'Ana Pires-Lopez'")

    report = read(("UID:a", "FN:Dr. Annabel Silva", "N:Silva;Annabel;Maria;Dr.;"))

    parts = ("name", "given", "family", "additional", "prefix")
    assert [ana(netcli)[part] for part in parts] == ["Ana Pires-Lopez", "Ana", "Pires-Lopez", None, None]
    assert [(c["before"], c["after"]) for c in report["changes"]] == [("Ana Pires", "Dr. Annabel Silva")]
    read(("UID:a", "FN:Ana Maria Lopez", "N:Lopez;Ana;Maria;;"))
    assert [ana(netcli)[part] for part in parts] == ["Ana Pires-Lopez", "Ana", "Pires-Lopez", None, None]


def test_what_a_source_corrects_of_a_fact_is_taken_over(netcli: Netcli, read: Read) -> None:
    """Label, preferred mark, team, dates: as it says now, unless I said otherwise; what it omits stays."""
    read(
        (
            *ANA,
            "EMAIL;TYPE=home,pref:ana@example.org",
            "EMAIL:a@helix.example",
            "TEL;TYPE=home:5550100",
            "ORG:Helix;Sales",
        )
    )
    netcli("edit 2 --set 'phone=5550100 (boat)'")

    report = read(
        (
            *ANA,
            "EMAIL:ana@example.org",
            "EMAIL;TYPE=work,pref:a@helix.example",
            "TEL;TYPE=cell:5550100",
            "ORG:Helix;Design",
        )
    )

    person = ana(netcli)
    assert [(e["value"], e["label"], e["preferred"]) for e in person["emails"]] == [
        ("a@helix.example", "work", True), ("ana@example.org", "home", False)
    ]  # fmt: skip
    assert [(p["value"], p["label"]) for p in person["phones"]] == [("5550100", "boat")]
    assert [(p["org"], p["team"], p["current"]) for p in person["positions"]] == [("Helix", "Design", True)]
    assert report["updated"] == 1


def test_what_a_source_puts_in_place_of_an_address_is_the_one_to_use(netcli: Netcli, read: Read) -> None:
    """The old one stays, behind it; so does one that I added before, but for one that I prefer."""
    read((*ANA, "EMAIL;TYPE=pref:old@example.org", "TEL:5550100"))
    netcli("edit 2 --email mine@example.org")

    read((*ANA, "EMAIL;TYPE=pref:new@example.org", "TEL:5550100"))

    assert [(e["value"], e["preferred"]) for e in ana(netcli)["emails"]] == [
        ("new@example.org", True), ("mine@example.org", False), ("old@example.org", False)
    ]  # fmt: skip
    assert netcli("email pires --parsable").out.splitlines()[1].startswith("new@example.org")
    assert "new@example.org" in netcli("list --format tsv").out
    told = netcli("history pires --json").json["entries"][0]["changes"]
    assert [line for line in told if "email" in line] == ["+ email new@example.org"]  # what only moved is not told
    netcli("undo")
    assert [(e["value"], e["preferred"]) for e in ana(netcli)["emails"]] == [
        ("old@example.org", True), ("mine@example.org", False)
    ]  # fmt: skip


def test_a_record_under_another_key_is_compared_with_what_it_said_under_the_old_one(netcli: Netcli, read: Read) -> None:
    """As when a program gives every card a new UID: what I took out stays out, and no kept line comes twice."""
    bo = ("FN:Bo Lind", "EMAIL:bo@example.org", "TEL:5550101")
    read((*ANA, "EMAIL:ana@example.org", "TEL:5550100", "NOTE:old", "X-CLUB:1"), ("UID:b", *bo))
    netcli("edit 2 --drop phone")

    report = read(
        ("UID:n", *ANA[1:], "EMAIL:ana@example.org", "TEL:5550100", "NOTE:new", "X-CLUB:2"), ("UID:m", *bo)
    )  # fmt: skip

    assert [(c["person"]["handle"], c["field"]) for c in report["changes"]] == [("ana-pires", "note")]
    assert (report["updated"], report["unchanged"], report["gone"]) == (1, 1, 0)
    assert (ana(netcli)["phones"], ana(netcli)["note"]) == ([], "new")
    card = netcli("export vcard pires").out
    assert [line for line in card.splitlines() if "CLUB" in line] == ["X-CLUB:2"]
    assert read(*[("UID:n", *ANA[1:], "X-CLUB:2")], ("UID:m", *bo))["created"] == 0


def test_of_two_cards_of_one_person_each_is_compared_with_its_own(netcli: Netcli, read: Read) -> None:
    """Those that I merged, when both get a new UID: the name says which is which."""
    other = ("FN:Anna Pires", "TEL:5550101", "NOTE:other")
    read((*ANA, "EMAIL:ana@example.org", "NOTE:one"), ("UID:b", *other))
    netcli("merge 2 3")

    report = read(("UID:m", *other), ("UID:n", *ANA[1:], "EMAIL:ana@example.org", "NOTE:one"))

    assert (report["changes"], report["unchanged"], report["created"]) == ([], 2, 0)
    assert ana(netcli)["note"] == "one\nother"


def test_what_a_second_source_tells_otherwise_is_not_lost(netcli: Netcli, read: Read) -> None:
    """Its note is put below, its name is another one of hers, all else that differs is counted: what is there stays."""
    read((*ANA, "EMAIL:ana@example.org", "NOTE:from the phone", "BDAY:1980-01-02"))

    report = read(
        ("UID:w", "FN:Ana Maria Pires", "EMAIL:ana@example.org", "NOTE:from work", "BDAY:1980-01-03"), source="work"
    )

    person = ana(netcli)
    assert (person["name"], person["birthday"], person["note"]) == (
        "Ana Pires",
        "1980-01-02",
        "from the phone\nfrom work",
    )
    assert [each["name"] for each in person["other_names"]] == ["Ana Maria Pires"]
    assert report["skipped"] == [{"reason": "told differently there: yours stays", "count": 1}]
    assert "Ana Pires" in netcli("find 'ana maria'").out


def test_a_source_changes_its_own_part_of_a_note(netcli: Netcli, read: Read) -> None:
    """The lines that it gave, as long as they stand as it gave them."""
    work = ("UID:w", "FN:Ana Pires", "EMAIL:ana@example.org")
    read((*ANA, "EMAIL:ana@example.org", "NOTE:from the phone"))
    read((*work, "NOTE:from work\\nand more"), source="work")

    read((*work, "NOTE:otherwise"), source="work")

    assert ana(netcli)["note"] == "from the phone\notherwise"
    netcli("edit", "2", "--set", "note=mine")
    read((*work, "NOTE:once more"), source="work")
    assert ana(netcli)["note"] == "mine"


def test_who_has_another_name_now_is_found_under_the_old_one_too(netcli: Netcli, read: Read) -> None:
    """As after a wedding: by me, and by another book that has not heard of it. A middle name more is no other one."""
    read((*ANA, "EMAIL:ana@example.org"))

    read(("UID:a", "FN:Ana Maria Pires", "N:Pires;Ana;Maria;;", "EMAIL:ana@example.org"))
    read(("UID:a", "FN:Ana Silva", "N:Silva;Ana;;;", "EMAIL:ana@example.org"))

    assert [each["name"] for each in ana(netcli)["other_names"]] == ["Ana Maria Pires"]
    assert "Ana Silva" in netcli("find 'ana pires'").out
    assert read(("UID:w", "FN:Maria Pires", "EMAIL:ana@example.org"), source="work")["created"] == 0
