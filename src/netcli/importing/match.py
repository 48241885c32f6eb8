"""Is a draft somebody who is on file? Explained, and never by the name alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netcli.domain.contact_point import point_keys
from netcli.importing.draft import Draft
from netcli.model import PointKind
from netcli.storage import Store
from netcli.text import fold, fold_forms, profile_key


@dataclass(frozen=True, slots=True)
class Match:
    """Who a draft is: `person` if it is certain; else `maybe`, somebody it may be, and why."""

    person: int | None = None
    maybe: int | None = None
    why: str = ""


def match(store: Store, draft: Draft, source: int | None) -> Match:
    """Return who a draft is.

    The same key of the same source, the same UID or the same page at LinkedIn: the same person. So is one of the same
    name who connected on the same day, unless his page is another one. A shared e-mail address or number: the same if
    exactly one person has it and the names do not conflict, else maybe. The same name alone: maybe.
    """
    known = _by_key(store, draft, source)
    if known is None:
        known = _by_profile(store, draft)
    if known is None and draft.since and source is not None:
        known = _by_day(store, draft, source)
    if known is not None:
        return Match(known)
    maybe = Match()
    for point in draft.facts.points:
        if point.kind not in (PointKind.EMAIL, PointKind.PHONE):
            continue
        keys = point_keys(store, point.kind, point.value)
        owners = store.rows(
            "SELECT DISTINCT person.id, name FROM contact_point JOIN person ON person.id = person_id"
            " WHERE kind = ? AND key IN (?, ?) ORDER BY person.id",
            (point.kind, keys[0], keys[-1]),
        )
        if len(owners) == 1 and not names_conflict(draft.facts.name, owners[0]["name"]):
            return Match(owners[0]["id"])
        if owners and maybe.maybe is None:
            maybe = Match(maybe=owners[0]["id"], why=f"same {point.kind.value} {point.value}")
    if maybe.maybe is not None:
        return maybe
    namesake = store.value(
        "SELECT min(person_id) FROM search_key JOIN person ON person.id = person_id WHERE key = ? AND NOT is_me",
        (fold(draft.facts.name),),
    )
    return Match(maybe=namesake, why="same name") if namesake else Match()


def _by_key(store: Store, draft: Draft, source: int | None) -> int | None:
    if draft.key is None:
        return None
    found = store.value(
        "SELECT person_id FROM source_record WHERE source_id IS ? AND key = ?", (source, draft.key)
    ) or store.value(
        "SELECT id FROM person WHERE uid = ?1"
        " UNION ALL SELECT person_id FROM person_alias WHERE kind = 'uid' AND value = ?1",
        (draft.key,),
    )
    return int(found) if found else None


def _by_profile(store: Store, draft: Draft) -> int | None:
    owners: set[int] = set()
    for profile in _profiles(point.value for point in draft.facts.points if point.kind is PointKind.URL):
        owners.update(
            store.column("SELECT person_id FROM contact_point WHERE key = ? AND kind = ?", (profile, PointKind.URL))
        )
    return owners.pop() if len(owners) == 1 else None


def _by_day(store: Store, draft: Draft, source: int) -> int | None:
    """Return the only one of that name of whom this source says that he connected on that day.

    Files of before 2023 have no addresses of pages, so that a later one could not be told to be of the same people.
    """
    mine = _profiles(point.value for point in draft.facts.points if point.kind is PointKind.URL)
    found = []
    for person in store.column("SELECT DISTINCT person_id FROM search_key WHERE key = ?", (fold(draft.facts.name),)):
        connected = store.value(
            "SELECT 1 FROM tie CROSS JOIN tie_evidence ON tie_id = tie.id"
            " WHERE (a = ?1 OR b = ?1) AND +source_id = ?2 AND on_date = ?3",
            (person, source, draft.since),
        )
        urls = "SELECT value FROM contact_point WHERE person_id = ? AND kind = ?"
        if connected and not (mine and _profiles(store.column(urls, (person, PointKind.URL))) - mine):
            found.append(int(person))
    return found[0] if len(found) == 1 else None


def _profiles(urls: Iterable[str]) -> set[str]:
    return {key for url in urls if (key := profile_key(url))}


def names_conflict(one: str, other: str) -> bool:
    """Tell whether two names cannot be one person's: neither's words are within the other's."""
    pairs = [(set(a.split()), set(b.split())) for a in fold_forms(one) for b in fold_forms(other)]
    return all(a and b and not a <= b and not b <= a for a, b in pairs)
