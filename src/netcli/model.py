"""The words of netcli: what people are described by, stored by their text, and facts as sources and users give them.

Named tuples for the sake of start-up: shape.py says why. The words of other subjects are in modules of their own, so
that a command loads those it uses.
"""

from __future__ import annotations

from enum import StrEnum

from netcli.shape import NamedTuple


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


#: The columns of `person` that are his name: the one displayed, and its parts.
NAME_COLUMNS = ("name", "given", "family", "additional", "prefix", "suffix")
#: Columns of `person` that a source may give, in the order of the table.
SCALARS = (*NAME_COLUMNS, "headline", "summary", "birthday", "lang", "note", "met_on", "met_via")
#: Parts of a postal address in the order of RFC 6350 section 6.3.1.
ADDRESS_PARTS = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
