"""The planted networks: made-up people with known brokers, and answers worked out by a program that shares no code.

`planted.json` gives, for each network, its rows, the strength of some ties, and queries with the expected answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from netcli.domain.evidence import load_ties, pair
from netcli.domain.person import add_person, describe_me, named
from netcli.domain.tie import imply, state, tie_of
from netcli.model_tie import Evidence, EvidenceKind, Level, Statement
from netcli.storage import Store, open_writer

NETWORKS: dict[str, Any] = json.loads((Path(__file__).parent / "planted.json").read_text())["networks"]
AS_OF = "2026-03-02"
#: Level and kinship of a relation field, as docs/scores.md has them.
RELATED = {"spouse": (5, True)}

Json = dict[str, Any]


def write(path: Path, network: Json) -> dict[str, int]:
    """Write a network into a new file through storage; return everybody's number by key."""
    with open_writer(path) as store, store.operation("test", at="2026-03-02T00:00:00Z"):
        people = {"me": describe_me(store, "Me", None, on=AS_OF).id}
        for row in network["people"]:
            if row["key"] != "me":
                people[row["key"]] = _person(store, row, people["me"])
        _levels(store, network, people)
        _contacts(store, network, people)
        _positions(store, network, people)
        for ask in network["asks"]:
            _ask(store, ask, people)
        for group in network["groups"]:
            number = store.insert("grp", name=group["key"].title(), key=group["key"])
            for member in group["members"]:
                store.insert("membership", grp_id=number, person_id=people[member])
    return people


def _person(store: Store, row: Json, me: int) -> int:
    person = add_person(store, named(row["name"]), seen_on=None, do_not_ask=row.get("do_not_ask", False))
    store.update("person", person, handle=row["key"])
    for kind in (EvidenceKind.BOOK, EvidenceKind.LINKEDIN):
        if on := row.get(kind.value):
            imply(store, me, person, Evidence(kind, on))
    return person


def _levels(store: Store, network: Json, people: dict[str, int]) -> None:
    for row in network["levels"]:
        a, b = people[row["from"]], people[row["to"]]
        both = row.get("both", True)
        state(
            store,
            Statement(a, b, Level(row["level"]), row["date"], both, row.get("family", False), note=row.get("text")),
        )
    for row in network["known_by"]:
        keeper = people[row["keeper"]]
        level = 2 if row["kind"] == "linkedin" else 1
        imply(store, keeper, people[row["person"]], Evidence(EvidenceKind.KNOWN_BY, row["date"], keeper, level))
    for row in network["related"]:
        level, family = RELATED[row["type"]]
        fact = Evidence(EvidenceKind.RELATED, row["date"], None, level, family)
        imply(store, people[row["person"]], people[row["other"]], fact)


def _contacts(store: Store, network: Json, people: dict[str, int]) -> None:
    for row in network["interactions"]:
        number = store.insert("interaction", on_date=row["date"], channel=row["kind"])
        there = sorted(people[key] for key in row["people"])
        for person in there:
            store.insert("participant", interaction_id=number, person_id=person)
        for a in there:
            for b in there:
                if a < b:
                    tie_of(store, a, b)
    for row in network["mail"]:
        sender, recipients = people[row["from"]], [people[key] for key in row["to"]]
        days = [(sender, to, "mail") for to in recipients]
        days += [(a, b, "comail") for a in recipients for b in recipients if a < b and len(recipients) <= 5]
        for a, b, channel in days:
            tie_of(store, a, b)
            store.insert("contact_day", from_id=a, to_id=b, on_date=row["date"], channel=channel, count=row.get("n", 1))


def _positions(store: Store, network: Json, people: dict[str, int]) -> None:
    orgs = {
        org["key"]: store.insert("org", name=org["key"].title(), key=org["key"], headcount=org["headcount"])
        for org in network["orgs"]
    }
    for row in network["positions"]:
        store.insert(
            "position", person_id=people[row["person"]], org_id=orgs[row["org"]], title=row["title"], kind=row["kind"],
            start_on=row["from"], end_on=row["to"], is_current=int(row["to"] is None),
        )  # fmt: skip


def _ask(store: Store, row: Json, people: dict[str, int]) -> None:
    number = store.insert(
        "introduction", requester_id=people[row["requester"]], introducer_id=people[row["introducer"]],
        target_id=people[row["target"]],
    )  # fmt: skip
    store.insert("introduction_step", introduction_id=number, step="asked", by="requester", on_date=row["date"])
    if row["state"] == "met":
        tie_of(store, people[row["requester"]], people[row["target"]])
    if row["state"] != "asked":
        by = "requester" if row["state"] == "met" else "introducer"
        on = row.get("met", row["date"])
        store.insert("introduction_step", introduction_id=number, step=row["state"], by=by, on_date=on)


def tie_between(store: Store, one: int, other: int) -> Any:
    """Return all that is stored on a pair."""
    (tie,) = load_ties(store, [pair(one, other)])
    return tie
