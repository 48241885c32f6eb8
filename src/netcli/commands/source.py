"""Sources: where facts come from, and where newer files of them are found."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from netcli.commands._arguments import FORMATS, DryRun, Fields, handles
from netcli.commands._session import Session
from netcli.dates import read_age
from netcli.errors import UsageError
from netcli.results import Written
from netcli.results_source import SourceRow


def source_names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the names of sources that begin so, with their format; nothing without a file."""
    session = Session.of(context)
    if not session.path.exists():
        return []
    from netcli.domain.source import complete_source

    with session.reader() as store:
        return complete_source(store, incomplete)


Source = Annotated[str, typer.Argument(metavar="SOURCE", help="its name", autocompletion=source_names)]


def add(
    context: typer.Context,
    source: Source,
    pattern: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATTERN]", help="newer files, in quotes: '~/Downloads/*.vcf'; '': none"),
    ] = None,
    whole: Annotated[
        bool | None, typer.Option("--whole/--part", help="each file holds everybody: who is missing is gone")
    ] = None,
    max_age: Annotated[
        str | None, typer.Option(metavar="AGE", help="past its age after 90d, 6m, 1y; LinkedIn 180d")
    ] = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help="vcard, linkedin, ties; else recognised")] = None,
    known_by: Annotated[
        str | None, typer.Option(metavar="PERSON", help="whose book it is, if not yours", autocompletion=handles)
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Say where newer files of a source are found; of a source that exists, change that.

    netcli source add linkedin '~/Downloads/*Connections*.csv' --max-age 180d

    netcli source add phone '~/Phone/*.vcf' --whole
    """
    from netcli.domain.source import SourceEdit, read_source_name, set_source

    session, name = Session.of(context), read_source_name(source)
    where = _pattern(pattern or [])
    age = _days(max_age, session.today) if max_age else None
    with session.writer() as store:
        knower = session.person(store, known_by) if known_by else None
        edit = SourceEdit(where, _format(format, where), whole, age, knower)
        with session.operation(store, dry_run=dry_run) as operation:
            is_new, changes = set_source(store, name, edit)
            operation.did = _told(name, changes, is_new=is_new)
    session.emit(Written(operation.did, operation.recorded, (), dry_run))
    _say_what_next(session, name, where)


def _told(name: str, changes: tuple[str, ...], *, is_new: bool) -> str:
    if is_new:
        return f"new source {', '.join((name, *changes))}"
    return f"source {name}: {', '.join(changes)}" if changes else f"nothing to do: {name} is as it should be"


def _pattern(words: list[str]) -> str | None:
    """Return the pattern as it is kept: from the root or the home folder on, so that cron finds the same files."""
    if len(words) > 1:
        raise UsageError(
            f"your shell has put {len(words)} files in place of the pattern",
            hint="put it in quotes: netcli source add NAME '~/Downloads/*.vcf'",
        )
    text = words[0] if words else None
    return text if not text or text.startswith("~") else str(Path.cwd() / text)


def _days(text: str, today: date) -> int:
    days = (today - read_age(text, today)).days
    if days < 1:
        raise UsageError(f"--max-age {text} is no age", hint="write 90d, 6m or 1y")
    return days


def _format(named: str | None, pattern: str | None) -> str | None:
    """Return the format that was named, or that of the newest file of the pattern, if there is one by now."""
    from netcli.importing.calendar_reading import ICS, calendars_among
    from netcli.importing.files import newest
    from netcli.importing.formats import FORMATS as KNOWN
    from netcli.importing.formats import recognise
    from netcli.importing.mail_reading import MAIL, mail_among

    if named and named not in {form.name for form in KNOWN}:
        raise UsageError(f"no format {named}", hint=f"--format takes {', '.join(form.name for form in KNOWN)}")
    file = newest(pattern) if pattern and not named else None
    for known, is_among in ((ICS, calendars_among), (MAIL, mail_among)):
        if file and is_among([file]):
            return known
    form = recognise(file.read_bytes()) if file and file.is_file() else None
    return named or (form.name if form else None)


def _say_what_next(session: Session, name: str, pattern: str | None) -> None:
    from shlex import quote

    from netcli.importing.files import at_home, newest

    if not pattern:
        return
    file = newest(pattern)
    found = f"The newest file is {file}" if file else "No file is there yet"
    session.say(f"{found}: netcli refresh {quote(name)} reads it.")
    if file and file == at_home(pattern) and file.is_file():
        session.say("Only this one file is meant; with a * in the name, in quotes, the newest of several would be.")


def list_(
    context: typer.Context,
    word: Annotated[str | None, typer.Argument(metavar="[WORD]", help="in the name")] = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
    of: Annotated[str | None, typer.Option(metavar="FORMAT", help="only of this format: vcard, linkedin")] = None,
    past: Annotated[bool, typer.Option("--past", help="only those past their age")] = False,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="name, people, age or read")] = "name",
    limit: Annotated[int | None, typer.Option(min=0, help="at most so many")] = None,
    fields: Fields = None,
) -> None:
    """List sources: how many people each has, how old it is, and how much they overlap.

    netcli source list

    netcli source list --past --format '{name}: {last_read}'
    """
    from netcli.domain.source import SourceQuestion, how_to_get, list_sources

    session = Session.of(context)
    with session.reader() as store:
        result = list_sources(store, SourceQuestion(word, of, past, sort, limit), session.today)
    session.emit_list(result, SourceRow, format, fields)
    for row in result.sources:
        if row.past:
            session.say(
                f"{row.name} is past its age ({row.age_days} days). {how_to_get(row.name, row.format, row.pattern)}"
            )
    if result.beyond:
        session.say(f"{result.beyond:,} more after these (--limit)")
    elif not result.sources:
        session.say("None. netcli import FILE reads one, netcli source add NAME PATTERN says where its files are.")


def remove(context: typer.Context, source: Source, dry_run: DryRun = False) -> None:
    """Forget a source. What it said of people stays; how it said it, and what it changed, is forgotten.

    netcli source remove phone --dry-run

    netcli source remove phone
    """
    from netcli.domain.source import find_source, remove_source

    session = Session.of(context)
    with session.writer() as store:
        held = find_source(store, source)
        with session.operation(store, dry_run=dry_run) as operation:
            went = remove_source(store, held)
            counts = ", ".join(_counted(*pair) for pair in zip(went, went._fields, strict=True))
            operation.did = f"forgot the source {held['name']}: {counts}; what it said of people stays"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word.removesuffix('s') if count == 1 else word}"


def rename(
    context: typer.Context,
    source: Source,
    name: Annotated[str, typer.Argument(metavar="NAME", help="what it shall be called")],
    dry_run: DryRun = False,
) -> None:
    """Give a source another name.

    netcli source rename phone mobile --dry-run

    netcli source rename phone mobile
    """
    from netcli.domain.source import find_source, rename_source

    session = Session.of(context)
    with session.writer() as store:
        held = find_source(store, source)
        with session.operation(store, dry_run=dry_run) as operation:
            named = rename_source(store, held, name)
            operation.did = f"the source {held['name']} is called {named}"
            if named == held["name"]:
                operation.did = f"nothing to do: it is called {named} already"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))
