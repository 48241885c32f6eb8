"""The people of an export, a few hundred at a time: neither memory nor a lock grows with the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from netcli.domain.person import load_people
from netcli.exporting.sharing import Domains, domains, for_sharing
from netcli.results import Person
from netcli.shape import NamedTuple
from netcli.storage import Store

_BATCH = 500


class Wanted(NamedTuple):
    """Which people to export, by id in their order; `is_all` if they are all there are in the scope."""

    people: Sequence[int]
    is_all: bool = False
    sharing: bool = False
    progress: Callable[[int, int], None] = lambda done, of_all: None


def batches(store: Store, wanted: Wanted) -> Iterator[list[Person]]:
    """Yield the people of an export in their order, a batch as it is at one moment.

    Between two batches the file is free: somebody who was removed meanwhile is left out.
    """
    known = domains(store) if wanted.sharing else {}
    for at in range(0, len(wanted.people), _BATCH):
        yield _batch(store, wanted.people[at : at + _BATCH], known if wanted.sharing else None)
        wanted.progress(min(at + _BATCH, len(wanted.people)), len(wanted.people))


def _batch(store: Store, people: Sequence[int], known: Domains | None) -> list[Person]:
    with store.one_view():
        marks = ", ".join("?" * len(people))
        there = set(store.column(f"SELECT id FROM person WHERE id IN ({marks}) AND removed_on IS NULL", people))
        found = load_people(store, [person for person in people if person in there])
    return [for_sharing(person, known) if known is not None else person for person in found]
