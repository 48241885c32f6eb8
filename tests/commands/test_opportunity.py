"""Opportunities: noted, moved, with people in them, undone; and told by today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Netcli


@pytest.fixture
def book(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> Netcli:
    """One opportunity, noted on 2 March 2026, and Ana."""
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-02")
    netcli("add 'Ana Pires'")
    netcli("opportunity add 'Head of Data' --org 'Helix Bio' --skill SQL --skill Python --next 'ask Ana' --by friday")
    return netcli


def one(netcli: Netcli) -> dict[str, Any]:
    """Return the opportunity as JSON."""
    return netcli("opportunity show 1 --json").json


def test_it_is_noted_with_what_it_asks_for(book: Netcli) -> None:
    """Stage, next step with its day, skills, organisation."""
    found = one(book)

    assert (found["title"], found["org"], found["kind"], found["stage"], found["since"]) == (
        "Head of Data", "Helix Bio", "job", "lead", "2026-03-02",
    )  # fmt: skip
    assert (found["next_step"], found["next_on"], found["skills"]) == ("ask Ana", "2026-03-06", ["SQL", "Python"])


def test_it_moves_on_and_the_step_that_stood_is_done(book: Netcli) -> None:
    """Every stage is kept with its day; what is over is listed with --all alone; undo goes back."""
    book("opportunity move 1 talking --next 'send the CV' --by 2026-03-20 --note 'good call'")
    assert [(s["stage"], s["note"]) for s in one(book)["stages"]] == [("lead", None), ("talking", "good call")]
    book("opportunity move 1 won --on 2026-03-10")
    assert (one(book)["next_step"], one(book)["next_on"], one(book)["since"]) == (None, None, "2026-03-10")

    assert book("opportunity list --json").json == []
    assert len(book("opportunity list --all --json").json) == 1
    book("undo")
    assert one(book)["stage"] == "talking"


def test_where_it_is_already_it_does_not_move(book: Netcli) -> None:
    """The stage is not noted twice, and its next step stays; with a note it is."""
    book("opportunity move 1 talking --next call")

    assert "nothing to do" in book("opportunity move 1 talking").out
    assert (len(one(book)["stages"]), one(book)["next_step"]) == (2, "call")
    book("opportunity move 1 talking --note 'second talk'")
    assert len(one(book)["stages"]) == 3


def test_people_have_parts_in_it(book: Netcli) -> None:
    """Put in, told once, taken out; a merge and a removal are followed."""
    book("opportunity edit 1 --person ana-pires --role recruiter")
    assert [(p["person"]["handle"], p["role"]) for p in one(book)["people"]] == [("ana-pires", "recruiter")]
    assert "already" in book("opportunity edit 1 --person ana-pires --role recruiter", code=65).err
    book("remove ana-pires --yes")
    assert one(book)["people"] == []
    book("restore ana-pires")
    book("opportunity edit 1 --person ana-pires --role none --place Lyon --url ''")
    assert (one(book)["people"], one(book)["place"]) == ([], "Lyon")


def test_what_is_kept_is_changed(book: Netcli) -> None:
    """Kind, skills added and taken off; the same again is nothing to do."""
    book("opportunity edit 1 --kind client --skill R --no-skill sql")
    assert (one(book)["kind"], one(book)["skills"]) == ("client", ["Python", "R"])
    assert "nothing to do" in book("opportunity edit 1 --kind client --skill R --no-skill sql").out


def test_lists_are_filtered_and_sorted(book: Netcli) -> None:
    """By word, stage and kind; those with a next step first."""
    book("opportunity add 'Audit' --kind client --place Lyon")
    book("opportunity move 2 talking --next call --by 2026-03-03")

    def ids(words: str) -> list[int]:
        return [row["id"] for row in book(f"opportunity list {words} --json").json]

    assert (ids(""), ids("lyon"), ids("--stage lead"), ids("--kind client"), ids("--sort title")) == (
        [2, 1], [2], [1], [2], [2, 1],
    )  # fmt: skip


def test_today_tells_what_is_to_be_moved(book: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the next step is due, or when nothing has moved for two weeks and none is planned."""
    book("opportunity add 'Audit' --kind client")
    for day, told in (("2026-03-05", []), ("2026-03-06", ["Head of Data"]), ("2026-03-16", ["Audit", "Head of Data"])):
        monkeypatch.setenv("NETCLI_TODAY", day)
        found = book("today --kind opportunity --json", code=0 if told else 1).json
        assert [item["text"].split(" at ")[0].split(":")[0] for item in found["items"]] == told


def test_it_is_published_without_what_is_private(book: Netcli) -> None:
    """In English or French; people only if asked for; nothing of note, stage or next step; a long text keeps its lines."""
    book(
        "opportunity edit 1 --place Lyon --url https://example.org/1 --note 'they pay badly' --text -",
        stdin="One.\nTwo.",
    )
    book("opportunity edit 1 --person ana-pires --role recruiter")

    assert book("opportunity publish 1").out == (
        "Open position: Head of Data at Helix Bio, Lyon\n\nOne.\nTwo.\n\nAsked for: SQL, Python.\n"
        "More: https://example.org/1\n\nIf somebody comes to mind, please pass this on, or write to me.\n\nSam Moreau\n"
    )
    french = book("opportunity publish 1 --lang fr --people").out
    assert french.startswith("Poste à pourvoir : Head of Data chez Helix Bio, Lyon\n")
    assert "Contacts : Ana Pires (recruiter).\n" in french
    book("opportunity add Audit --kind client")
    assert book("opportunity publish 2").out.startswith("Looking for a client: Audit\n\nIf somebody")


def test_the_words_of_an_announcement_are_the_users(book: Netcli, tmp_path: Path) -> None:
    """A file in the configuration folder takes the place of ours."""
    path = tmp_path / "config/netcli/opportunity-publish.en.txt"
    assert book("opportunity publish 1 --words").err == f"Yours to change: keep them in {path}\n"
    path.parent.mkdir(parents=True)
    path.write_text("{title}: {place}\n{page}\n")

    told = book("opportunity publish 1 --json").json
    assert (told["text"], told["words"], told["person"]) == ("Head of Data:\n", str(path), None)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("opportunity show 9", 3, "there is no opportunity 9"),
        ("opportunity move 1 luck", 2, "luck"),
        ("opportunity edit 1 --title ''", 65, "needs a title"),
        ("opportunity edit 1 --person ana-pires", 2, "go together"),
        ("opportunity edit 1", 2, "say what to change"),
        ("opportunity edit 1 --person ana-pires --role none", 65, "Ana Pires has no part in it"),
        ("opportunity publish 9", 3, "there is no opportunity 9"),
        ("opportunity list --sort luck", 2, "no order luck"),
    ],
)
def test_what_cannot_be_is_told(book: Netcli, line: str, code: int, said: str) -> None:
    """In one line."""
    assert said in book(line, code=code).err.splitlines()[-1]


def test_a_stage_is_never_reached_before_the_last_one(book: Netcli) -> None:
    """What it is and since when would contradict each other."""
    number = one(book)["id"]
    book(f"opportunity move {number} talking")

    ran = book(f"opportunity move {number} contacted --on 2020-05-01", code=65)

    assert "2020-05-01 is too early" in ran.err
    assert one(book)["stage"] == "talking"


def test_what_is_on_one_line_stays_on_one(book: Netcli) -> None:
    """As it is when an opportunity is added."""
    book("opportunity", "edit", str(one(book)["id"]), "--title", "Head\nof Data")

    assert one(book)["title"] == "Head of Data"
