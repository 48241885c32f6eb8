"""A CV as JSON Resume: valid by the schema, nothing private in it, and the same CV when it is read again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcli.domain.cv import cv_of
from netcli.exporting.json_resume import as_text, resume_of
from netcli.importing.formats.json_resume import read
from netcli.model import PersonFacts, PointFact, PointKind, PositionFact, PositionKind, SkillFact
from netcli.results import Person, Position, Skill
from tests.conftest import CORPORA, Netcli
from tests.exporting._people import LABELS, as_person, words

SCHEMA = CORPORA / "jsonresume" / "jsonresume-resume-schema__schema.json"


@pytest.fixture
def career(netcli: Netcli) -> Netcli:
    """Return a runner on a file in which I have a career."""
    netcli(
        "import - --source old",
        stdin='{"basics": {"name": "Sam Moreau", "location": {"address": "1 Road", "city": "Lyon"}}}',
    )
    netcli("edit me --headline Builder --set 'summary=One. Two.' --email sam@example.org --phone '+33 1 99 00 12 34'")
    netcli("edit me --set 'url=https://sam.example.org' --set 'im=@sam (Mastodon)'")
    netcli("position add me --org Kestrel --title CTO --team Labs --site Lyon --from 2020-01")
    netcli("position add me --org Helix --title Engineer --from 2015 --to 2019-12-31")
    netcli("position add me --org Old --title Clerk --past")
    netcli("position add me --org 'Harbour Trust' --title Chair --kind board --from 2022")
    netcli("position add me --org 'Food Bank' --title Driver --kind volunteer --from 2018")
    netcli("position add me --org 'University of Lyon' --title 'MSc, Physics, Optics' --kind study --to 2012")
    netcli("skill me SQL --level expert")
    netcli("skill me French --language --level native")
    netcli("note me secret")
    netcli("tag me secret")
    return netcli


def schema() -> Any:
    """Return the schema of JSON Resume; skip where it is not at hand."""
    if not SCHEMA.exists():
        pytest.skip(f"no schema of JSON Resume in {SCHEMA.parent}")
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def test_a_resume_holds_what_cv_prints(career: Netcli) -> None:
    """Sections in the order of the schema, positions newest first; nothing private."""
    found: Any = career("export json-resume").json

    assert list(found) == ["$schema", "basics", "work", "volunteer", "education", "skills", "languages", "meta"]
    assert found["basics"]["location"] == {"city": "Lyon"}
    assert found["basics"]["profiles"] == [{"network": "Mastodon", "username": "@sam"}]
    assert [(job["name"], job.get("kind"), job.get("current")) for job in found["work"]] == [
        ("Harbour Trust", "board", None), ("Kestrel", None, None), ("Helix", None, None), ("Old", None, False),
    ]  # fmt: skip
    assert found["work"][1] == {
        "name": "Kestrel", "position": "CTO", "department": "Labs", "location": "Lyon", "startDate": "2020-01"
    }  # fmt: skip
    assert found["education"] == [
        {"institution": "University of Lyon", "studyType": "MSc", "area": "Physics, Optics", "endDate": "2012"}
    ]
    assert "secret" not in json.dumps(found)


def test_a_resume_read_into_a_new_file_gives_the_same_cv(career: Netcli, tmp_path: Path) -> None:
    """Recommendations with who gave them and as what; sections that netcli has no place for come along."""
    more = {
        "basics": {"name": "Sam Moreau"}, "references": [{"name": "Bo Lind", "role": "CEO", "reference": "Good.\nVery."}],
        "awards": [{"title": "Best", "date": "2020"}], "projects": [{"name": "X", "keywords": ["a"], "startDate": "soon"}],
    }  # fmt: skip
    (tmp_path / "more.json").write_text(json.dumps(more))
    career("import", str(tmp_path / "more.json"))
    before: Any = career("cv --format json").json
    career("export", "json-resume", "-o", str(tmp_path / "r.json"))

    career("--db", str(tmp_path / "new.db"), "import", str(tmp_path / "r.json"))
    after: Any = career("--db", str(tmp_path / "new.db"), "cv", "--format", "json").json
    again: Any = career("--db", str(tmp_path / "new.db"), "export", "json-resume").json

    told = [(said["author"]["name"], said["role"], said["text"]) for said in after.pop("recommendations")]
    before.pop("recommendations")
    assert after == before
    assert told == [("Bo Lind", "CEO", "Good.\nVery.")]
    assert again == json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (again["awards"], again["projects"]) == (more["awards"], [{"name": "X", "keywords": ["a"]}])


def test_somebody_elses_cv_and_an_empty_one(career: Netcli) -> None:
    """Named like anybody; without a job there is a hint."""
    career("add 'Ana Pires'")

    ran = career("export json-resume ana-pires")

    assert ran.json == {
        "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
        "basics": {"name": "Ana Pires"}, "meta": {"version": "v1.0.0"},
    }  # fmt: skip
    assert "netcli position add ana-pires" in ran.err


def test_letters_stay_and_what_cannot_be_seen_is_an_escape() -> None:
    """The file is to be read and edited by hand."""
    assert as_text({"name": "Zoé \u202e\x7f\x9b\U000e0041"}) == (
        '{\n  "name": "Zoé \\u202e\\u007f\\u009b\\udb40\\udc41"\n}\n'
    )


ODD = {"0206", "3000-01"}  #: dates that the schema does not take
DAY = st.none() | st.sampled_from(["2019", "2019-03", "2019-03-14", *sorted(ODD)])
POSITIONS = st.builds(
    PositionFact, words(8), st.none() | words(8), st.sampled_from(PositionKind), DAY, DAY, st.booleans(),
    st.none() | words(8), st.none() | words(8),
)  # fmt: skip
POINTS = st.one_of(
    st.builds(PointFact, st.just(PointKind.URL), st.sampled_from(["https://example.org/a", "example.org/b", "no page", "a b:c"]), LABELS),
    st.builds(PointFact, st.just(PointKind.IM), words(8), LABELS),
    st.builds(PointFact, st.just(PointKind.EMAIL), st.sampled_from(["ana@example.org", "none"])),
    st.builds(PointFact, st.just(PointKind.PHONE), st.just("+33 1 99 00 12 34")),
    words(8).map(lambda city: PointFact(PointKind.ADDRESS, city, parts=(("city", city), ("country", "FR")))),
)  # fmt: skip
SKILLS = st.builds(
    SkillFact, st.sampled_from(["SQL", "C++", "C"]), st.sampled_from(["skill", "language"]), st.none() | words(8)
)
CAREERS = st.fixed_dictionaries({
    "name": words(), "headline": st.none() | words(), "summary": st.none() | words(),
    "points": st.lists(POINTS, max_size=3, unique_by=lambda point: (point.kind, point.value)).map(tuple),
    "positions": st.lists(POSITIONS, max_size=3, unique=True).map(tuple),
    "skills": st.lists(SKILLS, max_size=3, unique_by=lambda skill: skill[:2]).map(tuple),
}).map(lambda drawn: PersonFacts(**drawn))  # fmt: skip


def person_of(facts: PersonFacts) -> Person:
    """Return facts as they are kept on somebody, careers whole."""
    jobs = tuple(Position(p.org, p.title, p.kind, p.start, p.end, p.current, p.team, p.site) for p in facts.positions)
    skills = tuple(Skill(*skill) for skill in sorted(facts.skills, key=lambda skill: skill.kind != "skill"))
    return as_person(facts)._replace(positions=jobs, skills=skills)


@given(CAREERS)
def test_every_resume_is_valid(facts: PersonFacts) -> None:
    """By the schema; the addresses of pages are such."""
    text = as_text(resume_of(person_of(facts)))

    jsonschema.validate(json.loads(text), schema())
    assert all(re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", uri, re.IGNORECASE) for uri in re.findall(r'"url": "(.*)"', text))


@given(CAREERS.filter(lambda facts: not {day for job in facts.positions for day in job[3:5]} & ODD))
def test_every_resume_comes_back(facts: PersonFacts) -> None:
    """Read again it is the same; so is the CV, save pages that are none and further addresses."""
    person = person_of(facts)
    made = resume_of(person)

    again = person_of(read(as_text(made).encode()).drafts[0].facts)

    assert resume_of(again) == made
    then, now = (cv_of(whose)._replace(email=None, urls=()) for whose in (person, again))
    assert now == then
