"""Favours, recommendations and searches, in any order: the file says what a plain model says, and undo goes back.

Every state is reached, listed, undone, exported and restored.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from netcli import cli
from netcli.dates import last_day

PEOPLE = ("ana", "bo", "cy")
DAYS = ("2023", "2024-06", "2026-02-01", "2026-03-02", "2026")
MATTERS = ("", "tax", "law")
STATES = ("asked", "given", "hidden", "declined")
people, days, matters = st.sampled_from(PEOPLE), st.sampled_from(DAYS), st.sampled_from(MATTERS)
anybody = st.sampled_from(("me", *PEOPLE))

Model = dict[str, Any]


class GiveAndTake(RuleBasedStateMachine):
    """Random commands on a real file, beside lists of what was said."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.db = Path(self.folder.name) / "t.db"
        self.model: Model = {"exchanges": {}, "recommendations": {}, "tagged": set(), "noted": None, "next": [1, 1]}
        self.past: list[str] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    def run(self, *words: str, code: int = 0, db: Path | None = None) -> Any:
        out = StringIO()
        with redirect_stdout(out):
            found = cli.run(["--db", str(db or self.db), "--quiet", "--json", *words])
        assert found == code, (words, found)
        return json.loads(out.getvalue()) if out.getvalue() else None

    def change(self) -> None:
        """Remember the model as it is before an operation that changes it."""
        self.past.append(json.dumps(self.model, default=sorted))

    @initialize()
    def first(self) -> None:
        self.run("init", "--name", "Sam Moreau", "--yes")
        for name in PEOPLE:
            self.run("add", name, "--level", "3")

    @rule(person=people, given=st.booleans(), on=days, kind=st.sampled_from(["help", "advice"]))
    def exchange(self, person: str, given: bool, on: str, kind: str) -> None:
        facts = [person, "given" if given else "received", kind, on]
        new = facts not in self.model["exchanges"].values()
        if new:
            self.change()
            self.model["exchanges"][str(self.model["next"][0])] = facts
            self.model["next"][0] += 1
        self.run("exchange", "add", person, "words", f"--{facts[1]}", "--kind", kind, "--on", on)

    @precondition(lambda self: self.model["exchanges"])
    @rule(data=st.data(), on=days, remove=st.booleans())
    def edit_exchange(self, data: st.DataObject, on: str, remove: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.model["exchanges"])))
        held = self.model["exchanges"][number]
        if remove or held[3] != on:
            self.change()
        if remove:
            del self.model["exchanges"][number]
        else:
            self.model["exchanges"][number] = [*held[:3], on]
        self.run("exchange", "edit", number, *(["--remove"] if remove else ["--on", on]))

    @rule(author=anybody, subject=anybody, matter=matters, on=days)
    def ask(self, author: str, subject: str, matter: str, on: str) -> None:
        asked = self.asked(author, subject)
        refused = author == subject or any(r[2] == matter for r in asked.values())
        if not refused:
            self.change()
            self.put(author, subject, matter, "asked", on)
        self.run("recommendation", "ask", author, subject, "--for", matter, "--on", on, code=65 if refused else 0)

    @rule(author=anybody, subject=anybody, matter=matters, hidden=st.booleans(), on=days)
    def give(self, author: str, subject: str, matter: str, hidden: bool, on: str) -> None:
        asked, state = self.asked(author, subject), "hidden" if hidden else "given"
        same = [n for n, r in asked.items() if r[2] == matter]
        for_any = [n for n, r in asked.items() if not r[2]]
        only = list(asked) if not matter and len(asked) == 1 else []
        closes = next(iter([*same, *for_any, *only]), None)
        final = matter or (self.model["recommendations"][closes][2] if closes else "")
        held = [r for r in self.model["recommendations"].values() if r[3] in ("given", "hidden")]
        twice = closes is None and any(r[:3] == [author, subject, matter] for r in held)
        refused = author == subject or (not final and not twice)
        if not refused and not twice:
            self.change()
            if closes:
                self.model["recommendations"][closes] = [author, subject, final, state, on]
            else:
                self.put(author, subject, matter, state, on)
        words = ("recommendation", "add", author, subject, "--for", matter, "--on", on)
        self.run(*words, *(["--hidden"] if hidden else []), code=65 if refused else 0)

    def asked(self, author: str, subject: str) -> dict[str, list[str]]:
        """Return what is asked of one for the other, in the order of asking."""
        found = sorted(self.model["recommendations"].items(), key=lambda item: int(item[0]))
        return {n: r for n, r in found if r[:2] == [author, subject] and r[3] == "asked"}

    def put(self, *facts: str) -> None:
        self.model["recommendations"][str(self.model["next"][1])] = list(facts)
        self.model["next"][1] += 1

    @precondition(lambda self: self.model["recommendations"])
    @rule(data=st.data(), state=st.sampled_from(STATES), remove=st.booleans())
    def edit_recommendation(self, data: st.DataObject, state: str, remove: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.model["recommendations"])))
        held = self.model["recommendations"][number]
        refused = not remove and not held[2] and state in ("given", "hidden") and state != held[3]
        if remove or (state != held[3] and not refused):
            self.change()
            if remove:
                del self.model["recommendations"][number]
            else:
                held[3] = state
        words = ["--remove"] if remove else ["--state", state]
        self.run("recommendation", "edit", number, *words, code=65 if refused else 0)

    @rule(person=people, off=st.booleans())
    def tag(self, person: str, off: bool) -> None:
        if (person in self.model["tagged"]) == off:
            self.change()
            self.model["tagged"] = set(self.model["tagged"]) ^ {person}
        self.run("tag", person, "friends", *(["--off"] if off else []))

    @rule(where=st.sampled_from(["level:3..", "tag:friends", "recommended:tax"]), off=st.booleans())
    def tag_many(self, where: str, off: bool) -> None:
        chosen = {"level:3..": set(PEOPLE), "tag:friends": set(self.model["tagged"])}
        found = chosen.get(where, {r[1] for r in self.vouched() if "tax" in r[2] and r[1] != "me"})
        before = set(self.model["tagged"])
        after = before - found if off else before | found
        if after != before:
            self.change()
            self.model["tagged"] = after
        self.run("tag", "friends", "--where", where, *(["--off"] if off else []))

    def vouched(self) -> list[list[str]]:
        return [r for r in self.model["recommendations"].values() if r[3] in ("given", "hidden")]

    @rule()
    def save(self) -> None:
        if self.model["noted"] is None:
            self.change()
            self.model["noted"] = set(self.model["tagged"])
        self.run("search", "save", "friends", "tag:friends")

    @precondition(lambda self: self.model["noted"] is not None)
    @rule(dry=st.booleans())
    def look(self, dry: bool) -> None:
        noted, tagged = set(self.model["noted"]), set(self.model["tagged"])
        if noted != tagged and not dry:
            self.change()
            self.model["noted"] = tagged
        (ran,) = self.run("search", "run", "--all", *(["--dry-run"] if dry else []))

        assert {ref["handle"] for ref in ran["entered"]} == tagged - noted
        assert {ref["handle"] for ref in ran["left"]} == noted - tagged
        assert ran["people"] == len(tagged)

    @precondition(lambda self: self.model["noted"] is not None)
    @rule()
    def forget(self) -> None:
        self.change()
        self.model["noted"] = None
        self.run("search", "remove", "friends")

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        numbers = self.model["next"]  # numbers are never used again
        self.model = {**json.loads(self.past.pop()), "next": numbers}
        self.run("undo")

    @rule()
    def move(self) -> None:
        """Go on in a file that was made of the export."""
        export, other = (
            Path(self.folder.name) / "all.json",
            Path(self.folder.name) / f"{len(os.listdir(self.folder.name))}.db",
        )
        export.write_text(json.dumps(self.run("export", "json")))
        self.run("import", str(export), db=other)
        self.db, self.past = other, []

    @invariant()
    def lists_say_so(self) -> None:
        if not self.db.exists():
            return
        found = self.run("exchange", "list")
        assert {str(e["id"]): [e["person"]["handle"], e["direction"], e["kind"], e["on"]] for e in found} == (
            self.model["exchanges"]
        )
        said = self.run("recommendation", "list")
        assert {
            str(r["id"]): [self.name(r["author"]), self.name(r["subject"]), r["for_what"] or "", r["state"], r["on"]]
            for r in said
        } == self.model["recommendations"]
        searches = self.run("search", "list")
        assert [s["people"] for s in searches] == (
            [] if self.model["noted"] is None else [len(set(self.model["noted"]) & set(PEOPLE))]
        )

    @invariant()
    def the_balance_is_right(self) -> None:
        if not self.db.exists():
            return
        sums: dict[str, list[int]] = {}
        recent: dict[str, int] = {}
        for person, given, taken, on in self.favours():
            held = sums.setdefault(person, [0, 0])
            held[0], held[1] = held[0] + given, held[1] + taken
            recent[person] = recent.get(person, 0) + (last_day(on).isoformat() > "2024-03-02")
        rows = self.run("balance")
        assert {row["handle"]: [row["given"], row["taken"]] for row in rows} == sums
        assert {row["handle"]: row["exchanges"] for row in rows} == recent
        assert [row["balance"] for row in rows] == sorted(given - taken for given, taken in sums.values())

    def favours(self) -> list[tuple[str, int, int, str]]:
        """Return (person, given, taken, date) by the model."""
        told = [(p, int(d == "given"), int(d == "received"), on) for p, d, _, on in self.model["exchanges"].values()]
        for author, subject, _, state, on in self.model["recommendations"].values():
            if state in ("given", "hidden") and author == "me":
                told.append((subject, 2, 0, on))
            if subject == "me" and state != "asked":
                told.append((author, 0, 1 if state == "declined" else 2, on))
        return told

    @staticmethod
    def name(ref: dict[str, str]) -> str:
        return "me" if ref["handle"] == "sam-moreau" else ref["handle"]


GiveAndTake.TestCase.settings = settings(
    max_examples=int(os.environ.get("NETCLI_EXAMPLES", "12")),
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestGiveAndTake = GiveAndTake.TestCase
