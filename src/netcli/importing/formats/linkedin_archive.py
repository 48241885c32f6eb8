"""LinkedIn's copy of one's data, file by file: my connections, my own career, whom I wrote to, who vouches for whom.

Headers and dates are those of exports from 2018 to 2026. Of messages only day, people and number are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from netcli.importing.archive import NOT_READ
from netcli.importing.draft import ASIDE, Beside, Draft, JobDraft, Reading, VouchDraft
from netcli.importing.export_dates import read_born
from netcli.importing.formats import linkedin, linkedin_me, linkedin_messages
from netcli.importing.formats.linkedin_files import CONNECTIONS, KINDS, file_kind, plain_header
from netcli.importing.formats.linkedin_row import Row, Rows, page, read_rows
from netcli.model import PersonFacts, PointFact, PointKind, PositionFact
from netcli.results_import import Rejected, Skipped
from netcli.text import fold, url_key

#: Endorsements that were not taken.
_NOT_TAKEN = frozenset({"rejected", "declined", "pending", "hidden"})
#: `.../jobs/view/4001`, `.../jobs/view/engineer-at-helix-4001/?refId=x`.
_JOB_NUMBER = re.compile(r"linkedin\.com/jobs/view/(?:[^/?#]*-)?([0-9]+)/?(?:[?#]|$)")
_OF_APPLICATION = (
    ("Applied with", "contactemail"), ("Applied with", "contactphonenumber"), ("Resume", "resumename"),
    ("Answers", "questionandanswers"),
)  # fmt: skip
_STATES = {"hidden": "hidden", "pending": "asked", "requested": "asked", "declined": "declined"}


def read(data: bytes, name: str = "Connections.csv", progress: Callable[[int, int], None] | None = None) -> Reading:
    """Return what one file of an archive says; one that is not needed is named as left out.

    `progress` is told of lines read, of all.
    A row that cannot be used is rejected, and a file that breaks off in the middle too, with what was read before.
    """
    kind = None if data == NOT_READ else file_kind(name, data)
    if kind == CONNECTIONS or (kind is None and data != NOT_READ):
        return linkedin.read(data)
    if kind is None:
        return Reading(skipped=(Skipped(_left_out(name), 1),), is_list=False)
    needed = set(KINDS[kind].needed.split())
    rows = read_rows(data, lambda cells: needed <= {plain_header(cell) for cell in cells}, progress)
    return _READERS[kind](rows)


def _left_out(name: str) -> str:
    base = PurePosixPath(name).name
    return f"netcli has no place for it: {base}"


def _of_me(read_facts: Callable[[Rows], PersonFacts]) -> Callable[[Rows], Reading]:
    """Return the reader of a file on the owner alone."""

    def read_it(rows: Rows) -> Reading:
        facts = read_facts(rows)
        return Reading((), tuple(rows.rejected), rows.left_out(), me=facts, me_raw=tuple(rows.kept), is_list=False)

    return read_it


def _messages(rows: Rows) -> Reading:
    beside = linkedin_messages.read(rows)
    return Reading((), tuple(rows.rejected), rows.left_out(), beside=beside, is_list=False)


def _invitations(rows: Rows) -> Reading:
    beside = linkedin_messages.read_invitations(rows)
    return Reading((), tuple(rows.rejected), rows.left_out(), beside=beside, is_list=False)


def _contacts(rows: Rows) -> Reading:
    drafts = tuple(draft for row in rows if (draft := _contact(row, rows)))
    return Reading(drafts, tuple(rows.rejected), rows.left_out(), is_list=False)


def _contact(row: Row, rows: Rows) -> Draft | None:
    """Return somebody of an address book that was uploaded to LinkedIn: being in it is no tie."""
    given, family = row["firstname"], row["lastname"]
    emails, phones = row.several("emails", "emailaddress"), row.several("phonenumbers")
    name = row["fullname"] or " ".join(filter(None, (given, family))) or next(iter(emails + phones), "")
    if not name:
        rows.rejected.append(Rejected(row.where, "it names nobody"))
        return None
    urls = row.several("sites") + row.several("profiles")
    points = [
        *(PointFact(PointKind.EMAIL, text) for text in emails),
        *(PointFact(PointKind.PHONE, text) for text in phones),
        *(PointFact(PointKind.URL, text) for text in urls),
        *(PointFact(PointKind.IM, text) for text in row.several("instantmessagehandles")),
        *(PointFact(PointKind.ADDRESS, text) for text in (row["addresses"] or row["location"],) if text),
    ]
    born = read_born(row["birthday"], day_first=False) if row["birthday"] else None
    org, title = row["companies"], row["title"]
    facts = PersonFacts(
        name, given or None, family or None, birthday=born or None, points=tuple(points),
        positions=(PositionFact(org or None, title or None),) if org or title else (),
        note=f"Birthday: {row['birthday']}" if row["birthday"] and born is None else None,
    )  # fmt: skip
    first = next(iter(emails + phones), fold(org))
    return Draft(facts, row.where, f"{ASIDE}contact {fold(name) or name} {first.lower()}", evidence=None)


def _vouches(find: Callable[[Row, Rows], VouchDraft | None]) -> Callable[[Rows], Reading]:
    """Return the reader of a file of recommendations or endorsements."""

    def read_it(rows: Rows) -> Reading:
        vouches = tuple(vouch for row in rows if (vouch := find(row, rows)))
        return Reading((), tuple(rows.rejected), rows.left_out(), beside=Beside(vouches=vouches), is_list=False)

    return read_it


def _recommendation(*, received: bool) -> Callable[[Row, Rows], VouchDraft | None]:
    def find(row: Row, rows: Rows) -> VouchDraft | None:
        who = row.who("firstname", "lastname", "url")
        if who is None or not row["text"]:
            rows.rejected.append(Rejected(row.where, "a recommendation needs a name and a text"))
            return None
        who = who._replace(org=row["company"] or None, title=row["jobtitle"] or None)
        state = _STATES.get(fold(row["status"]), "given")
        return VouchDraft(who, received, row.date("creationdate"), None, row.text("text"), state)

    return find


def _endorsement(word: str, *, received: bool) -> Callable[[Row, Rows], VouchDraft | None]:
    def find(row: Row, rows: Rows) -> VouchDraft | None:
        who = row.who(f"{word}firstname", f"{word}lastname", f"{word}publicurl")
        if who is None or not row["skillname"]:
            rows.rejected.append(Rejected(row.where, "an endorsement needs a name and a skill"))
            return None
        if fold(row["endorsementstatus"]) in _NOT_TAKEN:
            rows.skipped["endorsements that were not accepted"] += 1
            return None
        return VouchDraft(who, received, row.date("endorsementdate"), row["skillname"])

    return find


def _follows(rows: Rows) -> Reading:
    count = sum(bool(row["organization"]) for row in rows)
    skipped = (Skipped("companies that you follow: netcli reach ORG finds the way into one", count),) if count else ()
    return Reading((), tuple(rows.rejected), skipped, is_list=False)


def _jobs(*, is_application: bool) -> Callable[[Rows], Reading]:
    """Return the reader of saved jobs, or of applications."""

    def read_it(rows: Rows) -> Reading:
        jobs = tuple(job for row in rows if (job := _job(row, rows, is_application=is_application)))
        return Reading((), tuple(rows.rejected), rows.left_out(), beside=Beside(jobs=jobs), is_list=False)

    return read_it


def _job(row: Row, rows: Rows, *, is_application: bool) -> JobDraft | None:
    """Return a job, known by the number in its address; what an application says beside goes to the note."""
    title, org, url = row["jobtitle"], row["companyname"], row["joburl"]
    if not (title or org):
        rows.rejected.append(Rejected(row.where, "a job needs a title or a company"))
        return None
    number = _JOB_NUMBER.search(url)
    key = f"linkedin.com/jobs/view/{number[1]}" if number else url_key(url) or f"job:{fold(title)} {fold(org)}"
    note = "\n".join(f"{word}: {row.text(column)}" for word, column in _OF_APPLICATION if row[column])
    day = row.date("applicationdate") or row.date("saveddate")
    return JobDraft(key, title or f"job at {org}", org or None, page(url), day, note or None, is_application)


_READERS: dict[str, Callable[[Rows], Reading]] = {
    "profile": _of_me(linkedin_me.profile),
    "summary": _of_me(linkedin_me.summary),
    "positions": _of_me(linkedin_me.positions),
    "education": _of_me(linkedin_me.education),
    "volunteering": _of_me(linkedin_me.volunteering),
    "skills": _of_me(linkedin_me.skills),
    "languages": _of_me(linkedin_me.languages),
    **{file: _of_me(linkedin_me.noted(file)) for file in linkedin_me.NOTED},
    "follows": _follows,
    "saved_jobs": _jobs(is_application=False),
    "applications": _jobs(is_application=True),
    "emails": _of_me(linkedin_me.emails),
    "phones": _of_me(linkedin_me.phones),
    "messages": _messages,
    "old_messages": _messages,
    "invitations": _invitations,
    "contacts": _contacts,
    "recommendations_received": _vouches(_recommendation(received=True)),
    "recommendations_given": _vouches(_recommendation(received=False)),
    "endorsements_received": _vouches(_endorsement("endorser", received=True)),
    "endorsements_given": _vouches(_endorsement("endorsee", received=False)),
}
