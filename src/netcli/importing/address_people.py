"""Whose the addresses of mail and of calendars are: people on file, people to be added, or nobody that counts.

An address is his who has it on file; nothing else makes two addresses one person, least of all a name that both came
with. Of a couple's address the name decides.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import Protocol

from netcli.domain.new_people import NewRow, add_people
from netcli.model import PersonFacts, PointFact, PointKind
from netcli.model_import import CreatePeople
from netcli.person_name import read_name
from netcli.storage import Store
from netcli.text import fold

_AT_ONCE = 2000
_SHARED = "addresses that several people have on file, without a name that tells"
_KEPT_OUT = "kept out: you removed them"


class Bag(Protocol):
    """Addresses by number, as something that was read holds them."""

    addresses: list[str]

    def name(self, number: int) -> str:
        """Return the fullest name that an address came with; empty if it came without."""

    def is_nobody(self, number: int) -> bool:
        """Tell whether an address is that of a list or a program."""


class AddressPeople(ABC):
    """Everybody in a bag: `whose[number]` is the person an address belongs to, 0 for nobody on file."""

    def __init__(self, store: Store, bag: Bag, owner: int | None) -> None:
        self._store, self._names, self._owner = store, bag, owner
        self.open: Counter[str] = Counter()
        self.whose = array("q", bytes(8 * len(bag.addresses)))
        self._closed: set[int] = set()  # addresses whose owners are not to be added
        self._look_up()

    def _look_up(self) -> None:
        """Find who has each address on file; one with `+words` before the @ reaches whoever has it without."""
        held: dict[str, dict[int, bool]] = defaultdict(dict)
        plain = {address: _without_tag(address) for address in self._names.addresses}
        for row in self._store.rows_of(_BY_ADDRESS, sorted({*plain, *plain.values()})):
            held[row["key"]][row["person_id"]] = bool(row["removed"])
        for number, address in enumerate(self._names.addresses):
            people = held.get(address) or held.get(plain[address]) or {}
            here = [person for person, removed in people.items() if not removed]
            if len(here) > 1:
                here = self._by_name(here, self._names.name(number))
                self.open[_SHARED] += not here
            if here:
                self.whose[number] = here[0]
            elif people:
                self._closed.add(number)
                self.open[_KEPT_OUT] += all(people.values())

    def _by_name(self, people: Sequence[int], name: str) -> list[int]:
        """Return the one of several people who has this name, or nobody; the owner is always himself."""
        if self._owner is not None and self._owner in people:
            return [self._owner]
        marks = {row["person_id"] for row in self._store.rows_of(_NAMED, people, name=fold(name))} if name else set()
        return list(marks) if len(marks) == 1 else []

    @property
    def knows_owner(self) -> bool:
        """Whether any of the addresses is the owner's."""
        return self._owner in self.whose

    def add(self, wish: CreatePeople, *, on: str) -> Iterator[int]:
        """Add those who are not on file, as far as wished; yield how many have been added so far."""
        wanted = sorted(self._wanted(wish))
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            people = add_people(self._store, [NewRow(self._facts(number)) for number in some], seen_on=on)
            for number, person in zip(some, people, strict=True):
                self.whose[number] = person
            yield at + len(some)

    def _wanted(self, wish: CreatePeople) -> set[int]:
        if wish is CreatePeople.KNOWN:
            return set()
        found = self._correspondents() if wish is CreatePeople.CORRESPONDENTS else self._everybody()
        strangers = (number for number in found if not self.whose[number] and number not in self._closed)
        return {number for number in strangers if not self._names.is_nobody(number)}

    @abstractmethod
    def _everybody(self) -> Set[int]:
        """Return the addresses of all who count."""

    @abstractmethod
    def _correspondents(self) -> Set[int]:
        """Return the addresses of those with whom the owner was in contact."""

    def _facts(self, number: int) -> PersonFacts:
        address = self._names.addresses[number]
        name = self._names.name(number) or address.partition("@")[0].replace(".", " ").title() or address
        return PersonFacts(name, *read_name(name), points=(PointFact(PointKind.EMAIL, address),))

    @abstractmethod
    def likely_owner(self) -> str | None:
        """Return the address that takes part in most of it, if it takes part in more than half."""


def _without_tag(address: str) -> str:
    """Return an address without what follows a plus sign before the @ (RFC 5233 section 1)."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if "+" in local[1:] else address


_BY_ADDRESS = (
    "SELECT key, person_id, removed_on IS NOT NULL AS removed FROM wanted"
    " CROSS JOIN contact_point ON key = wanted.value AND kind = 'email'"
    " CROSS JOIN person ON person.id = person_id ORDER BY person_id"
)
_NAMED = "SELECT DISTINCT person_id FROM wanted CROSS JOIN search_key ON person_id = wanted.value WHERE key = :name"
