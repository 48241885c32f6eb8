"""Importing tables of people: what --map says of their columns, and what is said of those that mean nothing."""

from __future__ import annotations

import shlex

from netcli.commands._session import Session
from netcli.importing.mapping import ColumnMap, parse_map, recall
from netcli.results_import import ImportReport

_AT_MOST = 4


def said_of_columns(session: Session, text: str | None, source: str | None) -> ColumnMap:
    """Return what --map says now, and what it said of earlier files of the source, or of any source."""
    given = {} if text is None else parse_map(text)
    if not session.path.exists():
        return ColumnMap(given)
    with session.reader() as store:
        return ColumnMap(given, recall(store, source))


def say_what_was_not_understood(session: Session, report: ImportReport) -> None:
    """Say on stderr which columns went to the notes, with the --map to type."""
    odd = [column for column in report.columns if column.role is None]
    if not odd:
        return
    names = ", ".join(column.column for column in odd[:_AT_MOST])
    more = f" and {len(odd) - _AT_MOST} more" if len(odd) > _AT_MOST else ""
    told = ",".join(f"{column.column}={column.near or '-'}" for column in odd[:2])
    command = f"netcli import {shlex.quote(report.files[0].path)} --map {shlex.quote(told)}"
    session.say(f"Kept in the notes: {names}{more}. To say what they are for (- leaves out): {command}")
