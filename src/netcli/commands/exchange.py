"""Give and take: favours given and received, and the balance with each person."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from netcli.commands._arguments import FORMATS, AsOf, DryRun, Fields, On, Person, Query
from netcli.commands._choosing import names_of, whom
from netcli.commands._session import Session
from netcli.dates import spelled
from netcli.errors import UsageError
from netcli.model_favour import Direction
from netcli.results import Ref, Written
from netcli.results_favour import BalanceRow, Exchange
from netcli.storage import Operation, Store

if TYPE_CHECKING:
    from netcli.domain.exchange import ExchangeEdit

Way = Annotated[bool | None, typer.Option("--given/--received", help="what you did for them, or they for you")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="as exchange list has it")]
Limit = Annotated[int | None, typer.Option(min=0, metavar="N", help="at most so many")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="on this date or later")]
_KINDS = "help, advice, referral, or any word"


def add(
    context: typer.Context,
    person: Person,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="what it was, or - to read it from stdin")],
    given: Way = None,
    kind: Annotated[str, typer.Option(metavar="KIND", help=_KINDS)] = "help",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """Note a favour that you did for somebody, or somebody for you.

    netcli exchange add ana-pires "proofread my talk" --received

    netcli exchange add ana-pires "the tax form" --given --kind advice --on 2026
    """
    from netcli.domain.exchange import ExchangeEdit

    session = Session.of(context)
    if given is None:
        raise UsageError("say --given (you helped) or --received (you were helped)", hint="netcli exchange add --help")
    words = session.stdin_text() if text == "-" else text
    new = ExchangeEdit(_direction(given), kind, words, session.day(on))
    with session.writer() as store:
        ref = session.person(store, person)
        with session.operation(store, dry_run=dry_run) as operation:
            number = _add(session, store, operation, ref, new)
    session.emit(Written(operation.did, operation.recorded, (ref,) if number else (), dry_run))


def _direction(given: bool | None) -> Direction | None:
    return None if given is None else Direction.GIVEN if given else Direction.RECEIVED


def _add(session: Session, store: Store, operation: Operation, ref: Ref, new: "ExchangeEdit") -> int | None:
    from netcli.domain.exchange import add_exchange, find_exchange

    number = add_exchange(store, ref, new, session.today)
    operation.did = f"noted {_told(find_exchange(store, number))}" if number else _ON_FILE
    return number


_ON_FILE = "nothing to do: that is on file already"


def _told(exchange: Exchange) -> str:
    way = "to" if exchange.direction == Direction.GIVEN else "from"
    return f"{exchange.kind} {exchange.direction} {way} {exchange.person.name}, {spelled(exchange.on)}"


def list_(
    context: typer.Context,
    query: Query = None,
    given: Way = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="only of this kind")] = None,
    since: Since = None,
    sort: Annotated[Literal["newest", "oldest", "person", "kind"], typer.Option(help="the order")] = "newest",
    limit: Limit = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List favours given and received, newest first: with one person, with those a query chooses, or all.

    netcli exchange list ana-pires

    netcli exchange list tag:board --received --since 2025 --json
    """
    from netcli.domain.exchange import ExchangeQuestion, list_exchanges

    session = Session.of(context)
    day = session.day(since) if since else None
    with session.reader() as store:
        people = whom(session, store, query)
        result = list_exchanges(store, ExchangeQuestion(people, _direction(given), kind, day, sort, limit))
    session.emit_list(result, Exchange, format, fields)
    _say_more(session, result.beyond, bool(result.exchanges))


def _say_more(session: Session, beyond: int, any_found: bool) -> None:
    if beyond:
        session.say(f"{beyond:,} more after these (--limit)")
    elif not any_found:
        session.say("None. netcli exchange add PERSON TEXT --given|--received notes a favour.")


def edit(
    context: typer.Context,
    number: Number,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="what it was")] = None,
    given: Way = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help=_KINDS)] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="when it was")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="it never was: delete it")] = False,
    dry_run: DryRun = False,
) -> None:
    """Change a favour, or delete it.

    netcli exchange edit 1 --kind advice --on 2026-01

    netcli exchange edit 1 --remove --dry-run
    """
    from netcli.domain.exchange import ExchangeEdit

    session = Session.of(context)
    typed = ExchangeEdit(_direction(given), kind, text, session.day_of_edit(on))
    if remove == (typed != ExchangeEdit()):
        raise UsageError("say what to change, or --remove", hint="netcli exchange edit --help")
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        people = _edit(session, store, operation, number, None if remove else typed)
    session.emit(Written(operation.did, operation.recorded, people, dry_run))


def _edit(
    session: Session, store: Store, operation: Operation, number: int, typed: "ExchangeEdit | None"
) -> tuple[Ref, ...]:
    """Change or delete an exchange; return whose it is, nobody if nothing was different."""
    from netcli.domain.exchange import edit_exchange, find_exchange, remove_exchange

    before = find_exchange(store, number)
    if typed is None:
        remove_exchange(store, before)
        operation.did = f"deleted exchange {number}: {_told(before)}"
        return (before.person,)
    now = edit_exchange(store, before, typed, session.today)
    operation.did = f"changed exchange {number}: {_told(now)}" if now != before else _ON_FILE
    return (now.person,) if now != before else ()


def balance(
    context: typer.Context,
    query: Query = None,
    owing: Annotated[bool, typer.Option("--owing", help="only those from whom you took more than you gave")] = False,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="add up from this date on")] = None,
    sort: Annotated[
        Literal["balance", "given", "taken", "exchanges", "last", "name"],
        typer.Option(metavar="ORDER", help="balance, given, taken, exchanges, last or name"),
    ] = "balance",
    limit: Limit = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
    as_of: AsOf = None,
) -> None:
    """Tell what you gave and took, by person: introductions 3, recommendations 2, help 1, asked in vain -1.

    netcli balance

    netcli balance ana-pires
    """
    from netcli.domain.balance import BalanceQuestion, list_balances

    session = Session.of(context)
    with session.reader() as store:
        question = BalanceQuestion(
            session.as_of(as_of), whom(session, store, query), session.day(since) if since else None, owing, sort, limit
        )
        result = list_balances(store, question)
    session.emit_list(result, BalanceRow, format, fields)
    _say_more(session, result.beyond, bool(result.balances))
    _warn(session, [row for row in result.balances if row.overdrawn])


def _warn(session: Session, rows: list[BalanceRow]) -> None:
    """Say from whom much was taken within a year and to whom nothing was given."""
    if rows:
        people = names_of([Ref(row.id, row.handle, row.name) for row in rows])
        session.say(f"(!) Taken 3 or more within a year, given nothing: {people}. What could you do for them?")
