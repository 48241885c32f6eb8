"""Whom a card names beside its person: RELATED and its forerunners, assistants with a card of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from netcli.importing.draft import RelationDraft
from netcli.importing.formats.card_pictures import picture
from netcli.importing.formats.card_points import Labels
from netcli.importing.formats.cards import Card, Cards
from netcli.importing.formats.contentline import ContentLine, as_3_0, made_line, unescape
from netcli.model import PersonFacts
from netcli.text import one_line

#: X-SPOUSE, X-MS-MANAGER, X-EVOLUTION-ASSISTANT, X-KADDRESSBOOK-X-SpousesName, Nextcloud's X-MANAGERSNAME,
#: and X-WAB-SPOUSE_NAME of the address book of Windows.
_OLDER = re.compile(
    r"X-(?:[\w-]+-)?(SPOUSE|HUSBAND|WIFE|PARTNER|MANAGER|ASSISTANT|CHILD|CHILDREN|MOTHER|FATHER|PARENT|BROTHER|SISTER"
    r"|FRIEND|BOSS|SUPERVISOR|REFERRED-?BY)(?:S?[-_]?NAME)?"
)
_KINDS = {"REFERREDBY": "referred by", "REFERRED-BY": "referred by", "CHILDREN": "child"}
_MARKS = {"CHILD": ";", "CHILDREN": "[,;]"}  #: between the names of several; `Lind, Bo` is one child
_BY_UID = re.compile(r"(?i)(?:(?:urn:)?uuid|uid):(\S+)")
_BY_NAME = re.compile(r"(?i)name:(?=.)")  #: as Obsidian writes, beside `uid:`
_OTHER_URI = re.compile(r"(?i)[a-z][a-z0-9+.-]*:\S+")
_LONGEST_NAME = 100
_MOST_WORDS = 6
_LONGEST_KEPT = 100_000


def relations(card: Card, labels: Labels) -> tuple[RelationDraft, ...]:
    """Return whom a card names as related; what is no name and no UID is kept: a sentence, the address of a card."""
    return tuple(dict.fromkeys(_relations(card, labels)))


def _relations(card: Card, labels: Labels) -> Iterator[RelationDraft]:
    for name in [name for name in card.named if name[:7] in ("RELATED", "X-ABREL") or _OLDER.fullmatch(name)]:
        for line in card.take(name):
            found = list(_named_by(line, labels))
            yield from found
            if not found:
                card.give_back([line])


def _named_by(line: ContentLine, labels: Labels) -> Iterator[RelationDraft]:
    older = _OLDER.fullmatch(line.name)
    words = [word.removeprefix("x-") for word in line.types if word != "pref"]
    told = _KINDS.get(older[1], older[1].lower()) if older else ", ".join(words) or "related"
    kind = labels.of(line.group) or told
    text = _BY_NAME.sub("", one_line(unescape(line.value)), 1)
    uid = next(iter(line.param("UID")), None)
    if by_uid := _BY_UID.fullmatch(text):
        yield RelationDraft(kind, uid=by_uid[1])
    elif older and older[1] in _MARKS:
        names = [name for part in re.split(_MARKS[older[1]], text) if (name := part.strip())]
        yield from (RelationDraft(kind, name) for name in names if all(map(is_name, names)))
    elif is_name(text):
        yield RelationDraft(kind, text, uid)


def is_name(text: str) -> bool:
    """Tell whether a text may be somebody's name: no address of anything, no sentence, no number."""
    words = text.split()
    is_short = len(words) <= _MOST_WORDS and len(text) <= _LONGEST_NAME
    return is_short and any(map(str.isalpha, text)) and not _OTHER_URI.fullmatch(text)


def agents(card: Card, told: Callable[[Card], tuple[str | None, PersonFacts]]) -> Iterator[RelationDraft]:
    """Yield the agents of a card: by name, or with what their own cards tell, which `told` reads as (UID, facts).

    A card that says more than facts is kept besides, as the text that an AGENT of 3.0 is.
    """
    cards = list(card.agents)
    for line in card.take("AGENT"):
        text = unescape(line.value)
        if text[:100].lstrip().upper().startswith("BEGIN:VCARD") and len(text) <= _LONGEST_KEPT:
            cards += Cards(text.encode())
        elif is_name(one_line(text)):
            yield RelationDraft("agent", one_line(text))
        else:
            card.give_back([line])
    for agent in cards:
        text = _card_text(agent)
        uid, facts = told(agent)
        if picture(agent) is not None:
            agent.leave_out("photos of agents")
        for what, count in agent.left_out.items():
            card.leave_out(what, count)
        if agent.named or agent.agents or not facts.name:
            card.give_back([made_line("AGENT", text)])
        if facts.name:
            yield RelationDraft("agent", facts.name, uid, facts)


def _card_text(card: Card) -> str:
    """Return a card as text, without its bytes."""
    lines = [
        as_3_0(line)
        for line in card.lines
        if len(line.value) < _LONGEST_KEPT and line.head.encodings.isdisjoint({"B", "BASE64"})
    ]
    return "\n".join(("BEGIN:VCARD", *lines, *map(_card_text, card.agents), "END:VCARD"))
