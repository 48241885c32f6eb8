"""A person's name as people write it on one line, taken apart as a card has it (N, RFC 6350 section 6.2.2).

These are guesses. The display name stays as it was written, and each of its words is in one of the parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from netcli.shape import NamedTuple
from netcli.text import one_line


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Before a name, with points or without. `Don`, `M.` and `Me` are not here: they are names as often.
HONORIFICS = _set(
    "mr mrs ms miss mx dr prof professor sir dame rev mme mlle madame monsieur mademoiselle pr docteur"
    " professeur maitre herr frau sra srta dra señora señor sig sigra dott dottssa dottore dottoressa dhr mevr pan pani"
)
#: The same before a point, or after another title.
_ABBREVIATED = _set("mag ing dipl dipl-ing med rer nat phil jur hr sr lic avv arq geom rag hc")
_AND = _set("et ou and or und oder e y o & / +")
#: After a name: what somebody is, and nobody is called.
DEGREES = _set("phd dphil mba msc bsc meng beng llm llb mph edd dba cpa cfa cissp pmp esq md dds dvm phr")
_GENERATIONS = _set("jr sr ii iii iv")
#: After a comma: what is a name elsewhere, too.
_AFTER_COMMA = DEGREES | _GENERATIONS | _set("ma ms ba bs jd pe rn fca aca cpc")
_PARTICLES = _set("da dal de del della der di do dos du el la las le les lo los ter van von y zu")
_IN_BRACKETS = re.compile(r"(.*\S)\s+([(\[][^()\[\]]*[)\]])")
_FAMILY_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CAPITALS = "[A-ZÀ-ÖØ-ÞŒŠŽ'’-]{2,}"
_BORN = rf"(?i:née?|geb\.|geborene?)\s+({_CAPITALS}(?:\s{_CAPITALS})*|(?:(?i:de|du|la|le|von|van|der)\s)*[^\s)\]]+)"
_WITH_BIRTH_NAME = re.compile(rf"(.*[^\s,])[\s,]+({_BORN})(.*)")


class NameParts(NamedTuple):
    """The parts of a name, in the order in which a person's facts have them; None for what is not there.

    `suffix` is all that follows the name: degrees, `Jr.`, the name at birth, brackets and signs.
    """

    given: str | None = None
    family: str | None = None
    additional: str | None = None
    prefix: str | None = None
    suffix: str | None = None


def read_name(name: str) -> NameParts:
    """Return the parts of a name; all are None for an empty one.

    The last word is the family name, with the particles before it (`van der Berg`), or the last ones in capitals.
    `DUPONT Jean`, `Dupont, Jean` and names in Chinese, Japanese or Korean letters are read family first. One word is a
    given name, or after a title a family name.
    """
    return _read(name)[0]


def given_first(name: str) -> str | None:
    """Return a name with a comma with the family last: `Doe, Dr. Jane, PhD` is Dr. Jane Doe, PhD; None for another."""
    parts, is_turned = _read(name)
    if not (is_turned and parts.given and parts.family):
        return None
    shown = " ".join(filter(None, (parts.prefix, parts.given, parts.family)))
    if not parts.suffix:
        return shown
    return f"{shown}{',' if _key(parts.suffix.split(',')[0].split()[0]) in DEGREES else ''} {parts.suffix}"


def _read(name: str) -> tuple[NameParts, bool]:
    """Return the parts of a name, and whether its family name stands first, before a comma."""
    rest, after = one_line(name), list[str]()
    while match := _IN_BRACKETS.fullmatch(rest) if rest[-1:] in {")", "]"} else None:
        rest, after = match[1], [match[2], *after]
    if match := _WITH_BIRTH_NAME.fullmatch(rest):
        rest, after = match[1] + match[4], [match[2], *after]
    first, *others = (part.strip() for part in rest.split(","))
    degrees = list[str]()
    while others and others[-1] and (" " in first or others[1:]) and _all_follow(others[-1].split()):
        degrees.insert(0, others.pop())
    prefix, words, tail = _trimmed(", ".join(others).split() if others else first.split())
    if others:
        of_family, last, more = _trimmed(first.split(), least=1)
        given, family, prefix, tail = " ".join(words), " ".join(last), [*of_family, *prefix], [*more, *tail]
    else:
        given, family = _split(words)
        if not family and any(_key(word) in HONORIFICS for word in prefix):
            given, family = "", given
    suffix = " ".join(filter(None, (", ".join(filter(None, (" ".join(tail), *degrees))), *after)))
    parts = NameParts(given or None, family or None, None, " ".join(prefix) or None, suffix or None)
    return parts, bool(others)


def split_name(name: str) -> tuple[str, str]:
    """Return (given, family) as `read_name` does, each empty where there is none."""
    parts = read_name(name)
    return parts.given or "", parts.family or ""


def birth_name(name: str) -> str | None:
    """Return the family name at birth, where a name tells it: `Claire Dupont née Martin`, `Ida Lind (geb. Holm)`."""
    match = re.search(rf"[\s,(\[]{_BORN}", name)
    return match[1] if match else None


def bare(words: Sequence[str]) -> Sequence[str]:
    """Return the folded words of a name without titles before and degrees after it; a word or two are always left."""
    start, end = 0, len(words)
    while start < end - 1 and words[start] in HONORIFICS:
        start += 1
    while end > start + 2 and words[end - 1] in DEGREES:
        end -= 1
    return words[start:end]


def _key(word: str) -> str:
    return word.casefold().replace(".", "")


def _all_follow(words: list[str]) -> bool:
    return all(_key(word) in _AFTER_COMMA for word in words)


def _trimmed(words: list[str], least: int = 2) -> tuple[list[str], list[str], list[str]]:
    """Return the titles and signs before a name, its words, and what follows it, where `least` words are left."""
    start, end = 0, len(words)
    while start < end - 1 and (_is_title(words, start) or _is_sign(words[start])):
        start += 1
    follows = DEGREES | _GENERATIONS
    while end > start + 1 and (_is_sign(words[end - 1]) or (end > start + least and _key(words[end - 1]) in follows)):
        end -= 1
    return words[:start], words[start:end], words[end:]


def _is_title(words: list[str], at: int) -> bool:
    """Tell whether a word is a title, all words before it being titles: `Mr & Mrs` are two."""
    word, after = _key(words[at]), [_key(word) for word in words[at + 1 : at + 3]]
    if word in _AND:
        return at > 0 and after[0] in HONORIFICS
    if word == "m":
        return after[0] in _AND and after[1:] != [] and after[1] in HONORIFICS
    return word in HONORIFICS or (word in _ABBREVIATED and (at > 0 or words[at].endswith(".")))


def _is_sign(word: str) -> bool:
    """Tell whether a word has no letter and no digit: an emoji, a star."""
    return not any(c.isalnum() for c in word) and word not in _AND


def _split(words: list[str]) -> tuple[str, str]:
    """Return (given, family) of the words of a name without a comma."""
    capitals = [_is_in_capitals(word) for word in words]
    if len(words) < 2:
        return " ".join(words), ""
    first = next((at for at, is_so in enumerate(capitals) if not is_so), len(words))
    if first < len(words) and any(len(word) > 2 for word in words[:first]):
        return " ".join(words[first:]), " ".join(words[:first])
    if words[0] in _PARTICLES and (_all_particles(words[:-1]) or not " ".join(words).islower()):
        return _after_family(words)
    if _FAMILY_FIRST.match(words[0]):
        return " ".join(words[1:]), words[0]
    at = len(words) - 1
    while at > 1 and (words[at - 1].lower() in _PARTICLES or (first < at and capitals[at] and capitals[at - 1])):
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:])


def _all_particles(words: list[str]) -> bool:
    return all(word in _PARTICLES for word in words)


def _after_family(words: list[str]) -> tuple[str, str]:
    """Return (given, family) of a name that begins with a particle, as no given name does: `de la Tour Jean`."""
    end = next((at for at, word in enumerate(words) if word not in _PARTICLES), len(words))
    while end + 1 < len(words) and words[end + 1] in _PARTICLES:
        end += 2
    return " ".join(words[end + 1 :]), " ".join(words[: end + 1])


def _is_in_capitals(word: str) -> bool:
    return word.isupper() and (len(word) > 2 or word.lower() in _PARTICLES)
