"""Questions on shared careers: those of all pairs, found without looking at all pairs; the most useful first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from netcli.domain import overlap
from netcli.domain.career_questions import career_questions
from netcli.domain.evidence import load_ties
from netcli.domain.overlap import AMONG, MINE, Placed, best_guesses
from netcli.model_tie import Stint
from netcli.scoring import Inference, overlap_of, overlaps_of, tie_strength
from netcli.storage import Store, open_writer
from tests.conftest import Netcli
from tests.introductions._random import ME, PEOPLE, TODAY, Job, Network, networks, template, written

SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An open file of nine people for many networks."""
    with open_writer(template(tmp_path_factory.mktemp("careers") / "t.db")) as store:
        yield store


JOBS = st.lists(
    st.builds(
        Job, st.sampled_from(PEOPLE), st.sampled_from([1, 2, 3]), st.sampled_from(["2015", "2019-06", "2021-01", "2024"]),
        st.sampled_from([None, None, "2022-03", "2025-12"]), st.booleans(), st.sampled_from(["work", "study", "board"]),
        st.sampled_from([None, "data"]), st.sampled_from([None, "Law", "law"]),
    ),
    max_size=16,
)  # fmt: skip


HERE_SINCE_LAST_MONTH = (
    Job(1, 1, "2026-02", None, True, "work", None, None, None),
    Job(3, 1, "2012", "2026-03-01", False, "work", None, None, None),
)


@SOME
@given(networks(), JOBS)
@example(Network(HERE_SINCE_LAST_MONTH), [])
def test_the_questions_are_those_of_all_pairs(file: Store, network: Network, jobs: list[Job]) -> None:
    """Every pair with me or mine whose best overlap gives 0.05, nothing stated, and that is not sure as it is."""
    with written(file, network.plus(*jobs)):
        asked = [question for question in career_questions(file, TODAY, None) if question.kind == "career"]
        expected = dict(_of_all_pairs(file))

    assert {(min(q.a.id, q.b.id), max(q.a.id, q.b.id)): q.p for q in asked} == expected


def _of_all_pairs(store: Store) -> Iterator[tuple[tuple[int, int], float]]:
    mine = {ME, *store.column("SELECT id FROM listed WHERE is_mine AND level IS NOT 0")}
    living = store.column("SELECT id FROM person WHERE removed_on IS NULL AND status = 'active'")
    for tie in load_ties(store, [two for two in combinations(living, 2) if mine & {*two}]):
        best = max((reason.value for reason in overlaps_of(tie, TODAY)), default=0.0)
        sure = max(tie_strength(tie, end, TODAY, Inference.NONE).p for end in (tie.a, tie.b))
        if best >= 0.05 and not tie.statements and sure < 0.45:
            yield (tie.a, tie.b), best


STINTS = st.builds(
    Stint, st.integers(1, 12), st.just("Helix"), st.sampled_from(["work", "board", "study"]),
    st.sampled_from(["2010", "2018-01", "2018-05", "2020-10-31", "2023", "2025-06"]),
    st.sampled_from([None, None, "2021", "2024-02", "2025-12", "2026-03-01"]), st.booleans(),
    st.sampled_from(["", "law"]),
    st.sampled_from(["", "data"]), st.sampled_from(["", "lyon"]), st.sampled_from([None, 20, 300, 5000]),
    st.sampled_from([0, 60, 801]),
)  # fmt: skip


@settings(SOME, max_examples=400)
@given(STINTS, STINTS)
def test_nobody_overlaps_more_with_others_than_with_himself(one: Stint, other: Stint) -> None:
    """The bound by which most pairs are never looked at: what one's own time at a place gives."""
    other = other._replace(headcount=one.headcount, on_file=one.on_file)
    if found := overlap_of(one, other, TODAY):
        for each in (one, other):
            alone = overlap_of(each, each._replace(end=TODAY.isoformat()), TODAY)
            assert alone is not None
            assert found.value <= alone.value


@SOME
@given(st.lists(st.tuples(st.sampled_from([1, 2]), st.integers(0, 3), STINTS), max_size=25), st.integers(1, 6))
def test_the_likeliest_few_are_those_of_all(placed: list[tuple[int, int, Stint]], most: int) -> None:
    """However few are wanted, their values are the highest there are; each has both marks."""
    stints = [Placed(org, marks, stint._replace(headcount=40 * org)) for org, marks, stint in placed]
    everything = best_guesses(stints, TODAY, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overlap, "MOST_GUESSES", most)
        few = best_guesses(stints, TODAY, 3)

    assert [g.p for g in few.values()] == sorted((g.p for g in everything.values()), reverse=True)[:most]
    whose: dict[int, int] = {}
    for one in stints:
        whose[one.stint.person] = whose.get(one.stint.person, 0) | one.marks
    assert all((whose[a] | whose[b]) & 3 == 3 for a, b in everything)


def test_a_place_of_two_thousand_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two million pairs no more are looked at than give the list and set its bar."""
    looked = 0

    def counting(one: Stint, other: Stint, as_of: date) -> Any:
        nonlocal looked
        looked += 1
        return overlap_of(one, other, as_of)

    monkeypatch.setattr(overlap, "overlap_of", counting)
    stints = [
        Placed(1, MINE | AMONG, Stint(n, "Vast", "work", f"{1996 + n % 28}-0{n % 9 + 1}", current=True, on_file=801))
        for n in range(1, 2001)
    ]

    found = best_guesses(stints, TODAY, MINE | AMONG)

    assert len(found) == overlap.MOST_GUESSES
    assert looked < 2000 + 4 * overlap.MOST_GUESSES


def test_hopeless_places_are_not_looked_at_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where long times hardly meet, the number of pairs is bounded all the same."""
    monkeypatch.setattr(overlap, "MOST_LOOKED", 500)
    stints = [
        Placed(1, MINE, Stint(n, "Relay", "work", f"{1000 + n}-01", f"{1001 + n}-01", headcount=10))
        for n in range(900, 1020)
    ]

    assert len(best_guesses(stints, TODAY, MINE)) <= 500


def test_of_several_overlaps_the_best_is_the_question() -> None:
    """Two people are asked about once."""
    stints = [
        Placed(org, MINE, Stint(person, name, "work", start, current=True))
        for org, name, start in ((7, "Short", "2025-06"), (8, "Long", "2019-01"))
        for person in (1, 2)
    ]

    (guess,) = best_guesses(stints, TODAY, MINE).values()

    assert (guess.org, guess.overlap.org) == (8, "Long")


# Through the command line


@pytest.fixture
def helix(netcli: Netcli) -> Netcli:
    """Ana (2, level 4) and Bo (3, level 2), who were at Helix with Dana (4), whom I do not know; and Cy (5) and Eve (6).

    Cy and Eve, both of level 5, have been at Tiny together for long, which is likelier than all at Helix.
    """
    for name, level in (("Ana", 4), ("Bo", 2)):
        netcli(f"add {name} --level {level}")
        netcli(f"position add {name.lower()} --org Helix --from 2019-01 --to 2021-12")
    netcli("add Dana --to-meet")
    with_sql(netcli, "UPDATE person SET to_meet = 0 WHERE handle = 'dana'")
    netcli("position add dana --org Helix --from 2019-01")
    for name in ("Cy", "Eve"):
        netcli(f"add {name} --level 5")
        netcli(f"position add {name.lower()} --org Tiny --from 2010-01")
    netcli("org edit helix --headcount 40")
    netcli("org edit tiny --headcount 5")
    return netcli


def with_sql(netcli: Netcli, sql: str) -> None:
    """Write by hand what no command writes here."""
    with open_writer(netcli.db) as store, store.operation("test", at="2026-01-01T00:00:00Z"):
        store.run(sql)


def keys(netcli: Netcli, line: str = "review --kind career") -> list[str]:
    """Return the keys of the questions, in order."""
    return netcli(f"{line} --format ids").out.split()


MEET = "UPDATE person SET to_meet = 1 WHERE handle = 'dana'"
WITHOUT_AIM = ["career-5-6", "career-2-3", "career-2-4", "career-3-4"]


def test_without_an_aim_the_likeliest_comes_first(helix: Netcli) -> None:
    """The order is that of the inferred values, equal ones by number."""
    assert keys(helix) == WITHOUT_AIM


@pytest.mark.parametrize(
    "aim",
    [
        lambda netcli: with_sql(netcli, MEET),
        lambda netcli: netcli("opportunity add 'Head of Data' --org Helix"),
        lambda netcli: [
            netcli(f"opportunity {words}") for words in ("add 'Head of Data'", "edit 1 --person dana --role decides")
        ],
        lambda netcli: with_sql(netcli, "UPDATE org SET interest_on = '2026-01-01' WHERE key = 'helix'"),
    ],
    ids=["to meet", "opportunity there", "part in an opportunity", "organisation of interest"],
)
def test_what_opens_a_way_to_an_aim_comes_first(helix: Netcli, aim: Callable[[Netcli], Any]) -> None:
    """Through whom I know better first; what says nothing of the aim comes after, by likelihood."""
    aim(helix)

    assert keys(helix) == ["career-2-4", "career-3-4", "career-5-6", "career-2-3"]


def test_an_aim_that_is_reached_or_over_changes_nothing(helix: Netcli) -> None:
    """Whom I know as well as a way would give, an opportunity that is lost, whoever is not to be asked."""
    helix("opportunity add 'Head of Data' --org Helix")
    helix("opportunity move 1 lost")
    assert keys(helix) == WITHOUT_AIM
    with_sql(helix, MEET)
    with_sql(helix, "UPDATE person SET do_not_ask = 1 WHERE handle = 'ana'")
    assert keys(helix)[0] == "career-3-4"
    helix("link me dana --level 4")
    assert keys(helix) == WITHOUT_AIM


def test_answers_by_command(helix: Netcli) -> None:
    """Each question names a command for yes and one for no; both end it, and undo opens it again."""
    first = helix("review --kind career --json").json[0]
    assert (first["command"], first["no"]) == ("netcli link cy eve --level 3", "netcli link cy eve --no")
    for command in (first["command"], first["no"]):
        helix(command.removeprefix("netcli "))
        assert "career-5-6" not in keys(helix)
        helix("undo")
        assert keys(helix)[0] == "career-5-6"


def test_no_is_remembered_and_ends_the_inference(helix: Netcli) -> None:
    """After a no nothing is inferred any more, whatever is imported or changed at the place."""
    assert "both at Tiny" in helix("intro-path eve --from cy --include-inferred --json", code=None).out
    helix("link cy eve --no")
    helix("position add cy --org Helix --from 2019-01")
    helix("position add eve --org Helix --from 2019-01")

    assert "career-5-6" not in keys(helix)
    assert helix("intro-path eve --from cy --include-inferred --json", code=None).json["direct"] is None


def test_my_own_time_at_a_place_counts(helix: Netcli) -> None:
    """Me and somebody I do not know yet: a yes leads to him at once, which is best."""
    with_sql(helix, MEET)
    helix("position add me --org Helix --from 2019-06")

    found = helix("review --kind career --json").json
    assert found[0]["key"] == "career-1-4"
    assert found[0]["command"] == "netcli link me dana --level 3"


def test_the_size_of_a_place_is_asked_only_where_it_matters(helix: Netcli) -> None:
    """Where no size whatever would make two people count as tied, they are asked about at once."""
    for name in ("Flo", "Gus"):
        helix(f"add {name} --level 3")
        helix(f"position add {name.lower()} --org Orbit --from 2024-01 --to 2025-01")  # 13 months: 0.24 among fifty
    assert keys(helix)[-2:] == ["headcount-3", "career-7-8"]
    with_sql(helix, "UPDATE position SET start_on = '2016-07', end_on = '2019-02' WHERE org_id = 3")
    assert "headcount-3" in keys(helix)  # 32 months: 0.26 among fifty
    with_sql(helix, "UPDATE position SET start_on = '2005-07', end_on = '2008-02' WHERE org_id = 3")

    assert keys(helix)[-1] == "career-7-8"  # 0.06 among five hundred, 0.19 among fifty
    assert "headcount-3" not in keys(helix)


def test_people_who_write_to_each_other_are_not_asked_about(helix: Netcli) -> None:
    """What a yes would say is known already from contacts."""
    with_sql(
        helix,
        "INSERT INTO contact_day (from_id, to_id, on_date, channel, count) VALUES (5, 6, '2026-02-27', 'meeting', 9)",
    )
    with_sql(helix, "INSERT INTO tie (a, b) VALUES (5, 6)")

    assert "career-5-6" not in keys(helix)


def test_questions_about_some_people(helix: Netcli) -> None:
    """A query restricts them to pairs of which one is among those it finds; an empty answer says what to type."""
    assert keys(helix, "review --kind career tag:nobody") == []
    assert keys(helix, "review --kind career --limit 2") == WITHOUT_AIM[:2]
    assert keys(helix, "review --kind career bo") == ["career-2-3", "career-3-4"]
    assert "Nothing to ask" in helix("review --kind career tag:nobody").err


def test_a_large_file_is_asked_about_in_the_time_of_a_few_lists(netcli: Netcli) -> None:
    """Ten thousand people, two thousand of them at one employer: the questions cost a handful of lists."""
    with open_writer(netcli.db) as store, store.operation("many", at="2026-01-01T00:00:00Z"):
        fill(store, 10_000, 2_000)
    listed = best_time(lambda: netcli("list"))
    asked = best_time(lambda: netcli("review --kind career --limit 20"))

    assert len(keys(netcli, "review --kind career --limit 20")) == 20
    assert asked < 15 * listed, f"{asked / listed:.1f} times"


def fill(store: Store, count: int, together: int) -> None:
    """Write so many contacts of mine with two jobs each, some of them together at one employer."""
    people = range(2, count + 2)
    store.insert_many(
        "person", ("id", "handle", "uid", "name"), [(n, f"p-{n}", f"u{n}", f"Person {n}") for n in people]
    )
    store.insert_many("org", ("name", "key"), [(f"Org {n}", f"org {n}") for n in range(count // 20)])
    orgs = store.column("SELECT id FROM org ORDER BY id")
    store.insert_many("tie", ("id", "a", "b"), [(n, 1, n) for n in people])
    store.insert_many("tie_evidence", ("tie_id", "kind", "on_date"), [(n, "book", "2025-01-01") for n in people])
    columns = ("person_id", "org_id", "title", "start_on", "end_on", "is_current")
    now = [
        (n, orgs[0] if n < together else orgs[n % len(orgs)], "Clerk", f"{2000 + n % 25}-0{n % 9 + 1}", None, 1)
        for n in people
    ]
    then = [(n, orgs[(n * 7) % len(orgs)], "Aide", f"{1990 + n % 20}", f"{1995 + n % 20}-06", 0) for n in people]
    store.insert_many("position", columns, now + then)


def best_time(run: Callable[[], object]) -> float:
    """Return the seconds that something takes, the best of three times."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times)
