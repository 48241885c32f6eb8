"""import of a source that was read before: who is gone, back and new, and what the valve holds back."""

from __future__ import annotations

import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from netcli import cli
from netcli.storage import open_reader
from tests._terminal import Terminal
from tests.commands._books import card, cards, connections, row, write
from tests.conftest import Netcli, facts_of


class Reader:
    """Writes one file after the other and imports it."""

    def __init__(self, netcli: Netcli, folder: Path) -> None:
        self.netcli, self.path = netcli, folder / "book.txt"

    def __call__(self, text: str, options: str = "", code: int = 0) -> dict[str, object]:
        """Import a text and return the report."""
        write(self.path, text)
        found: dict[str, object] = self.netcli("import", str(self.path), *options.split(), "--json", code=code).json
        return found

    def gone(self) -> list[str]:
        """Return the keys of the records marked as gone."""
        with open_reader(self.netcli.db) as store:
            found: list[str] = store.column("SELECT key FROM source_record WHERE gone_on IS NOT NULL ORDER BY key")
        return found

    def changes(self) -> int:
        """Return how many changes are on file."""
        with open_reader(self.netcli.db) as store:
            return int(store.value("SELECT count(*) FROM change"))


@pytest.fixture
def read(netcli: Netcli, tmp_path: Path) -> Reader:
    """Return a reader of files."""
    return Reader(netcli, tmp_path)


def told(report: dict[str, object]) -> list[tuple[str, str]]:
    """Return (name, field) of the changes of a report."""
    return [(c["person"]["name"], c["field"]) for c in report["changes"]]


def test_the_same_file_twice_is_an_empty_plan_without_changes(read: Reader) -> None:
    """Nothing is written; a file that says the same in other bytes is a reading that tells nothing."""
    read(connections([row(1), row(2)]))
    before = read.netcli("export json").out

    again = read(connections([row(1), row(2)]))

    assert (again["operation"], again["changes"], again["unchanged"]) == (None, [], 2)
    assert read.netcli("export json").out == before
    turned = read(connections([row(2), row(1)]))
    assert (turned["changes"], turned["updated"], turned["readings"]) == ([], 0, 2)
    assert read.netcli("operations --json --limit 1").json[0]["did"] == "read linkedin again: nothing new"
    assert read.changes() == 0


def test_who_is_missing_from_a_whole_list_is_gone_and_may_come_back(read: Reader) -> None:
    """Reported and marked, never deleted; told once; back is told as well."""
    read(connections([row(1), row(2), row(3)]))

    report = read(connections([row(1), row(3)]))

    assert (report["gone"], told(report)) == (1, [("P2 Person", "gone")])
    assert len(read.netcli("list --json").json) == 3
    assert len(read.gone()) == 1
    again = read(connections([row(3), row(1)]))
    assert (again["gone"], again["changes"]) == (0, [])
    back = read(connections([row(2), row(3), row(1)]))
    assert (told(back), back["gone"], back["created"]) == ([("P2 Person", "back")], 0, 0)
    assert read.gone() == []


def test_undo_takes_changes_and_marks_back(read: Reader) -> None:
    """The file is as it was before the reading, to the row; redo brings both again."""
    read(connections([row(1), row(2), row(3)]))
    before = read.netcli("export json").json
    read(connections([row(1, "Head"), row(3)]))
    after = read.netcli("export json").json

    read.netcli("undo")
    assert facts_of(read.netcli("export json").json) == facts_of(before)

    read.netcli("redo")
    assert read.netcli("export json").json == after
    assert len(after["changes"]) == 2


def test_a_book_of_cards_is_a_part_unless_it_is_said_to_be_whole(read: Reader) -> None:
    """--whole says so for good, --part of one file; both are told by source list."""
    read(cards(range(5)))

    assert read(cards(range(1, 5)))["gone"] == 0
    assert read(cards(range(2, 5)), "--whole")["gone"] == 2
    assert read.netcli("source list --json").json[0]["whole"] is True
    assert read(cards(range(3, 5)), "--part")["gone"] == 0
    assert read(cards(range(4, 5)))["gone"] == 2


def test_a_file_under_the_name_of_its_source_is_whole_if_it_holds_at_least_half(read: Reader) -> None:
    """So a few cards imported under the name of a book do not make all others gone."""
    read(cards(range(6)), "--source phone")

    assert read(cards(range(2)), "--source phone")["gone"] == 0
    assert read(cards([7, 8, 9]), "--source phone")["gone"] == 0
    assert read(cards([0, 1, 2, 3, 7, 8]), "--source PHONE")["gone"] == 3
    assert read.netcli("source list --json").json[0]["people"] == 6


def test_a_damaged_file_makes_nobody_gone(read: Reader) -> None:
    """Whoever is missing may be in the part that could not be used; the report says so."""
    read(connections([row(1), row(2), row(3)]))

    report = read(connections([row(1), row(2), f"{row(3)},more"]), code=65)

    assert (report["gone"], report["changes"], read.gone()) == (0, [], [])
    reason = "missing, but parts of the file could not be used: nobody is taken for gone"
    assert report["skipped"] == [{"reason": reason, "count": 1}]


def test_removed_people_are_neither_gone_nor_new_nor_changed(read: Reader) -> None:
    """They stay out, and are told as kept out alone."""
    read(connections([row(1), row(2), row(3)]))
    read.netcli("remove p2-person p3-person --yes")

    report = read(connections([row(1), row(2, "Head")]))

    assert (told(report), report["gone"]) == ([], 0)
    assert read.netcli("changes --json").json == []


def test_somebody_who_is_given_another_key_is_not_gone(read: Reader) -> None:
    """Lists of before 2023 have no pages: the record by name and day goes on under that of the page."""
    read(connections([row(1), row(2)]).replace(",https://www.linkedin.com/in/p2", ","))

    report = read(connections([row(1), row(2)]))

    assert (report["created"], report["gone"], told(report)) == (0, 0, [("P2 Person", "url")])
    assert read.gone() == []
    assert told(read(connections([row(1)]))) == [("P2 Person", "gone")]


def test_new_is_told_from_the_second_reading_on(read: Reader) -> None:
    """Somebody who is on file already is new to the source too."""
    read.netcli("add 'P9 Person' --url https://www.linkedin.com/in/p9")
    assert told(read(connections([row(1)]))) == []

    report = read(connections([row(1), row(2), row(9)]))

    assert (report["created"], sorted(told(report))) == (1, [("P2 Person", "new"), ("P9 Person", "new")])


def test_every_kind_of_fact_makes_a_change(read: Reader) -> None:
    """Jobs, name, headline and contact points; one address for another is one change; case is none."""
    lines = ("ORG:Helix", "TITLE:Buyer", "TEL:+44 20 7946 0001", "URL:https://one.example.org", "NOTE:tea")
    read(card(1, *lines))

    report = read(
        card(1, "ORG:Orbit", "TITLE:Buyer", "TEL:+44 (20) 79460001", "TEL:+44 20 7946 0002", "NOTE:tea", name="Ana Silva")
        .replace("p1@", "new@").replace("UID", "ADR:;;1 Way;Lyon;;;\nUID")
    )  # fmt: skip

    assert [(c["field"], c["before"], c["after"]) for c in report["changes"]] == [
        ("position", "Buyer, Helix", "Buyer, Orbit"),
        ("name", "P1 Person", "Ana Silva"),
        ("email", "p1@example.org", "new@example.org"),
        ("phone", None, "+44 20 7946 0002"),
        ("url", "https://one.example.org", None),
        ("address", None, "1 Way, Lyon"),
    ]


def test_case_and_accents_make_no_change_of_job_or_name(read: Reader) -> None:
    """Nor does a number that is written otherwise."""
    read(card(1, "ORG:Hélix", "TITLE:Buyer", "TEL:+44 20 7946 0001", name="Ana Süß"))

    assert told(read(card(1, "ORG:helix", "TITLE:BUYER", "TEL:+442079460001", name="ANA SUSS"))) == []


def test_a_first_job_is_a_change(read: Reader) -> None:
    """LinkedIn had none of him; one that is left out tells nothing."""
    read(connections([row(1).replace("Helix,Analyst", ","), row(2)]))

    report = read(connections([row(1), row(2).replace("Helix,Analyst", ",")]))

    assert [(c["before"], c["after"]) for c in report["changes"]] == [(None, "Analyst, Helix")]


def test_merged_people_keep_their_changes(read: Reader) -> None:
    """Both records made one have the changes of both, and neither is gone while one of them is there."""
    read(connections([row(1), row(2), row(3)]))
    read(connections([row(1, "Head"), row(2, "Chief"), row(3)]))

    read.netcli("merge p1-person p2-person --yes")

    found = read.netcli("changes --person p1-person --json").json
    assert sorted(c["after"] for c in found) == ["Chief, Helix", "Head, Helix"]
    assert read(connections([row(1, "Head"), row(3)]))["gone"] == 0
    assert told(read(connections([row(3)]))) == [("P1 Person", "gone")]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (range(40), [row(n) for n in range(28)], "of 40 people 12 would be gone"),
        (range(50), [row(n, name=f"Other{n} Name" if n < 11 else "") for n in range(50)], "11 would have another name"),
    ],
)
def test_the_valve_holds_back_what_turns_a_source_upside_down(
    read: Reader, first: range, second: list[str], why: str
) -> None:
    """Nothing is applied, 65, and the command to apply is named; a dry run shows the report; --yes applies it."""
    read(connections(map(row, first)))
    before = read.netcli("export json").out
    write(read.path, connections(second))

    ran = read.netcli("import", str(read.path), code=65)

    assert why in ran.err
    assert f"netcli import {read.path} --yes applies it" in ran.err
    assert (ran.out, ran.err.count("\n")) == ("", 1)
    assert why in read.netcli("import", str(read.path), "--dry-run", "--json", code=65).json["valve"]
    assert read.netcli("export json").out == before
    assert why in read(connections(second), "--yes")["valve"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (range(15), [row(n) for n in range(5)]),  # ten gone: few
        (range(60), [row(n) for n in range(48)]),  # twelve of sixty are a fifth, not more
        (range(50), [row(n, "Head") for n in range(50)]),  # new jobs
        (range(20), [row(n) for n in range(200)]),  # new people
        (range(50), [row(n, name=f"P{n} van Person") for n in range(50)]),  # the same name and a word more
    ],
)
def test_the_valve_lets_pass_what_is_usual(read: Reader, first: range, second: list[str]) -> None:
    """Few people, a fifth at most, new jobs, new people, longer names."""
    read(connections(map(row, first)))

    assert read(connections(second))["valve"] is None


def test_the_valve_sees_records_that_become_one_person(read: Reader) -> None:
    """Cards under new UIDs, each beside a card that is there still and has the same address."""
    read(cards(range(30)))
    doubled = "".join(card(n, name=f"P{n} Person").replace(f"UID:c{n}", f"UID:d{n}") for n in range(12))

    write(read.path, cards(range(30)) + doubled)

    assert "12 would be two records made one" in read.netcli("import", str(read.path), code=65).err


def test_a_first_reading_never_asks(read: Reader) -> None:
    """However many are on file already."""
    read(cards(range(60)))

    assert read(cards(range(60)), "--source other")["updated"] == 0


@pytest.mark.parametrize(("key", "gone"), [("y", 12), ("n", 0)])
def test_on_a_terminal_the_valve_asks(read: Reader, key: str, gone: int) -> None:
    """Yes applies it, no leaves all as it is."""
    read(connections(map(row, range(40))))
    write(read.path, connections(map(row, range(28))))

    with Terminal("import", str(read.path), db=read.netcli.db) as terminal:
        terminal.until(r"\[y/N\]: $")
        terminal.press(f"{key}\n", "Imported|Nothing was imported")
        assert terminal.ended() == 0

    assert len(read.gone()) == gone


def test_a_book_of_somebody_else_is_his_from_then_on(read: Reader) -> None:
    """It is a source of its own, known by its records the next time, and no contacts of mine."""
    read(cards(range(3)))
    read.netcli("add 'Bo Lind'")

    first = read(cards(range(4)), "--known-by bo-lind")
    again = read(cards(range(5)), f"--source {first['source']}")

    assert (first["source"], first["created"], again["created"]) == ("book-bo-lind", 1, 1)
    assert len(read.netcli("list --json").json) == 3 + 1
    assert read(cards(range(3)))["source"] == "book"


READINGS = st.lists(
    st.dictionaries(st.integers(0, 7), st.sampled_from(["Analyst", "Head"]), min_size=1), min_size=2, max_size=5
)


@settings(max_examples=20, deadline=None)
@given(readings=READINGS)
def test_any_sequence_of_readings_is_told_as_sets_tell_it(readings: list[dict[int, str]]) -> None:
    """Gone: was there and is not; back: had been there before the last time; new: never was; moved: another job."""
    with tempfile.TemporaryDirectory() as folder:
        db, path = Path(folder) / "t.db", Path(folder) / "c.csv"
        ever, last = dict[int, str](), dict[int, str]()
        expected = set[tuple[str, str]]()
        for reading in readings:
            write(path, connections(row(n, job) for n, job in reading.items()))
            assert cli.run(["--db", str(db), "--quiet", "--yes", "import", str(path)]) == 0
            for field, people in (
                ("gone", last.keys() - reading.keys()),
                ("back", (reading.keys() & ever.keys()) - last.keys()),
                ("new", reading.keys() - ever.keys() if ever else ()),
                ("position", {n for n in reading if n in ever and ever[n] != reading[n]}),
            ):
                expected = expected | {(f"P{n} Person", field) for n in people}
            with open_reader(db) as store:
                found = store.rows(
                    "SELECT person.name, field FROM change JOIN person ON person.id = person_id"
                    " WHERE import_id = (SELECT max(id) FROM import_run)"
                )
                there = store.column(
                    "SELECT name FROM source_record JOIN person ON person.id = person_id WHERE gone_on IS NULL"
                )
            if reading != last or list(reading) != list(last):  # else the file is the same, and nothing was read
                assert {tuple(change) for change in found} == expected
            assert sorted(there) == sorted(f"P{n} Person" for n in reading)
            ever, last, expected = ever | reading, reading, set()
