"""What SQLite reports, told in netcli's own errors."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from netcli import errors

_CAUSES: tuple[tuple[str, type[errors.NetcliError], str], ...] = (
    ("SQLITE_BUSY", errors.BusyError, "is in use by another program"),
    ("SQLITE_LOCKED", errors.BusyError, "is in use by another program"),
    ("SQLITE_FULL", errors.StorageError, "cannot grow: the disk is full"),
    ("SQLITE_IOERR", errors.StorageError, "cannot be read or written"),
    ("SQLITE_READONLY", errors.DeniedError, "may not be written"),
    ("SQLITE_PERM", errors.DeniedError, "may not be opened"),
    ("SQLITE_CANTOPEN", errors.CannotCreateError, "cannot be opened"),
    ("SQLITE_NOTADB", errors.ForeignFileError, "is not a netcli file"),
    ("SQLITE_CORRUPT", errors.DamagedFileError, "is damaged"),
    ("SQLITE_TOOBIG", errors.BadInputError, "cannot hold a text this long"),
    ("SQLITE_CONSTRAINT", errors.ConflictError, "refuses this: it contradicts what is stored"),
)


#: What SQLite says of damage without naming it so: text that is none, and a schema whose words have changed.
_OF_DAMAGE = ("Could not decode", "unsupported file format", "malformed database schema", "no such ")
#: What it says where it asked us something - may this be done? what is this folded? - and Ctrl-C was the answer.
_INTERRUPTED = ("user-defined function raised", "not authorized", "is prohibited")
#: What it says of values, which come from the program, or from an export that is restored.
_OF_VALUES = ("cannot store ", "datatype mismatch")


@contextmanager
def told_apart(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into the error that tells the user the cause."""
    try:
        yield
    except sqlite3.Error as error:
        if str(error).startswith(_OF_DAMAGE):
            raise errors.DamagedFileError(f"{path} is damaged") from error
        if any(words in str(error) for words in _OF_VALUES):
            raise errors.BadInputError(f"{path}: {error}", hint="export it again") from error
        name = getattr(error, "sqlite_errorname", "")
        if any(words in str(error) for words in _INTERRUPTED):
            raise KeyboardInterrupt from error
        if name.startswith("SQLITE_CANTOPEN") and path.exists() and not os.access(path, os.R_OK):
            raise errors.DeniedError(f"{path} may not be read") from error
        for prefix, kind, words in _CAUSES:
            if name.startswith(prefix):
                raise kind(f"{path} {words}") from error
        raise
    except OverflowError as error:  # SQLite holds integers of 64 bits (https://sqlite.org/datatype3.html)
        raise errors.BadInputError("there is no number as large as that") from error
    except UnicodeDecodeError as error:  # a damaged page may hold text that is none
        raise errors.DamagedFileError(f"{path} is damaged") from error
