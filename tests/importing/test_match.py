"""Who is a draft? Certain by key or address, a maybe by name, and never by the name alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.domain.new_people import add_person
from netcli.domain.person import named, remove_people
from netcli.importing.draft import Draft
from netcli.importing.match import Match, match_all, names_conflict
from netcli.importing.plan import make_plan
from netcli.model import NameFact, NameKind, PersonFacts, PointFact, PointKind
from netcli.storage import Store, open_writer

DAY = "2026-03-02"
WORDS = st.lists(st.sampled_from(["ana", "Ána", "pires", "maria", "lind", "van", "o'brien"]), max_size=4).map(" ".join)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A file with an operation open, for people to be written by hand."""
    with open_writer(tmp_path / "t.db") as opened, opened.operation("test", at=f"{DAY}T00:00:00Z"):
        yield opened


def facts(name: str, *points: str) -> PersonFacts:
    """Return somebody with e-mail addresses and numbers, told apart by their @."""
    kinds = ((PointKind.EMAIL if "@" in point else PointKind.PHONE, point) for point in points)
    return named(name)._replace(points=tuple(PointFact(kind, point) for kind, point in kinds))


def add(store: Store, name: str, *points: str, uid: str | None = None) -> int:
    """Write somebody and return his id."""
    return add_person(store, facts(name, *points), seen_on=DAY, uid=uid)


def find(store: Store, name: str, *points: str, key: str | None = None, source: int | None = None) -> Match:
    """Return who a draft of that name, with those addresses and that key is."""
    return match_all(store, [Draft(facts(name, *points), "card 1", key)], source)[0]


def record(store: Store, person: int, key: str) -> int:
    """Write that a source of its own has called a person so, and return the source."""
    source = store.insert("source", name=f"book of {key} {person}", format="vcard")
    reading = store.insert("import_run", source_id=source, at=DAY, files="[]", counts="{}")
    store.insert("source_record", source_id=source, person_id=person, key=key, facts="{}", import_id=reading)
    return source


def test_the_key_of_a_source_is_certain(store: Store) -> None:
    """Whatever the name is by now; another source may call somebody else so."""
    ana, bo = add(store, "Ana Pires"), add(store, "Bo Lind")
    phone, laptop = record(store, ana, "7"), record(store, bo, "7")

    def planned(source: int | None) -> int | None:
        draft = Draft(facts("Zoe Park"), "card 1", "7")
        return make_plan(store, [draft], (source, "book"), lambda _done, _all: None).steps[0].person

    assert [planned(source) for source in (phone, laptop, None)] == [ana, bo, None]


def test_a_uid_is_certain_in_any_source(store: Store) -> None:
    """A card that went through another program is the same card, and its key counts before its addresses."""
    ana = add(store, "Ana Pires", uid="uid-1")
    add(store, "Bo Lind", "bo@example.org")

    assert find(store, "Bo Lind", "bo@example.org", key="uid-1") == Match(ana)
    assert find(store, "Zoe Park", key="uid-2") == Match()


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("ana@example.org", "ANA@example.org"),
        ("+351 91 555 0100", "00351915550100"),
        ("+351 91 555 0100", "+351-91-555-0100"),
    ],
)
@pytest.mark.parametrize("name", ["Ana Pires", "PIRES Ana", "Ana", "Ana Maria Pires", "aná pires"])
def test_a_shared_address_and_a_name_that_fits_are_certain(store: Store, mine: str, theirs: str, name: str) -> None:
    """However the address is written, and as long as one name's words are within the other's."""
    ana = add(store, "Ana Pires", mine)

    assert find(store, name, theirs) == Match(ana)


@pytest.mark.parametrize("name", ["Bo Lind", "Bo Pires", "Ana Lind"])
def test_a_shared_address_and_another_name_are_a_maybe(store: Store, name: str) -> None:
    """Families and offices share one: the two are kept apart, with the reason."""
    ana = add(store, "Ana Pires", "home@example.org")

    assert find(store, name, "home@example.org") == Match(maybe=ana, why="same email home@example.org")


def test_another_name_of_his_is_his_too(store: Store) -> None:
    """A shared address is his under any name of his; one of a single word says nothing."""
    others = (NameFact(NameKind.NICKNAME, "Bob Smith"), NameFact(NameKind.NICKNAME, "Rob"))
    told = facts("Robert Smith", "bob@example.org")
    robert = add_person(store, told._replace(names=others), seen_on=DAY)

    assert find(store, "Bob Smith", "bob@example.org") == Match(robert)
    assert find(store, "Rob Jones", "bob@example.org").person is None


def test_an_address_that_several_have_is_a_maybe(store: Store) -> None:
    """Two people of a fitting name have it: nobody can tell which."""
    ana = add(store, "Ana Pires", "5550100")
    add(store, "Ana Maria Pires", "5550100")

    assert find(store, "Ana Pires", "5550100") == Match(maybe=ana, why="same phone 5550100")


def test_of_a_couple_with_one_address_each_is_known_by_the_whole_name(store: Store) -> None:
    """In any order of its words; a part of it, which the other may be called as well, is a maybe."""
    ana, bo = (add(store, name, "us@example.org", "5550100") for name in ("Ana Lind", "Bo Lind"))

    assert find(store, "Bo Lind", "us@example.org") == Match(bo)
    assert find(store, "LIND Ana", "5550100") == Match(ana)
    assert find(store, "Bo", "us@example.org") == Match(maybe=bo, why="same email us@example.org")
    assert find(store, "Lind", "us@example.org") == Match(maybe=ana, why="same email us@example.org")


@pytest.mark.parametrize("name", ["Ana Pires", "ANA  PIRES", "Pires Ana", "Nana"])
def test_the_name_alone_is_a_maybe(store: Store, name: str) -> None:
    """In any spelling under which the person is found; the oldest of several."""
    first = add_person(store, facts("Ana Pires")._replace(names=(NameFact(NameKind.NICKNAME, "Nana"),)), seen_on=DAY)
    add(store, "Ana Pires")

    assert find(store, name, "other@example.org") == Match(maybe=first, why="same name")


@pytest.mark.parametrize("value", ["null", "undefined", "None", "N/A", "-"])
def test_what_programs_write_for_no_address_makes_nobody_known(store: Store, value: str) -> None:
    """Neither somebody on file, nor two records of one file one."""
    add(store, "Front Desk", value, "555 0101")

    assert find(store, "Front Desk", value, "555 0102").person is None
    drafts = [Draft(facts("Front Desk", value, number), "card") for number in ("555 0103", "555 0104")]
    assert len(make_plan(store, drafts, (None, "book"), lambda _done, _all: None).steps) == 2


def test_somebody_new_is_nobody_on_file(store: Store) -> None:
    """Neither key nor address nor name; a part of a name is not the name."""
    add(store, "Ana Pires", "ana@example.org", uid="uid-1")

    assert find(store, "Ana", "a@example.org", key="uid-2") == Match()
    assert find(store, "!") == Match()


def test_an_address_of_another_kind_does_not_match(store: Store) -> None:
    """A page that reads like a number, or a number in a page, is none."""
    add(store, "Ana Pires", "5550100")
    draft = Draft(named("Zoe Park")._replace(points=(PointFact(PointKind.URL, "5550100"),)), "card 1")

    assert match_all(store, [draft], None)[0] == Match()


def test_removed_people_are_matched_so_that_they_stay_away(store: Store) -> None:
    """By key, address and name."""
    ana = add(store, "Ana Pires", "ana@example.org", uid="uid-1")
    remove_people(store, [ana], on=DAY)

    assert find(store, "Ana Pires", key="uid-1") == Match(ana)
    assert find(store, "Ana Pires", "ana@example.org") == Match(ana)
    assert find(store, "Ana Pires") == Match(maybe=ana, why="same name")


def test_a_removed_namesake_does_not_hide_who_is_there(store: Store) -> None:
    """Of two of a name the one on file is meant, though he came later."""
    gone, here = add(store, "Ana Pires"), add(store, "Ana Pires")
    remove_people(store, [gone], on=DAY)

    assert find(store, "Ana Pires") == Match(maybe=here, why="same name")


def test_a_namesake_of_mine_is_not_me_but_my_own_card_is(store: Store) -> None:
    """The owner is matched by key and address, never by his name."""
    me = add_person(store, facts("Sam Moreau", "sam@example.org"), seen_on=DAY, is_me=True)

    assert find(store, "Sam Moreau") == Match()
    assert find(store, "Sam Moreau", "sam@example.org") == Match(me)


def test_a_certain_address_counts_before_a_shared_one(store: Store) -> None:
    """The number of the household stands first on the card, the address of her own second: it is Ana."""
    add(store, "Bo Lind", "5550100")
    ana = add(store, "Ana Pires", "5550100", "ana@example.org")

    assert find(store, "Ana Pires", "5550100", "ana@example.org") == Match(ana)


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("Ana Pires", "Pires, Ana", False),
        ("Ana Pires", "Ana", False),
        ("Ana Pires", "Ana Maria PIRES", False),
        ("Ana Pires", "Bo Pires", True),
        ("Ana Maria", "Ana Pires", True),
        ("Ana Pires", "", False),
        ("O'Brien Sean", "Sean O’Brien", False),
    ],
)
def test_names_conflict_when_each_has_a_word_of_its_own(one: str, other: str, conflict: bool) -> None:
    """A name that only says more, or says it in another order, does not."""
    assert names_conflict(one, other) is conflict


def test_both_spellings_of_an_umlaut_are_one_name() -> None:
    """Müller and Mueller do not conflict: each is found under the other."""
    assert not names_conflict("Eva Müller", "Eva Mueller")


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS)
def test_a_conflict_is_mutual(one: str, other: str) -> None:
    """It has no direction; no name conflicts with itself or with a name that holds it."""
    assert names_conflict(one, other) is names_conflict(other, one)
    assert not names_conflict(one, one)
    assert not names_conflict(one, f"{other} {one}")
