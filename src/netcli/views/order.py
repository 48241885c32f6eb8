"""Order among people, as pages: groups with their members, photos in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from netcli.domain.photo import picture_told
from netcli.results_order import Group, GroupList, GroupShown, Member, MemberList, Picture
from netcli.views._parts import fields, line, table

_WIDE = 100


def draw(result: GroupList | GroupShown | MemberList | Picture, width: int) -> list[RenderableType]:
    """Return a table of groups, a group's facts above its members, or a photo in words; nothing for an empty list."""
    if isinstance(result, GroupList):
        return _groups(result, width)
    if isinstance(result, Picture):
        return [line(f"{picture_told(result)}  {result.digest}")]
    if isinstance(result, MemberList):
        return [_members(result.members, width)] if result.members else []
    return [*_shown(result, width)]


def _groups(result: GroupList, width: int) -> list[RenderableType]:
    headings = ["group", "name", "kind", "members", *(["page"] if width >= _WIDE else [])]
    rows = [
        (
            group.handle, group.name if group.name != group.handle else "", group.kind or "", f"{group.members:,}",
            *([group.url or ""] if width >= _WIDE else []),
        )
        for group in result.groups
    ]  # fmt: skip
    return [table(headings, rows, width, keep=(0, 3))] if rows else []


def _shown(shown: GroupShown, width: int) -> Iterator[RenderableType]:
    group = shown.group
    yield line((group.name, "bold"), f"  {group.handle}" if group.handle != group.name else "")
    if facts := [*_facts(group)]:
        yield fields(facts)
    if shown.members:
        count = len(shown.members)
        yield line("")
        yield line((f"{count:,} {'member' if count == 1 else 'members'}", "dim"))
        yield _members(shown.members, width)


def _facts(group: Group) -> Iterator[tuple[str, str]]:
    for label, value in (("kind", group.kind), ("page", group.url), ("note", group.note)):
        if value:
            yield label, value


def _members(members: Sequence[Member], width: int) -> RenderableType:
    headings = ["handle", "name", "role", "since", *(["organisation", "e-mail"] if width >= _WIDE else [])]
    rows = [
        tuple(cell or "" for cell in (m.handle, m.name, m.role, m.since, *((m.org, m.email) if width >= _WIDE else ())))
        for m in members
    ]
    return table(headings, rows, width, keep=(0,))
