"""Is a draft somebody who is on file? Explained, and never by the name alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netcli.domain.contact_point import point_keys
from netcli.importing.draft import NO_VALUES, Draft
from netcli.model import PointKind
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import fold, fold_forms, profile_key

_COMPARED = (PointKind.EMAIL, PointKind.PHONE)


@dataclass(frozen=True, slots=True)
class Match:
    """Who a draft is: `person` if it is certain; else `maybe`, somebody it may be, and why."""

    person: int | None = None
    maybe: int | None = None
    why: str = ""


NOBODY_KNOWN = Match()


def match_all(store: Store, drafts: Sequence[Draft], source: int | None) -> list[Match]:
    """Return who each of these drafts of one source is, that source having told of none of them under these keys.

    The same UID or the same page at LinkedIn: the same person. So is one of the same name who connected on the same
    day, unless his page is another one. A shared e-mail address or number: the same if exactly one person has it and
    one of his names does not conflict, or if of several, as a couple, one alone fits and has that very name; else
    maybe. The same name alone: maybe. A few queries for thousands of drafts.
    """
    known = _Known(store, drafts, source)
    return [known.match(draft) for draft in drafts]


class Bearers(NamedTuple):
    """Who has a name, in order of their numbers: those on file, and those who were removed."""

    here: list[int]
    removed: list[int]

    @property
    def likely(self) -> list[int]:
        """Who may be meant: somebody who was removed only if nobody else has the name."""
        return self.here or self.removed

    @property
    def everybody(self) -> list[int]:
        """All of them."""
        return self.here + self.removed


def bearers(store: Store, names: Iterable[str], *, but_me: bool = True) -> dict[str, Bearers]:
    """Return who has each of these folded names."""
    found = {name: Bearers([], []) for name in names}
    for row in store.rows_of(_BY_NAME, sorted(filter(None, found)), but_me=but_me):
        (found[row["key"]].removed if row["removed_on"] else found[row["key"]].here).append(row["id"])
    return found


_BY_NAME = (
    "SELECT DISTINCT key, person.id, removed_on FROM wanted CROSS JOIN search_key ON key = wanted.value"
    " CROSS JOIN person ON person.id = person_id WHERE NOT (is_me AND :but_me) ORDER BY person.id"
)


class _Known:
    """Who on file has a UID, page, address, number or name that these drafts have."""

    def __init__(self, store: Store, drafts: Sequence[Draft], source: int | None) -> None:
        self._store, self._source = store, source
        self._keys = {
            (point.kind, point.value): point_keys(store, point.kind, point.value)
            for draft in drafts
            for point in draft.facts.points
            if point.kind in _COMPARED
        }
        self._by_uid = {
            row["uid"]: int(row["id"])
            for row in store.rows_of(_BY_UID, [draft.key for draft in drafts if draft.key is not None])
        }
        self._by_profile: dict[str, set[int]] = defaultdict(set)
        profiles = {profile for draft in drafts for profile in _profiles(_urls(draft))}
        for row in store.rows_of(_BY_POINT.format("= 'url'"), sorted(profiles)):
            self._by_profile[row["key"]].add(row["id"])
        self._by_point: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._names: dict[int, list[str]] = defaultdict(list)
        keys = sorted({key for keys in self._keys.values() for key in keys})
        for row in store.rows_of(_BY_POINT.format("IN ('email', 'phone')"), keys):
            self._by_point[row["kind"], row["key"]].add(row["id"])
        for row in store.rows_of(_NAMES, sorted(set().union(*self._by_point.values()))):
            self._names[row["id"]].append(row["name"])
        self._by_name = bearers(store, {fold(draft.facts.name) for draft in drafts})

    def match(self, draft: Draft) -> Match:
        """Return who a draft is."""
        known = self._by_uid.get(draft.key) if draft.key is not None else None
        if known is None:
            known = self._of_profile(draft)
        if known is None and draft.since and self._source is not None:
            known = self._of_day(draft, self._source)
        return Match(known) if known is not None else self._of_points(draft)

    def _of_points(self, draft: Draft) -> Match:
        maybe = NOBODY_KNOWN
        for point in draft.facts.points:
            if point.kind not in _COMPARED or point.value.lower() in NO_VALUES:
                continue
            owners: set[int] = set()
            for key in self._keys[point.kind, point.value]:
                owners |= self._by_point.get((point.kind, key), set())
            fitting = {person for person in owners if fits_any(draft.facts.name, self._names[person])}
            if len(fitting) == 1 and (len(owners) == 1 or self._is_called(min(fitting), draft.facts.name)):
                return Match(min(fitting))
            if owners and maybe.maybe is None:
                maybe = Match(maybe=min(fitting or owners), why=f"same {point.kind.value} {point.value}")
        if maybe.maybe is not None:
            return maybe
        namesakes = self._by_name[fold(draft.facts.name)].likely
        return Match(maybe=namesakes[0], why="same name") if namesakes else NOBODY_KNOWN

    def _is_called(self, person: int, name: str) -> bool:
        return sorted(fold(name).split()) in (sorted(fold(each).split()) for each in self._names[person])

    def _of_profile(self, draft: Draft) -> int | None:
        owners: set[int] = set()
        for profile in _profiles(_urls(draft)):
            owners |= self._by_profile.get(profile, set())
        return owners.pop() if len(owners) == 1 else None

    def _of_day(self, draft: Draft, source: int) -> int | None:
        """Return the only one of that name of whom this source says that he connected on that day.

        Files of before 2023 have no addresses of pages, so that a later one could not be told to be of the same people.
        """
        mine = _profiles(_urls(draft))
        found = []
        for person in self._by_name[fold(draft.facts.name)].everybody:
            connected = self._store.value(_CONNECTED, (person, source, draft.since))
            urls = self._store.column("SELECT value FROM contact_point WHERE person_id = ? AND kind = 'url'", (person,))
            if connected and not (mine and _profiles(urls) - mine):
                found.append(person)
        return found[0] if len(found) == 1 else None


_BY_UID = (
    "SELECT uid, id FROM wanted CROSS JOIN person ON uid = value UNION ALL"
    " SELECT a.value, person_id FROM wanted CROSS JOIN person_alias AS a ON a.value = wanted.value AND kind = 'uid'"
)
_BY_POINT = "SELECT kind, key, person_id AS id FROM wanted CROSS JOIN contact_point ON key = wanted.value WHERE kind {}"
#: Other names of one word say nothing.
_NAMES = (
    "SELECT id, name FROM wanted CROSS JOIN person ON id = value UNION ALL"
    " SELECT person_id, name FROM wanted CROSS JOIN other_name ON person_id = value WHERE name LIKE '% %'"
)
_CONNECTED = (
    "SELECT 1 FROM tie CROSS JOIN tie_evidence ON tie_id = tie.id"
    " WHERE (a = ?1 OR b = ?1) AND +source_id = ?2 AND on_date = ?3"
)


def _urls(draft: Draft) -> Iterable[str]:
    return (point.value for point in draft.facts.points if point.kind is PointKind.URL)


def _profiles(urls: Iterable[str]) -> set[str]:
    return {key for url in urls if (key := profile_key(url))}


def names_conflict(one: str, other: str) -> bool:
    """Tell whether two names cannot be one person's: neither's words are within the other's."""
    pairs = [(set(a.split()), set(b.split())) for a in fold_forms(one) for b in fold_forms(other)]
    return all(a and b and not a <= b and not b <= a for a, b in pairs)


def fits_any(name: str, names: Iterable[str]) -> bool:
    """Tell whether a name may be that of somebody who has these."""
    return any(not names_conflict(name, one) for one in names)
