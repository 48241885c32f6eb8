"""Opportunities as pages: a line for each, or one with its people and stages."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.dates import with_weekday
from netcli.results_introduction import Introduction
from netcli.results_opportunity import Opportunity, OpportunityList, OpportunityMatch, OpportunityMatchList
from netcli.views._parts import fields, line, table


def draw(result: OpportunityList | OpportunityMatchList | Opportunity, width: int) -> list[RenderableType]:
    """Return the page of one opportunity, of a list of them, or of those who fit one."""
    if isinstance(result, OpportunityMatchList):
        return _matches(result, width)
    if isinstance(result, Opportunity):
        return _one(result)
    rows = [
        (str(o.id), o.stage, o.since or "", o.title, o.org or "", _next(o), o.kind if o.kind != "job" else "")
        for o in result.opportunities
    ]
    heads = ("no.", "stage", "since", "what", "where", "next", "")
    return [table(heads, rows, width, keep=(0, 1, 2), wrap=(3, 5))] if rows else []


def _matches(result: OpportunityMatchList, width: int) -> list[RenderableType]:
    """Return a line for each person, then what the numbers are."""
    rows = [(f"{one.score:.2f}", one.person.name, _way(one), f"{one.fit:.2f}", _why(one)) for one in result.matches]
    if not rows:
        return []
    head = line((result.opportunity.title, "bold"), f"  #{result.opportunity.id}")
    heads = ("score", "who", "way", "fit", "why")
    foot = line(("score = fit x what the way is worth; it compares people (netcli help scores)", "dim"))
    return [head, table(heads, rows, width, keep=(0, 3), wrap=(1, 2, 4)), foot]


def _way(one: OpportunityMatch) -> str:
    via = f"via {', '.join(ref.name for ref in one.via)}" if one.via else "you know him or her"
    return f"{one.band}, {via}"


def _why(one: OpportunityMatch) -> str:
    return "; ".join(_WHY[reason.kind].format(reason.text).removesuffix(": ") for reason in one.reasons)


_WHY = {
    "now": "there now: {}", "once": "was there: {}", "title": "{}", "had title": "was {}", "skill": "knows {}",
    "vouched": "recommended for {}", "place": "in {}", "part": "{} in it",
}  # fmt: skip


def _next(one: Opportunity) -> str:
    return " ".join(filter(None, (with_weekday(one.next_on) if one.next_on else "", one.next_step or "")))


def _asked(told: Introduction) -> str:
    state = f"{told.state}{', no answer' if told.silent else ''} {told.since}"
    return f"{told.introducer.name} for an introduction to {told.target.name}: {state} (netcli intro show {told.id})"


def _one(one: Opportunity) -> list[RenderableType]:
    where = f" - {one.org}" if one.org else ""
    facts = [
        ("next", _next(one)), ("place", one.place or ""), ("page", one.url or ""), ("asks for", ", ".join(one.skills)),
        *(("people", f"{part.person.name} ({part.role})") for part in one.people),
        *((stage.on, f"{stage.stage}{f': {stage.note}' if stage.note else ''}") for stage in one.stages),
        *(("asked for it", _asked(told)) for told in one.introductions),
        ("note", one.note or ""), ("text", one.text or ""),
    ]  # fmt: skip
    head = line((one.title, "bold"), f"{where}  #{one.id}  {one.kind}, {one.stage}")
    return [head, fields([(label, value) for label, value in facts if value])]
