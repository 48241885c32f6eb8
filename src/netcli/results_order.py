"""The shapes of order among people: groups, photos, searches."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record, columns
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref


class Group(NamedTuple):
    """A group: the permanent number, the word to type, the name to read, and what is kept on it."""

    id: int
    handle: str
    name: str
    kind: str | None
    url: str | None
    note: str | None


class GroupRow(NamedTuple):
    """One line of a list of groups, with the number of members."""

    id: int
    handle: str
    name: str
    kind: str | None
    members: int
    url: str | None
    note: str | None


class GroupList(NamedTuple):
    """Groups in order; `beyond` counts those after the limit."""

    groups: tuple[GroupRow, ...]
    beyond: int = 0


class Member(NamedTuple):
    """Somebody in a group: the role there, since when, and where to find him or her."""

    id: int
    handle: str
    name: str
    role: str | None
    since: str | None
    org: str | None
    title: str | None
    email: str | None


class MemberList(NamedTuple):
    """The members of a group alone, as `group show` prints them under --format and --fields."""

    members: tuple[Member, ...]


class GroupShown(NamedTuple):
    """What `group show` prints: the group and its members."""

    group: Group
    members: tuple[Member, ...]


class Membership(NamedTuple):
    """A group that a person is in: the word to type, its name, the person's role and since when."""

    handle: str
    name: str
    role: str | None
    since: str | None


class Picture(NamedTuple):
    """A photo without its bytes: the SHA-256 of them, the media type, and how many there are."""

    digest: str
    media_type: str
    size: int


class SearchRow(NamedTuple):
    """A saved search: what to type, its words, how many people it had when they were noted last, and when that was.

    `wide` tells that it looks at people known only through others too.
    """

    id: int
    handle: str
    name: str
    query: str
    wide: bool
    people: int
    noted: str


class SearchList(NamedTuple):
    """Saved searches in order; `beyond` counts those a limit cut off."""

    searches: tuple[SearchRow, ...]
    beyond: int = 0


class SearchRun(NamedTuple):
    """What a search finds now, and who entered and who left since its people were noted last, on the day `since`."""

    handle: str
    name: str
    query: str
    since: str
    people: int
    entered: tuple[Ref, ...]
    left: tuple[Ref, ...]
    dry_run: bool = False


class SearchRunList(NamedTuple):
    """Searches that were run, by name."""

    runs: tuple[SearchRun, ...]


def _group(shown: GroupShown) -> list[Record]:
    """Return a group as (field, value) records, empty fields left out, then its members."""
    facts: list[Record] = [(name, value) for name, value in zip(shown.group._fields, shown.group, strict=True) if value]
    return facts + [("member", *member) for member in shown.members]


LISTS: dict[str, Listed] = {
    "GroupList": Listed("groups"),
    "MemberList": Listed("members"),
    "SearchList": Listed("searches"),
    "SearchRunList": Listed("runs", columns("search did id handle name")),
}
RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "GroupShown": _group,
    "Picture": lambda r: [tuple(r)],
    "SearchRunList": lambda r: [
        (run.handle, did, *person) for run in r.runs for did in ("entered", "left") for person in getattr(run, did)
    ],
}
