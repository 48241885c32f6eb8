"""export json PERSON: all that is held on one person, and nothing of what is held on others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from netcli.domain.operation import _OF_PERSON, _OF_TIE
from netcli.domain.ref import refs
from netcli.exporting.concerning import concerning, keys
from netcli.exporting.json import export_all, export_person
from netcli.storage import Store
from tests.conftest import Netcli
from tests.exporting.test_json import EVERYTHING, filled

#: Columns that an export does not repeat: what is derived from the one beside it.
DERIVED = {"id", "key", "parts"}
#: Columns that say in which list of a person a row stands.
OF_LISTS = {("other_name", "kind"), ("contact_point", "kind")}
#: Columns that lead to a person and tell nothing that happened to him.
NO_HISTORY = {("source", "known_by_id"), ("tie_statement", "from_id"), ("tie_evidence", "by_id")}


@pytest.fixture
def store(tmp_path: Path) -> Any:
    """Yield a file in which every column of every table holds something."""
    with filled(tmp_path / "t.db") as store:
        yield store


def leaves(value: object) -> set[object]:
    """Return every text and number in plain data."""
    if isinstance(value, dict):
        return {leaf for item in value.values() for leaf in leaves(item)}
    if isinstance(value, list):
        return {leaf for item in value for leaf in leaves(item)}
    return {value}


def export(store: Store, person: int) -> Any:
    """Return what is exported of a person, as JSON has it."""
    return json.loads(json.dumps(export_person(store, refs(store, [person])[0])))


@pytest.mark.parametrize("person", [7, 9, 11, 12])
def test_every_row_that_leads_to_a_person_is_in_his_export(store: Store, person: int) -> None:
    """Whatever table a key leads from: all that stands in the row stands in the export; no table is named here."""
    told = leaves(export(store, person))
    seen = 0

    for key in keys(store):
        if key.parent == "person":
            for row in store.rows(f"SELECT * FROM {key.table} WHERE {key.column} = ?", (person,)):
                seen += 1
                for name in set(row.keys()) - DERIVED:
                    value = json.loads(row[name]) if name == "facts" else row[name]
                    named = (key.table, name) in OF_LISTS
                    assert named or leaves(value) <= told | {None}, (key, name)
    assert seen >= {7: 20, 9: 14, 11: 1, 12: 0}[person]


def test_the_example_has_a_row_for_every_key_to_a_person(store: Store) -> None:
    """So a new table that leads to somebody is looked at above."""
    led = {(key.table, key.column) for key in keys(store) if key.parent == "person"}

    filled_in = {(table, name) for table, rows in EVERYTHING.items() for row in rows for name in row if row[name]}
    assert led <= filled_in
    assert len(led) > 30


def test_the_shape_is_that_of_the_whole_export(store: Store) -> None:
    """The same keys and rows, fewer of them; others are named, and what was done is told."""
    whole, one = export_all(store), export(store, 9)

    assert set(one) - set(whole) == {"about", "others", "history"}
    assert set(whole) - set(one) == {"next_ids", "messages_seen", "check"}  # numbers and digests: they concern nobody
    whole = json.loads(json.dumps(whole))
    for name in ("ties", "interactions", "introductions", "recommendations", "exchanges", "reminders"):
        assert all(row in whole[name] for row in one[name]), name
        assert one[name], name
    assert [person["id"] for person in one["people"]] == [9]
    assert [ref["handle"] for ref in one["others"]] == ["ana-pires", "p11"]
    assert one["about"] == {"id": 9, "handle": "bo", "name": "Bo"}
    assert [entry["operation"] for entry in one["history"]] == [1]


def test_nothing_of_others_is_in_it(store: Store) -> None:
    """Of a group his own membership, of somebody's book nobody's record; of one who stands nowhere, himself."""
    with store.operation("test", at="2026-01-01T00:00:00Z"):
        store.insert("membership", grp_id=2, person_id=12)
        store.insert("search_member", search_id=1, person_id=12, since_on="2026-01-07")
    one, bo = export(store, 12), export(store, 9)

    assert [group["members"] for group in one["groups"]] == [[{"person_id": 12, "role": None, "since_on": None}]]
    assert [found["members"] for found in one["searches"]] == [[{"person_id": 12, "since_on": "2026-01-07"}]]
    assert [cadence["grp_id"] for cadence in one["cadences"]] == [2]
    assert one["others"] == []
    assert not {"ana-pires", "said\nso", "Ánä"} & leaves(one)
    assert [source["name"] for source in bo["sources"]] == ["phone"]
    assert bo["raw"] == []


def test_what_somebody_told_of_two_others_is_his_too(store: Store) -> None:
    """Of that tie only what he said."""
    with store.operation("test", at="2026-01-01T00:00:00Z"):
        store.insert("tie", id=5, a=9, b=11)
        store.insert("tie_statement", tie_id=5, from_id=9, level=2, on_date="2020", heard_from_id=12)
        store.insert("tie_statement", tie_id=5, from_id=11, level=4, on_date="2021")

    [tie] = export(store, 12)["ties"]
    assert (tie["a"], tie["b"], [said["level"] for said in tie["statements"]]) == (9, 11, [2])
    assert concerning(store, 12)["tie"] == {5}


def test_history_looks_at_every_table_that_leads_to_a_person(store: Store) -> None:
    """What he is told of, whichever table it is in."""
    led = {(key.table, key.column) for key in keys(store) if key.parent == "person"}
    looked_at = {(table, column) for table, columns in _OF_PERSON.items() for column in columns}

    assert led - looked_at - NO_HISTORY == set()
    assert {key.table for key in keys(store) if key.parent == "tie"} == set(_OF_TIE)


def test_the_command_names_anybody_and_makes_no_file_to_restore(netcli: Netcli, tmp_path: Path) -> None:
    """Also somebody removed; what it writes is refused by import, in one line."""
    netcli("add 'Ana Pires <ana@example.org>' --level 3")
    netcli("note ana-pires secret")
    netcli("remove ana-pires --yes")
    netcli("export", "json", "ana-pires", "-o", str(tmp_path / "ana.json"))

    found: Any = netcli("export json ana-pires").json
    assert found == json.loads((tmp_path / "ana.json").read_text())
    assert found["people"][0]["remarks"][0]["text"] == "secret"
    assert found["ties"][0]["statements"][0]["level"] == 3
    assert "+ remark secret" in [line for entry in found["history"] for line in entry["changes"]]
    assert "Ana Pires, and no whole file" in netcli("import", str(tmp_path / "ana.json"), code=65).err
    assert "netcli add" in netcli("export json nobody", code=3).err
