"""The tables beside that of people of which files may tell rows: how each is read, written and taken out.

A row is compared by the people in it and its values; who told of it is no part of it. Of a row that there may be one of
alone, a few values say which one it is: the other values of the one on file stay.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import combinations

from netcli.domain.group import known_group, make_group
from netcli.domain.interaction import ALL_PAIRS, drop_if_bare, tied_pairs
from netcli.domain.position import org_id
from netcli.domain.ref import my_id
from netcli.domain.skill import learn, skill_key
from netcli.domain.tie import tie_of
from netcli.model import SkillFact
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import fold

People = tuple[int, ...]  #: 0 for nobody
Values = tuple[str | int | None, ...]


class Found(NamedTuple):
    """A row on file; `is_typed` tells that no source gave it."""

    number: int
    people: People
    values: Values
    is_typed: bool = True


class Kind(NamedTuple):
    """A kind of row: its name for one and several, and what is done with it.

    `once` counts the values that, with the people, say which row it is; None for all of them. `order` puts people in
    order where they have none of their own.
    """

    one: str
    many: str
    read: Callable[[Store], Iterator[Found]]
    write: Callable[[Store, People, Values, int | None], object]
    erase: Callable[[Store, Found], object]
    once: int | None = None
    order: Callable[[People, Values], People] = lambda people, _: people


class _Table(NamedTuple):
    """A table whose rows are of one kind: columns of people, and of values; `is_tied` if a row ties its two people."""

    name: str
    people: tuple[str, ...]
    values: tuple[str, ...]
    where: str = "1"
    is_sourced: bool = False
    is_tied: bool = False

    def read(self, store: Store) -> Iterator[Found]:
        source = "source_id" if self.is_sourced else "NULL AS source_id"
        columns = ", ".join((*self.people, *self.values))
        for row in store.rows(f"SELECT id, {columns}, {source} FROM {self.name} WHERE {self.where}"):
            there = tuple(row[name] or 0 for name in self.people)
            yield Found(row["id"], there, tuple(row[name] for name in self.values), row["source_id"] is None)

    def write(self, store: Store, there: People, told: Values, source: int | None) -> None:
        if self.is_tied:
            tie_of(store, *there)
        columns = dict(zip((*self.people, *self.values), (*(who or None for who in there), *told), strict=True))
        store.insert(self.name, **columns, **({"source_id": source} if self.is_sourced else {}))

    def erase(self, store: Store, row: Found) -> None:
        store.run(f"DELETE FROM {self.name} WHERE id = ?", (row.number,))
        if self.is_tied:
            drop_if_bare(store, *row.people)


def _kind(
    one: str, many: str, table: _Table, *, once: int | None = None,
    order: Callable[[People, Values], People] = lambda people, _: people,
) -> Kind:  # fmt: skip
    return Kind(one, many, table.read, table.write, table.erase, once, order)


# What is said of ties


_STATED = ("both_ways", "level", "is_family", "on_date", "note")
_IMPLIED = ("kind", "level", "is_family", "on_date", "relation")


def _ends(person: int, row: object) -> int:
    a, b = row["a"], row["b"]  # type: ignore[index]  # a row of SQLite
    return int(b if person == a else a)


def _statements(store: Store) -> Iterator[Found]:
    for row in store.rows("SELECT tie_statement.*, a, b FROM tie_statement JOIN tie ON tie.id = tie_id"):
        people = (row["from_id"], _ends(row["from_id"], row), row["heard_from_id"] or 0)
        yield Found(row["id"], people, tuple(row[name] for name in _STATED), row["source_id"] is None)


def _state(store: Store, people: People, values: Values, source: int | None) -> None:
    tie = tie_of(store, people[0], people[1])
    columns = dict(zip(_STATED, values, strict=True))
    store.insert(
        "tie_statement", tie_id=tie, from_id=people[0], heard_from_id=people[2] or None, source_id=source, **columns
    )


def _evidence(store: Store) -> Iterator[Found]:
    for row in store.rows("SELECT tie_evidence.*, a, b FROM tie_evidence JOIN tie ON tie.id = tie_id"):
        people = (row["a"], row["b"], row["by_id"] or 0)
        yield Found(row["id"], people, tuple(row[name] for name in _IMPLIED), row["source_id"] is None)


def _imply(store: Store, people: People, values: Values, source: int | None) -> None:
    tie = tie_of(store, people[0], people[1])
    columns = dict(zip(_IMPLIED, values, strict=True))
    store.insert("tie_evidence", tie_id=tie, by_id=people[2] or None, source_id=source, **columns)


def _untie(table: str) -> Callable[[Store, Found], None]:
    def erase(store: Store, row: Found) -> None:
        store.run(f"DELETE FROM {table} WHERE id = ?", (row.number,))
        drop_if_bare(store, row.people[0], row.people[1])

    return erase


def _pair_first(people: People, _: Values) -> People:
    return (*sorted(people[:2]), *people[2:])


def _undirected(people: People, values: Values) -> People:
    """Return two people in order, unless one wrote to the other."""
    return people if values[1] in ("mail", "message", "call") else tuple(sorted(people))


# What happened


def _interactions(store: Store) -> Iterator[Found]:
    there: dict[int, list[int]] = {}
    for number, person in store.rows("SELECT interaction_id, person_id FROM participant"):
        there.setdefault(number, []).append(person)
    for row in store.rows("SELECT * FROM interaction"):
        people = tuple(sorted(there.get(row["id"], ())))
        size = () if row["size"] is None else (row["size"],)  # of a calendar alone
        yield Found(row["id"], people, (row["on_date"], row["channel"], row["text"], *size), row["source_id"] is None)


def _happen(store: Store, people: People, values: Values, source: int | None) -> None:
    for one, other in tied_pairs(people, my_id(store)):
        tie_of(store, one, other)
    told = dict(zip(("on_date", "channel", "text", "size"), values, strict=False))
    number = store.insert("interaction", **told, source_id=source)
    for person in people:
        store.insert("participant", interaction_id=number, person_id=person)


def _unhappen(store: Store, row: Found) -> None:
    store.run("DELETE FROM interaction WHERE id = ?", (row.number,))
    few = len(row.people) <= ALL_PAIRS
    me = my_id(store)
    for one, other in combinations(row.people, 2):
        if few or me in (one, other):
            drop_if_bare(store, one, other)


def _introductions(store: Store) -> Iterator[Found]:
    steps: dict[int, list[list[str]]] = {}
    for row in store.rows("SELECT introduction_id, step, by, on_date FROM introduction_step ORDER BY id"):
        steps.setdefault(row[0], []).append(list(row)[1:])
    for row in store.rows("SELECT * FROM introduction"):
        people = (row["requester_id"], row["introducer_id"], row["target_id"])
        yield Found(row["id"], people, (row["note"], json.dumps(steps.get(row["id"], []))))


def _introduce(store: Store, people: People, values: Values, _source: int | None) -> None:
    named = dict(zip(("requester_id", "introducer_id", "target_id"), people, strict=True))
    steps = json.loads(str(values[1]))
    if any(step == "met" for step, _, _ in steps):
        tie_of(store, people[0], people[2])
    number = store.insert("introduction", note=values[0], **named)
    for step, by, on in steps:
        store.insert("introduction_step", introduction_id=number, step=step, by=by, on_date=on)


def _unintroduce(store: Store, row: Found) -> None:
    store.run("DELETE FROM introduction WHERE id = ?", (row.number,))
    drop_if_bare(store, row.people[0], row.people[2])


# Organisations, groups, skills, and what a person is to me


_OF_ORG = ("domain", "headcount", "interest_on")
_OF_GROUP = ("kind", "url", "note")


def _orgs(store: Store) -> Iterator[Found]:
    for row in store.rows(f"SELECT * FROM org WHERE coalesce({', '.join(_OF_ORG)}) IS NOT NULL"):
        yield Found(row["id"], (), (row["name"], *(row[name] for name in _OF_ORG)))


def _describe_org(store: Store, _: People, values: Values, _source: int | None) -> None:
    store.update("org", org_id(store, str(values[0])), **dict(zip(_OF_ORG, values[1:], strict=True)))


def _org_aliases(store: Store) -> Iterator[Found]:
    for row in store.rows("SELECT org_alias.*, org.name AS org FROM org_alias JOIN org ON org.id = org_id"):
        yield Found(row["id"], (), (row["org"], row["name"]))


def _call_org(store: Store, _: People, values: Values, _source: int | None) -> None:
    name, alias = map(str, values)
    key = fold(alias) or alias
    if not store.value("SELECT 1 FROM org WHERE key = ?1 UNION ALL SELECT 1 FROM org_alias WHERE key = ?1", (key,)):
        store.insert("org_alias", org_id=org_id(store, name), name=alias, key=key)


def _groups(store: Store) -> Iterator[Found]:
    for row in store.rows("SELECT * FROM grp"):
        yield Found(row["id"], (), (row["name"], *(row[name] for name in _OF_GROUP)))


def _describe(store: Store, _: People, values: Values, _source: int | None) -> None:
    group = known_group(store, str(values[0])) or make_group(store, str(values[0]))
    store.update("grp", group.id, **dict(zip(_OF_GROUP, values[1:], strict=True)))


def _members(store: Store) -> Iterator[Found]:
    for row in store.rows("SELECT membership.*, name FROM membership JOIN grp ON grp.id = grp_id"):
        yield Found(row["id"], (row["person_id"],), (row["name"], row["role"], row["since_on"]))


def _join(store: Store, people: People, values: Values, _source: int | None) -> None:
    group = known_group(store, str(values[0])) or make_group(store, str(values[0]))
    store.insert("membership", grp_id=group.id, person_id=people[0], role=values[1], since_on=values[2])


def _endorsements(store: Store) -> Iterator[Found]:
    for row in store.rows(
        "SELECT endorsement.*, person_id, kind, name FROM endorsement JOIN skill ON skill.id = skill_id"
    ):
        people = (row["person_id"], row["by_id"])
        yield Found(row["id"], people, (row["kind"], row["name"], row["on_date"]), row["source_id"] is None)


def _endorse(store: Store, people: People, values: Values, source: int | None) -> None:
    kind, name, on = str(values[0]), str(values[1]), values[2]
    learn(store, people[0], SkillFact(name, kind))
    skill = store.value(
        "SELECT id FROM skill WHERE person_id = ? AND kind = ? AND key = ?", (people[0], kind, skill_key(name))
    )
    store.insert("endorsement", skill_id=skill, by_id=people[1], on_date=on, source_id=source)


#: Columns of a person that are no facts to merge, with what they are as long as nobody says otherwise.
_STANDING: dict[str, str | int | None] = {"status": "active", "to_meet": 0, "do_not_ask": 0, "confirmed_on": None}


def _standings(store: Store) -> Iterator[Found]:
    for row in store.rows("SELECT id, status, to_meet, do_not_ask, confirmed_on FROM person"):
        for name, usual in _STANDING.items():
            if row[name] != usual:
                yield Found(row["id"], (row["id"],), (name, row[name]))


def _stand(store: Store, people: People, values: Values, _source: int | None) -> None:
    store.update("person", people[0], **{str(values[0]): values[1]})


def _delete(table: str) -> Callable[[Store, Found], object]:
    return lambda store, row: store.run(f"DELETE FROM {table} WHERE id = ?", (row.number,))


#: Every kind of row, by the name that drafts use, in the order in which they are written.
KINDS: dict[str, Kind] = {
    "standing": Kind(
        "state of somebody", "states of people", _standings, _stand,
        lambda store, row: store.update("person", row.number, **{str(row.values[0]): _STANDING[str(row.values[0])]}),
        once=1,
    ),
    "statement": Kind("stated tie", "stated ties", _statements, _state, _untie("tie_statement")),
    "evidence": Kind(
        "implied tie", "implied ties", _evidence, _imply, _untie("tie_evidence"), once=1, order=_pair_first
    ),
    "interaction": Kind(
        "contact", "contacts", _interactions, _happen, _unhappen, order=lambda people, _: tuple(sorted(set(people)))
    ),
    "contact_day": _kind(
        "day with contacts", "days with contacts",
        _Table(
            "contact_day", ("from_id", "to_id"), ("on_date", "channel", "count"), is_sourced=True, is_tied=True
        ),
        once=2, order=_undirected,
    ),
    "introduction": Kind("introduction", "introductions", _introductions, _introduce, _unintroduce),
    "no_introduction": _kind(
        "introduction that was none", "introductions that were none",
        _Table("no_introduction", ("requester_id", "introducer_id", "target_id"), ("on_date",)),
    ),
    "recommendation": _kind(
        "recommendation", "recommendations",
        _Table(
            "recommendation", ("author_id", "subject_id"), ("for_what", "role", "text", "state", "on_date"),
            is_sourced=True,
        ),
    ),
    "endorsement": Kind("endorsement", "endorsements", _endorsements, _endorse, _delete("endorsement"), once=2),
    "org": Kind(
        "note on an organisation", "notes on organisations", _orgs, _describe_org,
        lambda store, row: store.update("org", row.number, **dict.fromkeys(_OF_ORG)), once=1,
    ),
    "org_alias": Kind(
        "name of an organisation", "other names of organisations", _org_aliases, _call_org, _delete("org_alias")
    ),
    "group": Kind(
        "group", "groups", _groups, _describe,
        lambda store, row: store.update("grp", row.number, **dict.fromkeys(_OF_GROUP)), once=1,
    ),
    "membership": Kind("membership", "memberships", _members, _join, _delete("membership"), once=1),
    "remark": _kind("remark", "remarks", _Table("remark", ("person_id",), ("on_date", "text"))),
    "reminder": _kind(
        "reminder", "reminders",
        _Table("reminder", ("person_id",), ("text", "on_date", "first_on", "every", "promise", "done_on")),
    ),
    "exchange": _kind(
        "favour", "favours", _Table("exchange", ("person_id",), ("direction", "kind", "text", "on_date"))
    ),
    "cadence": _kind(
        "cadence", "cadences",
        _Table(
            "cadence", ("person_id",), ("tag", "every", "at_most", "set_on", "paused_on", "paused_until"),
            "grp_id IS NULL",
        ),
        once=1,
    ),
    "snooze": _kind("snooze", "snoozes", _Table("snooze", ("person_id",), ("until_on", "on_date")), once=0),
    "decision": _kind(
        "answer on who is who", "answers on who is who",
        _Table("match_decision", ("a", "b"), ("decision", "on_date")), once=0, order=_pair_first,
    ),
}  # fmt: skip
