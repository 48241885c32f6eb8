"""Forgetting somebody truly: his rows, the journal of them, and the words of what was done to him.

An operation that wrote of others too keeps the rest of its journal, and can be undone for them; of one that wrote of
him alone nothing is left. An organisation where nobody else ever was goes with him. Digests of messages stay, as
nothing can be read from them; digests of his addresses go. What others' texts say of him stays, and is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from netcli.domain.going import Going
from netcli.domain.message_seen import forget_addresses
from netcli.domain.person import refuse_me
from netcli.domain.photo import forget_pictures
from netcli.results import Ref
from netcli.results_file import Mention, TableRows
from netcli.shape import NamedTuple
from netcli.storage import Operation, Store

FORGOTTEN, PARTLY = "(forgotten)", "(partly forgotten)"
#: Commands whose words name files and sources, not facts: they stay, unless they name him.
_NAMES_FILES = ("import ", "refresh")
_SHORTEST = 3  #: a shorter name is any word
_WIDTH = 60

Names = re.Pattern[str]


class Purge(NamedTuple):
    """What a purge took: rows by table, entries of the journal, operations; and the texts that name them still."""

    rows: tuple[TableRows, ...]
    journal: int
    forgotten: tuple[int, ...]
    reduced: tuple[int, ...]
    mentions: tuple[Mention, ...]


def purge_people(store: Store, operation: Operation, people: Sequence[Ref]) -> Purge:
    """Forget people truly; raises ConflictError for the owner. Runs inside one operation, which cannot be undone."""
    for ref in people:
        refuse_me(store, ref.id)
    numbers = _numbers(store, [ref.id for ref in people])
    words = _words_of(store, numbers)
    names = _named(words)
    addresses = store.column_of(_ADDRESSES, numbers)
    going = Going(store, numbers)
    entries, orgs = going.entries(), going.orgs()
    with store.unjournaled():
        pictures = _pictures(store, numbers, entries)
        _delete_entries(store, entries)
        going.let_go()
        _delete_rows(store, going.live)
        going.live["org"], of_orgs = _delete_orgs(store, orgs)
        taken = forget_pictures(store, pictures)
        forgotten, reduced = _sort_operations(store, {*entries.values(), *of_orgs.values()})
        _forget_words(store, operation.number, forgotten, reduced, names)
        forget_addresses(store, addresses)
    operation.purged = True
    counts = {table: len(rows) for table, rows in going.live.items()} | {"attachment": taken}
    rows = tuple(TableRows(table, count) for table, count in sorted(counts.items()) if count)
    return Purge(rows, len(entries) + len(of_orgs), forgotten, reduced, tuple(_mentions(store, words, names)))


def holds(store: Store, uids: Collection[str]) -> bool:
    """Tell whether a file, as a backup is one, has somebody of these uids: as a person, or in its journal."""
    return bool(store.column_of(_HOLDS, uids))


def uids_of(store: Store, people: Sequence[Ref]) -> set[str]:
    """Return what identifies people across files, with what identified those who were merged into them."""
    return set(store.column_of(_UIDS, [ref.id for ref in people]))


_UIDS = """SELECT uid FROM wanted CROSS JOIN person ON id = wanted.value
UNION SELECT person_alias.value FROM wanted CROSS JOIN person_alias ON person_id = wanted.value AND kind = 'uid'"""
_HOLDS = """SELECT id FROM wanted CROSS JOIN person ON uid = wanted.value
UNION SELECT row_id FROM journal WHERE table_name = 'person'
AND json_extract(before, '$.uid') IN (SELECT value FROM wanted)"""
_ADDRESSES = "SELECT key FROM wanted CROSS JOIN contact_point ON person_id = wanted.value AND kind = 'email'"
_MERGED = """SELECT person_alias.value FROM wanted
CROSS JOIN person_alias ON person_id = wanted.value AND kind = 'id'"""


def _numbers(store: Store, people: Sequence[int]) -> set[int]:
    """Return the people's numbers, with those of all who were merged into them."""
    return {*people, *(int(value) for value in store.column_of(_MERGED, people) if value.isdigit())}


_WORDS = """
SELECT name FROM wanted CROSS JOIN person ON id = wanted.value
UNION SELECT handle FROM wanted CROSS JOIN person ON id = wanted.value
UNION SELECT uid FROM wanted CROSS JOIN person ON id = wanted.value
UNION SELECT given || ' ' || family FROM wanted CROSS JOIN person ON id = wanted.value
UNION SELECT name FROM wanted CROSS JOIN other_name ON person_id = wanted.value
UNION SELECT person_alias.value FROM wanted CROSS JOIN person_alias ON person_id = wanted.value AND kind <> 'id'
UNION SELECT contact_point.value FROM wanted CROSS JOIN contact_point
  ON person_id = wanted.value AND kind <> 'address'"""


def _words_of(store: Store, numbers: Collection[int]) -> list[str]:
    """Return what names them, the longest first: names, handles, addresses and numbers, as they were given."""
    found = {str(word).strip() for word in store.column_of(_WORDS, numbers) if word}
    return sorted((word for word in found if len(word) >= _SHORTEST), key=lambda word: (-len(word), word))


def _named(words: Sequence[str]) -> Names:
    """Return what finds these words in a text, as whole words."""
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, words)) or '(?!)'})(?![\w-])", re.IGNORECASE)


def _pictures(store: Store, numbers: Collection[int], entries: Collection[int]) -> set[str]:
    """Return the digests of the photos that they have, or had."""
    now = store.column_of("SELECT photo FROM wanted CROSS JOIN person ON person.id = wanted.value", numbers)
    once = store.column_of(
        "SELECT json_extract(before, '$.photo') FROM wanted CROSS JOIN journal ON journal.id = wanted.value"
        " AND table_name = 'person'",
        entries,
    )
    return {digest for digest in (*now, *once) if digest}


def _delete_entries(store: Store, entries: Collection[int]) -> None:
    store.run_many("DELETE FROM journal WHERE id = ?", [(number,) for number in entries])


def _delete_rows(store: Store, live: Mapping[str, set[int]]) -> None:
    """Delete people and the contacts with them alone; the rest goes with them, by the foreign keys."""
    for table in ("occurrence", "interaction"):
        store.run_many(f"DELETE FROM {table} WHERE id = ?", [(number,) for number in live.get(table, ())])
    for person in live["person"]:
        store.run("DELETE FROM arc WHERE to_id = ?", (person,))
        store.run("DELETE FROM person WHERE id = ?", (person,))


_ORPHANS = """SELECT id FROM wanted CROSS JOIN org ON id = wanted.value WHERE interest_on IS NULL
AND id NOT IN (SELECT org_id FROM position WHERE org_id IS NOT NULL)
AND id NOT IN (SELECT org_id FROM opportunity WHERE org_id IS NOT NULL)
AND id NOT IN (SELECT json_extract(before, '$.org_id') FROM journal
  WHERE table_name IN ('position', 'opportunity') AND json_extract(before, '$.org_id') IS NOT NULL)"""
_OF_ORGS = """SELECT journal.id, operation_id FROM wanted CROSS JOIN journal
ON table_name = 'org' AND row_id = wanted.value OR table_name = 'org_alias'
AND (row_id IN (SELECT id FROM org_alias WHERE org_id = wanted.value)
  OR json_extract(before, '$.org_id') = wanted.value)"""


def _delete_orgs(store: Store, orgs: Collection[int]) -> tuple[set[int], dict[int, int]]:
    """Delete those of the organisations where nobody else ever was; return them, and their entries' operations."""
    gone = set(store.column_of(_ORPHANS, orgs))
    entries = {row["id"]: row["operation_id"] for row in store.rows_of(_OF_ORGS, gone)} if gone else {}
    _delete_entries(store, entries)
    store.run_many("DELETE FROM org WHERE id = ?", [(number,) for number in gone])
    return gone, entries


def _sort_operations(store: Store, touched: Collection[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the operations of which nothing is left in the journal, and those of which something is."""
    left = set(store.column_of("SELECT DISTINCT value FROM wanted CROSS JOIN journal ON operation_id = value", touched))
    return tuple(sorted(set(touched) - left)), tuple(sorted(left))


def _forget_words(
    store: Store, running: int, forgotten: Collection[int], reduced: Collection[int], names: Names
) -> None:
    """Take the words off operations that wrote of them or name them, and names off the files of imports."""
    for row in store.rows("SELECT id, command, did FROM operation"):
        number, words = row["id"], f"{row['command']} {row['did']}"
        if number == running:
            store.update("operation", number, command="remove --purge")
        elif number in forgotten:
            store.update("operation", number, command=FORGOTTEN, did=FORGOTTEN, is_purged=1)
        elif names.search(words) or (number in reduced and not row["command"].startswith(_NAMES_FILES)):
            store.update("operation", number, command=PARTLY, did=PARTLY)
    for row in store.rows("SELECT id, files FROM import_run"):
        if names.search(row["files"]):
            store.update("import_run", row["id"], files=names.sub(FORGOTTEN, row["files"]))


def _mentions(store: Store, words: Sequence[str], names: Names) -> Iterator[Mention]:
    """Yield the rows whose texts name them still: what I or others wrote of somebody else."""
    given = [variant for word in words for variant in {word, word.lower()}]
    for table, columns in (*store.table_columns().items(), ("journal", ("before",))):
        texts = [name for name in columns if _is_text(store, table, name)]
        if not texts or not given:
            continue
        whole = " || char(10) || ".join(f"coalesce({name}, '')" for name in texts)
        some = "SELECT 1 FROM wanted WHERE instr(whole, value) OR instr(lower(whole), value)"
        rows = f"SELECT id, whole FROM (SELECT id, {whole} AS whole FROM {table}) WHERE EXISTS ({some})"
        for row in store.rows_of(rows, given):
            if found := names.search(row["whole"]):
                yield Mention(table, row["id"], _around(row["whole"], found))


def _is_text(store: Store, table: str, column: str) -> bool:
    return bool(store.value("SELECT type = 'TEXT' FROM pragma_table_info(?) WHERE name = ?", (table, column)))


def _around(text: str, found: re.Match[str]) -> str:
    start = max(0, found.start() - _WIDTH // 2)
    return " ".join(text[start : start + _WIDTH].split())
