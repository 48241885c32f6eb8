"""Which rows of a file concern one person: found by the keys that lead to him, whatever tables there are."""

from __future__ import annotations

from collections.abc import Iterable

from netcli.domain.foreign_key import Key, keys
from netcli.storage import Store

Found = dict[str, set[int]]

#: What comes whole once it is found: who else was there, what else an organisation is called.
_TOGETHER = {("participant", "interaction"), ("org_alias", "org")}
#: Whose book a source is says nothing of those in it.
_NO_PARTS = {"person", "source"}
#: How often he is to be heard of may be said of all with a tag, or in a group.
_CADENCES = """SELECT id FROM cadence WHERE tag IN (SELECT word FROM tag WHERE person_id = ?1)
OR grp_id IN (SELECT grp_id FROM membership WHERE person_id = ?1)"""


def concerning(store: Store, person: int) -> Found:
    """Return the ids of the rows that concern a person, by table.

    Those that lead to him, with all their parts: a tie with its evidence, an introduction with its steps. Then
    whatever these stand in, and only they of it: of a group his membership, of a search that it found him.
    """
    known = keys(store)
    found: Found = {"person": {person}}
    for key in known:
        if key.parent == "person":
            _add(found, key.table, _children(store, key, [person]))
    _add(found, "cadence", store.column(_CADENCES, (person,)))
    direct = {table: set(ids) for table, ids in found.items() if table not in _NO_PARTS}
    for key in known:
        _add(found, key.table, _children(store, key, direct.get(key.parent, ())))
    _climb(store, known, found)
    for key in known:
        if (key.table, key.parent) in _TOGETHER:
            _add(found, key.table, _children(store, key, found.get(key.parent, ())))
    return found


def others(store: Store, found: Found, person: int) -> list[int]:
    """Return who else is named by rows, by id."""
    named: set[int | None] = {person, None}
    for key in keys(store):
        if key.parent == "person" and found.get(key.table):
            named |= set(store.column_of(_COLUMN.format(key=key), found[key.table]))
    return sorted(number for number in named if number not in (person, None))


def _climb(store: Store, known: Iterable[Key], found: Found) -> None:
    """Add what the rows found stand in, and what that stands in; people are but named."""
    todo = {table: set(ids) for table, ids in found.items()}
    while todo:
        above: Found = {}
        for key in known:
            if key.parent != "person" and todo.get(key.table):
                _add(above, key.parent, store.column_of(_PARENTS.format(key=key), todo[key.table]))
        todo = {table: fresh for table, ids in above.items() if (fresh := ids - found.get(table, set()))}
        for table, fresh in todo.items():
            _add(found, table, fresh)


_CHILDREN = "SELECT id FROM wanted CROSS JOIN {key.table} AS child ON child.{key.column} = wanted.value"
_COLUMN = "SELECT DISTINCT {key.column} FROM wanted CROSS JOIN {key.table} AS child ON child.id = wanted.value"
_PARENTS = (
    "SELECT DISTINCT parent.id FROM wanted CROSS JOIN {key.table} AS child ON child.id = wanted.value"
    " CROSS JOIN {key.parent} AS parent ON parent.{key.to} = child.{key.column}"
)


def _children(store: Store, key: Key, ids: Iterable[int]) -> list[int]:
    """Return the rows of a table that lead to these rows of another, known by their ids."""
    return store.column_of(_CHILDREN.format(key=key), ids) if key.to == "id" and ids else []


def _add(found: Found, table: str, ids: Iterable[int]) -> None:
    if fresh := set(ids):
        found.setdefault(table, set()).update(fresh)
