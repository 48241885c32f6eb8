"""Made-up people of whom it is known who is one person twice, as two address books and a list of connections have them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from netcli.domain.person import add_person
from netcli.model import NameFact, NameKind, PersonFacts, PointFact, PointKind, PositionFact
from netcli.storage import Store

GIVEN = [
    "Ana",
    "Andre",
    "Anouk",
    "Bastien",
    "Beatriz",
    "Boris",
    "Camille",
    "Carla",
    "Cesar",
    "Chiara",
    "Clara",
    "Dana",
    "Dario",
    "Elif",
    "Elodie",
    "Emil",
    "Farah",
    "Felix",
    "Greta",
    "Hanna",
    "Hugo",
    "Ines",
    "Irina",
    "Jonas",
    "Julia",
    "Kamil",
    "Karim",
    "Lea",
    "Leila",
    "Linus",
    "Luca",
    "Lucie",
    "Marek",
    "Marion",
    "Mateo",
    "Mila",
    "Nadia",
    "Nils",
    "Noemi",
    "Olga",
    "Oscar",
    "Petra",
    "Priya",
    "Quentin",
    "Rania",
    "Remi",
    "Rosa",
    "Ruben",
    "Salma",
    "Selin",
    "Simon",
    "Sonia",
    "Tariq",
    "Thea",
    "Timo",
    "Ugo",
    "Vera",
    "Yara",
    "Yann",
    "Zoe",
]
_ONSET = ["B", "Br", "C", "D", "F", "G", "Gr", "H", "K", "L", "M", "N", "P", "R", "S", "St", "T", "V", "W", "Z"]
_MIDDLE = ["a", "al", "an", "ar", "e", "el", "en", "er", "i", "il", "in", "o", "ol", "on", "or", "u", "ul", "un"]
_END = [
    "bec",
    "berg",
    "dal",
    "den",
    "dot",
    "feld",
    "ger",
    "hart",
    "kov",
    "land",
    "len",
    "man",
    "mel",
    "mont",
    "nier",
    "ric",
    "sen",
    "ski",
    "son",
    "tal",
    "vic",
    "wald",
]
FAMILY = sorted({first + middle + end for first in _ONSET for middle in _MIDDLE for end in _END})
ORGS = [f"{name} {kind}" for name in ["Kestrel", "Helix", "Passerelle", "Zenith", "Ormeau", "Tarn", "Lumen", "Vega"] for kind in ("SA", "Labs", "Ltd")]  # fmt: skip
CITIES = ["Lyon", "Porto", "Ghent", "Graz", "Turin", "Leeds", "Malmo", "Brno"]


@dataclass
class Labelled:
    """A file with people, and the pairs among them that are one person, by how they came to be two records."""

    store: Store
    chance: random.Random
    doubles: dict[tuple[int, int], str] = field(default_factory=dict)
    others: dict[tuple[int, int], str] = field(default_factory=dict)
    count: int = 0

    def somebody(self) -> tuple[str, str]:
        """Return a given and a family name that nobody on file has together, but for chance."""
        return self.chance.choice(GIVEN), self.chance.choice(FAMILY)

    def add(self, given: str, family: str, source: str = "phone", *, name: str = "", **facts: str) -> int:
        """Add somebody; `facts` are org, email, phone, url, city, birthday, nickname or maiden."""
        self.count += 1
        points = [PointFact(PointKind(kind), facts[kind]) for kind in ("email", "phone", "url") if kind in facts]
        if "city" in facts:
            points.append(PointFact(PointKind.ADDRESS, facts["city"], parts=(("city", facts["city"]),)))
        whole = name or f"{given} {family}"
        person = add_person(
            self.store,
            PersonFacts(
                whole, given=given or None, family=family or None, birthday=facts.get("birthday"),
                names=tuple(NameFact(NameKind(kind), facts[kind]) for kind in ("nickname", "maiden") if kind in facts),
                points=tuple(points), positions=(PositionFact(facts["org"], None),) if "org" in facts else (),
            ),
            seen_on=None,
        )  # fmt: skip
        self.record(person, source)
        return person

    def record(self, person: int, source: str) -> None:
        """Keep that a source has a record of somebody."""
        known = self.store.value("SELECT id FROM source WHERE name = ?", (source,))
        number = known or self.store.insert("source", name=source, format="vcard")
        reading = self.store.value("SELECT id FROM import_run WHERE source_id = ?", (number,)) or self.store.insert(
            "import_run", source_id=number, at="2026-01-01T00:00:00Z", files="[]", counts="{}"
        )
        self.store.insert(
            "source_record", source_id=number, person_id=person, key=f"k{person}", facts="{}", import_id=reading
        )

    def org(self) -> str:
        """Return an organisation."""
        return self.chance.choice(ORGS)

    def number(self) -> str:
        """Return a phone number of nobody's."""
        return f"+33 1 99 {self.chance.randrange(10**6):06}"

    def born(self) -> str:
        """Return a birthday."""
        return (
            f"{self.chance.randrange(1950, 2004)}-{self.chance.randrange(1, 13):02}-{self.chance.randrange(1, 29):02}"
        )


def slip(word: str, chance: random.Random) -> str:
    """Return a word with one letter wrong, missing, too much, or in the place of its neighbour."""
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice([c for c in "aeiourst" if c not in word[at - 1 : at + 2]])
    swapped = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :] if word[at] != word[at + 1] else word[:at] + word[at + 1 :]
    )
    return chance.choice([word[:at] + letter + word[at + 1 :], word[:at] + word[at + 1 :], word[:at] + letter + word[at:], swapped])  # fmt: skip


def _typo(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    org, city = made.org(), made.chance.choice(CITIES)
    told = made.chance.choice([{}, {"org": org}, {"org": org, "city": city}, {"city": city}])
    return made.add(given, family, **told), made.add(given, slip(family, made.chance), "work", **told)


def _same_name(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    return made.add(given, family, org=made.org()), made.add(given, family, "work", email=f"{family}@example.org")


def _swapped(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    return made.add(given, family), made.add("", "", "work", name=f"{family} {given}", org=made.org())


def _accents(made: Labelled) -> tuple[int, int]:
    _, family = made.somebody()
    family = family.replace("e", "é").replace("o", "ö")
    plain = family.replace("é", "e").replace("ö", "oe")
    return made.add("Léa", family), made.add("Lea", plain, "work", org=made.org())


def _married(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    now = made.chance.choice(FAMILY)
    shared = made.chance.choice([{"email": f"{given}.{family}@example.org"}, {"phone": made.number()}, {"birthday": made.born()}])  # fmt: skip
    return made.add(given, family, **shared), made.add(given, now, "work", **shared)


def _maiden(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    return made.add(given, family), made.add(given, made.chance.choice(FAMILY), "work", maiden=family)


def _initial(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    org = made.org()
    return made.add(given, family, org=org), made.add(f"{given[0]}.", family, "work", org=org)


def _short(made: Labelled) -> tuple[int, int]:
    _, family = made.somebody()
    formal, short = made.chance.choice([("Robert", "Bob"), ("Katherine", "Kate"), ("Francisco", "Paco"), ("Johannes", "Hans")])  # fmt: skip
    return made.add(formal, family, org="Helix SA"), made.add(short, family, "work")


def _nickname(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    return made.add(given, family, nickname="Bibou"), made.add("Bibou", family, "work")


def _blank(made: Labelled) -> tuple[int, int]:
    _, family = made.somebody()
    return made.add("Jean-Luc", family), made.add("Jeanluc", family, "work", org=made.org())


def _middle(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    return made.add(given, family), made.add(f"{given} Maria", family, "work", org=made.org())


def _by_ear(made: Labelled) -> tuple[int, int]:
    given, _ = made.somebody()
    org = made.org()
    one, other = made.chance.choice([("Kowalski", "Kovalsky"), ("Mohammedi", "Muhammadi"), ("Schmidtke", "Schmittke")])
    return made.add(given, one, org=org), made.add(given, other, "work", org=org)


def _same_mail(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    mail = f"{given}@{family}.example"
    return made.add(given, family, email=mail), made.add("", "", "work", name="Bureau", email=mail)


def _two_pages(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    pages = (f"https://www.linkedin.com/in/{given}-{family}-{n}" for n in (1, 2))
    one, other = (made.add(given, family, "linkedin", url=page, org=made.org()) for page in pages)
    return one, other


def _two_birthdays(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    org = made.org()
    return (
        made.add(given, family, org=org, birthday=made.born()),
        made.add(given, family, "work", org=org, birthday=made.born()),
    )


def _twice_in_a_book(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    return made.add(given, family, org="Vega SA"), made.add(given, family, org="Tarn Ltd")


def _couple(made: Labelled) -> tuple[int, int]:
    (one, family), (other, _), number = made.somebody(), made.somebody(), made.number()
    while other == one:
        other = made.chance.choice(GIVEN)
    both = {"phone": number, "city": "Ghent", "email": f"{family}@example.org"}
    return made.add(one, family, **both), made.add(other, family, **both)


def _junior(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    home = {"phone": made.number(), "city": "Graz"}
    return made.add(given, family, **home), made.add(given, family, "work", name=f"{given} {family} Jr", **home)


def _father_and_son(made: Labelled) -> tuple[int, int]:
    given, family = made.somebody()
    home = {"phone": made.number(), "city": "Graz"}
    return (
        made.add(given, family, birthday=made.born(), **home),
        made.add(given, family, "work", birthday=made.born(), **home),
    )


def _switchboard(made: Labelled) -> tuple[int, int]:
    number, org = made.number(), made.org()
    found = [made.add(*made.somebody(), phone=number, org=org) for _ in range(5)]
    return found[0], found[1]


def _man_and_woman(made: Labelled) -> tuple[int, int]:
    _, family = made.somebody()
    return made.add("Mario", family, org="Lumen SA"), made.add("Maria", family, "work", org="Tarn SA")


def _siblings(made: Labelled) -> tuple[int, int]:
    _, family = made.somebody()
    return made.add("Nils", family, city="Malmo"), made.add("Nina", family, "work", city="Malmo")


Case = Callable[[Labelled], tuple[int, int]]
DOUBLES: dict[str, Case] = {
    "typo": _typo, "same name": _same_name, "swapped": _swapped, "accents": _accents, "married": _married,
    "maiden name": _maiden, "initial": _initial, "short form": _short, "nickname": _nickname, "blank": _blank,
    "middle name": _middle, "by ear": _by_ear, "same mail": _same_mail,
}  # fmt: skip
OTHERS: dict[str, Case] = {
    "two pages": _two_pages, "two birthdays": _two_birthdays, "twice in a book": _twice_in_a_book, "couple": _couple,
    "junior": _junior, "father and son": _father_and_son, "switchboard": _switchboard, "man and woman": _man_and_woman,
    "siblings": _siblings,
}  # fmt: skip


def labelled(store: Store, *, seed: int, of_each: int = 12, strangers: int = 600) -> Labelled:
    """Fill a file: so many of each case, and so many people who are nobody else."""
    made = Labelled(store, random.Random(seed))
    for _ in range(strangers):
        given, family = made.somebody()
        facts = {"org": made.org(), "city": made.chance.choice(CITIES)}
        made.add(given, family, made.chance.choice(["phone", "work"]), **facts)
    for _ in range(of_each):
        made.doubles.update({case(made): name for name, case in DOUBLES.items()})
        made.others.update({case(made): name for name, case in OTHERS.items()})
    return made
