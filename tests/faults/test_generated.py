"""Thousands of made-up people through vCard, JSON and a table, and back: no property of anybody is lost."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netcli import cli
from netcli.domain.person import add_person
from netcli.exporting.json import export_all
from netcli.exporting.people import Wanted
from netcli.exporting.table import rows
from netcli.model import ADDRESS_PARTS, EventFact, NameFact, NameKind, PersonFacts, PointFact, PointKind, PositionFact
from netcli.storage import Store, open_reader, open_writer
from netcli.text import one_line
from tests._figures import figure, reach
from tests.exporting._people import HARD, NOW, empty, exported, ids, read_into, said

soak = pytest.mark.soak
BATCH = 500
_TAME = "abcdefgéßłñöŒ漢字кирاب"
#: `Main Office` is not among them: a table with it is read as of work, the main one, in the words of all tables.
_LABELS = (None, "home", "work", "cell", "cell, work", "work fax", "Summer place")
_HARD_LABELS = (*_LABELS, "Main Office", "pref", "a;b,c", "voice")


class Maker:
    """Makes people up, everything of them by chance but what tells them apart; `hard` has what takes cards apart."""

    def __init__(self, seed: int, *, hard: bool) -> None:
        self.chance, self.hard, self.number = random.Random(seed), hard, seed * 1_000_000

    def word(self) -> str:
        """Return a word or a few that are stored as they are."""
        chance = self.chance
        letters = _TAME + (HARD + "\t💡ﬁ" if self.hard else " .'&-")
        text = "".join(chance.choice(letters) for _ in range(chance.randint(2, 12)))
        return one_line(f"{chance.choice(_TAME)}{text}{chance.choice(_TAME)}")

    def maybe(self) -> str | None:
        return self.word() if self.chance.random() < 0.4 else None

    def day(self) -> str:
        year, month, day = self.chance.randint(1900, 2030), self.chance.randint(1, 12), self.chance.randint(1, 28)
        whole = f"{year}-{month:02}-{day:02}"
        return self.chance.choice((whole, whole, whole[:4], whole[:7], f"-{whole[4:]}", "--02-29"))

    def point(self, at: int) -> PointFact:
        chance, unique = self.chance, f"{self.number}-{at}"
        label, preferred = chance.choice(_HARD_LABELS if self.hard else _LABELS), chance.random() < 0.2
        kind = chance.choice([kind for kind in PointKind if self.hard or kind is not PointKind.IM])
        if kind is PointKind.ADDRESS:
            parts = tuple((name, self.word()) for name in ADDRESS_PARTS if chance.random() < 0.6) or (("city", "Lyon"),)
            return PointFact(kind, ", ".join(text for _, text in parts), label, preferred and self.hard, parts)
        value = {
            PointKind.EMAIL: f"p{unique}@example.org", PointKind.PHONE: f"+351 {self.number}{at:03}",
            PointKind.URL: f"https://example.org/{unique}", PointKind.IM: f"xmpp:p{unique}@example.org",
        }[kind]  # fmt: skip
        has_mark = self.hard or kind in (PointKind.EMAIL, PointKind.PHONE)
        return PointFact(kind, value, label, preferred and has_mark)

    def some(self, make: Any, most: int) -> tuple[Any, ...]:
        """Return up to so many different things."""
        return tuple(dict.fromkeys(make() for _ in range(self.chance.randint(0, most))))

    def person(self) -> PersonFacts:
        """Return somebody nobody else has an address or a number of."""
        self.number += 1
        chance, given, family = self.chance, self.word(), self.word()
        prefix, additional, suffix = self.maybe(), self.maybe(), self.maybe()
        name = " ".join(filter(None, (prefix, given, additional, family, suffix)))
        kinds = tuple(NameKind) if self.hard else (NameKind.NICKNAME,)
        names = self.some(lambda: NameFact(chance.choice(kinds), self.word()), 3)
        lines = self.some(self.word, 4)
        return PersonFacts(
            name, given, family, additional, prefix, suffix, birthday=self.day() if chance.random() < 0.5 else None,
            lang=chance.choice((None, "en", "pt-BR")) if self.hard else None, note="\n".join(lines) or None,
            names=tuple(other for other in names if other.name != name),
            points=tuple(self.point(at) for at in range(chance.randint(1, 5))),
            positions=self.some(lambda: PositionFact(self.word(), self.maybe(), team=self.maybe()), 3 if self.hard else 1),
            tags=self.some(lambda: chance.choice(("board", "späti", "berlin-2024", "a;b" if self.hard else "ab")), 3),
            events=self.some(lambda: EventFact(chance.choice(("wedding", "anniversary", "First day")), self.day()), 2),
        )  # fmt: skip


def fill(new: Path, path: Path, maker: Maker, count: int) -> Store:
    """Return a copy of an empty file with so many people made up."""
    shutil.copy(new, path)
    store = open_writer(path)
    with store.operation("add", **NOW):
        for _ in range(count):
            add_person(store, maker.person(), seen_on="2026-03-02")
    return store


def properties(found: object, name: str = "") -> Iterator[str]:
    """Yield everything that is told, as where it stands and what it says; an order of things does not count."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from properties(value, f"{name}.{key}")
    elif isinstance(found, list | tuple):
        for value in found:
            yield (
                json.dumps([name, value], ensure_ascii=False, sort_keys=True)
                if isinstance(value, dict)
                else f"{name}={value}"
            )
    elif found is not None:
        yield f"{name}={found}"


def missing(before: list[Any], after: list[Any]) -> list[str]:
    """Return what was told of people and is not any more; a person that is gone has lost all."""
    lost = list[str]()
    for at, one in enumerate(before):
        told, left = Counter(properties(one)), Counter(properties(after[at]) if at < len(after) else ())
        lost += (told - left).elements()
    return lost


def through_cards(folder: Path, store: Store, new: Path) -> list[str]:
    with read_into(folder / "cards.db", new, exported(store)) as other:
        return missing(said(store)[0], said(other)[0])


def through_json(folder: Path, store: Store) -> list[str]:
    everything = export_all(store)
    (folder / "all.json").write_text(json.dumps(everything), encoding="utf-8")
    target = folder / "json.db"
    target.unlink(missing_ok=True)
    assert cli.run(["--db", str(target), "--quiet", "--no-input", "import", str(folder / "all.json")]) == 0
    with open_reader(target) as other:
        after = export_all(other)
    lost = missing(everything["people"], after["people"])
    return lost + [name for name in everything if everything[name] != after[name] and name != "people"]


def through_a_table(folder: Path, store: Store, new: Path) -> list[str]:
    first = b"".join(rows(store, Wanted(by_id(store), True), ","))
    with read_into(folder / "table.db", new, first, "people.csv") as other:
        second = b"".join(rows(other, Wanted(by_id(other), True), ","))
    return missing(*([*csv.DictReader(io.StringIO(text.decode(), newline=""))] for text in (first, second)))


def by_id(store: Store) -> list[int]:
    return sorted(ids(store))


@pytest.mark.parametrize(("people", "size"), [(60, 60), pytest.param(20_000, BATCH, marks=soak)])
def test_nobody_loses_a_property_on_any_way(
    people: int, size: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Export, import into an empty file, look: through cards, through netcli's own JSON, through a table."""
    new = empty(tmp_path / "new.db")
    lost: dict[str, list[str]] = {"vCard": [], "JSON": [], "CSV": []}
    for batch in range(people // size):
        with fill(new, tmp_path / "hard.db", Maker(batch, hard=True), size) as store:
            lost["vCard"] += through_cards(tmp_path, store, new)
            lost["JSON"] += through_json(tmp_path, store)
        with fill(new, tmp_path / "tame.db", Maker(batch, hard=False), size) as store:
            lost["CSV"] += through_a_table(tmp_path, store, new)
        capsys.readouterr()
    reach("generated", people, bad={"properties lost": sum(map(len, lost.values()))})
    figure(
        f"{people:,} made-up people: {', '.join(f'{len(found)} properties lost by {way}' for way, found in lost.items())}"
    )
    assert {way: found[:5] for way, found in lost.items()} == {"vCard": [], "JSON": [], "CSV": []}
