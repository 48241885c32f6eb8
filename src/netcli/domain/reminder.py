"""Reminders and promises: dated things to do, once or again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from netcli.dates import last_day
from netcli.domain.ref import refs
from netcli.errors import BadInputError, ConflictError, NotFoundError, UsageError
from netcli.recurrence import next_after, read_span
from netcli.results import Ref
from netcli.results_upkeep import Reminder, ReminderList
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold, nfc

_LONGEST = 10_000


class NewReminder(NamedTuple):
    """What to be reminded of: the words, the day, how often again, about whom, and whose promise it is."""

    text: str
    on: str
    person: int | None = None
    every: str | None = None
    promise: str | None = None


def add_reminder(store: Store, new: NewReminder) -> int:
    """Write a reminder and return its number; of a month or a year its last day counts.

    Raises BadInputError for an empty or far too long text, and for no span of time.
    """
    text = nfc(new.text).strip()
    if not text:
        raise BadInputError("a reminder needs a text", hint='netcli remind add ana-pires "send the slides" --on friday')
    if len(text) > _LONGEST:
        raise BadInputError(f"the text has {len(text):,} characters; {_LONGEST:,} is the most", hint="")
    day = last_day(new.on).isoformat()
    every = read_span(new.every) if new.every else None
    return store.insert(
        "reminder", person_id=new.person, text=text, on_date=day, first_on=day, every=every, promise=new.promise
    )


def find_reminder(store: Store, number: int, today: date) -> Reminder:
    """Return the reminder of a number; raises NotFoundError."""
    row = store.row("SELECT * FROM reminder WHERE id = ?", (number,))
    if row is None:
        raise NotFoundError(f"there is no reminder {number}", hint="netcli remind list")
    return _told(store, [row], today)[0]


def finish(store: Store, reminder: Reminder, *, on: str) -> str | None:
    """Mark a reminder as done and return the day on which it comes again, None if it does not.

    One that comes again is next due at its first occurrence after today and after the one that was done: none twice.
    Raises ConflictError for one that is done already.
    """
    if reminder.done:
        raise ConflictError(f"reminder {reminder.id} is done already, since {reminder.done}", hint="netcli remind list")
    if reminder.every:
        first = date.fromisoformat(store.value("SELECT first_on FROM reminder WHERE id = ?", (reminder.id,)))
        following = next_after(first, reminder.every, max(date.fromisoformat(on), date.fromisoformat(reminder.on)))
        if following:
            store.update("reminder", reminder.id, on_date=following.isoformat())
            return following.isoformat()
    store.update("reminder", reminder.id, done_on=on)
    return None


def put_off(store: Store, reminder: Reminder, until: str) -> None:
    """Make a reminder due on another day; when it comes again later does not change."""
    if reminder.done:
        raise ConflictError(f"reminder {reminder.id} is done, since {reminder.done}", hint="netcli remind list")
    store.update("reminder", reminder.id, on_date=until)


def drop_reminder(store: Store, reminder: Reminder) -> None:
    """Delete a reminder."""
    store.run("DELETE FROM reminder WHERE id = ?", (reminder.id,))


class ReminderQuestion(NamedTuple):
    """Which reminders to list: about these people (None: all), due up to a day, open ones unless `done` too."""

    people: frozenset[int] | None = None
    until: date | None = None
    done: bool = False
    promises: bool = False
    sort: str = "day"
    limit: int | None = None


#: The orders of a list; equal ones follow their number.
ORDERS: dict[str, Callable[[Reminder], tuple[object, ...]]] = {
    "day": lambda row: (row.on, row.id),
    "name": lambda row: (fold(row.person.name) if row.person else "", row.on, row.id),
    "added": lambda row: (-row.id,),
}


def list_reminders(store: Store, question: ReminderQuestion, today: date) -> ReminderList:
    """Return the reminders a question chooses; those on removed people are left out."""
    if question.sort not in ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(ORDERS)}")
    rows = store.rows(_LIST, {"until": question.until.isoformat() if question.until else None, "done": question.done})
    chosen = [
        row
        for row in rows
        if (question.people is None or row["person_id"] in question.people)
        and (row["promise"] or not question.promises)
    ]
    found = sorted(_told(store, chosen, today), key=ORDERS[question.sort])
    cut = found if question.limit is None else found[: question.limit]
    return ReminderList(tuple(cut), len(found) - len(cut))


_LIST = """
SELECT reminder.* FROM reminder LEFT JOIN person ON person.id = person_id
WHERE removed_on IS NULL AND (:done OR done_on IS NULL) AND (:until IS NULL OR on_date <= :until)"""


def _told(store: Store, rows: list[Row], today: date) -> list[Reminder]:
    people = {ref.id: ref for ref in refs(store, sorted({row["person_id"] for row in rows if row["person_id"]}))}
    return [_reminder(row, people.get(row["person_id"]), today) for row in rows]


def _reminder(row: Row, person: Ref | None, today: date) -> Reminder:
    overdue = row["done_on"] is None and row["on_date"] < today.isoformat()
    return Reminder(
        row["id"], person, row["text"], row["on_date"], row["every"], row["promise"], row["done_on"], overdue
    )
