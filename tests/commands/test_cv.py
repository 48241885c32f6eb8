"""cv: a curriculum vitae that one can send."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.commands.test_career import furnish
from tests.commands.test_person import with_store
from tests.conftest import Netcli
from tests.test_hostile import ATTACKS, forbidden

SUMMARY = (
    "I build data teams\nthat last.\n\n# Before that I was a *nurse*, which helps more than one would think it does."
)


@pytest.fixture
def career(netcli: Netcli) -> Netcli:
    """Return a runner on a file in which Ana has a career, and private things are known of her."""
    furnish(netcli)
    netcli("position add ana --org 'Helix Bio' --title Trainee --from 2014-02-01 --to 2014-02-28")
    netcli("position add ana --org 'Kestrel Labs' --title Engineer --from 2015 --to 2017-12")
    netcli("position add ana --org 'Red Cross' --kind volunteer --from 2010 --past")
    netcli("position add ana --title 'Independent adviser' --to 2009")
    netcli("skill ana 'C++' --level expert")
    netcli("skill ana Portuguese --language --level native")
    netcli("note ana-pires 'secret remark'")
    netcli("tag ana-pires secrettag")
    netcli("add 'Rui Costa <rui@example.org>'")
    with_store(netcli, "UPDATE person SET note = 'secret note', birthday = '1980-01-01' WHERE handle = 'ana-pires'")
    with_store(netcli, "UPDATE person SET headline = 'Data, done [well]' WHERE handle = 'ana-pires'")
    with_store(netcli, f"UPDATE person SET summary = '{SUMMARY}' WHERE handle = 'ana-pires'")
    for kind, value, preferred, parts in (
        ("email", "old@example.org", 0, None), ("email", "ana@example.org", 1, None), ("phone", "+351 21 555", 0, None),
        ("url", "https://example.org/ana", 0, None), ("url", "www.example.org/~ana_p", 0, None),
        ("address", "1 Secret Street, Porto", 0, '{"street": "1 Secret Street", "city": "Porto", "country": "Portugal"}'),
    ):  # fmt: skip
        kept = f"'{parts}'" if parts else "NULL"
        with_store(
            netcli,
            "INSERT INTO contact_point (person_id, kind, value, key, is_preferred, parts)"
            f" VALUES (2, '{kind}', '{value}', '{value}', {preferred}, {kept})",
        )
    return netcli


def place(org: str | None, *positions: dict[str, object]) -> dict[str, object]:
    """Return a place of a curriculum vitae, with nothing but what is given."""
    empty = {"title": None, "team": None, "site": None, "start": None, "end": None, "current": False}
    return {"org": org, "positions": [{**empty, **position} for position in positions]}


def test_the_whole_of_it_as_json(career: Netcli) -> None:
    """By kind, newest first, positions that follow each other at one place together; nothing private."""
    expected = {
        "name": "Ana Pires", "headline": "Data, done [well]", "email": "ana@example.org", "phone": "+351 21 555",
        "city": "Porto", "country": "Portugal", "urls": ["https://example.org/ana", "www.example.org/~ana_p"],
        "summary": SUMMARY,
        "experience": [
            place(
                "Helix Bio",
                {"title": "Head of Data", "team": "Data Platform", "site": "Lisbon", "start": "2021-03", "current": True},
                {"title": "Senior Data Engineer", "start": "2018", "end": "2021-03"},
            ),
            place("Kestrel Labs", {"title": "Engineer", "start": "2015", "end": "2017-12"}),
            place("Helix Bio", {"title": "Trainee", "start": "2014-02-01", "end": "2014-02-28"}),
            place(None, {"title": "Independent adviser", "end": "2009"}),
        ],
        "education": [place("Universidade do Porto", {"title": "MSc, Informatics", "end": "2014-07-31"})],
        "volunteering": [place("Red Cross", {"start": "2010"})],
        "boards": [
            place(
                "Association Passerelle pour la Formation Continue des Adultes en Auvergne",
                {
                    "title": "Administratrice, responsable des programmes internationaux", "start": "2022",
                    "current": True,
                },
            )
        ],
        "skills": [
            {"name": "SQL", "kind": "skill", "level": None}, {"name": "C++", "kind": "skill", "level": "expert"},
        ],
        "languages": [
            {"name": "French", "kind": "language", "level": None},
            {"name": "Portuguese", "kind": "language", "level": "native"},
        ],
        "recommendations": [],
    }  # fmt: skip

    assert career("cv ana --format json").json == career("cv ana --json").json == expected
    assert list(career("cv ana --json").json) == list(expected)


@pytest.mark.parametrize(("form", "name"), [("text", "cv.txt"), ("md", "cv.md")])
def test_a_document_looks_as_it_did(career: Netcli, golden: Callable[[str, str], None], form: str, name: str) -> None:
    """The same text whoever looks: 80 columns to print, or Markdown."""
    text = career(f"cv ana --format {form}").out

    golden(name, text)
    assert "ecret" not in text
    if form == "text":
        assert max(map(len, text.splitlines())) <= 80


def test_a_document_is_the_same_on_a_terminal(career: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a document, not a page: no colour, no other width."""
    piped = career("cv ana").out
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", "40")

    assert career("cv ana").out == piped


def test_without_a_name_it_is_mine(netcli: Netcli) -> None:
    """An empty one says what to type; one with a job says nothing."""
    ran = netcli("cv")
    netcli("position add me --org Helix")

    assert ran.out == "Sam Moreau\n"
    assert ran.err == ("No job, no studies: netcli position add sam-moreau --org ORG --title TITLE --from 2020\n")
    assert netcli("cv").out == "Sam Moreau\n\nEXPERIENCE\n\n  Helix" + " " * 70 + "now\n"
    assert netcli("cv").err == ""
    assert netcli("cv --format md").out == "# Sam Moreau\n\n## Experience\n\n### Helix\n\n- now\n"


def test_errors_are_those_of_every_command(netcli: Netcli) -> None:
    """Nobody of that name, no such format."""
    netcli("cv nobody", code=3)
    assert "netcli cv --help" in netcli("cv --format pdf", code=2).err


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_facts_come_out_as_plain_text(netcli: Netcli, attack: str) -> None:
    """In each format, whatever the facts hold."""
    netcli("init", "--name", f"{attack} me", "--yes")
    netcli("position", "add", "me", "--org", f"{attack} org", "--title", f"{attack} title", "--team", attack)
    netcli("skill", "me", f"{attack} skill", "--level", attack)
    with_store(netcli, "UPDATE person SET headline = name, summary = name || char(10) || name")

    for form in ("text", "md", "json"):
        assert forbidden(netcli(f"cv --format {form}").out) == set()
