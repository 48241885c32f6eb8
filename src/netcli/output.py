"""How a result leaves netcli: JSON, tab-separated records, or a page for people. Nothing else prints."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from netcli.errors import NetcliError, StorageError, UsageError
from netcli.listed import Record
from netcli.results import Picked, Ref, plain
from netcli.text import csv_cell, safe

if TYPE_CHECKING:
    pass


class Format(StrEnum):
    """How a list is printed where `--format` is offered."""

    IDS = "ids"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


_WIDEST = 120


def emit(result: object, *, form: Format | None, pager: str | None = None, colour: str = "auto") -> None:
    """Print a result on stdout: as `form` says, else as a page on a terminal and as records in a pipe.

    As JSON a list of things is a list, one thing an object. A page that is longer than the screen goes through the
    command `pager`, if there is one; `colour` is never, auto or always, and concerns pages only.
    """
    items = _items(result)
    if form is None and is_watched():
        _page(result, pager=pager, colour=colour)
    elif form is Format.JSON:
        value = plain(result if items is None else items)
        write(to_json(value, indent=2 if sys.stdout.isatty() else None) + "\n")
    elif form is Format.JSONL:
        write("".join(to_json(plain(item)) + "\n" for item in ((result,) if items is None else items)))
    elif form is Format.CSV:
        write(_lines([*_heading(result), *_records(result)], form))
    else:
        write(_lines(_records(result), form))


def _heading(result: object) -> list[Record]:
    if isinstance(result, Picked):
        return [result.fields] if result.rows else []
    listed = _table(result, "LISTS")
    return listed.heading(result) if listed else []


def emit_pattern(items: Sequence[Any], pattern: str) -> None:
    """Print a line for each item after a pattern such as `{name} <{email}>`; raises UsageError for an unknown field."""
    known = set(items[0]._fields) if items else set()

    def filled(item: Any) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: _cell(getattr(item, match[1])), pattern)

    if items and (unknown := [name for name in re.findall(r"\{(\w+)\}", pattern) if name not in known]):
        raise UsageError(f"no field {unknown[0]}", hint=f"fields: {', '.join(items[0]._fields)}")
    write("".join(filled(item) + "\n" for item in items))


def picked(items: Sequence[Any], names: Sequence[str], shape: type) -> Picked:
    """Return only these fields of the items, in this order; raises UsageError for one the shape does not have."""
    known: tuple[str, ...] = shape._fields  # type: ignore[attr-defined]  # shapes are named tuples
    if unknown := [name for name in names if name not in known]:
        raise UsageError(f"no field {unknown[0]}", hint=f"fields: {', '.join(known)}")
    return Picked(tuple(names), tuple(tuple(getattr(item, name) for name in names) for item in items))


def is_watched() -> bool:
    """Tell whether a person is looking: stdout is a terminal, or `NETCLI_FORCE_TTY` says to act as if it were."""
    return sys.stdout.isatty() or bool(os.environ.get("NETCLI_FORCE_TTY"))


def write(text: str) -> None:
    """Write text to stdout and flush it, so that a closed pipe or a full disk shows here."""
    with _told():
        sys.stdout.write(text)
        sys.stdout.flush()


@contextmanager
def _told() -> Iterator[None]:
    """Tell in our words why stdout does not take the answer; a closed pipe is left to the boundary."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StorageError(f"the answer cannot be written: {reason}", hint="") from error


def write_bytes(data: bytes) -> None:
    """Write bytes to stdout as they are."""
    write("")
    with _told():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def write_records(records: Iterable[Record]) -> None:
    """Write tab-separated records, each made safe."""
    write(_lines(records, Format.TSV))


def say(text: str) -> None:
    """Write one line of conversation to stderr, made safe."""
    sys.stderr.write(safe(text) + "\n")


def prompt(text: str) -> None:
    """Write the last line of a question to stderr, made safe; the cursor stays behind it."""
    sys.stderr.write(safe(text))
    sys.stderr.flush()


def say_error(error: NetcliError, *, as_json: bool) -> None:
    """Tell a failure in one line, its candidates as records; with --json also as an object. All on stderr."""
    hint = f"  ->  {error.hint}" if error.hint else ""
    say(f"netcli: {error.message}{hint}")
    if as_json:
        body = {"code": error.code, "kind": error.kind, "message": error.message, "hint": error.hint or None}
        sys.stderr.write(to_json({"error": {**body, **plain(error.details())}}) + "\n")
    else:
        candidates: Any = error.details().get("candidates", ())
        sys.stderr.write(_lines([(c.id, c.handle, c.name) for c in candidates], Format.TSV))


def to_json(value: object, *, indent: int | None = None) -> str:
    """Return ASCII JSON; DEL, which JSON leaves as it is, is escaped too."""
    return json.dumps(value, ensure_ascii=True, indent=indent).replace("\x7f", "\\u007f")


def set_up_streams() -> None:
    """Make stdout and stderr take any character, whatever the locale says."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed before the start
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _page(result: object, *, pager: str | None, colour: str) -> None:
    """Print a result for a person; through the pager if it is longer than the screen."""
    from netcli.views import as_text

    size = shutil.get_terminal_size()
    text = as_text(result, width=min(size.columns, _WIDEST), colour=_is_coloured(colour))
    if not (pager and text.count("\n") >= size.lines and sys.stdin.isatty() and _paged(text, pager)):
        write(text)


def _paged(text: str, command: str) -> bool:
    """Hand text to the user's pager; return False if it cannot be started."""
    import shlex
    import subprocess

    try:
        process = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, text=True, encoding="utf-8")  # noqa: S603 - the user's own
    except (OSError, ValueError):
        return False
    try:
        process.communicate(text)
    except (BrokenPipeError, KeyboardInterrupt):
        process.wait()
    return True


def _is_coloured(wanted: str) -> bool:
    """Tell whether a page is coloured; auto colours what goes straight to a terminal."""
    return wanted == "always" or (wanted == "auto" and sys.stdout.isatty())


def _lines(records: Iterable[Record], form: Format | None) -> str:
    if form is Format.CSV:
        return _csv(records)
    if form is Format.IDS:
        return "".join(f"{first.id if isinstance(first, Ref) else _cell(first)}\n" for first, *_ in records)
    return "".join(["\t".join(_cells(record)) + "\n" for record in records])


def _cells(record: Record) -> list[str]:
    return [cell if isinstance(cell, str) and cell.isprintable() else _cell(cell) for cell in record]  # mostly so


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value if value.isprintable() else safe(" ".join(value.split()))
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    if isinstance(value, Ref):
        return value.handle
    if isinstance(value, (tuple, list)):
        return ",".join(map(_cell, value))
    return str(value)


def _csv(records: Iterable[Record]) -> str:
    import csv
    import io

    page = io.StringIO()
    csv.writer(page).writerows([_csv_cell(cell) for cell in record] for record in records)
    return page.getvalue()


def _csv_cell(value: object) -> str:
    """Return a cell no spreadsheet runs; a number, negative or not, is none that it would."""
    return str(value) if type(value) in (int, float) else csv_cell(_cell(value))


def _items(result: object) -> Sequence[object] | None:
    """Return the things of a result that is a list, or None if it is one thing."""
    if isinstance(result, Picked):
        return [dict(zip(result.fields, row, strict=True)) for row in result.rows]
    listed = _table(result, "LISTS")
    return getattr(result, listed.things) if listed and listed.alone else None


def _records(result: object) -> list[Record]:
    listed = _table(result, "LISTS")
    make = _table(result, "RECORDS") or (listed and listed.records)
    return make(result) if make else [(json.dumps(plain(result)),)]


def _table(result: object, table: str) -> Any:
    """Return what a table beside the shape of a result, LISTS or RECORDS, has for it; None for nothing."""
    return getattr(sys.modules[type(result).__module__], table, {}).get(type(result).__name__)
