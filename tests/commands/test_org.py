"""org, who-at: organisations, named, set right, made one, and who is there."""

from __future__ import annotations

import json

import pytest

from netcli.storage import open_reader
from tests.commands.test_career import state
from tests.commands.test_person import with_store
from tests.conftest import Netcli, spawn


@pytest.fixture
def orgs(netcli: Netcli) -> Netcli:
    """Return a runner on a file with Ana at Helix Bio (1), Bo at Helix SA (2), Cy formerly at Kestrel (3)."""
    netcli("add 'Ana Pires' --org 'Helix Bio' --title CTO --level 3")
    netcli("add 'Bo Lind' --org 'Helix SA' --level 5")
    netcli("add 'Cy Grant'")
    netcli("position add cy --org Kestrel --from 2015 --to 2019")
    return netcli


def ref(number: int, handle: str, name: str) -> dict[str, object]:
    """Return a reference as JSON has it."""
    return {"id": number, "handle": handle, "name": name}


def test_organisations_are_listed_with_counts(orgs: Netcli) -> None:
    """By name; people who are there, people who left, and what is kept on the organisation itself."""
    orgs("org edit kestrel --headcount 80 --domain https://www.Kestrel.example/team --alias KSL")
    orgs("position end ana")
    orgs("position add cy --org 'Helix Bio'")

    assert orgs("org list --json").json == [
        {**ref(1, "helix-bio", "Helix Bio"), "people": 1, "past": 1, "domain": None, "headcount": None, "aliases": [], "interest": None},
        {**ref(2, "helix-sa", "Helix SA"), "people": 1, "past": 0, "domain": None, "headcount": None, "aliases": [], "interest": None},
        {
            **ref(3, "kestrel", "Kestrel"), "people": 0, "past": 1, "domain": "kestrel.example", "headcount": 80,
            "aliases": ["KSL"], "interest": None,
        },
    ]  # fmt: skip
    assert orgs("org list").out.splitlines()[2] == "3\tkestrel\tKestrel\t0\t1\tkestrel.example\t80\tKSL\t"
    assert orgs("org list --sort headcount --fields name").out == "Kestrel\nHelix Bio\nHelix SA\n"
    assert orgs("org list --sort people --fields name").out == "Helix Bio\nHelix SA\nKestrel\n"
    assert orgs("org list hélix --format ids").out == "1\n2\n"
    assert orgs("org list ksl --format ids").out == orgs("org list kestrel.ex --format ids").out == "3\n"
    assert orgs("org list --limit 1").err == "2 more after these (--limit)\n"
    assert "name, people, headcount" in orgs("org list --sort size", code=2).err


def test_a_person_is_counted_once_and_not_if_removed(orgs: Netcli) -> None:
    """Somebody with two positions at one place is one person; I am never counted."""
    orgs("position add ana --org 'Helix Bio' --title Engineer --to 2015")
    orgs("position add me --org 'Helix Bio'")

    assert [(o["people"], o["past"]) for o in orgs("org list 'helix bio' --json").json] == [(1, 0)]
    orgs("remove ana")
    assert [(o["people"], o["past"]) for o in orgs("org list 'helix bio' --json").json] == [(0, 0)]


def test_organisations_of_strangers_come_with_all(orgs: Netcli) -> None:
    """Those without a contact of mine are counted on stderr; one that I know myself is mine."""
    orgs("add Dee --to-meet --org Zenith")
    orgs("position add me --org Ypsilon --past")
    with_store(orgs, "UPDATE person SET to_meet = 0 WHERE handle = 'dee'")

    ran = orgs("org list --fields name")

    assert ran.out.split("\n") == ["Helix Bio", "Helix SA", "Kestrel", "Ypsilon", ""]
    assert ran.err == "4 shown; 1 more without a contact of yours (--all)\n"
    assert [o["people"] for o in orgs("org list zenith --all --json").json] == [1]
    assert orgs("org list zenith").err == "0 shown; 1 more without a contact of yours (--all)\n"


def test_an_empty_list_says_what_to_type(netcli: Netcli) -> None:
    """Nothing on stdout, the next command on stderr."""
    ran = netcli("org list")

    assert (ran.out, ran.err) == ("", "None. netcli position add PERSON --org ORG brings one in.\n")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1), ("Helix Bio", 1), ("HÉLIX  bio", 1), ("helix-bio", 1), ("helix b", 1), ("bio", 1), ("sa", 2),
        ("KSL", 3), ("kest", 3), ("el", 3), ("sl", 3), ("bio helix", 1),
    ],
)  # fmt: skip
def test_an_organisation_is_named_as_a_person_is(orgs: Netcli, text: str, number: int) -> None:
    """By number, by name or alias compared folded, by its beginning, by parts of it: the first rule decides."""
    orgs("org edit 3 --alias KSL")

    if text == "el":
        orgs("org show el", code=4)
    else:
        assert orgs("org", "show", text, "--json").json["org"]["id"] == number


def test_several_organisations_are_told_apart(orgs: Netcli) -> None:
    """Code 4 with the candidates; --first takes one, --exact goes without parts of names."""
    ran = orgs("who-at helix", code=4)
    error = json.loads(orgs("org show helix --json", code=4).err.splitlines()[-1])["error"]

    assert ran.err.splitlines() == [
        'netcli: "helix" names 2 organisations  ->  name one of them by the handle in the second column',
        "1\thelix-bio\tHelix Bio",
        "2\thelix-sa\tHelix SA",
    ]
    assert error["candidates"] == [ref(1, "helix-bio", "Helix Bio"), ref(2, "helix-sa", "Helix SA")]
    assert orgs("org show helix --first --json").json["org"]["id"] == 1
    orgs("org show helix --exact", code=3)
    assert orgs("org show 'helix sa' --exact --json").json["org"]["id"] == 2


def test_those_with_people_are_meant_first(orgs: Netcli) -> None:
    """An organisation that nobody is at any more does not stand in the way."""
    orgs("position edit bo helix --remove")

    assert orgs("org show helix --json").json["org"]["id"] == 1
    assert orgs("org show 'helix sa' --json").json["people"] == []


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("org show hellix-bio", 3, "did you mean Helix Bio (helix-bio)"),
        ("who-at Nowhere", 3, "netcli org list"),
        ("who-at ''", 2, "empty"),
        ("who-at kestrel --in 2019 --ever", 2, "netcli who-at --help"),
        ("who-at kestrel --in soon", 65, "2026-03-04"),
        ("org edit kestrel", 2, "netcli org edit --help"),
        ("org edit kestrel --name ''", 65, "needs a name"),
        ("org edit kestrel --domain 'no domain'", 65, "example.org"),
        ("org edit kestrel --headcount many", 2, "netcli org edit --help"),
        ("org edit kestrel --name 'helix bio'", 65, "netcli org merge kestrel helix-bio"),
        ("org edit kestrel --alias 'Helix SA'", 65, "netcli org merge kestrel helix-sa"),
        ("org merge kestrel kest", 65, "one already"),
        ("org merge kestrel nowhere", 3, "netcli org list"),
    ],
)
def test_what_cannot_be_is_refused(orgs: Netcli, line: str, code: int, says: str) -> None:
    """One line, with what to type next; nothing is written."""
    before = state(orgs)

    ran = orgs(line, code=code)

    assert (ran.out, ran.err.count("\n")) == ("", 1)
    assert says in ran.err
    assert state(orgs) == before


@pytest.mark.parametrize("text", ["x" * 70_000, " ".join(f"w{n}" for n in range(3_000))], ids=["word", "words"])
def test_a_name_of_any_length_is_no_bug(orgs: Netcli, text: str) -> None:
    """It names nothing, in one line."""
    assert orgs("who-at", text, code=3).err.count("\n") == 1


@pytest.mark.parametrize("name", ["株式会社 Acme", "365", "Amazon.com", "!!!", "A" * 80, "Müller & Söhne"])
def test_a_handle_leads_back_to_its_organisation(orgs: Netcli, name: str) -> None:
    """A name that makes no such word is typed by its number."""
    orgs("position", "add", "me", "--org", name)
    orgs("position", "add", "me", "--org", "Acme")

    for org in orgs("org list --all --json").json:
        assert orgs("org", "show", org["handle"], "--json").json["org"]["id"] == org["id"]
        assert orgs("org", "show", org["name"], "--exact", "--json").json["org"]["id"] == org["id"]


def test_an_organisation_is_shown_whole(orgs: Netcli) -> None:
    """Its own facts, who is there, who left; somebody who stayed on in another position did not leave."""
    orgs("org edit kestrel --headcount 80 --domain kestrel.example --alias KSL")
    orgs("position add bo --org Kestrel --title CEO --from 2021 --team Lab --site Porto")
    orgs("position add bo --org Kestrel --title Engineer --to 2021")
    empty = {"title": None, "team": None, "site": None, "kind": "work"}

    assert orgs("org show kestrel --json").json == {
        "org": {**ref(3, "kestrel", "Kestrel"), "domain": "kestrel.example", "headcount": 80, "aliases": ["KSL"], "interest": None},
        "people": [
            {
                **ref(3, "bo-lind", "Bo Lind"), "title": "CEO", "team": "Lab", "site": "Porto", "kind": "work",
                "start": "2021", "end": None, "current": True, "level": 5,
            }
        ],
        "past": [
            {**ref(4, "cy-grant", "Cy Grant"), **empty, "start": "2015", "end": "2019", "current": False, "level": None}
        ],
        "hidden": 0,
    }  # fmt: skip
    assert orgs("org show kestrel").out == (
        "id\t3\nhandle\tkestrel\nname\tKestrel\ndomain\tkestrel.example\nheadcount\t80\naliases\tKSL\n"
        "now\t3\tbo-lind\tBo Lind\tCEO\tLab\tPorto\twork\t2021\t\t1\t5\n"
        "past\t4\tcy-grant\tCy Grant\t\t\t\twork\t2015\t2019\t\t\n"
    )


def test_an_organisation_is_set_right(orgs: Netcli) -> None:
    """A former name stays an alias, so that imports which still use it find the same organisation."""
    did = orgs(
        "org edit 'helix bio' --name 'Helix Biosciences' --headcount 240 --domain info@Helix.example --json"
    ).json
    assert did == {
        "did": "Helix Bio: called Helix Biosciences, 240 people, domain helix.example, also called Helix Bio",
        "operation": 7, "people": [], "dry_run": False,
    }  # fmt: skip
    orgs("position add cy --org 'Helix Bio'")
    assert [p["name"] for p in orgs("who-at 'helix biosciences' --json").json] == ["Ana Pires", "Cy Grant"]

    orgs("org edit 1 --headcount 0 --domain '' --alias HBI --alias Hbi --no-alias 'helix bio' --no-alias unheard")

    assert orgs("org show 1 --json").json["org"] == {
        **ref(1, "helix-biosciences", "Helix Biosciences"), "domain": None, "headcount": None, "aliases": ["HBI"], "interest": None,
    }  # fmt: skip
    orgs("org show 'Helix Bio' --exact", code=3)


def test_a_spelling_is_corrected_without_an_alias(orgs: Netcli) -> None:
    """The same folded name is no other name; a name that was an alias is one no more; nothing new writes nothing."""
    orgs("org edit helix-bio --name 'HÉLIX Bio' --alias Helix")
    assert orgs("org edit helix-bio --name Helix --json").json["did"] == (
        "HÉLIX Bio: called Helix, also called HÉLIX Bio, not called Helix any more"
    )

    did = orgs("org edit helix --name Helix --alias 'helix bio' --json").json

    assert (did["did"], did["operation"]) == ("nothing to do: that is on file already", None)
    assert orgs("org show helix --json").json["org"]["aliases"] == ["HÉLIX Bio"]


def test_two_organisations_become_one(orgs: Netcli) -> None:
    """Positions, name and aliases go over; the first keeps what it has and takes what it lacks."""
    orgs("org edit helix-sa --headcount 12 --domain helix.example --alias Helisa")
    orgs("org edit helix-bio --headcount 240")
    dry = orgs("org merge 'helix bio' 'helix sa' --dry-run --json").json

    did = orgs("org merge 'helix bio' 'helix sa' --json").json

    assert dry["did"] == did["did"] == "made Helix SA a part of Helix Bio, 1 person moved"
    assert did["people"] == [ref(3, "bo-lind", "Bo Lind")]
    shown = orgs("org show helisa --json").json
    assert shown["org"] == {
        **ref(1, "helix-bio", "Helix Bio"), "domain": "helix.example", "headcount": 240,
        "aliases": ["Helisa", "Helix SA"], "interest": None,
    }  # fmt: skip
    assert [p["name"] for p in shown["people"]] == ["Bo Lind", "Ana Pires"]
    orgs("org show 2", code=3)


def test_a_position_held_at_both_is_kept_once(orgs: Netcli) -> None:
    """Two sources gave the one organisation two names: a merge of the two leaves one position of each pair."""
    orgs("position add bo --org 'Helix Bio'")
    orgs("position add bo --org 'Helix Bio' --title Chair --kind board")

    orgs("org merge helix-bio helix-sa")

    assert [(p["org"], p["kind"]) for p in orgs("position list bo --json").json] == [
        ("Helix Bio", "work"),
        ("Helix Bio", "board"),
    ]


def test_a_merge_of_several_people_is_asked_about(orgs: Netcli) -> None:
    """One person moves without a question; two need an answer, a dry run needs none."""
    orgs("position add cy --org 'Helix SA'")

    assert "--yes" in orgs("org merge helix-bio helix-sa", code=2).err
    orgs("org merge helix-bio helix-sa --dry-run")
    assert orgs("org merge helix-bio helix-sa --yes --json").json["did"].endswith("2 people moved")


@pytest.mark.parametrize(
    "line",
    [
        "org merge helix-bio helix-sa",
        "org merge helix-sa helix-bio",
        "org edit helix-sa --name Helisa --headcount 3 --domain helix.example --alias HSA --no-alias Hx",
        "org edit helix-sa --name Hx",
    ],
)
def test_every_change_is_taken_back_and_brought_back(orgs: Netcli, line: str) -> None:
    """One command, one operation: undo gives the file as it was, redo as it became."""
    orgs("org edit helix-sa --alias Hx")
    orgs("position add bo --org 'Helix Bio'")
    before = state(orgs)
    orgs(f"{line} --yes")
    after = state(orgs)
    assert after != before

    orgs("undo")
    assert state(orgs) == before
    orgs("redo")
    assert state(orgs) == after


def test_a_merge_moves_whatever_points_to_an_organisation(netcli: Netcli) -> None:
    """A merge has to move whatever does: whoever adds a table that refers to org adds it to merge_orgs."""
    with open_reader(netcli.db) as store:
        referring = {
            table
            for table in store.table_columns()
            for key in store.rows(f"PRAGMA foreign_key_list({table})")
            if key["table"] == "org"
        }

    assert referring == {"position", "org_alias", "opportunity"}


def test_who_is_there_now_with_those_i_know_best_first(orgs: Netcli) -> None:
    """Name, what as, team, dates, tie; --in and --ever look at other times."""
    orgs("position add cy --org 'Helix Bio' --title Adviser --kind board --from 2024-05 --team Lab --site Porto")
    orgs("position add bo --org 'Helix Bio' --to 2020")

    assert orgs("who-at 'helix bio' --json").json == [
        {
            **ref(2, "ana-pires", "Ana Pires"), "title": "CTO", "team": None, "site": None, "kind": "work",
            "start": None, "end": None, "current": True, "level": 3,
        },
        {
            **ref(4, "cy-grant", "Cy Grant"), "title": "Adviser", "team": "Lab", "site": "Porto", "kind": "board",
            "start": "2024-05", "end": None, "current": True, "level": None,
        },
    ]  # fmt: skip
    assert orgs("who-at 'helix bio'").out == (
        "2\tana-pires\tAna Pires\tCTO\t\t\twork\t\t\t1\t3\n"
        "4\tcy-grant\tCy Grant\tAdviser\tLab\tPorto\tboard\t2024-05\t\t1\t\n"
    )
    assert orgs("who-at helix-bio --ever --fields name").out == "Bo Lind\nAna Pires\nCy Grant\n"
    assert orgs("who-at helix-bio --in 2024 --fields name").out == "Cy Grant\n"
    assert orgs("who-at helix-bio --in 2020 --fields name").out == "Bo Lind\n"
    assert orgs("who-at helix-bio --in today --fields name").out == "Ana Pires\nCy Grant\n"


def test_those_known_only_through_others_are_counted(orgs: Netcli) -> None:
    """As everywhere: my contacts, and everybody with --all; I am not among them, nor are removed people."""
    orgs("add Dee --to-meet --org 'Helix Bio'")
    orgs("add Eli --org 'Helix Bio'")
    orgs("position add me --org 'Helix Bio'")
    with_store(orgs, "UPDATE person SET to_meet = 0 WHERE handle = 'dee'")
    orgs("remove eli")

    ran = orgs("who-at 'helix bio' --fields name")

    assert (ran.out, ran.err) == ("Ana Pires\n", "1 shown; 1 more are known only through others (--all)\n")
    assert orgs("who-at 'helix bio' --all --fields name").out == "Ana Pires\nDee\n"
    assert orgs("org show 'helix bio'").err == "1 shown; 1 more are known only through others (--all)\n"
    assert [p["name"] for p in orgs("org show 'helix bio' --all --json").json["people"]] == ["Ana Pires", "Dee"]


def test_nobody_there_says_what_to_type(orgs: Netcli) -> None:
    """An empty answer ends with 0 and goes on: other times, or the command that adds somebody."""
    assert orgs("who-at kestrel").err == (
        "Nobody. --ever looks at all times; netcli position add PERSON --org kestrel adds somebody.\n"
    )
    orgs("position edit cy kestrel --remove")
    assert orgs("who-at kestrel --ever").err == "Nobody. netcli position add PERSON --org kestrel adds somebody.\n"
    assert orgs("org show kestrel").err == "Nobody yet: netcli position add PERSON --org kestrel\n"


def test_completion_offers_organisations(orgs: Netcli) -> None:
    """What leads to an organisation, with its name; nothing and no file without one."""
    environment = {"_NETCLI_COMPLETE": "1"}

    assert spawn("who-at", "hel", db=orgs.db, env=environment).stdout == "helix-bio\tHelix Bio\nhelix-sa\tHelix SA\n"
    assert spawn("org", "show", "k", db=orgs.db, env=environment).stdout == "kestrel\tKestrel\n"
    missing = orgs.db.with_name("none.db")
    assert spawn("who-at", "hel", db=missing, env=environment).stdout == ""
    assert not missing.exists()
