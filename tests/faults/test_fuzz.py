"""Spoilt files: whatever is in a file, reading it ends with people or with an error of ours, soon, in little memory."""

from __future__ import annotations

import resource
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from time import process_time
from types import FrameType

import pytest

from netcli import cli
from netcli.errors import NetcliError
from netcli.importing.archive import zip_bytes
from netcli.importing.formats import FORMATS, recognise
from netcli.importing.formats.vcard import read as read_cards
from netcli.importing.mail_reading import read_mail, read_stream
from netcli.importing.pipeline import Request, gather
from tests._figures import figure, reach
from tests.faults._kit import run, sizes, stamp, unsound
from tests.faults._mutate import mutated, mutated_zip
from tests.faults._seeds import FOLDERS, seeds_of

soak = pytest.mark.soak
BUG = 70
CAP_SECONDS = 60
#: Under which bar a format counts; rows count in tables, files elsewhere.
BARS = {
    "vcard": "vcard",
    "mail": "mail",
    "calendar": "mail",
    "contacts": "table",
    "linkedin": "table",
    "sheet": "table",
    "ties": "table",
}
#: Units to read of each format: in `make test`, and in `make soak`.
COUNTS = {
    "vcard": (400, 100_000), "mail": (200, 10_000), "contacts": (600, 40_000), "linkedin": (300, 10_000),
    "netcli": (30, 1_500), "monica": (60, 5_000), "facebook": (100, 5_000),
}  # fmt: skip
FEW, MANY = 100, 4_000
#: What is said beside the file, so that something of it is imported.
OPTIONS = {"ties": ("--create-people", "all"), "sheet": ("--known-by", "me")}


class TooSlow(BaseException):
    """Reading one file took longer than any should."""


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    """Break off what takes longer; 0 for never."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read_mailbox(data: bytes) -> None:
    read_stream("box.mbox", BytesIO(data))


def read_vcards(data: bytes) -> None:
    gather(Request((("book.vcf", data),), "vcard"))
    if len(data) % 8 == 0 and len(data) < 5_000:
        assert read_cards(data) == read_cards(data, careful=True)


def read_as(form: str) -> Callable[[bytes], None]:
    """Return how a file of a format is read, up to what it says of people."""
    own: dict[str, Callable[[bytes], None]] = {"mail": read_mailbox, "vcard": read_vcards}
    return own.get(form, lambda data: gather(Request((("file", data),), form)) and None)


def rows(data: bytes) -> int:
    """Return how many rows a table has; what was doubled many times counts as ten."""
    return min(10, max(1, data.count(b"\n")))


def told(act: Callable[[bytes], None], data: bytes, cap: int) -> str:
    """Return what went wrong in reading a file: nothing, if it was read, or refused as we refuse."""
    try:
        with no_longer_than(cap):
            act(data)
    except NetcliError as error:
        return "" if error.code != BUG else repr(error)
    except TooSlow:
        return "too slow"
    except Exception:  # noqa: BLE001 - what no reader may let out is what is looked for
        return "".join(traceback.format_exc().splitlines(keepends=True)[-4:])
    return ""


def read_all(bar: str, make: Callable[[int], bytes], act: Callable[[bytes], None], units: Callable[[bytes], int], count: int, cap: int) -> None:  # fmt: skip
    """Read spoilt files until so many units are read, and hold them to their bar."""
    wrong, slowest, done, number = list[str](), (0.0, 0), 0, 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    while done < count:
        data = make(number)
        began = process_time()
        if trouble := told(act, data, cap):
            wrong.append(f"number {number}: {trouble}")
        slowest = max(slowest, (process_time() - began, number))
        done, number = done + units(data), number + 1
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    reach(bar, done, bad={"tracebacks": len(wrong)}, most={"s for the slowest": slowest[0]})
    figure(
        f"{bar}: {number:,} files; the slowest took {slowest[0]:.2f} s (number {slowest[1]}); memory grew by {grown} MB"
    )
    assert wrong[:5] == []


CASES = [
    pytest.param(form, COUNTS.get(form.name, (FEW, MANY))[at], cap, id=f"{form.name}-{size}", marks=marks)
    for form in FORMATS
    for at, cap, size, marks in ((0, 0, "few", ()), (1, CAP_SECONDS, "many", soak))
]


@pytest.mark.parametrize(("form", "count", "cap"), CASES)
def test_a_spoilt_file_is_read_or_refused(form: object, count: int, cap: int) -> None:
    """By every registered format; by the one that recognises it, and by the one it was before it was spoilt."""
    name = form.name
    seeds = seeds_of(name)
    assert seeds, f"put a made-up file of {name} into SEEDS of tests/faults/_seeds.py, or beside the other samples"
    read_it = read_as(name)

    def act(data: bytes) -> None:
        recognise(data, "file")
        read_it(data)

    bar = BARS.get(name, "other")
    read_all(bar, lambda n: mutated(seeds, n), act, rows if bar == "table" else lambda _: 1, count, cap)


def read_zip(data: bytes) -> None:
    files = zip_bytes("archive.zip", data)
    if files:
        gather(Request(files))


@pytest.mark.parametrize(("count", "cap"), [(150, 0), pytest.param(8_000, CAP_SECONDS, marks=soak)])
def test_a_spoilt_zip_is_read_or_refused(count: int, cap: int) -> None:
    """Its members spoilt, or its directory, or its names; of LinkedIn, of Facebook, of mail."""
    read_all("zip", lambda n: mutated_zip(FOLDERS, n), read_zip, lambda _: 1, count, cap)


@pytest.mark.parametrize(("count", "cap"), [(50, 0), pytest.param(2_000, CAP_SECONDS, marks=soak)])
def test_a_spoilt_zip_of_mail_is_read_or_refused(count: int, cap: int, tmp_path: Path) -> None:
    """From the disk, as mail is."""
    path = tmp_path / "mail.zip"

    def act(data: bytes) -> None:
        path.write_bytes(data)
        read_mail([path], lambda *_: None)

    read_all("zip", lambda n: mutated_zip(FOLDERS[2:], n), act, lambda _: 1, count, cap)


@pytest.mark.parametrize("each", [4, pytest.param(170, marks=soak)])
@pytest.mark.parametrize("form", sorted(form.name for form in FORMATS))
def test_a_spoilt_file_is_imported_or_refused(
    form: str, each: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the whole command: in a dry run that leaves the file alone, then in earnest; the file stays sound."""
    new, db, path = (tmp_path / name for name in ("new.db", "t.db", "spoilt"))
    assert run("init", "--name", "Sam Moreau", "--email", "sam@example.org", "--yes", db=new).returncode == 0
    wrong, unsound_ones, most_operations = list[str](), list[str](), 0
    for number in range(1_000_000, 1_000_000 + each):
        if number % 10 == 0:
            shutil.copy(new, db)  # else what was imported before is there to be met again
        path.write_bytes(mutated(seeds_of(form), number))
        before = stamp(db)
        for more in (("--dry-run",), ()):
            words = ("import", str(path), "--source", form, *OPTIONS.get(form, ()), *more)
            code = cli.run(["--db", str(db), "--no-input", "--yes", *words])
            out, err = capsys.readouterr()
            if code == BUG or "Traceback" in out + err:
                wrong.append(f"{form} number {number}: {err}")
            if more and stamp(db) != before:
                unsound_ones.append(f"{form} number {number}: a dry run has written")
        unsound_ones += [f"{form} number {number}: {fault}" for fault in unsound(db)]
        most_operations = max(most_operations, sizes(db)["operation"])
    reach("import", each, bad={"tracebacks": len(wrong), "files unsound": len(unsound_ones)})
    assert wrong == []
    assert unsound_ones == []
    assert most_operations > 1 or each < 100, "nothing of it was ever imported"
