"""What imports of mail and of calendars share: a source for each owner, what was wished before, the reading's row."""

from __future__ import annotations

import json
from collections.abc import Sequence

from netcli.domain.ref import my_id
from netcli.domain.source import ready_source
from netcli.importing.files import FileSeen, are_same, as_json, last_files
from netcli.importing.plan import choose_source
from netcli.model_import import CreatePeople
from netcli.results import Ref
from netcli.shape import NamedTuple
from netcli.storage import Store, read_json


class Wish(NamedTuple):
    """How to import: as which source, whose it is if not mine, whom to add, whether to keep titles of events.

    None is as the last time.
    """

    source: str | None = None
    known_by: Ref | None = None
    create: CreatePeople | None = None
    titles: bool | None = None


def source_of(store: Store, form: str, usual: str, wish: Wish) -> tuple[int | None, str]:
    """Return (id, name) of the source: as named, else the usual one of this owner."""
    whose = f"-{wish.known_by.handle}" if wish.known_by and wish.known_by.id != my_id(store) else ""
    named = wish.source
    if named is None and store.value("SELECT 1 FROM source WHERE name = ? AND format = ?", (usual + whose, form)):
        named = usual + whose
    return choose_source(store, form, named, usual + whose, set())


class OwnedReading:
    """One reading: of whom it is, what is wished, and its row, which is written when there is something to tell."""

    def __init__(self, store: Store, form: str, usual: str, wish: Wish, seen: Sequence[FileSeen]) -> None:
        self._store, self._form, self._seen = store, form, seen
        self.source, self.source_name = source_of(store, form, usual, wish)
        self.owner = wish.known_by.id if wish.known_by else my_id(store)
        before = read_json(store.value(_LAST, (self.source,)) or "{}")
        self.create = wish.create or CreatePeople(before.get("create_people") or CreatePeople.CORRESPONDENTS)
        self.titles = bool(before.get("titles")) if wish.titles is None else wish.titles
        self.is_news = not are_same(seen, last_files(store, self.source))
        self.number: int | None = None

    def begin(self, at: str) -> tuple[int, int]:
        """Return (source, number of the reading); both are written on first use."""
        if self.number is None:
            knower = self.owner if self.owner != my_id(self._store) else None
            self.source = ready_source(self._store, self.source, self.source_name, self._form, known_by=knower)
            self.number = self._store.insert(
                "import_run", source_id=self.source, at=at, files=as_json(self._seen), counts="{}"
            )
        return self.source or 0, self.number

    def end(self, **counts: int) -> None:
        """Keep with the reading how much it brought, and what was wished, for the next one."""
        if self.number is not None:
            wished = {"create_people": self.create} | ({"titles": True} if self.titles else {})
            self._store.update("import_run", self.number, counts=json.dumps(counts | wished))


_LAST = "SELECT counts FROM import_run WHERE source_id = ? ORDER BY id DESC LIMIT 1"
