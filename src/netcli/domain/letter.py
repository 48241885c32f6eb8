"""Letters that ask for a recommendation, and recommendations to fill in: words with fields, in English and French."""

from __future__ import annotations

import re
import textwrap
from datetime import date

from netcli.dates import last_day
from netcli.domain.evidence import load_ties, pair
from netcli.domain.person import load_person
from netcli.errors import ConfigError
from netcli.model import Tie
from netcli.results import Letter, Person, Ref
from netcli.scoring import Overlap, overlaps_of
from netcli.shape import NamedTuple
from netcli.storage import Store

ASK, GIVE = "ask", "give"
_WIDTH = 76
LANGUAGES = ("en", "fr")
#: What may stand in braces: who it is for, me, the matter, and where the two of us were together.
FIELDS = ("given", "name", "my_given", "my_name", "for", "together")

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
_TOGETHER = {
    ("employer", "en"): "We worked together at {org} ({span}). ",
    ("school", "en"): "We studied together at {org} ({span}). ",
    ("employer", "fr"): "Nous avons travaillé ensemble chez {org} ({span}). ",
    ("school", "fr"): "Nous avons étudié ensemble à {org} ({span}). ",
}  # fmt: skip
_SPAN = {"en": ("since {}", "{} to {}"), "fr": ("depuis {}", "de {} à {}")}


class LetterQuestion(NamedTuple):
    """What to write: a letter that asks, or a recommendation to give; for what, and in which language, if not his."""

    about: str
    for_what: str | None = None
    lang: str | None = None


def language_of(store: Store, person: Ref) -> str:
    """Return the language to write to somebody in: French if it is his, else English."""
    said = store.value("SELECT lang FROM person WHERE id = ?", (person.id,)) or ""
    return "fr" if re.match(r"(?i)fr\b", said) else "en"


def write_letter(store: Store, ends: tuple[Ref, Ref], question: LetterQuestion, words: str, today: date) -> Letter:
    """Return a letter from the first of two people to, or about, the second, made of words with fields.

    Nothing goes in but names, the matter, and where the two worked or studied together. Raises ConfigError for a field
    that there is not.
    """
    me, person = (load_person(store, ref.id) for ref in ends)
    lang = question.lang or language_of(store, ends[1])
    matter = " ".join((question.for_what or "").split())
    values = {
        "given": _given(person), "name": person.name, "my_given": _given(me), "my_name": me.name,
        "for": _FOR[lang].format(matter) if matter else "", "together": _together(store, ends, lang, today),
    }  # fmt: skip
    text = re.sub(r"\{(\w*)\}", lambda match: _value(match[1], values), words)
    lines = [textwrap.fill(line, _WIDTH, break_long_words=False) for line in text.splitlines()]
    return Letter(ends[1], question.about, lang, "".join(f"{line.rstrip()}\n" for line in lines), None)


def _value(field: str, values: dict[str, str]) -> str:
    if field not in values:
        raise ConfigError(f"no field {{{field}}} in the words of a letter", hint=f"fields: {', '.join(FIELDS)}")
    return values[field]


def _given(person: Person) -> str:
    return person.given or person.name.split(maxsplit=1)[0]


def _together(store: Store, ends: tuple[Ref, Ref], lang: str, today: date) -> str:
    """Return a sentence on the longest time that the two spent at one place; nothing if there is none."""
    (tie,) = load_ties(store, [pair(ends[0].id, ends[1].id)])
    best = longest_overlap(tie, today)
    if best is None:
        return ""
    since, until = _SPAN[lang]
    span = since.format(best.since[:4]) if best.until is None else until.format(best.since[:4], best.until[:4])
    if best.until and best.since[:4] == best.until[:4]:
        span = best.since[:4]
    return _TOGETHER[best.kind, lang].format(org=best.org, span=span)


def longest_overlap(tie: Tie, as_of: date) -> Overlap | None:
    """Return the longest time that two people spent at one place; of equals the last."""
    found = [reason.fact for reason in overlaps_of(tie, as_of) if isinstance(reason.fact, Overlap)]
    return max(found, key=lambda o: (o.months, last_day(o.since)), default=None)
