"""Which file is the newest of a pattern, and what is remembered of those that were read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netcli.importing.files import FileSeen, are_older, are_same, newest, seen


def make(path: Path, day: int) -> Path:
    """Make a file as if on a day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(path.name)
    os.utime(path, (1_700_000_000 + 86_400 * day,) * 2)
    return path


def test_the_newest_match_is_the_one_written_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is called; a home folder, any depth, and marks in a name that is there are understood."""
    monkeypatch.setenv("HOME", str(tmp_path))
    make(tmp_path / "a/z.csv", 1)
    new = make(tmp_path / "a/a.csv", 2)
    deep = make(tmp_path / "a/b/c/deep.csv", 3)
    odd = make(tmp_path / "a/list [1].txt", 1)

    assert newest("~/a/*.csv") == new
    assert newest("~/a/**/*.csv") == deep
    assert newest(str(odd)) == odd
    assert newest("~/a/*.pdf") is None
    assert newest("~/nowhere/x.csv") is None
    assert newest("~nobody-of-that-name/*.csv") is None


def test_a_folder_is_as_old_as_the_newest_in_it(tmp_path: Path) -> None:
    """Of two folders of cards that one is read to which a card was added last."""
    make(tmp_path / "one/a.vcf", 3)
    make(tmp_path / "two/a.vcf", 9)
    (tmp_path / "two/b.vcf").symlink_to(tmp_path / "gone.vcf")
    for name in ("one", "two"):
        os.utime(tmp_path / name, (1_700_000_000,) * 2)

    assert newest(str(tmp_path / "*")) == tmp_path / "two"
    assert newest(str(tmp_path / "t*")) == tmp_path / "two"


def test_files_are_remembered_by_content_and_time(tmp_path: Path) -> None:
    """The name counts for nothing, the order neither; what is no file has no time."""
    one, two = make(tmp_path / "one.csv", 1), make(tmp_path / "two.csv", 2)
    read = seen([(str(one), b"x"), (str(two), b"yy")])

    assert [(file.name, file.size, file.modified) for file in read] == [
        ("one.csv", 1, "2023-11-15T22:13:20Z"),
        ("two.csv", 2, "2023-11-16T22:13:20Z"),
    ]
    assert are_same(read, seen([("elsewhere", b"yy"), ("stdin", b"x")]))
    assert not are_same(read, read[:1])
    assert seen([("stdin", b"")])[0].modified is None


@pytest.mark.parametrize(
    ("one", "other", "older"),
    [("1", "2", True), ("2", "1", False), ("1", "1", False), (None, "1", False), ("1", None, False)],
)
def test_files_are_older_when_it_is_certain(one: str | None, other: str | None, older: bool) -> None:
    """Without a time on either side they may be anything."""
    files = [(FileSeen("a", 1, "x", stamp),) for stamp in (one, other)]

    assert are_older(*files) is older
    assert not are_older((), files[1])
