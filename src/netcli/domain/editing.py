"""Changing what is kept on a person: one table of fields, for flags and for the form in an editor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from netcli.date_words import Calendar
from netcli.dates import spelled
from netcli.domain.contact_point import add_point, plain_key, read_email
from netcli.domain.person import load_person, named, write_search_keys
from netcli.domain.tag import read_tag
from netcli.errors import BadInputError, ConflictError
from netcli.model import NameKind, PointFact, PointKind, Status
from netcli.results import Address, Person, Point, Ref
from netcli.storage import Store
from netcli.text import nfc, one_line, slug

Values = tuple[str, ...]
#: What an edit sets: field to its values, all of them; a field that is not named stays as it is.
Edit = Mapping[str, Values]


class Field(NamedTuple):
    """A field: its name, what it holds, whether several or many lines, how a value is read, whether the form has it."""

    name: str
    help: str = ""
    several: bool = False
    lines: bool = False
    read: Callable[[str, Calendar], str] = lambda text, _: one_line(text)
    in_form: bool = True


def _read_date(text: str, calendar: Calendar) -> str:
    return calendar.day(text)


def _read_birthday(text: str, calendar: Calendar) -> str:
    return calendar.birthday(text)


def _read_event(text: str, calendar: Calendar) -> str:
    label, _, day = text.rpartition(":")
    if not label.strip() or not day.strip():
        raise BadInputError(f"not an event: {text}", hint="write it as wedding: 2010-05-01")
    return f"{one_line(label)}: {calendar.birthday(day)}"


def _read_status(text: str, _: Calendar) -> str:
    word = text.strip().lower()
    if word not in {status.value for status in Status}:
        raise BadInputError(f"not a status: {text}", hint=f"status is one of {', '.join(Status)}")
    return word


def _read_flag(text: str, _: Calendar) -> str:
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise BadInputError(f"neither yes nor no: {text}", hint="write yes or no")
    return "yes" if word in _YES else "no"


_YES, _NO = {"yes", "y", "oui", "true", "1"}, {"no", "n", "non", "false", "0"}

#: Every field that can be changed, in the order of the form.
FIELDS: tuple[Field, ...] = (
    Field("name"),
    Field("given"),
    Field("family"),
    Field("additional", "middle names"),
    Field("prefix"),
    Field("suffix"),
    Field("nickname", several=True),
    Field("maiden", several=True),
    Field("also", "other names", several=True),
    Field("headline", "one line on who this is"),
    Field("email", "address (label, preferred)", several=True),
    Field("phone", "number (label, preferred)", several=True),
    Field("url", several=True),
    Field("im", several=True),
    Field("address", several=True),
    Field("tag", several=True, read=lambda text, _: read_tag(text)),
    Field("birthday", "1980-03-22, 1980, or --03-22 without a year", read=_read_birthday),
    Field("event", "label: date", several=True, read=_read_event),
    Field("met_on", "date", read=_read_date),
    Field("met_via", "where you met"),
    Field("lang", "language to write in: en, fr"),
    Field("status", ", ".join(Status), read=_read_status),
    Field("to_meet", "yes or no", read=_read_flag),
    Field("do_not_ask", "yes or no: shall introduce nobody", read=_read_flag),
    Field("confirmed_on", "date his facts were last looked at", read=_read_date),
    Field("handle", "short name to type"),
    Field("summary", lines=True, read=lambda text, _: nfc(text)),
    Field("note", lines=True, read=lambda text, _: nfc(text)),
    Field("photo", "the digest of a picture on file", in_form=False),
)
#: Those that stand in the form.
FORM = tuple(field for field in FIELDS if field.in_form)
BY_NAME = {field.name: field for field in FIELDS}
_POINTS = {"email", "phone", "url", "im", "address"}
_NAMES = {"nickname": NameKind.NICKNAME, "maiden": NameKind.MAIDEN, "also": NameKind.OTHER}
_DATED = {"birthday", "event", "met_on", "confirmed_on"}
_FLAGS = {"to_meet", "do_not_ask"}
#: A blank stands before the label, which may hold parentheses itself: `https://example.org/Ana_(singer) (work (old))`.
_LABELLED = re.compile(r"(?P<value>.*?)(?:\s+\((?P<label>(?:[^()]|\([^()]*\))*)\))?\s*")


def current_values(person: Person) -> dict[str, Values]:
    """Return what every field holds, as the form shows it."""
    values: dict[str, Values] = {}
    for field in FIELDS:
        held = getattr(person, field.name, None)
        values[field.name] = (held,) if isinstance(held, str) and held else ()
    values |= {name: ("yes" if getattr(person, name) else "no",) for name in _FLAGS}
    values["nickname"] = person.nicknames
    values["maiden"] = tuple(n.name for n in person.other_names if n.kind == "maiden")
    values["also"] = tuple(n.name for n in person.other_names if n.kind == "other")
    values["tag"] = person.tags
    values["event"] = tuple(f"{event.label}: {event.on}" for event in person.events)
    points: dict[str, tuple[Point | Address, ...]] = {
        "email": person.emails, "phone": person.phones, "url": person.urls, "im": person.ims,
        "address": person.addresses,
    }  # fmt: skip
    return values | {name: tuple(map(_shown, found)) for name, found in points.items()}


def _shown(point: Point | Address) -> str:
    words = ", ".join(word for word in (point.label, "preferred" if point.preferred else None) if word)
    return f"{point.value} ({words})" if words else point.value


def read_edit(raw: Mapping[str, Iterable[str]], calendar: Calendar) -> dict[str, Values]:
    """Return an edit with every value read and checked; raises BadInputError naming the field."""
    edit: dict[str, Values] = {}
    for name, texts in raw.items():
        field = BY_NAME[name]
        with _naming(name):
            edit[name] = tuple(dict.fromkeys(field.read(text, calendar) for text in texts if text.strip()))
        if len(edit[name]) > 1 and not field.several:
            raise BadInputError(f"{name}: one value only", hint=f"leave one line {name}:")
    if "name" in edit and not edit["name"]:
        raise BadInputError("name: a person needs a name", hint="write one, or netcli remove PERSON")
    return edit


@contextmanager
def _naming(field: str) -> Iterator[None]:
    """Let what cannot be read say of which field it is."""
    try:
        yield
    except BadInputError as error:
        raise BadInputError(f"{field}: {error.message}", hint=error.hint) from None


def told(edit: Edit, names: Iterable[str]) -> str:
    """Return in words what an edit makes of these fields, days with their weekday."""
    shown = {name.replace("_", " "): [_weekday(name, value) for value in edit[name]] for name in names}
    return " ".join("; ".join(f"{name}: {', '.join(values) or 'nothing'}" for name, values in shown.items()).split())


def _weekday(name: str, value: str) -> str:
    label, colon, day = value.rpartition(": ") if name == "event" else ("", "", value)
    return f"{label}{colon}{spelled(day)}" if name in _DATED else value


def edit_person(store: Store, person: Ref, edit: Edit, *, on: str) -> list[str]:
    """Write an edit; return the names of the fields that changed."""
    before = current_values(load_person(store, person.id))
    changed = [name for name in edit if set(edit[name]) != set(before[name])]
    columns: dict[str, str | int | None] = {}
    if "name" in changed and not {"given", "family"} & set(edit):
        guessed = named(edit["name"][0])
        columns |= {"given": guessed.given, "family": guessed.family}
    for name in changed:
        values = edit[name]
        if name in _POINTS:
            _set_points(store, person.id, PointKind(name), values, on=on)
        elif name in _NAMES:
            _set_rows(store, person.id, ("other_name", "name", {"kind": _NAMES[name]}), before[name], values)
        elif name == "tag":
            _set_rows(store, person.id, ("tag", "word", {}), before[name], values)
        elif name == "event":
            _set_events(store, person.id, before[name], values)
        elif name in _FLAGS:
            columns[name] = int(values == ("yes",))
        else:
            columns[name] = _column(store, person.id, name, values)
    if columns:
        store.update("person", person.id, **columns)
    if changed:
        write_search_keys(store, [person.id])
    return changed


def others_addressed(store: Store, person: Ref, edit: Edit) -> list[tuple[str, Ref]]:
    """Return the e-mail addresses that an edit adds and somebody else has, too, each with who that is."""
    held = current_values(load_person(store, person.id))["email"]
    fresh = [_labelled(text)[0] for text in edit.get("email", ()) if text not in held]
    return [
        (address, Ref(*row))
        for address in fresh
        for row in store.tuples(_OTHERS, (plain_key(PointKind.EMAIL, address), person.id))
    ]


_OTHERS = """SELECT DISTINCT person.id, handle, name FROM contact_point JOIN person ON person.id = person_id
WHERE kind = 'email' AND key = ? AND person_id <> ? AND removed_on IS NULL ORDER BY person.id"""


def _column(store: Store, person: int, name: str, values: Values) -> str | None:
    value = values[0] if values else None
    if name == "status":
        return value or Status.ACTIVE
    if name == "handle":
        return _free_handle(store, person, value or "")
    return value


def _free_handle(store: Store, person: int, wanted: str) -> str:
    """Return a handle if it may be given; the old one goes on leading here."""
    if slug(wanted) != wanted or wanted == "me" or not any(c.isalpha() for c in wanted):
        raise BadInputError(f"not a handle: {wanted}", hint="letters, digits and hyphens, at least one letter")
    taken = store.row(
        "SELECT name FROM person WHERE handle = ?1 AND id <> ?2 UNION ALL"
        " SELECT name FROM person_alias JOIN person ON person.id = person_id"
        " WHERE kind = 'handle' AND value = ?1 AND person_id <> ?2",
        (wanted, person),
    )
    if taken:
        raise ConflictError(f"{wanted} leads to {taken['name']} already", hint=f"netcli show {wanted}")
    old = store.value("SELECT handle FROM person WHERE id = ?", (person,))
    store.run("DELETE FROM person_alias WHERE kind = 'handle' AND value = ?", (wanted,))
    store.insert("person_alias", person_id=person, kind="handle", value=old)
    return wanted


def _set_points(store: Store, person: int, kind: PointKind, after: Values, *, on: str) -> None:
    """Make the contact points of a kind what the edit says; those that stay keep their rows and their parts.

    What stands as it was shown stays as it is: it may hold what would be read as a label.
    """
    rows = store.rows(
        "SELECT id, value, label, is_preferred FROM contact_point WHERE person_id = ? AND kind = ?", (person, kind)
    )
    by_text = {
        one_line(_shown(Point(row["value"], row["label"], bool(row["is_preferred"])))): row["id"] for row in rows
    }
    by_value = {row["value"]: row["id"] for row in rows}
    fresh = [_labelled(text) for text in after if text not in by_text]
    stay = {by_text.get(text) for text in after} | {by_value.get(value) for value, _, _ in fresh}
    store.run_many("DELETE FROM contact_point WHERE id = ?", [(row["id"],) for row in rows if row["id"] not in stay])
    for value, label, preferred in fresh:
        if value in by_value:
            store.update("contact_point", by_value[value], label=label, is_preferred=int(preferred))
            continue
        with _naming(kind):
            fact = PointFact(kind, read_email(value) if kind is PointKind.EMAIL else value, label, preferred)
            if not add_point(store, person, fact, seen_on=on):
                raise BadInputError(f"{value} is there already", hint="write each once")


def _labelled(text: str) -> tuple[str, str | None, bool]:
    """Return (value, label, preferred) of `ana@example.org (work, preferred)`."""
    match = _LABELLED.fullmatch(text)
    if match is None or not match["value"]:
        return text, None, False
    words = [word.strip() for word in (match["label"] or "").split(",") if word.strip()]
    return match["value"], ", ".join(w for w in words if w != "preferred") or None, "preferred" in words


def _set_rows(store: Store, person: int, place: tuple[str, str, dict[str, str]], before: Values, after: Values) -> None:
    table, column, extra = place
    for value in set(before) - set(after):
        kind = " AND kind = ?" if extra else ""
        store.run(f"DELETE FROM {table} WHERE person_id = ? AND {column} = ?{kind}", (person, value, *extra.values()))
    for value in after:
        if value not in before:
            store.insert(table, person_id=person, **{column: value}, **extra)


def _set_events(store: Store, person: int, before: Values, after: Values) -> None:
    """Write the events; one that has got another date stays the same row."""
    gone = [tuple(text.rpartition(": ")[::2]) for text in before if text not in after]
    for label, day in (text.rpartition(": ")[::2] for text in after if text not in before):
        old = next((one for one in gone if one[0] == label), None)
        if old is None:
            store.insert("event", person_id=person, label=label, on_date=day)
            continue
        gone.remove(old)
        store.run(f"UPDATE event SET on_date = ? {_THIS_EVENT}", (day, person, *old))
    for one in gone:
        store.run(f"DELETE FROM event {_THIS_EVENT}", (person, *one))


_THIS_EVENT = "WHERE person_id = ? AND label = ? AND on_date = ?"
