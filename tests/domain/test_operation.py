"""Undo out of order, conflicts, redo, history, and forgetting."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from netcli import storage
from netcli.domain.operation import history
from netcli.results import Ref
from netcli.storage import open_reader, open_writer
from tests.conftest import Netcli


def names(netcli: Netcli) -> list[str]:
    """Return the names on file, all of them."""
    return [person["name"] for person in netcli("list --all --json").json]


def newest(netcli: Netcli) -> int:
    """Return the number of the newest operation."""
    return int(netcli("operations --limit 1 --json").json[0]["id"])


def test_undo_takes_back_the_last_command_then_the_one_before(netcli: Netcli) -> None:
    """Undo twice goes two commands back; redo twice comes forward again."""
    netcli("add Ana")
    netcli("add Bo")

    netcli("undo")
    assert names(netcli) == ["Ana"]
    netcli("undo")
    assert names(netcli) == []
    netcli("redo")
    netcli("redo")
    assert names(netcli) == ["Ana", "Bo"]


def test_an_earlier_operation_is_undone_alone(netcli: Netcli) -> None:
    """What others did later stays when nothing leans on the operation."""
    netcli("add Ana --org Helix")
    first = newest(netcli)
    netcli("add Bo --org Helix")

    netcli(f"undo {first}")

    assert names(netcli) == ["Bo"]
    assert netcli("show bo --json").json["person"]["positions"][0]["org"] == "Helix"


@pytest.mark.parametrize(
    "later", ["tag ana board", "note ana text", "link ana bo", "remove ana", "link me bo --heard-from ana"]
)
def test_undo_stops_where_later_work_leans_on_it(netcli: Netcli, later: str) -> None:
    """The message names the later operation, and nothing is written."""
    netcli("add Bo")
    netcli("add Ana")
    added = newest(netcli)
    netcli(later)

    ran = netcli(f"undo {added}", code=65)

    assert f"netcli undo {added + 1}" in ran.err
    assert newest(netcli) == added + 1
    netcli(f"undo {added + 1}")
    netcli(f"undo {added}")
    assert names(netcli) == ["Bo"]


def test_two_changes_of_one_fact_are_undone_newest_first(netcli: Netcli) -> None:
    """An older change of a fact that was changed again is not put back over the newer one."""
    netcli("init --name 'First Name' --yes")
    first = newest(netcli)
    netcli("init --name 'Second Name' --yes")

    netcli(f"undo {first}", code=65)
    netcli("undo")

    assert netcli("show me --json").json["person"]["name"] == "First Name"
    netcli(f"undo {first}")
    assert netcli("show me --json").json["person"]["name"] == "Sam Moreau"


def test_a_statement_on_a_tie_survives_the_undo_of_the_one_that_made_the_tie(netcli: Netcli) -> None:
    """Two commands spoke of one pair; taking back the first leaves the second standing."""
    netcli("add Ana --to-meet")
    netcli("link me ana --level 2")
    first = newest(netcli)
    netcli("link me ana --level 4")

    netcli(f"undo {first}")

    assert netcli("show ana --json").json["tie"]["level"] == 4


def test_undo_and_redo_are_listed_and_cannot_be_undone_twice(netcli: Netcli) -> None:
    """Operations are never cut off: an undo stands in the list, its target is marked."""
    netcli("add Ana")
    added = newest(netcli)
    netcli(f"undo {added}")

    states = {o["id"]: (o["kind"], o["state"]) for o in netcli("operations --json").json}

    assert states[added] == ("do", "undone")
    assert states[added + 1] == ("undo", "done")
    assert "undone already" in netcli(f"undo {added}", code=65).err
    assert "itself an undo" in netcli(f"undo {added + 1}", code=65).err


def test_a_redo_is_undone_through_its_own_number_too(netcli: Netcli) -> None:
    """Undo of a redo takes the work back again."""
    netcli("add Ana")
    netcli("undo")
    netcli("redo")

    netcli(f"undo {newest(netcli)}")

    assert names(netcli) == []


def test_redo_is_refused_where_its_place_has_been_taken(netcli: Netcli) -> None:
    """Somebody else now has the handle: the redo says so and writes nothing."""
    netcli("add Ana")
    netcli("undo")
    netcli("add Ana")

    ran = netcli("redo", code=65)

    assert ran.err.count("\n") == 1
    assert names(netcli) == ["Ana"]


def test_a_dry_undo_writes_nothing_and_says_what_it_would(netcli: Netcli) -> None:
    """--dry-run prints the same sentence as the real one."""
    netcli("add Ana")

    dry = netcli("undo --dry-run --json").json
    real = netcli("undo --json").json

    assert dry["did"] == real["did"]
    assert (dry["operation"], dry["dry_run"]) == (None, True)


def test_a_command_that_changes_nothing_is_no_operation(netcli: Netcli) -> None:
    """The same tag, statement and import again leave no trace to undo."""
    netcli("add Ana --tag board")
    netcli("link me ana --level 4")
    before = newest(netcli)

    assert netcli("tag ana board --json").json["operation"] is None
    assert netcli("link me ana --level 4 --json").json["operation"] is None
    assert newest(netcli) == before


def test_operations_of_older_tables_are_listed_but_final(netcli: Netcli) -> None:
    """After an update of the tables an old journal may not fit: undo refuses."""
    netcli("add Ana")
    with sqlite3.connect(netcli.db) as connection:
        connection.execute("UPDATE operation SET schema_version = schema_version - 1")

    assert "older" in netcli("undo", code=65).err
    assert not netcli("operations --json").json[0]["undoable"]


def test_history_tells_each_fact_with_its_command(netcli: Netcli) -> None:
    """Newest first: what came, what went, what changed, ties with the other's name; names as they are now."""
    netcli("add 'Ana Pires' --to-meet --org Helix --email ana@example.org")
    netcli("add Bo")
    netcli("tag ana board")
    netcli("link bo ana --level 4")
    netcli("tag ana board --off")
    netcli("remove ana")
    netcli("restore ana")

    told = {e["command"]: e["changes"] for e in netcli("history ana --json").json["entries"]}

    assert told["add 'Ana Pires' --to-meet --org Helix --email ana@example.org"] == [
        "+ person Ana Pires",
        "+ email ana@example.org",
        "+ position Helix",
    ]
    assert told["tag ana board"] == ["+ tag board"]
    assert told["tag ana board --off"] == ["- tag board"]
    assert told["link bo ana --level 4"] == ["+ tie to Bo: level 4"]
    assert told["remove ana"] == ['~ removed on: nothing -> "2026-03-02"']
    assert [e["operation"] for e in netcli("history ana --json").json["entries"]] == [9, 8, 7, 6, 5, 3]


def test_history_tells_nothing_of_how_sources_are_kept(netcli: Netcli, tmp_path: Path) -> None:
    """What a card says anew is told as the facts it changed; records of readings are no facts, nor is their source."""
    card = tmp_path / "book.vcf"
    text = "BEGIN:VCARD\nVERSION:3.0\nUID:ana\nFN:Ana Pires\n{}END:VCARD\n"
    card.write_text(text.format(""), encoding="utf-8")
    netcli(f"import {card} --source phone")
    card.write_text(text.format("EMAIL:ana@example.org\nX-KEPT:yes\n"), encoding="utf-8")

    netcli(f"import {card} --source phone")
    netcli("source remove phone --yes")

    told = [entry["changes"] for entry in netcli("history ana --json").json["entries"]]
    assert told == [["+ email ana@example.org"], ["+ person Ana Pires"]]


def test_purge_leaves_no_trace(netcli: Netcli) -> None:
    """Somebody forgotten is in no table, no journal, no free page; undo says so; others are untouched."""
    netcli("add Bo --tag board")
    netcli("add 'Zebulon Quirk <zq@example.org>' --org Zqcorp --note 'zqsecret' --tag zqtag")
    netcli("link bo zebulon --level 3")
    netcli("tag zebulon zqother --off")
    netcli("remove zebulon")

    netcli("restore zebulon")
    netcli("remove zebulon-quirk --purge --yes")

    raw = netcli.db.read_bytes().lower()
    for trace in (b"zebulon", b"quirk", b"zq@example", b"zqsecret", b"zqtag", b"zqother"):
        assert trace not in raw
    assert "forgotten" in netcli("undo", code=65).err
    assert names(netcli) == ["Bo"]
    assert netcli("show bo --json").json["person"]["tags"] == ["board"]


def test_a_removed_person_is_hidden_and_comes_back_whole(netcli: Netcli) -> None:
    """Removed people are in no list, no path, no name; restore brings all facts back."""
    netcli("add Ana --org Helix --level 5")
    netcli("add Dana --to-meet")
    netcli("link ana dana --level 5")
    before = netcli("show ana --json").json

    netcli("remove ana")

    assert names(netcli) == ["Dana"]
    assert "netcli restore ana" in netcli("show ana", code=3).err
    netcli("intro-path dana", code=1)
    for line in ("list --removed", "list is:removed", "list is:removed org:helix"):
        assert [p["name"] for p in netcli(f"{line} --json").json] == ["Ana"]
    for line in ("list not is:removed", "list -is:removed"):
        assert [p["name"] for p in netcli(f"{line} --json").json] == ["Dana"]
    netcli("restore ana")
    assert netcli("show ana --json").json == before


def test_the_journal_is_written_by_cascades_too(netcli: Netcli) -> None:
    """A row that goes because its parent goes can be brought back: triggers catch what SQLite deletes itself."""
    netcli("add Ana --tag board --note text")
    with storage.open_writer(netcli.db) as store, store.operation("test", at="2026-01-01T00:00:00Z"):
        store.run("DELETE FROM person WHERE handle = 'ana'")

    netcli("undo")

    person = netcli("show ana --json").json["person"]
    assert (person["tags"], person["remarks"][0]["text"]) == (["board"], "text")


def test_a_history_is_cut_where_it_is_asked_for(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """At most so many operations, from a day on; what was left out is said, and stands in the JSON."""
    for day in ("2026-03-01", "2026-03-02", "2026-03-03"):
        monkeypatch.setenv("NETCLI_TODAY", day)
        netcli("add Ana" if day.endswith("1") else f"note ana 'on {day}'")

    ran = netcli("history ana --limit 1")
    assert "on 2026-03-03" in ran.out
    assert "on 2026-03-02" not in ran.out
    assert "2 more before these (--limit)" in ran.err
    told = netcli("history ana --limit 1 --json").json
    assert (len(told["entries"]), told["beyond"]) == (1, 2)
    assert netcli("history ana --since 2030").out.strip() == ""


def test_a_history_asks_as_few_questions_of_a_hub_as_of_anybody(netcli: Netcli) -> None:
    """Ties that an import brought are looked up together: the number of statements does not grow with them."""
    netcli("add Ana --level 3")
    counts = []
    for more in (2, 60):
        with open_writer(netcli.db) as store:
            me = store.value("SELECT id FROM person WHERE is_me")
            with store.operation("test", at="2026-01-01T00:00:00Z"):
                for number in range(more):
                    other = store.insert("person", handle=f"p{more}-{number}", uid=f"u{more}-{number}", name="P")
                    tie = store.insert("tie", a=me, b=other)
                    store.insert("tie_evidence", tie_id=tie, kind="book", on_date="2026-01-01")
        with open_reader(netcli.db) as store:
            asked: list[str] = []
            store._connection.set_trace_callback(asked.append)
            history(store, Ref(me, "me", "Me"))
            counts.append(len(asked))

    assert counts[1] == counts[0] + 1  # for the name of the second operation
