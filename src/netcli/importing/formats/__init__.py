"""The formats that can be read: one file and one line here each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from netcli.importing.draft import Reading
from netcli.storage import Progress

if TYPE_CHECKING:
    from netcli.importing.mapping import ColumnMap


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how its content is recognised, and the module whose `read(bytes)` reads it.

    `service` names the source of its files where they all come from one place, whatever they are called. `takes_map`
    tells whether `read` also takes what the user said of the columns, `takes_name` whether it takes the file's name,
    `takes_progress` whether whom to tell of its progress after that.
    """

    name: str
    is_ours: Callable[[bytes], bool]
    module: str
    service: str | None = None
    takes_map: bool = False
    takes_name: bool = False
    takes_progress: bool = False

    def read(
        self, data: bytes, said: ColumnMap | None = None, name: str = "", progress: Progress | None = None
    ) -> Reading:
        """Return what a file of this format says; `said` is what its columns are for."""
        read_it = import_module(f"netcli.importing.formats.{self.module}").read
        taken = ((self.takes_map, said), (self.takes_name, name), (self.takes_progress, progress))
        reading: Reading = read_it(data, *(value for takes, value in taken if takes))
        return reading


def _is_vcard(data: bytes) -> bool:
    head = data[: 65_536 if data.startswith(b"{\\rtf") else 4096].replace(b"\0", b"").upper()
    return b"BEGIN:VCARD" in b"".join(head.split())


def _is_mail(data: bytes) -> bool:
    from netcli.importing.formats.mail_head import is_mail

    return is_mail(data[:8192])


def _is_calendar(data: bytes) -> bool:
    from netcli.importing.formats.ics_head import is_calendar

    return is_calendar(data[:8192])


def _has_header_of(module: str) -> Callable[[bytes], bool]:
    """Return a test whether the first row of a table is one that a module's `is_header` knows."""

    def is_ours(data: bytes) -> bool:
        from netcli.importing.table import header

        known: bool = import_module(f"netcli.importing.formats.{module}").is_header(header(data))
        return known

    return is_ours


def _is_linkedin(data: bytes) -> bool:
    from netcli.importing.table import has_header

    return has_header(data, import_module("netcli.importing.formats.linkedin").is_header)


def _by_module(module: str) -> Callable[[bytes], bool]:
    """Return the test of a module's `is_ours`."""

    def is_ours(data: bytes) -> bool:
        known: bool = import_module(f"netcli.importing.formats.{module}").is_ours(data)
        return known

    return is_ours


def _of_archive(name: str, data: bytes) -> str | None:
    """Return the format of a file of an archive, where its name counts."""
    from netcli.importing.archive import NOT_READ, left_of
    from netcli.importing.formats.linkedin_files import file_kind

    if left_of(data):
        return "facebook"
    return "linkedin" if data == NOT_READ or file_kind(name, data) else None


#: Formats in the order in which they are tried: content decides, never the name of the file (RFC 6350 section 6.1.1).
FORMATS: tuple[Format, ...] = (
    Format("ics", _is_calendar, "ics_head"),
    Format("mail", _is_mail, "mail_head"),
    Format("vcard", _is_vcard, "vcard"),
    Format("json-resume", _by_module("json_resume"), "json_resume"),
    Format("netcli", _by_module("netcli_file"), "netcli_file", takes_name=True),
    Format("monica", _by_module("monica"), "monica", service="monica"),
    Format("facebook", _by_module("facebook"), "facebook", service="facebook", takes_name=True),
    Format("jsonl", _by_module("jsonl"), "jsonl"),
    Format("sheet", _has_header_of("sheet"), "sheet"),
    Format("ties", _has_header_of("ties"), "ties"),
    Format("linkedin", _is_linkedin, "linkedin_archive", service="linkedin", takes_name=True, takes_progress=True),
    Format("ldif", _by_module("ldif"), "ldif"),
    Format("contacts", _by_module("contacts"), "contacts", takes_map=True),
)


def recognise(data: bytes, name: str = "") -> Format | None:
    """Return the format of a file's content, or None if it is none of ours.

    The name counts for LinkedIn's archive alone, which has a Skills.csv whose only column is `Name`.
    """
    known = _of_archive(name, data) if name else None
    return next((form for form in FORMATS if (form.name == known if known else form.is_ours(data))), None)
