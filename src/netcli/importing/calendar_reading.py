"""Reading calendars: from paths to a bag of events, with what could not be read and how many events each file held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath

from netcli.errors import BadInputError, UsageError
from netcli.importing import boxes
from netcli.importing.archive import ZIP
from netcli.importing.boxes import BROKEN, Box
from netcli.importing.calendar_bag import CalendarBag
from netcli.importing.files import FileSeen, cards_in, modified
from netcli.importing.formats.ics import Calendars
from netcli.importing.formats.ics_head import is_calendar
from netcli.importing.formats.mail_blocks import Ahead, Stream
from netcli.importing.mail_files import holds_mail
from netcli.results_import import FileRead, Rejected
from netcli.storage import Progress

ICS = "ics"
_SUFFIXES = (".ics", ".ical", ".icalendar", ".vcs")
_HEAD = 8192
_NO_CALENDAR = "it is no calendar"
_LARGEST = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """What was read: events, how many each file held, what could not be used, what to remember of the files."""

    bag: CalendarBag
    files: tuple[FileRead, ...]
    rejected: tuple[Rejected, ...]
    seen: tuple[FileSeen, ...]


def calendars_among(paths: Sequence[Path], form: str | None = None) -> bool:
    """Tell whether these files are calendars, as their content or `--format` says.

    Raises UsageError if some are and some are not: they are imported one by one. So it does for a folder or zip of
    calendars and mail, where nobody said which.
    """
    if form not in (None, ICS):
        return False
    found = [form == ICS or holds_calendars(path) for path in paths if path.exists()]
    if any(found) and not all(found):
        raise UsageError("some of these files are calendars, and some are not", hint="import them one by one")
    both = next(
        (path for path in paths if any(found) and form is None and _is_several(path) and holds_mail(path)), None
    )
    if both:
        raise UsageError(f"{both} holds calendars and mail", hint="--format ics reads the one, --format mail the other")
    return bool(found) and all(found)


def _is_several(path: Path) -> bool:
    return path.is_dir() or boxes.begins_with(path, ZIP)


def holds_calendars(path: Path) -> bool:
    """Tell whether a path is a calendar, or a folder or zip of them; a folder with cards is one of cards."""
    if path.is_dir():
        return not cards_in(path) and boxes.holds_any(path, _choice)
    if _is_several(path):
        return boxes.holds_any(path, _choice)
    with path.open("rb") as opened:
        return is_calendar(opened.read(_HEAD))


def _choice(path: PurePath, file: Path | None) -> tuple[PurePath, str | None] | None:
    """Choose files by their suffix; those of a folder are told as that folder, which may hold a file for each event."""
    return (path.parent if file else path, None) if path.suffix.lower() in _SUFFIXES else None


def read_calendars(paths: Sequence[Path], progress: Progress) -> CalendarRead:
    """Read calendars, and folders or zips of them; `progress` is told how many kB are read, of all.

    Memory depends on how many events and people there are, not on how long what is written of them is. Raises
    BadInputError for files without any calendar.
    """
    sizes = [box.size for path in paths for box in boxes.boxes_of(path, _choice)]
    of_all = max(1, sum(sizes) // 1000)
    reader = _Reader(lambda done: progress(done // 1000, of_all), is_several=len(sizes) > 1)
    reader.take(box for path in paths for box in boxes.boxes_of(path, _choice))
    if not (reader.held or reader.rejected):
        raise BadInputError(f"no calendar in {paths[0]}", hint="netcli import tells which files netcli reads")
    return reader.read(tuple(remembered(path) for path in paths))


def read_stream(name: str, stream: Stream) -> CalendarRead:
    """Read what comes from a stream, as stdin is."""
    reader = _Reader(lambda _: None)
    reader.take([Box(name, name, 0, lambda: nullcontext(stream))])
    return reader.read(())


def remembered(path: Path) -> FileSeen:
    """Return what is remembered of a path: its name, size, hash - of a folder that of its calendars - and age."""
    marks, size = sha256(), 0
    for box in boxes.of_folder(path, _choice) if path.is_dir() else [None]:
        file = Path(box.name) if box else path
        size += file.stat().st_size
        marks.update(str(file.name).encode("utf-8", "surrogateescape") if box else b"")
        with file.open("rb") as opened:
            while block := opened.read(1 << 20):
                marks.update(block)
    return FileSeen(path.name, size, marks.hexdigest(), modified(path))


class _Reader:
    """Reads file after file into one bag."""

    def __init__(self, told: Callable[[int], None], *, is_several: bool = False) -> None:
        self.is_several = is_several
        self.bag = CalendarBag()
        self.rejected: list[Rejected] = []
        self.held: Counter[str] = Counter()
        self._told, self._before = told, 0

    def take(self, found: Iterable[Box]) -> None:
        """Read files; one that cannot be read is rejected, and the others go on."""
        for box in found:
            try:
                self._take(box, f"{PurePath(box.name).name}: " if self.is_several else "")
            except BROKEN as error:
                self.rejected.append(Rejected(box.name, f"cannot be read: {getattr(error, 'strerror', None) or error}"))
            self._before += box.size
            self._told(self._before)

    def _take(self, box: Box, where: str) -> None:
        if box.size > _LARGEST:
            self.rejected.append(Rejected(box.name, "it is larger than 512 MB"))
            return
        with box.open() as opened:
            head = opened.read(_HEAD)
            if b":" not in head:
                self.rejected.append(Rejected(box.name, _NO_CALENDAR if head.strip() else "it is empty"))
                return
            calendars = Calendars(Ahead(head, opened), self.bag.zones, lambda done: self._told(self._before + done))
            for event in calendars:
                self.bag.take(event, where)
            self.held[box.told_as] += calendars.read
            self.bag.skipped += calendars.left_out
            self.bag.calendars.add(calendars.name.casefold())

    def read(self, seen: tuple[FileSeen, ...]) -> CalendarRead:
        """Return all that was read."""
        files = tuple(FileRead(name, ICS, count) for name, count in self.held.items())
        return CalendarRead(self.bag, files, (*self.rejected, *self.bag.rejected), seen)
