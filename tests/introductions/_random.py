"""Random small networks: nine people in one file, the rows that tie them, and questions with every option.

Rows name people by their number: 1 is the owner, 2 to 9 are the others. A network is written through storage into an
operation that is rolled back, so that one file serves them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain, combinations
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from netcli.domain.path import PathQuestion, ways_in
from netcli.domain.person import add_person, named
from netcli.domain.ref import refs
from netcli.domain.target import org_target, person_target
from netcli.domain.tie import state, tie_of
from netcli.model_tie import Statement
from netcli.results_career import OrgRef
from netcli.results_path import PathAnswer
from netcli.scoring import Inference
from netcli.storage import Store, open_writer

TODAY = date(2026, 3, 2)
AT = "2026-03-02T00:00:00Z"
ME = 1
PEOPLE = range(1, 10)
#: Number, name and headcount of the organisations of every file.
ORGS = {1: ("Helix", 30), 2: ("Orbit", 700), 3: ("Lyceum", None)}


class Said(NamedTuple):
    """A statement of how well two people know each other."""

    a: int
    b: int
    level: int
    on: str
    both: bool = True
    family: bool = False
    teller: int | None = None


class Fact(NamedTuple):
    """What a book or an import implies of two people."""

    a: int
    b: int
    kind: str
    on: str
    level: int | None = None
    family: bool = False


class Met(NamedTuple):
    """People who were in contact, through a channel; imported or logged."""

    people: tuple[int, ...]
    on: str
    channel: str = "meeting"
    imported: bool = False


class Day(NamedTuple):
    """Counted contacts of one day, from one person to another."""

    a: int
    b: int
    on: str
    channel: str = "mail"
    count: int = 1  # hides the method of tuples, which nobody calls
    source: str = "calendar"


class Job(NamedTuple):
    """Somebody's time at an organisation."""

    person: int
    org: int
    start: str | None
    end: str | None = None
    current: bool = False
    kind: str = "work"
    team: str | None = None
    title: str | None = None
    site: str | None = None


class Intro(NamedTuple):
    """An introduction that was asked for, its steps as (step, whose, date)."""

    requester: int
    introducer: int
    target: int
    steps: tuple[tuple[str, str, str], ...]


Row = Said | Fact | Met | Day | Job | Intro


class Network(NamedTuple):
    """The rows of a file, who is not to be asked, dead or removed, and who is in the group."""

    rows: tuple[Row, ...]
    spared: frozenset[int] = frozenset()
    dead: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()
    group: frozenset[int] = frozenset()

    def plus(self, *rows: Row) -> Network:
        """Return the network with more rows."""
        return self._replace(rows=(*self.rows, *rows))


class Question(NamedTuple):
    """A path question: `to` is a person, or an organisation if `company` is true."""

    to: int = 9
    company: bool = False
    ego: int = ME
    as_of: date = TODAY
    hops: int = 4
    count: int = 3  # hides the method of tuples, which nobody calls
    all_ways: bool = False
    inference: Inference = Inference.SOME
    allow_busy: bool = False
    independent: bool = False
    via: int | None = None
    avoid: frozenset[int] = frozenset()
    among: frozenset[int] | None = None


PAST = ("2012", "2016-03-04", "2020-02", "2022-07-01", "2024", "2025-02-20", "2025-09", "2026-01-15", "2026-02-24", "2026-03-01", "2026-03-02")  # fmt: skip
DAYS = st.sampled_from((*PAST, "2026-03", "2026-04-01", "2026"))
WHOLE_DAYS = st.sampled_from((*(day for day in PAST if len(day) == 10), "2026-03-20"))
STARTS = st.sampled_from(("2012", "2019-06", "2021-01", "2021-01-05", "2022", "2025-03", "2026-02", "2026-05", None))
ENDS = st.sampled_from((None, None, "2021", "2021-01", "2023-02", "2025-12", "2026-03-01", "2026-04"))
SOURCES = st.sampled_from(["calendar", "mail"])
OTHERS = st.sampled_from(PEOPLE[1:])
PAIRS = st.sampled_from([pair for a, b in combinations(PEOPLE, 2) for pair in ((a, b), (b, a))])
#: Pairs on short ways from the owner to 9: what ties them matters most.
MAIN = st.sampled_from([(1, 2), (1, 3), (1, 4), (2, 9), (3, 9), (4, 9), (2, 5), (5, 9), (3, 6), (6, 9), (4, 5), (1, 6)])
KNOWN = st.one_of(MAIN, PAIRS)


@st.composite
def _said(draw: st.DrawFn) -> Said:
    (a, b), level = draw(KNOWN), draw(st.sampled_from([0, 1, 2, 3, 4, 5, 4, 5]))
    both, family = draw(st.sampled_from([True, True, False])), draw(st.sampled_from([False, False, True]))
    teller = draw(st.sampled_from([None, None, 7, 8]))
    return Said(a, b, level, draw(DAYS), both, family and level > 0, None if teller in (a, b) else teller)


@st.composite
def _fact(draw: st.DrawFn) -> Fact:
    a, b = draw(KNOWN)
    kind, level, family = draw(
        st.sampled_from(
            [("book", None, False), ("linkedin", None, False), ("known-by", 1, False), ("known-by", 2, False),
             ("related", 5, True), ("related", 3, False), ("related", None, False)]
        )
    )  # fmt: skip
    return Fact(a, b, kind, draw(DAYS), level, family)


@st.composite
def _met(draw: st.DrawFn) -> Met:
    people = draw(st.one_of(KNOWN.map(set), st.sets(st.sampled_from(PEOPLE), min_size=2, max_size=9)))
    channel = draw(st.sampled_from(["meeting", "meeting", "call", "video", "mail", "message", "event"]))
    return Met(tuple(sorted(people)), draw(DAYS), channel, draw(st.booleans()))


@st.composite
def _day(draw: st.DrawFn) -> Day:
    a, b = draw(KNOWN)
    channel = draw(
        st.sampled_from(["mail", "mail", "message", "together", "comail", "meeting", "call", "video", "event"])
    )
    return Day(a, b, draw(WHOLE_DAYS), channel, draw(st.sampled_from([1, 2, 12])), draw(SOURCES))


@st.composite
def _mail(draw: st.DrawFn) -> tuple[Day, ...]:
    """Return what an import counts of one mail: from its sender to each, and between the recipients if they are few."""
    sender, *to = draw(st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=8, unique=True))
    on, source = draw(WHOLE_DAYS), draw(SOURCES)
    both = combinations(sorted(to), 2) if len(to) <= 5 else ()
    return (
        *(Day(sender, one, on, "mail", 1, source) for one in to),
        *(Day(a, b, on, "comail", 1, source) for a, b in both),
    )


@st.composite
def _mixed(draw: st.DrawFn) -> tuple[Row, ...]:
    """Return evidence of several sorts on one pair: statements, books, meetings, mail both ways, time at one place."""
    a, b = draw(KNOWN)
    jobs = draw(st.tuples(_job(), _job()))
    rows: tuple[Row, ...] = (
        draw(_said())._replace(a=a, b=b, teller=None), draw(_fact())._replace(a=a, b=b),
        Met(tuple(sorted((a, b))), draw(DAYS), "meeting", draw(st.booleans())),
        Day(a, b, draw(WHOLE_DAYS), "mail", 2, "mail"), Day(b, a, draw(WHOLE_DAYS), "mail", 1, "mail"),
        Day(a, b, draw(WHOLE_DAYS), "comail", 3, "mail"), jobs[0]._replace(person=a, org=1, kind="work"),
        jobs[1]._replace(person=b, org=1, kind="work"),
    )  # fmt: skip
    return tuple(row for row in rows if draw(st.booleans()))


@st.composite
def _job(draw: st.DrawFn) -> Job:
    org, kind, team, title = draw(
        st.sampled_from(
            [(1, "work", None, None), (1, "work", None, "Clerk"), (1, "board", "data", None), (1, "volunteer", None, None), (2, "work", "data", None),
             (2, "work", None, None), (3, "study", None, "Law"), (3, "study", None, None), (3, "work", None, None)]
        )
    )  # fmt: skip
    start, end, site = draw(STARTS), draw(ENDS), draw(st.sampled_from([None, None, "Lyon"]))
    current = end is None and draw(st.booleans())
    return Job(draw(st.sampled_from(PEOPLE)), org, start, end, current, kind, team, title, site)


_ANSWERS = ((), (), (("agreed", "introducer"),), (("made", "introducer"),), (("declined", "introducer"),), (("declined", "target"),), (("made", "introducer"), ("met", "requester")), (("withdrawn", "requester"),))  # fmt: skip


@st.composite
def _intro(draw: st.DrawFn) -> Intro:
    introducer = draw(OTHERS)
    others = [person for person in PEOPLE if person != introducer]
    requester = draw(st.sampled_from([ME, ME, *others]))
    target = draw(
        st.sampled_from([person for person in [*others, *[9] * (introducer != 9) * 8] if person != requester])
    )
    said = (("asked", "requester"), *draw(st.sampled_from(_ANSWERS)))
    days = sorted(draw(st.lists(WHOLE_DAYS, min_size=len(said), max_size=len(said))))
    return Intro(requester, introducer, target, tuple((*step, on) for step, on in zip(said, days, strict=True)))


NOBODY: frozenset[int] = frozenset()
FEW = st.one_of(st.just(NOBODY), st.frozensets(st.sampled_from(range(2, 9)), max_size=2))
ROW = st.one_of(_said(), _said(), _fact(), _met(), _day(), _job())


@st.composite
def networks(draw: st.DrawFn, *, asks: int = 4) -> Network:
    """Up to 24 rows of every sort, a mail or a pair with evidence of many sorts, a few introductions, and somebody spared, dead or removed now and then."""
    rows = draw(st.lists(ROW, min_size=8, max_size=24))
    rows += chain.from_iterable(draw(st.lists(st.one_of(_mail(), _mixed()), max_size=2)))
    if asks:
        rows += draw(st.lists(_intro(), max_size=asks))
    everybody = st.frozensets(OTHERS, min_size=3, max_size=8)
    return Network(tuple(rows), draw(FEW), draw(FEW), draw(FEW), draw(everybody))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A question of every kind but --independent; most often of the owner to 9, within four hops, today."""
    company = draw(st.sampled_from([False, False, True]))
    to = draw(st.sampled_from(sorted(ORGS) if company else [9, 9, 9, 8, 5]))
    rare = draw(st.sampled_from(["", "", "via", "avoid", "among", "ego", "then", "busy"]))
    return Question(
        to, company, 2 if rare == "ego" else ME,
        draw(st.sampled_from([date(2025, 6, 1), date(2026, 2, 10)])) if rare == "then" else TODAY,
        draw(st.sampled_from([4, 4, 3, 5, 6, 2, 1])), draw(st.integers(1, 4)), draw(st.booleans()),
        draw(st.sampled_from([Inference.SOME, Inference.SOME, Inference.ALL, Inference.NONE])), rare == "busy",
        via=draw(st.integers(3, 7)) if rare == "via" else None,
        avoid=draw(FEW) if rare == "avoid" else frozenset(),
        among=draw(st.frozensets(st.integers(2, 9), min_size=3)) if rare == "among" else None,
    )  # fmt: skip


# Through storage


def template(path: Path) -> Path:
    """Write the file with nine people and the organisations, and return its path."""
    with open_writer(path) as store, store.operation("test", at=AT):
        for person in PEOPLE:
            add_person(store, named(f"p{person}"), seen_on="2010-01-01", is_me=person == ME)
        for name, staff in ORGS.values():
            store.insert("org", name=name, key=name.lower(), headcount=staff)
    return path


@contextmanager
def written(store: Store, network: Network) -> Iterator[Store]:
    """Hold a network in the file for a while; nothing of it stays."""
    with store.operation("test", at=AT, dry_run=True):
        write(store, network)
        store._derive(store.newest_operation())  # as the end of the operation would
        yield store


def write(store: Store, network: Network) -> None:
    """Write the rows of a network, in their order."""
    for row in network.rows:
        _WRITERS[type(row)](store, row)
    for column, value, people in (
        ("do_not_ask", 1, network.spared), ("status", "deceased", network.dead), ("removed_on", "2026-03-02", network.gone),
    ):  # fmt: skip
        for person in sorted(people):
            store.update("person", person, **{column: value})


def _write_said(store: Store, row: Said) -> None:
    state(store, Statement(row.a, row.b, row.level, row.on, row.both, row.family, row.teller))


def _write_fact(store: Store, row: Fact) -> None:
    store.insert(
        "tie_evidence", tie_id=tie_of(store, row.a, row.b), kind=row.kind, on_date=row.on, level=row.level,
        by_id=row.a if row.kind == "known-by" else None, is_family=int(row.family),
    )  # fmt: skip


def _write_met(store: Store, row: Met) -> None:
    for a, b in combinations(row.people, 2):
        if ME in (a, b) or len(row.people) <= 8:
            tie_of(store, a, b)
    source = _source(store) if row.imported else None
    number = store.insert("interaction", on_date=row.on, channel=row.channel, source_id=source)
    for person in row.people:
        store.insert("participant", interaction_id=number, person_id=person)


def _write_day(store: Store, row: Day) -> None:
    tie_of(store, row.a, row.b)
    a, b = (row.a, row.b) if row.channel in ("mail", "message") else sorted((row.a, row.b))
    known = store.row(
        "SELECT id, count FROM contact_day WHERE from_id = ? AND to_id = ? AND on_date = ? AND channel = ?"
        " AND source_id = ?",
        (a, b, row.on, row.channel, _source(store, row.source)),
    )
    if known:
        store.update("contact_day", known["id"], count=known["count"] + row.count)
    else:
        store.insert(
            "contact_day", from_id=a, to_id=b, on_date=row.on, channel=row.channel, count=row.count,
            source_id=_source(store, row.source),
        )  # fmt: skip


def _write_job(store: Store, row: Job) -> None:
    store.insert(
        "position", person_id=row.person, org_id=row.org, title=row.title, kind=row.kind, team=row.team, site=row.site,
        start_on=row.start, end_on=row.end, is_current=int(row.current), seen_on="2010-01-01",
    )  # fmt: skip


def _write_intro(store: Store, row: Intro) -> None:
    if any(step == "met" for step, _, _ in row.steps):
        tie_of(store, row.requester, row.target)
    number = store.insert(
        "introduction", requester_id=row.requester, introducer_id=row.introducer, target_id=row.target
    )
    for step, by, on in row.steps:
        store.insert("introduction_step", introduction_id=number, step=step, by=by, on_date=on)


_WRITERS: dict[type, Any] = {
    Said: _write_said, Fact: _write_fact, Met: _write_met, Day: _write_day, Job: _write_job, Intro: _write_intro,
}  # fmt: skip


def _source(store: Store, name: str = "calendar") -> int:
    known = store.value("SELECT id FROM source WHERE name = ?", (name,))
    return int(known) if known else store.insert("source", name=name, format="mail" if name == "mail" else "ics")


def ask(store: Store, question: Question) -> PathAnswer:
    """Return the answer of the program, with the values of its evidence."""
    if question.company:
        name, _ = ORGS[question.to]
        target = org_target(store, OrgRef(question.to, name.lower(), name), question.as_of)
    else:
        target = person_target(store, refs(store, [question.to])[0])
    return ways_in(
        store,
        PathQuestion(
            question.ego, target, question.as_of, question.hops, question.count, question.all_ways, explain=True,
            inference=question.inference, allow_busy=question.allow_busy, independent=question.independent,
            via=question.via, avoid=question.avoid, among=question.among,
        ),
    )  # fmt: skip


def every_way(store: Store, question: Question) -> dict[int, float]:
    """Return the score of each first introducer."""
    return {path.introducer.id: path.score for path in ask(store, question._replace(all_ways=True)).paths}
