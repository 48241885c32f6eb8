"""Photos: kept apart from the person, by the digest of their bytes."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcli.domain.photo import MOST_BYTES, read_picture, size_told
from netcli.errors import BadInputError
from netcli.storage import open_reader
from tests.conftest import Netcli, spawn

PICTURES = {
    "a.jpg": b"\xff\xd8\xff\xe0 made up",
    "b.png": b"\x89PNG\r\n\x1a\n made up",
    "c.gif": b"GIF89a made up",
    "d.webp": b"RIFF\x10\x00\x00\x00WEBPVP8 made up",
}
KINDS = {"a.jpg": "image/jpeg", "b.png": "image/png", "c.gif": "image/gif", "d.webp": "image/webp"}


@pytest.fixture
def ana(netcli: Netcli, tmp_path: Path) -> Netcli:
    """Return a runner on a file with Ana and Bo; the pictures lie in the test's folder."""
    netcli("add 'Ana Pires <ana@example.org>'")
    netcli("add 'Bo Lind'")
    for name, data in PICTURES.items():
        (tmp_path / name).write_bytes(data)
    return netcli


def kept(netcli: Netcli) -> set[bytes]:
    """Return the pictures on file."""
    with open_reader(netcli.db) as store:
        return set(store.column("SELECT data FROM attachment"))


def photo(netcli: Netcli, person: str = "ana") -> str | None:
    """Return the digest that a person carries."""
    found: str | None = netcli(f"show {person} --json").json["person"]["photo"]
    return found


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_comes_out_as_it_went_in(ana: Netcli, tmp_path: Path, name: str) -> None:
    """Kept by its SHA-256 with the media type that its bytes tell, whatever the file is called."""
    odd = tmp_path / "picture"
    odd.write_bytes(PICTURES[name])

    ana(f"edit ana --photo {odd}")

    digest = hashlib.sha256(PICTURES[name]).hexdigest()
    facts = {"digest": digest, "media_type": KINDS[name], "size": len(PICTURES[name])}
    assert photo(ana) == digest
    assert ana("show ana --json").json["picture"] == ana("export photo ana --json").json == facts
    ana(f"export photo ana -o {tmp_path}/out")
    assert (tmp_path / "out").read_bytes() == PICTURES[name]
    assert spawn("export", "photo", "ana", db=ana.db, text=False).stdout == PICTURES[name]


def test_a_picture_is_never_written_over_a_file_nor_to_a_terminal(
    ana: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--force replaces a file; for a terminal the line with a name for the file is given."""
    ana(f"edit ana --photo {tmp_path}/b.png")
    ana(f"export photo ana -o {tmp_path}/c.gif", code=73)
    ana(f"export photo ana -o {tmp_path}/c.gif --force")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    ran = ana("export photo ana", code=2)

    assert (tmp_path / "c.gif").read_bytes() == PICTURES["b.png"]
    assert ran.out == ""
    assert "netcli export photo ana-pires -o ana-pires.png" in ran.err


def test_a_photo_is_named_without_being_loaded(ana: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says what it is and how large; the operation and the history say so too, never the digest."""
    (tmp_path / "large.jpg").write_bytes(PICTURES["a.jpg"] + bytes(24_000))

    did = ana(f"edit ana --photo {tmp_path}/large.jpg --json").json["did"]

    assert did == "edited Ana Pires: photo: JPEG, 24 kB"
    assert ana("history ana --json").json["entries"][0]["changes"] == ['~ photo: nothing -> "JPEG, 24 kB"']
    assert "picture\timage/jpeg\t24012\n" in ana("show ana").out
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    assert "photo  JPEG, 24 kB\n" in ana("show ana").out


@pytest.mark.parametrize("off", ["--drop photo", "--photo ''", "--set photo="])
def test_a_photo_is_taken_off_and_comes_back(ana: Netcli, tmp_path: Path, off: str) -> None:
    """As any other field is emptied; undo and redo find the picture still kept."""
    ana(f"edit ana --set photo={tmp_path}/a.jpg")
    ana(f"edit ana {off}")
    assert photo(ana) is None
    assert ana("show ana --json").json["picture"] is None

    ana("undo")
    assert photo(ana) is not None
    ana("undo")
    assert photo(ana) is None
    ana("redo")
    ana(f"export photo ana -o {tmp_path}/out")

    assert (tmp_path / "out").read_bytes() == PICTURES["a.jpg"]
    assert kept(ana) == {PICTURES["a.jpg"]}


def test_the_same_picture_is_kept_once(ana: Netcli, tmp_path: Path) -> None:
    """Two people may have it; the same again changes nothing; a dry run keeps none."""
    ana(f"edit ana --photo {tmp_path}/a.jpg")
    ana(f"edit bo --photo {tmp_path}/a.jpg")

    assert "is as he was" in ana(f"edit bo --photo {tmp_path}/a.jpg").out
    assert ana(f"edit bo --photo {tmp_path}/b.png --dry-run --json").json["operation"] is None
    assert kept(ana) == {PICTURES["a.jpg"]}
    assert photo(ana, "ana") == photo(ana, "bo") != photo(ana, "me")


def test_the_form_leaves_the_photo_alone(ana: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Editing other fields in the editor neither shows nor loses it."""
    ana(f"edit ana --photo {tmp_path}/a.jpg")
    monkeypatch.setenv("EDITOR", f'sh -c \'cp "$0" {tmp_path}/seen; sed -i s/^headline:/headline:x/ "$0"\'')
    before = photo(ana)

    ana("edit ana")

    assert ana("show ana --json").json["person"]["headline"] == "x"
    assert photo(ana) == before
    assert "photo" not in (tmp_path / "seen").read_text()


def test_what_is_no_photo_is_refused(ana: Netcli, tmp_path: Path) -> None:
    """Other bytes, nothing, a folder, too much: one line with the cause and what to type next; nothing is kept."""
    (tmp_path / "text.jpg").write_text("not a picture")
    (tmp_path / "empty.png").touch()
    (tmp_path / "big.gif").write_bytes(b"GIF89a" + bytes(MOST_BYTES))
    (tmp_path / "just.gif").write_bytes(b"GIF89a" + bytes(MOST_BYTES - 6))

    for name, says in {
        "text.jpg": "text.jpg is not a picture: JPEG, PNG, GIF or WebP",
        "empty.png": "not a picture",
        "big.gif": "big.gif has 2,000,006 bytes; a photo has 2,000,000 at most (2 MB)",
        "": "is a folder",
    }.items():
        ran = ana(f"edit ana --photo {tmp_path}/{name}", code=65)
        assert (ran.out, ran.err.count("\n")) == ("", 1)
        assert says in ran.err
        assert "  ->  " in ran.err
    assert kept(ana) == set()
    ana(f"edit ana --photo {tmp_path}/just.gif")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no endless file")
def test_an_endless_file_is_not_read_to_its_end(ana: Netcli) -> None:
    """No more is read than a photo may have."""
    assert "2,000,001 bytes" in ana("edit ana --photo /dev/zero", code=65).err


@given(data=st.binary(max_size=40))
def test_other_bytes_are_no_picture(data: bytes) -> None:
    """Only the known beginnings make a picture, and its digest is that of all its bytes."""
    starts = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
    if data.startswith(starts) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP"):
        assert read_picture(data, "x").facts.digest == hashlib.sha256(data).hexdigest()
        return
    with pytest.raises(BadInputError):
        read_picture(data, "x")


def test_sizes_are_told_in_decimal_units() -> None:
    """Bytes, then whole kilobytes, then megabytes with one digit."""
    sizes = (0, 999, 1_000, 23_500, 999_499, 999_500, 1_949_999)

    assert [size_told(size) for size in sizes] == [
        "0 bytes",
        "999 bytes",
        "1 kB",
        "24 kB",
        "999 kB",
        "1.0 MB",
        "1.9 MB",
    ]


def test_a_purge_forgets_pictures_that_nobody_else_has(ana: Netcli, tmp_path: Path) -> None:
    """Former ones too; a picture that somebody else has, or that an undo would bring back to him, stays."""
    for name in ("a.jpg", "b.png", "c.gif", "d.webp"):
        ana(f"edit ana --photo {tmp_path}/{name}")
    ana(f"edit bo --photo {tmp_path}/b.png")
    ana(f"edit bo --photo {tmp_path}/c.gif")

    last = ana("operations --json").json[0]["id"]
    ana("remove ana --purge --yes")

    assert kept(ana) == {PICTURES["b.png"], PICTURES["c.gif"]}
    assert PICTURES["a.jpg"] not in ana.db.read_bytes()
    ana(f"undo {last}")
    assert photo(ana, "bo") == hashlib.sha256(PICTURES["b.png"]).hexdigest()
    ana("remove bo --purge --yes")
    assert kept(ana) == set()


@pytest.mark.parametrize(("own", "expected"), [("", "b.png"), ("a.jpg", "a.jpg")])
def test_a_merge_keeps_a_photo(ana: Netcli, tmp_path: Path, own: str, expected: str) -> None:
    """The survivor's own, else the other's; undo gives each his own back."""
    ana(f"edit bo --photo {tmp_path}/b.png")
    if own:
        ana(f"edit ana --photo {tmp_path}/{own}")
    before = photo(ana)

    ana("merge ana bo")

    assert photo(ana) == hashlib.sha256(PICTURES[expected]).hexdigest()
    ana("undo")
    assert (photo(ana), photo(ana, "bo")) == (before, hashlib.sha256(PICTURES["b.png"]).hexdigest())


def test_photos_and_groups_come_back_from_an_export(ana: Netcli, tmp_path: Path) -> None:
    """export json, import into a new file: the same picture, the same groups, the same export."""
    ana(f"edit ana --photo {tmp_path}/a.jpg")
    ana("group add board ana bo --role chair --since 2024")
    ana(f"export json -o {tmp_path}/e.json")
    first = json.loads((tmp_path / "e.json").read_text())
    shown = ana("group show board --json").json

    ana.db = tmp_path / "new.db"
    ana(f"import {tmp_path}/e.json")

    assert ana("export json").json == first
    assert ana("group show board --json").json == shown
    assert spawn("export", "photo", "ana", db=ana.db, text=False).stdout == PICTURES["a.jpg"]
    assert ana("list has:photo --fields handle").out == "ana-pires\n"
