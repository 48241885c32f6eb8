"""Who on file may be one person twice: pairs that have something in common, and how likely each is one person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from netcli.domain.match_decision import settled_pairs
from netcli.likeness import ASKED, Likeness, Side, likeness
from netcli.namesakes import Namesakes, Pair, Words, pairs_within, words_of
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import fold, fold_forms, profile_key

MOST_SHARING = 3  #: an address or number of more people is a switchboard's: it says nothing of any two of them
MOST_PAIRS = 30_000  #: so many pairs are looked at, those that have most in common first
_BATCH = 500


class Double(NamedTuple):
    """Two people, the smaller id first, who may be one, and how likely that is."""

    pair: Pair
    likeness: Likeness


def find_doubles(store: Store, today: date) -> list[Double]:
    """Return the pairs worth a question, in no order; those on which I decided are left out.

    Nobody is compared with everybody: a pair has an address, a number or a page in common, or names so near that they
    share a string when one letter or one word is left out (namesakes.py), or a word of the name and a place or
    birthday. Removed people are left out.
    """
    shared, namesakes = _Shared(store), Namesakes(_names(store))
    birthdays: dict[int, str] = dict(map(tuple, store.rows(_BIRTHDAYS)))
    alike = chain(namesakes.pairs(), namesakes.pairs_at(birthdays.items()), namesakes.pairs_at(_places(store)))
    found: dict[Pair, None] = {}  # a set that keeps the order
    for pair in chain(shared.pairs(), (pair for pair in alike if not _differ(birthdays, pair))):
        if len(found) == MOST_PAIRS:
            break
        found[pair] = None
    return _compared(store, [*found.keys() - settled_pairs(store, today)], shared, namesakes.is_in_use)


def _differ(birthdays: Mapping[int, str], pair: Pair) -> bool:
    """Tell whether two are born on different days: with names alone in common, they are not worth a question."""
    one, other = birthdays.get(pair[0]), birthdays.get(pair[1])
    return one is not None and other is not None and one != other


_BIRTHDAYS = "SELECT id, birthday FROM person WHERE length(birthday) = 10 AND removed_on IS NULL"


def doubles_among(store: Store, pairs: Iterable[Pair], today: date) -> list[Double]:
    """Return those of a few pairs that are worth a question, with how likely they are, in the order given."""
    settled = settled_pairs(store, today)
    return _compared(store, [pair for pair in pairs if pair not in settled], _Shared(store), lambda _: False)


def _compared(store: Store, pairs: Sequence[Pair], shared: _Shared, is_in_use: Callable[[str], bool]) -> list[Double]:
    sides = _sides(store, sorted({person for pair in pairs for person in pair}), shared)
    found = (
        Double(pair, likeness(sides[pair[0]], sides[pair[1]], is_in_use)) for pair in pairs if sides.keys() >= {*pair}
    )
    return [double for double in found if double.likeness.p >= ASKED]


def _names(store: Store, among: str = "") -> Iterator[tuple[int, str]]:
    """Yield (person, folded name) of all who are not removed, or of those that `among` restricts them to.

    A single word, such as a nickname, is no name of somebody who has a longer one; with the rest of his name it is.
    """
    yield from map(tuple, store.rows(f"{_KEYS}{among}"))
    for person, kind, name, given, family in store.rows(f"{_SINGLE}{among}"):
        whole = f"{name} {family}" if kind == "nickname" else f"{given} {name}"
        yield from ((person, key) for key in fold_forms(whole))


_KEYS = """
SELECT person_id, key FROM search_key JOIN person ON person.id = person_id WHERE removed_on IS NULL
AND (instr(key, ' ') OR NOT EXISTS (
  SELECT 1 FROM search_key AS longer WHERE longer.person_id = person.id AND instr(longer.key, ' ')))"""
_SINGLE = """
SELECT person_id, kind, other_name.name, given, family FROM other_name JOIN person ON person.id = person_id
WHERE removed_on IS NULL AND given <> '' AND family <> '' AND other_name.name NOT LIKE '% %'"""


class _Shared:
    """The addresses, numbers and pages that several people have."""

    def __init__(self, store: Store) -> None:
        bearers: dict[tuple[str, str], set[int]] = {}
        for kind, key, person in store.rows(_SHARED):
            bearers.setdefault((kind, key), set()).add(person)
        self._few = [people for people in bearers.values() if len(people) <= MOST_SHARING]
        self.common = {point for point, people in bearers.items() if len(people) > MOST_SHARING}

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs who share something that no more than MOST_SHARING people have."""
        return pairs_within(self._few)


_SHARED = """
SELECT kind, key, person_id FROM contact_point JOIN person ON person.id = person_id
WHERE (kind IN ('email', 'url') OR kind = 'phone' AND length(key) >= 6) AND removed_on IS NULL AND key IN (
  SELECT key FROM contact_point GROUP BY key HAVING count(*) > 1) ORDER BY contact_point.id"""


def _places(store: Store) -> Iterator[tuple[int, object]]:
    """Yield (person, where he was)."""
    return ((row[0], row[1]) for row in store.rows("SELECT person_id, org_id FROM position WHERE org_id > 0"))


def _sides(store: Store, people: Sequence[int], shared: _Shared) -> dict[int, Side]:
    """Return what is compared of each of these people; removed ones are left out. A handful of queries for 500."""
    return {
        person: side
        for at in range(0, len(people), _BATCH)
        for person, side in _batch(store, people[at : at + _BATCH], shared)
    }


def _batch(store: Store, people: Sequence[int], shared: _Shared) -> Iterator[tuple[int, Side]]:
    marks = ", ".join(map(str, people))
    facts: dict[tuple[int, str], set[str]] = {}
    for kind, person, key, value in store.rows(_FACTS.format(marks)):
        if (kind, key) not in shared.common:
            facts.setdefault((person, kind), set()).add(value)
    sources: dict[int, set[tuple[str, int]]] = {}
    for person, source, reading in store.rows(_RECORDS.format(marks)):
        sources.setdefault(person, set()).add((source, reading))
    left = set(store.column(_LEFT.format(marks)))
    own = {row["id"]: row for row in store.rows(f"SELECT id, given, birthday FROM person WHERE id IN ({marks})")}
    names: dict[int, set[Words]] = {}
    for person, key in _names(store, f" AND person_id IN ({marks})"):
        names.setdefault(person, set()).add(words_of(key))
    for person, words in names.items():
        of = {
            kind: frozenset(facts.get((person, kind), ()))
            for kind in ("email", "phone", "url", "address", "org", "city")
        }
        profiles = frozenset(url for url in of["url"] if profile_key(url))
        yield person, Side(
            frozenset(words), frozenset(fold(own[person]["given"] or "").split()),
            of["email"], of["phone"], profiles, of["url"] - profiles, own[person]["birthday"],
            of["org"], of["address"], of["city"], frozenset(sources.get(person, ())), person in left,
        )  # fmt: skip


#: What is compared of some people: (kind, person, what it is known by to be common, what is compared and shown). A
#: postal address that is no more than a city is none, nor is a number of five digits, which is dialled in one house.
_FACTS = """
SELECT kind, person_id, key, key FROM contact_point WHERE person_id IN ({0})
AND NOT (kind = 'phone' AND length(key) < 6)
AND NOT (kind = 'address' AND json_valid(parts) AND key = fold(json_extract(parts, '$.city')))
UNION ALL SELECT 'org', person_id, NULL, org.name FROM position JOIN org ON org.id = org_id WHERE person_id IN ({0})
UNION ALL SELECT 'city', person_id, NULL, json_extract(parts, '$.city') FROM contact_point
WHERE person_id IN ({0}) AND kind = 'address' AND json_valid(parts) AND json_extract(parts, '$.city') <> ''"""
#: Records of some people: (person, source, reading). A record that has no key of its own is found again by its name and
#: first address only, so that an old one may stand beside the new: two of them count in one reading alone.
_RECORDS = """
SELECT person_id, source.name, iif(key GLOB 'digest:*', import_id, 0) FROM source_record
JOIN source ON source.id = source_id WHERE person_id IN ({0}) AND gone_on IS NULL"""
#: Who was a connection at LinkedIn and is none: the page has another address, as its owner may choose, or he is gone.
_LEFT = """
SELECT person_id FROM source_record JOIN source ON source.id = source_id
WHERE person_id IN ({0}) AND format = 'linkedin' GROUP BY person_id HAVING count(*) = count(gone_on)"""
