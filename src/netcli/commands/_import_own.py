"""Importing netcli's own: a file or an export of one, into a file that holds nobody yet, is taken as it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from netcli.commands._session import Session
from netcli.domain.contact_point import has_emails
from netcli.domain.ref import others_on_file
from netcli.domain.seal import is_broken
from netcli.errors import UsageError
from netcli.importing.formats.netcli_file import SQLITE, laid_out, read
from netcli.importing.other_file import is_mine
from netcli.importing.restore import read_export, restore
from netcli.results import Written
from netcli.storage import open_reader


def own_file(contents: Sequence[tuple[str, bytes]]) -> tuple[str, bytes] | None:
    """Return the only file of an import if it is one of netcli, or an export; raises what is wrong with an export."""
    if len(contents) != 1:
        return None
    data = contents[0][1]
    return contents[0] if data.startswith(SQLITE) or read_export(data) is not None else None


def is_restore(session: Session, name: str, data: bytes) -> bool:
    """Tell whether a file is taken as it is: here is nobody but the owner, and nothing says that he is another."""
    if not session.path.exists() or not session.path.stat().st_size:
        return True
    with open_reader(session.path) as store:
        if others_on_file(store):
            return False
        owner = read(data, name).owner if has_emails(store) else None
        return owner is None or is_mine(store, owner)


def refuse_itself(session: Session, files: Sequence[Path]) -> None:
    """Raise UsageError for an import of the very file that it would go into."""
    for file in files:
        if file.exists() and session.path.exists() and file.samefile(session.path):
            raise UsageError(f"{file} is the file itself", hint="netcli --db OTHER.db, or name another file")


def restore_file(session: Session, name: str, data: bytes, *, dry_run: bool) -> None:
    """Take all of a file of netcli, or of an export, into a file without people, and say how many there were."""
    content = _content(name, data)
    with session.writer(owner=False) as store, session.operation(store, dry_run=dry_run) as operation:
        count = restore(store, content, session.progress("Restoring"))
        operation.did = f"restored {count:,} people from {'a file' if data.startswith(SQLITE) else 'an export'}"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))
    if is_broken(content):
        session.say(f"{name} was changed since it was written; it was taken as it is.")


def _content(name: str, data: bytes) -> dict[str, Any]:
    if not data.startswith(SQLITE):
        return read_export(data) or {}
    from netcli.exporting.json import export_all

    with TemporaryDirectory(prefix="netcli-") as folder, laid_out(data, name, Path(folder)) as store:
        return export_all(store)
