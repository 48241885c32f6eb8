"""Mail, counted: how often who wrote to whom on which day, and who received the same mail; never what it says.

A message counts between its sender and each recipient, however many there are up to twenty (channel mail), and between
the recipients if they are five or fewer (comail). No message counts twice: of each its digest is kept with the reading
that counted it, and those in it who were not on file then, so that a later reading can count what concerns them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from struct import iter_unpack, pack

from netcli.domain.evidence import pair
from netcli.domain.message_seen import short_digest
from netcli.domain.tie import tie_all
from netcli.importing.mail_bag import MailBag, Message
from netcli.importing.mail_people import MailPeople
from netcli.importing.mail_reading import MAIL, MailRead
from netcli.importing.own_records import OwnedReading, Wish
from netcli.model_tie import Channel
from netcli.results_import import ImportReport, Skipped
from netcli.storage import Progress, Store

COMAIL_RECIPIENTS = 5
_AT_ONCE = 16_000  #: Messages that are counted together, those of one day always.
_MOST_AT_ONCE = 32_000
_FEW = "mail in which fewer than two people are on file"
_TO_COME = "mail dated in the future"

Day = tuple[int, int, str, str]  #: (from, to, day, channel)


@dataclass(slots=True)
class MailOutcome:
    """What was done, or would be."""

    source_name: str = ""
    import_id: int | None = None
    created: int = 0
    counted: int = 0
    before: int = 0
    days: int = 0
    knows_owner: bool = True
    likely_owner: str | None = None
    open: Counter[str] = field(default_factory=Counter)


def import_mail(store: Store, read: MailRead, wish: Wish, *, at: str, on: str, progress: Progress) -> MailOutcome:
    """Count mail and return what was done. Runs inside one operation; a reading without news writes nothing."""
    reading = OwnedReading(store, MAIL, usual_source(read.bag), wish, read.seen)
    outcome = MailOutcome(source_name=reading.source_name)
    people = MailPeople(store, read.bag, reading.owner)
    outcome.knows_owner = people.knows_owner
    outcome.likely_owner = None if outcome.knows_owner else people.likely_owner()
    for outcome.created in people.add(reading.create, on=on):
        progress(0, len(read.bag))
    outcome.open += people.open
    counter = _Counter(store, read.bag, people, outcome, reading, at)
    counter.count(date.fromisoformat(on).toordinal(), progress)
    if outcome.created or (reading.is_news and reading.source is not None):
        reading.begin(at)
    reading.end(created=outcome.created, messages=outcome.counted)
    outcome.import_id = reading.number
    return outcome


def usual_source(bag: MailBag) -> str:
    """Return the name of the source of mail where none was said: that from Gmail is apart."""
    return "gmail" if bag.is_gmail else MAIL


class _Counter:
    """Counts the messages of a bag between people on file, a few thousand at a time, in order of their days."""

    def __init__(
        self, store: Store, bag: MailBag, people: MailPeople, outcome: MailOutcome, reading: OwnedReading, at: str
    ) -> None:
        self._store, self._bag, self._whose = store, bag, people.whose
        self._outcome, self._reading, self._at = outcome, reading, at
        self._digests: dict[int, int] = {}
        self._last_day = "" if reading.source is None else "9999"  #: up to which there may be counts of this source

    def count(self, today: int, progress: Progress) -> None:
        """Count all messages up to the day after today: somewhere it has begun."""
        done = 0
        for messages in _in_batches(self._bag.messages()):
            past = [message for message in messages if message.day <= today + 1]
            self._outcome.open[_TO_COME] += len(messages) - len(past)
            self._count(past)
            done += len(messages)
            progress(done, len(self._bag))

    def _count(self, messages: Sequence[Message]) -> None:
        seen = self._seen(messages)
        often: Counter[Day] = Counter()
        marks: list[tuple[int, bytes | None]] = []
        for message in messages:
            everybody = (message.sender, *message.recipients)
            left = seen.get(message.digest)
            fresh = everybody if left is None else [n for n in everybody if self._digest(n) in left]
            days = list(self._days(message, set(fresh)))
            if days:
                often.update(days)
                unknown = [self._digest(number) for number in everybody if not self._whose[number]]
                marks.append((message.digest, pack(f">{len(unknown)}q", *unknown) if unknown else None))
                self._outcome.counted += 1
            elif left is not None:
                self._outcome.before += 1
            else:
                self._outcome.open[_FEW] += 1
        if often:
            source, number = self._reading.begin(self._at)
            self._write(often, source)
            found = sorted((digest, number, left) for digest, left in marks)
            self._store.insert_unjournaled("message_seen", ("digest", "import_id", "left_out"), found)

    def _days(self, message: Message, fresh: set[int]) -> Iterator[Day]:
        """Yield what a message adds between people, as far as it concerns the fresh addresses; each once."""
        whose, on = self._whose, date.fromordinal(message.day).isoformat()
        sender = whose[message.sender]
        others = {whose[n] or -1 - n: n for n in message.recipients if whose[n] != sender or not sender}
        known = [(person, n in fresh) for person, n in others.items() if person > 0]
        if sender:
            sends = message.sender in fresh
            yield from ((sender, person, on, Channel.MAIL) for person, is_fresh in known if sends or is_fresh)
        if len(others) <= COMAIL_RECIPIENTS:
            for (one, is_one), (other, is_other) in combinations(known, 2):
                if is_one or is_other:
                    yield (*pair(one, other), on, "comail")

    def _digest(self, number: int) -> int:
        if number not in self._digests:
            self._digests[number] = short_digest(self._bag.addresses[number].encode("utf-8", "replace"))
        return self._digests[number]

    def _seen(self, messages: Iterable[Message]) -> dict[int, set[int]]:
        """Return the digests that were counted by readings that stand, each with the addresses left out every time."""
        seen: dict[int, set[int]] = {}
        wanted = json.dumps([message.digest for message in messages])
        for digest, packed in self._store.tuples(_SEEN, (wanted,)):
            left = {number for (number,) in iter_unpack(">q", packed or b"")}
            seen[digest] = seen[digest] & left if digest in seen else left
        return seen

    def _write(self, often: Counter[Day], source: int) -> None:
        held = self._held(often, source)
        fresh = [(*day, count, source) for day, count in sorted(often.items()) if day not in held]
        more = [(held[day][1] + count, held[day][0]) for day, count in sorted(often.items()) if day in held]
        tie_all(self._store, [day[:2] for day in fresh])
        self._store.insert_many("contact_day", ("from_id", "to_id", "on_date", "channel", "count", "source_id"), fresh)
        self._store.run_many("UPDATE contact_day SET count = ? WHERE id = ?", more)
        self._outcome.days += len(often)

    def _held(self, often: Iterable[Day], source: int) -> dict[Day, tuple[int, int]]:
        """Return (id, count) of the days that this source has counts of."""
        first, self._last_day = self._last_day, max(self._last_day, *(day[2] for day in often))
        days = json.dumps([list(day) for day in often if day[2] <= first])
        return {
            (a, b, on, channel): (number, count)
            for number, count, a, b, on, channel in self._store.tuples(_HELD, (days, source))
        }


_SEEN = (
    "SELECT digest, left_out FROM json_each(?) AS one CROSS JOIN message_seen ON digest = one.value"
    " CROSS JOIN import_run ON import_run.id = import_id"
)
_HELD = (
    "SELECT day.id, day.count, from_id, to_id, on_date, channel FROM json_each(?1) AS one CROSS JOIN contact_day AS day"
    " ON from_id = json_extract(one.value, '$[0]') AND to_id = json_extract(one.value, '$[1]')"
    " AND on_date = json_extract(one.value, '$[2]') AND channel = json_extract(one.value, '$[3]') WHERE source_id = ?2"
)


def _in_batches(messages: Iterable[Message]) -> Iterator[list[Message]]:
    """Yield messages a few thousand at a time, cut between two days if a day is not that long."""
    batch: list[Message] = []
    for message in messages:
        if len(batch) >= _AT_ONCE and (message.day != batch[-1].day or len(batch) >= _MOST_AT_ONCE):
            yield batch
            batch = []
        batch.append(message)
    if batch:
        yield batch


def report_mail(
    read: MailRead, outcome: MailOutcome, before: tuple[int, str | None], operation: int | None, *, dry_run: bool
) -> ImportReport:
    """Return the report of an import of mail; `before` is how often the source had been read and when last."""
    skipped = read.bag.skipped + outcome.open
    return ImportReport(
        import_=None if dry_run else outcome.import_id, source=outcome.source_name, format=MAIL, files=read.files,
        read=read.bag.read, created=outcome.created, updated=0, unchanged=outcome.before, gone=0,
        skipped=tuple(Skipped(reason, count) for reason, count in sorted(skipped.items())),
        rejected=read.rejected, review=(), changes=(), readings=before[0] + 1, last_read=before[1],
        operation=operation, dry_run=dry_run, contacts=outcome.days, messages=outcome.counted,
    )  # fmt: skip
