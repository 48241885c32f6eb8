"""What LinkedIn's archive says of its owner: one part of a record from each file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from netcli.importing.export_dates import is_now, read_born
from netcli.importing.formats.linkedin_row import Row, Rows, page
from netcli.model import NameFact, NameKind, PersonFacts, PointFact, PointKind, PositionFact, PositionKind, SkillFact
from netcli.results_import import Rejected

#: What goes to the note, a line each, by file: what a line begins with, and the columns that follow.
NOTED = {
    "certifications": ("Certificate", "name authority startedon licensenumber url"),
    "projects": ("Project", "title startedon startdate finishedon enddate url"),
    "publications": ("Publication", "name publisher publishedon url"),
    "honors": ("Honor", "title issuer issuedate issuedon"),
    "courses": ("Course", "name number"),
    "organizations": ("Organization", "name position startedon startdate finishedon enddate"),
    "patents": ("Patent", "title issuer patentnumber applicationnumber issuedon filedon url"),
    "testscores": ("Test", "name score testedon testdate"),
}
#: What is said of a position, or of a project, at length.
_AT_LENGTH = ("description", "notes", "activities", "cause")
_STARTS, _ENDS = ("startedon", "startdate"), ("finishedon", "enddate")


def profile(rows: Rows) -> PersonFacts:
    """Return name, birthday, headline, summary and addresses of Profile.csv; the first row counts."""
    row = next(iter(rows), None)
    if row is None:
        return PersonFacts("")
    born = read_born(row["birthdate"], day_first=False) if row["birthdate"] else None
    odd = f"Birth date: {row['birthdate']}" if row["birthdate"] and born is None else None
    names = (NameFact(NameKind.MAIDEN, row["maidenname"]),) if row["maidenname"] else ()
    industry = f"Industry: {row['industry']}" if row["industry"] else None
    return PersonFacts(
        " ".join(filter(None, (row["firstname"], row["lastname"]))), row["firstname"] or None, row["lastname"] or None,
        headline=row["headline"] or None, summary=row.text("summary") or None, birthday=born or None,
        note="\n".join(filter(None, (odd, industry))) or None, names=names, points=tuple(_points(row)),
    )  # fmt: skip


def _points(row: Row) -> Iterator[PointFact]:
    home = ", ".join(filter(None, (row["address"], row["zipcode"], row["geolocation"], row["country"])))
    if home:
        parts = (
            ("street", row["address"]),
            ("postal_code", row["zipcode"]),
            ("city", row["geolocation"].split(",")[0]),
        )
        yield PointFact(PointKind.ADDRESS, home, parts=tuple(part for part in parts if part[1]))
    for site in _sites(row):
        label, _, rest = site.partition(":")
        named = not rest.startswith("//") and "." not in label and rest.strip()  # `PORTFOLIO:https://...`
        if address := page(rest.strip() if named else site):
            yield PointFact(PointKind.URL, address, label.lower() if named else None)
    for handle in row.several("twitterhandles"):
        yield PointFact(PointKind.IM, handle, "twitter")
    for handle in row.several("instantmessengers"):
        service, colon, name = handle.partition(":")
        yield PointFact(PointKind.IM, f"{service.lower()}:{name}" if colon and service.isupper() else handle)


def _sites(row: Row) -> Iterator[str]:
    """Yield the pages; what has neither a dot nor a colon is the end of the address before it, which had a comma."""
    found: list[str] = []
    for part in row.several("websites"):
        if found and not set(".:") & set(part):
            found[-1] += f",{part}"
        else:
            found.append(part)
    yield from found


def summary(rows: Rows) -> PersonFacts:
    """Return the summary that stands in a file of its own."""
    return PersonFacts("", summary=next((row.text("profilesummary") for row in rows), "") or None)


def positions(rows: Rows) -> PersonFacts:
    """Return jobs; one without an end lasts."""
    return PersonFacts("", positions=tuple(_positions(rows, PositionKind.WORK, "companyname", "title")))


def education(rows: Rows) -> PersonFacts:
    """Return studies; one without any date is past."""
    return PersonFacts("", positions=tuple(_positions(rows, PositionKind.STUDY, "schoolname", "degreename")))


def volunteering(rows: Rows) -> PersonFacts:
    """Return what was done for nothing."""
    return PersonFacts("", positions=tuple(_positions(rows, PositionKind.VOLUNTEER, "companyname", "role")))


def _positions(rows: Rows, kind: PositionKind, org: str, title: str) -> Iterator[PositionFact]:
    for row in rows.in_place():
        if not (row[org] or row[title]):
            rows.rejected.append(Rejected(row.where, "a position needs an organisation or a title"))
            continue
        start, end = (next(filter(None, map(row.date, names)), None) for names in (_STARTS, _ENDS))
        ended = any(row[name] and not is_now(row[name]) for name in _ENDS)
        ended = ended or (kind is PositionKind.STUDY and start is None)
        _keep(rows, row, kind.value, (row[title], row[org]))
        yield PositionFact(
            row[org] or None, row[title] or None, kind, start, end, not ended, site=row["location"] or None
        )


def _keep(rows: Rows, row: Row, kind: str, named: Iterable[str]) -> None:
    """Keep what a row says at length as a line of a card (RFC 6350 section 3.4): the note is for short things."""
    odd = (row[name] for name in (*_STARTS, *_ENDS) if not (row.date(name) or is_now(row[name])))
    text = "\n".join(filter(None, (*(row.text(column) for column in _AT_LENGTH), *odd)))
    if text:
        told = f"{', '.join(filter(None, named))}: {text}"
        for mark in ("\\", ",", ";"):
            told = told.replace(mark, f"\\{mark}")
        lines = "\\n".join(told.splitlines())
        rows.kept.append(f"X-LINKEDIN-{kind.upper()}:{lines}")


def skills(rows: Rows) -> PersonFacts:
    """Return skills."""
    return PersonFacts("", skills=tuple(SkillFact(row["name"]) for row in rows if row["name"]))


def languages(rows: Rows) -> PersonFacts:
    """Return languages, and how well they are spoken."""
    found = (SkillFact(row["name"], "language", row["proficiency"] or None) for row in rows if row["name"])
    return PersonFacts("", skills=tuple(found))


def noted(file: str) -> Callable[[Rows], PersonFacts]:
    """Return the reader of a file that becomes lines of the note; what it says at length is kept."""
    word, columns = NOTED[file]

    def read(rows: Rows) -> PersonFacts:
        lines = []
        for row in rows.in_place():
            parts = [row[column] for column in columns.split() if row[column]]
            lines += [f"{word}: {', '.join(parts)}"] if parts else []
            _keep(rows, row, word, parts[:1])
        return PersonFacts("", note="\n".join(lines) or None)

    return read


def emails(rows: Rows) -> PersonFacts:
    """Return addresses, the first one preferred."""
    found = [
        PointFact(PointKind.EMAIL, row["emailaddress"], preferred=row["primary"].lower() == "yes")
        for row in rows
        if row["emailaddress"]
    ]
    return PersonFacts("", points=tuple(found))


def phones(rows: Rows) -> PersonFacts:
    """Return numbers with the country that stands in front of them: `+44` and `20 5550 0100`."""
    return PersonFacts("", points=tuple(point for row in rows if (point := _phone(row))))


def _phone(row: Row) -> PointFact | None:
    number, country = row["number"], row["extension"]
    if not number:
        return None
    prefix = f"+{country.lstrip('+')}" if country and not number.startswith(("+", "00")) else ""
    return PointFact(PointKind.PHONE, f"{prefix} {number}".strip(), row["type"].lower() or None)
