"""Backups: making one, listing and checking them, putting one back."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from netcli import output
from netcli.backup import (
    Copy,
    back_up,
    backups,
    copy_at,
    examine,
    folder_of,
    put_back,
    trouble_with,
    unfinished_copy,
)
from netcli.commands._arguments import DryRun, Fields
from netcli.commands._session import Session
from netcli.dates import age_days
from netcli.domain.ref import others_on_file
from netcli.errors import BadInputError, NetcliError, NotFoundError, UsageError
from netcli.results_file import Backup, BackupList, PutBack
from netcli.storage import connect
from netcli.text import counted

_BY_HAND = "made by hand"


def backup_names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the names of backups that begin so, newest first, with when they were made."""
    found = [copy.manifest for copy in backups(Session.of(context).path) if copy.manifest]
    return [(one.backup, f"{one.at[:10]}, {one.why}") for one in found if one.backup.startswith(incomplete)]


def backup(
    context: typer.Context,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DIR|FILE|-", help="write it there, or to stdout; none is deleted")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="list the backups, newest first")] = False,
    check: Annotated[bool, typer.Option("--check", help="list them, and read each: does it still hold?")] = False,
    restore: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE", help="put one in place of the file", autocompletion=backup_names),
    ] = None,
    dry_run: DryRun = False,
    limit: Annotated[int | None, typer.Option(min=1, help="list at most so many")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help="tsv, csv, json, or '{name} {size}'")] = None,
) -> None:
    """Make a verified copy of the file now; or list, check, put back those there are. The newest ten are kept.

    netcli backup

    netcli backup --check
    """
    session = Session.of(context)
    if sum((to is not None, listing or check, restore is not None)) > 1:
        raise UsageError("--to, --list and --restore are three things", hint="netcli backup --help")
    if listing or check:
        _list(session, (format, fields), limit, check=check)
    elif restore is not None:
        _put_back(session, restore, dry_run=dry_run)
    elif to == "-":
        _to_stdout(session)
    else:
        _make(session, to, dry_run=dry_run)


def _make(session: Session, to: str | None, *, dry_run: bool) -> None:
    with session.reader() as store:
        if dry_run:
            session.say(f"A backup would be written to {to or folder_of(store.path)}.")
            return
        made = back_up(store, _BY_HAND, at=session.now(), to=Path(to).expanduser() if to else None)
    session.emit(_told(session, made, state="ok"))


def _to_stdout(session: Session) -> None:
    if output.is_watched():
        raise UsageError("a terminal shows no backup", hint="netcli backup --to FILE, or --to - > FILE")
    with (
        session.reader() as store,
        unfinished_copy(store, store.path.resolve().parent, _BY_HAND, session.now()) as (path, manifest),
    ):
        data = path.read_bytes()
    output.write_bytes(data)
    session.say(f"SHA-256 {manifest.sha256}, {manifest.size:,} bytes")


def _list(session: Session, form: tuple[str | None, str | None], limit: int | None, *, check: bool) -> None:
    found, path = backups(session.path), session.path
    progress, rows = session.progress("Checking"), []
    for done, copy in enumerate(found[:limit], 1):
        rows.append(_told(session, copy, state=(trouble_with(copy) or "ok") if check else None))
        progress(done, len(found[:limit]))
    session.emit_list(BackupList(tuple(rows)), Backup, *form)
    bad = [row.name for row in rows if row.state not in (None, "ok")]
    if not rows:
        session.say(f"No backup of {path} is there: netcli backup makes one.")
    if bad:
        session.say(f"Not to be relied on: {', '.join(bad)}. netcli backup makes a new one.")
        raise typer.Exit(1)


def _told(session: Session, copy: Copy, *, state: str | None) -> Backup:
    known = copy.manifest
    if known is None:
        raise BadInputError(f"{copy.path} has no manifest", hint="netcli backup --list")
    age = max(0, age_days(known.at[:10], session.today))
    people = max(0, known.rows.get("person", 0) - 1)
    return Backup(
        known.backup, str(copy.path), known.at, age, known.size, people, known.why, known.schema, known.sha256, state
    )


def _put_back(session: Session, text: str, *, dry_run: bool) -> None:
    path, copy = session.path, _named(session.path, text)
    if copy.path.resolve() == path.resolve():
        raise UsageError(f"{copy.path} is the file itself", hint="netcli backup --list")
    if trouble := trouble_with(copy):
        raise BadInputError(f"{copy.path}: {trouble}; nothing was changed", hint="netcli backup --check tells of all")
    people, now = _people(copy.path), _people_now(path)
    made = copy.manifest.at if copy.manifest else None
    if not dry_run:
        instead = "" if now is None else f" in place of {now:,}"
        session.confirm(f"Put back {copy.path.name}{_day(made)}: {counted(people, 'person', 'people')}{instead}?")
    kept = None if dry_run else put_back(path, copy.path, at=session.now())
    if not dry_run:
        examine(path)
    saved = _way_back(session, kept) if kept else None
    session.emit(PutBack(str(path), copy.path.name, made, people, now, saved, dry_run))
    if saved:
        session.say(f"What was there is kept: {saved}")


def _way_back(session: Session, kept: Path) -> str:
    """Return how to get the file back as it was: a command, or where it lies if SQLite cannot copy it."""
    is_backup = any(copy.path == kept for copy in backups(session.path))
    return f"{session.netcli} backup --restore {quote(kept.name)}" if is_backup else str(kept)


def _day(made: str | None) -> str:
    return f" of {made[:10]}" if made else ""


def _named(path: Path, text: str) -> Copy:
    """Return the backup of a name, or the file at a path."""
    for copy in backups(path):
        if text in (copy.path.name, copy.path.stem):
            return copy
    other = Path(text).expanduser()
    if not other.is_file():
        raise NotFoundError(f"no backup {text}", hint="netcli backup --list")
    return copy_at(other)


def _people(path: Path) -> int:
    with connect(path) as store:
        return others_on_file(store)


def _people_now(path: Path) -> int | None:
    try:
        return _people(path) if path.exists() else None
    except NetcliError:
        return None
