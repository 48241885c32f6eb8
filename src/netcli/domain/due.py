"""Whom to get back to, and what was to be done: seven people a day, the same all day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from netcli.dates import age_days, last_day, with_weekday
from netcli.domain.clock import Clock, load_clocks
from netcli.domain.evidence import load_ties, pair
from netcli.domain.last_contact import Silence, last_channels, silences
from netcli.domain.ref import my_id, refs
from netcli.domain.reminder import ReminderQuestion, list_reminders
from netcli.domain.way import best_values
from netcli.errors import UsageError
from netcli.recurrence import after, in_words
from netcli.results import Ref
from netcli.results_upkeep import Due, DueList, Reminder
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
_NO_CHANNEL = (None, None)


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
    """Somebody whose clock runs, as it stood in the morning: from `start` on, over on `on`.

    `is_done` tells that he was due then and is no more, or was put off today; `is_asleep` that he had been put off
    before. `now` and `next_on` are the start and the end as they stand since.
    """

    clock: Clock
    last: str | None
    start: date
    on: date
    now: date
    next_on: date
    is_done: bool = False
    is_asleep: bool = False

    def overdue(self, today: date) -> float:
        """Return the days since the last contact by the days of the span, at most 5."""
        days = max(1, (self.on - self.start).days)
        return min((today - self.start).days / days, MOST_OVERDUE)

    def as_now(self) -> _Waiting:
        """Return the same as it stands now."""
        return self._replace(start=self.now, on=self.next_on, is_done=False, is_asleep=False)


class _Worth(NamedTuple):
    """What a word to somebody is worth: the score, and how many people he alone leads to."""

    score: float
    leads_to: int

    def order(self, person: int) -> tuple[bool, float, int]:
        """Return the place of a person of this worth among others."""
        return not self.leads_to, -round(self.score, _ORDER), person


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
    if question.ahead:
        ready = [now for one in waiting if (now := one.as_now()).on <= horizon]
    else:
        ready = [one for one in waiting if one.on <= today and not one.is_asleep]
    weighed, worth = _weighed(store, ready, today)
    is_whole = bool(question.ahead or question.everybody or question.people is not None)
    found = _told(store, _open(weighed if is_whole else weighed[:A_DAY]), today, worth)
    left = 0 if is_whole else len(_open(weighed[A_DAY:]))
    found += _reminders(store, question, horizon)
    if question.ahead:
        found.sort(key=lambda due: due.on)
    if question.sort:
        found.sort(key=ORDERS[question.sort])
    cut = found if question.limit is None else found[: question.limit]
    following = None if found else _following(store, waiting, today)
    return DueList(tuple(cut), left, len(found) - len(cut), len(clocks), following)


def _following(store: Store, waiting: Sequence[_Waiting], today: date) -> Due | None:
    """Return who is due next of all."""
    coming = min(waiting, key=lambda one: (one.next_on, one.clock.person), default=None)
    return _told(store, [coming.as_now()], today, {})[0] if coming else None


def _waiting(store: Store, clocks: Mapping[int, Clock], question: DueQuestion) -> list[_Waiting]:
    """Return everybody whose clock runs, as it stood in the morning, to stay the same all day, and as it is now."""
    today = question.today
    known = silences(store, clocks, today.isoformat(), question.midnight)
    asleep = store.rows("SELECT * FROM snooze WHERE until_on > ?", (today.isoformat(),))
    put_off = {row["person_id"]: (date.fromisoformat(row["until_on"]), row["on_date"]) for row in asleep}
    first = today.isoformat()
    found = []
    for person, clock in clocks.items():
        before, last = known.get(person, _NO_SILENCE)
        every = clock.every
        now = min(last_day(last or clock.since), today)
        next_on = after(now, every)
        start, on = now, next_on
        if before != last:  # an older contact that is logged today: due at once
            start = min(last_day(before or clock.since), now)
            on = after(start, every)
        is_asleep = False
        if person in put_off:
            until, said_on = put_off[person]
            next_on, is_asleep = max(next_on, until), said_on < first
        found.append(_Waiting(clock, last, start, on, now, next_on, on <= today < next_on, is_asleep))
    return found


def _open(waiting: Sequence[_Waiting]) -> list[_Waiting]:
    return [one for one in waiting if not one.is_done]


def _weighed(store: Store, ready: Sequence[_Waiting], today: date) -> tuple[list[_Waiting], dict[int, _Worth]]:
    """Return those who are due, the most worth a word first: who alone leads to others, then by score.

    With them comes what the first of them are worth.
    """
    rough = sorted(ready, key=lambda one: (-_ROUGH[one.clock.level] * one.overdue(today), one.clock.person))
    best = rough[:_WEIGHED]
    worth = _worth(store, best, today)
    best.sort(key=lambda one: worth[one.clock.person].order(one.clock.person))
    return [*best, *rough[_WEIGHED:]], worth


def _worth(store: Store, waiting: Sequence[_Waiting], today: date) -> dict[int, _Worth]:
    """Return for each the strength of my tie by how overdue he is, and to how many he alone leads."""
    if not waiting:
        return {}
    me = my_id(store) or 0
    overdue = {one.clock.person: one.overdue(today) for one in waiting}
    ties = load_ties(store, [pair(me, person) for person in overdue], stints=False)
    scores = {tie.a + tie.b - me: tie_strength(tie, me, today).p * overdue[tie.a + tie.b - me] for tie in ties}
    leads = leading_to(store, list(overdue))
    return {person: _Worth(scores[person], leads.get(person, 0)) for person in overdue}


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


def next_contacts(store: Store, question: DueQuestion) -> list[tuple[Ref, date, int]]:
    """Return for everybody whose clock runs when the next contact is due, with a number that rises when that changes.

    Somebody who was put off is due when that ends. By name, then id.
    """
    clocks = load_clocks(store, question.levels, question.today.isoformat())
    chosen = {p: clock for p, clock in clocks.items() if question.people is None or p in question.people}
    days = {one.clock.person: one.next_on for one in _waiting(store, chosen, question)}
    changes = {row["id"]: row["changes"] for row in store.rows_of(_CHANGES, chosen, me=my_id(store))}
    named = sorted(refs(store, list(days)), key=lambda ref: (fold(ref.name), ref.id))
    return [(ref, days[ref.id], changes[ref.id] * _MANY_DAYS + (days[ref.id] - _BEFORE_ALL).days) for ref in named]


_BEFORE_ALL, _MANY_DAYS = date(2000, 1, 1), 10_000
#: How often was said how much contact is wanted: a change that may make the next one earlier.
_CHANGES = """
SELECT value AS id, (SELECT count(*) FROM journal JOIN cadence ON cadence.id = row_id AND person_id = value
  WHERE table_name = 'cadence') + (SELECT count(*) FROM tie JOIN tie_statement ON tie_id = tie.id
  WHERE a = min(:me, value) AND b = max(:me, value)) AS changes FROM wanted"""


def _told(store: Store, waiting: Sequence[_Waiting], today: date, known: Mapping[int, _Worth]) -> list[Due]:
    """Return people as they are told; what some are worth is known, the others are weighed."""
    worth = {**_worth(store, [one for one in waiting if one.clock.person not in known], today), **known}
    named = refs(store, [one.clock.person for one in waiting])
    ways = best_values(store, named)
    channels = last_channels(store, [ref.id for ref in named], today.isoformat())
    return [
        _due(one, ref, ways.get(ref.id), worth[ref.id], channels.get(ref.id, _NO_CHANNEL), today)
        for one, ref in zip(waiting, named, strict=True)
    ]


def _due(
    one: _Waiting, person: Ref, way: str | None, worth: _Worth, by: tuple[str | None, str | None], today: date
) -> Due:
    clock = one.clock
    last, days = one.last, age_days(one.last or clock.since or today.isoformat(), today)
    said = f"{days:,} day{'s' * (days != 1)} since {last}" if last else "no contact on file"
    then = f", due {with_weekday(one.on.isoformat())}" if one.on > today else ""
    late = clock.at_most is not None and after(one.start, clock.at_most) <= today
    return Due(
        "contact", person, f"{said}, wanted {in_words(clock.every)}{then}", one.on.isoformat(), (today - one.on).days,
        last, clock.every, clock.basis, late, *worth, way, None, f"netcli done {person.handle}", *by,
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
