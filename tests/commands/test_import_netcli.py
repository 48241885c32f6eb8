"""import of another file of netcli: a second machine of mine, and a friend's."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from netcli.importing.formats.netcli_file import read
from tests.conftest import Netcli, facts_of, hold_derived

Make = Callable[[str], Netcli]


@pytest.fixture
def file(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return a maker of runners on files by name."""
    return lambda name: Netcli(tmp_path / f"{name}.db", capsys, monkeypatch)


@pytest.fixture
def two(file: Make) -> tuple[Netcli, Netcli]:
    """Return two files of mine with a few people, one of them in both."""
    desk, lap = file("desk"), file("lap")
    for each in (desk, lap):
        each("init", "--name", "Sam Moreau", "--email", "sam@example.org", "--yes")
        each("add", "Ana Pires", "--email", "ana@example.org")
    desk("add 'Bo Lind' --org Orbit --title Founder --level 4")
    lap("add 'Cy Oda' --tag press")
    return desk, lap


@pytest.fixture
def friends(file: Make) -> tuple[Netcli, Netcli]:
    """Return my file and that of Dana, who knows people and has me among them."""
    mine, hers = file("mine"), file("hers")
    mine("init --name 'Sam Moreau' --email sam@example.org --yes")
    mine("add 'Ana Pires' --email ana@example.org --level 5")
    hers("init --name 'Dana Okafor' --email dana@example.org --yes")
    hers("add 'Sam Moreau' --email sam@example.org --level 2 --tag odd")
    hers("add 'Ana Pires' --email ana@example.org --level 3 --org Helix")
    hers("add 'Eli Roth' --level 4 --tag press --phone '+33 6 12 34 56 78'")
    hers("link eli-roth ana-pires --level 3")
    hers("note eli-roth 'Secret words'")
    hers("log eli-roth 'Secret lunch'")
    return mine, hers


def take(into: Netcli, source: Netcli, *more: str) -> dict[str, Any]:
    """Import a file into another and return the report."""
    found: dict[str, Any] = into("import", str(source.db), *more, "--json").json
    return found


def export(netcli: Netcli) -> dict[str, Any]:
    """Return everything in a file."""
    found: dict[str, Any] = netcli("export json").json
    return found


def said(netcli: Netcli) -> tuple[Any, ...]:
    """Return all that a file says, in an order of its own and whoever entered it: what two files must have in common."""
    reading = read(netcli.db.read_bytes())
    owner = reading.owner.uid if reading.owner else ""
    people = {
        "me" if draft.key == owner else draft.key: {
            name: sorted(map(repr, value)) if isinstance(value, tuple) else value
            for name, value in draft.facts._asdict().items()
        }
        for draft in reading.drafts
    }
    rows = {(row.kind, tuple("me" if key == owner else key for key in row.people), row.values) for row in reading.rows}
    return people, rows


def names(netcli: Netcli, *options: str) -> list[str]:
    """Return the names that list shows."""
    return sorted(p["name"] for p in netcli("list", "--json", *options).json)


# A second machine of mine


def test_two_files_of_mine_tell_each_other_all(two: tuple[Netcli, Netcli]) -> None:
    """People, levels, remarks, contacts, groups, reminders: after a round each has what the other had, and no more comes."""
    desk, lap = two
    desk("note bo-lind 'likes tea'")
    desk("log bo-lind lunch --on 2026-01-05")
    desk("group add board bo-lind --role treasurer")
    lap("link ana-pires cy-oda --level 3")

    took, gave = take(desk, lap), take(lap, desk)

    assert (took["created"], gave["created"]) == (1, 1)
    assert took["source"].startswith("netcli:")
    assert names(desk) == names(lap) == ["Ana Pires", "Bo Lind", "Cy Oda"]
    shown = lap("show bo-lind --json").json
    assert [r["text"] for r in shown["person"]["remarks"]] == ["likes tea"]
    assert shown["contacts"][0]["source"] is None
    assert (shown["person"]["groups"], shown["tie"]["level"]) == (["board"], 4)
    for one, other in ((desk, lap), (lap, desk), (desk, lap)):
        again = take(one, other)
        assert (again["created"], again["updated"], again["rows"], again["changes"]) == (0, 0, [], [])
    assert take(lap, desk)["operation"] is None


def test_a_change_travels_and_so_does_what_is_taken_away(two: tuple[Netcli, Netcli]) -> None:
    """A new headline, a tag off, an address gone, a remark, a level taken back: each goes over once."""
    desk, lap = two
    desk("link me ana-pires --level 5")
    desk("tag ana-pires board")
    take(desk, lap), take(lap, desk), take(desk, lap)
    lap("edit ana-pires --headline Baker")
    lap("tag ana-pires board --off")
    lap("edit ana-pires --drop email")
    lap("unlink me ana-pires")

    took = take(desk, lap)

    ana = desk("show ana-pires --json").json["person"]
    assert (ana["headline"], ana["tags"], ana["emails"]) == ("Baker", [], [])
    assert [(c["field"], c["after"]) for c in took["changes"]] == [("headline", "Baker"), ("email", None)]
    assert took["rows"] == [{"kind": "stated tie", "added": 0, "removed": 1}]
    assert take(desk, lap)["operation"] is None


def test_how_many_were_at_a_meeting_travels(two: tuple[Netcli, Netcli], tmp_path: Path) -> None:
    """A tie from an event of five, of whom two are on file, is as strong on the other machine."""
    desk, lap = two
    guests = "".join(f"ATTENDEE:mailto:{name}@example.org\n" for name in ("sam", "ana", "x", "y", "z"))
    event = f"BEGIN:VEVENT\nUID:1\nDTSTART:20260105T100000Z\n{guests}END:VEVENT\n"
    path = tmp_path / "work.ics"
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}END:VCALENDAR\n")
    desk("import", str(path))

    take(lap, desk)

    assert [i["size"] for i in export(lap)["interactions"]] == [i["size"] for i in export(desk)["interactions"]] == [5]
    assert take(lap, desk)["operation"] is None


def test_what_is_known_of_an_organisation_travels(two: tuple[Netcli, Netcli]) -> None:
    """Its size, domain and other names, and that I am interested in it: there and back it comes to rest."""
    desk, lap = two
    desk("org edit Orbit --headcount 40 --domain orbit.example --alias 'Orbit Ltd' --interest")

    take(lap, desk)
    there = lap("org show 'Orbit Ltd' --json").json["org"]
    desk("org edit Orbit --headcount 50 --no-alias 'Orbit Ltd'")
    take(lap, desk), take(desk, lap), take(lap, desk)

    assert (there["headcount"], there["domain"], there["interest"]) == (40, "orbit.example", "2026-03-02")
    shown = lap("org show Orbit --json").json["org"]
    assert (shown["headcount"], shown["aliases"]) == (50, [])
    assert [take(*each)["operation"] for each in (two, two[::-1])] == [None, None]


def test_lines_of_a_card_without_a_place_travel(two: tuple[Netcli, Netcli], tmp_path: Path) -> None:
    """They come out of the other machine's cards, once, whichever way they went."""
    desk, lap = two
    path = tmp_path / "book.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nUID:1\nFN:Eli Roth\na.X-ODD:word\na.X-ABLabel:odd\nEND:VCARD\n")
    for each in (desk, lap):
        each("import", str(path))

    take(lap, desk), take(desk, lap), take(lap, desk)
    lap("remove eli-roth --purge --yes")
    take(lap, desk), take(desk, lap)

    assert [each("export vcard --all").out.count("X-ODD:word") for each in two] == [1, 1]
    assert take(desk, lap)["operation"] is None


def test_what_i_typed_here_wins_where_both_have_changed(two: tuple[Netcli, Netcli]) -> None:
    """It is told, once, and each file keeps its own."""
    desk, lap = two
    take(desk, lap), take(lap, desk), take(desk, lap)
    desk("edit ana-pires --headline Baker")
    lap("edit ana-pires --headline Pilot")

    took = take(desk, lap)

    assert [s["reason"] for s in took["skipped"]] == ["headline of ana-pires: changed here and there, yours stays"]
    assert [(c["field"], c["after"]) for c in took["changes"]] == [("headline", "Pilot")]
    assert desk("show ana-pires --json").json["person"]["headline"] == "Baker"
    assert take(desk, lap)["operation"] is None


def test_undo_takes_an_import_back(two: tuple[Netcli, Netcli]) -> None:
    """All of it; and a dry run writes nothing and tells the same."""
    desk, lap = two
    desk("log bo-lind lunch")
    before = export(lap)

    dry, done = take(lap, desk, "--dry-run"), take(lap, desk)
    lap("undo")

    after = export(lap)
    counts = ("created", "updated", "rows", "skipped")
    assert {name: dry[name] for name in counts} == {name: done[name] for name in counts}
    assert facts_of(after) == facts_of(before)


def test_refresh_reads_the_newest_of_my_other_machine(two: tuple[Netcli, Netcli]) -> None:
    """Made for cron: it prints what is new, and nothing where nothing is."""
    desk, lap = two
    name = take(desk, lap)["source"]
    desk("source", "add", name, str(lap.db))
    quiet = desk("refresh")
    lap("add 'Eli Roth'")

    told = desk("refresh --json").json
    lap("note eli-roth 'likes tea'")
    noted = desk("refresh --json").json

    assert quiet.out == ""
    assert [report["created"] for report in told] == [1]
    assert noted[0]["rows"] == [{"kind": "remark", "added": 1, "removed": 0}]
    (row,) = desk("source list --json").json
    assert (row["people"], row["format"]) == (4, "netcli")


def test_an_export_tells_what_the_file_does(two: tuple[Netcli, Netcli], tmp_path: Path) -> None:
    """JSON and file are one source."""
    desk, lap = two
    desk("export", "json", "-o", str(tmp_path / "desk.json"))

    first = lap("import", str(tmp_path / "desk.json"), "--json").json
    again = take(lap, desk)

    assert again["source"] == first["source"]
    assert (again["created"], again["updated"], again["rows"]) == (0, 0, [])


def test_whom_i_removed_there_is_gone_from_it_and_stays_here(two: tuple[Netcli, Netcli]) -> None:
    """Nobody is ever removed for being missing."""
    desk, lap = two
    take(desk, lap), take(lap, desk), take(desk, lap)
    lap("remove cy-oda --yes")

    took = take(desk, lap)

    assert (took["gone"], [c["field"] for c in took["changes"]]) == (1, ["gone"])
    assert "Cy Oda" in names(desk)
    take(lap, desk), take(desk, lap)
    assert ("Cy Oda" in names(desk), "Cy Oda" in names(lap)) == (True, False)


def test_a_third_file_is_told_from_the_second_by_its_name(two: tuple[Netcli, Netcli], file: Make) -> None:
    """Copies of one file have one owner: --source keeps them apart, and is asked for where it has to be."""
    desk, lap = two
    third = file("third")
    shutil.copy(lap.db, third.db)
    take(desk, lap, "--source", "lap")
    take(desk, third, "--source", "third")

    ran = desk("import", str(lap.db), code=2)

    assert "--source lap or --source third" in ran.err


#: Things typed into one of two files; {} is a handle.
EDITS = (
    "edit {} --headline h{n}", "edit {} --drop headline", "edit {} --birthday 198{n}-01-02", "tag {} t{n}",
    "tag {} t1 --off", "note {} 'r{n}'", "edit {} --email p{n}@example.org", "edit {} --drop email=p1@example.org",
    "position add {} --title T{n} --org Helix", "link me {} --level 3", "link me {} --level 4 --on 2025-0{n}-01",
    "unlink me {}", "log {} 'lunch {n}' --on 2026-01-0{n}", "group add board {}", "group remove board {}",
    "skill {} SQL", "skill {} SQL --off", "link {} bo-lind --level 2", "add 'P{n} Person' --to-meet",
    "edit {} --nickname n{n}", "edit {} --drop nickname", "edit {} --set status=archived", "position end {} Helix",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(EDITS), st.sampled_from(["ana-pires", "cy-oda"]), st.integers(1, 3)),
    max_size=6,
)


def _converges(rounds: list[list[tuple[bool, str, str, int]]], folder: Path, file: Make, *, apart: bool = True) -> None:
    """Hold two files to come to rest after every round of edits and three imports.

    `apart` makes no two of them of one fact in both files: then both say the same.
    """
    desk, lap = file("x"), file("y")
    desk.db, lap.db = folder / "desk.db", folder / "lap.db"
    _begin(desk, lap)
    for steps in rounds:
        side = {(who, edit.split()[0]): at for at, edit, who, _ in steps}  # one side for one kind of fact
        for at, edit, who, n in steps:
            runner = desk if (side[who, edit.split()[0]] if apart else at) else lap
            runner(edit.format(who, n=n), code=None)  # what is not there cannot be taken away
        take(desk, lap), take(lap, desk)
        take(desk, lap)

        assert not apart or said(desk) == said(lap)
        assert take(lap, desk)["rows"] == []
        assert take(desk, lap)["operation"] is None
    for each in (desk, lap):
        hold_derived(each.db)


GENERATED = settings(
    max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(rounds=st.lists(STEPS, min_size=1, max_size=3))
@GENERATED
def test_whatever_is_typed_into_either_both_come_to_say_the_same(
    rounds: list[list[tuple[bool, str, str, int]]], tmp_path_factory: pytest.TempPathFactory, file: Make
) -> None:
    """A few lists of edits, each made in one file or the other."""
    _converges(rounds, tmp_path_factory.mktemp("two"), file)


@pytest.mark.soak
@given(rounds=st.lists(STEPS, min_size=2, max_size=4))
@settings(GENERATED, max_examples=60)
def test_many_edits_converge(
    rounds: list[list[tuple[bool, str, str, int]]], tmp_path_factory: pytest.TempPathFactory, file: Make
) -> None:
    """Many of them."""
    _converges(rounds, tmp_path_factory.mktemp("two"), file)


@pytest.mark.soak
@given(rounds=st.lists(STEPS, min_size=2, max_size=4))
@settings(GENERATED, max_examples=40)
def test_edits_of_one_fact_in_both_files_come_to_rest(
    rounds: list[list[tuple[bool, str, str, int]]], tmp_path_factory: pytest.TempPathFactory, file: Make
) -> None:
    """Each may keep its own; but neither goes on telling the other."""
    _converges(rounds, tmp_path_factory.mktemp("two"), file, apart=False)


def _begin(desk: Netcli, lap: Netcli) -> None:
    desk("init --name 'Sam Moreau' --email sam@example.org --yes")
    for name in ("Ana Pires", "Bo Lind", "Cy Oda"):
        desk("add", name)
    shutil.copy(desk.db, lap.db)


# A friend's file


def test_her_people_are_known_to_her(friends: tuple[Netcli, Netcli]) -> None:
    """Not to me: they are found through her, her levels are statements of hers, and what is private stays hers."""
    mine, hers = friends

    took = take(mine, hers)
    everything = mine("export json").out

    assert names(mine) == ["Ana Pires"]
    assert names(mine, "--all") == ["Ana Pires", "Dana Okafor", "Eli Roth"]
    assert "Secret" not in everything
    ties = {tie["other"]["handle"]: tie for tie in mine("ties eli-roth --json").json}
    assert {who: tie["evidence"] for who, tie in ties.items()} == {
        "ana-pires": ["stated"], "dana-okafor": ["stated", "known-by"],
    }  # fmt: skip
    assert "Dana Okafor said so" in ties["dana-okafor"]["stated"]
    eli = mine("show eli-roth --json").json["person"]
    assert (eli["tags"], eli["phones"][0]["value"]) == (["press"], "+33 6 12 34 56 78")
    me = mine("show me --json").json["person"]
    assert (me["tags"], me["name"]) == ([], "Sam Moreau")
    left = {s["reason"]: s["count"] for s in took["skipped"]}
    assert left["private, and left where it is: remarks"] == 1
    assert left["private, and left where it is: contacts"] == 1
    assert left["what it says of you: you know better"] == 2
    (source,) = mine("source list --json").json
    assert source["known_by"]["handle"] == "dana-okafor"


def test_files_of_friends_converge(friends: tuple[Netcli, Netcli]) -> None:
    """Each takes the other's, and again: nobody is doubled, no word of mine comes back as hers."""
    mine, hers = friends
    take(mine, hers), take(hers, mine), take(mine, hers), take(hers, mine)
    before = [said(each) for each in friends]

    for one, other in ((mine, hers), (hers, mine), (mine, hers)):
        again = take(one, other)
        assert (again["created"], again["updated"], again["rows"], again["changes"]) == (0, 0, [], [])
    assert [said(each) for each in friends] == before
    assert names(hers, "--all") == ["Ana Pires", "Eli Roth", "Sam Moreau"]


def test_who_shares_my_address_is_not_me(file: Make) -> None:
    """My wife's file stays hers, and she is somebody in a friend's: the one whom Dana knows."""
    mine, wifes, hers = file("mine"), file("wifes"), file("hers")
    mine("init --name 'Sam Moreau' --email home@example.org --yes")
    wifes("init --name 'Eve Moreau' --email home@example.org --yes")
    wifes("add 'Eli Roth' --level 5")
    wifes("note eli-roth 'Secret words'")
    hers("init --name 'Dana Okafor' --email dana@example.org --yes")
    hers("add 'Eve Moreau' --email home@example.org --level 4")
    hers("add Sam --email home@example.org --level 4 --anyway")

    take(mine, hers)
    took = take(mine, wifes)

    assert names(mine) == []
    assert sorted(names(mine, "--all")) == ["Dana Okafor", "Eli Roth", "Eve Moreau"]
    assert took["review"] == []
    assert "Secret" not in mine("export json").out


def test_what_changes_in_her_file_is_told(friends: tuple[Netcli, Netcli]) -> None:
    """A new job of somebody whom I know through her; my own people are not renamed."""
    mine, hers = friends
    take(mine, hers)
    hers("position add eli-roth --org Kestrel --title Editor")
    hers("tag eli-roth press --off")

    took = take(mine, hers)

    assert [(c["person"]["handle"], c["field"], c["after"]) for c in took["changes"]] == [
        ("eli-roth", "position", "Editor, Kestrel")
    ]
    eli = mine("show eli-roth --json").json["person"]
    assert eli["tags"] == ["press"]


def test_undo_of_a_friends_file(friends: tuple[Netcli, Netcli]) -> None:
    """Takes all of it back."""
    mine, hers = friends
    before = export(mine)

    take(mine, hers)
    mine("undo")

    after = export(mine)
    assert facts_of(after) == facts_of(before)


# The file itself


def test_the_other_file_is_never_changed(two: tuple[Netcli, Netcli]) -> None:
    """Not a byte, not a file beside it, even where it may not be written."""
    desk, lap = two
    lap.db.chmod(0o400)
    bytes_before, there = lap.db.read_bytes(), sorted(lap.db.parent.iterdir())

    take(desk, lap)

    assert lap.db.read_bytes() == bytes_before
    assert sorted(lap.db.parent.iterdir()) == there


def test_a_file_into_an_empty_one_is_taken_as_it_is(two: tuple[Netcli, Netcli], file: Make) -> None:
    """Numbers, handles and sources: as an export is restored."""
    desk, lap = two
    take(desk, lap)
    empty = file("empty")

    empty("import", str(desk.db))

    assert export(empty) == export(desk)


def test_a_friends_file_into_an_empty_one_of_mine_leaves_me_myself(friends: tuple[Netcli, Netcli], file: Make) -> None:
    """Where I have said who I am, by an address, hers is hers even if I know nobody yet."""
    _, hers = friends
    empty = file("empty")
    empty("init --name 'Sam Moreau' --email sam@example.org --yes")

    take(empty, hers)

    assert empty("show me --json").json["person"]["name"] == "Sam Moreau"
    assert names(empty, "--all") == ["Ana Pires", "Dana Okafor", "Eli Roth"]


def test_what_is_no_file_of_netcli_is_refused(two: tuple[Netcli, Netcli], tmp_path: Path) -> None:
    """The file itself, one of another program, a damaged one, one of a newer netcli: one line each."""
    import sqlite3

    desk, lap = two
    foreign, newer, cut = tmp_path / "foreign.db", tmp_path / "newer.db", tmp_path / "cut.db"
    with sqlite3.connect(foreign) as made:
        made.execute("CREATE TABLE x (y)")
    shutil.copy(lap.db, newer)
    with sqlite3.connect(newer) as made:
        made.execute("PRAGMA user_version = 99")
    cut.write_bytes(lap.db.read_bytes()[:20_000])

    for path, word in ((desk.db, "itself"), (foreign, "not a netcli file"), (newer, "newer"), (cut, "damaged")):
        ran = desk("import", str(path), code=2 if path == desk.db else None)
        assert word in ran.err
        assert len(ran.err.strip().splitlines()) == 1
