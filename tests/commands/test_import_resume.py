"""import of a CV as a user meets it: whose it is, what it adds, and that it is read twice without a trace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Netcli, facts_of

SAM: dict[str, Any] = {
    "basics": {"name": "Sam Moreau", "email": "sam@example.org", "label": "Builder"},
    "work": [{"name": "Kestrel", "position": "CTO", "startDate": "2020-01"}],
    "skills": [{"name": "SQL", "level": "expert"}],
    "references": [{"name": "Bo Lind", "reference": "Good."}, {"name": "Bo Lind", "reference": "Very good."}],
}
ANA: dict[str, Any] = {
    "basics": {
        "name": "Ana Pires", "email": "ana@example.org",
        "profiles": [{"network": "LinkedIn", "url": "https://www.linkedin.com/in/ana-pires"}],
    },
    "work": [{"company": "Helix", "position": "Engineer"}],
    "references": [{"name": "Sam Moreau", "reference": "Quick."}],
}  # fmt: skip


@pytest.fixture
def resume(tmp_path: Path) -> Any:
    """Return a function that writes a CV and returns its path."""

    def write(content: dict[str, Any], name: str = "resume.json") -> str:
        path = tmp_path / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return str(path)

    return write


def shown(netcli: Netcli, who: str) -> Any:
    """Return what show tells of somebody, jobs and recommendations made short."""
    found: Any = netcli(f"show {who} --json").json
    jobs = [(p["org"], p["title"], p["start"], p["end"], p["current"]) for p in found["person"]["positions"]]
    said = [
        (r["author"]["name"], r["text"])
        for r in found["recommendations"]
        if r["subject"]["id"] == found["person"]["id"]
    ]
    return found["person"], jobs, said


def test_a_cv_that_agrees_with_me_is_mine(netcli: Netcli, resume: Any) -> None:
    """What I typed stays, what I lack is added, references are recommendations; a dry run tells the same."""
    netcli("edit me --headline Mine")
    netcli("position add me --org Kestrel --title cto")

    dry = netcli("import", resume(SAM), "--dry-run", "--json").json
    done = netcli("import", resume(SAM), "--json")
    report: Any = done.json

    me, jobs, said = shown(netcli, "me")
    assert (me["headline"], me["emails"][0]["value"]) == ("Mine", "sam@example.org")
    assert jobs == [("Kestrel", "cto", "2020-01", None, True)]
    assert said == [("Bo Lind", "Good."), ("Bo Lind", "Very good.")]
    assert (report["created"], report["updated"], report["related"], report["recommendations"]) == (0, 1, 1, 2)
    assert [ref["handle"] for ref in report["cvs"]] == ["sam-moreau"]
    assert {k: v for k, v in dry.items() if k not in {"import", "dry_run", "operation"}} == {
        k: v for k, v in report.items() if k not in {"import", "dry_run", "operation"}
    }
    assert "netcli cv prints it" in done.err


def test_the_same_cv_again_changes_nothing_and_undo_takes_all_back(netcli: Netcli, resume: Any) -> None:
    """Mine, or somebody's; two references of one person, and of several namesakes, included."""
    netcli("add 'Bo Lind'")
    netcli("add 'Bo Lind'")
    before = netcli("export json").json
    for content in (SAM, ANA):
        netcli("import", resume(content))
        whole = netcli("export json").out
        again: Any = netcli("import", resume(content), "--json").json

        assert (again["operation"], again["unchanged"], again["recommendations"], again["related"]) == (None, 1, 0, 0)
        assert netcli("export json").out == whole
    netcli("undo")
    netcli("undo")
    after: Any = netcli("export json").json
    assert facts_of(after) == facts_of(before)


def test_a_later_cv_of_mine_closes_what_has_ended(netcli: Netcli, resume: Any) -> None:
    """The source is known again, the changes are told, a reworded reference is the same one."""
    netcli("import", resume(SAM))
    later = {
        **SAM, "basics": {**SAM["basics"], "label": "Founder"},
        "work": [{"name": "Orbit", "position": "CEO", "startDate": "2026-01"}, {**SAM["work"][0], "endDate": "2025-12"}],
        "references": [{"name": "Bo Lind", "reference": "Excellent."}, {"name": "Bo Lind", "reference": "Good."}],
    }  # fmt: skip

    report: Any = netcli("import", resume(later, "resume-2026.json"), "--json").json

    me, jobs, said = shown(netcli, "me")
    assert (report["source"], report["readings"]) == ("resume", 2)
    assert {change["field"] for change in report["changes"]} >= {"headline"}
    assert me["headline"] == "Founder"
    assert jobs == [("Orbit", "CEO", "2026-01", None, True), ("Kestrel", "CTO", "2020-01", "2025-12", False)]
    assert sorted(said) == [("Bo Lind", "Excellent."), ("Bo Lind", "Good.")]


def test_a_cv_of_another_name_is_somebody_of_his_own(netcli: Netcli, resume: Any) -> None:
    """It is said; nothing of it is mine; a reference that I wrote is mine; a second reading knows him again."""
    mine = shown(netcli, "me")
    ran = netcli("import", resume(ANA, "ana.json"), "--json")
    report: Any = ran.json

    _, jobs, said = shown(netcli, "ana-pires")
    assert "ana-pires, who is not you" in ran.err
    assert "netcli import" in ran.err
    assert "--for me" in ran.err
    assert (report["created"], report["source"], report["cvs"][0]["handle"]) == (1, "ana", "ana-pires")
    assert jobs == [("Helix", "Engineer", None, None, True)]
    assert said == [("Sam Moreau", "Quick.")]
    assert shown(netcli, "me") == mine
    assert netcli("list --format '{handle}'").out.split() == ["ana-pires"]
    later = {**ANA, "basics": {**ANA["basics"], "label": "Lead"}}
    assert netcli("import", resume(later, "new.json"), "--json").json["updated"] == 1
    assert netcli("show ana-pires --json").json["person"]["headline"] == "Lead"


@pytest.mark.parametrize(
    ("setup", "basics", "is_mine"),
    [
        ("note me x", {"name": "Moreau, Sam"}, True),
        ("note me x", {"name": "Sam A. Moreau"}, True),
        ("note me x", {"name": "Samantha Jones"}, False),
        ("edit me --email sam@example.org", {"name": "S. Jones-Moreau", "email": "SAM@example.org"}, True),
        ("edit me --nickname Samy", {"name": "Samy Jones"}, False),
        ("edit me --set 'url=https://linkedin.com/in/sam/'", {"name": "Sammy Roy", "profiles": [
            {"url": "https://www.linkedin.com/in/Sam"}]}, True),
        ("note me x", {"label": "Builder"}, True),
        ("note me x", {"email": "ana@example.org"}, False),
        ("init --name Owner --yes", {"name": "Ana Pires"}, True),
        ("init --name Owner --email owner@example.org --yes", {"name": "Ana Pires"}, False),
    ],
)  # fmt: skip
def test_who_i_am_decides_whose_it_is(
    netcli: Netcli, resume: Any, setup: str, basics: dict[str, Any], is_mine: bool
) -> None:
    """By name, address or page; a new file takes the name of the CV; one without a name is mine if it names nobody else."""
    netcli(setup)

    report: Any = netcli("import", resume({"basics": basics, "skills": ["SQL"]}), "--json").json

    assert (report["cvs"][0]["id"] == 1, report["created"]) == (is_mine, int(not is_mine))


def test_for_says_whose_it_is(netcli: Netcli, resume: Any) -> None:
    """A contact's, whatever his name there; mine, whatever my name; said once, it is remembered with the name."""
    netcli("add 'A. Pires'")
    netcli("import", resume(ANA, "a.json"), "--for", "a-pires")
    other = {**ANA, "basics": {"name": "Sam Roy"}}
    netcli("import", resume(other, "roy.json"), "--for", "me")
    again: Any = netcli("import", resume(other, "roy.json"), "--json").json

    person, jobs, said = shown(netcli, "a-pires")
    assert (person["name"], person["emails"][0]["value"]) == ("A. Pires", "ana@example.org")
    assert jobs == [("Helix", "Engineer", None, None, True)]
    assert said == [("Sam Moreau", "Quick.")]
    assert (again["operation"], again["cvs"][0]["id"]) == (None, 1)
    assert [p["org"] for p in shown(netcli, "me")[0]["positions"]] == ["Helix"]


def test_a_refresh_knows_whose_it_was(netcli: Netcli, resume: Any, tmp_path: Path) -> None:
    """A newer file of a contact's CV is read into his record, not into mine."""
    netcli("add 'A. Pires'")
    netcli("import", resume(ANA, "cv-1.json"), "--for", "a-pires", "--source", "cv")
    netcli("source", "add", "cv", str(tmp_path / "cv-*.json"))
    resume({**ANA, "skills": ["Go"], "basics": {"name": "Quite Another"}}, "cv-2.json")

    netcli("refresh")

    assert [s["name"] for s in shown(netcli, "a-pires")[0]["skills"]] == ["Go"]
    assert shown(netcli, "me")[0]["skills"] == []


def test_a_cv_of_somebody_on_file_is_his(netcli: Netcli, resume: Any) -> None:
    """Known by his page at LinkedIn or his address; of his name alone it is asked."""
    netcli("add 'A. Pires' --url https://linkedin.com/in/ana-pires")
    netcli("add 'Bo Lind'")

    ana: Any = netcli("import", resume(ANA, "a.json"), "--json").json
    bo: Any = netcli("import", resume({"basics": {"name": "Bo Lind"}}, "b.json"), "--json").json

    assert (ana["created"], ana["updated"], ana["cvs"][0]["handle"]) == (0, 1, "a-pires")
    assert (bo["created"], bo["review"][0]["why"]) == (1, "same name")


def test_several_cvs_at_once_are_several_people(netcli: Netcli, resume: Any) -> None:
    """Each with his own references."""
    report: Any = netcli("import", resume(SAM, "s.json"), resume(ANA, "a.json"), "--json").json

    assert [ref["handle"] for ref in report["cvs"]] == ["sam-moreau", "ana-pires"]
    assert shown(netcli, "ana-pires")[2] == [("Sam Moreau", "Quick.")]
    assert len(shown(netcli, "me")[2]) == 2


def test_what_is_no_cv_is_told(netcli: Netcli, resume: Any, tmp_path: Path) -> None:
    """One of nulls names nobody; one that is cut off, or no JSON, is refused in one line."""
    nulls = netcli("import", resume({"basics": None, "work": None}))
    cut = tmp_path / "cut.json"
    cut.write_text('{"basics": {"name": "Sam', encoding="utf-8")

    assert "There is nobody in it" in nulls.err
    assert "cut off" in netcli("import", str(cut), code=65).err
    assert "no JSON" in netcli("import", str(cut), "--format", "json-resume", code=65).err
