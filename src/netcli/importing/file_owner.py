"""Whose files these are: what a friend sent is not to be taken for my own. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from netcli.importing.draft import ASIDE, ME_KEY
from netcli.importing.plan import Step
from netcli.results import Ref
from netcli.text import fold

_ENOUGH = 4  #: connections from which on it tells something that they are other people than before


def somebody_elses(steps: Sequence[Step], me: Ref, known: frozenset[int] | None) -> str | None:
    """Return in words why files with connections seem not to be mine, or None.

    They are another's profile, they name me among the connections - nobody is connected to himself -, or hardly any of
    them was `known` to the source before. What was said to be mine once (it is on record) tells nothing more.
    """
    for step in steps:
        if step.base is not None:
            continue
        if step.key == ME_KEY and _is_another(step.draft.facts.name, me.name):
            return f"these are files of {step.draft.facts.name}, and you are {me.name}"
        if step.draft.since and (step.person == me.id or fold(step.draft.facts.name) == fold(me.name)):
            return f"you ({me.name}) are among these connections, as in those of somebody else"
    listed = [step for step in steps if step.draft.since and not step.key.startswith(ASIDE)]
    shared = len({step.person for step in listed} & (known or frozenset()))
    smaller = min(len(listed), len(known or ()))
    if smaller >= _ENOUGH and shared * 2 < smaller:
        return f"{shared:,} of these {len(listed):,} connections were there the last time"
    return None


def _is_another(name: str, mine: str) -> bool:
    """Tell whether no word of a profile's name is mine; my login in place of a name, without a blank, tells nothing."""
    words, own = (set(fold(text).replace("-", " ").split()) for text in (name, mine))
    return bool(words) and " " in mine.strip() and not words & own
