"""Files to be read as streams, one by one: as they lie in a folder or in a zip, of which nothing is unpacked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path, PurePath, PurePosixPath
from zipfile import ZipFile, ZipInfo

from netcli.errors import BadInputError
from netcli.importing.archive import BROKEN_MEMBER, BROKEN_ZIP, ZIP
from netcli.importing.formats.mail_blocks import Stream
from netcli.shape import NamedTuple

_DEEPEST = 8
_MOST_ENTRIES = 500_000
#: What reading a zip, or a file of one, may raise.
BROKEN = (*BROKEN_MEMBER, OSError)


class Box(NamedTuple):
    """One file to be read: what it is called, told as, its size, how it is opened, why all of it is left out."""

    name: str
    told_as: str
    size: int
    open: Callable[[], AbstractContextManager[Stream]]
    left_out: str | None = None


#: Says of a file - its path, and where it lies if that is no zip - whether it is wanted: as what it is told, and why
#: all of it is left out; None for one that is passed over.
Choice = Callable[[PurePath, Path | None], tuple[PurePath, str | None] | None]


def begins_with(path: Path, mark: bytes) -> bool:
    """Tell whether a file begins with these bytes."""
    with path.open("rb") as opened:
        return opened.read(len(mark)) == mark


def boxes_of(path: Path, choice: Choice) -> Iterator[Box]:
    """Yield the files of a path that are wanted, by name; a file by itself is.

    Raises BadInputError for a zip that is damaged or locked.
    """
    if path.is_dir():
        yield from of_folder(path, choice)
    elif begins_with(path, ZIP):
        yield from of_zip(path, choice)
    else:
        yield Box(str(path), str(path), path.stat().st_size, _opener(path))


def holds_any(path: Path, choice: Choice) -> bool:
    """Tell whether a folder or zip holds a file that is wanted."""
    return any(True for _ in (of_folder if path.is_dir() else of_zip)(path, choice))


def of_folder(folder: Path, choice: Choice, deep: int = _DEEPEST) -> Iterator[Box]:
    """Yield the files of a folder, and of those in it, that are wanted."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if deep and not path.is_symlink():
                yield from of_folder(path, choice, deep - 1)
        elif path.is_file() and not path.name.startswith(".") and (chosen := choice(path, path)):
            yield Box(str(path), str(chosen[0]), path.stat().st_size, _opener(path), chosen[1])


def _opener(path: Path) -> Callable[[], AbstractContextManager[Stream]]:
    return lambda: path.open("rb")


def of_zip(path: Path, choice: Choice) -> Iterator[Box]:
    """Yield the files of a zip that are wanted."""
    try:
        with ZipFile(path) as packed:
            entries = [info for info in packed.infolist() if not info.is_dir()]
            if len(entries) > _MOST_ENTRIES:
                raise BadInputError(f"{path} holds {len(entries):,} files", hint=f"{_MOST_ENTRIES:,} are the most")
            for info in sorted(entries, key=lambda entry: entry.filename):
                inside = PurePosixPath(info.filename.replace("\\", "/"))
                if inside.name.startswith(".") or "__MACOSX" in inside.parts or not (chosen := choice(inside, None)):
                    continue
                if info.flag_bits & 1:
                    raise BadInputError(f"{path} is locked with a password", hint="unpack it, and import the folder")
                told_as, reason = chosen
                member = _member(packed, info)
                yield Box(f"{path}/{inside}", f"{path}/{told_as}", info.file_size, member, reason)
    except BROKEN_ZIP as error:
        raise BadInputError(f"{path} is a damaged zip archive: {error}", hint="download it again") from error


def _member(packed: ZipFile, info: ZipInfo) -> Callable[[], AbstractContextManager[Stream]]:
    return lambda: packed.open(info)
