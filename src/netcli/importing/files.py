"""Files of an import: which there are, the newest of a pattern, and whether they have been read before."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from netcli.shape import NamedTuple
from netcli.storage import Store, read_json


class FileSeen(NamedTuple):
    """One file as `import_run` remembers it: its name without folders, its size, its hash, when it was written."""

    name: str
    size: int
    sha256: str
    modified: str | None


def seen(files: Sequence[tuple[str, bytes]]) -> tuple[FileSeen, ...]:
    """Return what is remembered of files with their content."""
    return tuple(
        FileSeen(Path(name).name, len(data), sha256(data).hexdigest(), modified(Path(name))) for name, data in files
    )


def as_json(files: Sequence[FileSeen]) -> str:
    """Return files as `import_run.files` keeps them."""
    return json.dumps([file._asdict() for file in files], ensure_ascii=False)


def modified(path: Path) -> str | None:
    """Return the instant in UTC at which a file, or the zip it is in, was last written; None for no file, as stdin."""
    try:
        stamp = next(found for found in (path, *path.parents) if found.is_file()).stat().st_mtime
    except (OSError, ValueError, StopIteration):
        return None
    return datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def last_files(store: Store, source: int | None) -> tuple[FileSeen, ...]:
    """Return the files of the last reading of a source."""
    stored = store.value("SELECT files FROM import_run WHERE source_id = ? ORDER BY id DESC LIMIT 1", (source,))
    fields = FileSeen._fields
    return tuple(FileSeen(*(file.get(name) for name in fields)) for file in read_json(stored or "[]"))


def are_same(one: Sequence[FileSeen], other: Sequence[FileSeen]) -> bool:
    """Tell whether two readings had the same content, whatever the files are called."""
    return sorted(file.sha256 for file in one) == sorted(file.sha256 for file in other)


def are_older(one: Sequence[FileSeen], other: Sequence[FileSeen]) -> bool:
    """Tell whether the files of one reading were all written before those of another."""
    stamps = [[file.modified or "" for file in files] for files in (one, other)]
    return all(all(found) and found for found in stamps) and max(stamps[0]) < max(stamps[1])


def newest(pattern: str) -> Path | None:
    """Return the file or folder of a pattern that was written last, of several the last by name; None for no match.

    A folder is as old as the newest of what is in it. `~` is the home folder, `**` any folders.
    """
    from glob import glob

    whole = str(at_home(pattern))
    found = [whole] if Path(whole).exists() else glob(whole, recursive=True)
    dated = [(_written(Path(name)), name) for name in found if Path(name).exists()]
    return Path(max(dated)[1]) if dated else None


def at_home(pattern: str) -> Path:
    """Return a path with `~` as a home folder; that of an unknown user stays as it is, where pathlib raises."""
    return Path(os.path.expanduser(pattern))


def _written(path: Path) -> float:
    inside = path.iterdir() if path.is_dir() else ()
    return max((file.stat().st_mtime for file in (path, *inside) if file.exists()), default=0.0)


CARDS = (".vcf", ".vcard")


def cards_in(folder: Path) -> list[Path]:
    """Return the cards of a folder, by name: one with any is a folder of cards, whatever else lies in it."""
    return sorted(path for path in folder.iterdir() if _is_card(path))


def cards_below(folder: Path, deep: int = 4) -> list[Path]:
    """Return the cards of the folders in a folder, as programs keep address books: each book in one of its own."""
    found: list[Path] = []
    for path in sorted(folder.iterdir()):
        if deep and path.is_dir() and not path.is_symlink():
            found += cards_in(path) + cards_below(path, deep - 1)
    return found


def _is_card(path: Path) -> bool:
    """Tell whether a path is a file of cards; those that Apple's file manager puts beside them are none."""
    return path.suffix.lower() in CARDS and not path.name.startswith("._") and path.is_file()
