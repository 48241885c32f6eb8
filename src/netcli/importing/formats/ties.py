"""A table of ties: who knows whom, how well, since when, and who said so. Header words in English and French."""

from __future__ import annotations

from netcli.errors import BadInputError
from netcli.importing.draft import Reading, TieDraft
from netcli.importing.table import read_table, read_tick
from netcli.model_tie import Level
from netcli.results_import import Rejected
from netcli.text import fold

#: Folded words of the header, by what the column is for.
_WORDS = {
    "one": "from person who de personne qui",
    "other": "b to other vers autre whom",
    "level": "level niveau",
    "kind": "kind type",
    "heard_from": "heard from|selon",
    "on": "on date",
    "one_way": "one way|sens unique",
    "note": "note|notes|comment|commentaire|remarque",
}
_ROLES = {
    word: role for role, words in _WORDS.items() for word in (words.split("|") if "|" in words else words.split())
}
_FAMILY = frozenset({"family", "famille", "kin", "parent"})


def is_header(cells: list[str]) -> bool:
    """Tell whether the first row is that of a table of ties: both people, and no column that means nothing here."""
    roles = _roles(cells)
    return {"one", "other"} <= set(roles) and all(role or not cell for role, cell in zip(roles, cells, strict=True))


def _roles(cells: list[str]) -> list[str | None]:
    """Return what each column is for. `a` is the first person, but `à` once there is a `de`."""
    roles = [_ROLES.get(cell) for cell in cells]
    return [
        ("other" if "one" in roles else "one") if cell == "a" else role for cell, role in zip(cells, roles, strict=True)
    ]


def read(data: bytes) -> Reading:
    """Return the ties of a table, and the rows that cannot be used."""
    ties: list[TieDraft] = []
    rejected: list[Rejected] = []
    for line, cells in read_table(data, _roles):
        try:
            ties.append(_tie(f"line {line}", cells))
        except BadInputError as error:
            rejected.append(Rejected(f"line {line}", error.message))
    return Reading(rejected=tuple(rejected), ties=tuple(ties))


def _tie(where: str, cells: dict[str, str]) -> TieDraft:
    one, other = cells.get("one", ""), cells.get("other", "")
    if not one or not other:
        raise BadInputError("a tie needs two people: one is missing")
    kind = fold(cells.get("kind", ""))
    if kind and kind not in _FAMILY:
        raise BadInputError(f"not a kind: {cells['kind']}; it may be family")
    level = cells.get("level", "")
    return TieDraft(
        where, one, other, read_tick(level) if level else Level.KNOWS_ME, cells.get("on") or None,
        not (cells.get("one_way") and read_tick(cells["one_way"])), bool(kind), cells.get("heard_from") or None,
    )  # fmt: skip
