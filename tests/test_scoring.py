"""From evidence to a probability: the formula by hand, and the laws that every tie obeys."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.dates import last_day
from netcli.model import Evidence, EvidenceKind, Statement, Tie
from netcli.scoring import band, implied, is_known, tie_strength, willingness

MANY = settings(max_examples=100, deadline=None)
TODAY = date(2026, 3, 2)
A, B, TELLER = 1, 2, 9


def days_ago(count: int) -> str:
    """Return the day so many days before today."""
    return (TODAY - timedelta(count)).isoformat()


def said(level: int, age: int = 0, **more: object) -> Statement:
    """Return a statement on the pair of so many days ago."""
    return Statement(A, B, level, days_ago(age))._replace(**more)


def strength(*facts: Statement | Evidence, from_id: int = A, as_of: date = TODAY) -> float:
    """Return p of the pair in one direction."""
    statements = tuple(fact for fact in facts if isinstance(fact, Statement))
    evidence = tuple(fact for fact in facts if isinstance(fact, Evidence))
    return tie_strength(Tie(A, B, statements, evidence), from_id, as_of).p


BOOK = Evidence(EvidenceKind.BOOK, days_ago(0))
LINKEDIN = Evidence(EvidenceKind.LINKEDIN, days_ago(0))


@pytest.mark.parametrize(
    ("level", "p"),
    [(1, 0.10), (2, 0.25), (3, 0.45), (4, 0.65), (5, 0.85)],
)
def test_a_level_stated_today_has_its_strength(level: int, p: float) -> None:
    """Nothing has faded yet: (1 + 0)^-0.5 = 1."""
    assert strength(said(level)) == p


@pytest.mark.parametrize(
    ("age", "p", "shown"),
    [
        # .65 x (.5 + .5 x (1 + age / 365)^-.5)
        (0, 0.650000000, "0.65"),
        (90, 0.616087861, "0.62"),  # 1.246575^-.5 = .895655; .65 x .947827
        (365, 0.554809704, "0.55"),  # 2^-.5 = .707107; .65 x .853553
        (1095, 0.487500000, "0.49"),  # 4^-.5 = .5; .65 x .75
        (3650, 0.422991187, "0.42"),  # 11^-.5 = .301511; .65 x .650756
    ],
)
def test_closeness_sinks_slowly(age: int, p: float, shown: str) -> None:
    """Level 4 after 90 days, a year, three and ten: the numbers of the specification."""
    found = strength(said(4, age))

    assert found == pytest.approx(p, abs=1e-9)
    assert f"{found:.2f}" == shown


def test_half_of_a_level_never_fades() -> None:
    """After 190 years level 4 is still above .65 / 2."""
    assert 0.325 < strength(said(4)._replace(on="1836")) < 0.325 + 0.03


def test_family_does_not_fade() -> None:
    """Stated as kin eight years ago, level 5 is .85; heard from somebody, .6 x .85 = .51."""
    assert strength(said(5, 3000, family=True)) == 0.85
    assert strength(said(5, 3000, family=True, heard_from=TELLER)) == pytest.approx(0.51)


def test_family_is_a_kind_of_the_pair() -> None:
    """Once stated, it holds for a later level stated without it: .45 after a year, not .384."""
    assert strength(said(5, 3000, family=True), said(3, 365)) == 0.45
    assert strength(said(3, 365)) == pytest.approx(0.45 * 0.853553, abs=1e-6)


# Which statement stands


def test_the_newest_statement_stands() -> None:
    """Level 5 yesterday, level 2 today: acquaintances; of one day, the later entry."""
    assert strength(said(5, 1), said(2)) == 0.25
    assert strength(said(5), said(2)) == 0.25
    assert strength(said(2), said(5)) == 0.85


def test_hearsay_never_replaces_what_i_said() -> None:
    """Level 3 of mine, a year old (.45 x .853553), stands against level 5 heard today (.6 x .85)."""
    assert strength(said(3, 365), said(5, heard_from=TELLER)) == pytest.approx(0.384099, abs=1e-6)


def test_what_i_said_replaces_hearsay() -> None:
    """Level 5 heard, then level 1 of mine: .10. Of two heard ones the newer stands: .6 x .25."""
    assert strength(said(5, 1, heard_from=TELLER), said(1)) == 0.10
    assert strength(said(5, 1, heard_from=TELLER), said(2, heard_from=TELLER)) == pytest.approx(0.15)


def test_a_one_way_statement_holds_one_way() -> None:
    """A knows B and B does not know A; stated both ways, both do."""
    one_way = said(4, both_ways=False)

    assert (strength(one_way), strength(one_way, from_id=B)) == (0.65, 0.0)
    assert strength(said(4), from_id=B) == 0.65


def test_each_direction_has_its_own_newest_statement() -> None:
    """Level 4 both ways, then level 1 from B to A alone: A to B keeps .65."""
    later = Statement(B, A, 1, days_ago(0), both_ways=False)

    assert (strength(said(4), later), strength(said(4), later, from_id=B)) == (0.65, 0.10)


# What books imply


@pytest.mark.parametrize(
    ("fact", "p"),
    [
        (BOOK, 0.10),
        (LINKEDIN, 0.25),
        (Evidence(EvidenceKind.MET, days_ago(0)), 0.25),
        (Evidence(EvidenceKind.KNOWN_BY, days_ago(0), by_id=A), 0.9 * 0.10),
        (Evidence(EvidenceKind.KNOWN_BY, days_ago(0), by_id=A, level=2), 0.9 * 0.25),
        (Evidence(EvidenceKind.RELATED, days_ago(0)), 0.9 * 0.25),
        (Evidence(EvidenceKind.RELATED, days_ago(3650), level=5, family=True), 0.9 * 0.85),
        (Evidence(EvidenceKind.LINKEDIN, days_ago(1095)), 0.25 * 0.75),
    ],
)
def test_evidence_implies_a_level(fact: Evidence, p: float) -> None:
    """A book 1, LinkedIn and an introduction 2, another's book 1 at trust .9; both directions alike."""
    assert strength(fact) == pytest.approx(p)
    assert strength(fact, from_id=B) == strength(fact)


def test_the_strongest_evidence_counts_once() -> None:
    """Two books and a connection are no more than the connection; the reasons name all three, it first."""
    found = tie_strength(Tie(A, B, (), (BOOK, BOOK._replace(source="phone"), LINKEDIN)), A, TODAY)

    assert found.p == 0.25
    assert [(reason.fact, reason.value) for reason in found.reasons] == [
        (LINKEDIN, 0.25),
        (BOOK, 0.10),
        (BOOK._replace(source="phone"), 0.10),
    ]


def test_a_statement_caps_what_is_assumed() -> None:
    """Level 1 stated ten years ago (.10 x .650756): LinkedIn counts as level 1 today, .10 and not .25."""
    assert strength(said(1, 3650), LINKEDIN) == 0.10
    assert strength(said(1, 3650)) == pytest.approx(0.0650756, abs=1e-7)


def test_a_statement_does_not_raise_what_is_assumed() -> None:
    """Level 5 of ten years ago is .553; the book stays at level 1 and adds nothing."""
    assert strength(said(5, 3650), BOOK) == pytest.approx(0.85 * 0.650756, abs=1e-6)


def test_they_do_not_know_each_other() -> None:
    """A negative removes statements and assumptions before and after it, until a level is stated."""
    negative = said(0, 100)

    assert strength(said(5, 200), negative, LINKEDIN) == 0.0
    assert strength(negative, LINKEDIN) == 0.0
    assert strength(negative, said(2)) == 0.25
    assert tie_strength(Tie(A, B, (negative,), (LINKEDIN,)), A, TODAY).reasons[0].fact == negative


def test_nothing_known_is_no_tie() -> None:
    """No rows, no probability and no reason."""
    assert tie_strength(Tie(A, B), A, TODAY) == tie_strength(Tie(A, B), B, TODAY)
    assert (strength(), tie_strength(Tie(A, B), A, TODAY).reasons) == (0.0, ())


@pytest.mark.parametrize("on", ["2026-03-03", "2026-03", "2026", "2027-01-01"])
def test_what_comes_after_the_day_asked_does_not_exist(on: str) -> None:
    """A fact exists from the last day its date may mean: `2026` not before 31 December."""
    assert not is_known(on, TODAY)
    assert strength(said(5)._replace(on=on)) == 0.0
    assert strength(LINKEDIN._replace(on=on)) == 0.0
    assert strength(said(2), said(0)._replace(on=on)) == 0.25


def test_a_year_ages_from_its_last_day() -> None:
    """Stated in `2025` is 61 days old on 2 March: .65 x (.5 + .5 x (1 + 61/365)^-.5)."""
    assert strength(said(4)._replace(on="2025")) == pytest.approx(0.65 * (0.5 + 0.5 * (426 / 365) ** -0.5))


# Laws (of statements and of what books imply)

LEVELS = st.integers(0, 5)
AGES = st.integers(0, 4000)
STATEMENTS = st.builds(
    Statement,
    st.just(A),
    st.just(B),
    LEVELS,
    AGES.map(days_ago),
    both_ways=st.booleans(),
    family=st.booleans(),
    heard_from=st.sampled_from([None, TELLER]),
)
EVIDENCE = st.builds(
    Evidence,
    st.sampled_from(EvidenceKind),
    AGES.map(days_ago),
    level=st.sampled_from([None, 1, 2, 3, 4, 5]),
    family=st.booleans(),
)
TIES = st.builds(
    lambda statements, evidence: Tie(A, B, tuple(sorted(statements, key=lambda s: last_day(s.on))), tuple(evidence)),
    st.lists(STATEMENTS, max_size=4),
    st.lists(EVIDENCE, max_size=3),
)


@MANY
@given(TIES, st.sampled_from([A, B]))
def test_a_tie_is_a_probability_with_its_reasons(tie: Tie, from_id: int) -> None:
    """Between 0 and .95; the reasons stand largest first and the first one is the number itself."""
    found = tie_strength(tie, from_id, TODAY)

    assert 0 <= found.p <= 0.95
    assert [reason.value for reason in found.reasons] == sorted((r.value for r in found.reasons), reverse=True)
    assert found.p == (found.reasons[0].value if found.reasons else 0.0)


@MANY
@given(TIES, EVIDENCE, st.sampled_from([A, B]))
def test_more_evidence_never_lowers_a_tie(tie: Tie, fact: Evidence, from_id: int) -> None:
    """Nor does taking some away raise it; in which order it was read does not count."""
    more = tie._replace(evidence=(fact, *tie.evidence))

    assert tie_strength(more, from_id, TODAY).p >= tie_strength(tie, from_id, TODAY).p
    assert tie_strength(more._replace(evidence=more.evidence[::-1]), from_id, TODAY).p == tie_strength(
        more, from_id, TODAY
    ).p  # fmt: skip


@MANY
@given(TIES, LEVELS, st.booleans(), st.sampled_from([None, TELLER]))
def test_a_newer_statement_as_high_never_lowers_a_tie(tie: Tie, level: int, both: bool, teller: int | None) -> None:
    """At least as high as the statements before it and as what is assumed."""
    highest = max([level, *(s.level for s in tie.statements), *(implied(fact)[0] for fact in tie.evidence)])
    newer = said(highest, both_ways=both, heard_from=teller)
    more = tie._replace(statements=(*tie.statements, newer))

    assert tie_strength(more, A, TODAY).p >= tie_strength(tie, A, TODAY).p
    assert tie_strength(more, B, TODAY).p >= tie_strength(tie, B, TODAY).p


@MANY
@given(TIES, st.sampled_from([A, B]), st.integers(0, 2000), st.integers(0, 2000))
def test_time_alone_raises_no_tie(tie: Tie, from_id: int, sooner: int, longer: int) -> None:
    """Over days without rows everything fades or stays."""
    near, far = TODAY + timedelta(sooner), TODAY + timedelta(sooner + longer)

    assert tie_strength(tie, from_id, far).p <= tie_strength(tie, from_id, near).p


@MANY
@given(TIES, st.sampled_from([A, B]), AGES)
def test_the_past_is_answered_with_what_was_known(tie: Tie, from_id: int, age: int) -> None:
    """As of a day the answer is that of a file which holds only the rows up to it."""
    day = TODAY - timedelta(age)
    then = Tie(
        A,
        B,
        tuple(fact for fact in tie.statements if last_day(fact.on) <= day),
        tuple(fact for fact in tie.evidence if last_day(fact.on) <= day),
    )

    assert tie_strength(tie, from_id, day) == tie_strength(then, from_id, day)


@MANY
@given(TIES)
def test_without_one_way_statements_both_directions_are_alike(tie: Tie) -> None:
    """Only --one-way makes a tie lean."""
    even = tie._replace(statements=tuple(s._replace(both_ways=True) for s in tie.statements))

    assert tie_strength(even, A, TODAY) == tie_strength(even, B, TODAY)


@MANY
@given(AGES, AGES, st.integers(1, 4))
def test_younger_and_higher_is_stronger(age: int, older: int, level: int) -> None:
    """Of two statements alone, the younger or the higher one gives more."""
    assert strength(said(level, age)) > strength(said(level, age + older + 1))
    assert strength(said(level + 1, age)) > strength(said(level, age))
    assert strength(said(level, age)) > strength(said(level, age, heard_from=TELLER))


# Willingness and bands


def test_somebody_never_asked_is_credited_with_three_of_five() -> None:
    """Laplace's rule: (3 + made) / (5 + resolved)."""
    assert willingness() == 0.6
    assert willingness(3, 3) == 0.75
    assert willingness(0, 3) == 0.375


@MANY
@given(st.floats(0, 50), st.floats(0, 50))
def test_a_success_never_lowers_willingness_and_a_failure_never_raises_it(made: float, failed: float) -> None:
    """And it stays between 0 and 1."""
    before = willingness(made, made + failed)

    assert 0 < before < 1
    assert willingness(made + 1, made + failed + 1) > before > willingness(made, made + failed + 1)


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (1.0, "strong"),
        (0.25, "strong"),
        (0.2499999, "fair"),
        (0.08, "fair"),
        (0.0799999, "long shot"),
        (0, "long shot"),
    ],
)
def test_a_score_is_compared_unrounded(score: float, words: str) -> None:
    """From 0.25 strong, from 0.08 fair, else a long shot."""
    assert band(score) == words
