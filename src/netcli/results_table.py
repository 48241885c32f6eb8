"""The shape of a column of a table of people, as it was read. results.py holds it with the others."""

from __future__ import annotations

from netcli.shape import NamedTuple


class ColumnRead(NamedTuple):
    """A column of a table: what it was read as (null: kept in the note), how many rows fill it, and two of its values.

    `near` is what it may be for, where it was not understood.
    """

    column: str
    role: str | None
    filled: int
    samples: tuple[str, ...]
    near: str | None = None
