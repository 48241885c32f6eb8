"""Stating and taking back ties of several people at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from netcli.domain.adding import read_new
from netcli.domain.interaction import drop_if_bare, have_met
from netcli.domain.new_people import add_person
from netcli.domain.person import refuse_known_email
from netcli.domain.ref import refs
from netcli.errors import BadInputError, NotFoundError
from netcli.results import Ref
from netcli.storage import Store
from netcli.text import fold

_SHOWN = 5
_MAIL = re.compile(r"(?P<name>[^<]*)<\s*(?P<mail>[^<>\s]+@[^<>\s]+)\s*>")


def ways_to_say(text: str) -> list[str]:
    """Return what may name the person of a text: the address and the name of `Name <mail>`, else the text itself."""
    match = _MAIL.fullmatch(text.strip())
    return [part for part in (match["mail"], match["name"].strip()) if part] if match else [text]


def add_unknown(store: Store, texts: Iterable[str], *, on: str) -> list[Ref]:
    """Add people by name, or `Name <mail>`, each once; nothing ties them to me."""
    added = []
    for text in {fold(text) or text: text for text in texts}.values():
        facts = read_new(text)
        refuse_known_email(store, facts)
        added.append(add_person(store, facts, seen_on=on))
    return list(refs(store, added))


def refuse_unknown(unknown: Sequence[NotFoundError], texts: Sequence[str]) -> None:
    """Raise NotFoundError with everybody who was not found; a single one with the near names."""
    if len(unknown) == 1:
        raise unknown[0]
    if unknown:
        shown = ", ".join(f'"{text}"' for text in texts[:20])
        more = f" and {len(texts) - 20:,} more" if len(texts) > 20 else ""
        raise NotFoundError(
            f"nobody is called {shown}{more}; nothing was written",
            hint="correct the names, or --add makes these people",
        )


def refuse_oneself(hub: Ref, others: Iterable[Ref]) -> None:
    """Raise BadInputError if the first person is among the others."""
    if any(other.id == hub.id for other in others):
        raise BadInputError(
            f"a tie needs two people: {hub.name} stands on both sides", hint=f"netcli link {hub.handle} OTHER"
        )


def take_back(store: Store, hub: Ref, others: Iterable[Ref]) -> list[Ref]:
    """Delete all that was stated between one person and each of several; return those for whom there was something."""
    changed = []
    for other in others:
        a, b = sorted((hub.id, other.id))
        if store.run("DELETE FROM tie_statement WHERE tie_id IN (SELECT id FROM tie WHERE a = ? AND b = ?)", (a, b)):
            changed.append(other)
            drop_if_bare(store, a, b)
    return changed


def still_tied(store: Store, hub: Ref, others: Iterable[Ref]) -> list[Ref]:
    """Return those of several people whom books, imports or contacts tie to one."""
    implied = "SELECT 1 FROM tie JOIN tie_evidence ON tie_id = tie.id WHERE a = min(?1, ?2) AND b = max(?1, ?2)"
    return [other for other in others if store.value(implied, (hub.id, other.id)) or have_met(store, hub.id, other.id)]


def listed(people: Sequence[Ref]) -> str:
    """Return names for a sentence: all of a few, of many the first ones and how many more."""
    names = [ref.name for ref in people]
    if len(names) <= _SHOWN + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN:,} more"
