"""Address books and lists of connections for tests of what happens when a source is read again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"


def row(n: int, job: str = "Analyst", name: str = "") -> str:
    """Return the row of a connection: P17 Person, analyst at Helix."""
    given, family = (name or f"P{n} Person").split(" ", 1)
    return f"{given},{family},https://www.linkedin.com/in/p{n},,Helix,{job},05 Mar 2024"


def connections(rows: Iterable[str]) -> str:
    """Return a list of connections."""
    return "\n".join([HEADER, *rows, ""])


def card(n: int, *lines: str, name: str = "") -> str:
    """Return a card of somebody with an address and a name of his own."""
    known = (f"UID:c{n}", f"FN:{name or f'P{n} Person'}", f"EMAIL:p{n}@example.org")
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", *known, *lines, "END:VCARD", ""])


def cards(people: Iterable[int]) -> str:
    """Return a book of cards."""
    return "".join(map(card, people))


def write(path: Path, text: str, *, day: int = 1) -> Path:
    """Write a file as if on a day of its own, so that it is clear which is the newest."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1_700_000_000 + day * 86_400,) * 2)
    return path
