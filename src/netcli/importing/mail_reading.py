"""Reading mail: from paths to a bag of messages, with what could not be read and how many messages each file held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from netcli.errors import BadInputError, UsageError
from netcli.importing.boxes import BROKEN, Box
from netcli.importing.files import FileSeen
from netcli.importing.formats.mail_blocks import Ahead, Stream, first_headers, headers_of
from netcli.importing.formats.mail_head import MICROSOFT, is_mailbox
from netcli.importing.mail_bag import MailBag
from netcli.importing.mail_files import boxes_of, holds_mail, remembered
from netcli.results_import import FileRead, Rejected
from netcli.storage import Progress

MAIL = "mail"
_HEAD = 4096
_OUTLOOKS_OWN = "a message in Outlook's own format: drag it out of Outlook as .eml, or forward it"


@dataclass(frozen=True, slots=True)
class MailRead:
    """What was read: messages, how many each file held, what could not be used, what to remember of the files."""

    bag: MailBag
    files: tuple[FileRead, ...]
    rejected: tuple[Rejected, ...]
    seen: tuple[FileSeen, ...]


def mail_among(paths: Sequence[Path], form: str | None = None) -> bool:
    """Tell whether these files are mail, as their content or `--format` says.

    Raises UsageError if some are and some are not: they are imported one by one.
    """
    if form not in (None, MAIL):
        return False
    found = [form == MAIL or holds_mail(path) for path in paths if path.exists()]
    if any(found) and not all(found):
        raise UsageError("some of these files are mail, and some are not", hint="import them one by one")
    return bool(found) and all(found)


def read_mail(paths: Sequence[Path], progress: Progress) -> MailRead:
    """Read mailboxes, messages, and folders or zips of them; `progress` is told how many kB are read, of all.

    Memory depends on how many messages and addresses there are, not on how large they are. Raises BadInputError for
    files without any mail.
    """
    of_all = sum(box.size for path in paths for box in boxes_of(path))
    reader = _Reader(lambda done: progress(done // 1000, max(1, of_all // 1000)))
    reader.take(box for path in paths for box in boxes_of(path))
    if not (reader.bag.read or reader.rejected):
        raise BadInputError(f"no mail in {paths[0]}", hint="netcli import tells which files netcli reads")
    return reader.read(tuple(remembered(path) for path in paths))


def read_stream(name: str, stream: Stream) -> MailRead:
    """Read what comes from a stream, as stdin is."""
    reader = _Reader(lambda _: None)
    reader.take([Box(name, name, 0, lambda: nullcontext(stream))])
    return reader.read(())


class _Reader:
    """Reads box after box into one bag."""

    def __init__(self, told: Callable[[int], None]) -> None:
        self.bag = MailBag()
        self.rejected: list[Rejected] = []
        self._told, self._before = told, 0
        self._held: Counter[str] = Counter()

    def take(self, boxes: Iterable[Box]) -> None:
        """Read boxes; one that cannot be read is rejected, and the others go on."""
        for box in boxes:
            before = self.bag.read
            try:
                self._take(box)
            except BROKEN as error:
                self.rejected.append(Rejected(box.name, f"cannot be read: {getattr(error, 'strerror', None) or error}"))
            if self.bag.read != before:
                self._held[box.told_as] += self.bag.read - before
            self._before += box.size
            self._told(self._before)

    def _take(self, box: Box) -> None:
        with box.open() as opened:
            head = opened.read(_HEAD)
            stream = Ahead(head, opened)
            if head.startswith(MICROSOFT):
                self.rejected.append(Rejected(box.name, _OUTLOOKS_OWN))
            elif not head.strip():
                self.rejected.append(Rejected(box.name, "it is empty"))
            elif is_mailbox(head):
                for headers in headers_of(stream, lambda done: self._told(self._before + done)):
                    self.bag.take(headers, box.left_out)
            else:
                self.bag.take(first_headers(stream), box.left_out)

    def read(self, seen: tuple[FileSeen, ...]) -> MailRead:
        """Return all that was read."""
        files = tuple(FileRead(name, MAIL, count) for name, count in self._held.items())
        return MailRead(self.bag, files, tuple(self.rejected), seen)
