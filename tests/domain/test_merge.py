"""Two records made one in a file: what each of them alone knew stays known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netcli.domain.merge import merge_people
from netcli.domain.person import add_person, named, refs
from netcli.storage import Store, Value, open_writer

AT = "2026-03-02T00:00:00Z"
ONE, TWIN = 1, 2


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A file with two records of Ana, one of Bo, an organisation and a source."""
    with open_writer(tmp_path / "t.db") as store:
        with store.operation("add", at=AT):
            for name in ("Ana Pires", "A. Pires", "Bo Lind"):
                add_person(store, named(name), seen_on=None)
            store.insert("org", name="Helix", key="helix")
            store.insert("source", name="mail", format="mbox")
        yield store


def merge(store: Store) -> None:
    """Make the two records one."""
    with store.operation("merge", at=AT):
        merge_people(store, *refs(store, [ONE, TWIN]))


def jobs(store: Store) -> list[tuple[Value, ...]]:
    """Return the positions: whose, team, site, and whether he is there."""
    return [tuple(row) for row in store.rows("SELECT person_id, team, site, is_current FROM position ORDER BY id")]


@pytest.mark.parametrize("first", [ONE, TWIN])
def test_a_position_that_both_have_keeps_what_either_knew(store: Store, first: int) -> None:
    """Team from one record, site and that she is there from the other: one position with all three."""
    with store.operation("add", at=AT):
        for person, more in ((first, {"team": "Data"}), (3 - first, {"site": "Lyon", "is_current": 1})):
            store.insert("position", person_id=person, org_id=1, title="Head", start_on="2020", **more)

    merge(store)

    assert jobs(store) == [(ONE, "Data", "Lyon", 1)]


def test_positions_in_two_teams_are_two(store: Store) -> None:
    """The same title from the same day on in two teams says two things, and a site is not carried over."""
    with store.operation("add", at=AT):
        for person, team, site in ((ONE, "Data", None), (TWIN, "Sales", "Lyon")):
            store.insert("position", person_id=person, org_id=1, title="Head", start_on="2020", team=team, site=site)

    merge(store)

    assert jobs(store) == [(ONE, "Data", None, 0), (ONE, "Sales", "Lyon", 0)]
