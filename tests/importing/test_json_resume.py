"""JSON Resume: what becomes of each member, whatever its type, and what real files say."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcli.errors import BadInputError
from netcli.importing.draft import Reading
from netcli.importing.formats import recognise
from netcli.importing.formats.json_resume import is_ours, read
from netcli.model import PersonFacts
from tests.conftest import CORPORA

FOLDER = CORPORA / "jsonresume"
#: Of real files: counts of facts, and digests of what was read by eye. None of their content stands here.
_PERSON = {"name": "48c4e933", "headline": "5a7f82d9", "positions": 3, "skills": 9, "vouches": 1}
REAL: dict[str, dict[str, object]] = {
    "jsonresume-resume-schema__sample.resume.json": {
        **_PERSON,
        "points": 7,
        "kept": 14,
        "jobs": "bee6608e",
        "current": 0,
    },
    "wspittman-JsonResumeDotNet__errors.json": {**_PERSON, "points": 4, "kept": 25, "jobs": "29a10063", "current": 0},
    "wspittman-JsonResumeDotNet__errorsCleaned.json": {
        **_PERSON,
        "points": 4,
        "kept": 11,
        "jobs": "29a10063",
        "current": 3,
    },
    "wspittman-JsonResumeDotNet__shallowNulls.json": {},
}


def cv(**members: Any) -> Reading:
    """Return what a CV of these members says."""
    return read(json.dumps(members).encode())


def facts(**members: Any) -> PersonFacts:
    """Return the facts that a CV of these members gives."""
    return cv(**members).drafts[0].facts


def jobs(**members: Any) -> list[tuple[object, ...]]:
    """Return positions without kind, team and site."""
    return [(p.org, p.title, p.start, p.end, p.current) for p in facts(**members).positions]


def test_everything_in_its_place() -> None:
    """A whole CV: who it is, where he was, what he knows, who vouches for him."""
    read_ = cv(
        basics={
            "name": "Ana Pires", "label": "Engineer", "email": "ana@example.org", "phone": "+351 21 555 0101",
            "url": "https://ana.example.org", "summary": "One.\nTwo.",
            "location": {"address": "1 Road\nFlat 2", "city": "Lyon", "postalCode": "69001", "countryCode": "FR", "region": "R"},
            "profiles": [
                {"network": "GitHub", "username": "ana", "url": "https://github.example/ana"},
                {"network": "Mastodon", "username": "@ana"},
            ],
        },
        work=[{"name": "Helix", "position": "CTO", "location": "Lyon", "startDate": "2020-01"}],
        volunteer=[{"organization": "Food Bank", "position": "Driver", "startDate": "2015", "endDate": "2016-02-03"}],
        education=[{"institution": "Uni", "studyType": "MSc", "area": "Physics", "endDate": "2012"}],
        skills=[{"name": "Web", "level": "expert", "keywords": ["HTML", "web"]}],
        languages=[{"language": "French", "fluency": "B2"}],
        references=[{"name": "Bo Lind", "reference": "Good."}],
    )  # fmt: skip
    found = read_.drafts[0].facts

    assert (found.name, found.given, found.family, found.headline) == ("Ana Pires", "Ana", "Pires", "Engineer")
    assert found.summary == "One.\nTwo."
    assert [(p.kind, p.value, p.label) for p in found.points] == [
        ("email", "ana@example.org", None), ("phone", "+351 21 555 0101", None), ("url", "https://ana.example.org", None),
        ("address", "1 Road, Flat 2, Lyon, R, 69001, FR", None), ("url", "https://github.example/ana", "GitHub"),
        ("im", "@ana", "Mastodon"),
    ]  # fmt: skip
    assert [(p.kind, p.org, p.title, p.site, p.start, p.end, p.current) for p in found.positions] == [
        ("work", "Helix", "CTO", "Lyon", "2020-01", None, True),
        ("volunteer", "Food Bank", "Driver", None, "2015", "2016-02-03", False),
        ("study", "Uni", "MSc, Physics", None, None, "2012", False),
    ]
    assert [tuple(s) for s in found.skills] == [
        ("Web", "skill", "expert"), ("HTML", "skill", None), ("French", "language", "B2"),
    ]  # fmt: skip
    assert [(v.other.name, v.text, v.received) for v in read_.beside.vouches] == [("Bo Lind", "Good.", True)]
    assert read_.skipped == ()


@pytest.mark.parametrize(
    ("job", "told"),
    [
        ({}, (None, None, True)),
        ({"startDate": "2019-03-14", "endDate": None}, ("2019-03-14", None, True)),
        ({"startDate": "2019", "endDate": ""}, ("2019", None, True)),
        ({"startDate": 2019, "endDate": "Present"}, ("2019", None, True)),
        ({"startDate": "2019-03-14T00:00:00Z", "endDate": "Mar 2020"}, ("2019-03-14", "2020-03", False)),
        ({"startDate": "soon", "endDate": "some day"}, (None, None, False)),
        ({"endDate": "2030", "current": True}, (None, "2030", True)),
        ({"current": False}, (None, None, False)),
        ({"startDate": "2019/3", "endDate": "03.2020"}, ("2019-03", "2020-03", False)),
        ({"startDate": "2019-03", "endDate": "2020-03 (12 months)"}, ("2019-03", "2020-03", False)),
        ({"startDate": "2019-03", "endDate": "至今（9个月）"}, ("2019-03", None, True)),
        ({"dates": "03/2019 – 09/2020"}, ("2019-03", "2020-09", False)),
        ({"period": "2019-2020"}, ("2019", "2020", False)),
        ({"duration": "Mar 2019 - Present"}, ("2019-03", None, True)),
        ({"date": "Mar 2019"}, (None, "2019-03", False)),
        ({"duration": "3 months"}, (None, None, False)),
    ],
)
def test_dates_are_partial_and_no_end_is_now(job: dict[str, object], told: tuple[object, ...]) -> None:
    """An end that cannot be read is an end all the same."""
    assert [found[2:] for found in jobs(work=[{"name": "Helix", **job}])] == [told]


def test_older_names_count() -> None:
    """`company`, `website` and `picture` are of before 1.0.0."""
    read_ = cv(
        basics={"name": "Ana", "website": "https://ana.example.org", "picture": "https://ana.example.org/a.jpg"},
        work=[{"company": "Helix", "position": "CTO", "website": "https://helix.example"}],
    )

    assert [p.value for p in read_.drafts[0].facts.points] == ["https://ana.example.org"]
    assert read_.drafts[0].facts.positions[0].org == "Helix"
    assert read_.drafts[0].raw == (
        '"basics.picture": "https://ana.example.org/a.jpg"', '"work[0].website": "https://helix.example"',
    )  # fmt: skip


def test_a_picture_in_the_file_is_the_photo() -> None:
    """A link is kept and never followed."""
    data = b"GIF89a\n"
    found = cv(basics={"name": "Ana", "image": "data:image/gif;base64," + base64.b64encode(data).decode()}).drafts[0]

    assert found.photo is not None
    assert (found.photo.data, found.photo.media_type) == (data, "image/gif")


def test_what_has_no_place_is_kept_and_counted() -> None:
    """One line of JSON a member; one line of the report a section."""
    read_ = cv(
        basics={"name": "Ana", "email": "not one", "x": 1},
        work=[{"name": "Helix", "summary": "s", "highlights": ["a"]}, {"name": "Orbit", "summary": "t"}, 7],
        awards=[{"title": "A"}, {"title": "B"}],
        meta={"version": "v1.0.0"},
        interests=[],
    )

    assert read_.drafts[0].raw == (
        '"basics.email": "not one"', '"basics.x": 1', '"work[0].summary": "s"', '"work[0].highlights": ["a"]',
        '"work[1].summary": "t"', '"work[2]": 7', '"awards": [{"title": "A"}, {"title": "B"}]',
    )  # fmt: skip
    assert [tuple(s) for s in read_.skipped] == [
        ("cannot be read, kept as it came: basics (email)", 1),
        ("cannot be read, kept as it came: work", 1),
        ("no place for it in netcli, kept as it came: awards", 2),
        ("no place for it in netcli, kept as it came: basics (x)", 1),
        ("no place for it in netcli, kept as it came: work (summary, highlights)", 3),
    ]


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"skills": ["SQL", None, {"name": "Go", "keywords": "Docker"}, 3]}, ["SQL", "Go", "Docker"]),
        ({"skills": {"name": "SQL"}}, ["SQL"]),
        ({"skills": [{"name": "C++"}, {"name": "C"}, {"name": "c"}]}, ["C++", "C"]),
        ({"languages": ["French", {"name": "German"}]}, ["French", "German"]),
        ({"skills": "SQL"}, ["SQL"]),
    ],
)
def test_wrong_types_are_taken_where_they_make_sense(members: dict[str, Any], told: list[str]) -> None:
    """A text for an object, an object for a list."""
    assert [s.name for s in facts(basics={"name": "Ana"}, **members).skills] == told


def test_a_cv_by_hand_is_read_without_basics() -> None:
    """What stands at the top or below `contact` is his; jobs may be called experience, their members otherwise."""
    read_ = cv(
        name="Ana Pires", title="CTO", summary="Builds.",
        contact={"email": "ana@example.org", "phone": "upon request", "linkedin": "https://www.linkedin.com/in/ana"},
        experience=[{"employer": "Helix", "role": "Cook", "dates": "2019 - 2020"}],
        education={"school": "Porto", "degree": "MSc", "field": "Tea", "date": "2012"},
    )  # fmt: skip
    found = read_.drafts[0].facts

    assert (found.name, found.headline, found.summary) == ("Ana Pires", "CTO", "Builds.")
    assert [point.value for point in found.points] == ["ana@example.org", "https://www.linkedin.com/in/ana"]
    assert [(job.org, job.title, job.start, job.end, job.current) for job in found.positions] == [
        ("Helix", "Cook", "2019", "2020", False), ("Porto", "MSc, Tea", None, "2012", False),
    ]  # fmt: skip
    assert read_.drafts[0].raw == ('"basics.phone": "upon request"',)


def test_a_cv_by_hand_may_have_names_of_its_own() -> None:
    """In any case, with blanks or strokes; skills in lists of kinds, several jobs at one company."""
    text = json.dumps({
        "Personal Information": {
            "First Name": "Ana", "Last Name": "Pires", "Position": "CTO", "E-mail": "ana@example.org",
            "Phone": ["+351 21 000 0001", "+351 21 000 0002"], "LinkedIn": "linkedin.com/in/ana",
        },
        "Summary": {"text": "Builds."},
        "Work Experience": [
            {"Company": "Helix", "roles": [
                {"Title": "Lead", "period": "10/2018-Present"}, {"Title": "Dev", "period": "09/2016-10/2018"},
            ]},
            {"Employer": "Orbit", "Job Title": "Cook", "from": "2/2005", "to": "12/2008", "Duties": "Soup"},
        ],
        "Internships": [{"Company": "Kestrel", "Title": "Intern", "Duration": "2003-06-2003-09"}],
        "education": {"University": "Porto", "Degree": "MSc", "Graduation Year": 2004},
        "technical_skills": {"Tools": ["SQL", {"name": "vim", "level": 5}], "Other": "Go, C"},
    })  # fmt: skip
    assert is_ours(text.encode())
    (draft,) = read(text.encode()).drafts
    found = draft.facts

    assert (found.name, found.headline, found.summary) == ("Ana Pires", "CTO", "Builds.")
    assert [point.value for point in found.points] == [
        "ana@example.org", "+351 21 000 0001", "+351 21 000 0002", "linkedin.com/in/ana",
    ]  # fmt: skip
    assert [(job.org, job.title, job.start, job.end, job.current) for job in found.positions] == [
        ("Helix", "Lead", "2018-10", None, True), ("Helix", "Dev", "2016-09", "2018-10", False),
        ("Orbit", "Cook", "2005-02", "2008-12", False), ("Kestrel", "Intern", "2003-06", "2003-09", False),
        ("Porto", "MSc", None, "2004", False),
    ]  # fmt: skip
    assert [(skill.name, skill.level) for skill in found.skills] == [
        ("SQL", None),
        ("vim", "5"),
        ("Go", None),
        ("C", None),
    ]
    assert draft.raw == ('"work[2].Duties": "Soup"',)


@pytest.mark.parametrize(
    ("said", "name", "role"),
    [
        ("Bo Lind, Co-founder of Orbit, Ltd.", "Bo Lind", "Co-founder of Orbit, Ltd"), ("Bo Lind, CTO", "Bo Lind", "CTO"),
        ("Lind, Bo", "Lind, Bo", None), ("van Lind, Bo", "van Lind, Bo", None), ("Bo Lind, PhD, MBA", "Bo Lind, PhD, MBA", None),
    ],
)  # fmt: skip
def test_what_somebody_is_behind_his_name_is_no_part_of_it(said: str, name: str, role: str | None) -> None:
    """A degree is, and a first name is."""
    (vouch,) = cv(basics={"name": "Ana"}, references=[{"name": said, "reference": "Good."}]).beside.vouches

    assert (vouch.other.name, vouch.other.title) == (name, role)


def test_keywords_may_stand_in_one_text() -> None:
    """With commas between them."""
    assert [skill.name for skill in facts(skills=[{"name": "Web", "keywords": "HTML, CSS"}]).skills] == [
        "Web", "HTML", "CSS",
    ]  # fmt: skip


def test_nothing_is_said_to_be_kept_of_a_cv_of_nobody() -> None:
    """There is no record that could keep it."""
    assert [skipped.reason for skipped in cv(basics={}, hobbies=["x"]).skipped] == [
        "no place for it in netcli: hobbies"
    ]


@pytest.mark.parametrize("text", ["null", "[]", "3", '""'])
def test_sections_of_nothing_name_nobody(text: str) -> None:
    """Nulls and empty lists say nothing, not even that they cannot be used."""
    sections = ",".join(f'"{name}": {text}' for name in ("basics", "work", "skills", "languages", "references"))
    found = read(f"{{{sections}}}".encode())

    assert found.drafts == ()
    assert bool(found.skipped) == (text == "3")


def test_a_comma_after_the_last_member_does_not_matter() -> None:
    """People edit these files; a comma within text stays."""
    data = b'\xef\xbb\xbf{"basics": {"name": "Ana", "label": "a,]",},\n "skills": ["SQL" , ],}'

    assert recognise(data).name == "json-resume"
    assert read(data).drafts[0].facts.headline == "a,]"


def test_other_json_is_not_ours() -> None:
    """Lines of JSON, an export, and any other object are left to others; a CV cut off is told to be one."""
    for text in (
        '{"name": "Ana", "emails": []}',
        '{"work": 1}',
        '{"a": "basics"}',
        "[]",
        "{",
        '{"schema": 1, "people": []}',
        '{"name": "Troll", "level": 3, "skills": ["Bite"]}',
    ):
        assert not is_ours(text.encode()), text
    cut = b'{"basics": {"name": "An'
    assert is_ours(cut)
    with pytest.raises(BadInputError, match="cut off"):
        read(cut)


NAMES = st.sampled_from(
    ["name", "company", "position", "startDate", "endDate", "keywords", "location", "profiles", "url", "reference", "x"]
)
PLAIN = st.sampled_from([None, True, 7, 1.5, "", "2019", "a b", "a@b", "x\ud800", "http://example.org"])
ITEM = st.dictionaries(NAMES, st.one_of(PLAIN, st.lists(PLAIN, max_size=2), st.dictionaries(NAMES, PLAIN, max_size=2)))
JSON = st.one_of(PLAIN, ITEM, st.lists(st.one_of(PLAIN, ITEM), max_size=2))


@given(
    st.dictionaries(st.sampled_from(["basics", "work", "education", "skills", "languages", "references", "z"]), JSON)
)
def test_no_type_breaks_it_and_nothing_is_lost_twice(members: dict[str, Any]) -> None:
    """Whatever stands where, there is a reading; each kept line is JSON again, and counted."""
    found = cv(**members)

    lines = [line for draft in found.drafts for line in draft.raw]
    assert all(json.loads(f"{{{line}}}") for line in lines)
    if found.drafts:
        assert sum(s.count for s in found.skipped) >= len(lines)


def digest(value: object) -> str:
    """Return the beginning of the SHA-256 of a value."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]


@pytest.mark.parametrize("name", REAL)
def test_real_files_say_what_was_read_by_eye(name: str) -> None:
    """Counts and digests of the facts in CVs from public repositories."""
    if not FOLDER.exists():
        pytest.skip(f"no real-world CVs in {FOLDER}")

    found = read((FOLDER / name).read_bytes())

    told = {}
    for draft in found.drafts:
        facts = draft.facts
        told = {
            "name": digest(facts.name), "headline": digest(facts.headline), "points": len(facts.points),
            "positions": len(facts.positions), "skills": len(facts.skills), "vouches": len(found.beside.vouches),
            "kept": len(draft.raw), "jobs": digest([(p.org, p.title, p.start, p.end) for p in facts.positions]),
            "current": sum(p.current for p in facts.positions),
        }  # fmt: skip
    assert told == REAL[name]
