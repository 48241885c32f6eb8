"""People: adding, reading, removing, bringing back, forgetting."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from netcli.domain.contact_point import add_point, point_keys, read_address, read_point
from netcli.domain.new_people import add_person, free_handle, names_folded
from netcli.domain.position import read_position
from netcli.domain.ref import my_id, refs
from netcli.errors import BadInputError, ConflictError
from netcli.model import PersonFacts, PointFact, PointKind
from netcli.results import Alias, Event, OtherName, Person, Ref, Remark, Skill
from netcli.storage import Row, Store
from netcli.text import fold, one_line

_BATCH = 500
_LONGEST_NAME = 500


def ensure_me(store: Store, name: str, *, on: str) -> int:
    """Return the owner's id; the owner is made with this name on first use."""
    known = my_id(store)
    if known is not None:
        return known
    return add_person(store, named(name), seen_on=on, is_me=True)


def describe_me(store: Store, name: str | None, email: str | None, *, on: str) -> Ref:
    """Set the owner's name and e-mail address, and return him."""
    me = ensure_me(store, name or "Me", on=on)
    if name:
        facts = named(name)
        store.update("person", me, name=facts.name, given=facts.given, family=facts.family)
        fresh = free_handle(store, facts.name, me)
        if store.value("SELECT handle FROM person WHERE id = ?", (me,)) != fresh:
            store.update("person", me, handle=fresh)
        write_search_keys(store, [me])
    if email:
        add_point(store, me, PointFact(PointKind.EMAIL, email, preferred=True), seen_on=on)
    return refs(store, [me])[0]


def name_owner(store: Store, me: int, facts: PersonFacts) -> None:
    """Give the owner the name that his own files tell, if his is but one word: a login, or `Me`."""
    held = store.row("SELECT name, family FROM person WHERE id = ?", (me,))
    if not (facts.given and facts.family) or held is None or held["family"] or " " in held["name"]:
        return
    store.update("person", me, name=facts.name, given=facts.given, family=facts.family)
    store.update("person", me, handle=free_handle(store, facts.name, me))
    write_search_keys(store, [me])


def named(name: str) -> PersonFacts:
    """Return the facts for a display name: given and family name are guessed from it."""
    from netcli.person_name import given_first, read_name

    display = one_line(name)
    if not fold(display) and not display:
        raise BadInputError("a person needs a name", hint='netcli add "Ana Pires"')
    if len(display) > _LONGEST_NAME:
        raise BadInputError(f"a name of {len(display):,} characters is none", hint=f"{_LONGEST_NAME} are the most")
    display = given_first(display) or display
    return PersonFacts(display, *read_name(display))


def write_search_keys(store: Store, people: Iterable[int]) -> None:
    """Write the folded names of these people anew, of who is no more none; also after undo, which journals them not."""
    whole = list(people)
    for at in range(0, len(whole), _AT_ONCE):
        batch = whole[at : at + _AT_ONCE]
        store.run("DELETE FROM search_key WHERE person_id IN (SELECT value FROM json_each(?))", (json.dumps(batch),))
        names: dict[int, list[str]] = {}
        for person, name in store.rows_of(_ALL_NAMES, batch):
            names.setdefault(person, []).append(name)
        keys = [(person, key) for person, known in names.items() for key in names_folded(known)]
        store.insert_unjournaled("search_key", ("person_id", "key"), keys)


_AT_ONCE = 2000
#: What somebody is called, in the order in which `search_keys` has it.
_ALL_NAMES = """, named AS (SELECT person.* FROM wanted CROSS JOIN person ON id = value)
SELECT id, name FROM named
UNION ALL SELECT id, given || ' ' || family FROM named WHERE given <> '' AND family <> ''
UNION ALL SELECT id, family || ' ' || given FROM named WHERE given <> '' AND family <> ''
UNION ALL SELECT person_id, name FROM wanted CROSS JOIN other_name ON person_id = value"""


def refuse_known_email(store: Store, facts: PersonFacts) -> None:
    """Raise ConflictError if somebody on file has one of these e-mail addresses."""
    for point in facts.points:
        if point.kind is not PointKind.EMAIL:
            continue
        owner = store.row(
            "SELECT person.* FROM contact_point JOIN person ON person.id = person_id"
            " WHERE kind = 'email' AND key = ? ORDER BY removed_on IS NOT NULL, person.id",
            point_keys(store, PointKind.EMAIL, point.value),
        )
        if owner and owner["removed_on"]:
            raise ConflictError(
                f"{point.value} belongs to {owner['name']}, who was removed",
                hint=f"netcli restore {owner['handle']}",
            )
        if owner:
            raise ConflictError(
                f"{point.value} belongs to {owner['name']} ({owner['handle']})",
                hint=f"netcli show {owner['handle']}, or --anyway if two people share it",
            )


def same_name(store: Store, person: int) -> tuple[Ref, ...]:
    """Return other people who have the same display name, folded."""
    name = fold(store.value("SELECT name FROM person WHERE id = ?", (person,)))
    found = store.column(
        "SELECT DISTINCT person_id FROM search_key JOIN person ON person.id = person_id"
        " WHERE key = ? AND person_id <> ? AND removed_on IS NULL ORDER BY person_id",
        (name, person),
    )
    return refs(store, found)


def load_person(store: Store, person: int) -> Person:
    """Return all that is kept on one person."""
    return load_people(store, [person])[0]


def load_people(store: Store, people: Sequence[int]) -> tuple[Person, ...]:
    """Return all that is kept on each of these people, in the order given; a handful of queries for 500."""
    return tuple(person for batch in _batches(people) for person in _load_batch(store, batch))


def _batches(people: Sequence[int]) -> Iterable[Sequence[int]]:
    return (people[at : at + _BATCH] for at in range(0, len(people), _BATCH))


_CHILDREN = {
    "other_name": "SELECT * FROM other_name WHERE person_id IN ({}) ORDER BY id",
    "contact_point": "SELECT * FROM contact_point WHERE person_id IN ({}) ORDER BY is_preferred DESC, id",
    "position": (
        "SELECT position.*, org.name AS org FROM position LEFT JOIN org ON org.id = org_id WHERE person_id IN ({})"
        " ORDER BY is_current DESC, coalesce(start_on, end_on, '') DESC, position.id"
    ),
    "tag": "SELECT * FROM tag WHERE person_id IN ({}) ORDER BY word",
    "skill": "SELECT * FROM skill WHERE person_id IN ({}) ORDER BY kind DESC, id",
    "event": "SELECT * FROM event WHERE person_id IN ({}) ORDER BY on_date, label, id",
    "membership": (
        "SELECT membership.*, grp.key FROM membership JOIN grp ON grp.id = grp_id WHERE person_id IN ({}) ORDER BY key"
    ),
    "person_alias": "SELECT * FROM person_alias WHERE person_id IN ({}) ORDER BY id",
    "remark": "SELECT * FROM remark WHERE person_id IN ({}) ORDER BY on_date, id",
}


def _load_batch(store: Store, people: Sequence[int]) -> list[Person]:
    marks = ", ".join("?" * len(people))
    own = {row["id"]: row for row in store.rows(f"SELECT * FROM person WHERE id IN ({marks})", people)}
    children: dict[tuple[str, int], list[Row]] = {}
    for table, sql in _CHILDREN.items():
        for row in store.rows(sql.format(marks), people):
            children.setdefault((table, row["person_id"]), []).append(row)
    return [_read_person(own[person], {t: children.get((t, person), []) for t in _CHILDREN}) for person in people]


def _read_person(row: Row, children: dict[str, list[Row]]) -> Person:
    by_kind = {kind: [p for p in children["contact_point"] if p["kind"] == kind] for kind in PointKind}
    points = {kind: tuple(read_point(p) for p in rows) for kind, rows in by_kind.items()}
    names = children["other_name"]
    flags: dict[str, Any] = {name: bool(row[name]) for name in ("is_me", "to_meet", "do_not_ask")}
    columns: dict[str, Any] = {name: row[name] for name in (
        "id", "handle", "uid", "name", "given", "family", "additional", "prefix", "suffix", "birthday", "headline",
        "summary", "note", "lang", "met_on", "met_via", "status", "confirmed_on", "removed_on", "photo",
    )}  # fmt: skip
    return Person(
        **columns,
        **flags,
        nicknames=tuple(n["name"] for n in names if n["kind"] == "nickname"),
        other_names=tuple(OtherName(n["name"], n["kind"]) for n in names if n["kind"] != "nickname"),
        emails=points[PointKind.EMAIL],
        phones=points[PointKind.PHONE],
        urls=points[PointKind.URL],
        addresses=tuple(read_address(p) for p in by_kind[PointKind.ADDRESS]),
        ims=points[PointKind.IM],
        positions=tuple(read_position(p) for p in children["position"]),
        skills=tuple(Skill(s["name"], s["kind"], s["level"]) for s in children["skill"]),
        tags=tuple(t["word"] for t in children["tag"]),
        groups=tuple(m["key"] for m in children["membership"]),
        remarks=tuple(Remark(r["on_date"], r["text"]) for r in children["remark"]),
        events=tuple(Event(e["label"], e["on_date"]) for e in children["event"]),
        aliases=tuple(Alias(a["kind"], a["value"]) for a in children["person_alias"]),
    )


def kept_lines(store: Store, person: int) -> tuple[str, ...]:
    """Return the lines of imported cards that netcli has no place for, as they came."""
    texts = store.column("SELECT raw FROM source_record WHERE person_id = ? AND raw <> '' ORDER BY id", (person,))
    return tuple(line for text in texts for line in text.split("\n"))


def remove_people(store: Store, people: Sequence[int], *, on: str) -> None:
    """Hide people everywhere; imports still match them and do not bring them back."""
    for person in people:
        refuse_me(store, person)
        store.update("person", person, removed_on=on)


def restore_people(store: Store, people: Sequence[int]) -> None:
    """Bring removed people back."""
    for person in people:
        store.update("person", person, removed_on=None)


def refuse_me(store: Store, person: int) -> None:
    """Raise ConflictError if a person is the owner."""
    if person == my_id(store):
        raise ConflictError("this is you: your own record stays", hint="netcli init --name NAME corrects it")
