"""Lists of people: whom a question chooses, in which order, with what is shown of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from netcli.domain.group import members_of
from netcli.domain.query import Query
from netcli.errors import UsageError
from netcli.results import PersonList, PersonRow
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold


class ListQuestion(NamedTuple):
    """Whom to list: people the query chooses; my contacts alone unless `everybody`."""

    query: Query
    today: date
    removed: bool = False
    everybody: bool = False
    sort: str = "name"
    limit: int | None = None


_LAST_WORD = "substr(name, length(rtrim(name, replace(name, ' ', ''))) + 1)"
_ORDERS = {
    "name": "name_key, id",
    "family": f"fold(coalesce(nullif(family, ''), {_LAST_WORD})), name_key, id",
    "org": "org IS NULL, fold(org), name_key, id",
    "level": "coalesce(level, 0) DESC, name_key, id",
    "added": "id DESC",
}
#: The columns of a PersonRow in its order, and what chooses and orders people.
_LISTED = (
    "SELECT id, handle, name, org, title, email, phone, city, tags, level, name_key FROM listed JOIN person USING (id)"
)


def list_people(store: Store, question: ListQuestion) -> PersonList:
    """Return the people a question chooses, with how many of them are known only through others."""
    if question.sort not in _ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(_ORDERS)}")
    rows, hidden = chosen(store, question)
    cut = rows if question.limit is None else rows[: question.limit]
    return PersonList(tuple(map(read_listed, cut)), hidden, len(rows) - len(cut))


def find_people(store: Store, question: ListQuestion, words: Sequence[str]) -> PersonList:
    """Return the people a question chooses, best match first.

    A whole name comes before its beginning, that before the beginning of a word in it, that before a part, and names
    before everything else; among equals those I know best.
    """
    texts = [fold(word) for word in words if ":" not in word]
    rows, hidden = chosen(store, question._replace(sort="level"))
    best = sorted(rows, key=lambda row: _rank(row["name_key"], texts))[: question.limit]
    return PersonList(tuple(map(read_listed, best)), hidden, len(rows) - len(best))


def _rank(name: str, texts: Sequence[str]) -> int:
    """Return 0 for a whole name up to 4 for a match elsewhere."""
    text = " ".join(texts)
    steps = (name == text, name.startswith(text), f" {text}" in name, all(part in name for part in texts))
    return next((rank for rank, holds in enumerate(steps) if holds), len(steps))


def chosen(store: Store, question: ListQuestion) -> tuple[list[Row], int]:
    """Return what is listed of my contacts, or of everybody, whom a question chooses, and how many others it chooses.

    Never the owner. The query goes first: what it finds is mostly far less than the file.
    """
    found = None if question.query.is_empty else question.query.find(store, question.today)
    there = "removed_on IS NOT NULL" if question.removed else "removed_on IS NULL AND NOT is_me"
    mine = _mine(store, question.query)
    scope, beyond = ("1", "0") if question.everybody or question.removed else (mine, f"NOT {mine}")
    few = "" if found is None else only_these("id", found)
    rows = store.rows(f"{_LISTED} WHERE {there} AND {scope} {few} ORDER BY {_ORDERS[question.sort]}")
    hidden = store.column(f"SELECT id FROM listed JOIN person USING (id) WHERE {there} AND {beyond} {few}")
    if found is None:
        return rows, len(hidden)
    return [row for row in rows if row["id"] in found], len(found.intersection(hidden))


def _mine(store: Store, query: Query) -> str:
    """Return the condition for my contacts; members of a group that the query names are some: I put them there."""
    members = {str(person) for name in query.groups for person in members_of(store, name)}
    return f"(is_mine OR id IN ({', '.join(members)}))" if members else "is_mine"


def read_listed(row: Row) -> PersonRow:
    """Return a row as it is printed."""
    person, handle, name, org, title, email, phone, city, tags, level, _ = row
    words = tuple(tags.split("\n")) if tags else ()
    return PersonRow(person, handle, name, org, title, email, phone, city, words, level)


#: So many people are named in a statement at most; its text is 40 KB then.
_FEW = 5_000


def only_these(column: str, people: Collection[int]) -> str:
    """Return the condition that keeps a query to these people, where they are few enough to be named."""
    return f"AND {column} IN ({', '.join(map(str, people))})" if len(people) <= _FEW else ""
