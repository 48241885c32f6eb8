"""Upkeep as tab-separated records: a contract with scripts, as output.py says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from netcli.results import (
    Brief,
    CadenceList,
    Due,
    DueList,
    OccasionList,
    Opened,
    Opportunity,
    OpportunityList,
    OpportunityMatch,
    OpportunityMatchList,
    ReminderList,
    Today,
)

Record = Sequence[object]


def _due(item: Due) -> Record:
    return (
        item.kind, item.person, item.text, item.on, item.days, item.last, item.every,
        None if item.score is None else f"{item.score:.4f}", item.way, item.command,
        item.channel, item.source,
    )  # fmt: skip


def _brief(found: Brief) -> list[Record]:
    """Return what to know as (field, value) records, empty fields left out, one a thing."""
    single = ("headline", "title", "org", "since", "level", "last", "days", "way")
    return [
        ("person", found.person.id, found.person.handle, found.person.name),
        *((name, getattr(found, name)) for name in single if getattr(found, name) is not None),
        *(("contact", c.on, c.channel, c.text) for c in found.contacts),
        *(("counted", c.kind, c.count, c.date, c.source) for c in found.counted),
        *(("change", c.on, c.field, c.before, c.after) for c in found.changes),
        *(("mutual", ref) for ref in found.mutual),
        *(("reminder", r.id, r.on, r.promise, r.text) for r in found.reminders),
        *(("introduction", i.id, i.state, i.since, i.requester, i.target) for i in found.introductions),
        *(
            (name, text)
            for name in ("recommendations", "given", "received", "remarks")
            for text in getattr(found, name)
        ),
        *(("occasion", o.on, o.kind, o.text) for o in found.occasions),
    ]


def _opportunity(one: Opportunity) -> Record:
    return (one.id, one.stage, one.since, one.title, one.org, one.next_on, one.next_step, one.kind, one.place, one.url)


def _match(one: OpportunityMatch) -> Record:
    numbers = (f"{value:.4f}" for value in (one.score, one.fit, one.way))
    why = "; ".join(f"{reason.kind}: {reason.text}" for reason in one.reasons)
    return (*one.person, *numbers, one.band, one.via, why, one.command)


RECORDS: dict[type, Callable[[Any], list[Record]]] = {
    CadenceList: lambda r: [
        (c.kind, c.name, c.every, c.at_most, c.set_on, "paused" if c.paused else "", c.until, c.people)
        for c in r.cadences
    ],
    DueList: lambda r: [_due(item) for item in r.due],
    ReminderList: lambda r: [
        (m.id, m.on, m.person, m.text, m.every, m.promise, m.done, 1 if m.overdue else "") for m in r.reminders
    ],
    OccasionList: lambda r: [(o.on, o.kind, o.person, o.text, o.days, o.years, o.way) for o in r.occasions],
    Today: lambda r: [(t.kind, t.person, t.text, t.on, t.way, "; ".join(t.commands)) for t in r.items],
    Brief: _brief,
    Opened: lambda r: [(r.link,)],
    OpportunityMatchList: lambda r: [_match(one) for one in r.matches],
    OpportunityList: lambda r: [_opportunity(o) for o in r.opportunities],
    Opportunity: lambda r: [
        ("opportunity", *_opportunity(r)),
        *(("person", part.person, part.role) for part in r.people),
        *(("stage", stage.on, stage.stage, stage.note) for stage in r.stages),
        *(("skill", name) for name in r.skills),
        *(("introduction", i.id, i.state, i.since, i.introducer, i.target) for i in r.introductions),
    ],
}
LISTS: dict[type, str] = {
    CadenceList: "cadences", DueList: "due", ReminderList: "reminders", OccasionList: "occasions",
    OpportunityList: "opportunities", OpportunityMatchList: "matches",
}  # fmt: skip
