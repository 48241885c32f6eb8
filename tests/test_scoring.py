"""From evidence to a probability: the formula by hand, and the laws that every tie obeys."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.dates import last_day
from netcli.model_tie import Contact, Evidence, EvidenceKind, Statement, Stint, Tie
from netcli.scoring import Inference, Reason, Strength, band, implied, is_known, tie_strength

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


# Bands


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


# Contacts


def met(age: int, channel: str = "meeting", size: int = 2, **more: object) -> Contact:
    """Return a contact of so many days ago, the owner being one of the two."""
    return Contact(days_ago(age), channel, size, holds_me=True)._replace(**more)


def in_touch(*contacts: Contact, statements: tuple[Statement, ...] = (), stints: tuple[Stint, ...] = ()) -> Strength:
    """Return the strength of a pair with these contacts."""
    return tie_strength(Tie(A, B, statements, (), contacts, stints), A, TODAY)


@pytest.mark.parametrize(
    ("age", "act"),
    [(0, 0.5), (7, 0.2612), (30, 0.1523), (90, 0.0949), (365, 0.0497)],  # A = (1 + age)^-.5, act = A / (A + 1)
)
def test_one_meeting_fades_by_a_power_of_its_age(age: int, act: float) -> None:
    """The numbers of docs/scores.md: half a tie today, a twentieth after a year."""
    assert in_touch(met(age)).p == pytest.approx(act, abs=1e-4)


@pytest.mark.parametrize(
    ("channel", "size", "weight"),
    [
        ("meeting", 2, 1.0), ("meeting", 3, 0.5), ("meeting", 8, 0.5), ("meeting", 9, 0.15), ("meeting", 20, 0.15),
        ("meeting", 21, 0.0), ("call", 4, 0.8), ("call", 5, 0.5), ("video", 4, 0.8), ("video", 9, 0.15),
        ("message", 4, 0.3), ("message", 5, 0.1), ("message", 21, 0.0), ("mail", 2, 0.3), ("event", 500, 0.15),
    ],
)  # fmt: skip
def test_a_contact_weighs_by_channel_and_size(channel: str, size: int, weight: float) -> None:
    """Of today, so that A is the weight itself: p = w / (w + 1)."""
    assert in_touch(met(0, channel, size)).p == pytest.approx(weight / (weight + 1))


def test_what_was_imported_is_trusted_less() -> None:
    """0.9 of the weight: .9 / 1.9."""
    assert in_touch(met(0, source="calendar")).p == pytest.approx(0.9 / 1.9)


def test_answered_mail_weighs_three_times_unanswered_mail() -> None:
    """Two mails of mine: 2 x .1 x .9; with one of his: 3 x .3 x .9."""
    mine = met(0, "mail", count=2, from_id=A, source="mail")
    his = met(0, "mail", from_id=B, source="mail")

    assert in_touch(mine).p == pytest.approx(0.18 / 1.18)
    assert in_touch(mine, his).p == pytest.approx(0.81 / 1.81)


def test_a_contact_keeps_a_level_fresh() -> None:
    """Level 4 of ten years ago and a call today: .65 + .35 x .8 / 1.8, as if stated today."""
    assert in_touch(met(0, "call"), statements=(said(4, 3650),)).p == pytest.approx(0.65 + 0.35 * 0.8 / 1.8)


def test_a_no_wipes_out_what_came_before_it() -> None:
    """A meeting before the no does not count, one after it does: .5."""
    no = said(0, 10)

    assert in_touch(met(11), met(10), statements=(no,)).p == 0.0
    assert in_touch(met(11), met(0), statements=(no,)).p == pytest.approx(0.5)


def test_a_few_who_met_without_me_may_know_each_other() -> None:
    """Five at a table today: .15, too faint to count alone; twice 1 - .85^2 = .2775, inferred; never above .5."""
    table = Contact(days_ago(0), "meeting", 5)

    assert (in_touch(table).p, in_touch(table).inferred) == (0.0, False)
    assert in_touch(table, table).p == pytest.approx(0.2775)
    assert in_touch(table, table).inferred
    assert in_touch(*[table] * 9).p == 0.5
    assert in_touch(*[table._replace(size=9)] * 9).p == 0.0


def test_being_written_to_together_never_suffices_alone() -> None:
    """1 - .95^n, at most .15."""
    copied = Contact(days_ago(0), "comail", count=50, source="mail")

    assert in_touch(copied).p == 0.0
    assert tie_strength(Tie(A, B, contacts=(copied,)), A, TODAY, Inference.ALL).p == pytest.approx(0.15)


# Shared careers


def at_helix(person: int, start: str | None, end: str | None = None, **more: object) -> Stint:
    """Return somebody's time at a place of 30 people."""
    return Stint(person, "Helix", "work", start, end, end is None, headcount=30)._replace(**more)


def together(one: Stint, other: Stint, inference: Inference = Inference.ALL) -> float:
    """Return what two positions alone say of a pair."""
    return tie_strength(Tie(A, B, stints=(one, other)), A, TODAY, inference).p


@pytest.mark.parametrize(
    ("start", "end", "staff", "p"),
    [
        ("2025-03", None, 30, 0.25),  # 12 months: .5 x (1 - 2^-1)
        ("2023-03", None, 30, 0.4375),  # 36 months: .5 x (1 - 2^-3)
        ("2025-03", None, 500, 0.25 * 0.316228),  # sqrt(50 / 500)
        ("2018-03", "2021-02", 30, 0.4375 * 0.707),  # five years ago: (1 + 5/5)^-.5
    ],
)
def test_colleagues_of_some_time_may_know_each_other(start: str, end: str | None, staff: int, p: float) -> None:
    """The numbers of docs/scores.md, to three digits."""
    one, other = (at_helix(person, start, end, headcount=staff) for person in (A, B))

    assert together(one, other) == pytest.approx(p, abs=6e-4)


def test_a_common_team_makes_it_likelier() -> None:
    """1.6 times as much, .8 at most; the same holds for a site."""
    for place in ("team", "site"):
        one, other = (at_helix(person, "2025-03", **{place: "data"}) for person in (A, B))
        assert together(one, other) == pytest.approx(0.4)
        long = (at_helix(person, "1990-01", **{place: "data"}) for person in (A, B))
        assert together(*long) == pytest.approx(0.8, abs=1e-3)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (None, None),  # an unknown start
        ("2027", None),  # not yet
        ("2020-01", "2021"),  # a year that ends in January at the latest, before the other began
        ("2026", None),  # of a year the certain part is its December
    ],
)
def test_without_a_certain_month_together_nothing_is_inferred(start: str | None, end: str | None) -> None:
    """The other was there from February 2021."""
    assert together(at_helix(A, start, end), at_helix(B, "2021-02")) == 0.0


@pytest.mark.parametrize("end", [None, "2026-02-28", "2026-03-01"])
def test_the_month_in_which_somebody_left_is_whole_at_once(end: str | None) -> None:
    """Left on 1 March, 13 months are shared on the 2nd as in April, when a day more has faded: time adds none."""
    gone, other = at_helix(A, "2025-03", "2026-03-01"), at_helix(B, "2025-03", end)
    months = 12 if end == "2026-02-28" else 13
    now, later = (tie_strength(Tie(A, B, stints=(gone, other)), A, day).p for day in (TODAY, date(2026, 4, 2)))

    assert now == pytest.approx(0.5 * (1 - 2 ** (-months / 12)), abs=1e-4)
    assert later < now


def test_an_end_that_nobody_stated_infers_nothing() -> None:
    """Neither an end nor marked as current."""
    assert together(at_helix(A, "2019", current=False), at_helix(B, "2019")) == 0.0


def test_schoolmates_are_faint() -> None:
    """.15 in one programme for a year, else .03; colleagues and students of one place are neither."""
    one, other = (at_helix(person, "2020-01", "2021-12", kind="study", title="law") for person in (A, B))

    assert together(one, other) == pytest.approx(0.15)
    assert together(one, other._replace(title="arts")) == pytest.approx(0.03)
    assert together(one, other._replace(kind="work")) == 0.0
    assert together(one, other, Inference.SOME) == 0.0


def test_faint_guesses_count_only_when_asked_for_and_none_when_refused() -> None:
    """12 months among 30: .25 by default and with all, 0 with confirmed ties only; among 500, .08, with all alone."""
    near, far = ([at_helix(person, "2025-03", headcount=staff) for person in (A, B)] for staff in (30, 500))

    assert [round(together(*near, inference=mode), 2) for mode in Inference] == [0.25, 0.0, 0.25]
    assert [round(together(*far, inference=mode), 2) for mode in Inference] == [0.0, 0.0, 0.08]


def test_a_no_hides_what_is_inferred_until_a_level_is_stated() -> None:
    """And stating one on a purely inferred tie never lowers it."""
    stints = tuple(at_helix(person, "2023-03") for person in (A, B))
    guess = in_touch(stints=stints)

    assert guess.p == pytest.approx(0.4375)
    assert in_touch(statements=(said(0),), stints=stints).p == 0.0
    assert in_touch(statements=(said(0, 1), said(1)), stints=stints).p == pytest.approx(0.4375)
    assert in_touch(statements=(said(5),), stints=stints) == Strength(
        0.85, (Reason(said(5), 0.85), *guess.reasons), inferred=False
    )
