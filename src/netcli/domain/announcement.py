"""An opportunity as a text to send: words with fields, in English and French, filled with what is known."""

from __future__ import annotations

from netcli.domain.letter import filled
from netcli.domain.person import load_person
from netcli.domain.ref import my_id
from netcli.model_favour import OpportunityKind
from netcli.results_favour import Letter
from netcli.results_opportunity import Opportunity
from netcli.storage import Store

PUBLISH = "publish"

#: What may stand in braces: see `announce`. A line of which nothing is known is left out.
WORDS: dict[tuple[str, str], str] = {
    (PUBLISH, "en"): """\
{what}

{text}

{skills}
{page}
{people}

If somebody comes to mind, please pass this on, or write to me.

{my_name}
{my_mail}
""",
    (PUBLISH, "fr"): """\
{what}

{text}

{skills}
{page}
{people}

Si quelqu'un vous vient à l'esprit, faites suivre, ou écrivez-moi.

{my_name}
{my_mail}
""",
}
_WHAT = {
    "en": {OpportunityKind.JOB: "Open position: {}", OpportunityKind.CLIENT: "Looking for a client: {}",
           OpportunityKind.PARTNER: "Looking for a partner: {}", OpportunityKind.CANDIDATE: "Looking for somebody: {}",
           OpportunityKind.OTHER: "{}"},
    "fr": {OpportunityKind.JOB: "Poste à pourvoir : {}", OpportunityKind.CLIENT: "Recherche client : {}",
           OpportunityKind.PARTNER: "Recherche partenaire : {}", OpportunityKind.CANDIDATE: "Recherche : {}",
           OpportunityKind.OTHER: "{}"},
}  # fmt: skip
_TOLD = {
    "en": {"at": " at {}", "skills": "Asked for: {}.", "page": "More: {}", "people": "Whom to speak to: {}."},
    "fr": {"at": " chez {}", "skills": "Compétences : {}.", "page": "En savoir plus : {}", "people": "Contacts : {}."},
}


def announce(store: Store, told: Opportunity, lang: str, words: str, *, with_people: bool = False) -> Letter:
    """Return an opportunity as a text in a language; no note, stage or next step, and people only if asked for.

    Raises ConfigError for a field that there is not.
    """
    me = load_person(store, my_id(store) or 0)
    said = _TOLD[lang]
    where = (said["at"].format(told.org) if told.org else "") + (f", {told.place}" if told.place else "")
    people = ", ".join(f"{part.person.name} ({part.role})" for part in told.people) if with_people else ""
    values = {
        "what": _WHAT[lang][OpportunityKind(told.kind)].format(told.title + where),
        "title": told.title, "org": told.org or "", "place": told.place or "", "text": told.text or "",
        "skills": said["skills"].format(", ".join(told.skills)) if told.skills else "",
        "page": said["page"].format(told.url) if told.url else "",
        "people": said["people"].format(people) if people else "",
        "my_name": me.name, "my_mail": me.emails[0].value if me.emails else "",
    }  # fmt: skip
    return Letter(None, PUBLISH, lang, filled(words, values), None)
