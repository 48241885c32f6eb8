"""Interactions: what happened between people on a date, written and listed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import combinations

from netcli.dates import first_day
from netcli.domain.ref import my_id, refs
from netcli.domain.tie import tie_all, tie_of
from netcli.errors import BadInputError, NotFoundError
from netcli.model_tie import Channel
from netcli.results import Ref
from netcli.results_tie import InteractionList, InteractionRow
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import nfc

#: Up to so many people everybody has met everybody; of more, each has met me alone (INTRODUCTIONS, sources of ties).
ALL_PAIRS = 8
_MOST_PEOPLE = 500
_LONGEST = 1_000_000
_SHOWN = 3
#: `@ana-pires` and `@ana`, but neither the address ana@example.org nor the lone sign in `@ 3 pm`.
_MENTION = re.compile(r"(?<![\w@.+-])@([^\W_](?:[\w.-]*[^\W_])?)")


#: Of an event that a calendar told and I logged, in the place of the digest of what was told.
LOGGED = 0
#: Channels of what may be in a calendar as well.
AS_MEETINGS = frozenset({Channel.MEETING, Channel.CALL, Channel.VIDEO, Channel.EVENT})


class NewInteraction(NamedTuple):
    """Something that happened: the people besides me, and whether I was there."""

    people: tuple[int, ...]
    on: str
    channel: Channel
    text: str = ""
    with_me: bool = True


def mentions(text: str) -> list[str]:
    """Return the names that stand after an @, each once, in their order."""
    return list(dict.fromkeys(match[1] for match in _MENTION.finditer(text)))


def without_mentions(text: str) -> str:
    """Return a text without the people named in it."""
    return _MENTION.sub("", text)


def add_interaction(store: Store, new: NewInteraction, *, today: date) -> int:
    """Write an interaction with its participants and the ties that follow from it, and return its number.

    It takes the place of what a calendar told of the same people, or some of them, on that day.
    Raises BadInputError for a day to come, for too few or too many people, and for too long a text.
    """
    text = nfc(new.text)
    _refuse(new, text, today)
    me = my_id(store)
    there = dict.fromkeys((*([me] if me and new.with_me else []), *new.people))
    for one, other in tied_pairs(there, me):  # before the participants: undo takes out what nothing leans on any more
        tie_of(store, one, other)
    told = store.row(_TOLD, (new.on, json.dumps([*there]))) if new.channel in AS_MEETINGS else None
    if told and not text:
        text = told["text"]
    number = store.insert("interaction", on_date=new.on, channel=new.channel, text=text or None)
    for person in there:
        store.insert("participant", interaction_id=number, person_id=person)
    if told:
        store.update("occurrence", told["occurrence"], told=LOGGED, interaction_id=number)
        delete_interaction(store, told["id"])
    return number


_TOLD = f"""
SELECT interaction.id, text, occurrence.id AS occurrence FROM interaction
JOIN occurrence ON interaction_id = interaction.id AND told <> {LOGGED}
WHERE interaction.on_date = ?1 AND NOT EXISTS (SELECT 1 FROM participant
  WHERE interaction_id = interaction.id AND person_id NOT IN (SELECT value FROM json_each(?2)))
ORDER BY interaction.id LIMIT 1"""


def _refuse(new: NewInteraction, text: str, today: date) -> None:
    if first_day(new.on) > today:
        raise BadInputError(
            f"{new.on} is still to come: log keeps what has happened", hint="--on takes a day that is past"
        )
    if not new.people:
        raise BadInputError("nobody is named", hint='netcli log ana-pires "lunch", or "lunch with @ana-pires"')
    if len(new.people) == 1 and not new.with_me:
        raise BadInputError("without you, at least two people are needed", hint="name the others, or --with PERSON")
    if len(new.people) > _MOST_PEOPLE:
        raise BadInputError(f"{len(new.people):,} people: {_MOST_PEOPLE} are the most", hint="log those you met")
    if len(text) > _LONGEST:
        raise BadInputError(f"the text has {len(text):,} characters; {_LONGEST:,} is the most", hint="")


def tied_pairs(there: Iterable[int], me: int | None) -> list[tuple[int, int]]:
    """Return the pairs that know each other from being together: all of few people, those with me of many."""
    people = list(there)
    return [pair for pair in combinations(people, 2) if len(people) <= ALL_PAIRS or me in pair]


class Happened(NamedTuple):
    """Something that a source tells to have happened: everybody on file who was there, and how many in all."""

    people: tuple[int, ...]
    on: str
    channel: Channel
    text: str | None
    size: int


def add_happened(store: Store, happened: Sequence[Happened], source: int) -> range:
    """Write what a source tells, with the ties that follow, and return the numbers given; a few statements for all."""
    first = 1 + int(store.value("SELECT max(seq) FROM sqlite_sequence WHERE name = 'interaction'") or 0)
    me = my_id(store)
    tie_all(store, [pair for one in happened for pair in tied_pairs(one.people, me)])
    store.insert_many(
        "interaction", ("id", "on_date", "channel", "text", "source_id", "size"),
        [(number, one.on, one.channel, one.text, source, one.size) for number, one in enumerate(happened, first)],
    )  # fmt: skip
    there = [(number, person) for number, one in enumerate(happened, first) for person in one.people]
    store.insert_many("participant", ("interaction_id", "person_id"), there)
    return range(first, first + len(happened))


def change_happened(store: Store, number: int, now: Happened, gone: Iterable[int]) -> None:
    """Write what a source tells otherwise than before; whoever is `gone` was not there after all."""
    me = my_id(store)
    before = store.column("SELECT person_id FROM participant WHERE interaction_id = ?", (number,))
    left = set(gone)
    tie_all(store, tied_pairs(now.people, me))
    store.update("interaction", number, on_date=now.on, channel=now.channel, text=now.text, size=now.size)
    for person in now.people:
        if person not in before:
            store.insert("participant", interaction_id=number, person_id=person)
    for person in left:
        store.run("DELETE FROM participant WHERE interaction_id = ? AND person_id = ?", (number, person))
    for one, other in tied_pairs(before, me):
        if not left.isdisjoint((one, other)):
            drop_if_bare(store, one, other)


def remove_interaction(store: Store, number: int) -> InteractionRow:
    """Delete an interaction, with the ties that rested on it alone, and return what it was."""
    found = _rows(store, "WHERE interaction.id = ?", number)
    if not found:
        raise NotFoundError(f"there is no contact {number}", hint="netcli contacts lists them with their numbers")
    gone = _with_people(store, found)[0]
    delete_interaction(store, number)
    return gone


def delete_interaction(store: Store, number: int) -> None:
    """Delete an interaction, with the ties that rested on it alone."""
    there = store.column("SELECT person_id FROM participant WHERE interaction_id = ? ORDER BY id", (number,))
    store.run("DELETE FROM interaction WHERE id = ?", (number,))
    for one, other in tied_pairs(there, my_id(store)):
        drop_if_bare(store, one, other)


def drop_if_bare(store: Store, one: int, other: int) -> None:
    """Delete the row of a pair that no evidence of any kind is left for."""
    a, b = sorted((one, other))
    tie = store.value("SELECT id FROM tie WHERE a = ? AND b = ?", (a, b))
    told = "SELECT 1 FROM tie_statement WHERE tie_id = ?1 UNION ALL SELECT 1 FROM tie_evidence WHERE tie_id = ?1"
    if tie and not store.value(told, (tie,)) and not have_met(store, a, b):
        store.run("DELETE FROM tie WHERE id = ?", (tie,))


def have_met(store: Store, one: int, other: int) -> bool:
    """Tell whether two people are tied by a contact on some date, or by an introduction."""
    return bool(store.value(_HAVE_MET, {"one": one, "other": other, "few": ALL_PAIRS}))


_HAVE_MET = """
SELECT 1 FROM participant AS mine JOIN participant AS theirs ON theirs.interaction_id = mine.interaction_id
WHERE mine.person_id = :one AND theirs.person_id = :other AND (
  EXISTS (SELECT 1 FROM person WHERE id IN (:one, :other) AND is_me)
  OR (SELECT count(*) FROM participant WHERE interaction_id = mine.interaction_id) <= :few)
UNION ALL SELECT 1 FROM contact_day WHERE from_id = :one AND to_id = :other OR from_id = :other AND to_id = :one
UNION ALL SELECT 1 FROM introduction JOIN introduction_step ON introduction_id = introduction.id AND step = 'met'
WHERE (requester_id, target_id) IN (VALUES (:one, :other), (:other, :one))"""


class InteractionQuestion(NamedTuple):
    """Which interactions to list: those with one of these people (None: all), from a day on, through a channel."""

    people: frozenset[int] | None = None
    since: str | None = None
    channel: Channel | None = None
    sort: str = "newest"
    limit: int | None = None


#: The orders of a list; those of the rows of a day follow their entry.
ORDERS: dict[str, Callable[[InteractionRow], tuple[object, ...]]] = {
    "newest": lambda row: (row.on, row.id),
    "oldest": lambda row: (row.on, row.id),
    "channel": lambda row: (row.channel, row.on, row.id),
}


def list_interactions(store: Store, question: InteractionQuestion) -> InteractionList:
    """Return the interactions a question chooses, newest first unless it asks otherwise."""
    rows = _rows(
        store,
        "WHERE (?1 IS NULL OR on_date >= substr(?1, 1, length(on_date)))"  # a month counts from any of its days
        " AND (?2 IS NULL OR channel = ?2)"
        + (f" AND interaction.id IN ({_OF_PEOPLE})" if question.people is not None else ""),
        question.since,
        question.channel,
        *([json.dumps(sorted(question.people))] if question.people is not None else ()),
    )
    found = [
        row
        for row in _with_people(store, rows)
        if row.people and (question.people is None or any(person.id in question.people for person in row.people))
    ]
    found.sort(key=ORDERS[question.sort], reverse=question.sort == "newest")
    cut = found if question.limit is None else found[: question.limit]
    return InteractionList(tuple(cut), len(found) - len(cut))


_OF_PEOPLE = "SELECT interaction_id FROM participant WHERE person_id IN (SELECT value FROM json_each(?3))"


def last_interactions(store: Store, person: int, as_of: date) -> tuple[InteractionRow, ...]:
    """Return the newest interactions that somebody took part in, newest first."""
    rows = _rows(
        store,
        "WHERE interaction.id IN (SELECT interaction_id FROM participant WHERE person_id = ?) AND on_date <= ?"
        " ORDER BY on_date DESC, interaction.id DESC LIMIT ?",
        person, as_of.isoformat(), _SHOWN,
    )  # fmt: skip
    return tuple(_with_people(store, rows))


def _rows(store: Store, condition: str, *values: str | int | None) -> list[Row]:
    return store.rows(
        "SELECT interaction.*, source.name AS source FROM interaction LEFT JOIN source ON source.id = source_id "
        + condition,
        values,
    )


_THERE = """SELECT interaction_id, person_id FROM wanted CROSS JOIN participant ON interaction_id = value
JOIN person ON person.id = person_id WHERE removed_on IS NULL ORDER BY participant.id"""


def _with_people(store: Store, rows: list[Row]) -> list[InteractionRow]:
    """Return the interactions with who took part, removed people left out; two queries however many there are."""
    there: dict[int, list[int]] = {}
    for number, person in store.rows_of(_THERE, (row["id"] for row in rows)):
        there.setdefault(number, []).append(person)
    me = my_id(store)
    named: dict[int, Ref] = {ref.id: ref for ref in refs(store, sorted({p for found in there.values() for p in found}))}
    return [
        InteractionRow(
            row["id"], row["on_date"], row["channel"],
            tuple(named[person] for person in there.get(row["id"], ()) if person != me),
            row["text"], me in there.get(row["id"], ()), row["source"],
        )
        for row in rows
    ]  # fmt: skip
