"""One person, on a page."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from netcli.domain.career import span
from netcli.domain.photo import picture_told
from netcli.results import Address, KnownBy, Person, PersonShown, Point, Position
from netcli.results_order import Membership
from netcli.results_tie import InteractionRow
from netcli.views._parts import fields, line


def draw(shown: PersonShown, _width: int) -> list[RenderableType]:
    """Return the name and handle, the facts, the tie to me, and who else is tied to him."""
    person = shown.person
    marks = [
        word
        for word, holds in (
            ("you", person.is_me), ("to meet", person.to_meet), ("removed", person.removed_on),
            ("do not ask", person.do_not_ask),
            (person.status, person.status != "active"),
        )
        if holds
    ]  # fmt: skip
    head = line(
        (person.name, "bold"),
        f"  {person.handle}  #{person.id}",
        *([f"  [{', '.join(marks)}]"] if marks else []),
    )
    parts: list[RenderableType] = [head]
    if shown.as_of:
        parts.append(line((f"  As of {shown.as_of}: what is dated later is left out.", "dim")))
    if facts := [*_facts(person), *_order(shown), *_vouched(shown), *_remarks(person), *_ties(shown)]:
        parts.append(fields(facts))
    if not person.emails and not person.phones and not person.positions and not person.is_me:
        parts.append(line(("  Little is known yet: netcli note, netcli tag and netcli link add to it.", "dim")))
    return parts


def _facts(person: Person) -> Iterator[tuple[str, str]]:
    if person.headline:
        yield "headline", person.headline
    for position in person.positions:
        yield "now" if position.current else "was", _position(position)
    for label, points in (
        ("email", person.emails),
        ("phone", person.phones),
        ("web", person.urls),
        ("chat", person.ims),
    ):
        for point in points:
            yield label, _point(point)
    for address in person.addresses:
        yield "address", _point(address)
    for label, value in (
        ("birthday", person.birthday), *(("date", f"{event.on}  {event.label}") for event in person.events),
        ("nickname", ", ".join(person.nicknames)),
        ("also", ", ".join(f"{n.name} ({n.kind})" for n in person.other_names)), ("tags", " ".join(person.tags)),
        ("met", " ".join(filter(None, (person.met_via, person.met_on)))), ("summary", person.summary),
        ("note", person.note),
    ):  # fmt: skip
        if value:
            yield label, value


def _remarks(person: Person) -> Iterator[tuple[str, str]]:
    for remark in person.remarks:
        yield "remark", f"{remark.on}  {remark.text}"


def _position(position: Position) -> str:
    dates = span(position.start, position.end, current=position.current)
    place = ", ".join(filter(None, (position.title, position.team, position.org, position.site)))
    return place + (f" ({position.kind})" if position.kind != "work" else "") + (f"  {dates}" if dates else "")


def _point(point: Point | Address) -> str:
    words = [word for word in (point.label, "preferred" if point.preferred else None) if word]
    return f"{point.value}  ({', '.join(words)})" if words else point.value


def _order(shown: PersonShown) -> Iterator[tuple[str, str]]:
    for membership in shown.memberships:
        yield "group", _membership(membership)
    if shown.picture:
        yield "photo", picture_told(shown.picture)


def _vouched(shown: PersonShown) -> Iterator[tuple[str, str]]:
    """Yield a line for each recommendation, and one for all skills endorsed."""
    for said in shown.recommendations:
        got, waiting = said.subject.id == shown.person.id, said.state in ("asked", "declined")
        label = ("asked of" if got else "to praise") if waiting else "praised by" if got else "praises"
        state = f" ({said.state})" if said.state in ("hidden", "declined") else ""
        when = ", ".join(filter(None, ((said.author if got else said.subject).name, said.role, said.on)))
        matter = " ".join((said.for_what or said.text or "").split())
        yield label, f"{when}{state}{f': {matter}' if matter else ''}"
    if shown.endorsed:
        yield "endorsed", ", ".join(f"{one.skill} ({one.people:,})" for one in shown.endorsed)


def _membership(membership: Membership) -> str:
    since = membership.since and f"since {membership.since}"
    part = ", ".join(filter(None, (membership.role, since)))
    return membership.name + (f"  {part}" if part else "")


def _ties(shown: PersonShown) -> Iterator[tuple[str, str]]:
    if shown.tie:
        yield "you", _tie(shown.tie, name=False)
    elif not shown.person.is_me:
        yield "you", "no tie on file"
    for known in shown.known_by:
        yield "known by", _tie(known, name=True)
    for contact in shown.contacts:
        yield "contact", f"{contact.on}  {contact.channel}{_others(contact, shown.person)}  {contact.text or ''}"


def _others(contact: InteractionRow, person: Person) -> str:
    """Return who else was there."""
    names = [other.name for other in contact.people if other.id != person.id]
    return f" with {', '.join(names)}" if names else ""


def _tie(known: KnownBy, *, name: bool) -> str:
    why = known.evidence[0].text if known.evidence else ""
    return f"{known.person.name}  " * name + f"{known.tie:.2f}  {why}"
