"""Saved searches: queries with a name that know who came and who went."""

from typing import Annotated, Literal

import typer

from netcli import output
from netcli.commands._arguments import FORMATS, DryRun, Fields, query_parts
from netcli.commands._session import Session
from netcli.errors import UsageError
from netcli.results import Written
from netcli.results_order import SearchRow, SearchRun, SearchRunList
from netcli.storage import Operation, Store
from netcli.text import counted


def names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the names of searches that begin so, with their words; nothing without a file."""
    from netcli.domain.search import SearchQuestion, list_searches

    session = Session.of(context)
    if not session.path.exists():
        return []
    with session.reader() as store:
        rows = list_searches(store, SearchQuestion()).searches
    return [(row.handle, row.query) for row in rows if row.handle.startswith(incomplete) and row.handle.isascii()]


def save(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="what to call it")],
    query: Annotated[
        list[str], typer.Argument(metavar="QUERY...", help="whom: netcli help query", autocompletion=query_parts)
    ],
    everybody: Annotated[bool, typer.Option("--all", help="also people known only through others")] = False,
    dry_run: DryRun = False,
) -> None:
    """Save a query under a name, with the people it finds now. The same name again changes its query.

    netcli search save at-helix org:helix level:3..

    netcli search save lost last:1y+ --dry-run
    """
    from netcli.domain.query import written
    from netcli.domain.search import save_search

    session = Session.of(context)
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        row, new = save_search(store, name, written(query), session.today, wide=everybody)
        operation.did = f"saved the search {row.name}: {row.query}, {_people(row.people)}" if new else _ON_FILE
    session.emit(Written(operation.did, operation.recorded, (), dry_run))
    if new and not dry_run:
        session.say(f"Who came and who went since: netcli search run {row.handle}")


_ON_FILE = "nothing to do: that is on file already"


def _people(count: int) -> str:
    return counted(count, "person", "people")


def run(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="which ones; or --all", autocompletion=names)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="all searches")] = False,
    dry_run: DryRun = False,
) -> None:
    """Tell who entered and who left a search since it was run last, and note it. Nobody: nothing is printed.

    netcli search run at-helix --dry-run

    netcli search run --all
    """
    session = Session.of(context)
    if bool(names) == every:
        raise UsageError("name searches, or --all", hint="netcli search list")
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        runs = _run(session, store, operation, names, dry_run=dry_run)
    session.emit(SearchRunList(tuple(runs)))
    _say_nothing_new(session, runs)


def _run(
    session: Session, store: Store, operation: Operation, names: list[str] | None, *, dry_run: bool
) -> list[SearchRun]:
    from netcli.domain.search import SearchQuestion, find_search, list_searches, run_search

    wanted = [find_search(store, name) for name in names or ()] or list_searches(store, SearchQuestion()).searches
    unique = {search.id: search for search in wanted}.values()
    runs = [run_search(store, search, session.today)._replace(dry_run=dry_run) for search in unique]
    news = [f"{run.name} +{len(run.entered)} -{len(run.left)}" for run in runs if run.entered or run.left]
    operation.did = f"noted who came and went: {', '.join(news)}"
    return runs


def _say_nothing_new(session: Session, runs: list[SearchRun]) -> None:
    """Say on a terminal that nothing came of it; cron shall stay quiet."""
    if not runs:
        session.say("No searches: netcli search save NAME QUERY saves one.")
    elif output.is_watched() and not any(run.entered or run.left for run in runs):
        session.say(f"Nobody came or went: {', '.join(f'{run.name} {_people(run.people)}' for run in runs)}")


def list_(
    context: typer.Context,
    word: Annotated[str | None, typer.Argument(metavar="[WORD]", help="in the name or the query")] = None,
    sort: Annotated[Literal["name", "people", "noted"], typer.Option(help="the order")] = "name",
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="at most so many")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List saved searches with their words, and how many people each had when it was run last.

    netcli search list

    netcli search list --sort people --json
    """
    from netcli.domain.search import SearchQuestion, list_searches

    session = Session.of(context)
    with session.reader() as store:
        result = list_searches(store, SearchQuestion(word, sort, limit))
    session.emit_list(result, SearchRow, format, fields)
    if result.beyond:
        session.say(f"{result.beyond:,} more after these (--limit)")
    elif not result.searches:
        session.say("None. netcli search save NAME QUERY saves one.")


def remove(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="which ones", autocompletion=names)],
    dry_run: DryRun = False,
) -> None:
    """Delete saved searches; the people stay on file.

    netcli search remove at-helix --dry-run

    netcli search remove at-helix
    """
    from netcli.domain.search import find_search, remove_searches

    session = Session.of(context)
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        gone = [find_search(store, name) for name in names]
        remove_searches(store, gone)
        operation.did = f"deleted the search {', '.join(search.name for search in gone)}"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))
