"""What a user says that columns are for: `--map "Nom de naissance=maiden,Col 7=-"`, kept with the source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from netcli.errors import UsageError
from netcli.importing.column_names import LABELS, ROLES
from netcli.importing.columns import LABELLED, Column, column_of, label_of, words_of
from netcli.shape import NamedTuple
from netcli.storage import Store, read_json
from netcli.text import fold

#: Roles as they are told to a user, in the order in which they are listed; - leaves a column out.
SAID = (
    "name", "given", "family", "additional", "prefix", "suffix", "nickname", "maiden", "org", "title", "team", "email",
    "phone", "url", "im", "address", "street", "city", "region", "postal_code", "country", "birthday", "event", "note",
    "tag", "spouse", "manager", "assistant", "child", "met_on", "met_via", "id", "custom", "-",
)  # fmt: skip
_ALSO = frozenset(target.partition(":")[0] for target in ROLES)
_WITH_LABEL = LABELLED | {"event", "relation"}
_LIKE_IT = 0.75  #: difflib's ratio from which a name counts as near
_COLUMN = re.compile(r"col(?:umn|onne)? ([0-9]{1,4})")

Told = Mapping[str, str]


class Remembered(NamedTuple):
    """What --map said of an earlier file of a source: its header, and roles by column, both folded."""

    header: tuple[str, ...]
    roles: Told


class ColumnMap(NamedTuple):
    """What is said of columns: `given` by --map now, `before` of files of the same header."""

    given: Told
    before: tuple[Remembered, ...] = ()

    def of(self, header: Sequence[str]) -> dict[str, str]:
        """Return the roles by column that are said of a table with this header."""
        keys = set(keys_of(header))
        fitting = (m for m in self.before if set(m.roles) <= keys and 2 * len(keys & set(m.header)) >= len(m.header))
        return {**next(fitting, Remembered((), {})).roles, **self.given}

    def score(self, cells: Sequence[str]) -> int:
        """Return how many cells of a row are columns of which something is said."""
        keys = {fold(cell) for cell in cells}
        return max((len(keys & set(roles)) for roles in (self.given, *(m.roles for m in self.before))), default=0)


NOTHING_SAID = ColumnMap({})


def keys_of(header: Sequence[str]) -> list[str]:
    """Return what each column is called in a mapping: its folded name, or its place where it has none."""
    return [fold(cell) or f"col {at}" for at, cell in enumerate(header, 1)]


def parse_map(text: str) -> dict[str, str]:
    """Return roles by folded name of the column for `NAME=ROLE,NAME=ROLE`; a name may hold commas.

    Raises UsageError for a role that there is none of.
    """
    found: dict[str, str] = {}
    name = ""
    for piece in text.split(","):
        name = f"{name},{piece}" if name else piece
        column, equals, role = name.rpartition("=")
        if equals and fold(column):
            place = _COLUMN.fullmatch(fold(column))
            found[f"col {int(place[1])}" if place else fold(column)] = read_target(role)
            name = ""
    if name.strip() or not found:
        raise UsageError(
            f"--map takes COLUMN=ROLE, not {name.strip() or repr(text)}", hint=f"roles are {', '.join(SAID)}"
        )
    return found


def read_target(text: str) -> str:
    """Return a role with its label as it is kept, `email:home`; also from a word for it, in any language known."""
    role, _, label = (part.strip() for part in text.strip().partition(":"))
    if role != "-" and role not in _ALSO:
        column = column_of(role)
        if column.role is None or column.role.endswith("?") or column.part != "value":
            raise UsageError(f'no role "{role}"', hint=f"{_did_you_mean(role)}roles are {', '.join(SAID)}")
        role, label = column.role, label or column.label or ""
    if label and role not in _WITH_LABEL:
        raise UsageError(f"{role} takes no label: {text.strip()}", hint="email, phone, url, im, address and event do")
    return f"{role}:{label_of(label) or label}" if label else role


def _did_you_mean(role: str) -> str:
    near = near_role(role, cutoff=0.6)
    return f"did you mean {near}? " if near else ""


def near_role(header: str, cutoff: float = _LIKE_IT) -> str | None:
    """Return the role, with its label, whose name is most like that of a column; None if none is near."""
    import difflib

    words = words_of(header)
    labels = [word for words_ in LABELS.values() for word in words_.split("|")]
    corrected = [(difflib.get_close_matches(w, labels, n=1, cutoff=0.85) or [w])[0] for w in words if not w.isdigit()]
    column = column_of(" ".join(corrected))
    if column.role and not column.role.endswith("?"):
        return target_of(column)
    targets = {
        name: target for target, names in ROLES.items() for name in (*names.split("|"), target.partition(":")[0])
    }
    plain = " ".join(corrected)
    alike = [name for name in targets if name[0] == plain[:1] and targets[name] != "raw"]  # nobody mistypes the first
    close = difflib.get_close_matches(plain, alike, n=1, cutoff=cutoff)
    return targets[close[0]] if close else None


def target_of(column: Column) -> str:
    """Return what a column is for as --map takes it."""
    role = "name" if column.role == "spare_name" else column.role or "custom"
    return f"{role}:{column.label}" if column.label and role in _WITH_LABEL else role


def apply_map(columns: Sequence[Column], told: Told) -> tuple[Column, ...]:
    """Return the columns as they were told to be. Raises UsageError if one that was told is not there."""
    keys = keys_of([column.header for column in columns])
    places = {f"col {at}" for at in range(1, len(columns) + 1)}
    missing = [name for name in told if name not in keys and name not in places]
    if missing:
        raise UsageError(f'no column "{missing[0]}"', hint=_near_columns(missing[0], columns))
    targets = [told.get(f"col {at}", told.get(key)) for at, key in enumerate(keys, 1)]
    return tuple(
        _as_told(column, target) if target else column for column, target in zip(columns, targets, strict=True)
    )


def _as_told(column: Column, target: str) -> Column:
    role, _, label = target.partition(":")
    return column._replace(role=role, label=label or None, part="value", rank=0, told=True)


def _near_columns(name: str, columns: Sequence[Column]) -> str:
    import difflib

    names = {fold(column.header): column.header for column in columns if column.header}
    close = [names[key] for key in difflib.get_close_matches(name, names, n=3, cutoff=0.6)]
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"columns are {', '.join(names.values()) or f'Col 1 to Col {len(columns)}'}"


def remember(header: Sequence[str], told: Told) -> str | None:
    """Return what to keep with the source so that its next file needs no --map, as JSON; None if nothing was said."""
    return json.dumps({"header": keys_of(header), "roles": dict(told)}, ensure_ascii=False) if told else None


def recall(store: Store, source: str | None) -> tuple[Remembered, ...]:
    """Return what was said of the columns of one source, or of all, the last one first."""
    rows: Iterable[Any] = store.rows(
        "SELECT mapping FROM source WHERE mapping IS NOT NULL AND (?1 IS NULL OR name = ?1) ORDER BY id DESC", (source,)
    )
    kept = [read_json(row["mapping"]) for row in rows]
    return tuple(Remembered(tuple(k.get("header", ())), k.get("roles", {})) for k in kept if isinstance(k, dict))


def keep_map(store: Store, source: str, mapping: str | None) -> None:
    """Keep with a source what was said of its columns."""
    row = store.row("SELECT id, mapping FROM source WHERE name = ?", (source,)) if mapping else None
    if row and row["mapping"] != mapping:
        store.update("source", row["id"], mapping=mapping)
