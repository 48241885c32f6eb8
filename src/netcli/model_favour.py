"""The words of what people do for each other and of what I look for: favours, recommendations, opportunities."""

from __future__ import annotations

from enum import StrEnum

from netcli.shape import NamedTuple


class Direction(StrEnum):
    """Who did something for whom, as the owner sees it."""

    GIVEN = "given"
    RECEIVED = "received"


class Vouching(StrEnum):
    """How a recommendation stands; a hidden one was given, and is not shown to others."""

    ASKED = "asked"
    GIVEN = "given"
    HIDDEN = "hidden"
    DECLINED = "declined"


class OpportunityKind(StrEnum):
    """What I look for."""

    JOB = "job"
    CLIENT = "client"
    PARTNER = "partner"
    CANDIDATE = "candidate"
    OTHER = "other"


class Stage(StrEnum):
    """How far an opportunity is."""

    LEAD = "lead"
    CONTACTED = "contacted"
    APPLIED = "applied"
    TALKING = "talking"
    OFFER = "offer"
    WON = "won"
    LOST = "lost"
    DROPPED = "dropped"


class OpportunityFact(NamedTuple):
    """An opportunity as it is given; `on` is the partial date of its stage."""

    title: str
    on: str
    kind: OpportunityKind = OpportunityKind.JOB
    stage: Stage = Stage.LEAD
    org: str | None = None
    url: str | None = None
    note: str | None = None
