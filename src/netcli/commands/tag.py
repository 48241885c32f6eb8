"""Tags on people."""

from typing import Annotated

import typer

from netcli.commands._arguments import DryRun, Where, handles_or_tags
from netcli.commands._choosing import named_and_chosen, names_of, say_whom_not
from netcli.commands._session import Session
from netcli.errors import UsageError
from netcli.results import Written


def tag(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERSON... TAG", help="people, then the tag", autocompletion=handles_or_tags),
    ] = None,
    where: Where = None,
    off: Annotated[bool, typer.Option("--off", help="take the tag off")] = False,
    list_all: Annotated[bool, typer.Option("--list", help="list the tags in use")] = False,
    dry_run: DryRun = False,
) -> None:
    """Put a tag on people, take it off (--off), or list the tags in use (--list).

    netcli tag ana-pires dana-okafor board

    netcli tag helix-friends --where "org:helix level:3.." --dry-run
    """
    session = Session.of(context)
    if list_all:
        _list_tags(session)
        return
    named = words or []
    if len(named) < (2 if where is None else 1):
        raise UsageError("tag needs people and a tag", hint="netcli tag ana-pires board, or netcli tag --list")
    _tag(session, (named[:-1], where), named[-1], off=off, dry_run=dry_run)


def _list_tags(session: Session) -> None:
    from netcli.domain.tag import list_tags

    with session.reader() as store:
        result = list_tags(store)
    session.emit(result)
    if not result.tags:
        session.say("No tags yet: netcli tag ana-pires board")


def _tag(session: Session, whom: tuple[list[str], str | None], word: str, *, off: bool, dry_run: bool) -> None:
    from netcli.domain.tag import read_tag, tag_people, untag_people

    wanted = read_tag(word)
    with session.writer() as store:
        found = named_and_chosen(session, store, *whom, everybody=off)
        with session.operation(store, dry_run=dry_run) as operation:
            change = untag_people if off else tag_people
            changed = set(change(store, [ref.id for ref in found.people], wanted))
            touched = tuple(ref for ref in found.people if ref.id in changed)
            done = f"{'untagged' if off else 'tagged'} {names_of(touched)}: {wanted}"
            as_it_is = f"{wanted} is as it should be" if found.people else "nobody was chosen"
            operation.did = done if changed else f"nothing to do: {as_it_is}"
    session.emit(Written(operation.did, operation.recorded, touched, dry_run))
    say_whom_not(session, found, "tag", "-", wanted)
