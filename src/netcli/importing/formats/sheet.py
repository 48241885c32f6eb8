"""The sheet that `export sheet` writes, ticked by a friend and saved by any spreadsheet."""

from __future__ import annotations

from netcli.errors import BadInputError
from netcli.importing.draft import Reading, TieDraft
from netcli.importing.table import read_table, read_tick
from netcli.results_import import Rejected

_ROLES = {"name": "name", "nom": "name", "key": "key", "knows 1 5": "knows", "knows": "knows"}


def is_header(cells: list[str]) -> bool:
    """Tell whether the first row has the columns of a sheet, in any order."""
    return {"key", "knows"} <= set(_roles(cells))


def _roles(cells: list[str]) -> list[str | None]:
    return [_ROLES.get(cell) for cell in cells]


def read(data: bytes) -> Reading:
    """Return what was ticked, by whoever ticked it; rows without a tick say nothing."""
    ties: list[TieDraft] = []
    rejected: list[Rejected] = []
    for line, cells in read_table(data, _roles):
        key, name, tick = (cells.get(role, "") for role in ("key", "name", "knows"))
        if not tick:
            continue
        where = f"line {line} ({name})" if name else f"line {line}"
        try:
            if not key and not name:
                raise BadInputError("a tick without a person")
            ties.append(TieDraft(where, None, key or name, read_tick(tick), name=name))
        except BadInputError as error:
            rejected.append(Rejected(where, error.message))
    return Reading(rejected=tuple(rejected), ties=tuple(ties))
