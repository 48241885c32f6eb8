"""The letters of an introduction, by how it stands: asking for it, asking both, bringing them together, thanks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from netcli.asking import MADE
from netcli.domain.introduction import PARTIES
from netcli.domain.letter import filled, given_name, time_together
from netcli.domain.person import load_person
from netcli.domain.ref import my_id
from netcli.errors import ConflictError, UsageError
from netcli.model_favour import OpportunityKind
from netcli.results import Person, Ref
from netcli.results_favour import Letter
from netcli.results_introduction import Introduction
from netcli.shape import NamedTuple
from netcli.storage import Store

ASK, CONSENT, INTRODUCE, THANKS = "ask", "consent", "introduce", "thanks"

#: What may stand in braces: see `_values`. A line of which nothing is known is left out.
WORDS: dict[tuple[str, str], str] = {
    (ASK, "en"): """\
Dear {given},

{together}Would you introduce me to {other_name}{other_work}{for}? If you would rather not, I quite understand.

Here are a few words that you can pass on as they are:

---
{my_name}{my_work} would like to meet you{for}. A quarter of an hour is plenty, whenever it suits you.
{my_mail}
---

I shall gladly do the same for you.

Best wishes,
{my_name}
""",
    (ASK, "fr"): """\
Bonjour {given},

{together}Pourriez-vous me présenter à {other_name}{other_work}{for} ? \
Si vous préférez ne pas le faire, je le comprendrai très bien.

Voici quelques mots que vous pouvez transmettre tels quels :

---
{my_name}{my_work} souhaite vous rencontrer{for}. Un quart d'heure suffit, quand cela vous convient.
{my_mail}
---

Je ferais volontiers de même pour vous.

Bien cordialement,
{my_name}
""",
    (CONSENT, "en"): """\
Dear {given},

May I introduce you to {other_name}{other_work}? {asked}If you would rather not, just say so: nobody else will know.

Best wishes,
{my_name}
""",
    (CONSENT, "fr"): """\
Bonjour {given},

Puis-je vous mettre en relation avec {other_name}{other_work} ? {asked}\
Si vous préférez que non, dites-le-moi simplement : personne d'autre ne le saura.

Bien cordialement,
{my_name}
""",
    (INTRODUCE, "en"): """\
Dear {given}, dear {other_given},

As promised, I am glad to bring you together{for}.

{given}, this is {other_name}{other_work}.
{other_given}, this is {name}{work}.

I leave the rest to you.

Best wishes,
{my_name}
""",
    (INTRODUCE, "fr"): """\
Bonjour {given}, bonjour {other_given},

Comme promis, j'ai le plaisir de vous mettre en relation{for}.

{given}, voici {other_name}{other_work}.
{other_given}, voici {name}{work}.

Je vous laisse la suite.

Bien cordialement,
{my_name}
""",
    (THANKS, "en"): """\
Dear {given},

Thank you for introducing me to {other_name}. {met}\
If I can do something for you, let me know.

Best wishes,
{my_name}
""",
    (THANKS, "fr"): """\
Bonjour {given},

Merci de m'avoir mis en relation avec {other_name}. {met}\
Si je peux faire quelque chose pour vous, dites-le-moi.

Bien cordialement,
{my_name}
""",
}
_TOLD: dict[str, dict[str, str]] = {
    "en": {
        "employer": "You and {other} worked together at {org} ({span}). ",
        "school": "You and {other} studied together at {org} ({span}). ",
        "since": "since {}", "span": "{} to {}",
        "for": " about {}", "job": "the position of {}", "at": " at {}",
        "asked": "{} asked me for it{}. ", "met": "We have met since. ",
    },
    "fr": {
        "employer": "Vous avez travaillé avec {other} chez {org} ({span}). ",
        "school": "Vous avez étudié avec {other} à {org} ({span}). ",
        "since": "depuis {}", "span": "de {} à {}",
        "for": " pour {}", "job": "le poste de {}", "at": " chez {}",
        "asked": "{} me l'a demandé{}. ", "met": "Nous nous sommes rencontrés depuis. ",
    },
}  # fmt: skip


class Task(NamedTuple):
    """What I have to write now: a kind of letter, to whom, and with whom he is, or was, brought together.

    `then` is whose yes is still to be asked for beside his.
    """

    about: str
    to: Ref
    other: Ref
    then: Ref | None = None


def next_letter(store: Store, known: Introduction, to: Ref | None = None) -> Task:
    """Return what is to be written for an introduction as it stands; of two to be asked the first, or `to`.

    Raises ConflictError where nothing is, UsageError where it is not to `to`.
    """
    task = _task(store, known, to)
    if to not in (None, task.to):
        raise UsageError(
            f"{to.name} is not who is to be written to: {task.to.name} is", hint=f"netcli intro show {known.id}"
        )
    return task


def _task(store: Store, known: Introduction, to: Ref | None) -> Task:
    mine = next((part for part in PARTIES if getattr(known, part).id == my_id(store)), None)
    other = known.target if mine == "requester" else known.requester
    if mine is None:
        raise ConflictError(f"you have no part in introduction {known.id}", hint=f"netcli intro show {known.id}")
    if known.state in ("declined", "withdrawn") or (mine, known.state) in _NOTHING:
        raise ConflictError(
            f"nothing is to be written: introduction {known.id} is {known.state}, since {known.since}",
            hint=f"netcli intro show {known.id}",
        )
    if mine == "introducer":
        return _as_introducer(known, to)
    if known.state in MADE:
        return Task(THANKS, known.introducer, other)
    if mine == "target":
        raise ConflictError(
            f"{known.introducer.name} is asked, not you: introduction {known.id} is {known.state}",
            hint=f"netcli intro answer {known.id} opted-in tells that you agree",
        )
    return Task(ASK, known.introducer, known.target)


#: What another is to do, or is done.
_NOTHING = {("introducer", "met"), ("requester", "agreed"), ("requester", "opted-in")}


def _as_introducer(known: Introduction, to: Ref | None) -> Task:
    """Return whom I ask whether I may, or, once both agree, the letter to both."""
    agreed = {"requester" if step.step == "asked" else step.by for step in known.steps if step.step in _YES}
    asked = [] if known.state == "made" else [part for part in ("requester", "target") if part not in agreed]
    people = [getattr(known, part) for part in asked]
    if not people:
        return Task(INTRODUCE, known.requester, known.target)
    first: Ref = next((one for one in people if one == to), people[0])
    other = known.target if first == known.requester else known.requester
    return Task(CONSENT, first, other, next((one for one in people if one != first), None))


_YES = ("asked", "opted-in")


class Matter(NamedTuple):
    """What an introduction is for: words that were typed, or title, kind and organisation of an opportunity."""

    words: str
    kind: str = OpportunityKind.OTHER
    org: str | None = None


def write_introduction_letter(
    store: Store, known: Introduction, task: Task, words: tuple[str, str], matter: Matter | None, today: date
) -> Letter:
    """Return the letter, made of words of a language: `words` is (language, text).

    Nothing goes in but names, titles and organisations, where two worked or studied together, what it is for, and my
    own address; no level, no remark. Raises ConfigError for a field that there is not.
    """
    lang, text = words
    values = _values(store, known, task, _TOLD[lang], matter)
    if task.about == ASK:
        ends, who = (task.to, task.other), values["other_given"]
        values["together"] = time_together(store, ends, _TOLD[lang], today, other=who)
    also = task.other if task.about == INTRODUCE else None
    return Letter(task.to, task.about, lang, filled(text, values), None, also)


def _values(
    store: Store, known: Introduction, task: Task, told: Mapping[str, str], matter: Matter | None
) -> dict[str, str]:
    me, to, other = (load_person(store, number) for number in (my_id(store) or 0, task.to.id, task.other.id))
    what = told["for"].format(_matter(matter, told)) if matter else ""
    asks = task.other == known.requester and any(step.step == "asked" for step in known.steps)
    return {
        "given": given_name(to), "name": to.name, "work": _work(to, told),
        "other_given": given_name(other), "other_name": other.name, "other_work": _work(other, told),
        "my_given": given_name(me), "my_name": me.name, "my_work": _work(me, told),
        "my_mail": me.emails[0].value if me.emails else "",
        "for": what, "together": "",
        "asked": told["asked"].format(given_name(other), what) if asks else "",
        "met": told["met"] if known.state == "met" else "",
    }  # fmt: skip


def _matter(matter: Matter, told: Mapping[str, str]) -> str:
    words = " ".join(matter.words.split())
    what = told["job"].format(words) if matter.kind == OpportunityKind.JOB else words
    return what + (told["at"].format(matter.org) if matter.org else "")


def _work(person: Person, told: Mapping[str, str]) -> str:
    """Return what somebody does now, to stand behind his name: ` (Head of Data at Helix)`; nothing if it is unknown."""
    job = next((p for p in person.positions if p.current and p.kind != "study" and (p.title or p.org)), None)
    if job is None:
        return f" ({person.headline})" if person.is_me and person.headline else ""
    where = told["at"].format(job.org) if job.org else ""
    return f" ({job.title}{where})" if job.title else f" ({job.org})"
