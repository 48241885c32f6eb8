"""Who is in a group, with what is shown of each; and whom a query would put there."""

from __future__ import annotations

from datetime import date

from netcli.domain.listing import ListQuestion, in_scope, load_rows
from netcli.domain.person import refs
from netcli.domain.query import Query
from netcli.errors import UsageError
from netcli.results import Group, GroupShown, Member, Ref
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
    parts = {
        row["person_id"]: row
        for row in store.rows(
            "SELECT membership.* FROM membership JOIN person ON person.id = person_id"
            " WHERE grp_id = ? AND removed_on IS NULL",
            (group.id,),
        )
    }
    members = [
        Member(
            row.id,
            row.handle,
            row.name,
            parts[row.id]["role"],
            parts[row.id]["since_on"],
            row.org,
            row.title,
            row.email,
        )
        for row in load_rows(store, set(parts))
    ]
    return GroupShown(group, tuple(sorted(members, key=_ORDERS[sort])))


def chosen_for(store: Store, query: str, today: date) -> tuple[list[Ref], int]:
    """Return the people of mine that a query chooses, and how many others it would choose."""
    shown, hidden = in_scope(store, ListQuestion(Query([query]), today))
    return list(refs(store, sorted(shown))), hidden
