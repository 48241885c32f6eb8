"""Every command on a hostile file prints no control character. The test finds the commands by itself."""

from __future__ import annotations

import json
import unicodedata
import zlib
from pathlib import Path
from typing import Any

import pytest

from netcli import cli
from tests.conftest import Netcli

#: Terminal codes, a clipboard write, bidi, zero width, tags, markup, line separators: what a name may carry.
ATTACKS = (
    "\x1b[31mRed\x1b[0m", "\x1b]52;c;ZXZpbA==\x07Clip", "\u202egnirtS", "Zero\u200bWidth", "[/bold]Mark :smile:",
    "\x9b31mC1", "Tab\tTab", "New\nLine", "Del\x7f", "\u2028Sep", "\U000e0041Tag", "=HYPERLINK(1)", "\ufeffBom", "\x85Nel",
)  # fmt: skip
#: Strings that are not free text, by key: handles, dates, enums, ids.
FIXED = {"step", "by",
    "handle", "uid", "kind", "status", "start", "end", "seen_on", "on", "on_date", "birthday", "met_on", "confirmed_on",
    "removed_on", "at", "key", "format", "since_on", "digest", "photo", "data", "channel",
    "state", "direction", "query", "run_on",
}  # fmt: skip
#: What to type for each argument, by the name it has in the help; a new kind of argument must be told here.
ARGUMENTS: dict[str, list[str]] = {
    "NAME": [ATTACKS[0]],
    "PERSON": ["h1"],
    "PERSON...": ["h1", "h2"],
    "OTHER...": ["h2", "h3"],
    "TEXT": [ATTACKS[1]],
    "PERSON... TEXT": ["h1", ATTACKS[1]],
    "[NUMBER]": [],
    "[WORD]...": [],
    "[QUERY]...": [],
    "SAME...": ["h2"],
    "PERSON... TAG": ["h1", "board"],
    "[FILE]...": ["{cards}"],
    "[COMMAND or FAMILY]": [],
    "SHELL": ["bash"],
    "[SHELL]": ["bash"],
    "[PERSON]": ["h1"],
    "PERSON... SKILL": ["h1", ATTACKS[0]],
    "NUMBER|ORG": ["1"],
    "[ORG]": ["1"],
    "ORG": ["1"],
    "OTHER": ["2"],
    "[WORD]": [],
    "GROUP": ["board"],
    "[PERSON]...": ["h1", "h3"],
    "[OTHER]": ["h2"],
    "NUMBER|PERSON": ["1"],
    "ANSWER": ["agreed"],
    "[KEY]": [],
    "SOURCE": ["cards"],
    "[SOURCE]...": [],
    "[PATTERN]": ["{cards}"],
    "KEY": ["me"],
    "VALUE": [ATTACKS[0]],
    "STAGE": ["talking"],
    "WHOM": ["h1"],
    "SPAN": ["2w"],
    "[PERSON] TEXT": ["h1", ATTACKS[1]],
    "NUMBER": ["1"],
    "NUMBER...": ["1"],
    "[KIND]": ["mail"],
    "QUERY...": ["board"],
    "[NAME]...": ["helix"],
    "NAME...": ["helix"],
}
#: Commands that read no file of the user's.
ELSEWHERE = {"demo", "open"}


def poisoned(value: Any, count: list[int], key: str = "") -> Any:
    """Return an export with an attack in every free text."""
    if isinstance(value, dict):
        return {k: poisoned(v, count, k) for k, v in value.items()}
    if isinstance(value, list):
        return [poisoned(v, count, key) for v in value]
    if isinstance(value, str) and key not in FIXED:
        count[0] += 1
        return f"{ATTACKS[zlib.crc32(value.encode()) % len(ATTACKS)]} {value}"
    return value


@pytest.fixture
def hostile(netcli: Netcli, tmp_path: Path) -> Netcli:
    """Return a runner on a file in which every free text is an attack; made once, copied for each test."""
    cards = tmp_path / "cards.vcf"
    if not MADE:
        poison(netcli, cards)
        MADE.extend((netcli.db.read_bytes(), cards.read_bytes()))
    netcli.db.write_bytes(MADE[0])
    cards.write_bytes(MADE[1])
    return netcli


MADE: list[bytes] = []


def poison(netcli: Netcli, source: Path) -> None:
    """Fill the runner's file with attacks by way of a poisoned export; leave poisoned cards behind."""
    cards = "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nUID:c{n}\nFN:P{n} Q\nNICKNAME:N\nORG:Org {n};Team\nTITLE:T\nEMAIL;TYPE=WORK:p{n}@example.org\n"
        f"TEL:+3312345{n}00\nADR;TYPE=HOME:;;Street;City;;1;Land\nURL:https://example.org/{n}\nNOTE:A note\nCATEGORIES:a\n"
        "X-ODD:kept\nEND:VCARD\n"
        for n in range(1, 4)
    )
    source.write_text(cards)
    netcli("import", str(source))
    netcli("note p1-q remark")
    netcli("link p1-q p2-q p3-q --level 4")
    netcli("link me p1-q")
    netcli("link me p2-q p3-q --level 4 --on 2020")
    netcli("intro ask p2-q --via p1-q --note purpose")
    netcli("group add board p1-q p2-q --role treasurer --since 2024")
    netcli("group edit board --kind circle --url https://example.org/board --note purpose")
    picture = source.with_name("p.gif")
    picture.write_bytes(b"GIF89a\n")
    netcli(f"edit p1-q --photo {picture}")
    netcli("log p1-q p2-q lunch")
    netcli("exchange add p1-q favour --given")
    netcli("recommendation add p1-q p2-q --for tax --text words --role client")
    netcli("search save helix org:1")
    export = netcli("export json").json
    for person in export["people"]:
        person["handle"] = person["handle"].replace("p", "h").replace("-q", "")
        person["headline"] = person["summary"] = "text"
        person["removed_on"] = None
    count = [0]
    poison = source.with_name("poison.json")
    poison.write_text(json.dumps(poisoned(export, count)))
    assert count[0] > 60
    netcli.db.unlink()
    netcli("import", str(poison))
    source.write_text(cards.replace("P1 Q", ATTACKS[0]).replace("Org", ATTACKS[2]), encoding="utf-8")


def words_for(command: cli.Command, cards: Path) -> list[str]:
    """Return a whole line for a command, made from its own parameters."""
    loaded = cli.load(command)
    words = command.name.split()
    for parameter in loaded.params:
        if parameter.param_type_name == "argument":
            shown = parameter.make_metavar(loaded.make_context("x", [], resilient_parsing=True))
            key = shown.strip("{}") if shown.startswith("{") else shown
            assert key in ARGUMENTS, f"tell ARGUMENTS what to type for {key} of {command.name}"
            words += [word.format(cards=cards) if "{cards}" in word else word for word in ARGUMENTS[key]]
    return words


def forbidden(text: str) -> set[str]:
    """Return the characters of an output that could command a terminal or hide text."""
    return {
        hex(ord(c))
        for c in text
        if (unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp", "Cs"} and c not in "\n\t\u200d")
        or 0xE0000 <= ord(c) <= 0xE007F
    }


@pytest.mark.parametrize("form", ["pipe", "page", "json"])
@pytest.mark.parametrize("command", [c for c in cli.COMMANDS if c.name not in ELSEWHERE], ids=lambda c: c.name)
def test_no_command_prints_a_control_character(
    hostile: Netcli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: cli.Command,
    form: str,
) -> None:
    """Whatever the file holds, stdout and stderr are plain text: in a pipe, as a page, as JSON."""
    if form == "page":
        monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    words = words_for(command, tmp_path / "cards.vcf")
    capsys.readouterr()

    cli.run(["--db", str(hostile.db), *words, "--yes", *(["--json"] if form == "json" else [])])

    out, err = capsys.readouterr()
    text = out.replace("\r\n", "\n") if command.name in ("export vcard", "export ics") else out
    assert forbidden(text + err) == set()
    assert "Traceback" not in err
    if form == "pipe" and command.name == "list":
        assert {line.count("\t") for line in out.splitlines()} == {9}


@pytest.mark.parametrize(
    "line",
    [
        ["show", f"{ATTACKS[0]} nobody"],
        [ATTACKS[1]],
        ["add", "a", "--level", ATTACKS[0]],
        ["list", "--sort", ATTACKS[0]],
    ],
)
def test_errors_repeat_what_was_typed_as_plain_text(
    hostile: Netcli, capsys: pytest.CaptureFixture[str], line: list[str]
) -> None:
    """An error message shows a control character as an escape."""
    code = cli.run(["--db", str(hostile.db), *line])

    assert code in {2, 3, 65}
    assert forbidden(capsys.readouterr().err) == set()


def test_ambiguity_lists_candidates_as_plain_text(hostile: Netcli, capsys: pytest.CaptureFixture[str]) -> None:
    """The people of an ambiguity are shown safely, as text and as JSON."""
    for extra in ([], ["--json"]):
        assert cli.run(["--db", str(hostile.db), "show", "q", *extra]) == 4

        assert forbidden(capsys.readouterr().err) == set()
