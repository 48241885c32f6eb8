"""Recommendations: asked for, written, listed, drafted."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, On, Person, Query, handles
from netcli.commands._choosing import warn_of_asks, whom
from netcli.commands._letter import Lang, Words, emit_letter, language, template
from netcli.commands._session import Session
from netcli.dates import spelled
from netcli.errors import UsageError
from netcli.model_favour import Vouching
from netcli.results import Ref, Written
from netcli.results_career import Recommendation
from netcli.results_favour import Letter
from netcli.storage import Operation, Store

if TYPE_CHECKING:
    from netcli.domain.letter import LetterQuestion
    from netcli.domain.recommendation import RecommendationEdit

Author = Annotated[str, typer.Argument(metavar="PERSON", help="who vouches", autocompletion=handles)]
Subject = Annotated[str, typer.Argument(metavar="OTHER", help="for whom", autocompletion=handles)]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="as recommendation list has it")]
Matter = Annotated[str | None, typer.Option("--for", metavar="WORDS", help="for what: accounting, a talk, tax advice")]
Role = Annotated[str | None, typer.Option(metavar="ROLE", help="what they were to each other: client, manager")]
Text = Annotated[str | None, typer.Option(metavar="TEXT", help="the words, or - to read them from stdin")]


def add(
    context: typer.Context,
    person: Author,
    other: Subject,
    matter: Matter = None,
    text: Text = None,
    role: Role = None,
    hidden: Annotated[bool, typer.Option("--hidden", help="it is not shown to others")] = False,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """Note that somebody recommends somebody. One that was asked for is closed by it.

    netcli recommendation add ana-pires bo-lind --for accounting

    netcli recommendation add ana-pires me --for tax --text "She explains well."
    """
    from netcli.domain.recommendation import RecommendationEdit

    session = Session.of(context)
    state = Vouching.HIDDEN if hidden else Vouching.GIVEN
    typed = RecommendationEdit(matter, role, _text(session, text), state, session.day(on))
    with session.writer() as store:
        ends = session.person(store, person), session.person(store, other)
        with session.operation(store, dry_run=dry_run) as operation:
            number = _give(session, store, operation, ends, typed)
    session.emit(Written(operation.did, operation.recorded, ends if number else (), dry_run))


def _text(session: Session, text: str | None) -> str | None:
    return session.stdin_text() if text == "-" else text


def _give(
    session: Session, store: Store, operation: Operation, ends: tuple[Ref, Ref], typed: "RecommendationEdit"
) -> int | None:
    from netcli.domain.recommendation import find_recommendation, give

    number, was_asked = give(store, *ends, typed, session.today)
    operation.did = _ON_FILE
    if number:
        operation.did = _told(find_recommendation(store, number)) + (", as was asked" if was_asked else "")
    return number


_ON_FILE = "nothing to do: that is on file already"


def _told(said: Recommendation) -> str:
    """Return a recommendation in a sentence."""
    verb = {Vouching.ASKED: "is asked to recommend", Vouching.DECLINED: "declined to recommend"}
    did = verb.get(Vouching(said.state), "recommends")
    matter = f" for {said.for_what}" if said.for_what else ""
    on = f", {spelled(said.on)}" if said.on else ""
    return f"{said.author.name} {did} {said.subject.name}{matter}{' (hidden)' * (said.state == Vouching.HIDDEN)}{on}"


def ask(
    context: typer.Context,
    person: Author,
    other: Annotated[
        str, typer.Argument(metavar="[OTHER]", help="for whom; you if not given", autocompletion=handles,
                            show_default=False)
    ] = "me",
    matter: Matter = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:  # fmt: skip
    """Note that you asked somebody for a recommendation; or that one was asked of you: ask me PERSON.

    netcli recommendation ask ana-pires --for accounting

    netcli recommendation ask me bo-lind --on yesterday
    """
    from netcli.domain.recommendation import RecommendationEdit, ask_for, find_recommendation

    session = Session.of(context)
    typed = RecommendationEdit(matter, on=session.day(on))
    with session.writer() as store:
        ends = session.person(store, person), session.person(store, other)
        warn_of_asks(session, store, *ends)
        with session.operation(store, dry_run=dry_run) as operation:
            number = ask_for(store, *ends, typed, session.today)
            operation.did = _told(find_recommendation(store, number))
    session.emit(Written(operation.did, operation.recorded, ends, dry_run))
    _say_what_next(session, number, ends, dry_run=dry_run)


def _say_what_next(session: Session, number: int, ends: tuple[Ref, Ref], *, dry_run: bool) -> None:
    if not dry_run:
        when = f"netcli recommendation add {ends[0].handle} {ends[1].handle} --text -"
        session.say(f"Recommendation {number}. When it is written: {when}")


def list_(
    context: typer.Context,
    query: Query = None,
    given: Annotated[bool, typer.Option("--given", help="only those they wrote; you, without a query")] = False,
    received: Annotated[bool, typer.Option("--received", help="only those about them; you, without a query")] = False,
    asked: Annotated[bool, typer.Option("--asked", help="only those asked for and not yet written")] = False,
    state: Annotated[
        Vouching | None, typer.Option(metavar="STATE", help="asked, given, hidden or declined")
    ] = None,
    matter: Matter = None,
    sort: Annotated[Literal["newest", "oldest", "author", "subject"], typer.Option(help="the order")] = "newest",
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="at most so many")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:  # fmt: skip
    """List recommendations, newest first: those of one person, of whom a query chooses, or all.

    netcli recommendation list ana-pires --received

    netcli recommendation list --asked --json
    """
    from netcli.domain.recommendation import RecommendationQuestion, list_recommendations

    session, wanted = Session.of(context), _state(state, asked=asked)
    ends = (given or not received, received or not given)
    with session.reader() as store:
        people = whom(session, store, query or (["me"] if given or received else None))
        result = list_recommendations(store, RecommendationQuestion(people, ends, wanted, matter, sort, limit))
    session.emit_list(result, Recommendation, format, fields)
    _say_more(session, result.beyond, bool(result.recommendations))


def _state(state: Vouching | None, *, asked: bool) -> Vouching | None:
    if asked and state not in (None, Vouching.ASKED):
        raise UsageError(f"--asked and --state {state} contradict each other", hint="give one of them")
    return Vouching.ASKED if asked else state


def _say_more(session: Session, beyond: int, any_found: bool) -> None:
    if beyond:
        session.say(f"{beyond:,} more after these (--limit)")
    elif not any_found:
        session.say("None. netcli recommendation ask PERSON asks for one, netcli recommendation draft PERSON helps.")


def show(context: typer.Context, number: Number) -> None:
    """Show a recommendation with all its words.

    netcli recommendation show 1

    netcli recommendation show 1 --json
    """
    from netcli.domain.recommendation import find_recommendation

    session = Session.of(context)
    with session.reader() as store:
        result = find_recommendation(store, number)
    session.emit(result)


def edit(
    context: typer.Context,
    number: Number,
    matter: Matter = None,
    text: Text = None,
    role: Role = None,
    state: Annotated[
        Vouching | None, typer.Option(metavar="STATE", help="asked, given, hidden or declined")
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="when it was")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="delete it; its source does not bring it back")] = False,
    dry_run: DryRun = False,
) -> None:  # fmt: skip
    """Change a recommendation, or delete it; an empty text ('') takes a fact away.

    netcli recommendation edit 1 --state hidden

    netcli recommendation edit 1 --remove --dry-run
    """
    from netcli.domain.recommendation import RecommendationEdit

    session = Session.of(context)
    typed = RecommendationEdit(matter, role, _text(session, text), state, session.day_of_edit(on))
    if remove == (typed != RecommendationEdit()):
        raise UsageError("say what to change, or --remove", hint="netcli recommendation edit --help")
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        people = _edit(session, store, operation, number, None if remove else typed)
    session.emit(Written(operation.did, operation.recorded, people, dry_run))


def _edit(
    session: Session, store: Store, operation: Operation, number: int, typed: "RecommendationEdit | None"
) -> tuple[Ref, ...]:
    """Change or delete a recommendation; return whom it names, nobody if nothing was different."""
    from netcli.domain.recommendation import edit_recommendation, find_recommendation, remove_recommendation

    before = find_recommendation(store, number)
    if typed is None:
        remove_recommendation(store, before)
        operation.did = f"deleted recommendation {number}: {_told(before)}"
        return before.author, before.subject
    now = edit_recommendation(store, before, typed, session.today)
    operation.did = f"changed recommendation {number}: {_told(now)}" if now != before else _ON_FILE
    return (now.author, now.subject) if now != before else ()


def draft(
    context: typer.Context,
    person: Person,
    matter: Matter = None,
    give: Annotated[bool, typer.Option("--give", help="a recommendation by you, not a letter that asks")] = False,
    lang: Lang = None,
    words: Words = False,
) -> None:
    """Draft a letter that asks for a recommendation, in English or French, or a recommendation to give.

    netcli recommendation draft ana-pires --for accounting

    netcli recommendation draft ana-pires --give --lang fr
    """
    from netcli.domain.letter import ASK, GIVE, LetterQuestion

    session = Session.of(context)
    with session.reader() as store:
        me, other = session.person(store, "me"), session.person(store, person)
        spoken = language(session, store, (other,), lang)
        letter = _letter(session, store, (me, other), LetterQuestion(GIVE if give else ASK, spoken, matter), raw=words)
    emit_letter(session, letter)


def _letter(session: Session, store: Store, ends: tuple[Ref, Ref], question: "LetterQuestion", *, raw: bool) -> Letter:
    """Return a letter made of the words that hold; or these words."""
    from netcli.domain.letter import WORDS, write_letter

    words = template(session, "recommendation", question.about, question.lang, WORDS, raw=raw)
    if raw:
        return Letter(ends[1], question.about, question.lang, *words)
    return write_letter(store, ends, question, words.text, session.today)._replace(words=words.path)
