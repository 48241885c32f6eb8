"""log and contacts as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from netcli.storage import open_reader, open_writer
from tests._terminal import Terminal
from tests.conftest import TODAY, Netcli


@pytest.fixture
def trio(netcli: Netcli) -> Netcli:
    """Return a runner on a file with three people."""
    for name in ("Ana Pires", "Bo Lind", "Cy Roe"):
        netcli(f"add '{name}' --to-meet")
    return netcli


def tied(netcli: Netcli) -> set[tuple[int, int]]:
    """Return the pairs in the index of neighbours."""
    with open_reader(netcli.db) as store:
        return set(map(tuple, store.rows("SELECT a, b FROM tie")))


def test_log_says_what_it_understood(trio: Netcli) -> None:
    """People, channel, day and words in one sentence; a guess is called one."""
    did = trio("log ana bo lunch --json").json

    assert did == {
        "did": 'logged: meeting with Ana Pires, Bo Lind, Mon 2026-03-02: "lunch" (channel guessed; --channel)',
        "operation": 6,
        "people": [{"id": 2, "handle": "ana-pires", "name": "Ana Pires"}, {"id": 3, "handle": "bo-lind", "name": "Bo Lind"}],
        "dry_run": False,
    }  # fmt: skip
    told = trio("log cy 'on the phone' --on 'last friday' --channel video --json").json["did"]
    assert told == 'logged: video with Cy Roe, Fri 2026-02-27: "on the phone"'


def test_what_was_logged_is_listed_as_it_was(trio: Netcli) -> None:
    """The whole JSON of a contact; names in the text, before it and by --with are the same; nobody counts twice."""
    trio("log ana 'called @bo-lind and @ana about Helix' --with cy --with me --on 2025-12")

    assert trio("contacts --json").json == [{
        "id": 1, "on": "2025-12", "channel": "call",
        "people": [{"id": n, "handle": h, "name": w} for n, h, w in ((2, "ana-pires", "Ana Pires"), (4, "cy-roe", "Cy Roe"), (3, "bo-lind", "Bo Lind"))],
        "text": "called @bo-lind and @ana about Helix", "with_me": True, "source": None,
    }]  # fmt: skip
    assert trio("contacts").out == (
        "1\t2025-12\tcall\tana-pires,cy-roe,bo-lind\tcalled @bo-lind and @ana about Helix\t1\t\n"
    )


def test_people_who_met_know_each_other(trio: Netcli) -> None:
    """All pairs of a small meeting are neighbours, me too unless I was not there."""
    trio("log ana bo lunch --without-me")
    assert tied(trio) == {(2, 3)}

    trio("log ana cy lunch")

    assert tied(trio) == {(2, 3), (1, 2), (1, 4), (2, 4)}


def test_at_a_large_event_everybody_has_met_me_alone(netcli: Netcli) -> None:
    """Nine people with me in it: eight ties, all mine."""
    for number in range(8):
        netcli(f"add 'Person N{number}' --to-meet")
    others = " ".join(str(number) for number in range(2, 10))
    netcli(f"log {others} 'a fair'")

    assert tied(netcli) == {(1, number) for number in range(2, 10)}


def test_undo_leaves_the_ties_that_a_contact_rests_on(trio: Netcli) -> None:
    """A statement is taken back after the two have met: they stay neighbours; take out the contact, and they part."""
    trio("link ana bo")
    stated = trio("operations --limit 1 --json").json[0]["id"]
    trio("log ana bo lunch --without-me")

    trio(f"undo {stated}")
    assert tied(trio) == {(2, 3)}
    trio("log --remove 1")
    assert tied(trio) == set()
    trio("undo")
    assert tied(trio) == {(2, 3)}


def test_a_dry_run_writes_nothing(trio: Netcli) -> None:
    """Log and its removal say the same and leave the file alone."""
    before = trio("export json").out
    assert trio("log ana lunch --dry-run --json").json["operation"] is None
    assert trio("export json").out == before

    trio("log ana lunch")
    before = trio("export json").out
    gone = trio("log --remove 1 --dry-run --json").json
    assert gone["did"] == "took out contact 1: meeting with Ana Pires, Mon 2026-03-02"
    assert trio("export json").out == before
    trio("log --remove 1")
    assert trio("contacts").out == ""


def test_contacts_are_filtered_and_sorted(trio: Netcli) -> None:
    """By people, day and channel; newest first unless asked otherwise."""
    trio("log ana lunch --on 2025-05-01")
    trio("log bo called --on 2024-01")
    trio("log ana bo 'a fair' --on 2026-01-10")
    trio("tag bo board")

    def listed(line: str) -> list[int]:
        return [row["id"] for row in trio(f"contacts {line} --json").json]

    assert listed("") == [3, 1, 2]
    assert listed("ana") == [3, 1]
    assert listed("tag:board --sort oldest") == [2, 3]
    assert listed("--since 2025") == [3, 1]
    assert listed("--since '3 months ago'") == [3]
    assert listed("--since 2024-01-31") == [3, 1, 2]
    assert listed("--channel call") == [2]
    assert listed("--sort channel") == [2, 3, 1]
    assert listed("--limit 1") == [3]
    assert trio("contacts --limit 1").err == "2 more after these (--limit)\n"
    assert trio("contacts --fields on,people --format csv").out.splitlines()[:2] == [
        "on,people",
        '2026-01-10,"ana-pires,bo-lind"',
    ]
    assert trio("contacts", "--format", "{on} {people}", "--limit", "1").out == "2026-01-10 ana-pires,bo-lind\n"
    assert "netcli log" in trio("contacts cy").err


def test_show_has_the_last_three_contacts(trio: Netcli) -> None:
    """Newest first, those of the as-of date; the same in JSON and as records."""
    for year in (2021, 2022, 2023, 2024):
        trio(f"log ana bo 'lunch {year}' --on {year}-05-05")

    shown = trio("show ana --json").json["contacts"]

    assert [(row["on"], row["text"]) for row in shown] == [(f"{y}-05-05", f"lunch {y}") for y in (2024, 2023, 2022)]
    assert [row["on"] for row in trio("show ana --as-of 2022 --json").json["contacts"]] == ["2022-05-05", "2021-05-05"]
    assert "contact\t2024-05-05\tmeeting\tlunch 2024\n" in trio("show ana").out


def test_history_tells_of_contacts(trio: Netcli) -> None:
    """What was logged, and what was taken out, though it is gone."""
    trio("log ana 'lunch\nand more' --on 2026-01")
    trio("log --remove 1")

    changes = [entry["changes"] for entry in trio("history ana --json").json["entries"]]

    assert changes[:2] == [["- meeting 2026-01: lunch and more"], ["+ meeting 2026-01: lunch and more"]]


def test_whom_i_removed_is_left_out_of_contacts(trio: Netcli) -> None:
    """A contact with others stays without him; one with him alone is hidden, and forgotten with him."""
    trio("log ana bo lunch")
    trio("log ana secret")
    trio("remove ana")

    assert [[p["handle"] for p in row["people"]] for row in trio("contacts --json").json] == [["bo-lind"]]
    trio("restore ana")
    trio("remove ana --purge --yes")
    assert "secret" not in trio("export json").out
    assert "lunch" in trio("export json").out


def test_merging_people_joins_their_contacts(trio: Netcli) -> None:
    """The survivor was at both meetings, once at the common one."""
    trio("log ana bo lunch")
    trio("log bo cy tea --without-me")

    trio("merge ana bo")

    assert [[p["handle"] for p in row["people"]] for row in trio("contacts --sort oldest --json").json] == [
        ["ana-pires"], ["ana-pires", "cy-roe"],
    ]  # fmt: skip
    assert (2, 4) in tied(trio)


def test_text_comes_from_stdin_or_the_editor(trio: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads it; --edit opens the editor, whose comments are left out; an empty text logs nothing."""
    trio("log ana -", stdin="tea\nand cake\n")
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\n{ echo "saw @bo"; cat "$1"; } > "$1.new"; mv "$1.new" "$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(editor))
    trio("log ana --edit")
    monkeypatch.setenv("EDITOR", "true")
    nothing = trio("log ana --edit --json").json

    assert [row["text"] for row in trio("contacts --sort oldest --json").json] == ["tea\nand cake", "saw @bo"]
    assert nothing == {"did": "nothing logged: the text is empty", "operation": None, "people": [], "dry_run": False}


def test_a_draft_outlives_a_mistake(trio: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody unknown is named in the editor: the message says where the words are kept."""
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\necho "lunch with @zed" > "$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(editor))

    ran = trio("log ana --edit", code=3)

    draft = Path(ran.err.strip().rpartition(" ")[2])
    assert "@zed" in ran.err
    assert draft.read_text() == "lunch with @zed\n"


def test_no_editor_opens_for_somebody_unknown(trio: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is not found, or several, is told as elsewhere, before a word is written."""
    monkeypatch.setenv("EDITOR", f"touch {tmp_path}/opened;")
    trio("add 'Ana Silva' --to-meet")

    assert "zed" in trio("log zed --edit", code=3).err
    assert "ana-silva" in trio("log ana --edit", code=4).err
    assert not (tmp_path / "opened").exists()


def test_too_many_people_are_no_contact(trio: Netcli) -> None:
    """Five hundred are the most: more is a mailing list."""
    with open_writer(trio.db) as store, store.operation("test", at=f"{TODAY}T00:00:00Z"):
        for number in range(500):
            store.insert("person", handle=f"x{number}", uid=f"x{number}", name=f"X{number}")

    ran = trio("log", *[str(number) for number in range(2, 504)], "lunch", code=65)

    assert "500 are the most" in ran.err


def test_one_ctrl_d_ends_what_is_typed(netcli: Netcli) -> None:
    """At a terminal a text that is read from stdin is done at the first one."""
    netcli("add Ana")

    with Terminal("note", "ana", "-", db=netcli.db) as screen:
        screen.until("press Ctrl-D on a line of its own")
        screen.press("met at the fair\r", "met at the fair")
        screen.press("\x04", "Noted on Ana")
        assert screen.ended() == 0
    assert "met at the fair" in netcli("show ana --json").out
