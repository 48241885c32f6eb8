"""Forgetting people truly: done in one operation, the file rewritten, and told what may still hold them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from shlex import quote

from netcli.backup import backups
from netcli.commands._choosing import even_removed
from netcli.commands._session import Session
from netcli.domain.purge import Purge, holds, purge_people, uids_of
from netcli.errors import BusyError, NetcliError, StorageError
from netcli.results import Ref
from netcli.results_file import Purged
from netcli.storage import Store, connect


def forget(session: Session, people: Sequence[str], *, dry_run: bool) -> None:
    """Forget people, removed ones too, and say what went and what may still hold them."""
    with session.writer() as store:
        found = list({ref.id: ref for text in people for ref in even_removed(session.people, store, [text])}.values())
        names = ", ".join(ref.name for ref in found)
        if not dry_run:
            session.confirm(f"Forget {names} for good? This cannot be undone.")
        uids = uids_of(store, found)
        with session.operation(store, dry_run=dry_run) as operation:
            purge = purge_people(store, operation, found)
            operation.did = f"forgot {len(found)} for good"
        if operation.kept:
            _compact(session, store)
    kept = [path for path in (copy.path for copy in backups(session.path)) if _may_hold(path, uids)]
    session.emit(_result(names, operation.recorded, found, purge, kept, dry_run=dry_run))
    _say_what_stays(session, purge, kept, dry_run=dry_run)


def _compact(session: Session, store: Store) -> None:
    """Rewrite the file. Where there is no room for that, what was deleted is overwritten with zeros already."""
    try:
        store.compact()
    except (StorageError, BusyError) as error:
        session.say(f"Forgotten; but the file could not be made smaller: {error.message}. netcli doctor --fix does it.")


def _may_hold(path: Path, uids: Collection[str]) -> bool:
    try:
        with connect(path) as copy:
            return holds(copy, uids)
    except NetcliError:
        return True


def _result(
    names: str, operation: int | None, people: Sequence[Ref], purge: Purge, kept: Sequence[Path], *, dry_run: bool
) -> Purged:
    return Purged(
        f"{'would forget' if dry_run else 'forgot'} {names}", operation, tuple(people), dry_run, purge.rows,
        purge.journal, purge.forgotten, purge.reduced, purge.mentions, tuple(path.name for path in kept),
    )  # fmt: skip


def _say_what_stays(session: Session, purge: Purge, kept: Sequence[Path], *, dry_run: bool) -> None:
    if purge.mentions:
        names = (
            "1 text on others names" if len(purge.mentions) == 1 else f"{len(purge.mentions):,} texts on others name"
        )
        session.say(f"{names} them still.")
    if kept:
        files = " ".join(f"{quote(str(path))} {quote(f'{path}.json')}" for path in kept)
        session.say(f"Backups that hold them still: {len(kept)}. To delete these: rm {files}")
    if not dry_run:
        session.say("An import that still has them adds them again; netcli remove without --purge would keep them out.")
