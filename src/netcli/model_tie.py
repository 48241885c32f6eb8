"""The words of ties: how well people know each other, what implies it, and the facts that scoring works on."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from netcli.errors import BadInputError
from netcli.shape import NamedTuple
from netcli.text import fold


class Channel(StrEnum):
    """Through what people were in contact."""

    MEETING = "meeting"
    CALL = "call"
    VIDEO = "video"
    MAIL = "mail"
    MESSAGE = "message"
    EVENT = "event"


class EvidenceKind(StrEnum):
    """What books and imports imply about two people."""

    BOOK = "book"
    LINKEDIN = "linkedin"
    KNOWN_BY = "known-by"
    RELATED = "related"
    MET = "met"


class Level(IntEnum):
    """How well two people know each other, as somebody stated it; 0 says that they do not."""

    NOT = 0
    MET = 1
    ACQUAINTANCE = 2
    KNOWS_ME = 3
    GOOD = 4
    CLOSE = 5

    @property
    def words(self) -> str:
        """Return the level in words, as people read it."""
        return _LEVEL_WORDS[self][0]


_LEVEL_WORDS: dict[Level, tuple[str, ...]] = {
    Level.NOT: ("do not know each other",),
    Level.MET: ("met", "rencontre"),
    Level.ACQUAINTANCE: ("acquaintance", "relation"),
    Level.KNOWS_ME: ("knows me", "knows", "me connait"),
    Level.GOOD: ("good contact", "good", "proche"),
    Level.CLOSE: ("close", "tres proche"),
}


def read_level(text: str) -> Level:
    """Return the level for a number 1-5 or one of its names, English or French."""
    key = fold(text)
    for level, words in _LEVEL_WORDS.items():
        if level and (text.strip() == str(int(level)) or key in words):
            return level
    names = ", ".join(f"{int(level)} {level.words}" for level in _LEVEL_WORDS if level)
    raise BadInputError(f"not a level: {text}", hint=f"levels are {names}")


class Statement(NamedTuple):
    """Somebody said how well `from_id` knows `to_id`; `both_ways` unless it was stated one way only."""

    from_id: int
    to_id: int
    level: int
    on: str
    both_ways: bool = True
    family: bool = False
    heard_from: int | None = None
    heard_from_name: str | None = None
    source: str | None = None
    note: str | None = None


class Evidence(NamedTuple):
    """Something implies that two people know each other; `level` is given by kinds that carry their own.

    `relation` is as what a card names the other: spouse, manager.
    """

    kind: EvidenceKind
    on: str
    by_id: int | None = None
    level: int | None = None
    family: bool = False
    source: str | None = None
    relation: str | None = None


class Contact(NamedTuple):
    """Contacts of two people on one date, through a channel.

    `size` is the number of people there; `from_id` says who wrote, where that is known; `source` is None for what I
    logged; `holds_me` tells whether the owner is one of the two.
    """

    on: str
    channel: str
    size: int = 2
    count: int = 1  # type: ignore[assignment]  # hides the method of tuples, which nobody calls
    from_id: int | None = None
    source: str | None = None
    holds_me: bool = False


class Stint(NamedTuple):
    """One person's time at a place where the other was too; title, team and site are folded.

    `on_file` is the number of positions stored there, counted up to the size that still matters.
    """

    person: int
    org: str
    kind: str
    start: str | None = None
    end: str | None = None
    current: bool = False
    title: str = ""
    team: str = ""
    site: str = ""
    headcount: int | None = None
    on_file: int = 0


class Tie(NamedTuple):
    """All that is stored about one pair, `a < b`, of use at one as-of date."""

    a: int
    b: int
    statements: tuple[Statement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    contacts: tuple[Contact, ...] = ()
    stints: tuple[Stint, ...] = ()
