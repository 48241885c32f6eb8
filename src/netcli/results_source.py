"""The shapes of sources and of what they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcli.listed import Listed
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref


class Overlap(NamedTuple):
    """How many people of one source are in another one too."""

    source: str
    people: int


class SourceRow(NamedTuple):
    """A source: what it is, how many people it has, and how old what it said is.

    `people` are those whom it still has, `gone` those whom it has no more, `shared` those of its people who are in
    another source too, `overlap` in which. `last_read` is the day of the last reading; `max_age` is in days; `past`
    tells whether a new file is due. `known_by` is whose book it is, if not mine.
    """

    name: str
    format: str | None
    people: int
    readings: int
    last_read: str | None
    age_days: int | None
    max_age: int | None
    past: bool
    whole: bool
    pattern: str | None
    known_by: Ref | None
    gone: int
    shared: int
    overlap: tuple[Overlap, ...]


class SourceList(NamedTuple):
    """Sources in order; `beyond` counts those after the limit."""

    sources: tuple[SourceRow, ...]
    beyond: int = 0


class ChangeRow(NamedTuple):
    """A fact that became different between two readings of a source.

    `field` is position, name, headline, email, phone, address, url and the like; or new, gone, back for somebody whom
    the source has for the first time, no more, or again. `import_` is the reading that told it.
    """

    on: str
    person: Ref
    field: str
    before: str | None
    after: str | None
    source: str
    import_: int


class ChangeList(NamedTuple):
    """Changes in order; `hidden` counts those on people known only through others, `beyond` those after the limit."""

    changes: tuple[ChangeRow, ...]
    hidden: int = 0
    beyond: int = 0


def _overlap(row: SourceRow) -> object:
    """Return what a source shares with others as `source:people`."""
    return [f"{shared.source}:{shared.people}" for shared in row.overlap]


LISTS: dict[str, Listed] = {
    "ChangeList": Listed("changes"),
    "SourceList": Listed("sources", (), {"overlap": _overlap}),
}
