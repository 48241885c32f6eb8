"""Opportunities: jobs, clients, partners and candidates that I pursue."""

from __future__ import annotations

from netcli.domain.position import org_id
from netcli.model import OpportunityFact, Stage
from netcli.storage import Store
from netcli.text import one_line


def add_opportunity(store: Store, fact: OpportunityFact, *, source: int | None = None, key: str | None = None) -> int:
    """Write an opportunity at its first stage and return its number; the organisation is found or made.

    `key` is what the source knows it by, None for one that I typed.
    """
    number = store.insert(
        "opportunity", title=one_line(fact.title), kind=fact.kind, org_id=org_id(store, fact.org) if fact.org else None,
        url=fact.url, note=fact.note, stage=fact.stage, source_id=source, key=key,
    )  # fmt: skip
    store.insert("opportunity_stage", opportunity_id=number, stage=fact.stage, on_date=fact.on)
    return number


def move_opportunity(store: Store, number: int, stage: Stage, *, on: str, note: str | None = None) -> None:
    """Write that an opportunity has reached a stage."""
    store.update("opportunity", number, stage=stage)
    store.insert("opportunity_stage", opportunity_id=number, stage=stage, on_date=on, note=note)
