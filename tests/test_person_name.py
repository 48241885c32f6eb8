"""A name on one line is taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.person_name import bare, birth_name, given_first, read_name, split_name

NAMES = [
    # name, given, family
    ("Ana Pires", "Ana", "Pires"), ("Ana", "Ana", ""), ("", "", ""), ("Ana Maria Pires", "Ana Maria", "Pires"),
    ("Anna van der Berg", "Anna", "van der Berg"), ("Van Morrison", "Van", "Morrison"),
    ("van der Berg", "", "van der Berg"), ("de la Tour Jean", "Jean", "de la Tour"),
    ("de la Tour du Pin Jean", "Jean", "de la Tour du Pin"), ("la toya lind", "la toya", "lind"),
    ("DUPONT Jean", "Jean", "DUPONT"), ("SAINT EXUPERY Antoine", "Antoine", "SAINT EXUPERY"),
    ("LE GOFF Anne", "Anne", "LE GOFF"), ("Jean DUPONT", "Jean", "DUPONT"), ("JEAN DUPONT", "JEAN", "DUPONT"),
    ("Jean-Luc LE GOFF", "Jean-Luc", "LE GOFF"), ("Maria GARCIA LOPEZ", "Maria", "GARCIA LOPEZ"),
    ("A. B. SMITH", "A. B.", "SMITH"), ("J. R. R. Tolkien", "J. R. R.", "Tolkien"), ("Doe, John", "John", "Doe"),
    ("van der Berg, Anna", "Anna", "van der Berg"), ("Doe,", "", "Doe"), ("Jack Ma", "Jack", "Ma"),
    ("Wei Jia Ma", "Wei Jia", "Ma"), ("Ing Lee", "Ing", "Lee"), ("M. Night Lind", "M. Night", "Lind"),
    ("李 小明", "小明", "李"), ("Jean et Marie Dupont", "Jean et Marie", "Dupont"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "family"), NAMES)
def test_a_plain_name_has_a_given_and_a_family_name(name: str, given: str, family: str) -> None:
    """The last word with its particles, the words in capitals, or what stands before a comma is the family name."""
    parts = read_name(name)

    assert split_name(name) == (given, family)
    assert (parts.prefix, parts.suffix) == (None, None)


AROUND = [
    # name, prefix, given, family, suffix
    ("Dr Jean MARTIN", "Dr", "Jean", "MARTIN", None), ("Mlle Zoé Petit", "Mlle", "Zoé", "Petit", None),
    ("Mme Dupont", "Mme", None, "Dupont", None), ("Ruiz, Dr. Pablo", "Dr.", "Pablo", "Ruiz", None),
    ("Prof. Dr. med. Anna Huber", "Prof. Dr. med.", "Anna", "Huber", None),
    ("Dipl.-Ing. Max Muster", "Dipl.-Ing.", "Max", "Muster", None), ("Sr. Pablo Ruiz", "Sr.", "Pablo", "Ruiz", None),
    ("Mr & Mrs John Smith", "Mr & Mrs", "John", "Smith", None), ("M. et Mme Martin", "M. et Mme", None, "Martin", None),
    ("Jane Doe, PhD, MBA", None, "Jane", "Doe", "PhD, MBA"), ("Jane Doe MBA", None, "Jane", "Doe", "MBA"),
    ("Doe, Jane, MBA (she/her)", None, "Jane", "Doe", "MBA (she/her)"),
    ("Robert Lind Jr.", None, "Robert", "Lind", "Jr."), ("Lind Jr., Robert", None, "Robert", "Lind", "Jr."),
    ("Ana Pires (she/her)", None, "Ana", "Pires", "(she/her)"), ("Doe, John [EXT]", None, "John", "Doe", "[EXT]"),
    ("Ana (Annie)", None, "Ana", None, "(Annie)"), ("Jane Doe 🚀", None, "Jane", "Doe", "🚀"),
    ("★ Jane Doe", "★", "Jane", "Doe", None),
    ("Mme DUPONT née MARTIN Claire", "Mme", "Claire", "DUPONT", "née MARTIN"),
    ("Claire Dupont (née Martin)", None, "Claire", "Dupont", "(née Martin)"), ("Dr", None, "Dr", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "prefix", "given", "family", "suffix"), AROUND)
def test_titles_stand_before_a_name_and_degrees_after_it(
    name: str, prefix: str | None, given: str | None, family: str | None, suffix: str | None
) -> None:
    """And so do brackets, signs and the name at birth."""
    assert read_name(name) == (given, family, None, prefix, suffix)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Lind, Bo", "Bo Lind"), ("Doe, Dr. Jane, PhD", "Dr. Jane Doe, PhD"), ("Lind Jr., Bo", "Bo Lind Jr."),
        ("Doe, John [EXT]", "John Doe [EXT]"), ("Jane Doe, PhD", None), ("Bo Lind", None), ("Doe,", None),
    ],
)  # fmt: skip
def test_a_name_with_its_family_first_is_turned(name: str, shown: str | None) -> None:
    """What follows the name follows it still."""
    assert given_first(name) == shown


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Mme DUPONT née MARTIN Claire", "MARTIN"), ("Claire Dupont (née Martin)", "Martin"),
        ("Ida Lind, geb. von Holm", "von Holm"), ("René Dupont", None), ("Née", None), ("Ana Pires", None),
    ],
)  # fmt: skip
def test_a_name_may_tell_that_at_birth(name: str, born: str | None) -> None:
    """In French and German, in brackets or not."""
    assert birth_name(name) == born


@pytest.mark.parametrize(
    ("folded", "left"),
    [
        ("dr jean martin", "jean martin"), ("mme dupont", "dupont"), ("jane doe phd mba", "jane doe"), ("dr", "dr"),
        ("miss", "miss"), ("jane phd", "jane phd"), ("ana pires", "ana pires"), ("", ""),
    ],
)  # fmt: skip
def test_titles_and_degrees_are_no_words_of_a_name(folded: str, left: str) -> None:
    """But a name is never nothing."""
    assert " ".join(bare(folded.split())) == left


WORDS = st.lists(
    st.sampled_from(
        [
            "Ana",
            "LIND",
            "de",
            "van",
            "Dr.",
            "Mme",
            "et",
            "&",
            "Jr.",
            "PhD,",
            "MBA",
            "(x y)",
            "née",
            "★",
            "Bo,",
            "M.",
            "李",
        ]
    ),
    max_size=7,
)


@settings(max_examples=500)
@given(WORDS)
def test_taking_a_name_apart_loses_no_word(words: list[str]) -> None:
    """All parts together hold each word once; only commas go."""
    name = " ".join(words)

    kept = " ".join(part for part in read_name(name) if part)

    assert sorted(kept.replace(",", " ").split()) == sorted(name.replace(",", " ").split())
