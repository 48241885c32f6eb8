"""netcli's own JSON, read back into a file without people: ids, handles, uids and sources are kept."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from netcli import SCHEMA_VERSION
from netcli.domain.contact_point import plain_key
from netcli.domain.message_seen import write_seen
from netcli.domain.person import write_search_keys
from netcli.domain.phone import give_home
from netcli.domain.ref import my_id
from netcli.domain.skill import skill_key
from netcli.errors import BadInputError, ConflictError, NewerFileError
from netcli.importing.formats.json_values import POINT_LISTS, Json
from netcli.model import ADDRESS_PARTS, PointKind
from netcli.storage import Store, Value
from netcli.text import fold

_COLUMNS = (
    "id", "handle", "uid", "name", "given", "family", "additional", "prefix", "suffix", "headline", "summary",
    "birthday", "lang", "note", "met_on", "met_via", "status", "confirmed_on", "removed_on", "photo",
)  # fmt: skip
_FLAGS = ("is_me", "to_meet", "do_not_ask")


def is_export(data: bytes) -> bool:
    """Tell whether bytes begin as an export does."""
    head = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"{") and b'"schema"' in head


def read_export(data: bytes) -> Json | None:
    """Return the content of a netcli export, or None if the bytes are something else.

    Raises NewerFileError for an export of a newer netcli, BadInputError for one that is cut off or of one person.
    """
    if not is_export(data):
        return None
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"the export is cut off or damaged: {error}", hint="export it again") from error
    if not isinstance(content, dict) or not isinstance(content.get("people"), list):
        return None
    if not isinstance(content["schema"], int):
        raise BadInputError("the export does not say of which version it is", hint="export it again")
    if isinstance(about := content.get("about"), dict):
        raise BadInputError(
            f"it is what is held on one person, {about.get('name')}, and no whole file",
            hint="netcli export jsonl writes people to be imported elsewhere",
        )
    if content["schema"] > SCHEMA_VERSION:
        raise NewerFileError(f"the export is of a newer netcli (schema {content['schema']})")
    return content


def restore(store: Store, content: Json, progress: Callable[[int, int], None]) -> int:
    """Write an export into a file that holds nobody but its owner, and return how many people it had.

    Runs inside one operation. Raises ConflictError if the file holds people, BadInputError if the export has been
    tampered with so that it cannot be stored.
    """
    if others := store.value("SELECT count(*) FROM person WHERE NOT is_me"):
        raise ConflictError(
            f"this file holds {others:,} people; an export is restored into an empty one",
            hint="netcli --db NEW.db import EXPORT.json",
        )
    store.run("PRAGMA defer_foreign_keys = ON")
    store.run("DELETE FROM person WHERE id = ?", (my_id(store),))
    try:
        _write(store, content, progress)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise BadInputError(f"the export lacks or garbles {error}", hint="export it again") from error
    return len(content["people"])


def _write(store: Store, content: Json, progress: Callable[[int, int], None]) -> None:
    orgs = _orgs(store, content)
    for file in content.get("attachments", ()):
        _insert(store, "attachment", {**file, "data": b64decode(file["data"])})
    _plain(store, content, "sources")
    for run in content["imports"]:
        _insert(store, "import_run", _dumped(run, "files", "counts"))
    for done, person in enumerate(content["people"], 1):
        _person(store, person, orgs)
        progress(done, len(content["people"]))
    for record in content["raw"]:
        _insert(store, "source_record", _dumped(record, "facts"))
    for key, (table, parts) in _WITH_PARTS.items():
        for item in content.get(key, ()):
            _with_parts(store, table, parts, item)
    _plain(store, content, *(key for key in _PLAIN if key != "sources"))
    for endorsement in content.get("endorsements", ()):
        _endorsement(store, endorsement)
    write_seen(store, content.get("messages_seen", ()))
    for name, following in content["next_ids"].items():
        _count_on(store, name, int(following) - 1)
    give_home(store)  # now that my own number is there
    write_search_keys(store, [int(person["id"]) for person in content["people"]])


def _count_on(store: Store, table: str, last: int) -> None:
    """Let the numbers of a table go on after the last one that was ever given, though none of them be left."""
    counted = store.run("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, table))
    if not counted and table in store.table_columns():
        store.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


#: Lists whose things are rows of one table.
_PLAIN = {
    "sources": "source", "contact_days": "contact_day", "changes": "change", "match_decisions": "match_decision",
    "recommendations": "recommendation", "exchanges": "exchange", "cadences": "cadence", "snoozes": "snooze",
    "reminders": "reminder", "kept_out": "kept_out", "no_introductions": "no_introduction", "occurrences": "occurrence",
}  # fmt: skip


def _plain(store: Store, content: Json, *keys: str) -> None:
    for key in keys:
        for row in content.get(key, ()):
            _insert(store, _PLAIN[key], row)


#: Lists whose things have parts: the table of the thing, and for each key of parts its table and column.
_WITH_PARTS: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "ties": ("tie", {"statements": ("tie_statement", "tie_id"), "evidence": ("tie_evidence", "tie_id")}),
    "interactions": ("interaction", {"people": ("participant", "interaction_id")}),
    "opportunities": (
        "opportunity",
        {
            "people": ("opportunity_person", "opportunity_id"), "stages": ("opportunity_stage", "opportunity_id"),
            "skills": ("opportunity_skill", "opportunity_id"),
        },
    ),
    "introductions": ("introduction", {"steps": ("introduction_step", "introduction_id")}),
    "groups": ("grp", {"members": ("membership", "grp_id")}),
    "searches": ("search", {"members": ("search_member", "search_id")}),
}  # fmt: skip


def _with_parts(store: Store, table: str, parts: Mapping[str, tuple[str, str]], item: Json) -> None:
    number = _insert(store, table, {name: value for name, value in item.items() if name not in parts})
    for key, (child, column) in parts.items():
        for row in item[key]:
            _insert(store, child, {column: number, **row})


def _endorsement(store: Store, item: Json) -> None:
    held = (item["person_id"], item["kind"], skill_key(item["skill"]))
    skill = store.value("SELECT id FROM skill WHERE person_id = ? AND kind = ? AND key = ?", held)
    rest = {name: item[name] for name in ("by_id", "on_date", "source_id")}
    _insert(store, "endorsement", {"skill_id": skill, **rest})


def _orgs(store: Store, content: Json) -> dict[str, int]:
    """Write the organisations with their other names; return their numbers by name."""
    for org in content["orgs"]:
        columns = {name: value for name, value in org.items() if name != "aliases"}
        _insert(store, "org", {**columns, "key": fold(org["name"]) or org["name"]})
        for alias in org["aliases"]:
            _insert(store, "org_alias", {"org_id": org["id"], "name": alias, "key": fold(alias) or alias})
    return {org["name"]: int(org["id"]) for org in content["orgs"]}


def _person(store: Store, person: Json, orgs: Mapping[str, int]) -> None:
    number = _insert(store, "person", {n: person[n] for n in _COLUMNS} | {name: int(person[name]) for name in _FLAGS})
    _rows(store, "other_name", number, ({"kind": "nickname", "name": name} for name in person["nicknames"]))
    _rows(store, "other_name", number, person["other_names"])
    _rows(
        store,
        "contact_point",
        number,
        (_point(kind, p) for key, kind in POINT_LISTS.items() for p in person[key]),
    )
    _rows(store, "position", number, (_position(position, orgs) for position in person["positions"]))
    _rows(store, "tag", number, ({"word": word} for word in person["tags"]))
    _rows(store, "skill", number, ({**skill, "key": skill_key(skill["name"])} for skill in person["skills"]))
    _rows(store, "event", number, ({"label": e["label"], "on_date": e["on"]} for e in person["events"]))
    _rows(store, "person_alias", number, person["aliases"])
    _rows(store, "remark", number, ({"on_date": r["on"], "text": r["text"]} for r in person["remarks"]))


def _rows(store: Store, table: str, person: int, rows: Iterable[Mapping[str, Value]]) -> None:
    for row in rows:
        _insert(store, table, {"person_id": person, **row})


def _insert(store: Store, table: str, row: Mapping[str, Any]) -> int:
    """Write a row as an export has it, and return its number; raises ValueError for what is no row of the table."""
    if table not in _KNOWN:  # the tables are the same in every file
        _KNOWN[table] = frozenset(store.column("SELECT name FROM pragma_table_info(?)", (table,)))
    odd = [name for name, value in row.items() if name not in _KNOWN[table] or isinstance(value, (list, dict))]
    if odd or not row:
        raise ValueError(f"{table}: {', '.join(odd) or 'a row of nothing'}")
    return store.insert(table, **row)


#: The columns of tables, by their names.
_KNOWN: dict[str, frozenset[str]] = {}


def _point(kind: PointKind, point: Json) -> dict[str, Value]:
    parts = {name: point[name] for name in ADDRESS_PARTS if point.get(name)}
    return {
        "kind": kind, "value": point["value"], "key": plain_key(kind, point["value"]), "label": point["label"],
        "is_preferred": int(point["preferred"]), "seen_on": point["seen_on"],
        "parts": json.dumps(parts) if parts else None,
    }  # fmt: skip


def _position(position: Json, orgs: Mapping[str, int]) -> dict[str, Value]:
    return {
        "org_id": orgs[position["org"]] if position["org"] else None, "title": position["title"],
        "kind": position["kind"], "start_on": position["start"], "end_on": position["end"],
        "is_current": int(position["current"]), "team": position["team"], "site": position["site"],
        "seen_on": position["seen_on"],
    }  # fmt: skip


def _dumped(row: Json, *names: str) -> dict[str, Value]:
    return {name: json.dumps(value, ensure_ascii=False) if name in names else value for name, value in row.items()}
