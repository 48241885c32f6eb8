"""Write a made-up history of mail with planted brokers, as a mailbox.

    python tools/gen_mail.py 100000 mail.mbox --people 3000
    python tools/gen_mail.py 4000 mail.mbox --people 60 --events events.json

Nobody in it exists. The same arguments always write the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

OWNER = "sam@example.org"
_FIRST = datetime(2020, 1, 6, 8, tzinfo=UTC)
_GIVEN = [
    "Ana",
    "Bo",
    "Cleo",
    "Dana",
    "Eli",
    "Fay",
    "Gus",
    "Hana",
    "Ines",
    "Jon",
    "Kai",
    "Lea",
    "Mia",
    "Nia",
    "Omar",
    "Pia",
    "Quin",
    "Rosa",
    "Sol",
    "Tom",
]
_FAMILY = [
    "Abel",
    "Berg",
    "Cole",
    "Diaz",
    "Engel",
    "Faye",
    "Grau",
    "Hale",
    "Ilic",
    "Jansen",
    "Klee",
    "Lind",
    "Mora",
    "Nunez",
    "Okafor",
    "Pires",
    "Roth",
    "Sato",
    "Tran",
]


@dataclass(frozen=True)
class Mail:
    """One message: the minutes since the beginning, who wrote it, and to whom."""

    minute: int
    sender: int
    to: tuple[int, ...]


@dataclass
class History:
    """Messages in order of time, and the introductions in it: (day, requester, target, broker)."""

    mails: list[Mail] = field(default_factory=list)
    events: list[tuple[str, int, int, int]] = field(default_factory=list)


def address(person: int) -> str:
    """Return somebody's address; number 0 is the owner."""
    return OWNER if person == 0 else f"p{person}@example.{('org', 'net', 'com')[person % 3]}"


def name(person: int) -> str:
    """Return somebody's name."""
    if person == 0:
        return "Sam Moreau"
    return f"{_GIVEN[person % 20]} {_FAMILY[person // 20 % 19]} {person}"


def day_of(minute: int) -> str:
    """Return the day (UTC) of a minute."""
    return (_FIRST + timedelta(minutes=minute)).date().isoformat()


def history(count: int, people: int, seed: int = 7, unaided: int = 0) -> History:
    """Return about `count` messages among so many people: circles that write to each other, and brokers between them.

    Everybody has a few people he writes with often, chosen mostly in his own circle. Now and then somebody brings two
    people together who have never written to each other: he writes to both at once, and they go on among themselves.
    He is one who has lately written with both, both ways; popularity plays no part in the choice. So many pairs begin
    to write `unaided`, whoever has written to both before.
    """
    rng = random.Random(seed)
    told = History()
    minutes = 6 * 365 * 24 * 60
    circles = max(2, people // 12)
    friends: list[set[int]] = [set() for _ in range(people)]
    for person in range(people):
        inside = [other for other in range(people) if other % circles == person % circles and other != person]
        for other in (*rng.sample(inside, min(4, len(inside))), rng.randrange(people), rng.randrange(people)):
            if other != person:
                friends[person].add(other)
                friends[other].add(person)
    active: list[dict[int, int]] = [{} for _ in range(people)]
    written = {frozenset((a, b)) for a in range(people) for b in friends[a]}
    every = max(8, count // max(1, people * 2))
    for at in range(count):
        minute = minutes * at // count + rng.randrange(30)
        if at > count // 5 and at % every == 0 and (found := _broker(rng, active, written, people)):
            broker, one, other = found
            told.events.append((day_of(minute), one, other, broker))
            written.add(frozenset((one, other)))
            told.mails.append(Mail(minute, broker, (one, other)))
            told.mails += [Mail(minute + 60, other, (one,)), Mail(minute + 120, one, (other,))]
            friends[one].add(other)
            friends[other].add(one)
            continue
        told.mails.append(_chat(rng, minute, active, friends, people))
    told.mails += _unaided(random.Random(seed + 1), unaided, people, written)
    told.mails.sort(key=lambda mail: mail.minute)
    return told


def _unaided(rng: random.Random, count: int, people: int, written: set[frozenset[int]]) -> Iterator[Mail]:
    """Yield the mail of pairs who begin to write to each other on some day without anybody bringing them together."""
    for _ in range(count):
        one, other = rng.sample(range(people), 2)
        if frozenset((one, other)) not in written:
            minute = rng.randrange(365 * 24 * 60, 6 * 365 * 24 * 60)
            for at in range(4):
                yield Mail(minute + at * 2000, (one, other)[at % 2], ((other, one)[at % 2],))


def _chat(rng: random.Random, minute: int, active: list[dict[int, int]], friends: list[set[int]], people: int) -> Mail:
    """Return a message somebody writes: oftenest to whom he has lately written with."""
    sender = rng.randrange(people)
    known = sorted(friends[sender])
    if rng.random() < 0.05:
        to = tuple(other for other in rng.sample(range(people), min(people, 15)) if other != sender)  # a circular
        return Mail(minute, sender, to)
    recent = sorted(active[sender], key=lambda other: -active[sender][other])[:3]
    to = (rng.choice(recent if recent and rng.random() < 0.6 else known),) if known else ((sender + 1) % people,)
    if rng.random() < 0.25 and len(known) > 1:
        to = tuple(dict.fromkeys((*to, rng.choice(known))))
    for other in to:
        active[sender][other] = active[other][sender] = minute
    return Mail(minute, sender, to)


def _broker(
    rng: random.Random, active: list[dict[int, int]], written: set[frozenset[int]], people: int
) -> tuple[int, int, int] | None:
    """Return (broker, one, other): two whom he has lately written with, and who never wrote to each other."""
    for _ in range(50):
        broker = rng.randrange(1, people)
        recent = sorted(active[broker], key=lambda other: -active[broker][other])[:5]
        if len(recent) < 2:
            continue
        one, other = rng.sample(recent, 2)
        if frozenset((one, other)) not in written:
            return broker, one, other
    return None


def lines(told: History, body: int = 1500) -> Iterator[str]:
    """Yield the messages as text, each with its line `From ...`, and a body of so many letters."""
    text = ("All the best from the office, and thanks for the notes of last week.\n" * 40)[:body]
    for number, mail in enumerate(told.mails):
        sent = _FIRST + timedelta(minutes=mail.minute)
        to = ", ".join(f"{name(other)} <{address(other)}>" for other in mail.to)
        yield (
            f"From {address(mail.sender)} {sent:%a %b %d %H:%M:%S %Y}\n"
            f"Return-Path: <{address(mail.sender)}>\n"
            + "".join(
                f"Received: from mail{hop}.example.net (mail{hop}.example.net [192.0.2.{hop}])\n"
                f"\tby mx.example.org with ESMTPS id {number:x}{hop}; {format_datetime(sent)}\n"
                for hop in range(3)
            )
            + f"Message-ID: <{number}.{mail.minute}@example.org>\n"
            f"Date: {format_datetime(sent)}\nFrom: {name(mail.sender)} <{address(mail.sender)}>\nTo: {to}\n"
            "Subject: notes\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
            f"{text}\n\n"
        )


def main() -> None:
    """Write what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("mbox", type=Path)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--unaided", type=int, default=0, help="pairs who begin to write by themselves")
    parser.add_argument("--body", type=int, default=1500, help="letters in a body")
    parser.add_argument("--events", type=Path, help="write the introductions here")
    options = parser.parse_args()
    told = history(options.count, options.people, options.seed, options.unaided)
    with options.mbox.open("w", encoding="utf-8") as opened:
        opened.writelines(lines(told, options.body))
    if options.events:
        events = [[day, address(one), address(other), address(broker)] for day, one, other, broker in told.events]
        options.events.write_text(json.dumps(events), encoding="utf-8")
    print(f"{len(told.mails):,} messages, {len(told.events):,} introductions")


if __name__ == "__main__":
    main()
