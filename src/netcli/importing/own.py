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


def me_drafts(parts: Sequence[PersonFacts | None]) -> tuple[Draft, ...]:
    """Return one draft of all that files tell of their owner, none if they tell nothing; the first file wins."""
    drafts = [Draft(facts, "the owner", ME_KEY, evidence=None) for facts in parts if facts]
    named = sorted(drafts, key=lambda draft: not draft.facts.name)
    return (reduce(lambda later, earlier: joined(earlier, later), named),) if named else ()


def with_rest(base: str | None, facts: str) -> str:
    """Return the facts of an owner as JSON, with what those files said before that were not read this time.

    Positions are told by one file for each kind, and so are skills, languages, addresses and numbers.
    """
    told: dict[str, Any] = {name: value for name, value in read_json(facts).items() if value != ""}
    before: dict[str, Any] = read_json(base) if base else {}
    found = {**before, **told}
    for name in ("points", "positions", "skills"):
        kinds = {item["kind"] for item in told.get(name, ())}
        items = [*(item for item in before.get(name, ()) if item["kind"] not in kinds), *told.get(name, ())]
        if items:
            found[name] = items
    return json.dumps({name: found[name] for name in sorted(found)}, ensure_ascii=False)
