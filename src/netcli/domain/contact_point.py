"""Contact points: e-mail addresses, phone numbers, URLs, postal addresses, messaging handles."""

from __future__ import annotations

import json

from netcli.model import ADDRESS_PARTS, PointFact, PointKind
from netcli.results import Address, Point
from netcli.storage import Row, Store, read_json
from netcli.text import email_key, fold, one_line, phone_key, url_key

_KEYS = {PointKind.EMAIL: email_key, PointKind.PHONE: phone_key, PointKind.URL: url_key}


def point_key(kind: PointKind, value: str) -> str:
    """Return the key by which a contact point is compared; a phone that is a word is compared as a word."""
    return _KEYS.get(kind, fold)(value) or fold(value)


def add_point(store: Store, person_id: int, fact: PointFact, *, seen_on: str | None) -> bool:
    """Add a contact point unless the person has it already; return whether it was new."""
    key = point_key(fact.kind, fact.value)
    known = store.value(
        "SELECT 1 FROM contact_point WHERE person_id = ? AND kind = ? AND key = ?",
        (person_id, fact.kind, key),
    )
    if known or not fact.value:
        return False
    store.insert(
        "contact_point", person_id=person_id, kind=fact.kind, value=one_line(fact.value), key=key, label=fact.label,
        is_preferred=int(fact.preferred), parts=json.dumps(dict(fact.parts)) if fact.parts else None, seen_on=seen_on,
    )  # fmt: skip
    return True


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
