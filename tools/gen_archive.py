"""Write a made-up copy of somebody's data at LinkedIn; the same numbers and seed always give the same bytes.

    gen_archive.py 30000 100000 archive.zip           # connections, messages

With a profile, a career, invitations, endorsements of every third connection, recommendations, saved jobs. Nobody here
exists. Standard library only.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).parent))
from gen_people import Contact, people

FOLDER = "Complete_LinkedInDataExport_01-31-2026"
ME = ("Sam", "Moreau", "https://www.linkedin.com/in/sam-moreau-made-up")
SKILLS = ["SQL", "Python", "Tax law", "Negotiation", "C++", "Public speaking", "Welding", "Statistics", "Design", "Go"]
SAYINGS = [
    "Thanks for the talk, see you on Thursday!",
    "Merci beaucoup, à bientôt.",
    "Sounds good 👍",
    "Pozdrawiam, Łucja",
]
DAY = date(2014, 1, 6)
Rows = Iterable[Iterable[object]]

CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
)
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"
ENDORSED = "Endorsement Date,Skill Name,{0} First Name,{0} Last Name,{0} Public Url,Endorsement Status"
RECOMMENDED = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"


class Archive:
    """One made-up archive: so many connections, so many messages."""

    def __init__(self, connections: int, messages: int, seed: int) -> None:
        self._chance = random.Random(seed)
        self._messages = messages
        self.people = list(people(connections, seed))

    def files(self) -> Iterator[tuple[str, str, Rows]]:
        """Yield (name, header, rows) of each file."""
        yield "Connections.csv", CONNECTIONS, self._connections()
        yield "Profile.csv", "First Name,Last Name,Headline,Summary", [[*ME[:2], "Made up", "Nobody at all"]]
        yield "Positions.csv", "Company Name,Title,Description,Location,Started On,Finished On", self._positions()
        yield "Skills.csv", "Name", ([skill] for skill in SKILLS)
        yield "messages.csv", MESSAGES, self._talks()
        yield "Invitations.csv", INVITATIONS, self._invitations()
        for name, whose in (("Received", "Endorser"), ("Given", "Endorsee")):
            yield f"Endorsement_{name}_Info.csv", ENDORSED.format(whose), self._endorsements()
            yield f"Recommendations_{name}.csv", RECOMMENDED, self._recommendations()
        yield "Jobs/Saved Jobs.csv", "Saved Date,Job Url,Job Title,Company Name", self._jobs()

    def _connections(self) -> Rows:
        for contact in self.people:
            mail = contact.work if contact.number % 20 == 0 else ""
            row = (contact.given, contact.family, page(contact), mail, contact.org, contact.title)
            yield *row, self._day().strftime("%d %b %Y")

    def _positions(self) -> Rows:
        yield "Kestrel Made Up", "CTO", "Leads", "Lyon", "Jan 2020", ""
        yield "Helix Made Up", "Engineer", "", "Paris", "2015", "Dec 2019"

    def _talks(self) -> Rows:
        """Yield messages in conversations of about ten: most with a connection, some with a stranger or in a group."""
        talk, left = 0, 0
        circle: list[tuple[str, str]] = []
        for number in range(self._messages):
            if not left:
                talk, left = talk + 1, self._chance.randint(1, 19)
                circle, day = self._circle(talk), self._day()
            left -= 1
            day += timedelta(days=self._chance.choice((0, 0, 0, 1, 3)))
            sender, *others = self._chance.sample(circle, len(circle))
            row = (f"2-{talk:08x}==", "", *sender, ",".join(o[0] for o in others), ",".join(o[1] for o in others))
            when = f"{day} {number % 24:02}:{number % 60:02}:00 UTC"
            yield *row, when, "", self._words(), "INBOX", "", "No", "No"

    def _circle(self, talk: int) -> list[tuple[str, str]]:
        me = (f"{ME[0]} {ME[1]}", ME[2])
        if talk % 40 == 0:
            return [me, (f"Stranger No{talk}", f"https://www.linkedin.com/in/stranger-no{talk}")]
        others = self._chance.sample(self.people, 3 if talk % 25 == 0 else 1)
        return [me, *((f"{c.given} {c.family}", page(c)) for c in others)]

    def _words(self) -> str:
        return "\n".join(self._chance.choices(SAYINGS, k=self._chance.randint(1, 8)))

    def _invitations(self) -> Rows:
        for contact in self.people[::2]:
            ends = ((f"{contact.given} {contact.family}", page(contact)), (f"{ME[0]} {ME[1]}", ME[2]))
            (one, one_page), (other, other_page) = ends if contact.number % 3 else ends[::-1]
            way = "INCOMING" if contact.number % 3 else "OUTGOING"
            yield one, other, f"{self._day():%m/%d/%y}, 1:12 AM", "", way, one_page, other_page

    def _endorsements(self) -> Rows:
        for contact in self.people[::3]:
            bare = page(contact).removeprefix("https://")
            when = f"{self._day():%Y/%m/%d} 19:52:23 UTC"
            yield when, self._chance.choice(SKILLS), contact.given, contact.family, bare, "ACCEPTED"

    def _recommendations(self) -> Rows:
        for contact in self.people[::200]:
            when = f"{self._day():%m/%d/%y}, 03:00 PM"
            yield contact.given, contact.family, contact.org, contact.title, self._words(), when, "VISIBLE"

    def _jobs(self) -> Rows:
        for number in range(20):
            url = f"https://www.linkedin.com/jobs/view/{4000000000 + number}"
            yield f"{self._day():%m/%d/%y}, 1:12 PM", url, "Engineer", self._chance.choice(self.people).org

    def _day(self) -> date:
        return DAY + timedelta(days=self._chance.randrange(4000))


def page(contact: Contact) -> str:
    """Return the address of somebody's page."""
    return f"https://www.linkedin.com/in/{contact.given}-{contact.family}-{contact.number}".lower()


def write_archive(path: Path, connections: int, messages: int, seed: int = 42) -> None:
    """Write an archive as LinkedIn packs it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, header, rows in Archive(connections, messages, seed).files():
            info = zipfile.ZipInfo(f"{FOLDER}/{name}")
            info.compress_type = zipfile.ZIP_DEFLATED
            with packed.open(info, "w") as member:
                _write(member, header, rows)


def _write(member: IO[bytes], header: str, rows: Rows) -> None:
    with io.TextIOWrapper(member, "utf-8", newline="") as text:
        text.write(f"{header}\n")
        csv.writer(text, lineterminator="\n").writerows(rows)


def main() -> int:
    """Write the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("connections", type=int, metavar="CONNECTIONS")
    parser.add_argument("messages", type=int, metavar="MESSAGES")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--seed", type=int, default=42)
    o = parser.parse_args()
    if o.connections < 10 or o.messages < 0:
        parser.error("10 connections or more, and 0 messages or more")
    write_archive(o.file, o.connections, o.messages, o.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
