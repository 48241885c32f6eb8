"""Where mail is found: mailboxes, messages that are files, maildirs, and folders or zips of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path, PurePath

from netcli.importing import boxes
from netcli.importing.archive import ZIP
from netcli.importing.boxes import Box
from netcli.importing.files import FileSeen, cards_in, modified
from netcli.importing.formats.mail_bulk import DRAFT, TRASH, folder_reason
from netcli.importing.formats.mail_head import is_mail

_BOXES = (".mbox", ".mbx")
_MESSAGES = (".eml", ".emlx", ".msg")
_SUFFIXES = (*_BOXES, *_MESSAGES)
_MAILDIR = ("cur", "new")
_HEAD = 8192
_FLAGS = {"T": TRASH, "D": DRAFT}  #: of maildir (https://cr.yp.to/proto/maildir.html)


def holds_mail(path: Path) -> bool:
    """Tell whether a path is a mailbox, a message, or a folder or zip of them; a folder with cards is one of cards."""
    if path.is_dir():
        return not cards_in(path) and boxes.holds_any(path, _choice)
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
    if head.startswith(ZIP):
        return boxes.holds_any(path, _choice)
    return is_mail(head) or (path.suffix.lower() in _SUFFIXES and b"BEGIN:VCARD" not in head)


def boxes_of(path: Path) -> Iterator[Box]:
    """Yield the boxes of a path, in order of their names. Raises BadInputError for a zip that is damaged or locked."""
    return boxes.boxes_of(path, _choice)


def _choice(path: PurePath, file: Path | None) -> tuple[PurePath, str | None] | None:
    """Choose mailboxes and messages; what lies in a folder may be a mailbox without any suffix."""
    suffix = path.suffix.lower()
    if suffix == ".msf":
        return None
    if suffix in _BOXES or (file and not suffix and not _is_message(path.parts) and boxes.begins_with(file, b"From ")):
        told_as = path
    elif _is_message(path.parts):
        told_as = _home(path) if file else path.parent
    else:
        return None
    return told_as, _reason(path.parts[-3:])


def _is_message(parts: Sequence[str]) -> bool:
    return parts[-1].lower().endswith(_MESSAGES) or (len(parts) > 1 and parts[-2] in _MAILDIR)


def _home(path: PurePath) -> PurePath:
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


def remembered(path: Path) -> FileSeen:
    """Return what is remembered of a path: of a file its size and both its ends, of a folder the sizes of its files.

    A mailbox of gigabytes is read once, not twice: what is added to it changes its size and its end.
    """
    marks = sha256()
    if path.is_dir():
        sizes = [(box.name, box.size) for box in boxes.of_folder(path, _choice)]
        marks.update(repr(sizes).encode("utf-8", "surrogateescape"))
        return FileSeen(path.name, sum(size for _, size in sizes), marks.hexdigest(), modified(path))
    size = path.stat().st_size
    with path.open("rb") as opened:
        marks.update(opened.read(1 << 16))
        opened.seek(max(0, size - (1 << 16)))
        marks.update(opened.read() + str(size).encode())
    return FileSeen(path.name, size, marks.hexdigest(), modified(path))
