"""Lists as tables: each cell stands under its own name."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from netcli.listed import Listed
from netcli.text import csv_cell
from tests.conftest import Netcli
from tests.test_results import PAGES

LISTS = [listed for page in PAGES for listed in getattr(page, "LISTS", {}).values()]
#: Every command that prints a list as a table, with something in it.
LINES = (
    "list", "find ana", "email ana", "phone ana", "ties ana-pires", "contacts", "cadence list", "due --days 60", "today",
    "remind list", "birthdays --days 366 --work", "review", "who-at Helix", "org list", "position list ana-pires",
    "group list", "search list", "opportunity list", "opportunity match 1", "source list",
    "exchange list", "balance", "recommendation list", "intro list", "suggest intros", "suggest reconnect", "config get",
    "backup --list", "changes",
)  # fmt: skip
_SET_UP = """
add 'Ana Pires <ana@example.org>' --level 5 --on 2020-01-02 --org Helix --title 'Head of Data' --phone '+351 21 5' --tag x
add 'Bo Lind' --level 4
add 'Dana Okafor' --to-meet --org Helix
link ana-pires dana-okafor --level 4
position add ana-pires --org Kestrel --title CTO --from 2019-03
edit ana-pires --birthday 1984-02-28
skill ana-pires sql
tag ana-pires needs-python
tag bo-lind offers-python
log ana-pires lunch --on 2024-01-02
cadence set ana-pires 1d --on 2020
cadence set bo-lind 2w
cadence pause bo-lind
remind add bo-lind 'send slides' --on 2026-02-27 --every 1m
group add Board ana-pires
search save at-helix org:helix
opportunity add 'Head of Data' --org Helix --skill sql --next call --by 2026-02-28
exchange add ana-pires 'a lift' --received
recommendation add ana-pires bo-lind --for tax
intro ask dana-okafor --via ana-pires --on 2026-01-02
backup
"""


@pytest.fixture
def book(netcli: Netcli, tmp_path: Path) -> Netcli:
    """Return a runner on a file with something of each kind."""
    for line in _SET_UP.strip().splitlines():
        netcli(line)
    for name, title in (("old", "Clerk"), ("new", "Chair")):
        (tmp_path / f"{name}.vcf").write_text(
            f"BEGIN:VCARD\nVERSION:3.0\nUID:1\nFN:Zoe Zimmer\nTITLE:{title}\nORG:Kestrel\nEND:VCARD\n"
        )
        netcli("import", str(tmp_path / f"{name}.vcf"), "--source", "phone")
    return netcli


def test_each_cell_stands_under_its_name(book: Netcli) -> None:
    """The heading has as many names as every row cells, and each cell says what JSON says under that name."""
    empty = []
    for line in LINES:
        things = book(f"{line} --format json", code=None).json
        heading, *rows = list(csv.reader(io.StringIO(book(f"{line} --format csv", code=None).out, newline=""))) or [[]]
        if not rows:
            empty.append(line)
        things = things if isinstance(things, list) else things.get("items", [])
        assert len(rows) == len(things), line
        for row, thing in zip(rows, things, strict=True):
            found = dict(zip(heading, row, strict=True))
            told = {name: guarded(of(thing, name)) for name in heading if of(thing, name) is not _MADE}
            assert {name: found[name] for name in told} == told, line

    assert empty == []


_MADE = object()  #: what a record says in words of its own
_IN_OWN_WORDS = {"silent", "paused", "opportunity", "why", "reasons", "commands", "overlap", "kinds", "favours"}


def of(thing: Any, name: str) -> Any:
    """Return what JSON has under the name of a column."""
    first, _, rest = name.partition("_")
    if name in _IN_OWN_WORDS and not isinstance(thing[name], str):
        return _MADE
    return thing[name] if name in thing else thing[first][rest]


def guarded(value: Any) -> str:
    """Return a value of JSON as a table has it: text that would be a formula is guarded, a number is a number."""
    return as_cell(value) if isinstance(value, (int, float)) else csv_cell(as_cell(value))


def as_cell(value: Any) -> str:
    """Return a value of JSON as a cell has it."""
    if isinstance(value, dict):
        return str(value["handle"])
    if isinstance(value, list):
        return ",".join(map(as_cell, value))
    if isinstance(value, bool) or value is None:
        return "1" if value else ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.things)
def test_a_list_of_nothing_is_an_empty_table(listed: Listed) -> None:
    """Without a heading, too: nothing is known to be missing."""
    from types import SimpleNamespace

    result = SimpleNamespace(**{listed.things: ()})

    assert (listed.heading(result), listed.records(result)) == ([], [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_what_is_told_as_records_is_a_shape_of_the_same_page(page: ModuleType) -> None:
    """They are looked up beside the shape, by its name."""
    named = {*getattr(page, "LISTS", {}), *getattr(page, "RECORDS", {})}

    assert {getattr(page, name).__module__ for name in named} <= {page.__name__}
