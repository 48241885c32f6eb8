"""What is asked, in which order, and how far: on a file of its own, without a terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.domain.review import KINDS, Review, Walk, open_questions, read_headcount
from netcli.errors import BadInputError
from netcli.results_review import Question, QuestionList
from netcli.storage import open_reader
from tests.conftest import Netcli

TODAY = date(2026, 3, 2)


def keys(db: Path, review: Review | None = None) -> list[str]:
    """Return the keys of the open questions, in order."""
    with open_reader(db) as store:
        return [question.key for question in open_questions(store, review or Review(TODAY)).questions]


def test_most_signs_of_life_come_first(netcli: Netcli) -> None:
    """Contacts with me on dates, then remarks, then contact points, then the newest date, then the smaller number."""
    for name in ("Ana", "Bo", "Cy", "Dee", "Eve", "Flo"):  # 2 to 7
        netcli(f"add {name}")
    netcli("edit cy --email cy@example.org")
    netcli("note dee once --on 2020")
    netcli("note flo once --on 2024")
    with_contacts(netcli, 6, 3)

    assert keys(netcli.db) == ["level-6", "level-7", "level-5", "level-4", "level-2", "level-3"]


def with_contacts(netcli: Netcli, person: int, count: int) -> None:
    """Write so many mails between the owner and somebody, as an import of mail leaves them."""
    from netcli.storage import open_writer

    with open_writer(netcli.db) as store, store.operation("mail", at="2026-03-02T10:00:00Z"):
        store.insert("contact_day", from_id=1, to_id=person, on_date="2015-01-01", channel="mail", count=count)


def test_whom_the_question_of_a_level_is_not_about(netcli: Netcli) -> None:
    """Nobody with any statement, no stranger, nobody dead, archived or removed, nobody I only want to meet."""
    for name in ("Ana", "Bo", "Cy", "Dee", "Eve"):
        netcli(f"add {name}")
    netcli("add Flo --to-meet")
    netcli("link me ana --no")
    netcli("link me bo --level 1")
    netcli("remove cy")
    netcli("edit dee --status deceased")

    assert keys(netcli.db) == ["level-6"]


def placed(netcli: Netcli, *people: str, org: str = "Helix", since: str = "2020-01", to: str = "") -> None:
    """Add people, each at an organisation, with a level with me."""
    for name in people:
        netcli(f"add {name} --level 3")
        netcli(f"position add {name.lower()} --org {org} --from {since} {to and f'--to {to}'}")


def test_the_likeliest_come_first(netcli: Netcli) -> None:
    """A smaller place and a longer time make a pair likelier."""
    placed(netcli, "Ana", "Bo")  # 2, 3
    placed(netcli, "Cy", "Dee", org="Kestrel", to="2020-12")  # 4, 5
    placed(netcli, "Eve", "Flo", org="Zenith", to="2021-12")  # 6, 7
    netcli("org edit helix --headcount 50")
    netcli("org edit kestrel --headcount 50")
    netcli("org edit zenith --headcount 4000")

    assert keys(netcli.db) == ["career-2-3", "career-4-5"]


def test_the_headcount_is_asked_once_before_what_it_bears_on(netcli: Netcli) -> None:
    """Where the size is not known it is the first question on the place; a school is not counted."""
    placed(netcli, "Ana", "Bo", "Cy")

    assert keys(netcli.db) == ["headcount-1", "career-2-3", "career-2-4", "career-3-4"]
    netcli("org edit helix --headcount 60")
    assert keys(netcli.db) == ["career-2-3", "career-2-4", "career-3-4"]


def test_a_school_needs_no_headcount(netcli: Netcli) -> None:
    """One programme for a year is worth a question, the same school alone is not."""
    for name, title in (("Ana", "MBA"), ("Bo", "MBA"), ("Cy", "Law")):
        netcli(f"add {name} --level 3")
        netcli(f"position add {name.lower()} --org Coimbra --kind study --title {title} --from 2015 --to 2018")

    assert keys(netcli.db) == ["career-2-3"]


def test_pairs_with_a_statement_are_never_asked_again(netcli: Netcli) -> None:
    """A no is a statement as a level is."""
    placed(netcli, "Ana", "Bo", "Cy")
    netcli("link ana bo --no")
    netcli("link ana cy --level 1")

    assert keys(netcli.db) == ["headcount-1", "career-3-4"]


def test_my_own_overlaps_are_questions_on_strangers_alone(netcli: Netcli) -> None:
    """With a contact of mine the level is the question; with somebody I want to meet, whether we overlapped is."""
    netcli("position add me --org Helix --from 2020-01")
    netcli("add Ana --org Other")
    netcli("position add ana --org Helix --from 2020-01")
    netcli("add Bo --to-meet")
    netcli("position add bo --org Helix --from 2020-01")
    netcli("org edit helix --headcount 40")

    with open_reader(netcli.db) as store:
        found = open_questions(store, Review(TODAY)).questions
    assert [question.key for question in found] == ["level-2", "career-1-3", "career-2-3"]
    assert found[1].text.startswith("You and Bo overlapped 74 months at Helix, about 40 staff")
    assert found[1].text.endswith(": do you know each other?")
    assert (found[1].command, found[1].no) == ("netcli link me bo --level 3", "netcli link me bo --no")


def test_two_strangers_are_not_asked_about(netcli: Netcli) -> None:
    """I can only tell of pairs of which I know one."""
    placed(netcli, "Ana", "Bo")
    netcli("link me ana bo --no")

    assert keys(netcli.db, Review(TODAY, kind="career")) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("40", 40),
        ("1,200", 1200),
        (" 1 200 ", 1200),
        ("1'200", 1200),
        ("2k", 2000),
        ("2 K", 2000),
        ("1.5k", 1500),
        ("2,5 k", 2500),
    ],
)
def test_a_headcount_as_people_write_it(text: str, count: int) -> None:
    """Thousands may be marked in any of the usual ways."""
    assert read_headcount(text) == count


@pytest.mark.parametrize("text", ["", "many", "0", "-4", "4-5", "k", "99999999", "٣", "1e3"])
def test_what_is_no_headcount(text: str) -> None:
    """It is refused, never guessed at."""
    with pytest.raises(BadInputError):
        read_headcount(text)


def test_every_kind_of_question_has_its_entry() -> None:
    """Answers are single keys, none of which means skip, back or stop."""
    for kind in KINDS.values():
        assert all(len(key) == 1 for key in kind.answers)
        assert not {"s", "b", "q"} & kind.answers.keys()


QUESTIONS = tuple(Question(f"level-{n}", "level", "?", "") for n in range(6))


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 6), st.lists(st.booleans(), min_size=12, max_size=12))
def test_a_walk_asks_everything_and_what_was_skipped_once_more(count: int, skips: list[bool]) -> None:
    """First all in order, then the skipped ones in order, and then it is over, whatever is skipped again."""
    walk, asked = Walk(QUESTIONS[:count]), []
    for skip in skips:
        if walk.question is None:
            break
        asked.append(walk.question)
        walk = walk.onward(skip=skip)

    assert walk.question is None
    assert asked == [*QUESTIONS[:count], *(q for q, skip in zip(QUESTIONS[:count], skips, strict=False) if skip)]


def test_a_renewed_walk_keeps_what_is_past() -> None:
    """Questions that were asked stay away, those found anew come in their order, no more than the limit."""
    one, two, three, four = QUESTIONS[:4]
    walk = Walk((one, two, three)).onward(skip=True).onward()

    assert walk.renewed(QuestionList((two, four, three)), None).todo == (one, two, four, three)
    assert walk.renewed(QuestionList((four, three)), 3).todo == (one, two, four)
    assert walk.renewed(QuestionList(()), None) == Walk((one,), again=True)
