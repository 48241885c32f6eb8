"""A sheet of people for a friend to tick in a spreadsheet: whom does he or she know, and how well?"""

from __future__ import annotations

from collections.abc import Iterable

from netcli.storage import Row, Store
from netcli.text import csv_cell, one_line, safe

HEADING = ("name", "organisation", "knows (1-5)", "key")


def sheet(store: Store, people: Iterable[Row]) -> str:
    """Return people, listed with id, name and org, as CSV in their order; the key is what finds them again.

    Lines end with a line feed alone: every spreadsheet takes that, and so does a terminal.
    """
    import csv
    import io

    uids = dict(map(tuple, store.rows("SELECT id, uid FROM person")))
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(HEADING)
    for row in people:
        writer.writerow(
            [csv_cell(safe(one_line(cell))) for cell in (row["name"], row["org"] or "", "", uids[row["id"]])]
        )
    return page.getvalue()
