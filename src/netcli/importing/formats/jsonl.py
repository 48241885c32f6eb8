"""People as lines of JSON, as `netcli export jsonl` writes them: objects of the shape Person has in docs/json.md."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar

from netcli.dates import is_birthday, is_partial
from netcli.domain.skill import LANGUAGE, SKILL
from netcli.errors import BadInputError
from netcli.importing.draft import Draft, GroupDraft, Reading
from netcli.importing.formats.contentline import as_utf8
from netcli.importing.formats.json_values import POINT_LISTS, Json
from netcli.model import (
    ADDRESS_PARTS,
    SCALARS,
    EventFact,
    NameFact,
    NameKind,
    PersonFacts,
    PointFact,
    PositionFact,
    PositionKind,
    SkillFact,
)
from netcli.results_import import Rejected, Skipped
from netcli.text import nfc, one_line

Word = TypeVar("Word", NameKind, PositionKind)

_HEAD = 64 * 1024
_LINES = {"note", "summary"}  #: texts that keep their lines
_DATES = {"birthday": is_birthday, "met_on": is_partial}
#: What a line may hold that an import has no place for: it stays in the file that wrote it.
_LEFT_OUT = {"remarks": "remarks, which are private", "photo": "photos, which export vcard writes"}


def is_ours(data: bytes) -> bool:
    """Tell whether a file begins with a line that is an object with a name and lists of what leads to somebody."""
    head = as_utf8(data[:_HEAD]).lstrip()
    if not head.startswith(b"{"):
        return False
    line, ends, _ = head.partition(b"\n")
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return not ends and b'"name"' in line and b'"emails"' in line  # one long line
    return isinstance(first, dict) and {"name", "emails"} <= first.keys()


def read(data: bytes) -> Reading:
    """Return the people of a file; a line that is no person is rejected with its number."""
    drafts, rejected, left_out = [], [], Counter[str]()
    groups: dict[str, list[str]] = {}
    for number, line in enumerate(as_utf8(data).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            found = _object(line)
            draft = _draft(found, f"line {number}")
        except BadInputError as error:
            rejected.append(Rejected(f"line {number}", error.message))
            continue
        if found.get("is_me"):
            left_out["the owner of the file it comes from"] += 1
            continue
        drafts.append(draft)
        left_out.update({why: _count(found[key]) for key, why in _LEFT_OUT.items() if found.get(key)})
        for key in _texts(found, "groups") if draft.key else ():
            groups.setdefault(key, []).append(draft.key or "")
    skipped = tuple(Skipped(why, count) for why, count in sorted(left_out.items()))
    named = tuple(GroupDraft(f"group {key}", key, None, tuple(members)) for key, members in groups.items())
    return Reading(tuple(drafts), tuple(rejected), skipped, groups=named)


def _object(line: bytes) -> Json:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"it is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadInputError("it is no object")
    return found


def _draft(found: Json, where: str) -> Draft:
    scalars: Json = {name: _text(found, name) for name in SCALARS}
    for name, is_date in _DATES.items():
        if scalars[name] and not is_date(scalars[name]):
            raise BadInputError(f"{name} is no date: {scalars[name]}")
    if not scalars["name"]:
        raise BadInputError("it names nobody")
    facts = PersonFacts(
        **scalars,
        names=tuple(_names(found)), points=tuple(_points(found)), positions=tuple(_positions(found)),
        tags=tuple(_texts(found, "tags")), events=tuple(_events(found)),
        skills=tuple(_skills(found)),
    )  # fmt: skip
    return Draft(facts, where, _text(found, "uid"))


def _names(found: Json) -> Iterator[NameFact]:
    yield from (NameFact(NameKind.NICKNAME, name) for name in _texts(found, "nicknames"))
    for name in _objects(found, "other_names"):
        yield NameFact(_one_of(NameKind, name, "kind"), _needed(name, "name"))


def _points(found: Json) -> Iterator[PointFact]:
    for key, kind in POINT_LISTS.items():
        for point in _objects(found, key):
            parts = tuple((name, text) for name in ADDRESS_PARTS if (text := _text(point, name)))
            yield PointFact(kind, _needed(point, "value"), _text(point, "label"), bool(point.get("preferred")), parts)


def _positions(found: Json) -> Iterator[PositionFact]:
    for job in _objects(found, "positions"):
        org, title, team, site, start, end = (_text(job, n) for n in ("org", "title", "team", "site", "start", "end"))
        if unreal := [day for day in (start, end) if day and not is_partial(day)]:
            raise BadInputError(f"positions: no date: {unreal[0]}")
        kind = _one_of(PositionKind, {"kind": PositionKind.WORK, **job}, "kind")
        yield PositionFact(org, title, kind, start, end, bool(job.get("current")), team, site)


def _events(found: Json) -> Iterator[EventFact]:
    for event in _objects(found, "events"):
        day = _needed(event, "on")
        if not is_birthday(day):
            raise BadInputError(f"events: no date: {day}")
        yield EventFact(_needed(event, "label"), day)


def _skills(found: Json) -> Iterator[SkillFact]:
    for skill in _objects(found, "skills"):
        kind = _text(skill, "kind") or SKILL
        if kind not in (SKILL, LANGUAGE):
            raise BadInputError(f"kind is none of {SKILL}, {LANGUAGE}")
        yield SkillFact(_needed(skill, "name"), kind, _text(skill, "level"))


def _text(found: Json, key: str) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise BadInputError(f"{key} is no text")
    return (nfc(value) if key in _LINES else one_line(value)) or None if value else None


def _needed(found: Json, key: str) -> str:
    if text := _text(found, key):
        return text
    raise BadInputError(f"{key} is missing")


def _one_of(kinds: type[Word], found: Json, key: str) -> Word:
    try:
        return kinds(str(found.get(key)))
    except ValueError:
        raise BadInputError(f"{key} is none of {', '.join(kinds)}") from None


def _list(found: Json, key: str) -> list[Any]:
    value = found.get(key)
    if value is not None and not isinstance(value, list):
        raise BadInputError(f"{key} is no list")
    return value or []


def _objects(found: Json, key: str) -> list[Json]:
    items = _list(found, key)
    if not all(isinstance(item, dict) for item in items):
        raise BadInputError(f"{key} holds something that is no object")
    return items


def _texts(found: Json, key: str) -> list[str]:
    return [text for item in _list(found, key) if (text := _text({key: item}, key))]


def _count(value: object) -> int:
    return len(value) if isinstance(value, list) else 1
