"""Looking up addresses and numbers, in the order in which they are likely to be wanted."""

from __future__ import annotations

from netcli.domain.listing import ListQuestion, chosen, only_these, read_listed
from netcli.model import PointKind
from netcli.results import AddressList, AddressRow
from netcli.storage import Store


def look_up(store: Store, question: ListQuestion, kind: PointKind) -> AddressList:
    """Return all addresses of a kind of the people a question chooses.

    The people I know best come first, then by name; of each the preferred one first. Scope as in lists.
    """
    rows, hidden = chosen(store, question._replace(sort="level"))
    few = only_these("person_id", [row["id"] for row in rows])
    points: dict[int, list[tuple[str, str | None]]] = {}
    sql = f"SELECT person_id, value, label FROM contact_point WHERE kind = ? {few} ORDER BY is_preferred DESC, id"
    for person, value, label in store.rows(sql, (kind,)):
        points.setdefault(person, []).append((value, label))
    return AddressList(
        tuple(
            AddressRow(value, person.name, person.org, person.tags, label, person.handle)
            for person in map(read_listed, rows)
            for value, label in points.get(person.id, ())
        ),
        hidden,
    )
