"""Everything is exported, and comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from netcli.exporting.json import COUNTED, NOT_EXPORTED
from netcli.importing.restore import read_export
from netcli.storage import Store, open_reader, open_writer
from tests.conftest import Netcli, every_row

#: One row in every table that holds facts, with something in every column.
EVERYTHING: dict[str, list[dict[str, Any]]] = {
    "attachment": [{"id": 1, "digest": "d1", "media_type": "image/png", "data": b"\x89PNG\x00\xff"}],
    "person": [
        {
            "id": 7, "handle": "ana-pires", "uid": "u-7", "name": "Dr Ana M. Pires Jr", "given": "Ana", "family": "Pires",
            "additional": "M.", "prefix": "Dr", "suffix": "Jr", "headline": "h", "summary": "s", "birthday": "--02-29",
            "lang": "pt", "note": "n\nm", "met_on": "2019", "met_via": "a fair", "status": "archived", "is_me": 0,
            "to_meet": 1, "do_not_ask": 1, "confirmed_on": "2020-01-01", "removed_on": "2026-01-01",
            "photo": "d1",
        },
        {
            "id": 9, "handle": "bo", "uid": "u-9", "name": "Bo", "given": None, "family": None, "additional": None,
            "prefix": None, "suffix": None, "headline": None, "summary": None, "birthday": None, "lang": None, "note": None,
            "met_on": None, "met_via": None, "status": "active", "is_me": 0, "to_meet": 0, "do_not_ask": 0,
            "confirmed_on": None, "removed_on": None, "photo": None,
        },
        *({"id": number, "handle": f"p{number}", "uid": f"u-{number}", "name": f"P{number}"} for number in (11, 12)),
    ],
    "other_name": [{"person_id": 7, "kind": "nickname", "name": "Nana"}, {"person_id": 7, "kind": "maiden", "name": "Silva"}],
    "contact_point": [
        {"person_id": 7, "kind": kind, "value": "ana@example.org", "key": "ana@example.org", "label": "work",
         "is_preferred": 1, "parts": None, "seen_on": "2026-01-02"} for kind in ("email", "im")
    ] + [
        {"person_id": 7, "kind": "phone", "value": "+33 1 23", "key": "+33123", "label": None, "is_preferred": 0,
         "parts": None, "seen_on": None},
        {"person_id": 7, "kind": "url", "value": "https://example.org/a", "key": "example.org/a", "label": None,
         "is_preferred": 0, "parts": None, "seen_on": None},
        {"person_id": 7, "kind": "address", "value": "1 Road, Lyon", "key": "1 road lyon", "label": "home", "is_preferred": 0,
         "parts": json.dumps({"po_box": "b", "extended": "x", "street": "1 Road", "city": "Lyon", "region": "r",
                              "postal_code": "69", "country": "F"}), "seen_on": None},
    ],
    "person_alias": [{"person_id": 7, "kind": "handle", "value": "nana"}],
    "event": [{"person_id": 7, "label": "wedding", "on_date": "--05-10"}],
    "skill": [{"person_id": 7, "kind": "language", "name": "Español", "key": "espanol", "level": "B2"}],
    "org": [{"id": 4, "name": "Hélix", "key": "helix", "domain": "example.org", "headcount": 40, "interest_on": "2026-01-04"}],
    "org_alias": [{"org_id": 4, "name": "Hélix Bio", "key": "helix bio"}],
    "position": [{"person_id": 7, "org_id": 4, "title": "CTO", "kind": "board", "team": "t", "site": "s", "start_on": "2019-03",
                  "end_on": "2020", "is_current": 1, "seen_on": "2026-01-02"}],
    "remark": [{"person_id": 7, "on_date": "2020-05", "text": "said\nso"}],
    "tag": [{"person_id": 7, "word": "board"}],
    "source": [{"id": 3, "name": "phone", "format": "vcard", "pattern": "~/*.vcf", "is_whole": 1, "max_age_days": 90,
                "mapping": '{"Nom": "family"}', "known_by_id": 9}],
    "import_run": [{"id": 5, "source_id": 3, "at": "2026-01-02T03:04:05Z", "files": '[{"path": "é"}]', "counts": '{"read": 1}'}],
    "source_record": [{"source_id": 3, "person_id": 7, "key": "k", "facts": '{"name": "Ánä"}', "raw": "X-ODD:1", "import_id": 5,
                       "gone_on": "2026-01-02"}],
    "change": [{"import_id": 5, "person_id": 7, "field": "position", "before": "CTO", "after": "CEO",
                "on_date": "2026-01-02"}],
    "match_decision": [{"a": 7, "b": 9, "decision": "different", "on_date": "2026-01-02"}],
    "tie": [{"id": 1, "a": 7, "b": 9}],
    "tie_statement": [{"tie_id": 1, "from_id": 9, "both_ways": 0, "level": 4, "is_family": 1, "heard_from_id": 7,
                       "on_date": "2021", "source_id": 3, "note": "at Kestrel"}],
    "tie_evidence": [{"tie_id": 1, "kind": "known-by", "by_id": 9, "level": 2, "is_family": 1, "on_date": "2022-02",
                      "source_id": 3, "relation": "manager"}],
    "interaction": [{"id": 6, "on_date": "2026-02", "channel": "call", "text": "said\nso", "source_id": 3,
                     "size": 5}],
    "occurrence": [{"id": 16, "event": -9, "on_date": "2026-02-03", "source_id": 3, "told": 8, "interaction_id": 6,
                    "counted": "[9]"}],
    "participant": [{"interaction_id": 6, "person_id": 7}, {"interaction_id": 6, "person_id": 9}],
    "contact_day": [{"from_id": 9, "to_id": 7, "on_date": "2026-01-02", "channel": "mail", "count": 3, "source_id": 3}],
    "opportunity": [{"id": 13, "title": "CFO", "kind": "job", "org_id": 4, "place": "Lyon", "url": "https://example.org/j",
                     "text": "wanted", "note": "n", "stage": "talking", "next_step": "call", "next_on": "2026-03-01",
                     "source_id": 3, "key": "j-1"}],
    "opportunity_stage": [{"opportunity_id": 13, "stage": "lead", "on_date": "2026-02", "note": "n"}],
    "opportunity_person": [{"opportunity_id": 13, "person_id": 9, "role": "recruiter"}],
    "opportunity_skill": [{"opportunity_id": 13, "name": "Audit", "key": "audit"}],
    "introduction": [{"id": 8, "requester_id": 9, "introducer_id": 7, "target_id": 11, "note": "for the job",
                      "opportunity_id": 13}],
    "introduction_step": [{"introduction_id": 8, "step": "opted-in", "by": "target", "on_date": "2026-02-01"}],
    "no_introduction": [{"requester_id": 9, "introducer_id": 7, "target_id": 11, "on_date": "2026-02-02"}],
    "endorsement": [{"skill_id": 1, "by_id": 9, "on_date": "2026-01-03", "source_id": 3}],
    "recommendation": [{"id": 12, "author_id": 9, "subject_id": 7, "for_what": "tax", "role": "CFO, Hélix", "text": "said\nso",
                        "state": "hidden", "on_date": "2018-01", "source_id": 3}],
    "kept_out": [{"source_id": 3, "author_id": 9, "subject_id": 7, "skill": "sql", "text": "said\nso"}],
    "exchange": [{"id": 14, "person_id": 9, "direction": "given", "kind": "help", "text": "moved house", "on_date": "2026"}],
    "grp": [{"id": 2, "name": "The Board", "key": "the-board", "kind": "board", "url": "https://example.org", "note": "n",
             "uid": "g-2"}],
    "membership": [{"grp_id": 2, "person_id": 7, "role": "treasurer", "since_on": "2019"}],
    "cadence": [{"person_id": 7, "every": "3m", "at_most": "6m", "set_on": "2026-01-05", "paused_on": "2026-01-06",
                 "paused_until": "2026-05-01"},
                {"tag": "board", "every": "none", "set_on": "2026-01-05"}, {"grp_id": 2, "every": "1y", "set_on": "2026-01-05"}],
    "snooze": [{"person_id": 9, "until_on": "2026-04-01", "on_date": "2026-03-01"}],
    "reminder": [{"id": 15, "person_id": 9, "text": "send the slides", "on_date": "2026-05-31", "first_on": "2026-01-31",
                  "every": "1m", "promise": "mine", "done_on": "2026-04-30"}],
    "search": [{"id": 1, "name": "Lyon people", "key": "lyon-people", "query": "city:lyon", "is_wide": 1, "run_on": "2026-01-07"}],
    "search_member": [{"search_id": 1, "person_id": 7, "since_on": "2026-01-07"}],
    "message_seen": [{"digest": -5, "import_id": 5}, {"digest": 7, "import_id": 5, "left_out": b"12345678abcdefgh"}],
}  # fmt: skip


def filled(path: Path) -> Store:
    """Return a file in which every column of every table of facts holds something."""
    store = open_writer(path)
    with store.operation("test", at="2026-01-01T00:00:00Z"):
        for table, rows in EVERYTHING.items():
            for row in rows:
                store.insert(table, **row)
    return store


def facts(db: Path) -> dict[str, object]:
    """Return the dump of the tables of facts without row numbers that are not permanent."""
    with open_reader(db) as store:
        dump = every_row(store, leave_out=frozenset(NOT_EXPORTED))
    return {
        t: rows
        if t
        in {
            "person",
            "org",
            "source",
            "import_run",
            "interaction",
            "introduction",
            "recommendation",
            "grp",
            "reminder",
            "exchange",
            "opportunity",
            "message_seen",
        }
        else sorted((row[1:] for row in rows), key=repr)
        for t, rows in dump.items()
    }


def test_every_table_is_exported_or_says_why_not(tmp_path: Path) -> None:
    """A new table must be filled in EVERYTHING, and so exported and restored, or stand in NOT_EXPORTED."""
    with filled(tmp_path / "t.db") as store:
        tables = set(every_row(store))

    assert tables == set(EVERYTHING) | set(NOT_EXPORTED)
    assert all(reason for reason in NOT_EXPORTED.values())


def test_every_column_is_filled(tmp_path: Path) -> None:
    """The example leaves no column out, so that the round trip below proves each of them."""
    with filled(tmp_path / "t.db") as store:
        columns = {table: store.rows(f"SELECT * FROM {table} LIMIT 1")[0].keys() for table in EVERYTHING}

    for table, rows in EVERYTHING.items():
        given = {name for row in rows for name, value in row.items() if value is not None}
        assert set(columns[table]) - given <= {"id"}, table


def test_an_export_restores_every_column(tmp_path: Path, netcli: Netcli) -> None:
    """Export, restore into a new file: the same facts in every table, the same export, byte for byte."""
    filled(tmp_path / "full.db").close()
    netcli.db = tmp_path / "full.db"
    first = netcli("export json").out
    (tmp_path / "e.json").write_text(first)
    netcli.db = tmp_path / "new.db"

    netcli("import", str(tmp_path / "e.json"))

    assert facts(tmp_path / "new.db") == facts(tmp_path / "full.db")
    assert netcli("export json").out == first


def test_an_export_tells_whether_it_is_as_it_was_written(netcli: Netcli, tmp_path: Path) -> None:
    """Counts and a hash at its end: written anew by another program it is the same; a word changed is told."""
    netcli("add Ana --note secret")
    content = netcli("export json").json
    assert list(content)[-1] == "check"
    assert content["check"]["rows"]["people"] == len(content["people"]) == 2
    texts = {
        "same": json.dumps(content, indent=4, ensure_ascii=False),
        "changed": json.dumps(content).replace("secret", "sekret"),
        "unsealed": json.dumps({**content, "check": None}),
    }

    told = {}
    for name, text in texts.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
        netcli.db = tmp_path / f"{name}.db"
        told[name] = "changed since" in netcli("import", str(tmp_path / f"{name}.json")).err

    assert told == {"same": False, "changed": True, "unsealed": False}


def test_ids_go_on_where_the_export_stopped(netcli: Netcli, tmp_path: Path) -> None:
    """The number of somebody who was added and undone is not given again after a restore."""
    netcli("add Ana")
    netcli("undo")
    netcli("export", "json", "-o", str(tmp_path / "e.json"))
    netcli.db = tmp_path / "new.db"
    netcli("import", str(tmp_path / "e.json"))

    assert netcli("add Bo --json").json["id"] == 3
    assert "person" in COUNTED


def test_undo_of_a_restore_leaves_the_file_as_it_was(netcli: Netcli, tmp_path: Path) -> None:
    """A restore is one operation."""
    netcli("add Ana --org Helix --level 3")
    netcli("export", "json", "-o", str(tmp_path / "e.json"))
    netcli.db = tmp_path / "new.db"
    netcli("init --name Other --yes")
    before = facts(netcli.db)

    netcli("import", str(tmp_path / "e.json"))
    netcli("undo")

    assert facts(netcli.db) == before


def test_an_export_into_a_file_with_people_is_a_source_and_no_restore(netcli: Netcli, tmp_path: Path) -> None:
    """Its own export tells a file nothing new."""
    netcli("add Ana")
    netcli("export", "json", "-o", str(tmp_path / "e.json"))

    ran = netcli("import", str(tmp_path / "e.json"), "--json")

    assert (ran.json["format"], ran.json["created"], ran.json["updated"]) == ("netcli", 0, 0)
    assert netcli("list --format ids").out.split() == ["2"]


@pytest.mark.parametrize(
    "spoil",
    [lambda t: t[: len(t) // 2], lambda t: t.replace('"handle"', '"handel"'), lambda t: t.replace('"b":', '"c":')],
)
def test_a_spoiled_export_is_refused_whole(netcli: Netcli, tmp_path: Path, spoil: object) -> None:
    """A cut or garbled export ends with 65, one line, and an unchanged file."""
    netcli("add Ana --level 3")
    text = netcli("export json").out
    (tmp_path / "e.json").write_text(spoil(text))
    netcli.db = tmp_path / "new.db"
    netcli("init --name Other --yes")
    before = facts(netcli.db)

    ran = netcli("import", str(tmp_path / "e.json"), code=65)

    assert ran.err.count("\n") == 1
    assert facts(netcli.db) == before


def test_an_export_of_a_newer_netcli_is_refused() -> None:
    """What this release does not know it does not guess at."""
    from netcli.errors import NewerFileError

    with pytest.raises(NewerFileError):
        read_export(b'{"schema": 999, "people": []}')


def test_an_export_file_is_private_and_never_replaced_unasked(netcli: Netcli, tmp_path: Path) -> None:
    """Mode 0600; an existing file or link needs --force."""
    target, link = tmp_path / "e.json", tmp_path / "link.json"
    netcli("export", "json", "-o", str(target))
    link.symlink_to(target)

    assert target.stat().st_mode & 0o777 == 0o600
    netcli("export", "json", "-o", str(target), code=73)
    netcli("export", "json", "-o", str(link), code=73)
    netcli("export", "json", "-o", str(target), "--force")
    assert [path.name for path in tmp_path.glob(".*part")] == []
