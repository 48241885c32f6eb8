"""What `doctor` looks at in the tables: each check says what is wrong, or nothing. Nothing is written but by `mend`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from netcli.derived import ARCS, HEAPS, ROWS
from netcli.domain.new_people import names_folded
from netcli.domain.person import write_search_keys
from netcli.domain.photo import size_told
from netcli.errors import NetcliError
from netcli.results_file import Finding
from netcli.shape import NamedTuple
from netcli.storage import MINIMUM_SQLITE, Store, blank

FIX = "netcli doctor --fix"
WRONG, ADVICE, OK = "wrong", "advice", "ok"
_SHOWN = 3  #: of many faults of a kind so many are named
_BATCH = 20_000

Fault = tuple[str, str, str | None]  #: (state, what is wrong, what to type)


class Check(NamedTuple):
    """One thing to look at: its name, what to say if all is well, and what finds the faults."""

    name: str
    fine: str
    look: Callable[[Store, date], Iterator[Fault]]


def look_at(store: Store, check: Check, today: date) -> list[Finding]:
    """Return what a check finds; that it cannot be done is a finding too."""
    try:
        found = [Finding(check.name, *fault) for fault in check.look(store, today)]
    except (NetcliError, ValueError, TypeError, KeyError) as error:
        found = [Finding(check.name, WRONG, f"cannot be looked at: {error}", None)]
    return found or [Finding(check.name, OK, check.fine)]


def mend(store: Store, *, indexes: bool) -> None:
    """Write anew all that is derived, and the file without its free pages; `indexes` are damaged as well."""
    store.run("PRAGMA journal_mode = DELETE")
    with store.transaction():
        if indexes:
            store.run("REINDEX")
        write_search_keys(store, store.column("SELECT id FROM person"))
        store.rebuild()
    store.compact()


def only_indexes(findings: tuple[Finding, ...]) -> bool:
    """Tell whether damaged pages are those of indexes alone, which can be written anew."""
    return any(one.check == "pages" and one.command == FIX for one in findings)


def _sqlite(store: Store, _today: date) -> Iterator[Fault]:
    version = str(store.value("SELECT sqlite_version()"))
    if tuple(map(int, version.split(".")[:2])) < MINIMUM_SQLITE:
        yield WRONG, f"SQLite {version} is too old, netcli needs 3.37", "use a newer Python"
    mode = store.value("PRAGMA journal_mode")
    if mode != "delete":
        yield WRONG, f"the file keeps its journal in mode {mode}: it is no longer one file alone", FIX


def _tables(store: Store, _today: date) -> Iterator[Fault]:
    with blank() as new:
        wanted, there = (dict(map(tuple, one.rows(_COLUMNS))) for one in (new, store))
    for name in sorted(wanted.keys() - there.keys()):
        yield WRONG, f"{name} is not there", None
    for name in sorted(wanted.keys() & there.keys()):
        if wanted[name] != there[name]:
            yield WRONG, f"{name} has other columns than it should", None
    if more := sorted(there.keys() - wanted.keys()):
        yield ADVICE, f"something that netcli did not make: {_some(more)}", None


#: Each table, index, view and trigger, with the columns in their order.
_COLUMNS = """
SELECT type || ' ' || name, (SELECT group_concat(name) FROM pragma_table_info(m.name)) FROM sqlite_master AS m
WHERE name NOT GLOB '*sqlite_*'"""


def _pages(store: Store, _today: date) -> Iterator[Fault]:
    # of a damaged tree SQLite tells in one row of several lines, the first of them naming the database
    lines = [line for text in store.column("PRAGMA integrity_check(100)") for line in text.splitlines()]
    found = [line for line in lines if line != "ok" and not line.startswith("*** in database")]
    if not found:
        return
    of_indexes = all("index" in line for line in found)
    yield WRONG, f"{_some(found)}{'; these are indexes alone' if of_indexes else ''}", FIX if of_indexes else None


def _references(store: Store, _today: date) -> Iterator[Fault]:
    broken = store.rows("PRAGMA foreign_key_check")
    if broken:
        told = [f"{row[0]} {row[1]} points to a {row[2]} that is not there" for row in broken]
        yield WRONG, _some(told), None


_STRAY = "SELECT count(*) FROM journal WHERE operation_id NOT IN (SELECT id FROM operation)"
_EMPTY = """SELECT id FROM operation WHERE NOT is_purged
AND NOT EXISTS (SELECT 1 FROM journal WHERE operation_id = operation.id)"""
_NO_JSON = """SELECT count(*) FROM journal
WHERE (before IS NULL) <> (action = 'insert') OR NOT json_valid(coalesce(before, '{}'))"""
#: Of each row the last entry says whether it is there; what a migration did is in no journal.
_LAST = """SELECT row_id, action, max(id) FROM journal WHERE table_name = ?1 GROUP BY row_id
HAVING (action = 'delete') = (row_id IN (SELECT id FROM {0}))"""


def _journal(store: Store, _today: date) -> Iterator[Fault]:
    if stray := store.value(_STRAY):
        yield WRONG, f"{stray:,} entries are of no operation", None
    if empty := store.column(_EMPTY):
        yield WRONG, f"operations without entries: {_some(map(str, empty))}", None
    if odd := store.value(_NO_JSON):
        yield WRONG, f"{odd:,} entries hold no row: their operations cannot be undone", None
    known = store.table_columns()
    for table in store.column("SELECT DISTINCT table_name FROM journal ORDER BY 1"):
        if table not in known:
            yield WRONG, f"it tells of a table {table}, which is not there", None
        elif rows := store.column(_LAST.format(table), (table,)):
            yield WRONG, f"{table}: rows that are not as it says: {_some(map(str, rows))}", None


def _derived(store: Store, _today: date) -> Iterator[Fault]:
    for table, follows in (("listed", ROWS), ("arc", ARCS)):
        wrong = store.value(f"SELECT count(*) FROM (SELECT * FROM {table} EXCEPT SELECT * FROM ({follows}))")
        lacking = store.value(f"SELECT count(*) FROM (SELECT * FROM ({follows}) EXCEPT SELECT * FROM {table})")
        if wrong or lacking:
            yield WRONG, f"{table}: {max(wrong, lacking):,} rows are not those that follow from the facts", FIX
    kept = {row[0]: sorted(row[1].split("\n")) for row in store.tuples(f"SELECT * FROM heap EXCEPT {HEAPS}")}
    due = {
        row[0]: sorted(row[1].split("\n")) for row in store.tuples(f"SELECT * FROM ({HEAPS}) EXCEPT SELECT * FROM heap")
    }
    if kept != due:
        yield WRONG, f"heap: {len(kept.keys() | due.keys()):,} rows are not those that follow from the lists", FIX


_NAMES = """SELECT id, name FROM person WHERE id BETWEEN ?1 AND ?2
UNION ALL SELECT id, given || ' ' || family FROM person WHERE given <> '' AND family <> '' AND id BETWEEN ?1 AND ?2
UNION ALL SELECT id, family || ' ' || given FROM person WHERE given <> '' AND family <> '' AND id BETWEEN ?1 AND ?2
UNION ALL SELECT person_id, name FROM other_name WHERE person_id BETWEEN ?1 AND ?2"""


def _search_keys(store: Store, _today: date) -> Iterator[Fault]:
    wrong = 0
    for first in range(0, int(store.value("SELECT max(id) FROM person") or 0) + 1, _BATCH):
        between = (first, first + _BATCH - 1)
        names: dict[int, list[str]] = {}
        for person, name in store.tuples(_NAMES, between):
            names.setdefault(person, []).append(name)
        due = {(person, key) for person, given in names.items() for key in names_folded(given)}
        kept = store.tuples("SELECT person_id, key FROM search_key WHERE person_id BETWEEN ? AND ?", between)
        wrong += len(due ^ set(kept)) + len(kept) - len(set(kept))
    if wrong:
        yield WRONG, f"{wrong:,} are not those of the names: find and matching miss people", FIX


_SHARED_HANDLE = """SELECT person.handle FROM person JOIN person_alias ON kind = 'handle' AND value = handle
WHERE person_id <> person.id ORDER BY 1"""


def _handles(store: Store, _today: date) -> Iterator[Fault]:
    for handle in store.column(_SHARED_HANDLE):
        yield ADVICE, f"{handle} is one person's handle, and was another's", f"netcli edit {handle} --handle NEW"


def _people(store: Store, _today: date) -> Iterator[Fault]:
    owners = store.value("SELECT count(*) FROM person WHERE is_me")
    if owners != 1:
        yield WRONG, f"the file has {owners or 'no'} owner{'s' if owners else ''}", "netcli init --name NAME"
    nameless = store.column("SELECT handle FROM person WHERE fold(name) = '' ORDER BY id")
    if nameless:
        yield ADVICE, f"without a letter in the name: {_some(nameless)}", f"netcli edit {nameless[0]} --name NAME"


#: What cannot be later than today, in words, and what to type to look at it; counted days may be those of other zones.
_PAST = (
    ("interaction", "on_date", "contacts", "netcli contacts"),
    ("contact_day", "on_date", "days of contact", "netcli source list"),
    ("remark", "on_date", "remarks", "netcli list"),
    ("tie_statement", "on_date", "levels of ties", "netcli list"),
    ("exchange", "on_date", "favours", "netcli exchange list"),
    ("recommendation", "on_date", "recommendations", "netcli recommendation list"),
    ("person", "birthday", "birthdays", "netcli birthdays"),
)


def _dates(store: Store, today: date) -> Iterator[Fault]:
    tomorrow = (today + timedelta(days=1)).isoformat()
    for table, column, what, command in _PAST:
        later = store.column(f"SELECT {column} FROM {table} WHERE {column} > ? ORDER BY 1", (tomorrow,))
        if later:
            yield ADVICE, f"{len(later):,} {what} are in the future: {_some(later)}", command


def _size(store: Store, _today: date) -> Iterator[Fault]:
    page, pages, free = (int(store.value(f"PRAGMA {name}")) for name in ("page_size", "page_count", "freelist_count"))
    if free * page > 1_000_000 and free * 4 > pages:
        yield ADVICE, f"{size_told(pages * page)}, of which {size_told(free * page)} are free", FIX


def _some(texts: Iterable[object]) -> str:
    found = [str(text) for text in texts]
    more = len(found) - _SHOWN
    return ", ".join(found[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")


CHECKS = (
    Check("sqlite", "new enough, and the file is one file alone", _sqlite),
    Check("pages", "SQLite can read all of them, and its indexes agree", _pages),
    Check("tables", "they are those of this netcli, with their columns", _tables),
    Check("references", "every row points to one that is there", _references),
    Check("journal", "it agrees with the tables: what it tells can be undone", _journal),
    Check("lists", "what lists and paths are read from follows from the facts", _derived),
    Check("search keys", "they are those of the names", _search_keys),
    Check("handles", "each leads to one person", _handles),
    Check("people", "one owner, and everybody has a name", _people),
    Check("dates", "nothing that has happened is in the future", _dates),
    Check("size", "little of the file is free", _size),
)
