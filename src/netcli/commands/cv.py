"""A curriculum vitae."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from netcli import output
from netcli.commands._arguments import handles
from netcli.commands._session import Session
from netcli.output import Format
from netcli.results import Cv


def cv(
    context: typer.Context,
    person: Annotated[
        str, typer.Argument(metavar="[PERSON]", help="whose; yours if not given", autocompletion=handles,
                            show_default=False)
    ] = "me",
    format: Annotated[
        Literal["text", "md", "json"], typer.Option(metavar="FORMAT", help="text of 80 columns, md or json")
    ] = "text",
) -> None:  # fmt: skip
    """Print a curriculum vitae to read or to send: no remark, note, tag or tie is in it.

    netcli cv

    netcli cv ana-pires --format md
    """
    from netcli.domain.cv import curriculum
    from netcli.exporting.cv import as_markdown, as_text

    session = Session.of(context)
    with session.reader() as store:
        ref = session.person(store, person)
        result = curriculum(store, ref)
    if format == "json" or session.settings.json:
        session.emit(result, Format.JSON)
    else:
        output.write(as_markdown(result) if format == "md" else as_text(result))
    _say_what_is_missing(session, result, ref.handle)


def _say_what_is_missing(session: Session, result: Cv, handle: str) -> None:
    if not (result.experience or result.education):
        session.say(f"No job, no studies: netcli position add {handle} --org ORG --title TITLE --from 2020")
