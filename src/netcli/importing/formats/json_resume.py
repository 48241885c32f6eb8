"""A curriculum vitae as JSON Resume has it (https://jsonresume.org/schema, version 1.0.0), older names taken too.

Members may be missing, null, of another type or unknown. What is of use becomes a fact; what has no place, or is no
date or address, is kept as it came, a line of JSON for each member, and counted in the report.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from types import NoneType

from netcli.domain.cv import KEPT_SECTIONS
from netcli.domain.skill import LANGUAGE, skill_key
from netcli.errors import BadInputError
from netcli.importing.draft import Beside, Draft, PictureDraft, Reading, VouchDraft, Who
from netcli.importing.export_dates import is_now, read_export_date
from netcli.importing.formats.contentline import as_utf8
from netcli.importing.formats.json_resume_hand import as_resume
from netcli.importing.formats.json_values import Json
from netcli.model import PersonFacts, PointFact, PointKind, PositionFact, PositionKind, SkillFact
from netcli.person_name import read_name
from netcli.results_import import Skipped
from netcli.text import email_key, fold, nfc, one_line

_SECTIONS = {"basics", "work", "volunteer", "education", "skills", "languages", "references", *KEPT_SECTIONS}
#: Of these a CV made by hand has two, by whatever names; and names in which they are looked for.
_CAREER = {"work", "education", "skills"}
_LOOKED_FOR = (*_SECTIONS, "experience", "employment", "Education", "Experience", "Skills")
_ABOUT_THE_FILE = {"$schema", "meta"}
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])')
_LARGEST = 16_000_000  #: bytes: no CV is larger, even with its picture
_NO_PLACE, _NO_USE = "no place for it in netcli, kept as it came", "cannot be read, kept as it came"
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_SITE = re.compile(r"(?!(?i:javascript|data):)[^\s]*[.:/][^\s]*")
_NUMBER = re.compile(r".*\d.*")
#: A remark behind a date: `2015-03 (18 months)`.
_BEHIND = re.compile(r"\s*[(（].*[)）]$")
#: Members that hold start and end at once, and what stands between the two.
_SPANS = ("dates", "period", "duration", "date", "years")
_BETWEEN = re.compile(
    r"\s+(?:-|to|until|bis)\s+|\s*[–—~]\s*|(?<=[0-9]{4})-(?=[0-9]{4}$|[0-9]{1,2}[/.][0-9]{4}$|[^\W\d])"
    r"|(?<=[0-9]{4}[-/.][0-9]{2})-(?=[0-9]{4}|[^\W\d])"
)
_EXPECTED = re.compile(r"(?i)^expected\b:?\s*")
#: A name with what he is behind it: `Ana Pires, CTO at Helix`.
_WITH_ROLE = re.compile(r"([^,]+ [^,]+), (.+ .+|[A-Z]{2,4})")
_DATA_URI = re.compile(r"data:(image/[\w.+-]+);base64,", re.IGNORECASE)


def is_ours(data: bytes) -> bool:
    """Tell whether a file is an object with `basics`, or with two other sections of a CV; one cut off is ours too."""
    head = as_utf8(data[:65_536]).lstrip()
    if (
        len(data) > _LARGEST
        or not head.startswith(b"{")
        or not any(b'%s"' % name.encode() in data for name in _LOOKED_FOR)
    ):
        return False
    try:
        found = _parsed(data)
    except BadInputError:
        return b'"basics"' in head
    return "basics" in found or len(_SECTIONS & found.keys()) > 1 or len(_CAREER & as_resume(found).keys()) > 1


def read(data: bytes) -> Reading:
    """Return the person whom a CV describes, and the references that he got; raises BadInputError for no JSON."""
    cv = _Cv(as_resume(_parsed(data)))
    facts = cv.facts()
    vouches = tuple(cv.references())
    cv.keep_the_rest()
    if not (any(facts) or vouches):
        return Reading(skipped=cv.skipped(is_kept=False), is_list=False)
    skipped = cv.skipped()
    draft = Draft(facts, "basics", _key(facts), tuple(cv.raw), photo=cv.photo, is_cv=True)
    named = tuple(vouch._replace(of=draft.key) for vouch in vouches)
    return Reading((draft,), (), skipped, beside=Beside(vouches=named), is_list=False)


def _parsed(data: bytes) -> Json:
    """Return the object in a file; commas after a last member, which people leave there, do not matter."""
    text = as_utf8(data).decode("utf-8", "replace")
    try:
        try:
            found = json.loads(text)
        except ValueError:
            found = json.loads(_TRAILING_COMMA.sub(lambda match: match[1] or "", text))
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"it is cut off, or no JSON: {error}", hint="export it again") from error
    if not isinstance(found, dict):
        raise BadInputError("it is no CV: JSON Resume is one object", hint="netcli help import")
    return found


def _key(facts: PersonFacts) -> str:
    """Return what tells a CV from others: the name, and the first address or number."""
    first = next((point.value for point in facts.points if point.kind is not PointKind.ADDRESS), "")
    return "row:" + hashlib.sha256(f"{fold(facts.name)}\n{email_key(first)}".encode()).hexdigest()[:32]


class _Cv:
    """One CV while it is read: members are taken out, what is left has no place."""

    def __init__(self, found: Json) -> None:
        self._found = {name: value for name, value in found.items() if name not in _ABOUT_THE_FILE}
        self.raw: list[str] = []
        self._left: dict[tuple[str, str], Counter[str]] = {}
        self.photo: PictureDraft | None = None

    # Taking members

    def _leave(self, where: str, value: object, why: str) -> None:
        """Keep what has no place, or is of no use, and count it; nothing is nothing."""
        if value in (None, "", [], {}):
            return
        self.raw.append(f"{json.dumps(where)}: {json.dumps(value, ensure_ascii=False)}")
        section, _, member = re.sub(r"\[\d+\]", "", where).partition(".")
        often = len(value) if section == where and isinstance(value, list) else 1
        self._left.setdefault((why, section), Counter())[member] += often

    def skipped(self, *, is_kept: bool = True) -> tuple[Skipped, ...]:
        """Return what was kept as it came, a line for each section that says which members."""
        told = sorted(self._left.items())
        return tuple(
            Skipped(
                f"{why if is_kept else why.partition(',')[0]}: {section}"
                + (f" ({members})" if (members := ", ".join(filter(None, often))) else ""),
                often.total(),
            )
            for (why, section), often in told
        )

    def _text(self, item: Json, where: str, *names: str, lines: bool = False) -> str | None:
        """Take the first of these members that holds text, or a number; older names come last."""
        found: str | None = None
        for name in names:
            value = item.pop(name, None)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                value = str(value)
            if isinstance(value, str) and found is None:
                found = (nfc(value) if lines else one_line(value)) or None
            else:
                same = isinstance(value, str) and one_line(value) == found
                self._leave(f"{where}.{name}", None if same else value, _NO_USE)
        return found

    def _items(self, found: Json, name: str, *, whole: str | None = None) -> Iterator[tuple[str, Json]]:
        """Take a list and yield (where, object); what is left of each when its reader has done has no place.

        An object alone is a list of one, and where `whole` names a member a text alone is that member.
        """
        value = found.pop(name, None)
        items = [value] if isinstance(value, (dict, str)) else value
        for at, item in enumerate(items if isinstance(items, list) else []):
            where = f"{name}[{at}]"
            left = {whole: item} if whole and isinstance(item, str) else item
            if isinstance(left, dict):
                yield where, (left := dict(left))
                self._leave_all(where, left)
            else:
                self._leave(where, item, _NO_USE)
        if not isinstance(items, list):
            self._leave(name, value, _NO_USE)

    def _leave_all(self, where: str, left: Json) -> None:
        for name, value in left.items():
            self._leave(f"{where}.{name}", value, _NO_PLACE)

    def keep_the_rest(self) -> None:
        """Keep the sections that netcli has no place for, and members that are no sections."""
        for name, value in self._found.items():
            self._leave(name, value, _NO_PLACE)

    # Facts

    def facts(self) -> PersonFacts:
        """Take all that is said of the person himself."""
        basics = self._basics()
        name = self._text(basics, "basics", "name")
        headline = self._text(basics, "basics", "label", "title")
        summary = self._text(basics, "basics", "summary", lines=True)
        points = tuple(dict.fromkeys(self._points(basics)))
        self._take_photo(basics)
        self._leave_all("basics", basics)
        shown = name or next((point.value for point in points if point.kind is PointKind.EMAIL), "")
        return PersonFacts(
            shown, *read_name(name or ""), headline=headline, summary=summary, points=points,
            positions=tuple(dict.fromkeys((*self._work(), *self._volunteer(), *self._education()))),
            skills=tuple(self._skills()),
        )  # fmt: skip

    def _basics(self) -> Json:
        """Take `basics`."""
        basics = self._found.pop("basics", None)
        if isinstance(basics, dict):
            return dict(basics)
        self._leave("basics", basics, _NO_USE)
        return {}

    def _points(self, basics: Json) -> Iterator[PointFact]:
        for kind, names in (
            (PointKind.EMAIL, ("email",)),
            (PointKind.PHONE, ("phone",)),
            (PointKind.URL, ("url", "website")),
        ):
            listed = basics.pop(names[0]) if isinstance(basics.get(names[0]), list) else []
            pattern = _PATTERNS[kind]
            for value in [*listed, self._text(basics, "basics", *names)]:
                if isinstance(value, str) and pattern.fullmatch(one_line(value)):
                    yield PointFact(kind, one_line(value))
                else:
                    self._leave(f"basics.{names[0]}", value, _NO_USE)
        for network in ("LinkedIn", "GitHub"):
            if value := self._text(basics, "basics", network.lower()):
                is_page = "/" in value or "." in value
                yield PointFact(PointKind.URL if is_page else PointKind.IM, value, network)
        yield from self._location(basics.pop("location", None))
        for where, profile in self._items(basics, "profiles"):
            yield from self._profile(f"basics.{where}", profile)

    def _location(self, found: object) -> Iterator[PointFact]:
        if isinstance(found, str) and one_line(found):
            yield PointFact(PointKind.ADDRESS, one_line(found))
        elif isinstance(found, dict):
            left, where = dict(found), "basics.location"
            street = self._text(left, where, "address", lines=True)
            told = {
                "street": ", ".join(filter(None, map(one_line, (street or "").split("\n")))),
                "city": self._text(left, where, "city"), "region": self._text(left, where, "region"),
                "postal_code": self._text(left, where, "postalCode"),
                "country": self._text(left, where, "country", "countryCode"),
            }  # fmt: skip
            parts = tuple((name, text) for name, text in told.items() if text)
            self._leave_all(where, left)
            if parts:
                yield PointFact(PointKind.ADDRESS, ", ".join(text for _, text in parts), parts=parts)
        else:
            self._leave("basics.location", found, _NO_USE)

    def _profile(self, where: str, profile: Json) -> Iterator[PointFact]:
        """Yield a page labelled with its network, and the name there if the page does not hold it."""
        network = self._text(profile, where, "network")
        username, url = self._text(profile, where, "username"), self._text(profile, where, "url")
        if url and not _SITE.fullmatch(url):
            self._leave(f"{where}.url", url, _NO_USE)
            url = None
        if url:
            yield PointFact(PointKind.URL, url, network)
        if username and username.casefold().lstrip("@") not in (url or "").casefold():
            yield PointFact(PointKind.IM, username, network)
        if network and not (url or username):
            self._leave(f"{where}.network", network, _NO_USE)

    def _take_photo(self, basics: Json) -> None:
        """Take a picture that stands in the file itself; a link to one is kept, and never followed."""
        from netcli.domain.photo import read_picture

        for name in ("image", "picture"):
            value = basics.get(name)
            match = _DATA_URI.match(value) if isinstance(value, str) else None
            if match and isinstance(value, str):
                try:
                    data = _bytes(value[match.end() :])
                    self.photo = PictureDraft(data, read_picture(data, name).facts.media_type)
                except BadInputError:
                    continue
                del basics[name]

    # Careers

    def _work(self) -> Iterator[PositionFact]:
        for where, job in self._items(self._found, "work"):
            org = self._text(job, where, "name", "company", "organization", "employer")
            title = self._text(job, where, "position", "title", "role", "jobTitle")
            yield from self._position(where, job, org, title, PositionKind.WORK)

    def _volunteer(self) -> Iterator[PositionFact]:
        for where, job in self._items(self._found, "volunteer"):
            org = self._text(job, where, "organization", "name", "company")
            yield from self._position(where, job, org, self._text(job, where, "position"), PositionKind.VOLUNTEER)

    def _education(self) -> Iterator[PositionFact]:
        for where, study in self._items(self._found, "education"):
            org = self._text(study, where, "institution", "name", "school", "university")
            parts = (
                self._text(study, where, "studyType", "degree"),
                self._text(study, where, "area", "field", "major", "program"),
            )
            yield from self._position(where, study, org, ", ".join(filter(None, parts)) or None, PositionKind.STUDY)

    def _position(
        self, where: str, job: Json, org: str | None, title: str | None, kind: PositionKind
    ) -> Iterator[PositionFact]:
        start, end, ended = self._span(where, job)
        current = job.pop("current", None)
        if job.get("kind") in set(PositionKind):
            kind = PositionKind(job.pop("kind"))
        team, site = self._text(job, where, "department"), self._text(job, where, "location")
        lasts = current if isinstance(current, bool) else not ended
        if org or title or team:
            yield PositionFact(org, title, kind, start, end, lasts, team, site)

    def _span(self, where: str, job: Json) -> tuple[str | None, str | None, bool]:
        """Return start and end, and whether there is an end; both may stand in one text: `05/2019 - 09/2020`."""
        whole = next((name for name in _SPANS if isinstance(job.get(name), str)), None)
        if whole is None or "startDate" in job or "endDate" in job:
            start, _ = self._date(where, job, "startDate")
            return start, *self._date(where, job, "endDate")
        parts = _BETWEEN.split(_EXPECTED.sub("", one_line(job[whole])))
        dates = [read_export_date(part) for part in parts]
        lasts = len(parts) == 2 and is_now(parts[1])
        if len(parts) > 2 or None in dates[: len(parts) - lasts]:
            self._leave(f"{where}.{whole}", job.pop(whole), _NO_USE)
            return None, None, True
        del job[whole]
        return dates[0] if len(parts) > 1 else None, None if lasts else dates[-1], not lasts

    def _date(self, where: str, job: Json, name: str) -> tuple[str | None, bool]:
        """Return the partial date of a member, and whether anything stands there that is not `Present` or the like."""
        text = self._text(job, where, name)
        plain = _BEHIND.sub("", text or "")
        if text is None or is_now(plain):
            return None, False
        found = read_export_date(plain)
        if found is None or plain != text:
            self._leave(f"{where}.{name}", text, _NO_USE)
        return found, True

    def _skills(self) -> Iterator[SkillFact]:
        """Yield skills, then their keywords as skills of their own, then languages, each once."""
        named, keywords = list[SkillFact](), list[SkillFact]()
        for where, skill in self._items(self._found, "skills", whole="name"):
            name, level = self._text(skill, where, "name"), self._text(skill, where, "level")
            named += [SkillFact(name, level=level)] if name else []
            words = skill.pop("keywords", None)
            several = words.split(",") if isinstance(words, str) else words if isinstance(words, list) else [words]
            keywords += [SkillFact(one_line(word)) for word in several if isinstance(word, str)]
            self._leave(f"{where}.keywords", [w for w in several if not isinstance(w, (str, NoneType))], _NO_USE)
        for where, spoken in self._items(self._found, "languages", whole="language"):
            name = self._text(spoken, where, "language", "name")
            level = self._text(spoken, where, "fluency", "level")
            keywords += [SkillFact(name, LANGUAGE, level)] if name else []
        found: dict[tuple[str, str], SkillFact] = {}
        for fact in (*named, *keywords):
            if fact.name:
                found.setdefault((fact.kind, skill_key(fact.name)), fact)
        yield from found.values()

    def references(self) -> Iterator[VouchDraft]:
        """Yield who vouches for the person in which words; a reference needs both."""
        for where, said in self._items(self._found, "references"):
            name, text = self._text(said, where, "name"), self._text(said, where, "reference", lines=True)
            if name and text:
                role = self._text(said, where, "role")
                match = _WITH_ROLE.fullmatch(name)
                if match and not role and not read_name(name).suffix:  # else what follows is a degree
                    name, role = match[1], match[2].strip(" .")
                yield VouchDraft(Who(name, title=role), received=True, text=text)
            else:
                self._leave(where, name or text, _NO_USE)


_PATTERNS = {PointKind.EMAIL: _EMAIL, PointKind.PHONE: _NUMBER, PointKind.URL: _SITE}


def _bytes(text: str) -> bytes:
    """Return what base64 says, nothing if it is broken."""
    from binascii import Error, a2b_base64

    try:
        return a2b_base64(text.encode("ascii", "ignore"))
    except Error:
        return b""
