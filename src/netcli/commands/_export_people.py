"""What exports share: whom a query chooses, written to stdout or to a file, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from netcli import output
from netcli.commands._session import Session
from netcli.domain.listing import ListQuestion, chosen
from netcli.domain.query import Query
from netcli.exporting.file import write_file
from netcli.exporting.people import Wanted
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import counted

Write = Callable[[Store, Wanted], Iterable[bytes]]
#: What tells spreadsheets that a file is UTF-8.
MARK = "\ufeff".encode()


class Asked(NamedTuple):
    """What was typed: whom to export, how much of them, and where to."""

    query: list[str] | None
    everybody: bool
    sharing: bool
    to: Path | None
    force: bool


def put(session: Session, text: str, to: Path | None, *, force: bool) -> None:
    """Write a text to stdout, or to a file, and say so."""
    if to is None:
        output.write(text)
        return
    write_file(to, text, force=force)
    session.say(f"Wrote {to}")


def export_people(session: Session, asked: Asked, write: Write, *, mark: bytes = b"") -> None:
    """Write the people asked for, in the order of lists; `mark` comes first in a file.

    Written part by part, so that a reader who has seen enough may leave and no lock is held meanwhile.
    """
    question = ListQuestion(Query(asked.query or []), session.today, everybody=asked.everybody)
    with session.reader() as store:
        rows, hidden = chosen(store, question)
        wanted = Wanted([row["id"] for row in rows], not asked.query, asked.sharing)
        if asked.to is None:
            for part in write(store, wanted):
                output.write_bytes(part)
        else:
            parts = write(store, wanted._replace(progress=session.progress("Writing")))
            write_file(asked.to, chain((mark,), parts), force=asked.force)
            session.say(f"Wrote {asked.to}: {counted(len(rows), 'person', 'people')}")
    if hidden:
        session.say(f"{hidden:,} more are known only through others (--all)")
    if not rows:
        session.say("Nobody is in it. netcli add NAME adds somebody; netcli help query explains how to ask.")
