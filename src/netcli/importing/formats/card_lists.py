"""Lists of addresses, each of which Evolution writes as a card: a group, not somebody with the addresses of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netcli.importing.draft import Draft
from netcli.importing.formats.card_points import CLEAN, addressee
from netcli.importing.formats.cards import Card
from netcli.importing.formats.contentline import unescape
from netcli.model import PersonFacts, PointFact, PointKind
from netcli.person_name import read_name
from netcli.text import email_key

_OF_THE_LIST = ("X-EVOLUTION-LIST", "X-EVOLUTION-LIST-SHOW-ADDRESSES", "X-EVOLUTION-LIST-SHOW_ADDRESSES")


def is_list(card: Card) -> bool:
    """Tell whether a card is a list of addresses."""
    return any(line.value.strip().lower() == "true" for line in card.named.get("X-EVOLUTION-LIST", ()))


def listed(card: Card, where: str) -> list[Draft]:
    """Return who is in a list, each by his name and address, and take the lines that say so."""
    found = []
    for line in card.take("EMAIL"):
        mail, name = CLEAN["EMAIL"][1](unescape(line.value)), addressee(line.value)
        point = PointFact(PointKind.EMAIL, mail)
        facts = PersonFacts(name or mail, *read_name(name), points=(point,))
        found += [Draft(facts, where)] if mail else []
    card.take(*_OF_THE_LIST)
    names = [line.value for line in card.named.get("FN", ())]
    card.give_back(line for line in card.take("X-EVOLUTION-FILE-AS") if line.value not in names)
    return found


def members(people: Iterable[Draft]) -> Iterator[str]:
    """Yield what a group calls those who are in a list."""
    return (f"mailto:{person.facts.points[0].value}" for person in people)


def but_in_lists(drafts: Iterable[Draft], people: Iterable[Draft]) -> Iterator[Draft]:
    """Yield those of lists who have no card of their own, each once."""
    known = {
        email_key(point.value) for draft in drafts for point in draft.facts.points if point.kind is PointKind.EMAIL
    }
    for person in people:
        mail = email_key(person.facts.points[0].value)
        if mail not in known:
            known.add(mail)
            yield person
