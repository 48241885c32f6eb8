"""The network in numbers as tab-separated records: a contract with scripts, as output.py says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netcli.results_stats import Stats


Record = Sequence[object]


def _stats(told: Stats) -> list[Record]:
    """Return each number with what it counts before it; a share with four digits."""
    sizes = (("mine", told.mine), ("undated", told.undated), ("on_file", told.on_file))
    return [
        ("months", told.since, told.as_of),
        *((name, count) for name, count in sizes if count is not None),
        *(("degree", d.degree, d.people) for d in told.degrees or ()),
        *(("growth", *month) for month in told.growth or ()),
        *(("channels", *month) for month in told.channels or ()),
        *(("circle", *c[:4], f"{c.share:.4f}", *c[5:]) for c in told.circles or ()),
        *(("introductions", *i[:-1], None if i.rate is None else f"{i.rate:.4f}") for i in told.introductions or ()),
        *(("exchange", *each) for each in told.exchanges or ()),
        *(("place", *place) for place in told.places or ()),
    ]


RECORDS: dict[str, Callable[[Any], list[Record]]] = {"Stats": _stats}
