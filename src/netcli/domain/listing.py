"""Lists of people: whom a question chooses, in which order, with what is shown of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from netcli.domain.group import members_of
from netcli.domain.query import Query
from netcli.domain.reference import MINE
from netcli.errors import UsageError
from netcli.results import PersonList, PersonRow
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import fold


class ListQuestion(NamedTuple):
    """Whom to list: people the query chooses; my contacts alone unless `everybody`."""

    query: Query
    today: date
    removed: bool = False
    everybody: bool = False
    sort: str = "name"
    limit: int | None = None


_ORDERS: dict[str, Callable[[PersonRow], tuple[object, ...]]] = {
    "name": lambda row: (fold(row.name), row.id),
    "family": lambda row: (fold(row.name.rpartition(" ")[2]), fold(row.name), row.id),
    "org": lambda row: (row.org is None, fold(row.org or ""), fold(row.name), row.id),
    "level": lambda row: (-(row.level or 0), fold(row.name), row.id),
    "added": lambda row: (-row.id,),
}


def list_people(store: Store, question: ListQuestion) -> PersonList:
    """Return the people a question chooses, with how many of them are known only through others."""
    if question.sort not in _ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(_ORDERS)}")
    shown, hidden = in_scope(store, question)
    rows = sorted(load_rows(store, shown), key=_ORDERS[question.sort])
    cut = rows if question.limit is None else rows[: question.limit]
    return PersonList(tuple(cut), hidden, len(rows) - len(cut))


def in_scope(store: Store, question: ListQuestion) -> tuple[set[int], int]:
    """Return the ids a question chooses among my contacts, or among everybody, and how many others it chooses.

    Members of a group that it names count as mine: I put them there.
    """
    found = chosen(store, question)
    if question.everybody or question.removed:
        return found, 0
    shown = found & set(store.column(MINE)).union(*(members_of(store, name) for name in question.query.groups))
    return shown, len(found) - len(shown)


def find_people(store: Store, question: ListQuestion, words: Sequence[str]) -> PersonList:
    """Return the people a question chooses, best match first; only those within the limit are loaded whole.

    A whole name comes before its beginning, that before the beginning of a word in it, that before a part, and names
    before everything else; among equals those I know best.
    """
    texts = [fold(word) for word in words if ":" not in word]
    shown, hidden = in_scope(store, question)
    few = only_these(shown)
    levels: dict[int, int] = dict(map(tuple, store.rows(_LEVELS.format(few))))
    names = store.rows(f"SELECT id, name FROM person WHERE 1 {few.replace('person_id', 'id')}")
    order = {
        row["id"]: (_rank(fold(row["name"]), texts), -levels.get(row["id"], 0), fold(row["name"]), row["id"])
        for row in names
        if row["id"] in shown
    }
    best = sorted(order, key=lambda person: order[person])[: question.limit]
    rows = {row.id: row for row in load_rows(store, set(best))}
    return PersonList(tuple(rows[person] for person in best), hidden, len(shown) - len(best))


def _rank(name: str, texts: Sequence[str]) -> int:
    """Return 0 for a whole name up to 4 for a match elsewhere."""
    text = " ".join(texts)
    steps = (name == text, name.startswith(text), f" {text}" in name, all(part in name for part in texts))
    return next((rank for rank, holds in enumerate(steps) if holds), len(steps))


def chosen(store: Store, question: ListQuestion) -> set[int]:
    """Return the ids of the people a question chooses, whether they are mine or not; never the owner."""
    condition = "removed_on IS NOT NULL" if question.removed else "removed_on IS NULL AND NOT is_me"
    there = set(store.column(f"SELECT id FROM person WHERE {condition}"))
    return there if question.query.is_empty else question.query.find(store, question.today) & there


_FEW = 200
#: What is shown beside the name, as (person, value), twice: all of them, then those that take precedence. Of several
#: the last one counts, so ids go down. Sorting them all in SQLite would take longer than everything else.
_POINTS = {
    "email": "SELECT person_id, value FROM contact_point WHERE kind = 'email' {} ORDER BY id DESC",
    "phone": "SELECT person_id, value FROM contact_point WHERE kind = 'phone' {} ORDER BY id DESC",
    "city": (
        "SELECT person_id, json_extract(parts, '$.city') FROM contact_point WHERE kind = 'address' {} ORDER BY id DESC"
    ),
}
_LEVELS = (
    "SELECT CASE WHEN a = me.id THEN b ELSE a END AS person_id, level FROM person AS me"
    " JOIN tie ON (a = me.id OR b = me.id) JOIN tie_statement ON tie_id = tie.id WHERE me.is_me {}"
    " ORDER BY on_date, tie_statement.id"
)
_JOBS = (
    "SELECT person_id, org.name, title FROM position LEFT JOIN org ON org.id = org_id WHERE 1 {}"
    " ORDER BY is_current, coalesce(start_on, end_on, ''), position.id DESC"
)
_TAGS = "SELECT person_id, word FROM tag WHERE 1 {} ORDER BY word"


def load_rows(store: Store, people: set[int]) -> list[PersonRow]:
    """Return a row for each of these people, in no order: one query a column, joined here.

    Joining in Python is four times as fast at 10,000 people as SQLite's window functions are.
    """
    few = only_these(people)
    points = {name: _points(store, sql, few) for name, sql in _POINTS.items()}
    levels: dict[int, int] = dict(map(tuple, store.rows(_LEVELS.format(few))))
    jobs = {row[0]: (row[1], row[2]) for row in store.rows(_JOBS.format(few))}
    tags: dict[int, tuple[str, ...]] = {}
    for person, word in store.rows(_TAGS.format(few)):
        tags[person] = (*tags.get(person, ()), word)
    return [
        PersonRow(
            person, handle, name, *jobs.get(person, (None, None)), points["email"].get(person),
            points["phone"].get(person), points["city"].get(person), tags.get(person, ()), levels.get(person),
        )
        for person, handle, name in store.rows(
            f"SELECT id, handle, name FROM person WHERE 1 {few.replace('person_id', 'id')}"
        )
        if person in people
    ]  # fmt: skip


def only_these(people: set[int]) -> str:
    """Return the condition that keeps a query to these people, where they are few enough to be named."""
    return f"AND person_id IN ({', '.join(map(str, people))})" if len(people) <= _FEW else ""


def _points(store: Store, sql: str, few: str) -> dict[int, str | None]:
    found: dict[int, str | None] = dict(map(tuple, store.rows(sql.format(few))))
    found.update(map(tuple, store.rows(sql.format(f"{few} AND is_preferred"))))
    return found
