"""Which two people should meet, and which ties to revive: the rules and their constants. Pure: no clock, no file.

The model is documented in docs/scores.md. Every constant stands in the table below: none is inline.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from netcli.shape import NamedTuple

# Choices without evidence beyond plausibility.
STRONG = 0.4  #: I introduce only people whom I am tied to so well
STRANGERS = 0.2  #: who are tied to each other less than that do not know each other well enough
FIT = {"need": 0.6, "skill": 0.2, "tag": 0.2, "city": 0.1}  #: what one thing that brings two together is worth
CARRIERS = 50  #: a thing that more people share opens pairs among the so many whom I know best alone
DORMANT_LEVEL, SILENT_DAYS = 4, 730  #: stated so high, and silent for longer: dormant but strong
CADENCE_DAYS = {5: 30, 4: 90, 3: 180}  #: how often people of a stated level are in contact
MOST_OVERDUE = 5.0  #: beyond so many cadences a tie is no more overdue


class Profile(NamedTuple):
    """Somebody I might introduce: my tie, and the words for what he needs, offers, can do, is tagged, and lives in."""

    person: int
    tie: float
    needs: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()


class Match(NamedTuple):
    """One thing that brings two people together: its kind is a key of FIT; of a need, `needs` says whose it is."""

    kind: str
    word: str
    needs: int | None = None


class Pair(NamedTuple):
    """Two people who might meet, the one in need first; `bound` is the score before what they have in common counts."""

    one: Profile
    other: Profile
    matches: tuple[Match, ...]
    bound: float


def pairs(profiles: Sequence[Profile]) -> list[Pair]:
    """Return the pairs with something in common, the best bound first, then by ids.

    Only people who share a word are put together, never all with all: at most CARRIERS of each side for a word.
    """
    known = {profile.person: profile for profile in profiles}
    found = []
    for a, b in sorted(_opened(profiles)):
        one, other = known[a], known[b]
        matches = tuple(matched(one, other))
        if any(match.needs == b for match in matches) and not any(match.needs == a for match in matches):
            one, other = other, one
        bound = math.sqrt(one.tie * other.tie) * fit(matches)
        found.append(Pair(one, other, matches, bound))
    return sorted(found, key=lambda pair: (-round(pair.bound, 9), pair.one.person, pair.other.person))


def matched(one: Profile, other: Profile) -> Iterator[Match]:
    """Yield what brings two people together: needs that the other meets, then skills, tags and cities of both."""
    for asking, giving in ((one, other), (other, one)):
        for word in sorted(asking.needs & giving.offers):
            yield Match("need", word, asking.person)
    for kind, ours, theirs in (
        ("skill", one.skills, other.skills),
        ("tag", one.tags, other.tags),
        ("city", one.cities, other.cities),
    ):
        for word in sorted(ours & theirs):
            yield Match(kind, word)


def fit(matches: Iterable[Match]) -> float:
    """Return how well two people fit, 0 to 1: ``1 - product of (1 - FIT[kind])`` over what brings them together."""
    return 1 - math.prod(1 - FIT[match.kind] for match in matches)


def overlap(ours: frozenset[int], theirs: frozenset[int]) -> float:
    """Return the share of acquaintances that two people have in common (Jaccard), 0 where they have none at all."""
    either = len(ours | theirs)
    return len(ours & theirs) / either if either else 0.0


def overdue(days: int, level: int) -> float:
    """Return how many cadences of its level a tie has been silent for, MOST_OVERDUE at most."""
    return min(days / CADENCE_DAYS[level], MOST_OVERDUE)


def _opened(profiles: Sequence[Profile]) -> set[tuple[int, int]]:
    """Return the pairs (smaller id first) that a word brings together."""
    best_first = sorted(profiles, key=lambda profile: (-profile.tie, profile.person))
    offers = _carriers((profile.person, profile.offers) for profile in best_first)
    needs = _carriers((profile.person, profile.needs) for profile in best_first)
    met = (product(people, offers.get(word, ())) for word, people in needs.items())
    shared = (
        combinations(people, 2)
        for words in ("skills", "tags", "cities")
        for people in _carriers((profile.person, getattr(profile, words)) for profile in best_first).values()
    )
    return {(min(a, b), max(a, b)) for found in (*met, *shared) for a, b in found if a != b}


def _carriers(people: Iterable[tuple[int, frozenset[str]]]) -> Mapping[str, list[int]]:
    """Return, for each word, the first people who carry it."""
    found: dict[str, list[int]] = {}
    for person, words in people:
        for word in words:
            carriers = found.setdefault(word, [])
            if len(carriers) < CARRIERS:
                carriers.append(person)
    return found
