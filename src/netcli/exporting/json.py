"""Everything in the file as one JSON object, from which it can be made again; or all that concerns one person."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from netcli import SCHEMA_VERSION
from netcli.domain.message_seen import packed_seen
from netcli.domain.operation import history
from netcli.domain.person import load_people
from netcli.domain.ref import refs
from netcli.domain.seal import sealed
from netcli.exporting.concerning import Found, concerning, others
from netcli.results import Ref, plain
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

_OF_OPPORTUNITY = {
    "people": ("opportunity_person", "opportunity_id"), "stages": ("opportunity_stage", "opportunity_id"),
    "skills": ("opportunity_skill", "opportunity_id"),
}  # fmt: skip


def export_all(store: Store) -> dict[str, object]:
    """Return all that the file holds as plain data, sealed; the same file gives the same value."""
    rows = _Rows(store)
    counted = store.rows("SELECT name, seq FROM sqlite_sequence ORDER BY name")
    content = {
        "schema": SCHEMA_VERSION,
        **_content(rows),
        "messages_seen": packed_seen(store),
        "next_ids": {row["name"]: row["seq"] + 1 for row in counted if row["name"] in COUNTED},
    }
    return sealed(content)


def export_person(store: Store, person: Ref) -> dict[str, object]:
    """Return all that is held on one person, under the keys of `export_all`: the rows that concern him alone.

    `about` says who it is, `others` name those who are in these rows by number, `history` tells what was written when.
    """
    found = concerning(store, person.id)
    return {
        "schema": SCHEMA_VERSION,
        "about": plain(person),
        **_content(_Rows(store, found)),
        "others": [plain(ref) for ref in refs(store, others(store, found, person.id))],
        "history": plain(history(store, person).entries),
    }


class _Rows:
    """The rows of a file, all of them or those found."""

    def __init__(self, store: Store, found: Found | None = None) -> None:
        self.store, self._found = store, found

    def of(self, table: str, *, order: str = "id") -> list[Row]:
        """Return the rows of a table in their order."""
        if self._found is None:
            return self.store.rows(f"SELECT * FROM {table} ORDER BY {order}")
        chosen = f"SELECT {table}.* FROM wanted CROSS JOIN {table} ON {table}.id = wanted.value ORDER BY {order}"
        return self.store.rows_of(chosen, self._found.get(table, set()))


def _content(rows: _Rows) -> dict[str, object]:
    people = [row["id"] for row in rows.of("person")]
    return {
        "people": [plain(person) for person in load_people(rows.store, people)],
        "orgs": _orgs(rows),
        "ties": _ties(rows),
        "interactions": _with_parts(rows, "interaction", {"people": ("participant", "interaction_id")}),
        "occurrences": [_without(row, "id") for row in rows.of("occurrence")],
        "contact_days": [_without(row, "id") for row in rows.of("contact_day")],
        "opportunities": _with_parts(rows, "opportunity", _OF_OPPORTUNITY),
        "introductions": _with_parts(rows, "introduction", {"steps": ("introduction_step", "introduction_id")}),
        "no_introductions": [_without(row, "id") for row in rows.of("no_introduction")],
        "recommendations": [dict(row) for row in rows.of("recommendation")],
        "endorsements": _endorsements(rows),
        "kept_out": [_without(row, "id") for row in rows.of("kept_out")],
        "exchanges": [dict(row) for row in rows.of("exchange")],
        "groups": _with_parts(rows, "grp", {"members": ("membership", "grp_id")}),
        "cadences": [_without(row, "id") for row in rows.of("cadence")],
        "snoozes": [_without(row, "id") for row in rows.of("snooze")],
        "reminders": [dict(row) for row in rows.of("reminder")],
        "searches": [
            _without(search, "id")
            for search in _with_parts(rows, "search", {"members": ("search_member", "search_id")})
        ],
        "attachments": [
            {**_without(row, "id"), "data": b64encode(row["data"]).decode()}
            for row in rows.of("attachment", order="digest")
        ],
        "sources": [dict(row) for row in rows.of("source")],
        "imports": [_parsed(row, "files", "counts") for row in rows.of("import_run")],
        "raw": [_without(_parsed(row, "facts"), "id") for row in rows.of("source_record")],
        "changes": [_without(row, "id") for row in rows.of("change")],
        "match_decisions": [_without(row, "id") for row in rows.of("match_decision")],
    }


def _orgs(rows: _Rows) -> list[dict[str, object]]:
    aliases: dict[int, list[str]] = {}
    for row in rows.of("org_alias"):
        aliases.setdefault(row["org_id"], []).append(row["name"])
    return [{**_without(row, "key"), "aliases": aliases.get(row["id"], [])} for row in rows.of("org")]


def _endorsements(rows: _Rows) -> list[dict[str, object]]:
    """Return endorsements; a skill is found again by whose it is and what it is called."""
    skills = {row["id"]: row for row in rows.of("skill")}
    return [
        {
            **{name: skills[row["skill_id"]][name] for name in ("person_id", "kind")},
            "skill": skills[row["skill_id"]]["name"],
            **_without(row, "id", "skill_id"),
        }
        for row in rows.of("endorsement")
    ]


def _ties(rows: _Rows) -> list[dict[str, object]]:
    parts = {"statements": ("tie_statement", "tie_id"), "evidence": ("tie_evidence", "tie_id")}
    return [_without(tie, "id") for tie in _with_parts(rows, "tie", parts, order="a, b")]


def _with_parts(
    rows: _Rows, table: str, parts: Mapping[str, tuple[str, str]], *, order: str = "id"
) -> list[dict[str, object]]:
    """Return the rows of a table, each with the rows of other tables that point to it: key -> (table, column)."""
    found: dict[tuple[str, int], list[dict[str, object]]] = {}
    for key, (child, column) in parts.items():
        for row in rows.of(child):
            found.setdefault((key, row[column]), []).append(_without(row, "id", column))
    return [
        {**dict(row), **{key: found.get((key, row["id"]), []) for key in parts}} for row in rows.of(table, order=order)
    ]


def _without(row: Row | dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in dict(row).items() if name not in names}


def _parsed(row: Row, *names: str) -> dict[str, object]:
    return {name: read_json(value) if name in names else value for name, value in dict(row).items()}
