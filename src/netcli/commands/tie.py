"""Ties: stating who knows whom, taking it back, listing it."""

from shlex import quote
from typing import Annotated, Literal

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, On, Others, Person, handles
from netcli.commands._session import Session
from netcli.dates import spelled
from netcli.errors import NotFoundError, UsageError
from netcli.model_tie import Level, Statement, read_level
from netcli.results import Ref, Written
from netcli.results_tie import TieRow
from netcli.shape import NamedTuple
from netcli.storage import Store

_MANY = 10


class _Wanted(NamedTuple):
    """Whom to tie to the first person: people named, or chosen by a query; who told so; whether to add the unknown."""

    others: tuple[str, ...]
    where: str | None
    heard_from: str | None
    add: bool
    dry_run: bool


def link(
    context: typer.Context,
    person: Person,
    others: Annotated[
        list[str] | None,
        typer.Argument(metavar="OTHER...", help="whom he or she knows; - reads one a line", autocompletion=handles),
    ] = None,
    level: Annotated[
        str, typer.Option(metavar="LEVEL", help="1 met, 2 acquaintance, 3 knows me, 4 good contact, 5 close")
    ] = "3",
    no: Annotated[bool, typer.Option("--no", help="they do not know each other")] = False,
    one_way: Annotated[bool, typer.Option("--one-way", help="only the first knows the others")] = False,
    kind: Annotated[Literal["family"] | None, typer.Option(help="family: does not fade")] = None,
    heard_from: Annotated[
        str | None, typer.Option(metavar="PERSON", help="who told you", autocompletion=handles)
    ] = None,
    where: Annotated[str | None, typer.Option(metavar="QUERY", help="all your contacts that a query chooses")] = None,
    add: Annotated[bool, typer.Option("--add", help="add the others who are not on file")] = False,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="how they know each other")] = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """State that one person knows others, and how well.

    netcli link ana-pires dana-okafor "Bo Lind" --level close --on 2024

    netcli link me --where tag:board --level 2
    """
    session = Session.of(context)
    strength = Level.NOT if no else read_level(level)
    like = Statement(0, 0, strength, session.day(on), not one_way, kind is not None, note=note or None)
    written = _link(session, person, _Wanted(tuple(others or ()), where, heard_from, add, dry_run), like)
    session.emit(written)
    _say_ways(session, written)


def _say_ways(session: Session, written: Written) -> None:
    """Name the question that a new tie of somebody to meet may have answered."""
    if not written.operation:
        return
    from netcli.domain.to_meet import among_to_meet

    with session.reader() as store:
        to_meet = among_to_meet(store, [ref.id for ref in written.people])
    if len(to_meet) == 1:
        session.say(f"The way there now: netcli intro-path {to_meet[0]}")


def _link(session: Session, person: str, wanted: _Wanted, like: Statement) -> Written:
    from netcli.domain.linking import add_unknown, refuse_oneself
    from netcli.domain.tie import state_all

    if not wanted.others and wanted.where is None:
        raise UsageError("link needs others", hint=f"netcli link {quote(person)} OTHER, or --where QUERY")
    with session.writer() as store:
        hub = session.person(store, person)
        known, unknown = _named(session, store, wanted)
        refuse_oneself(hub, known)
        known += [ref for ref in _chosen(session, store, wanted) if ref.id not in {hub.id, *(k.id for k in known)}]
        teller = session.person(store, wanted.heard_from).id if wanted.heard_from else None
        if wanted.where is not None and len(known) > _MANY and not wanted.dry_run:
            session.confirm(f"State of {hub.name} and {len(known):,} people: {Level(like.level).words}?")
        with session.operation(store, dry_run=wanted.dry_run) as operation:
            added = add_unknown(store, unknown, on=session.today.isoformat())
            new = state_all(store, hub, [*known, *added], like._replace(heard_from=teller))
            operation.did = _told(hub, new, added, like)
    return Written(operation.did, operation.recorded, (hub, *new) if new else (), wanted.dry_run)


def _named(session: Session, store: Store, wanted: _Wanted) -> tuple[list[Ref], list[str]]:
    """Return the people the others name, each once, and the texts that name nobody, which --add makes people of."""
    from netcli.domain.linking import refuse_unknown, ways_to_say

    texts = [line for text in wanted.others for line in (session.stdin_lines() if text == "-" else [text])]
    found: dict[int, Ref] = {}
    unknown: dict[str, NotFoundError] = {}
    for text in texts:
        try:
            ref = _first_of(session, store, ways_to_say(text))
        except NotFoundError as error:
            unknown[text] = error
            continue
        if found.setdefault(ref.id, ref) is not ref:
            session.say(f"{ref.name} is named more than once; once is enough.")
    if not wanted.add:
        refuse_unknown(list(unknown.values()), list(unknown))
    return list(found.values()), list(unknown)


def _first_of(session: Session, store: Store, texts: list[str]) -> Ref:
    """Return whom the first of several texts names that names anybody."""
    for text in texts[:-1]:
        try:
            return session.person(store, text)
        except NotFoundError:
            continue
    return session.person(store, texts[-1])


def _chosen(session: Session, store: Store, wanted: _Wanted) -> tuple[Ref, ...]:
    """Return my contacts that the query of --where chooses, by name."""
    from netcli.domain.listing import ListQuestion, chosen
    from netcli.domain.query import Query

    if wanted.where is None:
        return ()
    rows, hidden = chosen(store, ListQuestion(Query([wanted.where]), session.today))
    if hidden:
        session.say(f"{hidden:,} more are known only through others and left out; name them, or use link PERSON -")
    return tuple(Ref(row["id"], row["handle"], row["name"]) for row in rows)


def _told(hub: Ref, new: list[Ref], added: list[Ref], like: Statement) -> str:
    from netcli.domain.linking import listed

    if not new:
        return "nothing to do: that is on file already"
    level = f" ({like.level}/5)" if like.level else ""
    made = f"; added {listed(added)}" if added else ""
    return f"{hub.name} - {listed(new)}: {Level(like.level).words}{level}, as of {spelled(like.on)}{made}"


def unlink(
    context: typer.Context,
    person: Person,
    others: Others,
    dry_run: DryRun = False,
) -> None:
    """Take back all that was stated about one person and others. What address books imply stays.

    netcli unlink ana-pires dana-okafor

    netcli unlink me bo-lind dana-okafor --dry-run
    """
    from netcli.domain.linking import listed, refuse_oneself, still_tied, take_back

    session = Session.of(context)
    with session.writer() as store:
        hub, rest = session.person(store, person), session.people(store, others)
        refuse_oneself(hub, rest)
        with session.operation(store, dry_run=dry_run) as operation:
            gone = take_back(store, hub, rest)
            operation.did = f"unlinked {hub.name} - {listed(gone)}" if gone else "nothing to do: nothing was stated"
        staying = still_tied(store, hub, rest)
    session.emit(Written(operation.did, operation.recorded, (hub, *gone) if gone else (), dry_run))
    if staying:
        session.say(f"What books and contacts imply stays ({listed(staying)}); netcli link {hub.handle} "
                    f"{staying[0].handle} --no says that they do not know each other.")  # fmt: skip


def ties(
    context: typer.Context,
    person: Annotated[
        str, typer.Argument(metavar="[PERSON]", help="whose; yours if not given", autocompletion=handles,
                            show_default=False)
    ] = "me",
    stated: Annotated[bool, typer.Option("--stated", help="only those that somebody stated")] = False,
    sort: Annotated[Literal["level", "name", "date"], typer.Option(help="the order")] = "level",
    limit: Annotated[int | None, typer.Option(min=0, help="at most so many")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:  # fmt: skip
    """List a person's ties, or yours: to whom, how well, since when, and what says so.

    netcli ties ana-pires

    netcli ties --stated --sort date --json
    """
    from netcli.domain.tie_list import TiesQuestion, list_ties

    session = Session.of(context)
    with session.reader() as store:
        question = TiesQuestion(session.person(store, person), stated, sort, limit)
        result = list_ties(store, question)
    session.emit_list(result, TieRow, format, fields)
    if result.beyond:
        session.say(f"{result.beyond:,} more after these (--limit)")
    if not result.ties and not result.beyond:
        whose = "me" if person == "me" else result.person.handle
        session.say(f"None. netcli link {quote(whose)} OTHER --level 1-5 says whom {result.person.name} knows.")
