"""From evidence to the probability that a request of one person moves another. Pure: no clock, no file.

The model, its choices and its literature are documented in docs/scores.md. A score compares ways; it is not a
chance of success. Every constant stands in the table below: none is inline.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from functools import lru_cache

from netcli.dates import age_days, last_day
from netcli.model_tie import Contact, Evidence, EvidenceKind, Statement, Stint, Tie
from netcli.shape import NamedTuple

# Choices without evidence beyond plausibility, unless a source is named.
LEVEL_STRENGTH = (0.0, 0.10, 0.25, 0.45, 0.65, 0.85)  #: probability of a fresh statement of level 0..5
FLOOR = 0.5  #: share of a level that never fades: dormant strong ties keep their worth (Levin et al. 2011)
FADING_EXPONENT = -0.5  #: decay of levels in years and of contacts in days (Burt 2000: a power of age)
MOST = 0.95  #: no tie is certain
HEARD_TRUST = 0.6  #: trust in a level that somebody else told me
IMPORTED_TRUST = 0.9  #: trust in contacts that were read from mail, calendars and messages
STRONG, FAIR = 0.25, 0.08  #: bands of a path's score
LEAST_SHOWN = 0.01  #: paths below this are hidden while a better one exists
WEAK_TIE = 0.3  #: a hop below this is named as the weakest link
LEAST_INFERRED = 0.2  #: inference below this counts only when it is asked for
DAYS_A_YEAR = 365

#: Level and trust that each kind of evidence implies; a level in the evidence itself takes precedence.
IMPLIED: dict[EvidenceKind, tuple[int, float]] = {
    EvidenceKind.BOOK: (1, 1.0),
    EvidenceKind.LINKEDIN: (2, 1.0),
    EvidenceKind.KNOWN_BY: (1, 0.9),
    EvidenceKind.RELATED: (2, 0.9),
    EvidenceKind.MET: (2, 1.0),
}

#: Weight of one contact by channel: (people at most, weight), the first that fits; beyond the last it is nothing.
_MEETING = ((2, 1.0), (8, 0.5), (20, 0.15))
CONTACT_WEIGHT: dict[str, tuple[tuple[float, float], ...]] = {
    "meeting": _MEETING,
    "call": ((4, 0.8), *_MEETING[1:]),
    "video": ((4, 0.8), *_MEETING[1:]),
    "message": ((4, 0.3), (20, 0.1)),
    "mail": ((4, 0.3), (20, 0.1)),
    "event": ((math.inf, 0.15),),
}
MAIL_WEIGHT = (0.1, 0.3)  #: of counted mail: one way, both ways by the as-of date
SMALL, ROUND = 4, 8  #: up to SMALL people everybody has met everybody; up to ROUND they may have
TOGETHER_EACH, TOGETHER_MOST, TOGETHER_YEARS = 0.15, 0.5, 5  #: meetings of a few, without me
COMAIL_EACH, COMAIL_MOST = 0.05, 0.15  #: recipients of the same mail
EMPLOYER_MOST, EMPLOYER_HALF_MONTHS, EMPLOYER_STAFF, EMPLOYER_YEARS = 0.5, 12, 50, 5
CLOSE_FACTOR, CLOSE_MOST = 1.6, 0.8  #: same team or site
STAFF_UNKNOWN = 500  #: headcount that is taken where none is known
STAFF_ALONE, STAFF_CLOSE = 313, 800  #: above these no overlap reaches LEAST_INFERRED, without and with a common team
PROGRAMME, PROGRAMME_MONTHS, SCHOOL = 0.15, 12, 0.03


class Inference(Enum):
    """How far guesses count: those of some weight, none, or all."""

    SOME = "some"
    NONE = "none"
    ALL = "all"


class Contacts(NamedTuple):
    """Contacts of one kind between two people: how many, the last one's date, and their share of the activity."""

    kind: str
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody calls
    on: str
    source: str | None = None


class Overlap(NamedTuple):
    """Time that two people spent at one place: `kind` is employer or school; `until` is None while both are there."""

    kind: str
    org: str
    since: str
    until: str | None
    months: int
    headcount: int | None


Fact = Statement | Evidence | Contacts | Overlap


class Reason(NamedTuple):
    """One contribution to a tie: what it comes from, and what it gives.

    Of a level or an inference the value is the probability it gives alone; of contacts, their share of the activity A.
    """

    fact: Fact
    value: float


class Strength(NamedTuple):
    """The probability of one direction of a tie (0..0.95), with its reasons, the weightiest first."""

    p: float
    reasons: tuple[Reason, ...] = ()
    inferred: bool = False


def tie_strength(tie: Tie, from_id: int, as_of: date, inference: Inference = Inference.SOME) -> Strength:
    """Return how likely a request of `from_id` moves the other of the pair, by what was known on `as_of`.

    ``con = 1 - (1 - dec) * (1 - A / (A + 1))`` of levels and contacts; ``p = min(0.95, max(con, inf))``. The larger of
    confirmed and inferred counts, not both: they often come from the same fact.
    """
    standing = _standing(tie.statements, from_id, as_of)
    activity = _activity(tie, as_of) if tie.contacts else []
    last = max((last_day(r.fact.on) for r in activity), default=None)  # type: ignore[union-attr]  # all are contacts
    levels = _levels(tie, standing, last, as_of)
    total = math.fsum(reason.value for reason in activity)
    dec = levels[0].value if levels else 0.0
    confirmed = dec + (1 - dec) * total / (total + 1)
    refused = standing is not None and standing.level == 0
    silent = refused or inference is Inference.NONE or not (tie.stints or tie.contacts)
    guesses = [] if silent else list(_guesses(tie, as_of))
    guessed = 1 - math.prod(1 - reason.value for reason in guesses)
    if guessed < LEAST_INFERRED and inference is not Inference.ALL:
        guessed, guesses = 0.0, []
    inferred = guessed > confirmed
    sure = (*levels, *activity)
    reasons = (*guesses, *sure) if inferred else (*sure, *guesses)
    return Strength(min(MOST, max(confirmed, guessed)), reasons, inferred)


def both_strengths(tie: Tie, as_of: date, inference: Inference = Inference.SOME) -> tuple[Strength, Strength]:
    """Return the directions of a tie, that of `a` first: one and the same unless something was stated one way only."""
    there = tie_strength(tie, tie.a, as_of, inference)
    alike = all(statement.both_ways for statement in tie.statements)
    return there, there if alike else tie_strength(tie, tie.b, as_of, inference)


def implied(fact: Evidence) -> tuple[int, float]:
    """Return the level and the trust of a piece of evidence."""
    level, trust = IMPLIED[fact.kind]
    return fact.level or level, trust


def is_known(on: str, as_of: date) -> bool:
    """Tell whether a fact of this partial date exists on that day: from the last day its date may mean."""
    return last_day(on) <= as_of


def band(score: float) -> str:
    """Return a path's band in words; the score is compared unrounded."""
    return "strong" if score >= STRONG else "fair" if score >= FAIR else "long shot"


def _standing(statements: Iterable[Statement], from_id: int, as_of: date) -> Statement | None:
    """Return the statement of a direction that counts: the newest one, unless it is trusted less."""
    standing: Statement | None = None
    for statement in statements:  # in order of date, then of entry
        if statement.from_id != from_id and not statement.both_ways:
            continue
        if is_known(statement.on, as_of) and (standing is None or _trust(statement) >= _trust(standing)):
            standing = statement
    return standing


def _trust(statement: Statement) -> float:
    """Return 1 for what I know or one of the two told me, less for what a third person did."""
    return 1.0 if statement.heard_from in (None, statement.from_id, statement.to_id) else HEARD_TRUST


def _levels(tie: Tie, standing: Statement | None, last: date | None, as_of: date) -> list[Reason]:
    """Return what is stated and assumed, the largest first.

    ``dec = max over levels of s * L * (0.5 + 0.5 * (1 + y)^-0.5)``, y in years since the level was stated or since the
    last contact, the later one; kin does not fade. A statement caps what books imply at its own level.
    """
    facts: tuple[Statement | Evidence, ...] = (*tie.statements, *tie.evidence)
    family = any(fact.family for fact in facts if is_known(fact.on, as_of))
    given: list[tuple[Statement | Evidence, int, float]] = []
    if standing:
        given.append((standing, standing.level, _trust(standing)))
    for evidence in tie.evidence:
        if is_known(evidence.on, as_of):
            level, trust = implied(evidence)
            given.append((evidence, min(level, standing.level) if standing else level, trust))
    reasons = []
    for fact, level, trust in given:
        since = max(last_day(fact.on), last) if last else last_day(fact.on)
        years = max(0, (as_of - since).days) / DAYS_A_YEAR
        left = 1.0 if family else FLOOR + (1 - FLOOR) * (1 + years) ** FADING_EXPONENT
        reasons.append(Reason(fact, trust * LEVEL_STRENGTH[level] * left))
    return sorted(reasons, key=lambda reason: (-reason.value, isinstance(reason.fact, Evidence), reason.fact.on))  # type: ignore[union-attr]  # both are dated


def _activity(tie: Tie, as_of: date) -> list[Reason]:
    """Return contacts by kind, the weightiest first: ``A = sum of n * c * s * (1 + age)^-0.5``, age in days.

    What lies before somebody said that the two do not know each other no longer counts.
    """
    refused = max((last_day(s.on) for s in tie.statements if s.level == 0 and is_known(s.on, as_of)), default=None)
    seen = [c for c in tie.contacts if is_known(c.on, as_of) and (refused is None or last_day(c.on) > refused)]
    answered = len({c.from_id for c in seen if c.from_id is not None and c.channel == "mail"}) == 2
    shares: dict[str, list[tuple[Contact, float]]] = {}
    for contact in seen:
        weight = MAIL_WEIGHT[answered] if _is_counted_mail(contact) else _weight(contact)
        if weight:
            trust = IMPORTED_TRUST if contact.source else 1.0
            share = contact.count * weight * trust * (1 + age_days(contact.on, as_of)) ** FADING_EXPONENT
            kind = "call" if contact.channel == "video" else contact.channel
            shares.setdefault(kind, []).append((contact, share))
    reasons = []
    for kind, given in shares.items():
        newest = max((contact for contact, _ in given), key=lambda contact: last_day(contact.on))
        count = sum(contact.count for contact, _ in given)
        reasons.append(Reason(Contacts(kind, count, newest.on, newest.source), math.fsum(share for _, share in given)))
    return sorted(reasons, key=lambda reason: (-reason.value, reason.fact.kind))  # type: ignore[union-attr]  # all are contacts


def _is_counted_mail(contact: Contact) -> bool:
    return contact.channel == "mail" and contact.from_id is not None


def _weight(contact: Contact) -> float:
    """Return c of a contact; nothing for one that only suggests that the two have met."""
    if contact.size > SMALL and not contact.holds_me:
        return 0.0
    return next((weight for most, weight in CONTACT_WEIGHT.get(contact.channel, ()) if contact.size <= most), 0.0)


def _guesses(tie: Tie, as_of: date) -> Iterator[Reason]:
    """Yield what suggests that two people know each other, the best of each class."""
    overlaps = list(overlaps_of(tie, as_of))
    for kind in ("employer", "school"):
        found = [reason for reason in overlaps if isinstance(reason.fact, Overlap) and reason.fact.kind == kind]
        if found:
            yield max(found, key=lambda reason: reason.value)
    seen = [contact for contact in tie.contacts if is_known(contact.on, as_of)]
    rounds = [c for c in seen if c.channel == "together" or (not c.holds_me and SMALL < c.size <= ROUND)]
    if rounds:
        missed = math.prod(
            (1 - TOGETHER_EACH * _faded_years(age_days(c.on, as_of) / DAYS_A_YEAR, TOGETHER_YEARS)) ** c.count
            for c in rounds
        )
        yield Reason(_summed("together", rounds), min(TOGETHER_MOST, 1 - missed))
    if shared := [contact for contact in seen if contact.channel == "comail"]:
        count = sum(contact.count for contact in shared)
        yield Reason(_summed("comail", shared), min(COMAIL_MOST, 1 - (1 - COMAIL_EACH) ** count))


def _summed(kind: str, contacts: list[Contact]) -> Contacts:
    newest = max(contacts, key=lambda contact: last_day(contact.on))
    return Contacts(kind, sum(contact.count for contact in contacts), newest.on, newest.source)


def _faded_years(years: float, scale: float) -> float:
    return float((1 + years / scale) ** FADING_EXPONENT)


def overlaps_of(tie: Tie, as_of: date) -> Iterator[Reason]:
    """Yield each time two people spent at one place, with the probability that they met there."""
    for one in (stint for stint in tie.stints if stint.person == tie.a):
        for other in (stint for stint in tie.stints if stint.person == tie.b and stint.org == one.org):
            if found := overlap_of(one, other, as_of):
                yield found


def overlap_of(one: Stint, other: Stint, as_of: date) -> Reason | None:
    """Return the time that two people spent at the place of both, and how probable it makes it that they met; or None.

    ``employer 0.5 * (1 - 2^(-m/12)) * min(1, sqrt(50/N)) * (1 + g/5)^-0.5`` of m months among N staff, g years ago;
    same team or site 1.6 times as much, 0.8 at most. ``school 0.15`` in one programme for a year, else ``0.03``. Nobody
    shares more, or later, time than he spent there, the month in which one leaves counted whole.
    """
    is_school = one.kind == "study"
    if is_school != (other.kind == "study") or (months := _shared_months(one, other, as_of)) is None:
        return None
    past = None if months.still else _month_name(months.until - 1)
    kind = "school" if is_school else "employer"
    fact = Overlap(kind, one.org, _month_name(months.since), past, months.count, one.headcount)
    return Reason(fact, _school(one, other, months) if is_school else _employer(one, other, months, as_of))


def infers_alone(one: Stint, other: Stint, as_of: date) -> bool:
    """Tell whether two people's time at one employer suffices by itself to infer a tie."""
    months = _shared_months(one, other, as_of)
    return months is not None and _employer(one, other, months, as_of) >= LEAST_INFERRED


def _employer(one: Stint, other: Stint, months: _Months, as_of: date) -> float:
    years = 0.0 if months.still else age_days(_month_name(months.until) + "-01", as_of) / DAYS_A_YEAR
    staff = one.headcount or max(STAFF_UNKNOWN, one.on_file)
    value: float = (
        EMPLOYER_MOST
        * (1 - 2 ** (-months.count / EMPLOYER_HALF_MONTHS))
        * min(1, math.sqrt(EMPLOYER_STAFF / staff))
        * _faded_years(years, EMPLOYER_YEARS)
    )
    close = (one.team and one.team == other.team) or (one.site and one.site == other.site)
    return min(CLOSE_MOST, value * CLOSE_FACTOR) if close else value


def _school(one: Stint, other: Stint, months: _Months) -> float:
    same = bool(one.title) and one.title == other.title and months.count >= PROGRAMME_MONTHS
    return PROGRAMME if same else SCHOOL


class _Months(NamedTuple):
    """Months that two people shared: the first, the one after the last, counted from year 0; whether both still do."""

    since: int
    until: int
    still: bool

    @property
    def count(self) -> int:  # type: ignore[override]  # hides the method of tuples, which nobody calls
        return self.until - self.since


def _shared_months(one: Stint, other: Stint, as_of: date) -> _Months | None:
    """Return the months that two people certainly shared, or None.

    Months are whole, so the one in which somebody left counts to its end: time alone adds none later.
    """
    mine = _span(one, as_of)
    theirs = mine if other is one else _span(other, as_of)
    if mine is None or theirs is None:
        return None
    since, ends = max(mine[0], theirs[0]), [end for end in (mine[1], theirs[1]) if end is not None]
    until = min(ends, default=as_of.year * 12 + as_of.month - 1)
    return _Months(since, until, not ends) if until > since else None


def _span(stint: Stint, as_of: date) -> tuple[int, int | None] | None:
    """Return the certain months of a stint, half-open: `2019` starts in December, ends in January; None: unknown."""
    if stint.start is None or not is_known(stint.start, as_of):
        return None
    start = _month(stint.start, 12)
    if stint.end is not None and is_known(stint.end, as_of):
        return start, _month(stint.end, 1) + 1
    return (start, None) if stint.end is not None or stint.current else None


@lru_cache(maxsize=4096)
def _month(partial: str, otherwise: int) -> int:
    return int(partial[:4]) * 12 + (int(partial[5:7]) if len(partial) > 4 else otherwise) - 1


@lru_cache(maxsize=4096)
def _month_name(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
