"""Ways to an introduction, from a real file: small networks worked out by hand, and all of them by brute force."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.dates import last_day
from netcli.domain.evidence import load_ties
from netcli.domain.path import PathQuestion, ways_in
from netcli.domain.person import add_person, named, remove_people
from netcli.domain.ref import refs
from netcli.domain.target import person_target
from netcli.domain.tie import imply, state, tie_of
from netcli.errors import ConflictError
from netcli.model import PointFact, PointKind, PositionFact
from netcli.model_tie import Evidence, EvidenceKind, Statement
from netcli.results_path import PathAnswer
from netcli.scoring import Inference, tie_strength
from netcli.storage import Store, open_writer

TODAY = date(2026, 3, 2)
DAY = TODAY.isoformat()
AT = f"{DAY}T00:00:00Z"
ME = "sam"
BOOK, LINKEDIN, MET = EvidenceKind.BOOK, EvidenceKind.LINKEDIN, EvidenceKind.MET


class Network:
    """People by one word, me being `sam`, and what ties them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ids: dict[str, int] = {}
        self.person(ME, is_me=True)

    def person(self, name: str, *, org: str = "", city: str = "", **flags: bool) -> int:
        """Return somebody's id; he is written on first use."""
        if name not in self.ids:
            jobs = (PositionFact(org, None),) if org else ()
            homes = (PointFact(PointKind.ADDRESS, city, parts=(("city", city),)),) if city else ()
            facts = named(name)._replace(positions=jobs, points=homes)
            self.ids[name] = add_person(self.store, facts, seen_on=DAY, **flags)
        return self.ids[name]

    def know(self, *lines: str, on: str = DAY) -> Network:
        """State ties such as `sam 4 bea`; `sam 4> bea` holds one way."""
        for line in lines:
            a, level, b = line.split()
            one, other = self.person(a), self.person(b)
            state(self.store, Statement(one, other, int(level[0]), on, both_ways=not level.endswith(">")))
        return self

    def imply(self, a: str, kind: EvidenceKind, b: str, **more: object) -> None:
        """Write a piece of evidence, of today unless more is said, from a source of its own."""
        number = self.store.value("SELECT count(*) FROM source")
        source = self.store.insert("source", name=f"book {number}", format="vcard")
        imply(self.store, self.person(a), self.person(b), Evidence(kind, DAY)._replace(**more), source=source)

    def meet(self, on: str, *names: str) -> None:
        """Write a meeting of these people, and that each pair of them has some evidence."""
        number = self.store.insert("interaction", on_date=on, channel="meeting")
        there = sorted(self.person(name) for name in names)
        for at, one in enumerate(there):
            self.store.insert("participant", interaction_id=number, person_id=one)
            for other in there[at + 1 :]:
                tie_of(self.store, one, other)

    def ask(self, target: str, **question: object) -> PathAnswer:
        """Return the answer as of today, unless the question says otherwise."""
        self.store._derive(self.store.newest_operation())  # as the end of the operation would
        (to,) = refs(self.store, [self.ids[target]])
        about = PathQuestion(self.ids[ME], person_target(self.store, to), TODAY)
        return ways_in(self.store, about._replace(**question))


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Network]:
    """A network in a file of its own, inside one operation."""
    with open_writer(tmp_path / "t.db") as store, store.operation("test", at=AT):
        yield Network(store)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An open file for many networks, each in an operation that is rolled back."""
    with open_writer(tmp_path_factory.mktemp("path") / "t.db") as store:
        yield store


def ways(answer: PathAnswer) -> list[tuple[str, float]]:
    """Return (people after me, score to four digits) of each way."""
    return [(" ".join(hop.to.handle for hop in path.hops), round(path.score, 4)) for path in answer.paths]


def test_a_strong_detour_beats_a_weak_shortcut(net: Network) -> None:
    """Through fay and gus .85 x .6 x .85 x .6 x .85 = .2211, through eli .25 x .6 x .25 = .0375."""
    net.know("sam 5 fay", "fay 5 gus", "gus 5 zed", "sam 2 eli", "eli 2 zed")

    assert ways(net.ask("zed")) == [("fay gus zed", 0.2211), ("eli zed", 0.0375)]
    assert ways(net.ask("zed", hops=2)) == [("eli zed", 0.0375)]


def test_each_first_introducer_is_listed_once_with_his_best_way(net: Network) -> None:
    """bea reaches dan straight (.65 x .6 x .25 = .0975) or better by cal (.65 x .6 x .85 x .6 x .85 = .1691)."""
    net.know("sam 4 bea", "bea 2 dan", "bea 5 cal", "cal 5 dan")

    assert ways(net.ask("dan")) == [("bea cal dan", 0.1691)]


def test_every_number_of_a_way_makes_its_score(net: Network) -> None:
    """.85 x .6 x .25 = .1275: fair; the second tie is the weakest link, below .3."""
    net.know("sam 5 bea", "bea 2 dan")

    (path,) = net.ask("dan").paths

    assert path.score == math.prod(hop.tie * (hop.willing or 1) for hop in path.hops)
    assert (path.rank, path.band, path.weakest, path.introducer.handle) == (1, "fair", 1, "bea")
    assert [(hop.to.handle, hop.tie, hop.willing) for hop in path.hops] == [("bea", 0.85, None), ("dan", 0.25, 0.6)]
    assert path.hops[0].evidence[0].text == "close (5/5), you said so 2026-03-02"


def test_the_values_of_the_evidence_come_when_asked_for(net: Network) -> None:
    """Level 4 is .65 and the address book .10; without --explain the shares are left out."""
    net.know("sam 4 dan").imply("sam", BOOK, "dan")

    assert [why.value for why in net.ask("dan", explain=True).direct.evidence] == [0.65, 0.10]
    assert [why.value for why in net.ask("dan").direct.evidence] == [None, None]


def test_somebody_i_know_is_answered_directly(net: Network) -> None:
    """The tie itself has no introducer; ways through others stand beside it."""
    net.know("sam 3 dan", "sam 5 bea", "bea 5 dan")

    answer = net.ask("dan")

    assert (answer.direct.tie, answer.direct.evidence[0].kind) == (0.45, "stated")
    assert ways(answer) == [("bea dan", 0.4335)]
    assert ways(net.ask("dan", hops=1)) == []


def test_a_one_way_tie_is_walked_one_way(net: Network) -> None:
    """bea moves dan; cal would be moved by dan."""
    net.know("sam 5 bea", "sam 5 cal", "bea 4> dan", "dan 4> cal")

    assert ways(net.ask("dan")) == [("bea dan", 0.3315)]


def test_a_denied_tie_is_no_way(net: Network) -> None:
    """That bea and dan do not know each other hides what a book implies."""
    net.know("sam 5 bea", "bea 0 dan")
    net.imply("bea", EvidenceKind.KNOWN_BY, "dan", level=2)

    assert ways(net.ask("dan")) == []


def test_somebody_not_to_be_asked_introduces_nobody(net: Network) -> None:
    """`do not ask` bars him at any position; somebody else further down is as good."""
    net.person("bea", do_not_ask=True)
    net.know("sam 5 bea", "bea 5 dan", "sam 4 cal", "cal 5 bea", "cal 3 eve", "eve 3 dan")

    assert [people for people, _ in ways(net.ask("dan"))] == ["cal eve dan"]


def test_a_removed_person_introduces_nobody(net: Network) -> None:
    """Neither first nor further down."""
    net.know("sam 5 bea", "bea 5 dan", "sam 5 cal", "cal 5 eve", "eve 5 dan")
    remove_people(net.store, [net.ids["bea"], net.ids["eve"]], on=DAY)

    assert ways(net.ask("dan")) == []


def test_long_shots_are_hidden_while_there_is_better(net: Network) -> None:
    """.10 x .6 x .10 = .006 is counted, listed with --all, and listed when there is nothing else."""
    net.know("sam 1 bea", "bea 1 dan", "sam 4 cal", "cal 4 dan", "bea 1 eve")

    answer = net.ask("dan")
    assert (ways(answer), answer.hidden) == ([("cal dan", 0.2535)], 1)
    answer = net.ask("dan", all_ways=True)
    assert (ways(answer), answer.hidden) == ([("cal dan", 0.2535), ("bea dan", 0.006)], 0)
    assert ways(net.ask("eve"))[0] == ("bea eve", 0.006)


def test_so_many_ways_are_listed_as_asked(net: Network) -> None:
    """The best k are the beginning of the best k + 1, the rest is counted; equal ones by id."""
    net.know(*(line for name in ("bea", "cal", "dov", "eli") for line in (f"sam 4 {name}", f"{name} 4 zed")))

    lists = [net.ask("zed", count=count) for count in (1, 2, 3, 4, 5)]

    found = [[path.introducer.handle for path in answer.paths] for answer in lists]
    assert found == [["bea", "cal", "dov", "eli"][:count] for count in (1, 2, 3, 4, 5)]
    assert [answer.hidden for answer in lists] == [3, 2, 1, 0, 0]


def test_chances_are_joined_only_if_nobody_is_shared(net: Network) -> None:
    """1 - (1 - .3315)^2 = .5531 for two ways apart; with zoe on both there is no such number."""
    net.know("sam 5 bea", "bea 4 dan", "sam 5 cal", "cal 4 dan")
    net.know("sam 5 uma", "sam 4 xia", "uma 5 zoe", "xia 5 zoe", "zoe 5 vic")

    assert net.ask("dan").any_succeeds == pytest.approx(1 - (1 - 0.3315) ** 2)
    assert net.ask("vic").any_succeeds is None
    assert net.ask("dan", count=1).any_succeeds is None


NEWEST = ("5 2020, 2 2026-03-02", "2 2026-03-02, 5 2020", "5 2024, 2 2024", "5 2026, 2 2025-06", "5 2025-06, 2 2025")


@pytest.mark.parametrize("stated", NEWEST)
def test_the_newest_statement_stands(net: Network, stated: str) -> None:
    """Of one date the later entry. `2025` may mean its last day: it is newer than June; `2026` has not come yet."""
    for level, on in (words.split() for words in stated.split(", ")):
        net.know(f"sam {level} dan", on=on)

    assert net.ask("dan").direct.evidence[0].text.startswith("acquaintance (2/5)")


@pytest.mark.parametrize(("end", "start"), [("2021", "2021-01"), ("2021-01", "2021-01-05")])
def test_a_month_in_common_is_found_in_dates_of_other_precision(net: Network, end: str, start: str) -> None:
    """January 2021 is in both: one month among 500 staff is faint, and listed with all inferences alone."""
    net.know("sam 5 bea")
    org = net.store.insert("org", name="Helix", key="helix")
    for name, since, until in (("bea", "2012", end), ("dan", start, "2024")):
        net.store.insert("position", person_id=net.person(name), org_id=org, start_on=since, end_on=until)

    assert ways(net.ask("dan")) == []
    (path,) = net.ask("dan", inference=Inference.ALL).paths
    assert path.hops[1].evidence[0].text == "both at Helix 2021-01 to 2021-01 (1 month)"


def test_nobody_in_between_leads_to_people_who_may_know(net: Network) -> None:
    """My people who are at an organisation of the target's, or live in the same city."""
    places = {"dan": ("Helix", "Porto"), "cal": ("", "Porto"), "bea": ("Helix", ""), "eve": ("Kestrel", "")}
    for name, (org, city) in {**places, "fay": ("Kestrel", "")}.items():
        net.person(name, org=org, city=city)
    net.know("sam 3 bea", "sam 3 cal", "sam 3 eve", "sam 3 fay")

    answer = net.ask("dan")

    assert (answer.paths, answer.direct, answer.any_succeeds) == ((), None, None)
    assert [(ask.person.handle, ask.why, ask.command) for ask in answer.ask] == [
        ("bea", "both at Helix", "netcli link bea dan --level 3"),
        ("cal", "both in Porto", "netcli link cal dan --level 3"),
    ]


def test_i_need_no_introduction_to_myself(net: Network) -> None:
    """The one who asks is no target."""
    with pytest.raises(ConflictError, match="that is you"):
        net.ask(ME)


# Against all ties of the file, in plain Python

DAYS = st.sampled_from(["2016-03-04", "2020-02", "2022", "2024", "2025-11", "2026-03-01", "2026-03-02", "2026-03-03"])
NAMES = (ME, "bea", "cal", "dan", "eve", "fay", "gus")
PAIRS = st.sampled_from([(a, b) for a in NAMES for b in NAMES if a != b])
Rows = list[tuple[tuple[str, str], str, str]]
KINDS = st.sampled_from(["5", "4>", "3", "1", "0", "book", "meeting", "round", "job", "team"])
ROWS = st.lists(st.tuples(PAIRS, KINDS, DAYS), min_size=12, max_size=30)


def build(file: Store, rows: Rows) -> Network:
    """Return a network of seven people, tied by levels, books, meetings and jobs at two places."""
    net = Network(file)
    for name in NAMES:
        net.person(name)
    small = file.insert("org", name="Helix", key="helix", headcount=30)
    large = file.insert("org", name="Orbit", key="orbit")
    for (a, b), kind, on in rows:
        if kind == "book":
            net.imply(a, BOOK, b, on=on)
        elif kind in ("meeting", "round"):
            net.meet(on, *((a, b) if kind == "meeting" else NAMES[1:6]))
        elif kind in ("job", "team"):
            for name in (a, b):
                org, team = (small, None) if kind == "job" else (large, "Data")
                file.insert(
                    "position", person_id=net.ids[name], org_id=org, team=team, start_on=on, end_on=None, is_current=1
                )
        else:
            net.know(f"{a} {kind} {b}", on=on)
    return net


def best_ways(net: Network, target: int, hops: int, as_of: date) -> dict[int, float]:
    """Return the best score by first introducer, over every tie that is stored, one simple path after the other."""
    everybody = sorted(net.ids.values())
    pairs = [(a, b) for a in everybody for b in everybody if a < b]
    removed = set(net.store.column("SELECT id FROM person WHERE removed_on IS NOT NULL"))
    ties: dict[tuple[int, int], float] = {}
    for tie in load_ties(net.store, pairs):
        for arc in ((tie.a, tie.b), (tie.b, tie.a)):
            if not removed & set(arc):
                ties[arc] = tie_strength(tie, arc[0], as_of).p
    best: dict[int, float] = {}

    def walk(people: list[int]) -> None:
        if people[-1] == target:
            if len(people) > 2:
                score = math.prod(ties[arc] for arc in pairwise(people)) * 0.6 ** (len(people) - 2)
                best[people[1]] = max(score, best.get(people[1], 0.0))
            return
        for (a, b), p in ties.items():
            if a == people[-1] and p and b not in people and len(people) <= hops:
                walk([*people, b])

    walk([net.ids[ME]])
    return best


@settings(max_examples=100, deadline=None)
@given(ROWS, st.sampled_from([4, 6, 3, 5, 2, 1]), st.sampled_from([TODAY, date(2025, 6, 1)]), st.booleans())
def test_the_lens_sees_every_way_there_is(file: Store, rows: Rows, hops: int, as_of: date, gone: bool) -> None:
    """Only ties near me and the target are read, and the answer is that of all ties; every way obeys the question."""
    with file.operation("test", at=AT, dry_run=True):
        net = build(file, rows)
        if gone:
            remove_people(file, [net.ids["cal"]], on=DAY)

        answer = net.ask("gus", hops=hops, as_of=as_of, all_ways=True)
        expected = best_ways(net, net.ids["gus"], hops, as_of)

    assert {path.introducer.id: path.score for path in answer.paths} == pytest.approx(expected)
    scores = [path.score for path in answer.paths]
    assert all(better >= worse - 1e-9 for better, worse in pairwise(scores))
    assert all(2 <= len(path.hops) <= hops and path.hops[-1].to == answer.to for path in answer.paths)


@settings(max_examples=50, deadline=None)
@given(ROWS)
def test_as_of_a_day_is_a_file_with_the_rows_up_to_it(file: Store, rows: Rows) -> None:
    """What comes later changes nothing: neither scores nor order."""
    then = date(2026, 3, 2)

    answers = []
    for kept in (rows, [row for row in rows if last_day(row[2]) <= then]):
        with file.operation("test", at=AT, dry_run=True):
            answers.append(ways(build(file, kept).ask("gus", as_of=then, all_ways=True)))

    assert answers[0] == answers[1]
