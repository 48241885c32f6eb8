"""Where mail is found: mailboxes, messages that are files, maildirs, and folders or zips of them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from netcli.errors import BadInputError
from netcli.importing.archive import ZIP
from netcli.importing.files import FileSeen, modified
from netcli.importing.formats.mail_blocks import Stream
from netcli.importing.formats.mail_bulk import DRAFT, TRASH, folder_reason
from netcli.importing.formats.mail_head import is_mail
from netcli.shape import NamedTuple

_BOXES = (".mbox", ".mbx")
_MESSAGES = (".eml", ".emlx", ".msg")
_SUFFIXES = (*_BOXES, *_MESSAGES)
_MAILDIR = ("cur", "new")
_HEAD = 8192
_DEEPEST = 8
_MOST_ENTRIES = 500_000
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
_FLAGS = {"T": TRASH, "D": DRAFT}  #: of maildir (https://cr.yp.to/proto/maildir.html)


class Box(NamedTuple):
    """One file that may hold mail: what it is told as, its size, how it is opened, and why all of it is left out."""

    name: str
    told_as: str
    size: int
    open: Callable[[], AbstractContextManager[Stream]]
    left_out: str | None = None


def holds_mail(path: Path) -> bool:
    """Tell whether a path is a mailbox, a message, or a folder or zip of them; a folder with cards is one of cards."""
    if path.is_dir():
        return not any(p.suffix.lower() == ".vcf" for p in path.iterdir()) and any(True for _ in _of_folder(path))
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
    if head.startswith(ZIP):
        return any(True for _ in _of_zip(path))
    return is_mail(head) or (path.suffix.lower() in _SUFFIXES and b"BEGIN:VCARD" not in head)


def boxes_of(path: Path) -> Iterator[Box]:
    """Yield the boxes of a path, in order of their names. Raises BadInputError for a zip that is damaged or locked."""
    if path.is_dir():
        yield from _of_folder(path)
    elif _begins_with(path, ZIP):
        yield from _of_zip(path)
    else:
        yield Box(str(path), str(path), path.stat().st_size, lambda: path.open("rb"))


def _of_folder(folder: Path, deep: int = _DEEPEST) -> Iterator[Box]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if deep and not path.is_symlink():
                yield from _of_folder(path, deep - 1)
        elif path.is_file() and _may_be_mail(path):
            told_as = path if path.suffix.lower() in _BOXES or not _is_message(path.parts) else _home(path)
            yield Box(str(path), str(told_as), path.stat().st_size, _opener(path), _reason(path.parts[-3:]))


def _opener(path: Path) -> Callable[[], AbstractContextManager[Stream]]:
    return lambda: path.open("rb")


def _may_be_mail(path: Path) -> bool:
    if path.name.startswith(".") or path.suffix.lower() == ".msf":
        return False
    return (
        _is_message(path.parts) or path.suffix.lower() in _BOXES or (not path.suffix and _begins_with(path, b"From "))
    )


def _begins_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as opened:
        return opened.read(len(mark)) == mark


def _is_message(parts: Sequence[str]) -> bool:
    return parts[-1].lower().endswith(_MESSAGES) or (len(parts) > 1 and parts[-2] in _MAILDIR)


def _home(path: Path) -> Path:
    """Return the folder of a message, of a maildir the one that holds `cur` and `new`."""
    return path.parent.parent if path.parent.name in _MAILDIR else path.parent


def _reason(parts: Sequence[str]) -> str | None:
    """Return why all of a file is left out: the names of its folders, its own, or the flags of a maildir."""
    _, _, flags = parts[-1].rpartition(":2,")
    names = [name.removesuffix(".mbox").rpartition(".")[2] for name in parts]
    reasons = [folder_reason(name) for name in names]
    if len(parts) > 1 and parts[-2] in _MAILDIR:
        reasons += [_FLAGS.get(flag) for flag in flags if ":2," in parts[-1]]
    return next((reason for reason in reasons if reason), None)


def _of_zip(path: Path) -> Iterator[Box]:
    try:
        with ZipFile(path) as packed:
            entries = [info for info in packed.infolist() if not info.is_dir()]
            if len(entries) > _MOST_ENTRIES:
                raise BadInputError(f"{path} holds {len(entries):,} files", hint=f"{_MOST_ENTRIES:,} are the most")
            for info in sorted(entries, key=lambda entry: entry.filename):
                inside = PurePosixPath(info.filename.replace("\\", "/"))
                if inside.name.startswith(".") or "__MACOSX" in inside.parts:
                    continue
                if not (_is_message(inside.parts) or inside.suffix.lower() in _BOXES):
                    continue
                if info.flag_bits & 1:
                    raise BadInputError(f"{path} is locked with a password", hint="unpack it, and import the folder")
                told_as = inside if inside.suffix.lower() in _BOXES else inside.parent
                reason = _reason(inside.parts[-3:])
                yield Box(
                    f"{path}/{inside}", f"{path}/{told_as}", info.file_size, _member(packed, info.filename), reason
                )
    except _BROKEN as error:
        raise BadInputError(f"{path} is a damaged zip archive: {error}", hint="download it again") from error


def _member(packed: ZipFile, name: str) -> Callable[[], AbstractContextManager[Stream]]:
    return lambda: packed.open(name)


def remembered(path: Path) -> FileSeen:
    """Return what is remembered of a path: of a file its size and both its ends, of a folder the sizes of its files.

    A mailbox of gigabytes is read once, not twice: what is added to it changes its size and its end.
    """
    marks = sha256()
    if path.is_dir():
        sizes = [(box.name, box.size) for box in _of_folder(path)]
        marks.update(repr(sizes).encode("utf-8", "surrogateescape"))
        return FileSeen(path.name, sum(size for _, size in sizes), marks.hexdigest(), modified(path))
    size = path.stat().st_size
    with path.open("rb") as opened:
        marks.update(opened.read(1 << 16))
        opened.seek(max(0, size - (1 << 16)))
        marks.update(opened.read() + str(size).encode())
    return FileSeen(path.name, size, marks.hexdigest(), modified(path))
