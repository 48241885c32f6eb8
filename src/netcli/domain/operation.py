"""Undo, redo, the list of operations, and the history of a person: four readings of one journal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby
from typing import Any

from netcli.domain.interaction import have_met
from netcli.domain.person import write_search_keys
from netcli.domain.ref import refs
from netcli.errors import ConflictError, NotFoundError
from netcli.results import History, HistoryEntry, OperationList, Ref
from netcli.results import Operation as OperationRow
from netcli.storage import Operation, Progress, Row, Store, Value, read_json

Image = dict[str, Any]

#: Rows that any operation may lean on once they are there: undo leaves them while something refers to them.
_SHARED = frozenset({"org", "source", "tie", "grp"})
#: Rows that go with what they refer to, whoever wrote them: whom a search found is found again.
_LIGHT = frozenset({"search_member"})
#: Columns that hold a person's id, by table.
_OF_PERSON = {
    "other_name": ("person_id",), "contact_point": ("person_id",), "position": ("person_id",), "remark": ("person_id",),
    "tag": ("person_id",), "source_record": ("person_id",), "skill": ("person_id",),
    "event": ("person_id",), "person_alias": ("person_id",), "tie": ("a", "b"),
    "membership": ("person_id",), "participant": ("person_id",), "contact_day": ("from_id", "to_id"),
    "change": ("person_id",), "endorsement": ("by_id",), "recommendation": ("author_id", "subject_id"),
    "introduction": ("requester_id", "introducer_id", "target_id"), "tie_statement": ("heard_from_id",),
    "cadence": ("person_id",), "snooze": ("person_id",), "reminder": ("person_id",), "exchange": ("person_id",),
    "opportunity_person": ("person_id",), "search_member": ("person_id",), "match_decision": ("a", "b"),
    "kept_out": ("author_id", "subject_id"), "no_introduction": ("requester_id", "introducer_id", "target_id"),
}  # fmt: skip
_OF_TIE = ("tie_statement", "tie_evidence")
_AT_ONCE = 2000  #: rows that are put back together


def _untold(_done: int, _of_all: int) -> None:
    """Take no note of progress."""


def undo(store: Store, operation: Operation, number: int | None = None, *, progress: Progress = _untold) -> Row:
    """Take back one operation, by default the newest that stands, and return its row.

    `progress` is told how many of how many rows are put back. Runs inside a new operation, which journals what it
    replaces. Raises ConflictError, naming it, if a later operation touched the same rows.
    """
    target = (
        _standing(store, "do", before=operation.number) if number is None else _original(store, _named(store, number))
    )
    if _undone(store, target["id"]):
        raise ConflictError(f"operation {target['id']} is undone already", hint="netcli redo")
    operation.kind = "undo"
    _reverse(store, operation, target, progress)
    return target


def redo(store: Store, operation: Operation, *, progress: Progress = _untold) -> Row:
    """Bring back what the newest undo took back, and return the row of the operation brought back."""
    target = _standing(store, "undo", before=operation.number)
    operation.kind = "redo"
    _reverse(store, operation, target, progress)
    return _named(store, target["reverses"])


def _standing(store: Store, kind: str, *, before: int) -> Row:
    """Return the newest operation of a kind that has not been reversed."""
    for row in store.rows("SELECT * FROM operation WHERE kind = ? AND id < ? ORDER BY id DESC", (kind, before)):
        if not _undone(store, row["id"]):
            return row
    what = "undo" if kind == "do" else "redo"
    raise ConflictError(f"there is nothing to {what}", hint="netcli operations")


def _named(store: Store, number: int) -> Row:
    row = store.row("SELECT * FROM operation WHERE id = ?", (number,))
    if row is None:
        raise NotFoundError(f"there is no operation {number}", hint="netcli operations")
    return row


def _original(store: Store, row: Row) -> Row:
    """Return the work itself, where the row is of a redo that brought it back."""
    if row["kind"] == "undo":
        raise ConflictError(f"operation {row['id']} is itself an undo", hint="netcli redo")
    return row if row["kind"] == "do" else _named(store, _named(store, row["reverses"])["reverses"])


def _undone(store: Store, number: int) -> bool:
    """Tell whether an operation has been reversed by one that itself stands."""
    reversals = store.column("SELECT id FROM operation WHERE reverses = ?", (number,))
    return any(not _undone(store, reversal) for reversal in reversals)


def _reverse(store: Store, operation: Operation, target: Row, progress: Progress) -> None:
    """Replay the target's journal backwards; what is replaced is journaled by the running operation."""
    number = int(target["id"])
    _refuse_if_impossible(store, target)
    entries = store.rows("SELECT * FROM journal WHERE operation_id = ? ORDER BY id DESC", (number,))
    _refuse_if_built_upon(store, number, operation.number)
    people = _people_of(store, entries)
    store.run("PRAGMA defer_foreign_keys = ON")
    try:
        _replay(store, entries, number, progress)
    except ConflictError as error:
        later = [row for row in store.rows(_LATER, (number, operation.number)) if not _undone(store, row["id"])]
        raise error if error.hint or not later else _built_upon(number, later[0]) from error
    people |= _people_of(store, entries)
    operation.reverses = number
    write_search_keys(store, sorted(people))


_LATER = "SELECT * FROM operation WHERE id > ? AND id < ? AND kind = 'do' ORDER BY id DESC"


def _replay(store: Store, entries: Sequence[Row], number: int, progress: Progress) -> None:
    """Write what was before these entries of an operation's journal, the newest first."""
    foreign_keys = _foreign_keys(store)
    waiting: list[Row] = []
    done = 0
    for (action, table), grouped in groupby(entries, key=lambda entry: (entry["action"], entry["table_name"])):
        run = list(grouped)
        progress(done, len(entries))
        done += len(run)
        if action == "insert":
            rows = {entry["row_id"]: entry for entry in run}
            resting = {row: entry for row, entry in rows.items() if _rests_on_contacts(store, entry)}
            waiting += resting.values()  # these contacts may be somebody else's when all is replayed
            _take_out(store, table, [row for row in rows if row not in resting], foreign_keys, number)
            continue
        if action == "delete":
            _put_back(store, table, run)
            continue
        for entry in run:
            store.update(table, entry["row_id"], **read_json(entry["before"]))
    progress(done, len(entries))
    left = [entry for entry in waiting if not _rests_on_contacts(store, entry)]
    _take_out(store, "tie", [entry["row_id"] for entry in left], foreign_keys, number)


def _put_back(store: Store, table: str, entries: Sequence[Row]) -> None:
    """Insert rows as they were before they were deleted."""
    for at in range(0, len(entries), _AT_ONCE):
        images = [read_json(entry["before"]) for entry in entries[at : at + _AT_ONCE]]
        store.insert_many(table, tuple(images[0]), [tuple(image.values()) for image in images])


def _refuse_if_impossible(store: Store, target: Row) -> None:
    from netcli import SCHEMA_VERSION

    if target["is_purged"]:
        raise ConflictError(f"operation {target['id']} was forgotten by a purge and cannot be undone", hint=_BEFORE)
    if target["schema_version"] != SCHEMA_VERSION:
        raise ConflictError(f"operation {target['id']} is older than the last update of netcli's tables", hint="")


_BEFORE = "netcli operations; netcli undo NUMBER takes an earlier one back"


def _refuse_if_built_upon(store: Store, number: int, running: int) -> None:
    later = store.rows(
        "SELECT DISTINCT operation.* FROM journal AS mine JOIN journal AS theirs"
        " ON theirs.table_name = mine.table_name AND theirs.row_id = mine.row_id"
        " AND theirs.operation_id > mine.operation_id"
        " JOIN operation ON operation.id = theirs.operation_id"
        " WHERE mine.operation_id = ? AND operation.kind = 'do' AND operation.id <> ? ORDER BY operation.id",
        (number, running),
    )
    for row in later:
        if not _undone(store, row["id"]):
            raise _built_upon(number, row)


def _built_upon(number: int, row: Row) -> ConflictError:
    return ConflictError(
        f"operation {number} cannot be reversed alone: {row['id']} ({row['command']}) changed the same facts later",
        hint=f"netcli undo {row['id']}",
    )


def _foreign_keys(store: Store) -> dict[str, list[tuple[str, str]]]:
    """Return, for every table, the (table, column) pairs that refer to it."""
    referring: dict[str, list[tuple[str, str]]] = {}
    for table in store.table_columns():
        for key in store.rows(f"PRAGMA foreign_key_list({table})"):
            referring.setdefault(key["table"], []).append((table, key["from"]))
    return referring


def _rests_on_contacts(store: Store, entry: Row) -> bool:
    """Tell whether a row is a tie that contacts or introductions rest on: no key leads from them to it."""
    pair = store.row("SELECT a, b FROM tie WHERE id = ?", (entry["row_id"],)) if entry["table_name"] == "tie" else None
    return bool(pair and have_met(store, *pair))


def _take_out(
    store: Store, table: str, rows: Sequence[int], foreign_keys: dict[str, list[tuple[str, str]]], number: int
) -> None:
    """Delete rows that the operation inserted, unless later work leans on them."""
    kept: set[int] = set()
    for child, column in foreign_keys.get(table, ()):
        if child in _LIGHT:
            continue
        for row_id, leaning in store.tuples(_LEANING.format(child, column), (json.dumps(rows),)):
            if table in _SHARED:
                kept.add(row_id)
                continue
            later = store.row(
                "SELECT operation.* FROM journal JOIN operation ON operation.id = operation_id"
                " WHERE table_name = ? AND row_id = ? AND operation_id > ? ORDER BY operation_id LIMIT 1",
                (child, leaning, number),
            )
            if later is not None:
                raise _built_upon(number, later)
    store.delete_many(table, [row for row in rows if row not in kept])


#: Which of these rows something refers to, with one that does.
_LEANING = (
    "SELECT one.value, min(child.id) FROM json_each(?) AS one CROSS JOIN {0} AS child ON child.{1} = one.value"
    " GROUP BY one.value"
)


def _people_of(store: Store, entries: Iterable[Row]) -> set[int]:
    """Return the people whose rows these entries wrote, as they were before and as they are now."""
    people: set[int] = set()
    for entry in entries:
        if entry["table_name"] == "person":
            people.add(entry["row_id"])
        elif entry["table_name"] == "other_name":
            now = store.value("SELECT person_id FROM other_name WHERE id = ?", (entry["row_id"],))
            people |= {now} if now else set()
            people |= {read_json(entry["before"])["person_id"]} if entry["before"] else set()
    return people


def list_operations(store: Store, *, limit: int) -> OperationList:
    """Return the newest operations, newest first."""
    from netcli import SCHEMA_VERSION

    return OperationList(
        tuple(
            OperationRow(
                row["id"], row["at"], row["kind"], row["command"], row["did"],
                "undone" if _undone(store, row["id"]) else "done",
                not row["is_purged"] and row["schema_version"] == SCHEMA_VERSION and row["kind"] != "undo",
            )
            for row in store.rows("SELECT * FROM operation ORDER BY id DESC LIMIT ?", (limit,))
        )
    )  # fmt: skip


def _journal_of(store: Store, person: int) -> list[Row]:
    """Return the journal of one person's rows and ties, deleted ones included, in order of writing."""
    entries = {
        row["id"]: row for row in store.rows(_JOURNAL.format("table_name = 'person' AND row_id = ?1"), (person,))
    }
    for table, columns in _OF_PERSON.items():
        for column in columns:
            entries |= _journal_where(store, table, column, {person})
    ties = {row["row_id"] for row in entries.values() if row["table_name"] == "tie"}
    for table in _OF_TIE if ties else ():
        entries |= _journal_where(store, table, "tie_id", ties)
    return [entries[number] for number in sorted(entries)]


_JOURNAL = "SELECT * FROM journal WHERE {}"


def _journal_where(store: Store, table: str, column: str, values: Set[int]) -> dict[int, Row]:
    """Return the journal of the rows of a table that hold or held one of these values in a column, by entry."""
    now = f"SELECT id FROM wanted CROSS JOIN {table} ON {column} = wanted.value"
    before = (
        f"SELECT row_id FROM journal WHERE table_name = '{table}' AND before IS NOT NULL"
        f" AND json_extract(before, '$.{column}') IN (SELECT value FROM wanted)"
    )
    held = _JOURNAL.format(f"table_name = '{table}' AND row_id IN ({now} UNION {before})")
    return {row["id"]: row for row in store.rows_of(held, values)}


def history(store: Store, person: Ref, *, since: str = "", limit: int | None = None) -> History:
    """Return what happened to the facts on a person, newest operation first: from a day on, at most so many."""
    by_operation: dict[int, list[str]] = {}
    for number, told in _counted(store, person.id):
        by_operation.setdefault(number, []).append(told)
    for entry in _journal_of(store, person.id):
        by_operation.setdefault(entry["operation_id"], []).extend(_told(store, entry, person.id))
    entries = []
    for number in sorted(by_operation, reverse=True):
        row = _named(store, number)
        lines = dict.fromkeys(by_operation[number])
        changes = tuple(line for line in lines if _opposite(line) not in lines)
        if row["at"] >= since and (changes or row["kind"] != "do"):
            entries.append(HistoryEntry(number, row["at"], row["command"], changes))
    cut = entries if limit is None else entries[:limit]
    return History(person, tuple(cut), len(entries) - len(cut))


def _opposite(line: str) -> str | None:
    """Return the change that undoes one: what went and came back in one operation only changed its place."""
    return {"+": "-", "-": "+"}[line[0]] + line[1:] if line[:2] in {"+ ", "- "} else None


def _counted(store: Store, person: int) -> Iterator[tuple[int, str]]:
    """Yield what each operation counted of a person's contacts, in words, as far as it stands: by peer, me first.

    Counts of days come by the ten thousand, so they are added up, and of all but a few peers together.
    """
    peers: dict[tuple[int, str, str], list[Row]] = {}
    for row in store.rows(_COUNTED, {"person": person}):
        peers.setdefault((row["operation_id"], row["channel"], row["source"]), []).append(row)
    for (number, channel, source), rows in peers.items():
        named = rows[: _PEERS if len(rows) > _PEERS + 1 else None]
        for row in named:
            (peer,) = refs(store, [row["peer"]])
            when = f"{row['first']} to {row['last']}" if row["first"] != row["last"] else row["last"]
            yield number, f"+ {row['count']:,} {channel}{'s' * (row['count'] > 1)} with {peer.name}, {when} ({source})"
        if rest := rows[len(named) :]:
            yield number, f"+ {sum(row['count'] for row in rest):,} {channel}s with {len(rest):,} others ({source})"


_PEERS = 3
_COUNTED = """
SELECT operation_id, channel, coalesce(source.name, 'counted') AS source, from_id + to_id - :person AS peer,
sum(count) AS count, min(on_date) AS first, max(on_date) AS last
FROM contact_day CROSS JOIN journal ON table_name = 'contact_day' AND row_id = contact_day.id AND action = 'insert'
LEFT JOIN source ON source.id = source_id
WHERE (from_id = :person OR to_id = :person) AND channel NOT IN ('together', 'comail')
GROUP BY operation_id, channel, source_id, peer
ORDER BY operation_id, channel, peer <> (SELECT id FROM person WHERE is_me), sum(count) DESC, peer"""


def _told(store: Store, entry: Row, person: int) -> list[str]:
    table = entry["table_name"]
    if table in _TOLD_ELSEWHERE or (entry["action"] == "insert" and table not in (*_WORDS, *_TOLD_BY, "contact_point")):
        return []  # told elsewhere, or it only holds others together
    before = read_json(entry["before"]) if entry["before"] else None
    after = _image_after(store, entry)
    if before is None or after is None:
        image, sign = (after, "+") if before is None else (before, "-")
        told = _row_told(store, table, image or {}, person)
        return [f"{sign} {line}" for line in told]
    what = f"{_group_told(store, before)}, " if table == "membership" else ""
    before, after = _with_words(store, before), _with_words(store, after)
    return [
        f"~ {what}{name.replace('_', ' ')}: {_shown(before[name])} -> {_shown(after.get(name))}"
        for name in before
        if before[name] != after.get(name) and not name.endswith("_id")
    ]


#: What a source says is told by `changes`; counted contacts are added up.
_TOLD_ELSEWHERE = ("source_record", "contact_day")


def _with_words(store: Store, image: Image) -> Image:
    """Return a row with the organisation's name in place of its number, and a photo in words, not as a digest."""
    told = dict(image)
    if "org_id" in told:
        told = {("org" if key == "org_id" else key): value for key, value in told.items()}
        told["org"] = store.value("SELECT name FROM org WHERE id = ?", (image["org_id"],))
    if told.get("photo"):
        from netcli.domain.photo import picture_of, picture_told

        picture = picture_of(store, told["photo"])
        told["photo"] = picture_told(picture) if picture else "a picture"
    return told


def _group_told(store: Store, image: Image) -> str:
    """Return the group of a membership in words, also of one that was deleted since."""
    name = store.value("SELECT name FROM grp WHERE id = ?", (image["grp_id"],)) or store.value(
        "SELECT json_extract(before, '$.name') FROM journal WHERE table_name = 'grp' AND row_id = ?"
        " AND before IS NOT NULL ORDER BY id DESC",
        (image["grp_id"],),
    )
    return f"group {name}"


def _image_after(store: Store, entry: Row) -> Image | None:
    """Return the row as this write left it: the next write's image before, else the row as it is."""
    if entry["action"] == "delete":
        return None
    following = store.row(
        "SELECT before FROM journal WHERE table_name = ? AND row_id = ? AND id > ? AND before IS NOT NULL"
        " ORDER BY id LIMIT 1",
        (entry["table_name"], entry["row_id"], entry["id"]),
    )
    if following:
        return dict(read_json(following["before"]))
    row = store.row(f"SELECT * FROM {entry['table_name']} WHERE id = ?", (entry["row_id"],))
    return dict(row) if row else None


def _row_told(store: Store, table: str, image: Image, person: int) -> list[str]:
    """Return a whole row in words, one line, or nothing for rows that only hold others together."""
    if table in _WORDS:
        return [f"{table.replace('_', ' ')} {image.get(_WORDS[table], '')}"]
    if table == "contact_point":
        return [f"{image['kind']} {image['value']}"]
    tell = _TOLD_BY.get(table)
    return [tell(store, image, person)] if tell else []


def _position_told(store: Store, image: Image, _person: int) -> str:
    org = store.value("SELECT name FROM org WHERE id = ?", (image["org_id"],))
    return "position " + ", ".join(str(part) for part in (image["title"], org) if part)


def _membership_told(store: Store, image: Image, _person: int) -> str:
    since = image["since_on"] and f"since {image['since_on']}"
    return ", ".join(filter(None, (_group_told(store, image), image["role"], since)))


def _statement_told(store: Store, image: Image, person: int) -> str:
    pair = _row_or_image(store, "tie", image["tie_id"])
    other = pair["b"] if pair and pair["a"] == person else pair["a"] if pair else None
    names = refs(store, [other]) if other and store.value("SELECT 1 FROM person WHERE id = ?", (other,)) else ()
    level = f"level {image['level']}" if image["level"] else "do not know each other"
    return f"tie to {names[0].name if names else 'somebody'}: {level}"


def _interaction_told(store: Store, image: Image, _person: int) -> str:
    found = _row_or_image(store, "interaction", image["interaction_id"])
    if found is None:
        return "contact"
    text = " ".join((found["text"] or "").split())
    source = store.value("SELECT name FROM source WHERE id = ?", (found["source_id"],))
    told = f"{found['channel']} {found['on_date']}" + (f", from {source}" if source else "")
    return f"{told}: {text}" if text else told


def _exchange_told(_store: Store, image: Image, _person: int) -> str:
    return f"{image['kind']} {image['direction']} {image['on_date']}: {' '.join((image['text'] or '').split())}"


def _recommendation_told(store: Store, image: Image, person: int) -> str:
    wrote = image["author_id"] == person
    other = _row_or_image(store, "person", image["subject_id" if wrote else "author_id"])
    matter = " ".join((image["for_what"] or image["text"] or "").split())
    words = f"recommendation {'of' if wrote else 'by'} {other['name'] if other else 'somebody'}, {image['state']}"
    return f"{words}: {matter}" if matter else words


#: The column that tells a row of a table, and what tells those of others.
_WORDS = {
    "person": "name", "remark": "text", "tag": "word", "other_name": "name", "skill": "name", "reminder": "text",
}  # fmt: skip
_TOLD_BY = {
    "position": _position_told, "membership": _membership_told, "tie_statement": _statement_told,
    "participant": _interaction_told, "exchange": _exchange_told, "recommendation": _recommendation_told,
}  # fmt: skip


def _row_or_image(store: Store, table: str, number: int) -> Image | None:
    """Return a row, or what the journal kept of it when it was deleted."""
    if row := store.row(f"SELECT * FROM {table} WHERE id = ?", (number,)):
        return dict(row)
    kept = store.value(
        "SELECT before FROM journal WHERE table_name = ? AND row_id = ? AND action = 'delete' ORDER BY id DESC LIMIT 1",
        (table, number),
    )
    return read_json(kept) if kept else None


def _shown(value: Value) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)
