"""Tables of people and LDIF: samples by program and language, traps of real files, and laws over made-up tables."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.errors import BadInputError, NetcliError
from netcli.importing.draft import Draft, Reading
from netcli.importing.formats import ldif, recognise
from netcli.importing.formats.contacts import read
from netcli.model import PersonFacts, PointKind
from netcli.results import plain
from netcli.text import nfc
from tests.importing.test_vcard import pruned

SAMPLES = sorted(p for p in (Path(__file__).parent / "samples" / "tables").iterdir() if p.suffix in {".csv", ".ldif"})
MANY = settings(max_examples=150, deadline=None)
#: No marks of direction, no signs for nothing, nothing that a spreadsheet takes for a formula or a cell of several.
CELL = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=3, max_size=12).map(
    lambda text: nfc(f"x{text}")
)


def said(reading: Reading) -> dict[str, Any]:
    """Return a reading as the JSON beside its sample shows it."""
    return {
        "program": reading.program,
        "columns": {column.column: column.role for column in reading.columns},
        "drafts": [
            pruned({
                "where": d.where, "key": d.key, "facts": plain(d.facts), "raw": [*d.raw],
                "relations": [f"{r.kind}: {r.name}" for r in d.relations],
            })
            for d in reading.drafts
        ],
        "groups": [{"name": group.name, "members": [*group.members]} for group in reading.groups],
        "rejected": [f"{r.where}: {r.reason}" for r in reading.rejected],
        "skipped": [f"{s.reason}: {s.count}" for s in reading.skipped],
    }  # fmt: skip


def table(header: str, *rows: str) -> Reading:
    """Return what a table says that is recognised as one of people."""
    data = "\n".join([header, *rows, ""]).encode()
    form = recognise(data)
    assert form is not None
    assert form.name == "contacts"
    return form.read(data)


def draft(header: str, row: str) -> Draft:
    """Return the only person of a table of one row."""
    (found,) = table(header, row).drafts
    return found


def facts(header: str, row: str) -> PersonFacts:
    """Return the facts of the only person of a table of one row."""
    return draft(header, row).facts


def points(found: PersonFacts, kind: PointKind) -> list[tuple[str, str | None, bool]]:
    """Return (value, label, preferred) of the contact points of one kind."""
    return [(p.value, p.label, p.preferred) for p in found.points if p.kind is kind]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_read_as_the_page_beside_it_says(sample: Path, request: pytest.FixtureRequest) -> None:
    """Each table is recognised by its content, and has its JSON."""
    data = sample.read_bytes()
    form = recognise(data)
    assert form is not None
    assert form.name == ("ldif" if sample.suffix == ".ldif" else "contacts")

    found = said(form.read(data))

    page = sample.with_name(f"{sample.name}.json")
    if request.config.getoption("--rewrite-golden"):
        page.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(page.read_text(encoding="utf-8"))


HEADERS = [
    ("Nom;Prénom;Société;Fonction;Tél;Mail", "Pires;Ana;Helix;CTO;06 00 00 00 01;ana@example.org"),
    ("NOM\tPRENOM\tENTREPRISE\tPOSTE\tTELEPHONE\tE-MAIL", "Pires\tAna\tHelix\tCTO\t06 00 00 00 01\tana@example.org"),
    ("first_name|last_name|company|job_title|phone_number|email_address", "Ana|Pires|Helix|CTO|06 00 00 00 01|ana@example.org"),
    ("firstName,lastName,company,jobTitle,phone,eMail", "Ana,Pires,Helix,CTO,06 00 00 00 01,ana@example.org"),
    (" First name *, Last name *, Company, Role, Phone no., Mail ", "Ana,Pires,Helix,CTO,06 00 00 00 01,ana@example.org"),
    ("Vorname;Name;Firma;Position;Telefon;E-Mail", "Ana;Pires;Helix;CTO;06 00 00 00 01;ana@example.org"),
    ("Nombre;Apellidos;Empresa;Cargo;Teléfono;Correo electrónico", "Ana;Pires;Helix;CTO;06 00 00 00 01;ana@example.org"),
    ("Nome;Cognome;Azienda;Ruolo;Telefono;E-mail", "Ana;Pires;Helix;CTO;06 00 00 00 01;ana@example.org"),
    ("Nome;Sobrenome;Empresa;Cargo;Telefone;E-mail", "Ana;Pires;Helix;CTO;06 00 00 00 01;ana@example.org"),
    ("Person - First name,Person - Last name,Person - Organization,Title,Person - Phone,Person - Email", "Ana,Pires,Helix,CTO,06 00 00 00 01,ana@example.org"),
    ("E-mail,Phone,Last,First,Company,Job title", "ana@example.org,06 00 00 00 01,Pires,Ana,Helix,CTO"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "row"), HEADERS)
def test_a_header_is_understood_however_it_is_written(header: str, row: str) -> None:
    """In any order, language, case and spelling, between commas, semicolons, tabs or strokes."""
    found = facts(header, row)

    assert (found.name, found.given, found.family) == ("Ana Pires", "Ana", "Pires")
    assert [(job.org, job.title) for job in found.positions] == [("Helix", "CTO")]
    assert sorted(point.value for point in found.points) == ["06 00 00 00 01", "ana@example.org"]
    assert found.note is None


WHO = [
    ("Name,Email", "Ana Pires,a@example.org", ("Ana Pires", "Ana", "Pires", None)),
    ("Nom,Mail", "PIRES Ana,a@example.org", ("PIRES Ana", "Ana", "PIRES", None)),
    ("Nom,Prénom,Mail", "Pires,Ana,a@example.org", ("Ana Pires", "Ana", "Pires", None)),
    ("Nom,Prénom,Nom de famille", "Ana P.,Ana,Pires", ("Ana P.", "Ana", "Pires", None)),
    ("Title,First Name,Last Name", "Dr.,Ana,Pires", ("Ana Pires", "Ana", "Pires", "Dr.")),
    ("Titel;Vorname;Nachname;Position", "Dr.;Ana;Pires;CTO", ("Ana Pires", "Ana", "Pires", "Dr.")),
    ("Anrede;Titel;Vorname;Nachname", "Frau;Dr.;Ana;Pires", ("Ana Pires", "Ana", "Pires", "Frau Dr.")),
    ("First Name,Last Name,File As", "Ana,Pires,\"Pires, Ana\"", ("Ana Pires", "Ana", "Pires", None)),
    ("First Name,Last Name,File As", "Ana,Pires,Nana", ("Nana", "Ana", "Pires", None)),
    ("First Name,File As,E-mail 1 - Value", ",Ana Pires,a@example.org", ("Ana Pires", "Ana", "Pires", None)),
    ("Name,Email", '"Pires, Ana",a@example.org', ("Ana Pires", "Ana", "Pires", None)),
    ("Display Name,First Name,Last Name", '"Pires, Ana",Ana,Pires', ("Ana Pires", "Ana", "Pires", None)),
    ("Name,Email", '"Helix, Inc.",a@example.org', ("Helix, Inc.", "Inc.", "Helix", None)),
    ("Email", "Ana Pires <a@example.org>", ("Ana Pires", "Ana", "Pires", None)),
    ("Prénom,Nom,Surnom,Nom", "Ana,Pires,Nana,A. Pires", ("A. Pires", "Ana", "Pires", None)),
    ("Name,Full name,Phone", "Ana Pires,,5550100", ("Ana Pires", "Ana", "Pires", None)),
    ("Name,Email", "-,a@example.org", ("a@example.org", None, None, None)),
    ("Nom,Prénom,Adhérent", "Pires,Ana,Oui", ("Ana Pires", "Ana", "Pires", None)),
    ("Contact,Company", "Ana Pires,Helix", ("Ana Pires", "Ana", "Pires", None)),
    ("Primary Email", "a@example.org", ("a@example.org", None, None, None)),
    ("Company,Phone", "Helix,5550100", ("Helix", None, None, None)),
    ("Nickname,Mobile", "Nana,5550100", ("Nana", None, None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("header", "row", "name"), WHO)
def test_the_other_columns_say_what_a_name_is(header: str, row: str, name: tuple[str | None, ...]) -> None:
    """`Nom` is the family name beside a `Prénom`; `Title` before a name is how to address somebody."""
    found = facts(header, row)

    assert (found.name, found.given, found.family, found.prefix) == name


def test_a_title_is_a_job_in_a_list_of_ones_own() -> None:
    """Where it stands after the name."""
    assert facts("Name,Title,Company", "Ana Pires,CTO,Helix").positions[0][:2] == ("Helix", "CTO")


LABELS = [
    ("E-mail 2 Address", "email", None), ("Email perso", "email", "home"), ("Courriel (bureau)", "email", "work"),
    ("Tél. 2", "phone", None), ("Tél. portable", "phone", "mobile"), ("Tél pro", "phone", "work"),
    ("Fax", "phone", "fax"), ("Télécopie (domicile)", "phone", "home fax"), ("GSM", "phone", "mobile"),
    ("Mobiltelefon", "phone", "mobile"), ("Direct line phone", None, None), ("Company phone", "phone", "company"),
    ("LinkedIn URL", "url", "linkedin"), ("Site web", "url", None), ("Personal Website", "url", "home"),
    ("Skype", "im", "skype"), ("Home City", "address", "home"), ("Ville (bureau)", "address", "work"),
    ("Work ZIP", "address", "work"), ("Email payeur", "email", "payer"), ("WhatsApp", "phone", "whatsapp"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "kind", "label"), LABELS)
def test_a_column_says_what_sort_of_address_it_holds(header: str, kind: str | None, label: str | None) -> None:
    """Number, label and name of a column come in any order; what is not understood goes to the note."""
    found = facts(f"Name,Company,{header}", "Ana Pires,Helix,123456")

    assert [(p.kind, p.label) for p in found.points] == ([(kind, label)] if kind else [])
    assert found.note == (None if kind else f"{header}: 123456")


def test_what_means_nothing_is_kept() -> None:
    """Columns of one's own in the note by their names, those of programs as raw lines, a second job in the note too."""
    found = draft("Name,Subscription,Gender,Job title,Profession,", "Ana,paid,female,CTO,chemist,x")

    assert found.facts.note == "Subscription: paid\nProfession: chemist\nCol 6: x"
    assert found.raw == ("Gender: female",)


ODD = [
    ("Name,Email", '"Ana","Ana <a@example.org>; b@example.org"', ["a@example.org", "b@example.org"]),
    ("Name,Email", "Ana,mailto:a@example.org", ["a@example.org"]), ("Name,Email", "Ana,ask Bo", ["ask Bo"]),
    ("Name,Phone", "Ana,'+351 910 000 001", ["+351 910 000 001"]), ("Name,Phone", 'Ana,"=""0910"""', ["0910"]),
    ("Name,Phone", "Ana,0450000001 / 0600000001", ["0450000001", "0600000001"]), ("Name,Phone", "Ana,12/34", ["12/34"]),
    ("Name,Phone", "Ana,n/a", []), ("Name,Phone", "Ana,mobile", ["mobile"]),
    ("Name,Home", "Ana,a@example.org", ["a@example.org"]), ("Name,Home", "Ana,5550100", ["5550100"]),
    ("Name,Adresse", "Ana,a@example.org", ["a@example.org"]), ("Name,Phone", "Ana,33601010101.0", ["33601010101"]),
    ("Name,Proxy addresses", "Ana,SMTP:a@x.org+smtp:b@x.org", ["a@x.org", "b@x.org"]),
    ("Nom;Rue;Nr;CP Ville", "Ana;Weg;5a;50667 Köln", ["Weg 5a, Köln, 50667"]),
    ("Name;House number;Street;City", "Ana;12;High St;Leeds", ["12 High St, Leeds"]),
    ("Nom;Adresse professionnelle;Ville (entreprise)", "Ana;Rue B;Lyon", ["Rue B, Lyon"]),
    ("Nombre;Domicilio", "Ana;Calle A 1", ["Calle A 1"]),
    ("Name,Notes,Zip", "Ana,nan,75001.0", ["75001"]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "row", "values"), ODD)
def test_addresses_and_numbers_come_out_clean(header: str, row: str, values: list[str]) -> None:
    """Names around them, guards against formulas and several in a cell; a word stays what it is."""
    assert [point.value for point in facts(header, row).points] == values


def test_what_a_cell_says_around_an_address_is_kept() -> None:
    """Another name than that of the row; names of several people in the note."""
    found = facts("Name,Email", '"A. Pires","Ana Pires <a@example.org>"')
    assert [name.name for name in found.names] == ["Ana Pires"]

    assert facts("Name,Email", "Board,Ana <a@x.org>; Bo <b@x.org>").note == "Email: Ana <a@x.org>; Bo <b@x.org>"


def test_a_second_name_of_a_row_is_another_name() -> None:
    """The better named column has the name; what it only repeats is not said twice."""
    found = [facts("Name,Full name", row) for row in ("Nana,Ana Pires", "Ana Pires,Ana Pires")]

    assert [[name.name for name in f.names] for f in found] == [["Nana"], []]
    assert [f.note for f in found] == [None, None]


COUNTED = [
    ("#,Name", "1,Ana\n2,Bo", [None, None], ["#: 1", "#: 2"]), ("Nr.;Mail", "1;a@x.org", [None], ["Nr.: 1"]),
    (",Name,Email", "0,Ana,a@x.org\n1,Bo,b@x.org", [None, None], ["Col 1: 0", "Col 1: 1"]),
    ("Lap,Name,Email", "1,Ana,\n2,Bo,\n3,Cy,", [None] * 3, ["Lap: 1", "Lap: 2", "Lap: 3"]),
    ("Boats,Name,Email", "1,Ana,\n2,Bo,", ["Boats: 1", "Boats: 2"], []),
    ("S.No,Name", "12,Ana\n15,Bo", ["S.No: 12", "S.No: 15"], []), ("No,Name", "1,Ana\n1,Bo", ["No: 1", "No: 1"], []),
]  # fmt: skip


@pytest.mark.parametrize(("header", "rows", "notes", "raw"), COUNTED)
def test_what_only_numbers_the_rows_is_out_of_sight(
    header: str, rows: str, notes: list[str | None], raw: list[str]
) -> None:
    """By its name, or where it counts at least three rows; a number of anything else is in the note."""
    found = read(f"{header}\n{rows}\n".encode()).drafts

    assert [d.facts.note for d in found] == notes
    assert [line for d in found for line in d.raw] == raw


def test_ticks_and_totals_are_no_names_and_no_places() -> None:
    """`Adhérent: oui` is kept as it is, and a line with a sum is nobody."""
    reading = table("Nom;Prénom;Adhérent;Membre du bureau", "Pires;Ana;Oui;non", "Total : 1;;;", "Total;;;310,50 €")

    assert [(d.facts.name, d.facts.note) for d in reading.drafts] == [
        ("Ana Pires", "Adhérent: Oui\nMembre du bureau: non")
    ]
    assert [(s.reason, s.count) for s in reading.skipped] == [("lines that only count", 2)]
    assert [d.facts.name for d in table("Nom;Tél", "Total;0140000001", "Nombre;x").drafts] == ["Total", "Nombre"]


def test_a_family_called_null_is_a_family() -> None:
    """Signs for nothing are nothing, but not where a name stands."""
    assert facts("Prénom,Nom,Ville", "Ana,Null,null")[:3] == ("Ana Null", "Ana", "Null")


DATES = [
    ("Name,Email,Birthday", ["3/4/1980"], ["1980-03-04"]), ("Nom,Mail,Anniversaire", ["3/4/1980"], ["1980-04-03"]),
    ("Name,Email,Birthday", ["3/4/1980", "20/1/1991"], ["1980-04-03", "1991-01-20"]),
    ("Nom,Mail,Anniversaire", ["3/4/1980", "1/20/1991"], ["1980-03-04", "1991-01-20"]),
    ("Name,Email,Birthday", ["3.4.1980"], ["1980-04-03"]), ("Name,Email,Birthday", ["0/0/00", "1/1/4501"], [None, None]),
    ("Name,Email,Birthday", ["--12-01", "1604-01-22"], ["--12-01", "--01-22"]),
    ("Name,Email,Birthday", ["5 March", "12 de marzo de 1980"], ["--03-05", "1980-03-12"]),
    ("Name,Email,Birthday", ["5/3/62"], ["1962-05-03"]),
    ("Nom,Mail,Anniversaire", ["03-févr-70", "mardi 3 février 1970", "25602"], ["1970-02-03"] * 3),
    ("Name,Email,Birthday", ["5 Mar 62", "5 March"], ["1962-03-05", "--03-05"]), ("Name,Email,Birthday", ["1980"], ["1980"]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "written", "found"), DATES)
def test_birthdays_are_read_as_the_file_writes_dates(header: str, written: list[str], found: list[str | None]) -> None:
    """A day over 12 anywhere settles the order, else the language of the header; no date stays none."""
    reading = table(header, *(f"P{at},p{at}@example.org,{day}" for at, day in enumerate(written)))

    assert [d.facts.birthday for d in reading.drafts] == found
    assert [d.facts.note for d in reading.drafts] == [None] * len(found)


def test_a_birthday_that_is_no_date_is_kept_in_the_note() -> None:
    """Nothing is invented and nothing is lost."""
    found = facts("Name,Birthday,Birth Year,Birth Month,Birth Day", "Ana,circa 1800,,13,40")

    assert (found.birthday, found.note) == (None, "Birthday: circa 1800\nBirth Month: 13\nBirth Day: 40")


KEYS = [
    ("UID", "5f0d2c3e-1111-4222-8333-444455556666", "5f0d2c3e-1111-4222-8333-444455556666"),
    ("Email", "a@example.org", None),
]  # fmt: skip


@pytest.mark.parametrize(("header", "text", "key"), KEYS)
def test_only_a_uuid_stands_for_somebody_everywhere(header: str, text: str, key: str | None) -> None:
    """Numbers of a list count from 1 in the next list too."""
    assert draft(f"Name,{header}", f"Ana,{text}").uid == key


def test_a_number_of_the_list_tells_its_rows_apart() -> None:
    """With the name, so that member 1 of another club is nobody of this one; it is no uid."""
    one, again, other = (
        draft("N° adhérent;Nom;Mail", row) for row in ("1;Ana;a@x.org", "1;Ana;b@x.org", "1;Bo;a@x.org")
    )

    assert one.key == again.key != other.key
    assert one.uid is None


def test_namesakes_without_an_address_are_told_apart_by_their_jobs() -> None:
    """Else the second one would count as the first, once more."""
    keys = [d.key for d in table("Name,Company", "Ana Pires,Helix", "Ana Pires,Orbit", "Bo Lind,Orbit").drafts]

    assert len(set(keys)) == 3
    assert keys[2] is None


FAULTS = [
    ("Name,Phone,Email", "Ana, Pires,5550100,a@example.org", "it has 4 cells, the header 3: is a , unquoted?"),
    ("Name,Phone,Email", ",,,", None), ("Name,Phone,Email,Notes", "Ana,5550100,a@example.org,tea, and milk", None),
    ("Name,Phone,Email", "Ana,5550100", None), ("Name,Phone,Email,Sex", ",,,f", "it names nobody: no name, organisation, address or number"),
    ("Name,Phone,Email", "Ana,5550100,a@example.org,", None),
]  # fmt: skip


@pytest.mark.parametrize(("header", "row", "reason"), FAULTS)
def test_a_row_whose_cells_are_out_of_place_is_rejected(header: str, row: str, reason: str | None) -> None:
    """Short rows and empty cells at the end are fine, and so is a comma in a last note."""
    reading = table(header, "Bo,5550199,bo@example.org", row)

    assert [(r.where, r.reason) for r in reading.rejected] == ([("line 3", reason)] if reason else [])


def test_a_comma_in_a_last_note_stays_in_it() -> None:
    """The note is as it was before somebody forgot the quotation marks."""
    assert facts("Name,Email,Notes", "Ana,a@example.org,tea, and milk").note == "tea, and milk"


NO_TABLES = [
    b"", b"\0\1", b"hello\n", b"hello, world\n", b"Date,Description,Amount\n2024-01-01,Shop,3\n", b"Ana,Pires\nBo,Lind\n",
    b"from,to,date,subject\n", b"Name,Price\nTea,3\n", b"\x89PNG\r\n\x1a\n", b"{}", b"dn\n",
    b'{"profile":{"name":"Ana","email":"ana@example.org"},"work":[]}', b'[{"name":"Ana","email":"ana@example.org"}]',
]  # fmt: skip


@pytest.mark.parametrize("data", NO_TABLES)
def test_a_file_that_is_no_table_of_people_is_none(data: bytes) -> None:
    """It is not recognised, and with --format it is refused."""
    assert getattr(recognise(data), "name", None) in {None, "ties"}
    with pytest.raises(BadInputError, match="no table of people"):
        read(data)


BARE = [
    ("Ana,Pires,ana@example.org\nBo,Lind,bo@example.org\n", ["Ana Pires", "Bo Lind"]),
    ("Pires, Ana;ana@example.org\nLind, Bo;bo@example.org\n", ["Ana Pires", "Bo Lind"]),
    ("Ana Pires;ana@example.org;0450000001\n", ["Ana Pires"]), ("ana@example.org\nbo@example.org\n", ["ana@example.org", "bo@example.org"]),
]  # fmt: skip


def test_days_in_a_table_without_a_header_are_no_numbers() -> None:
    """They go to the note."""
    (ana,) = read(b"Ana Pires;ana@example.org;0450000001;1980-01-02\n").drafts

    assert [point.value for point in ana.facts.points] == ["ana@example.org", "0450000001"]
    assert ana.facts.note == "Col 4: 1980-01-02"


def test_passwords_are_neither_kept_nor_shown() -> None:
    """As LDIF's are not; the report counts them."""
    reading = read(b"Name,E-mail,password_hash\nAna,ana@example.org,scrypt:1:2\n")

    assert [(s.reason, s.count) for s in reading.skipped] == [("passwords, which are never kept", 1)]
    assert "scrypt" not in repr(reading)


def test_na_is_nothing_but_for_names_and_places() -> None:
    """R writes it; there is a family Na, and Naples."""
    ana = facts("Name,Job,Prov.,Comment", "NA,NA,NA,NA")

    assert (ana.name, ana.positions, ana.points[0].parts, ana.note) == ("NA", (), (("region", "NA"),), None)


def test_two_family_names_stand_in_their_order() -> None:
    """As in Spain and Mexico: the second is no middle name."""
    ana = facts("Nombres,Apellido paterno,Apellido materno", "Ana,García,Ruiz")

    assert (ana.name, ana.given, ana.family) == ("Ana García Ruiz", "Ana", "García Ruiz")


@pytest.mark.parametrize(("text", "names"), BARE)
def test_a_table_without_a_header_is_guessed_from_its_addresses(text: str, names: list[str]) -> None:
    """The first person is a person, never a header."""
    assert [d.facts.name for d in read(text.encode()).drafts] == names


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "cp850", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_matter(charset: str, end: str) -> None:
    """Those of Windows, of both of Excel's other CSV, and UTF-16 with and without a mark."""
    text = "Prénom;Nom;Société\nZoé;Lefèvre;Hélix à façon\n"

    (found,) = read(text.replace("\n", end).encode(charset)).drafts

    assert (found.facts.name, found.facts.positions[0].org) == ("Zoé Lefèvre", "Hélix à façon")


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("cp1252", "and so on…"), ("cp1252", "it’s “mine” – 20 €"), ("cp850", "voilà, un été"), ("cp850", "schöne Grüße"),
        ("mac_roman", "Zoé’s"),
    ],
)  # fmt: skip
def test_marks_of_windows_are_known_from_letters_of_others(charset: str, text: str) -> None:
    """An ellipsis of Windows is an `à` by MS-DOS."""
    (found,) = read(f"Name;Notes\nAna;{text}\n".encode(charset)).drafts

    assert found.facts.note == text


def test_a_line_of_another_encoding_spoils_no_other() -> None:
    """Files that were joined from two programs."""
    data = "Prénom;Nom\nZoé;Ångström\n".encode() + "Rémi;Lefèvre\n".encode("cp1252")

    assert [d.facts.name for d in read(data).drafts] == ["Zoé Ångström", "Rémi Lefèvre"]


def test_rows_that_were_saved_as_one_cell_are_taken_apart() -> None:
    """Excel quotes a whole row if its delimiter is not that of the country; one value with commas stays one."""
    wrapped = 'Name,Company,Notes\n"Ana,""Acme, Inc."",""one\ntwo"""\nBo,Beta,\n"Pires, Cy"\n'

    found = read(wrapped.encode()).drafts
    alike = read(b'"Name;Company;Notes"\n"Ana;Acme, Inc.;x"\n').drafts

    assert [(d.facts.name, *(p.org for p in d.facts.positions)) for d in (*found, *alike)] == [
        ("Ana", "Acme, Inc."), ("Bo", "Beta"), ("Cy Pires",), ("Ana", "Acme, Inc."),
    ]  # fmt: skip
    assert found[0].facts.note == "one\ntwo"


def test_a_header_may_stand_below_a_preamble() -> None:
    """Even one with a quotation mark that never closes, or words of a header."""
    above = 'Contacts,"of the club\nName: Helix\n\nNom,Total\n'

    (found,) = read(f"{above}Nom,Prénom,Mail\nPires,Ana,a@example.org\n".encode()).drafts

    assert (found.facts.name, found.where) == ("Ana Pires", "line 6")


# Laws

COLUMNS = [
    "First Name", "Last Name", "Company", "Job Title", "Notes", "Nickname", "Home City", "Manager's Name", "Skype",
    "Anything", "Spouse", "Categories", "Work Phone", "E-mail Address", "Birthday", "Gender", "Anniversary", "Title",
    "Website", "Language", "Met on", "Middle Name", "Department", "Other Street", "Phonetic Name", "School", "UID",
]  # fmt: skip


def written(rows: list[list[str]]) -> bytes:
    """Return rows as CSV."""
    page = io.StringIO()
    csv.writer(page).writerows(rows)
    return page.getvalue().encode()


@MANY
@given(st.lists(st.sampled_from(COLUMNS), unique=True, max_size=12), st.data())
def test_each_cell_is_somewhere_in_the_draft(columns: list[str], data: st.DataObject) -> None:
    """As a fact, in the note or as a raw line, whatever stands in whatever column; keys are made of ids."""
    header = ["Full Name", "Email", *columns]
    row = [data.draw(CELL) for _ in header]

    (found,) = read(written([header, row])).drafts

    text = repr(found).casefold()
    assert [cell for name, cell in zip(header, row, strict=True) if name != "UID" and cell.casefold() not in text] == []


@MANY
@given(st.permutations(range(len(COLUMNS))), st.data())
def test_the_order_of_columns_does_not_matter(order: list[int], data: st.DataObject) -> None:
    """But for that of contact points, notes and raw lines, and for a Title, which looks at its neighbour."""
    row = [data.draw(CELL) for _ in COLUMNS]
    kept = [at for at in range(len(COLUMNS)) if COLUMNS[at] not in {"Title", "Gender", "Notes", "Anything"}]

    def of(places: list[int]) -> PersonFacts:
        used = [at for at in places if at in kept]
        (found,) = read(written([[COLUMNS[at] for at in used], [row[at] for at in used]])).drafts
        facts = found.facts
        return facts._replace(points=tuple(sorted(facts.points)), note="".join(sorted(facts.note or "")))

    assert of(list(order)) == of(list(range(len(COLUMNS))))


@MANY
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8))
def test_each_row_is_a_person_or_is_told(rows: list[list[str]]) -> None:
    """Nobody is lost between the file and the report."""
    reading = read(written([["First Name", "Last Name", "Company"], *rows]))

    told = sum(item.count for item in reading.skipped)
    assert len(reading.drafts) + len(reading.rejected) + told == len(rows)


@MANY
@given(st.sampled_from(SAMPLES), st.integers(min_value=0), st.binary(max_size=6))
def test_a_broken_file_breaks_nothing(sample: Path, at: int, put: bytes) -> None:
    """Whatever bytes stand anywhere in it, it is read, or refused with a reason."""
    whole = sample.read_bytes()
    at %= len(whole)
    data = whole[:at] + put + whole[at + len(put) :]

    form = recognise(data)
    if form is not None:
        try:
            reading = form.read(data)
        except NetcliError:
            return
        assert all(d.facts.name for d in reading.drafts)


def test_a_line_of_ldif_that_is_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folded or not; the rest of its entry and the next entry go on."""
    monkeypatch.setattr(ldif, "LONGEST_LINE", 10_000)
    for note in ("x" * 10_001, "x\n " * 10_001):
        reading = ldif.read(f"dn: cn=Ana\ncn: Ana\nnote: {note}\nmail: a@example.org\n\ndn: cn=Bo\ncn: Bo\n".encode())

        assert [draft.facts.name for draft in reading.drafts] == ["Ana", "Bo"]
        assert [point.value for point in reading.drafts[0].facts.points] == ["a@example.org"]
        assert [skipped.count for skipped in reading.skipped] == [1]
        assert reading.skipped[0].reason.endswith(": note")


DIRECTORY = """# extended LDIF
dn: dc=example,dc=org
objectClass: organization
o: Example

dn: cn=admin,dc=example,dc=org
objectClass: organizationalRole
cn: admin

dn: uid=ana,dc=example,dc=org
objectClass: inetOrgPerson
uid: ana
cn: ana
givenName: Ana
sn: Pires
sn;lang-ja: ピレス
title: Dr
userPassword: secret
jpegPhoto:: /9j/4AAQSkZJRgABAQAAAQABAAD/2Q==
manager: uid=bo,dc=example,dc=org
memberOf: cn=Sales,dc=example,dc=org
proxyAddresses: SMTP:ana@example.org
proxyAddresses: X500:/o=Example
labeledURI: http://example.org/ana my page
postalAddress: 1 High St $ Leeds

dn: uid=bo,dc=example,dc=org
objectClass: inetOrgPerson
cn: Bo Lind
manager: CN=Gray\\, Max,dc=example,dc=org

dn: cn=pc1,dc=example,dc=org
objectClass: user
objectClass: computer
cn: pc1

dn: cn=Sales,dc=example,dc=org
objectClass: posixGroup
cn: Sales
mail: sales@example.org
memberUid: ana

dn: uid=ana,dc=example,dc=org
changetype: modify
replace: sn
sn: Costa
"""


def test_a_directory_gives_its_people_and_lists_and_tells_what_it_leaves() -> None:
    """Servers hold more than people: roles, machines, changes, passwords."""
    reading = ldif.read(DIRECTORY.encode())
    ana, bo = reading.drafts

    assert (ana.facts.name, ana.facts.given, ana.facts.family, ana.facts.prefix) == ("Ana Pires", "Ana", "Pires", "Dr")
    assert {name.name for name in ana.facts.names} == {"ana", "ピレス"}
    assert {(p.value, p.label) for p in ana.facts.points} == {
        ("ana@example.org", None), ("http://example.org/ana", "my page"), ("1 High St, Leeds", "work"),
    }  # fmt: skip
    assert ana.facts.tags == ("sales",)
    assert ana.photo is not None
    assert [(r.kind, r.name, r.uid) for r in ana.relations] == [("manager", "Bo Lind", bo.key)]
    assert [(r.kind, r.name, r.uid) for r in bo.relations] == [("manager", "Max Gray", None)]
    assert [(group.name, group.members, group.note) for group in reading.groups] == [
        ("Sales", (ana.key,), "mail: sales@example.org")
    ]
    assert [(s.reason, s.count) for s in reading.skipped] == [
        ("changes of entries (modify)", 1), ("entries of a directory that are no people", 3), ("passwords and keys", 1),
    ]  # fmt: skip
    assert reading.rejected == ()


def test_the_address_book_of_evolution_is_read() -> None:
    """Its own schema, with dates as they are written and not in three parts."""
    lines = "birthDate: 1980-02-03\nanniversary: 2004-05-06\nspouseName: Rui\nprimaryPhone: 123456\ncategory: Friends"

    (found,) = ldif.read(f"dn: cn=Ana\ncn: Ana Pires\n{lines}\n".encode()).drafts

    assert found.facts.birthday == "1980-02-03"
    assert [(event.label, event.on) for event in found.facts.events] == [("anniversary", "2004-05-06")]
    assert [(r.kind, r.name) for r in found.relations] == [("spouse", "Rui")]
    assert (found.facts.tags, found.facts.note) == (("friends",), None)


@pytest.mark.parametrize("photo", ["bm8=", "%"])
def test_a_photo_that_is_none_is_told(photo: str) -> None:
    """And the person is taken all the same."""
    reading = ldif.read(f"dn: cn=Ana\ncn: Ana\njpegPhoto:: {photo}\n".encode())

    assert [s.reason for s in reading.skipped] == ["photos that are no JPEG, PNG, GIF or WebP, or broken"]
    assert reading.drafts[0].photo is None
