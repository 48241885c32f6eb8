"""The facts of one contact of Monica: name, birthday, jobs, tags, what leads to him."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from netcli.dates import is_birthday, is_partial
from netcli.domain.tag import read_tag
from netcli.errors import BadInputError
from netcli.importing.formats.json_values import Json, child, day, items, line, lines, objects
from netcli.model import NameFact, NameKind, PointFact, PointKind, PositionFact
from netcli.text import fold, one_line

_PARTS = {"street": "street", "city": "city", "region": "province", "postal_code": "postal_code", "country": "country"}
_BY_PROTOCOL = {"mailto:": PointKind.EMAIL, "tel:": PointKind.PHONE}
_BY_TYPE = {"email": PointKind.EMAIL, "phone": PointKind.PHONE}
_URL = re.compile(r"(?i)https?://\S+|www\.\S+")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"[+(]?[\d\s()./-]{6,}")


def full_name(told: Json) -> str:
    """Return the name of a contact from its parts, else the nickname."""
    parts = (line(told, part) for part in ("first_name", "middle_name", "last_name"))
    return " ".join(filter(None, parts)) or line(told, "nickname")


def other_names(told: Json, name: str) -> tuple[NameFact, ...]:
    """Return the nickname, unless it is the only name."""
    nick = line(told, "nickname")
    return (NameFact(NameKind.NICKNAME, nick),) if nick and nick != name else ()


def birthday(told: Json) -> str | None:
    """Return the birthday as precise as Monica knows it: of a guessed age the year alone."""
    return _special(child(told, "birthdate"), is_birthday)


def met(told: Json) -> str | None:
    """Return when they met; a day without a year is none."""
    return _special(child(told, "first_met_date"), is_partial)


def _special(said: Json, fits: Callable[[str], bool]) -> str | None:
    found = day(said, "date")
    if found and said.get("is_age_based") is True:
        found = found[:4]
    elif found and said.get("is_year_unknown") is True:
        found = f"-{found[4:]}"
    return found if found and fits(found) else None


def notes(told: Json) -> str:
    """Return what Monica has a field for and netcli has none, as lines."""
    found = []
    if food := line(told, "food_preferences"):
        found.append(f"Food: {food}")
    if said := lines(told, "first_met_additional_info"):
        found.append(f"First met: {said}")
    for key, words, known in (("birthdate", "Birthday", birthday), ("first_met_date", "First met", met)):
        text = line(child(told, key), "date")
        if text and known(told) is None:
            found.append(f"{words}: {text}")
    return "\n".join(found)


def jobs(told: Json) -> tuple[PositionFact, ...]:
    """Return the job."""
    org, title = line(told, "company"), line(told, "job")
    return (PositionFact(org or None, title or None),) if org or title else ()


def tags(told: Json) -> tuple[str, ...]:
    """Return the tags; who is starred is tagged so."""
    words = [tag if isinstance(tag, str) else line(tag, "name") for tag in items(told, "tags")]
    if told.get("is_starred") is True:
        words.append("starred")
    return tuple(dict.fromkeys(found for word in words if (found := _tag(word))))


def _tag(word: str) -> str:
    try:
        return read_tag(one_line(word).replace(",", " "))
    except BadInputError:
        return ""


def points(of_him: dict[str, list[object]], instance: Json) -> Iterator[PointFact]:
    """Yield what leads to somebody: contact fields by their kind, or by what they look like, and addresses."""
    kinds = {line(kind, "uuid"): child(kind, "properties") for kind in objects(instance, "contact_field_types")}
    for field in objects(of_him, "contact_fields"):
        said = child(field, "properties")
        text = line(said, "data")
        if text:
            yield _point(text, kinds.get(line(said, "type"), {}))
    for address in objects(of_him, "addresses"):
        said = child(address, "properties")
        parts = tuple((name, text) for name, key in _PARTS.items() if (text := line(said, key)))
        if parts:
            told = ", ".join(text for _, text in parts)
            yield PointFact(PointKind.ADDRESS, told, line(said, "name").lower() or None, parts=parts)


def _point(text: str, kind: Json) -> PointFact:
    name = line(kind, "name")
    found = _BY_PROTOCOL.get(line(kind, "protocol").lower()) or _BY_TYPE.get(line(kind, "type").lower())
    found = found or _BY_TYPE.get(fold(name))
    if found is None and not name:
        found = PointKind.EMAIL if _EMAIL.fullmatch(text) else PointKind.PHONE if _PHONE.fullmatch(text) else None
    if found is None:
        found = PointKind.URL if _URL.fullmatch(text) else PointKind.IM
    label = name.lower() if found in (PointKind.URL, PointKind.IM) and name else None
    return PointFact(found, text, label)
