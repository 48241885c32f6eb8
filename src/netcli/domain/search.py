"""Saved searches: a query with a name, the people it had when they were noted last, and who came and went since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from netcli.domain.group import group_key
from netcli.domain.listing import ListQuestion, chosen
from netcli.domain.query import Query
from netcli.domain.ref import refs
from netcli.errors import BadInputError, NotFoundError, UsageError
from netcli.results_order import SearchList, SearchRow, SearchRun
from netcli.shape import NamedTuple
from netcli.storage import Row, Store, Value
from netcli.text import fold, one_line

_ROWS = """
SELECT search.id, key, search.name, query, is_wide, count(person.id) AS people, run_on FROM search
LEFT JOIN search_member ON search_id = search.id LEFT JOIN person ON person.id = person_id AND removed_on IS NULL"""


def save_search(store: Store, name: str, query: str, today: date, *, wide: bool) -> tuple[SearchRow, bool]:
    """Save a query under a name with whom it finds now; return it, and whether anything is different.

    A search of that name gets the new query, and its people are noted anew. Raises BadInputError for a name without a
    letter or digit, UsageError for a query that cannot be read.
    """
    name = one_line(name)
    if not (key := group_key(name)):
        raise BadInputError(f"not the name of a search: {name}", hint="a name has a letter or digit")
    known = store.row("SELECT * FROM search WHERE key = ?", (key,))
    if known and (known["query"], bool(known["is_wide"])) == (query, wide):
        return find_search(store, key), False
    people = _found(store, query, today, wide=wide)
    columns: dict[str, Value] = {"name": name, "query": query, "is_wide": int(wide), "run_on": today.isoformat()}
    if known:
        store.update("search", known["id"], **columns)
        store.run("DELETE FROM search_member WHERE search_id = ?", (known["id"],))
    number = known["id"] if known else store.insert("search", key=key, **columns)
    _note(store, number, people, today)
    return find_search(store, key), True


def _found(store: Store, query: str, today: date, *, wide: bool) -> set[int]:
    rows, _ = chosen(store, ListQuestion(Query([query]), today, everybody=wide))
    return {row["id"] for row in rows}


def _note(store: Store, search: int, people: set[int], today: date) -> None:
    for person in sorted(people):
        store.insert("search_member", search_id=search, person_id=person, since_on=today.isoformat())


def find_search(store: Store, text: str) -> SearchRow:
    """Return the search of a name; raises NotFoundError with those of a similar one."""
    row = store.row(f"{_ROWS} WHERE key = ? OR fold(search.name) = ? GROUP BY search.id", (group_key(text), fold(text)))
    if row is not None:
        return _read(row)
    from difflib import get_close_matches

    near = get_close_matches(group_key(text), store.column("SELECT key FROM search ORDER BY key"), n=3)
    hint = f"did you mean {', '.join(near)}" if near else "netcli search list"
    raise NotFoundError(f'no search is called "{text}"', hint=hint)


def _read(row: Row) -> SearchRow:
    number, key, name, query, wide, people, noted = row
    return SearchRow(number, key, name, query, bool(wide), people, noted)


def run_search(store: Store, search: SearchRow, today: date) -> SearchRun:
    """Tell whom a search finds now, who entered and who left since its people were noted, and note them.

    Nothing is written where nobody came or went. Whoever was removed has left without a word.
    """
    found = _found(store, search.query, today, wide=search.wide)
    held = set(store.column("SELECT person_id FROM search_member WHERE search_id = ?", (search.id,)))
    entered, left = found - held, held - found
    removed = set(store.column("SELECT id FROM person WHERE removed_on IS NOT NULL"))
    for person in sorted(left):
        store.run("DELETE FROM search_member WHERE search_id = ? AND person_id = ?", (search.id, person))
    _note(store, search.id, entered, today)
    if (entered or left) and search.noted != today.isoformat():
        store.update("search", search.id, run_on=today.isoformat())
    come, gone = (tuple(refs(store, sorted(people))) for people in (entered, left - removed))
    return SearchRun(search.handle, search.name, search.query, search.noted, len(found), come, gone)


class SearchQuestion(NamedTuple):
    """Which searches to list: with a word in name or query."""

    word: str | None = None
    sort: str = "name"
    limit: int | None = None


ORDERS: dict[str, Callable[[SearchRow], tuple[object, ...]]] = {
    "name": lambda row: (fold(row.name), row.id),
    "people": lambda row: (-row.people, fold(row.name), row.id),
    "noted": lambda row: (row.noted, fold(row.name), row.id),
}


def list_searches(store: Store, question: SearchQuestion) -> SearchList:
    """Return saved searches with how many people each had when they were noted last; removed people are not counted."""
    if question.sort not in ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(ORDERS)}")
    rows = [_read(row) for row in store.rows(f"{_ROWS} GROUP BY search.id")]
    word = fold(question.word or "")
    rows = [row for row in rows if not word or word in fold(row.name) or word in fold(row.query)]
    rows.sort(key=ORDERS[question.sort])
    cut = rows if question.limit is None else rows[: question.limit]
    return SearchList(tuple(cut), len(rows) - len(cut))


def remove_searches(store: Store, searches: Sequence[SearchRow]) -> None:
    """Delete searches with what they noted; the people stay."""
    for search in searches:
        store.run("DELETE FROM search WHERE id = ?", (search.id,))
