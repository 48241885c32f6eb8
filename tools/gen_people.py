"""Write N made-up contacts as vCards; the same N and seed always give the same bytes.

    gen_people.py 10000 all.vcf
    gen_people.py 10000 doubles.vcf --typos 3     # and copies of 3 %, with a letter wrong in the family name

Nobody here exists: mail domains end in .example, numbers are random. Standard library only.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ONSETS = ["b", "br", "c", "ch", "d", "dr", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v", "w"]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ei", "ou"]
CODAS = ["n", "r", "l", "s", "m", "t", "k", "nd", "rt", "lm", "ss"]
ENDINGS = ["son", "ova", "ez", "man", "ić", "", ""]
FIRMS = ["Labs", "GmbH", "Inc", "Ltd", "Partners"]
TITLES = ["Engineer", "Designer", "Founder", "CTO", "Analyst", "Recruiter", "Professor", "VP, Sales"]
TAGS = ["friend", "work", "conf", "alumni", "investor", "press"]
CITIES = ["Berlin", "Paris", "Wien", "Oslo", "Lima"]


class Contact(NamedTuple):
    """One made-up person."""

    number: int
    given: str
    family: str
    org: str
    title: str
    work: str
    home: str
    phone: str
    mobile: str
    birthday: str
    city: str
    tags: tuple[str, ...]
    note: str


class Words:
    """Pronounceable invented words, names and firms."""

    def __init__(self, chance: random.Random, firms: int) -> None:
        self._chance = chance
        self.given = [self.word().capitalize() for _ in range(600)]
        self.family = [self.word().capitalize() + chance.choice(ENDINGS) for _ in range(4000)]
        self.orgs = [f"{self.word().capitalize()} {chance.choice(FIRMS)}" for _ in range(firms)]

    def word(self) -> str:
        """Return one more word of one or two syllables."""
        syllables = (
            self._chance.choice(ONSETS) + self._chance.choice(VOWELS) for _ in range(self._chance.randint(1, 2))
        )
        return "".join(syllables) + self._chance.choice(CODAS)


def people(count: int, seed: int = 42) -> Iterator[Contact]:
    """Yield so many contacts; their e-mail addresses carry their number, so that they are unique."""
    chance = random.Random(seed)
    words = Words(chance, max(50, count // 40))
    for number in range(1, count + 1):
        given, family, org = chance.choice(words.given), chance.choice(words.family), chance.choice(words.orgs)
        yield Contact(
            number, given, family, org, chance.choice(TITLES),
            f"{given}.{family}{number}@{org.split()[0]}.example".lower(), f"{given}{number}@mail.example".lower(),
            f"+49 30 {chance.randint(1000000, 9999999)}", f"+1 415 {chance.randint(1000000, 9999999)}",
            f"{chance.randint(1950, 2004)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            chance.choice(CITIES), tuple(chance.sample(TAGS, chance.randint(0, 3))),
            f"Met at {words.word()}, {words.word()}; likes {words.word()}",
        )  # fmt: skip


def copies(contacts: Iterable[Contact], percent: float, seed: int = 11) -> Iterator[Contact]:
    """Yield a copy of that share of the contacts: one letter of the family name wrong, missing or too much.

    A copy has addresses of its own; the first tells of whom it is one: `copy-of-17@other.example`.
    """
    chance = random.Random(seed)
    everybody = list(contacts)
    for number, contact in enumerate(chance.sample(everybody, int(len(everybody) * percent / 100)), len(everybody) + 1):
        at = chance.randrange(1, len(contact.family))
        letter = chance.choice([c for c in "aeiourst" if c != contact.family[at]])
        left, right = contact.family[:at], contact.family[at + 1 :]
        family = chance.choice([left + letter + right, left + right, left + letter + contact.family[at:]])
        phone, mobile = (f"+49 30 {chance.randint(1000000, 9999999)}" for _ in range(2))
        yield contact._replace(
            number=number, family=family, work=f"copy-of-{contact.number}@other.example",
            home=f"copy{number}@mail.example", phone=phone, mobile=mobile,
        )  # fmt: skip


def vcard(contact: Contact) -> str:
    """Return one vCard 3.0, folded and escaped as RFC 2425 and 2426 ask."""
    c, e = contact, _escaped
    lines = [
        "BEGIN:VCARD", "VERSION:3.0", f"UID:uid-{c.number:08d}-netcli", f"FN:{e(f'{c.given} {c.family}')}",
        f"N:{e(c.family)};{e(c.given)};;;", f"ORG:{e(c.org)}", f"TITLE:{e(c.title)}",
        f"EMAIL;TYPE=WORK:{c.work}", f"EMAIL;TYPE=HOME:{c.home}",
        f"TEL;TYPE=WORK,VOICE:{c.phone}", f"TEL;TYPE=CELL:{c.mobile}",
        f"ADR;TYPE=HOME:;;Main St {c.number};{e(c.city)};;1{c.number % 10000:04d};Land", f"BDAY:{c.birthday}",
    ]  # fmt: skip
    if c.tags:
        lines.append("CATEGORIES:" + ",".join(c.tags))
    lines += [f"NOTE:{e(c.note)}", "REV:20260101T000000Z", "END:VCARD"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def write_vcards(path: Path, count: int, seed: int = 42, typos: float = 0) -> None:
    """Write one file with so many vCards, and copies of `typos` percent of them."""
    with path.open("w", newline="", encoding="utf-8") as file:
        file.writelines(vcard(contact) for contact in people(count, seed))
        file.writelines(vcard(contact) for contact in copies(people(count, seed), typos) if typos)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold one line at 75 octets without cutting a character."""
    out, size = [], 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            out.append("\r\n ")
            size = 1
        out.append(character)
        size += width
    return "".join(out)


def main() -> int:
    """Write the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--typos", type=float, default=0, metavar="PERCENT")
    o = parser.parse_args()
    if o.count < 1:
        parser.error("N must be 1 or more")
    write_vcards(o.file, o.count, o.seed, o.typos)
    return 0


if __name__ == "__main__":
    sys.exit(main())
