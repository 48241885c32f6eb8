"""A curriculum vitae as JSON Resume has it, version 1.0.0: https://jsonresume.org/schema (all members are optional).

It holds what `cv` prints, so nothing private: no street, remark, note, tag or tie. Four members are netcli's own, which
the schema allows: `department`, `current` and `kind` of a position, `role` of a reference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from netcli.domain.cv import KEPT_SECTIONS, cv_of
from netcli.domain.position import newest_first
from netcli.model import PositionKind
from netcli.results import Person, Point, Position
from netcli.results_career import Cv, Recommendation
from netcli.storage import Store

Json = dict[str, Any]

_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
#: Dates as the schema takes them: its definition iso8601.
_DATE = re.compile(r"[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?")
_DATES = frozenset({"date", "releaseDate", "startDate", "endDate"})
_LISTS = frozenset({"highlights", "keywords", "roles", "courses"})
#: What the schema calls a uri: RFC 3986 section 3, as far as it matters.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_KEPT = "SELECT raw FROM source_record JOIN source ON source.id = source_id WHERE person_id = ? AND format = ?"
#: Where a position of each kind stands, and what its organisation is called there.
_PLACES = {
    PositionKind.WORK: ("work", "name"), PositionKind.BOARD: ("work", "name"),
    PositionKind.VOLUNTEER: ("volunteer", "organization"), PositionKind.STUDY: ("education", "institution"),
}  # fmt: skip


def resume_of(person: Person, recommendations: Sequence[Recommendation] = (), kept: Json | None = None) -> Json:
    """Return somebody's curriculum vitae; `kept` are sections of an earlier one that netcli has no place for."""
    cv = cv_of(person)
    sections: Json = {"work": [], "volunteer": [], "education": []}
    for position in sorted(person.positions, key=newest_first, reverse=True):
        section, org = _PLACES[PositionKind(position.kind)]
        sections[section].append(_position(position, org))
    return _filled({
        "$schema": _SCHEMA,
        "basics": _basics(cv, person),
        **sections,
        "skills": [_filled({"name": skill.name, "level": skill.level}) for skill in cv.skills],
        "languages": [_filled({"language": spoken.name, "fluency": spoken.level}) for spoken in cv.languages],
        "references": [
            _filled({"name": said.author.name, "role": said.role, "reference": said.text}) for said in recommendations
        ],
        **(kept or {}),
        "meta": {"version": "v1.0.0"},
    })  # fmt: skip


def as_text(resume: Json) -> str:
    """Return a CV as JSON to read and to edit: letters as they are, what cannot be seen as an escape."""
    text = json.dumps(resume, ensure_ascii=False, indent=2)
    return "".join(c if c.isprintable() or c == "\n" else _escaped(c) for c in text) + "\n"


def kept_sections(store: Store, person: int) -> Json:
    """Return the sections of somebody's CVs that netcli has no place for, as far as the schema takes them.

    Of several CVs the one that was read last counts.
    """
    found: Json = {}
    for raw in store.column(f"{_KEPT} ORDER BY import_id, source_record.id", (person, "json-resume")):
        told = {name: value for line in raw.split("\n") for name, value in _member(line)}
        found |= {name: items for name in KEPT_SECTIONS if (items := list(_valid(told.get(name))))}
    return found


def _member(line: str) -> Iterator[tuple[str, object]]:
    """Yield the member that a kept line is, nothing for one that has been tampered with."""
    try:
        yield from json.loads(f"{{{line}}}").items()
    except ValueError:
        return


def _valid(section: object) -> Iterator[Json]:
    for item in section if isinstance(section, list) else ():
        if isinstance(item, dict) and (left := {name: value for name, value in item.items() if _fits(name, value)}):
            yield left


def _fits(name: str, value: object) -> bool:
    """Tell whether the schema takes a member: lists hold text, dates are dates, all others are text."""
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(text, str) for text in value)
    pattern = _DATE if name in _DATES else _URI if name == "url" else None
    return isinstance(value, str) and (pattern is None or bool(pattern.fullmatch(value)))


def _escaped(character: str) -> str:
    found = json.dumps(character)[1:-1]
    return found if found != character else f"\\u{ord(character):04x}"


def _filled(item: Json) -> Json:
    """Return an object without what is empty."""
    return {name: value for name, value in item.items() if value not in (None, "", [], {})}


def _basics(cv: Cv, person: Person) -> Json:
    """Return who it is: the first page without a label is his own, the others stand among the profiles."""
    own = next((url for url in person.urls if not url.label and _uri(url.value)), None)
    email = next((email.value for email in person.emails if "@" in email.value), None)
    region = next((address.region for address in person.addresses if address.city), None)
    is_code = bool(cv.country and re.fullmatch("[A-Z]{2}", cv.country))
    return _filled({
        "name": cv.name, "label": cv.headline, "email": email, "phone": cv.phone, "url": own and _uri(own.value),
        "summary": cv.summary,
        "location": _filled({"city": cv.city, "region": region, "countryCode" if is_code else "country": cv.country}),
        "profiles": list(_profiles([url for url in person.urls if url is not own], person.ims)),
    })  # fmt: skip


def _profiles(pages: Sequence[Point], ims: Sequence[Point]) -> Iterator[Json]:
    """Yield a profile for each page, with the name there if one is known, then those names that have no page."""
    names = list(ims)
    for page in pages:
        name = next((im for im in names if page.label and im.label == page.label), None)
        if name:
            names.remove(name)
        if uri := _uri(page.value):
            yield _filled({"network": page.label, "username": name and name.value, "url": uri})
    yield from (_filled({"network": im.label, "username": im.value}) for im in names)


def _uri(text: str) -> str | None:
    """Return an address of a page as the schema takes it, with its scheme; None for words."""
    whole = text if ":" in text else f"https://{text}"
    return whole if _URI.fullmatch(whole) else None


def _position(position: Position, org: str) -> Json:
    """Return a position; `current` is told where the end, or its absence, would say otherwise."""
    start, end = (day if day and _DATE.fullmatch(day) else None for day in (position.start, position.end))
    title: Json = {"position": position.title}
    if position.kind == PositionKind.STUDY:
        degree, _, area = (position.title or "").partition(", ")
        title = {"studyType": degree, "area": area}
    return _filled({
        org: position.org, **title, "department": position.team, "location": position.site,
        "kind": position.kind if position.kind == PositionKind.BOARD else None, "startDate": start, "endDate": end,
        "current": None if position.current == (end is None) else position.current,
    })  # fmt: skip
