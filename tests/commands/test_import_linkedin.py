"""import of LinkedIn connections as a user meets it: ties, later files, older files, and those of somebody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import TODAY, Netcli

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
OLD = "First Name,Last Name,Email Address,Company,Position,Connected On"
ANA = "Ana,Pires,https://www.linkedin.com/in/ana-pires,ana@example.org,Helix,Engineer,05 Mar 2024"
BO = "Bo,Lind,https://www.linkedin.com/in/bo-lind,,Orbit,Founder,11 Oct 2019"
GONE = ",,,,,,01 Jan 2023"


class Lists:
    """Writes lists of connections and imports them."""

    def __init__(self, netcli: Netcli, folder: Path) -> None:
        self.netcli, self._path = netcli, folder / "any name.txt"

    def read(self, *rows: str, header: str = HEADER, options: str = "", code: int = 0) -> dict[str, object]:
        """Import a list of these rows and return the report."""
        self._path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        found: dict[str, object] = self.netcli("import", str(self._path), *options.split(), "--json", code=code).json
        return found

    def jobs(self, name: str) -> list[tuple[str, str, bool]]:
        """Return (organisation, title, whether it lasts) of somebody's positions."""
        person = self.netcli("show", name, "--json").json["person"]
        return [(p["org"], p["title"], p["current"]) for p in person["positions"]]


@pytest.fixture
def lists(netcli: Netcli, tmp_path: Path) -> Lists:
    """Return a writer of lists of connections."""
    return Lists(netcli, tmp_path)


def counts(report: dict[str, object]) -> tuple[object, ...]:
    """Return how many were made, changed and left."""
    return report["created"], report["updated"], report["unchanged"]


def evidence(netcli: Netcli) -> list[tuple[object, ...]]:
    """Return (a, b, kind, date, by, level) of all that is implied."""
    ties = netcli("export json").json["ties"]
    return [(t["a"], t["b"], e["kind"], e["on_date"], e["by_id"], e["level"]) for t in ties for e in t["evidence"]]


def test_connections_become_people_with_a_dated_tie(lists: Lists) -> None:
    """The source is called linkedin, whatever the file; rows of closed accounts are counted."""
    report = lists.read(ANA, GONE, BO, GONE)

    assert (report["source"], report["format"], counts(report)) == ("linkedin", "linkedin", (2, 0, 0))
    assert report["skipped"] == [{"reason": "no name: they have left LinkedIn", "count": 2}]
    assert evidence(lists.netcli) == [
        (1, 2, "linkedin", "2024-03-05", None, None),
        (1, 3, "linkedin", "2019-10-11", None, None),
    ]
    ana = lists.netcli("show ana --json").json["person"]
    assert [u["value"] for u in ana["urls"]] == ["https://www.linkedin.com/in/ana-pires"]
    assert "/" not in ana["uid"]


def test_the_same_list_again_changes_nothing(lists: Lists) -> None:
    """No operation, a second reading."""
    lists.read(ANA, BO)
    before = lists.netcli("export json").out

    report = lists.read(ANA, BO)

    assert (counts(report), report["readings"], report["operation"]) == ((0, 0, 2), 2, None)
    assert lists.netcli("export json").out == before


def test_a_new_job_is_a_change_and_ends_the_old_one(lists: Lists) -> None:
    """The old position is kept as past; case is no change of job; undo takes it all back."""
    lists.read(ANA, BO)

    report = lists.read(ANA.replace("Helix,Engineer", "Orbit,CTO"), BO.replace("Orbit,Founder", "ORBIT,founder"))

    assert [(c["field"], c["before"], c["after"]) for c in report["changes"]] == [
        ("position", "Engineer, Helix", "CTO, Orbit")
    ]
    assert lists.jobs("ana") == [("Orbit", "CTO", True), ("Helix", "Engineer", False)]
    assert lists.jobs("bo") == [("Orbit", "Founder", True)]
    lists.netcli("undo --yes")
    assert lists.jobs("ana") == [("Helix", "Engineer", True)]


def test_what_i_typed_of_a_job_stays(lists: Lists) -> None:
    """A new job that I had heard of is not written twice; one that the list no longer gives is left as it is."""
    lists.read(ANA, BO)
    lists.netcli("position add ana --org Orbit --title CTO --from 2025-01")

    lists.read(ANA.replace("Helix,Engineer", "Orbit,CTO"), BO.replace("Orbit,Founder", ","))

    assert lists.jobs("ana") == [("Orbit", "CTO", True), ("Helix", "Engineer", False)]
    assert lists.jobs("bo") == [("Orbit", "Founder", True)]


def test_who_returns_to_a_job_begins_it_anew(lists: Lists) -> None:
    """The first time there stays past; a job that I ended is not begun again by a list that repeats it."""
    moved = ANA.replace("Helix,Engineer", "Orbit,CTO")
    for row in (ANA, moved, ANA):
        lists.read(row)

    assert sorted(lists.jobs("ana")) == [
        ("Helix", "Engineer", False),
        ("Helix", "Engineer", True),
        ("Orbit", "CTO", False),
    ]
    lists.netcli("position edit ana 3 --past")
    assert counts(lists.read(ANA)) == (0, 0, 1)
    assert not any(lasts for _, _, lasts in lists.jobs("ana"))


def test_a_job_that_i_removed_stays_removed(lists: Lists) -> None:
    """A list that only repeats it does not put it back."""
    lists.read(ANA)
    lists.netcli("position edit ana 1 --remove")

    assert counts(lists.read(ANA)) == (0, 0, 1)
    assert lists.jobs("ana") == []


def test_the_page_finds_who_is_on_file(lists: Lists) -> None:
    """However it is written and whatever he is called; a name alone makes a second person, to be looked at."""
    lists.netcli("add 'Anita P.' --url http://linkedin.com/in/Ana-Pires/")
    lists.netcli("add 'Bo Lind' --url https://bo.example.org")

    report = lists.read(ANA, BO)

    assert counts(report) == (1, 1, 0)
    assert [(r["other"]["id"], r["why"]) for r in report["review"]] == [(3, "same name")]
    assert lists.jobs("anita") == [("Helix", "Engineer", True)]


def test_namesakes_with_two_pages_are_two_people(lists: Lists) -> None:
    """Even if I connected with them on one day."""
    other = ANA.replace("ana-pires", "ana-pires-2").replace("ana@example.org", "")

    assert counts(lists.read(ANA, other)) == (2, 0, 0)
    assert counts(lists.read(other, ANA)) == (0, 0, 2)


def test_lists_with_and_without_pages_are_of_the_same_people(lists: Lists) -> None:
    """Name and day tell who it is: the page is added, and the job that changed since is a change."""
    lists.read('Bo,Lind,,Helix,Engineer,"10/11/19, 9:05 AM"', header=OLD)

    report = lists.read(ANA, BO)

    assert counts(report) == (1, 1, 0)
    assert lists.jobs("bo") == [("Orbit", "Founder", True), ("Helix", "Engineer", False)]
    assert counts(lists.read("Bo,Lind,,Orbit,Founder,11 Oct 2019", header=OLD))[0] == 0
    assert len(lists.netcli("list --json").json) == 2


def test_somebody_elses_connections_are_known_to_him(lists: Lists) -> None:
    """They are no contacts of mine, and a source of their own; my list may bring them again."""
    lists.netcli("add 'Cy Roe'")

    report = lists.read(ANA, options="--known-by cy")

    assert (report["source"], counts(report)) == ("linkedin-cy-roe", (1, 0, 0))
    known = (2, 3, "known-by", "2024-03-05", 2, 2)
    assert evidence(lists.netcli)[1:] == [known]
    assert counts(lists.read(ANA, options="--known-by cy")) == (0, 0, 1)
    assert lists.read(ANA)["source"] == "linkedin"
    assert (1, 3, "linkedin", "2024-03-05", None, None) in evidence(lists.netcli)
    assert len(lists.netcli("list --json").json) == 2


def test_known_by_me_are_my_own(lists: Lists) -> None:
    """As without the option."""
    assert lists.read(ANA, options="--known-by me")["source"] == "linkedin"
    assert evidence(lists.netcli) == [(1, 2, "linkedin", "2024-03-05", None, None)]


def test_my_own_row_in_somebody_elses_list_is_me(lists: Lists) -> None:
    """Known by my page: it ties the two of us, and makes nobody."""
    lists.netcli("edit me --set url=https://www.linkedin.com/in/ana-pires")
    lists.netcli("add 'Cy Roe'")

    assert lists.read(ANA, options="--known-by cy")["created"] == 0
    assert (1, 2, "known-by", "2024-03-05", 2, 2) in evidence(lists.netcli)


def test_a_day_that_is_none_dates_the_tie_from_the_import(lists: Lists) -> None:
    """And is kept in the note."""
    lists.read(ANA.replace("05 Mar 2024", "soon"))

    assert evidence(lists.netcli) == [(1, 2, "linkedin", TODAY, None, None)]


def test_rows_that_cannot_be_used_are_told_and_the_rest_goes_in(lists: Lists) -> None:
    """65, with the line and the reason."""
    report = lists.read(ANA, ",,https://www.linkedin.com/in/x,,,,", f"{BO},more", code=65)

    assert (report["created"], report["rejected"]) == (1, [
        {"where": "line 3", "reason": "it names nobody: no first name and no last name"},
        {"where": "line 4", "reason": "it has 8 cells, the header 7"},
    ])  # fmt: skip


def test_a_dry_run_writes_nothing(lists: Lists) -> None:
    """It says what would happen."""
    report = lists.read(ANA, BO, options="--dry-run")

    assert (counts(report), report["dry_run"]) == ((2, 0, 0), True)
    assert lists.netcli("list --json").json == []


def test_import_alone_tells_how_to_get_the_file(netcli: Netcli) -> None:
    """The way through LinkedIn's settings is there, and a word on every other service."""
    told = netcli("import").out

    assert "Settings & Privacy > Data privacy > Get a copy of your data" in told
    for service in ("Google", "iCloud", "iPhone", "Outlook", "Thunderbird", "Xing", "Viadeo"):
        assert service in told
