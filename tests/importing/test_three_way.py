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
    netcli("undo")
    assert [(e["value"], e["preferred"]) for e in ana(netcli)["emails"]] == [
        ("old@example.org", True), ("mine@example.org", False)
    ]  # fmt: skip
