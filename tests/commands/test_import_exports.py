"""import of Monica's and Facebook's exports as a user meets them: again, changed, in pieces, undone."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from netcli.errors import BadInputError
from netcli.importing.archive import zip_bytes
from tests.conftest import Netcli
from tests.importing.test_exports import SAMPLES

MONICA = next(path for path in SAMPLES if path.name == "monica.json")
DAY_MS = 86_400_000
FIRST = 1672617600000  #: 2023-01-02, midnight UTC


def report(netcli: Netcli, *words: str, code: int = 0) -> dict[str, Any]:
    """Import and return the report."""
    found: dict[str, Any] = netcli("import", *words, "--json", code=code).json
    return found


def export(netcli: Netcli) -> dict[str, Any]:
    """Return everything in the file but the numbers to come."""
    found: dict[str, Any] = netcli("export json").json
    return {key: value for key, value in found.items() if key not in ("next_ids", "check")}


def monica(tmp_path: Path, *swaps: tuple[str, str]) -> str:
    """Write the sample of Monica with some texts changed, and return its path."""
    text = MONICA.read_text(encoding="utf-8")
    for before, after in swaps:
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / "monica.json"
    path.write_text(text, encoding="utf-8")
    return str(path)


# Monica


def test_monica_comes_in_whole_and_goes_again(netcli: Netcli, tmp_path: Path) -> None:
    """People, ties, what was noted; a dry run tells the same; undo takes all of it."""
    before = export(netcli)

    dry = report(netcli, monica(tmp_path), "--dry-run", code=65)
    done = report(netcli, monica(tmp_path), code=65)

    counts = ("created", "rows", "skipped", "rejected")
    assert {name: dry[name] for name in counts} == {name: done[name] for name in counts}
    assert (done["source"], done["created"]) == ("monica", 3)
    assert {row["kind"]: row["added"] for row in done["rows"]} == {
        "states of people": 2, "contacts": 3, "remark": 1, "reminders": 4,
    }  # fmt: skip
    ana = netcli("show ana-maria-pires --json").json
    assert [contact["channel"] for contact in ana["contacts"]] == ["mail", "call", "meeting"]
    assert ana["known_by"][0]["person"]["handle"] == "bo-lind"
    told = export(netcli)
    assert {p["handle"]: p["status"] for p in told["people"]} == {
        "sam-moreau": "active", "ana-maria-pires": "active", "bo-lind": "deceased", "cy": "archived",
    }  # fmt: skip
    assert {(r["text"], r["on_date"], r["every"], r["done_on"]) for r in told["reminders"]} >= {
        ("Board", "2026-01-31", "1m", None), ("Call", "2025-01-06", None, "2025-01-09"),
    }  # fmt: skip
    assert sorted(p["name"] for p in netcli("list --json").json) == ["Ana Maria Pires", "Bo Lind"]
    netcli("undo")
    assert export(netcli) == before


def test_whom_monica_knows_by_a_nickname_alone_is_called_so_in_talks(netcli: Netcli, tmp_path: Path) -> None:
    """As he is on file."""
    named = '"first_name": "Ana", "middle_name": "Maria", "last_name": "Pires", "nickname": "Nana"'
    report(netcli, monica(tmp_path, (named, '"nickname": "Nana"')), code=65)

    assert "Nana: Hello" in {line for i in export(netcli)["interactions"] for line in (i["text"] or "").split("\n")}


def test_monica_again_adds_nothing_and_brings_nothing_back(netcli: Netcli, tmp_path: Path) -> None:
    """What I took out stays out."""
    report(netcli, monica(tmp_path), code=65)
    netcli("log --remove 1")
    before = export(netcli)

    again = report(netcli, monica(tmp_path), code=65)
    moved = report(netcli, monica(tmp_path, ('"app_version": "4.1.2"', '"app_version": "4.1.3"')), code=65)

    assert (again["operation"], again["created"], again["rows"]) == (None, 0, [])
    assert (moved["created"], moved["updated"], moved["rows"]) == (0, 0, [])
    after = export(netcli)
    assert [after[k] for k in ("interactions", "reminders", "people")] == [
        before[k] for k in ("interactions", "reminders", "people")
    ]


def test_what_is_changed_in_monica_takes_the_place_of_what_it_was(netcli: Netcli, tmp_path: Path) -> None:
    """Unless I have changed or removed it; what is missing in a newer export stays."""
    report(netcli, monica(tmp_path), code=65)
    netcli("log --remove 1")

    newer = monica(
        tmp_path, ("Weekend plans", "Other plans"), ("Likes tea.", "Hates tea."), ('"title": "Visa"', '"title": ""')
    )
    told = report(netcli, newer, code=65)

    assert {row["kind"]: (row["added"], row["removed"]) for row in told["rows"]} == {
        "remarks": (1, 1),
        "contact": (1, 0),
    }
    shown = netcli("show ana-maria-pires --json").json["person"]
    assert [remark["text"] for remark in shown["remarks"]] == ["Hates tea.\nAnd jam."]
    assert "Visa" in {r["text"] for r in export(netcli)["reminders"]}


def test_no_account_no_people(netcli: Netcli, tmp_path: Path) -> None:
    """A cut-off export, and one without an account, are refused in one line that says where."""
    path = tmp_path / "m.json"
    path.write_bytes(MONICA.read_bytes()[:5000])
    cut = netcli("import", str(path), code=65)
    path.write_text('{"app_version": "4", "account": []}', encoding="utf-8")
    bare = netcli("import", str(path), code=65)

    assert "cut off or damaged" in cut.err
    assert "line " in cut.err
    assert "no account of Monica" in bare.err


# Facebook


def talk(title: str, people: list[str], *messages: tuple[str, int]) -> str:
    """Return a conversation, as Facebook writes it: messages are (sender, days after the first)."""
    told = {
        "participants": [{"name": _mangled(name)} for name in people],
        "messages": [
            {"sender_name": _mangled(who), "timestamp_ms": FIRST + days * DAY_MS, "content": "Secret"}
            for who, days in messages
        ],
        "title": _mangled(title),
    }
    return json.dumps(told)


def _mangled(text: str) -> str:
    return text.encode().decode("latin-1")


JOSE, ANA, ME = "José García", "Ana Pires", "Sam Moreau"
FACEBOOK = {
    "connections/friends/your_friends.json": json.dumps(
        {"friends_v2": [{"name": _mangled(JOSE), "timestamp": 1577836800}, {"name": "Bo Lind", "timestamp": 1262304000}]}
    ),
    "messages/inbox/jose_1/message_1.json": talk(JOSE, [JOSE, ME], (JOSE, 0), (ME, 0), (JOSE, 0)),
    "messages/inbox/jose_1/message_2.json": talk(JOSE, [JOSE, ME], (JOSE, 40)),
    "messages/archived_threads/board_2/message_1.json": talk("Board", [JOSE, ANA, ME], (ANA, 3)),
    "posts/your_posts_1.json": '[{"timestamp": 1, "data": []}]',
    "posts/media/a.jpg": "x", "photos_and_videos/b.jpg": "x",
}  # fmt: skip
DAYS = [
    ("ana-pires", "jose-garcia", "2023-01-05", 1), ("ana-pires", "sam-moreau", "2023-01-05", 1),
    ("jose-garcia", "sam-moreau", "2023-01-02", 2), ("jose-garcia", "sam-moreau", "2023-02-11", 1),
    ("sam-moreau", "jose-garcia", "2023-01-02", 1),
]  # fmt: skip


def unpacked(folder: Path, files: dict[str, str] = FACEBOOK) -> str:
    """Write an unpacked copy and return its folder."""
    for name, text in files.items():
        path = folder / "your_facebook_activity" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(folder)


def zipped(path: Path, files: dict[str, str] = FACEBOOK) -> str:
    """Write a zipped copy and return it."""
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(f"your_facebook_activity/{name}", text)
    return str(path)


def days(netcli: Netcli) -> list[tuple[str, str, str, int]]:
    """Return (from, to, day, count) of the counted contacts, people by handle."""
    told = export(netcli)
    names = {person["id"]: person["handle"] for person in told["people"]}
    return sorted((names[d["from_id"]], names[d["to_id"]], d["on_date"], d["count"]) for d in told["contact_days"])


def test_a_copy_of_facebook_is_friends_and_days(netcli: Netcli, tmp_path: Path) -> None:
    """One import, one undo; never a word; who only writes is nobody of my contacts; posts and photos are counted."""
    before = export(netcli)

    done = report(netcli, zipped(tmp_path / "facebook-sam.zip"))

    assert (done["source"], done["created"], done["contacts"]) == ("facebook", 3, 5)
    assert days(netcli) == DAYS
    assert "Secret" not in netcli("export json").out
    assert {s["reason"]: s["count"] for s in done["skipped"]} == {
        "netcli has no place for it: photos_and_videos": 1, "netcli has no place for it: posts": 2,
    }  # fmt: skip
    ties = {tie["other"]["handle"]: tie["since"] for tie in netcli("ties me --json").json}
    assert (ties["jose-garcia"], ties["bo-lind"]) == ("2020-01-01", "2010-01-01")
    assert sorted(p["name"] for p in netcli("list --json").json) == ["Bo Lind", JOSE]
    netcli("undo")
    assert export(netcli) == before


def test_facebook_again_in_any_shape_changes_nothing(netcli: Netcli, tmp_path: Path) -> None:
    """Zip, folder, single files, friends alone, or talks before friends: the same people, the same days."""
    folder = unpacked(tmp_path / "copy")
    talks = sorted(str(path) for path in Path(folder).rglob("message_*.json"))
    report(netcli, *talks)
    first = days(netcli)

    report(netcli, folder)
    people = export(netcli)["people"]
    report(netcli, zipped(tmp_path / "x.zip"))
    again = report(netcli, zipped(tmp_path / "x.zip"))
    report(netcli, str(next(Path(folder).rglob("your_friends.json"))))

    assert first == days(netcli) == DAYS
    assert (again["operation"], again["created"]) == (None, 0)
    assert export(netcli)["people"] == people
    assert sorted(p["name"] for p in netcli("list --json").json) == ["Bo Lind", JOSE]


def test_a_friend_who_left_is_gone_though_his_talk_is_there(netcli: Netcli, tmp_path: Path) -> None:
    """And back when he is; who only writes is neither."""
    path = next(name for name in FACEBOOK if "friends" in name)
    left = FACEBOOK | {path: json.dumps({"friends_v2": [{"name": "Bo Lind", "timestamp": 1262304000}]})}
    report(netcli, zipped(tmp_path / "x.zip"))

    counts = []
    for files in (left, left, FACEBOOK):
        netcli("import", zipped(tmp_path / "x.zip", files), "--source", "facebook", "--whole", "--yes")
        counts.append([(c["person"]["name"], c["field"]) for c in netcli("changes --json --since 2026-03-02").json])

    assert counts == [[(JOSE, "gone")], [(JOSE, "gone")], [(JOSE, "back"), (JOSE, "gone")]]
    assert days(netcli) == DAYS


def test_a_name_without_a_letter_is_one(netcli: Netcli, tmp_path: Path) -> None:
    """It is no account that is no more; and two of them are two."""
    files = {
        "friends/friends.json": json.dumps(
            {"friends_v2": [{"name": _mangled("🔥🔥"), "timestamp": 1}, {"name": "Facebook User", "timestamp": 1}]}
        ),
        "messages/inbox/a_1/message_1.json": talk("🔥🔥", ["🔥🔥", ME], ("🔥🔥", 0), (ME, 0)),
    }

    done = report(netcli, zipped(tmp_path / "x.zip", files))

    assert (done["created"], done["contacts"]) == (1, 2)
    assert [s["count"] for s in done["skipped"] if s["reason"] == "accounts that are no more"] == [1]


def test_a_name_alone_is_nobody_on_file(netcli: Netcli, tmp_path: Path) -> None:
    """A friend called as somebody on file is somebody else until I say so; his days are his, and move with a merge."""
    netcli("add", JOSE, "--email", "jose@example.org")

    done = report(netcli, zipped(tmp_path / "x.zip"))

    assert [(r["person"]["handle"], r["why"]) for r in done["review"]] == [("jose-garcia-2", "same name")]
    assert ("jose-garcia-2", "sam-moreau", "2023-01-02", 2) in days(netcli)
    netcli("merge jose-garcia jose-garcia-2 --yes")
    again = report(netcli, zipped(tmp_path / "x.zip"))
    assert (again["created"], again["review"]) == (0, [])
    assert days(netcli) == DAYS


@pytest.mark.parametrize("own", ["profile", "title", "everywhere"])
def test_who_i_am_is_told(netcli: Netcli, tmp_path: Path, own: str) -> None:
    """By my profile there, else by how a talk of two is called, else by who is in every talk; I am nobody's contact."""
    there = "Sammy M"
    title = JOSE if own == "title" else "Renamed"
    files = {
        "messages/inbox/a_1/message_1.json": talk(title, [JOSE, there], (JOSE, 0), (there, 1)),
        "messages/inbox/b_2/message_1.json": talk("Renamed", [ANA, there], (ANA, 3)),
    }
    if own == "profile":
        files = {"messages/inbox/a_1/message_1.json": talk(title, [there, JOSE], (there, 0), (JOSE, 1))} | {
            "profile_information/profile_information.json": json.dumps({"profile_v2": {"name": {"full_name": there}}})
        }

    report(netcli, zipped(tmp_path / "x.zip", files))

    handles = {person["handle"] for person in export(netcli)["people"]}
    assert handles == {"sam-moreau", "jose-garcia"} | (set() if own == "profile" else {"ana-pires"})
    assert any("sam-moreau" in day[:2] for day in days(netcli))


def test_a_copy_made_of_pages_says_what_to_ask_for(netcli: Netcli, tmp_path: Path) -> None:
    """HTML is what Facebook offers first."""
    ran = netcli("import", zipped(tmp_path / "x.zip", {"messages/inbox/a_1/message_1.html": "<html>"}), code=65)

    assert "JSON" in ran.err


def test_namesakes_among_friends_stay_two(netcli: Netcli, tmp_path: Path) -> None:
    """And a talk with one of them is counted as open: nobody can say with whom."""
    twins = {"friends_v2": [{"name": ANA, "timestamp": 1262304000}, {"name": ANA, "timestamp": 1325376000}]}
    files = {
        "friends/friends.json": json.dumps(twins),
        "messages/inbox/a_1/message_1.json": talk(ANA, [ANA, ME], (ANA, 0), (ME, 0)),
    }

    done = report(netcli, zipped(tmp_path / "x.zip", files))

    assert (done["created"], done["contacts"]) == (2, 0)
    assert any(s["reason"].startswith("messages of or to people") for s in done["skipped"])
    assert report(netcli, zipped(tmp_path / "x.zip", files))["operation"] is None


def test_a_zip_of_something_else_is_still_refused() -> None:
    """Of neither service: as before."""
    import io

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("notes.json", "{}")

    assert zip_bytes("x.zip", data.getvalue()) is None
    with pytest.raises(BadInputError):
        zip_bytes("x.zip", data.getvalue()[:40])
