"""Copies of the file: made by SQLite, checked, then given a name; what each holds stands in a manifest beside it.

All backups are made here, whoever asks: the command, an update of the tables, a large import, a file that is put back.
They lie in `backups/` beside the file, a manifest `NAME.json` with each: when it was made, of what, how many rows of
each table, its SHA-256. What has no such manifest netcli did not make, and never deletes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from glob import escape
from io import FileIO
from pathlib import Path
from time import monotonic
from typing import Any

from netcli import config, errors
from netcli.causes import told_apart
from netcli.private import create_private, sync, write_synced
from netcli.shape import NamedTuple
from netcli.storage import WAIT_SECONDS, Store, connect

FOLDER = "backups"
_MARK = {"netcli_backup": 1}
#: What SQLite keeps beside a file while it is written to, or after a crash.
COMPANIONS = ("-journal", "-wal", "-shm")


class Manifest(NamedTuple):
    """What is known of a backup: its name, the file it is of, the instant, why, and what it holds."""

    backup: str
    file: str
    at: str
    why: str
    schema: int
    size: int
    sha256: str
    rows: Mapping[str, int]


_KINDS = (str, str, str, str, int, int, str, dict)


class Copy(NamedTuple):
    """A backup: where it is, and its manifest; None for a file that has none."""

    path: Path
    manifest: Manifest | None


def folder_of(path: Path) -> Path:
    """Return the folder that holds the backups of a file."""
    return path.resolve().parent / FOLDER


def manifest_of(path: Path) -> Path:
    """Return where the manifest of a backup is."""
    return path.with_name(f"{path.name}.json")


def backups(path: Path) -> list[Copy]:
    """Return the backups of a file, newest first: those whose manifest is there, and names it."""
    found = [copy_at(manifest.with_suffix("")) for manifest in folder_of(path).glob("*.json")]
    ours = [(copy.manifest, copy) for copy in found if copy.manifest and copy.manifest.file == path.resolve().name]
    return [copy for _, copy in sorted(ours, key=lambda pair: _order(pair[0]), reverse=True) if copy.path.is_file()]


def _order(manifest: Manifest) -> tuple[str, int, str]:
    return manifest.at, len(manifest.backup), manifest.backup


def copy_at(path: Path) -> Copy:
    """Return the file as a backup, with its manifest if it has one that can be read."""
    try:
        content: dict[str, Any] = json.loads(manifest_of(path).read_bytes())
        known = Manifest(**{name: content[name] for name in Manifest._fields})
        valid = known.backup == path.name and all(content.get(mark) == value for mark, value in _MARK.items())
        typed = all(type(value) is kind for value, kind in zip(known, _KINDS, strict=True))
        return Copy(path, known if valid and typed else None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Copy(path, None)


def back_up(
    store: Store, why: str, *, at: str | None = None, to: Path | None = None, spare: Path | None = None
) -> Copy:
    """Make a verified backup of an open file, and delete the oldest ones beyond `backup.keep`, but for one to `spare`.

    `to` names another folder, in which none is deleted, or a file that is not there yet. `at` is the instant in UTC:
    now, if a file has to be saved before a command could tell. Raises DamagedFileError, StorageError for a full disk.
    """
    at = at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    usual = folder_of(store.path)
    folder = usual if to is None else to if to.is_dir() else to.resolve().parent
    with unfinished_copy(store, folder, why, at) as (unfinished, manifest):
        name = None if to is None or to.is_dir() else to.name
        made = _named(folder, name, manifest)
        unfinished.replace(made.path)
    sync(folder)
    if to is None:
        _thin(store.path, spare)
    return made


@contextmanager
def unfinished_copy(store: Store, folder: Path, why: str, at: str) -> Iterator[tuple[Path, Manifest]]:
    """Make a verified copy in a folder, with a manifest that lacks but its name; what is left of it goes afterwards."""
    stamp = _stamp(at)
    unfinished = folder / f".{store.path.stem}-{stamp}.{os.getpid()}.part"
    if not create_private(unfinished):
        raise errors.CannotCreateError(f"{unfinished} is there already", hint="netcli doctor --fix clears it away")
    try:
        try:
            store.run("VACUUM INTO ?", (str(unfinished),))
            sync(unfinished)
        except (errors.StorageError, OSError) as error:
            raise _no_room(store.path, folder) from error
        try:
            schema, rows = examine(unfinished)
        except errors.DamagedFileError as error:
            raise errors.DamagedFileError(error.message.replace(str(unfinished), str(store.path), 1)) from error
        name, size = f"{store.path.stem}-{stamp}", unfinished.stat().st_size
        yield unfinished, Manifest(name, store.path.resolve().name, at, why, schema, size, digest(unfinished), rows)
    finally:
        unfinished.unlink(missing_ok=True)


def _no_room(path: Path, folder: Path) -> errors.StorageError:
    return errors.StorageError(
        f"no backup of {path} can be written to {folder}: the disk is full or fails",
        hint="nothing was changed; make room, or keep fewer: netcli config set backup.keep 3",
    )


def _named(folder: Path, name: str | None, manifest: Manifest) -> Copy:
    """Find a name that is free and write the manifest under it, which keeps others from taking it."""
    taken = [
        other.name.split(".")[0].removeprefix(f"{manifest.backup}-")
        for other in folder.glob(f"{escape(manifest.backup)}*")
    ]
    first = max((int(text) if text.isdigit() else 1 for text in taken), default=0) + 1  # later ones sort behind
    for number in range(first, first + 1000):
        target = folder / (name or f"{manifest.backup}{f'-{number}' if number > 1 else ''}.db")
        known, place = manifest._replace(backup=target.name), manifest_of(target)
        if not target.exists() and not target.is_symlink() and create_private(place):
            try:
                write_synced(place, (json.dumps({**_MARK, **known._asdict()}, indent=1) + "\n").encode())
            except errors.StorageError as error:
                place.unlink()
                raise _no_room(Path(manifest.file), folder) from error
            return Copy(target, known)
        if name:
            break
    raise errors.CannotCreateError(f"{target} is there already", hint="--to takes another name, or a folder")


def _thin(path: Path, spare: Path | None) -> None:
    """Delete the oldest backups of a file beyond the number configured, if they are as they were made."""
    keep = int(config.backups_kept(config.read_config()).value or config.BACKUPS_KEPT)
    for old in backups(path)[keep:]:
        if old.manifest and old.path != spare and old.path.stat().st_size == old.manifest.size:
            old.path.unlink()
            manifest_of(old.path).unlink()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    from hashlib import file_digest

    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def examine(path: Path) -> tuple[int, dict[str, int]]:
    """Return the version of the tables of a copy, and how many rows each has; raises DamagedFileError for a bad one."""
    with connect(path) as copy:
        wrong = [text for text in copy.column("PRAGMA integrity_check(1)") if text != "ok"]
        broken = copy.row("PRAGMA foreign_key_check")
        if wrong or broken:
            why = wrong[0] if wrong else f"a row of {broken[0]} points nowhere" if broken else ""
            raise errors.DamagedFileError(f"{path} is damaged: {why}")
        tables = copy.column("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'")
        rows = {table: int(copy.value(f"SELECT count(*) FROM {table}")) for table in sorted(tables)}
        return int(copy.value("PRAGMA user_version")), rows


def trouble_with(copy: Copy) -> str | None:
    """Return in words what is wrong with a backup; None if it holds what it held when it was made."""
    known = copy.manifest
    try:
        if known and copy.path.stat().st_size != known.size:
            return f"it has {copy.path.stat().st_size:,} bytes, and had {known.size:,}"
        if known and digest(copy.path) != known.sha256:
            return "its bytes are not those that were written"
        schema, rows = examine(copy.path)
    except OSError as error:
        return (error.strerror or str(error)).lower()
    except errors.NetcliError as error:
        return error.message.removeprefix(f"{copy.path} ")
    return (
        "its rows are not those that were counted" if known and (schema, rows) != (known.schema, known.rows) else None
    )


def newest_good(path: Path) -> Copy | None:
    """Return the newest backup of a file that is sound."""
    return next((copy for copy in backups(path) if trouble_with(copy) is None), None)


def put_back(path: Path, copy: Path, *, at: str) -> Path | None:
    """Make a file hold what a copy holds, all of it or, if that fails, nothing; return where it is kept as it was.

    That is a backup, or the file itself, set aside, if it cannot be opened; None if there was none. A sound file is
    written by SQLite in one transaction: others who have it open find the old or the new content, and what they wrote
    in the meantime is in the backup. One that cannot be opened is replaced. Raises BusyError after 10 s.
    """
    path = path.resolve()
    try:
        target = connect(path, "rw") if path.exists() else None
    except (errors.ForeignFileError, errors.DamagedFileError, errors.NewerFileError):
        target = None
    try:
        if target is not None:
            return _overwrite(target, copy, at)
    except errors.DamagedFileError:  # it opened, and cannot be copied
        pass
    finally:
        if target is not None:
            target.close()
    aside = _set_aside(path, at) if _is_anything_at(path) else None
    _replace(path, copy)
    return aside


def _overwrite(target: Store, copy: Path, at: str) -> Path:
    with (
        target.path.open("rb", buffering=0) as file,
        connect(copy) as source,
    ):  # closing the file would drop our locks on it: last
        for _ in range(_OVERTAKEN_AT_MOST):
            before = _changes(file)
            saved = back_up(target, f"before {copy.name} was put back", at=at, spare=copy)
            watch = _Watch(target.path, lambda: _changes(file) == before)  # noqa: B023 - called in this turn
            with suppress(_OvertakenError), told_apart(target.path):
                source._connection.backup(target._connection, pages=1, progress=watch, sleep=0.1)
                return saved.path
    raise errors.BusyError(f"{target.path} is written to all the time")


#: So often the file is backed up anew because somebody has written to it before it was locked.
_OVERTAKEN_AT_MOST = 5


class _OvertakenError(Exception):
    """Somebody has written to the file since it was backed up."""


class _Watch:
    """What SQLite calls after each page: it would wait for a lock for ever, and has locked the file with the first."""

    def __init__(self, path: Path, is_unchanged: Callable[[], bool]) -> None:
        self._path, self._is_unchanged, self._locked = path, is_unchanged, False
        self._began = monotonic()

    def __call__(self, status: int, _remaining: int, _pages: int) -> None:
        if status and monotonic() - self._began > WAIT_SECONDS:
            raise errors.BusyError(f"{self._path} is in use by another program")
        if not status and not self._locked:
            self._locked = True
            if not self._is_unchanged():
                raise _OvertakenError


def _changes(file: FileIO) -> bytes:
    """Return the counter that each transaction raises (https://sqlite.org/fileformat2.html section 1.3.8)."""
    file.seek(24)
    return file.read(4)


def _replace(path: Path, copy: Path) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    if not create_private(unfinished):
        raise errors.CannotCreateError(f"{unfinished} is there already", hint="netcli doctor --fix clears it away")
    try:
        write_synced(unfinished, copy.read_bytes())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync(path.parent)


def _is_anything_at(path: Path) -> bool:
    """Tell whether a file is there, or a journal that SQLite would play into the next file of that name."""
    return any(path.with_name(path.name + ending).exists() for ending in ("", *COMPANIONS))


def _set_aside(path: Path, at: str) -> Path:
    """Keep a file that SQLite cannot copy, as it is, among the backups, with what SQLite left beside it.

    It stays in its place as well until another replaces it, but for a journal, which would be played into that one.
    """
    aside = _aside(path, at)
    if path.exists():
        write_synced(aside, path.read_bytes())
    for ending in COMPANIONS:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
    sync(aside.parent)
    return aside


def keep_pages(store: Store, at: str) -> Path:
    """Keep an open file that is damaged among the backups, page by page, as it is."""
    aside = _aside(store.path, at)
    with told_apart(store.path), connect(aside, "rw") as copy:
        store._connection.backup(copy._connection, progress=_Watch(store.path, lambda: True), sleep=0.1)
    sync(aside.parent)
    return aside


def _aside(path: Path, at: str) -> Path:
    """Make an empty file among the backups for one that is no backup: no manifest, never deleted."""
    for number in range(1, 1000):
        aside = folder_of(path) / f"{path.stem}-{_stamp(at)}{f'-{number}' if number > 1 else ''}.damaged"
        if create_private(aside):
            break
    return aside


def _stamp(at: str) -> str:
    """Return an instant as it stands in the names of files."""
    return at.replace("-", "").replace(":", "").replace("T", "-").rstrip("Z")
