"""Groups: people put together under a name, each with a role."""

from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, Where, handles
from netcli.commands._choosing import named_and_chosen, names_of, say_whom_not
from netcli.commands._session import Session
from netcli.dates import spelled
from netcli.errors import UsageError
from netcli.results import Ref, Written
from netcli.results_order import GroupRow, Member, MemberList
from netcli.storage import Operation, Store

if TYPE_CHECKING:
    from netcli.domain.group import Part


def group_keys(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the keys of groups that begin so, with their names; nothing without a file."""
    from netcli.domain.group import complete_group

    session = Session.of(context)
    if not session.path.exists():
        return []
    with session.reader() as store:
        return complete_group(store, incomplete)


Group = Annotated[
    str, typer.Argument(metavar="GROUP", help="its word or its name, as group list has it", autocompletion=group_keys)
]
Some = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PERSON]...", help="who; - reads one a line", autocompletion=handles),
]


def add(
    context: typer.Context,
    group: Group,
    people: Some = None,
    where: Where = None,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help="as what, in words; '': none")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="since when: 2024, 2024-03; '': not known")] = None,
    dry_run: DryRun = False,
) -> None:
    """Put people in a group, or give members another role. The group is made on first use.

    netcli group add board ana-pires bo-lind --role treasurer --since 2024

    netcli group add helix-friends --where "org:helix level:3.."
    """
    from netcli.domain.group import Part, read_role

    session = Session.of(context)
    _need_people(people, where, f"netcli group add {quote(group)}")
    part = Part(read_role(role), session.day(since) if since else since)
    with session.writer() as store:
        found = named_and_chosen(session, store, people or [], where)
        with session.operation(store, dry_run=dry_run) as operation:
            touched, near = _add(store, operation, group, found.people, part)
    session.emit(Written(operation.did, operation.recorded, touched, dry_run))
    _say_more(session, group, near)
    say_whom_not(session, found, "group", "add", group, "-")


def _need_people(people: list[str] | None, where: str | None, command: str) -> None:
    if not people and where is None:
        raise UsageError("nobody is named", hint=f"{command} PERSON..., or --where QUERY")


def _add(
    store: Store, operation: Operation, group: str, people: list[Ref], part: "Part"
) -> tuple[tuple[Ref, ...], str | None]:
    """Put people in the group; return who changed, and the key of the group that a new one is mistaken for."""
    from netcli.domain.group import known_group, make_group, near_groups, put_in

    if not people:
        operation.did = "nothing to do: nobody is chosen"
        return (), None
    known = known_group(store, group)
    near = () if known else near_groups(store, group)
    held = known or make_group(store, group)
    changed = set(put_in(store, held.id, [ref.id for ref in people], part))
    touched = tuple(ref for ref in people if ref.id in changed)
    as_what = (f" as {part.role}" if part.role else "") + (f" since {spelled(part.since)}" if part.since else "")
    operation.did = (
        f"put {names_of(touched)} in {held.name}{as_what}"
        if touched
        else f"nothing to do: {held.name} is as it should be"
    )
    return touched, near[0].handle if near else None


def _say_more(session: Session, group: str, near: str | None) -> None:
    """Say that a group of nearly that name was there."""
    if near:
        session.say(f"{group} is a new group. Did you mean {near}? netcli undo takes it back.")


def remove(
    context: typer.Context,
    group: Group,
    people: Some = None,
    where: Where = None,
    dry_run: DryRun = False,
) -> None:
    """Take people out of a group: those named, those a query chooses, or both.

    netcli group remove board bo-lind --dry-run

    netcli group remove board --where last:3y+
    """
    from netcli.domain.group import find_group, members_of, take_out

    session = Session.of(context)
    _need_people(people, where, f"netcli group remove {quote(group)}")
    with session.writer() as store:
        held, found = find_group(store, group), named_and_chosen(session, store, people or [], where, everybody=True)
        with session.operation(store, dry_run=dry_run) as operation:
            gone = set(take_out(store, held.id, [ref.id for ref in found.people]))
            touched = tuple(ref for ref in found.people if ref.id in gone)
            out = f"took {names_of(touched)} out of {held.name}"
            operation.did = out if touched else f"nothing to do: nobody of them is in {held.name}"
        left = members_of(store, held.handle)
    session.emit(Written(operation.did, operation.recorded, touched, dry_run))
    if not left:
        session.say(f"Nobody is left in it: netcli group delete {held.handle}")


def list_(
    context: typer.Context,
    word: Annotated[str | None, typer.Argument(metavar="[WORD]", help="in the name or the note")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="only of this kind")] = None,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="name, kind or members")] = "name",
    limit: Annotated[int | None, typer.Option(min=0, help="at most so many")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List groups with their kind and how many members they have.

    netcli group list

    netcli group list --kind association --sort members
    """
    from netcli.domain.group import GroupQuestion, list_groups

    session = Session.of(context)
    with session.reader() as store:
        result = list_groups(store, GroupQuestion(word, kind, sort, limit))
    session.emit_list(result, GroupRow, format, fields)
    if result.beyond:
        session.say(f"{result.beyond:,} more after these (--limit)")
    elif not result.groups:
        session.say("None. netcli group add GROUP PERSON makes one.")


def show(
    context: typer.Context,
    group: Group,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="name, role or since")] = "name",
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=f"of the members: {FORMATS}")] = None,
) -> None:
    """Show a group: its kind, page and note, and its members. netcli list group:GROUP asks further.

    netcli group show board

    netcli group show board --sort role --format "{name}: {role}"
    """
    from netcli.domain.group import find_group
    from netcli.domain.membership import show_group

    session = Session.of(context)
    with session.reader() as store:
        result = show_group(store, find_group(store, group), sort=sort)
    if fields or format:
        session.emit_list(MemberList(result.members), Member, format, fields)
    else:
        session.emit(result)
    if not result.members:
        session.say(f"Nobody is in it: netcli group add {result.group.handle} PERSON")


def edit(
    context: typer.Context,
    group: Group,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="its name; the word to type stays")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="association, board, team; '': none")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="its page; '': none")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="what it is for; '': nothing")] = None,
    dry_run: DryRun = False,
) -> None:
    """Change name, kind, page or note of a group; an empty text ('') takes a fact away.

    netcli group edit board --name "Board of Helix" --kind board

    netcli group edit board --url https://helix.example/board
    """
    from netcli.domain.group import GroupEdit, edit_group, find_group

    session = Session.of(context)
    typed = GroupEdit(name, kind, url, note)
    if typed == GroupEdit():
        raise UsageError("say what to change", hint="netcli group edit --help")
    with session.writer() as store:
        held = find_group(store, group)
        with session.operation(store, dry_run=dry_run) as operation:
            changes = edit_group(store, held.id, typed)
            operation.did = (
                f"{held.name}: {', '.join(changes)}" if changes else "nothing to do: that is on file already"
            )
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def delete(
    context: typer.Context,
    group: Group,
    dry_run: DryRun = False,
) -> None:
    """Delete a group; its members stay on file, and undo brings it back with them.

    netcli group delete board --dry-run

    netcli group delete board
    """
    from netcli.domain.group import delete_group, find_group
    from netcli.domain.ref import refs

    session = Session.of(context)
    with session.writer() as store:
        held = find_group(store, group)
        with session.operation(store, dry_run=dry_run) as operation:
            members = refs(store, delete_group(store, held.id))
            count = f"{len(members):,} {'member' if len(members) == 1 else 'members'}"
            operation.did = f"deleted the group {held.name}, {count}"
    session.emit(Written(operation.did, operation.recorded, members, dry_run))
