"""Looking up addresses and numbers, in the order in which they are likely to be wanted."""

from __future__ import annotations

from netcli.domain.listing import ListQuestion, in_scope, load_rows, only_these
from netcli.model import PointKind
from netcli.results import AddressList, AddressRow, PersonRow
from netcli.storage import Store
from netcli.text import fold


def look_up(store: Store, question: ListQuestion, kind: PointKind) -> AddressList:
    """Return all addresses of a kind of the people a question chooses.

    The people I know best come first, then by name; of each the preferred one first. Scope as in lists.
    """
    shown, hidden = in_scope(store, question)
    points: dict[int, list[tuple[str, str | None]]] = {}
    sql = f"SELECT person_id, value, label FROM contact_point WHERE kind = ? {only_these(shown)}"
    for row in store.rows(f"{sql} ORDER BY is_preferred DESC, id", (kind,)):
        if row["person_id"] in shown:
            points.setdefault(row["person_id"], []).append((row["value"], row["label"]))
    people = {row.id: row for row in load_rows(store, set(points))}
    ordered = sorted((people[person] for person in points), key=_order)
    return AddressList(
        tuple(
            AddressRow(value, row.name, row.org, row.tags, label, row.handle)
            for row in ordered
            for value, label in points[row.id]
        ),
        hidden,
    )


def _order(row: PersonRow) -> tuple[int, str, int]:
    return -(row.level or 0), fold(row.name), row.id
