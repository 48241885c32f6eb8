"""One person, whole: what `show` answers, today or as of an earlier day."""

from __future__ import annotations

from datetime import date

from netcli.dates import is_partial, last_day
from netcli.domain.group import memberships_of
from netcli.domain.interaction import last_interactions
from netcli.domain.person import load_person
from netcli.domain.photo import picture_of
from netcli.domain.recommendation import endorsed_for, recommendations_of
from netcli.domain.tie import known_by, tie_to_me
from netcli.results import Person, PersonShown, Position, Ref
from netcli.storage import Store


def show_person(store: Store, person: Ref, today: date, *, as_of: date | None = None) -> PersonShown:
    """Return the person, his tie to me, those tied to him, strongest first, his last contacts; as known on `as_of`.

    His photo is always that of today.
    """
    day = as_of or today
    whole = load_person(store, person.id)
    groups = memberships_of(store, person.id)
    if as_of:
        groups = tuple(group for group in groups if _by_then(group.since, as_of))
        whole = person_as_of(whole, as_of)._replace(groups=tuple(group.handle for group in groups))
    return PersonShown(
        whole,
        tie_to_me(store, person.id, day),
        known_by(store, person.id, day),
        groups,
        picture_of(store, whole.photo) if whole.photo else None,
        as_of.isoformat() if as_of else None,
        last_interactions(store, person.id, day),
        tuple(said for said in recommendations_of(store, person.id) if not as_of or _by_then(said.on, as_of)),
        endorsed_for(store, person.id),
    )


def person_as_of(person: Person, day: date) -> Person:
    """Return the person without what is dated later than a day; an address counts from the day it was recorded.

    A partial date counts from the last day it may mean. What has no date at all stays: tags, skills, notes.
    """
    met = _by_then(person.met_on, day)
    positions = [then for position in person.positions if (then := position_as_of(position, day))]
    return person._replace(
        positions=tuple(sorted(positions, key=lambda position: not position.current)),
        remarks=tuple(remark for remark in person.remarks if _by_then(remark.on, day)),
        events=tuple(event for event in person.events if _by_then(event.on, day)),
        emails=tuple(point for point in person.emails if _by_then(point.seen_on, day)),
        phones=tuple(point for point in person.phones if _by_then(point.seen_on, day)),
        urls=tuple(point for point in person.urls if _by_then(point.seen_on, day)),
        ims=tuple(point for point in person.ims if _by_then(point.seen_on, day)),
        addresses=tuple(address for address in person.addresses if _by_then(address.seen_on, day)),
        met_on=person.met_on if met else None,
        met_via=person.met_via if met else None,
        confirmed_on=person.confirmed_on if _by_then(person.confirmed_on, day) else None,
    )


def position_as_of(position: Position, day: date) -> Position | None:
    """Return a position as it was on a day, or None if it had not begun.

    Without a start it counts from its end or from the day it was recorded, whichever is earlier. One that ended later
    was still held, and nobody knew the end.
    """
    known = [position.start] if position.start else [date for date in (position.end, position.seen_on) if date]
    if known and not any(_by_then(date, day) for date in known):
        return None
    if position.current or not position.end:
        return position
    return position if _by_then(position.end, day) else position._replace(end=None, current=True)


def _by_then(partial: str | None, day: date) -> bool:
    """Tell whether a date had passed on a day; what has none, or only month and day, always had."""
    return partial is None or not is_partial(partial) or last_day(partial) <= day
