"""Favours, recommendations, introductions, opportunities and searches, in any order, beside a plain model.

The file says what the model says, and undo goes back.

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
ANSWERS = {
    "agreed": "introducer", "opted-in": "target", "made": "introducer", "met": "requester", "declined": "introducer",
    "withdrawn": "requester",
}  # fmt: skip
OVER, LOST = ("met", "declined", "withdrawn"), ("won", "lost", "dropped")
people, days, matters = st.sampled_from(PEOPLE), st.sampled_from(DAYS), st.sampled_from(MATTERS)
anybody = st.sampled_from(("me", *PEOPLE))

Model = dict[str, Any]


class GiveAndTake(RuleBasedStateMachine):
    """Random commands on a real file, beside lists of what was said."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.db = Path(self.folder.name) / "t.db"
        self.model: Model = {
            "exchanges": {}, "recommendations": {}, "introductions": {}, "opportunities": {}, "tagged": set(),
            "noted": None, "next": [1, 1, 1, 1],
        }  # fmt: skip
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

    @rule(title=st.sampled_from(["Head of Data", "Audit"]))
    def pursue(self, title: str) -> None:
        self.change()
        self.model["opportunities"][str(self.model["next"][3])] = [title, ["lead"]]
        self.model["next"][3] += 1
        self.run("opportunity", "add", title)

    @precondition(lambda self: self.model["opportunities"])
    @rule(data=st.data(), stage=st.sampled_from(["talking", "offer", *LOST]))
    def move_on(self, data: st.DataObject, stage: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.model["opportunities"])))
        stages = self.model["opportunities"][number][1]
        if stages[-1] != stage:
            self.change()
            self.model["opportunities"][number][1].append(stage)
        self.run("opportunity", "move", number, stage)

    @rule(via=people, to=people, number=st.none() | st.sampled_from(["1", "2"]))
    def ask_for_introduction(self, via: str, to: str, number: str | None) -> None:
        held = self.model["opportunities"].get(number)
        code = 0
        if number and not held:
            code = 3
        elif (held and held[1][-1] in LOST) or not self.may_begin("me", via, to):
            code = 65
        if not code:
            self.begin("me", via, to, number, "asked", "requester")
        self.run("intro", "ask", to, "--via", via, *(["--for", number] if number else []), code=code)

    @rule(one=anybody, by=anybody, other=anybody, first=st.booleans())
    def introduce(self, one: str, by: str, other: str, first: bool) -> None:
        refused = not self.may_begin(one, by, other)
        if not refused:
            self.begin(one, by, other, None, "agreed" if first else "made", "introducer")
        words = ("intro", "make", one, other, "--by", by)
        self.run(*words, *(["--ask-first"] if first else []), code=65 if refused else 0)

    def may_begin(self, *three: str) -> bool:
        known = self.model["introductions"].values()
        return len(set(three)) == 3 and not any(i[0] == [*three] and i[2][-1][0] not in OVER for i in known)

    def begin(self, one: str, by: str, other: str, number: str | None, step: str, whose: str) -> None:
        self.change()
        self.model["introductions"][str(self.model["next"][2])] = [[one, by, other], number, [[step, whose]]]
        self.model["next"][2] += 1

    @precondition(lambda self: self.model["introductions"])
    @rule(
        data=st.data(), step=st.sampled_from(sorted(ANSWERS)), by=st.none() | st.sampled_from(["requester", "target"])
    )
    def answer(self, data: st.DataObject, step: str, by: str | None) -> None:
        number = data.draw(st.sampled_from(sorted(self.model["introductions"])))
        steps = self.model["introductions"][number][2]
        told = [step, by or ANSWERS[step]]
        refused = steps[-1] == told
        if not refused:
            self.change()
            self.model["introductions"][number][2].append(told)
        self.run("intro", "answer", number, step, *(["--by", by] if by else []), code=65 if refused else 0)

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
    def introductions_stand_so(self) -> None:
        if not self.db.exists():
            return
        known = self.model["introductions"]
        listed = {
            str(i["id"]): [
                [self.name(i[part]) for part in ("requester", "introducer", "target")],
                i["opportunity"] and str(i["opportunity"]["id"]), [[step["step"], step["by"]] for step in i["steps"]],
            ]
            for i in self.run("intro", "list")
        }  # fmt: skip
        assert listed == known
        last = {number: i[2][-1][0] for number, i in known.items()}
        for state in ("open", *sorted(set(last.values()))):
            found = {str(i["id"]) for i in self.run("intro", "list", "--state", state)}
            assert found == {n for n, now in last.items() if (now not in OVER if state == "open" else now == state)}
        pursued = self.run("opportunity", "list", "--all")
        assert {str(o["id"]): [o["title"], [stage["stage"] for stage in o["stages"]]] for o in pursued} == (
            self.model["opportunities"]
        )
        assert {str(o["id"]): [str(i["id"]) for i in o["introductions"]] for o in pursued} == {
            number: [n for n, i in known.items() if i[1] == number] for number in self.model["opportunities"]
        }

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
        for three, _, steps in self.model["introductions"].values():
            told += self.of_introduction(three, [step for step, _ in steps])
        return told

    @staticmethod
    def of_introduction(three: list[str], steps: list[str]) -> list[tuple[str, int, int, str]]:
        """Return the favours of one introduction: for who asked, for both if nobody did; or asked in vain."""
        requester, introducer, target = three
        if not {"made", "met"} & set(steps):
            vain = steps[-1] == "declined" and requester == "me"
            return [(introducer, 0, 1, "2026-03-02")] if vain else []
        for_whom = [requester] if "asked" in steps else [requester, target]
        if introducer == "me":
            return [(person, 3, 0, "2026-03-02") for person in for_whom]
        return [(introducer, 0, 3, "2026-03-02")] if "me" in for_whom else []

    @invariant()
    def statistics_count_the_same(self) -> None:
        if not self.db.exists():
            return
        made = [(i[0], [step for step, _ in i[2]]) for i in self.model["introductions"].values()]
        made = [told for told in made if {"made", "met"} & set(told[1])]
        given = sum(three[1] == "me" for three, _ in made)
        got = sum(three[0] == "me" or (three[2] == "me" and "asked" not in steps) for three, steps in made)
        vouched = self.vouched()
        ways = [way for _, way, _, _ in self.model["exchanges"].values()]
        told = {row["kind"]: (row["given_ever"], row["received_ever"]) for row in self.run("stats")["exchanges"]}
        assert told == {
            "introduction": (given, got),
            "recommendation": (sum(r[0] == "me" for r in vouched), sum(r[1] == "me" for r in vouched)),
            "exchange": (ways.count("given"), ways.count("received")),
        }

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
