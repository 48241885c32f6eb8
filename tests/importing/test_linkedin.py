"""Lists of LinkedIn connections: samples, every header and encoding, and laws over made-up and over broken files."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netcli.errors import BadInputError
from netcli.importing.draft import Reading
from netcli.importing.formats import FORMATS, recognise
from netcli.importing.formats.linkedin import is_header, read
from netcli.model_tie import EvidenceKind
from netcli.text import one_line
from tests.conftest import CORPORA
from tests.importing.test_vcard import said

SAMPLES = sorted((Path(__file__).parent / "samples").glob("linkedin*.csv"))
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
ROW = "Zoë,Brandt,https://www.linkedin.com/in/zoe,zoe@example.org,Orbit,Engineer,05 Mar 2024"
NOTES = 'Notes:\n"Some ""addresses"" are missing,\nFirst Name,too.\n\nSee https://www.example.org"\n\n'
MANY = settings(max_examples=150, deadline=None)
#: No marks of direction, which are taken out, and nothing that a spreadsheet takes for a formula.
CELL = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1).map(lambda text: f"x{text}")


def only(data: bytes) -> tuple[str | None, ...]:
    """Return (given, family, company, title, day) of the only person of a file, and his points."""
    assert recognise(data) is next(form for form in FORMATS if form.name == "linkedin")
    reading = read(data)
    (found,) = reading.drafts
    assert (reading.rejected, found.evidence) == ((), EvidenceKind.LINKEDIN)
    facts = found.facts
    job = facts.positions[0] if facts.positions else None
    points = (point.value for point in facts.points)
    return (facts.given, facts.family, job and job.org, job and job.title, found.since, *points)


def keys(*rows: str) -> list[str | None]:
    """Return the keys of the people in these rows."""
    return [draft.key for draft in read("\n".join([HEADER, *rows]).encode()).drafts]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_the_page_beside_it_says(sample: Path) -> None:
    """Each linkedin*.csv has its JSON."""
    assert said(read(sample.read_bytes())) == json.loads(sample.with_suffix(".json").read_text())


ALL = ("Zoë", "Brandt", "Orbit", "Engineer", "2024-03-05", "zoe@example.org", "https://www.linkedin.com/in/zoe")
ENCODED = [
    ("utf-8", ""), ("utf-8-sig", ""), ("cp1252", ""), ("utf-16", ""), ("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff"),
    ("utf-16-le", ""),
]  # fmt: skip


@pytest.mark.parametrize(("charset", "mark"), ENCODED)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("notes", ["", NOTES, "Notes:\nOne,line\n", 'Notes:\n"never closed\n'])
def test_notes_encodings_and_line_ends_do_not_matter(charset: str, mark: str, end: str, notes: str) -> None:
    """What stands above the header is no part of it, even if a quotation mark there is never closed."""
    text = f"{mark}{notes}{HEADER}\n{ROW}\n"

    assert only(text.replace("\n", end).encode(charset)) == ALL


HEADERS = [
    ("First Name,Last Name,Email Address,Company,Position,Connected On", 'Zoë,Brandt,zoe@example.org,Orbit,Engineer,"3/5/24, 9:05 AM"'),
    ("FirstName;LastName;EmailAddress;Company;Position;ConnectedOn", "Zoë;Brandt;zoe@example.org;Orbit;Engineer;05-Mar-24"),
    ("Prénom,Nom,Adresse e-mail,Entreprise,Poste,Date de connexion", "Zoë,Brandt,zoe@example.org,Orbit,Engineer,5 mars 2024"),
    ("Vorname\tNachname\tE-Mail-Adresse\tUnternehmen\tPosition\tVerbunden am", "Zoë\tBrandt\tzoe@example.org\tOrbit\tEngineer\t5. März 2024"),
    ("connected on, position ,Company,EMAIL ADDRESS,last name,first name", "2024-03-05,Engineer,Orbit,zoe@example.org,Brandt,Zoë"),
    ("sep=;\nFirst Name;Last Name;Email Address;Company;Position;Connected On;", "Zoë;Brandt;zoe@example.org;Orbit;Engineer;05 Mar 2024;"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        ("First Name;Company;Position;Connected On", "Zoë;Orbit;Engineer;05-mar-24", ("Zoë", None)),
        ("Full Name,Company,Position,Connected On", "Zoë Brandt,Orbit,Engineer,2024-03-05", ("Zoë", "Brandt")),
        (
            "Nombre,Apellidos,Empresa,Cargo,Conectado el",
            "Zoë,Brandt,Orbit,Engineer,5 de marzo de 2024",
            ("Zoë", "Brandt"),
        ),
    ],
)
def test_a_list_that_was_cut_is_one_still(header: str, row: str, found: tuple[str | None, str | None]) -> None:
    """Without last names, with one column for both, with the columns in another language."""
    assert only(f"{header}\n{row}\n".encode()) == (*found, "Orbit", "Engineer", "2024-03-05")


def test_a_table_of_other_columns_too_is_no_list_of_connections_for_one_of_its_columns() -> None:
    """It is a table of people, whose columns have places of their own."""
    assert not is_header(["name", "phone", "company", "connected on"])


@pytest.mark.parametrize(("header", "row"), HEADERS)
def test_headers_of_every_year_and_language(header: str, row: str) -> None:
    """Columns are found by name, in any order; a file of before 2023 has no addresses of pages."""
    assert only(f"{header}\n{row}\n".encode()) == ALL[:-1]


@pytest.mark.parametrize(
    ("delimiter", "days", "found"),
    [(",", ["5/11/21", "3/12/20"], ["2021-05-11", "2020-03-12"]), (";", ["05/11/2021"], ["2021-11-05"]),
     (",", ["05/11/2021", "25/12/2020"], ["2021-11-05", "2020-12-25"]),
     (";", ["5/11/21, 9:05 AM", "5/25/21, 9:05 PM"], ["2021-05-11", "2021-05-25"])],
)  # fmt: skip
def test_a_day_in_numbers_is_read_as_its_file_proves(delimiter: str, days: list[str], found: list[str]) -> None:
    """LinkedIn's own has the month first; a spreadsheet that divides by semicolons has the day first."""
    rows = [["First Name", "Last Name", "Connected On"], *(["Zoë", "Brandt", day] for day in days)]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)

    assert [draft.since for draft in read(text.getvalue().encode()).drafts] == found


def test_columns_that_are_not_linkedins_go_to_the_note() -> None:
    """And so does a day that is none: nothing is lost."""
    (found,) = read(f"{HEADER},Met at,\n{ROW.replace('05 Mar 2024', 'soon')},a fair,x\n".encode()).drafts

    assert (found.facts.note, found.since) == ("Met at: a fair\nx\nConnected On: soon", None)


def test_columns_that_people_add_have_places_of_their_own() -> None:
    """A number, a page, a note; any other goes to the note with its name."""
    header = "First_Name,Last_Name,Connected On,Phone Number,Profile URL,Website,Location,Notes"
    (found,) = read(
        f"{header}\nZoë,Brandt,2024-03-05,+1-555-0123,https://linkedin.com/in/zoe,https://zoe.example,Lyon,Tea".encode()
    ).drafts

    assert [point.value for point in found.facts.points] == [
        "+1-555-0123", "https://linkedin.com/in/zoe", "https://zoe.example",
    ]  # fmt: skip
    assert (found.facts.note, found.since) == ("Tea\nLocation: Lyon", "2024-03-05")


def test_the_key_is_the_page_however_it_is_written() -> None:
    """Scheme, www, case, query, closing slash and escapes do not matter; another page is another person."""
    pages = [
        "https://www.linkedin.com/in/zo%C3%AB", "http://linkedin.com/in/Zoë/", "WWW.linkedin.com/in/zoë?trk=a#b",
        "https://fr.linkedin.com/in/zoë", "https://www.linkedin.com/in/zoe",
    ]  # fmt: skip

    found = keys(*(f"Zoë,Brandt,{page},,,,05 Mar 2024" for page in pages))

    assert found == ["linkedin.com/in/zoë"] * 4 + ["linkedin.com/in/zoe"]


def test_without_a_page_the_key_is_name_and_day() -> None:
    """It stays when the job changes; only where two share both does the company tell them apart."""
    assert keys("Cy,Roe,,,Orbit,A,05 Mar 2024", "Cy,Roe,,,Helix,B,06 Mar 2024") == [
        "connection:cy roe 2024-03-05",
        "connection:cy roe 2024-03-06",
    ]
    assert keys("Cy,Roe,,,Orbit,A,05 Mar 2024", "Cy,Roe,,,Helix,B,05 Mar 2024", "Cy,Roe,,,Helix,B,") == [
        "connection:cy roe 2024-03-05 orbit",
        "connection:cy roe 2024-03-05 helix",
        "connection:cy roe helix",
    ]


def test_marks_of_direction_are_no_part_of_a_name() -> None:
    """Copying from a web page leaves them."""
    assert only(f"{HEADER}\n\u202aZoë\u202c,\u200eBrandt  Ruiz,,,,,\n".encode())[:2] == ("Zoë", "Brandt Ruiz")


def test_a_quotation_mark_that_never_closes_is_told() -> None:
    """The row that swallowed the others is rejected with its line; those before it are read."""
    reading = read(f'{HEADER}\n{ROW}\nBo,"Lind,https://www.linkedin.com/in/bo,,,,05 Mar 2024\n{ROW}\n{ROW}\n'.encode())

    assert len(reading.drafts) == 1
    assert [(r.where, r.reason) for r in reading.rejected] == [
        ("line 3", "a quotation mark is never closed: 3 lines are in one cell")
    ]


def test_a_quotation_mark_that_swallows_a_long_file_is_told() -> None:
    """Those before it are read, and the archive it is in too."""
    reading = read(f'{HEADER}\n{ROW}\nBo,"Lind,,,,,05 Mar 2024\n{ROW * 30_000}'.encode())

    assert (len(reading.drafts), [r.where for r in reading.rejected]) == (1, ["the end"])


@pytest.mark.parametrize("data", [b"", b"\0", b"x,y\n1,2\n", b"First Name,Last Name\nAna,Pires\n"])
def test_another_file_is_refused(data: bytes) -> None:
    """It is not taken for a list of connections, and with --format the header is named."""
    assert getattr(recognise(data), "name", None) in {None, "contacts"}
    with pytest.raises(BadInputError, match="Connected On"):
        read(data)


def accounted(reading: Reading) -> int:
    """Return how many rows became something or are told."""
    return len(reading.drafts) + len(reading.rejected) + sum(item.count for item in reading.skipped)


@given(st.one_of(st.binary(), st.text().map(str.encode)), st.booleans())
@example(b"\xff\xfe", False)
@example(b'a,"\n' * 50, True)
@example(b"x" * 1_000_001, True)
@MANY
def test_any_bytes_are_rows_or_a_clear_error(junk: bytes, below: bool) -> None:
    """Nothing else is raised, with a good header above or without."""
    data = HEADER.encode() + b"\n" + junk if below else junk
    recognise(data)

    try:
        found = read(data)
    except BadInputError:
        return
    assert all(draft.facts.name and draft.key for draft in found.drafts)


@given(st.lists(st.tuples(*[st.one_of(st.just(""), CELL)] * 6), max_size=8), st.sampled_from(",;\t"))
@MANY
def test_what_a_spreadsheet_writes_is_read(rows: list[tuple[str, ...]], delimiter: str) -> None:
    """Names, company and title come out whole and in order, whatever is in them; every row is accounted for."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([HEADER.split(","), *((*row, "05 Mar 2024") for row in rows)])

    found = read(text.getvalue().encode())

    assert accounted(found) == len(rows)
    named = [tuple(map(one_line, row)) for row in rows if row[0] or row[1]]
    assert [(d.facts.given or "", d.facts.family or "") for d in found.drafts] == [row[:2] for row in named]
    assert [(p.org or "", p.title or "") for d in found.drafts for p in d.facts.positions] == [
        row[4:] for row in named if row[4] or row[5]
    ]


def test_real_lists_give_what_is_known_of_them() -> None:
    """Every person, page, job and day of the files that are here, through the command line."""
    score = CORPORA / "tools" / "score_linkedin.py"
    if not score.exists():
        pytest.skip(f"no real-world lists of connections in {CORPORA}")

    ran = subprocess.run(
        [sys.executable, score, CORPORA, "--json", "--only", "Connections", "--netcli", f"{sys.executable} -m netcli"],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip

    found = json.loads(ran.stdout)
    assert found["files"] >= 4
    assert (found["right"], found["people_right"]) == (found["files"], found["people"]), ran.stdout
