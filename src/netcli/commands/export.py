"""Exporting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netcli import output
from netcli.commands._session import Session


def json_(
    context: typer.Context,
    to: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="write to this file, not to stdout")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="replace a file or follow a link")] = False,
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
