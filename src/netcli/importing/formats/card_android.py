"""What Android has no vCard property for, X-ANDROID-CUSTOM, put as the properties that others have for it.

A line holds a type and up to fifteen columns of the table ContactsContract.Data, parted by semicolons. Samsung writes
addresses twice: X-SAMSUNGADR stands beside an ADR, and for it where there is none.
"""

from __future__ import annotations

import re

from netcli.importing.formats.card_points import built_in
from netcli.importing.formats.cards import Card
from netcli.importing.formats.contentline import ContentLine, made_line, split_escaped
from netcli.model import ADDRESS_PARTS

_ITEM = "vnd.android.cursor.item/"
#: Kinds of ContactsContract.CommonDataKinds.Event and .Relation by number; 0 is one with a label of its own.
_EVENTS = ("", "anniversary", "other", "birthday")
_RELATIONS = (
    "", "assistant", "brother", "child", "domestic partner", "father", "friend", "manager", "mother", "parent",
    "partner", "referred by", "relative", "sister", "spouse",
)  # fmt: skip


def with_plain_lines(card: Card) -> None:
    """Put ordinary lines in the place of a card's nicknames, events and relations; other types are kept.

    An address of Samsung's that no ADR repeats becomes one.
    """
    if "ADR" not in card.named:
        card.give_back(map(_plain_address, card.take("X-SAMSUNGADR")))
    for line in card.take("X-ANDROID-CUSTOM"):
        columns = [*split_escaped(line.value, ";"), "", "", ""]
        card.give_back([_plain(columns[0].strip().removeprefix(_ITEM), *columns[1:4]) or line])


def _plain_address(line: ContentLine) -> ContentLine:
    parts = [re.sub(r"[\\,;]", r"\\\g<0>", part) for part in split_escaped(line.value, ";")]
    head = ";".join(("ADR", *(f"TYPE={word}" for word in line.types)))
    return made_line(head, "")._replace(value=";".join(parts[: len(ADDRESS_PARTS)]))


def _plain(item: str, value: str, kind: str, label: str) -> ContentLine | None:
    if not value.strip():
        return None
    if item == "nickname":
        return made_line("NICKNAME", value)
    if item == "contact_event":
        name = "BDAY" if kind == "3" else f"X-ABDATE;TYPE={_word(_EVENTS, kind, label)}"
        return made_line(name, value)
    if item == "relation":
        return made_line(f"RELATED;VALUE=text;TYPE={_word(_RELATIONS, kind, label)}", value)
    return None


def _word(known: tuple[str, ...], kind: str, label: str) -> str:
    word = known[int(kind)] if kind.isdecimal() and int(kind) < len(known) else ""
    return f'"{(word or built_in(label) or "other").replace(chr(34), "")}"'
