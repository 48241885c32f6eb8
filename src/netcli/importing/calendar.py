"""Calendars: who met whom on which day, merged three ways; never what for, unless titles are wanted.

A meeting of up to eight people is an interaction of those on file; of a larger one it is only counted with whom its
owner was there. What was told of an event on a day is remembered (table `occurrence`), so that the same is told once, a
meeting that was moved or called off goes from its old day, and one that was taken out by hand stays out. So does one
that was logged by hand: of a day on which I logged that the same people met, it tells nothing new.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from netcli.domain.evidence import pair
from netcli.domain.interaction import (
    AS_MEETINGS,
    LOGGED,
    Happened,
    add_happened,
    change_happened,
    delete_interaction,
    drop_if_bare,
)
from netcli.domain.message_seen import short_digest
from netcli.domain.ref import my_id
from netcli.domain.tie import tie_all
from netcli.importing.calendar_bag import Meeting, Told
from netcli.importing.calendar_people import CalendarPeople
from netcli.importing.calendar_reading import ICS, CalendarRead
from netcli.importing.own_records import OwnedReading, Wish
from netcli.model_tie import Channel
from netcli.results_import import ImportReport, RowsTold, Skipped
from netcli.shape import NamedTuple
from netcli.storage import Progress, Store, read_json

CALENDAR = "calendar"  #: the name of the source where none was said
_AT_ONCE = 2_000  #: events that are compared together
_FEW = "meetings of which fewer than two people are on file"
_NOT_MINE = "larger events without their owner"
_MINE = "meetings that you logged yourself"

Key = tuple[int, str]  #: (digest of an event, day)
Day = tuple[int, int, str]  #: (one, other, day)


@dataclass(slots=True)
class CalendarOutcome:
    """What was done, or would be: people added, meetings by what became of them, days at larger events."""

    source_name: str = ""
    import_id: int | None = None
    created: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    days_added: int = 0
    days_removed: int = 0
    knows_owner: bool = True
    likely_owner: str | None = None
    open: Counter[str] = field(default_factory=Counter)


def import_calendars(
    store: Store, read: CalendarRead, wish: Wish, *, at: str, today: date, progress: Progress
) -> CalendarOutcome:
    """Write who met whom and return what was done. Runs inside one operation; without news nothing is written."""
    reading = OwnedReading(store, ICS, CALENDAR, with_source(store, read, wish), read.seen)
    outcome = CalendarOutcome(source_name=reading.source_name)
    told = list(read.bag.told(today))
    people = CalendarPeople(store, read.bag, reading.owner, told)
    outcome.knows_owner = people.knows_owner
    outcome.likely_owner = None if outcome.knows_owner else people.likely_owner()
    for outcome.created in people.add(reading.create, on=today.isoformat()):
        progress(0, len(told))
    outcome.open += people.open
    writer = _Writer(store, people, reading, outcome, at)
    for first in range(0, len(told), _AT_ONCE):
        writer.write(told[first : first + _AT_ONCE], today)
        progress(min(first + _AT_ONCE, len(told)), len(told))
    if outcome.created or (reading.is_news and reading.source is not None):
        reading.begin(at)
    reading.end(created=outcome.created, meetings=outcome.added)
    outcome.import_id = reading.number
    return outcome


def with_source(store: Store, read: CalendarRead, wish: Wish) -> Wish:
    """Return a wish that names the source, if one of this owner is known to have at least half of the smaller side."""
    if wish.source:
        return wish
    events, owner = read.bag.digests(), wish.known_by.id if wish.known_by else None
    owner = None if owner == my_id(store) else owner
    shared = store.rows_of(_SHARED, events, owner=owner)
    known = [row for row in shared if row["shared"] * 2 >= min(len(events), row["events"])]
    return wish._replace(source=known[0]["name"]) if known else wish


_SHARED = """SELECT source.name, count(*) AS shared,
  (SELECT count(DISTINCT event) FROM occurrence WHERE source_id = source.id) AS events
FROM (SELECT DISTINCT source_id, event FROM wanted CROSS JOIN occurrence ON event = value) AS held
JOIN source ON source.id = held.source_id WHERE known_by_id IS :owner
GROUP BY source.id ORDER BY shared DESC, source.id"""


class _Held(NamedTuple):
    """What is on file of an event on a day: `counted` is None for a meeting of a few."""

    number: int
    source: int | None
    told: int
    interaction: int | None
    counted: frozenset[int] | None
    people: frozenset[int] = frozenset()

    @property
    def is_logged(self) -> bool:
        """Whether it stands for what the user logged himself."""
        return self.told == LOGGED

    @property
    def is_taken_out(self) -> bool:
        """Whether the user has taken it out."""
        return self.interaction is None and self.counted is None


class _Now(NamedTuple):
    """What is told of an event on a day now: a meeting of a few, or with whom a larger one is counted."""

    told: int
    meeting: Happened
    counted: frozenset[int] | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be kept: fewer than two of them are on file."""
        return len(self.meeting.people) < 2 if self.counted is None else not self.counted


class _Writer:
    """Compares what is told with what is on file, and writes the difference."""

    def __init__(
        self, store: Store, people: CalendarPeople, reading: OwnedReading, outcome: CalendarOutcome, at: str
    ) -> None:
        self._store, self._people, self._reading = store, people, reading
        self._outcome, self._at = outcome, at
        self._removed = frozenset(store.column("SELECT id FROM person WHERE removed_on IS NOT NULL"))
        self._new: list[tuple[Key, _Now]] = []
        self._days: Counter[Day] = Counter()  #: of larger events, how many more or fewer
        self._by_hand = _by_hand(store)

    def write(self, told: Sequence[Told], today: date) -> None:
        """Write what is told of some events; of a day to come nothing is compared."""
        held = self._held([one.digest for one in told])
        until = today.isoformat()
        for one in told:
            on_file = held.get(one.digest, {})
            now = {meeting.day.isoformat(): self._now(meeting) for meeting in one.meetings}
            for day, found in now.items():
                self._compare((one.digest, day), found, on_file.get(day))
            spoken_of = on_file if one.speaks_of is None else {day.isoformat() for day in one.speaks_of}
            for day in sorted(on_file.keys() & spoken_of - now.keys()):
                if day <= until and self._is_ours(on_file[day]):
                    self._take_out(day, on_file[day])
        self._write_new()
        self._write_days()

    def _is_ours(self, held: _Held) -> bool:
        """Tell whether this source told something, and neither another calendar before it nor I myself."""
        return held.source in (None, self._reading.source) and not held.is_logged

    def _now(self, meeting: Meeting) -> _Now:
        there = self._people.there(meeting)
        known = tuple(person for person in there if person > 0)
        is_large, owner = self._people.is_large(meeting), self._reading.owner
        counted = frozenset(known) - {owner or 0} if is_large and owner in known else frozenset()
        title = meeting.title if self._reading.titles else None
        channel = Channel.VIDEO if meeting.is_call else Channel.MEETING
        names = sorted(self._people.key(number) for number in meeting.people)
        told = short_digest(json.dumps([names, channel, title, is_large]).encode())
        happened = Happened(known, meeting.day.isoformat(), channel, title or None, len(there))
        return _Now(told, happened, counted if is_large else None)

    # What became of one event on one day

    def _compare(self, key: Key, now: _Now, held: _Held | None) -> None:
        if held is None:
            if now.is_empty:
                is_mine = now.counted is None or self._reading.owner in now.meeting.people
                self._outcome.open[_FEW if is_mine else _NOT_MINE] += 1
            else:
                self._new.append((key, now))
        elif held.is_taken_out or not self._is_ours(held) or self._stands(now, held):
            self._outcome.unchanged += 1
        elif now.is_empty and now.told == held.told:
            self._outcome.unchanged += 1  # those who were there are removed, for the time being
        elif now.is_empty:
            self._take_out(key[1], held)
        else:
            self._change(key[1], now, held)

    def _stands(self, now: _Now, held: _Held) -> bool:
        """Tell whether the same is told as before, of people who are all in it by now."""
        if now.told != held.told:
            return False
        return held.people >= set(now.meeting.people) if now.counted is None else (held.counted or set()) >= now.counted

    def _change(self, day: str, now: _Now, held: _Held) -> None:
        """Write what is told otherwise; of the same told again only who is on file since."""
        source, _ = self._reading.begin(self._at)
        self._outcome.changed += 1
        is_same = now.told == held.told
        number, counted = held.interaction, None
        if now.counted is not None:
            if number is not None:
                delete_interaction(self._store, number)
            before = held.counted or frozenset()
            counted = before | now.counted if is_same else now.counted
            self._count(day, counted - before, 1)
            self._count(day, before - counted, -1)
            number = None
        else:
            self._count(day, held.counted or (), -1)
            if number is None:
                number = add_happened(self._store, [now.meeting], source)[0]
            else:
                gone = () if is_same else held.people - set(now.meeting.people) - self._removed
                change_happened(self._store, number, now.meeting, gone)
        self._store.update(
            "occurrence", held.number, told=now.told, interaction_id=number, counted=_packed(counted), source_id=source
        )

    def _take_out(self, day: str, held: _Held) -> None:
        """Take out what was told of a day, since the event is told to be on another one, or on none."""
        self._reading.begin(self._at)
        if held.interaction is not None:
            delete_interaction(self._store, held.interaction)
            self._outcome.removed += 1
        self._count(day, held.counted or (), -1)
        self._outcome.days_removed += held.counted is not None
        self._store.run("DELETE FROM occurrence WHERE id = ?", (held.number,))

    def _count(self, day: str, people: frozenset[int] | tuple[()], often: int) -> None:
        for person in people:
            self._days[(*pair(self._reading.owner or 0, person), day)] += often

    # What is written together

    def _write_new(self) -> None:
        if not self._new:
            return
        source, _ = self._reading.begin(self._at)
        found = [(key, now, self._logged(now)) for key, now in self._new]
        added = [now.meeting for _, now, logged in found if now.counted is None and logged is None]
        numbers = iter(add_happened(self._store, added, source))
        rows = []
        for (event, day), now, logged in found:
            number = next(numbers) if now.counted is None and logged is None else logged
            rows.append((event, day, source, now.told if logged is None else LOGGED, number, _packed(now.counted)))
            self._count(day, now.counted or (), 1)
        self._store.insert_many("occurrence", _COLUMNS, rows)
        mine = sum(logged is not None for _, _, logged in found)
        self._outcome.added += len(added)
        self._outcome.open[_MINE] += mine
        self._outcome.days_added += len(found) - len(added) - mine
        self._new.clear()

    def _logged(self, now: _Now) -> int | None:
        """Return what I logged of that day with all who met, which then stands for no other event; None for nothing."""
        there = self._by_hand.get(now.meeting.on, {}) if now.counted is None else {}
        number = next((number for number, people in there.items() if people >= set(now.meeting.people)), None)
        if number is not None:
            del there[number]
        return number

    def _write_days(self) -> None:
        """Write how many larger events two people were at on a day."""
        days = {day: often for day, often in sorted(self._days.items()) if often}
        self._days.clear()
        if not days:
            return
        source, _ = self._reading.begin(self._at)
        held = {tuple(row[2:]): (row[0], row[1]) for row in self._store.tuples(_DAYS, (json.dumps(list(days)), source))}
        fresh = [(*day, often, Channel.EVENT, source) for day, often in days.items() if day not in held and often > 0]
        tie_all(self._store, [day[:2] for day in fresh])
        self._store.insert_many("contact_day", ("from_id", "to_id", "on_date", "count", "channel", "source_id"), fresh)
        for day, (number, count) in held.items():
            if count + days[day] > 0:
                self._store.update("contact_day", number, count=count + days[day])
            else:
                self._store.run("DELETE FROM contact_day WHERE id = ?", (number,))
                drop_if_bare(self._store, day[0], day[1])

    def _held(self, events: Sequence[int]) -> dict[int, dict[str, _Held]]:
        """Return what is on file of events, by event and day."""
        rows = self._store.rows_of(_HELD, events)
        there: dict[int, set[int]] = defaultdict(set)
        interactions = [row["interaction_id"] for row in rows if row["interaction_id"]]
        for number, person in self._store.rows_of(_THERE, interactions):
            there[number].add(person)
        counted = {row["id"]: read_json(row["counted"]) for row in rows if row["counted"]}
        ever = sorted({str(person) for some in counted.values() for person in some})
        merged = dict(map(tuple, self._store.rows_of(_MERGED, ever)))
        held: dict[int, dict[str, _Held]] = defaultdict(dict)
        for row in rows:
            some = {merged.get(str(one), one) for one in counted.get(row["id"], ())} - {self._reading.owner}
            held[row["event"]][row["on_date"]] = _Held(
                row["id"], row["source_id"], row["told"], row["interaction_id"],
                None if row["counted"] is None else frozenset(some), frozenset(there.get(row["interaction_id"], ())),
            )  # fmt: skip
        return held


def _by_hand(store: Store) -> dict[str, dict[int, set[int]]]:
    """Return who met by what was logged by hand and no calendar told of so far, by day and number."""
    there: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for number, day, person in store.tuples(_BY_HAND):
        there[day][number].add(person)
    return there


def _packed(people: frozenset[int] | None) -> str | None:
    return None if people is None else json.dumps(sorted(people))


_COLUMNS = ("event", "on_date", "source_id", "told", "interaction_id", "counted")
_HELD = "SELECT occurrence.* FROM wanted CROSS JOIN occurrence ON event = value"
_THERE = "SELECT interaction_id, person_id FROM wanted CROSS JOIN participant ON interaction_id = value"
_BY_HAND = (
    "SELECT interaction.id, on_date, person_id FROM interaction JOIN participant ON interaction_id = interaction.id"
    f" WHERE source_id IS NULL AND channel IN {tuple(sorted(map(str, AS_MEETINGS)))}"
    " AND interaction.id NOT IN (SELECT interaction_id FROM occurrence WHERE interaction_id IS NOT NULL) ORDER BY 1"
)
_MERGED = "SELECT value, person_id FROM wanted CROSS JOIN person_alias USING (value) WHERE kind = 'id'"
_DAYS = (
    "SELECT day.id, day.count, from_id, to_id, on_date FROM json_each(?1) AS one CROSS JOIN contact_day AS day"
    " ON from_id = json_extract(one.value, '$[0]') AND to_id = json_extract(one.value, '$[1]')"
    " AND on_date = json_extract(one.value, '$[2]') AND channel = 'event' WHERE source_id = ?2"
)


def report_calendars(
    read: CalendarRead,
    outcome: CalendarOutcome,
    before: tuple[int, str | None],
    operation: int | None,
    *,
    dry_run: bool,
) -> ImportReport:
    """Return the report of an import of calendars; `before` is how often the source had been read and when last."""
    skipped = sorted((read.bag.skipped + outcome.open).items())
    rows = (
        RowsTold("meetings", outcome.added, outcome.removed),
        RowsTold("larger events, counted with whom you were there", outcome.days_added, outcome.days_removed),
    )
    return ImportReport(
        import_=None if dry_run else outcome.import_id, source=outcome.source_name, format=ICS, files=read.files,
        read=read.bag.read, created=outcome.created, updated=outcome.changed, unchanged=outcome.unchanged, gone=0,
        skipped=tuple(Skipped(reason, count) for reason, count in skipped), rejected=read.rejected,
        review=(), changes=(), readings=before[0] + 1, last_read=before[1], operation=operation, dry_run=dry_run,
        rows=tuple(row for row in rows if row.added or row.removed),
    )  # fmt: skip
