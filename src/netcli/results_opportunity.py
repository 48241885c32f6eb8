"""The shapes of opportunities."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record, columns
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref
    from netcli.results_introduction import Introduction, OpportunityRef


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


class MatchReason(NamedTuple):
    """One thing that somebody has in common with an opportunity, and what it is worth (0-1).

    `kind` is now or once (at the organisation), title or had title (of that work), skill, vouched (for a skill), place,
    or part (has a part in it). `text` tells the title, the skill, the city or the part; empty where no title is known.
    """

    kind: str
    text: str
    worth: float


class OpportunityMatch(NamedTuple):
    """Somebody who fits an opportunity: `score` = fit x way.

    `way` is what the best way to him is worth, as intro-path has it; `via` are those whom it leads through, none where
    I know him myself. `command` takes the first step.
    """

    person: Ref
    score: float
    fit: float
    way: float
    band: str
    via: tuple[Ref, ...]
    reasons: tuple[MatchReason, ...]
    command: str


class OpportunityMatchList(NamedTuple):
    """The best of those who fit an opportunity and to whom a way leads; `beyond` counts all others who fit."""

    matches: tuple[OpportunityMatch, ...]
    opportunity: OpportunityRef
    beyond: int = 0


LISTS: dict[str, Listed] = {
    "OpportunityList": Listed(
        "opportunities", columns("id stage since title org next_on next_step kind place url")
    ),
    "OpportunityMatchList": Listed(
        "matches", columns("person.id person.handle person.name score fit way band via reasons command"),
        {"reasons": lambda one: "; ".join(f"{reason.kind}: {reason.text}" for reason in one.reasons)},
    ),
}  # fmt: skip
RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "Opportunity": lambda r: [
        ("opportunity", *LISTS["OpportunityList"].record(r)),
        *(("person", part.person, part.role) for part in r.people),
        *(("stage", stage.on, stage.stage, stage.note) for stage in r.stages),
        *(("skill", name) for name in r.skills),
        *(("introduction", i.id, i.state, i.since, i.introducer, i.target) for i in r.introductions),
    ],
}
