"""Review: one loop of one-key questions, or the list of what is open."""

import sys
from typing import Annotated

import typer

from netcli.commands._arguments import FORMATS, Fields, Query
from netcli.commands._choosing import whom
from netcli.commands._session import Session
from netcli.results_review import Question, QuestionList


def review(
    context: typer.Context,
    query: Query = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="only these questions: same, level or career")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="at most so many")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """Answer by single keys who is one person, how well you know people, who knows whom. In a pipe: list what is open.

    netcli review --limit 20

    netcli review org:helix --kind same --json
    """
    from netcli.domain.review import Review, open_questions

    session = Session.of(context)
    with session.reader() as store:
        asked = Review(session.today, kind, whom(session, store, query), limit)
        found = open_questions(store, asked)
    if found.questions and not (format or fields) and _somebody_answers(session):
        from netcli.commands._review_loop import ask_all

        ask_all(session, found, asked)
        return
    session.emit_list(found, Question, format, fields)
    _say_the_rest(session, found, kind)


def _somebody_answers(session: Session) -> bool:
    return session.may_ask and sys.stdout.isatty() and not session.settings.json


def _say_the_rest(session: Session, found: QuestionList, kind: str | None) -> None:
    if found.beyond:
        session.say(f"{found.beyond:,} more after these (--limit)")
    elif not found.questions and kind:
        session.say("Nothing to ask of this kind: netcli review asks of all kinds.")
    elif not found.questions:
        session.say("Nothing to ask. netcli import FILE brings people, netcli link A B says who knows whom.")
