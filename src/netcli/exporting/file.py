"""Writing a file so that it is there whole or not at all, readable by its owner only; or into a pipe or device."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from netcli.errors import CannotCreateError
from netcli.private import sync


def write_file(path: Path, content: str | bytes | Iterable[bytes], *, force: bool) -> None:
    """Write text, as UTF-8, or bytes, whole or in parts, to a file: a temporary one beside it, synced, then renamed.

    A pipe or device, as /dev/null, is written into as it is: put in its place, a file would take it from every program.
    Raises CannotCreateError for a folder, for what is there already unless `force` is given, or if the folder refuses.
    """
    target = path.expanduser()
    if target.is_dir():
        raise CannotCreateError(f"{target} is a folder", hint="-o takes the name of a file in it")
    if target.exists() and not target.is_file():
        _write_into(target, content)
        return
    if not force and (target.exists() or target.is_symlink()):
        raise CannotCreateError(f"{target} is there already", hint="--force replaces it, -o takes another name")
    target = target.resolve()
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        number = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise CannotCreateError(f"cannot write {target}: {error.strerror}", hint="-o takes another place") from error
    try:
        with open(number, "wb") as file:
            file.writelines(_parts(content))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync(target.parent)


def _write_into(target: Path, content: str | bytes | Iterable[bytes]) -> None:
    try:
        with target.open("wb") as opened:
            opened.writelines(_parts(content))
    except OSError as error:
        raise CannotCreateError(f"cannot write {target}: {error.strerror}", hint="-o takes another place") from error


def _parts(content: str | bytes | Iterable[bytes]) -> Iterable[bytes]:
    if isinstance(content, str):
        return (content.encode(),)
    return (content,) if isinstance(content, bytes) else content
