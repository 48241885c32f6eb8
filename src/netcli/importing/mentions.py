"""Who is meant by those whom files name in passing: people on file, their owner, or people to be added.

Somebody is found by the address of his page, else by a name that one person has. Whoever is not on file is added if his
page is told. All are looked up at once, however many there are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from netcli.domain.new_people import NewRow, add_people, search_keys
from netcli.importing.draft import ME_KEY, Beside, Who
from netcli.importing.match import bearers
from netcli.model import PersonFacts, PointFact, PointKind, PositionFact
from netcli.person_name import read_name
from netcli.storage import Store
from netcli.text import PROFILES, fold, one_line


class People:
    """Everybody whom files name: numbers of people on file, negative ones of those who are to be added."""

    def __init__(
        self, store: Store, beside: Beside, source: int | None, me: int | None, *, names: Iterable[str] = ()
    ) -> None:
        self._store, self._me = store, me
        named = {who for one in beside.contacts for who in (one.sender, *one.receivers)}
        named |= {who for one in beside.invitations for who in (one.sender, *one.receivers)}
        every = named | {vouch.other for vouch in beside.vouches} | set(beside.everywhere)
        self._keys = {who: who.key for who in every}
        self._by_page: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        #: Folded names that somebody had who was removed.
        self.of_removed: set[str] = set()
        self._paged: set[int] = set()
        self._by_record: dict[str, int] = {}
        self._look_up(every, source)
        self._found: dict[Who, int] = {}
        self._new: dict[int, Who] = {}
        self._numbers: dict[Who, int] = {}
        own = {fold(name) for name in (*store.column(_OWN_NAME, (source, ME_KEY)), *names) if name}
        #: Keys of the owner of the files.
        self.owners = self._owners(beside, named, own)
        self._owned = {who for who in every if self._keys[who] in self.owners or fold(who.name) in self.owners}

    def _look_up(self, every: set[Who], source: int | None) -> None:
        records = sorted({who.record for who in every if who.record})
        for row in self._store.rows_of(_BY_RECORD, records, source=source) if records else ():
            self._by_record[row["key"]] = row["person_id"]
        pages = {who: page for who in every if (page := self._page(who))}
        for row in self._store.rows_of(_BY_PAGE, sorted(set(pages.values()))):
            self._by_page[row["key"]] = min(row["person_id"], self._by_page.get(row["key"], row["person_id"]))
        names = {fold(who.name) for who in every if pages.get(who) not in self._by_page}
        for name, found in bearers(self._store, names).items():
            self._by_name[name] += found.likely
            self.of_removed |= {name} if found.removed else set()
        namesakes = sorted({person for people in self._by_name.values() for person in people})
        self._paged = set(self._store.column(_WITH_PAGE, (json.dumps(namesakes),)))

    def _owners(self, beside: Beside, named: set[Who], own: set[str]) -> set[str]:
        """Return the keys of the owner: his name and page, of who sent what was sent, else of the one everywhere."""
        names = own | set(self._store.column("SELECT key FROM search_key WHERE person_id = ?", (self._me,)))
        urls = self._store.column("SELECT key FROM contact_point WHERE person_id = ? AND kind = 'url'", (self._me,))
        found = {who.key for who in beside.owners} | set(urls)
        found |= {self._keys[who] for who in named if fold(who.name) in names}
        if found.isdisjoint(self._keys[who] for who in named) and beside.everywhere:
            strangers = [who for who in beside.everywhere if self.on_file(who) is None]
            found |= {self._keys[who] for who in strangers[:1]}
        return found | names

    def is_owner(self, who: Who) -> bool:
        """Tell whether somebody is the owner of the files."""
        return who in self._owned

    def person(self, who: Who) -> int:
        """Return who somebody is, added if his page is told; 0 if that cannot be said."""
        if who not in self._found:
            known = self._me if who in self._owned else self.on_file(who)
            self._found[who] = known or (self.add(who) if who.name and self._page(who) else 0)
        return self._found[who]

    def on_file(self, who: Who) -> int | None:
        """Return whose record or page it is, else the only one of that name without another page."""
        if who.record in self._by_record:
            return self._by_record[who.record]
        page = self._page(who)
        if page and page in self._by_page:
            return self._by_page[page]
        people = self._by_name.get(fold(who.name), [])
        if page:
            people = [person for person in people if person not in self._paged]
        if len(people) > 1 and who.org:
            people = [person for person in people if self._is_at(person, fold(who.org))] or people
        return people[0] if len(people) == 1 else None

    def _is_at(self, person: int, org: str) -> bool:
        if person < 0:
            return fold(self._new[person].org or "") == org
        return bool(self._store.value(_AT, (person, org)))

    def add(self, who: Who) -> int:
        """Note somebody as one to add, once, and return his number until then."""
        if who in self._numbers:
            return self._numbers[who]
        number = -1 - len(self._new)
        self._new[number], self._numbers[who] = who, number
        for key in search_keys(_facts(who)):
            self._by_name[key].append(number)
        if page := self._page(who):
            self._by_page[page] = number
            self._paged.add(number)
        return number

    def _page(self, who: Who) -> str | None:
        """Return the key of somebody's page at LinkedIn, None if he has none."""
        return self._keys[who] if who.url and self._keys[who].startswith(PROFILES) else None

    @property
    def added(self) -> int:
        """How many people are to be added."""
        return len(self._new)

    def write(self, *, on: str) -> dict[int, int]:
        """Add those who are to be added; return their numbers by what they were before."""
        people = add_people(self._store, [NewRow(_facts(who)) for who in self._new.values()], seen_on=on)
        return dict(zip(self._new, people, strict=True))


def _facts(who: Who) -> PersonFacts:
    return PersonFacts(
        one_line(who.name), *read_name(who.name),
        points=(PointFact(PointKind.URL, who.url),) if who.url else (),
        positions=(PositionFact(who.org, who.title),) if who.org or who.title else (),
    )  # fmt: skip


_BY_RECORD = "SELECT key, person_id FROM wanted CROSS JOIN source_record ON source_id = :source AND key = wanted.value"
_BY_PAGE = "SELECT key, person_id FROM wanted CROSS JOIN contact_point ON key = wanted.value WHERE kind = 'url'"
_WITH_PAGE = (
    "SELECT person_id FROM json_each(?) AS one CROSS JOIN contact_point AS p ON person_id = one.value"
    " WHERE kind = 'url' AND p.key GLOB 'linkedin.com/*'"
)
_AT = "SELECT 1 FROM position JOIN org ON org.id = org_id WHERE person_id = ? AND org.key = ?"
_OWN_NAME = "SELECT json_extract(facts, '$.name') FROM source_record WHERE source_id IS ? AND key = ?"
