"""Every command on a hostile file prints no control character. The test finds the commands by itself."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from pathlib import Path
from typing import Any

import pytest

from netcli import cli
from netcli.commands.completion import complete_line
from netcli.output import Format
from tests._figures import figure, reach
from tests.conftest import Netcli, _Stdin
from tests.faults._kit import run, side_by_side
from tests.faults.conftest import strace_trouble

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
    "stage", "every", "at_most", "set_on", "first_on", "next_on", "promise", "done_on",
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
#: What some commands are told beside that, so that they have something to say; three are told other people instead.
BESIDE: dict[str, list[str]] = {
    "position add": ["--org", ATTACKS[0]], "position edit": ["--title", ATTACKS[1]], "org edit": ["--name", ATTACKS[3]],
    "intro ask": ["--via", "h2"], "exchange add": ["--given"], "exchange edit": ["--text", ATTACKS[0]],
    "recommendation add": ["--text", ATTACKS[0]], "recommendation edit": ["--text", ATTACKS[0]], "group edit": ["--note", ATTACKS[0]], "edit": ["--set", f"note={ATTACKS[1]}"],
    "opportunity edit": ["--note", ATTACKS[0]], "remind timer": ["--cron"], "opportunity list": ["--all"],
    "add": ["--org", ATTACKS[2], "--note", ATTACKS[4]], "birthdays": ["--days", "366"], "open": ["--print"],
    "init": ["--name", ATTACKS[0], "--email", "me@example.org"],
}  # fmt: skip
INSTEAD: dict[str, list[str]] = {
    "intro make": ["h1", "h2"],
    "recommendation add": ["h1", "h2"],
    "restore": ["h4"],
    "ties": ["h2"],
    "reach": ["1"],
}
#: Commands that read no file of the user's.
ELSEWHERE = {"demo"}
#: Commands that have nothing of people to tell, or nothing here; all others answer, and that they do is looked at.
SILENT = {
    "completion install",
    "completion show",
    "help",
    "config path",
    "config edit",
    "config get",
    "config unset",
    "export photo",
}


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
        for n in range(1, 5)
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
    netcli("remind add p1-q text --on 2026-03-02")
    netcli("cadence set p1-q 1m")
    netcli("opportunity add role --org 'Org 1' --next step --by 2026-03-10 --note note")
    netcli("opportunity link 1 p1-q --role decides") if "opportunity link" in {c.name for c in cli.COMMANDS} else None
    netcli("edit p1-q --birthday 1980-03-05 --event 'wedding: 2010-03-04'")
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
    netcli("source", "add", "cards", str(source))
    for org in (ATTACKS[2], ATTACKS[3], ATTACKS[5]):  # read twice, so that there are changes; and newer by now
        source.write_text(cards.replace("P1 Q", ATTACKS[0]).replace("Org", org), encoding="utf-8")
        if org != ATTACKS[5]:
            netcli("import", str(source), "--source", "cards", "--yes", code=None)
    netcli("remove", "h4", "--yes")
    netcli("note", "h1", ATTACKS[0])
    netcli("note", "h2", ATTACKS[1])
    netcli("undo")


def words_for(command: cli.Command, cards: Path) -> list[str]:
    """Return a whole line for a command, made from its own parameters."""
    loaded = cli.load(command)
    words = command.name.split()
    if command.name in INSTEAD:
        return words + INSTEAD[command.name] + BESIDE.get(command.name, [])
    for parameter in loaded.params:
        if parameter.param_type_name == "argument":
            shown = parameter.make_metavar(loaded.make_context("x", [], resilient_parsing=True))
            key = shown.strip("{}") if shown.startswith("{") else shown
            assert key in ARGUMENTS, f"tell ARGUMENTS what to type for {key} of {command.name}"
            words += [word.format(cards=cards) if "{cards}" in word else word for word in ARGUMENTS[key]]
    return words + BESIDE.get(command.name, [])


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

    code = cli.run(["--db", str(hostile.db), *words, "--yes", *(["--json"] if form == "json" else [])])

    out, err = capsys.readouterr()
    text = out.replace("\r\n", "\n") if command.name in ("export vcard", "export ics") else out
    assert forbidden(text + err) == set()
    is_picture = command.name == "export photo" and form == "page"  # no terminal shows one
    assert code in (0, 1) or (is_picture and code == 2), f"it has nothing to say: {err}"
    assert command.name in SILENT or out or err, "it says nothing at all"
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


#: Every form an answer may take, by what is said for it and the width of the terminal; 0 is a pipe.
FORMS: dict[str, tuple[tuple[str, ...], int]] = {
    "pipe": ((), 0), "json": (("--json",), 0), "page of 80": ((), 80), "page of 120": (("--color", "always"), 120), "page of 20": ((), 20),
    "debug": (("--debug",), 0), "dry run": (("--dry-run",), 0), "quiet": (("--quiet", "--json"), 0),
    **{f"as {form}": (("--format", form), 0) for form in Format}, "pattern": (("--format", "{name} {nobody}"), 0),
    "explained": (("--explain",), 120), "as of": (("--as-of", "2026-03-01"), 0), "for sharing": (("--for-sharing",), 0),
    "everybody": (("--all",), 80), "fields": (("--fields", ATTACKS[0]), 0), "into a file": (("-o", "{file}"), 0),
    "cv as html": (("--format", "html"), 0), "cv as markdown": (("--format", "markdown"), 0), "cv as text": (("--format", "text"), 0),
}  # fmt: skip


def takes(command: cli.Command, more: tuple[str, ...]) -> bool:
    """Tell whether a command has the options of a form."""
    known = {name for parameter in cli.load(command).params for name in parameter.opts}
    common = {"--json", "--debug", "--quiet", "--color"}
    return all(word in known | common for word in more if word.startswith("-"))


@pytest.mark.soak
def test_no_form_of_any_answer_has_a_control_character(
    hostile: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command in every form that it has: what it prints, and the file it writes."""
    sound, ran, bad = hostile.db.read_bytes(), 0, list[str]()
    cases = [
        (c, form)
        for c in cli.COMMANDS
        if c.name not in ELSEWHERE
        for form, (more, _) in FORMS.items()
        if takes(c, more)
    ]
    for command, form in cases:
        more, width = FORMS[form]
        hostile.db.write_bytes(sound)
        file = tmp_path / "out" / "file"
        file.parent.mkdir(exist_ok=True)
        file.unlink(missing_ok=True)
        monkeypatch.setenv("COLUMNS", str(width or 80))
        monkeypatch.setenv("NETCLI_FORCE_TTY", "1") if width else monkeypatch.delenv("NETCLI_FORCE_TTY", raising=False)
        words = [
            *words_for(command, tmp_path / "cards.vcf"),
            *(word.format(file=file) if "{file" in word else word for word in more),
        ]
        capsys.readouterr()
        monkeypatch.setattr("sys.stdin", _Stdin(None))
        code = cli.run(["--db", str(hostile.db), *words, "--yes"])
        out, err = capsys.readouterr()
        written = (
            file.read_bytes().decode("utf-8", "surrogateescape")
            if file.exists() and command.name != "export photo"
            else ""
        )
        text = re.sub("\x1b\\[[0-9;]*m", "", out) if "--color" in more else out  # ours, around what is safe
        found = forbidden((text + written.removeprefix("\ufeff")).replace("\r\n", "\n") + err)
        ran += 1
        bad += (
            [f"{command.name}, {form}: {found}"]
            if found or code == 70 or ("Traceback" in err and form != "debug")
            else []
        )
    reach("hostile", ran, bad={"control characters": len(bad)})
    figure(f"hostile file: {ran} runs of {len(cli.COMMANDS) - len(ELSEWHERE)} commands")
    assert bad == []


def test_completion_of_every_command_is_plain_text(
    hostile: Netcli, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever may stand at any place of any command, handles among it, and what is said of each."""
    monkeypatch.setenv("NETCLI_DB", str(hostile.db))
    told = 0
    for command in cli.COMMANDS:
        name = command.name.split()
        for words in (
            [*name, ""],
            [*name, "h"],
            [*name, "h1", ""],
            [*name, "--"],
            [*name, "--via", ""],
            [*name, "tag:"],
        ):
            assert complete_line(cli.build(), words) == 0
            out, err = capsys.readouterr()
            told += out.count("\n")
            assert forbidden(out + err) == set(), words
    assert told > 300


@pytest.mark.soak
def test_no_command_opens_a_socket(hostile: Netcli, tmp_path: Path) -> None:
    """Looked at by the system, whatever of Python or a library would open it; a file in the machine is no network."""
    if trouble := strace_trouble():
        pytest.skip(trouble)
    sound, sockets = hostile.db.read_bytes(), list[str]()
    (tmp_path / "opener").write_text("#!/bin/sh\n")
    (tmp_path / "opener").chmod(0o700)

    def trace(item: tuple[int, cli.Command]) -> list[str]:
        number, command = item
        db, log = tmp_path / f"{number}.db", tmp_path / f"{number}.txt"
        db.write_bytes(sound)
        before = ("strace", "-f", "-qq", "-o", str(log), "-e", "trace=%network")
        run(
            *words_for(command, tmp_path / "cards.vcf"),
            "--yes",
            db=db,
            before=before,
            NETCLI_OPENER=str(tmp_path / "opener"),
        )
        db.unlink()
        return [
            f"{command.name}: {line}"
            for line in log.read_text(errors="replace").splitlines()
            if "AF_INET" in line or "AF_PACKET" in line or "AF_NETLINK" in line
        ]

    for found in side_by_side(trace, enumerate(cli.COMMANDS)):
        sockets += found
    reach("socket", len(cli.COMMANDS), bad={"sockets": len(sockets)})
    assert sockets == []
