"""What files say of their owner: the parts that several of them tell make one draft. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import reduce
from typing import Any

from netcli.importing.doubles import joined
from netcli.importing.draft import ME_KEY, Draft
from netcli.model import PersonFacts
from netcli.storage import read_json


def me_drafts(parts: Sequence[tuple[PersonFacts | None, tuple[str, ...]]]) -> tuple[Draft, ...]:
    """Return one draft of all that files tell of their owner, none if they tell nothing; the first file wins.

    `parts` are facts, and lines for which there is no place.
    """
    drafts = [Draft(facts, "the owner", ME_KEY, raw=raw, evidence=None) for facts, raw in parts if facts]
    named = sorted(drafts, key=lambda draft: not draft.facts.name)
    return (reduce(lambda later, earlier: joined(earlier, later), named),) if named else ()


def lines_with_rest(before: Sequence[str], told: Sequence[str]) -> tuple[str, ...]:
    """Return lines of an owner, with those said before of whose kind none is told this time; kinds in order.

    The kind of a line is what stands before its first colon: each is told by one file.
    """
    kinds = {_kind(line) for line in told}
    return tuple(sorted((*(line for line in before if line and _kind(line) not in kinds), *told), key=_kind))


def _kind(line: str) -> str:
    return line.partition(":")[0]


def with_rest(base: str | None, facts: str) -> str:
    """Return the facts of an owner as JSON, with what those files said before that were not read this time.

    Positions are told by one file for each kind, and so are skills, languages, addresses and numbers.
    """
    told: dict[str, Any] = {name: value for name, value in read_json(facts).items() if value != ""}
    before: dict[str, Any] = read_json(base) if base else {}
    found = {**before, **told}
    if "note" in found:
        notes = (str(each.get("note", "")).split("\n") for each in (before, told))
        found["note"] = "\n".join(filter(None, lines_with_rest(*notes)))
    for name in ("points", "positions", "skills"):
        kinds = {item["kind"] for item in told.get(name, ())}
        items = [*(item for item in before.get(name, ()) if item["kind"] not in kinds), *told.get(name, ())]
        if items:
            found[name] = items
    return json.dumps({name: found[name] for name in sorted(found)}, ensure_ascii=False)
