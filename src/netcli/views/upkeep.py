"""Upkeep as pages: who is due, today, a person in brief, reminders, days that come back."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.cells import cell_len
from rich.console import RenderableType

from netcli.dates import with_weekday
from netcli.domain.change import change_told
from netcli.recurrence import in_words
from netcli.results import Ref
from netcli.results_upkeep import Brief, CadenceList, Due, DueList, OccasionList, Opened, ReminderList, Today
from netcli.shape import NamedTuple
from netcli.text import safe
from netcli.views._parts import fields, line, table

_PROMISES: dict[str | None, str] = {"mine": "you promised", "theirs": "promised to you"}
_INDENT, _DEEP = "  ", "      "
_GAP = "   "


def draw(result: object, width: int) -> list[RenderableType]:
    """Return the page of a result of upkeep; nothing for an empty list."""
    return list(_DRAWERS[type(result)](result, width))


def _today(result: Today, width: int) -> Iterator[RenderableType]:
    yield line((f"Today, {with_weekday(result.on)}", "bold"))
    more = {rest.kind: rest for rest in result.more}
    for kind, items in groupby(result.items, lambda item: item.kind):
        yield line("")
        yield line((_HEADINGS[kind], "bold"))
        yield from _block([_Entry(_name(item.person), item.text, item.way, item.commands) for item in items], width)
        if rest := more.get(kind):
            yield line(_INDENT, (f"{rest.count:,} more: {rest.command}", "dim"))


_HEADINGS = {
    "contact": "To get back to", "birthday": "Days to remember", "promise": "Promised", "reminder": "To do",
    "introduction": "Introductions", "thank": "To thank", "change": "Who moved", "source": "To read again",
    "opportunity": "Opportunities to move", "meet": "To meet",
}  # fmt: skip


class _Entry(NamedTuple):
    """Who, what is to be said, the way to him, what to type, and further lines below."""

    name: str
    text: str
    way: str | None
    commands: Sequence[str]
    below: str = ""

    @property
    def told(self) -> str:
        return safe(f"{self.name}: {self.text}" if self.name else self.text)

    @property
    def ways(self) -> str:
        return safe(_GAP.join(filter(None, (self.way, " | ".join(self.commands)))))


def _block(entries: Sequence[_Entry], width: int) -> Iterator[RenderableType]:
    """Yield the lines of a part: way and command beside each where all have room, else below each."""
    told, ways = (max(map(cell_len, texts)) for texts in zip(*((e.told, e.ways) for e in entries), strict=True))
    beside = len(_INDENT) + told + len(_GAP) + ways <= width
    for entry in entries:
        if beside:
            pad = " " * (width - len(_INDENT) - cell_len(entry.told) - ways)
            yield line(_INDENT, *_named(entry.name, entry.told), pad, (entry.ways, "dim"))
        else:
            yield from _below(entry, width)
        for more in _wrapped(entry.below, width):
            yield line(_DEEP, more)


def _below(entry: _Entry, width: int) -> Iterator[RenderableType]:
    first, *rest = _wrapped(entry.told, width) or [""]
    yield line(_INDENT, *_named(entry.name, first))
    for more in rest:
        yield line(_DEEP, more)
    ways = [entry.way] if entry.way else []
    choices = ([entry.ways], [*ways, " | ".join(entry.commands)], [*ways, *entry.commands])
    fitting = (lines for lines in choices if all(len(_DEEP) + cell_len(safe(each)) <= width for each in lines))
    for each in next(fitting, choices[-1]):
        yield line(_DEEP, (each, "dim"))


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(20, width - len(_DEEP)), break_on_hyphens=False)


def _named(name: str, text: str) -> Iterator[str | tuple[str, str]]:
    if name and text.startswith(safe(name)):
        yield (name, "bold")
        yield text[len(safe(name)) :]
    else:
        yield text


def _due(result: DueList, width: int) -> Iterator[RenderableType]:
    if result.due:
        yield from _block([_due_entry(item, why=result.why) for item in result.due], width)


def _due_entry(item: Due, *, why: bool) -> _Entry:
    text = item.text if item.kind == "contact" else f"{item.kind}, {with_weekday(item.on)}: {item.text}"
    late = ", longer than you wanted at most" if item.late else ""
    below = _why(item) if why and item.kind == "contact" else ""
    return _Entry(_name(item.person), text + late, item.way, (item.command,), below)


def _name(person: Ref | None) -> str:
    return person.name if person else ""


def _why(item: Due) -> str:
    """Return where the cadence and the score are from."""
    basis = item.basis or ""
    cadence = f"by {basis}" if not basis.startswith("set") else basis
    leads = f"; alone of your contacts knows {item.leads_to:,}" if item.leads_to else ""
    when = f"due since {item.on}" if item.days >= 0 else f"due {item.on}"
    by = f"; last contact by {item.channel}" if item.channel else ""
    source = f", from {item.source}" if item.source else ""
    return f"{when}, {cadence}{by}{source}; score {item.score or 0:.2f} = tie x times overdue{leads}"


def _cadences(result: CadenceList, width: int) -> Iterator[RenderableType]:
    rows = [
        (
            c.kind, c.name, in_words(c.every), c.at_most or "", c.set_on,
            f"paused until {c.until}" if c.until else "paused" * c.paused, f"{c.people:,}",
        )
        for c in result.cadences
    ]  # fmt: skip
    if rows:
        yield table(("for", "name", "contact", "at most", "set on", "", "people"), rows, width, keep=(2, 4, 6))


def _reminders(result: ReminderList, width: int) -> Iterator[RenderableType]:
    rows = [
        (
            str(m.id), m.done or m.on, "done" if m.done else "late" * m.overdue, m.person.name if m.person else "",
            m.text, in_words(m.every) if m.every else "", _PROMISES.get(m.promise, ""),
        )
        for m in result.reminders
    ]  # fmt: skip
    if rows:
        yield table(("no.", "on", "", "person", "what", "again", ""), rows, width, keep=(0, 1, 2), wrap=(4,))


def _occasions(result: OccasionList, width: int) -> Iterator[RenderableType]:
    rows = [
        (
            with_weekday(o.on),
            {0: "today", 1: "tomorrow"}.get(o.days, f"in {o.days} days"),
            o.person.name,
            o.text,
            o.way or "",
        )
        for o in result.occasions
    ]
    if rows:
        yield table(("on", "", "person", "what", "way"), rows, width, keep=(0, 1), wrap=(3,))


def _brief(found: Brief, width: int) -> Iterator[RenderableType]:
    job = ", ".join(filter(None, (found.title, found.org))) or found.headline or ""
    yield line((found.person.name, "bold"), f" - {job}" if job else "", f"  #{found.person.id} {found.person.handle}")
    yield fields([*_who(found), *_happened(found), *_between(found)])


def _who(found: Brief) -> Iterator[tuple[str, str]]:
    known = [f"level {found.level}"] if found.level else []
    known += [f"since {found.since}"] if found.since else []
    if known:
        yield "known", ", ".join(known)
    if found.way:
        yield "write to", found.way
    for one in found.occasions:
        yield "soon", f"{one.text}, {with_weekday(one.on)}"
    if found.mutual:
        rest = found.mutual_count - len(found.mutual)
        yield "you both know", ", ".join(ref.name for ref in found.mutual) + (f" and {rest:,} more" if rest else "")


def _happened(found: Brief) -> Iterator[tuple[str, str]]:
    if found.last and found.days is not None:
        days = "1 day" if found.days == 1 else f"{found.days:,} days"
        yield "last contact", f"{found.last}, {days} ago"
    else:
        yield "last contact", "none on file"
    for counted in found.counted:
        yield "in all", counted.text + (f" (from {counted.source})" if counted.source else "")
    for contact in found.contacts:
        yield "contacts", f"{contact.on} {contact.channel}" + (f": {contact.text}" if contact.text else "")
    for change in found.changes:
        yield "changed since", f"{change_told(change.field, change.before, change.after)} ({change.on})"
    for remark in found.remarks:
        yield "remarks", remark


def _between(found: Brief) -> Iterator[tuple[str, str]]:
    for one in found.reminders:
        yield _PROMISES.get(one.promise, "to do"), f"{one.text} ({with_weekday(one.on)}; netcli remind done {one.id})"
    for intro in found.introductions:
        yield (
            "introduction",
            f"{intro.requester.name} to {intro.target.name} via {intro.introducer.name}: {intro.state}",
        )
    for label, texts in (
        ("recommendation", found.recommendations),
        ("you gave", found.given),
        ("you got", found.received),
    ):
        for text in texts:
            yield label, text


def _opened(result: Opened, _width: int) -> Iterator[RenderableType]:
    yield line(result.link)


_DRAWERS: dict[type, Callable[[Any, int], Iterator[RenderableType]]] = {
    Today: _today, DueList: _due, CadenceList: _cadences, ReminderList: _reminders, OccasionList: _occasions,
    Brief: _brief, Opened: _opened,
}  # fmt: skip
