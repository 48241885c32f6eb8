"""Undo, proved: any sequence of commands is taken back to the identical dump, and brought back again."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from netcli import cli
from netcli.domain.interaction import have_met
from netcli.domain.operation import list_operations
from netcli.storage import open_reader
from tests._figures import reach
from tests.conftest import Netcli, every_row, hold_derived
from tests.faults._kit import unsound

DERIVED = frozenset({"operation", "journal", "search_key", "attachment"})  # attachments are only ever added
NAMES = ("Ana Pires", "Bo Lind", "Łucja Wójcik", "Jean-Pierre O’Brien", "Müller", "Dana Okafor")
CARD = """BEGIN:VCARD\nVERSION:3.0\nUID:card-{n}\nFN:{name}\nEMAIL:{n}@example.org\nORG:Org {org}\nX-ODD:{odd}\nEND:VCARD\n"""

Dump = dict[str, object]
Known = dict[int, tuple[str, bool]]  #: by number: the name, and whether he was removed
#: Given who was known before and is known now, who should be known now: the plain model of a command.
Expect = Callable[[Known, Known], Known]


def nobody(before: Known, _after: Known) -> Known:
    """Expect that nobody came, went or changed his name."""
    return before


def one_more(name: str) -> Expect:
    """Expect one person more, of this name."""
    return lambda before, after: {**before, max(after): (name, False)}


def perhaps_one_more(name: str) -> Expect:
    """Expect one person more if nobody answered to the name."""
    return lambda before, after: before if len(after) == len(before) else {**before, max(after): (name, False)}


def one_named(name: str) -> Expect:
    """Expect at most one person to have another name now, this one."""
    return lambda before, after: _one(before, after, lambda who: (name, who[1]))


def one_marked(*, removed: bool) -> Expect:
    """Expect at most one person to be removed, or back."""
    return lambda before, after: _one(before, after, lambda who: (who[0], removed))


def one_less(before: Known, after: Known) -> Known:
    """Expect that of two people one is left, as he was."""
    gone = sorted(before.keys() - after.keys())
    return {number: who for number, who in before.items() if number not in gone[:1]}


def _one(before: Known, after: Known, change: Callable[[tuple[str, bool]], tuple[str, bool]]) -> Known:
    differ = [number for number, who in before.items() if after.get(number) != who][:1]
    return {number: change(who) if number in differ else who for number, who in before.items()}


def read_from(names: Sequence[str]) -> Expect:
    """Expect nobody gone, removed or back; new ones, and old ones with another name, to be called as a card says."""

    def expect(before: Known, after: Known) -> Known:
        assert len(after) <= len(before) + len(names)
        changed = {number: who for number, who in after.items() if before.get(number) != who}
        assert {name for name, _ in changed.values()} <= {*names}
        return {**before, **{number: (who[0], before.get(number, who)[1]) for number, who in changed.items()}}

    return expect


class AnySequence(RuleBasedStateMachine):
    """Random commands on a real file; after each undo and redo the tables are as they were then."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.db = Path(self.folder.name) / "t.db"
        self.done: list[Dump] = []  # the state before each operation that stands, oldest first
        self.undone: list[Dump] = []  # the state after each operation that was undone, last one last
        self.steps = 0

    def teardown(self) -> None:
        while self.done:
            self.undo()
        self.folder.cleanup()

    @initialize()
    def first(self) -> None:
        self.run("init", "--name", "Sam Moreau", "--yes", record=False)
        self.bottom = len(self.operations())

    def run(self, *words: str, record: bool = True, codes: tuple[int, ...] = (0,), expect: Expect = nobody) -> None:
        before, count = self.dump() if self.db.exists() else {}, self.operations() if self.db.exists() else []
        known = self.known() if count or before else {}
        code = cli.run(["--db", str(self.db), "--quiet", *words])
        assert code in codes, (words, code)
        self.steps += 1
        if record:
            after = self.known()
            assert after == (expect if code == 0 else nobody)(known, after), words
        if record and len(self.operations()) > len(count):
            self.done.append(before)
            self.undone.clear()
        elif record:
            assert self.dump() == before, f"{words} wrote outside an operation"

    def dump(self) -> Dump:
        with open_reader(self.db) as store:
            tables: Dump = dict(every_row(store, leave_out=DERIVED))
            tables["search_key"] = [
                tuple(row) for row in store.rows("SELECT person_id, key FROM search_key ORDER BY 1, 2")
            ]
        return tables

    def operations(self) -> list[int]:
        with open_reader(self.db) as store:
            return [operation.id for operation in list_operations(store, limit=10_000).operations]

    def known(self) -> Known:
        with open_reader(self.db) as store:
            return {
                number: (name, removed is not None)
                for number, name, removed in store.tuples("SELECT id, name, removed_on FROM person")
            }

    def people(self) -> int:
        return len(self.dump()["person"])

    @rule(name=st.sampled_from(NAMES), level=st.integers(1, 5), org=st.sampled_from(["Helix", "Kestrel", ""]))
    def add(self, name: str, level: int, org: str) -> None:
        self.run(
            "add", name, "--level", str(level), "--org", org, "--note", "hello", "--city", "Lyon", expect=one_more(name)
        )

    @rule(pick=st.data(), name=st.sampled_from(NAMES))
    def edit_name(self, pick: st.DataObject, name: str) -> None:
        self.run("edit", self.two(pick)[0], "--name", name, codes=(0, 3), expect=one_named(name))

    @rule(
        pick=st.data(),
        what=st.sampled_from(
            ["note=x", "note=", "headline=y", "birthday=--02-29", "email=e@example.org", "phone=+351 21 555 0101"]
        ),
    )
    def edit(self, pick: st.DataObject, what: str) -> None:
        self.run("edit", self.two(pick)[0], "--set", what, codes=(0, 3, 65))

    @rule(pick=st.data(), level=st.integers(0, 5), one_way=st.booleans())
    def link(self, pick: st.DataObject, level: int, one_way: bool) -> None:
        a, b = self.two(pick)
        stated = ("--no",) if level == 0 else ("--level", str(level))
        self.run("link", a, b, *stated, *(["--one-way"] if one_way else []), codes=(0, 3, 65))

    @rule(pick=st.data())
    def unlink(self, pick: st.DataObject) -> None:
        self.run("unlink", *self.two(pick), codes=(0, 3, 65))

    @rule(name=st.sampled_from(NAMES), level=st.integers(1, 5))
    def link_by_name(self, name: str, level: int) -> None:
        self.run(
            "link", "me", name, "--level", str(level), "--add", "--first", codes=(0, 65), expect=perhaps_one_more(name)
        )

    @rule(pick=st.data(), word=st.sampled_from(["board", "press"]), off=st.booleans())
    def tag(self, pick: st.DataObject, word: str, off: bool) -> None:
        self.run("tag", self.two(pick)[0], word, *(["--off"] if off else []), codes=(0, 3))

    @rule(pick=st.data(), group=st.sampled_from(["Board", "Friends of Helix"]), role=st.sampled_from(["", "chair"]))
    def group_add(self, pick: st.DataObject, group: str, role: str) -> None:
        self.run("group", "add", group, *self.two(pick), "--role", role, codes=(0, 3))

    @rule(pick=st.data())
    def group_remove(self, pick: st.DataObject) -> None:
        self.run("group", "remove", "board", self.two(pick)[0], codes=(0, 3))

    @rule(words=st.sampled_from([("edit", "board", "--name", "The Board"), ("delete", "friends-of-helix")]))
    def group_change(self, words: tuple[str, ...]) -> None:
        self.run("group", *words, codes=(0, 3))

    @rule(pick=st.data(), picture=st.sampled_from(["GIF89a one", "GIF89a two", ""]))
    def photo(self, pick: st.DataObject, picture: str) -> None:
        path = Path(self.folder.name) / "photo.gif"
        path.write_text(picture)
        self.run("edit", self.two(pick)[0], "--photo", str(path) if picture else "", codes=(0, 3))

    @rule(pick=st.data(), org=st.sampled_from(["Helix", "Kestrel", "Zenith"]), past=st.booleans())
    def position(self, pick: st.DataObject, org: str, past: bool) -> None:
        when = "--past" if past else "--current"
        self.run("position", "add", self.two(pick)[0], "--org", org, when, codes=(0, 3))

    @rule(pick=st.data(), off=st.booleans())
    def skill(self, pick: st.DataObject, off: bool) -> None:
        self.run("skill", self.two(pick)[0], "SQL", *(["--off"] if off else []), codes=(0, 3))

    @rule(words=st.sampled_from([("--headcount", "80"), ("--name", "Helix Bio"), ("--alias", "KSL")]))
    def org_edit(self, words: tuple[str, ...]) -> None:
        self.run("org", "edit", "Helix", *words, codes=(0, 3, 4, 65))

    @rule(pick=st.data())
    def note(self, pick: st.DataObject) -> None:
        self.run("note", self.two(pick)[0], "a remark", codes=(0, 3))

    @rule(pick=st.data(), with_me=st.booleans(), channel=st.sampled_from(["call", "event"]))
    def log(self, pick: st.DataObject, with_me: bool, channel: str) -> None:
        there = () if with_me else ("--without-me",)
        self.run("log", *self.two(pick), "lunch", "--channel", channel, *there, codes=(0, 2, 3, 65))

    @rule(pick=st.data())
    def unlog(self, pick: st.DataObject) -> None:
        self.run("log", "--remove", str(pick.draw(st.integers(1, 4))), codes=(0, 3))

    @rule(pick=st.data(), way=st.sampled_from(["--given", "--received"]))
    def exchange(self, pick: st.DataObject, way: str) -> None:
        self.run("exchange", "add", self.two(pick)[0], "help", way, codes=(0, 3, 65))

    @rule(pick=st.data(), verb=st.sampled_from(["ask", "add"]))
    def recommend(self, pick: st.DataObject, verb: str) -> None:
        self.run("recommendation", verb, *self.two(pick), "--for", "tax", codes=(0, 3, 65))

    @rule(
        words=st.sampled_from(
            [("save", "s", "tag:board"), ("save", "s", "has:org", "--all"), ("run", "--all"), ("remove", "s")]
        )
    )
    def search(self, words: tuple[str, ...]) -> None:
        self.run("search", *words, codes=(0, 3))

    @rule(off=st.booleans())
    def tag_many(self, off: bool) -> None:
        self.run("tag", "press", "--where", "level:2..", *(["--off"] if off else []))

    @rule(pick=st.data())
    def remove(self, pick: st.DataObject) -> None:
        self.run("remove", self.two(pick)[0], codes=(0, 3, 65), expect=one_marked(removed=True))

    @rule(pick=st.data())
    def merge(self, pick: st.DataObject) -> None:
        self.run("merge", *self.two(pick), codes=(0, 3, 65), expect=one_less)

    @rule(pick=st.data())
    def restore(self, pick: st.DataObject) -> None:
        self.run("restore", self.two(pick)[0], codes=(0, 3), expect=one_marked(removed=False))

    @rule(name=st.sampled_from(NAMES))
    def rename_me(self, name: str) -> None:
        self.run("init", "--name", name, "--email", "me@example.org", "--yes", expect=one_named(name))

    @rule(
        cards=st.lists(st.tuples(st.integers(0, 5), st.sampled_from(NAMES), st.integers(0, 2)), min_size=1, max_size=4)
    )
    def read_cards(self, cards: list[tuple[int, str, int]]) -> None:
        path = Path(self.folder.name) / "cards.vcf"
        path.write_text("".join(CARD.format(n=n, name=name, org=org, odd=org) for n, name, org in cards))
        self.run("import", str(path), expect=read_from([name for _, name, _ in cards]))
        whole = self.dump()
        self.run("import", str(path))  # the same again
        assert self.dump() == whole

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        after = self.dump()
        assert cli.run(["--db", str(self.db), "--quiet", "undo"]) == 0

        assert self.dump() == self.done.pop()
        self.undone.append(after)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        before = self.dump()
        assert cli.run(["--db", str(self.db), "--quiet", "redo"]) == 0

        assert self.dump() == self.undone.pop()
        self.done.append(before)

    @invariant()
    def ties_are_known(self) -> None:
        """Every pair that a contact ties has its row, however things were undone."""
        if not self.db.exists():
            return
        with open_reader(self.db) as store:
            rows = set(map(tuple, store.rows("SELECT a, b FROM tie")))
            people = store.column("SELECT id FROM person ORDER BY id")
            assert {pair for pair in combinations(people, 2) if have_met(store, *pair)} <= rows

    @invariant()
    def sound(self) -> None:
        if not self.db.exists():
            return
        assert unsound(self.db) == []
        hold_derived(self.db)

    def two(self, pick: st.DataObject) -> tuple[str, str]:
        numbers = st.integers(1, max(2, self.people() + 1)).map(str)
        return pick.draw(numbers), pick.draw(numbers)


AnySequence.TestCase.settings = settings(
    max_examples=int(os.environ.get("NETCLI_EXAMPLES", "18")),
    stateful_step_count=18,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnySequence = AnySequence.TestCase


class LongSequence(AnySequence):
    """The same, longer and more often, for `make soak`."""

    def teardown(self) -> None:
        super().teardown()
        reach("sequence", self.steps, bad={})


LongSequence.TestCase.settings = settings(AnySequence.TestCase.settings, max_examples=60, stateful_step_count=50)
TestLongSequence = pytest.mark.soak(LongSequence.TestCase)


def test_undo_of_a_merge_takes_back_the_names_that_it_moved(tmp_path: Path) -> None:
    """Bo was merged with Dana and keeps her name; another Bo takes him in: undone, that one is not found as Dana."""
    db, path = tmp_path / "t.db", tmp_path / "cards.vcf"
    names = ("Bo Lind", "Bo Lind", "Dana Okafor")
    path.write_text("".join(CARD.format(n=n, name=name, org=n, odd=n) for n, name in enumerate(names)))
    for words in (
        ("init", "--name", "Sam"),
        ("import", str(path)),
        ("merge", "2", "4"),
        ("merge", "3", "2"),
        ("undo",),
    ):
        assert cli.run(["--db", str(db), "--quiet", *words, "--yes"]) == 0

    with open_reader(db) as store:
        assert store.column("SELECT DISTINCT person_id FROM search_key WHERE key = 'dana okafor'") == [2]


def test_undo_of_a_merge_takes_out_the_tie_it_made_for_contacts(tmp_path: Path) -> None:
    """Bo's call with Cy becomes Ana's by the merge, and a tie of Ana and Cy is made for it; both go with the undo."""
    db = tmp_path / "t.db"
    for words in (["add", "Ana Pires"], ["add", "Bo Lind"], ["add", "Cy Park"], ["log", "bo-lind", "cy-park", "x"]):
        assert cli.run(["--db", str(db), "--quiet", *words]) == 0
    with open_reader(db) as store:
        before = every_row(store, leave_out=DERIVED)
    assert cli.run(["--db", str(db), "--quiet", "merge", "ana-pires", "bo-lind", "--yes"]) == 0
    assert cli.run(["--db", str(db), "--quiet", "undo"]) == 0

    with open_reader(db) as store:
        assert every_row(store, leave_out=DERIVED) == before


def test_undo_of_a_merge_gives_each_back_what_was_his(tmp_path: Path) -> None:
    """Addresses, numbers, jobs, tags, remarks, contacts, groups, favours: moved to one, and back to the other; and again."""
    db = tmp_path / "t.db"
    lines = [["init", "--name", "Sam Moreau", "--yes"], ["add", "Cy Park"]]
    for name, handle in (("Ana Pires", "ana-pires"), ("Bo Lind", "bo-lind")):
        lines += [
            ["add", f"{name} <{handle}@example.org>", "--phone", f"+351 21 555 01 {len(name):02}", "--org", "Helix", "--title", name],
            ["tag", handle, "board"], ["tag", handle, handle], ["note", handle, name], ["log", handle, "cy-park", "lunch"], ["link", handle, "cy-park"],
            ["group", "add", "board", handle], ["exchange", "add", handle, "help", "--given"], ["skill", handle, "SQL"],
            ["remind", "add", handle, name], ["cadence", "set", handle, "3m"], ["edit", handle, "--birthday", "--02-29"],
        ]  # fmt: skip
    for words in lines:
        assert cli.run(["--db", str(db), "--quiet", *words]) == 0, words

    dumps = []
    for words in (["merge", "ana-pires", "bo-lind", "--yes"], ["undo"], ["redo"], ["undo"]):
        with open_reader(db) as store:
            dumps.append(every_row(store, leave_out=DERIVED))
        assert cli.run(["--db", str(db), "--quiet", *words]) == 0
    with open_reader(db) as store:
        dumps.append(every_row(store, leave_out=DERIVED))

    assert dumps[0] == dumps[2] == dumps[4]
    assert dumps[1] == dumps[3] != dumps[0]
    assert unsound(db) == []


def test_what_came_after_an_undo_may_keep_it_from_being_redone(netcli: Netcli) -> None:
    """It is named, and taking it back makes way."""
    netcli("add 'Ana Pires'")
    netcli("tag ana-pires board")
    netcli("undo")
    later = netcli("tag ana-pires board --json").json["operation"]

    assert f"netcli undo {later}" in netcli("redo", code=65).err
    netcli(f"undo {later}")
    netcli("redo")


def test_the_history_of_who_was_merged_tells_no_row_numbers(netcli: Netcli) -> None:
    """Rows that moved from one record to the other say nothing new of anybody."""
    netcli("add 'Ana Pires' --tag board --email ana@example.org")
    netcli("add 'A. Pires' --tag fair --email a@example.org")
    netcli("merge ana-pires a-pires --yes")

    assert "id:" not in netcli("history ana-pires").out
