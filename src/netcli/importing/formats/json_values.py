"""Values of JSON that other programs write, taken as they may be: anything may be missing, null or of another type."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from netcli.dates import is_partial
from netcli.errors import BadInputError
from netcli.importing.formats.contentline import as_utf8
from netcli.model import PointKind
from netcli.text import nfc, one_line

Json = dict[str, Any]
#: Lists of what leads to somebody, as exports of netcli name them.
POINT_LISTS = {
    "emails": PointKind.EMAIL, "phones": PointKind.PHONE, "urls": PointKind.URL, "addresses": PointKind.ADDRESS,
    "ims": PointKind.IM,
}  # fmt: skip
_DAY = len("2024-01-05")
_HEAD = 64 * 1024
#: How wide an error of a parser is told.
_WIDTH = 120


def head(data: bytes) -> bytes:
    """Return the beginning of what may be JSON, nothing if it cannot be."""
    found = as_utf8(data[:_HEAD]).lstrip()
    return found if found[:1] in (b"{", b"[") else b""


def load(data: bytes) -> Any:
    """Return what the bytes say; raises BadInputError, with line and column, for what is cut off or no JSON."""
    try:
        return json.loads(as_utf8(data).decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"it is cut off or damaged: {str(error)[:_WIDTH]}", hint="export it again") from error


def child(found: object, key: str) -> Json:
    """Return the object under a key, empty if there is none."""
    value = found.get(key) if isinstance(found, dict) else None
    return value if isinstance(value, dict) else {}


def items(found: object, key: str) -> list[Any]:
    """Return the list under a key, empty if there is none."""
    value = found.get(key) if isinstance(found, dict) else None
    return value if isinstance(value, list) else []


def objects(found: object, key: str) -> Iterator[Json]:
    """Yield the objects of the list under a key."""
    return (item for item in items(found, key) if isinstance(item, dict))


def line(found: object, key: str) -> str:
    """Return the text under a key on one line; a number as it is written, nothing for anything else."""
    return one_line(_text(found, key))


def lines(found: object, key: str) -> str:
    """Return the text under a key with its lines."""
    return nfc(_text(found, key))


def _text(found: object, key: str) -> str:
    value = found.get(key) if isinstance(found, dict) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def day(found: object, key: str) -> str | None:
    """Return the day under a key, of `2024-01-05` or `2024-01-05T14:00:00Z`, as it is written: no shift of zones."""
    text = line(found, key)
    return text[:_DAY] if len(text) >= _DAY and is_partial(text[:_DAY]) else None


def utc_day(stamp: object, *, per_second: int = 1) -> str | None:
    """Return the day, UTC, of an instant counted since 1970; None if it is none."""
    if isinstance(stamp, bool) or not isinstance(stamp, int | float):
        return None
    try:
        return datetime.fromtimestamp(stamp / per_second, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return None
