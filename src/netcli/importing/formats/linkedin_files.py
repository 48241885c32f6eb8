"""Which file of LinkedIn's archive a table is, told by its name and its header, as they have been over the years."""

from __future__ import annotations

import re

from netcli.importing.formats.linkedin import is_header
from netcli.importing.table import first_headers
from netcli.shape import NamedTuple
from netcli.text import fold


class Kind(NamedTuple):
    """A file: the names it has had, the columns that it needs, and those by which it is known whatever its name."""

    names: str
    needed: str
    sure: str = ""


CONNECTIONS = "connections"
#: By what they are called here. Names are plain: no case, blank, `_` or plural, no number of a member or a copy.
#: Connections are told by linkedin.py.
KINDS: dict[str, Kind] = {
    "profile": Kind("profile", "firstname lastname", "firstname lastname maidenname headline"),
    "summary": Kind("profilesummary", "profilesummary", "profilesummary"),
    "positions": Kind("position|experience", "companyname title", "companyname title startedon finishedon"),
    "education": Kind("education", "schoolname", "schoolname degreename"),
    "volunteering": Kind(
        "volunteering|volunteer|volunteerexperience|volunteeringexperience", "companyname role",
        "companyname role cause",
    ),
    "skills": Kind("skill", "name"),
    "languages": Kind("language", "name proficiency", "name proficiency"),
    "certifications": Kind("certification", "name authority", "name authority licensenumber"),
    "projects": Kind("project", "title description", "title description url startedon"),
    "publications": Kind("publication", "name publisher", "name publishedon publisher"),
    "honors": Kind("honor|honorsandaward", "title description", "title description issuer"),
    "courses": Kind("course", "name number"),
    "organizations": Kind("organization", "name description"),
    "patents": Kind("patent", "title description", "title patentnumber"),
    "testscores": Kind("testscore", "name score"),
    "follows": Kind("companyfollow", "organization followedon", "organization followedon"),
    "saved_jobs": Kind("savedjob", "joburl jobtitle", "saveddate joburl jobtitle"),
    "applications": Kind("jobapplication", "applicationdate companyname", "applicationdate joburl jobtitle"),
    "emails": Kind("emailaddress", "emailaddress", "emailaddress confirmed primary"),
    "phones": Kind("phonenumber|whatsappphonenumber", "number", "extension number type"),
    "messages": Kind("message", "conversationid from to", "conversationid from to date"),
    "old_messages": Kind("message", "from to date direction", "from to date direction folder"),
    "invitations": Kind("invitation", "from to sentat", "from to sentat direction"),
    "contacts": Kind("contact|importedcontact", "companies createdat", "companies createdat bookmarkedat"),
    "recommendations_received": Kind("recommendation|recommendationreceived", "firstname lastname text"),
    "recommendations_given": Kind("recommendationgiven", "firstname lastname text"),
    "endorsements_received": Kind(
        "endorsement|endorsementreceived|endorsementreceivedinfo", "endorserfirstname skillname",
        "endorserfirstname skillname",
    ),
    "endorsements_given": Kind(
        "endorsementgiven|endorsementgiveninfo", "endorseefirstname skillname", "endorseefirstname skillname"
    ),
}  # fmt: skip
#: Files with the columns of another: talks with a machine.
_NEVER = frozenset({"guidemessage", "learningroleplaymessage", "learningcoachmessage"})
#: What programs and people put around the name of a copy.
_COPY = re.compile(
    r"(?i)^(?:copy of|copie de|kopie von|copia d[ei]|cópia de|linkedin)[\s_-]+"
    r"|\s*[-–_]\s*(?:copy|copie|kopie|copia|cópia|linkedin)$|\s*\(\d+\)$|[-_ ]\d+$"
)
_WORDS = re.compile(r"[^\W_]+")


def plain_name(name: str) -> str:
    """Return the name of a file as it is compared: `Jobs/PhoneNumbers_123 (1).csv` is `phonenumber`."""
    base = re.split(r"[\\/]", name)[-1].rpartition(".")[0] or name
    while (shorter := _COPY.sub("", base.strip())) != base:
        base = shorter
    return "".join(_singular(word) for word in _WORDS.findall(base.lower()))


def _singular(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def plain_header(cell: str) -> str:
    """Return the name of a column as it is compared."""
    return fold(cell).replace(" ", "")


def by_name(name: str) -> str | None:
    """Return the kind of file that has this name; empty for one that is never wanted, None for an unknown name."""
    plain = plain_name(name)
    if plain in _NEVER:
        return ""
    if plain == "connection":
        return CONNECTIONS
    return next((kind for kind, file in KINDS.items() if plain in file.names.split("|")), None)


def file_kind(name: str, data: bytes) -> str | None:
    """Return which file of the archive this is: of that name with the columns it needs, or with a header of its own."""
    plain = plain_name(name)
    if plain in _NEVER:
        return None
    headers = first_headers(data)
    if any(is_header(cells) for cells in headers):
        return CONNECTIONS
    found = [{cell.replace(" ", "") for cell in cells} for cells in headers]
    named = [kind for kind, file in KINDS.items() if plain in file.names.split("|")]
    first = [kind for kind in (*named, *KINDS) if KINDS[kind].sure and _has(found, KINDS[kind].sure)]
    return next(iter(first), None) or next((kind for kind in named if _fits(kind, found)), None)


def _fits(kind: str, headers: list[set[str]]) -> bool:
    if kind == "skills":  # any list may have a column called Name: that of skills has no other
        return any(cells - {""} == {"name"} for cells in headers)
    return _has(headers, KINDS[kind].needed)


def _has(headers: list[set[str]], columns: str) -> bool:
    wanted = set(columns.split())
    return any(wanted <= cells for cells in headers)
