"""The valve: an import that would turn a source upside down is not applied without a word. Pure."""

from __future__ import annotations

import json
from collections import Counter

from netcli.importing.match import names_conflict
from netcli.importing.plan import Plan, Step

_FEW = 10
_SHARE = 5  # one in five


def valve(plan: Plan) -> str | None:
    """Return in words why a plan should be looked at before it is applied, or None.

    That is so if more than 10 people and a fifth of those whom the source had would be gone, have another name, or be
    two records made one person. Added facts and new jobs never count; neither does a first reading. It is so
    too if the files seem to be somebody else's.
    """
    if plan.stranger:
        return plan.stranger
    gone, renamed, merged = set(plan.presence.gone), _renamed(plan), _merged(plan)
    touched = len(gone | renamed | merged)
    if touched <= _FEW or touched * _SHARE <= plan.presence.there:
        return None
    counts = ((gone, "be gone"), (renamed, "have another name"), (merged, "be two records made one"))
    told = [f"{len(people):,} would {what}" for people, what in counts if people]
    return f"of {plan.presence.there:,} people {', '.join(told)}"


def _renamed(plan: Plan) -> set[int]:
    return {step.person for step in plan.steps if step.person is not None and _has_other_name(step)}


def _has_other_name(step: Step) -> bool:
    """Tell whether the source now gives a name that cannot be that of last time; one more word is no other name."""
    if step.base is None or step.unchanged:
        return False
    before = json.loads(step.base).get("name")  # none of the owner, of whom a file may tell but his schools
    return bool(before and step.draft.facts.name) and names_conflict(before, step.draft.facts.name)


def _merged(plan: Plan) -> set[int]:
    """Return people of the source on whom a record falls that it did not have, beside one that it has still."""
    if plan.presence.known is None:
        return set()
    often = Counter(step.person for step in plan.steps if step.person is not None)
    fresh = {step.person for step in plan.steps if step.person is not None and step.base is None}
    return {person for person in fresh & plan.presence.known if often[person] > 1}
