"""Ways to an introduction, as a page: one line a hop, its evidence beside it, the numbers under --explain."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rich.console import RenderableType

from netcli.results import Hop, Path, PathAnswer
from netcli.views._parts import line

_WORTH_ASKING = ("strong", "fair")


def draw(answer: PathAnswer, width: int) -> list[RenderableType]:
    """Return the target, what I have with him myself, each way in, and what to type next."""
    explain = _explained(answer)
    parts: list[RenderableType] = [*_head(answer, width)]
    for path in answer.paths:
        parts += [line(""), *_path(path, width, explain=explain)]
    if answer.paths:
        parts += [line(""), *_foot(answer, width)]
    return parts


def _explained(answer: PathAnswer) -> bool:
    values = (e.value for path in answer.paths for hop in path.hops for e in hop.evidence)
    return any(value is not None for value in values)


def _head(answer: PathAnswer, width: int) -> Iterator[RenderableType]:
    who = answer.to.name + (f" - {answer.headline}" if answer.headline else "")
    best = answer.paths[0].score if answer.paths else 0.0
    if answer.direct is None:
        direct = "You have no direct tie."
    else:
        why = answer.direct.evidence[0].text if answer.direct.evidence else ""
        advice = "; ask directly" if answer.direct.tie >= best else ""
        direct = f"You know {answer.to.name} ({answer.direct.tie:.2f}): {why}{advice}."
    scope = f"As of {answer.as_of}, up to {answer.max_hops} hops."
    yield from _wrapped(f"{who}.  {direct}  {scope}", width, "", "bold")


def _path(path: Path, width: int, *, explain: bool) -> Iterator[RenderableType]:
    via = ", ".join(hop.to.name for hop in path.hops[:-1])
    advice = "ask now" if path.band in _WORTH_ASKING and path.weakest is None else ""
    if path.weakest is not None:
        advice = "one link is weak"
    head = f"{path.rank:>2}  via {via}"
    tail = f"{path.band:<10}{path.score:.2f}" + (f"   {advice}" if advice else "")
    gap = max(2, min(40, width - len(tail) - 2) - len(head))
    if len(head) + gap + len(tail) > width:
        yield line((head, "bold"))
        yield line("      ", tail)
    else:
        yield line((head, "bold"), " " * gap, tail)
    names = [f"{_called(hop, first=at == 0)} -> {_first_name(hop.to.name)}" for at, hop in enumerate(path.hops)]
    room = max(len(name) for name in names) + 2
    for at, (name, hop) in enumerate(zip(names, path.hops, strict=True)):
        yield from _hop(hop, name.ljust(room), width, explain=explain, weakest=path.weakest == at)


def _hop(hop: Hop, name: str, width: int, *, explain: bool, weakest: bool) -> Iterator[RenderableType]:
    number = f"{hop.tie:.2f}  " if explain else ""
    why = hop.evidence[0].text if hop.evidence else ""
    if explain:
        why += "".join(f"; {e.text} {e.value:.2f}" for e in hop.evidence[1:] if e.value)
    words = why + ("; weakest link" if weakest else "")
    if explain and hop.willing is not None:
        words += f"   x {hop.willing:.2f} never asked (assumed)"
    start = f"      {name}{number}"
    yield from _wrapped(words, width, start)


def _foot(answer: PathAnswer, width: int) -> Iterator[RenderableType]:
    told = []
    if answer.any_succeeds is not None:
        told.append(f"If you asked all: {answer.any_succeeds:.2f} that one works (no shared people).")
    if answer.hidden:
        told.append(f"{answer.hidden} more {'way' if answer.hidden == 1 else 'ways'} (--all).")
    if told:
        yield from _wrapped("   ".join(told), width, "")
    yield from _wrapped("Scores compare ways, they are not chances (netcli help scores).", width, "", "dim")
    last = answer.paths[0].hops[-1]
    yield from _wrapped(f"Is it true? netcli link {last.from_.handle} {last.to.handle} --level 1-5, or --no", width, "")


def _called(hop: Hop, *, first: bool) -> str:
    return "you" if first else _first_name(hop.from_.name)


def _first_name(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else name


def _wrapped(words: str, width: int, start: str, style: str = "") -> Iterator[RenderableType]:
    """Yield the words as lines of that width, the first after `start`, the others under it."""
    lines = textwrap.wrap(words, max(20, width - len(start)), break_long_words=True) or [""]
    for at, text in enumerate(lines):
        yield line(start if at == 0 else " " * len(start), (text, style))
