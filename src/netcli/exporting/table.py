"""People as a table, a row each, under the columns of Google Contacts (its layout of 2024), which Outlook takes too."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from netcli.dates import is_birthday
from netcli.errors import UsageError
from netcli.exporting.people import Wanted, batches
from netcli.exporting.sharing import SHARED
from netcli.results import Address, Event, Person, Point
from netcli.storage import Store
from netcli.text import csv_cell, fold, visible

#: Between several values in one cell, as Google writes them.
BETWEEN = " ::: "
#: Columns that there are as often as somebody has such a thing: their name before the number, and the field.
_NUMBERED = {
    "E-mail": "emails", "Phone": "phones", "Address": "addresses", "Website": "urls", "IM": "ims", "Event": "events",
}  # fmt: skip
_SORTS = {"email": "E-mail", "phone": "Phone", "address": "Address", "url": "Website", "im": "IM", "event": "Event"}
_COUNTS = """SELECT person_id, kind, count(*) FROM contact_point GROUP BY person_id, kind
UNION ALL SELECT person_id, 'event', count(*) FROM event GROUP BY person_id"""
_LABELLED = ("Label", "Value")
_OF_ADDRESS = {
    "Label": None, "Formatted": "value", "Street": "street", "City": "city", "PO Box": "po_box", "Region": "region",
    "Postal Code": "postal_code", "Country": "country", "Extended Address": "extended",
}  # fmt: skip
_NUMBER = re.compile(r"\+[0-9 ()./-]+")


def rows(store: Store, wanted: Wanted, delimiter: str, fields: Sequence[str] | None = None) -> Iterator[bytes]:
    """Yield the header, then a row for each of the people wanted, a batch at a time.

    `fields` names the columns wanted, in their order, in any case; raises UsageError for one that there is not.
    """
    header = [*_SINGLE, *_numbered(_most(store, wanted))]
    chosen = _columns(header, fields) if fields else header
    yield _text([chosen], delimiter)
    for people in batches(store, wanted):
        yield _text(([_cell(row.get(name)) for name in chosen] for row in map(_row, people)), delimiter)


def _most(store: Store, wanted: Wanted) -> dict[str, int]:
    """Return for each sort of thing how many of them the one of these people has who has most."""
    people, most = set(wanted.people), dict.fromkeys(_NUMBERED, 0)
    for person, field, often in store.rows(_COUNTS):
        name = _SORTS[field]
        if person in people and not (wanted.sharing and _NUMBERED[name] not in SHARED):
            most[name] = max(most[name], often)
    return most


def _numbered(most: Mapping[str, int]) -> Iterator[str]:
    for name, often in most.items():
        parts = _OF_ADDRESS if name == "Address" else _LABELLED
        yield from (f"{name} {number} - {part}" for number in range(1, often + 1) for part in parts)


def _columns(header: Sequence[str], fields: Sequence[str]) -> list[str]:
    known = {fold(name): name for name in header}
    if unknown := [name for name in fields if fold(name) not in known]:
        raise UsageError(f"no column {unknown[0]}", hint=f"columns: {', '.join(header)}")
    return [known[fold(name)] for name in fields]


def _row(person: Person) -> dict[str, str | None]:
    row = {name: read(person) for name, read in _SINGLE.items()}
    for name, field in _NUMBERED.items():
        for number, item in enumerate(getattr(person, field), 1):
            row |= {f"{name} {number} - {part}": text for part, text in _parts(item)}
    return row


def _parts(item: Point | Address | Event) -> Iterator[tuple[str, str | None]]:
    if isinstance(item, Event):
        yield from zip(_LABELLED, (item.label, item.on), strict=True)
        return
    starred = "*" if item.preferred else None
    yield "Label", " ".join(filter(None, (starred, item.label))) or None
    if isinstance(item, Point):
        yield "Value", item.value
    else:
        yield from ((part, getattr(item, name)) for part, name in _OF_ADDRESS.items() if name)


def _file_as(person: Person) -> str | None:
    """Return the name to show, where it is not what its parts give to a reader: prefix and suffix are beside them."""
    parts = (person.given, person.additional, person.family)
    return None if person.name == " ".join(filter(None, parts)) else person.name


def _job(person: Person, part: str) -> str | None:
    return next((getattr(job, part) for job in person.positions if job.current), None)


def _cell(text: str | None) -> str:
    """Return a cell that is no formula; a date or number that only looks like one stays as other programs know it."""
    if not text or (text.isprintable() and text[0].isalnum()):
        return text or ""  # nearly all
    plain = "\n".join(map(visible, re.split(r"\r\n|\r|\n", text)))
    return plain if is_birthday(plain) or _NUMBER.fullmatch(plain) else csv_cell(plain)


def _text(records: Iterable[Sequence[str]], delimiter: str) -> bytes:
    page = io.StringIO()
    csv.writer(page, delimiter=delimiter, lineterminator="\n").writerows(records)
    return page.getvalue().encode()


#: Columns that there are once: what stands in them.
_SINGLE: dict[str, Callable[[Person], str | None]] = {
    "First Name": lambda person: person.given,
    "Middle Name": lambda person: person.additional,
    "Last Name": lambda person: person.family,
    "Name Prefix": lambda person: person.prefix,
    "Name Suffix": lambda person: person.suffix,
    "Nickname": lambda person: BETWEEN.join(person.nicknames),
    "File As": _file_as,
    "Organization Name": lambda person: _job(person, "org"),
    "Organization Title": lambda person: _job(person, "title"),
    "Organization Department": lambda person: _job(person, "team"),
    "Birthday": lambda person: person.birthday,
    "Notes": lambda person: person.note,
    "Labels": lambda person: BETWEEN.join(person.tags),
}
