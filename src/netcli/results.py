"""The shapes that netcli prints: the --json contract. Fields are only ever added.

Here are those on people and ways to them; the pages beside this one (results_tie.py ..) have the others, each loaded
by who makes such a thing. Named tuples for the sake of start-up: shape.py says why. A trailing underscore is not
printed (`from_` as `from`).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results_career import Endorsed, Recommendation
    from netcli.results_favour import Vouched
    from netcli.results_order import Membership, Picture
    from netcli.results_tie import InteractionRow


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


class TieEvidence(NamedTuple):
    """One reason to think that two people know each other; `value` is its share, under --explain only.

    Of levels and inferences the value is the probability each gives alone, of contacts their share of the activity A;
    `count` says how many contacts these were. `leg` is printed by `mutual`: a or b.
    """

    kind: str
    text: str
    source: str | None
    date: str | None
    value: float | None = None
    count: int | None = None  # type: ignore[assignment]  # hides the method of tuples, which nobody calls
    leg: str | None = None


class Direct(NamedTuple):
    """The tie from the asking person straight to the target.

    Among several targets it is the best insider he knows, `entry` what that insider is worth, `more` how many others.
    """

    tie: float
    inferred: bool
    evidence: tuple[TieEvidence, ...]
    insider: Ref | None = None
    entry: float | None = None
    more: int = 0


class Hop(NamedTuple):
    """One link of a path; null factors do not apply at that place."""

    from_: Ref
    to: Ref
    tie: float
    willing: float | None
    fatigue: float | None
    inferred: bool
    evidence: tuple[TieEvidence, ...]


class Path(NamedTuple):
    """One way to an introduction; `score` is the product of all factors, `weakest` the index of a tie < 0.3.

    Among several targets `insider` is the one it ends at, and `entry` a factor of the score.
    """

    rank: int
    score: float
    band: str
    introducer: Ref
    hops: tuple[Hop, ...]
    weakest: int | None
    insider: Ref | None = None
    entry: float | None = None


class Excluded(NamedTuple):
    """Somebody who would have had a path of some worth, and why he is not offered.

    The reason is ask-pending, declined-before, do-not-ask, avoided or not-in-group.
    """

    person: Ref
    reason: str


class Ask(NamedTuple):
    """Somebody of mine who may know the target, with the command that records the answer."""

    person: Ref
    why: str
    command: str


class SetRef(NamedTuple):
    """Where ways lead to that is not one person: an organisation with its number, or any set of people without."""

    id: int | None
    handle: str | None
    name: str


class PathAnswer(NamedTuple):
    """The answer to "who can introduce me"; `hidden` counts ways that are not listed.

    Of a skill, `recommended` are those whom somebody vouches for, whether a way leads to them or not; their ways come
    first.
    """

    from_: Ref
    to: Ref | SetRef
    as_of: str
    max_hops: int
    direct: Direct | None
    paths: tuple[Path, ...]
    excluded: tuple[Excluded, ...]
    hidden: int
    any_succeeds: float | None
    ask: tuple[Ask, ...] = ()
    headline: str | None = None
    asker_is_me: bool = True
    recommended: tuple[Vouched, ...] = ()


class Mutual(NamedTuple):
    """Somebody tied to both; `score` is the product of both ties and of how willing he is to introduce."""

    person: Ref
    score: float
    tie_a: float
    tie_b: float
    willing: float
    evidence: tuple[TieEvidence, ...]


class MutualAnswer(NamedTuple):
    """The answer to "whom do we both know", best placed first; `count` is the length of the full list.

    `me_too` tells whether the owner, who asks about two others, knows them both.
    """

    a: Ref
    b: Ref
    as_of: str
    mutual: tuple[Mutual, ...]
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody calls
    me_too: bool = False
    ask: tuple[Ask, ...] = ()
    asker_is_me: bool = True
