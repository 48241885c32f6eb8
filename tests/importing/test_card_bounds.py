"""Files of cards that are too much: named in the report or refused, in bounded memory."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from netcli.importing import pipeline
from netcli.importing.formats import contentline
from netcli.importing.formats.cards import MOST_LINES
from netcli.importing.formats.vcard import read
from tests.conftest import Netcli, spawn
from tests.importing.test_vcard import card, names

MOST_MEMORY = 400 * 1024 * 1024  #: of addresses, not of pages: the interpreter itself reserves some


def reasons(data: bytes) -> dict[str, int]:
    """Return what the report names for a file."""
    return {skipped.reason: skipped.count for skipped in read(data).skipped}


def test_a_line_that_is_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folded or not; the rest of its card and the next card go on."""
    monkeypatch.setattr(contentline, "LONGEST_LINE", 10_000)
    for note in ("x" * 10_001, "x\r\n " * 5_000):
        data = card("FN:Ana", f"NOTE;CHARSET=UTF-8:{note}", "TEL:1") + card("FN:Bo")

        assert names(read(data)) == ["Ana", "Bo"]
        assert reasons(data) == {"lines longer than 16 MB: NOTE": 1}
        assert read(data).drafts[0].facts.points[0].value == "1"


def test_a_card_of_too_many_lines_is_cut_and_the_rest_counted() -> None:
    """2,000 properties are the most."""
    data = card("FN:Ana", *["X-A:1"] * (MOST_LINES + 10)) + card("FN:Bo")

    assert names(read(data)) == ["Ana", "Bo"]
    assert reasons(data) == {"lines of a card beyond the 2,000th": 12}
    plain = card("FN:Ana", *(f"TEL:{number}" for number in range(MOST_LINES + 10)))
    assert read(plain) == read(plain, careful=True)


@pytest.mark.parametrize("opening", ["BEGIN:VCARD", "AGENT:\r\nBEGIN:VCARD"])
def test_cards_in_cards_in_cards_end_somewhere(opening: str) -> None:
    """Nested 500 deep, as cards or as agents: nothing raises, and each card names somebody."""
    data = ("BEGIN:VCARD\r\nFN:Ana\r\n" + f"{opening}\r\nFN:Ana\r\n" * 500 + "END:VCARD\r\n" * 501).encode()

    assert set(names(read(data))) == {"Ana"}
    assert len(read(data).drafts) == (501 if opening == "BEGIN:VCARD" else 1)


def test_many_cards_that_name_nobody_are_summed_up() -> None:
    """A thousand are listed with their places."""
    rejected = read(card() * 1_500).rejected

    assert len(rejected) == 1_001
    assert (rejected[-1].where, rejected[-1].reason[:9]) == ("further cards", "500 more:")


def test_an_agents_card_of_a_megabyte_is_kept_as_it_came() -> None:
    """It is not read: it may hold a hundred thousand cards."""
    line = "AGENT:" + "BEGIN:VCARD\\nFN:x\\n" * 10_000
    (draft,) = read(card("FN:Ana", line)).drafts

    assert (draft.relations, draft.raw) == ((), (line,))


@pytest.mark.parametrize(("suffix", "told"), [("zip", "a zip archive"), ("gz", "packed with gzip")])
def test_a_packed_file_is_refused_unread(netcli: Netcli, tmp_path: Path, suffix: str, told: str) -> None:
    """Whatever it is called: so it cannot grow; but a zip of address books. The line says what to do."""
    path = tmp_path / "cards.vcf"
    if suffix == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("all.doc", card("FN:Ana"))
    else:
        path.write_bytes(gzip.compress(card("FN:Ana")))

    ran = netcli("import", str(path), code=65)

    assert told in ran.err
    assert "unpack it first" in ran.err


def test_a_file_of_too_many_cards_is_refused_unread(netcli: Netcli, tmp_path: Path) -> None:
    """Before a byte of it is loaded but its first; a file without a single byte on the disk shows it."""
    path = tmp_path / "cards.vcf"
    path.write_bytes(card("FN:Ana"))
    with path.open("r+b") as file:
        file.truncate(pipeline.LARGEST_CARDS + 1)

    ran = netcli("import", str(path), code=65)

    assert "holds 200 MB of cards" in ran.err
    assert "split it" in ran.err


HUGE = {
    "a line of 100 MB": (b"NOTE:" + b"x" * 100_000_000, b"lines longer than 16 MB: NOTE"),
    "a photo of 16 MB": (b"PHOTO;ENCODING=b:" + b"AAAA\r\n " * 3_000_000, b"photos larger than 2 MB"),
    "a line of folds": (b"NOTE:" + b"x\r\n " * 10_000_000, b"lines longer than 16 MB: NOTE"),
}


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_file_is_read_in_little_memory(name: str, tmp_path: Path) -> None:
    """The process may not reserve 400 MB; the file itself is in it once."""
    line, reason = HUGE[name]
    (tmp_path / "cards.vcf").write_bytes(b"BEGIN:VCARD\r\nFN:Ana\r\n" + line + b"\r\nTEL:1\r\nEND:VCARD\r\n")

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

    ran = spawn("import", str(tmp_path / "cards.vcf"), "--json", db=tmp_path / "t.db", preexec_fn=limit)

    assert (ran.returncode, reason.decode() in ran.stdout) == (0, True), ran.stderr


HOSTILE = [
    b'EMAIL:"' + b"<a@" * 30_000, b"TEL:" + b"1x" * 50_000, b"BDAY:" + b"1" * 100_000, b"URL:" + b"a:" * 50_000,
    b'X;A="' * 20_000 + b":v", b"TEL" + b";TYPE=a" * 15_000 + b":1", b"ADR:" + b"\\;;" * 30_000,
    b"NOTE;QUOTED-PRINTABLE:" + b"=\r\n" * 30_000, b"X-" + b"A-" * 50_000 + b"SPOUSE:Bo", b"N:" + b";a" * 50_000,
    b"X-ANDROID-CUSTOM:" + b";" * 100_000, b"RELATED:" + b"a" * 100_000, b"PHOTO:data:" + b";a=" * 30_000,
    b"LABEL:" + b"a " * 50_000, b"item1." * 20_000 + b"TEL:1", b"AGENT;" * 15_000 + b":x", b"\r" * 100_000, b" \r\n" * 30_000,
]  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: line[:20].decode())
def test_no_pattern_is_slow_on_hostile_text(line: bytes) -> None:
    """Twice the text takes not much more than twice the time: nothing is quadratic."""
    from time import process_time

    def seconds(text: bytes) -> float:
        data = b"BEGIN:VCARD\r\nFN:Ana\r\n" + text + b"\r\nEND:VCARD\r\n"
        start = process_time()
        read(data)
        return process_time() - start

    once = min(seconds(line[: len(line) // 4]) for _ in range(3))
    assert min(seconds(line) for _ in range(3)) < 12 * once + 0.2
