"""Who of a source's people is in a file, decided before anything is written."""

from __future__ import annotations

from collections.abc import Mapping

from netcli.importing.draft import ASIDE
from netcli.shape import NamedTuple
from netcli.storage import Row, Store


class Presence(NamedTuple):
    """Who of a source's people is in a file: `known` had ever been, None before the first reading, `there` were last.

    `gone` and `back` are people; the other two are rows of `source_record` to mark and to clear. `missing` counts
    people who would be gone, were it sure that the file holds everybody.
    """

    known: frozenset[int] | None = None
    there: int = 0
    gone: tuple[int, ...] = ()
    back: tuple[int, ...] = ()
    gone_records: tuple[int, ...] = ()
    back_records: tuple[int, ...] = ()
    missing: int = 0

    @property
    def is_news(self) -> bool:
        """Whether somebody is gone or back."""
        return bool(self.gone_records or self.back_records or self.back)


#: Nobody is gone, back or new: a first reading.
NOBODY = Presence()


class Coverage(NamedTuple):
    """How much of a source a file covers: everybody (`declared`), as it looks (`named`); and whether it is damaged.

    A file imported under the name of its source (`--source`) holds everybody if at least half of those are in it whom
    the source had: with fewer it is a part. One with parts that could not be used tells nothing of who is missing.
    """

    declared: bool = False
    named: bool = False
    damaged: bool = False
    none: bool = False

    def is_all(self, had: int, here: int) -> bool:
        """Tell whether somebody who is missing from the file is gone."""
        return not self.none and (self.declared or (self.named and here * 2 >= had)) and not self.damaged


#: A file that is no list of people at all: nobody is missing from it.
NO_LIST = Coverage(none=True)


def find_presence(store: Store, source: int | None, present: Mapping[str, int | None], coverage: Coverage) -> Presence:
    """Return who is gone from a source, and who is back, given the keys in a file and whose they are.

    Somebody is gone when none of his records is in the file; a record that was given another key is not, nor is one
    that the source has beside its list.
    """
    rows = store.rows(_RECORDS, (source,)) if source is not None else []
    if not rows:
        return NOBODY
    known = frozenset(row["person_id"] for row in rows)
    rows = [row for row in rows if not (row["key"].startswith(ASIDE) or row["is_beside"])]
    by_person: dict[int, list[Row]] = {}
    for row in rows:
        by_person.setdefault(row["person_id"], []).append(row)
    here: set[int | None] = {row["person_id"] for row in rows if row["key"] in present} | set(present.values())
    seen = {person for person, of_him in by_person.items() if any(row["gone_on"] is None for row in of_him)}
    removed = {row["person_id"] for row in rows if row["removed_on"]}
    left, back = seen - here - removed, here - seen - removed
    missing = [person for person in by_person if person in left]
    counts = coverage.is_all(len(seen), len(seen & here))
    return Presence(
        known, len(seen - removed),
        tuple(missing) if counts else (),
        tuple(person for person in by_person if person in back),
        tuple(row["id"] for row in rows if counts and row["key"] not in present and row["gone_on"] is None),
        tuple(row["id"] for row in rows if row["key"] in present and row["gone_on"] is not None),
        0 if counts or coverage.none or not coverage.declared else len(missing),
    )  # fmt: skip


_RECORDS = """
SELECT source_record.id, key, person_id, gone_on, removed_on, json_extract(facts, '$.beside') AS is_beside
FROM source_record JOIN person ON person.id = person_id WHERE source_id = ? ORDER BY source_record.id"""
