"""Cards that are no UTF-8 and do not say what they are: read in the script whose words they are."""

from __future__ import annotations

import quopri

import pytest

from netcli.importing.formats.vcard import read
from tests.importing.test_vcard import card

NAMES = [
    ("cp1251", "Петров", "Алексей"), ("cp1251", "ШЕВЧЕНКО", "ОКСАНА"), ("koi8-r", "Петров", "Алексей"),
    ("cp1253", "Παπαδόπουλος", "Γιώργος"), ("cp1255", "כהן", "דוד"), ("cp1256", "محمود", "أحمد"),
    ("cp874", "ใจดี", "สมชาย"), ("gbk", "王", "小明"), ("cp949", "김", "철수"), ("cp932", "鈴木", "さくら"),
    ("big5", "陳", "志明"),
]  # fmt: skip
WESTERN = [
    "Müller;Jörg", "Määttä;Päivi", "García Ñuñez;José", "Lefèvre;François", "Ærø;Øystein", "Ávila;Mário", "Ö",
    "O’Brien;Zoë", "Ångström;Åke", "Örtengren;Elsa",
]  # fmt: skip


@pytest.mark.parametrize(("charset", "family", "given"), NAMES)
def test_a_script_is_told_by_its_letters(charset: str, family: str, given: str) -> None:
    """In a file of a few cards, one of which would say too little alone."""
    lines = [f"N:{family};{given};;;", f"FN:{family} {given}"]
    data = b"".join(text.decode().encode(charset) for text in (card(*lines, version="2.1"), card(*lines[::-1])))

    for found in read(data).drafts:
        assert (found.facts.name, found.facts.family, found.facts.given) == (f"{family} {given}", family, given)
    assert read(data) == read(data, careful=True)


def test_quoted_printable_without_a_charset_is_read_like_other_text() -> None:
    """As telephones of before UTF-8 wrote it."""
    name = quopri.encodestring("Петров;Алексей".encode("cp1251")).decode()

    (found,) = read(card(f"N;ENCODING=QUOTED-PRINTABLE:{name}", version="2.1")).drafts
    assert (found.facts.family, found.facts.given) == ("Петров", "Алексей")


@pytest.mark.parametrize("name", WESTERN)
def test_western_names_stay_western(name: str) -> None:
    """Their words hold letters of ASCII too."""
    (found,) = read(card(f"N:{name}", "ORG:Œuvre d’été").decode().encode("cp1252")).drafts

    assert (found.facts.family or found.facts.name) == name.split(";", maxsplit=1)[0]
    assert found.facts.positions[0].org == "Œuvre d’été"


def test_a_charset_that_the_card_names_comes_first() -> None:
    """What one property says serves the others, whatever the file looks like."""
    (found,) = read(card("N;CHARSET=koi8-r:Петров;Алексей", "FN:Алексей Петров").decode().encode("koi8-r")).drafts

    assert found.facts.name == "Алексей Петров"
