"""position, skill: careers as a user states them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from netcli.storage import open_reader
from tests.conftest import TODAY, Netcli, every_row

EMPTY = {
    "org": None, "title": None, "kind": "work", "start": None, "end": None, "current": True, "team": None,
    "site": None, "seen_on": TODAY,
}  # fmt: skip


@pytest.fixture
def ana(netcli: Netcli) -> Netcli:
    """Return a runner on a file with Ana, who is at Helix (position 1, organisation 1)."""
    netcli("add 'Ana Pires' --org Helix --title CTO")
    return netcli


def positions(netcli: Netcli, person: str = "ana") -> list[dict[str, object]]:
    """Return somebody's positions as JSON."""
    found = netcli(f"position list {person} --json").json
    assert isinstance(found, list)
    return found


def state(netcli: Netcli) -> object:
    """Return all that is stored, the history of the file apart."""
    with open_reader(netcli.db) as store:
        return every_row(store, leave_out=frozenset({"operation", "journal"}))


def test_a_position_takes_every_option(ana: Netcli) -> None:
    """What is typed is what is listed, newest first; the number is told when it is made."""
    did = ana(
        "position add ana --org 'Lyon 2' --title Statistics --kind study --from 2011-09 --to 2014 --team Maths "
        "--site Bron --json"
    ).json

    assert did == {
        "did": "added to Ana Pires: Statistics at Lyon 2 (study), 2011-09 to 2014 (position 2)", "operation": 4,
        "people": [{"id": 2, "handle": "ana-pires", "name": "Ana Pires"}], "dry_run": False,
    }  # fmt: skip
    assert positions(ana) == [
        {"id": 1, **EMPTY, "org": "Helix", "title": "CTO", "org_id": 1},
        {
            "id": 2, "org": "Lyon 2", "title": "Statistics", "kind": "study", "start": "2011-09", "end": "2014",
            "current": False, "team": "Maths", "site": "Bron", "seen_on": TODAY, "org_id": 2,
        },
    ]  # fmt: skip


def test_positions_are_records_in_a_pipe(ana: Netcli) -> None:
    """One a line, the fields of the JSON in their order; --fields and patterns choose among them."""
    ana("position add ana --title Adviser --kind board --past")

    assert ana("position list ana").out == (
        f"1\tHelix\tCTO\twork\t\t\t1\t\t\t{TODAY}\t1\n2\t\tAdviser\tboard\t\t\t\t\t\t{TODAY}\t\n"
    )
    assert ana("position list ana --fields title,kind").out == "CTO\twork\nAdviser\tboard\n"
    assert ana("position list ana --format '{id}: {title}'").out == "1: CTO\n2: Adviser\n"
    assert ana("position list ana --format csv --fields id,org").out == "id,org\r\n1,Helix\r\n2,\r\n"


def test_somebody_without_positions(netcli: Netcli) -> None:
    """An empty list is not an error; it says what to type."""
    ran = netcli("position list me")

    assert (ran.out, ran.err) == ("", "No positions of Sam Moreau: netcli position add sam-moreau --org ORG\n")
    assert netcli("position list me --json").json == []


@pytest.mark.parametrize(
    ("options", "current", "end"),
    [
        ("", True, None),
        ("--to 2020", False, "2020"),
        ("--to 2026", False, "2026"),
        ("--to 2027", True, "2027"),
        ("--to today", False, TODAY),
        ("--past", False, None),
        ("--current", True, None),
        ("--to 2026-12 --current", True, "2026-12"),
        ("--to 2027 --past", False, "2027"),
    ],
)
def test_an_end_means_that_it_is_over(netcli: Netcli, options: str, current: bool, end: str | None) -> None:
    """Unless the end lies ahead; --past is for an end that nobody knows."""
    netcli(f"position add me --org Helix {options}")

    assert [(p["current"], p["end"]) for p in positions(netcli, "me")] == [(current, end)]


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("position add ana", 65, "--org ORG, --title TITLE"),
        ("position add ana --org ''", 65, "--org ORG, --title TITLE"),
        ("position add ana --org H --from 2020 --to 2019-12", 65, "before it starts, 2020"),
        ("position add ana --org H --to 2020 --current", 65, "cannot be both"),
        ("position add ana --org H --from 03/04/2020", 65, "2020-03-04"),
        ("position add ana --org H --kind hobby", 2, "netcli position add --help"),
        ("position add nobody --org H", 3, 'netcli add "nobody"'),
        ("position end ana --on 2018", 65, "before it starts, 2019"),
        ("position end ana kestrel", 3, "netcli position list ana-pires"),
        ("position end me", 3, "Sam Moreau has no current position"),
        ("position end ana ''", 65, "before it starts"),
        ("position edit ana helix", 2, "--remove"),
        ("position edit ana helix --remove --title CEO", 2, "--remove"),
        ("position edit ana kestrel --title CEO", 3, "netcli position list ana-pires"),
        ("position edit ana 7 --title CEO", 3, 'no position "7"'),
        ("position edit ana 1 --org '' --title ''", 65, "--org ORG"),
        ("position edit ana 1 --to 2018", 65, "before it starts, 2019"),
        ("skill ana", 2, "netcli skill --list"),
        ("skill ana ''", 65, "netcli skill ana-pires SQL"),
        ("skill ana 'SQL, Python'", 65, "one skill at a time"),
    ],
)
def test_what_cannot_be_is_refused(ana: Netcli, line: str, code: int, says: str) -> None:
    """One line, with what to type next; nothing is written."""
    ana("position edit ana 1 --from 2019")
    if line == "position end ana ''":
        line = "position end ana '' --on 2018"
    before = state(ana)

    ran = ana(line, code=code)

    assert (ran.out, ran.err.count("\n")) == ("", 1)
    assert says in ran.err
    assert state(ana) == before


def test_the_same_position_is_kept_once(ana: Netcli) -> None:
    """Case and accents make no other; another date does."""
    did = ana("position add ana --org hélix --title cto --json").json

    assert (did["did"], did["operation"], did["people"]) == ("nothing to do: that is on file already", None, [])
    ana("position add ana --org Helix --title CTO --from 2020")
    assert len(positions(ana)) == 2


def test_a_second_job_asks_about_the_first(ana: Netcli) -> None:
    """The first may be over: the command that says so is told; studies and boards go beside a job."""
    assert "netcli position end ana-pires 1" in ana("position add ana --org Kestrel").err
    assert ana("position add ana --org Lyon --kind study").err == ""
    assert ana("position add ana --org Older --to 2010").err == ""
    assert ana("position add ana --org Other --quiet").err == ""


def test_a_new_organisation_that_looks_like_another_is_told(ana: Netcli) -> None:
    """A slip of the hand makes a second organisation: the command that makes one of the two is told."""
    ran = ana("position add me --org Hellix")

    assert ran.err == "Hellix is new here. Is it Helix? netcli org merge helix 2\n"
    ana("org merge helix 2")
    assert ana("position add me --org Hellix --title CEO").err.startswith("Also now: Helix.")


def test_the_current_position_is_ended(ana: Netcli) -> None:
    """Today if no day is given; a dry run says the same and writes nothing."""
    before = state(ana)
    dry = ana("position end ana --dry-run --json").json
    assert state(ana) == before

    did = ana("position end ana --json").json

    assert did["did"] == dry["did"] == f"ended for Ana Pires: CTO at Helix, ? to Mon {TODAY}"
    assert (dry["dry_run"], dry["operation"], did["operation"]) == (True, None, 4)
    assert [(p["current"], p["end"]) for p in positions(ana)] == [(False, TODAY)]
    assert "netcli position edit ana-pires 1 --to DATE" in ana("position end ana helix", code=65).err


def test_several_current_positions_have_to_be_told_apart(ana: Netcli) -> None:
    """By the organisation, or by the number where there are two at one; the candidates are named."""
    ana("position add ana --org Helix --kind board --title Chair")
    ana("position add ana --org Kestrel --from 2024")

    ran = ana("position end ana", code=4)
    error = json.loads(ana("position end ana helix --json", code=4).err.splitlines()[-1])["error"]

    assert ran.err.splitlines() == [
        "netcli: Ana Pires has 3 current positions  ->  name one of them by the handle in the second column",
        "3\t3\tKestrel, 2024 to now",
        "1\t1\tCTO at Helix",
        "2\t2\tChair at Helix (board)",
    ]
    assert error["candidates"] == [
        {"id": 1, "handle": "1", "name": "CTO at Helix"},
        {"id": 2, "handle": "2", "name": "Chair at Helix (board)"},
    ]
    ana("position end ana kest")
    ana("position end ana 2")
    ana("position end ana")
    assert [p["current"] for p in positions(ana)] == [False] * 3


def test_a_position_is_changed_fact_by_fact(ana: Netcli) -> None:
    """What is not named stays; an empty text takes away; the person's other facts are left alone."""
    ana("position edit ana helix --from 2019-02 --team Data --site Lisbon --org 'Helix Bio'")
    assert positions(ana) == [
        {**EMPTY, "id": 1, "org": "Helix Bio", "title": "CTO", "start": "2019-02", "team": "Data", "site": "Lisbon",
         "org_id": 2},
    ]  # fmt: skip

    did = ana("position edit ana 1 --team '' --from '' --title CEO --kind board --to 2021 --json").json

    assert did["did"] == "changed for Ana Pires: CEO at Helix Bio (board), ? to 2021"
    changed = {**EMPTY, "title": "CEO", "kind": "board", "end": "2021", "current": False, "site": "Lisbon"}
    assert positions(ana) == [{**changed, "id": 1, "org": "Helix Bio", "org_id": 2}]
    assert ana("position edit ana 1 --title CEO --json").json["operation"] is None
    assert ana("position edit ana 1 --org 'HELIX bio' --json").json["did"] == "nothing to do: that is on file already"


def test_somebody_who_came_back_has_no_end(ana: Netcli) -> None:
    """--current opens a position that was over; --past says that the end is not known."""
    ana("position end ana --on 2020")

    ana("position edit ana helix --current")
    assert [(p["current"], p["end"]) for p in positions(ana)] == [(True, None)]
    ana("position edit ana helix --past")
    assert [(p["current"], p["end"]) for p in positions(ana)] == [(False, None)]
    ana("position edit ana helix --to 2019 --current", code=65)


def test_a_position_that_never_was_is_removed(ana: Netcli) -> None:
    """The organisation stays: others may be there."""
    did = ana("position edit ana helix --remove --json").json

    assert did["did"] == "removed from Ana Pires: CTO at Helix"
    assert positions(ana) == []
    assert [org["name"] for org in ana("org list --all --json").json] == ["Helix"]


@pytest.mark.parametrize(
    "line",
    [
        "position add ana --org Kestrel --from 2020",
        "position end ana",
        "position edit ana helix --org 'Helix Bio' --from 2019",
        "position edit ana helix --remove",
        "skill ana me SQL --level expert",
        "skill ana Python --level ''",
        "skill ana Python --off",
    ],
)
def test_every_change_is_taken_back_and_brought_back(ana: Netcli, line: str) -> None:
    """One command, one operation: undo gives the file as it was, redo as it became."""
    ana("skill ana Python --level good")
    before = state(ana)
    ana(line)
    after = state(ana)
    assert after != before

    ana("undo")
    assert state(ana) == before
    ana("redo")
    assert state(ana) == after


def test_positions_stand_newest_first(netcli: Netcli) -> None:
    """Those that last first, the latest begun before the others; then by the end, then by the start."""
    for org, dates in (
        ("A", "--from 2001 --to 2005"), ("B", "--from 2004 --to 2005"), ("C", "--from 2019"), ("D", ""),
        ("E", "--from 2020-03"), ("F", "--past"), ("G", "--from 2006 --past"),
    ):  # fmt: skip
        netcli(f"position add me --org {org} {dates}")

    assert "".join(str(p["org"]) for p in positions(netcli, "me")) == "ECDGBAF"


def test_skills_and_languages_are_put_on_people(ana: Netcli) -> None:
    """A skill is compared folded; a level given later replaces the one before, none given leaves it."""
    ana("add 'Bo Lind'")
    assert ana("skill ana bo SQL --level expert --json").json["did"] == "Ana Pires, Bo Lind can do SQL (expert)"
    assert ana("skill ana sql --json").json["operation"] is None
    assert ana("skill ana bo sql --level good --dry-run --json").json["dry_run"] is True
    assert [p["handle"] for p in ana("skill ana Sql --level good --json").json["people"]] == ["ana-pires"]
    ana("skill ana French --language --level B2")

    kept = ana("show ana --json").json["person"]["skills"]

    assert kept == [
        {"name": "SQL", "kind": "skill", "level": "good"},
        {"name": "French", "kind": "language", "level": "B2"},
    ]
    assert [p["handle"] for p in ana("list skill:french --json").json] == ["ana-pires"]


def test_signs_tell_skills_apart(ana: Netcli) -> None:
    """C, C++ and C# are three skills; C Sharp is one of them."""
    for name in ("C", "C++", "C#"):
        ana("skill", "ana", name)

    assert ana("skill", "ana", "C sharp", "--json").json["operation"] is None
    assert [s["skill"] for s in ana("skill --list --json").json] == ["C", "C++", "C#"]


def test_skills_are_taken_off(ana: Netcli) -> None:
    """Without --language whichever of the two kinds it is; who never had it is left alone."""
    ana("skill ana SQL")
    ana("skill ana French --language")

    assert ana("skill ana me SQL --off --json").json["did"] == "took off Ana Pires: SQL"
    assert ana("skill ana SQL --off --json").json["did"] == "nothing to do: SQL is as it should be"
    assert ana("skill ana french --off --json").json["people"] == [
        {"id": 2, "handle": "ana-pires", "name": "Ana Pires"}
    ]
    assert ana("skill --list --json").json == []


def test_skills_are_listed_with_their_counts(ana: Netcli) -> None:
    """Skills first, then languages, by name as first written; removed people are left out."""
    assert "netcli skill ana-pires SQL" in ana("skill --list").err
    ana("add Bo")
    ana("skill bo Python")
    ana("skill ana bo python --language")
    ana("skill ana PYTHON")
    ana("skill ana SQL")

    assert ana("skill --list --json").json == [
        {"skill": "Python", "kind": "skill", "people": 2},
        {"skill": "SQL", "kind": "skill", "people": 1},
        {"skill": "python", "kind": "language", "people": 2},
    ]
    assert ana("skill --list --language").out == "python\tlanguage\t2\n"
    ana("remove bo")
    assert ana("skill --list").out == "PYTHON\tskill\t1\nSQL\tskill\t1\npython\tlanguage\t1\n"


def test_the_first_of_several_is_taken_if_asked(ana: Netcli) -> None:
    """--first takes the newest position of several."""
    ana("position add ana --org Helix --title CEO --from 2024")

    ana("position edit ana helix --title Chair", code=4)
    ana("position edit ana helix --title Chair --first")

    assert [p["title"] for p in positions(ana)] == ["Chair", "CTO"]


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("position-list", "position list ana"),
        ("who-at", "who-at helix-bio --ever"),
        ("org-list", "org list"),
        ("org-show", "org show helix-bio"),
        ("skills", "skill --list"),
    ],
)
def test_the_pages_look_as_they_did(
    netcli: Netcli,
    monkeypatch: pytest.MonkeyPatch,
    golden: Callable[[str, str], None],
    page: str,
    line: str,
    columns: int,
) -> None:
    """Nothing is wider than the screen and no title is cut; the whole page is held to its golden file."""
    furnish(netcli)
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", str(columns))

    ran = netcli(line)

    assert max(map(len, ran.out.splitlines())) <= columns
    golden(f"{page}-{columns}.txt", ran.out)


def furnish(netcli: Netcli) -> None:
    """Fill a file with careers of every sort."""
    netcli("add 'Ana Pires' --org 'Helix Bio' --level 4 --title 'Head of Data'")
    netcli("add", "Łucja Wójcik-Kowalska", "--level", "2")
    netcli("add 'Dana Okafor' --to-meet --title 'Chief Scientific Officer' --org 'Helix Bio'")
    netcli("add", "山田 太郎", "--level", "3")
    netcli("position edit ana helix --from 2021-03 --team 'Data Platform' --site Lisbon")
    netcli("position add ana --org 'Helix Bio' --title 'Senior Data Engineer' --from 2018 --to 2021-03")
    netcli("position add ana --org 'Universidade do Porto' --title 'MSc, Informatics' --kind study --to 2014-07-31")
    netcli(
        "position add ana --org 'Association Passerelle pour la Formation Continue des Adultes en Auvergne'"
        " --title 'Administratrice, responsable des programmes internationaux' --kind board --from 2022"
    )
    netcli("position add lucja --org 'Helix Bio' --title 'Account manager' --past")
    netcli(
        "position", "add", "p5", "--org", "Helix Bio", "--title", "主任研究員", "--site", "東京", "--from", "2020-04"
    )
    netcli("skill ana lucja SQL")
    netcli("skill ana French --language")
    netcli("org edit helix-bio --headcount 1240 --domain helix.example --alias 'Helix SA' --alias HBI")


@pytest.mark.parametrize("line", ["position list me", "skill --list", "org list", "who-at helix", "org show helix"])
def test_a_page_with_nothing_on_it(netcli: Netcli, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """An empty list leaves stdout empty on a terminal too; an organisation without people is its name."""
    if "helix" in line:
        netcli("position add me --org Helix")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    ran = netcli(line)

    assert ran.out == ("Helix  helix  #1\n" if line == "org show helix" else "")
    assert "netcli " in ran.err


def test_on_a_narrow_screen_titles_come_before_names(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handle says who it is; nothing is wider than the screen."""
    furnish(netcli)
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", "56")

    lines = netcli("who-at helix-bio --ever").out.splitlines()

    assert max(map(len, lines)) <= 56
    assert lines[0].split() == ["handle", "tie", "dates", "as"]
    assert any("Head" in line for line in lines)
