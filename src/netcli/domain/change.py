"""Changes: facts that became different between two readings of a source; written by imports, listed here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from netcli.errors import UsageError
from netcli.model_import import ChangeField
from netcli.results import Ref
from netcli.results_source import ChangeList, ChangeRow
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold

if TYPE_CHECKING:
    from netcli.results_import import Change

#: Words that people use for a field, beside its own.
_ALSO = {"moved": ChangeField.POSITION, "job": ChangeField.POSITION, "jobs": ChangeField.POSITION}


def record_changes(store: Store, import_id: int, changes: Iterable[Change], *, on: str) -> None:
    """Write what a reading told differently than the one before."""
    store.run_many(
        "INSERT INTO change (import_id, person_id, field, before, after, on_date) VALUES (?, ?, ?, ?, ?, ?)",
        [(import_id, change.person.id, change.field, change.before, change.after, on) for change in changes],
    )


def read_field(word: str) -> ChangeField:
    """Return the field of a change that a word means; raises UsageError with all there are."""
    key = word.strip().lower()
    if key in _ALSO:
        return _ALSO[key]
    if key not in {field.value for field in ChangeField}:
        raise UsageError(f"no kind of change {word}", hint=f"--kind takes {', '.join(['moved', *ChangeField])}")
    return ChangeField(key)


class ChangeQuestion(NamedTuple):
    """Which changes to list: of these people (None: all), since a day, of some kinds, told by one source.

    Of my contacts alone unless `everybody`; `last` leaves the newest reading of each source that changed anything.
    """

    people: frozenset[int] | None = None
    everybody: bool = False
    since: str | None = None
    fields: frozenset[ChangeField] = frozenset()
    source: int | None = None
    last: bool = False
    sort: str = "newest"
    limit: int | None = None


#: The orders of a list; changes of one reading follow the people's names.
ORDERS: dict[str, Callable[[ChangeRow], tuple[object, ...]]] = {
    "newest": lambda row: (),
    "oldest": lambda row: (row.on, row.import_),
    "name": lambda row: (fold(row.person.name), row.person.id),
    "kind": lambda row: (tuple(ChangeField).index(ChangeField(row.field)),),
}


def list_changes(store: Store, question: ChangeQuestion) -> ChangeList:
    """Return the changes a question chooses, newest first unless it asks otherwise; removed people are left out."""
    if question.sort not in ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(ORDERS)}")
    only_last = f"AND import_id IN ({_LAST})" if question.last else ""
    values = {"since": question.since, "source": question.source}
    if question.people is None:
        told = store.rows(_CHANGES.format("change", only_last), values)
    else:
        told = store.rows_of(_CHANGES.format(_OF, only_last), question.people, **values)
    rows = [row for row in told if not question.fields or row["field"] in question.fields]
    shown = rows if question.everybody else [row for row in rows if row["is_mine"]]
    found = sorted((_change(row) for row in shown), key=ORDERS[question.sort])
    cut = found if question.limit is None else found[: question.limit]
    return ChangeList(tuple(cut), len(rows) - len(shown), len(found) - len(cut))


def _change(row: Row) -> ChangeRow:
    person = Ref(row["person_id"], row["handle"], row["name"])
    return ChangeRow(row["on_date"], person, row["field"], row["before"], row["after"], row["source"], row["import_id"])


#: The newest reading of each source that changed anything.
_LAST = """SELECT max(import_run.id) FROM import_run WHERE id IN (SELECT import_id FROM change) GROUP BY source_id"""
_OF = "wanted CROSS JOIN change ON person_id = value"
_CHANGES = """
SELECT change.*, handle, person.name, source.name AS source, coalesce(is_mine, 0) AS is_mine FROM {}
JOIN person ON person.id = person_id AND removed_on IS NULL LEFT JOIN listed ON listed.id = person_id
JOIN import_run ON import_run.id = import_id JOIN source ON source.id = source_id
WHERE (:since IS NULL OR on_date >= :since) AND (:source IS NULL OR source_id = :source) {}
ORDER BY on_date DESC, import_id DESC, listed.name_key, person_id, change.id"""


def last_readings(store: Store, source: int | None = None) -> tuple[tuple[str, str], ...]:
    """Return (source, day) of the newest reading of each source, or of one, that changed anything, newest first."""
    rows = store.rows(
        "SELECT source.name, substr(at, 1, 10) FROM import_run JOIN source ON source.id = source_id"
        f" WHERE import_run.id IN ({_LAST}) AND (?1 IS NULL OR source_id = ?1) ORDER BY import_run.id DESC",
        (source,),
    )
    return tuple((name, day) for name, day in rows)


_NAMES = {
    ChangeField.POSITION: "moved", ChangeField.EMAIL: "e-mail", ChangeField.URL: "page", ChangeField.IM: "messaging",
}  # fmt: skip


def kind_told(field: ChangeField) -> str:
    """Return the word for a kind of change."""
    return _NAMES.get(field, field.value)


def change_told(field: str, before: str | None, after: str | None) -> str:
    """Return a change as people read it: what it was, an arrow, what it is."""
    known = ChangeField(field)
    if known in (ChangeField.GONE, ChangeField.BACK, ChangeField.NEW):
        job = before or after
        return f"{known.value}{f' ({job})' if job else ''}"
    what = "job" if known is ChangeField.POSITION and not before else kind_told(known)
    if before and after:
        return f"{what}: {before} -> {after}"
    return f"{'new ' if after else 'no more '}{what}: {after or before}"
