"""Contact points: e-mail addresses, phone numbers, URLs, postal addresses, messaging handles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from netcli.domain.phone import note_home, number_keys
from netcli.errors import BadInputError
from netcli.model import ADDRESS_PARTS, PointFact, PointKind
from netcli.results import Address, Point
from netcli.storage import Row, Store, read_json
from netcli.text import email_key, fold, one_line, phone_extension, phone_key, url_key

_KEYS: dict[PointKind, Callable[[str], str]] = {
    PointKind.EMAIL: email_key, PointKind.PHONE: phone_key, PointKind.URL: url_key,
}  # fmt: skip


def point_keys(store: Store, kind: PointKind, value: str) -> tuple[str, ...]:
    """Return the keys by which a contact point is compared, the one to write first; a phone may have two.

    A phone that is a word is compared as a word.
    """
    if kind is PointKind.PHONE and (keys := number_keys(store, value)) != ("",):
        return keys
    return (plain_key(kind, value),)


def plain_key(kind: PointKind, value: str) -> str:
    """Return the key of a contact point as long as no home country is known."""
    return _KEYS.get(kind, fold)(value) or fold(value)


def add_point(store: Store, person_id: int, fact: PointFact, *, seen_on: str | None) -> bool:
    """Add a contact point unless the person has it already; return whether it was new.

    A number with another extension reaches somebody else's desk: it is another one.
    """
    if not fact.value:
        return False
    keys = point_keys(store, fact.kind, fact.value)
    known = store.column(
        "SELECT value FROM contact_point WHERE person_id = ? AND kind = ? AND key IN (?, ?)",
        (person_id, fact.kind, keys[0], keys[-1]),
    )
    if fact.kind is PointKind.PHONE:
        extension = phone_extension(fact.value)
        known = [value for value in known if phone_extension(value) == extension]
    if known:
        return False
    store.insert(
        "contact_point", person_id=person_id, kind=fact.kind, value=one_line(fact.value), key=keys[0], label=fact.label,
        is_preferred=int(fact.preferred), parts=json.dumps(dict(fact.parts)) if fact.parts else None, seen_on=seen_on,
    )  # fmt: skip
    if fact.kind is PointKind.PHONE:
        note_home(store, fact.value, keys[0])
    return True


def read_email(text: str) -> str:
    """Return an e-mail address as given or pasted, without what stood around it; raises BadInputError if it is none."""
    mail = one_line(text).rstrip(" ,;").removeprefix("<").removesuffix(">").removeprefix("mailto:")
    if not re.fullmatch(_ADDRESS, mail):
        raise BadInputError(f"not an e-mail address: {text}", hint="write it as name@example.org")
    return mail


_ADDRESS = r"[^@\s<>,]+@[^@\s<>,]+"


def has_emails(store: Store) -> bool:
    """Tell whether anybody on file has an e-mail address."""
    return bool(store.value("SELECT 1 FROM contact_point JOIN person ON person.id = person_id WHERE kind = 'email'"))


def city_fact(city: str) -> PointFact:
    """Return a postal address of which only the city is known."""
    return PointFact(PointKind.ADDRESS, one_line(city), parts=(("city", one_line(city)),))


def read_point(row: Row) -> Point:
    """Return a stored row as it is printed."""
    return Point(row["value"], row["label"], bool(row["is_preferred"]), row["seen_on"])


def read_address(row: Row) -> Address:
    """Return a stored postal address as it is printed, with its parts."""
    parts = read_json(row["parts"] or "{}")
    named = (parts.get(name) for name in ADDRESS_PARTS)
    return Address(row["value"], row["label"], bool(row["is_preferred"]), row["seen_on"], *named)
