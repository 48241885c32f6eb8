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
