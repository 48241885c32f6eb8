"""Organisations, and who is where."""

from typing import Annotated

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, org_handles
from netcli.commands._session import Session
from netcli.errors import BadInputError, NotFoundError, UsageError
from netcli.results import Ref, Written
from netcli.results_career import AtOrg, OrgRef, OrgRow, WhoAt
from netcli.storage import Operation, Store
from netcli.text import counted

_NAMED = "name, alias, a part of it, or number"
Org = Annotated[str, typer.Argument(metavar="ORG", help=_NAMED, autocompletion=org_handles)]
Other = Annotated[
    str, typer.Argument(metavar="OTHER", help="the one that becomes a part of it", autocompletion=org_handles)
]
Everybody = Annotated[bool, typer.Option("--all", help="also people known only through others")]


def _find(session: Session, store: Store, text: str) -> OrgRef:
    from netcli.domain.org import find_org

    return find_org(store, text, exact=session.settings.exact, first=session.settings.first)


def _find_or_make(session: Session, store: Store, text: str, *, make: bool) -> OrgRef:
    """Return the organisation that a text names; one where nobody is yet is made if that is asked for."""
    from netcli.domain.org import org_refs
    from netcli.domain.position import org_id

    try:
        return _find(session, store, text)
    except NotFoundError as error:
        if not make or error.near:
            raise
        return org_refs(store, [org_id(store, text)])[0]


def _say_scope(session: Session, shown: int, hidden: int, empty: str) -> None:
    """Say on stderr how many people were left out, or what to type if there is nobody at all."""
    if hidden:
        session.say(f"{shown:,} shown; {hidden:,} more are known only through others (--all)")
    elif not shown:
        session.say(empty)


def who_at(
    context: typer.Context,
    org: Org,
    when: Annotated[
        str | None, typer.Option("--in", metavar="DATE", help="who may have been there then: 2019, 2019-03")
    ] = None,
    ever: Annotated[bool, typer.Option("--ever", help="all who are or were there")] = False,
    everybody: Everybody = False,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List your contacts at an organisation, best known first: now, on a date, or ever.

    netcli who-at helix

    netcli who-at helix --in 2019 --all
    """
    from netcli.domain.who_at import WhoQuestion
    from netcli.domain.who_at import who_at as find_people

    session = Session.of(context)
    if when and ever:
        raise UsageError("--in and --ever exclude each other", hint="netcli who-at --help")
    question = WhoQuestion(session.day(when) if when else None, ever, everybody)
    with session.reader() as store:
        result = find_people(store, _find(session, store, org), question)
    session.emit_list(result, AtOrg, format, fields)
    _say_who(session, result)


def _say_who(session: Session, result: WhoAt) -> None:
    how = "" if result.ever else " --ever looks at all times;"
    empty = f"Nobody.{how} netcli position add PERSON --org {result.org.handle} adds somebody."
    _say_scope(session, len({at.id for at in result.people}), result.hidden, empty)


def list_(
    context: typer.Context,
    word: Annotated[str | None, typer.Argument(metavar="[WORD]", help="in the name, an alias or the domain")] = None,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="name, people or headcount")] = "name",
    everything: Annotated[bool, typer.Option("--all", help="also those where no contact of yours is or was")] = False,
    interest: Annotated[bool, typer.Option("--interest", help="only those of interest to you")] = False,
    limit: Annotated[int | None, typer.Option(min=0, help="at most so many")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List organisations with how many of your contacts are there, and how many were.

    netcli org list

    netcli org list helix --sort people
    """
    from netcli.domain.org import OrgQuestion, list_orgs

    session = Session.of(context)
    with session.reader() as store:
        result = list_orgs(store, OrgQuestion(word, everything, interest, sort, limit))
    session.emit_list(result, OrgRow, format, fields)
    if result.hidden:
        session.say(f"{len(result.orgs):,} shown; {result.hidden:,} more without a contact of yours (--all)")
    if result.beyond:
        session.say(f"{result.beyond:,} more after these (--limit)")
    if not result.orgs and not result.hidden and not result.beyond:
        session.say("None. netcli position add PERSON --org ORG brings one in.")


def show(
    context: typer.Context,
    org: Org,
    everybody: Everybody = False,
) -> None:
    """Show an organisation: its other names, domain and size, who is there and who left.

    netcli org show helix

    netcli org show Helix --all --json
    """
    from netcli.domain.who_at import show_org

    session = Session.of(context)
    with session.reader() as store:
        result = show_org(store, _find(session, store, org), everybody=everybody)
    session.emit(result)
    shown = {at.id for at in (*result.people, *result.past)}
    _say_scope(session, len(shown), result.hidden, f"Nobody yet: netcli position add PERSON --org {result.org.handle}")


def edit(
    context: typer.Context,
    org: Org,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="its name; the former one stays an alias")] = None,
    headcount: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="how many people work there; 0: not known")
    ] = None,
    domain: Annotated[str | None, typer.Option(metavar="DOMAIN", help="its Internet domain; '': none")] = None,
    alias: Annotated[list[str] | None, typer.Option(metavar="NAME", help="another name (repeatable)")] = None,
    no_alias: Annotated[list[str] | None, typer.Option(metavar="NAME", help="not a name (repeatable)")] = None,
    interest: Annotated[
        bool | None, typer.Option("--interest/--no-interest", help="whether you want to know people there")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Change what is kept on an organisation; all its names lead to it. --interest: today says who can get you in.

    netcli org edit helix --headcount 240 --alias "Helix SA"

    netcli org edit helix --interest
    """
    from netcli.domain.org import OrgEdit, edit_org

    session = Session.of(context)
    since = None if interest is None else session.today.isoformat() if interest else ""
    typed = OrgEdit(name, headcount, domain, tuple(alias or ()), tuple(no_alias or ()), since)
    if typed == OrgEdit():
        raise UsageError("say what to change", hint="netcli org edit --help")
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        ref = _find_or_make(session, store, org, make=interest is True)
        changes = edit_org(store, ref.id, typed)
        operation.did = f"{ref.name}: {', '.join(changes)}" if changes else "nothing to do: that is on file already"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def merge(
    context: typer.Context,
    org: Org,
    other: Other,
    dry_run: DryRun = False,
) -> None:
    """Make one organisation of two: positions and names of the second go to the first.

    netcli org merge helix "Helix SA" --dry-run

    netcli org merge helix "Helix SA"
    """
    session = Session.of(context)
    with session.writer() as store:
        into, gone = _find(session, store, org), _find(session, store, other)
        if into.id == gone.id:
            raise BadInputError(f"{org} and {other} are both {into.name}: these are one already")
        people = _affected(store, gone)
        if len(people) > 1 and not dry_run:
            session.confirm(f"Move {len(people):,} people from {gone.name} to {into.name}?")
        with session.operation(store, dry_run=dry_run) as operation:
            _merge(store, operation, into, gone, len(people))
    session.emit(Written(operation.did, operation.recorded, people, dry_run))


def _affected(store: Store, gone: OrgRef) -> tuple[Ref, ...]:
    from netcli.domain.org import people_of
    from netcli.domain.ref import refs

    return refs(store, people_of(store, gone.id))


def _merge(store: Store, operation: Operation, into: OrgRef, gone: OrgRef, people: int) -> None:
    from netcli.domain.org import merge_orgs

    merge_orgs(store, into.id, gone.id)
    moved = f"{counted(people, 'person', 'people')} moved"
    operation.did = f"made {gone.name} a part of {into.name}, {moved}"
