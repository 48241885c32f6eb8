"""Who is in a group, with what is shown of each; and whom a query would put there."""

from __future__ import annotations

from datetime import date

from netcli.domain.listing import ListQuestion, chosen
from netcli.domain.query import Query
from netcli.domain.ref import refs
from netcli.errors import UsageError
from netcli.results import Ref
from netcli.results_order import Group, GroupShown, Member
from netcli.storage import Store
from netcli.text import fold

_ORDERS = {
    "name": lambda member: (fold(member.name), member.id),
    "role": lambda member: (member.role is None, fold(member.role or ""), fold(member.name), member.id),
    "since": lambda member: (member.since is None, member.since or "", fold(member.name), member.id),
}


def show_group(store: Store, group: Group, *, sort: str = "name") -> GroupShown:
    """Return a group with its members, removed people left out; everybody in it, my contact or not."""
    if sort not in _ORDERS:
        raise UsageError(f"no order {sort}", hint=f"--sort takes {', '.join(_ORDERS)}")
    rows = store.rows(
        "SELECT person.id, handle, name, role, since_on, org, title, email FROM membership"
        " JOIN person ON person.id = person_id JOIN listed ON listed.id = person_id"
        " WHERE grp_id = ? AND removed_on IS NULL",
        (group.id,),
    )
    members = [Member(*row) for row in rows]
    return GroupShown(group, tuple(sorted(members, key=_ORDERS[sort])))


def chosen_for(store: Store, query: str, today: date, *, everybody: bool = False) -> tuple[list[Ref], int]:
    """Return the people of mine, or of everybody, that a query chooses, and how many others it would choose."""
    rows, hidden = chosen(store, ListQuestion(Query([query]), today, everybody=everybody))
    return list(refs(store, sorted(row["id"] for row in rows))), hidden
