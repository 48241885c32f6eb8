"""Opportunities as pages: a line for each, or one with its people and stages."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.dates import with_weekday
from netcli.results import Introduction, Opportunity, OpportunityList
from netcli.views._parts import fields, line, table


def draw(result: OpportunityList | Opportunity, width: int) -> list[RenderableType]:
    """Return the page of one opportunity, or of a list of them."""
    if isinstance(result, Opportunity):
        return _one(result)
    rows = [
        (str(o.id), o.stage, o.since or "", o.title, o.org or "", _next(o), o.kind if o.kind != "job" else "")
        for o in result.opportunities
    ]
    heads = ("no.", "stage", "since", "what", "where", "next", "")
    return [table(heads, rows, width, keep=(0, 1, 2), wrap=(3, 5))] if rows else []


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
