"""What a card says of a person: content lines of vCard 3.0 (RFC 2426), with what Apple and Google add to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from netcli.model import ADDRESS_PARTS, NameKind
from netcli.results import Address, Person, Point, Position
from netcli.results_order import Group
from netcli.shape import NamedTuple
from netcli.text import one_line, visible

Params = tuple[tuple[str, ...], ...]


class Line(NamedTuple):
    """A property; its value is escaped already. A parameter is its name, then its values."""

    name: str
    value: str
    params: Params = ()
    group: str | None = None


class Relation(NamedTuple):
    """Somebody to whom a card says that its person is related: UID, name, and as what."""

    uid: str
    name: str
    kind: str


#: TYPE values of RFC 2426 and of address books in use. Any other label is written as Apple does, as X-ABLabel.
_TYPES = frozenset({
    "home", "work", "cell", "fax", "pager", "main", "other", "iphone", "mobile", "car", "video", "msg", "text",
    "textphone", "isdn", "bbs", "modem", "pcs", "dom", "intl", "postal", "parcel",
})  # fmt: skip
_PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}
_NAMES = {NameKind.MAIDEN.value: "X-MAIDENNAME", NameKind.OTHER.value: "X-OTHERNAME"}
#: A leap year before all birthdays: how Apple writes a day without a year.
_NO_YEAR = "1604"

Next = Callable[[], str]


def escaped(text: str) -> str:
    """Return a text as the value of a property: on one line (RFC 2426 section 4)."""
    return escaped_as_is(text if text.isprintable() else one_line(text))


def escaped_lines(text: str) -> str:
    """Return a text that keeps its lines as the value of a property."""
    return "\\n".join(map(escaped_as_is, re.split("\r\n|[\r\n\x85\u2028\u2029]", text)))


def escaped_as_is(line: str) -> str:
    """Return one line of text as the value of a property, its blanks as they are."""
    return visible(line).replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def card_of(person: Person, group: Next) -> Iterator[Line]:
    """Yield what is written of a person; `group` gives a name for each property that has a label of its own.

    Never my remarks, nor levels, ties, or what happened.
    """
    if person.uid:
        yield Line("UID", escaped(person.uid))
    yield Line("FN", escaped(person.name))
    parts = (person.family, person.given, person.additional, person.prefix, person.suffix)
    yield Line("N", ";".join(escaped(part or "") for part in parts))
    if person.nicknames:
        yield Line("NICKNAME", ",".join(map(escaped, person.nicknames)))
    for name in person.other_names:
        yield Line(_NAMES[name.kind], escaped(name.name))
    yield from _points(person, group)
    yield from _positions([job for job in person.positions if job.current], group)
    if person.birthday:
        yield _birthday(person.birthday)
    for event in person.events:
        yield from _event(event.label, event.on, group)
    if person.note:
        yield Line("NOTE", escaped_lines(person.note))
    if person.tags:
        yield Line("CATEGORIES", ",".join(map(escaped, person.tags)))
    if person.lang:
        yield Line("LANG", escaped(person.lang))


def _points(person: Person, group: Next) -> Iterator[Line]:
    for name in ("email", "phone", "url", "im"):
        for point in getattr(person, f"{name}s"):
            yield from _labelled(_POINTS[name], escaped(point.value), point, group)
    for address in person.addresses:
        parts = [getattr(address, part) or "" for part in ADDRESS_PARTS]
        if not any(parts):  # known on one line only
            parts[ADDRESS_PARTS.index("street")] = address.value
        yield from _labelled("ADR", ";".join(map(escaped, parts)), address, group)


_POINTS = {"email": "EMAIL", "phone": "TEL", "url": "URL", "im": "IMPP"}


def _labelled(name: str, value: str, point: Point | Address, group: Next) -> Iterator[Line]:
    words = point.label.split(", ") if point.label else []
    of_types = _TYPES.issuperset(words) and len(set(words)) == len(words)
    types = [word.upper() for word in words if of_types] + ["PREF"] * point.preferred
    params = (("TYPE", *types),) if types else ()
    if of_types:
        yield Line(name, value, params)
    else:
        yield from _named(Line(name, value, params, group()), point.label or "")


def _named(line: Line, label: str) -> Iterator[Line]:
    """Yield a property of a group of its own and the label that belongs to it."""
    yield line
    yield Line("X-ABLABEL", escaped(label), group=line.group)


def _positions(jobs: Sequence[Position], group: Next) -> Iterator[Line]:
    """Yield organisation and title of each job; of several, each pair in a group, so that it is clear which belong."""
    for job in jobs:
        own = group() if len(jobs) > 1 else None
        units = [escaped(part) for part in (job.org or "", job.team or "")]
        if job.org or job.team or own:
            yield Line("ORG", ";".join(units if job.team or not job.org else units[:1]), group=own)
        if job.title:
            yield Line("TITLE", escaped(job.title), group=own)


def _birthday(day: str) -> Line:
    if day.startswith("--"):
        return Line("BDAY", f"{_NO_YEAR}{day[1:]}", (("X-APPLE-OMIT-YEAR", _NO_YEAR),))
    return Line("BDAY", escaped(day))


def _event(label: str, day: str, group: Next) -> Iterator[Line]:
    if label == "anniversary" and not day.startswith("--"):
        yield Line("X-ANNIVERSARY", escaped(day))
        return
    omits = (("X-APPLE-OMIT-YEAR", _NO_YEAR),) if day.startswith("--") else ()
    yield from _named(Line("X-ABDATE", _birthday(day).value, omits, group()), label)


def relation_lines(other: Relation, group: Next) -> Iterator[Line]:
    """Yield somebody to whom a card says its person is related, as Apple does; the UID says which of that name."""
    params = (("UID", parameter(other.uid)),)
    yield from _named(Line("X-ABRELATEDNAMES", escaped(other.name), params, group()), other.kind)


def parameter(text: str) -> str:
    """Return a text as the value of a parameter (RFC 6868); vobject quotes it where that is needed."""
    return re.sub(r"[\^\"\n]", lambda match: _CARETS[match[0]], "\n".join(map(visible, text.split("\n"))))


_CARETS = {"^": "^^", '"': "^'", "\n": "^n"}


def photo_line(data: bytes, media_type: str) -> Line:
    """Return a picture as the value of a property."""
    from base64 import b64encode

    kind = _PICTURES.get(media_type)
    params = (("ENCODING", "b"), *((("TYPE", kind),) if kind else ()))
    return Line("PHOTO", b64encode(data).decode(), params)


def group_card(group: Group, uid: str, members: Sequence[str]) -> Iterator[Line]:
    """Yield what is written of a group, as Apple's address book does; members are named by UID."""
    yield Line("UID", escaped(uid))
    yield Line("FN", escaped(group.name))
    yield Line("N", f"{escaped(group.name)};;;;")
    yield Line("X-ADDRESSBOOKSERVER-KIND", "group")
    for member in members:
        yield Line("X-ADDRESSBOOKSERVER-MEMBER", f"urn:uuid:{escaped(member)}")
    if group.note:
        yield Line("NOTE", escaped_lines(group.note))
