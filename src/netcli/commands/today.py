"""Today, a person in brief, and the way to write to him."""

from typing import Annotated, Literal

import typer

from netcli.commands._arguments import FORMATS, Fields, Person
from netcli.commands._session import Session
from netcli.commands._upkeep import due_question, midnight, say_no_clocks
from netcli.commands._upkeep import notify as show_notice
from netcli.results_upkeep import Today, TodayItem


def today(
    context: typer.Context,
    notify: Annotated[bool, typer.Option("--notify", help="show it as a notice on your desktop too")] = False,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="contact, birthday, promise, ... (repeatable)")
    ] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """Tell what is to be done today: people, days, promises, introductions, thanks, news. Nothing ends with 1.

    netcli today

    netcli today --kind contact --kind promise
    """
    from netcli.domain.today import KINDS, make_today
    from netcli.errors import UsageError

    if unknown := [word for word in kind or () if word not in KINDS]:
        raise UsageError(f"no kind {unknown[0]}", hint=f"--kind takes {', '.join(KINDS)}")
    session = Session.of(context)
    with session.reader() as store:
        question = due_question(session, store)
        found = make_today(store, question, frozenset(kind or KINDS))
    session.emit_list(found, TodayItem, format, fields)
    if notify:
        show_notice(session, [f"{item.person.name}: {item.text}" if item.person else item.text for item in found.items])
    _say_more(session, found)
    if not found.items:
        raise typer.Exit(1)


def _say_more(session: Session, found: Today) -> None:
    if not found.items:
        session.say("Nothing is to be done today.")
    if not found.has_clocks:
        say_no_clocks(session)


def brief(context: typer.Context, person: Person) -> None:
    """Tell what to know before you meet somebody: last contact, what changed since, whom you both know, what is open.

    netcli brief ana-pires

    netcli brief ana-pires --json
    """
    from netcli.domain.brief import make_brief

    session = Session.of(context)
    with session.reader() as store:
        found = make_brief(store, session.person(store, person), session.today, midnight(session))
    session.emit(found)


def open_(
    context: typer.Context,
    person: Person,
    kind: Annotated[
        Literal["mail", "linkedin", "phone", "web", "chat"] | None,
        typer.Argument(metavar="[KIND]", help="mail, linkedin, phone, web or chat; the best way if not given"),
    ] = None,
    print_: Annotated[bool, typer.Option("--print", help="print the link, open nothing")] = False,
) -> None:
    """Write to somebody, or call, in your own program: mail, browser, telephone.

    netcli open ana-pires mail --print

    netcli open ana-pires phone --print
    """
    from netcli.commands._open import link_of, open_link
    from netcli.domain.way import way_by
    from netcli.results_upkeep import Opened

    session = Session.of(context)
    with session.reader() as store:
        who = session.person(store, person)
        link = link_of(way_by(store, who, kind))
    if not print_:
        open_link(link)
    session.emit(Opened(who, link))
