"""Tables of people: what is in them, that no cell is a formula, and that nothing of it changes on the way back."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.exporting.table import _NUMBERED, _SINGLE, _cell, _numbered, _row, _text
from netcli.importing.formats.contacts import read
from netcli.model import ADDRESS_PARTS, EventFact, NameFact, NameKind, PersonFacts, PointFact, PointKind, PositionFact
from netcli.text import from_csv_cell, one_line
from tests.conftest import Netcli
from tests.exporting._people import as_person, lines, sorted_out

#: Words of which nothing is a sign for nothing, as a lone stroke or `null` in a table is.
WORD = (
    st.text("abéß漢Zz1.'&-", min_size=2, max_size=8)
    .map(one_line)
    .filter(lambda text: text.isalpha() or text[:1].isalpha())
)
LABELS = st.sampled_from([None, "home", "cell", "cell, work", "work fax", "voice", "Holiday home", "a;b,c"])
DAYS = st.dates(max_value=date(2100, 1, 1)).filter(lambda day: day.year != 1604)  #: Apple's year for none
DAY = st.one_of(DAYS.map(str), DAYS.map(lambda day: f"-{str(day)[4:]}"), st.sampled_from(["1980", "1980-03"]))
ADDRESS = st.dictionaries(st.sampled_from(ADDRESS_PARTS), WORD, min_size=1).map(
    lambda named: tuple((name, named[name]) for name in ADDRESS_PARTS if name in named)
)
POINTS = st.one_of(
    st.tuples(st.just(PointKind.EMAIL), st.integers(1, 9).map("a{}@example.org".format), LABELS, st.booleans()),
    st.tuples(st.just(PointKind.PHONE), st.integers(10**6, 10**9).map("+351 {}".format), LABELS, st.booleans()),
    st.tuples(st.just(PointKind.URL), st.integers(1, 9).map("https://example.org/{}".format), LABELS),
    st.tuples(ADDRESS, LABELS).map(
        lambda found: (PointKind.ADDRESS, ", ".join(text for _, text in found[0]), found[1], False, found[0])
    ),
).map(lambda found: PointFact(*found))
PEOPLE = st.fixed_dictionaries({
    "given": WORD, "family": st.none() | WORD, "additional": st.none() | WORD, "prefix": st.none() | WORD,
    "suffix": st.none() | WORD, "birthday": st.none() | DAY, "note": st.none() | st.lists(WORD, min_size=1).map("\n".join),
    "names": st.lists(st.builds(NameFact, st.just(NameKind.NICKNAME), WORD), max_size=2, unique=True).map(tuple),
    "points": st.lists(POINTS, max_size=4, unique_by=lambda point: point.value).map(tuple),
    "positions": st.lists(st.builds(lambda org, title, team: PositionFact(org, title, team=team), WORD, st.none() | WORD, st.none() | WORD), max_size=1).map(tuple),
    "tags": st.lists(st.sampled_from(["board", "späti", "berlin-2024"]), unique=True).map(tuple),
    "events": st.lists(st.builds(EventFact, st.sampled_from(["wedding", "First day", "anniversary"]), DAY), max_size=2, unique=True).map(tuple),
})  # fmt: skip
TEXT = st.one_of(lines(), st.text(alphabet="=+-@' 1.\n\tab'", max_size=8).map(str.strip))


def table(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a table, as Python's own reader has them."""
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


@given(TEXT)
def test_a_cell_comes_back_as_it_was(text: str) -> None:
    """What our reader takes off is what was put on; and no spreadsheet takes a cell for a formula."""
    cell = _cell(text)

    assert from_csv_cell(cell) == text
    assert not cell.lstrip(" \t\n").startswith(("=", "@"))


def called(drawn: dict[str, Any], shown: str) -> PersonFacts:
    """Return facts with a name to show: all its parts, the usual two, or a name of its own."""
    whole = [drawn[part] for part in ("prefix", "given", "additional", "family", "suffix")]
    names = {"whole": whole, "usual": [drawn["given"], drawn["family"]], "own": ["Quux the Great"]}
    return PersonFacts(" ".join(filter(None, names[shown])), **drawn)


@given(PEOPLE, st.sampled_from(["whole", "usual", "own"]))
@settings(deadline=None)
def test_what_a_table_holds_comes_back(drawn: dict[str, Any], shown: str) -> None:
    """Every fact that has a column is read from it as it was: names, labels, parts of addresses, events."""
    facts = called(drawn, shown)
    person = as_person(facts)
    header = [*_SINGLE, *_numbered({name: len(getattr(person, field)) for name, field in _NUMBERED.items()})]
    row = _row(person)

    (draft,) = read(_text([header, [_cell(row.get(name)) for name in header]], ",")).drafts

    assert sorted_out(draft.facts) == sorted_out(facts)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), (" @x", "' @x"), ("-1", "'-1"), ("+1", "+1"), ("+351 (21) 555-0101", "+351 (21) 555-0101"),
        ("--02-29", "--02-29"), ("'=x", "''=x"), ("\x1b[31m", "[31m"), ("a\r\nb", "a\nb"), (None, ""),
    ],
)  # fmt: skip
def test_formulas_are_text_and_numbers_and_dates_stay(text: str | None, cell: str) -> None:
    """A telephone number or a birthday without year only looks like a formula."""
    assert _cell(text) == cell


@pytest.fixture
def book(netcli: Netcli) -> Netcli:
    """Return a runner on a file with two people."""
    netcli("add 'Ana M. Pires <ana@example.org>' --tag board --tag berlin")
    netcli("edit ana-m-pires --birthday --02-29 --set 'note=one, two'")
    netcli("edit ana-m-pires --email 'ana@example.org (work, preferred)' --email 'a@example.net' --set additional=M.")
    netcli(
        "edit ana-m-pires --set given=Ana --set family=Pires --set 'address=1 Road, Lyon (home)' --nickname Nana --nickname An"
    )
    netcli(
        "edit ana-m-pires --event 'wedding: 2010-05-01' --set url=https://example.org/a --set 'im=xmpp:ana@example.org'"
    )
    netcli("position add ana-m-pires --org Helix --title CTO --team Labs")
    netcli("position add ana-m-pires --org Old --to 2010")
    netcli("add 'Bo Lind'")
    netcli("edit bo-lind --name 'Bo the Great' --set given=Bo --set family=Lind --phone '+46 8 555 01 01 (cell)'")
    return netcli


def test_a_row_for_each_person_under_the_columns_of_google(book: Netcli) -> None:
    """As many numbered columns as somebody needs, and no more."""
    ana, bo = table(book("export csv").out)

    assert {name: cell for name, cell in ana.items() if cell} == {
        "First Name": "Ana", "Middle Name": "M.", "Last Name": "Pires", "Nickname": "Nana ::: An",
        "Organization Name": "Helix", "Organization Title": "CTO", "Organization Department": "Labs",
        "Birthday": "--02-29", "Notes": "one, two", "Labels": "berlin ::: board",
        "E-mail 1 - Label": "* work", "E-mail 1 - Value": "ana@example.org", "E-mail 2 - Value": "a@example.net",
        "Address 1 - Label": "home", "Address 1 - Formatted": "1 Road, Lyon", "Website 1 - Value": "https://example.org/a",
        "IM 1 - Value": "xmpp:ana@example.org", "Event 1 - Label": "wedding", "Event 1 - Value": "2010-05-01",
    }  # fmt: skip
    assert {name: cell for name, cell in bo.items() if cell} == {
        "First Name": "Bo", "Last Name": "Lind", "File As": "Bo the Great", "Phone 1 - Label": "cell",
        "Phone 1 - Value": "+46 8 555 01 01",
    }  # fmt: skip
    assert "E-mail 3 - Value" not in ana
    assert table(book("export tsv").out, "\t") == [ana, bo]


def test_the_columns_are_those_of_google_in_their_order() -> None:
    """The header that Google Contacts writes since 2024, without those that netcli has nothing for."""
    header = (
        "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
        "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels"
    )

    left = iter(header.split(","))
    assert all(name in left for name in _SINGLE)
    assert list(_numbered({"E-mail": 1, "Address": 1}))[:4] == [
        "E-mail 1 - Label", "E-mail 1 - Value", "Address 1 - Label", "Address 1 - Formatted",
    ]  # fmt: skip


def test_fields_choose_columns_in_their_order(book: Netcli) -> None:
    """In any case; an unknown one is told with those there are."""
    chosen = book("export", "csv", "--fields", "last name,E-Mail 1 - value")
    unknown = book("export csv bo --fields shoes", code=2)

    assert chosen.out == "Last Name,E-mail 1 - Value\nPires,ana@example.org\nLind,\n"
    assert unknown.out == ""
    assert "no column shoes" in unknown.err
    assert "First Name, Middle Name" in unknown.err


def test_a_file_has_the_mark_and_a_pipe_has_none(book: Netcli, tmp_path: Path) -> None:
    """The mark tells Excel that it is UTF-8; cut and awk would take it for text."""
    book(f"export csv -o {tmp_path}/a.csv")
    book(f"export tsv -o {tmp_path}/a.tsv")

    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfFirst Name,")
    assert (tmp_path / "a.tsv").read_bytes().startswith(b"\xef\xbb\xbfFirst Name\t")
    assert book("export csv").out.startswith("First Name,")


def test_nobody_is_a_header_alone(netcli: Netcli) -> None:
    """And a hint on stderr."""
    ran = netcli("export csv")

    assert ran.out.count("\n") == 1
    assert "netcli add NAME" in ran.err


def test_names_and_numbers_come_back_as_they_were(netcli: Netcli, tmp_path: Path) -> None:
    """Several nicknames, an extension, a display name that is more than its parts, and one that has no parts at all."""
    people = (
        "FN:Ana Pires\nN:Pires;Ana;;;\nNICKNAME:Nana,Pipa\nTEL:+33 1 99 00 12 34;ext=12",
        "FN:Bo Lind, PhD\nN:Lind;Bo;;Dr.;PhD",
        "FN:Harbour Trust\nORG:Harbour Trust",
        "FN:dana@example.org\nEMAIL:dana@example.org",
    )
    cards, table = tmp_path / "book.vcf", tmp_path / "book.csv"
    cards.write_text("".join(f"BEGIN:VCARD\nVERSION:3.0\n{p}\nEND:VCARD\n" for p in people), encoding="utf-8")
    netcli(f"import {cards}")
    netcli(f"export csv -o {table}")

    netcli(f"--db {tmp_path / 'again.db'} import {table}")

    def told(line: str) -> list[dict[str, object]]:
        kept = ("name", "given", "family", "prefix", "suffix", "nicknames")
        people = [p for p in netcli(line).json["people"] if not p["is_me"]]
        return [{k: p[k] for k in kept} | {"phones": [x["value"] for x in p["phones"]]} for p in people]

    assert sorted(map(str, told(f"--db {tmp_path / 'again.db'} export json"))) == sorted(map(str, told("export json")))
