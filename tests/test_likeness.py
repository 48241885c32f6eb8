"""Signs that two records are one person: what each is worth, and that neither order nor repetition matters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.likeness import ASKED, LIKELY, START, WEIGHTS, Side, likeness
from netcli.namesakes import Namesakes, near_words, ordered, pairs_within, words_of
from netcli.text import fold

SCORES = Path(__file__).parent.parent / "docs" / "scores.md"


def side(*names: str, **facts: Any) -> Side:
    """Return a record of these names; the first word of the first is his given name."""
    folded = [fold(name) for name in names]
    sets = {name: value if name == "birthday" else frozenset(value) for name, value in facts.items()}
    return Side(frozenset(map(words_of, folded)), frozenset(folded[0].split()[:1]), **sets)


def signs(one: Side, other: Side) -> dict[str, int]:
    """Return the names of all signs with their bits."""
    return {sign.name: sign.bits for sign in likeness(one, other).signs}


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ("Jean Dupont", "DUPONT Jean", "same name"),
        ("José Núñez", "Jose Nunez", "same name"),
        ("Jean-Luc Dupont", "Jeanluc Dupont", "same name"),
        ("Ana", "Ana", "same single name"),
        ("Ana Pires", "Ana Piris", "one letter"),
        ("Ana Pires", "Ana Pirse", "one letter"),
        ("Ana Pires", "Ana Pirs", "one letter"),
        ("Mario Rossi", "Maria Rossi", "one letter, both in use"),
        ("Li Wang", "Lu Wang", "one letter, both in use"),
        ("Tom Miller", "Tom Hiller", "one letter, both in use"),
        ("Robert Okafor", "Bob Okafor", "short form"),
        ("Kate Lund", "Ekaterina Lund", "short form"),
        ("Ana Pires", "Ana Maria Pires", "one word more"),
        ("Ana Pires", "Ana Pires Costa", "one word more"),
        ("J. Dupont", "Jean Dupont", "initial"),
        ("J.-L. Dupont", "Jean-Luc Dupont", "initial"),
        ("Ana Kowalski", "Ana Kovalsky", "alike"),
        ("Anna Kowalskl", "Ana Kowalski", "alike"),
        ("Ana", "Ana Pires", "part of a name"),
        ("Ana Pires", "Ana Costa", "other family name"),
        ("Ana Pires", "Bo Pires", "other name"),
        ("Ana Pires", "Bo Lind", "other name"),
        ("J. Dupont", "K. Dupont", "other name"),
        ("李伟", "李娜", "other name"),
        ("Ana", "Anna", "one letter"),
        ("Bob", "Rob", "other name"),
        ("ana@example.org", "Ana Pires", "no name"),
        ("Person 1", "Person 12", "other family name"),
        ("Room 12", "Room 13", "other family name"),
    ],
)
def test_what_two_names_say(one: str, other: str, sign: str) -> None:
    """The words that only one of them has decide."""
    assert next(iter(signs(side(one), side(other)))) == sign


def test_a_word_that_others_bear_is_no_slip() -> None:
    """One letter weighs less where both words are names of people on file."""
    one, other = side("Ana Pires"), side("Ana Piris")

    assert likeness(one, other, {"pires"}.__contains__).p == 0.5
    assert likeness(one, other, {"pires", "piris"}.__contains__).p == pytest.approx(1 / 9, abs=0.001)


def test_the_best_of_several_names_counts() -> None:
    """A maiden name on file makes two records one name."""
    assert signs(side("Ana Costa", "Ana Pires"), side("Ana Pires")) == {"same name": 8}


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ("1980-01-02", "1980-01-02", "same birthday"),
        ("1980-01-02", "--01-02", "same birthday"),
        ("1980-01-02", "1980", None),
        ("1980-01-02", "1980-01", None),
        ("1980-01", "1980-02", None),
        ("1980-01-02", "1981", "other birthday"),
        ("1980-01-02", "1980-01-03", "other birthday"),
        ("--01-02", "--01-03", "other birthday"),
        ("--01-02", "1980", None),
        (None, "1980", None),
    ],
)
def test_birthdays_are_compared_as_far_as_they_are_known(one: str | None, other: str | None, sign: str | None) -> None:
    """A year that is the same says nothing, one that differs does."""
    found = signs(side("Ana Pires", birthday=one), side("Bo Lind", birthday=other)).keys() - {"other name"}

    assert found == ({sign} if sign else set())


def test_where_names_differ_one_sign_alone_speaks_for_it() -> None:
    """A couple shares number, address, city and employer: that is one thing, not four."""
    both: dict[str, Any] = {"phones": ["+331"], "emails": ["x@example.org"], "addresses": ["1 road"], "orgs": ["Helix"]}

    assert signs(side("Ana Lind", **both), side("Bo Lind", **both)) == {"same e-mail": 9, "other name": -5}
    assert likeness(side("Ana Lind", **both), side("Bo Lind", **both)).p < LIKELY


@pytest.mark.parametrize(
    "facts",
    [
        ({"profiles": ["linkedin.com/in/a"]}, {"profiles": ["linkedin.com/in/b"]}),
        ({"birthday": "1950-01-02"}, {"birthday": "1980-01-02"}),
    ],
)
def test_homonyms_with_pages_or_birthdays_of_their_own_are_not_asked_about(
    facts: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """Whatever else they share but addresses; father and son who share their number neither."""
    shared: dict[str, Any] = {"orgs": ["Helix"], "addresses": ["1 road"], "phones": ["+331"]}

    assert likeness(side("Ana Lind", **shared, **facts[0]), side("Ana Lind", **shared, **facts[1])).p < ASKED
    assert likeness(side("Ana Lind", **shared), side("Ana Lind Jr", **shared)).p < ASKED


def test_two_records_of_one_name_in_one_reading_are_asked_about_late() -> None:
    """The name is worth a question still; a slip of the pen in one book is no homonym."""
    both: dict[str, Any] = {"sources": [("phone", 0)]}

    assert ASKED <= likeness(side("Ana Lind", **both), side("Ana Lind", **both)).p < LIKELY
    assert "twice in a source" not in signs(side("Ana Lind", **both), side("Ana Lint", **both))
    assert "twice in a source" not in signs(side("Ana Lind", **both), side("Ana Lind", sources=[("phone", 3)]))


def test_the_page_for_the_user_has_the_same_signs() -> None:
    """docs/scores.md lists every sign with its bits and its reason."""
    page = SCORES.read_text(encoding="utf-8")

    for name, weight in WEIGHTS.items():
        assert f"| {name} | {weight.bits:+} | {weight.reason} |" in page
    assert f"begins at {START}" in page


WORD = st.text("abc", min_size=1, max_size=4)
NAME = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
FEW = st.frozensets(st.sampled_from("xyz"), max_size=2)
SIDE = st.builds(
    Side,
    names=st.frozensets(NAME.map(words_of), min_size=1, max_size=2),
    given=st.frozensets(WORD, max_size=2),
    emails=FEW, phones=FEW, profiles=FEW, pages=FEW, orgs=FEW, addresses=FEW, cities=FEW,
    birthday=st.sampled_from([None, "1980", "1980-01-02", "--01-02", "1981-01-02"]),
    sources=st.frozensets(st.tuples(st.sampled_from("xy"), st.just(0)), max_size=2),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(SIDE, SIDE)
def test_the_order_of_two_records_does_not_matter(one: Side, other: Side) -> None:
    """Same likelihood, same signs, same words; asked twice, the same again."""
    found = likeness(one, other)

    assert found == likeness(other, one) == likeness(one, other)
    assert 0 <= found.p <= 1
    assert len({sign.name for sign in found.signs}) == len(found.signs)


@settings(max_examples=200, deadline=None)
@given(SIDE)
def test_a_record_is_like_itself(one: Side) -> None:
    """Nothing that it says speaks against it but that it is twice in a source."""
    assert {sign.name for sign in likeness(one, one).signs if sign.bits < 0} <= {"twice in a source"}


def is_slip(one: str, other: str) -> bool:
    """Tell by trying all slips whether one word comes from another by a letter."""
    letters = "abc"
    less = {one[:at] + one[at + 1 :] for at in range(len(one))}
    more = {one[:at] + letter + one[at:] for at in range(len(one) + 1) for letter in letters}
    wrong = {one[:at] + letter + one[at + 1 :] for at in range(len(one)) for letter in letters}
    moved = {one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(len(one) - 1)}
    return other in less | more | wrong | moved


@settings(max_examples=200, deadline=None)
@given(st.sets(WORD, max_size=12))
def test_every_pair_of_words_a_letter_apart_is_found(words: set[str]) -> None:
    """As trying every slip finds them; in an order that does not depend on that of the words."""
    found = [*near_words(words)]

    assert {(a, b) for a in words for b in words if a < b and is_slip(a, b)} <= {*found}
    assert found == [*near_words(sorted(words, reverse=True))] == sorted(found)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), NAME), max_size=12), st.randoms())
def test_namesakes_are_the_same_in_any_order(names: list[tuple[int, str]], chance: Any) -> None:
    """Nobody is a namesake of himself, and the smaller number comes first."""
    mixed = [*names]
    chance.shuffle(mixed)

    found = set(Namesakes(names).pairs())

    assert found == set(Namesakes(mixed).pairs())
    assert all(one < other for one, other in found)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(NAME, NAME), min_size=1, max_size=3))
def test_all_who_share_a_name_but_for_a_slip_are_namesakes(names: list[tuple[str, str]]) -> None:
    """As a comparison of all pairs of names finds them."""
    people = [(person, name) for pair in names for person, name in enumerate(pair)]
    keys = {person: {words_of(name) for number, name in people if number == person} for person in (0, 1)}

    near = any(sorted(a) == sorted(b) or (len(a) == len(b) and is_one_word_off(a, b)) for a in keys[0] for b in keys[1])

    if near:
        assert set(Namesakes(people).pairs()) == {(0, 1)}


def is_one_word_off(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two names have all words in common but one, which differs by a slip."""
    return any(
        sorted((*a[:at], word, *a[at + 1 :])) == sorted(b) for at in range(len(a)) for word in b if is_slip(a[at], word)
    )


def test_pairs_within_groups() -> None:
    """Each with each; a group of one, or of too many, has none."""
    assert [*pairs_within([[3, 1, 2], [4], range(31)])] == [(1, 3), (2, 3), (1, 2)]
    assert ordered(2, 1) == ordered(1, 2) == (1, 2)
