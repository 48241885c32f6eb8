"""The shapes of careers: positions, skills, organisations, curricula vitae."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref, Skill


class PositionRow(NamedTuple):
    """A position with its permanent number, which `position edit` takes, and that of its organisation."""

    id: int
    org: str | None
    title: str | None
    kind: str
    start: str | None
    end: str | None
    current: bool
    team: str | None
    site: str | None
    seen_on: str | None
    org_id: int | None


class PositionList(NamedTuple):
    """One person's positions, newest first."""

    positions: tuple[PositionRow, ...]
    person: Ref


class PositionRef(NamedTuple):
    """A position, named: its number, the same as text to type, and the position in words."""

    id: int
    handle: str
    name: str


class SkillCount(NamedTuple):
    """A skill or a language and how many people have it."""

    skill: str
    kind: str
    people: int


class SkillList(NamedTuple):
    """All skills, then all languages, by name."""

    skills: tuple[SkillCount, ...]


class OrgRef(NamedTuple):
    """An organisation, named: the permanent number, what to type, the name to read."""

    id: int
    handle: str
    name: str


class Org(NamedTuple):
    """What is kept on an organisation itself; `interest` is the day since when I want to know people there."""

    id: int
    handle: str
    name: str
    domain: str | None
    headcount: int | None
    aliases: tuple[str, ...]
    interest: str | None = None


class OrgRow(NamedTuple):
    """One line of a list of organisations: how many people are there now, and how many were and left."""

    id: int
    handle: str
    name: str
    people: int
    past: int
    domain: str | None
    headcount: int | None
    aliases: tuple[str, ...]
    interest: str | None = None


class OrgList(NamedTuple):
    """Organisations in order; `hidden` counts those without a contact of mine, when they were left out."""

    orgs: tuple[OrgRow, ...]
    hidden: int = 0
    beyond: int = 0


class AtOrg(NamedTuple):
    """One person's position at an organisation that is asked about; `level` is how well we know each other."""

    id: int
    handle: str
    name: str
    title: str | None
    team: str | None
    site: str | None
    kind: str
    start: str | None
    end: str | None
    current: bool
    level: int | None


class OrgShown(NamedTuple):
    """What `org show` prints: the organisation, who is there, and who left; `hidden` counts people left out."""

    org: Org
    people: tuple[AtOrg, ...]
    past: tuple[AtOrg, ...]
    hidden: int = 0


class WhoAt(NamedTuple):
    """Who is at an organisation, who may have been on the date `in`, or who `ever` was; `hidden` counts others."""

    people: tuple[AtOrg, ...]
    org: OrgRef
    in_: str | None
    ever: bool
    hidden: int = 0


class Recommendation(NamedTuple):
    """A recommendation: who vouches for whom, as what, in which words; state is asked, given, hidden or declined.

    `role` is what the other of the two was then, as the source has it.
    """

    id: int
    author: Ref
    subject: Ref
    for_what: str | None
    role: str | None
    text: str | None
    state: str
    on: str | None


class Endorsed(NamedTuple):
    """A skill for which somebody is endorsed, and by how many people."""

    skill: str
    people: int


class CvPosition(NamedTuple):
    """One position in a curriculum vitae; `start` and `end` are partial dates."""

    title: str | None
    team: str | None
    site: str | None
    start: str | None
    end: str | None
    current: bool


class CvPlace(NamedTuple):
    """An organisation in a curriculum vitae with the positions there that follow each other, newest first."""

    org: str | None
    positions: tuple[CvPosition, ...]


class Cv(NamedTuple):
    """A curriculum vitae: nothing in it is private. The preferred e-mail address and phone number stand for all."""

    name: str
    headline: str | None
    email: str | None
    phone: str | None
    city: str | None
    country: str | None
    urls: tuple[str, ...]
    summary: str | None
    experience: tuple[CvPlace, ...]
    education: tuple[CvPlace, ...]
    volunteering: tuple[CvPlace, ...]
    boards: tuple[CvPlace, ...]
    skills: tuple[Skill, ...]
    languages: tuple[Skill, ...]
    recommendations: tuple[Recommendation, ...] = ()


def _org(shown: OrgShown) -> list[Record]:
    """Return an organisation as (field, value) records, empty fields left out, then who is there and who left."""
    facts: list[Record] = [(name, value) for name, value in zip(shown.org._fields, shown.org, strict=True) if value]
    people = (("now", shown.people), ("past", shown.past))
    return facts + [(when, *person) for when, found in people for person in found]


LISTS: dict[str, Listed] = {
    "PositionList": Listed("positions"),
    "SkillList": Listed("skills"),
    "OrgList": Listed("orgs"),
    "WhoAt": Listed("people"),
}
RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "OrgShown": _org,
    "Recommendation": lambda r: [(name, value) for name, value in zip(r._fields, r, strict=True) if value],
}
