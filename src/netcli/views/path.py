"""Ways to an introduction and common acquaintances, as pages: one line a hop, its evidence beside it.

The numbers inside a way are printed under --explain; without it each hop says in words what its evidence is and the
one factor that lowers the way most.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from shlex import quote

from rich.cells import cell_len
from rich.console import RenderableType

from netcli.dates import last_day
from netcli.results import Ref
from netcli.results_favour import Vouched
from netcli.results_path import Hop, Mutual, MutualAnswer, Path, PathAnswer, SetRef
from netcli.results_tie import TieEvidence
from netcli.text import counted
from netcli.views._parts import line

_WORTH_ASKING = ("strong", "fair")
_SCORE_AT, _INDENT = 42, 6
_CONTACTS = frozenset({"meeting", "call", "message", "mail", "event"})
_INFERRED = frozenset({"employer", "school", "together", "comail"})
_REASONS = {
    "ask-pending": "asked lately, no answer yet; --allow-busy",
    "declined-before": "declined to introduce you before; --allow-busy",
    "do-not-ask": "do not ask",
    "avoided": "avoided",
    "not-in-group": "not in the group",
}
_VOUCHES, _OTHERS = 2, 5  #: so many who vouch are named, and so many without a way
_NEVER_ASKED, _RESTED = 0.6, 1.0
_TIRED = 0.9  #: below this a way says that its introducer was asked lately


def draw(answer: PathAnswer | MutualAnswer, width: int) -> list[RenderableType]:
    """Return the page of an answer."""
    return list(_mutual(answer, width) if isinstance(answer, MutualAnswer) else _paths(answer, width))


def _paths(answer: PathAnswer, width: int) -> Iterator[RenderableType]:
    """Yield the target, what I have with him myself, each way in, who is not offered, and what to type next."""
    explain = any(e.value is not None for path in answer.paths for hop in path.hops for e in hop.evidence)
    yield from _head(answer, width)
    for path in answer.paths:
        yield line("")
        yield from _path(path, answer, width, explain=explain)
    yield from _without_a_way(answer, width)
    if answer.paths or answer.excluded:
        yield line("")
        yield from _foot(answer, width)


def _head(answer: PathAnswer, width: int) -> Iterator[RenderableType]:
    who = answer.to.name + (f" - {answer.headline}" if answer.headline else "")
    scope = f"As of {answer.as_of}, up to {counted(answer.max_hops, 'hop')}."
    yield from _wrapped(f"{who}.  {_direct(answer)}  {scope}", width, "", "bold")
    if answer.direct and answer.direct.insider:
        yield from _recommended(answer, answer.direct.insider, width)
    if answer.direct and answer.direct.more:
        yield line(_others(answer, answer.direct.more))


def _direct(answer: PathAnswer) -> str:
    """Return in words the tie from the one who asks straight to the target."""
    direct, me = answer.direct, answer.asker_is_me
    if direct is None:
        return f"{'You have' if me else answer.from_.name + ' has'} no direct tie."
    best = answer.paths[0].score if answer.paths else 0.0
    worth = direct.tie * (1.0 if direct.entry is None else direct.entry)
    advice = "; ask directly" if worth >= best else ""
    name = direct.insider.name if direct.insider else answer.to.name
    why = _told(direct.evidence, date.fromisoformat(answer.as_of))
    return f"{'You know' if me else answer.from_.name + ' knows'} {name} ({direct.tie:.2f}): {why}{advice}."


def _others(answer: PathAnswer, more: int) -> str:
    """Return in words how many others of a set are known, and what lists them; no query names who is recommended."""
    known = f"{'You know' if answer.asker_is_me else answer.from_.name + ' knows'} {more:,} more of them"
    if isinstance(answer.to, SetRef) and answer.to.id is not None:
        return f"{known}: netcli who-at {answer.to.handle or answer.to.id} --ever"
    return f"{known}." if "skill:" in answer.to.name else f"{known}: netcli list {quote(answer.to.name)}"


def _path(path: Path, answer: PathAnswer, width: int, *, explain: bool) -> Iterator[RenderableType]:
    via = ", ".join(hop.to.name for hop in path.hops[:-1])
    to = f" to {path.insider.name}" if path.insider else ""
    head = f"{path.rank:>2}  via {via}{to}"
    tail = f"{path.band:<10}{path.score:.2f}" + (f"   {advice}" if (advice := _advice(path)) else "")
    gap = max(2, min(_SCORE_AT, width - cell_len(tail) - 2) - cell_len(head))
    if cell_len(head) + gap + cell_len(tail) > width:
        yield from _wrapped(head, width, "", "bold")
        yield line(" " * _INDENT, tail)
    else:
        yield line((head, "bold"), " " * gap, tail)
    if path.insider and not (answer.direct and answer.direct.insider == path.insider):
        yield from _recommended(answer, path.insider, width)
    names = [f"{_called(hop, answer, first=at == 0)} -> {_first_name(hop.to)}" for at, hop in enumerate(path.hops)]
    room = min(max(cell_len(name) for name in names), width // 3) + 2
    for at, (name, hop) in enumerate(zip(names, path.hops, strict=True)):
        start = " " * _INDENT + name + " " * max(1, room - cell_len(name))
        yield from _hop(hop, start, answer, width, explain=explain, weakest=path.weakest == at)
    if explain and path.entry is not None and path.entry != 1.0:
        yield line(" " * _INDENT, f"x {path.entry:.2f} {_first_name(path.insider or path.introducer)} has left")
    if not explain and (why := _lowers_most(path)):
        yield from _wrapped(why, width, " " * _INDENT, "dim")


def _recommended(answer: PathAnswer, person: Ref, width: int) -> Iterator[RenderableType]:
    """Yield who vouches for somebody, and why that author knows him or her."""
    for one in answer.recommended:
        if one.person.id == person.id:
            yield from _wrapped(_vouches(one), width, " " * _INDENT)


def _vouches(one: Vouched) -> str:
    told = [f"{vouch.author.name} ({vouch.why or 'nothing on file ties the two'})" for vouch in one.by[:_VOUCHES]]
    more = f" and {len(one.by) - _VOUCHES:,} more" if len(one.by) > _VOUCHES else ""
    only = all(vouch.kind == "endorsement" for vouch in one.by)
    return f"{'endorsed' if only else 'recommended'} by {', '.join(told)}{more}"


def _without_a_way(answer: PathAnswer, width: int) -> Iterator[RenderableType]:
    """Yield those who are recommended though no way that is listed leads to them."""
    here = {path.insider.id for path in answer.paths if path.insider}
    here |= {answer.direct.insider.id} if answer.direct and answer.direct.insider else set()
    rest = [one for one in answer.recommended if one.person.id not in here]
    for one in rest[:_OTHERS]:
        yield from _wrapped(f"Also {one.person.name}, {_vouches(one)}", width, "")
    if len(rest) > _OTHERS:
        yield line(f"{len(rest) - _OTHERS:,} more are recommended (--all, or --json)")


def _advice(path: Path) -> str:
    inferred = sum(hop.inferred for hop in path.hops)
    if inferred:
        return "check first: " + ("one link is inferred" if inferred == 1 else f"{inferred} links are inferred")
    if path.weakest is not None:
        return "one link is weak"
    return "ask now" if path.band in _WORTH_ASKING else ""


def _lowers_most(path: Path) -> str:
    """Return in words what, of how people were asked before, lowers the way most; nothing if nothing does."""
    fatigue = path.hops[0].fatigue or 1.0
    reluctant = min((hop for hop in path.hops[1:] if hop.willing), key=lambda hop: hop.willing or 1.0, default=None)
    willing = reluctant.willing or 1.0 if reluctant else 1.0
    if fatigue < _TIRED and fatigue <= willing / _NEVER_ASKED:
        return f"{_first_name(path.introducer)} was asked by you lately: let that rest, or ask gently"
    if reluctant and willing < _NEVER_ASKED * _TIRED:
        return f"{_first_name(reluctant.from_)} has seldom made an introduction when asked"
    return ""


def _hop(
    hop: Hop, start: str, answer: PathAnswer, width: int, *, explain: bool, weakest: bool
) -> Iterator[RenderableType]:
    words = ("? " if hop.inferred else "") + (
        _shares(hop) if explain else _told(hop.evidence, date.fromisoformat(answer.as_of), inferred=hop.inferred)
    )
    words += "; weakest link" if weakest else ""
    if not explain:
        yield from _wrapped(words, width, start)
        return
    whole = f"{hop.tie:.2f}  {words}"
    factors = "   ".join(_factors(hop))
    if factors and cell_len(f"{start}{whole}   {factors}") <= width:
        whole, factors = f"{whole}   {factors}", ""
    yield from _wrapped(whole, width, start)
    if factors:
        yield from _wrapped(factors, width, " " * cell_len(start))


def _shares(hop: Hop) -> str:
    """Return every piece of evidence with what it gives: a level or a guess its probability, contacts their A."""
    alone = len(hop.evidence) == 1 and hop.evidence[0].kind not in _CONTACTS
    told = []
    for e in hop.evidence:
        share = "" if alone or e.value is None else f" ({'A ' * (e.kind in _CONTACTS)}{e.value:.2f})"
        told.append(f"{e.text}{share}")
    return "; ".join(told)


def _factors(hop: Hop) -> Iterator[str]:
    """Yield what else lowers a hop: how rested its introducer is, and how willing."""
    if hop.fatigue is not None and hop.fatigue < _RESTED:
        yield f"x {hop.fatigue:.2f} asked before"
    if hop.willing is not None:
        never = abs(hop.willing - _NEVER_ASKED) < 1e-9
        yield f"x {hop.willing:.2f} {'never asked (assumed)' if never else 'from earlier asks'}"


def _told(evidence: Sequence[TieEvidence], as_of: date, *, inferred: bool = False) -> str:
    """Return the evidence of a tie in a few words: the best level, or what suggests it, and the contacts in sum."""
    guesses = [e for e in evidence if e.kind in _INFERRED]
    if inferred:
        return guesses[0].text if guesses else ""
    levels = [e for e in evidence if e.kind not in _INFERRED and e.kind not in _CONTACTS]
    contacts = [e for e in evidence if e.kind in _CONTACTS]
    told = [levels[0].text] if levels else []
    if contacts:
        newest = max(contacts, key=lambda e: last_day(e.date or as_of.isoformat()))
        count = sum(e.count or 1 for e in contacts)
        many = "1 contact" if count == 1 else f"{count:,} contacts"
        told.append(f"{many}, last {_ago(newest.date, as_of)} ({newest.kind})")
    return "; ".join(told)


def _ago(on: str | None, as_of: date) -> str:
    if on is None:
        return "on an unknown day"
    days = (as_of - last_day(on)).days
    if days < 1 or len(on) < len("2026-03-02"):
        return "today" if len(on) == len("2026-03-02") else f"in {on}"
    return "yesterday" if days == 1 else f"{days:,} days ago"


def _foot(answer: PathAnswer, width: int) -> Iterator[RenderableType]:
    hidden = f"{answer.hidden} more {'way' if answer.hidden == 1 else 'ways'} (--all)." if answer.hidden else ""
    if answer.excluded:
        out = ", ".join(f"{e.person.name} ({_REASONS[e.reason]})" for e in answer.excluded[:5])
        more = f" and {len(answer.excluded) - 5} more" if len(answer.excluded) > 5 else ""
        yield from _wrapped(f"Not offered: {out}{more}.   {hidden}", width, "")
    elif hidden:
        yield from _wrapped(hidden, width, "")
    if len(answer.paths) > 1:
        yield from _wrapped(_together(answer), width, "")
    if not answer.paths:
        return
    yield from _wrapped("Scores compare ways, they are not chances (netcli help scores).", width, "", "dim")
    best = answer.paths[0]
    ask = f"netcli intro ask {best.hops[-1].to.handle} --via {best.introducer.handle}"
    doubtful = next((h for p in answer.paths for h in p.hops if h.inferred), best.hops[-1])
    check = f"netcli link {doubtful.from_.handle} {doubtful.to.handle} --level 1-5"
    if answer.asker_is_me:
        yield from _wrapped(f"Next: {ask}", width, "")
    yield from _wrapped(f"Is it true? {check}, or --no", width, "")


def _together(answer: PathAnswer) -> str:
    if answer.any_succeeds is not None:
        return (
            f"If you asked {'both' if len(answer.paths) == 2 else f'all {len(answer.paths)}'}:"
            f" {answer.any_succeeds:.2f} that one works"
            " (no shared people; assumes they are independent)."
        )
    seen: set[int] = set()
    for path in answer.paths:
        for hop in path.hops[:-1]:
            if hop.to.id in seen:
                return f"These ways share {hop.to.name}: they stand and fall together (--independent)."
            seen.add(hop.to.id)
    return ""


def _mutual(answer: MutualAnswer, width: int) -> Iterator[RenderableType]:
    """Yield a line for each person both know: score, both ties, and the newest evidence of each leg."""
    if not answer.count:
        return
    who = "You" if answer.asker_is_me else answer.a.name
    head = f"{who} and {answer.b.name} both know {counted(answer.count, 'person', 'people')}.  As of {answer.as_of}."
    yield from _wrapped(head, width, "", "bold")
    room = min(max((cell_len(m.person.name) for m in answer.mutual), default=0), width // 3)
    for found in answer.mutual:
        name = found.person.name
        start = f"  {found.score:.2f}  {name}{' ' * max(0, room - cell_len(name))}  "
        legs = _legs(found, answer)
        if cell_len(start + "; ".join(legs)) <= width:
            yield line(start, "; ".join(legs))
            continue
        for at, leg in enumerate(legs):
            yield from _wrapped(leg, width, start if at == 0 else " " * cell_len(start))
    more = answer.count - len(answer.mutual)
    if more > 0:
        yield line(f"  {more:,} more (--all, or -k)")
    if answer.me_too:
        yield line("You also know them both.")


def _legs(found: Mutual, answer: MutualAnswer) -> list[str]:
    """Return the tie of each of the two to somebody they both know, with its evidence."""
    as_of = date.fromisoformat(answer.as_of)
    legs = []
    for leg, tie, who in (("a", found.tie_a, answer.a), ("b", found.tie_b, answer.b)):
        evidence = [e for e in found.evidence if e.leg == leg]
        inferred = bool(evidence) and evidence[0].kind in _INFERRED
        name = "you" if leg == "a" and answer.asker_is_me else _first_name(who)
        legs.append(f"{name} {tie:.2f}{' ?' if inferred else ''} {_told(evidence, as_of, inferred=inferred)}")
    return legs


def _called(hop: Hop, answer: PathAnswer, *, first: bool) -> str:
    return "you" if first and answer.asker_is_me else _first_name(hop.from_)


def _first_name(person: Ref) -> str:
    return person.name.split(maxsplit=1)[0] if person.name.split() else person.name


def _wrapped(words: str, width: int, start: str, style: str = "") -> Iterator[RenderableType]:
    """Yield the words as lines of that width, the first after `start`, the others under it."""
    room = max(20, width - cell_len(start))
    lines = textwrap.wrap(words, room, break_long_words=True, break_on_hyphens=False) or [""]
    for at, text in enumerate(lines):
        yield line(start if at == 0 else " " * cell_len(start), (text, style))
