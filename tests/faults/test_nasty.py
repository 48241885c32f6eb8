"""Files made to harm: bombs, floods, nests. Each is read or refused by a process of its own, soon, in little memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests._figures import figure, reach
from tests.faults._kit import said_in_one_line, stamp

soak = pytest.mark.soak
MB = 1_000_000
MOST_MB = 300
ALLOWED = {0, 2, 65}
#: Runs netcli and tells the largest memory it had, in kB; what getrusage tells begins with that of who spawned it.
PEAK = """import sys
from netcli import cli
code = cli.run(sys.argv[1:])
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(f"{code} {peak}", file=sys.__stderr__)"""


def card(*lines: bytes) -> bytes:
    return b"\r\n".join((b"BEGIN:VCARD", b"VERSION:3.0", b"FN:Ana Pires", *lines, b"END:VCARD", b""))


def packed(*members: tuple[str, bytes], level: int = 9) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


_HEADER = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"


def lying_zip() -> bytes:
    """Return a zip whose directory says of 300 MB that they are a thousand bytes."""
    data = bytearray(packed(("Connections.csv", _HEADER + b"," * 300 * MB)))
    size = (300 * MB + len(_HEADER)).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (1_000).to_bytes(4, "little")
    return bytes(data)


#: What each file is called, how it is made, and whether `make test` has the time for it.
NASTY: dict[str, tuple[str, Callable[[], bytes], bool]] = {
    "a photo of 16 MB": ("a.vcf", lambda: card(b"PHOTO;ENCODING=b:" + b"AAAA\r\n " * (16 * MB // 4)), False),
    "a line of 100 MB": ("a.vcf", lambda: card(b"NOTE:" + b"x" * 100 * MB), False),
    "a million properties": ("a.vcf", lambda: card(*[b"X-A:1"] * 1_000_000), False),
    "a million numbers": ("a.vcf", lambda: card(*(b"TEL:%d" % n for n in range(1_000_000))), False),
    "5,000 cards in each other": ("a.vcf", lambda: b"BEGIN:VCARD\r\nFN:Ana\r\n" * 5_000, True),
    "5,000 agents in each other": ("a.vcf", lambda: b"BEGIN:VCARD\r\nFN:Ana\r\nAGENT:\r\n" * 5_000, True),
    "5,000 calendars in each other": ("a.ics", lambda: b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" * 5_000, True),
    "a zip of zeros": ("a.zip", lambda: packed(("Connections.csv", _HEADER + b"\0" * 200 * MB)), False),
    "a zip of people": ("a.zip", lambda: packed(("Connections.csv", _HEADER + b"A,B,,,,,\r\n" * 20 * MB)), False),
    "a zip that lies": ("a.zip", lying_zip, False),
    "a zip of 60,000 names": ("a.zip", lambda: packed(*((f"{n}.csv", b"") for n in range(60_000)), level=1), False),
    "a zip of a mailbox of 400 MB": ("a.zip", lambda: packed(("a.mbox", b"From \nFrom: a@example.org\n\n" + b"x" * 400 * MB)), False),
    "a cell of 50 MB": ("a.csv", lambda: b'Name,Email\r\n"' + b"x" * 50 * MB + b'",a@example.org\r\n', False),
    "a quote that never ends": ("a.csv", lambda: b'Name,Email\r\n"' + b"a,b\r\n" * 4 * MB, False),
    "a header of a million columns": ("a.csv", lambda: b"Name,Email" + b",Phone" * 1_000_000 + b"\r\nAna,\r\n", False),
    "200,000 lists in each other": ("a.json", lambda: b'{"name":"a","emails":' + b"[" * 200_000, True),
    "a list of 10 million nothings": ("a.json", lambda: b"[" + b"null," * 10 * MB + b"null]", False),
    "a number of a million digits": ("a.json", lambda: b'{"name": "A", "emails": [], "id": ' + b"1" * MB + b"}", True),
    "headers of 100 MB": ("a.eml", lambda: b"From: a@example.org\r\nTo: " + b"b@example.org,\r\n " * (100 * MB // 17), False),
    "a message to a million people": ("a.eml", lambda: b"From: a@example.org\r\nTo: " + b"b@example.org, " * 1_000_000 + b"\r\n\r\n", False),
    "a million empty messages": ("a.mbox", lambda: b"From \nFrom: a@example.org\n\n" * 1_000_000, False),
    "a line of LDIF of 50 MB": ("a.ldif", lambda: b"dn: cn=Ana\ncn:: " + b"QUFB\n " * (50 * MB // 6), False),
    "an export of nests": ("a.json", lambda: json.dumps({"schema": 1, "people": [{"name": "A"}] * 200_000}).encode(), False),
}  # fmt: skip
CASES = [pytest.param(name, id=name, marks=() if NASTY[name][2] else soak) for name in NASTY]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the memory of a process so")
@pytest.mark.parametrize("name", CASES)
def test_a_nasty_file_is_read_or_refused_in_little_memory(name: str, tmp_path: Path, book: Path) -> None:
    """Within 300 MB, whatever it would grow to; the file of people stays as it was, and nothing is left beside it."""
    file, make, _ = NASTY[name]
    path = tmp_path / "in" / file
    path.parent.mkdir()
    path.write_bytes(make())
    before, beside = stamp(book), sorted(tmp_path.iterdir())

    began = time.monotonic()
    words = ("--db", str(book), "--no-input", "import", str(path), "--dry-run", "--quiet")
    ran = subprocess.run(
        [sys.executable, "-c", PEAK, *words], capture_output=True, text=True, check=False, timeout=600, cwd=path.parent
    )
    seconds = time.monotonic() - began

    *told, last = ran.stderr.splitlines() or [""]
    code, peak = map(int, last.split()) if ran.returncode == 0 else (ran.returncode, 0)
    fit = (
        code in ALLOWED
        and (code == 0 or not told or said_in_one_line(f"{told[-1]}\n"))
        and "Traceback" not in ran.stderr
    )
    reach(
        "nasty",
        1,
        bad={"tracebacks": int(not fit)},
        most={"s for the slowest": seconds, "MB at the peak": peak // 1024},
    )
    figure(
        f"{name}: {path.stat().st_size // MB} MB, ended with {code} after {seconds:.1f} s, {peak // 1024} MB at the peak"
    )
    assert fit, ran.stderr[-600:]
    assert peak // 1024 <= MOST_MB
    assert stamp(book) == before
    assert sorted(tmp_path.iterdir()) == beside
    assert [p.name for p in path.parent.iterdir()] == [file]
