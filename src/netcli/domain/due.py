"""Whom to get back to, and what was to be done: seven people a day, the same all day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from netcli.dates import age_days, last_day
from netcli.domain.cadence import Clock, load_clocks, since_stated
from netcli.domain.evidence import load_ties, pair
from netcli.domain.last_contact import Silence, silences
from netcli.domain.person import my_id, refs
from netcli.domain.reminder import ReminderQuestion, list_reminders
from netcli.domain.way import best_values
from netcli.errors import UsageError
from netcli.recurrence import after, in_words
from netcli.results import Due, DueList, Ref, Reminder
from netcli.scoring import tie_strength
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.suggesting import MOST_OVERDUE
from netcli.text import fold

A_DAY = 7  #: so many people are due a day at most (INTRODUCTIONS, fading ties)
_WEIGHED = 50  #: so many are weighed exactly; before, a rough weight by level chooses them
_ROUGH = {5: 0.85, 4: 0.65, 3: 0.45, 2: 0.25, 1: 0.1, None: 0.25}
_ORDER = 9  #: digits of a score that decide an order
_NO_SILENCE = Silence(None, None)


class DueQuestion(NamedTuple):
    """What is asked: who is due up to `ahead` days from now, among some people, all of them or the seven of the day.

    `midnight` is the instant at which today began, UTC; `levels` are the spans by level. Whoever asks for days to come
    is told all, by the day.
    """

    today: date
    midnight: str
    levels: Mapping[int, str]
    people: frozenset[int] | None = None
    ahead: int = 0
    everybody: bool = False
    sort: str | None = None
    limit: int | None = None


class _Waiting(NamedTuple):
    """Somebody whose span is over, or nearly: from `start` on it runs, on `on` it is over."""

    clock: Clock
    last: str | None
    start: date
    on: date
    is_done: bool = False

    def overdue(self, today: date) -> float:
        """Return the days since the last contact by the days of the span, at most 5."""
        days = max(1, (self.on - self.start).days)
        return min((today - self.start).days / days, MOST_OVERDUE)


#: The orders of a list; equal ones follow the name.
ORDERS: dict[str, Callable[[Due], tuple[object, ...]]] = {
    "score": lambda due: (not due.leads_to, -(due.score or 0)),
    "day": lambda due: (due.on,),
    "name": lambda due: (fold(due.person.name) if due.person else "",),
    "last": lambda due: (due.last or "",),
}


def list_due(store: Store, question: DueQuestion) -> DueList:
    """Return who is due and which reminders are, as a question asks."""
    if question.sort is not None and question.sort not in ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(ORDERS)}")
    today = question.today
    clocks = load_clocks(store, question.levels, today.isoformat())
    if question.people is not None:
        clocks = {person: clock for person, clock in clocks.items() if person in question.people}
    waiting = _waiting(store, clocks, question)
    horizon = date.fromordinal(min(today.toordinal() + question.ahead, date.max.toordinal()))
    ready = [one for one in waiting if one.on <= horizon]
    weighed = _weighed(store, ready, today)
    is_whole = bool(question.ahead or question.everybody or question.people is not None)
    found = _told(store, _open(weighed if is_whole else weighed[:A_DAY]), today)
    left = 0 if is_whole else len(_open(weighed[A_DAY:]))
    if question.ahead:
        found.sort(key=lambda due: due.on)
    found += _reminders(store, question, horizon)
    if question.sort:
        found.sort(key=ORDERS[question.sort])
    cut = found if question.limit is None else found[: question.limit]
    following = None if found else next(iter(_told(store, sorted(_open(waiting), key=lambda w: w.on)[:1], today)), None)
    return DueList(tuple(cut), left, len(found) - len(cut), len(clocks), following)


def _waiting(store: Store, clocks: Mapping[int, Clock], question: DueQuestion) -> list[_Waiting]:
    """Return everybody whose clock runs, with when it ends; who was due and is no more, or put off today, is done.

    As of the beginning of the day: so it stays the same all day whatever is done.
    """
    today = question.today
    known = silences(store, clocks, today.isoformat(), question.midnight)
    stated = since_stated(
        store, [p for p, clock in clocks.items() if not (clock.since or (p in known and known[p].before))]
    )
    asleep = store.rows("SELECT * FROM snooze WHERE until_on > ?", (today.isoformat(),))
    snoozed = {row["person_id"]: row for row in asleep}
    found = []
    for person, clock in clocks.items():
        silence = known.get(person, _NO_SILENCE)
        put_off = snoozed.get(person)
        if put_off and put_off["on_date"] < today.isoformat():
            continue
        since = clock.since or stated.get(person) or today.isoformat()
        began, now = (min(last_day(last or since), today) for last in silence)
        start = min(began, now)  # an older contact that is logged today makes due at once
        on = after(start, clock.every)
        is_done = put_off is not None or (on <= today < after(now, clock.every))
        found.append(_Waiting(clock, silence.now, start, on, is_done))
    return found


def _open(waiting: Sequence[_Waiting]) -> list[_Waiting]:
    return [one for one in waiting if not one.is_done]


def _weighed(store: Store, ready: Sequence[_Waiting], today: date) -> list[_Waiting]:
    """Return those who are due, the most worth a word first: who alone leads to others, then by score."""
    rough = sorted(ready, key=lambda one: (-_ROUGH[one.clock.level] * one.overdue(today), one.clock.person))
    best = rough[:_WEIGHED]
    scores = _scores(store, best, today)
    leads = leading_to(store, [one.clock.person for one in best])
    best.sort(
        key=lambda one: (not leads.get(one.clock.person), -round(scores[one.clock.person], _ORDER), one.clock.person)
    )
    return [*best, *rough[_WEIGHED:]]


def _scores(store: Store, waiting: Sequence[_Waiting], today: date) -> dict[int, float]:
    """Return for each the strength of my tie by how overdue he is."""
    me = my_id(store) or 0
    overdue = {one.clock.person: one.overdue(today) for one in waiting}
    ties = load_ties(store, [pair(me, person) for person in overdue], stints=False) if overdue else ()
    return {tie.a + tie.b - me: tie_strength(tie, me, today).p * overdue[tie.a + tie.b - me] for tie in ties}


def leading_to(store: Store, people: Sequence[int]) -> dict[int, int]:
    """Return how many people each of these alone of my contacts knows; who leads to nobody is left out."""
    return dict(map(tuple, store.rows_of(_ALONE, people, me=my_id(store))))


#: A bridge, as far as it can be told without reading all ties: nobody else of those tied to me knows these people.
_ALONE = """
SELECT value, count(*) FROM wanted CROSS JOIN arc AS out ON out.from_id = value AND out.to_id <> :me
WHERE NOT EXISTS (SELECT 1 FROM arc WHERE from_id = :me AND to_id = out.to_id)
AND NOT EXISTS (SELECT 1 FROM arc AS other CROSS JOIN arc AS mine ON mine.from_id = :me AND mine.to_id = other.to_id
  WHERE other.from_id = out.to_id AND other.to_id NOT IN (value, :me))
GROUP BY value"""


def _told(store: Store, waiting: Sequence[_Waiting], today: date) -> list[Due]:
    people = [one.clock.person for one in waiting]
    named = refs(store, people)
    ways, scores, leads = best_values(store, named), _scores(store, waiting, today), leading_to(store, people)
    return [
        _due(one, ref, ways.get(ref.id), (scores[ref.id], leads.get(ref.id, 0)), today)
        for one, ref in zip(waiting, named, strict=True)
    ]


def _due(one: _Waiting, person: Ref, way: str | None, weight: tuple[float, int], today: date) -> Due:
    clock = one.clock
    last = one.last
    said = f"last contact {last}, {age_days(last, today):,} days ago" if last else "no contact on file"
    late = bool(clock.at_most) and after(one.start, clock.at_most or clock.every) <= today
    return Due(
        "contact", person, f"{said}; wanted {in_words(clock.every)}", one.on.isoformat(), (today - one.on).days, last,
        clock.every, clock.basis, late, *weight, way, None, f"netcli done {person.handle}",
    )  # fmt: skip


def _reminders(store: Store, question: DueQuestion, horizon: date) -> list[Due]:
    rows = list_reminders(store, ReminderQuestion(people=question.people, until=horizon), question.today).reminders
    ways = best_values(store, [row.person for row in rows])
    return [_of_reminder(row, ways.get(row.person and row.person.id), question.today) for row in rows]


def _of_reminder(row: Reminder, way: str | None, today: date) -> Due:
    days = (today - date.fromisoformat(row.on)).days
    kind = "promise" if row.promise else "reminder"
    text = f"{row.text} (promised to you)" if row.promise == "theirs" else row.text
    return Due(
        kind, row.person, text, row.on, days, last=None, every=row.every, basis=None, late=False, score=None,
        leads_to=0, way=way, reminder=row.id, command=f"netcli remind done {row.id}",
    )  # fmt: skip
