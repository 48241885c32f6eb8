"""The shapes of the file itself: backups, its health, and what was forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record, columns
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref


class Backup(NamedTuple):
    """A backup: `at` is the instant at which it was made, `why` in words, `size` in bytes, `schema` of its tables.

    `state` tells whether it still is what was written: null if nobody looked, `ok`, or in words what is wrong.
    """

    name: str
    path: str
    at: str
    age_days: int
    size: int
    people: int
    why: str
    schema: int
    sha256: str
    state: str | None


class BackupList(NamedTuple):
    """The backups of a file, newest first."""

    backups: tuple[Backup, ...]


class PutBack(NamedTuple):
    """A backup that was put in place of the file.

    `at` is when it was made, null for a file without manifest; `people` are in it, `people_now` were in the file, null
    if that could not be read. `saved` names where the file as it was is kept.
    """

    file: str
    backup: str
    at: str | None
    people: int
    people_now: int | None
    saved: str | None
    dry_run: bool


class Finding(NamedTuple):
    """What one check found: `state` is ok, advice, wrong or mended; `command` is what to type next."""

    check: str
    state: str
    text: str
    command: str | None = None


class Health(NamedTuple):
    """What all checks found; a file is healthy with nothing wrong, whatever is advised."""

    file: str
    healthy: bool
    findings: tuple[Finding, ...]


class TableRows(NamedTuple):
    """So many rows of a table."""

    table: str
    rows: int


class Mention(NamedTuple):
    """A text of mine or of others that still names somebody who was forgotten: where, and how it begins."""

    table: str
    id: int
    text: str


class Purged(NamedTuple):
    """Whom a purge forgot, and what that took: rows by table, journal entries, operations.

    `forgotten` are operations of which nothing is left, `reduced` those that can still be undone for all others.
    `mentions` are texts that name them still, `backups` the backups that may hold them.
    """

    did: str
    operation: int | None
    people: tuple[Ref, ...]
    dry_run: bool
    rows: tuple[TableRows, ...]
    journal: int
    forgotten: tuple[int, ...]
    reduced: tuple[int, ...]
    mentions: tuple[Mention, ...]
    backups: tuple[str, ...]


def _purged(result: Purged) -> list[Record]:
    return [
        *(("person", ref.id, ref.handle, ref.name) for ref in result.people),
        *(("rows", row.table, row.rows) for row in result.rows),
        ("journal", result.journal),
        *(("forgotten", number) for number in result.forgotten),
        *(("reduced", number) for number in result.reduced),
        *(("mention", one.table, one.id, one.text) for one in result.mentions),
        *(("backup", name) for name in result.backups),
    ]


RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "Backup": lambda r: [LISTS["BackupList"].record(r)],
    "PutBack": lambda r: [(r.backup, r.at, r.people, r.people_now, r.saved)],
    "Health": lambda r: [(one.state, one.check, one.text, one.command) for one in r.findings],
    "Purged": _purged,
}


LISTS: dict[str, Listed] = {"BackupList": Listed("backups", columns("name at age_days size people state why path"))}
