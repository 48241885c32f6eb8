"""A curriculum vitae: what one person's record holds that may be shown to others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from netcli.domain.person import load_person
from netcli.domain.position import newest_first
from netcli.domain.recommendation import recommendations_of
from netcli.model import PositionKind
from netcli.results import Person, Position, Ref, Skill
from netcli.results_career import Cv, CvPlace, CvPosition, Recommendation
from netcli.storage import Store
from netcli.text import fold

#: Sections of a JSON Resume that netcli has no place for. They are kept as they came, and written again.
KEPT_SECTIONS = ("awards", "certificates", "publications", "interests", "projects")


def curriculum(store: Store, person: Ref) -> Cv:
    """Return a person's curriculum vitae, with the recommendations that may be shown."""
    return cv_of(load_person(store, person.id))._replace(recommendations=shown_recommendations(store, person))


def shown_recommendations(store: Store, person: Ref) -> tuple[Recommendation, ...]:
    """Return the recommendations that somebody got and may show, the newest first."""
    got = recommendations_of(store, person.id)
    return tuple(said for said in got if said.subject.id == person.id and said.state == "given" and said.text)


def cv_of(person: Person) -> Cv:
    """Return the curriculum vitae in a person's record: no remark, note, tag, tie or street is in it."""
    city = next((address for address in person.addresses if address.city), None)
    places = {kind: _places(p for p in person.positions if p.kind == kind.value) for kind in PositionKind}
    return Cv(
        name=person.name, headline=person.headline,
        email=person.emails[0].value if person.emails else None,
        phone=person.phones[0].value if person.phones else None,
        city=city.city if city else None, country=city.country if city else None,
        urls=tuple(url.value for url in person.urls), summary=person.summary,
        experience=places[PositionKind.WORK], education=places[PositionKind.STUDY],
        volunteering=places[PositionKind.VOLUNTEER], boards=places[PositionKind.BOARD],
        skills=_skills(person.skills, "skill"), languages=_skills(person.skills, "language"),
    )  # fmt: skip


def _skills(skills: Sequence[Skill], kind: str) -> tuple[Skill, ...]:
    return tuple(skill for skill in skills if skill.kind == kind)


def _places(positions: Iterable[Position]) -> tuple[CvPlace, ...]:
    """Return positions newest first, those that follow each other at one organisation together."""
    ordered = sorted(positions, key=newest_first, reverse=True)
    numbered = enumerate(ordered)
    places = groupby(numbered, key=lambda item: fold(item[1].org) or item[1].org if item[1].org else item[0])
    return tuple(_place([position for _, position in group]) for _, group in places)


def _place(positions: Sequence[Position]) -> CvPlace:
    return CvPlace(
        positions[0].org,
        tuple(CvPosition(p.title, p.team, p.site, p.start, p.end, p.current) for p in positions),
    )
