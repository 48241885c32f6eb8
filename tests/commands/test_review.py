"""review: the list of what is open, and the loop of keys on a real terminal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests._terminal import Terminal
from tests.conftest import Netcli, spawn
from tests.faults._kit import faults

CARDS = """\
BEGIN:VCARD
VERSION:3.0
FN:Ana Pires
EMAIL:ana@example.org
TEL:+33 1 23 45 67 89
ORG:Passerelle
TITLE:Directrice adjointe des programmes
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Lee Amari
EMAIL:lee@example.org
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Bo Lind
END:VCARD
"""
MADE: list[bytes] = []


@pytest.fixture
def imported(netcli: Netcli, tmp_path: Path) -> Netcli:
    """Return a runner on a file with an import of Ana (2), Lee (3) and Bo (4), and Dana (5), whom I want to meet.

    Ana has a remark. Lee (2019-01 to 2021-03), Bo (2020 on) and Dana (2019-01 on) were at Helix Bio, whose size is not
    known.
    """
    if not MADE:
        cards = tmp_path / "book.vcf"
        cards.write_text(CARDS)
        netcli("import", str(cards))
        netcli("note ana-pires 'met at the fair' --on 2025-05")
        netcli("add 'Dana Okafor' --to-meet")
        netcli("position add lee-amari --org 'Helix Bio' --from 2019-01 --to 2021-03")
        netcli("position add dana-okafor --org 'Helix Bio' --from 2019-01")
        netcli("position add bo-lind --org 'Helix Bio' --from 2020-01")
        MADE.append(netcli.db.read_bytes())
    netcli.db.write_bytes(MADE[0])
    return netcli


def keys(netcli: Netcli, line: str = "review") -> list[str]:
    """Return the keys of the questions that are open."""
    return netcli(f"{line} --format ids").out.split()


def levels(netcli: Netcli) -> dict[str, int | None]:
    """Return the level of each of my contacts."""
    return {row["handle"]: row["level"] for row in netcli("list --json").json}


ALL = ["level-2", "level-3", "level-4", "headcount-2", "career-4-5", "career-3-5", "career-3-4"]


def test_in_a_pipe_the_open_questions_are_listed(imported: Netcli) -> None:
    """Each with the command that answers it; nothing is asked, and nothing is written."""
    before = imported("operations --json").json

    ran = imported("review")

    lines = [line.split("\t") for line in ran.out.splitlines()]
    assert [line[0] for line in lines] == ALL
    assert lines[0][1:] == [
        "level",
        "Ana Pires, Directrice adjointe des programmes, Passerelle (in your address book since 2026; 1 remark, phone and"
        " e-mail): how well do you know each other?",
        "netcli link me ana-pires --level 1-5",
        "",
    ]
    assert lines[3][2:] == [
        "How many people work at Helix Bio, roughly?",
        "netcli org edit helix-bio --headcount N",
        "",
    ]
    assert lines[5][2:] == [
        "Lee Amari and Dana Okafor overlapped 27 months at Helix Bio, until 2021-03: do they know each other?",
        "netcli link lee-amari dana-okafor --level 3",
        "netcli link lee-amari dana-okafor --no",
    ]
    assert ran.err == ""
    assert imported("operations --json").json == before


def test_a_question_as_json(imported: Netcli) -> None:
    """References, the organisation, the months and how likely it is; null where it does not apply."""
    found = imported("review --kind career --limit 2 --json").json

    assert found[0] == {
        "key": "headcount-2", "kind": "headcount", "text": "How many people work at Helix Bio, roughly?",
        "command": "netcli org edit helix-bio --headcount N", "a": None, "b": None,
        "org": {"id": 2, "handle": "helix-bio", "name": "Helix Bio"}, "months": None, "p": None, "why": [], "about": [],
        "no": None,
    }  # fmt: skip
    assert (found[1]["a"]["handle"], found[1]["b"]["handle"], found[1]["months"]) == ("bo-lind", "dana-okafor", 74)
    assert found[1]["p"] == pytest.approx(0.5 * (1 - 2 ** (-74 / 12)) * (50 / 500) ** 0.5)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("review --kind level", ["level-2", "level-3", "level-4"]),
        ("review --kind career", ["headcount-2", "career-4-5", "career-3-5", "career-3-4"]),
        ("review --limit 1", ["level-2"]),
        ("review bo", ["level-4", "headcount-2", "career-4-5", "career-3-4"]),
        ("review org:passerelle", ["level-2"]),
        ("review -has:phone --kind level", ["level-3", "level-4"]),
        ("review --no-input", ALL),
    ],
)
def test_questions_are_chosen(imported: Netcli, line: str, found: list[str]) -> None:
    """By kind, by number, by a query of the people they are about."""
    assert keys(imported, line) == found


def test_formats_and_what_was_left_out(imported: Netcli) -> None:
    """--fields and --format as with every list; --limit says how many come after."""
    assert imported("review --fields key,p --limit 1").out == "level-2\t\n"
    assert imported("review --format '{key}: {command}' --limit 1").out == (
        "level-2: netcli link me ana-pires --level 1-5\n"
    )
    assert imported("review --limit 2").err == "5 more after these (--limit)\n"
    assert json.loads(imported("review --format jsonl").out.splitlines()[3])["kind"] == "headcount"
    assert "level or career" in imported("review --kind size", code=2).err


def test_nothing_open_says_what_to_type(netcli: Netcli) -> None:
    """Nothing on stdout, the next command on stderr, 0."""
    ran = netcli("review")

    assert (ran.out, ran.err) == (
        "", "Nothing to ask. netcli import FILE brings people, netcli link A B says who knows whom.\n",
    )  # fmt: skip
    assert netcli("review --json").json == []


def test_an_import_names_the_review(netcli: Netcli, tmp_path: Path) -> None:
    """On stderr, how many have no level, as long as there are some; not in the JSON, not in a dry run."""
    cards = tmp_path / "book.vcf"
    cards.write_text(CARDS)

    assert "review" not in netcli("import", str(cards), "--dry-run").err
    ran = netcli("import", str(cards), "--json")
    assert ran.err == "3 people have no level yet: netcli review\n"
    assert ran.json["review"] == []
    netcli("link me ana-pires bo-lind --level 2")
    assert netcli("import", str(cards)).err == "1 person has no level yet: netcli review\n"
    netcli("link me lee-amari --no")
    assert netcli("import", str(cards)).err == ""


def test_the_list_as_a_page(
    imported: Netcli, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    """On a terminal without input: each question wrapped at 80 columns, what to type under it."""
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", "80")

    ran = imported("review --no-input")

    assert max(map(len, ran.out.splitlines())) <= 80
    golden("review-80.txt", ran.out)


def test_one_key_answers(imported: Netcli, golden: Callable[[str, str], None]) -> None:
    """A whole sitting: levels, a skip, a headcount, overlaps, then what was skipped; stdout holds no answer to parse."""
    with Terminal("review", db=imported.db) as terminal:
        terminal.until()
        for pressed in ("4", "s", "1", "40\n", "y", "n", "5"):
            terminal.press(pressed)
        terminal.press("0", "last answer\n")
        code, echoes = terminal.ended(), terminal.echoes

    assert (code, echoes) == (0, True)
    assert levels(imported) == {"ana-pires": 4, "lee-amari": 0, "bo-lind": 1, "dana-okafor": None}
    assert imported("org list --fields headcount helix").out == "40\n"
    ties = {
        (t["a"], t["b"]): t["statements"][-1]["level"]
        for t in imported("export json").json["ties"]
        if t["a"] != 1 and t["statements"]
    }
    assert ties == {(4, 5): 3, (3, 5): 0, (3, 4): 5}
    assert max(map(len, terminal.text.splitlines())) <= 80
    golden("review-loop-80.txt", terminal.text)


def test_back_takes_the_answer_back_for_real(imported: Netcli) -> None:
    """b undoes the last answer on disk and asks it again; b at a skipped question only returns; the first has no b."""
    with Terminal("review", db=imported.db) as terminal:
        assert "b back" not in terminal.until()
        assert "first question" in terminal.press("b")
        assert "b back" in terminal.press("5")
        assert levels(imported)["ana-pires"] == 5
        told = terminal.press("b")
        assert levels(imported).get("ana-pires") is None
        terminal.press("s")
        terminal.press("\x7f")  # Backspace
        terminal.press("2")
        terminal.press("1")
        terminal.press("\x1b[D")  # the arrow to the left
        terminal.press("q", "last answer\n")
        terminal.ended()

    assert "Took that answer back" in told
    assert "[1 of 7] Ana" in told
    assert levels(imported) == {"ana-pires": 2, "lee-amari": None, "bo-lind": None, "dana-okafor": None}
    assert [o["kind"] for o in imported("operations --limit 4 --json").json] == ["undo", "do", "do", "undo"]
    assert faults(imported.db) == []


def test_going_back_over_a_headcount(imported: Netcli) -> None:
    """The size is taken back too, and asked again."""
    with Terminal("review", "--kind", "career", db=imported.db) as terminal:
        terminal.until()
        assert "about 2,000\nstaff" in terminal.press("2k\n")
        assert "How many" in terminal.press("b")
        assert imported("org list --fields headcount helix").out == "\n"
        terminal.press("many\n", r"not a number of people: many.*  > $")
        assert "overlapped" in terminal.press("\n")
        terminal.press("q", "netcli review\n")

    assert imported("org list --fields headcount helix").out == "\n"


def test_a_large_headcount_takes_questions_away(imported: Netcli) -> None:
    """What is too unlikely among so many people is not asked any more, and the count of questions follows."""
    with Terminal("review", "--kind", "career", db=imported.db) as terminal:
        terminal.until()
        terminal.press("90000\n", "1 answered; .*\n")
        assert terminal.ended() == 0

    assert keys(imported, "review --kind career") == []


def test_stopping_keeps_what_was_answered_and_goes_on_later(imported: Netcli) -> None:
    """q says how much was answered; the next review starts with what is open; undo takes back the last answer."""
    with Terminal("review", db=imported.db) as terminal:
        terminal.until()
        terminal.press("3")
        terminal.press("q", "last answer\n")
        assert terminal.ended() == 0

    assert "1 answered; go on with netcli review; netcli undo takes back the last answer\n" in terminal.text
    assert keys(imported)[0] == "level-3"
    imported("undo")
    assert keys(imported)[0] == "level-2"


@pytest.mark.parametrize("pressed", ["q", "\x04", "\x1b"], ids=["q", "Ctrl-D", "Escape"])
def test_ways_out(imported: Netcli, pressed: str) -> None:
    """All of them end with 0; nothing is written."""
    with Terminal("review", db=imported.db) as terminal:
        terminal.until()
        terminal.press(pressed, "0 answered; go on with netcli review\n")

        assert (terminal.ended(), terminal.echoes) == (0, True)


def test_ctrl_c_keeps_what_was_answered(imported: Netcli) -> None:
    """It ends with 130 in one line that says what is kept, and leaves the terminal as it was."""
    with Terminal("review", db=imported.db) as terminal:
        terminal.until()
        terminal.press("3")
        terminal.press("\x03", "last answer\n")

        assert (terminal.ended(), terminal.echoes) == (130, True)

    assert (
        "netcli: interrupted; 1 answered  ->  go on with netcli review; netcli undo takes back the last answer\n"
        in (terminal.text)
    )
    assert levels(imported)["ana-pires"] == 3
    assert faults(imported.db) == []


@pytest.mark.parametrize("answered", [1, 2, 3])
def test_a_kill_loses_no_answer(imported: Netcli, answered: int) -> None:
    """Killed while it waits for the next key, all that was answered is on file, and nothing else."""
    with Terminal("review", db=imported.db) as terminal:
        terminal.until()
        for _ in range(answered):
            terminal.press("2")
        terminal.kill()

    assert [level for level in levels(imported).values() if level] == [2] * answered
    assert len(keys(imported)) == len(ALL) - answered
    assert faults(imported.db) == []


def test_keys_that_mean_nothing_write_nothing(imported: Netcli) -> None:
    """They are answered with those that do; several bytes of one key are one key."""
    with Terminal("review", db=imported.db) as terminal:
        terminal.until()
        for pressed in ("x", "é", "\x1b[A", "\n", "9"):
            assert "press one of 1 2 3 4 5 0 s b q" in terminal.press(pressed)
        terminal.press("q", "netcli review\n")

    assert keys(imported) == ALL


def test_others_may_write_while_a_question_waits(imported: Netcli) -> None:
    """The file is not locked between answers; what somebody else has changed cannot be gone back over."""
    with Terminal("review", db=imported.db) as terminal:
        terminal.until()
        terminal.press("3")
        assert spawn("undo", db=imported.db).returncode == 0
        assert "undone already" in terminal.press("b")
        terminal.press("2")

    assert levels(imported)["lee-amari"] == 2


def test_typed_ahead_keys_answer_but_never_a_number(imported: Netcli) -> None:
    """Keys may come faster than questions; a headcount takes only what is typed after it was asked."""
    with Terminal("review", db=imported.db) as terminal:
        terminal.until()
        terminal.press("11144", r"How many[^>]*  > $")
        assert "overlapped" in terminal.press("\n", r"overlapped[^>]*  > $")

    assert [level for level in levels(imported).values() if level] == [1, 1, 1]
    assert imported("org list --fields headcount helix").out == "\n"


@pytest.mark.parametrize(
    "pasted",
    ["netcli list 2 3 4\nnetcli show 5\n" + "netcli tag 1 2 board\n" * 90, "netcli", "12b \x1b[D4", "4\n"],
    ids=["lines", "a word", "keys among others", "a line"],
)
def test_what_was_pasted_answers_nothing(imported: Netcli, pasted: str) -> None:
    """It was meant for the shell: all of it is one key that means nothing, and is told so once."""
    with Terminal("review", db=imported.db) as terminal:
        terminal.until()
        assert terminal.press(pasted).count("press one of") == 1
        assert "1 met" in terminal.press("1")
        terminal.press("q", "last answer\n")

    assert [level for level in levels(imported).values() if level] == [1]


def test_a_name_commands_no_terminal(imported: Netcli) -> None:
    """Control characters of a name are shown as escapes in the question."""
    imported("edit", "ana-pires", "--name", "A\x1b]52;c;ZXZpbA==\x07na")
    with Terminal("review", db=imported.db) as terminal:
        assert "\\x1b]52" in terminal.until()

    assert "\x1b" not in terminal.text


def test_without_termios_a_line_is_read(imported: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where keys cannot be read singly, the first letter of a line is the key; the end of input stops."""
    import io

    from netcli.commands import _keys

    monkeypatch.setattr(_keys, "_termios", lambda: None)
    stdin = io.StringIO("4\n Back \n40\n")
    monkeypatch.setattr("sys.stdin", stdin)
    monkeypatch.setattr(stdin, "fileno", lambda: 0, raising=False)

    with _keys.Keyboard() as keyboard:
        assert [keyboard.key("4b"), keyboard.key("4b"), keyboard.line(), keyboard.key("4b"), keyboard.line()] == [
            "4", "b", "40", "q", "q",
        ]  # fmt: skip


def test_skipped_people_come_last(imported: Netcli, tmp_path: Path) -> None:
    """Within a sitting a skipped question comes once more after all others; skipped again, it is left for another day."""
    shutil.copy(imported.db, tmp_path / "copy.db")
    with Terminal("review", "--kind", "level", db=imported.db) as terminal:
        terminal.until()
        assert "[2 of 3]" in terminal.press("s")
        terminal.press("1")
        again = terminal.press("1")
        terminal.press("s", "last answer\n")

    assert "[1 of 1, skipped before] Ana" in again
    assert "2 answered, 1 skipped; go on with netcli review" in terminal.text
    assert keys(imported, "review --kind level") == ["level-2"]
