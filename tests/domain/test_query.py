"""The query language, held word by word to a plain-Python oracle over made-up people."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from netcli.dates import first_day
from netcli.domain.group import Part, make_group, put_in
from netcli.domain.interaction import NewInteraction, add_interaction
from netcli.domain.person import add_person, ensure_me, load_people
from netcli.domain.query import Query
from netcli.domain.query_words import WORDS
from netcli.domain.remark import add_remark
from netcli.domain.tie import state
from netcli.errors import UsageError
from netcli.model import NameFact, NameKind, PersonFacts, PointFact, PointKind, PositionFact, PositionKind
from netcli.model_tie import Channel, Statement
from netcli.results import Person
from netcli.storage import Store, open_writer
from netcli.text import fold, fold_forms
from tests.conftest import Netcli

TODAY = date(2026, 3, 2)
GIVEN = ("Ana", "Łucja", "Jean-Pierre", "Björn", "O’Neil", "Zoë")
FAMILY = ("Pires", "Wójcik", "Müller", "Smith", "Straße")
ORGS = ("Helix Bio", "Helix", "Université de Lyon", "Kestrel")
TITLES = ("Engineer", "Head of Data", "Ingénieure", None)
CITIES = ("Lyon", "Köln", None)
TAGS = ("board", "press")
COUNT = 36


def nth(values: tuple[object, ...], number: int) -> object:
    """Return a value by turns, each tuple at its own pace."""
    return values[number * (len(values) + 1) // 3 % len(values)]


def facts(n: int) -> PersonFacts:
    """Return made-up facts, different enough that every word divides the people."""
    kinds = tuple(PositionKind)
    position = PositionFact(
        str(nth(ORGS, n)),
        nth(TITLES, n),
        kinds[n % 4],
        "2019" if n % 2 else None,
        None if n % 3 else "2021",
        n % 3 != 0,
    )
    city = nth(CITIES, n)
    points = [PointFact(PointKind.EMAIL, f"p{n}@example.org")] if n % 2 else []
    points += [PointFact(PointKind.PHONE, f"+33 1 00 00 {n:02}")] if n % 5 == 0 else []
    points += [PointFact(PointKind.ADDRESS, str(city), parts=(("city", str(city)),))] if city else []
    return PersonFacts(
        f"{GIVEN[n % 6]} {FAMILY[n % 5]}", GIVEN[n % 6], FAMILY[n % 5], points=tuple(points), positions=(position,) if n % 7 else (),
        tags=tuple(tag for at, tag in enumerate(TAGS) if n % (at + 2) == 0), note="likes tea" if n % 4 == 0 else None,
        names=(NameFact(NameKind.NICKNAME, f"Nick{n}"),) if n % 6 == 0 else (), birthday="--03-04" if n % 8 == 0 else None,
        met_on=f"20{10 + n % 15}-0{1 + n % 9}" if n % 3 == 1 else None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a file with the made-up people, some tied to me, some only to each other."""
    with open_writer(tmp_path_factory.mktemp("query") / "t.db") as store:
        with store.operation("test", at="2026-03-02T00:00:00Z"):
            me = ensure_me(store, "Sam Moreau", on="2026-03-02")
            people = [add_person(store, facts(n), seen_on="2026-03-02", to_meet=n % 9 == 0) for n in range(COUNT)]
            store.run("UPDATE org SET interest_on = '2026-01-01' WHERE name = 'Helix Bio'")
            for n, person in enumerate(people):
                if n % 2:
                    state(store, Statement(me, person, n % 6, f"2024-01-{1 + n % 28:02}"))
                elif n > 2:
                    state(store, Statement(people[n - 1 - n % 3], person, 3, "2024-05-05"))
                if n % 10 == 3:
                    add_remark(store, person, "prefers Térmica tea", on="2025-01-01")
                if n % 12 == 5:
                    store.insert("attachment", digest=f"{n}", media_type="image/gif", data=b"GIF89a")
                    store.update("person", person, photo=f"{n}")
                if n % 4 == 1:
                    day, there = f"{2023 + n % 3}-{1 + n % 12:02}", (person, people[n - 1])
                    add_interaction(store, NewInteraction(there, day, Channel.CALL, "", n % 8 == 1), today=TODAY)
                if n % 6 == 2:
                    channel, ends = (
                        ("mail", "comail", "together")[n // 6 % 3],
                        (me, person) if n % 12 == 2 else (person, me),
                    )
                    store.insert(
                        "contact_day",
                        from_id=ends[0],
                        to_id=ends[1],
                        on_date=f"2026-0{1 + n % 2}-28",
                        channel=channel,
                        count=2,
                    )
                    if n % 12 == 2:
                        store.insert(
                            "contact_day", from_id=person, to_id=me, on_date="2024-05-05", channel="call", count=1
                        )
                if n % 11 == 4:
                    store.run("UPDATE person SET removed_on = '2026-01-01' WHERE id = ?", (person,))
            read_twice(store, people)
            vouch(store, people)
            put_in(store, make_group(store, "Éditions du Lac").id, people[::4], Part("editor"))
            put_in(store, make_group(store, "Lac").id, people[::6], Part())
        yield store


def read_twice(store: Store, people: list[int]) -> None:
    """Have two sources that know some people each, and have told changes of some on several days."""
    for at, (name, form) in enumerate((("Phone", "vcard"), ("linkedin", "linkedin")), 2):
        source = store.insert("source", name=name, format=form)
        run = store.insert("import_run", source_id=source, at="2026-02-01T10:00:00Z", files="[]", counts="{}")
        for n, person in enumerate(people[::at]):
            store.insert(
                "source_record", source_id=source, person_id=person, key=f"{n}", facts="{}", import_id=run,
                gone_on=None if n % 5 else "2026-02-01",
            )  # fmt: skip
            for day in (f"2025-1{n % 3}-1{n % 7}", f"2026-0{1 + n % 2}-{10 + n}")[: n % 3]:
                store.insert("change", import_id=run, person_id=person, field="position", on_date=day)


def vouch(store: Store, people: list[int]) -> None:
    """Have some people recommended, in every state, and others endorsed for what they can do."""
    states = ("asked", "given", "hidden", "declined")
    for n, person in enumerate(people[1:20], 1):
        what = ("Tax law", None, "fairs")[n % 3]
        store.insert(
            "recommendation", author_id=people[0], subject_id=person, for_what=what, text="No tâx, but kind",
            state=states[n % 4],
        )  # fmt: skip
    for n, person in enumerate(people[20:30]):
        skill = store.insert("skill", person_id=person, name="Tax", key="tax")
        if n % 2:
            store.insert("endorsement", skill_id=skill, by_id=people[0])


def vouched(store: Store, person: Person, *words: str) -> bool:
    """Tell whether one of these words is in a recommendation that was written, or an endorsed skill, by a plain walk."""
    said = [
        f"{row['for_what']} {row['text']}"
        for row in store.rows("SELECT * FROM recommendation WHERE subject_id = ?", (person.id,))
        if row["state"] in ("given", "hidden")
    ]
    endorsed = store.column("SELECT skill_id FROM endorsement")
    skills = store.rows("SELECT * FROM skill WHERE person_id = ?", (person.id,))
    said += [row["name"] for row in skills if row["id"] in endorsed]
    return any(word in fold(text) for word in words for text in said)


def everybody(store: Store) -> list[Person]:
    """Return all people on file."""
    return list(load_people(store, store.column("SELECT id FROM person ORDER BY id")))


def level(store: Store, person: Person) -> int:
    """Return the newest level between the person and me, 0 for none or a denial."""
    found = store.value(
        "SELECT level FROM tie_statement JOIN tie ON tie.id = tie_id WHERE 1 IN (a, b) AND ? IN (a, b) ORDER BY on_date DESC, tie_statement.id DESC",
        (person.id,),
    )
    return 0 if person.is_me else found or 0


def named(person: Person) -> list[str]:
    """Return every folded form of every name."""
    every = (person.name, f"{person.given} {person.family}", f"{person.family} {person.given}", *person.nicknames)
    return [form for name in every for form in fold_forms(name)]


def at(person: Person, org: str, test: Callable[[object], bool]) -> bool:
    """Tell whether a person has a position at an organisation that passes a test."""
    return any(p.org and fold(org) in fold(p.org) and test(p) for p in person.positions)


ORACLE: dict[str, Callable[[Store, Person], bool]] = {
    "name:luc": lambda _, p: any("luc" in form for form in named(p)),
    "name:MUELLER": lambda _, p: any("mueller" in form for form in named(p)),
    "name:jean-pierre": lambda _, p: any("jean pierre" in form for form in named(p)),
    "org:helix": lambda _, p: at(p, "helix", lambda x: x.current),
    "was:universite": lambda _, p: at(p, "universite", lambda x: not x.current),
    "ever:helix": lambda _, p: at(p, "helix", lambda _x: True),
    "school:lyon": lambda _, p: at(p, "lyon", lambda x: x.kind == "study"),
    "title:ingenieur": lambda _, p: any("ingenieur" in fold(x.title or "") for x in p.positions),
    "kind:board": lambda _, p: any(x.kind == "board" for x in p.positions),
    "skill:sql": lambda _, p: any("sql" in fold(s.name) for s in p.skills),
    "recommended:TAX": lambda s, p: vouched(s, p, "tax"),
    "recommended:law": lambda s, p: vouched(s, p, "law"),
    "has:recommendation": lambda s, p: vouched(s, p, "kind"),
    "tag:board": lambda _, p: "board" in p.tags,
    "group:lac": lambda _, p: "lac" in p.groups,
    'group:"editions du LAC"': lambda _, p: "editions-du-lac" in p.groups,
    "group:editions": lambda _s, _p: False,
    "city:koln": lambda _, p: any("koln" in fold(a.city or "") for a in p.addresses),
    "level:4..": lambda s, p: level(s, p) >= 4,
    "level:..2": lambda s, p: 1 <= level(s, p) <= 2,
    "level:good": lambda s, p: level(s, p) == 4,
    "level>3": lambda s, p: level(s, p) > 3,
    "level<=2": lambda s, p: 1 <= level(s, p) <= 2,
    "degree:1": lambda s, p: not p.removed_on and p.id in s.neighbours(1),
    "degree:2..": lambda s, p: p.id in reached(s) and p.id not in {1, *s.neighbours(1)},
    "since:2018..2020": lambda s, p: tied(s, p) and bool(p.met_on) and "2018" <= str(p.met_on)[:4] <= "2020",
    "since:2024": lambda s, p: known_since(s, p)[:4] == "2024",
    "last:90d+": lambda s, p: last_on(s, p) is not None and last_on(s, p) <= TODAY - timedelta(days=90),
    "last:30d": lambda s, p: last_on(s, p) is not None and last_on(s, p) >= TODAY - timedelta(days=30),
    "last:2025..": lambda s, p: last_on(s, p) is not None and last_on(s, p).year >= 2025,
    "last:never": lambda s, p: last_on(s, p) is None,
    "has:contact": lambda s, p: last_on(s, p) is not None,
    "no:contact": lambda s, p: last_on(s, p) is None,
    "changed:90d": lambda s, p: any(day >= TODAY - timedelta(days=90) for day in changed_on(s, p)),
    "changed:90d+": lambda s, p: any(day <= TODAY - timedelta(days=90) for day in changed_on(s, p)),
    "changed:2025": lambda s, p: any(day.year == 2025 for day in changed_on(s, p)),
    "changed:2025-12..2026-01": lambda s, p: any(
        "2025-12" <= f"{day:%Y-%m}" <= "2026-01" for day in changed_on(s, p)
    ),
    "changed:2026-02..": lambda s, p: any(day >= date(2026, 2, 1) for day in changed_on(s, p)),
    "confirmed:1y+": lambda _, p: p.confirmed_on is not None,
    "note:termica": lambda _, p: any("termica" in fold(r.text) for r in p.remarks),
    "note:tea": lambda _, p: "tea" in fold(p.note or "") or any("tea" in fold(r.text) for r in p.remarks),
    "source:phone": lambda s, p: p.id in known_to(s, "Phone"),
    "source:linkedin": lambda s, p: p.id in known_to(s, "linkedin"),
    "source:fax": lambda _s, _p: False,
    "has:email": lambda _, p: bool(p.emails),
    "has:birthday": lambda _, p: p.birthday is not None,
    "has:group": lambda _, p: bool(p.groups),
    "no:photo": lambda _, p: p.photo is None,
    "has:note": lambda _, p: bool(p.note or p.remarks),
    "no:phone": lambda _, p: not p.phones,
    "no:position": lambda _, p: not p.positions,
    "is:me": lambda _, p: p.is_me,
    "is:to-meet": lambda _, p: p.to_meet,
    "is:of-interest": lambda _, p: any(job.org == "Helix Bio" and job.current for job in p.positions),
    "is:removed": lambda _, p: p.removed_on is not None,
    "is:active": lambda _, p: p.status == "active",
    "is:mine": lambda s, p: p.to_meet or level(s, p) > 0,
    "helix": lambda _, p: at(p, "helix", lambda _x: True),
    "Smith": lambda _, p: "smith" in fold(p.name),
    "p1@example": lambda _, p: any("p1@example" in e.value for e in p.emails),
    '"helix bio"': lambda _, p: at(p, "helix bio", lambda _x: True),
}  # fmt: skip


def last_on(store: Store, person: Person) -> date | None:
    """Return the first day that the last contact with me may have been on, by a plain walk over everything."""
    together: dict[int, set[int]] = {}
    for row in store.rows("SELECT * FROM participant"):
        together.setdefault(row["interaction_id"], set()).add(row["person_id"])
    days = [
        row["on_date"]
        for row in store.rows("SELECT * FROM interaction")
        if {1, person.id} <= together.get(row["id"], set())
    ]
    days += [
        row["on_date"]
        for row in store.rows("SELECT * FROM contact_day")
        if {row["from_id"], row["to_id"]} == {1, person.id} and row["channel"] not in ("together", "comail")
    ]
    return max(map(first_day, days), default=None) if person.id != 1 else None


def changed_on(store: Store, person: Person) -> list[date]:
    """Return the days on which a source told something different of somebody."""
    rows = store.rows("SELECT person_id, on_date FROM change")
    return [date.fromisoformat(row["on_date"]) for row in rows if row["person_id"] == person.id]


def known_to(store: Store, name: str) -> set[int]:
    """Return whom a source has still, by a plain walk."""
    number = next(row["id"] for row in store.rows("SELECT * FROM source") if row["name"] == name)
    rows = store.rows("SELECT * FROM source_record")
    return {row["person_id"] for row in rows if row["source_id"] == number and not row["gone_on"]}


def reached(store: Store) -> set[int]:
    """Return everybody who is tied to me over others, by a plain walk."""
    seen, ring = {1}, {1}
    while ring:
        ring = {other for person in ring for other in store.neighbours(person)} - seen
        seen |= ring
    return seen


def tied(store: Store, person: Person) -> bool:
    """Tell whether there is a row for the pair of me and the person."""
    return not person.is_me and bool(store.value("SELECT 1 FROM tie WHERE 1 IN (a, b) AND ? IN (a, b)", (person.id,)))


def known_since(store: Store, person: Person) -> str:
    """Return the day since which I know somebody: when we met, else the first statement that we do."""
    if not tied(store, person):
        return ""
    first = store.value(
        "SELECT min(on_date) FROM tie_statement JOIN tie ON tie.id = tie_id WHERE 1 IN (a, b) AND ? IN (a, b) AND level > 0",
        (person.id,),
    )
    return person.met_on or first or ""


def found(store: Store, *words: str) -> set[int]:
    """Return whom a query finds."""
    return Query(words).find(store, TODAY)


@pytest.mark.parametrize("text", ORACLE)
def test_a_word_finds_whom_the_oracle_finds(store: Store, text: str) -> None:
    """Each word means what the help says, on people made so that it divides them."""
    expected = {p.id for p in everybody(store) if ORACLE[text](store, p)}

    assert found(store, text) == expected


def test_every_word_is_in_the_oracle() -> None:
    """A new word needs a line above."""
    assert {text.partition(":")[0] for text in ORACLE if ":" in text} == set(WORDS)


trees = st.recursive(
    st.sampled_from(sorted(ORACLE)),
    lambda inner: st.tuples(st.sampled_from(["and", "or", "not"]), inner, inner),
    max_leaves=6,
)


def written(tree: object) -> str:
    """Return a tree as a user writes it."""
    if isinstance(tree, str):
        return tree
    kind, a, b = tree
    return f"not ({written(a)})" if kind == "not" else f"({written(a)}) {kind} ({written(b)})"


@settings(max_examples=150, deadline=None)
@given(tree=trees)
def test_and_or_not_are_set_algebra(store: Store, tree: object) -> None:
    """Any nesting of the words gives what the sets give."""
    every = {p.id for p in everybody(store)}
    leaves = {text: {p.id for p in everybody(store) if ORACLE[text](store, p)} for text in _leaves(tree)}

    def value(node: object) -> set[int]:
        if isinstance(node, str):
            return leaves[node]
        kind, a, b = node
        return every - value(a) if kind == "not" else value(a) & value(b) if kind == "and" else value(a) | value(b)

    assert found(store, written(tree)) == value(tree)


def _leaves(tree: object) -> set[str]:
    return {tree} if isinstance(tree, str) else _leaves(tree[1]) | _leaves(tree[2])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["tag:board", "tag:press"], ["tag:board and tag:press"]),
        (["tag:board", "-tag:press"], ["tag:board", "not", "tag:press"]),
        (["org:Helix Bio", "has:email"], ['org:"Helix Bio" and has:email']),
        (["level:>=4"], ["level:4.."]),
        (["TAG:BOARD"], ["tag:board"]),
        (["tag:board", "OR", "tag:press"], ["tag:press or tag:board"]),
        (["not", "not", "tag:board"], ["tag:board"]),
        (["since:2024..2024"], ["since:2024"]),
    ],
)
def test_two_ways_to_write_the_same(store: Store, one: list[str], other: list[str]) -> None:
    """Repeated words mean both; quoting, signs and case do not matter."""
    assert found(store, *one) == found(store, *other) != set()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tagg:board", "no word tagg:"),
        ("tag:", "tag: needs a value"),
        ("tag:board or", "missing at the end"),
        ("(tag:board", "never closed"),
        ("tag:board)", "unexpected )"),
        ("or tag:board", "unexpected or"),
        ("level:9", "levels are 1 met"),
        ("level:..x", "levels are"),
        ("degree:a", "a degree is a number"),
        ("degree:0", "1 to 6"),
        ("since:soon", "write 2024"),
        ("has:money", "one of email"),
        ("is:rich", "one of me"),
        ("kind:hobby", "one of work"),
        ("last:soon", "or never"),
    ],
)
def test_an_error_quotes_the_query_and_the_word(text: str, says: str) -> None:
    """The message holds the whole query and what is wrong with which word."""
    with pytest.raises(UsageError) as caught:
        Query([text])

    assert f'"{text}"' in caught.value.message
    assert says in caught.value.message
    assert caught.value.hint


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet="ab:\"()<>=.-* %_\\\t'", max_size=12) | st.text(max_size=20))
def test_any_text_is_a_query_or_a_clear_error(store: Store, text: str) -> None:
    """Nothing typed, however odd, ends in anything but people or a usage error."""
    try:
        people = found(store, text)
    except UsageError:
        return
    assert people <= {p.id for p in everybody(store)}


UNQUOTED = (
    "tag:board",
    "level:4..",
    "degree:..2",
    "since:90d+",
    "org:helix-bio",
    "-tag:press",
    "no:email",
    "since:2018..2020",
)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_short_forms_need_no_quoting(shell: str, tmp_path: Path) -> None:
    """bash, zsh and fish hand them over as they were typed, in a folder full of files."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    for name in ("tag:board", "a", "b"):
        (tmp_path / name).touch()

    for word in UNQUOTED:
        done = subprocess.run(
            [shell, "-c", f"printf '%s|' list {word}"], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert done.stdout == f"list|{word}|"


def test_list_and_find_share_the_language(netcli: Netcli) -> None:
    """list sorts, find ranks; both choose the same people."""
    netcli("add 'Anabel Roe'")
    netcli("add 'Roe Ana'")
    netcli("add Ana")
    netcli("add 'Bo Ana-Lind' --org Anatomy")
    netcli("add Cy --org Anatomy")

    listed = [row["name"] for row in netcli("list ana --json").json]
    ranked = [row["name"] for row in netcli("find ana --json").json]

    assert listed == ["Ana", "Anabel Roe", "Bo Ana-Lind", "Cy", "Roe Ana"]
    assert ranked == ["Ana", "Anabel Roe", "Bo Ana-Lind", "Roe Ana", "Cy"]


def test_fields_and_patterns_choose_what_is_printed(netcli: Netcli) -> None:
    """--fields for columns in any format, a pattern for anything else."""
    netcli("add 'Ana Pires <ana@example.org>' --tag board --tag press")

    assert netcli("list --fields name,email").out == "Ana Pires\tana@example.org\n"
    assert netcli("list --fields email,tags --json").json == [{"email": "ana@example.org", "tags": ["board", "press"]}]
    assert netcli("list --fields name --format csv").out == "name\r\nAna Pires\r\n"
    assert netcli("list", "--format", "{name} <{email}>").out == "Ana Pires <ana@example.org>\n"
    assert netcli("list --format jsonl").out.count("\n") == 1
    assert "fields: id, handle" in netcli("list", "--format", "{size}", code=2).err
