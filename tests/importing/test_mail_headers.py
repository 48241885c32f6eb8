"""Headers of mail: addresses, dates, and what was not written by people to people."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcli.importing.formats.mail_addresses import Mailbox, decoded, mailboxes, turned
from netcli.importing.formats.mail_bulk import AUTOMATIC, DRAFT, LIST, SPAM, TRASH, is_nobody, left_out
from netcli.importing.formats.mail_dates import utc_day
from netcli.importing.mail_bag import digest_of, fields_of


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"ana@example.org", [("ana@example.org", "")]),
        (b"ANA@Example.ORG", [("ana@example.org", "")]),
        (b"Ana Pires <ana@example.org>", [("ana@example.org", "Ana Pires")]),
        (b'"Pires, Ana" <ana@example.org>, bo@example.net', [("ana@example.org", "Ana Pires"), ("bo@example.net", "")]),
        (b"Pires, Ana <ana@example.org>, bo@example.net", [("ana@example.org", "Ana Pires"), ("bo@example.net", "")]),
        (b"ana@example.org (Ana Pires)", [("ana@example.org", "Ana Pires")]),
        (b"ana at example.org (Ana Pires)", [("ana@example.org", "Ana Pires")]),
        (b"<ana at example.org>", [("ana@example.org", "")]),
        (b"=?ISO-8859-1?Q?J=F6rn_Berg?= <j@example.org>", [("j@example.org", "Jörn Berg")]),
        (b"=?utf-8?B?SsO2cm4=?= =?utf-8?Q?_Berg?= <j@example.org>", [("j@example.org", "Jörn Berg")]),
        (b'"=?utf-8?Q?Berg=2C_J=C3=B6rn?=" <j@example.org>', [("j@example.org", "Jörn Berg")]),
        ("Jörn Berg <j@example.org>".encode(), [("j@example.org", "Jörn Berg")]),
        ("Jörn Berg <j@example.org>".encode("cp1252"), [("j@example.org", "Jörn Berg")]),
        (b"Ana <ana@example.org>; Bo <bo@example.net>", [("ana@example.org", "Ana"), ("bo@example.net", "Bo")]),
        (b"Board: ana@example.org, Bo <bo@example.net>;", [("ana@example.org", ""), ("bo@example.net", "Bo")]),
        (b"undisclosed-recipients:;", []),
        (b"Board list:;, 'Eve Roth' <eve@example.org>", [("eve@example.org", "Eve Roth")]),
        (b"'ana@example.org' <ana@example.org>", [("ana@example.org", "")]),
        (b"Ana\r\n Pires\r\n <ana@example.org>", [("ana@example.org", "Ana Pires")]),
        (b"mailto:ana@example.org", [("ana@example.org", "")]),
        (b'"Ana \\"Nia\\" Pires" <ana@example.org>', [("ana@example.org", "Ana Nia Pires")]),
        (b'"Gus Old/Dept/Acme@ACME" <gus@example.org>', [("gus@example.org", "Gus Old")]),
        (b'"CN=Gus Old/O=Acme" <gus@example.org>', [("gus@example.org", "Gus Old")]),
        (b'"Ana Pires/Bo Lind" <both@example.org>', [("both@example.org", "Ana Pires/Bo Lind")]),
        (b'"Ana Pires (she/her)" <ana@example.org>', [("ana@example.org", "Ana Pires (she/her)")]),
        (b'"Lind, Bo (EXT)" <bo@example.net>', [("bo@example.net", "Bo Lind (EXT)")]),
        (b'"Ana Pires (ana@example.org)" <list@example.org>', [("list@example.org", "")]),
        (b"nobody, @, <>, a@b@c, ", []),
        (b"", []),
    ],
)
def test_addresses_are_read_as_programs_have_written_them(raw: bytes, expected: list[tuple[str, str]]) -> None:
    """Quoted, turned round, encoded, commented, in bytes without a charset: an address and a name."""
    assert list(mailboxes(raw)) == [Mailbox(*one) for one in expected]


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_addresses(raw: bytes) -> None:
    """Whatever a header holds, what comes out are addresses: one @, no white space."""
    for found in mailboxes(raw):
        assert found.address.count("@") == 1
        assert not any(c.isspace() for c in found.address)


@given(st.text(max_size=40), st.sampled_from(["utf-8", "iso-8859-1", "koi8-r", "nonsense", "idna", "unicode_escape"]))
def test_no_encoded_word_breaks_a_name(text: str, charset: str) -> None:
    """A charset that nobody knows, or that is none, is no reason to fail."""
    from base64 import b64encode

    word = f"=?{charset}?B?{b64encode(text.encode()).decode()}?="
    assert isinstance(decoded(f"{word} {word}"), str)


def test_a_letter_cut_in_two_words_is_one() -> None:
    """Programs cut an encoded name after so many bytes, in the middle of a letter."""
    assert decoded("=?utf-8?B?w7w=?= =?utf-8?Q?=C3?= =?utf-8?Q?=BC?=") == "üü"


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        (b"Mon, 05 Jan 2026 10:00:00 +0100", "2026-01-05"),
        (b"Tue, 6 Jan 2026 23:30:00 -0500", "2026-01-07"),
        (b"Wed, 7 Jan 2026 00:30:00 +0100 (CET)", "2026-01-06"),
        (b"5 Jan 2026 10:00 +0000", "2026-01-05"),
        (b"Wed, 11 Feb 98 11:51 CST", "1998-02-11"),
        (b"Sat Jan 10 12:00:00 2026", "2026-01-10"),
        (b"Thu, 01 Jan 1970 01:00:00 +0000", "1970-01-01"),
        (b"Mon, 29 Feb 2026 10:00:00 +0100", None),
        (b"Malformed Date.", None),
        (b"", None),
        (b"Mon, 05 Jan 1826 10:00:00 +0100", None),
    ],
)
def test_the_day_of_a_mail_is_that_in_utc(raw: bytes, day: str | None) -> None:
    """Late in New York is the next day; a date that is none gives none."""
    found = utc_day(raw)

    assert (date.fromordinal(found).isoformat() if found else None) == day


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reading_of_a_date(raw: bytes) -> None:
    """A day comes out, or none."""
    found = utc_day(raw)
    assert found is None or date.fromordinal(found).year >= 1970


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (b"From: a@example.org\n", None),
        (b"List-Id: <board.example.org>\n", LIST),
        (b"List-Unsubscribe: <mailto:x@example.org>\n", LIST),
        (b"List-Unsubscribe: <mailto:x@example.org>\nIn-Reply-To: <1@example.org>\n", None),
        (b"Precedence: Bulk\n", LIST),
        (b"Precedence: first-class\n", None),
        (b"Auto-Submitted: auto-replied; owner-email=x\n", AUTOMATIC),
        (b"Auto-Submitted: no\n", None),
        (b"X-Spam-Flag: YES\n", SPAM),
        (b"X-Mozilla-Status: 0009\n", TRASH),
        (b"X-Mozilla-Status: 0001\n", None),
        (b"X-Mozilla-Status: junk\n", None),
        (b"X-Gmail-Labels: Inbox,Important\n", None),
        (b"X-Gmail-Labels: Sent,Draft\n", DRAFT),
        (b'X-Gmail-Labels: "Spam",Unread\n', SPAM),
        (b"X-Gmail-Labels: Corbeille,Ouvert\n", TRASH),
        (b"X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe,Wichtig?=\n", DRAFT),
        (b"X-Gmail-Labels: Papierkorb\n", TRASH),
        (b"X-Gmail-Labels: Papelera,Borradores\n", TRASH),
        (b"X-Gmail-Labels: Bozze\n", DRAFT),
        (b"X-Gmail-Labels: Cestino\n", TRASH),
        (b"X-Gmail-Labels: Lixeira\n", TRASH),
        (b"X-Gmail-Labels: Rascunhos\n", DRAFT),
        (b"X-Gmail-Labels: Prullenbak\n", TRASH),
        (b"X-Gmail-Labels: Concepten\n", DRAFT),
        (b"X-Gmail-Labels: Brouillons\n", DRAFT),
    ],
)
def test_what_nobody_wrote_to_anybody_is_left_out(headers: bytes, reason: str | None) -> None:
    """Lists, newsletters, automatic answers, and what lies among spam, trash and drafts, in several languages."""
    assert left_out(fields_of(headers)) == reason


@pytest.mark.parametrize("local", ["no-reply", "noreply", "do_not_reply", "mailer-daemon", "ne-pas-repondre", "bounces+1=a",
                                   "shop-noreply", "owner-board", "board-request", "newsletter", "noreply-x"])  # fmt: skip
def test_programs_are_known_by_their_addresses(local: str) -> None:
    """Nobody reads what is sent to them, and nobody wrote what they send."""
    assert is_nobody(f"{local}@example.org")


@pytest.mark.parametrize("local", ["ana", "norepo", "ana.reply", "notifier-ana", "bouncer", "info", "listova", "owner"])
def test_people_are_not_taken_for_programs(local: str) -> None:
    """A name that looks like a word of programs is a name."""
    assert not is_nobody(f"{local}@example.org")


def test_headers_are_found_however_they_are_written() -> None:
    """Any case, blanks before the colon, folded lines; what only looks like one inside another is none."""
    fields = fields_of(
        b"FROM : a@example.org\nSubject: From: x@example.org\nTo: b@example.org,\n\tc@example.org\nto: d@example.org"
    )

    assert fields == {b"from": b"a@example.org", b"to": b"b@example.org,\n\tc@example.org, d@example.org"}


def test_a_message_without_an_id_is_told_by_date_sender_and_recipients() -> None:
    """Of two that agree in all three one is counted; a Message-ID decides alone."""
    one = {b"date": b"x", b"from": b"a", b"to": b"b"}

    assert digest_of(one) == digest_of(dict(one))
    assert digest_of(one) != digest_of({**one, b"to": b"c"})
    assert digest_of({**one, b"message-id": b"<1>"}) == digest_of({b"message-id": b"<1>"})


def test_an_address_behind_a_name_is_no_part_of_it() -> None:
    """As the common name of a guest has it."""
    assert turned("'Hal Um' <hal@example.com>") == "Hal Um"
