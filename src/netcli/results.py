"""The shapes that netcli prints: the --json contract. Fields are only ever added.

Here are those on people; the pages beside this one (results_tie.py ..) have the others, each loaded by who makes such
a thing. Named tuples for the sake of start-up: shape.py says why. A trailing underscore is not printed (`from_` as
`from`).

Below its shapes a page says how they are told as tab-separated records, a contract with scripts as well: LISTS has the
columns of results that are lists, RECORDS what is told otherwise, one record a thing.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record, columns
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results_career import Endorsed, Recommendation
    from netcli.results_order import Membership, Picture
    from netcli.results_tie import InteractionRow, TieEvidence


def plain(value: Any) -> Any:
    """Return a result as dicts, lists and scalars, ready for JSON; keys keep the order of the fields."""
    if type(value) in _SCALARS:  # nearly all
        return value
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name.rstrip("_"): plain(item) for name, item in zip(value._fields, value, strict=True)}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.value if isinstance(value, Enum) else value


_SCALARS = frozenset({str, int, float, bool, type(None)})


class Ref(NamedTuple):
    """A person, named: the permanent id, the handle to type, the name to read."""

    id: int
    handle: str
    name: str


class Point(NamedTuple):
    """An e-mail address, phone number, URL or messaging handle."""

    value: str
    label: str | None = None
    preferred: bool = False
    seen_on: str | None = None


class Address(NamedTuple):
    """A postal address: `value` on one line, then its parts as RFC 6350 section 6.3.1 names them."""

    value: str
    label: str | None = None
    preferred: bool = False
    seen_on: str | None = None
    po_box: str | None = None
    extended: str | None = None
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


class Position(NamedTuple):
    """Time at an organisation; `start` and `end` are partial dates."""

    org: str | None
    title: str | None
    kind: str
    start: str | None
    end: str | None
    current: bool
    team: str | None = None
    site: str | None = None
    seen_on: str | None = None


class OtherName(NamedTuple):
    """Another name: its kind is nickname, maiden or other."""

    name: str
    kind: str


class Remark(NamedTuple):
    """My own dated words on a person."""

    on: str
    text: str


class Skill(NamedTuple):
    """A skill or a language, with how well in words."""

    name: str
    kind: str
    level: str | None = None


class Event(NamedTuple):
    """A dated event: an anniversary, or any label."""

    label: str
    on: str


class Person(NamedTuple):
    """All that is kept on one person, ties apart; `photo` is the digest of an attachment."""

    id: int
    handle: str
    uid: str
    name: str
    given: str | None
    family: str | None
    additional: str | None
    prefix: str | None
    suffix: str | None
    nicknames: tuple[str, ...]
    other_names: tuple[OtherName, ...]
    emails: tuple[Point, ...]
    phones: tuple[Point, ...]
    urls: tuple[Point, ...]
    addresses: tuple[Address, ...]
    ims: tuple[Point, ...]
    positions: tuple[Position, ...]
    skills: tuple[Skill, ...]
    birthday: str | None
    headline: str | None
    summary: str | None
    note: str | None
    lang: str | None
    tags: tuple[str, ...]
    groups: tuple[str, ...]
    remarks: tuple[Remark, ...]
    met_on: str | None
    met_via: str | None
    status: str
    is_me: bool
    to_meet: bool
    do_not_ask: bool
    confirmed_on: str | None
    removed_on: str | None
    events: tuple[Event, ...]
    aliases: tuple[Alias, ...]
    photo: str | None = None


class Alias(NamedTuple):
    """What led to somebody who was merged into this person: kind is id, handle or uid."""

    kind: str
    value: str


class KnownBy(NamedTuple):
    """How well one person is tied to the person shown."""

    person: Ref
    tie: float
    level: int | None
    evidence: tuple[TieEvidence, ...]


class PersonShown(NamedTuple):
    """What `show` prints: the person, the tie to me, those tied to him, strongest first, groups, photo, last contacts.

    `as_of` is the day asked for, if one was: what is dated later is left out.
    """

    person: Person
    tie: KnownBy | None
    known_by: tuple[KnownBy, ...]
    memberships: tuple[Membership, ...] = ()
    picture: Picture | None = None
    as_of: str | None = None
    contacts: tuple[InteractionRow, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    endorsed: tuple[Endorsed, ...] = ()


class PersonRow(NamedTuple):
    """One line of a list of people: the preferred address and number, the current position."""

    id: int
    handle: str
    name: str
    org: str | None
    title: str | None
    email: str | None
    phone: str | None
    city: str | None
    tags: tuple[str, ...]
    level: int | None


class PersonList(NamedTuple):
    """People in order; `hidden` counts those known only through others, when they were left out."""

    people: tuple[PersonRow, ...]
    hidden: int = 0
    beyond: int = 0


class Picked(NamedTuple):
    """Some fields of each of several things, as --fields asks; printed as JSON it is a list of objects."""

    fields: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


class AddressRow(NamedTuple):
    """One way to reach somebody, as an address look-up prints it."""

    value: str
    name: str
    org: str | None
    tags: tuple[str, ...]
    label: str | None
    handle: str


class AddressList(NamedTuple):
    """Addresses or numbers in order of use: the people I know best first, of each the preferred one first."""

    addresses: tuple[AddressRow, ...]
    hidden: int = 0


class Added(NamedTuple):
    """A new person: reference, the operation that undo takes back, people of the same name, and when we met."""

    id: int
    handle: str
    name: str
    operation: int | None
    same_name: tuple[Ref, ...] = ()
    met_on: str | None = None


class Written(NamedTuple):
    """What a writing command did: one sentence, the people it touched, and the operation undo takes back.

    `operation` is null when nothing had to be written, or in a dry run.
    """

    did: str
    operation: int | None
    people: tuple[Ref, ...] = ()
    dry_run: bool = False


class Operation(NamedTuple):
    """One command's writes: `state` is done or undone; `undoable` is false across migrations and purges."""

    id: int
    at: str
    kind: str
    command: str
    did: str
    state: str
    undoable: bool


class OperationList(NamedTuple):
    """Operations, newest first."""

    operations: tuple[Operation, ...]


class HistoryEntry(NamedTuple):
    """What one operation changed on a person: one line a fact, `+` new, `-` gone, `~` changed."""

    operation: int
    at: str
    command: str
    changes: tuple[str, ...]


class History(NamedTuple):
    """What happened to the facts on one person, newest first; `beyond` are those that a limit cut off."""

    person: Ref
    entries: tuple[HistoryEntry, ...]
    beyond: int = 0


class TagCount(NamedTuple):
    """A tag and how many people carry it."""

    tag: str
    people: int


class TagList(NamedTuple):
    """All tags in use, by name."""

    tags: tuple[TagCount, ...]


def _person(person: Person) -> list[Record]:
    """Return a person as (field, value) records, one a value, empty fields left out."""
    records: list[Record] = []
    for name, value in plain(person).items():
        for item in value if isinstance(value, list) else [value]:
            if item in (None, False, ""):
                continue
            if isinstance(item, dict):
                first = (
                    item.pop("value", None) or item.pop("org", None) or item.pop("text", None) or item.pop("name", "")
                )
                records.append((name, first, *(v for v in item.values() if v not in (None, False))))
            else:
                records.append((name, item))
    return records


def _shown(shown: PersonShown) -> list[Record]:
    ties = [("tie", "me", f"{shown.tie.tie:.2f}")] if shown.tie else []
    as_of = [("as_of", shown.as_of)] if shown.as_of else []
    return [
        *_person(shown.person),
        *as_of,
        *ties,
        *(("known_by", k.person.handle, f"{k.tie:.2f}") for k in shown.known_by),
        *(("membership", *membership) for membership in shown.memberships),
        *([("picture", shown.picture.media_type, shown.picture.size)] if shown.picture else []),
        *(("contact", c.on, c.channel, c.text) for c in shown.contacts),
    ]


LISTS: dict[str, Listed] = {
    "PersonList": Listed("people"),
    "OperationList": Listed("operations", columns("id at kind state did command")),
    "TagList": Listed("tags"),
    "AddressList": Listed("addresses"),
}
RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "Picked": lambda r: list(r.rows),
    "PersonShown": _shown,
    "Added": lambda r: [(r.id, r.handle, r.name)],
    "Written": lambda r: [(p.id, p.handle, p.name) for p in r.people] or [("", "", r.did)],
    "History": lambda r: [(e.operation, e.at, change) for e in r.entries for change in e.changes],
}
