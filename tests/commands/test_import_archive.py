"""import of LinkedIn's archive as a user meets it: zipped, unpacked or in single files, of several years."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from netcli.importing.archive import NOT_READ, zip_bytes
from netcli.importing.formats.linkedin_files import file_kind, plain_name
from tests.conftest import Netcli, facts_of

ME, ANA, CY = (f"https://www.linkedin.com/in/{slug}" for slug in ("sam-moreau", "ana-pires", "cy-oda"))
TALK = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
)


def message(
    talk: str, sender: tuple[str, str], to: tuple[str, str], on: str, folder: str = "INBOX", draft: str = "No"
) -> str:
    """Return a row of messages.csv whose words must not be kept."""
    who = ",".join((talk, "", *sender, f'"{to[0]}"', f'"{to[1]}"'))
    return f'{who},{on},Secret matter,"Secret words,\nof two lines",{folder},,{draft},No'


SAM_, ANA_, CY_ = ("Sam Moreau", ME), ("Ana Pires", ANA), ("Cy Oda", CY)
FILES = {
    "Connections.csv": 'Notes:\n"Some addresses are missing."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    f"Ana,Pires,{ANA},ana@example.org,Helix,Engineer,05 Mar 2024\n"
    "Bo,Lind,https://www.linkedin.com/in/bo-lind,,Orbit,Founder,11 Oct 2019\n",
    "Profile.csv": "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,"
    'Twitter Handles,Websites,Instant Messengers\nSam,Moreau,Roy,,May 10,Builder,"One,\nTwo",Software,69001,"Lyon, F",'
    '[@sam],"[PORTFOLIO:https://sam.example.org,https://example.org/x]",\n',
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    "Kestrel,CTO,Leads,Lyon,Jan 2020,\nHelix,Engineer,,Paris,2015,Dec 2019\n",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\nUniversity of Lyon,2008,2012,,MSc,\n",
    "Skills.csv": "Name\nSQL\nC++\n",
    "Languages.csv": "Name,Proficiency\nFrench,Native\n",
    "Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\nsam@example.org,Yes,Yes,1/1/20\n",
    "PhoneNumbers.csv": "Extension,Number,Type\n+33,6 12 34 56 78,Mobile\n",
    "messages.csv": "\n".join([
        TALK,
        message("1", ANA_, SAM_, "2024-03-15 09:30:00 UTC"), message("1", SAM_, ANA_, "2024-03-15 10:30:00 UTC"),
        message("1", ANA_, SAM_, "2024-03-15 11:30"), message("2", CY_, SAM_, "2025-01-02 11:30:00 UTC"),
        message("3", CY_, ("Sam Moreau,Ana Pires", f"{ME},{ANA}"), "2025-01-03 11:30:00 UTC"),
        message("4", ("Spam Er", "https://www.linkedin.com/in/spam"), SAM_, "2025-01-03 11:30:00 UTC", "SPAM"),
        message("5", SAM_, ANA_, "2025-01-09 11:30:00 UTC", "INBOX", "Yes"),
        message("6", ("No Page", ""), SAM_, "2025-01-09 11:30:00 UTC"), "BADROW", "",
    ]),
    "Invitations.csv": "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
    f'Sam Moreau,Bo Lind,"10/9/19, 1:12 AM",hi,OUTGOING,{ME},https://www.linkedin.com/in/bo-lind\n'
    f'Dee X,Sam Moreau,"10/9/25, 1:12 AM",,INCOMING,https://www.linkedin.com/in/dee,{ME}\n',
    "Contacts.csv": "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,"
    "InstantMessageHandles,FullName,Birthday,Location,BookmarkedAt,Profiles\n"
    'MOBILE,Eli,Roth,Orbit,,eli@example.org,,"11/4/18, 9:05 AM",,,,Eli Roth,,,,\n',
    "Recommendations_Received.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
    'Ana,Pires,Helix,Engineer,"Sam is, well, good at tax","01/24/18, 03:00 PM",VISIBLE\n'
    "Gus,Old,Acme,Boss,Great,05 Jun 2015,HIDDEN\n",
    "Recommendations_Given.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
    "Bo,Lind,Orbit,Founder,Founds well,06/01/25 12:00 PM,VISIBLE\n",
    "Endorsement_Received_Info.csv": "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,"
    "Endorser Public Url,Endorsement Status\n2023/03/01 19:52:23 UTC,SQL,Ana,Pires,www.linkedin.com/in/ana-pires,ACCEPTED\n",
    "Projects.csv": "Title,Description,Url,Started On,Finished On\nBridge,\"Built, and\nopened\",https://example.org/b,Jan 2020,\n",
    "Publications.csv": "Name,Published On,Description,Publisher,Url\nOn Ties,14 Jan 2024,,Made-up Press,\n",
    "Honors.csv": "Title,Description,Issuer,Issue Date\nBest Hat,,Guild,Mar 2021\n",
    "Courses.csv": "Name,Number\nKnots,K-1\n",
    "Company Follows.csv": "Organization,Followed On\nHelix,Tue Nov 02 10:11:12 UTC 2021\nOrbit,28 Nov 2024\n",
    "Jobs/Saved Jobs_1.csv": "Saved Date,Job Url,Job Title,Company Name\n"
    '"10/3/24, 2:15 PM",https://www.linkedin.com/jobs/view/4001/,"Engineer, Sea",Helix\n'
    '"10/1/24, 9:00 AM",http://www.linkedin.com/jobs/view/baker-at-orbit-4002?refId=x,Baker,Orbit\n,,,\n',
    "Jobs/Job Applications.csv": "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,"
    "Resume Name,Question And Answers\n"
    '"10/9/24, 2:15 PM",sam@example.org,,Orbit,Baker,https://www.linkedin.com/jobs/view/4002,cv.pdf,Q: Why? A: Bread.\n'
    "01 Feb 2025,,,Kestrel,,https://jobs.example.org/7,,\n",
    "Jobs/Job Seeker Preferences.csv": "Locations\nLyon\n",
    "Ad_Targeting.csv": "Age,Company Names,Company Names\n1,2,3\n",
    "guide_messages.csv": TALK + "\n",
}  # fmt: skip


def unpacked(folder: Path, files: dict[str, str] = FILES, encoding: str = "utf-8") -> Path:
    """Write an unpacked archive and return its folder."""
    for name, text in files.items():
        path = folder / "Basic_LinkedInDataExport_01-31-2026" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding=encoding)
    return folder


def zipped(path: Path, files: dict[str, str] = FILES) -> Path:
    """Write a zipped archive and return it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(f"Complete_LinkedInDataExport_01-31-2026/{name}", text)
    return path


def report(netcli: Netcli, *arguments: str, code: int = 65) -> dict[str, Any]:
    """Import and return the report; 65 as the archive has a row that is no message."""
    found: dict[str, Any] = netcli("import", *arguments, "--json", code=code).json
    return found


def export(netcli: Netcli) -> dict[str, Any]:
    """Return everything in the file."""
    found: dict[str, Any] = netcli("export json").json
    return found


def days(netcli: Netcli) -> list[tuple[str, str, str, int]]:
    """Return (from, to, day, count) of the counted contacts, people by handle."""
    told = export(netcli)
    names = {person["id"]: person["handle"] for person in told["people"]}
    return sorted((names[d["from_id"]], names[d["to_id"]], d["on_date"], d["count"]) for d in told["contact_days"])


COUNTED = [
    ("ana-pires", "sam-moreau", "2024-03-15", 2), ("cy-oda", "ana-pires", "2025-01-03", 1),
    ("cy-oda", "sam-moreau", "2025-01-02", 1), ("cy-oda", "sam-moreau", "2025-01-03", 1),
    ("sam-moreau", "ana-pires", "2024-03-15", 1), ("sam-moreau", "bo-lind", "2019-10-09", 1),
]  # fmt: skip


def test_a_whole_archive_is_one_import_and_one_undo(netcli: Netcli, tmp_path: Path) -> None:
    """People, my own career, counted messages, who vouches for whom; a dry run says the same, undo takes all of it."""
    netcli("init --name Sam --yes")
    path, before = str(zipped(tmp_path / "Complete_x.zip")), export(netcli)

    dry, done = report(netcli, path, "--dry-run"), report(netcli, path)
    everything = netcli("export json").out

    counts = ("created", "updated", "related", "contacts", "recommendations", "endorsements", "skipped", "rejected")
    assert {name: dry[name] for name in counts} == {name: done[name] for name in counts}
    assert [done[name] for name in counts[:6]] == [3, 1, 2, 6, 3, 1]
    assert days(netcli) == COUNTED
    assert "Secret" not in everything
    assert [row["where"] for row in done["rejected"]] == ["messages.csv: line 18"]
    told = {item["reason"] for item in done["skipped"]}
    assert {f"netcli has no place for it: {name}.csv" for name in ("Ad_Targeting", "Job Seeker Preferences")} <= told
    assert {"messages taken for spam", "drafts of messages"} <= told
    netcli("undo")
    after = export(netcli)
    assert facts_of(after) == facts_of(before)


def test_the_same_archive_again_in_any_shape_changes_nothing(netcli: Netcli, tmp_path: Path) -> None:
    """Zip, then folder, then single files: nothing is planned, nothing counted twice."""
    netcli("init --name Sam --yes")
    report(netcli, str(zipped(tmp_path / "Complete_x.zip")))
    before = netcli("export json").out
    folder = unpacked(tmp_path / "unpacked")

    again = report(netcli, str(tmp_path / "Complete_x.zip"))
    report(netcli, str(folder))
    single = next(folder.rglob("messages.csv")).rename(tmp_path / "messages (1).csv")
    report(netcli, str(single))
    report(netcli, str(next(folder.rglob("Skills.csv"))), code=0)
    report(netcli, str(tmp_path / "Complete_x.zip"), str(folder))

    assert again["operation"] is None
    assert (again["created"], again["updated"], again["gone"]) == (0, 0, 0)
    assert any(item["reason"].startswith("messages of or to people") for item in again["skipped"])
    after = export(netcli)
    assert days(netcli) == COUNTED
    assert [p["handle"] for p in after["people"]] == [p["handle"] for p in __import__("json").loads(before)["people"]]
    assert [p["skills"] for p in after["people"] if p["is_me"]] == [
        [{"name": "SQL", "kind": "skill", "level": None}, {"name": "C++", "kind": "skill", "level": None},
         {"name": "French", "kind": "language", "level": "Native"}]
    ]  # fmt: skip


def test_what_i_typed_of_myself_stays(netcli: Netcli, tmp_path: Path) -> None:
    """Name and headline of mine win; an undated job of mine is given its dates; an ended one is ended."""
    netcli("init", "--name", "Samuel Moreau-Roy", "--yes")
    netcli("edit me --headline Mine")
    netcli("position add me --title CTO --org Kestrel")
    files = {name: FILES[name] for name in ("Profile.csv", "Positions.csv")}
    report(netcli, str(unpacked(tmp_path / "a", files)), code=0)
    later = files | {"Positions.csv": files["Positions.csv"].replace("Jan 2020,", "Jan 2020,Feb 2026")}
    report(netcli, str(unpacked(tmp_path / "b", later)), code=0)

    me = netcli("show me --json").json["person"]
    jobs = [(p["org"], p["title"], p["start"], p["end"], p["current"]) for p in me["positions"]]

    assert (me["name"], me["headline"], me["birthday"]) == ("Samuel Moreau-Roy", "Mine", "--05-10")
    assert jobs == [("Kestrel", "CTO", "2020-01", "2026-02", False), ("Helix", "Engineer", "2015", "2019-12", False)]


def test_nobody_is_gone_from_a_file_that_is_no_list(netcli: Netcli, tmp_path: Path) -> None:
    """After a whole archive, its skills alone, or its contacts alone, say nothing of who is missing."""
    report(netcli, str(zipped(tmp_path / "x.zip")))
    (tmp_path / "Skills.csv").write_text("Name\nGo\n", encoding="utf-8")
    (tmp_path / "Connections.csv").write_text(FILES["Connections.csv"], encoding="utf-8")

    assert report(netcli, str(tmp_path / "Skills.csv"), code=0)["gone"] == 0
    assert report(netcli, str(tmp_path / "Connections.csv"), code=0)["gone"] == 0


def stages(netcli: Netcli) -> list[tuple[object, ...]]:
    """Return (title, stage, url, key, stages reached) of the opportunities."""
    return [
        (o["title"], o["stage"], o["key"], [(s["stage"], s["on_date"], s["note"]) for s in o["stages"]])
        for o in export(netcli)["opportunities"]
    ]


APPLIED = [
    ("Baker", "applied", "linkedin.com/jobs/view/4002", [
        ("lead", "2024-10-01", None), ("applied", "2024-10-09", "Applied with: sam@example.org\nResume: cv.pdf\nAnswers: Q: Why? A: Bread."),
    ]),
    ("Engineer, Sea", "lead", "linkedin.com/jobs/view/4001", [("lead", "2024-10-03", None)]),
    ("job at Kestrel", "applied", "jobs.example.org/7", [("applied", "2025-02-01", None)]),
]  # fmt: skip


def test_jobs_are_opportunities_only_if_asked_for(netcli: Netcli, tmp_path: Path) -> None:
    """Else the report says what to type; asked for once, the source is taken at its word; undo takes them back."""
    path = str(zipped(tmp_path / "Complete_x.zip"))

    without = report(netcli, path)
    dry, taken, again = (
        report(netcli, path, "--with-jobs", "--dry-run"),
        report(netcli, path, "--with-jobs"),
        report(netcli, path),
    )

    assert {"reason": "saved jobs and applications: --with-jobs takes them", "count": 4} in without["skipped"]
    assert [told["opportunities"] for told in (without, dry, taken, again)] == [0, 3, 3, 0]
    assert stages(netcli) == APPLIED
    assert [o["kind"] for o in export(netcli)["opportunities"]] == ["job"] * 3
    assert again["operation"] is None
    netcli("undo")
    assert stages(netcli) == []


def test_an_application_moves_a_saved_job_and_nothing_that_is_further(netcli: Netcli, tmp_path: Path) -> None:
    """Neither is a job that is talked about put back, nor one applied for saved again."""
    path = str(zipped(tmp_path / "Complete_x.zip"))
    saved = {name: text for name, text in FILES.items() if "Saved" in name}
    report(netcli, str(zipped(tmp_path / "saved.zip", saved)), "--with-jobs", code=0)
    assert {stage for _, stage, *_ in stages(netcli)} == {"lead"}

    report(netcli, path)
    assert stages(netcli) == APPLIED
    exported = netcli("export json").out.replace('"stage": "applied"', '"stage": "talking"')
    other = tmp_path / "other.json"
    other.write_text(exported, encoding="utf-8")
    netcli.db.unlink()
    netcli("import", str(other))
    report(netcli, path, "--with-jobs")

    assert {stage for _, stage, *_ in stages(netcli)} == {"lead", "talking"}


def test_jobs_are_asked_for_of_an_archive_alone(netcli: Netcli, tmp_path: Path) -> None:
    """And those of somebody else are not mine."""
    (tmp_path / "x.vcf").write_text("BEGIN:VCARD\nFN:Bo\nEND:VCARD\n", encoding="utf-8")
    netcli("import", str(tmp_path / "x.vcf"), "--with-jobs", code=2)
    netcli("add 'Cy Oda'")

    told = report(netcli, str(zipped(tmp_path / "y.zip")), "--with-jobs", "--known-by", "cy-oda")

    assert {"reason": "saved jobs and applications of somebody else", "count": 4} in told["skipped"]
    assert stages(netcli) == []


def test_what_i_have_done_is_noted_and_told_at_length_is_kept(netcli: Netcli, tmp_path: Path) -> None:
    """A line for each project, publication, honour and course; a file alone takes away nothing of the others."""
    netcli("init --name Sam --yes")
    report(netcli, str(zipped(tmp_path / "x.zip")))
    courses = {"Courses.csv": "Name,Number\nKnots,K-2\n"}
    told = report(netcli, str(unpacked(tmp_path / "later", courses)), code=0)
    report(netcli, str(zipped(tmp_path / "z.zip", {"Positions.csv": FILES["Positions.csv"]})), code=0)

    me = netcli("show me --json").json["person"]
    assert told["updated"] == 1
    assert me["note"].split("\n") == [
        "Course: Knots, K-2", "Honor: Best Hat, Guild, Mar 2021", "Industry: Software",
        "Project: Bridge, Jan 2020, https://example.org/b", "Publication: On Ties, Made-up Press, 14 Jan 2024",
    ]  # fmt: skip
    raw = [row["raw"] for row in export(netcli)["raw"] if row["raw"]]
    assert raw == ["X-LINKEDIN-PROJECT:Bridge: Built\\, and\\nopened\nX-LINKEDIN-WORK:CTO\\, Kestrel: Leads"]


def test_a_career_that_was_edited_by_hand_is_read_as_it_was_meant(netcli: Netcli, tmp_path: Path) -> None:
    """A blank before a quotation mark, `Present` for no end; a row with an unquoted comma is rejected, not shifted."""
    edited = (
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        'Kestrel,"CTO, Data", "Leads, and ""more""", "Lyon, France" ,Jan 2020,Present\n'
        "Helix,Engineer,Built, and opened,Paris,2015,Dec 2019\nOrbit,Cook,,,Summer 2012,2013\n"
    )

    done = report(netcli, str(unpacked(tmp_path, {"Positions.csv": edited})))

    jobs = [(job["org"], job["title"], job.get("site"), job.get("start"), job.get("end"), job.get("current"))
            for job in export(netcli)["people"][0]["positions"]]  # fmt: skip
    assert jobs == [
        ("Kestrel", "CTO, Data", "Lyon, France", "2020-01", None, True), ("Orbit", "Cook", None, None, "2013", False),
    ]  # fmt: skip
    assert [row["reason"] for row in done["rejected"]] == ["it has 7 cells, the header 6: is a comma unquoted?"]
    (raw,) = (row["raw"] for row in export(netcli)["raw"])
    assert raw.split("\n") == [
        'X-LINKEDIN-WORK:CTO\\, Data\\, Kestrel: Leads\\, and "more"', "X-LINKEDIN-WORK:Cook\\, Orbit: Summer 2012",
    ]  # fmt: skip


def test_a_table_of_one_column_has_no_cells_out_of_place(netcli: Netcli, tmp_path: Path) -> None:
    """A spreadsheet that divides by semicolons leaves the comma of a skill without quotation marks."""
    netcli("import", str(unpacked(tmp_path, {"Skills.csv": "Name\nSQL\nC, C++\n"})))

    assert [skill["name"] for skill in export(netcli)["people"][0]["skills"]] == ["SQL", "C, C++"]


def test_pages_and_messengers_of_a_profile(netcli: Netcli, tmp_path: Path) -> None:
    """An address may hold a comma; a messenger stands before the colon, as in cards."""
    profile = (
        "First Name,Last Name,Maiden Name,Headline,Websites,Instant Messengers\n"
        'Sam,Moreau,,,"[BLOG:https://sam.example.org/a,b,OTHER:example.org]","[SKYPE:Sam Moreau,sam2]"\n'
    )

    netcli("import", str(unpacked(tmp_path, {"Profile.csv": profile})))

    (me,) = export(netcli)["people"]
    assert [(url["value"], url["label"]) for url in me["urls"]] == [
        ("https://sam.example.org/a,b", "blog"), ("https://example.org", "other"),
    ]  # fmt: skip
    assert [im["value"] for im in me["ims"]] == ["skype:Sam Moreau", "sam2"]


def test_memberships_patents_and_tests_are_noted(netcli: Netcli, tmp_path: Path) -> None:
    """A line each, as certificates and courses are."""
    files = {
        "Organizations.csv": "Name,Start Date,End Date,Description,Position\nGuild,Jan 2019,,,Member\n",
        "Patents.csv": "Title,Description,Url,Issuer,Patent Number\nA hat,,,EPO,EP1\n",
        "TestScores.csv": "Tested On,Name,Description,Score\nMay 2010,TOEFL,,110\n",
    }

    report(netcli, str(unpacked(tmp_path, FILES | files)))

    note = export(netcli)["people"][0]["note"].splitlines()
    assert {"Organization: Guild, Member, Jan 2019", "Patent: A hat, EPO, EP1", "Test: TOEFL, 110, May 2010"} <= {*note}


def test_imported_contacts_are_nobody_of_mine(netcli: Netcli, tmp_path: Path) -> None:
    """They are on file, and known through others."""
    report(netcli, str(zipped(tmp_path / "x.zip")))

    shown, everybody = (netcli(*words.split()).out for words in ("list --format ids", "list --all --format ids"))

    assert len(shown.split()) == 2
    assert len(everybody.split()) == 5


def test_recommendations_are_shown_printed_and_asked_for(netcli: Netcli, tmp_path: Path) -> None:
    """show has a line for each; cv those that may be shown; recommended: finds by their words."""
    netcli("init --name Sam --yes")
    report(netcli, str(zipped(tmp_path / "x.zip")))

    shown = netcli("show me --json").json

    assert [(r["author"]["name"], r["on"], r["state"]) for r in shown["recommendations"]] == [
        ("Sam Moreau", "2025-06-01", "given"), ("Ana Pires", "2018-01-24", "given"), ("Gus Old", "2015-06-05", "hidden"),
    ]  # fmt: skip
    assert shown["endorsed"] == [{"skill": "SQL", "people": 1}]
    cv = netcli("cv --format text").out
    assert "Sam is, well, good at tax" in cv
    assert "Great" not in cv
    assert netcli("list recommended:founds --format ids").out.split() == ["3"]


def test_a_name_alone_means_whoever_another_file_tells_of(netcli: Netcli, tmp_path: Path) -> None:
    """An endorsement, or a message without a page, of somebody who recommends me: told at once, not when read again."""
    files = {
        "Profile.csv": FILES["Profile.csv"],
        "Endorsement_Received_Info.csv": "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,"
        "Endorsement Status\n2021-10-01,SQL,Eve,Roe,ACCEPTED\n",
        "Recommendations_Received.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
        "Eve,Roe,Helix,CTO,Good.,2021-11-02,VISIBLE\n",
        "messages.csv": "\n".join([
            TALK, message("1", ("Eve Roe", ""), SAM_, "2024-03-15 09:30:00 UTC"),
            message("2", ("Cy Oda", ""), SAM_, "2024-03-16 09:30:00 UTC"), message("3", CY_, SAM_, "2024-03-17 09:30:00 UTC"),
        ]),
    }  # fmt: skip
    folder = str(unpacked(tmp_path / "copy", files))

    first = report(netcli, folder, code=0)
    told = {name: export(netcli)[name] for name in ("people", "contact_days", "endorsements")}
    report(netcli, folder, code=0)

    assert (first["skipped"], len(told["people"]), len(told["contact_days"]), len(told["endorsements"])) == (
        [],
        3,
        3,
        1,
    )
    assert {name: export(netcli)[name] for name in told} == told


def test_messages_of_2018_in_utf_16(netcli: Netcli, tmp_path: Path) -> None:
    """Without pages, in tabs: partners are found by a name that one person has, others are told of."""
    netcli("init", "--name", "Sam Moreau", "--yes")
    netcli("add", "Ana Pires")
    rows = (
        "Ana Pires\tSam Moreau\t3/15/18, 9:30 AM\tx\ty\tINCOMING\tINBOX",
        "Sam Moreau\tNo One\t3/16/18, 9:30 AM\t\t\tOUTGOING\tSENT",
    )
    text = "\n".join(("From\tTo\tDate\tSubject\tContent\tDirection\tFolder", *rows, ""))
    (tmp_path / "Messages.csv").write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))

    done = report(netcli, str(tmp_path / "Messages.csv"), code=0)

    assert days(netcli) == [("ana-pires", "sam-moreau", "2018-03-15", 1)]
    assert [item["count"] for item in done["skipped"]] == [1]


@pytest.mark.parametrize(
    ("name", "plain"),
    [("a/Jobs/PhoneNumbers_123.csv", "phonenumber"), ("Phone Numbers (1).csv", "phonenumber"), ("Messages.csv", "message"),
     ("Email Addresses.csv", "emailaddress"), ("Endorsement_Received_Info.csv", "endorsementreceivedinfo"),
     ("Copy of Skills - Copy.csv", "skill"), ("Copie de Skills.csv", "skill"), ("Skills – Kopie (2).csv", "skill"),
     ("linkedin_skills_2024-01-31.csv", "skill"), ("Kopie von Skills-linkedin.csv", "skill")],
)  # fmt: skip
def test_names_of_files_are_compared_plainly(name: str, plain: str) -> None:
    """Case, blanks, plural, the number of a member or of a copy say nothing."""
    assert plain_name(name) == plain


def test_a_name_alone_makes_no_file_of_an_archive() -> None:
    """A table of people called Contacts.csv or Skills.csv is read as what it is; a header of its own tells without a name."""
    assert file_kind("Contacts.csv", b"Name,E-mail 1 - Value\n") is None
    assert file_kind("Skills.csv", b"Name,Email\n") is None
    assert file_kind("x.csv", FILES["Positions.csv"].encode()) == "positions"
    assert file_kind("guide_messages.csv", TALK.encode()) is None


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_is_told_however_it_was_packed(netcli: Netcli, tmp_path: Path, packing: int) -> None:
    """In one line, as a damaged archive: the disk is not full."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", packing) as packed:
        packed.writestr("Connections.csv", FILES["Connections.csv"])
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)

    assert "damaged zip archive" in netcli("import", str(path), code=65).err


def test_the_parts_of_an_archive_may_be_zips_in_a_zip(netcli: Netcli, tmp_path: Path) -> None:
    """As people hand on what came in two parts; a folder of zips is told how to be read."""
    names = [*FILES]
    for at, part in enumerate((names[:4], names[4:]), 1):
        with zipfile.ZipFile(tmp_path / f"Part_{at}.zip", "w") as packed:
            for name in part:
                packed.writestr(name, FILES[name])
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as packed:
        for at in (1, 2):
            packed.write(tmp_path / f"Part_{at}.zip", f"copy/Part_{at}.zip")
            packed.writestr(f"__MACOSX/copy/._Part_{at}.zip", b"\0")

    report(netcli, str(tmp_path / "both.zip"))

    assert days(netcli) == COUNTED
    assert f"netcli import {tmp_path}/*.zip" in netcli("import", str(tmp_path), code=65).err


BOOK = "Name,E-mail 1 - Value\nAna Pires,ana@example.org\n"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Bo Lind\nEMAIL:bo@example.org\nEND:VCARD\n"


@pytest.mark.parametrize(
    ("members", "handles"),
    [({"Takeout/Contacts/All Contacts/All Contacts.csv": BOOK, "Takeout/Contacts/Friends/Friends.csv": BOOK}, ["ana-pires"]),
     ({"iCloud Contacts/a.vcf": CARD, "iCloud Contacts/._a.vcf": "\0", "other.csv": BOOK}, ["bo-lind"]),
     ({"Things.csv": "Name,Price\nTea,3\n", "People.csv": BOOK}, ["ana-pires"])],
)  # fmt: skip
def test_a_zip_of_address_books_is_read(
    netcli: Netcli, tmp_path: Path, members: dict[str, str], handles: list[str]
) -> None:
    """As the copies of Google and Apple are: its cards, else its tables of people; each person once."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text)

    assert report(netcli, str(tmp_path / "x.zip"), code=0)["created"] == 1
    assert [person["handle"] for person in export(netcli)["people"] if not person.get("is_me")] == handles
    assert report(netcli, str(tmp_path / "x.zip"), code=0)["unchanged"] == 1


def test_a_folder_is_bounded_too(netcli: Netcli, tmp_path: Path) -> None:
    """Of a table that is not wanted the head alone is read; one that is wanted is refused if it would not fit."""
    folder = unpacked(tmp_path / "copy", {"Connections.csv": FILES["Connections.csv"]})
    with (folder / "other.txt").open("wb") as opened:
        opened.truncate(2**31)
    assert netcli("import", str(folder), "--json").json["created"] > 0

    with next(folder.rglob("Connections.csv")).open("r+b") as opened:
        opened.truncate(2**31)
    assert "larger than 512 MB" in netcli("import", str(folder), code=65).err


def test_a_zip_is_bounded_and_unpacks_nothing_but_what_is_needed(netcli: Netcli, tmp_path: Path) -> None:
    """A bomb, a damaged and any other zip are refused in one line; a member's name reaches no folder above."""
    bomb = zipped(tmp_path / "bomb.zip", {"Skills.csv": "Name\n" + "a\n" * 30_000_000})
    other = zipped(tmp_path / "other.zip", {"x.txt": "hello"})
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(zipped(tmp_path / "x.zip").read_bytes()[:900])
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("../../etc/Skills.csv", "Name\nSQL\n")
        packed.writestr("photo.csv.jpg", "x")

    for path, why in ((bomb, "would unpack to more"), (other, ""), (damaged, "damaged")):
        ran = netcli("import", str(path), code=65)
        assert ran.err.strip().count("\n") == 0
        assert why in ran.err
    assert zip_bytes("x.zip", data.getvalue()) == (
        ("x.zip/etc/Skills.csv", b"Name\nSQL\n"), ("x.zip/photo.csv.jpg", NOT_READ),
    )  # fmt: skip
