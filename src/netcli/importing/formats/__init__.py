"""The formats that can be read: one file and one line here each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from netcli.importing.draft import Reading

if TYPE_CHECKING:
    from netcli.importing.mapping import ColumnMap


Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how its content is recognised, and the module whose `read(bytes)` reads it.

    `service` names the source of its files where they all come from one place, whatever they are called. `takes_map`
    tells whether `read` also takes what the user said of the columns, `takes_name` whether it takes the file's name and
    what to tell of its progress.
    """

    name: str
    is_ours: Callable[[bytes], bool]
    module: str
    service: str | None = None
    takes_map: bool = False
    takes_name: bool = False

    def read(
        self, data: bytes, said: ColumnMap | None = None, name: str = "", progress: Progress | None = None
    ) -> Reading:
        """Return what a file of this format says; `said` is what its columns are for."""
        read_it = import_module(f"netcli.importing.formats.{self.module}").read
        more = [said] if self.takes_map else [name, progress] if self.takes_name else []
        reading: Reading = read_it(data, *more)
        return reading


def _is_vcard(data: bytes) -> bool:
    head = data[:4096].replace(b"\0", b"").upper()
    return b"BEGIN:VCARD" in b"".join(head.split())


def _is_jsonl(data: bytes) -> bool:
    known: bool = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{" and import_module(
        "netcli.importing.formats.jsonl"
    ).is_ours(data)
    return known


def _is_json_resume(data: bytes) -> bool:
    known: bool = import_module("netcli.importing.formats.json_resume").is_ours(data)
    return known


def _has_header_of(module: str) -> Callable[[bytes], bool]:
    """Return a test whether the first row of a table is one that a module's `is_header` knows."""

    def is_ours(data: bytes) -> bool:
        from netcli.importing.table import header

        known: bool = import_module(f"netcli.importing.formats.{module}").is_header(header(data))
        return known

    return is_ours


def _told_by(module: str) -> Callable[[bytes], bool]:
    """Return a test whether a module's `is_ours` takes a file for its own."""

    def is_ours(data: bytes) -> bool:
        known: bool = import_module(f"netcli.importing.formats.{module}").is_ours(data)
        return known

    return is_ours


def _is_linkedin(data: bytes) -> bool:
    from netcli.importing.table import has_header

    return has_header(data, import_module("netcli.importing.formats.linkedin").is_header)


def _is_of_archive(name: str, data: bytes) -> bool:
    from netcli.importing.archive import NOT_READ
    from netcli.importing.formats.linkedin_files import file_kind

    return data == NOT_READ or file_kind(name, data) is not None


#: Formats in the order in which they are tried: content decides, never the name of the file (RFC 6350 section 6.1.1).
FORMATS: tuple[Format, ...] = (
    Format("vcard", _is_vcard, "vcard"),
    Format("json-resume", _is_json_resume, "json_resume"),
    Format("jsonl", _is_jsonl, "jsonl"),
    Format("sheet", _has_header_of("sheet"), "sheet"),
    Format("ties", _has_header_of("ties"), "ties"),
    Format("linkedin", _is_linkedin, "linkedin_archive", service="linkedin", takes_name=True),
    Format("ldif", _told_by("ldif"), "ldif"),
    Format("contacts", _told_by("contacts"), "contacts", takes_map=True),
)


def recognise(data: bytes, name: str = "") -> Format | None:
    """Return the format of a file's content, or None if it is none of ours.

    The name counts for LinkedIn's archive alone, which has a Skills.csv whose only column is `Name`.
    """
    if name and _is_of_archive(name, data):
        return next(form for form in FORMATS if form.takes_name)
    return next((form for form in FORMATS if form.is_ours(data)), None)
