"""Exporting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netcli import output
from netcli.commands._arguments import Person
from netcli.commands._session import Session
from netcli.errors import UsageError

To = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="write to this file, not to stdout")]
Force = Annotated[bool, typer.Option("--force", help="replace a file or follow a link")]


def json_(
    context: typer.Context,
    to: To = None,
    force: Force = False,
) -> None:
    """Write everything in the file as one JSON object. netcli import reads it back into a new file.

    netcli export json -o netcli.json

    netcli export json | gzip > netcli.json.gz
    """
    from netcli.exporting.file import write_file
    from netcli.exporting.json import export_all

    session = Session.of(context)
    with session.reader() as store:
        text = output.to_json(export_all(store)) + "\n"
    if to is None:
        output.write(text)
        return
    write_file(to, text, force=force)
    session.say(f"Wrote {to}")


def photo(
    context: typer.Context,
    person: Person,
    to: To = None,
    force: Force = False,
) -> None:
    """Write a person's photo as it was given; with --json only say what it is.

    netcli export photo ana-pires -o ana.jpg

    netcli export photo ana-pires > ana.jpg
    """
    from netcli.domain.photo import file_ending, load_photo
    from netcli.exporting.file import write_file

    session = Session.of(context)
    with session.reader() as store:
        ref = session.person(store, person)
        picture, data = load_photo(store, ref)
    if to is not None:
        write_file(to, data, force=force)
        session.say(f"Wrote {to}")
    elif session.settings.json:
        session.emit(picture)
    else:
        _refuse_terminal(ref.handle, file_ending(picture))
        output.write_bytes(data)


def _refuse_terminal(handle: str, ending: str) -> None:
    if output.is_watched():
        raise UsageError("a terminal shows no picture", hint=f"netcli export photo {handle} -o {handle}.{ending}")
