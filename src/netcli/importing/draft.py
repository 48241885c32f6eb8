"""What an importer hands to the pipeline: drafts of people and ties, and what it could not use."""

from __future__ import annotations

from dataclasses import dataclass

from netcli.model import EvidenceKind, PersonFacts
from netcli.results import ColumnRead, Rejected, Skipped
from netcli.shape import NamedTuple


class PictureDraft(NamedTuple):
    """A photo as a file holds it: the bytes, and their media type as far as the file says it."""

    data: bytes
    media_type: str | None = None


class RelationDraft(NamedTuple):
    """Somebody to whom a source says a person is related: by UID where it gives one, else by name.

    `kind` is the source's word for what the other is to him: spouse, manager, friend. `facts` is what it tells of the
    other beyond that, as the card of an assistant does.
    """

    kind: str
    name: str | None = None
    uid: str | None = None
    facts: PersonFacts | None = None


class GroupDraft(NamedTuple):
    """A group as a source describes it: its members by UID, in the order given."""

    where: str
    name: str
    uid: str | None = None
    members: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One person as a source describes him.

    `key` is what the source calls him (a UID) or None; `where` is the place in the file, for messages; `raw` holds
    the lines that netcli has no place for, as they came. `evidence` is what being in such a file says of him and its
    owner, and `since` from when on, where the file tells.
    """

    facts: PersonFacts
    where: str
    key: str | None = None
    raw: tuple[str, ...] = ()
    evidence: EvidenceKind = EvidenceKind.BOOK
    since: str | None = None
    photo: PictureDraft | None = None
    relations: tuple[RelationDraft, ...] = ()
    groups: tuple[GroupDraft, ...] = ()

    @property
    def uid(self) -> str | None:
        """The key, if it may stand for the person everywhere: that of a card does, a page at LinkedIn may change.

        One that begins with `row:` is what tells the rows of one table apart, and says nothing elsewhere.
        """
        is_own = self.evidence is EvidenceKind.BOOK and not (self.key or "").startswith("row:")
        return self.key if is_own else None


class TieDraft(NamedTuple):
    """One statement as a file gives it, people by name: `one` is None for whoever ticked the sheet.

    `name` is another way to find `other`; `on` is as written, None for the day of the import.
    """

    where: str
    one: str | None
    other: str
    level: int
    on: str | None = None
    both_ways: bool = True
    family: bool = False
    heard_from: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file says: people or ties, parts that cannot be used, and things left out on purpose.

    Of a table also what its columns are for, the program that wrote it, and what to remember of the columns (JSON).
    """

    drafts: tuple[Draft, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    ties: tuple[TieDraft, ...] = ()
    groups: tuple[GroupDraft, ...] = ()
    columns: tuple[ColumnRead, ...] = ()
    program: str | None = None
    mapping: str | None = None
