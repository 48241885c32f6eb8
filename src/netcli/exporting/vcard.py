"""People as vCards of version 3.0, which address books, telephones and mail programs read."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import count
from typing import Any

from netcli.exporting.card import Line, Relation, card_of, group_card, photo_line, relation_lines
from netcli.exporting.kept import kept_in_card
from netcli.exporting.people import Wanted, batches
from netcli.results import Person
from netcli.results_order import Group
from netcli.shape import NamedTuple
from netcli.storage import Row, Store

_LONGEST = 75  #: octets of a line without its end (RFC 2426 section 2.6)
_NO_FOLDING = 1 << 40


def cards(store: Store, wanted: Wanted) -> Iterator[bytes]:
    """Yield the cards of the people wanted, a batch at a time; then those of their groups, if they are all people."""
    for people in batches(store, wanted):
        beside = {} if wanted.sharing else _beside(store, people)
        yield b"".join(written(_card(person, beside.get(person.id, Beside()))) for person in people)
    if wanted.is_all and not wanted.sharing:
        yield b"".join(map(written, _group_cards(store, wanted.people)))


class Beside(NamedTuple):
    """What a card holds beside the facts: the lines kept of each source's card, a photo, who is related."""

    kept: tuple[str, ...] = ()
    photo: Row | None = None
    related: tuple[Relation, ...] = ()


def _card(person: Person, beside: Beside) -> list[Line]:
    numbers = count(1)

    def group() -> str:
        return f"item{next(numbers)}"

    own = list(card_of(person, group))
    for other in beside.related:
        own += relation_lines(other, group)
    if beside.photo:
        own.append(photo_line(beside.photo["data"], beside.photo["media_type"]))
    return [*own, *kept_in_card(beside.kept, own, group)]


def written(lines: Iterable[Line]) -> bytes:
    """Return a card of these lines.

    vobject checks it, puts it in order and writes it. It is handed values that are escaped already: its own escaping
    garbles lines that were kept, and takes twice the time. Where it folds it counts characters; octets are counted
    here.
    """
    new_card, new_line = _of_vobject()
    card = new_card()
    for line in lines:
        known = card.contents.setdefault(line.name.lower(), [])
        known.append(new_line(line.name, list(map(list, line.params)), line.value, line.group, encoded=True))
    page = io.BytesIO()
    card.serialize(page, _NO_FOLDING)
    return re.sub(rb"[^\r]{76,}", lambda match: folded(match[0]), page.getvalue())


@cache
def _of_vobject() -> tuple[Callable[[], Any], Callable[..., Any]]:
    """Return what makes a card and a line of vobject, which is loaded when the first one is written."""
    import vobject
    from vobject.base import ContentLine

    class PlainLine(ContentLine):  # type: ignore[misc]  # vobject has no stubs
        """A line whose attributes are no parameters: looking at each of ten for that took half of all the time."""

        __setattr__ = object.__setattr__

    return vobject.vCard, PlainLine


def folded(line: bytes) -> bytes:
    """Return a line of UTF-8 in pieces of at most 75 octets, never cut within a character."""
    pieces, at, most = [], 0, _LONGEST
    while len(line) - at > most:
        end = at + most
        while line[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(line[at:end])
        at, most = end, _LONGEST - 1
    return b"\r\n ".join([*pieces, line[at:]])


def _beside(store: Store, people: Sequence[Person]) -> dict[int, Beside]:
    marks, numbers = ", ".join("?" * len(people)), [person.id for person in people]
    found: defaultdict[int, Beside] = defaultdict(Beside)
    for row in store.rows(_KEPT.format(marks), numbers):
        found[row["id"]] = found[row["id"]]._replace(kept=(*found[row["id"]].kept, row["raw"]))
    for row in store.rows(_PHOTOS.format(marks), numbers):
        found[row["id"]] = found[row["id"]]._replace(photo=row)
    for row in store.rows(_RELATED.format(marks), numbers):
        relation = Relation(row["uid"], row["name"], row["relation"])
        found[row["id"]] = found[row["id"]]._replace(related=(*found[row["id"]].related, relation))
    return found


_KEPT = """SELECT person_id AS id, raw FROM source_record JOIN source ON source.id = source_id
WHERE person_id IN ({}) AND raw <> '' AND format IN ('vcard', 'netcli') ORDER BY source_record.id"""
_PHOTOS = "SELECT person.id, media_type, data FROM person JOIN attachment ON digest = photo WHERE person.id IN ({})"
#: Those whom the card of a person names; what his sources say of one and the same comes once.
_RELATED = """SELECT DISTINCT by_id AS id, uid, name, relation FROM tie_evidence JOIN tie ON tie.id = tie_id
JOIN person ON person.id = a + b - by_id WHERE by_id IN ({}) AND kind = 'related' AND relation <> ''
AND removed_on IS NULL ORDER BY tie_evidence.id"""


def _group_cards(store: Store, people: Sequence[int]) -> Iterator[Iterator[Line]]:
    """Yield the card of every group; its members are those of the people exported."""
    exported = set(people)
    members: dict[int, list[str]] = {}
    for row in store.rows(
        "SELECT grp_id, person.id, uid FROM membership JOIN person ON person.id = person_id ORDER BY uid"
    ):
        if row["id"] in exported:
            members.setdefault(row["grp_id"], []).append(row["uid"])
    for row in store.rows("SELECT * FROM grp ORDER BY key"):
        group = Group(row["id"], row["key"], row["name"], row["kind"], row["url"], row["note"])
        yield group_card(group, row["uid"] or f"netcli-group-{group.handle}", members.get(row["id"], []))
