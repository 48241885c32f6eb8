"""group: people put together under a name, with roles; and what else speaks of groups."""

from __future__ import annotations

import pytest

from tests.commands.test_career import state
from tests.commands.test_person import with_store
from tests.conftest import Netcli


@pytest.fixture
def board(netcli: Netcli) -> Netcli:
    """Return a runner on a file with Ana, Bo and Cy, the first two in the group Board of Helix."""
    netcli("add 'Ana Pires <ana@example.org>' --level 4 --org Helix --title CTO")
    netcli("add 'Bo Lind <bo@example.org>' --level 2")
    netcli("add 'Cy Grant' --level 1 --org Helix")
    netcli("group add 'Board of Helix' ana bo")
    netcli("group add board-of-helix bo --role treasurer --since 2024-03")
    return netcli


def members(netcli: Netcli, group: str = "board-of-helix") -> dict[str, tuple[str | None, str | None]]:
    """Return role and since of each member, by handle."""
    return {m["handle"]: (m["role"], m["since"]) for m in netcli(f"group show {group} --json").json["members"]}


def test_a_group_is_made_on_first_use(board: Netcli) -> None:
    """Its key is its name as one word; key and name lead to it, folded; its kind, page and note come with edit."""
    facts = {"id": 1, "handle": "board-of-helix", "name": "Board of Helix", "kind": None, "url": None, "note": None}

    for name in ("board-of-helix", "BOARD of hélix", "Board-of-Helix"):
        assert board("group", "show", name, "--json").json["group"] == facts
    assert board("group list --json").json == [
        {"id": 1, "handle": "board-of-helix", "name": "Board of Helix", "kind": None, "members": 2, "url": None, "note": None}
    ]  # fmt: skip
    assert members(board) == {"ana-pires": (None, None), "bo-lind": ("treasurer", "2024-03")}


def test_a_name_in_any_script_makes_a_group(board: Netcli) -> None:
    """A name without Latin letters is its own key, and is not taken for another group."""
    board("group add 理事会 ana")
    board("group add '理事会 B' bo")

    assert [g["handle"] for g in board("group list --json").json] == ["board-of-helix", "理事会", "理事会-b"]
    assert board("list group:理事会 --fields handle").out == "ana-pires\n"


@pytest.mark.parametrize(
    "long", ["Alumni of the Polytechnic Institute of Porto and its friends, {}", "理事会" * 20 + "{}"]
)
def test_long_names_that_begin_alike_are_two_groups(netcli: Netcli, long: str) -> None:
    """A key has room for sixty letters: the second gets one of its own, and each name and key leads to its group."""
    names = [long.format(year) for year in (2010, 2011)]
    for name in (*names, *names):
        netcli("group", "add", name, "me")

    keys = {group["name"]: group["handle"] for group in netcli("group list --json").json}
    assert list(keys) == names
    assert [len(key) for key in keys.values()] == [60, 60]
    for name, key in keys.items():
        assert [netcli("group", "show", word, "--json").json["group"]["name"] for word in (name, key)] == [name, name]
    assert "is a name of" in netcli("group", "edit", names[0], "--name", names[1], code=65).err


def test_role_and_date_change_where_they_are_named(board: Netcli) -> None:
    """Naming a member again changes what was typed and leaves the rest; an empty text takes a fact away."""
    assert board("group add board-of-helix bo").out.split("\t")[2].startswith("nothing to do")
    board("group add board-of-helix bo --role chair")
    assert members(board)["bo-lind"] == ("chair", "2024-03")

    board("group add board-of-helix ana bo --role '' --since ''")

    assert members(board) == {"ana-pires": (None, None), "bo-lind": (None, None)}


def test_whom_a_query_chooses_is_put_in(board: Netcli) -> None:
    """Only contacts of mine; how many others it would choose is said with the line that takes them in."""
    board("add Dee --to-meet --org Helix")
    with_store(board, "UPDATE person SET to_meet = 0 WHERE handle = 'dee'")

    ran = board("group add friends --where org:helix")

    assert ran.out == "2\tana-pires\tAna Pires\n4\tcy-grant\tCy Grant\n"
    assert ran.err == (
        "1 more are known only through others: netcli list --all org:helix --format ids | netcli group add friends -\n"
    )
    board("group add friends -", stdin=board("list --all org:helix --format ids").out)
    assert list(members(board, "friends")) == ["ana-pires", "cy-grant", "dee"]


def test_a_query_that_chooses_nobody_makes_no_group(board: Netcli) -> None:
    """Nothing is written, and stderr says how to go on."""
    ran = board("group add empty --where org:nowhere")

    assert "nobody is chosen" in ran.out
    assert "netcli help query" in ran.err
    board("group show empty", code=3)


def test_a_new_group_that_looks_like_another_is_pointed_out(board: Netcli) -> None:
    """A slip of the key makes no second group unnoticed."""
    err = board("group add board-of-helx cy").err

    assert err == "board-of-helx is a new group. Did you mean board-of-helix? netcli undo takes it back.\n"
    board("undo")
    assert "did you mean Board of Helix (board-of-helix)" in board("group show board-of-helxi", code=3).err


def test_people_leave_a_group(board: Netcli) -> None:
    """Whoever is not in it changes nothing; an empty group stays, and says so."""
    assert board("group remove board-of-helix ana --dry-run --json").json["dry_run"]
    assert "nothing to do" in board("group remove board-of-helix cy").out
    board("group remove board-of-helix ana")
    ran = board("group remove 'Board of Helix' bo")

    assert ran.err == "Nobody is left in it: netcli group delete board-of-helix\n"
    assert board("group show board-of-helix").err == "Nobody is in it: netcli group add board-of-helix PERSON\n"
    assert [g["members"] for g in board("group list --json").json] == [0]


def test_groups_are_listed_as_asked(board: Netcli) -> None:
    """By word and kind, in three orders, in every format."""
    board("group add alumni ana bo cy")
    board("group edit alumni --kind association --note 'Class of 2014'")

    assert board("group list --fields handle").out == "alumni\nboard-of-helix\n"
    assert board("group list --sort members --fields handle,members").out == "alumni\t3\nboard-of-helix\t2\n"
    assert board("group list --sort kind --format ids").out == "2\n1\n"
    assert board("group list --kind Association --format ids").out == board("group list 2014 --format ids").out == "2\n"
    assert board("group list --limit 1").err == "1 more after these (--limit)\n"
    assert board("group list nothing").err == "None. netcli group add GROUP PERSON makes one.\n"
    assert board("group list --format csv").out.splitlines()[0] == "id,handle,name,kind,members,url,note"


def test_members_are_listed_as_asked(board: Netcli) -> None:
    """In three orders; --fields and --format are of the members; removed people are left out, I am not."""
    board("group add board-of-helix me cy --role chair")
    board("remove cy")

    assert list(members(board)) == ["ana-pires", "bo-lind", "sam-moreau"]
    assert board("group show board-of-helix --sort role --fields name,role").out == (
        "Sam Moreau\tchair\nBo Lind\ttreasurer\nAna Pires\t\n"
    )
    assert board("group show board-of-helix --sort since --format ids").out == "3\n2\n1\n"
    assert board("group", "show", "board-of-helix", "--format", "{name} <{email}>").out.splitlines()[1] == (
        "Bo Lind <bo@example.org>"
    )
    assert (
        board("group show board-of-helix").out.splitlines()[3]
        == "member\t2\tana-pires\tAna Pires\t\t\tHelix\tCTO\tana@example.org"
    )
    assert "name, role, since" in board("group show board-of-helix --sort size", code=2).err


def test_a_group_is_set_right(board: Netcli) -> None:
    """The key stays when the name changes, so that what was typed goes on working; an empty text takes a fact away."""
    board("group edit board-of-helix --name 'The Board' --kind board --url https://example.org --note 'meets\nin May'")

    facts = board("group show 'the board' --json").json["group"]
    assert facts == {
        "id": 1, "handle": "board-of-helix", "name": "The Board", "kind": "board", "url": "https://example.org",
        "note": "meets\nin May",
    }  # fmt: skip
    board("group edit board-of-helix --kind ''")
    assert board("group show 'the board' --json").json["group"]["kind"] is None
    assert "on file already" in board("group edit board-of-helix --kind ''").out
    assert board("group edit board-of-helix --note x --dry-run --json").json["operation"] is None


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("group edit alumni", 2, "netcli group edit --help"),
        ("group edit alumni --name ''", 65, "not the name"),
        ("group edit alumni --name 'board of HELIX'", 65, "netcli group show board-of-helix"),
        ("group delete nothing", 3, "netcli group list"),
        ("group remove alumni nobody", 3, ""),
        ("group add alumni nobody", 3, ""),
    ],
)
def test_what_cannot_be_is_refused(board: Netcli, line: str, code: int, says: str) -> None:
    """One line, with what to type next; nothing is written."""
    board("group add alumni ana")
    before = state(board)

    ran = board(line, code=code)

    assert (ran.out, ran.err.count("\n")) == ("", 1)
    assert says in ran.err
    assert state(board) == before


def test_a_deleted_group_comes_back_whole(board: Netcli) -> None:
    """Its members stay on file; undo brings the group and every membership back."""
    before = board("group show board-of-helix --json").json
    assert board("group delete board-of-helix --dry-run --json").json["dry_run"]

    board("group delete board-of-helix")

    assert board("group list").out == ""
    assert board("show ana --json").json["memberships"] == []
    board("undo")
    assert board("group show board-of-helix --json").json == before


def test_undo_leaves_a_group_that_later_work_fills(board: Netcli) -> None:
    """Taking back the command that made the group takes its people out; those put in later stay."""
    board("group add alumni ana")
    board("group add alumni bo")
    made = board("operations --json").json[1]["id"]

    board(f"undo {made}")

    assert list(members(board, "alumni")) == ["bo-lind"]


def test_a_person_shows_his_groups(board: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """With role and date, in JSON, in a pipe and on the page; history tells what happened in words."""
    board("group add alumni bo")
    board("group remove alumni bo")
    board("group delete alumni")

    shown = board("show bo --json").json
    assert shown["person"]["groups"] == ["board-of-helix"]
    assert shown["memberships"] == [
        {"handle": "board-of-helix", "name": "Board of Helix", "role": "treasurer", "since": "2024-03"}
    ]
    assert "membership\tboard-of-helix\tBoard of Helix\ttreasurer\t2024-03\n" in board("show bo").out
    told = [change for entry in board("history bo --json").json["entries"] for change in entry["changes"]]
    assert told[:5] == [
        "- group alumni",
        "+ group alumni",
        '~ group Board of Helix, role: nothing -> "treasurer"',
        '~ group Board of Helix, since on: nothing -> "2024-03"',
        "+ group Board of Helix",
    ]
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    assert "group  Board of Helix  treasurer, since 2024-03\n" in board("show bo").out


def test_mail_goes_to_all_of_a_group(board: Netcli) -> None:
    """All addresses of all its members, also of those I know only through others; never my own, nor strangers'."""
    board("init --name 'Sam Moreau' --email sam@example.org --yes")
    board("add 'Dee Stone <dee@example.org>' --to-meet")
    board("add 'Eve Cole <eve@example.org>' --to-meet --org Helix")
    board("edit ana --email ana@example.net")
    board("group add board-of-helix dee me")
    with_store(board, "UPDATE person SET to_meet = 0")

    ran = board("email --parsable group:board-of-helix")

    assert ran.out.splitlines() == [
        "searching for 'group:board-of-helix' ...: 4 found",
        "ana@example.org\tAna Pires\tHelix",
        "ana@example.net\tAna Pires\tHelix",
        "bo@example.org\tBo Lind\t",
        "dee@example.org\tDee Stone\t",
    ]
    assert board("email group:board-of-helix org:helix --fields value").out == "ana@example.org\nana@example.net\n"
    assert "eve@" not in board("email group:board-of-helix or org:helix").out
    assert board("email --parsable group:nothing", code=1).out == "searching for 'group:nothing' ...: 0 found\n"


def test_a_merge_joins_memberships(board: Netcli) -> None:
    """In a group that both are in, the survivor keeps his role and takes the date he lacks; other groups move."""
    board("group add board-of-helix ana --role chair")
    board("group add alumni bo")

    board("merge ana bo")

    assert members(board) == {"ana-pires": ("chair", "2024-03")}
    assert list(members(board, "alumni")) == ["ana-pires"]
    board("undo")
    assert members(board) == {"ana-pires": ("chair", None), "bo-lind": ("treasurer", "2024-03")}
