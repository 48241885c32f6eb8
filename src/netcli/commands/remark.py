"""Remarks: my own dated words on people."""

from typing import Annotated

import typer

from netcli.commands._arguments import Person
from netcli.commands._session import Session
from netcli.dates import spelled
from netcli.results import Written


def note(
    context: typer.Context,
    person: Person,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="your words, or - to read them from stdin")],
    on: Annotated[str | None, typer.Option(metavar="DATE", help="the date it belongs to; today if not given")] = None,
) -> None:
    """Write a dated remark on a person. It stays private: no export for others holds it.

    netcli note ana-pires "prefers to be called after ten"

    netcli note ana-pires "moved to Porto" --on 2026-03
    """
    from netcli.domain.remark import add_remark

    session = Session.of(context)
    words = session.stdin_text() if text == "-" else text
    with session.writer() as store:
        ref = session.person(store, person)
        with session.operation(store) as operation:
            day = session.day(on)
            add_remark(store, ref.id, words, on=day)
            operation.did = f"noted on {ref.name}, {spelled(day)}"
    session.emit(Written(operation.did, operation.recorded, (ref,)))
