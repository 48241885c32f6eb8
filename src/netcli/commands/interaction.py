"""Contacts: what happened with people, and when."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, Query, handles
from netcli.commands._choosing import whom
from netcli.commands._session import Session
from netcli.dates import with_weekday
from netcli.errors import NetcliError, NotFoundError, UsageError
from netcli.model_tie import Channel
from netcli.results import Ref, Written
from netcli.results_tie import InteractionRow
from netcli.shape import NamedTuple
from netcli.storage import Store

if TYPE_CHECKING:
    from netcli.domain.interaction import NewInteraction

_LONGEST_SHOWN = 60
_TEMPLATE = "\n# What happened? Lines that begin with # are left out; without any other line nothing is logged.\n"


class _Line(NamedTuple):
    """What was typed: people, the text, and the options."""

    people: tuple[str, ...]
    text: str
    on: str
    channel: Channel | None
    without_me: bool
    dry_run: bool


def log(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERSON... TEXT", help="people, then what happened; @ana in it names people too",
                       autocompletion=handles),
    ] = None,
    with_: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="PERSON", help="somebody who was there (repeatable)", autocompletion=handles),
    ] = None,
    channel: Annotated[
        Channel | None,
        typer.Option(metavar="CHANNEL", help="meeting, call, video, mail, message or event; else guessed"),
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="when; today if not given")] = None,
    without_me: Annotated[bool, typer.Option("--without-me", help="they met, you were not there")] = False,
    edit: Annotated[bool, typer.Option("--edit", help="write the text in your editor")] = False,
    remove: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="take out the contact of this number")
    ] = None,
    dry_run: DryRun = False,
) -> None:  # fmt: skip
    """Log a contact: people first, then what happened in your own words. They stay private.

    netcli log ana-pires bo-lind "lunch, she starts at Kestrel in May"

    netcli log "called @ana about the spring fair" --on yesterday
    """
    session, named = Session.of(context), words or []
    if remove is not None:
        session.emit(_removed(session, remove, [*named, *(with_ or [])], dry_run=dry_run))
        return
    texts = [] if edit else named[-1:]
    people = (*(named if edit else named[:-1]), *(with_ or ()))
    text = session.stdin_text() if texts == ["-"] else "".join(texts)
    line = _Line(people, text, session.day(on), channel, without_me, dry_run)
    session.emit(_edited(session, line) if edit else _logged(session, line))


def _logged(session: Session, line: _Line) -> Written:
    from netcli.domain.channel_words import guess_channel
    from netcli.domain.interaction import NewInteraction, add_interaction, without_mentions

    channel = line.channel or guess_channel(without_mentions(line.text))
    with session.writer() as store:
        people = _people(session, store, line)
        new = NewInteraction(tuple(ref.id for ref in people), line.on, channel, line.text, not line.without_me)
        with session.operation(store, dry_run=line.dry_run) as operation:
            add_interaction(store, new, today=session.today)
            operation.did = _told(new, people)
    guessed = "" if line.channel else " (channel guessed; --channel)"
    return Written(operation.did + guessed, operation.recorded, tuple(people), line.dry_run)


def _people(session: Session, store: Store, line: _Line) -> list[Ref]:
    """Return the people of a line without me, each once: those before the text, then those named in it."""
    from netcli.domain.interaction import mentions
    from netcli.domain.ref import my_id

    if not line.people and not mentions(line.text):
        raise UsageError("log needs people and a text", hint='netcli log ana-pires "lunch", or "lunch with @ana-pires"')
    found = {ref.id: ref for ref in session.people(store, line.people)}
    for name in mentions(line.text):
        try:
            ref = session.person(store, name)
        except NotFoundError as error:
            raise NotFoundError(
                f"@{name}: {error.message}", hint=f"{error.hint}; with a blank after the @ it names nobody"
            ) from None
        found.setdefault(ref.id, ref)
    me = found.pop(my_id(store) or 0, None)
    if me and line.without_me:
        raise UsageError("you are named, and --without-me says that you were not there", hint="netcli log --help")
    return list(found.values())


def _told(new: "NewInteraction", people: list[Ref]) -> str:
    names = ", ".join(ref.name for ref in people)
    who = f"with {names}" if new.with_me else f"of {names}, without you"
    words = " ".join(new.text.split())
    shown = words if len(words) <= _LONGEST_SHOWN else f"{words[: _LONGEST_SHOWN - 1]}…"
    return f"logged: {new.channel} {who}, {with_weekday(new.on)}" + (f': "{shown}"' if words else "")


def _edited(session: Session, line: _Line) -> Written:
    """Log what the user writes in the editor; the draft is kept until it has been logged."""
    from netcli.commands._editor import Draft

    with session.writer() as store:  # before anything is written that somebody who is not there would cost
        line = line._replace(people=tuple(str(ref.id) for ref in session.people(store, line.people)))
    draft = Draft("log", _TEMPLATE)
    text = "\n".join(row for row in draft.edit().splitlines() if not row.startswith("#")).strip()
    if not text:
        draft.forget()
        return Written("nothing logged: the text is empty", None)
    try:
        written = _logged(session, line._replace(text=text))
    except NetcliError as error:
        error.hint = f"your draft is kept in {draft.path}"
        raise
    draft.forget()
    return written


def _removed(session: Session, number: int, others: list[str], *, dry_run: bool) -> Written:
    from netcli.domain.interaction import remove_interaction

    if others:
        raise UsageError("--remove takes a number and nothing else", hint=f"netcli log --remove {number}")
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        gone = remove_interaction(store, number)
        names = ", ".join(ref.name for ref in gone.people)
        operation.did = f"took out contact {number}: {gone.channel} with {names}, {with_weekday(gone.on)}"
    return Written(operation.did, operation.recorded, gone.people, dry_run)


def contacts(
    context: typer.Context,
    query: Query = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="on this date or later")] = None,
    channel: Annotated[
        Channel | None, typer.Option(metavar="CHANNEL", help="meeting, call, video, mail, message or event")
    ] = None,
    sort: Annotated[Literal["newest", "oldest", "channel"], typer.Option(help="the order")] = "newest",
    limit: Annotated[int | None, typer.Option(min=0, help="at most so many")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List contacts, newest first: with the people a query chooses, or with anybody.

    netcli contacts ana-pires --since 2025

    netcli contacts tag:board --channel meeting --limit 10 --json
    """
    from netcli.domain.interaction import InteractionQuestion, list_interactions

    session = Session.of(context)
    with session.reader() as store:
        day = session.day(since) if since else None
        result = list_interactions(store, InteractionQuestion(whom(session, store, query), day, channel, sort, limit))
    session.emit_list(result, InteractionRow, format, fields)
    if result.beyond:
        session.say(f"{result.beyond:,} more after these (--limit)")
    if not result.interactions and not result.beyond:
        session.say(
            'None logged. netcli log ana-pires "lunch" logs one; what mail tells is counted: netcli ties ana-pires'
        )
