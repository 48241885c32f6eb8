"""Every way netcli can fail: one class a cause, with its exit code, slug and hint.

Exit codes follow sysexits.h where it has a word for the cause, and grep for "no answer" (1).
A message is one line that names the thing and the cause; a hint is what to type next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class NetcliError(Exception):
    """Any failure that a user is told about in one line."""

    code = 70
    kind = "internal"
    hint = "this is a bug in netcli: run it again with --debug and report what it prints"

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if hint is not None:
            self.hint = hint

    def details(self) -> dict[str, object]:
        """Return what the JSON error carries beside code, kind, message and hint."""
        return {}


class UsageError(NetcliError):
    """The command line itself is wrong."""

    code, kind, hint = 2, "usage", "netcli help"


class NeedsAnswerError(UsageError):
    """A question would have to be asked and nobody is there to answer it."""

    kind, hint = "needs-answer", ""


class NotFoundError(NetcliError):
    """The person or thing named is not in the file."""

    code, kind, hint = 3, "not-found", "netcli list --all"

    def __init__(self, message: str, *, hint: str | None = None, near: tuple[object, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.near = near

    def details(self) -> dict[str, object]:
        """Return the nearest names on file, up to three."""
        return {"near": self.near}


class AmbiguousError(NetcliError):
    """Several people match a name; `candidates` holds them, my contacts first."""

    code, kind, hint = 4, "ambiguous", "name one of them by the handle in the second column"

    def __init__(self, message: str, *, candidates: tuple[object, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.candidates = candidates

    def details(self) -> dict[str, object]:
        """Return the people that matched."""
        return {"candidates": self.candidates}


class BadInputError(NetcliError):
    """The data given cannot be used (EX_DATAERR)."""

    code, kind, hint = 65, "bad-input", ""


class TwoDatesError(BadInputError):
    """A date in figures that has two readings; `readings` has them by order, dmy and mdy."""

    def __init__(self, typed: str, readings: Mapping[str, str | None]) -> None:
        either = " or ".join(sorted(day for day in readings.values() if day))
        super().__init__(
            f"two dates in one: {typed} is {either}", hint=f"write {either}, or netcli config set date_order dmy"
        )
        self.typed, self.readings = typed, readings

    def details(self) -> dict[str, object]:
        """Return the two days that it may be."""
        return {"readings": dict(self.readings)}


class ForeignFileError(BadInputError):
    """The file is not one of ours."""

    kind, hint = "not-netcli", "choose another file with --db PATH"


class DamagedFileError(BadInputError):
    """SQLite found the file to be damaged."""

    kind, hint = "damaged", "netcli doctor tells what can be read; the file was left as it is"


class ConflictError(BadInputError):
    """What was asked contradicts what is stored; nothing was written."""

    kind = "conflict"


class ValveError(BadInputError):
    """An import would turn a source upside down, and nobody has said that this is right; nothing was applied."""

    kind = "valve"


class MissingFileError(NetcliError):
    """A file that should be read is not there (EX_NOINPUT)."""

    code, kind, hint = 66, "no-file", ""


class CannotCreateError(NetcliError):
    """A file cannot be created (EX_CANTCREAT)."""

    code, kind, hint = 73, "cannot-create", "choose another place with --db PATH, or make the folder writable"


class StorageError(NetcliError):
    """Reading or writing failed, or the disk is full (EX_IOERR)."""

    code, kind, hint = 74, "io", "nothing was changed; make room or check the disk, then try again"


class BusyError(NetcliError):
    """Another process holds the file (EX_TEMPFAIL)."""

    code, kind, hint = 75, "busy", "another netcli is writing; try again when it is done"


class DeniedError(NetcliError):
    """The operating system forbids it (EX_NOPERM)."""

    code, kind, hint = 77, "denied", "make the file and its folder yours and writable"


class NewerFileError(NetcliError):
    """The file was made by a newer netcli (EX_CONFIG)."""

    code, kind, hint = 78, "newer", "update netcli; the file was not touched"


class ConfigError(NetcliError):
    """The configuration cannot be used (EX_CONFIG); `line` is where."""

    code, kind, hint = 78, "config", "netcli config edit"

    def __init__(self, message: str, *, line: int = 1, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.line = line


class InterruptedByUserError(NetcliError):
    """Ctrl-C."""

    code, kind, hint = 130, "interrupted", "nothing was half done"
