"""How commands choose people: those who are named, those a query chooses, or both; and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from netcli.commands._session import Session
from netcli.errors import NotFoundError
from netcli.results import Ref
from netcli.shape import NamedTuple
from netcli.storage import Store

Found = TypeVar("Found")
_MOST_NAMES = 5


def whom(session: Session, store: Store, words: Sequence[str] | None) -> frozenset[int] | None:
    """Return the people a list is about: the one person whom a word names, else those a query chooses; None: all."""
    if not words:
        return None
    from netcli.domain.query import Query
    from netcli.domain.reference import matches

    query = Query(words)
    if len(words) == 1 and ":" not in words[0] and len(named := matches(store, words[0])) == 1:
        return frozenset(named)
    found = None if query.is_empty else frozenset(query.find(store, session.today))
    if found is not None and not found:
        session.say(f"Nobody is {' '.join(words)}: netcli list, netcli help query")
    return found


def even_removed(find: Callable[..., Found], store: Store, whom: object) -> Found:
    """Return what `find` finds on file, else among those who were removed; raises its NotFoundError."""
    try:
        return find(store, whom)
    except NotFoundError:
        with suppress(NotFoundError):
            return find(store, whom, removed=True)
        raise


class Chosen(NamedTuple):
    """The people named and those a query chooses, each once; how many others it would choose, who are not mine."""

    people: list[Ref]
    where: str | None = None
    hidden: int = 0


def named_and_chosen(
    session: Session, store: Store, people: Sequence[str], where: str | None, *, everybody: bool = False
) -> Chosen:
    """Return the people named and those of mine, or of everybody, that a query chooses."""
    from netcli.domain.membership import chosen_for

    named = session.people(store, people)
    if where is None:
        return Chosen(named)
    chosen, hidden = chosen_for(store, where, session.today, everybody=everybody)
    return Chosen(list({ref.id: ref for ref in (*named, *chosen)}.values()), where, hidden)


def say_whom_not(session: Session, chosen: Chosen, *command: str) -> None:
    """Say that nobody was chosen, or that people known only through others were left out; `command` takes them in."""
    from shlex import join, quote

    if not chosen.people:
        session.say("Nobody: netcli help query explains how to ask, netcli list tells who is on file.")
    if chosen.hidden:
        rest = f"netcli list --all {quote(chosen.where or '')} --format ids | netcli {join(command)}"
        session.say(f"{chosen.hidden:,} more are known only through others: {rest}")


def warn_of_asks(session: Session, store: Store, asked: Ref, asker: Ref) -> None:
    """Say, before I ask somebody again, that I did so often enough without giving anything since."""
    from netcli.domain.balance import ASKS_UNRETURNED, asks_unreturned
    from netcli.domain.ref import my_id

    before = asks_unreturned(store, asked.id, session.today) if asker.id == my_id(store) else 0
    if before >= ASKS_UNRETURNED:
        session.say(
            f"You asked {asked.name} {before} times and gave nothing since: netcli balance {asked.handle} tells,"
            f" netcli exchange add {asked.handle} TEXT --given notes what you do"
        )


def names_of(people: Sequence[Ref]) -> str:
    """Return the names of a few people, or how many they are."""
    return ", ".join(ref.name for ref in people) if len(people) <= _MOST_NAMES else f"{len(people):,} people"
