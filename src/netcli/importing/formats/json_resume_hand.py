"""CVs that people write by hand as JSON, with names of their own for what JSON Resume has: put as that has it.

`Work Experience`, `employment` and `internships` are `work`, `info` and `header` hold what `basics` does. Names are
compared without case, blanks and strokes. What has no name here stays as it is; nothing is put over anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from netcli.importing.formats.json_values import Json


def _names(lines: Mapping[str, str]) -> dict[str, str]:
    return {name: target for target, names in lines.items() for name in names.split()}


_SECTIONS = _names({
    "contact": "contact contactinfo contactinformation contactdetails header info information personal personalinfo"
    " personalinformation personaldetails profile about aboutme candidate person",
    "work": "work works workexperience workexperiences workhistory experience experiences employment employments"
    " employmenthistory professionalexperience jobs career internships internship internshipexperience",
    "education": "education educations educationalbackground academics academicbackground studies",
    "skills": "skills skill skillset technicalskills keyskills coreskills",
    "languages": "languages spokenlanguages",
    "volunteer": "volunteer volunteering volunteerexperience volunteerwork",
    "references": "references testimonials", "projects": "projects personalprojects", "awards": "awards",
    "certificates": "certificates certifications", "publications": "publications", "interests": "interests hobbies",
    "summary": "summary professionalsummary careersummary objective careerobjective",
})  # fmt: skip
_OF_BASICS = _names({
    "name": "name fullname", "label": "label title position role jobtitle headline designation",
    "email": "email mail emailaddress", "phone": "phone phonenumber mobile mobilenumber tel telephone phones",
    "url": "url website site homepage portfolio web", "location": "location address city",
    "summary": "summary bio about objective", "linkedin": "linkedin linkedinurl linkedinprofile",
    "github": "github githuburl githubprofile", "image": "image", "picture": "picture", "profiles": "profiles",
})  # fmt: skip
_DATES = {
    "startDate": "startdate start from datestart started startyear", "endDate": "enddate end to dateend ended endyear",
    "period": "period dates date duration years time daterange timeperiod", "location": "location place",
}  # fmt: skip
_MEMBERS = {
    "work": _names(_DATES | {
        "company": "company companyname employer organization organisation firm",
        "position": "position title role jobtitle designation",
    }),
    "education": _names(_DATES | {
        "institution": "institution institutionname institute school schoolname university college",
        "degree": "degree studytype qualification diploma", "area": "area field fieldofstudy major program branch",
        "endDate": "enddate end to dateend ended endyear year graduationyear yearofgraduation graduationdate",
    }),
}  # fmt: skip
#: Lists of the jobs that somebody had at one company.
_JOBS_THERE = ("roles", "positions")


def as_resume(found: Json) -> Json:
    """Return a CV with its sections and their members as JSON Resume names them; one with `basics` is as it is."""
    if isinstance(found.get("basics"), dict):
        return found
    taken: Json = {}
    for name, value in found.items():
        section = _SECTIONS.get(_plain(name), name) if isinstance(value, (dict, list, str)) else name
        if section == "contact" and not isinstance(value, dict):
            section = name
        _put(taken, section, name, value)
    basics = _renamed(taken.pop("contact", {}), _OF_BASICS)
    for name in [name for name in taken if _plain(name) in _OF_BASICS and _OF_BASICS[_plain(name)] not in basics]:
        basics[_OF_BASICS[_plain(name)]] = taken.pop(name)
    _join_names(basics)
    if isinstance(said := basics.get("summary"), dict) and len(said) == 1:
        basics["summary"] = next(iter(said.values()))
    for section, names in _MEMBERS.items():
        if section in taken:
            taken[section] = [_renamed(item, names) for item in _each(taken[section], section)]
    if isinstance(skills := taken.get("skills"), dict) and not {"name", "keywords"} & skills.keys():
        taken["skills"] = [*_flat(skills)]
    return ({"basics": basics} if basics else {}) | taken


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def _put(taken: Json, section: str, name: str, value: object) -> None:
    """Put a section to what is of its kind already: a list behind a list; else it keeps its own name."""
    there = taken.get(section)
    if section not in taken:
        taken[section] = value
    elif isinstance(there, list) and isinstance(value, list):
        taken[section] = [*there, *value]
    elif isinstance(there, dict) and isinstance(value, dict) and not there.keys() & value.keys():
        taken[section] = there | value
    else:
        taken[name] = value


def _renamed(item: object, names: Mapping[str, str]) -> Json:
    """Return an object with its members renamed, the first of each name; others of that name stay as they are."""
    if not isinstance(item, dict):
        return {"name": item} if isinstance(item, str) else {"value": item}
    found: Json = {}
    for name, value in item.items():
        target = names.get(_plain(name), name)
        found[name if target in found or (target != name and target in item) else target] = value
    return found


def _join_names(basics: Json) -> None:
    """Put first and last name together, if there is no whole name."""
    parts = {_plain(name): name for name in basics if _plain(name) in {"firstname", "lastname", "givenname", "surname"}}
    words = [basics[parts[key]] for key in ("firstname", "givenname", "lastname", "surname") if key in parts]
    if "name" not in basics and words and all(isinstance(word, str) for word in words):
        basics["name"] = " ".join(words)
        for name in parts.values():
            del basics[name]


def _each(found: object, section: str) -> Iterator[object]:
    """Yield the items of a section; of several jobs at one company each by itself."""
    for item in found if isinstance(found, list) else [found]:
        company = item if section == "work" and isinstance(item, dict) else {}
        there = (company[name] for name in _JOBS_THERE if isinstance(company.get(name), list))
        jobs: list[object] = next(there, [])
        if jobs and all(isinstance(job, dict) for job in jobs):
            shared = {name: value for name, value in company.items() if name not in _JOBS_THERE}
            yield from (shared | job for job in jobs if isinstance(job, dict))
        else:
            yield item


def _flat(skills: Json) -> Iterator[object]:
    """Yield the skills that stand in lists below words for their kind."""
    for kind, listed in skills.items():
        if isinstance(listed, list):
            yield from listed
        elif isinstance(listed, str):
            yield {"keywords": listed}
        else:
            yield {kind: listed}
