"""The ledger of introductions: who asked whom for whom, and what came of it."""

from __future__ import annotations

from netcli.asking import Asked, Step
from netcli.dates import last_day
from netcli.storage import Store


def load_asks(store: Store) -> list[Asked]:
    """Return all introductions by number, each with its steps in order of date, then of entry."""
    steps: dict[int, list[Step]] = {}
    for row in store.rows("SELECT * FROM introduction_step ORDER BY id"):
        steps.setdefault(row["introduction_id"], []).append(Step(row["step"], row["by"], row["on_date"]))
    return [
        Asked(
            row["id"], row["requester_id"], row["introducer_id"], row["target_id"],
            tuple(sorted(steps.get(row["id"], ()), key=lambda step: last_day(step.on))),
        )
        for row in store.rows("SELECT * FROM introduction ORDER BY id")
    ]  # fmt: skip
