"""The words of netcli: closed sets as enums stored by their text, and the facts the rules work on.

Named tuples for the sake of start-up: shape.py says why.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

from netcli.errors import BadInputError
from netcli.shape import NamedTuple
from netcli.text import fold


class Status(StrEnum):
    """What has become of a person."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    DECEASED = "deceased"


class PointKind(StrEnum):
    """A contact point: a way to reach somebody."""

    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    ADDRESS = "address"
    IM = "im"


class PositionKind(StrEnum):
    """Why somebody spends time at an organisation."""

    WORK = "work"
    STUDY = "study"
    VOLUNTEER = "volunteer"
    BOARD = "board"


class NameKind(StrEnum):
    """Another name of a person."""

    NICKNAME = "nickname"
    MAIDEN = "maiden"
    OTHER = "other"


class Channel(StrEnum):
    """Through what people were in contact."""

    MEETING = "meeting"
    CALL = "call"
    VIDEO = "video"
    MAIL = "mail"
    MESSAGE = "message"
    EVENT = "event"


class CreatePeople(StrEnum):
    """Whom an import adds of those who are not on file: nobody, those I wrote to and who wrote to me, or everybody."""

    KNOWN = "known"
    CORRESPONDENTS = "correspondents"
    ALL = "all"


class ChangeField(StrEnum):
    """What a source told differently than the time before, in the order in which a digest tells it."""

    POSITION = "position"
    NAME = "name"
    HEADLINE = "headline"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    URL = "url"
    IM = "im"
    BIRTHDAY = "birthday"
    SUMMARY = "summary"
    NOTE = "note"
    GONE = "gone"
    BACK = "back"
    NEW = "new"


class Direction(StrEnum):
    """Who did something for whom, as the owner sees it."""

    GIVEN = "given"
    RECEIVED = "received"


class Vouching(StrEnum):
    """How a recommendation stands; a hidden one was given, and is not shown to others."""

    ASKED = "asked"
    GIVEN = "given"
    HIDDEN = "hidden"
    DECLINED = "declined"


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


class OpportunityKind(StrEnum):
    """What I look for."""

    JOB = "job"
    CLIENT = "client"
    PARTNER = "partner"
    CANDIDATE = "candidate"
    OTHER = "other"


class Stage(StrEnum):
    """How far an opportunity is."""

    LEAD = "lead"
    CONTACTED = "contacted"
    APPLIED = "applied"
    TALKING = "talking"
    OFFER = "offer"
    WON = "won"
    LOST = "lost"
    DROPPED = "dropped"


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


class PointFact(NamedTuple):
    """A contact point as a source or a user gives it; `parts` are those of a postal address, by name."""

    kind: PointKind
    value: str
    label: str | None = None
    preferred: bool = False
    parts: tuple[tuple[str, str], ...] = ()


class PositionFact(NamedTuple):
    """A position as it is given; dates are partial."""

    org: str | None
    title: str | None
    kind: PositionKind = PositionKind.WORK
    start: str | None = None
    end: str | None = None
    current: bool = True
    team: str | None = None
    site: str | None = None


class NameFact(NamedTuple):
    """Another name as it is given."""

    kind: NameKind
    name: str


class EventFact(NamedTuple):
    """A dated event as it is given: wedding, anniversary, or any words; the date is partial, or `--MM-DD`."""

    label: str
    on: str


class SkillFact(NamedTuple):
    """A skill as it is given, or a language (`kind` is skill or language), and how well, in words."""

    name: str
    kind: str = "skill"
    level: str | None = None


class OpportunityFact(NamedTuple):
    """An opportunity as it is given; `on` is the partial date of its stage."""

    title: str
    on: str
    kind: OpportunityKind = OpportunityKind.JOB
    stage: Stage = Stage.LEAD
    org: str | None = None
    url: str | None = None
    note: str | None = None


class PersonFacts(NamedTuple):
    """What somebody says of a person: the input of `add`, of every importer, and of a restore."""

    name: str
    given: str | None = None
    family: str | None = None
    additional: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    headline: str | None = None
    summary: str | None = None
    birthday: str | None = None
    lang: str | None = None
    note: str | None = None
    met_on: str | None = None
    met_via: str | None = None
    names: tuple[NameFact, ...] = ()
    points: tuple[PointFact, ...] = ()
    positions: tuple[PositionFact, ...] = ()
    tags: tuple[str, ...] = ()
    events: tuple[EventFact, ...] = ()
    skills: tuple[SkillFact, ...] = ()

    def scalars(self) -> dict[str, str | None]:
        """Return the facts that are columns of the person's own row."""
        return {name: getattr(self, name) for name in SCALARS}


#: Columns of `person` that a source may give, in the order of the table.
SCALARS = (
    "name", "given", "family", "additional", "prefix", "suffix", "headline", "summary", "birthday", "lang", "note",
    "met_on", "met_via",
)  # fmt: skip
#: Parts of a postal address in the order of RFC 6350 section 6.3.1.
ADDRESS_PARTS = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
