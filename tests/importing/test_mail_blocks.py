"""Mailboxes: where messages begin, in every dialect, and in little memory."""

from __future__ import annotations

import tracemalloc
from io import BytesIO
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcli.importing.formats import mail_blocks
from netcli.importing.formats.mail_blocks import Ahead, first_headers, headers_of
from netcli.importing.formats.mail_head import is_mail

_DATED = "From ana@example.org Mon Jan  5 10:00:00 2026\n"


def _froms(text: str | bytes) -> list[bytes]:
    data = text.encode() if isinstance(text, str) else text
    return [headers.partition(b"\n")[0].strip() for headers in headers_of(BytesIO(data))]


@pytest.mark.parametrize(
    ("separator", "end"),
    [
        (_DATED, "\n"),
        ("From 1774218@xxx Sat Jan 10 00:00:00 +0000 2026\n", "\n"),  # Gmail's Takeout
        ("From - Sat Jan 10 12:00:00 2026\n", "\n"),  # Thunderbird
        ("From \n", "\n"),  # Thunderbird since 2022
        ("From ana@example.org\n", "\n"),
        ("From ana at example.org  Sat Jan 10 12:00:00 2026\n", "\n"),  # archives of lists
        ("From MAILER-DAEMON Sat, 10 Jan 2026 12:00:00 +0100\n", "\n"),
        (_DATED, "\r\n"),
    ],
)
def test_messages_begin_after_the_line_of_every_dialect(separator: str, end: str) -> None:
    """The line `From ...` may be dated or not; headers follow it."""
    box = "".join(f"{separator}From: p{n}@example.org\nTo: x@example.org\n\nHello\n\n" for n in range(3)).replace(
        "\n", end
    )

    assert _froms(box) == [b"From: p0@example.org", b"From: p1@example.org", b"From: p2@example.org"]


@pytest.mark.parametrize(
    "body",
    [
        "From the desk of Ana\nNote: this is a body\n",
        "Hello\nFrom here on it is a body\n",
        "Hello\n\nFrom here on: it is a body\nTo: nobody\n",
        ">From ana@example.org Mon Jan  5 10:00:00 2026\nFrom: quoted@example.org\n",
        ">>From ana@example.org Mon Jan  5 10:00:00 2026\nFrom: quoted@example.org\n",
        "From ana@example.org Mon Jan  5 10:00:00 2026\nis what she wrote\n",
        "\n\n\n",
        "",
    ],
)
def test_a_body_may_hold_lines_that_begin_with_from(body: str) -> None:
    """Neither prose nor quoted lines begin a message."""
    box = f"{_DATED}From: a@example.org\n\n{body}\n{_DATED}From: b@example.org\n\nHi\n"

    assert _froms(box) == [b"From: a@example.org", b"From: b@example.org"]


@pytest.mark.parametrize(
    "length", [len("Hi\n" + _DATED + "From: inside@example.org\n\nforwarded\n"), 3, 999_999, 10_000_000]
)
def test_the_length_of_a_body_counts_if_it_is_true(length: int) -> None:
    """mboxcl2 quotes nothing and tells the length; one that leads nowhere is passed over."""
    body = f"Hi\n{_DATED}From: inside@example.org\n\nforwarded\n"
    box = f"{_DATED}From: a@example.org\nContent-Length: {length}\n\n{body}\n{_DATED}From: b@example.org\n\nHi\n"

    found = _froms(box)

    assert found[0] == b"From: a@example.org"
    assert found[-1] == b"From: b@example.org"
    assert (b"From: inside@example.org" in found) == (length != len(body))


def test_messages_without_an_empty_line_between_them_are_several() -> None:
    """Some programs leave it out; the dated line tells all the same."""
    assert len(_froms(f"{_DATED}From: a@example.org\n\nHi\n{_DATED}From: b@example.org\n\nHi\n")) == 2


_MESSAGE = st.tuples(st.integers(0, 3), st.text(st.sampled_from("ab \n:>From"), max_size=60))


@given(st.lists(_MESSAGE, max_size=12), st.integers(1, 200), st.sampled_from(["\n", "\r\n"]))
def test_where_a_block_ends_changes_nothing(messages: list[tuple[int, str]], block: int, end: str) -> None:
    """A mailbox read in pieces of any size is that read at once."""
    box = "".join(
        f"{_DATED}From: p{n}@example.org\n{'X-Pad: y' * pad}\n\n{body}\n\n" for n, (pad, body) in enumerate(messages)
    ).replace("\n", end)
    whole = list(headers_of(BytesIO(box.encode())))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mail_blocks, "_BLOCK", block)
        patched.setattr(mail_blocks, "_ENOUGH", 128)
        pieces = list(headers_of(Ahead(box.encode()[:50], BytesIO(box.encode()[50:]))))

    assert pieces == whole
    assert len(whole) >= len(messages)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading_of_a_mailbox(data: bytes) -> None:
    """Headers come out, or nothing."""
    assert all(isinstance(headers, bytes) for headers in headers_of(BytesIO(b"From x\n" + data)))
    assert isinstance(first_headers(BytesIO(data)), bytes)
    assert is_mail(data) in (True, False)


def test_the_memory_that_a_mailbox_needs_does_not_grow_with_it() -> None:
    """A mailbox five times as large, with bodies of a megabyte, is read in the same memory."""

    class Endless:
        """A mailbox of so many messages that is nowhere as a whole."""

        def __init__(self, count: int) -> None:
            self._left = [f"{_DATED}From: a@example.org\n\n".encode(), b"x" * 1_000_000 + b"\n\n"] * count

        def read(self, _size: int) -> bytes:
            return self._left.pop(0) if self._left else b""

    def peak(count: int) -> int:
        tracemalloc.start()
        assert sum(1 for _ in headers_of(Endless(count))) == count
        try:
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(50) < 1.5 * peak(10)


@pytest.mark.parametrize(
    ("head", "is_ours"),
    [
        (b"From ana@example.org Mon Jan  5 10:00:00 2026\nFrom: a@example.org\n", True),
        (b"Received: by x\n\tfor y\nFrom: a@example.org\n\nHi", True),
        (b"Subject : x\n", True),
        (b"812\nReceived: x\nFrom: a@example.org\n\n", True),
        (b"BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEND:VCARD\n", False),
        (b"dn: cn=Ana\ncn: Ana\nmail: ana@example.org\n", False),
        (b"name,email\nAna,ana@example.org\n", False),
        (b"From here,to there\n1,2\n", False),
        (b'{"from": 1}', False),
        (b"", False),
    ],
)
def test_mail_is_told_by_how_it_begins(head: bytes, is_ours: bool) -> None:
    """A line `From ...` with headers, or headers that only mail has; cards, tables and LDIF are none."""
    assert is_mail(head) is is_ours


def test_a_long_row_of_digits_is_no_mail_and_soon_told() -> None:
    """Four times the digits take about four times as long: they are not tried from each one on."""

    def seconds(head: bytes) -> float:
        began = process_time()
        for _ in range(5):
            assert not is_mail(head)
        return process_time() - began

    once = min(seconds(b"x" + b"1" * 2_000) for _ in range(3))
    assert min(seconds(b"x" + b"1" * 8_000) for _ in range(3)) < 9 * once + 0.01
