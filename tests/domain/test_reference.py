"""Naming a person: rule by rule, the first that matches decides; then mine, ambiguities, near names, the removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netcli.domain.person import add_person, named, remove_people
from netcli.domain.reference import complete, matches, near_names, resolve
from netcli.domain.tie import imply, state
from netcli.errors import AmbiguousError, NotFoundError, UsageError
from netcli.model import NameFact, NameKind, PointFact, PointKind, PositionFact
from netcli.model_tie import Evidence, EvidenceKind, Statement
from netcli.storage import Store, open_writer

DAY = "2026-03-02"
UID = "6b29fc40-ca47-1067-b31d-00dd010662da"


class Book:
    """A file with people in it, me being Sam Moreau, number 1."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.me = self.add("Sam Moreau", is_me=True)

    def add(self, name: str, *points: str, uid: str | None = None, nickname: str | None = None, **flags: bool) -> int:
        """Write somebody with his addresses, told apart by their look, and return his number."""
        kinds = (PointKind.EMAIL if "@" in p else PointKind.URL if "/" in p else PointKind.PHONE for p in points)
        facts = named(name)._replace(points=tuple(PointFact(kind, p) for kind, p in zip(kinds, points, strict=True)))
        if nickname:
            facts = facts._replace(names=(NameFact(NameKind.NICKNAME, nickname),))
        return add_person(self.store, facts, seen_on=DAY, uid=uid, **flags)

    def know(self, person: int, level: int = 3) -> None:
        """State that I know somebody."""
        state(self.store, Statement(self.me, person, level, DAY))

    def remove(self, person: int) -> None:
        """Remove somebody."""
        remove_people(self.store, [person], on=DAY)

    def find(self, text: str, **how: bool) -> int:
        """Return the number of the one person a text names."""
        return resolve(self.store, text, **how).id

    def refused(self, text: str, **how: bool) -> NotFoundError:
        """Return what is said of a text that names nobody."""
        with pytest.raises(NotFoundError) as refused:
            resolve(self.store, text, **how)
        return refused.value


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A file of this test's own, inside one operation."""
    with open_writer(tmp_path / "t.db") as store, store.operation("test", at=f"{DAY}T00:00:00Z"):
        yield Book(store)


# The rules


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "ana-pires",
        "ANA-Pires",
        UID,
        UID[:6],
        UID[:9],
        "ana@example.org",
        "Ana@Example.ORG",
        "mailto:ana@example.org",
        "+351 91 555 0100",
        "00351 915 550 100",
        "915550100",
        "0 915 550 100",
        "https://www.linkedin.com/in/Ana-Example/?trk=x",
        "linkedin.com/in/ana-example",
        "Ána  PIRES",
        "pires ana",
        "nana",
        "ana",
        "ana-pi",
        "ires",
        "pires an",
        "  ana pires ",
    ],
)
def test_a_person_is_named_in_many_ways(book: Book, text: str) -> None:
    """Number, handle, UUID or its beginning, address, number in any spelling, profile, name, nickname, part of a name."""
    ana = book.add(
        "Ana Pires", "ana@example.org", "+351915550100", "linkedin.com/in/ana-example", uid=UID, nickname="Nana"
    )
    book.add("Bo Lind", "bo@example.org", "+46 70 555 0100", "linkedin.com/in/bo-example")

    assert book.find(text) == ana


@pytest.mark.parametrize("text", ["me", "ME", " Me "])
def test_me_is_the_owner(book: Book, text: str) -> None:
    """Whatever his name is, and whoever else is called so."""
    book.add("Me Too")

    assert book.find(text) == book.me


def test_each_rule_comes_before_the_next(book: Book) -> None:
    """Number, handle, address, name, beginning, part: what an earlier rule finds hides what a later one would."""
    two = book.add("Bo Lind", "ana@example.org")
    assert two == 2
    book.add("Uma", uid="000002aa-ca47-1067-b31d-00dd010662da", nickname="ana@example.org")
    handle = book.add("Kim Lee")
    book.add("Lee", nickname="Kim-Lee")
    whole = book.add("Ana")
    longer = book.add("Ana Pires")
    part = book.add("Joana Pinto")

    assert book.find("000002") == two  # not the UUID that begins so
    assert book.find("kim-lee") == handle  # not the nickname
    assert book.find("ana@example.org") == two  # not the nickname
    assert book.find("ana") == whole  # not the name that begins so
    assert book.find("ana p") == longer  # not the name that holds both words
    assert book.find("oana") == part


def test_a_number_that_is_nobodys_may_be_a_phone_number(book: Book) -> None:
    """Digits are a number first and a telephone second."""
    ana = book.add("Ana Pires", "5550100")

    assert book.find("5550100") == ana
    assert book.find("2") == ana


@pytest.mark.parametrize(
    "text", ["12", "0100", "50100", "550100", "+46 70 555 0101", "55501", "bo@example", "example.org/other"]
)
def test_a_piece_of_an_address_is_no_address(book: Book, text: str) -> None:
    """Of a phone number the last seven digits at least; of an e-mail address and a page all of it."""
    book.add("Ana Pires", "+46 70 555 0100", "bo@example.org", "https://example.org/bo")

    assert matches(book.store, text) == []


def test_a_number_of_another_country_is_another_number(book: Book) -> None:
    """+1 and the same last digits is not +33."""
    book.add("Ana Pires", "+33 6 12 34 56 78")

    assert matches(book.store, "+1 612 345 678") == []


def test_a_uuid_is_found_in_any_case(book: Book) -> None:
    """RFC 9562 section 4: a card may write it in capitals, and whoever types it may not."""
    ana = book.add("Ana Pires", uid=UID.upper())

    assert book.find(UID) == book.find(UID.upper()) == book.find(UID[:8].upper()) == ana


def test_exact_stops_before_parts_of_names(book: Book) -> None:
    """For scripts: `--exact` takes a whole name, no beginning."""
    ana = book.add("Ana Pires")

    assert book.find("ana pires", exact=True) == ana
    assert [ref.id for ref in book.refused("ana", exact=True).near] == [ana]


@pytest.mark.parametrize("text", ["%", "_", "100%x", "*", "?", "' OR 1=1 --", "\\", ".", "~", "!", "\0"])
def test_no_character_is_a_wildcard(book: Book, text: str) -> None:
    """What SQL or a shell would match with is a character like any other."""
    book.add("100 Percent")
    book.add("Ana O'Brien")

    assert matches(book.store, text) == []


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_name_is_a_mistake_in_the_command(book: Book, text: str) -> None:
    """It names neither everybody nor nobody."""
    with pytest.raises(UsageError):
        matches(book.store, text)


@pytest.mark.parametrize("text", ["a" * 60_000, "a " * 1_200], ids=["one word", "many words"])
def test_a_name_of_any_length_is_nobodys_and_no_bug(book: Book, text: str) -> None:
    """A whole file pasted by mistake ends in `nobody is called`."""
    assert "nobody is called" in book.refused(text).message


# Several


def test_several_matches_are_an_ambiguity(book: Book) -> None:
    """All candidates by number; --first takes the first of them."""
    ana, other = book.add("Ana Pires"), book.add("Ana Pinto")

    with pytest.raises(AmbiguousError) as ambiguity:
        book.find("ana")

    assert ambiguity.value.message == '"ana" names 2 people'
    assert [ref.id for ref in ambiguity.value.candidates] == [ana, other]
    assert book.find("ana", first=True) == ana


def test_my_contacts_come_before_people_known_through_others(book: Book) -> None:
    """A statement, my address book, or the wish to meet makes somebody mine; a denial does not."""
    book.add("Ana Pires")
    ana = book.add("Ana Pinto")
    book.know(book.add("Ana Prado"), level=0)
    book.know(ana)
    assert book.find("ana") == ana

    bo = book.add("Bo Lind", to_meet=True)
    book.add("Bo Park")
    assert book.find("bo") == bo

    book.add("Cy Ames")
    cy = book.add("Cy Bond")
    imply(book.store, book.me, cy, Evidence(EvidenceKind.BOOK, DAY))
    assert book.find("cy") == cy


def test_two_of_mine_are_an_ambiguity_of_two(book: Book) -> None:
    """Those who are not mine are no candidates then."""
    mine = [book.add("Ana Pires"), book.add("Ana Pinto")]
    book.add("Ana Prado")
    for person in mine:
        book.know(person)

    assert matches(book.store, "ana") == mine


def test_a_stranger_is_found_when_no_other_is_meant(book: Book) -> None:
    """Being mine decides between several, it hides nobody; nor does it let a later rule win."""
    stranger = book.add("Ana")
    book.know(book.add("Ana Pires"))

    assert book.find("ana") == stranger


# Nobody


def test_near_names_are_offered(book: Book) -> None:
    """At most three people, each once, the most alike first."""
    ana = book.add("Ana Pires", nickname="Anna Pirez")
    for name in ("Ana Prires", "Ana Pirs", "Ana Piress", "Bo Lind"):
        book.add(name)

    refused = book.refused("ana pirers")

    assert len(refused.near) == 3
    assert ana in {ref.id for ref in refused.near}
    assert refused.hint.startswith("did you mean ")
    assert refused.code == 3
    assert near_names(book.store, "Zoltan Quux") == ()


@pytest.mark.parametrize(("text", "hint"), [("Zoltan Quux", 'netcli add "Zoltan Quux"'), ("!?", "netcli list --all")])
def test_without_a_near_name_the_next_step_is_told(book: Book, text: str, hint: str) -> None:
    """A name can be added; punctuation is none."""
    assert book.refused(text).hint == hint


# Removed people


@pytest.mark.parametrize("text", ["2", " 2 ", "ana-pires", "ana@example.org", "ana pires", UID[:8]])
def test_a_removed_person_is_named_as_removed(book: Book, text: str) -> None:
    """Whole names alone say so, with the command that brings him back; nobody else is meant."""
    ana = book.add("Ana Pires", "ana@example.org", uid=UID)
    book.add("Ana Pires-Lind")
    book.remove(ana)

    refused = book.refused(text)

    assert (refused.message, refused.hint) == ("Ana Pires was removed", "netcli restore ana-pires")


def test_a_part_of_a_removed_name_finds_others(book: Book) -> None:
    """A beginning means those who are there."""
    gone, ana = book.add("Ana Pires"), book.add("Ana Pinto")
    book.remove(gone)

    assert book.find("ana p") == ana
    assert near_names(book.store, "ana pirez") == ()


def test_removed_people_are_found_among_themselves(book: Book) -> None:
    """For restore: those who are there are not meant."""
    gone, ana = book.add("Ana Pires"), book.add("Bo Lind")
    book.remove(gone)

    assert book.find("ana", removed=True) == gone
    assert book.find(str(gone), removed=True) == gone
    assert book.refused("bo lind", removed=True).message == 'nobody who was removed is called "bo lind"'
    assert book.refused(str(ana), removed=True).near == ()


# Completion


def test_handles_of_my_contacts_are_completed(book: Book) -> None:
    """By handle, with name and current organisation; nobody removed, nobody known through others."""
    bo, helix = book.add("Bo Lind"), PositionFact("Helix Bio", "CTO")
    ana = add_person(book.store, named("Bo Ames")._replace(positions=(helix,)), seen_on=DAY)
    gone, far = book.add("Bo Gone"), book.add("Bo Far")
    for person in (ana, bo, gone):
        book.know(person)
    book.remove(gone)

    assert list(complete(book.store, "BO")) == [("bo-ames", "Bo Ames, Helix Bio"), ("bo-lind", "Bo Lind")]
    assert list(complete(book.store, "bo", limit=1)) == [("bo-ames", "Bo Ames, Helix Bio")]
    assert far not in {book.find(handle) for handle, _ in complete(book.store, "")}
    assert list(complete(book.store, "%")) == []
