"""The short way for plain cards: a dozen well-known lines, as most cards of most files have and nothing else.

What comes out is what the long way gives (a test holds both to that); a card with anything odd is left to that.
"""

from __future__ import annotations

from functools import lru_cache

from netcli.importing.draft import Draft
from netcli.importing.formats.card_dates import as_date
from netcli.importing.formats.card_names import SAYS_NOTHING
from netcli.importing.formats.card_points import CLEAN, apart
from netcli.importing.formats.contentline import read_head, split_escaped, structured, unescape
from netcli.model import ADDRESS_PARTS, PersonFacts, PointFact, PointKind, PositionFact, PositionKind
from netcli.shape import NamedTuple
from netcli.text import nfc, one_line

LONGEST_NAME = 500
#: Properties of which a plain card has one at most, without parameters; the last three say nothing of the person.
_ONCE = frozenset(("FN", "N", "UID", "ORG", "TITLE", "BDAY", "NOTE", "CATEGORIES", "VERSION", "REV", "PRODID"))
_new = tuple.__new__  #: a named tuple without a call of Python's own


class _Told(NamedTuple):
    """What stands before the colon of a plain line; `kind` is None for a property that there is once."""

    name: str
    kind: PointKind | None
    label: str | None
    preferred: bool


def plain_draft(text: str, number: int, line: int) -> Draft | None:
    """Return the person of a card's lines, parted by LF; None if anything in it is not plain."""
    once: dict[str, str] = {}
    reached: dict[str, list[PointFact]] = {}
    for one in text.split("\n"):
        before, colon, value = one.partition(":")
        told = _told(before)
        if told is None:
            if one:
                return None
        elif not value or value.isspace():
            if not colon:
                return None
        elif told[1] is None:
            if told[0] in once:
                return None
            once[told[0]] = value
        elif "<" in value or not _reach(reached.setdefault(told[0], []), told, value):
            return None
    if "\\" in text and once.get("VERSION", "").strip() == "2.1":
        return None
    return _draft(once, [point for points in reached.values() for point in points], f"card {number} (line {line})")


@lru_cache(maxsize=4096)
def _told(text: str) -> _Told | None:
    head = read_head(text)
    if text[:1] in (" ", "\t") or head.group or head.odd or '"' in text:
        return None
    if head.name in _ONCE:
        return None if head.params else _Told(head.name, None, None, preferred=False)
    is_plain = all(key in ("TYPE", "PREF") for key, _ in head.params)
    kind = CLEAN[head.name][0] if head.name in CLEAN else PointKind.ADDRESS if head.name == "ADR" else None
    return _Told(head.name, kind, head.label, head.preferred) if kind and is_plain else None


def _reach(points: list[PointFact], told: _Told, value: str) -> bool:
    """Add a contact point; return False if that is not plain."""
    name, kind, label, preferred = told
    if kind is not PointKind.ADDRESS:
        texts = apart(kind, CLEAN[name][1](unescape(value)))
        points += [_new(PointFact, (kind, text, label, preferred, ())) for text in texts]
        return True
    parts = [part and one_line(part) for part in structured(value, len(ADDRESS_PARTS))]
    if len(parts) == 1 or len(parts) > len(ADDRESS_PARTS):
        return False
    named = tuple([(name, part) for name, part in zip(ADDRESS_PARTS, parts, strict=False) if part])
    if named:
        points.append(_new(PointFact, (kind, ", ".join([part for _, part in named]), label, preferred, named)))
    return True


def _draft(once: dict[str, str], points: list[PointFact], where: str) -> Draft | None:
    given = once.get
    name = one_line(unescape(given("FN", "")))
    parts = [part and one_line(part) for part in structured(given("N", ""), 5)]
    born = given("BDAY")
    birthday = as_date(unescape(born)) if born else None
    is_odd = not name or len(name) > LONGEST_NAME or len(parts) > 5 or bool(born and birthday is None)
    is_odd = is_odd or len(given("N", "")) > LONGEST_NAME or "\ufffd" in name
    is_odd = is_odd or SAYS_NOTHING.fullmatch(name) is not None
    if is_odd:
        return None
    family, first, additional, prefix, suffix = (*parts, "", "", "", "", "")[:5]
    if (not first and not family) or SAYS_NOTHING.fullmatch(first + family):  # what FN stands in for is a longer story
        return None
    values = [point[1] for point in points]
    facts = PersonFacts(
        name, first or None, family or None, additional or None, prefix or None, suffix or None, birthday=birthday,
        note=_note(given("NOTE")), points=tuple(points if len(set(values)) == len(values) else dict.fromkeys(points)),
        positions=_positions(given("ORG"), given("TITLE")), tags=_tags(given("CATEGORIES")),
    )  # fmt: skip
    uid = one_line(unescape(given("UID", "")))
    return Draft(facts, where, (uid[9:] if uid[:9].lower() == "urn:uuid:" else uid) or None)


def _note(value: str | None) -> str | None:
    text = nfc(unescape(value)) if value else None
    return text or None


def _positions(org: str | None, title: str | None) -> tuple[PositionFact, ...]:
    words = one_line(unescape(title)) if title else None
    place, *teams = [part and one_line(part) for part in split_escaped(org, ";")] if org else ("",)
    team = ", ".join([part for part in teams if part]) if teams else None
    if not (place or team or words is not None):
        return ()
    return (_new(PositionFact, (place or None, words, PositionKind.WORK, None, None, True, team or None, None)),)


def _tags(value: str | None) -> tuple[str, ...]:
    if not value:
        return ()
    words = [nfc(word).lower() for word in split_escaped(value, ",") if word.strip()]
    return tuple(dict.fromkeys(["-".join(word.split()) for word in words]))
