"""source add, list, remove and rename as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from netcli.storage import open_writer
from tests.commands._books import cards, connections, row, write
from tests.conftest import Netcli


def sources(netcli: Netcli, options: str = "") -> list[dict[str, object]]:
    """Return what source list tells."""
    found: list[dict[str, object]] = netcli(f"source list {options} --json").json
    return found


@pytest.fixture
def books(netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Netcli:
    """Return a runner on a file with two sources that share two people; one was read a year ago."""
    monkeypatch.setenv("NETCLI_TODAY", "2025-03-02")
    netcli("import", str(write(tmp_path / "c.csv", connections(map(row, range(3))))))
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-02")
    book = cards(range(1, 5)).replace("EMAIL:p1@", "URL:https://www.linkedin.com/in/p1\nEMAIL:p1@")
    book = book.replace("EMAIL:p2@", "URL:https://www.linkedin.com/in/p2\nEMAIL:p2@")
    netcli("import", str(write(tmp_path / "b.vcf", book)), "--source", "phone")
    return netcli


def test_the_list_tells_people_age_and_overlap(books: Netcli) -> None:
    """The whole of two sources: one past its age, as LinkedIn is after half a year; of the other nothing was said."""
    assert sources(books) == [
        {
            "name": "linkedin", "format": "linkedin", "people": 3, "readings": 1, "last_read": "2025-03-02",
            "age_days": 365, "max_age": 180, "past": True, "whole": True, "pattern": None, "known_by": None, "gone": 0,
            "shared": 2, "overlap": [{"source": "phone", "people": 2}],
        },
        {
            "name": "phone", "format": "vcard", "people": 4, "readings": 1, "last_read": "2026-03-02",
            "age_days": 0, "max_age": None, "past": False, "whole": False, "pattern": None, "known_by": None, "gone": 0,
            "shared": 2, "overlap": [{"source": "linkedin", "people": 2}],
        },
    ]  # fmt: skip
    told = books("source list").err
    assert "linkedin is past its age (365 days). LinkedIn: Settings" in told
    assert "netcli import FILE --source linkedin" in told


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("", ["linkedin", "phone"]),
        ("--sort people", ["phone", "linkedin"]),
        ("--sort age", ["linkedin", "phone"]),
        ("--sort read", ["phone", "linkedin"]),
        ("--past", ["linkedin"]),
        ("pho", ["phone"]),
        ("--of vcard", ["phone"]),
        ("--limit 1", ["linkedin"]),
        ("nothing", []),
    ],
)
def test_the_list_is_filtered_and_sorted(books: Netcli, options: str, names: list[str]) -> None:
    """By word, format and age; as names alone too."""
    assert [row["name"] for row in sources(books, options)] == names
    assert books(f"source list {options} --fields name").out.split() == names


def test_an_empty_list_says_what_to_type(netcli: Netcli) -> None:
    """Nothing on stdout, a hint on stderr."""
    ran = netcli("source list")

    assert (ran.out, "netcli source add NAME PATTERN" in ran.err) == ("", True)
    assert "name, people, age, read" in netcli("source list --sort size", code=2).err


def test_add_makes_a_source_and_changes_one(books: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is different is said; a pattern is kept from the root or the home folder on, so that cron finds it."""
    monkeypatch.chdir(tmp_path)

    assert "new source mobile, files ~/Phone/*.vcf" in books("source add mobile '~/Phone/*.vcf'").out
    told = books("source add PHONE '*.vcf' --whole --max-age 90d").out
    assert f"source PHONE: files {tmp_path}/*.vcf, each file holds everybody, past its age after 90 days" in told
    assert "nothing to do" in books("source add phone --whole").out
    assert "a file may hold some only" in books("source add phone --part").out
    books("source add phone ''")

    phone = next(row for row in sources(books) if row["name"] == "phone")
    assert (phone["pattern"], phone["whole"], phone["max_age"]) == (None, False, 90)
    assert [row["name"] for row in sources(books)] == ["linkedin", "mobile", "phone"]
    books("undo")
    assert str(tmp_path) in str(next(row for row in sources(books) if row["name"] == "phone")["pattern"])


def test_add_tells_which_file_is_the_newest(books: Netcli, tmp_path: Path) -> None:
    """And learns the format from it; one file alone is said to be that."""
    told = books("source", "add", "mobile", str(tmp_path / "*.vcf"))
    assert f"The newest file is {tmp_path}/b.vcf: netcli refresh mobile reads it." in told.err
    assert sources(books, "mobile")[0]["format"] == "vcard"

    assert "Only this one file is meant" in books("source", "add", "mobile", str(tmp_path / "b.vcf")).err
    assert "No file is there yet" in books("source", "add", "other", str(tmp_path / "*.nothing")).err


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("source add phone a.vcf b.vcf", 2, "in quotes"),
        ("source add ' ' x", 65, "not a name"),
        ("source add phone --max-age soon", 65, "90d"),
        ("source add phone --max-age 0d", 2, "90d"),
        ("source add phone --format doc", 2, "vcard"),
        ("source add phone --known-by zed", 3, "netcli add"),
        ("source remove fone", 3, "did you mean phone"),
        ("source remove zzz", 3, "netcli source list"),
        ("source rename phone LinkedIn", 65, "there is a source linkedin already"),
        ("source rename phone ''", 65, "not a name"),
    ],
)
def test_what_cannot_be_is_one_line(books: Netcli, line: str, code: int, says: str) -> None:
    """What, which thing, what to type next."""
    ran = books(line, code=code)

    assert says in ran.err
    assert (ran.out, ran.err.count("\n")) == ("", 1)


def test_rename_keeps_all_but_the_name(books: Netcli) -> None:
    """A dry run and the same name change nothing; the next reading finds it by its records."""
    assert "is called mobile" in books("source rename phone mobile --dry-run").out
    assert [row["name"] for row in sources(books)] == ["linkedin", "phone"]

    books("source rename phone Phone")
    books("source rename phone mobile")

    assert sources(books, "mobile")[0]["people"] == 4
    books("source rename linkedin li")
    again = write(books.db.with_name("again.csv"), connections(map(row, range(4))))
    assert books("import", str(again), "--json").json["source"] == "li"
    assert "nothing to do" in books("source rename mobile mobile").out


def test_remove_forgets_the_source_and_keeps_the_people(books: Netcli) -> None:
    """It says how many records go; ties, contacts that were counted and facts stay; undo brings all back."""
    with open_writer(books.db) as store, store.operation("test", at="2026-03-02T00:00:00Z"):
        store.insert("contact_day", from_id=1, to_id=2, on_date="2026-01-01", channel="mail", count=3, source_id=1)
    before = books("export json").json
    people = books("list --json").out

    told = books("source remove linkedin --dry-run").out
    assert "forgot the source linkedin: 1 reading, 3 records, 0 changes; what it said of people stays" in told
    assert books("export json").json == before

    books("source remove linkedin")
    after = books("export json").json
    assert [row["name"] for row in sources(books)] == ["phone"]
    assert books("list --json").out == people
    assert [len(tie["evidence"]) for tie in after["ties"]] == [len(tie["evidence"]) for tie in before["ties"]]
    assert after["contact_days"][0]["count"] == 3
    books("undo")
    assert books("export json").json == before


def test_names_of_sources_are_completed(books: Netcli) -> None:
    """With their format; without a file nothing is made."""
    from tests.conftest import spawn

    done = spawn("source", "remove", "ph", db=books.db, env={"_NETCLI_COMPLETE": "1"})
    assert done.stdout == "phone\tvcard\n"
    none = books.db.with_name("none.db")
    assert spawn("refresh", "ph", db=none, env={"_NETCLI_COMPLETE": "1"}).stdout == ""
    assert not none.exists()
