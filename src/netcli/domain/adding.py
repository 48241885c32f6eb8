"""Adding one person by hand: what was typed or pasted, read and written."""

from __future__ import annotations

import re

from netcli.domain.contact_point import city_fact, read_email
from netcli.domain.new_people import add_person
from netcli.domain.person import named, refuse_known_email, same_name
from netcli.domain.ref import my_id, refs
from netcli.domain.remark import add_remark
from netcli.domain.tag import read_tag
from netcli.domain.tie import imply, state
from netcli.model import PersonFacts, PointFact, PointKind, PositionFact
from netcli.model_tie import Evidence, EvidenceKind, Level, Statement
from netcli.results import Ref
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import one_line

_NAME_AND_MAIL = r"(?i)\s*(?P<name>[^<]*?)\s*<\s*(?:mailto:)?(?P<mail>[^<>]*)>[\s,;]*"
_LIKE_ADDRESS = r"\s*\S+@\S+\s*"

_LONGEST = 2_000  # the patterns are quadratic on hostile text


class NewPerson(NamedTuple):
    """What `add` was told: the facts read from the name or paste, then the options."""

    facts: PersonFacts
    org: str | None = None
    title: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    city: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    met: str | None = None
    met_on: str | None = None
    level: Level | None = None
    to_meet: bool = False
    anyway: bool = False


def read_new(text: str) -> PersonFacts:
    """Return the facts in a name, an e-mail address, or `Name <mail>`."""
    if len(text) > _LONGEST:
        return named(text)  # refuses it
    match = re.fullmatch(_NAME_AND_MAIL, text) if "<" in text else None
    if match is None and not re.fullmatch(_LIKE_ADDRESS, text):
        return named(text)
    mail = read_email(match["mail"] if match else text)
    name = match["name"].strip('"') if match else ""
    facts = named(name or mail.partition("@")[0].replace(".", " ").title())
    return facts._replace(points=(PointFact(PointKind.EMAIL, mail),))


def add_new(store: Store, new: NewPerson, *, on: str) -> tuple[Ref, tuple[Ref, ...]]:
    """Write a new person and his tie to me; return him and other people of the same name.

    Raises ConflictError if somebody on file has one of his e-mail addresses, unless `anyway`.
    """
    facts = _with_options(new)
    if not new.anyway:
        refuse_known_email(store, facts)
    person = add_person(store, facts, seen_on=on, to_meet=new.to_meet)
    if new.note:
        add_remark(store, person, new.note, on=on)
    me = my_id(store)
    if me is not None and not new.to_meet:
        imply(store, me, person, Evidence(EvidenceKind.BOOK, on))
    if new.level is not None and me is not None:
        state(store, Statement(me, person, new.level, on))
    return refs(store, [person])[0], same_name(store, person)


def _with_options(new: NewPerson) -> PersonFacts:
    points = [
        *new.facts.points,
        *(PointFact(PointKind.EMAIL, read_email(mail)) for mail in new.emails),
        *(PointFact(PointKind.PHONE, one_line(phone)) for phone in new.phones),
        *(PointFact(PointKind.URL, one_line(url)) for url in new.urls),
        *([city_fact(new.city)] if new.city else []),
    ]
    positions = new.facts.positions
    if new.org or new.title:
        positions = (PositionFact(one_line(new.org or "") or None, one_line(new.title or "") or None),)
    tags = tuple(dict.fromkeys((*new.facts.tags, *(read_tag(word) for word in new.tags))))
    return new.facts._replace(
        points=tuple(points), positions=positions, tags=tags, met_on=new.met_on or new.facts.met_on,
        met_via=new.met or new.facts.met_via,
    )  # fmt: skip
