"""The shapes of opportunities. results.py holds them with the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Introduction, Ref


class OpportunityStage(NamedTuple):
    """A stage that an opportunity reached, and when."""

    stage: str
    on: str
    note: str | None


class OpportunityPerson(NamedTuple):
    """Somebody who has a part in an opportunity: recruiter, decides, or any words."""

    person: Ref
    role: str


class Opportunity(NamedTuple):
    """Something that I pursue: what, where, how far it is, what is to be done next and by when.

    `since` is the day on which it reached its stage; `introductions` are those asked for it, as they stand.
    """

    id: int
    title: str
    kind: str
    org: str | None
    stage: str
    since: str | None
    next_step: str | None
    next_on: str | None
    place: str | None
    url: str | None
    skills: tuple[str, ...]
    people: tuple[OpportunityPerson, ...]
    stages: tuple[OpportunityStage, ...]
    introductions: tuple[Introduction, ...]
    text: str | None
    note: str | None


class OpportunityList(NamedTuple):
    """Opportunities in order; `beyond` counts those that --limit left out."""

    opportunities: tuple[Opportunity, ...]
    beyond: int = 0
