"""Phone numbers as they are compared: one key for both writings of a number, with its country and without."""

from __future__ import annotations

from itertools import islice

from netcli.config import Held
from netcli.storage import Store
from netcli.text import is_national, is_national_key, phone_country, phone_key


def home_of(store: Store) -> Held:
    """Return the country of numbers without one: as configured, else of my own number, else of the locale.

    Asked once for an open file. Reading my own number loads phonenumbers: ask for a national number only.
    """
    if not isinstance(store.home, Held):
        configured = store.home()
        store.home = configured if configured.origin == "file" else _mine(store) or configured
    return store.home


def _mine(store: Store) -> Held | None:
    numbers = store.column(
        "SELECT value FROM contact_point JOIN person ON person.id = person_id"
        " WHERE is_me AND kind = 'phone' AND key GLOB '+*' ORDER BY is_preferred DESC, contact_point.id"
    )
    countries = [(country, text) for text in numbers if not is_national(text) and (country := phone_country(text))]
    return Held(countries[0][0], "my phone", countries[0][1]) if countries else None


def number_key(store: Store, text: str) -> str:
    """Return the key of a phone number, one without country read as one of the home country."""
    return phone_key(text, str(home_of(store).value or "")) if is_national(text) else phone_key(text)


def number_keys(store: Store, text: str) -> tuple[str, ...]:
    """Return the keys under which a number may be on file; a national one may be older than what is known of home."""
    plain = phone_key(text)
    return (number_key(store, text), plain) if is_national_key(plain) else (plain,)


def give_home(store: Store, *, again: bool = False) -> int:
    """Write anew the keys of numbers whose country was not known; `again` of all. Return how many changed.

    Runs inside an operation. What is kept of a number is how it was given: no value changes.
    """
    where = "" if again else " AND key >= '0' AND key < ':'"
    rows = store.rows(f"SELECT id, value, key FROM contact_point WHERE kind = 'phone'{where} ORDER BY id")
    changed = 0
    for row in rows:
        key = number_key(store, row["value"]) if again or is_national(row["value"]) else row["key"]
        if key and key != row["key"]:
            store.update("contact_point", row["id"], key=key)
            note_home(store, row["value"], key)
            changed += 1
    return changed


def note_home(store: Store, text: str, key: str) -> None:
    """Count a number that is written with the home country, to be told of the first."""
    if key.startswith("+") and is_national(text):
        store.given_home += 1


def first_told(store: Store) -> str:
    """Return what to say when numbers are given the home country for the first time in this file, else nothing.

    Not for a country that is configured. To be asked inside the operation.
    """
    if not store.given_home or home_of(store).origin == "file":
        return ""
    given = store.column(
        "SELECT value FROM contact_point WHERE kind = 'phone' AND key GLOB '+*' AND value NOT GLOB '+*'"
    )
    if len(list(islice(filter(is_national, given), store.given_home + 1))) > store.given_home:
        return ""
    held = home_of(store)
    source = f"your {'own number' if held.origin == 'my phone' else 'locale'} {held.detail}"
    return f"phone numbers without a country are read as of {held.value}, from {source}; netcli config set country CODE"
