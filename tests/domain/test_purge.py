"""Forgetting somebody: after `remove --purge` no byte of the file tells of him, and everything else is as it was."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from netcli.domain.purge import FORGOTTEN, PARTLY
from netcli.storage import Store, open_reader
from tests.conftest import Netcli, every_row
from tests.exporting.test_json import EVERYTHING, filled

ANA = 7
#: What is not hers alone, although it stands in a table of EVERYTHING: rows of others, and what belongs to all.
NOT_HERS = {
    "source", "import_run", "grp", "org", "org_alias", "opportunity", "opportunity_stage", "opportunity_person",
    "opportunity_skill", "search", "interaction", "occurrence", "exchange", "snooze", "reminder",
}  # fmt: skip
#: Text that has to be JSON.
_JSON = {"files", "counts", "mapping", "facts", "parts"}


def is_hers(table: str, row: sqlite3.Row) -> bool:
    """Tell whether a row of the example concerns Ana alone, as a reader of the schema would say."""
    if table == "cadence":
        return bool(row["person_id"] == ANA)
    return row["id"] == ANA if table == "person" else table not in NOT_HERS


class Marked:
    """A file in which every text that may be any text is a marker of its own; hers and those of others."""

    def __init__(self, path: Path) -> None:
        self.hers: set[str] = set()
        self.others: set[str] = set()
        self._count = 0
        with filled(path) as store:
            for turn in "ab":  # the journal holds the markers of the turn before
                with store.operation(f"test {self._mark(hers=True)}", at="2026-01-02T00:00:00Z") as operation:
                    operation.did = self._mark(hers=True)
                    self._mark_all(store, turn)
            with store.operation("clear", at="2026-01-03T00:00:00Z"):
                store.run("UPDATE person SET note = NULL WHERE id = 7")
                store.run("DELETE FROM remark")
                store.run("DELETE FROM tie")
                store.run("DELETE FROM membership WHERE person_id = 7")

    def _mark(self, *, hers: bool) -> str:
        self._count += 1
        mark = f"zq{self._count:05}qz"
        (self.hers if hers else self.others).add(mark)
        return mark

    def _mark_all(self, store: Store, turn: str) -> None:
        if turn == "b":
            self.others.clear()  # what is told of others now
        for table in EVERYTHING:
            for row in store.rows(f"SELECT * FROM {table}") if table != "message_seen" else ():
                for column in tuple(row.keys()):
                    if isinstance(row[column], (str, bytes)):
                        self._try(store, table, row, column)

    def _try(self, store: Store, table: str, row: sqlite3.Row, column: str) -> None:
        mark = self._mark(hers=is_hers(table, row))
        value = json.dumps({"name": mark}) if column in _JSON else mark.encode() if column == "data" else mark
        try:
            store.update(table, row["id"], **{column: value})
        except Exception:  # noqa: BLE001 - a closed set of words, or a key that leads somewhere
            self.hers.discard(mark)
            self.others.discard(mark)


def left(path: Path, marks: set[str]) -> set[str]:
    """Return the marks that stand in the bytes of a file or of what SQLite keeps beside it."""
    data = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*")).lower()
    return {mark for mark in marks if mark.encode() in data}


@pytest.fixture
def marked(netcli: Netcli, tmp_path: Path) -> tuple[Netcli, Marked]:
    """Return a runner on a marked file, and its marks."""
    netcli.db.unlink()
    netcli.db = tmp_path / "marked.db"
    marks = Marked(netcli.db)
    netcli("init --name Sam --yes")
    return netcli, marks


def test_no_marker_is_left_of_any_column(marked: tuple[Netcli, Marked]) -> None:
    """Tables, journal, words of operations, photos, free pages: a scan of the bytes finds none of hers, all of others'."""
    netcli, marks = marked
    assert len(marks.hers) > 120
    assert len(left(netcli.db, marks.hers)) > 120
    before = dump_of_others(netcli.db)

    netcli(f"remove {ANA} --purge --yes --id")

    assert left(netcli.db, marks.hers) == set()
    assert left(netcli.db, marks.others) == marks.others
    assert dump_of_others(netcli.db) == before


def dump_of_others(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of the tables that are not hers."""
    with open_reader(db) as store:
        return {table: rows for table, rows in every_row(store).items() if table in NOT_HERS}


def test_the_scan_can_fail(marked: tuple[Netcli, Marked]) -> None:
    """What merely hides somebody, or deletes her row without more, leaves markers behind: the test above sees them."""
    netcli, marks = marked
    with closing(sqlite3.connect(netcli.db)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute(f"DELETE FROM person WHERE id = {ANA}")

    assert len(left(netcli.db, marks.hers)) > 60
    netcli.db.unlink()


def test_a_dry_run_tells_what_would_go_and_changes_nothing(marked: tuple[Netcli, Marked]) -> None:
    """The rows it counts are those that go; so does the real run, and the tables agree."""
    netcli, _ = marked
    before = netcli.db.read_bytes()
    counted = sizes(netcli.db)

    dry: Any = netcli(f"remove {ANA} --id --purge --dry-run --json").json
    assert netcli.db.read_bytes() == before
    done: Any = netcli(f"remove {ANA} --id --purge --yes --json").json

    assert (dry["rows"], dry["journal"], dry["reduced"]) == (done["rows"], done["journal"], done["reduced"])
    gone = {table: counted[table] - rows for table, rows in sizes(netcli.db).items() if counted[table] != rows}
    told = {row["table"]: row["rows"] for row in done["rows"]}
    assert {table: gone.get(table, 0) for table in told} == told
    assert gone.keys() - told.keys() <= {"journal", "operation", "listed", "arc", "search_key", "heap"}
    assert dry["did"].startswith("would forget")


def sizes(db: Path) -> dict[str, int]:
    """Return how many rows each table has."""
    with open_reader(db) as store:
        return {table: len(rows) for table, rows in every_row(store).items()}


def cards(path: Path, *names: str) -> str:
    """Write a card each and return the path."""
    path.write_text("".join(f"BEGIN:VCARD\nVERSION:3.0\nUID:u-{n}\nFN:{n}\nNOTE:of {n}\nEND:VCARD\n" for n in names))
    return str(path)


def handles(netcli: Netcli) -> list[str]:
    """Return who is on file."""
    return netcli("list --all --format '{handle}'").out.split()


def test_an_import_can_still_be_undone_for_all_others(netcli: Netcli, tmp_path: Path) -> None:
    """Its words stay, its journal is reduced; undo, redo and the history of others work."""
    netcli("import", cards(tmp_path / "book.vcf", "Ana Zq", "Bo Lind", "Cy Roe"), "--source", "book")
    number = netcli("operations --json").json[0]["id"]

    done: Any = netcli("remove ana-zq --purge --yes --json").json

    assert (done["forgotten"], done["reduced"]) == ([], [number])
    assert "import " in next(o["command"] for o in netcli("operations --json").json if o["id"] == number)
    assert netcli("history bo-lind --json").json["entries"]
    netcli(f"undo {number}")
    assert handles(netcli) == []
    netcli("redo")
    assert handles(netcli) == ["bo-lind", "cy-roe"]
    assert b"zq" not in netcli.db.read_bytes().lower()


def test_undo_of_other_things_still_works(netcli: Netcli) -> None:
    """What was done to others before and after; what was done to her alone is forgotten, and says so."""
    netcli("add 'Ana Zq' --tag board")
    netcli("add Bo")
    netcli("tag ana-zq bo friends")
    tagged = netcli("operations --json").json[0]["id"]
    netcli("edit bo --headline old")
    edited = netcli("operations --json").json[0]["id"]
    netcli("remove ana-zq --purge --yes")
    netcli("note bo later")

    netcli("undo")
    told = netcli("undo", code=65).err
    assert "forgotten by a purge" in told
    assert "netcli undo NUMBER" in told
    netcli(f"undo {edited}")
    netcli(f"undo {tagged}")
    person = netcli("show bo --json").json["person"]
    assert (person["tags"], person["headline"], person["remarks"]) == ([], None, [])
    words = {o["id"]: o["command"] for o in netcli("operations --json").json}
    assert words[tagged] == PARTLY
    assert FORGOTTEN in words.values()


def test_whoever_was_merged_into_somebody_goes_with_him(netcli: Netcli) -> None:
    """Their rows, their journal, their names: they were one person."""
    netcli("add 'Zebulon Quirk <zq@example.org>' --note zqone")
    netcli("add 'Zeb Quirk' --note zqtwo --org Zqcorp")
    netcli("edit zeb-quirk --headline zqthree")
    netcli("merge zebulon-quirk zeb-quirk")

    netcli("remove zq@example.org --purge --yes")

    raw = netcli.db.read_bytes().lower()
    assert [word for word in (b"zebulon", b"quirk", b"zq") if word in raw] == []


def test_contacts_of_two_that_were_deleted_are_forgotten_and_those_with_others_stay(netcli: Netcli) -> None:
    """A meeting with him alone goes, deleted or not; one where somebody else was stays, without him."""
    netcli("add 'Ana Zq'")
    netcli("add Bo")
    netcli("log ana-zq 'zqlunch alone'")
    netcli("log ana-zq 'zqdinner deleted'")
    netcli("log --remove 2")
    netcli("log ana-zq bo 'tea for three'")

    netcli("remove ana-zq --purge --yes")

    assert b"zq" not in netcli.db.read_bytes().lower()
    [tea] = netcli("contacts --json").json
    assert (tea["text"], [ref["handle"] for ref in tea["people"]]) == ("tea for three", ["bo"])


def test_who_told_me_of_a_tie_is_taken_out_of_what_undo_would_bring_back(netcli: Netcli) -> None:
    """Undo of an `unlink` writes the statement again, from nobody now."""
    for name in ("Ana", "Bo", "Cy"):
        netcli(f"add {name}")
    netcli("link bo cy --level 3 --heard-from ana")
    netcli("unlink bo cy")
    unlinked = netcli("operations --json").json[0]["id"]

    netcli("remove ana --purge --yes")
    netcli(f"undo {unlinked}")

    assert [tie["other"]["handle"] for tie in netcli("ties bo --json").json] == ["cy", "sam-moreau"]


def test_texts_on_others_that_name_him_are_told(netcli: Netcli, tmp_path: Path) -> None:
    """They are mine to change: where they stand, and how they read."""
    netcli("add 'Zebulon Quirk <zq@example.org>'")
    netcli("add Bo")
    netcli("note bo 'met through Zebulon Quirk at the fair'")
    netcli("search save his 'zebulon quirk'")

    done: Any = netcli("remove zebulon-quirk --purge --yes --json")

    assert [(m["table"], "ebulon" in m["text"]) for m in done.json["mentions"]] == [("remark", True), ("search", True)]
    assert "2 texts on others" in done.err


def test_somebody_removed_can_be_purged(netcli: Netcli) -> None:
    """Hidden before, forgotten now; the question says that it is for good."""
    netcli("add 'Zebulon Quirk'")
    netcli("remove zebulon-quirk")

    assert "cannot be undone" in netcli("remove zebulon-quirk --purge", code=2).err
    netcli("remove zebulon-quirk --purge --yes")

    assert b"quirk" not in netcli.db.read_bytes().lower()
    netcli("remove nobody-at-all --purge --yes", code=3)
    netcli("remove me --purge --yes", code=65)


def test_an_import_adds_again_whom_a_purge_forgot_and_keeps_out_whom_remove_hid(netcli: Netcli, tmp_path: Path) -> None:
    """Keeping somebody out takes knowing who he is: `remove` does, a purge cannot."""
    book = cards(tmp_path / "book.vcf", "Ana Pires", "Bo Lind")
    netcli("import", book, "--source", "book")
    netcli("remove bo-lind")
    told = netcli("remove ana-pires --purge --yes").err

    netcli("import", book, "--source", "book")

    assert "adds them again" in told
    assert handles(netcli) == ["ana-pires"]


def test_backups_that_still_hold_him_are_named(netcli: Netcli) -> None:
    """Those made while he was there, with what deletes them; not one from before or after."""
    for command in ("backup", "add 'Ana Zq'", "backup", "remove ana-zq", "backup"):
        netcli(command)
    names = [b["name"] for b in netcli("backup --list --json").json]

    done: Any = netcli("remove ana-zq --purge --yes --json")

    assert done.json["backups"] == names[:2]
    assert all(f"backups/{name}" in done.err for name in names[:2])
    netcli("backup")
    newest = netcli.db.parent / "backups" / netcli("backup --list --limit 1 --format '{name}'").out.strip()
    assert b"zq" not in newest.read_bytes().lower()


def test_digests_of_his_addresses_go_those_of_messages_stay(netcli: Netcli) -> None:
    """The same mail is not counted twice, and nothing can be read from what is kept of it."""
    netcli("add 'Ana Zq <ana@example.org>'")
    his, other = (blake2b(text, digest_size=8).digest() for text in (b"ana@example.org", b"bo@example.org"))
    with closing(sqlite3.connect(netcli.db)) as connection, connection:
        connection.execute("INSERT INTO message_seen VALUES (1, 1, ?)", (other + his,))
        connection.execute("INSERT INTO message_seen VALUES (2, 1, ?)", (his,))

    netcli("remove ana-zq --purge --yes")

    with open_reader(netcli.db) as store:
        assert [tuple(row) for row in store.rows("SELECT digest, left_out FROM message_seen")] == [
            (1, other),
            (2, None),
        ]
    assert his not in netcli.db.read_bytes()


def test_an_organisation_stays_where_somebody_else_was_or_that_i_follow(netcli: Netcli) -> None:
    """One that only he was at goes; one of another person, of an opportunity, or that undo would need, stays."""
    netcli("add 'Ana Zq' --org Zqalone")
    for name in ("Shared", "Sought", "Former"):
        netcli(f"position add ana-zq --org {name} --title T")
    netcli("add Bo --org Shared")
    netcli("position add bo --org Former --title T")
    netcli("position edit bo former --remove")
    removal = netcli("operations --json").json[0]["id"]
    netcli("opportunity add Job --org Sought")

    netcli("remove ana-zq --purge --yes")

    with open_reader(netcli.db) as store:
        assert store.column("SELECT name FROM org ORDER BY name") == ["Former", "Shared", "Sought"]
    assert b"zq" not in netcli.db.read_bytes().lower()
    netcli(f"undo {removal}")


def test_the_file_is_healthy_afterwards(marked: tuple[Netcli, Marked]) -> None:
    """Journal and tables agree."""
    netcli, _ = marked
    netcli("remove 7 --id --purge --yes")
    netcli("backup")
    netcli("doctor --fix --yes", code=None)

    found = {one["check"]: one for one in netcli("doctor --json", code=None).json["findings"]}
    assert [found[check]["state"] for check in ("pages", "references", "journal", "lists")] == ["ok"] * 4


def test_what_a_calendar_told_of_them_alone_goes(netcli: Netcli, tmp_path: Path) -> None:
    """A lunch for two goes with the one who is forgotten, and a new reading may tell of it; one with others stays."""
    netcli("init --name 'Sam Moreau' --email sam@example.org --yes")
    netcli("add 'Ana Pires <ana@example.org>'")
    netcli("add 'Bo Lind <bo@example.org>'")
    event = "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:20260105T120000Z\r\nORGANIZER:mailto:sam@example.org\r\n{who}END:VEVENT\r\n"
    who = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:{}@example.org\r\n".format
    events = event.format(uid="two", who=who("ana")) + event.format(uid="three", who=who("ana") + who("bo"))
    calendar = tmp_path / "c.ics"
    calendar.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n", newline="")
    netcli("import", str(calendar))

    netcli("remove ana-pires --purge --yes")

    with open_reader(netcli.db) as store:
        assert store.column("SELECT count(*) FROM occurrence WHERE interaction_id IS NOT NULL") == [1]
        assert store.column("SELECT count(*) FROM occurrence") == [1]
        assert store.column("SELECT count(*) FROM interaction") == [1]
