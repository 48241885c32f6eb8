"""Writing new people, one or thousands: a few statements for each table, however many there are."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence

from netcli.domain.contact_point import point_keys
from netcli.domain.phone import note_home
from netcli.domain.position import org_ids
from netcli.domain.skill import skill_key
from netcli.model import SCALARS, PersonFacts, PointKind
from netcli.person_name import bare
from netcli.shape import NamedTuple
from netcli.storage import Store, Value
from netcli.text import fold_forms, one_line, phone_extension, slug

_FLAGS = ("is_me", "to_meet", "do_not_ask")


class NewRow(NamedTuple):
    """Somebody to write: his facts, and the UID he is known by elsewhere if he has one."""

    facts: PersonFacts
    uid: str | None = None


def add_person(store: Store, facts: PersonFacts, *, seen_on: str | None, uid: str | None = None, **flags: bool) -> int:
    """Write a new person with all his facts and return his id. Nothing is compared with anybody here.

    `flags` are is_me, to_meet and do_not_ask.
    """
    return add_people(store, [NewRow(facts, uid)], seen_on=seen_on, **flags)[0]


def add_people(store: Store, people: Sequence[NewRow], *, seen_on: str | None, **flags: bool) -> list[int]:
    """Write new people with all their facts and return their ids, in the order given.

    Nothing is compared with anybody here. `flags` are is_me, to_meet and do_not_ask, the same for all.
    """
    first = 1 + int(store.value("SELECT max(seq) FROM sqlite_sequence WHERE name = 'person'") or 0)
    numbered = list(enumerate((row.facts for row in people), first))
    handles = _free_handles(store, numbered)
    uids = _free_uids(store, people)
    held = tuple(int(flags.get(name, False)) for name in _FLAGS)
    store.insert_many(
        "person", ("id", "handle", "uid", *SCALARS, *_FLAGS),
        [
            (number, handle, uid, *facts.scalars().values(), *held)
            for (number, facts), handle, uid in zip(numbered, handles, uids, strict=True)
        ],
    )  # fmt: skip
    store.insert_many(
        "other_name", ("person_id", "kind", "name"),
        [(number, name.kind, name.name) for number, facts in numbered for name in facts.names],
    )  # fmt: skip
    _write_points(store, numbered, seen_on)
    _write_positions(store, numbered, seen_on)
    store.insert_many("tag", ("person_id", "word"), [(n, word) for n, facts in numbered for word in facts.tags])
    store.insert_many(
        "event", ("person_id", "label", "on_date"), [(n, *event) for n, facts in numbered for event in facts.events]
    )
    skills = {(n, s.kind, skill_key(s.name)): (s.name, s.level) for n, facts in numbered for s in facts.skills}
    store.insert_many(
        "skill", ("person_id", "kind", "key", "name", "level"), [(*key, *named) for key, named in skills.items()]
    )
    store.insert_unjournaled(
        "search_key", ("person_id", "key"), [(number, key) for number, facts in numbered for key in search_keys(facts)]
    )
    return [number for number, _ in numbered]


def search_keys(facts: PersonFacts) -> Iterable[str]:
    """Return the folded forms of all names in these facts, each once."""
    names = [facts.name]
    if facts.given and facts.family:
        names += (f"{facts.given} {facts.family}", f"{facts.family} {facts.given}")
    return names_folded([*names, *(name.name for name in facts.names)])


def names_folded(names: Iterable[str]) -> Iterable[str]:
    """Return the folded forms of these names, each once."""
    return dict.fromkeys(form for name in dict.fromkeys(names) for form in fold_forms(name) if form)


def _write_points(store: Store, numbered: Iterable[tuple[int, PersonFacts]], seen_on: str | None) -> None:
    def rows() -> Iterator[tuple[Value, ...]]:
        for number, facts in numbered:
            known: set[tuple[str, ...]] = set()
            for fact in facts.points:
                if not fact.value:
                    continue
                keys = point_keys(store, fact.kind, fact.value)
                extension = phone_extension(fact.value) if fact.kind is PointKind.PHONE else ""
                if not known.isdisjoint((fact.kind, key, extension) for key in keys):
                    continue
                known.add((fact.kind, keys[0], extension))
                parts = json.dumps(dict(fact.parts)) if fact.parts else None
                value = one_line(fact.value)
                yield number, fact.kind, value, keys[0], fact.label, int(fact.preferred), parts, seen_on
                if fact.kind is PointKind.PHONE:
                    note_home(store, fact.value, keys[0])

    columns = ("person_id", "kind", "value", "key", "label", "is_preferred", "parts", "seen_on")
    store.insert_many("contact_point", columns, list(rows()))


def _write_positions(store: Store, numbered: Sequence[tuple[int, PersonFacts]], seen_on: str | None) -> None:
    jobs = [(number, job) for number, facts in numbered for job in facts.positions]
    orgs = org_ids(store, (job.org for _, job in jobs if job.org))
    columns = (
        "person_id", "org_id", "title", "kind", "team", "site", "start_on", "end_on", "is_current", "seen_on",
    )  # fmt: skip
    store.insert_many(
        "position", columns,
        [
            (
                number, orgs[job.org] if job.org else None, job.title, job.kind, job.team, job.site, job.start, job.end,
                int(job.current), seen_on,
            )
            for number, job in jobs
        ],
    )  # fmt: skip


def _free_uids(store: Store, people: Sequence[NewRow]) -> Iterator[str]:
    """Yield the UID of each, a new one for who has none or one that is taken."""
    taken = set(store.column_of(_TAKEN_UIDS, (row.uid for row in people if row.uid)))
    for row in people:
        uid = row.uid if row.uid and row.uid not in taken else _new_uid()
        taken.add(uid)
        yield uid


def _new_uid() -> str:
    """Return a random UUID (RFC 9562 section 5.4); the uuid module alone would cost a sixth of an interpreter."""
    raw = bytearray(os.urandom(16))
    raw[6], raw[8] = raw[6] & 0x0F | 0x40, raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _free_handles(store: Store, numbered: Sequence[tuple[int, PersonFacts]]) -> Iterator[str]:
    """Yield a handle for each that nobody has had yet: of the name, with a number where that is taken."""
    bases = [_base(facts.name, number) for number, facts in numbered]
    taken = set(store.column_of(_TAKEN_HANDLES, bases))
    numbers: dict[str, int] = {}
    for base in bases:
        handle = base
        if base in taken:
            if base not in numbers:
                taken |= like_handles(store, base)
            numbers.setdefault(base, 1)
            while handle in taken:
                numbers[base] += 1
                handle = f"{base}-{numbers[base]}"
        taken.add(handle)
        yield handle


_TAKEN_UIDS = "SELECT uid FROM wanted CROSS JOIN person ON uid = value"
_TAKEN_HANDLES = (
    "SELECT handle FROM wanted CROSS JOIN person ON handle = value UNION ALL SELECT a.value"
    " FROM wanted CROSS JOIN person_alias AS a ON a.value = wanted.value AND kind = 'handle'"
)


def like_handles(store: Store, base: str, *, but: int | None = None) -> set[str]:
    """Return the handles that begin like this one and are taken by anybody but one person, or were."""
    return set(
        store.column(
            "SELECT handle FROM person WHERE (handle = ?1 OR handle >= ?1 || '-' AND handle < ?1 || '.')"
            " AND id IS NOT ?2 UNION ALL SELECT value FROM person_alias WHERE kind = 'handle'"
            " AND (value = ?1 OR value >= ?1 || '-' AND value < ?1 || '.')",
            (base, but),
        )
    )


def free_handle(store: Store, name: str, number: int) -> str:
    """Return the handle that person would get today whose number is known."""
    base = _base(name, number)
    taken = like_handles(store, base, but=number)
    counted = (base if count == 1 else f"{base}-{count}" for count in range(1, len(taken) + 2))
    return next(handle for handle in counted if handle not in taken)


def _base(name: str, number: int) -> str:
    """Return what a handle is made of: the name without titles and degrees, never a number, never `me`."""
    base = "-".join(bare(slug(name).split("-")))
    if not base or base == "me":
        return f"p{number}"
    return base if any(c.isalpha() for c in base) else f"p{base}"
