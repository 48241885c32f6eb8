"""People as lines of JSON, one object a person, of the shape that `export json` has in its list of people."""

from __future__ import annotations

import json
from collections.abc import Iterator

from netcli.exporting.people import Wanted, batches
from netcli.exporting.sharing import SHARED
from netcli.results import plain
from netcli.storage import Store


def lines(store: Store, wanted: Wanted) -> Iterator[bytes]:
    """Yield a line for each of the people wanted, a batch at a time; for sharing only the keys that are shared."""
    for people in batches(store, wanted):
        objects = (
            plain({name: getattr(person, name) for name in SHARED} if wanted.sharing else person) for person in people
        )
        yield "".join(_line(found) for found in objects).encode()


def _line(found: object) -> str:
    return json.dumps(found).replace("\x7f", "\\u007f") + "\n"
