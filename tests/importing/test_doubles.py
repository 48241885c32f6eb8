"""Two drafts of one person become one."""

from __future__ import annotations

from netcli.importing.doubles import joined
from netcli.importing.draft import Draft
from netcli.model import PersonFacts


def test_since_when_they_are_tied_is_kept() -> None:
    """The later draft wins where it tells; what the earlier one tells alone is not lost."""
    early, late = (Draft(PersonFacts("Ana Pires"), "row", since=day) for day in ("2020-01-01", "2021-01-01"))
    silent = Draft(PersonFacts("Ana Pires"), "row")

    assert [joined(early, silent).since, joined(early, late).since] == ["2020-01-01", "2021-01-01"]
