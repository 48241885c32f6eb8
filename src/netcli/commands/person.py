"""People: add, show, list, remove, restore."""

from typing import Annotated

import typer

from netcli.commands._arguments import FORMATS, AsOf, DryRun, Fields, People, Person, Query
from netcli.commands._session import Session
from netcli.dates import spelled
from netcli.errors import BadInputError
from netcli.model import PersonFacts
from netcli.model_tie import read_level
from netcli.results import Added, PersonList, PersonRow, Ref, Written
from netcli.results_path import Ask


def add(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help='a name, "Name <mail>", or - for a pasted card or signature')
    ],
    level: Annotated[
        str | None, typer.Option(metavar="LEVEL", help="how well you know each other: 1 met .. 5 close")
    ] = None,
    to_meet: Annotated[bool, typer.Option("--to-meet", help="somebody you want to meet")] = False,
    org: Annotated[str | None, typer.Option(metavar="ORG", help="where he or she works")] = None,
    title: Annotated[str | None, typer.Option(metavar="TITLE", help="as what")] = None,
    email: Annotated[list[str] | None, typer.Option(metavar="EMAIL", help="e-mail address (repeatable)")] = None,
    phone: Annotated[list[str] | None, typer.Option(metavar="PHONE", help="phone number (repeatable)")] = None,
    url: Annotated[list[str] | None, typer.Option(metavar="URL", help="web page or profile (repeatable)")] = None,
    city: Annotated[str | None, typer.Option(metavar="CITY", help="where he or she lives")] = None,
    tag: Annotated[list[str] | None, typer.Option(metavar="TAG", help="tag (repeatable)")] = None,
    note: Annotated[str | None, typer.Option(metavar="NOTE", help="a remark of yours")] = None,
    met: Annotated[str | None, typer.Option(metavar="MET", help="where you met")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="when you met")] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="add although the address is on file")] = False,
) -> None:
    """Add a person.

    netcli add "Ana Pires <ana@example.org>" --org Helix --level 4

    netcli add "Dana Okafor" --to-meet --title "Head of Data"
    """
    from netcli.domain.adding import NewPerson, add_new, read_new
    from netcli.domain.target import whom_to_ask

    session = Session.of(context)
    facts = _pasted(session.stdin_text()) if name == "-" else read_new(name)
    new = NewPerson(
        facts, org, title, tuple(email or ()), tuple(phone or ()), tuple(url or ()), city, tuple(tag or ()), note,
        met, session.day(on) if on else None, read_level(level) if level else None, to_meet, anyway,
    )  # fmt: skip
    with session.writer() as store, session.operation(store) as operation:
        person, same = add_new(store, new, on=session.today.isoformat())
        asks = whom_to_ask(store, person) if to_meet else None
        operation.did = f"added {person.name}{f', met {spelled(new.met_on)}' if new.met_on else ''}"
    session.emit(Added(person.id, person.handle, person.name, operation.recorded, same, new.met_on))
    _say_next(session, person, same, asks)


def _say_next(session: Session, person: Ref, same: tuple[Ref, ...], asks: tuple[Ask, ...] | None) -> None:
    """Say who else has the name, and of somebody to meet who may know him and how to find the way."""
    if same:
        others = ", ".join(other.handle for other in same)
        session.say(f"On file with that name already: {others}. The same person? netcli merge {others} {person.handle}")
    for ask in asks or ():
        session.say(f"Does {ask.person.name} know {person.name} ({ask.why})?")
        session.say(f"  {ask.command}")
    if asks is not None:
        session.say(f"The way there: netcli intro-path {person.handle}")


def _pasted(text: str) -> PersonFacts:
    """Return the facts in a pasted card, else in a pasted signature."""
    if "BEGIN:VCARD" not in text.upper():
        from netcli.domain.signature import read_signature

        return read_signature(text)
    from netcli.importing.formats.vcard import read

    reading = read(text.encode())
    if len(reading.drafts) != 1:
        raise BadInputError(
            f"{len(reading.drafts)} cards with a name were pasted", hint="netcli import - takes several"
        )
    return reading.drafts[0].facts


def show(
    context: typer.Context,
    person: Person,
    as_of: AsOf = None,
) -> None:
    """Show all that is known about a person.

    netcli show ana-pires

    netcli show ana@example.org --as-of 2024 --json
    """
    from netcli.domain.showing import show_person

    session = Session.of(context)
    with session.reader() as store:
        ref = session.person(store, person)
        result = show_person(store, ref, session.today, as_of=session.as_of(as_of) if as_of else None)
    session.emit(result)


def list_(
    context: typer.Context,
    query: Query = None,
    removed: Annotated[bool, typer.Option("--removed", help="those that were removed")] = False,
    everybody: Annotated[bool, typer.Option("--all", help="also people known only through others")] = False,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="name, family, org, level or added")] = "name",
    limit: Annotated[int | None, typer.Option(min=0, help="at most so many")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List people: your contacts, or everybody with --all. The query language: netcli help query.

    netcli list org:helix level:3..

    netcli list tag:board or city:lyon --sort level --fields name,email
    """
    from netcli.domain.listing import ListQuestion, list_people
    from netcli.domain.query import Query

    session = Session.of(context)
    asked = Query(query or ())
    question = ListQuestion(asked, session.today, removed or asked.is_of_removed, everybody, sort, limit)
    with session.reader() as store:
        result = list_people(store, question)
    session.emit_list(result, PersonRow, format, fields)
    say_scope(session, result)


def find(
    context: typer.Context,
    query: Query = None,
    everybody: Annotated[bool, typer.Option("--all", help="also people known only through others")] = False,
    limit: Annotated[int, typer.Option(min=1, help="at most so many")] = 20,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """Find people, best match first: whole names before parts, names before organisations.

    netcli find ana

    netcli find "helix bio" --all
    """
    from netcli.domain.listing import ListQuestion, find_people
    from netcli.domain.query import Query

    session = Session.of(context)
    question = ListQuestion(Query(query or ()), session.today, everybody=everybody, limit=limit)
    with session.reader() as store:
        result = find_people(store, question, query or [])
    session.emit_list(result, PersonRow, format, fields)
    say_scope(session, result)


def say_scope(session: Session, result: PersonList) -> None:
    """Say on stderr how many people a list left out, and what to type when it is empty."""
    if result.hidden:
        session.say(f"{len(result.people):,} shown; {result.hidden:,} more are known only through others (--all)")
    if result.beyond:
        session.say(f"{result.beyond:,} more after these (--limit)")
    if not result.people and not result.hidden:
        session.say("Nobody. netcli add NAME adds somebody; netcli help query explains how to ask.")


def remove(
    context: typer.Context,
    people: People,
    purge: Annotated[bool, typer.Option("--purge", help="forget them truly: this cannot be undone")] = False,
    dry_run: DryRun = False,
) -> None:
    """Hide people everywhere; imports do not bring them back. With --purge, forget them.

    netcli remove ana-pires

    netcli remove bo-lind dana-okafor --dry-run
    """
    from netcli.commands._purge import forget

    (forget if purge else _hide)(Session.of(context), people, dry_run=dry_run)


def _hide(session: Session, people: list[str], *, dry_run: bool) -> None:
    from netcli.domain.person import remove_people

    with session.writer() as store:
        found = session.people(store, people)
        names = ", ".join(ref.name for ref in found)
        if len(found) > 1 and not dry_run:
            session.confirm(f"Remove {names}?")
        with session.operation(store, dry_run=dry_run) as operation:
            remove_people(store, [ref.id for ref in found], on=session.today.isoformat())
            operation.did = f"removed {names}"
    session.emit(Written(operation.did, operation.recorded, tuple(found), dry_run))


def restore(
    context: typer.Context,
    people: People,
    dry_run: DryRun = False,
) -> None:
    """Bring removed people back, with all that was known about them.

    netcli restore ana-pires

    netcli list --removed
    """
    from netcli.domain.person import restore_people

    session = Session.of(context)
    with session.writer() as store:
        found = session.people(store, people, removed=True)
        with session.operation(store, dry_run=dry_run) as operation:
            restore_people(store, [ref.id for ref in found])
            operation.did = f"restored {', '.join(ref.name for ref in found)}"
    session.emit(Written(operation.did, operation.recorded, tuple(found), dry_run))
