"""Whose names are so near to each other that they may be one person's: found by what they share, never by all pairs.

A name is the words of a folded name, sorted: `Jean Dupont` and `DUPONT Jean` are one. Every way to be near leaves
something equal - all words, all letters, or all words but one - and people are looked up by that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, product

from netcli.person_name import bare
from netcli.short_names import FORMS

MOST_BEARERS = 30  #: a name that more people bear says nothing: they are told apart by other things or not at all
MOST_WORDS = 8  #: in a longer name no word and no blank is looked for that one source leaves out

Words = tuple[str, ...]
Pair = tuple[int, int]


def words_of(key: str) -> Words:
    """Return the words of a folded name without titles and degrees, in an order of their own."""
    return tuple(sorted(bare(key.split())))


def ordered(one: int, other: int) -> Pair:
    """Return two people with the smaller id first."""
    return (one, other) if one < other else (other, one)


def pairs_within(groups: Iterable[Collection[int]]) -> Iterator[Pair]:
    """Yield the pairs within each group; groups of more than MOST_BEARERS are passed over."""
    for group in groups:
        if 1 < len(group) <= MOST_BEARERS:
            yield from (ordered(one, other) for one, other in combinations(group, 2) if one != other)


class Namesakes:
    """The folded names of many people, to be asked whose are near to each other."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        """Take (person, folded name), as many of a person as he has, the one to call him by first."""
        self._people: dict[Words, list[int]] = {}  # a name -> who
        self._first: dict[int, Words] = {}  # who -> the name to call him by
        self._names: dict[str, list[Words]] = {}  # a word -> the names it is in
        self._spaced: list[tuple[int, str]] = []  # names of three words and more, as written
        for person, key in names:
            words = words_of(key)
            self._first.setdefault(person, words)
            people = self._people.setdefault(words, [])
            if person not in people[-1:]:
                people.append(person)
            if 2 < len(words) <= MOST_WORDS:
                self._spaced.append((person, key))
        for words in self._people:
            for word in words:
                self._names.setdefault(word, []).append(words)

    def is_in_use(self, word: str) -> bool:
        """Tell whether two people or more have this word in their names."""
        return len({person for words in self._names.get(word, ()) for person in self._people[words]}) > 1

    def pairs(self) -> Iterator[Pair]:
        """Yield pairs of people with near names, the nearest first; a pair may come several times."""
        yield from pairs_within(self._people.values())
        yield from self._with_a_blank_more()
        for one, other in near_words(self._names):
            yield from self._with_either(one, other)
        yield from self._with_initials()
        yield from self._with_a_word_more()

    def pairs_at(self, places: Iterable[tuple[int, object]]) -> Iterator[Pair]:
        """Yield pairs of people who have a place and a word of their names in common; takes (person, place)."""
        groups: dict[object, list[int]] = {}
        for person, place in places:
            groups.setdefault(place, []).append(person)
        for group in groups.values():
            called: dict[str, list[int]] = {}
            for person in group if len(group) > 1 else ():
                for word in self._first.get(person, ()):
                    called.setdefault(word, []).append(person)
            yield from pairs_within(called.values())

    def _with_a_blank_more(self) -> Iterator[Pair]:
        """Yield `Jean Luc Dupont` with `Jeanluc Dupont`."""
        for person, key in self._spaced:
            words = key.split()
            for at in range(len(words) - 1):
                joined = (*words[:at], words[at] + words[at + 1], *words[at + 2 :])
                yield from _between([person], self._people.get(tuple(sorted(joined)), ()))

    def _with_either(self, one: str, other: str) -> Iterator[Pair]:
        """Yield those whose names differ in nothing but these two words."""
        if len(self._names[one]) > len(self._names[other]):
            one, other = other, one
        for words in self._names[one]:
            at = words.index(one)
            if others := self._people.get(tuple(sorted((*words[:at], other, *words[at + 1 :])))):
                yield from _between(self._people[words], others)

    def _with_initials(self) -> Iterator[Pair]:
        """Yield `J. Dupont` with every Dupont whose other name begins with J."""
        short = {(word, _less(words, at)): words for word in self._names if len(word) == 1 and word.isalpha()
                 for words in self._names[word] for at in [words.index(word)]}  # fmt: skip
        first = {word for word, _ in short}
        for words, people in self._people.items() if short else ():
            for at, word in enumerate(words):
                if word[0] in first and len(word) > 1 and (found := short.get((word[0], _less(words, at)))):
                    yield from _between(people, self._people[found])

    def _with_a_word_more(self) -> Iterator[Pair]:
        """Yield those of whom one has all the names of the other, two at least, and one more."""
        for words, people in self._people.items():
            for at in range(len(words) if 2 < len(words) <= MOST_WORDS else 0):
                yield from _between(people, self._people.get(_less(words, at), ()))


def _less(words: Words, at: int) -> Words:
    return words[:at] + words[at + 1 :]


def _between(some: Collection[int], others: Collection[int]) -> Iterator[Pair]:
    if len(some) + len(others) <= MOST_BEARERS:
        yield from (ordered(one, other) for one, other in product(some, others) if one != other)


def near_words(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of words that differ by one letter, or are forms of one given name (short_names.py).

    Two words that differ by a letter that is wrong, missing, too much or has changed places with its neighbour have a
    string in common after each has lost one letter; so each word is looked up by these strings (Mor and Fraenkel,
    Communications of the ACM 25, 1982). Words with digits are no names, and left out.
    """
    vocabulary = {word for word in words if word.isalpha()}
    first: dict[str, str] = {}  # a string -> the first word that comes to it
    groups: dict[str, list[str]] = {}  # a string that several words come to -> these
    for word in vocabulary:
        for shorter in {word, *[word[:at] + word[at + 1 :] for at in range(len(word))]}:
            held = first.setdefault(shorter, word)
            if held is not word:
                groups.setdefault(shorter, [held]).append(word)
    near = {pair for group in groups.values() for pair in combinations(sorted(group), 2)}
    for word in vocabulary & FORMS.keys():
        near.update((word, form) for form in FORMS[word] & vocabulary if word < form)
    yield from sorted(near)
