"""What an importer hands to the pipeline: drafts of people and ties, and what it could not use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from netcli.model import PersonFacts
from netcli.model_tie import EvidenceKind
from netcli.results_import import ColumnRead, Rejected, Skipped
from netcli.shape import NamedTuple
from netcli.text import email_key, fold, profile_key


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


#: What programs write for an address or number that there is none of: nobody is known by it.
NO_VALUES = frozenset({"null", "(null)", "undefined", "none", "nan", "n/a", "-", "--", "unknown"})

#: How the keys of those begin whom a source has beside its list: nobody of them is ever gone. One is the owner's.
ASIDE = "aside:"
ME_KEY = f"{ASIDE}me"


@dataclass(frozen=True, slots=True)
class Draft:
    """One person as a source describes him.

    `key` is what the source calls him (a UID) or None; `where` is the place in the file, for messages; `raw` holds
    the lines that netcli has no place for, as they came. `evidence` is what being in such a file says of him and its
    owner, None for nothing, and `since` from when on, where the file tells. `is_cv` marks a curriculum vitae, whose
    owner is its subject; `has_uid` tells that the key is his everywhere even so. `is_beside` tells that he is none of
    the source's list: he is never gone from it.
    """

    facts: PersonFacts
    where: str
    key: str | None = None
    raw: tuple[str, ...] = ()
    evidence: EvidenceKind | None = EvidenceKind.BOOK
    since: str | None = None
    photo: PictureDraft | None = None
    relations: tuple[RelationDraft, ...] = ()
    groups: tuple[GroupDraft, ...] = ()
    is_cv: bool = False
    has_uid: bool = False
    is_beside: bool = False

    @property
    def uid(self) -> str | None:
        """The key, if it may stand for the person everywhere: that of a card does, a page at LinkedIn may change.

        One that begins with `row:` is what tells the rows of one table apart, and says nothing elsewhere.
        """
        is_own = self.evidence is EvidenceKind.BOOK and not (self.key or "").startswith("row:")
        return self.key if is_own or self.has_uid else None


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


class Who(NamedTuple):
    """Somebody whom a file names in passing: by name, by the address of his page, or both; with his job if told.

    `record` is the key of the draft that the same files have of him, where they have one.
    """

    name: str
    url: str | None = None
    org: str | None = None
    title: str | None = None
    record: str | None = None

    @property
    def key(self) -> str:
        """What tells him from others of the same file: his page, else his name."""
        return _key_of(self.name, self.url)


@lru_cache(maxsize=512)  # messages name the same people again and again
def _key_of(name: str, url: str | None) -> str:
    return (profile_key(url) if url else None) or fold(name) or name


class ContactDraft(NamedTuple):
    """Messages on one day from somebody to others, or an invitation, counted: never what they say."""

    sender: Who
    receivers: tuple[Who, ...]
    on: str
    count: int = 1  # type: ignore[assignment]  # hides the method of tuples, which nobody calls


class VouchDraft(NamedTuple):
    """A recommendation, or the endorsement of a `skill`, between the owner of the files and somebody else.

    `received` tells who of the two it is for. `of` is the key of a draft that stands in the place of the owner.
    """

    other: Who
    received: bool
    on: str | None = None
    skill: str | None = None
    text: str | None = None
    state: str = "given"
    of: str | None = None


class JobDraft(NamedTuple):
    """A job that somebody has saved, or applied for (`is_application`), as a source knows it by its key."""

    key: str
    title: str
    org: str | None = None
    url: str | None = None
    on: str | None = None
    note: str | None = None
    is_application: bool = False


class RowDraft(NamedTuple):
    """A row of another table than that of people, as a file tells it: `kind` is one of `rows.KINDS`.

    `people` are keys of the same source, ME_KEY for its owner, empty for nobody. `key` is what the source calls the row
    however it may change, None where it has no name for it. `is_typed` tells that its owner entered it himself.
    """

    kind: str
    people: tuple[str, ...]
    values: tuple[str | int | None, ...]
    key: str | None = None
    is_typed: bool = False


class Owner(NamedTuple):
    """Whose file another file of netcli is: his key there, his name, and the addresses by which he may be me."""

    uid: str
    name: str
    emails: tuple[str, ...] = ()

    @property
    def mails(self) -> set[str]:
        """His addresses as they are compared."""
        return {email_key(address) for address in self.emails}


class Beside(NamedTuple):
    """What files tell beside people: contacts on dates, who vouches for whom, and who may be the owner of the files.

    `owners` are those whom a message names as its owner, `everywhere` those who take part in every conversation, the
    likeliest first. `invitations` are to connect: they count between people who did. `jobs` are taken if the user
    asked for them (`takes_jobs`), now or before.
    """

    contacts: tuple[ContactDraft, ...] = ()
    vouches: tuple[VouchDraft, ...] = ()
    owners: tuple[Who, ...] = ()
    everywhere: tuple[Who, ...] = ()
    invitations: tuple[ContactDraft, ...] = ()
    jobs: tuple[JobDraft, ...] = ()
    takes_jobs: bool = False

    @property
    def holds_any(self) -> bool:
        """Whether there is anything of it."""
        return bool(self.contacts or self.vouches or self.invitations or self.jobs)


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file says: people or ties, parts that cannot be used, and things left out on purpose.

    Of a table also what its columns are for, the program that wrote it, and what to remember of the columns (JSON).
    `me` is what it says of its owner, `me_raw` the lines of that for which there is no place, `beside` what it tells
    beside people, `rows` what it has for other tables; `is_list` whether it may hold everybody of its source, so that
    somebody missing is gone; `owner` whose file of netcli it is, if it is one. `digest` tells whether it says the same
    as another, where its bytes do not.
    """

    drafts: tuple[Draft, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    ties: tuple[TieDraft, ...] = ()
    groups: tuple[GroupDraft, ...] = ()
    columns: tuple[ColumnRead, ...] = ()
    program: str | None = None
    mapping: str | None = None
    me: PersonFacts | None = None
    me_raw: tuple[str, ...] = ()
    beside: Beside = NOTHING_BESIDE
    is_list: bool = True
    rows: tuple[RowDraft, ...] = ()
    owner: Owner | None = None
    digest: str | None = None
