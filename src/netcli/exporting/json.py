"""Everything in the file as one JSON object, from which it can be made again."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from netcli import SCHEMA_VERSION
from netcli.domain.person import load_people
from netcli.results import plain
from netcli.storage import Row, Store, read_json

#: Tables that the export leaves out, and why; a test holds every table to be exported or to stand here.
NOT_EXPORTED = {
    "operation": "the history of this file, not a fact about people",
    "journal": "the history of this file, not a fact about people",
    "search_key": "derived from the names",
    "listed": "derived from the facts on each person",
    "heap": "derived from the facts on each person",
    "arc": "derived from the ties",
    "_sqlite_migrations": "which release made the tables; a restore makes its own",
}
#: Tables whose ids are permanent: a restore goes on counting where the export stopped.
COUNTED = (
    "person", "org", "import_run", "interaction", "introduction", "recommendation", "grp", "reminder", "exchange",
    "opportunity",
)  # fmt: skip

#: A skill is found again by whose it is and what it is called.
_ENDORSEMENTS = """SELECT person_id, kind, name AS skill, by_id, on_date, source_id
FROM endorsement JOIN skill ON skill.id = skill_id ORDER BY endorsement.id"""

_OF_OPPORTUNITY = {
    "people": ("opportunity_person", "opportunity_id"), "stages": ("opportunity_stage", "opportunity_id"),
    "skills": ("opportunity_skill", "opportunity_id"),
}  # fmt: skip


def export_all(store: Store) -> dict[str, object]:
    """Return all that the file holds as plain data; the same file gives the same value."""
    people = store.column("SELECT id FROM person ORDER BY id")
    return {
        "schema": SCHEMA_VERSION,
        "people": [plain(person) for person in load_people(store, people)],
        "orgs": _orgs(store),
        "ties": _ties(store),
        "interactions": _with_parts(store, "interaction", {"people": ("participant", "interaction_id")}),
        "contact_days": [_without(row, "id") for row in store.rows("SELECT * FROM contact_day ORDER BY id")],
        "opportunities": _with_parts(store, "opportunity", _OF_OPPORTUNITY),
        "introductions": _with_parts(store, "introduction", {"steps": ("introduction_step", "introduction_id")}),
        "recommendations": [dict(row) for row in store.rows("SELECT * FROM recommendation ORDER BY id")],
        "endorsements": [dict(row) for row in store.rows(_ENDORSEMENTS)],
        "exchanges": [dict(row) for row in store.rows("SELECT * FROM exchange ORDER BY id")],
        "groups": _with_parts(store, "grp", {"members": ("membership", "grp_id")}),
        "cadences": [_without(row, "id") for row in store.rows("SELECT * FROM cadence ORDER BY id")],
        "snoozes": [_without(row, "id") for row in store.rows("SELECT * FROM snooze ORDER BY id")],
        "reminders": [dict(row) for row in store.rows("SELECT * FROM reminder ORDER BY id")],
        "searches": [
            _without(search, "id")
            for search in _with_parts(store, "search", {"members": ("search_member", "search_id")})
        ],
        "attachments": [
            {**_without(row, "id"), "data": b64encode(row["data"]).decode()}
            for row in store.rows("SELECT * FROM attachment ORDER BY digest")
        ],
        "sources": [dict(row) for row in store.rows("SELECT * FROM source ORDER BY id")],
        "imports": [_parsed(row, "files", "counts") for row in store.rows("SELECT * FROM import_run ORDER BY id")],
        "raw": [_without(_parsed(row, "facts"), "id") for row in store.rows("SELECT * FROM source_record ORDER BY id")],
        "changes": [_without(row, "id") for row in store.rows("SELECT * FROM change ORDER BY id")],
        "match_decisions": [_without(row, "id") for row in store.rows("SELECT * FROM match_decision ORDER BY id")],
        "next_ids": {
            row["name"]: row["seq"] + 1
            for row in store.rows("SELECT name, seq FROM sqlite_sequence ORDER BY name")
            if row["name"] in COUNTED
        },
    }


def _orgs(store: Store) -> list[dict[str, object]]:
    aliases: dict[int, list[str]] = {}
    for row in store.rows("SELECT org_id, name FROM org_alias ORDER BY id"):
        aliases.setdefault(row["org_id"], []).append(row["name"])
    orgs = store.rows("SELECT * FROM org ORDER BY id")
    return [{**_without(row, "key"), "aliases": aliases.get(row["id"], [])} for row in orgs]


def _ties(store: Store) -> list[dict[str, object]]:
    parts = {"statements": ("tie_statement", "tie_id"), "evidence": ("tie_evidence", "tie_id")}
    return [_without(tie, "id") for tie in _with_parts(store, "tie", parts, order="a, b")]


def _with_parts(
    store: Store, table: str, parts: Mapping[str, tuple[str, str]], *, order: str = "id"
) -> list[dict[str, object]]:
    """Return the rows of a table, each with the rows of other tables that point to it: key -> (table, column)."""
    found: dict[tuple[str, int], list[dict[str, object]]] = {}
    for key, (child, column) in parts.items():
        for row in store.rows(f"SELECT * FROM {child} ORDER BY id"):
            found.setdefault((key, row[column]), []).append(_without(row, "id", column))
    return [
        {**dict(row), **{key: found.get((key, row["id"]), []) for key in parts}}
        for row in store.rows(f"SELECT * FROM {table} ORDER BY {order}")
    ]


def _without(row: Row | dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in dict(row).items() if name not in names}


def _parsed(row: Row, *names: str) -> dict[str, object]:
    return {name: read_json(value) if name in names else value for name, value in dict(row).items()}
