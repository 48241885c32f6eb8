"""Importing mail or calendars of one's own: read as streams outside of the write lock, then one operation."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Generic, Protocol, TypeVar

import typer

from netcli.commands._import_ties import TieOptions
from netcli.commands._session import Session
from netcli.domain.source import pattern_of
from netcli.errors import UsageError
from netcli.importing.files import FileSeen, are_same, last_files
from netcli.importing.formats.mail_blocks import Ahead, Stream
from netcli.importing.own_records import Wish
from netcli.results_import import ImportReport
from netcli.storage import Progress, Row, Store

_HEAD = 8192
Read = TypeVar("Read")


class Owned(Protocol):
    """What an outcome tells of whose the records are: whether an address is the owner's, else which may be."""

    knows_owner: bool
    likely_owner: str | None


@dataclass(frozen=True, kw_only=True)
class Records(Generic[Read]):
    """A kind of records - `what` they are called, and their format - and how an import of them goes.

    `is_ours` and `are_ours` tell them by how a stream begins, and by files as they or `--format` say; `read` takes
    files, folders and zips, `read_stream` what comes through a pipe. `remembered` is what is kept of a path, `size` how
    many records there are. `write` writes and reports them in one operation, `next_step` is said after that.
    """

    what: str
    form: str
    is_ours: Callable[[bytes], bool]
    are_ours: Callable[[Sequence[Path], str | None], bool]
    read: Callable[[Sequence[Path], Progress], Read]
    read_stream: Callable[[str, Stream], Read]
    remembered: Callable[[Path], FileSeen]
    size: Callable[[Read], int]
    write: Callable[[Session, Store, Read, Wish, bool], tuple[ImportReport, Owned]]
    next_step: Callable[[ImportReport], str | None]

    def import_any(
        self,
        session: Session,
        files: Sequence[Path],
        named: tuple[str | None, str | None],
        options: TieOptions,
        *,
        but_for: object,
    ) -> bool:
        """Import files and report it, or return False if they are something else.

        `named` are format and source as the options name them. Raises UsageError for `but_for`, what says nothing of
        such records.
        """
        read = self._read(session, files, named[0])
        if read is None:
            return False
        if but_for:
            text = f"--map, --whole, --part and --with-jobs say nothing of {self.what}"
            raise UsageError(text, hint="netcli import --help")
        with session.writer() as store:
            report, outcome = self._imported(session, store, read, named[1], options)
            pattern = pattern_of(store, report.source)
        session.emit(report)
        self._say_what_next(session, report, outcome, pattern)
        if report.rejected:
            raise typer.Exit(65)
        return True

    def refresh(self, session: Session, store: Store, path: Path, source: Row, *, dry_run: bool) -> ImportReport | None:
        """Read a source's newest files and return the report; None if they were read already."""
        if are_same((self.remembered(path),), last_files(store, source["id"])):
            return None
        read = self.read([path], session.progress("Reading, kB"))
        return self._imported(session, store, read, source["name"], TieOptions(None, None, dry_run))[0]

    def _read(self, session: Session, files: Sequence[Path], form: str | None) -> Read | None:
        if files != [Path("-")]:
            return self.read(files, session.progress("Reading, kB")) if self.are_ours(files, form) else None
        head = session.stdin_head(_HEAD)
        is_ours = form == self.form or (form is None and self.is_ours(head))
        return self.read_stream("stdin", Ahead(head, sys.stdin.buffer)) if is_ours else None

    def _imported(
        self, session: Session, store: Store, read: Read, source: str | None, options: TieOptions
    ) -> tuple[ImportReport, Owned]:
        known_by = session.person(store, options.known_by) if options.known_by else None
        if not options.dry_run:
            session.back_up_before_import(store, self.size(read))
        wish = Wish(source, known_by, options.create_people, options.titles)
        return self.write(session, store, read, wish, options.dry_run)

    def _say_what_next(self, session: Session, report: ImportReport, outcome: Owned, pattern: str | None) -> None:
        if not outcome.knows_owner and report.read:
            whose = f": is {outcome.likely_owner} yours?" if outcome.likely_owner else "."
            session.say(
                f"None of the addresses is yours{whose} netcli edit me --email ADDRESS tells; then import again."
            )
        is_dry = report.dry_run and report.read
        said = "Nothing was written. Without --dry-run it will be." if is_dry else self.next_step(report)
        if said:
            session.say(said)
        if report.readings > 1 and not pattern and not report.dry_run and report.operation:
            session.say(
                f"netcli source add {quote(report.source)} PATTERN says where newer files are; refresh reads them."
            )
