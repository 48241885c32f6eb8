"""Two records of one person in the same files: one draft of both, in which the later one wins where they differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from netcli.importing.draft import Draft
from netcli.model import NameFact, NameKind
from netcli.text import fold

_LISTS = ("names", "points", "positions", "tags", "events", "skills")


def joined(earlier: Draft, later: Draft) -> Draft:
    """Return what two drafts of one person say: nothing that the earlier one tells alone is lost."""
    one, other = earlier.facts, later.facts
    fresh: dict[str, Any] = {name: value for name, value in one.scalars().items() if value and not getattr(other, name)}
    for name in _LISTS:
        fresh[name] = tuple(dict.fromkeys((*getattr(other, name), *getattr(one, name))))
    if one.note and other.note and one.note not in other.note:
        fresh["note"] = f"{other.note}\n{one.note}"
    if one.name and fold(one.name) != fold(other.name):
        fresh["names"] = tuple(dict.fromkeys((*other.names, *one.names, NameFact(NameKind.OTHER, one.name))))
    return replace(
        later,
        facts=other._replace(**fresh),
        raw=tuple(dict.fromkeys((*later.raw, *earlier.raw))),
        since=later.since or earlier.since,
        photo=later.photo or earlier.photo,
        relations=tuple(dict.fromkeys((*later.relations, *earlier.relations))),
        groups=tuple(dict.fromkeys((*later.groups, *earlier.groups))),
    )
