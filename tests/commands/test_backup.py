"""`netcli backup`: copies that are read again before they count, and a file that can be put back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from netcli.commands import _session
from netcli.storage import open_writer
from tests.conftest import Netcli


def listed(netcli: Netcli, *more: str) -> list[dict[str, Any]]:
    """Return what `backup --list` tells."""
    return netcli("backup", "--list", *more, "--json").json


def made(netcli: Netcli, *words: str) -> Path:
    """Make a backup and return its path."""
    return Path(netcli("backup", *words, "--json").json["path"])


def content(path: Path) -> str:
    """Return all that a file holds, as SQL; a copy has its views in another order."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(sorted(connection.iterdump()))


def test_a_backup_holds_all_and_its_manifest_says_what(netcli: Netcli) -> None:
    """The copy has every row; the manifest counts them, and has the hash of the copy; the file is not touched."""
    netcli("add Ana --note text")
    before = netcli.db.read_bytes()

    copy = made(netcli)

    told = json.loads(copy.with_name(f"{copy.name}.json").read_text())
    assert content(copy) == content(netcli.db)
    assert netcli.db.read_bytes() == before
    assert copy.parent == netcli.db.parent / "backups"
    assert (told["file"], told["backup"], told["schema"]) == ("t.db", copy.name, 5)
    assert (told["sha256"], told["size"]) == (sha256(copy.read_bytes()).hexdigest(), copy.stat().st_size)
    assert (told["rows"]["person"], told["rows"]["remark"], told["rows"]["operation"]) == (2, 1, 3)


def test_backups_are_their_owners_alone(netcli: Netcli) -> None:
    """The folder 0700, the copy and its manifest 0600, whatever the umask."""
    copy = made(netcli)

    assert copy.parent.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in copy.parent.iterdir()] == [0o600, 0o600]


def test_only_the_newest_are_kept_and_nothing_else_is_deleted(netcli: Netcli) -> None:
    """`backup.keep` of them; a file that somebody put there, or changed, or that is of another file, stays."""
    netcli("config set backup.keep 2")
    first = made(netcli)
    beside = [first.with_name(name) for name in ("mine.db", "other.db", "other.db.json", "t-1.db")]
    for path in beside:
        path.write_text("of somebody")
    changed = made(netcli)
    changed.write_bytes(changed.read_bytes() + b"more")

    names = [made(netcli).name for _ in range(4)]

    assert {one["name"] for one in listed(netcli)} == {*names[-2:], changed.name}
    assert not first.exists()
    assert all(path.exists() for path in beside)
    assert not list(first.parent.glob("*.part"))


def test_backups_within_a_second_have_names_of_their_own(netcli: Netcli) -> None:
    """And are listed newest first all the same."""
    names = [made(netcli).name for _ in range(5)]

    assert len(set(names)) == 5
    assert [one["name"] for one in listed(netcli)] == names[::-1]


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-4096]), "bytes, and had"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b"text", b"tEXt")), "not those that were written"),
    ],
)
def test_check_finds_a_backup_that_no_longer_holds(netcli: Netcli, harm: Callable[[Path], object], says: str) -> None:
    """Cut off, or a byte changed that SQLite would not notice: told, with 1; without --check nobody looks."""
    netcli("add Ana --note text")
    bad, good = made(netcli), made(netcli)
    harm(bad)

    ran = netcli("backup --check --json", code=1)

    assert {one["name"]: one["state"] == "ok" for one in ran.json} == {bad.name: False, good.name: True}
    assert says in ran.out
    assert bad.name in ran.err
    assert [one["state"] for one in listed(netcli)] == [None, None]


def test_a_list_has_fields_a_limit_and_a_hint(netcli: Netcli) -> None:
    """As other lists have them."""
    assert "netcli backup makes one" in netcli("backup --list").err
    copy = made(netcli)
    made(netcli)

    assert netcli("backup --list --fields name,people --limit 2").out.splitlines()[1] == f"{copy.name}\t0"
    assert netcli("backup --list --limit 1 --format '{why}'").out == "made by hand\n"
    assert [one["age_days"] for one in listed(netcli)] == [0, 0]


def test_a_backup_goes_to_a_folder_a_file_or_a_pipe(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a manifest beside it; what is there already stays; nothing is left of what went through the pipe."""
    netcli("add Ana")
    folder, file = tmp_path / "stick", tmp_path / "copy.db"
    folder.mkdir()

    assert made(netcli, "--to", str(folder)).parent == folder
    assert made(netcli, "--to", str(file)) == file
    assert "--to takes another name" in netcli("backup", "--to", str(file), code=73).err
    assert listed(netcli) == []
    assert len(list(folder.iterdir())) == 2
    assert content(file) == content(netcli.db)
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    assert "terminal" in netcli("backup --to -", code=2).err
    assert list(tmp_path.glob(".*.part")) == []


def test_the_bytes_in_the_pipe_are_a_file(netcli: Netcli) -> None:
    """What `--to -` writes can be opened."""
    from tests.conftest import spawn

    ran = spawn("backup", "--to", "-", db=netcli.db, text=False)
    copy = netcli.db.with_name("piped.db")
    copy.write_bytes(ran.stdout)

    assert content(copy) == content(netcli.db)
    assert sha256(copy.read_bytes()).hexdigest().encode() in ran.stderr


def test_a_backup_is_put_back_and_the_file_as_it_was_is_kept(netcli: Netcli) -> None:
    """It asks; a dry run writes nothing; the line it prints brings the later file back."""
    netcli("add Ana")
    then, copy = content(netcli.db), made(netcli)
    netcli("add Bo")
    now, before = content(netcli.db), netcli.db.read_bytes()

    assert "--yes" in netcli("backup", "--restore", copy.name, code=2).err
    dry = netcli("backup", "--restore", copy.stem, "--dry-run", "--json").json
    assert (dry["people"], dry["people_now"], dry["saved"]) == (1, 2, None)
    assert netcli.db.read_bytes() == before
    assert len(listed(netcli)) == 1

    back = netcli("backup", "--restore", copy.name, "--yes", "--json").json
    assert content(netcli.db) == then
    netcli(f"{back['saved'].removeprefix('netcli ')} --yes")
    assert content(netcli.db) == now


def test_the_way_back_names_the_file(netcli: Netcli, tmp_path: Path) -> None:
    """Whoever said --db gets lines that work when they are typed as they stand, blanks in the path or not."""
    other = tmp_path / "my file.db"
    netcli("--db", str(other), "add", "Ana")
    netcli("--db", str(other), "backup")
    [copy] = (tmp_path / "backups").glob("my file*.db")

    saved = netcli("--db", str(other), "backup", "--restore", copy.name, "--yes", "--json").json["saved"]

    assert saved.startswith(f"netcli --db '{other}' backup --restore 'my file")
    netcli(f"{saved.removeprefix('netcli ')} --yes")
    other.write_bytes(other.read_bytes()[:5000])
    told = json.loads(netcli("--db", str(other), "doctor", "--json", code=1).out)
    lines = {one["command"] for one in told["findings"]}
    assert any(line and line.startswith(f"netcli --db '{other}' backup --restore 'my file") for line in lines)


def test_the_oldest_backup_is_not_thinned_out_while_it_is_put_back(netcli: Netcli) -> None:
    """The backup of the present file makes one too many: the one that is being put back stays."""
    netcli("config set backup.keep 1")
    netcli("add Ana")
    copy = made(netcli)
    netcli("add Bo")

    netcli("backup", "--restore", copy.name, "--yes")

    assert copy.exists()
    assert netcli("list --format '{handle}'").out == "ana\n"


@pytest.mark.parametrize("harm", ["damaged", "text", "newer", "gone"])
def test_a_file_that_cannot_be_opened_is_kept_aside(netcli: Netcli, harm: str) -> None:
    """Damaged, overwritten by something else, of a newer netcli, gone: the backup takes its place, its bytes stay."""
    netcli("add Ana")
    then, copy = content(netcli.db), made(netcli)
    whole = netcli.db.read_bytes()
    spoiled = (
        {"damaged": whole[:5000], "text": b"shopping list\n" * 80, "newer": whole}[harm] if harm != "gone" else b""
    )
    netcli.db.write_bytes(spoiled)
    if harm == "newer":
        with closing(sqlite3.connect(netcli.db)) as connection:
            connection.execute("PRAGMA user_version = 999")
        spoiled = netcli.db.read_bytes()
    if harm == "gone":
        netcli.db.unlink()
    netcli.db.with_name("t.db-journal").write_bytes(b"a journal that must not be played into the backup")

    back = netcli("backup", "--restore", copy.name, "--yes", "--json").json

    assert content(netcli.db) == then
    assert back["people_now"] is None
    assert Path(back["saved"]).read_bytes() == spoiled
    assert not netcli.db.with_name("t.db-journal").exists()


def test_damage_names_the_newest_backup_that_is_good(netcli: Netcli) -> None:
    """In the error of any command, with what to type; a backup that is itself damaged is passed over."""
    netcli("add Ana")
    good, bad = made(netcli), made(netcli)
    bad.write_bytes(bad.read_bytes()[:-1])
    netcli.db.write_bytes(netcli.db.read_bytes()[:5000])

    told = netcli("list", code=65).err

    assert f"netcli backup --restore {good.name}" in told
    assert told.count("\n") == 1
    netcli("backup", "--restore", good.name, "--yes")
    assert netcli("list").out.startswith("2\tana")


@pytest.mark.parametrize("words", ["nonsense", "{bad}", "{self}", "{text}"])
def test_what_is_no_good_backup_is_refused(netcli: Netcli, tmp_path: Path, words: str) -> None:
    """A name that is none, a copy that does not hold, the file itself, a file of something else: nothing is changed."""
    netcli("add Ana")
    bad, text = made(netcli), tmp_path / "text.txt"
    bad.write_bytes(bad.read_bytes()[:-1])
    text.write_text("not a netcli file " * 100)
    before = netcli.db.read_bytes()

    ran = netcli("backup", "--restore", words.format(bad=bad.name, self=netcli.db, text=text), "--yes", code=None)

    assert ran.code in (2, 3, 65)
    assert "netcli backup" in ran.err
    assert netcli.db.read_bytes() == before
    assert len(listed(netcli)) == 1


def test_an_older_backup_is_brought_up_to_date_when_it_is_used(netcli: Netcli, tmp_path: Path) -> None:
    """A copy with tables of an earlier version can be put back: the next command migrates it, after another backup."""
    from netcli.schema import MIGRATIONS, migrate

    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        migrate(connection, MIGRATIONS[:-1])
        connection.execute("COMMIT")
        connection.execute("INSERT INTO person (handle, uid, name) VALUES ('old-friend', 'u', 'Old Friend')")

    netcli("backup", "--restore", str(old), "--yes")

    assert "old-friend" in netcli("list --all").out
    assert any("update of the tables" in one["why"] for one in listed(netcli))


def test_a_file_and_a_link_to_it_share_their_backups(netcli: Netcli) -> None:
    """They lie beside the file."""
    link = netcli.db.parent / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(netcli.db)
    copy = made(netcli)
    netcli.db = link

    assert [one["name"] for one in listed(netcli)] == [copy.name]
    netcli("backup", "--restore", copy.name, "--yes")
    assert link.is_symlink()


def cards(path: Path, count: int) -> str:
    """Write so many cards and return the path."""
    path.write_text("".join(f"BEGIN:VCARD\nVERSION:3.0\nUID:{n}\nFN:P{n} Q\nEND:VCARD\n" for n in range(count)))
    return str(path)


def test_a_large_import_backs_the_file_up_first(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As large as LARGE_IMPORT, into a file with people; not a smaller one, a dry run, or one that brings nothing new."""
    monkeypatch.setattr(_session, "LARGE_IMPORT", 6)
    netcli("import", cards(tmp_path / "empty.vcf", 8), "--source", "a")
    assert listed(netcli) == []
    netcli("import", cards(tmp_path / "small.vcf", 5), "--source", "b")
    netcli("import", cards(tmp_path / "large.vcf", 9), "--source", "c", "--dry-run")
    assert listed(netcli) == []
    before = content(netcli.db)

    told = netcli("import", str(tmp_path / "large.vcf"), "--source", "c").err
    netcli("import", str(tmp_path / "large.vcf"), "--source", "c")

    [copy] = listed(netcli)
    assert copy["name"] in told
    assert copy["why"] == "before a large import"
    assert content(Path(copy["path"])) == before


def test_an_import_that_cannot_be_backed_up_does_not_happen(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In place of the folder there is a file: one line, and nothing was imported."""
    netcli("add Ana")
    monkeypatch.setattr(_session, "LARGE_IMPORT", 3)
    (tmp_path / "backups").write_text("in the way")
    before = netcli.db.read_bytes()

    ran = netcli("import", cards(tmp_path / "c.vcf", 9), code=73)

    assert "backups" in ran.err
    assert ran.err.count("\n") == 1
    assert netcli.db.read_bytes() == before


def test_a_damaged_file_makes_no_backup_and_drives_out_none(netcli: Netcli) -> None:
    """What SQLite cannot read whole is not copied, and the good ones stay."""
    netcli("config set backup.keep 1")
    netcli("add Ana")
    copy = made(netcli)
    with open_writer(netcli.db) as store:
        root = int(store.value("SELECT rootpage FROM sqlite_master WHERE name = 'person'"))
    data = bytearray(netcli.db.read_bytes())
    data[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    netcli.db.write_bytes(data)

    assert copy.name in netcli("backup", code=65).err
    assert [one["name"] for one in listed(netcli, "--check")] == [copy.name]
    netcli.db.unlink()


@pytest.mark.parametrize(("field", "value"), [("at", 5), ("size", "big"), ("rows", []), ("sha256", None)])
def test_a_manifest_that_is_none_is_nobodys(netcli: Netcli, field: str, value: object) -> None:
    """It stops neither backups nor the doctor, and what it lies beside is not deleted."""
    netcli("add 'Ana Pires'")
    netcli("backup")
    (manifest,) = (netcli.db.parent / "backups").glob("*.json")
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), field: value}))

    netcli("backup")
    netcli("doctor", code=None)

    assert manifest.with_suffix("").exists()
    assert len(listed(netcli)) == 1
