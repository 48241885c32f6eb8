"""From evidence to the probability that a request of one person moves another. Pure: no clock, no file.

The model, its choices and its literature are documented in docs/scores.md. A score compares ways; it is not a
chance of success. Every constant stands in the table below: none is inline.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from netcli.dates import age_days, last_day
from netcli.model import Evidence, EvidenceKind, Statement, Tie
from netcli.shape import NamedTuple

# Choices without evidence beyond plausibility, unless a source is named.
LEVEL_STRENGTH = (0.0, 0.10, 0.25, 0.45, 0.65, 0.85)  #: probability of a fresh statement of level 0..5
FLOOR = 0.5  #: share of a level that never fades: dormant strong ties keep their worth (Levin et al. 2011)
FADING_EXPONENT = -0.5  #: decay of the rest, in years (Burt 2000: a power of age, not an exponential)
MOST = 0.95  #: no tie is certain
HEARD_TRUST = 0.6  #: trust in a level that somebody else told me
STRONG, FAIR = 0.25, 0.08  #: bands of a path's score
LEAST_SHOWN = 0.01  #: paths below this are hidden while a better one exists
WEAK_TIE = 0.3  #: a hop below this is named as the weakest link
WILLING_PRIOR = (3.0, 5.0)  #: made and resolved asks that everybody is credited with: 3 of 5
DAYS_A_YEAR = 365

#: Level and trust that each kind of evidence implies; a level in the evidence itself takes precedence.
IMPLIED: dict[EvidenceKind, tuple[int, float]] = {
    EvidenceKind.BOOK: (1, 1.0),
    EvidenceKind.LINKEDIN: (2, 1.0),
    EvidenceKind.KNOWN_BY: (1, 0.9),
    EvidenceKind.RELATED: (2, 0.9),
    EvidenceKind.MET: (2, 1.0),
}


class Reason(NamedTuple):
    """One contribution to a tie: the statement or evidence it comes from, and the probability it gives alone."""

    fact: Statement | Evidence
    value: float


class Strength(NamedTuple):
    """The probability of one direction of a tie (0..0.95), with its reasons, the largest first."""

    p: float
    reasons: tuple[Reason, ...] = ()


def tie_strength(tie: Tie, from_id: int, as_of: date) -> Strength:
    """Return how likely a request of `from_id` moves the other of the pair, by what was known on `as_of`.

    ``dec = max over levels of s * L * (0.5 + 0.5 * (1 + y)^-0.5)``, y in years since the level was stated; kin does
    not fade. Of the statements of a direction the newest counts, a less trusted one never replacing a more trusted
    one; it caps what books imply, and "they do not know each other" removes it.
    """
    statement = _standing(tie.statements, from_id, as_of)
    if statement is not None and statement.level == 0:
        return Strength(0.0, (Reason(statement, 0.0),))
    facts: tuple[Statement | Evidence, ...] = (*tie.statements, *tie.evidence)
    family = any(fact.family for fact in facts if is_known(fact.on, as_of))
    reasons = (
        [Reason(statement, _faded(statement, statement.level, _trust(statement), family, as_of))] if statement else []
    )
    for fact in tie.evidence:
        if is_known(fact.on, as_of):
            level, trust = implied(fact)
            capped = min(level, statement.level) if statement else level
            reasons.append(Reason(fact, _faded(fact, capped, trust, family, as_of)))
    reasons.sort(key=lambda reason: (-reason.value, isinstance(reason.fact, Evidence), reason.fact.on))
    return Strength(min(MOST, reasons[0].value) if reasons else 0.0, tuple(reasons))


def implied(fact: Evidence) -> tuple[int, float]:
    """Return the level and the trust of a piece of evidence."""
    level, trust = IMPLIED[fact.kind]
    return fact.level or level, trust


def is_known(on: str, as_of: date) -> bool:
    """Tell whether a fact of this partial date exists on that day: from the last day its date may mean."""
    return last_day(on) <= as_of


def willingness(made: float = 0.0, resolved: float = 0.0) -> float:
    """Return q, how readily somebody introduces: a Beta prior of 3 made in 5 asks; 0.60 if never asked."""
    return (WILLING_PRIOR[0] + made) / (WILLING_PRIOR[1] + resolved)


def band(score: float) -> str:
    """Return a path's band in words; the score is compared unrounded."""
    return "strong" if score >= STRONG else "fair" if score >= FAIR else "long shot"


def _standing(statements: Iterable[Statement], from_id: int, as_of: date) -> Statement | None:
    standing: Statement | None = None
    for statement in statements:  # in order of date, then of entry
        if statement.from_id != from_id and not statement.both_ways:
            continue
        if is_known(statement.on, as_of) and (standing is None or _trust(statement) >= _trust(standing)):
            standing = statement
    return standing


def _trust(statement: Statement) -> float:
    return 1.0 if statement.heard_from is None else HEARD_TRUST


def _faded(fact: Statement | Evidence, level: int, trust: float, family: bool, as_of: date) -> float:  # noqa: FBT001
    if family:
        return trust * LEVEL_STRENGTH[level]
    years = age_days(fact.on, as_of) / DAYS_A_YEAR
    left: float = FLOOR + (1 - FLOOR) * (1 + years) ** FADING_EXPONENT
    return trust * LEVEL_STRENGTH[level] * left
