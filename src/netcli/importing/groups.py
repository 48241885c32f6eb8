"""The groups of an address book: who is in them, by UID; a group without anybody is only named in the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from netcli.domain.group import Part, known_group, make_group, put_in
from netcli.importing.draft import Draft, GroupDraft
from netcli.model import PointKind
from netcli.results_import import Skipped
from netcli.storage import Store
from netcli.text import email_key


def with_groups(drafts: Sequence[Draft], groups: Iterable[GroupDraft]) -> tuple[tuple[Draft, ...], list[Skipped]]:
    """Return the drafts, each with the groups it is in, and the groups in which nobody of them is.

    A group is handed on with those members alone who are not among the drafts: they may be on file.
    """
    groups = list(groups)
    at = {draft.key: number for number, draft in enumerate(drafts) if draft.key}
    if any(_is_mail(member) for group in groups for member in group.members):
        at = {**_by_mail(drafts, (member for group in groups for member in group.members)), **at}
    found, empty = list(drafts), []
    for group in groups:
        here = [at[member] for member in group.members if member in at]
        away = tuple(member for member in group.members if member not in at)
        if not here:
            empty.append(
                Skipped(f"the group {group.name}: {'none of its members is here' if away else 'it is empty'}", 1)
            )
        for number in here:
            found[number] = replace(found[number], groups=(*found[number].groups, group._replace(members=away)))
    return tuple(found), empty


def _is_mail(member: str) -> bool:
    return member[:7].lower() == "mailto:"


def _by_mail(drafts: Sequence[Draft], members: Iterable[str]) -> dict[str, int]:
    """Return who has each address, `mailto:ana@example.org`, by his place among the drafts, if he alone has it."""
    having = defaultdict[str, set[int]](set)
    for number, draft in enumerate(drafts):
        for point in draft.facts.points:
            if point.kind is PointKind.EMAIL:
                having[email_key(point.value)].add(number)
    wanted = {member: having.get(email_key(member.lower()), set()) for member in members if _is_mail(member)}
    return {member: next(iter(numbers)) for member, numbers in wanted.items() if len(numbers) == 1}


def group_names(draft: Draft) -> list[str]:
    """Return what the source calls the groups that somebody is in: their UIDs, or else their names."""
    return [group.uid or group.name for group in draft.groups]


def join_groups(store: Store, person: int, draft: Draft, base: Mapping[str, Any]) -> tuple[int, int]:
    """Put somebody into the groups of which the source did not say so last time.

    A group is found by its UID, else by its name, else made. Returns how many were made, and how many of their members
    are not on file.
    """
    made = missing = 0
    for group in draft.groups:
        if (group.uid or group.name) in (base.get("groups") or ()):
            continue
        number = _known(store, group)
        if number is None:
            made += 1
            number, away = _make(store, group)
            missing += away
        put_in(store, number, [person], Part())
    return made, missing


def _known(store: Store, group: GroupDraft) -> int | None:
    found = store.value("SELECT id FROM grp WHERE uid = ?", (group.uid,)) if group.uid else None
    if found is not None:
        return int(found)
    named = known_group(store, group.name)
    if named is None:
        return None
    if group.uid:
        store.run("UPDATE grp SET uid = ? WHERE id = ? AND uid IS NULL", (group.uid, named.id))
    return named.id


def _make(store: Store, group: GroupDraft) -> tuple[int, int]:
    number = make_group(store, group.name).id
    store.update("grp", number, uid=group.uid, note=group.note)
    others = [person for member in group.members for person in _on_file(store, member)]
    put_in(store, number, others, Part())
    return number, len(group.members) - len(others)


def _on_file(store: Store, member: str) -> list[int]:
    """Return the person on file of a UID, or the only one with an address, `mailto:ana@example.org`."""
    if _is_mail(member):
        found = store.column(
            "SELECT DISTINCT person_id FROM contact_point WHERE kind = 'email' AND key = ?",
            (email_key(member.lower()),),
        )
    else:
        found = store.column(
            "SELECT id FROM person WHERE uid = ?1"
            " UNION SELECT person_id FROM person_alias WHERE kind = 'uid' AND value = ?1",
            (member,),
        )
    return found if len(found) == 1 else []
