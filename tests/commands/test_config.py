"""The configuration: what holds, where it comes from, and changing it without breaking the user's file."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path

import pytest

from tests.conftest import Netcli, spawn


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the configuration file of the test; its folder is there, it is not."""
    path = tmp_path / "config" / "netcli" / "config.toml"
    path.parent.mkdir(parents=True)
    return path


def origins(netcli: Netcli, line: str = "config get") -> dict[str, tuple[object, str, object]]:
    """Return (value, origin, detail) by key."""
    found = netcli(f"{line} --json").json
    return {row["key"]: (row["value"], row["origin"], row["detail"]) for row in found}


def test_every_key_has_a_value_and_an_origin(netcli: Netcli, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """Defaults, then the environment, then the file, as they apply to each key."""
    before = origins(netcli)
    file.write_text("pager = 'most'\ncountry = 'be'\ncolor = 'always'\n[cadence]\nclose = '3m'\n")
    monkeypatch.setenv("PAGER", "more")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")
    after = origins(netcli)

    assert list(before) == ["me", "date_order", "pager", "color", "country", "lang", "backup.keep"]
    assert {key: before[key] for key in ("date_order", "pager", "color", "country")} == {
        "date_order": (None, "default", None), "pager": ("less -FIRX", "default", None),
        "color": ("auto", "default", None), "country": (None, "default", None),
    }  # fmt: skip
    assert {key: after[key] for key in after if key != "me"} == {
        "date_order": ("dmy", "locale", "fr_FR"), "pager": ("most", "file", str(file)),
        "color": ("never", "environment", "NO_COLOR"), "country": ("BE", "file", str(file)),
        "lang": ("fr", "locale", "fr_FR"), "backup.keep": (10, "default", None),
        "cadence.close": ("3m", "file", str(file)),
    }  # fmt: skip


def test_the_environment_comes_before_the_file_and_the_option_before_it(
    netcli: Netcli, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    """NETCLI_PAGER beats the file, which beats PAGER; --color beats NO_COLOR."""
    file.write_text("pager = 'most'\n")
    monkeypatch.setenv("NETCLI_PAGER", "cat")
    monkeypatch.setenv("NO_COLOR", "1")

    assert origins(netcli)["pager"] == ("cat", "environment", "NETCLI_PAGER")
    assert origins(netcli, "config get --color always")["color"] == ("always", "option", "--color")


def test_one_value_is_told_alone(netcli: Netcli) -> None:
    """In a pipe nothing but the value; 1 and a hint if there is none."""
    netcli("config set country fr")

    assert netcli("config get country").out == "FR\n"
    assert netcli("config get country --format '{key} {origin}'").out == "country file\n"
    err = netcli("config get date_order", code=1).err
    assert err == "date_order is not set: netcli config set date_order VALUE\n"
    assert "date_order" in netcli("config get contry", code=2).err


def test_a_page_names_key_value_and_origin(netcli: Netcli, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """A value without one is a dash; paths are left to `config path`."""
    file.write_text("country = 'FR'\n")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    page = netcli("config get").out

    assert "country      FR          file\n" in page
    assert "backup.keep  10          default\n" in page
    assert netcli("config get country").out == "FR  file\n"
    assert netcli("config path").out.replace("\n", "") == str(file)


def test_setting_a_value_keeps_everything_else(netcli: Netcli, file: Path) -> None:
    """Comments, order, unknown keys and the mode of a private file; a link stays a link."""
    real = file.with_name("real.toml")
    real.write_text("# mine\ncountry = 'FR' # home\nodd = 1\n")
    file.symlink_to(real)

    told = netcli("config set country be --dry-run").out
    unchanged = real.read_text()
    netcli("config set country be")

    assert "country is BE" in told
    assert unchanged == "# mine\ncountry = 'FR' # home\nodd = 1\n"
    assert real.read_text() == '# mine\ncountry = "BE" # home\nodd = 1\n'
    assert file.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    netcli("config unset country")
    assert real.read_text() == "# mine\nodd = 1\n"
    assert "nothing to do" in netcli("config unset country").out


def test_the_first_value_makes_the_file(netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its folders; NETCLI_CONFIG says where."""
    monkeypatch.setenv("NETCLI_CONFIG", str(tmp_path / "a" / "b.toml"))

    netcli("config set backup.keep 5")

    assert (tmp_path / "a" / "b.toml").read_text() == "[backup]\nkeep = 5\n"
    assert netcli("config path --json").json == {"path": str(tmp_path / "a" / "b.toml"), "exists": True}


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("date_order", "ymd ", "dmy, mdy, ymd"),
        ("color", "sometimes", "never, auto, always"),
        ("country", "UK", "GB for the United Kingdom"),
        ("backup.keep", "0", "from 1 to 9999"),
        ("cadence.close", "often", "3m"),
        ("me", " ", "some text"),
    ],
)
def test_a_value_that_cannot_be_is_refused(netcli: Netcli, key: str, value: str, says: str, file: Path) -> None:
    """65 and one line with what would be right; nothing is written."""
    error = netcli("config", "set", key, value, code=65).err

    assert says in error
    assert not file.exists()
    netcli("config", "set", "cadence.", "3m", code=2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = 1\n\nme = \n", "line 3: invalid value"),
        ("# c\ncolor = 'blue'\n", "line 2: color has to be one of"),
        ("[backup]\nkeep = '5'\n", "line 2: backup.keep has to be a number, without quotes"),
        ("[backup]\nkeep = true\n", "line 2: backup.keep"),
        ("\ncountry = 33\n", "line 2: country has to be a text in quotes"),
        ("cadence = 3\n", "line 1: cadence has to be a table"),
        (b"\xff", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_stops_every_command(
    netcli: Netcli, file: Path, text: str | bytes, says: str
) -> None:
    """78 with the line, before anything is written; help, version, path and edit work all the same."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())

    assert says in netcli("add Ana", code=78).err
    assert says in netcli("config get", code=78).err
    for line in ("--version", "config path", "help file", "completion show bash"):
        netcli(line)


def test_an_unknown_key_is_warned_of_once(netcli: Netcli, file: Path) -> None:
    """The command goes on; --quiet is quiet."""
    file.write_text("colour = 'never'\n[zoo]\na = 1\n[backup]\nhow = 1\n")

    assert netcli("list").err.startswith(f"{file}: no key colour, zoo, backup.how  ->  ")
    assert netcli("list").err.count("no key") == 1
    assert "no key" not in netcli("list --quiet").err
    assert spawn("sh", db=netcli.db, env={"_NETCLI_COMPLETE": "1"}).stderr == ""


def test_a_file_that_cannot_be_changed_safely_is_left_alone(netcli: Netcli, file: Path) -> None:
    """An inline table is for the editor: 78, and the hint says how to open it."""
    file.write_text("backup = {keep = 1}\n")

    assert "config edit" in netcli("config set backup.keep 2", code=78).err
    assert file.read_text() == "backup = {keep = 1}\n"


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    """Make an editor that changes the text `t` of its file."""
    script = tmp_path / "editor.py"
    script.write_text(
        f"import sys, pathlib\np = pathlib.Path(sys.argv[-1]); t = p.read_text()\n{change}\np.write_text(t)\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")


def test_the_editor_gets_a_template_and_its_changes_are_taken(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    """Every key as a comment; taking a # away sets it. Nothing changed: nothing made."""
    assert "nothing changed" in netcli("config edit").out
    assert not file.exists()

    editor(tmp_path, monkeypatch, "t = ''.join(l[2:] if ' = ' in l else l for l in t.splitlines(True))")
    netcli("config edit")

    assert set(origins(netcli)) >= {"me", "date_order", "cadence.close"}
    assert origins(netcli)["backup.keep"][0] == 10
    assert list((tmp_path / "data/netcli/drafts").iterdir()) == []


def test_a_mistake_in_the_editor_keeps_the_draft(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    """Without a terminal 65 and the draft's path; the file stays as it was. A broken file can be mended."""
    file.write_text("color = 3\n")
    editor(tmp_path, monkeypatch, "t += 'me = 5\\n'")

    error = netcli("config edit", code=65).err

    assert file.read_text() == "color = 3\n"
    assert next((tmp_path / "data/netcli/drafts").iterdir()).name in error
    editor(tmp_path, monkeypatch, "t = 'color = \"never\"\\n'")
    netcli("config edit")
    assert file.read_text() == 'color = "never"\n'


def test_me_names_the_owner_of_a_new_file(netcli: Netcli, file: Path) -> None:
    """In place of the login's name."""
    file.write_text("me = 'Ana  Pires'\n")
    netcli.db.unlink()

    netcli("add Bo")

    assert netcli("show me --json").json["person"]["name"] == "Ana Pires"


def test_colour_and_pager_are_those_configured(netcli: Netcli, tmp_path: Path, file: Path) -> None:
    """A page on a terminal is coloured unless it is told not to be; a long one goes through the pager."""
    for number in range(30):
        netcli(f"add 'Person Number{number}'")
    netcli("add Ana")
    file.write_text(f"pager = \"sh -c 'cat >{tmp_path}/paged'\"\n")

    assert "\x1b[" in on_terminal(netcli, "show", "ana")
    assert "\x1b[" not in on_terminal(netcli, "show", "ana", "--color", "never")
    assert "\x1b[" not in on_terminal(netcli, "show", "ana", env={"NO_COLOR": "1"})
    assert "\x1b[" in on_terminal(netcli, "show", "ana", "--color=always", env={"NO_COLOR": "1"})
    assert on_terminal(netcli, "list", "--quiet") == ""
    assert "Number29" in (tmp_path / "paged").read_text()


def on_terminal(netcli: Netcli, *words: str, env: dict[str, str] | None = None) -> str:
    """Run a command on a terminal of 24 lines and return what it shows."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "capture_output": False}
    spawn(*words, db=netcli.db, env={"TERM": "xterm", **(env or {})}, **streams)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:
        pass
    os.close(ours)
    return shown.decode()


@pytest.mark.parametrize(
    ("locale", "order", "day", "said"),
    [
        ("fr_FR.UTF-8", None, "2026-04-03", "(day first, from your locale fr_FR; netcli config set date_order mdy)"),
        ("en_US", None, "2026-03-04", "(month first, from your locale en_US; netcli config set date_order dmy)"),
        ("fr_FR", "mdy", "2026-03-04", ""),
        ("C", "dmy", "2026-04-03", ""),
        ("C", None, None, ""),
        ("sv_SE", None, None, ""),
        ("fr_FR", "ymd", None, ""),
    ],
)
def test_a_date_with_two_readings_is_settled_and_told(
    netcli: Netcli, monkeypatch: pytest.MonkeyPatch, locale: str, order: str | None, day: str | None, said: str
) -> None:
    """By the file in silence, by the locale with a word on stderr; else both readings are told and nothing written."""
    monkeypatch.setenv("LC_ALL", locale)
    if order:
        netcli(f"config set date_order {order}")
    netcli("add Ana")

    for line in ("note ana text --on 03/04/2026", "edit ana --birthday 03/04/2026 --set met_on=03/04/2026"):
        ran = netcli(line, code=0 if day else 65)
        assert ran.err.count("read as") == bool(said)
        assert said in ran.err
        assert day or "2026-03-04 or 2026-04-03" in ran.err

    kept = netcli("show ana --json").json["person"]
    assert (kept["birthday"], kept["met_on"]) == (day, day)
    assert [remark["on"] for remark in kept["remarks"]] == ([day] if day else [])


def test_a_date_in_words_of_the_locale_names_the_day(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is told with the name of its month."""
    monkeypatch.setenv("LC_ALL", "fr_FR")
    netcli("add Ana")

    assert netcli("note ana text --on 03/04/2026").err.startswith("03/04/2026 read as 3 April 2026 (day first")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("add Bo --on yesterday", "met Sun 2026-03-01"),
        ("add Bo --on 2019", "met 2019"),
        ("link ana cy --on 'last friday'", "as of Fri 2026-02-27"),
        ("note ana text --on 2026-02", "noted on Ana, 2026-02"),
        ("note ana text", "noted on Ana, Mon 2026-03-02"),
        ("position add ana --org Helix --from '4 march 2025' --to 2025-12", "Tue 2025-03-04 to 2025-12"),
        ("position end ana --on yesterday", "Sun 2026-03-01"),
        ("position edit ana kestrel --from 2020-01-01", "Wed 2020-01-01 to now"),
        ("group add board ana --since '4 march 2024'", "put Ana in board since Mon 2024-03-04"),
        ("edit ana --birthday '4 march' --set met_on=yesterday", "birthday: --03-04; met on: Sun 2026-03-01"),
        ("edit ana --event 'wedding: 4 march 2010'", "event: wedding: Thu 2010-03-04"),
    ],
)
def test_the_date_that_was_understood_is_repeated(
    netcli: Netcli, monkeypatch: pytest.MonkeyPatch, line: str, told: str
) -> None:
    """A day with its weekday, on the page and in the list of operations; in a pipe words are answered on stderr."""
    netcli("add Ana --org Kestrel")
    netcli("add Cy")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    page = netcli(line).out

    assert told.lower() in " ".join(page.lower().split())
    monkeypatch.delenv("NETCLI_FORCE_TTY")
    assert told in netcli("operations --json").json[0]["did"]


def test_in_a_pipe_words_are_answered_with_the_day(netcli: Netcli) -> None:
    """What was typed as it is kept needs no answer."""
    netcli("add Ana")

    assert netcli("note ana text --on yesterday").err == "yesterday: Sun 2026-03-01\n"
    assert netcli("edit ana --birthday '4 march'").err == "4 march: --03-04\n"
    assert netcli("note ana text --on 2026-03-01").err == ""
