"""What earlier asks say of an introducer: how willing, how tired, whether to leave him in peace. Pure.

The model is documented in docs/scores.md; its constants stand in the table below.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from netcli.dates import age_days, last_day
from netcli.shape import NamedTuple

PRIOR_MADE, PRIOR_ASKS = 3.0, 5.0  #: everybody is credited with 3 introductions made of 5 asked for
MEMORY_DAYS = 730  #: half-life of an ask as a sign of willingness
SILENT_DAYS = 21  #: an ask without an answer for longer has failed
TIRED, REST_DAYS = 0.5, 60  #: what one fresh ask costs, and its half-life
BUSY_DAYS = 14  #: an open ask younger than this bars the introducer
_NOBODY = 0  #: no person has this number: never asked
REFUSED_DAYS = 365  #: so long a refusal bars him on the way to the same person


class Step(NamedTuple):
    """One dated step of an introduction, and whose it was: requester, introducer or target."""

    step: str
    by: str
    on: str


class Asked(NamedTuple):
    """One introduction that was asked for; steps in order of date, then of entry."""

    id: int
    requester: int
    introducer: int
    target: int
    steps: tuple[Step, ...]


class Standing(NamedTuple):
    """An introduction as it stood on a day: when it was asked for, its last step, and whose that was."""

    asked: Asked
    asked_on: str
    state: str
    by: str
    on: str

    def is_silent(self, as_of: date) -> bool:
        """Tell whether the ask has had no answer for so long that it has failed."""
        return self.state == "asked" and age_days(self.asked_on, as_of) > SILENT_DAYS


#: The steps that tell that an introduction was made.
MADE = ("made", "met")


def standing(asked: Asked, as_of: date) -> Standing | None:
    """Return how an introduction stood on a day: its last step by then; None before the first."""
    known = [step for step in asked.steps if last_day(step.on) <= as_of]
    if not known:
        return None
    first = next((step for step in known if step.step == "asked"), known[0])
    return Standing(asked, first.on, known[-1].step, known[-1].by, known[-1].on)


class Ledger:
    """The introductions that stood on a day, and what they say of each introducer."""

    def __init__(self, asks: Iterable[Asked], as_of: date) -> None:
        self._as_of = as_of
        self._by: dict[int, list[Standing]] = {}
        for asked in asks:
            if now := standing(asked, as_of):
                self._by.setdefault(asked.introducer, []).append(now)

    def of(self, introducer: int) -> Sequence[Standing]:
        """Return the asks to one introducer."""
        return self._by.get(introducer, ())

    def willing(self, introducer: int) -> float:
        """Return q, how readily somebody introduces: a Beta prior of 3 made in 5 asks; 0.60 if never asked.

        ``q = (3 + ok) / (5 + n)`` over resolved asks, each weighted ``2^(-age/730)``. Failed are those he declined and
        those without an answer for more than 21 days; what is pending, withdrawn or declined by the target counts not.
        """
        made = resolved = 0.0
        for ask in self.of(introducer):
            outcome = self.outcome(ask)
            if outcome is not None:
                weight = 2 ** (-self._age(ask.asked_on) / MEMORY_DAYS)
                resolved += weight
                made += weight * outcome
        return (PRIOR_MADE + made) / (PRIOR_ASKS + resolved)

    @property
    def eagerest(self) -> float:
        """The willingness that nobody exceeds."""
        return max(self.willing(introducer) for introducer in (_NOBODY, *self._by))

    def outcome(self, ask: Standing) -> bool | None:
        """Return whether an ask was granted; None while it is open, or when it says nothing of the introducer."""
        if ask.state in MADE:
            return True
        if ask.state == "declined" and ask.by == "introducer":
            return False
        return False if ask.is_silent(self._as_of) else None

    def rested(self, introducer: int, ego: int) -> float:
        """Return phi, how rested an introducer is from ego's asks: ``1 / (1 + 0.5 * sum of 2^(-age/60))``."""
        ages = (self._age(ask.asked_on) for ask in self.of(introducer) if ask.asked.requester == ego)
        return 1 / (1 + TIRED * sum(2 ** (-age / REST_DAYS) for age in ages))

    def barred(self, ego: int, targets: Collection[int]) -> dict[int, str]:
        """Return who should be left in peace on the way to targets, and why: ask-pending or declined-before."""
        reasons: dict[int, str] = {}
        for introducer, asks in self._by.items():
            for ask in asks:
                if ask.asked.requester != ego:
                    continue
                if ask.state == "asked" and self._age(ask.asked_on) < BUSY_DAYS:
                    reasons.setdefault(introducer, "ask-pending")
                refused = ask.state == "declined" and ask.by == "introducer" and ask.asked.target in targets
                if refused and self._age(ask.on) < REFUSED_DAYS:
                    reasons[introducer] = "declined-before"
        return reasons

    def _age(self, on: str) -> int:
        return age_days(on, self._as_of)
