"""Are two records one person? Named signs for and against it, each worth so many bits; pure.

The model is that of Fellegi and Sunter, A theory for record linkage, JASA 64 (1969): a sign is worth the binary
logarithm of how much oftener it is seen of two records of one person than of two people, and the bits of all signs
add up. So everybody can follow why two records are asked about, and change one number without touching another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from netcli.namesakes import Words
from netcli.results_review import Sign
from netcli.shape import NamedTuple
from netcli.short_names import FORMS

START = -6  #: bits of two records that have something in common, before what it is: one such pair in 65 is one person
ASKED = 0.1  #: what is less likely is not worth a question
LIKELY = 0.5  #: what is less likely is asked about late
_ALIKE = 0.84  #: Jaro-Winkler similarity of two writings of a word (Winkler 1990; `kowalski`, `kovalsky` have 0.87)

_SHORT = 4  #: in a word of fewer letters one letter tells two names apart: Li and Lu; where it is all, more so


class Weight(NamedTuple):
    """What a sign is worth, how it is told, and why it is worth that."""

    bits: int
    text: str
    reason: str


#: Every sign there is. docs/scores.md has the same table for the user, and a test holds them together.
WEIGHTS: dict[str, Weight] = {
    "same name": Weight(8, "same name", "of a few thousand people hardly two have one name by chance"),
    "same single name": Weight(4, "same single name", "one word is shared by many: Ana, Mum"),
    "one letter": Weight(6, "names differ by one letter", "a slip of the pen: nobody else has one of the two words"),
    "one letter, both in use": Weight(
        3, "names differ by one letter", "Maria and Mario, Li and Lu, Miller and Hiller: as often two people as a slip"
    ),
    "short form": Weight(5, "names differ by a short form", "Bob is Robert (short_names.py)"),
    "one word more": Weight(5, "one has a name more", "a middle or second family name that one source leaves out"),
    "initial": Weight(3, "an initial stands for a name", "J. Dupont may be Jean, and Jacques as well"),
    "alike": Weight(3, "names are alike", "written by ear, or in another alphabet: Kowalski, Kovalsky"),
    "part of a name": Weight(0, "one name is part of the other", "Ana may be any Ana"),
    "no name": Weight(0, "one is named by an address only", "an address is no name, and contradicts none"),
    "other family name": Weight(-2, "same given name, another family name", "married, or two people"),
    "other name": Weight(-5, "names differ", "couples, families and colleagues share addresses and numbers"),
    "generations": Weight(-20, "one is Jr, Sr or the like", "father and son have one name and often one address"),
    "same e-mail": Weight(
        9, "same e-mail {}", "few addresses are shared; those of more than three people do not count"
    ),
    "same number": Weight(8, "same number {}", "couples share numbers; those of more than three people do not count"),
    "same profile": Weight(12, "same page {}", "a page at LinkedIn is one person's"),
    "other profile": Weight(
        -20, "different pages at LinkedIn", "a person has one page there; who is gone from it may have another now"
    ),
    "same page": Weight(3, "same page {}", "a page of one's own, or of the firm"),
    "same birthday": Weight(8, "both born {}", "one day of some 20,000; twins have another given name"),
    "other birthday": Weight(-20, "born on different days", "a birthday does not change"),
    "same organisation": Weight(3, "both at {}", "people of one name at one place are mostly one"),
    "other organisation": Weight(-1, "at different places", "people move, and sources are of different years"),
    "same address": Weight(2, "same postal address", "one home: one person, or a family with its names"),
    "same city": Weight(1, "both in {}", "many live there"),
    "other city": Weight(-1, "in different cities", "people move"),
    "twice in a source": Weight(
        -4, "both in {}", "who adds somebody sees the first record of that name: two records are meant as two people"
    ),
}
#: Names that may be one person's: only then does a place in common say something, for families and colleagues have too.
_FITTING = frozenset(
    ["same name", "same single name", "one letter", "one letter, both in use", "short form", "one word more", "initial",
     "alike", "part of a name", "no name"]
)  # fmt: skip
_DOUBTFUL = frozenset({"other family name"})  #: here only different places say something
_GENERATIONS = frozenset({"jr", "sr", "junior", "senior", "ii", "iii", "iv", "fils", "pere"})


class Side(NamedTuple):
    """What is compared of one record. All texts are folded or keys; what is shared by too many is left out.

    `names` are all he is known by, `given` the words of his given names, `orgs` and `cities` names as shown. `sources`
    are those that have a record of him: the name, and a number that two records of one reading have in common.
    `has_left` tells that LinkedIn has had him and has him no more: his page may have moved.
    """

    names: frozenset[Words]
    given: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    profiles: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    birthday: str | None = None
    orgs: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    sources: frozenset[tuple[str, int]] = frozenset()
    has_left: bool = False


class Likeness(NamedTuple):
    """How likely two records are one person, and the signs, the weightiest first."""

    p: float
    signs: tuple[Sign, ...]


def likeness(one: Side, other: Side, is_in_use: Callable[[str], bool] = lambda _: False) -> Likeness:
    """Return how likely two records are one person, 0 to 1, with all signs; the order of the two does not matter.

    `is_in_use` tells of a word whether two people or more on file are called so: such a word is no slip. Where the
    names differ only the best sign for it counts: families and colleagues have several things in common.
    """
    named = _name_sign(one, other, is_in_use)
    signs = [_sign(named), *_signs(one, other, named)]
    if named == "other name":
        best = max((sign for sign in signs if sign.bits > 0), key=lambda sign: sign.bits, default=None)
        signs = [sign for sign in signs if sign.bits <= 0 or sign is best]
    bits = START + sum(sign.bits for sign in signs)
    return Likeness(round(1 / (1 + 2.0**-bits), 4), tuple(sorted(signs, key=lambda sign: -abs(sign.bits))))


def _sign(name: str, fact: str = "") -> Sign:
    weight = WEIGHTS[name]
    return Sign(name, weight.bits, weight.text.format(fact))


def _signs(one: Side, other: Side, named: str) -> Iterator[Sign]:
    """Yield all signs beside that of the name."""
    for name, mine, theirs in (
        ("same e-mail", one.emails, other.emails), ("same number", one.phones, other.phones),
        ("same profile", one.profiles, other.profiles), ("same page", one.pages, other.pages),
    ):  # fmt: skip
        if shared := mine & theirs:
            yield _sign(name, min(shared))
    are_current = not (one.has_left or other.has_left)
    if one.profiles and other.profiles and are_current and not one.profiles & other.profiles:
        yield _sign("other profile")
    yield from _of_birthdays(one.birthday, other.birthday)
    if _generation(one) != _generation(other):
        yield _sign("generations")
    yield from (sign for sign in _of_places(one, other) if named in _FITTING or (sign.bits < 0 and named in _DOUBTFUL))
    if named in ("same name", "same single name") and (twice := one.sources & other.sources):
        yield _sign("twice in a source", min(twice)[0])


def _of_birthdays(one: str | None, other: str | None) -> Iterator[Sign]:
    """Compare birthdays as far as both are known: a year or a month alone is no reason to take two for one."""
    if not one or not other:
        return
    years = [day[:4] for day in (one, other) if day[0] != "-"]
    days = [day[-5:] for day in (one, other) if day.count("-") > 1]
    if len(set(years)) > 1 or len(set(days)) > 1:
        yield _sign("other birthday")
    elif len(days) > 1:
        yield _sign("same birthday", max(one, other))


def _of_places(one: Side, other: Side) -> Iterator[Sign]:
    if shared := one.orgs & other.orgs:
        yield _sign("same organisation", min(shared))
    elif one.orgs and other.orgs:
        yield _sign("other organisation")
    if one.addresses & other.addresses:
        yield _sign("same address")
    elif shared := one.cities & other.cities:
        yield _sign("same city", min(shared))
    elif one.cities and other.cities:
        yield _sign("other city")


def _generation(side: Side) -> set[str]:
    return {word for words in side.names for word in words if word in _GENERATIONS}


def _name_sign(one: Side, other: Side, is_in_use: Callable[[str], bool]) -> str:
    """Return the best sign that any two of their names give."""
    given = one.given | other.given
    found = [_compared(a, b, given, is_in_use) for a, b in product(_plain(one.names), _plain(other.names))]
    if one.given & other.given:
        found.append("other family name")
    return max(found, key=lambda name: (WEIGHTS[name].bits, name), default="other name")


def _plain(names: Iterable[Words]) -> set[Words]:
    return {tuple(word for word in words if word not in _GENERATIONS) for words in names}


def _compared(one: Words, other: Words, given: frozenset[str], is_in_use: Callable[[str], bool]) -> str:
    """Return the sign of two names: by the words that only one has."""
    mine, theirs = _without(one, other), _without(other, one)
    if (not mine and not theirs) or _spaced_apart(mine, theirs):
        return "same name" if max(len(one), len(other)) > 1 else "same single name"
    if not mine or not theirs:
        return "one word more" if min(len(one), len(other)) > 1 else "part of a name"
    if any("@" in word for word in (*mine, *theirs)):
        return "no name"
    if len(mine) != len(theirs) or (len(one) == 1 == len(other) and len(one[0]) < _SHORT > len(other[0])):
        return "other name"
    signs = [_of_words(a, b, given, is_in_use) for a, b in zip(mine, theirs, strict=True)]
    if signs.count("one letter") + signs.count("one letter, both in use") > 1:
        return "alike"
    return min(signs, key=lambda name: (WEIGHTS[name].bits, name))


def _spaced_apart(mine: Words, theirs: Words) -> bool:
    """Tell whether the words are the same but for a blank: `Jean Luc`, `Jeanluc`."""
    return len(mine) != len(theirs) and sorted("".join(mine)) == sorted("".join(theirs))


def _without(words: Words, others: Words) -> Words:
    """Return the words of one name that the other does not have, each as often as it is missing there."""
    left = list(words)
    for word in others:
        if word in left:
            left.remove(word)
    return tuple(left)


def _of_words(one: str, other: str, given: frozenset[str], is_in_use: Callable[[str], bool]) -> str:
    """Return the sign of two words that stand for each other in two names."""
    if not (one.isalpha() and other.isalpha()):
        return "other name"
    if len(one) == 1 or len(other) == 1:
        return "initial" if one[0] == other[0] else "other name"
    if other in FORMS.get(one, ()):
        return "short form"
    from rapidfuzz.distance import OSA, JaroWinkler

    if OSA.distance(one, other, score_cutoff=1) <= 1:
        doubtful = _of_two(one, other, given) or (is_in_use(one) and is_in_use(other))
        return "one letter, both in use" if doubtful else "one letter"
    return "alike" if JaroWinkler.similarity(one, other) >= _ALIKE else "other name"


def _of_two(one: str, other: str, given: frozenset[str]) -> bool:
    """Tell whether one letter is what tells two names apart, rather than a slip.

    So it is in short names, in given names that end as a man's and a woman's, and at the beginning: slips are seldom
    there, for which Winkler (1990) weighs it more than the rest.
    """
    short, long = sorted((one, other), key=len)
    ends = long[: len(short)] == short or short[:-1] == long[:-1]
    if len(long) < _SHORT or (ends and all(word in given or word in FORMS for word in (one, other))):
        return True
    return one[0] != other[0] and one[:2] != other[1::-1]
