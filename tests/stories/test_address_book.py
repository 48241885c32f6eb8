"""The main job, on a real address book: cards go in, two links, and a way to somebody comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import CORPORA, Netcli, facts_of

BOOK = CORPORA / "vcf" / "FolkerKinzel-VCards__LargeFile.vcf"


def made_up_book() -> str:
    """Return three hundred cards of nobody, in the shape of a phone's export."""
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:made-up-{n}\r\nN:Family{n};Given{n};;;\r\nFN:Given{n} Family{n}\r\n"
        f"EMAIL;TYPE=WORK:p{n}@example.org\r\nORG:Org {n % 50}\r\nEND:VCARD\r\n"
        for n in range(300)
    )


@pytest.fixture(params=["made up", "real"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return an address book of many cards."""
    if request.param == "made up":
        path = tmp_path / "book.vcf"
        path.write_text(made_up_book(), newline="")
        return path
    if not BOOK.exists():
        pytest.skip("the real address books are not beside the project")
    return BOOK


def test_many_cards_and_two_links_answer(netcli: Netcli, book: Path) -> None:
    """Import, say who knows whom, ask; ask again as JSON; import again; undo all."""
    empty = netcli("export json").out
    report = netcli("import", str(book), "--json").json
    people = [row["handle"] for row in netcli("list --format json").json]
    friend, target, many = people[3], people[200], len(people)
    export = netcli("export json").json

    netcli(f"link me {friend} --level 4")
    netcli(f"link {friend} {target} --level 4")

    answer = netcli(f"intro-path {target} --json").json
    assert (report["read"], report["created"], report["rejected"]) == (many, many, [])
    assert [hop["to"]["handle"] for hop in answer["paths"][0]["hops"]] == [friend, target]
    assert answer["paths"][0]["score"] == pytest.approx(0.65 * 0.65 * 0.60)
    assert "you said so 2026-03-02" in answer["paths"][0]["hops"][1]["evidence"][0]["text"]
    assert netcli("import", str(book), "--json").json["unchanged"] == many
    for _ in range(3):
        netcli("undo")
    after = netcli("export json").json
    assert facts_of(after) == facts_of(netcli_json(empty))
    assert len(export["people"]) == many + 1 >= 301


def netcli_json(text: str) -> dict[str, object]:
    """Return an export as data."""
    import json

    data: dict[str, object] = json.loads(text)
    return data
