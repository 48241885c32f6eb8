"""Two years, two books: connections exported each year under another file name, and a phone that knows some of them.

Of 300 people 40 have moved and 12 are gone a year later, 9 share their name with another, 25 are in both books.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.conftest import Netcli, facts_of

GIVEN = (
    "Ada", "Bram", "Cato", "Dario", "Edda", "Farah", "Goran", "Hana", "Ivo", "Jana",
    "Kemal", "Lena", "Milan", "Nora", "Otis", "Petra", "Quirin", "Rhea", "Sven", "Tove",
)  # fmt: skip
FAMILY = (
    "Abebe", "Brandt", "Castro", "Duarte", "Eriksen", "Fischer", "Gallo", "Horvat", "Ivanova", "Janssen",
    "Kovac", "Lindqvist", "Moreno", "Nowak", "Okafor",
)  # fmt: skip
ELSEWHERE = ("Paloma", "Quade", "Rask", "Sund", "Thorne")
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
COUNT, HOMONYMS, SHARED = 300, 9, range(100, 125)
MOVED, GONE, NEW = range(20, 60), range(200, 212), range(COUNT, COUNT + 6)


def name(n: int) -> tuple[str, str]:
    """Return a name of one's own, but for the last five of the list, who are called as the first five are."""
    at = n - (COUNT - 5) if COUNT - 5 <= n < COUNT else n
    return GIVEN[at % 20], FAMILY[at // 20 % 15] if at < COUNT else "Zeller"


def job(n: int, year: int) -> tuple[str, str]:
    """Return organisation and title: those who moved have others in the second year."""
    return ("Osprey", f"Head of Unit {n}") if year == 2 and n in MOVED else (f"Company {n % 30}", "Analyst")


def connections(year: int) -> str:
    """Return an export: rows in another order each year, notes above the header in one of them."""
    people = [*range(COUNT)] if year == 1 else [*(n for n in range(COUNT) if n not in GONE), *NEW]
    random.Random(year).shuffle(people)
    rows = []
    for n in people:
        given, family = name(n)
        mail = f"p{n}@example.org" if n in SHARED else ""
        page = f"https://www.linkedin.com/in/{given}-{family}-{n}".lower()
        rows.append(f"{given},{family},{page},{mail},{','.join(job(n, year))},{1 + n % 28:02} Mar 20{10 + n % 14}")
    notes = ["Notes:", '"Some addresses are missing."', ""] if year == 2 else []
    return "\n".join([*notes, HEADER, *rows, ""])


def phone_book() -> str:
    """Return cards: 25 of the connections, 4 who are called as one of them is, and 71 others."""
    shared = [(name(n), f"EMAIL:p{n}@example.org\r\nTEL:+44 20 7946 1{n}") for n in SHARED]
    namesakes = [(name(n), f"TEL:+44 20 7946 0{n:03}") for n in range(150, 154)]
    others = [((GIVEN[n % 20], ELSEWHERE[n % 5] + str(n // 20)), f"EMAIL:q{n}@example.net") for n in range(71)]
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-{n}\r\nN:{family};{given};;;\r\nFN:{given} {family}\r\n{line}\r\nEND:VCARD\r\n"
        for n, ((given, family), line) in enumerate([*shared, *namesakes, *others])
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the downloads of two years; the second is the newer file."""
    for at, (file, text) in enumerate(
        (("Basic_LinkedInDataExport_05-03-2025 Connections.csv", connections(1)),
         ("Connections (1).csv", connections(2)), ("contacts.vcf", phone_book()))
    ):  # fmt: skip
        path = tmp_path / file
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_746_000_000 + at * 31_536_000,) * 2)
    return tmp_path


def everybody(netcli: Netcli) -> list[dict[str, object]]:
    """Return all people on file."""
    people: list[dict[str, object]] = netcli("list --json").json
    return people


def called(n: int) -> str:
    """Return the whole name of a connection."""
    return " ".join(name(n))


def test_the_digest_of_two_years_is_exactly_what_happened(
    netcli: Netcli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is merged by name, the overlap is told, and undo takes digest and marks back."""
    monkeypatch.setenv("NETCLI_TODAY", "2025-05-03")
    first = netcli("import", str(next(folder.glob("Basic*.csv"))), "--json").json
    phone = netcli("import", str(folder / "contacts.vcf"), "--source", "phone", "--json").json
    assert (first["created"], first["changes"], first["gone"]) == (COUNT, [], 0)
    assert (phone["created"], phone["updated"], phone["overlap"]) == (75, 25, [{"source": "linkedin", "people": 25}])
    assert sorted(r["why"] for r in phone["review"]) == ["same name"] * 4
    assert len(everybody(netcli)) == 375
    before = netcli("export json").json

    monkeypatch.setenv("NETCLI_TODAY", "2026-05-03")
    netcli("source", "add", "linkedin", str(folder / "*Connections*.csv"))
    dry = netcli("refresh --dry-run --json").json
    (report,) = netcli("refresh --json").json

    told = {"import", "operation", "dry_run"}
    assert {k: v for k, v in dry[0].items() if k not in told} == {k: v for k, v in report.items() if k not in told}
    assert (report["source"], report["readings"], report["last_read"][:10]) == ("linkedin", 2, "2025-05-03")
    counts = ("read", "created", "updated", "unchanged", "gone")
    assert [report[key] for key in counts] == [294, 6, 40, 248, 12]
    assert report["overlap"] == [{"source": "phone", "people": 25}]
    expected = {
        *((called(n), "position", f"Analyst, Company {n % 30}", f"Head of Unit {n}, Osprey") for n in MOVED),
        *((called(n), "gone", f"Analyst, Company {n % 30}", None) for n in GONE),
        *((called(n), "new", None, f"Analyst, Company {n % 30}") for n in NEW),
    }
    digest = [(c["person"]["name"], c["field"], c["before"], c["after"]) for c in report["changes"]]
    assert len(digest) == len(expected) == 58
    assert set(digest) == expected
    assert len(everybody(netcli)) == 381
    assert sum(row["name"] == "Ada Abebe" for row in everybody(netcli)) == 2

    listed = netcli("changes --json").json
    assert {(c["person"]["name"], c["field"], c["before"], c["after"]) for c in listed} == expected
    assert {(c["on"], c["source"]) for c in listed} == {("2026-05-03", "linkedin")}
    assert len(netcli("list changed:30d --json").json) == 58
    assert netcli("list source:linkedin source:phone --format ids").out.count("\n") == 25

    assert netcli("refresh").out == ""
    netcli("undo")
    netcli("undo")
    assert facts_of(netcli("export json").json) == facts_of(before)


def test_the_order_of_the_books_does_not_matter(netcli: Netcli, folder: Path) -> None:
    """Phone first or last: the same people with the same facts, and the same overlap."""
    books = (("linkedin", folder / "Connections (1).csv"), ("phone", folder / "contacts.vcf"))
    found = []
    for order in (books, books[::-1]):
        netcli.db = folder / f"{order[0][0]}.db"
        netcli("init --name 'Sam Moreau' --yes --quiet")
        for source, path in order:
            netcli("import", str(path), "--source", source)
        people = netcli("list --fields name,org,title,email,phone --format csv").out
        overlap = {(row["name"], row["people"], row["shared"]) for row in netcli("source list --json").json}
        found.append((sorted(people.splitlines()), overlap))

    assert found[0] == found[1]
    assert found[0][1] == {("linkedin", 294, 25), ("phone", 100, 25)}
