"""Upkeep as tab-separated records: a contract with scripts, as output.py says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record, columns

if TYPE_CHECKING:
    from netcli.results_upkeep import Brief


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


LISTS: dict[str, Listed] = {
    "CadenceList": Listed(
        "cadences", columns("kind name every at_most set_on paused until people"),
        {"paused": lambda c: "paused" * c.paused},
    ),
    "DueList": Listed("due", columns("kind person text on days last every score way command channel source")),
    "ReminderList": Listed("reminders", columns("id on person text every promise done overdue")),
    "OccasionList": Listed("occasions", columns("on kind person text days years way")),
    "OpportunityList": Listed(
        "opportunities", columns("id stage since title org next_on next_step kind place url")
    ),
    "OpportunityMatchList": Listed(
        "matches", columns("person.id person.handle person.name score fit way band via reasons command"),
        {"reasons": lambda one: "; ".join(f"{reason.kind}: {reason.text}" for reason in one.reasons)},
    ),
    "Today": Listed(
        "items", columns("kind person text on way commands"), {"commands": lambda t: "; ".join(t.commands)}, alone=False
    ),
}  # fmt: skip
RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "Brief": _brief,
    "Opened": lambda r: [(r.link,)],
    "Opportunity": lambda r: [
        ("opportunity", *LISTS["OpportunityList"].record(r)),
        *(("person", part.person, part.role) for part in r.people),
        *(("stage", stage.on, stage.stage, stage.note) for stage in r.stages),
        *(("skill", name) for name in r.skills),
        *(("introduction", i.id, i.state, i.since, i.introducer, i.target) for i in r.introductions),
    ],
}
