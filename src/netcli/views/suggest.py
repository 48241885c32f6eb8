"""What to do for one's network, as a page: who, why, and what to type."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import RenderableType

from netcli.results_network import Dormant, DormantList, Suggestion, SuggestionList
from netcli.views._parts import line

_INDENT = " " * 8


def draw(result: SuggestionList | DormantList, width: int) -> list[RenderableType]:
    """Return the page of a list of suggestions."""
    if isinstance(result, SuggestionList):
        return [part for suggestion in result.suggestions for part in _intro(suggestion, width)]
    return [part for dormant in result.dormant for part in _dormant(dormant, width)]


def _intro(found: Suggestion, width: int) -> Iterator[RenderableType]:
    """Yield who should meet whom, what speaks for it, whose consent is missing, and the command."""
    yield line(f"  {found.score:.2f}  ", (f"{found.person.name} and {found.other.name}", "bold"))
    yield from _wrapped("; ".join(found.why), width)
    yield from _wrapped(f"ask first: {', '.join(person.name for person in found.consent)}", width)
    yield line(_INDENT, (found.command, "dim"))


def _dormant(found: Dormant, width: int) -> Iterator[RenderableType]:
    """Yield whom to write to, how well I know him, how long it has been, and the command."""
    yield line(f"  {found.score:.2f}  ", (found.person.name, "bold"))
    years = f"{found.days / 365:.1f} years"
    silent = (
        f"last contact {found.last}, {years} ago" if found.last else f"no contact on file, {years} since you said so"
    )
    yield from _wrapped(f"{found.level}/5, you said so {found.stated}; {silent}", width)
    yield line(_INDENT, (found.command, "dim"))


def _wrapped(words: str, width: int) -> Iterator[RenderableType]:
    for text in textwrap.wrap(words, max(20, width - cell_len(_INDENT)), break_on_hyphens=False) or [""]:
        yield line(_INDENT, text)
