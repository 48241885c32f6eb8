"""Who brought two people together, told by who was in contact with whom on which day. Pure: no clock, no file.

The rule is documented in docs/evaluation.md, with what it finds and what it misses. Triadic closure by somebody in the
middle: Obstfeld 2005, Social Networks, the Tertius Iungens Orientation, and Involvement in Innovation, ASQ 50:100.
Its constants stand in the table below.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from netcli.dates import last_day
from netcli.model_tie import Contact, Tie
from netcli.scoring import is_known, overlaps_of
from netcli.shape import NamedTuple

# Choices by their figures on generated mail (docs/evaluation.md).
BEGIN_DAYS = 14  #: so soon after the mail to both one has to write to the other
ANSWER_DAYS = 60  #: so soon after it both have to have written
MOST_UNANSWERED = 2  #: so many earlier mails, all one way, are no contact: circulars
WATCHED_DAYS = 180  #: so long one of the two has to be on file by then: earlier mail of theirs would have been seen
MOST_PRESENT = 8  #: in a larger meeting two people need not have spoken

_WRITTEN = ("mail", "message")
_HINTS = ("comail", "together", "event")  #: what only suggests that two people know each other


class Trio(NamedTuple):
    """Somebody who wrote to two people at once on a day, what is stored on each pair, and what could be seen.

    `legs` are the ties of the one who wrote to either; `unseen` tells of each whether contacts on it are beyond what
    was read, as of others' mail among themselves. `watched` is the day of the first mail of whom is longer on file.
    """

    between: Tie
    on: str
    legs: tuple[Tie, Tie]
    unseen: tuple[bool, bool]
    watched: str


class Brought(NamedTuple):
    """Two people brought together: who wrote to the other first, when, when both had, and how often since.

    `before` counts the contacts of the one in the middle with either of the two until then.
    """

    first: int
    began: str
    met: str
    contacts: int
    days: int
    before: tuple[int, int]


def brought(trio: Trio) -> Brought | None:
    """Return how two people came together, if all speaks for it that the third one introduced them; or None.

    He knew both; they had not been in contact and are no colleagues; after his mail they wrote to each other, soon and
    both ways; and earlier mail of one of them at least was read.
    """
    day = last_day(trio.on)
    if day - last_day(trio.watched) < timedelta(WATCHED_DAYS) or _knew_each_other(trio.between, day):
        return None
    if not all(_known(leg, day) or unseen for leg, unseen in zip(trio.legs, trio.unseen, strict=True)):
        return None
    since = [contact for contact in _direct(trio.between) if last_day(contact.on) >= day]
    ends = (trio.between.a, trio.between.b)
    (began, who), (met, _) = sorted((_first_written(since, end), end) for end in ends)
    if began > day + timedelta(BEGIN_DAYS) or met > day + timedelta(ANSWER_DAYS):
        return None
    before = [sum(c.count for c in _direct(leg) if last_day(c.on) < day) for leg in trio.legs]
    return Brought(
        who, began.isoformat(), met.isoformat(), sum(c.count for c in since), len({c.on for c in since}),
        (before[0], before[1]),
    )  # fmt: skip


def _knew_each_other(tie: Tie, day: date) -> bool:
    """Tell whether two people had to do with each other before a day; mail to both and a few unanswered are nothing."""
    eve = day - timedelta(1)
    said = any(statement.level and is_known(statement.on, eve) for statement in tie.statements)
    implied = any(is_known(evidence.on, eve) for evidence in tie.evidence)
    seen = [c for c in tie.contacts if c.channel != "comail" and c.size <= MOST_PRESENT and last_day(c.on) < day]
    unanswered = len({c.from_id for c in seen}) == 1 and all(_is_written(c) for c in seen)
    few = not seen or (unanswered and sum(c.count for c in seen) <= MOST_UNANSWERED)
    return said or implied or not few or any(True for _ in overlaps_of(tie, day))


def _known(leg: Tie, day: date) -> bool:
    """Tell whether two people knew each other by a day: met, wrote both ways, or are said to know each other at all."""
    before = [contact for contact in _direct(leg) if last_day(contact.on) < day]
    met = not all(_is_written(contact) for contact in before)
    both = len({contact.from_id for contact in before}) == 2
    return met or both or any(statement.level for statement in leg.statements) or bool(leg.evidence)


def _direct(tie: Tie) -> list[Contact]:
    return [contact for contact in tie.contacts if contact.channel not in _HINTS and contact.size <= MOST_PRESENT]


def _is_written(contact: Contact) -> bool:
    return contact.channel in _WRITTEN and contact.from_id is not None


def _first_written(contacts: Iterable[Contact], by: int) -> date:
    return min((last_day(c.on) for c in contacts if c.from_id == by and _is_written(c)), default=date.max)
