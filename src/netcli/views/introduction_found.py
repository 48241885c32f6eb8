"""Introductions that mail tells of as a page: each with what speaks for it, and what to type."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding

from netcli.results_introduction import FoundIntroduction, FoundIntroductionList
from netcli.views._parts import line


def draw(result: FoundIntroductionList, width: int) -> list[RenderableType]:
    """Return every introduction, under it the evidence and the commands; nothing for an empty list."""
    return [part for found in result.found for part in _one(found)]


def _one(found: FoundIntroduction) -> Iterator[RenderableType]:
    by, one, other = found.introducer.name, found.requester.name, found.target.name
    yield line((f"{by} introduced {one} to {other}", "bold"), f"  {found.on}")
    told = [
        f"{by} wrote to both on {found.on}; before: {_count(found.with_requester)} with {one},"
        f" {_count(found.with_target)} with {other}, no exchange between these two",
        f"they wrote from {found.began} on, both ways by {found.met}: {_count(found.contacts)} on"
        f" {found.days:,} day{'s' * (found.days > 1)} since",
    ]
    if found.introduction:
        told.append(f"in the ledger as introduction {found.introduction}, open")
    told.append(f"{found.command}   (or --dismiss {found.number})")
    yield from (Padding(line(text), (0, 0, 0, 2)) for text in told[:-1])
    yield Padding(line((told[-1], "dim")), (0, 0, 0, 2))


def _count(contacts: int) -> str:
    return f"{contacts:,} contact{'s' * (contacts != 1)}"
