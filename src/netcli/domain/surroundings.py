"""What `doctor` looks at around the file: modes, what was left behind, backups, configuration."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from glob import escape
from pathlib import Path
from shlex import quote
from time import time

from netcli.backup import COMPANIONS, backups, folder_of, trouble_with
from netcli.config import data_folder, read_config
from netcli.dates import age_days
from netcli.domain.health import ADVICE, FIX, OK, WRONG
from netcli.errors import ConfigError
from netcli.private import FILE_MODE, FOLDER_MODE
from netcli.results_file import Finding
from netcli.storage import Progress, Store

BACKUP_AGE_DAYS = 30  #: a backup older than this is too old, if anything was done since
_STALE_SECONDS = 3600.0  #: what nobody has written to for so long is of a process that is dead


def permissions(path: Path) -> list[Finding]:
    """Tell which files and folders others may read."""
    wide = list(_wide(path))
    if not wide:
        return [Finding("permissions", OK, "nobody but you can read the file and its backups")]
    told = ", ".join(f"{one} ({one.stat().st_mode & 0o777:o})" for one, _ in wide[:3])
    more = f" and {len(wide) - 3:,} more" if len(wide) > 3 else ""
    return [Finding("permissions", WRONG, f"others may read or enter {told}{more}", FIX)]


def narrow(path: Path) -> None:
    """Take from others what `permissions` has found."""
    for one, mode in _wide(path):
        one.chmod(mode)


def _wide(path: Path) -> Iterator[tuple[Path, int]]:
    """Yield what others may read, with the mode it should have. The folder counts if it is netcli's own."""
    if os.name != "posix":
        return
    folders = [folder_of(path), data_folder() / "drafts"]
    own = [path.resolve().parent] if path.resolve().parent == data_folder().resolve() else []
    beside = [path.with_name(path.name + ending) for ending in ("", *COMPANIONS)]
    copied = folder_of(path).glob(f"{escape(path.resolve().stem)}-*")  # what else is in that folder is not netcli's
    files = [*beside, *copied, *(data_folder() / "drafts").glob("*")]
    for one, mode in [(f, FOLDER_MODE) for f in (*own, *folders)] + [(f, FILE_MODE) for f in files]:
        if one.exists() and one.stat().st_mode & 0o077:
            yield one, mode


def left_behind(path: Path) -> list[Finding]:
    """Tell what processes that were cut off have left."""
    found = [Finding("left behind", WRONG, f"{part} is of a copy that was cut off", FIX) for part in unfinished(path)]
    drafts = data_folder() / "drafts"
    found += [
        Finding("left behind", ADVICE, f"a draft that was not saved: {draft}", f"rm {quote(str(draft))}")
        for draft in (sorted(drafts.iterdir()) if drafts.is_dir() else ())
    ]
    return found or [Finding("left behind", OK, "no half-done copy, no draft")]


def unfinished(path: Path) -> list[Path]:
    """Return copies that nobody is writing any more and nobody has finished."""
    folders = [folder for folder in (path.resolve().parent, folder_of(path)) if folder.is_dir()]
    parts = (part for folder in folders for part in folder.glob(f".{escape(path.resolve().stem)}*.part"))
    return sorted(part for part in parts if time() - part.stat().st_mtime > _STALE_SECONDS)


def copies(path: Path, store: Store | None, today: date, progress: Progress) -> list[Finding]:
    """Tell whether there is a backup that holds, and is new enough; of a file that cannot be read, whether there is."""
    made = backups(path)
    found, good = [], []
    for done, copy in enumerate(made, 1):
        if trouble := trouble_with(copy):
            command = f"rm {quote(str(copy.path))} {quote(str(copy.path))}.json"
            found.append(Finding("backups", WRONG, f"{copy.path.name}: {trouble}", command))
        elif copy.manifest:
            good.append(copy.manifest.at)
        progress(done, len(made))
    people = store.value("SELECT count(*) FROM person WHERE NOT is_me") if store else 1
    if not good and people:
        found.append(Finding("backups", WRONG, "there is none that holds", "netcli backup" if store else None))
    elif good and store and (age := age_days(good[0][:10], today)) > BACKUP_AGE_DAYS:
        since = store.value("SELECT count(*) FROM operation WHERE at > ?", (good[0],))
        if since:
            text = f"the newest is {age} days old, and {since:,} operations came after it"
            found.append(Finding("backups", WRONG, text, "netcli backup"))
    fine = f"{len(good)}, all as they were written; the newest of {good[0][:10]}" if good else "nothing to back up yet"
    return found or [Finding("backups", OK, fine)]


def configuration() -> list[Finding]:
    """Tell whether the configuration can be used."""
    try:
        read = read_config()
    except ConfigError as error:
        return [Finding("configuration", WRONG, error.message, "netcli config edit")]
    except OSError as error:
        return [Finding("configuration", WRONG, f"{error.filename}: {(error.strerror or '').lower()}", None)]
    if read.unknown:
        return [Finding("configuration", ADVICE, f"no key {', '.join(read.unknown)}", "netcli config edit")]
    return [Finding("configuration", OK, "every key is known and has a value that can be used")]
