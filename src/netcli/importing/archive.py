"""Archives: the copy of one's data of LinkedIn or Facebook, zipped or unpacked; address books in a zip, as the copies
of Google and Apple and many programs have them. Nothing is ever written to disk.

A member is read if its name and header say that it is needed; others are handed on by name alone, for the report. A zip
is bounded before anything in it is unpacked: its entries, the size of what is needed, and how far that was packed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from netcli.errors import BadInputError

try:
    from lzma import LZMAError
except ImportError:  # a Python without it cannot unpack such a zip either
    LZMAError = BadZipFile  # type: ignore[assignment,misc]

from netcli.importing.formats import facebook_files, recognise
from netcli.importing.formats.linkedin_files import by_name, file_kind

File = tuple[str, bytes]
#: Returns so many of the first bytes of a file, or _ALL.
Reader = Callable[[int], bytes]

ZIP = b"PK\x03\x04"
#: What stands for the content of a file that is named, and not read.
NOT_READ = b"\0not read"
#: How that begins where it stands for several files of Facebook: their number follows.
_LEFT = b"\0left of facebook "
_MOST_ENTRIES = 50_000
_MOST_BYTES = 512 * 1024 * 1024
#: Deflate packs no table of people further than this; small files may be all one letter.
_MOST_PACKED, _SMALL = 200, 10_000_000
_DEEPEST = 6
#: Address books by the ends of their names, those first that are read alone if there are any.
_BOOKS = ((".vcf", ".vcard"), (".csv", ".tsv", ".ldif"))
_OF_BOOKS = frozenset({"vcard", "ldif", "contacts"})
_HEAD, _ALL = 65_536, -1
#: What reading a zip raises that is damaged, locked, or packed as we cannot unpack it; and what opening it does.
BROKEN_MEMBER = (BadZipFile, zlib.error, LZMAError, EOFError, RuntimeError)
BROKEN_ZIP = (*BROKEN_MEMBER, ValueError)


def zip_members(name: str, opened: BinaryIO, deep: int = 1) -> tuple[File, ...] | None:
    """Return (name, content) of the files of a zip if it is an archive of LinkedIn or Facebook, or holds address books.

    So do zips in a zip, its parts. Files that are not needed have NOT_READ for content, in an archive; None stands for
    any other zip. Raises BadInputError for one that is damaged, locked, or would grow beyond all bounds.
    """
    try:
        with ZipFile(opened) as packed:
            entries = [info for info in packed.infolist() if not info.is_dir()]
            if len(entries) > _MOST_ENTRIES:
                raise BadInputError(f"{name} holds {len(entries):,} files", hint=f"{_MOST_ENTRIES:,} are the most")
            needed = [info for info in entries if _may_be_needed(info.filename)]
            _refuse_bomb(name, needed)
            found = _archive(
                ((f"{name}/{_harmless(i.filename)}", _reading(packed, i) if i in needed else None) for i in entries),
            )
            return found or (_parts(name, packed, entries, deep) if deep else None) or _books(name, packed, entries)
    except BROKEN_ZIP as error:
        raise BadInputError(f"{name} is a damaged zip archive: {error}", hint="download it again") from error


def _parts(name: str, packed: ZipFile, entries: Iterable[ZipInfo], deep: int) -> tuple[File, ...] | None:
    """Return what is in the zips of a zip; None if there are none, or nothing of use in them."""
    inside = [info for info in entries if info.filename.lower().endswith(".zip") and not _is_beside(info.filename)]
    _refuse_bomb(name, inside)
    found: list[File] = []
    for info in inside:
        part = f"{name}/{_harmless(info.filename)}"
        found += zip_members(part, BytesIO(_reading(packed, info)(_ALL)), deep - 1) or ()
    return tuple(found) or None


def _books(name: str, packed: ZipFile, entries: Iterable[ZipInfo]) -> tuple[File, ...] | None:
    """Return the address books of a zip: its cards, else its tables of people; None if there are none."""
    for ends in _BOOKS:
        books = [i for i in entries if i.filename.lower().endswith(ends) and not _is_beside(i.filename)]
        _refuse_bomb(name, books)
        read = ((f"{name}/{_harmless(info.filename)}", _reading(packed, info)(_ALL)) for info in books)
        if found := tuple(file for file in read if getattr(recognise(file[1]), "name", None) in _OF_BOOKS):
            return found
    return None


def _is_beside(name: str) -> bool:
    """Tell whether a file is one that the file managers of Apple put beside others."""
    return PurePosixPath(name).name.startswith(".") or "__MACOSX" in name


def zip_bytes(name: str, data: bytes) -> tuple[File, ...] | None:
    """Return what `zip_members` does, of a zip that was read already."""
    return zip_members(name, BytesIO(data))


def folder_members(folder: Path) -> tuple[File, ...] | None:
    """Return (name, content) of the files of a folder if it is an unpacked archive of either, else None."""
    found = sorted(path for path in _walk(folder, _DEEPEST))
    return _archive((str(path), _file(path) if _may_be_needed(str(path)) else None) for path in found)


def _file(path: Path) -> Reader:
    """Return a reader of one file, which refuses to read all of one that would not fit into memory."""

    def read(most: int) -> bytes:
        if most == _ALL and path.stat().st_size > _MOST_BYTES:
            raise BadInputError(f"{path} is larger than 512 MB", hint="split it")
        with path.open("rb") as opened:
            return opened.read(most)

    return read


def _walk(folder: Path, deep: int) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and deep and not path.is_symlink():
            yield from _walk(path, deep - 1)
        elif path.is_file():
            yield path


def _archive(members: Iterable[tuple[str, Reader | None]]) -> tuple[File, ...] | None:
    members = list(members)
    if facebook_files.is_archive([name for name, _ in members]):
        return _facebook(members)
    found: list[File] = []
    for name, read in members:
        if _is_beside(name):
            continue
        is_wanted = read and file_kind(name, read(_HEAD))
        found.append((name, read(_ALL) if read and is_wanted else NOT_READ))
    return tuple(found) if any(data is not NOT_READ for _, data in found) else None


def _facebook(members: Iterable[tuple[str, Reader | None]]) -> tuple[File, ...]:
    """Return the files of Facebook that are needed; of each folder, how many others there are."""
    found: list[File] = []
    others: dict[str, int] = {}
    for name, read in members:
        if read is not None and facebook_files.is_needed(name):
            found.append((name, read(_ALL)))
        elif "__MACOSX" not in name:
            part = facebook_files.part_of(name)
            others[part] = others.get(part, 0) + 1
    return (*found, *((part, _LEFT + str(count).encode()) for part, count in sorted(others.items())))


def left_of(data: bytes) -> int:
    """Return how many files of Facebook a content stands for that was not read; 0 for any other content."""
    return int(data[len(_LEFT) :]) if data.startswith(_LEFT) else 0


def _may_be_needed(name: str) -> bool:
    """Tell whether a file is a table, and none of those known to hold nothing that is wanted; or one of Facebook's."""
    if facebook_files.is_needed(name):
        return True
    return name.lower().endswith((".csv", ".tsv", ".txt")) and by_name(name) != ""


def _harmless(name: str) -> str:
    """Return a member's name as it is told: no folder above, no letter of a drive, nothing that is no text."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "?"


def _refuse_bomb(name: str, entries: Iterable[ZipInfo]) -> None:
    total = 0
    for info in entries:
        if info.flag_bits & 1:
            raise BadInputError(f"{name} is locked with a password", hint="unpack it, and import the folder")
        total += info.file_size
        packed = info.file_size > max(info.compress_size, 1) * _MOST_PACKED and info.file_size > _SMALL
        if total > _MOST_BYTES or packed:
            raise BadInputError(
                f"{name} would unpack to more than netcli reads", hint="unpack it, and see what is in it"
            )


def _reading(packed: ZipFile, info: ZipInfo) -> Reader:
    """Return a reader of one member, that never gives more than the zip says it holds."""

    def read(most: int) -> bytes:
        try:
            with packed.open(info) as member:
                return member.read(info.file_size if most == _ALL else min(most, info.file_size))
        except OSError as error:
            if error.errno is None:  # what bz2 raises; a disk that fails has a number
                raise BadZipFile(str(error)) from error
            raise

    return read
