"""Files and folders that their owner alone can read, and that last once they are written."""

from __future__ import annotations

import os
from pathlib import Path

from netcli.errors import CannotCreateError, StorageError

FILE_MODE, FOLDER_MODE = 0o600, 0o700
_NEW = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)


def create_private(path: Path) -> bool:
    """Make an empty file, and its folder; return False if something of that name is there. Never through a link."""
    try:
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        os.close(os.open(path, _NEW, FILE_MODE))
    except FileExistsError:
        return False
    except OSError as error:
        raise CannotCreateError(f"cannot create {path}: {error.strerror}") from error
    return True


def write_synced(path: Path, data: bytes) -> None:
    """Write bytes into a file that is there, and wait until the disk has them; raises StorageError."""
    try:
        with open(path, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from error


def sync(path: Path) -> None:
    """Wait until the disk has a file, or the names in a folder, where the system lets a folder be synced."""
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
