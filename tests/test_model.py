"""The words of netcli: levels by name, and one list of words for code and tables."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

from netcli.errors import BadInputError
from netcli.model import ADDRESS_PARTS, SCALARS, NameKind, PersonFacts, PointKind, PositionKind, Status
from netcli.model_tie import EvidenceKind, Level, read_level
from netcli.results import Address
from netcli.storage import open_writer

COLUMNS: dict[tuple[str, str], type[StrEnum]] = {
    ("person", "status"): Status,
    ("other_name", "kind"): NameKind,
    ("contact_point", "kind"): PointKind,
    ("position", "kind"): PositionKind,
    ("tie_evidence", "kind"): EvidenceKind,
}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("1", Level.MET),
        ("met", Level.MET),
        ("rencontre", Level.MET),
        ("Rencontré", Level.MET),
        ("2", Level.ACQUAINTANCE),
        ("Acquaintance", Level.ACQUAINTANCE),
        ("relation", Level.ACQUAINTANCE),
        ("3", Level.KNOWS_ME),
        ("knows me", Level.KNOWS_ME),
        ("knows-me", Level.KNOWS_ME),
        ("me connaît", Level.KNOWS_ME),
        (" 4 ", Level.GOOD),
        ("GOOD contact", Level.GOOD),
        ("proche", Level.GOOD),
        ("5", Level.CLOSE),
        ("close", Level.CLOSE),
        ("très proche", Level.CLOSE),
    ],
)
def test_a_level_has_a_number_and_names(text: str, level: Level) -> None:
    """English or French, with or without accents and capitals."""
    assert read_level(text) is level


@pytest.mark.parametrize("level", [level for level in Level if level])
def test_a_level_is_read_from_its_own_words(level: Level) -> None:
    """What netcli prints for a level can be typed for it."""
    assert read_level(level.words) is read_level(str(int(level))) is level


@pytest.mark.parametrize("text", ["0", "6", "", "not", "do not know each other", "best", "4.5"])
def test_anything_else_is_no_level(text: str) -> None:
    """That two people do not know each other is said with --no, not with a level; the hint lists all five."""
    with pytest.raises(BadInputError) as refused:
        read_level(text)

    assert refused.value.message == f"not a level: {text}"
    assert refused.value.hint == "levels are 1 met, 2 acquaintance, 3 knows me, 4 good contact, 5 close"


def test_a_negative_number_is_no_level() -> None:
    """The sign is not punctuation: -1 is not 1."""
    with pytest.raises(BadInputError):
        read_level("-1")


@pytest.mark.parametrize(("column", "words"), COLUMNS.items())
def test_a_table_takes_the_words_of_the_model(column: tuple[str, str], words: type[StrEnum], tmp_path: Path) -> None:
    """A closed set in the schema is the enum of that name, no word more or less."""
    table, name = column
    with open_writer(tmp_path / "t.db") as store:
        sql = store.value("SELECT sql FROM sqlite_master WHERE name = ?", (table,))

    allowed = re.search(rf"\b{name} TEXT [^,]*CHECK \({name} IN \(([^)]*)\)", sql)
    assert allowed is not None
    assert set(re.findall(r"'([^']*)'", allowed[1])) == set(words)


def test_single_facts_are_columns_of_a_person(tmp_path: Path) -> None:
    """What a source may give stands in the order of the table, and comes out of the facts under those names."""
    facts = PersonFacts("Ana Pires", given="Ana", met_via="Lisbon")

    with open_writer(tmp_path / "t.db") as store:
        columns = store.table_columns()["person"]

    assert tuple(name for name in columns if name in SCALARS) == SCALARS
    assert tuple(facts.scalars()) == SCALARS
    assert {k: v for k, v in facts.scalars().items() if v} == {"name": "Ana Pires", "given": "Ana", "met_via": "Lisbon"}


def test_an_address_is_printed_with_the_parts_it_is_stored_with() -> None:
    """The seven parts of RFC 6350 section 6.3.1, in its order."""
    assert Address._fields[-7:] == ADDRESS_PARTS
    assert len(ADDRESS_PARTS) == 7
