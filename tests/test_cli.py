"""The command line as a whole: grammar, help, common options, errors, completion."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from netcli import SCHEMA_VERSION, cli, schema
from netcli.config import database_path
from tests.conftest import Netcli, spawn


def examples(command: cli.Command) -> list[str]:
    """Return the example lines of a command's docstring."""
    text = cli.load(command).help or ""
    return [line.strip().removeprefix("netcli ") for line in text.splitlines() if line.strip().startswith("netcli ")]


def test_a_word_is_a_verb_or_a_noun() -> None:
    """No word both takes arguments itself and has verbs under it."""
    whole = {command.name for command in cli.COMMANDS}
    nouns = {command.name.split()[0] for command in cli.COMMANDS if " " in command.name}

    assert whole & nouns == set()


#: What may stand behind a noun, the same everywhere.
VERBS = {
    "add", "answer", "ask", "delete", "done", "draft", "edit", "end", "found", "get", "install", "list", "make", "match", "merge",
    "move", "pause", "publish", "remove", "rename", "run", "save", "set", "show", "snooze", "unset",
}  # fmt: skip
#: Behind these stands what comes out, and so it does in commands that only print something.
MAKERS, PRINTERS = {"export", "suggest"}, {"config path", "remind timer"}


def test_behind_a_noun_stands_a_verb() -> None:
    """A few verbs, the same everywhere; behind export and suggest what comes out; no noun is a verb elsewhere."""
    pairs = {command.name for command in cli.COMMANDS if " " in command.name} - PRINTERS
    of_nouns = {pair for pair in pairs if pair.split()[0] not in MAKERS}

    assert {pair.split()[1] for pair in of_nouns} == VERBS
    assert not {pair.split()[1] for pair in pairs - of_nouns} & VERBS
    assert not {pair.split()[0] for pair in pairs} & VERBS
    assert {command.name for command in cli.COMMANDS} >= PRINTERS


def test_each_command_stands_once_in_the_table() -> None:
    """Help, completion and reference list what the table lists."""
    names = [command.name for command in cli.COMMANDS]

    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("noun", sorted({c.name.split()[0] for c in cli.COMMANDS if " " in c.name}))
def test_a_noun_alone_lists_its_verbs(netcli: Netcli, noun: str) -> None:
    """One line each, as its help does, but as an error: a script that forgot the verb has to stop."""
    done = netcli(noun, code=2)

    assert done.err == netcli(f"help {noun}").out
    assert done.out == ""


def test_the_first_help_fits_a_screen(netcli: Netcli) -> None:
    """`netcli --help` is at most 24 lines of at most 80 columns."""
    text = netcli("--help").out

    assert text.count("\n") <= 24
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    "line", ["import", *(f"help {word}" for word in ("options", "query", "scores", "mutt", *cli.FAMILIES))]
)
def test_no_help_is_wider_than_a_terminal(netcli: Netcli, line: str) -> None:
    """80 columns are enough for every topic and family, and nothing runs into what stands beside it."""
    text = netcli(line).out

    assert [row for row in text.splitlines() if len(row) > 80] == []
    assert "neverlast" not in text


@pytest.mark.parametrize("command", cli.COMMANDS, ids=lambda c: c.name)
def test_each_help_fits_a_screen_and_has_two_examples(
    netcli: Netcli, command: cli.Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, two examples, at most 24 lines, the same from `--help` and `netcli help`."""
    monkeypatch.setenv("COLUMNS", "80")
    text = netcli(f"{command.name} --help").out

    assert text.count("\n") <= 24
    assert max(map(len, text.splitlines())) <= 80
    assert len(examples(command)) == 2
    explained = netcli(f"help {command.name}").out.partition(f"\nThe family {command.name}\n")[0]
    assert explained.split("\n", 1)[1] == text.split("\n", 1)[1]


_PIPED = {"export json", "export photo", "completion show"}
_BOARD = ("group add board ana-pires bo-lind --role treasurer",)
#: What has to be typed before the examples of a command have something to work on.
_FIRST = {
    "org merge": ("position add bo-lind --org 'Helix SA'",),
    "mutual": ("add 'Cid Rey' --level 4", "link cid-rey ana-pires dana-okafor"),
    "reach": ("skill ana-pires sql",),
    **{f"intro {verb}": ("intro ask dana-okafor --via ana-pires",) for verb in ("answer", "show", "draft")},
    **dict.fromkeys(("due", "today"), ("cadence set ana-pires 1d --on 2020",)),
    **{
        f"opportunity {verb}": ("opportunity add 'Head of Data'",)
        for verb in ("show", "move", "edit", "match", "publish")
    },
    "cadence pause": ("cadence set tag:board 3m",),
    **{f"remind {verb}": ("remind add 'renew the membership'",) for verb in ("done", "snooze", "remove")},
    "export photo": ("edit ana-pires --photo p.gif",),
    "doctor": ("backup",),
    "exchange edit": ("exchange add ana-pires 'a lift' --given",),
    **{f"recommendation {verb}": ("recommendation add ana-pires bo-lind --for tax",) for verb in ("show", "edit")},
    **{f"search {verb}": ("search save at-helix org:helix",) for verb in ("run", "remove")},
    **{f"source {verb}": ("import contacts.vcf --source phone",) for verb in ("remove", "rename")},
    **{f"group {verb}": _BOARD for verb in ("remove", "list", "show", "edit", "delete")},
}


@pytest.mark.parametrize("command", [c for c in cli.COMMANDS if c.name != "demo"], ids=lambda c: c.name)
def test_the_examples_of_each_help_work(
    netcli: Netcli, command: cli.Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever pastes an example gets an answer; the demo is held to its golden file elsewhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / ".config/fish/completions").mkdir(parents=True)
    monkeypatch.setenv("SHELL", "/bin/bash")
    Path("contacts.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Zoe Zimmer\nEND:VCARD\n")
    if command.name != "add":
        for line in (
            '"Ana Pires <ana@example.org>" --level 3 --org Helix --tag board --phone 12345',
            "'Dana Okafor'",
            "'Bo Lind'",
        ):
            netcli(f"add {line}")
        for _ in range(5):
            netcli("note bo-lind text")
    if command.name not in {"add", "link", "undo"}:
        netcli("link ana-pires dana-okafor --level 4")
    Path("p.gif").write_bytes(b"GIF89a")
    for line in _FIRST.get(command.name, ()):
        netcli(line)
    if command.name in {"restore", "redo"}:
        netcli("remove ana-pires")
    if command.name == "redo":
        netcli("tag bo-lind press")
        netcli("undo")
        netcli("undo")
    for line in examples(command):
        words = line.split("|")[0].split(">")[0] if command.name in _PIPED else line
        netcli(*shlex.split(words), *(["--yes"] if command.name == "remove" else []), code=0)


@pytest.mark.parametrize("family", cli.FAMILIES)
def test_each_family_has_its_page(netcli: Netcli, family: str) -> None:
    """`netcli help FAMILY` lists its commands with a line each."""
    text = netcli(f"help {family}").out

    assert [c.name for c in cli.COMMANDS if c.family == family and f"netcli {c.name} " in text]


def test_options_of_every_command_stand_anywhere(netcli: Netcli, tmp_path: Path) -> None:
    """`--db` and `--json` may come before the command, after it, or at the end."""
    other = str(tmp_path / "other.db")
    netcli(f"--db {other} add Ana")

    for line in (f"--db {other} --json show ana", f"show --db={other} ana --json", f"show ana --json --db {other}"):
        assert netcli(line).json["person"]["name"] == "Ana"
    netcli("show ana", code=3)


def test_the_database_of_the_option_wins_over_the_environment(netcli: Netcli, tmp_path: Path) -> None:
    """--db beats NETCLI_DB, which beats the data folder; neither is written into the operation."""
    netcli(f"--db {tmp_path}/x.db add Ana")

    assert netcli(f"--db {tmp_path}/x.db operations --json").json[0]["command"] == "add Ana"


def test_an_empty_path_is_no_file(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where `--db "$DB"` names nothing, the user's own file is left alone; an empty NETCLI_DB is as good as none."""
    for line in (("--db", "", "add", "Ana"), ("add", "Ana", "--db="), ("tag", "--db", "", "me", "x")):
        assert "--db names no file" in netcli(*line, code=2).err
    assert netcli("list --json").json == []

    monkeypatch.setenv("NETCLI_DB", "")
    assert database_path(None) == Path(os.environ["XDG_DATA_HOME"]) / "netcli" / "netcli.db"


def test_a_pinned_day_that_is_none_is_told(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says wrong is no bug of netcli's."""
    monkeypatch.setenv("NETCLI_TODAY", "foo")

    for line in ("today", "add Ana"):
        assert (
            netcli(line, code=78).err
            == "netcli: NETCLI_TODAY is no day: foo  ->  write it as 2026-03-02, or unset it\n"
        )


def test_without_a_file_netcli_shows_first_steps_and_makes_none(netcli: Netcli) -> None:
    """`netcli` alone teaches; reading commands say that there is no file; nothing is created."""
    netcli.db.unlink()

    assert "netcli add" in netcli(*[]).out
    for line in ("list", "show ana", "export json", "operations", "intro-path ana", "history ana"):
        assert "netcli init" in netcli(line, code=66).err
    assert not netcli.db.exists()


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("lsit", 2, "did you mean netcli list"),
        ("ana", 2, "did you mean netcli show ana-pires"),
        ("nonsense", 2, "netcli --help"),
        ("export jsno", 2, "did you mean netcli export json"),
        ("cadence foo", 2, "netcli cadence --help lists them"),
        ("completion foo", 2, "netcli completion --help lists them"),
        ("position 'Dana Okafor'", 2, "did you mean netcli position add 'Dana Okafor'"),
        ("group add 'Board of Helix'", 2, "netcli group add 'Board of Helix' PERSON"),
        ("show", 2, "netcli show --help"),
        ("show ana --wrong", 2, "netcli show --help"),
        ("show 'Anna Pirez'", 3, "Ana Pires (ana-pires)"),
        ("show ''", 2, "empty"),
        ("show Zz9", 3, "netcli add"),
        ("list --sort size", 2, "name, family, org, level, added"),
        ("list tagg:board", 2, "did you mean tag:"),
        ("list tag:board or", 2, "netcli help query"),
        ("list --fields name,size", 2, "fields: id, handle"),
        ("list --format xml", 2, "ids, tsv, csv, json, jsonl"),
        ("add ''", 65, "netcli add"),
        ("add 'Bo <nonsense>'", 65, "name@example.org"),
        ("add Bo --level 9", 65, "4 good contact"),
        ("add Bo --on 03/04/2026", 65, "2026-03-04"),
        ("add 'Ana P <ANA@example.org>'", 65, "ana-pires"),
        ("link ana ana", 65, "two people"),
        ("link ana", 2, "--where QUERY"),
        ("link me me ana", 65, "stands on both sides"),
        ("link me ana --where 'tagg:x'", 2, "did you mean tag:"),
        ("link me zed yan", 3, "--add makes these people"),
        ("unlink ana ana", 65, "two people"),
        ("unlink ana zed", 3, "netcli add"),
        ("ties zed", 3, "netcli add"),
        ("tag ana 'a,b'", 65, "one word"),
        ("tag ana", 2, "netcli tag"),
        ("note ana ''", 65, "empty"),
        ("log ana", 2, "lunch with @ana-pires"),
        ("log ana lunch --on 2026-03-03", 65, "still to come"),
        ("log 'zoom with @zed'", 3, "@zed"),
        ("log ana lunch --without-me", 65, "at least two"),
        ("log ana me lunch --without-me", 2, "you are named"),
        ("log --remove 7", 3, "netcli contacts"),
        ("log --remove 7 ana", 2, "netcli log --remove 7"),
        ("contacts last:soon", 2, "or never"),
        ("remove me", 65, "netcli init"),
        ("remove ana me", 2, "--yes"),
        ("remove ana --purge", 2, "--yes"),
        ("restore ana", 3, "netcli operations"),
        ("undo 99", 3, "netcli operations"),
        ("redo", 65, "nothing to redo"),
        ("import nowhere.vcf", 66, "nowhere.vcf"),
        ("edit ana --photo nowhere.jpg", 66, "netcli edit PERSON --photo FILE"),
        ("export photo ana", 3, "netcli edit ana-pires --photo FILE"),
        ("group show board", 3, "netcli group list"),
        ("group add board", 2, "--where QUERY"),
        ("group add '!' ana", 65, "netcli group list"),
        ("group add board ana --since soon", 65, "2026-03-04"),
        ("group add board --where tagg:board", 2, "did you mean tag:"),
        ("group list --sort size", 2, "name, kind, members"),
        ("intro-path me", 65, "that is you"),
        ("intro-path ana --max-hops 9", 2, "--max-hops"),
        ("intro ask nobody", 3, 'netcli add "nobody" --to-meet'),
        ("intro make ana ana", 65, "netcli intro make ana-pires bo-lind --by dana-okafor"),
        ("opportunity add ''", 65, 'netcli opportunity add "Head of Data"'),
        ("opportunity move 1", 2, "missing argument 'STAGE'. Choose from: lead, contacted"),
        ("help nonsense", 3, "netcli --help"),
        ("completion show tcsh", 2, "tcsh"),
    ],
)
def test_an_error_is_one_line_with_what_to_type_next(netcli: Netcli, line: str, code: int, says: str) -> None:
    """What, which thing, what next; nothing on stdout, the right exit code, and with --json an object too."""
    netcli("add 'Ana Pires <ana@example.org>'")

    ran = netcli(line, code=code)
    as_json = netcli(f"{line} --json", code=code)

    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("netcli: ")
    error = json.loads(as_json.err.splitlines()[-1])["error"]
    assert error["code"] == code
    assert as_json.out == ""
    assert says in ran.err


def test_several_matches_end_with_4_and_the_candidates(netcli: Netcli) -> None:
    """The candidates are records on stderr, or inside the JSON error."""
    netcli("add 'Ana Pires'")
    netcli("add 'Ana Lopes'")

    ran = netcli("show ana", code=4)
    error = json.loads(netcli("show ana --json", code=4).err.splitlines()[-1])["error"]

    assert ran.err.splitlines()[1:] == ["2\tana-pires\tAna Pires", "3\tana-lopes\tAna Lopes"]
    assert [c["handle"] for c in error["candidates"]] == ["ana-pires", "ana-lopes"]
    assert netcli("show ana --first --json").json["person"]["id"] == 2
    netcli("show ana --exact", code=3)
    netcli("show ana-pires --id", code=65)


def test_a_bug_is_told_in_one_line(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong inside, the user sees one line and 70; --debug shows where."""
    monkeypatch.setattr("netcli.domain.listing.list_people", lambda *_: 1 / 0)

    assert "ZeroDivisionError" in netcli("list", code=70).err
    assert "Traceback" not in netcli("list", code=70).err
    assert "Traceback" in netcli("list --debug", code=70).err


def test_a_closed_pipe_ends_quietly(netcli: Netcli) -> None:
    """`netcli list | head -1` prints a line, no message, and ends with 0."""
    for number in range(40):
        netcli(f"add 'Person Number{number} <p{number}@example.org>' --org {'Long' * 30}")
    line = f"{shlex.quote(sys.executable)} -m netcli list 2>err; echo $? >code"
    environment = {**os.environ, "NETCLI_DB": str(netcli.db)}
    subprocess.run(["bash", "-c", f"({line}) | head -1 >out"], cwd=netcli.db.parent, env=environment, check=True)

    assert (netcli.db.parent / "code").read_text() == "0\n"
    assert (netcli.db.parent / "err").read_text() == ""


@pytest.mark.parametrize(
    "locale",
    [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "tr_TR.UTF-8"}],
)
def test_any_locale_will_do(netcli: Netcli, locale: dict[str, str]) -> None:
    """Names of any script are printed under any locale, escaped where it cannot show them."""
    netcli("add 'Łucja 山田 I'")

    ran = spawn("list", db=netcli.db, env=locale)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "ucja" in ran.stdout


def test_an_argument_that_is_no_text_is_refused(netcli: Netcli) -> None:
    """Bytes that are not UTF-8 on the command line end with 65."""
    done = subprocess.run([sys.executable, "-m", "netcli", "add", b"\xff\xfe"], capture_output=True, check=False)

    assert done.returncode == 65
    assert b"not text" in done.stderr


def complete(netcli: Netcli, *words: str) -> list[str]:
    """Return the completions of a line, with their help."""
    return spawn(*words, db=netcli.db, env={cli.COMPLETE_VARIABLE: "1"}).stdout.splitlines()


def test_completion_offers_commands_verbs_options_and_handles(netcli: Netcli) -> None:
    """Command words with their help, options, and handles of my contacts - never names."""
    netcli("add 'Ana Pires' --org 'Helix Bio' --tag anatomy")

    assert complete(netcli, "sh") == ["show\tShow all that is known about a person"]
    assert complete(netcli, "export", "ph") == ["photo\tWrite a person's photo"]
    assert "--sort\tname, family, org, level or added" in complete(netcli, "list", "--so")
    assert complete(netcli, "show", "an") == ["ana-pires\tAna Pires, Helix Bio"]
    assert complete(netcli, "link", "ana-pires", "an") == ["ana-pires\tAna Pires, Helix Bio"]
    assert complete(netcli, "tag", "ana-pires", "an") == ["ana-pires\tAna Pires, Helix Bio", "anatomy\t1 people"]
    assert complete(netcli, "list", "ta") == ["tag:\tcarries this tag"]
    assert complete(netcli, "list", "tag:an") == ["tag:anatomy\t1 people"]
    netcli("group add anglers ana-pires")
    assert complete(netcli, "group", "show", "an") == ["anglers\tanglers"]
    assert complete(netcli, "group", "add", "anglers", "an") == ["ana-pires\tAna Pires, Helix Bio"]
    assert complete(netcli, "list", "group:an") == ["group:anglers\tanglers"]
    assert complete(netcli, "list", "org:hel") == ["org:helix-bio\tHelix Bio"]
    assert len(netcli("list org:helix-bio --json").json) == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_works_in_the_shell_itself(netcli: Netcli, tmp_path: Path, shell: str) -> None:
    """The installed script is valid and offers handles when the shell asks it."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    netcli("add 'Ana Pires' --tag board")
    netcli("group add anglers ana-pires")
    script = tmp_path / "script"
    script.write_text(netcli(f"completion show {shell}").out)
    asking = {
        "bash": f"""source {script}; for COMP_LINE in 'netcli show an' 'netcli list tag:bo' 'netcli group show an' 'netcli list group:an'; do
            COMP_POINT=${{#COMP_LINE}}; _netcli; echo "${{COMPREPLY[@]}}"; done""",
        "zsh": f"""compdef() {{ :; }}; _describe() {{ print -rl -- "${{found[@]}}"; }}; source {script}
            words=(netcli show an); CURRENT=3; _netcli; words=(netcli list tag:bo); _netcli
            words=(netcli group show an); CURRENT=4; _netcli; words=(netcli list group:an); CURRENT=3; _netcli""",
        "fish": f"""source {script}; for line in "netcli show an" "netcli list tag:bo" "netcli group show an" "netcli list group:an"
            complete -C $line; end""",
    }[shell]
    folder = Path(sys.executable).parent
    environment = {**os.environ, "NETCLI_DB": str(netcli.db), "PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run([shell, "-c", asking], env=environment, capture_output=True, text=True, check=True)

    help_follows = {"bash": r"$", "zsh": r"(?<!\\):", "fish": r"\t"}[shell]
    offered = [re.split(help_follows, line)[0] for line in done.stdout.splitlines()]
    prefix = {"bash": "{}", "zsh": "{}\\:", "fish": "{}:"}[shell]
    tag, group = ("" if shell == "bash" else prefix.format(word) for word in ("tag", "group"))
    assert offered == ["ana-pires", f"{tag}board", "anglers", f"{group}anglers"], done


def test_the_version_of_the_tables_is_the_number_of_migrations() -> None:
    """The constant that imports nothing says what schema/ holds."""
    assert len(schema.MIGRATIONS) == SCHEMA_VERSION


@pytest.mark.parametrize(
    "line",
    ["undo {}", "opportunity show {}", "remind done {}", "recommendation edit {} --for tax", "operations --limit {}"],
)
def test_a_number_beyond_all_is_no_bug(netcli: Netcli, line: str) -> None:
    """SQLite holds 64 bits; who types more is told so."""
    netcli("add 'Ana Pires'")

    assert netcli(line.format(10**20), code=None).code in (2, 3, 65)
