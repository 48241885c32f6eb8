"""Whose the people in calendars are; correspondents are those who were in a meeting of a few with the owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from netcli.importing.address_people import AddressPeople
from netcli.importing.calendar_bag import CalendarBag, Meeting, Told
from netcli.storage import Store
from netcli.text import fold

MOST_MET = 8  #: Of more people it is not kept who met whom, only that the owner was at the same event.
_NO_ADDRESS = "people without an address, whose name is not that of one person on file"


class CalendarPeople(AddressPeople):
    """Everybody in calendars, and who of them was in which meeting."""

    def __init__(self, store: Store, bag: CalendarBag, owner: int | None, told: Sequence[Told]) -> None:
        self._told, self._bag = told, bag
        super().__init__(store, bag, owner)

    def _look_up(self) -> None:
        """Find also those who came without an address: a name that one person on file has is his."""
        super()._look_up()
        keys = enumerate(self._bag.addresses)
        nameless = {number: fold(self._bag.name(number)) for number, key in keys if key.startswith(":")}
        people: dict[str, set[int]] = {}
        for row in self._store.rows_of(_BY_NAME, sorted({name for name in nameless.values() if name})):
            people.setdefault(row["key"], set()).add(row["person_id"])
        for number, name in nameless.items():
            if len(found := people.get(name, set())) == 1:
                (self.whose[number],) = found
            else:
                self.open[_NO_ADDRESS] += 1

    def key(self, number: int) -> str:
        """Return what somebody is told from others by: his address, else his name."""
        return self._bag.addresses[number]

    def there(self, meeting: Meeting) -> tuple[int, ...]:
        """Return who was there, each once: people on file, and for those who are not a number of their own below 0."""
        return tuple(dict.fromkeys(self.whose[number] or -1 - number for number in meeting.people))

    def is_large(self, meeting: Meeting) -> bool:
        """Tell whether a meeting is only counted: too many were there, or it was a day that nobody kept free for it."""
        return meeting.is_free or (len(meeting.people) > MOST_MET and len(self.there(meeting)) > MOST_MET)

    def _meetings(self) -> Iterator[Meeting]:
        return (meeting for told in self._told for meeting in told.meetings)

    def _with_owner(self, meeting: Meeting) -> bool:
        return any(self.whose[number] == self._owner for number in meeting.people)

    def _everybody(self) -> set[int]:
        return {
            number
            for meeting in self._meetings()
            if self._with_owner(meeting) or not self.is_large(meeting)
            for number in meeting.people
        }

    def _correspondents(self) -> set[int]:
        met = (meeting for meeting in self._meetings() if self._with_owner(meeting) and not self.is_large(meeting))
        return {number for meeting in met for number in meeting.people}

    def likely_owner(self) -> str | None:
        """Return the address that a calendar is called by, as Google's are; else that in more than half of the events.

        Of several the one that organised most of them.
        """
        addresses, organised = self._bag.addresses, self._bag.organised
        if found := sorted(self._bag.calendars.intersection(addresses)):
            return found[0]
        events = [{number for meeting in told.meetings for number in meeting.people} for told in self._told]
        often = Counter(number for event in events for number in event if not self._bag.is_nobody(number))
        likely = max(often, key=lambda number: (often[number], organised[addresses[number]], -number), default=None)
        return addresses[likely] if likely is not None and often[likely] * 2 > sum(map(bool, events)) else None


_BY_NAME = (
    "SELECT DISTINCT key, person_id FROM wanted CROSS JOIN search_key ON key = wanted.value"
    " CROSS JOIN person ON person.id = person_id WHERE removed_on IS NULL"
)
