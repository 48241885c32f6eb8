"""Introductions: asking for one, making one, telling what came of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, On, Person, handles
from netcli.commands._choosing import warn_of_asks
from netcli.commands._letter import Lang, Words, emit_letter, language, template
from netcli.commands._session import Session
from netcli.dates import spelled
from netcli.errors import NotFoundError, UsageError
from netcli.results import Ref, Written
from netcli.results_favour import Letter
from netcli.results_introduction import Introduction
from netcli.storage import Store

if TYPE_CHECKING:
    from netcli.domain.introduction import Beginning, Parties
    from netcli.domain.introduction_letter import Task

Note = Annotated[str | None, typer.Option(metavar="NOTE", help="what it is for, in your words")]


def ask(
    context: typer.Context,
    person: Person,
    via: Annotated[
        str | None, typer.Option(metavar="PERSON", help="who is to introduce you", autocompletion=handles)
    ] = None,
    pick: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="or whom intro-path ranks so; the first if not given")
    ] = None,
    opportunity: Annotated[
        int | None, typer.Option("--for", metavar="NUMBER", help="the opportunity it is for")
    ] = None,
    note: Note = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:  # fmt: skip
    """Note that you asked somebody for an introduction: whom you name, or who is best placed.

    netcli intro ask dana-okafor --pick 1

    netcli intro ask dana-okafor --via bo-lind --on yesterday --note "data role"
    """
    from netcli.domain.introduction import Beginning
    from netcli.domain.opportunity import open_opportunity

    session = Session.of(context)
    day = session.past_day(on)
    with session.writer() as store:
        for_what = open_opportunity(store, opportunity, session.today) if opportunity is not None else None
        three = _parties(session, store, person, via, pick)
        warn_of_asks(session, store, three.introducer, three.requester)
        matter = f" ({for_what.title})" if for_what else ""
        did = f"asked {three.introducer.name} for an introduction to {three.target.name}{matter}, {spelled(day)}"
        _begin(session, store, three, Beginning("asked", day, note, opportunity), did, dry_run=dry_run)


def _parties(session: Session, store: Store, person: str, via: str | None, pick: int | None) -> "Parties":
    """Return me, who is to introduce me, and to whom; say why it is him if he was picked."""
    from netcli.domain.introduction import Parties
    from netcli.domain.picking import pick_introducer

    if via is not None and pick is not None:
        raise UsageError("--via and --pick exclude each other", hint="netcli intro ask PERSON --via WHOM, or --pick 2")
    me, target = session.person(store, "me"), _wanted(session, store, person)
    if via is not None:
        return Parties(me, session.person(store, via), target)
    picked = pick_introducer(store, me, target, pick, session.today)
    session.say(f"{picked.introducer.name} is {picked.why}")
    return Parties(me, picked.introducer, target)


def _wanted(session: Session, store: Store, person: str) -> Ref:
    """Return whom I want to meet; somebody who is not on file is told to be added as such."""
    try:
        return session.person(store, person)
    except NotFoundError as error:
        if error.near or "removed" in error.message:
            raise
        raise NotFoundError(error.message, hint=f'netcli add "{person}" --to-meet') from error


def make(
    context: typer.Context,
    person: Person,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="to whom", autocompletion=handles)],
    by: Annotated[
        str, typer.Option("--by", metavar="PERSON", help="who introduces them, if not you", autocompletion=handles)
    ] = "me",
    ask_first: Annotated[bool, typer.Option("--ask-first", help="you mean to: both are to be asked")] = False,
    note: Note = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """Note that you introduced two people to each other, or that you mean to.

    netcli intro make ana-pires dana-okafor

    netcli intro make ana-pires bo-lind --ask-first --note "both sail"
    """
    from netcli.domain.introduction import Beginning, Parties

    session = Session.of(context)
    day = session.past_day(on)
    with session.writer() as store:
        three = Parties(session.person(store, person), session.person(store, by), session.person(store, other))
        did = "means to introduce" if ask_first else "introduced"
        told = f"{three.introducer.name} {did} {three.requester.name} to {three.target.name}, {spelled(day)}"
        first = Beginning("agreed" if ask_first else "made", day, note)
        _begin(session, store, three, first, told, dry_run=dry_run)


def _begin(session: Session, store: Store, parties: "Parties", first: "Beginning", did: str, *, dry_run: bool) -> None:
    """Write a new introduction and say how to tell what comes of it."""
    from netcli.domain.introduction import begin
    from netcli.domain.ref import my_id

    with session.operation(store, dry_run=dry_run) as operation:
        number = begin(store, parties, first)
        operation.did = did
    session.emit(Written(did, operation.recorded, tuple(parties), dry_run))
    if dry_run:
        return
    if my_id(store) in {ref.id for ref in parties}:
        session.say(f"What to write: netcli intro draft {number}")
    rest = "met|declined" if first.step == "made" else "agreed|made|met|declined"
    session.say(f"Introduction {number}. What comes of it: netcli intro answer {number} {rest}")


def answer(
    context: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="NUMBER|PERSON", help="which one, or who is part of it", autocompletion=handles)
    ],
    step: Annotated[str, typer.Argument(metavar="ANSWER", help="agreed, opted-in, made, met, declined or withdrawn")],
    by: Annotated[
        Literal["requester", "introducer", "target"] | None, typer.Option(help="whose answer, where it is not plain")
    ] = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """Tell what came of an introduction.

    netcli intro answer dana-okafor agreed

    netcli intro answer 1 declined --by target
    """
    from netcli.domain.introduction import answer as write_answer
    from netcli.domain.introduction import read_step

    session = Session.of(context)
    word, day = read_step(step), session.past_day(on)
    with session.writer() as store:
        known = _find(session, store, which)
        with session.operation(store, dry_run=dry_run) as operation:
            write_answer(store, known, word, by, day)
            operation.did = (
                f"{known.requester.name} to {known.target.name} via {known.introducer.name}: {word}, {spelled(day)}"
            )
    session.emit(Written(operation.did, operation.recorded, _people(known), dry_run))


def list_(
    context: typer.Context,
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="open, silent, or the last step: asked, met, ...")
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="PERSON", help="with a part in it", autocompletion=handles)
    ] = None,
    opportunity: Annotated[int | None, typer.Option("--for", metavar="NUMBER", help="for this opportunity")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="so many at most")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List introductions, the last that moved first.

    netcli intro list --state open

    netcli intro list --person ana-pires --json
    """
    from netcli.domain.introduction import list_introductions

    session = Session.of(context)
    with session.reader() as store:
        who = session.person(store, person).id if person else None
        found = list_introductions(store, session.today, state=state, person=who, opportunity=opportunity, limit=limit)
    session.emit_list(found, Introduction, format, fields)
    if found.beyond:
        session.say(f"{found.beyond:,} more (--limit)")
    if not found.introductions:
        session.say("None. To find whom to ask: netcli intro-path PERSON; then netcli intro ask PERSON --via WHOM")


def show(
    context: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="NUMBER|PERSON", help="which one, or who is part of it", autocompletion=handles)
    ],
) -> None:
    """Show an introduction, step by step.

    netcli intro show 1

    netcli intro show dana-okafor --json
    """
    session = Session.of(context)
    with session.reader() as store:
        found = _find(session, store, which)
    session.emit(found)


def draft(
    context: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="NUMBER|PERSON", help="which one, or who is part of it", autocompletion=handles)
    ],
    to: Annotated[
        str | None, typer.Option(metavar="PERSON", help="of two to be asked, this one", autocompletion=handles)
    ] = None,
    matter: Annotated[
        str | None, typer.Option("--for", metavar="WORDS", help="what it is for; the opportunity if not given")
    ] = None,
    lang: Lang = None,
    words: Words = False,
) -> None:
    """Draft what is to be written next: a note to pass on, two notes that ask, the introduction, or thanks.

    netcli intro draft dana-okafor

    netcli intro draft 1 --lang fr --for "the data role"
    """
    from netcli.domain.introduction_letter import next_letter

    session = Session.of(context)
    with session.reader() as store:
        known = _find(session, store, which)
        task = next_letter(store, known, session.person(store, to) if to else None)
        letter = _letter(session, store, known, task, matter, lang, raw=words)
        told = list(_said_of(store, known, task))
    emit_letter(session, letter)
    for line in told if not words else ():
        session.say(line)


def _letter(
    session: Session,
    store: Store,
    known: Introduction,
    task: "Task",
    matter: str | None,
    lang: str | None,
    *,
    raw: bool,
) -> Letter:
    """Return the letter made of the words that hold; or these words."""
    from netcli.domain.introduction_letter import INTRODUCE, WORDS, Matter, write_introduction_letter
    from netcli.domain.opportunity import find_opportunity

    both = task.about == INTRODUCE
    spoken = language(session, store, (task.to, task.other) if both else (task.to,), lang)
    found = template(session, "intro", task.about, spoken, WORDS, raw=raw)
    if raw:
        return Letter(task.to, task.about, spoken, *found, task.other if both else None)
    what = Matter(matter) if matter else None
    if what is None and known.opportunity:
        pursued = find_opportunity(store, known.opportunity.id, session.today)
        what = Matter(pursued.title, pursued.kind, pursued.org)
    letter = write_introduction_letter(store, known, task, (spoken, found.text), what, session.today)
    return letter._replace(words=found.path)


def _said_of(store: Store, known: Introduction, task: "Task") -> Iterator[str]:
    """Yield to whom a letter goes, and what to type once it is sent or answered."""
    from netcli.domain.introduction_letter import CONSENT, INTRODUCE
    from netcli.domain.way import best_ways

    people = (task.to, task.other) if task.about == INTRODUCE else (task.to,)
    ways = best_ways(store, [person.id for person in people])
    mails = {person: way.value for person, way in ways.items() if way.kind == "email"}
    yield "To " + ", ".join(p.name + (f" <{mails[p.id]}>" if p.id in mails else "") for p in people)
    if task.about == CONSENT:
        by = " --by requester" if task.to == known.requester else ""
        yield f"When {task.to.name} agrees: netcli intro answer {known.id} opted-in{by}"
    if task.then:
        yield f"The one to {task.then.name}: netcli intro draft {known.id} --to {task.then.handle}"
    if task.about == INTRODUCE and known.state != "made":
        yield f"When it is sent: netcli intro answer {known.id} made"


def _find(session: Session, store: Store, which: str) -> Introduction:
    """Return the introduction of a number, or the one that a person is part of."""
    from netcli.domain.introduction import find_introduction, find_with

    if which.isascii() and which.isdigit() and len(which) < 19:
        return find_introduction(store, int(which), session.today)
    return find_with(store, session.person(store, which), session.today)


def _people(known: Introduction) -> tuple[Ref, ...]:
    return known.requester, known.introducer, known.target
