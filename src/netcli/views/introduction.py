"""Introductions as pages: a line for each, or one with its steps."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.results_introduction import Introduction, IntroductionList
from netcli.views._parts import fields, line, table


def draw(result: IntroductionList | Introduction, width: int) -> list[RenderableType]:
    """Return the page of one introduction, or of a list of them."""
    if isinstance(result, Introduction):
        return _one(result)
    rows = [
        (str(i.id), _state(i), i.since, i.requester.name, i.target.name, i.introducer.name, _for(i))
        for i in result.introductions
    ]
    headings = ("no.", "state", "since", "who", "to whom", "via", "for")
    return [table(headings, rows, width, keep=(0, 1, 2))] if rows else []


def _for(told: Introduction) -> str:
    return f"{told.opportunity.title} (#{told.opportunity.id})" if told.opportunity else ""


def _one(told: Introduction) -> list[RenderableType]:
    people = {"requester": told.requester.name, "introducer": told.introducer.name, "target": told.target.name}
    steps = [(step.on, f"{step.step}, by {people[step.by]}") for step in told.steps]
    head = f"{told.requester.name} to {told.target.name}, via {told.introducer.name}"
    facts = [("for", _for(told)), ("note", told.note or "")]
    return [line((head, "bold"), f"  #{told.id}  {_state(told)}"), fields([*steps, *(f for f in facts if f[1])])]


def _state(told: Introduction) -> str:
    return "no answer" if told.silent else told.state
