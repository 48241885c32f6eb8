"""Letters: words with fields, in English and French, filled with what is known; those on recommendations."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date

from netcli.dates import last_day
from netcli.domain.evidence import load_ties, pair
from netcli.domain.person import load_person
from netcli.errors import ConfigError
from netcli.model_tie import Tie
from netcli.results import Person, Ref
from netcli.results_favour import Letter
from netcli.scoring import Overlap, overlaps_of
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import safe_lines

ASK, GIVE = "ask", "give"
_WIDTH = 76

WORDS: dict[tuple[str, str], str] = {
    (ASK, "en"): """\
Dear {given},

{together}Would you recommend me{for}? \
A short paragraph on what you have seen of my work would help me a lot. \
If you would rather not, I quite understand.

I shall gladly do the same for you.

Best wishes,
{my_name}
""",
    (ASK, "fr"): """\
Bonjour {given},

{together}Accepteriez-vous de me recommander{for} ? \
Un court paragraphe sur ce que vous avez vu de mon travail m'aiderait beaucoup. \
Si vous préférez ne pas le faire, je le comprendrai très bien.

Je ferais volontiers de même pour vous.

Bien cordialement,
{my_name}
""",
    (GIVE, "en"): """\
I recommend {name}{for}. {together}

[What did {given} do, and what came of it?]
[What is {given} like to work with?]

{my_name}
""",
    (GIVE, "fr"): """\
Je recommande {name}{for}. {together}

[Qu'a fait {given}, et qu'en est-il résulté ?]
[Comment se passe le travail avec {given} ?]

{my_name}
""",
}
_FOR = {"en": " for {}", "fr": " pour {}"}
#: The time that two people spent at one place, in words; the writer is one of them.
TOGETHER = {
    "en": {
        "employer": "We worked together at {org} ({span}). ", "school": "We studied together at {org} ({span}). ",
        "since": "since {}", "span": "{} to {}",
    },
    "fr": {
        "employer": "Nous avons travaillé ensemble chez {org} ({span}). ",
        "school": "Nous avons étudié ensemble à {org} ({span}). ", "since": "depuis {}", "span": "de {} à {}",
    },
}  # fmt: skip


class LetterQuestion(NamedTuple):
    """What to write: about what, for what, and in which language."""

    about: str
    lang: str
    for_what: str | None = None


def language_of(store: Store, people: Sequence[Ref]) -> str | None:
    """Return the language to write to people in: French if it is theirs, English if another is; None if unknown."""
    said = {store.value("SELECT lang FROM person WHERE id = ?", (person.id,)) for person in people} - {None, ""}
    if not said:
        return None
    return "fr" if all(re.match(r"(?i)fr\b", str(one)) for one in said) else "en"


def write_letter(store: Store, ends: tuple[Ref, Ref], question: LetterQuestion, words: str, today: date) -> Letter:
    """Return a letter from the first of two people to, or about, the second, made of words with fields.

    Nothing goes in but names, the matter, and where the two worked or studied together. Raises ConfigError for a field
    that there is not.
    """
    me, person = (load_person(store, ref.id) for ref in ends)
    lang = question.lang
    matter = " ".join((question.for_what or "").split())
    values = {
        "given": given_name(person), "name": person.name, "my_given": given_name(me), "my_name": me.name,
        "for": _FOR[lang].format(matter) if matter else "",
        "together": time_together(store, ends, TOGETHER[lang], today),
    }  # fmt: skip
    return Letter(ends[1], question.about, lang, filled(words, values), None)


def filled(words: str, values: Mapping[str, str]) -> str:
    """Return words with their fields filled in, wrapped; a line that holds nothing but what is not known goes.

    Raises ConfigError for a field that there is not.
    """

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise ConfigError(f"no field {{{match[1]}}} in the words of a letter", hint=f"fields: {', '.join(values)}")
        return "\n".join(safe_lines(values[match[1]]))

    found = [(line, re.sub(r"\{(\w*)\}", value, line).rstrip()) for line in words.splitlines()]
    kept = [text for line, text in found if text or not line.strip()]
    lines = [textwrap.fill(line, _WIDTH, break_long_words=False) for text in kept for line in text.split("\n")]
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).lstrip("\n")


def given_name(person: Person) -> str:
    """Return what to call somebody in a letter."""
    return person.given or person.name.split(maxsplit=1)[0]


def time_together(store: Store, ends: tuple[Ref, Ref], told: Mapping[str, str], today: date, *, other: str = "") -> str:
    """Return a sentence on the longest time that two people spent at one place; nothing if there is none.

    `told` has the sentence for an employer and for a school, with org, span and other to fill in, and the words for a
    span.
    """
    (tie,) = load_ties(store, [pair(ends[0].id, ends[1].id)])
    best = longest_overlap(tie, today)
    if best is None:
        return ""
    since, until = best.since[:4], best.until and best.until[:4]
    span = told["since"].format(since) if until is None else told["span"].format(since, until)
    return told[best.kind].format(org=best.org, span=since if until == since else span, other=other)


def longest_overlap(tie: Tie, as_of: date) -> Overlap | None:
    """Return the longest time that two people spent at one place; of equals the last."""
    found = [reason.fact for reason in overlaps_of(tie, as_of) if isinstance(reason.fact, Overlap)]
    return max(found, key=lambda o: (o.months, last_day(o.since)), default=None)
