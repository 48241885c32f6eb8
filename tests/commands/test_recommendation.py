"""recommendation: asked for, given, hidden, declined; listed, drafted, deleted; and what imports make of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_import_archive import FILES
from tests.conftest import Netcli


@pytest.fixture
def people(netcli: Netcli) -> Netcli:
    """Return a runner on a file with Ana, Bo and Cy."""
    netcli("add 'Ana Pires <ana@example.org>' --level 4 --tag board")
    netcli("add 'Bo Lind' --level 2")
    netcli("add 'Cy Grant' --level 1")
    return netcli


def told(netcli: Netcli, line: str = "recommendation list") -> list[tuple[Any, ...]]:
    """Return number, author, subject, matter, state and date of each."""
    names = ("for_what", "state", "on")
    return [
        (r["id"], r["author"]["handle"], r["subject"]["handle"], *(r[name] for name in names))
        for r in netcli(f"{line} --json").json
    ]


def test_anybody_may_recommend_anybody(people: Netcli) -> None:
    """Me among them; with matter, role, words and date; hidden if it is not to be shown; the very same is one."""
    people("recommendation add ana-pires bo-lind --for accounting --role client --on 2025")
    people("recommendation add me ana --text - --hidden", stdin="Two\nlines.\n")

    assert told(people) == [
        (2, "sam-moreau", "ana-pires", None, "hidden", "2026-03-02"),
        (1, "ana-pires", "bo-lind", "accounting", "given", "2025"),
    ]
    assert people("recommendation show 2 --json").json["text"] == "Two\nlines."
    assert people("recommendation show 1 --json").json["role"] == "client"
    assert "nothing to do" in people("recommendation add ana-pires bo-lind --for accounting").out


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("recommendation add ana ana --for tax", 65, "cannot vouch for himself or herself"),
        ("recommendation add ana bo", 65, "says something  ->  --for accounting"),
        ("recommendation add ana bo --for tax --on 2027", 65, "still to come"),
        ("recommendation add ana nobody --for tax", 3, "nobody is called"),
        ("recommendation ask me", 65, "cannot vouch"),
        ("recommendation show 4", 3, "there is no recommendation 4  ->  netcli recommendation list"),
        ("recommendation edit 4 --remove", 3, "there is no recommendation 4"),
        ("recommendation edit 4", 2, "say what to change"),
        ("recommendation list --asked --state given", 2, "contradict each other"),
    ],
)
def test_what_cannot_be_is_told(people: Netcli, line: str, code: int, message: str) -> None:
    """One line says what and what to type next, and nothing is written."""
    assert message in people(line, code=code).err
    assert told(people) == []


def test_one_that_was_asked_for_is_closed_when_it_is_written(people: Netcli) -> None:
    """By matter; one that says no matter takes any; a second ask for the same is refused."""
    people("recommendation ask ana --for tax --on 2026-01")
    people("recommendation ask ana --for law --on 2026-02")
    assert "recommendation 1 is asked for already" in people("recommendation ask ana --for TAX", code=65).err
    assert [row[0] for row in told(people, "recommendation list --asked")] == [2, 1]

    people("recommendation add ana me --for Law --text 'Knows it.'")
    assert told(people) == [
        (2, "ana-pires", "sam-moreau", "Law", "given", "2026-03-02"),
        (1, "ana-pires", "sam-moreau", "tax", "asked", "2026-01"),
    ]
    people(
        "recommendation add ana me --for '' --text 'And tax.'"
    )  # the only one that is open, on what it was asked for
    assert [row[3] for row in told(people)] == ["Law", "tax"]
    assert told(people, "recommendation list --asked") == []
    people("recommendation ask me bo")
    people("recommendation add me bo --for sailing")  # asked for nothing in particular
    assert told(people)[0] == (3, "sam-moreau", "bo-lind", "sailing", "given", "2026-03-02")
    people("undo")
    assert told(people)[0] == (3, "sam-moreau", "bo-lind", None, "asked", "2026-03-02")


def test_every_state_is_reached_and_left(people: Netcli) -> None:
    """Asked, declined, given, hidden, deleted, and each step back by undo."""
    people("recommendation ask ana --for tax")
    states = ["asked"]
    for line in ("--state declined", "--state given", "--state hidden --text 'Good.' --role client"):
        people(f"recommendation edit 1 {line}")
        states.append(told(people)[0][4])
    assert states == ["asked", "declined", "given", "hidden"]
    assert [told(people, f"recommendation list --state {s}") != [] for s in states] == [False, False, False, True]
    assert "says something" in people("recommendation edit 1 --for '' --text ''", code=65).err
    people("recommendation edit 1 --remove --dry-run")
    assert told(people)
    people("recommendation edit 1 --remove")
    assert told(people) == []

    for state in reversed(states):
        people("undo")
        assert told(people)[0][4] == state


def test_an_empty_date_is_taken_away(people: Netcli) -> None:
    """As any other fact; the list and the page have nothing in its place."""
    people("recommendation add ana me --for tax --on 2025-02")

    people("recommendation edit 1 --on ''")

    assert told(people)[0][5] is None
    assert "2025" not in people("recommendation show 1").out


def test_recommendations_are_listed_as_asked(people: Netcli) -> None:
    """By whom, about whom, in which state, for what; in four orders; without a query --given and --received are mine."""
    people("recommendation add bo ana --for tax --on 2024")
    people("recommendation add me bo --text 'On tax matters.' --on 2025")
    people("recommendation add cy me --for law --on 2026-01")
    people("recommendation ask ana --on 2026-02")

    def listed(options: str) -> str:
        return people(f"recommendation list {options} --format ids").out.replace("\n", "")

    orders = ("newest", "oldest", "author", "subject")
    assert [listed(f"--sort {order}") for order in orders] == ["4321", "1234", "4132", "1234"]
    assert (listed("--given"), listed("--received"), listed("--asked")) == ("2", "43", "4")
    assert (listed("ana-pires"), listed("ana-pires --given"), listed("tag:board --received")) == ("41", "4", "1")
    assert (listed("--for tax"), listed("--limit 1"), listed("cy --received")) == ("21", "4", "")
    assert people("recommendation list cy --received").err.startswith("None. netcli recommendation ask")


def test_the_query_language_knows_who_is_recommended(people: Netcli) -> None:
    """For a matter or in words, by somebody who was not removed; asked and declined are none."""
    people("recommendation add ana bo --for accounting")
    people("recommendation add cy ana --text 'Knows accounting inside out.' --hidden")
    people("recommendation ask ana cy --for accounting")

    assert people("list recommended:accounting --fields handle").out == "ana-pires\nbo-lind\n"
    people("remove cy-grant")
    assert people("list recommended:accounting --fields handle").out == "bo-lind\n"


def test_show_tells_recommendations(people: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who praises, whom he praises, what is still to come."""
    people("recommendation add ana bo --for tax --on 2025")
    people("recommendation ask bo --for law --on 2026-01")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    page = people("show bo-lind").out

    assert "  praised by  Ana Pires, 2025: tax\n" in page
    assert "  to praise   Sam Moreau, 2026-01: law\n" in page
    assert "  asked of  Bo Lind, 2026-01: law\n" in people("show me").out


def test_a_letter_speaks_the_language_of_the_person(people: Netcli) -> None:
    """French if that is his, else English, or as asked; it names the place both worked at, and nothing private."""
    people("edit bo-lind --set lang=fr-CH")
    people("position add bo-lind --org Helix --from 2019-02 --to 2021-06")
    people("position add me --org Helix --from 2018 --to 2020-06")
    people("note bo-lind 'snores'")

    french = people("recommendation draft bo-lind --for comptabilité").out
    assert french.startswith(
        "Bonjour Bo,\n\nNous avons travaillé ensemble chez Helix (de 2019 à 2020). Accepteriez-vous"
    )
    assert "me recommander pour comptabilité" in " ".join(french.split())
    english = people("recommendation draft bo-lind --lang en --for accounting --json").json
    assert "worked together at Helix (2019 to 2020). Would you recommend me for accounting?" in " ".join(
        english["text"].split()
    )
    assert (english["lang"], english["about"], english["words"]) == ("en", "ask", None)
    given = people("recommendation draft ana-pires --give").out
    assert given.startswith("I recommend Ana Pires.\n\n[What did Ana do")
    assert max(map(len, (french + given).splitlines())) <= 80
    assert "snores" not in french


def test_the_words_of_a_letter_are_the_users(people: Netcli, tmp_path: Path) -> None:
    """A file in the configuration folder takes the place of ours; a field that there is not is told."""
    ours = people("recommendation draft ana-pires --words")
    path = tmp_path / "config/netcli/recommendation-ask.en.txt"
    assert ours.err == f"Yours to change: keep them in {path}\n"
    assert "{given}" in ours.out
    path.parent.mkdir(parents=True)
    path.write_text("Hello {name}, vouch for {my_given}{for}!\n")

    ran = people("recommendation draft ana-pires --for tax --json").json
    assert (ran["text"], ran["words"]) == ("Hello Ana Pires, vouch for Sam for tax!\n", str(path))
    assert people("recommendation draft ana-pires --lang fr").out.startswith("Bonjour Ana")
    path.write_text("Hello {nobody}")
    assert "no field {nobody}" in people("recommendation draft ana-pires", code=78).err
    path.write_bytes(b"\xff\xfe\xff")
    assert "not text in UTF-8" in people("recommendation draft ana-pires", code=78).err


RECEIVED = "Recommendations_Received.csv"
GIVEN = "Recommendations_Given.csv"
ENDORSED = "Endorsement_Received_Info.csv"


def archive(folder: Path, **changed: str) -> str:
    """Write connections, recommendations and endorsements of an archive, some of them changed; return the folder."""
    folder.mkdir(exist_ok=True)
    for name in ("Connections.csv", "Profile.csv", RECEIVED, GIVEN, ENDORSED):
        (folder / name).write_text(changed.get(name, FILES[name]), encoding="utf-8")
    return str(folder)


def test_what_i_deleted_does_not_come_back_with_its_source(netcli: Netcli, tmp_path: Path) -> None:
    """Neither a recommendation nor the endorsements of a skill I took off; undo brings back both."""
    folder = archive(tmp_path / "a")
    netcli("import", folder, "--yes")
    before = netcli("recommendation list --json").json
    skills = netcli("show me --json").json["endorsed"]
    assert before
    assert skills
    for row in before:
        netcli(f"recommendation edit {row['id']} --remove")
    netcli("skill", "me", skills[0]["skill"], "--off")

    for _ in range(2):
        netcli("import", folder, "--yes")
        assert netcli("recommendation list --json").json == []
        assert netcli("show me --json").json["endorsed"] == []
    other = netcli.db.with_name("other.db")
    copy = tmp_path / "all.json"
    copy.write_text(netcli("export json").out)
    netcli("import", str(copy), "--db", str(other))
    netcli("import", folder, "--yes", "--db", str(other))
    assert netcli("recommendation list --json").json == []
    assert netcli("recommendation", "list", "--json", "--db", str(other)).json == []
    for _ in range(len(before) + 1):
        netcli("undo")
    assert netcli("recommendation list --json").json == before
    assert netcli("show me --json").json["endorsed"] == skills


def test_what_its_source_tells_differently_comes_back(netcli: Netcli, tmp_path: Path) -> None:
    """Other words are another recommendation; what I changed myself its source leaves alone."""
    folder = archive(tmp_path / "a")
    netcli("import", folder, "--yes")
    numbers = {row["text"]: row["id"] for row in netcli("recommendation list --json").json}
    assert numbers.keys() == {"Sam is, well, good at tax", "Great", "Founds well"}
    netcli(f"recommendation edit {numbers['Sam is, well, good at tax']} --remove")
    netcli(f"recommendation edit {numbers['Founds well']} --text Mine --state hidden")
    netcli(f"recommendation edit {numbers['Great']} --for management")

    def texts() -> list[tuple[str, str, str | None]]:
        return sorted((r["text"], r["state"], r["for_what"]) for r in netcli("recommendation list --json").json)

    netcli("import", folder, "--yes")
    assert texts() == [("Great", "hidden", "management"), ("Mine", "hidden", None)]

    changed = FILES[RECEIVED].replace("Sam is, well", "Sam is").replace("Great", "Greater")
    netcli("import", archive(tmp_path / "a", **{RECEIVED: changed}), "--yes")

    assert texts() == [
        ("Greater", "hidden", "management"), ("Mine", "hidden", None), ("Sam is, good at tax", "given", None),
    ]  # fmt: skip


def test_an_import_closes_what_was_asked_for(netcli: Netcli, tmp_path: Path) -> None:
    """The recommendation that its author wrote later, at the service, is the one I asked for."""
    netcli("add 'Ana Pires <ana@example.org>'")
    netcli("recommendation ask ana-pires --for tax --on 2018-01-02")
    netcli("recommendation ask ana-pires --for law --on 2018-02")
    netcli("import", archive(tmp_path / "a"), "--yes")

    by_ana = netcli("recommendation list ana-pires --given --json").json
    assert [(r["id"], r["state"], r["for_what"], r["text"], r["on"]) for r in by_ana] == [
        (2, "asked", "law", None, "2018-02"), (1, "given", "tax", "Sam is, well, good at tax", "2018-01-24"),
    ]  # fmt: skip
    netcli("undo")
    assert len(netcli("recommendation list ana-pires --asked --json").json) == 2
