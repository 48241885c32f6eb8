"""Two records made one in a file: what each of them alone knew stays known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netcli.domain.merge import merge_people
from netcli.domain.operation import undo
from netcli.domain.person import add_person, named
from netcli.domain.ref import refs
from netcli.storage import Store, Value, open_writer

AT = "2026-03-02T00:00:00Z"
ONE, TWIN, OTHER = 1, 2, 3


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


def days(store: Store) -> list[tuple[Value, ...]]:
    """Return the counted contacts."""
    columns = "from_id, to_id, on_date, channel, count, source_id"
    return sorted(tuple(row) for row in store.rows(f"SELECT {columns} FROM contact_day"))


def jobs(store: Store) -> list[tuple[Value, ...]]:
    """Return the positions: whose, team, site, and whether he is there."""
    return [tuple(row) for row in store.rows("SELECT person_id, team, site, is_current FROM position ORDER BY id")]


def test_mail_with_one_person_on_one_day_is_added_up(store: Store) -> None:
    """To two addresses of Ana, 4 + 5 mails on one day from one source; from her 1; undo tells them apart again."""
    with store.operation("import", at=AT):
        for a, b, count in ((OTHER, ONE, 4), (OTHER, TWIN, 5), (TWIN, OTHER, 1), (ONE, TWIN, 7)):
            store.insert(
                "contact_day", from_id=a, to_id=b, on_date="2026-03-01", channel="mail", count=count, source_id=1
            )
    before = days(store)

    merge(store)
    assert days(store) == [(ONE, OTHER, "2026-03-01", "mail", 1, 1), (OTHER, ONE, "2026-03-01", "mail", 9, 1)]

    with store.operation("undo", at=AT) as operation:
        undo(store, operation)
    assert days(store) == before


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


def test_endorsements_and_recommendations_move(store: Store) -> None:
    """Of a skill that both have, each endorser counts once; nobody vouches for himself; undo tells them apart again."""
    with store.operation("add", at=AT):
        skills = [store.insert("skill", person_id=person, name="SQL", key="sql") for person in (ONE, TWIN, OTHER)]
        for skill, by in ((0, OTHER), (1, OTHER), (1, ONE), (2, TWIN)):
            store.insert("endorsement", skill_id=skills[skill], by_id=by)
        for author, subject in ((TWIN, OTHER), (OTHER, TWIN), (ONE, TWIN)):
            store.insert("recommendation", author_id=author, subject_id=subject, text="Good")
    before = vouched(store)

    merge(store)
    assert vouched(store) == ([(ONE, OTHER), (OTHER, ONE)], [(ONE, OTHER), (OTHER, ONE)])

    with store.operation("undo", at=AT) as operation:
        undo(store, operation)
    assert vouched(store) == before


def vouched(store: Store) -> tuple[list[tuple[Value, ...]], list[tuple[Value, ...]]]:
    """Return (by whom, for whom) of endorsements and of recommendations."""
    endorsed = "SELECT by_id, person_id FROM endorsement JOIN skill ON skill.id = skill_id"
    written = "SELECT author_id, subject_id FROM recommendation"
    one, other = (sorted(tuple(row) for row in store.rows(sql)) for sql in (endorsed, written))
    return one, other


def test_upkeep_and_opportunities_go_to_the_survivor(store: Store) -> None:
    """What is planned with the other is planned with the survivor; where only one may be, his own stays."""
    with store.operation("set", at=AT):
        store.insert("cadence", person_id=TWIN, every="2w", set_on="2026-01-01")
        for person, until in ((ONE, "2026-04-01"), (TWIN, "2026-05-01")):
            store.insert("snooze", person_id=person, until_on=until, on_date="2026-03-01")
            store.insert("reminder", person_id=person, text="call", on_date=until, first_on=until)
            store.insert("exchange", person_id=person, direction="given", kind="help", on_date="2026")
        store.insert("opportunity", title="CFO", kind="job", stage="lead")
        store.insert("opportunity_person", opportunity_id=1, person_id=TWIN, role="recruiter")
        store.insert("search", name="all", key="all", query="", run_on="2026-03-01")
        store.insert("search_member", search_id=1, person_id=TWIN, since_on="2026-03-01")

    merge(store)

    kept = {
        table: store.column(f"SELECT person_id FROM {table}")
        for table in ("cadence", "snooze", "reminder", "exchange", "opportunity_person", "search_member")
    }
    assert kept == {
        "cadence": [ONE], "snooze": [ONE], "reminder": [ONE, ONE], "exchange": [ONE],
        "opportunity_person": [ONE], "search_member": [ONE],
    }  # fmt: skip
    assert store.value("SELECT until_on FROM snooze") == "2026-04-01"


def test_what_is_kept_out_of_one_is_kept_out_of_the_survivor(store: Store) -> None:
    """A recommendation I deleted stays deleted for whoever its author or its subject is now."""
    with store.operation("set", at=AT):
        store.insert("kept_out", source_id=1, author_id=TWIN, subject_id=OTHER, text="Good")
        store.insert("kept_out", source_id=1, author_id=TWIN, subject_id=ONE, text="Myself")

    merge(store)

    assert [tuple(row) for row in store.rows("SELECT author_id, subject_id, text FROM kept_out")] == [
        (ONE, OTHER, "Good")
    ]


def test_what_either_record_alone_knew_is_known_of_the_one(store: Store) -> None:
    """How well a skill is, that she has died, a promise that is open; what both say is said once."""
    with store.operation("add", at=AT):
        for person, level in ((ONE, None), (TWIN, "expert")):
            store.insert("skill", person_id=person, kind="skill", name="SQL", key="sql", level=level)
            store.insert(
                "contact_point", person_id=person, kind="email", value=f"{person}@example.org",
                key=f"{person}@example.org", is_preferred=1,
            )  # fmt: skip
            store.insert(
                "recommendation", author_id=OTHER, subject_id=person, for_what="tax", state="given", on_date="2025"
            )
            tie = store.insert("tie", a=person, b=OTHER)
            store.insert("tie_evidence", tie_id=tie, kind="book", on_date="2025-01-05", source_id=1)
            store.insert("tie_statement", tie_id=tie, from_id=OTHER, level=4, on_date="2025-02-05")
        for person, done in ((ONE, "2026-01-05"), (TWIN, None)):
            store.insert(
                "reminder", person_id=person, text="call", on_date="2026-01-05", first_on="2026-01-05", done_on=done
            )
        store.update("person", TWIN, status="deceased")

    merge(store)

    assert store.column("SELECT level FROM skill") == ["expert"]
    assert store.column("SELECT status FROM person WHERE id = ?", (ONE,)) == ["deceased"]
    assert store.column("SELECT value FROM contact_point WHERE is_preferred") == ["1@example.org"]
    assert store.column("SELECT done_on FROM reminder ORDER BY id") == ["2026-01-05", None]
    for table in ("recommendation", "tie_evidence", "tie_statement"):
        assert store.value(f"SELECT count(*) FROM {table}") == 1, table


@pytest.mark.parametrize("wanted", [ONE, TWIN])
@pytest.mark.parametrize("is_contact", [False, True])
def test_somebody_to_meet_stays_so_unless_the_other_record_is_a_contact(
    store: Store, wanted: int, is_contact: bool
) -> None:
    """A record from a friend's book, of somebody I do not know, takes nobody off my list."""
    with store.operation("add", at=AT):
        store.update("person", OTHER, is_me=1)
        store.update("person", wanted, to_meet=1)
        if is_contact:
            tie = store.insert("tie", a=3 - wanted, b=OTHER)
            store.insert("tie_evidence", tie_id=tie, kind="book", on_date="2025")

    merge(store)

    assert store.value("SELECT to_meet FROM person WHERE id = ?", (ONE,)) == int(not is_contact)
