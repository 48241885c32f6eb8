"""Made-up people of every sort, and a way through a file: import, export."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from netcli.domain.person import ensure_me, load_people
from netcli.exporting.people import Wanted
from netcli.exporting.vcard import cards
from netcli.importing.apply import apply_plan
from netcli.importing.formats.card_names import SAYS_NOTHING
from netcli.importing.pipeline import Request, gather, plan_import
from netcli.model import ADDRESS_PARTS, EventFact, NameFact, NameKind, PersonFacts, PointFact, PointKind, PositionFact
from netcli.results import Address, Event, OtherName, Person, Point, Position, plain
from netcli.storage import Store, open_writer
from netcli.text import one_line, visible

NOW = {"at": "2026-03-02T00:00:00Z"}
#: What takes cards and tables apart, beside letters.
HARD = "\\,;:=\"'+-@^|{}é漢🙂\u0301 "


def words(most: int = 30) -> st.SearchStrategy[str]:
    """Return texts on one line that are stored as they are."""
    letters = st.one_of(st.sampled_from(HARD), st.characters(codec="utf-8", categories=["L", "N", "P", "S"]))
    return st.text(letters, min_size=1, max_size=most).map(one_line).filter(bool)


def lines() -> st.SearchStrategy[str]:
    """Return texts of several lines that are stored as they are."""
    return st.lists(words(), min_size=1, max_size=4).map("\n".join)


DAYS = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: f"-{day.isoformat()[4:]}"),
    st.just("--02-29"), st.just("1980"), st.just("1980-03"),
)  # fmt: skip
LABELS = st.one_of(st.none(), st.sampled_from(["home", "work", "cell, work", "Main Office", "pref", "a;b,c", "voice"]))
_VALUES = {
    PointKind.EMAIL: st.integers(1).map(lambda number: f"ana{number}@example.org"),
    PointKind.PHONE: st.integers(10**6, 10**9).map(lambda number: f"+351 {number}"),
    PointKind.URL: words(10).map(lambda text: f"https://example.org/{text.replace(' ', '')}"),
    PointKind.IM: st.integers(1).map(lambda number: f"xmpp:ana{number}@example.org"),
}


@st.composite
def points(draw: st.DrawFn) -> PointFact:
    """Return a contact point of any kind; a postal address is made of its parts."""
    kind = draw(st.sampled_from(PointKind))
    label, preferred = draw(LABELS), draw(st.booleans())
    if kind is not PointKind.ADDRESS:
        return PointFact(kind, draw(_VALUES[kind]), label, preferred)
    named = draw(st.dictionaries(st.sampled_from(ADDRESS_PARTS), words(10), min_size=1))
    parts = tuple((name, named[name]) for name in ADDRESS_PARTS if name in named)
    return PointFact(kind, ", ".join(text for _, text in parts), label, preferred, parts)


JOBS = st.builds(
    lambda org, title, team: PositionFact(org, title, team=team),
    *(st.one_of(st.none(), words(10)) for _ in range(3)),
).filter(lambda job: any((job.org, job.title, job.team)))
TAGS = st.sampled_from(["board", "berlin-2024", "späti", "a;b"])


def people() -> st.SearchStrategy[PersonFacts]:
    """Return facts as a card can hold them: a name of marks alone is none."""
    maybe = st.one_of(st.none(), words(10))
    names = st.builds(NameFact, st.sampled_from(NameKind), words(10))
    events = st.builds(EventFact, st.sampled_from(["wedding", "anniversary", "First, met"]), DAYS)
    named = [words(most).filter(lambda text: not SAYS_NOTHING.fullmatch(text)) for most in (30, 10)]
    facts = {
        "name": named[0], "given": named[1], "family": maybe, "additional": maybe, "prefix": maybe, "suffix": maybe,
        "birthday": st.one_of(st.none(), DAYS), "lang": st.sampled_from([None, "en", "pt-BR"]),
        "note": st.one_of(st.none(), lines()),
        "names": st.lists(names, max_size=3, unique=True).map(tuple),
        "points": st.lists(points(), max_size=5, unique_by=lambda p: (p.kind, p.value)).map(tuple),
        "positions": st.lists(JOBS, max_size=3, unique=True).map(tuple),
        "tags": st.lists(TAGS, max_size=3, unique=True).map(tuple),
        "events": st.lists(events, max_size=2, unique=True).map(tuple),
    }  # fmt: skip
    return st.fixed_dictionaries(facts).map(lambda drawn: _with_other_names(PersonFacts(**drawn)))


def _with_other_names(facts: PersonFacts) -> PersonFacts:
    return facts._replace(names=tuple(name for name in facts.names if name.name != facts.name))


def as_person(facts: PersonFacts) -> Person:
    """Return facts as they are kept on somebody."""
    kinds = {kind: [p for p in facts.points if p.kind is kind] for kind in PointKind}
    lists = {
        f"{'phone' if kind is PointKind.PHONE else kind}s": tuple(Point(p.value, p.label, p.preferred) for p in found)
        for kind, found in kinds.items()
        if kind is not PointKind.ADDRESS
    }
    others = [name for name in facts.names if name.kind is not NameKind.NICKNAME]
    filled: dict[str, Any] = {
        **dict.fromkeys(Person._fields), **facts.scalars(), **lists,
        "id": 2, "handle": "ana", "uid": "made-up",
        "nicknames": tuple(name.name for name in facts.names if name.kind is NameKind.NICKNAME),
        "other_names": tuple(OtherName(name.name, name.kind) for name in others),
        "addresses": tuple(
            Address(p.value, p.label, p.preferred, None, **dict(p.parts)) for p in kinds[PointKind.ADDRESS]
        ),
        "positions": tuple(Position(p.org, p.title, p.kind, None, None, True, p.team) for p in facts.positions),
        "tags": facts.tags, "events": tuple(Event(*event) for event in facts.events),
    }  # fmt: skip
    return Person(**filled)


def sorted_out(facts: PersonFacts) -> PersonFacts:
    """Return facts with their lists in an order of their own, but for positions."""
    lists = {name: tuple(sorted(getattr(facts, name), key=repr)) for name in ("names", "points", "tags", "events")}
    return facts._replace(**lists)


def empty(path: Path) -> Path:
    """Make a file that holds its owner alone."""
    with open_writer(path) as store, store.operation("init", **NOW):
        ensure_me(store, "Sam Moreau", on="2026-03-02")
    return path


def read_into(path: Path, new: Path, data: bytes, name: str = "people.vcf") -> Store:
    """Return a copy of an empty file that has read cards."""
    shutil.copy(new, path)
    store = open_writer(path)
    gathered = gather(Request(((name, data),)))
    with store.operation("import", **NOW):
        plan = plan_import(store, gathered, _quietly)
        apply_plan(store, plan, gathered.form, at=NOW["at"], on="2026-03-02", progress=_quietly)
    return store


def _quietly(_done: int, _of_all: int) -> None:
    pass


def ids(store: Store) -> list[int]:
    """Return everybody but the owner, by UID."""
    return store.column("SELECT id FROM person WHERE NOT is_me ORDER BY uid")


def exported(store: Store) -> bytes:
    """Return everybody's card."""
    return b"".join(cards(store, Wanted(ids(store), True)))


def said(store: Store) -> list[Any]:
    """Return what is kept on everybody, as JSON has it, and who is related to whom.

    Numbers are left out, other names are in the order of their kinds, an address on one line is a street, and what cannot be seen is not there.
    """
    found = []
    for person in load_people(store, ids(store)):
        streets = tuple(
            address if any(address[4:]) else address._replace(street=address.value) for address in person.addresses
        )
        phones = tuple(phone._replace(value=visible(phone.value)) for phone in person.phones)
        names = tuple(sorted(person.other_names, key=lambda name: name.kind))
        same = person._replace(id=0, handle="", addresses=streets, phones=phones, other_names=names)
        found.append(plain(same))
    return [found, sorted(map(tuple, store.rows(RELATED)))]


RELATED = """SELECT me.uid, other.uid, relation FROM tie_evidence JOIN tie ON tie.id = tie_id
JOIN person AS me ON me.id = by_id JOIN person AS other ON other.id = a + b - by_id WHERE kind = 'related'"""
