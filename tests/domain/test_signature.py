"""A pasted signature: name, job and addresses, wherever they stand."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.domain.signature import read_signature
from netcli.errors import BadInputError
from netcli.model import PersonFacts, PointKind

MANY = settings(max_examples=100, deadline=None)


def points(facts: PersonFacts, kind: PointKind) -> list[str]:
    """Return the values of one kind of contact point."""
    return [point.value for point in facts.points if point.kind is kind]


def jobs(facts: PersonFacts) -> list[tuple[str | None, str | None]]:
    """Return (title, organisation) of each position."""
    return [(position.title, position.org) for position in facts.positions]


def test_a_signature_is_read_whole() -> None:
    """The first words are the name, the next ones the job; labels are nobody's name."""
    facts = read_signature(
        "-- \n"
        "Ana Pires\n"
        "Head of Data, Helix Bio\n"
        "T: +351 21 555 0100 | M: +351 91 555 0100\n"
        "E-mail : Ana.Pires@example.org\n"
        "www.example.org/ana\n"
    )

    assert (facts.name, facts.given, facts.family) == ("Ana Pires", "Ana", "Pires")
    assert jobs(facts) == [("Head of Data", "Helix Bio")]
    assert points(facts, PointKind.PHONE) == ["+351 21 555 0100", "+351 91 555 0100"]
    assert points(facts, PointKind.EMAIL) == ["Ana.Pires@example.org"]
    assert points(facts, PointKind.URL) == ["www.example.org/ana"]


@pytest.mark.parametrize(
    ("job", "title", "org"),
    [
        ("Head of Data, Helix Bio", "Head of Data", "Helix Bio"),
        ("Head of Data at Helix Bio", "Head of Data", "Helix Bio"),
        ("Directrice chez Helix Bio", "Directrice", "Helix Bio"),
        ("CTO @ Helix Bio", "CTO", "Helix Bio"),
        ("CTO\nHelix Bio", "CTO", "Helix Bio"),
        ("CTO | Helix Bio", "CTO", "Helix Bio"),
        ("CTO - Helix Bio", "CTO", "Helix Bio"),
        ("CTO · Helix Bio", "CTO", "Helix Bio"),
        ("Head of R&D, Helix Bio, Porto", "Head of R&D", "Helix Bio, Porto"),
        ("CTO", "CTO", None),
        ("Co-founder", "Co-founder", None),
    ],
)
def test_a_job_stands_on_one_line_or_two(job: str, title: str, org: str | None) -> None:
    """A comma, `at`, `chez`, @, a bar or a line end parts title and organisation; a hyphen inside a word does not."""
    assert jobs(read_signature(f"Ana Pires\n{job}\nana@example.org")) == [(title, org)]


@pytest.mark.parametrize(
    "line",
    ["Tél. : 01 22 33 44 55", "tel 01 22 33 44 55", "Mobile: 01 22 33 44 55", "p. 01 22 33 44 55", "01 22 33 44 55"],
)
def test_a_label_is_no_job(line: str) -> None:
    """What stands before a number, in English or French, is dropped."""
    facts = read_signature(f"Ana Pires\n{line}")

    assert jobs(facts) == []
    assert points(facts, PointKind.PHONE) == ["01 22 33 44 55"]


@pytest.mark.parametrize("text", ["", "\n \n", "ana@example.org", "+33 1 22 33 44 55", "Tel: +33 1 22 33 44 55", "--"])
def test_a_signature_without_words_names_nobody(text: str) -> None:
    """Addresses alone make no person."""
    with pytest.raises(BadInputError, match="no name"):
        read_signature(text)


def test_each_address_is_taken_once() -> None:
    """Repeated ones count once, and a full stop after one is not part of it."""
    facts = read_signature("Ana Pires\nana@example.org ana@example.org.\nhttps://example.org/a, https://example.org/a.")

    assert points(facts, PointKind.EMAIL) == ["ana@example.org"]
    assert points(facts, PointKind.URL) == ["https://example.org/a"]


WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=8).map(str.title)
MAIL = st.builds(lambda user, host: f"{user}@{host}.example.org".lower(), WORD, WORD)
PHONE = st.lists(st.integers(10, 99), min_size=4, max_size=6).map(lambda pairs: "+" + " ".join(map(str, pairs)))
PAGE = st.builds(
    lambda scheme, host: f"{scheme}{host}.example.org/x".lower(), st.sampled_from(["https://", "www."]), WORD
)


@MANY
@given(
    WORD, WORD, st.lists(st.one_of(MAIL, PHONE, PAGE), unique=True, max_size=5), st.sampled_from(["\n", " | ", "\r\n"])
)
def test_no_address_is_lost_in_any_layout(given: str, family: str, addresses: list[str], mark: str) -> None:
    """Each comes out once, as it was, in its order within its kind; none becomes a job."""
    facts = read_signature(mark.join([f"{given} {family}", *addresses]))

    assert facts.name == f"{given} {family}"
    assert sorted(point.value for point in facts.points) == sorted(addresses)
    assert points(facts, PointKind.EMAIL) == [address for address in addresses if "@" in address]
    assert jobs(facts) == []


@MANY
@given(st.text(max_size=200))
def test_any_paste_is_read_or_refused(text: str) -> None:
    """A name is one line and never empty; nothing else than a refusal comes instead."""
    try:
        facts = read_signature(text)
    except BadInputError:
        return

    assert facts.name == " ".join(facts.name.split()) != ""


def test_an_address_in_angle_brackets_leaves_no_trace_in_the_name() -> None:
    """`<mailto:...>`, as mail programs paste it, is an address and nothing else."""
    facts = read_signature("Ana Pires <mailto:ana@example.org>\nCTO")

    assert facts.name == "Ana Pires"
    assert points(facts, PointKind.EMAIL) == ["ana@example.org"]


def test_a_profile_with_an_at_sign_is_a_page() -> None:
    """`https://medium.example/@ana.pires` is no e-mail address."""
    facts = read_signature("Ana Pires\nhttps://medium.example/@ana.pires")

    assert points(facts, PointKind.URL) == ["https://medium.example/@ana.pires"]
    assert points(facts, PointKind.EMAIL) == []
    assert jobs(facts) == []


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "(" * 10_000, "x" + " " * 10_000 + "x"], ids=["letters", "brackets", "blanks"]
)
def test_a_hostile_paste_takes_no_time(text: str) -> None:
    """10 KB without any address are done within a third of a second: no pattern is quadratic."""
    started = time.process_time()
    with suppress(BadInputError):
        read_signature(text)

    assert time.process_time() - started < 0.3
