"""A curriculum vitae, to read or for other tools."""

from typing import Annotated, Literal

import typer

from netcli import output
from netcli.commands._arguments import Force, To, Whose
from netcli.commands._export_people import put
from netcli.commands._session import Session
from netcli.output import Format


def cv(
    context: typer.Context,
    person: Whose = "me",
    format: Annotated[
        Literal["text", "md", "json"], typer.Option(metavar="FORMAT", help="text of 80 columns, md or json")
    ] = "text",
) -> None:
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
    _say_what_is_missing(session, ref.handle, known=bool(result.experience or result.education))


def json_resume(
    context: typer.Context,
    person: Whose = "me",
    to: To = None,
    force: Force = False,
) -> None:
    """Write a curriculum vitae as JSON Resume: what cv prints, for the tools that lay it out.

    netcli export json-resume -o resume.json

    netcli export json-resume ana-pires
    """
    from netcli.domain.cv import shown_recommendations
    from netcli.domain.person import load_person
    from netcli.exporting.json_resume import as_text, kept_sections, resume_of

    session = Session.of(context)
    with session.reader() as store:
        ref = session.person(store, person)
        said, kept = shown_recommendations(store, ref), kept_sections(store, ref.id)
        resume = resume_of(load_person(store, ref.id), said, kept)
    put(session, as_text(resume), to, force=force)
    _say_what_is_missing(session, ref.handle, known="work" in resume or "education" in resume)


def _say_what_is_missing(session: Session, handle: str, *, known: bool) -> None:
    if not known:
        session.say(f"No job, no studies: netcli position add {handle} --org ORG --title TITLE --from 2020")
