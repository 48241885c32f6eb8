"""Who brought whom together, told from mail alone: the protocol of docs/evaluation.md, through the command line."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import Netcli
from tests.introductions._network import NETWORKS


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _rank(netcli: Netcli, one: str, other: str, broker: str, as_of: str) -> tuple[int | None, int]:
    """Return the broker's place among the mutual acquaintances of two people, and how many these are."""
    from netcli import cli

    netcli._capsys.readouterr()
    cli.run(["--db", str(netcli.db), "mutual", one, other, "--as-of", as_of, "--json"])
    people = [item["person"]["handle"] for item in json.loads(netcli._capsys.readouterr().out)["mutual"]]
    return (people.index(broker) + 1 if broker in people else None), len(people)


def _tied_on(told: Any, day: str) -> dict[int, set[int]]:
    """Return whom everybody has exchanged mail with by a day, as sender, recipient, or one of a few recipients."""
    tied: dict[int, set[int]] = defaultdict(set)
    for when, a, b in told:
        if when <= day:
            tied[a].add(b)
            tied[b].add(a)
    return tied


def test_the_broker_comes_first_far_oftener_than_by_counting_acquaintances(
    netcli: Netcli, tmp_path: Path, gen_mail: ModuleType
) -> None:
    """On the day before two people begin to write to each other, whoever then wrote to both is near the top.

    Unweighted, all common acquaintances are equal: the expected reciprocal rank of one of n is (1 + 1/2 + ... + 1/n) / n.
    """
    told = gen_mail.history(2500, 50, seed=11)
    box = tmp_path / "mail.mbox"
    box.write_text("".join(gen_mail.lines(told, 40)))
    netcli("edit", "me", "--email", gen_mail.OWNER)
    report = netcli("import", str(box), "--create-people", "all", "--json").json
    assert report["messages"] == len(told.mails)
    people = {row["email"]: row["handle"] for row in netcli("list --all --json").json}
    people[gen_mail.OWNER] = "sam-moreau"
    pairs = [(gen_mail.day_of(mail.minute), mail.sender, to) for mail in told.mails for to in mail.to]

    found, unweighted = [], []
    for day, one, other, broker in told.events[:: max(1, len(told.events) // 30)]:
        before = _day_before(day)
        handles = [people[gen_mail.address(person)] for person in (one, other, broker)]
        rank, count = _rank(netcli, *handles, before)
        tied = _tied_on(pairs, before)
        common = len((tied[one] & tied[other]) - {0})
        assert rank is not None  # nothing of the mail with him is dropped
        assert count >= common
        found.append(Fraction(1, rank))
        unweighted.append(sum(Fraction(1, place) for place in range(1, count + 1)) / count)

    assert len(found) >= 25
    assert sum(found) / len(found) > Fraction(3, 5)
    assert sum(found) > 2 * sum(unweighted)
    assert sum(rank >= Fraction(1, 3) for rank in found) >= 0.8 * len(found)


def test_the_planted_stream_gives_its_scores_when_it_comes_as_mail(netcli: Netcli, tmp_path: Path) -> None:
    """The network that was worked out by another program, written as a mailbox and imported, to nine digits."""
    stream = NETWORKS["stream"]
    address = {row["key"]: row.get("email", "me@example.org") for row in stream["people"]}
    messages = []
    for row in stream["mail"]:
        sent = date.fromisoformat(row["date"])
        for copy in range(row["n"]):
            to = ", ".join(address[key] for key in row["to"])
            messages.append(
                f"From x@example.org Mon Jan  5 10:00:00 2026\nMessage-ID: <{len(messages)}.{copy}@example.org>\n"
                f"Date: {sent:%d %b %Y} 12:00:00 +0000\nFrom: {address[row['from']]}\nTo: {to}\n\nHi\n\n"
            )
    box = tmp_path / "stream.mbox"
    box.write_text("".join(messages))
    netcli("edit me --email me@example.org")
    netcli("import", str(box), "--create-people", "all")

    for query in stream["queries"]:
        one, other = (address[key] for key in query["command"][1:3])
        answer = netcli("mutual", one, other, "--as-of", query["as_of"], "--json").json
        by_mail = {row["email"]: row["handle"] for row in netcli("list --all --json").json}
        found = [(item["person"]["handle"], item["score"]) for item in answer["mutual"]]
        expected = [(by_mail[address[item["person"]]], item["score"]) for item in query["mutual"]]
        assert [person for person, _ in found[: len(expected)]] == [person for person, _ in expected]
        assert [score for _, score in found[: len(expected)]] == pytest.approx(
            [score for _, score in expected], abs=1e-9
        )


def test_a_generated_history_is_always_the_same(gen_mail: ModuleType) -> None:
    """The same arguments give the same mail; each introduction is of two who had not written to each other."""
    told = gen_mail.history(800, 30)
    assert told == gen_mail.history(800, 30)
    first: dict[frozenset[int], str] = {}
    for mail in told.mails:
        for other in mail.to if len(mail.to) < 5 else ():
            first.setdefault(frozenset((mail.sender, other)), gen_mail.day_of(mail.minute))
    for day, one, other, _ in told.events:
        assert first[frozenset((one, other))] >= day
