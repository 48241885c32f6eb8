"""What programs write beside the standard: messaging, labels, dates, relations, groups, photos, odd cards."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.importing.draft import Draft, RelationDraft
from netcli.importing.formats.vcard import read
from netcli.model import EventFact, NameFact, NameKind, PointKind
from netcli.results_import import Skipped
from tests.importing.test_vcard import card, draft, facts, jobs, points

GIF = b"GIF89a made up"
PNG = b"\x89PNG\r\n\x1a\n made up"


def left_out(*lines: str) -> list[str]:
    """Return what the report names for a card of these lines."""
    return [skipped.reason for skipped in read(card("FN:Ana", *lines)).skipped]


def raw(*lines: str) -> tuple[str, ...]:
    """Return the lines that are kept of a card."""
    return draft("FN:Ana", *lines).raw


# Messaging, pages, labels

MESSAGING = [
    ("X-AIM:ana", "aim:ana"), ("X-ICQ;TYPE=HOME:123", "icq:123"), ("X-JABBER:a@example.org", "xmpp:a@example.org"),
    ("X-MSN:a@example.org", "msnim:a@example.org"), ("X-SKYPE:ana.p", "skype:ana.p"),
    ("X-SKYPE-USERNAME:ana.p", "skype:ana.p"), ("X-YAHOO:ana", "ymsgr:ana"), ("X-YAHOO-ID:ana", "ymsgr:ana"),
    ("X-GTALK:ana", "gtalk:ana"), ("X-GOOGLE-TALK:ana", "gtalk:ana"), ("X-QQ:123", "qq:123"),
    ("X-GADUGADU:123", "gg:123"), ("X-GROUPWISE:ana", "groupwise:ana"), ("X-MS-IMADDRESS:a@example.org", "a@example.org"),
    ("X-KADDRESSBOOK-X-IMAddress:123", "123"), ("X-messaging/xmpp-All:a@example.org", "xmpp:a@example.org"),
    ("X-EVOLUTION-JABBER:ana", "xmpp:ana"), ("X-MATRIX:@ana:example.org", "matrix:@ana:example.org"),
    ("IMPP;X-SERVICE-TYPE=Skype:x-apple:ana.p", "skype:ana.p"), ("IMPP:xmpp:ana", "xmpp:ana"),
    ("IMPP;X-SERVICE-TYPE=QQ;type=HOME;type=pref:x-apple:123", "qq:123"), ("X-SIP:sip:a@example.org", "sip:a@example.org"),
    ("X-WINDOWS LIVE:a@example.org", "msnim:a@example.org"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "value"), MESSAGING)
def test_messaging_of_every_program_is_an_address_of_its_service(line: str, value: str) -> None:
    """As IMPP (RFC 4770) has it: the service before the colon, if the card tells it; no line is kept besides."""
    found = draft("FN:Ana", line)

    assert [value for value, _, _ in points(found.facts, PointKind.IM)] == [value]
    assert found.raw == ()


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=42=C3=BC=72=6F)", "Büro"),
        ("TEL;HOME;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=44=61=\r\n=63=68=61)", "home, Dacha"),
        ("TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,Summer house)", "Summer house"),
        ("TEL;X-CUSTOM(Boat)", "Boat"), ("X-MS-TEL;VOICE;ASSISTANT", "assistant"),
        ("X-ASSISTANT-TEL", "assistant"),
    ],
)  # fmt: skip
def test_a_label_of_ones_own_is_read(head: str, label: str) -> None:
    """Telephones of Samsung and LG write it as a parameter, encoded by itself; Outlook has a property of its own."""
    reading = read(card("FN:Ana", f"{head}:555 1", version="2.1"))

    assert points(reading.drafts[0].facts, PointKind.PHONE) == [("555 1", label, False)]
    assert (reading.drafts[0].raw, reading.skipped) == ((), ())


def test_an_address_of_samsungs_stands_in_for_one_that_is_not_there() -> None:
    """Beside an ADR it is kept as a line."""
    line = "X-SAMSUNGADR:;;Main St 1\\, left;Porto;;4050;;Main St 1 Porto"
    alone, beside = draft("FN:Ana", line), draft("FN:Ana", "ADR;HOME:;;Main St 1;Porto;;4050;", line)

    assert points(alone.facts, PointKind.ADDRESS) == [("Main St 1, left, Porto, 4050", None, False)]
    assert (alone.raw, beside.raw) == ((), (line,))


@pytest.mark.parametrize(
    ("line", "url", "label"),
    [
        ("X-LINKEDIN:https://linkedin.com/in/ana", "https://linkedin.com/in/ana", "linkedin"),
        ("X-INSTAGRAM-URL:instagram.com/ana", "instagram.com/ana", "instagram"),
        ("X-FACEBOOK:https://facebook.com/ana", "https://facebook.com/ana", "facebook"),
        ("X-WHATSAPP;TYPE=work:https://wa.me/15550100", "https://wa.me/15550100", "work, whatsapp"),
    ],
)
def test_pages_of_services_are_pages(line: str, url: str, label: str) -> None:
    """As digital business cards have them; an address of a service that is a link is a page too."""
    found = draft("FN:Ana", line)

    assert (points(found.facts, PointKind.URL), found.raw) == ([(url, label, False)], ())


def test_the_same_messaging_address_in_two_forms_is_one() -> None:
    """Apple writes both, IMPP and its forerunner."""
    found = facts("FN:Ana", "IMPP;X-SERVICE-TYPE=AIM;type=HOME:aim:ana", "X-AIM;type=HOME:ana")

    assert points(found, PointKind.IM) == [("aim:ana", "home", False)]


def test_pages_of_every_kind() -> None:
    """Profiles carry their service as label, Evolution's and KDE's own properties what they are."""
    found = facts(
        "FN:Ana", "X-SOCIALPROFILE;type=twitter:https://example.org/ana", "X-EVOLUTION-BLOG-URL:https://example.org/b",
        "X-KADDRESSBOOK-BlogFeed:https://example.org/f", "SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://example.org/@ana",
    )  # fmt: skip

    assert points(found, PointKind.URL) == [
        ("https://example.org/ana", "twitter", False), ("https://example.org/b", "blog", False),
        ("https://example.org/f", "blog", False), ("https://example.org/@ana", "Mastodon", False),
    ]  # fmt: skip


def test_a_label_of_a_group_is_the_label_of_its_lines() -> None:
    """Built-in ones in lower case, free ones as they are, before the types; group names in any case."""
    found = facts(
        "FN:Ana", "item1.EMAIL;type=INTERNET:a@example.org", "item1.X-ABLabel:_$!<Work>!$_", "ITEM2.TEL;CELL:1",
        "item2.X-ABLabel:La \\, mère", "item3.URL;type=pref:https://example.org", "item3.X-ABLabel:_$!<HomePage>!$_",
        "item4.TEL:2", "item4.X-ABLabel:",
    )  # fmt: skip

    assert [(p.label, p.preferred) for p in found.points] == [
        ("work", False), ("La , mère, cell", False), (None, False), ("homepage", True),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["X-FOO:x", "NOTE:x", "ORG:x"])
def test_a_label_that_labels_nothing_is_kept(line: str) -> None:
    """Of a line without labels, of an unknown line, of no line at all."""
    assert "item1.X-ABLabel:Odd" in raw(f"item1.{line}", "item1.X-ABLabel:Odd")
    assert raw("item9.X-ABLabel:Odd") == ("item9.X-ABLabel:Odd",)


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("TEL;TYPE=X-EVOLUTION-CALLBACK:1", "callback"), ("TEL;X-Büro:1", "büro"), ("TEL;TYPE=VOICE:1", None),
        ("TEL;TYPE=work;TYPE=FAX:1", "work, fax"), ("TEL;WORK;FAX;PREF:1", "work, fax"),
        ("TEL;X-EVOLUTION-UI-SLOT=1;TYPE=CELL:1", "cell"),
    ],
)  # fmt: skip
def test_types_are_labels(line: str, label: str | None) -> None:
    """Whatever program made them up."""
    assert points(facts("FN:Ana", line), PointKind.PHONE) == [("1", label, "PREF" in line)]


def test_a_number_as_a_uri_keeps_its_extension() -> None:
    """`tel:` goes (RFC 3966); direction marks and words stay as they came."""
    found = facts("FN:Ana", "TEL;VALUE=uri;PREF=1:tel:+1-555-555-0100;ext=5", "TEL:1-800-ELEPHANT", "TEL:BusinessPhone")

    assert [p.value for p in found.points] == ["+1-555-555-0100;ext=5", "1-800-ELEPHANT", "BusinessPhone"]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("EMAIL:a@example.org;b@example.org", ["a@example.org", "b@example.org"]),
        ("EMAIL:a@example.org\\, b@example.org", ["a@example.org", "b@example.org"]),
        ("EMAIL:a@example.org,", ["a@example.org"]), ("EMAIL:Ana Pires, a@example.org", ["Ana Pires, a@example.org"]),
        ("EMAIL:mailto:a@example.org?subject=Hi", ["a@example.org"]), ("EMAIL:,", [","]),
        ("TEL:+1 555 555 0100 / +1 555 555 0101", ["+1 555 555 0100", "+1 555 555 0101"]),
        ("TEL:555 555 0100; 555 555 0101", ["555 555 0100", "555 555 0101"]),
        ("TEL:030 / 1234567", ["030 / 1234567"]), ("TEL:033203 / 1234567", ["033203 / 1234567"]),
        ("TEL:+1-555-555-0100;ext=5", ["+1-555-555-0100;ext=5"]),
    ],
)  # fmt: skip
def test_several_in_one_line_are_taken_apart(line: str, values: list[str]) -> None:
    """Where each is a whole address or number; the plain way and the long way alike."""
    for more in ("X-ODD:1", "TITLE:CEO"):
        found = facts("FN:Ana Pires", "N:Pires;Ana;;;", line, more)

        assert [point.value for point in found.points] == values


@pytest.mark.parametrize("more", ["X-ODD:1", "TITLE:CEO"])
def test_parts_whose_marks_are_escaped_are_parts(more: str) -> None:
    """As some generators of pages write them."""
    found = facts("FN:Ana Pires", r"N:Pires\;Ana\;\;\;", r"ADR:\;\;Dock 5\;Porto\;\;4050\;", more)

    assert (found.given, found.family) == ("Ana", "Pires")
    assert found.points[0].parts == (("street", "Dock 5"), ("city", "Porto"), ("postal_code", "4050"))


ADDRESSES = [
    (["LABEL;WORK:Dock 5=0D=0APorto"], [("Dock 5=0D=0APorto", "work")], ()),
    (["LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Dock 5=0D=0APorto"], [("Dock 5 Porto", "work")], ()),
    (["ADR;WORK:;;Dock 5;Porto", "LABEL;WORK:Dock 5\\nPorto"], [("Dock 5, Porto", "work")], ()),
    (["ADR;WORK:;;Dock 5;Porto", "LABEL;WORK:Ring twice\\, Dock 5"], [("Dock 5, Porto", "work")],
     ("LABEL;WORK:Ring twice\\, Dock 5",)),
    (['ADR;LABEL="Dock 5^nring twice":;;Dock 5'], [("Dock 5", None)], ("LABEL:Dock 5\\nring twice",)),
    (["ADR:;;Dock 5;;;;;Mars"], [("Dock 5", None)], ("ADR:;;Dock 5;;;;;Mars",)),
    (["ADR:;;;"], [], ()),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "found", "kept"), ADDRESSES)
def test_a_written_address_is_not_lost(lines: list[str], found: list[tuple[str, str]], kept: tuple[str, ...]) -> None:
    """LABEL alone is an address; beside its ADR it is kept if it says more; so are parts beyond the seventh."""
    told = draft("FN:Ana", *lines)

    assert [(value, label) for value, label, _ in points(told.facts, PointKind.ADDRESS)] == found
    assert told.raw == kept


def test_an_address_in_one_piece_is_one_whatever_property_it_is() -> None:
    """As netcli writes it again."""
    assert facts("FN:Ana", "LABEL:Dock 5, Porto").points == facts("FN:Ana", "ADR:;;Dock 5\\, Porto;;;;").points


def test_properties_named_in_words_are_read() -> None:
    """As a simple converter of tables and people by hand write them."""
    lines = (
        "Group: ", "First name:Bo", "Last name:Lind", "E-Mail 2:bo@example.org", "Home phone:555 0100",
        "Cell phone:555 0101", "COMPANY:Acme", "X-MOBILE:555 0102", "Birthday:1980-03-22", "Notes:rows",
    )  # fmt: skip
    found = draft(*lines)

    assert (found.facts.name, found.facts.given, found.facts.family) == ("Bo Lind", "Bo", "Lind")
    assert points(found.facts, PointKind.EMAIL) == [("bo@example.org", None, False)]
    assert points(found.facts, PointKind.PHONE) == [
        ("555 0100", "home", False), ("555 0101", "cell", False), ("555 0102", "cell", False),
    ]  # fmt: skip
    assert (jobs(found.facts), found.facts.birthday) == ([("Acme", None, None)], "1980-03-22")
    assert (found.facts.note, found.raw) == ("rows", ())
    assert draft("NAME:Book of Bo", "PHONE:555 0100").raw == ("NAME:Book of Bo",)  # of the source (RFC 2425)
    assert draft("FN:Bo", "FAX:fax", "MAIL:none").raw == ("FAX:fax", "MAIL:none")
    assert draft("FN:Bo", "NAME:Card of Bo", "ORG:Acme", "X-COMPANY:Other").raw == (
        "NAME:Card of Bo",
        "X-COMPANY:Other",
    )


@pytest.mark.parametrize("more", ["X-ODD:1", "TITLE:CEO"])
def test_entities_of_html_are_letters(more: str) -> None:
    """As the pages of some sites write cards: before anything is parted at their semicolons."""
    found = facts("FN:Tim O&#039;Neil", "N:O&#039;Neil;Tim;;;", "ORG:Lind &amp; S&ouml;hne;R&D", more)

    assert (found.name, found.given, found.family) == ("Tim O'Neil", "Tim", "O'Neil")
    assert (found.positions[0].org, found.positions[0].team) == ("Lind & Söhne", "R&D")
    assert facts("FN:Ana", "ORG:H&M;Q&A;B&Sons;R&D").positions[0].team == "Q&A, B&Sons, R&D"
    assert facts("FN:Ana", "URL:https://example.org/?a=1&copy=2").points[0].value == "https://example.org/?a=1&copy=2"


def test_an_entity_in_a_note_or_page_is_meant() -> None:
    """Who writes of HTML finds it again: a card is no page."""
    found = facts("FN:Ana", "N:;Ana;;;", "NOTE:write &amp; and &nbsp;", "URL:https://example.org/?a=1&copy;=2")

    assert (found.note, found.points[0].value) == ("write &amp; and &nbsp;", "https://example.org/?a=1&copy;=2")


def test_a_name_at_a_service_is_told_without_apples_mark() -> None:
    """`x-apple:` says that it is no page."""
    found = draft("FN:Ana", "X-SOCIALPROFILE;type=instagram:x-apple:ana.p")

    assert (points(found.facts, PointKind.URL), found.raw) == ([("ana.p", "instagram", False)], ())


# Names

OTHER_NAMES = [
    (["X-PHONETIC-FIRST-NAME:Ahna", "X-PHONETIC-LAST-NAME:Piresh"], "Ahna Piresh"),
    (["FN;ALTID=1;LANGUAGE=ja:アナ"], "アナ"), (["N:Pires;Ana", "N;ALTID=1:Peres;Anna"], "Anna Peres"),
    (["SORT-STRING:あな"], "あな"), (["SOUND;X-IRMC-N;CHARSET=UTF-8:ﾋﾟﾚｽ;ｱﾅ;;;"], "ﾋﾟﾚｽ ｱﾅ"),
    (['EMAIL:"Anita P." <ana@example.org>'], "Anita P."),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "name"), OTHER_NAMES)
def test_other_names_are_kept_as_names(lines: list[str], name: str) -> None:
    """The first is shown, the others are found too."""
    assert facts("FN:Ana", *lines).names == (NameFact(NameKind.OTHER, name),)


def test_the_preferred_name_is_shown() -> None:
    """Whichever place it has."""
    found = facts("FN;LANGUAGE=ja:アナ", "FN;PREF=1:Ana")

    assert (found.name, found.names) == ("Ana", (NameFact(NameKind.OTHER, "アナ"),))


def test_words_of_the_name_to_sort_by_are_kept_as_a_line() -> None:
    """They are no other name."""
    assert raw("N:van Berg;Ana", "SORT-STRING:Berg") == ("SORT-STRING:Berg",)
    assert raw('N;SORT-AS="Berg,Ana":van Berg;Ana') == ("SORT-STRING:Berg\\,Ana",)


def test_one_job_in_two_languages_is_one() -> None:
    """ALTID says so (RFC 6350 section 5.4); the other line is kept."""
    found = draft("FN:Ana", "TITLE;ALTID=1;LANGUAGE=fr:Patronne", "TITLE;ALTID=1;LANGUAGE=en:Boss")

    assert [p.title for p in found.facts.positions] == ["Patronne"]
    assert found.raw == ("TITLE;ALTID=1;LANGUAGE=en:Boss",)


# Dates

EVENTS = [
    ("ANNIVERSARY:20090808T1430-0500", "anniversary", "2009-08-08"), ("X-ANNIVERSARY:2009-08-08", "anniversary", "2009-08-08"),
    ("X-EVOLUTION-ANNIVERSARY:2009-08-08", "anniversary", "2009-08-08"),
    ("X-KADDRESSBOOK-X-Anniversary:2009-08-08", "anniversary", "2009-08-08"),
    ("X-MS-ANNIVERSARY:20090808", "anniversary", "2009-08-08"), ("X-WEDDING:2009", "wedding", "2009"),
    ("X-WAB-WEDDING_ANNIVERSARY:20090808", "anniversary", "2009-08-08"),
    ("X-ABDATE:2009-08-08", "date", "2009-08-08"), ("DEATHDATE:2009", "death", "2009"),
    ("X-ABDATE;X-APPLE-OMIT-YEAR=1604:1604-08-08", "date", "--08-08"),
    ("X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2009-08-08;1;;;", "anniversary", "2009-08-08"),
    ("X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2009-08-08;0;First day;", "first day", "2009-08-08"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "label", "on"), EVENTS)
def test_dates_of_every_program_are_events(line: str, label: str, on: str) -> None:
    """With the label of their group, if there is one; a date without year is one."""
    assert facts("FN:Ana", line).events == (EventFact(label, on),)
    labelled = facts("FN:Ana", f"item1.{line}", "item1.X-ABLabel:_$!<Graduation>!$_").events
    assert labelled == (EventFact("graduation" if "ANDROID" not in line else label, on),)


def test_a_date_that_is_none_is_kept_as_a_line() -> None:
    """With its label."""
    lines = ("item1.X-ABDATE:someday", "item1.X-ABLabel:Retirement")

    assert raw(*lines) == lines


BIRTHDAYS = [
    ("BDAY:1980-03-22", "1980-03-22"), ("BDAY:19800322", "1980-03-22"), ("BDAY:--0203", "--02-03"),
    ("BDAY:--02-03", "--02-03"), ("BDAY:1985-01-28T00:00:00Z", "1985-01-28"), ("BDAY:20190210T000033", "2019-02-10"),
    ("BDAY;VALUE=date:1980-03-22", "1980-03-22"), ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-01-22", "--01-22"),
    ("BDAY:1604-01-22", "--01-22"), ("BDAY:16040122", "--01-22"),
    ("BDAY:1980", "1980"), ("BDAY:1833-12-10", "1833-12-10"),
    ("X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;1980-03-22;3;;;", "1980-03-22"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "birthday"), BIRTHDAYS)
def test_birthdays_of_every_program(line: str, birthday: str) -> None:
    """The precision that was given, without a shift of zones."""
    assert facts("FN:Ana", line).birthday == birthday


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("22.03.1980", "1980-03-22"), ("1980/03/22", "1980-03-22"), ("1980.3.22", "1980-03-22"), ("1980-3-2", "1980-03-02"),
        ("03/22/1980", "1980-03-22"), ("22/03/1980", "1980-03-22"), ("22 March 1980", "1980-03-22"),
        ("March 22, 1980", "1980-03-22"), ("22.3.", "--03-22"), ("--3-22", "--03-22"), ("0000-03-22", "--03-22"),
        ("1980年3月22日", "1980-03-22"), ("1980년 3월 22일", "1980-03-22"),
    ],
)  # fmt: skip
def test_a_date_in_other_words_is_understood_if_it_can_be_only_one(text: str, on: str) -> None:
    """And kept as it came, in the note or as a line."""
    found = draft("FN:Ana", f"BDAY:{text}", f"X-ANNIVERSARY:{text}")

    assert (found.facts.birthday, found.facts.events) == (on, (EventFact("anniversary", on),))
    assert (found.facts.note, found.raw) == (f"birthday: {text}", (f"X-ANNIVERSARY:{text}",))


def test_a_date_of_another_calendar_is_kept() -> None:
    """It is no day of ours."""
    chinese, ours = "BDAY;CALSCALE=chinese:78370409", "BDAY;CALSCALE=gregorian:1980-03-22"
    found = draft("FN:Ana", chinese, ours, "X-ANNIVERSARY;CALSCALE=hebrew:5741-01-02")

    assert (found.facts.birthday, found.facts.note, found.facts.events) == ("1980-03-22", None, ())
    assert found.raw == (chinese, "X-ANNIVERSARY;CALSCALE=hebrew:5741-01-02")
    assert (draft("FN:Ana", chinese).facts.birthday, left_out(chinese, ours)) == (None, [])


def test_a_birthday_of_zeros_says_nothing() -> None:
    """It is kept as a line, not put into the note."""
    found = draft("FN:Ana", "BDAY:0000-00-00")

    assert (found.facts.birthday, found.facts.note, found.raw) == (None, None, ("BDAY:0000-00-00",))


# Names that are none


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (("FN:-", "N:;-;;;", "ORG:Acme", "TEL:123456"), ("Acme", None, None)),
        (("FN:.", "N:.;;;;", "EMAIL:bo@example.org"), ("bo@example.org", None, None)),
        (("FN:?", "N:Lind;Bo;;;"), ("Bo Lind", "Bo", "Lind")),
        (("FN:Bo Lind", "N:-;-;;;"), ("Bo Lind", "Bo", "Lind")),
        (("FN:---", "N:---", "NICKNAME:Bo"), ("Bo", None, None)), (("FN:?", "NOTE:who"), ("?", "?", None)),
    ],
)  # fmt: skip
def test_a_mark_that_stands_for_a_name_is_none(
    lines: tuple[str, ...], named: tuple[str, str | None, str | None]
) -> None:
    """What else the card says is taken, as where there is no name at all; if there is nothing, the mark it is."""
    found = facts(*lines)

    assert (found.name, found.given, found.family) == named


def test_a_name_that_was_cut_within_a_letter_gives_way() -> None:
    """FN was cut, N was not; the line is kept."""
    head = ";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
    found = draft(f"N{head}=D0=9C=D0=B8=D1=80;=D0=90=D0=BD=D1=8F;;;", f"FN{head}=D0=90=D0=BD=D1=8F=20=D0=9C=D0=B8=D1")

    assert (found.facts.name, found.raw) == ("Аня Мир", ("FN:Аня Ми\ufffd",))
    plain = "N:Мир;Аня;;;", "FN:Аня Ми\ufffd"
    assert draft(*plain).facts.name == "Аня Мир"


def test_the_department_of_kde_is_the_team() -> None:
    """Where ORG has none."""
    department = "X-KADDRESSBOOK-X-Department:Sales"

    assert jobs(facts("FN:Ana", "ORG:Acme", "TITLE:CEO", department)) == [("Acme", "CEO", "Sales")]
    assert draft("FN:Ana", "ORG:Acme;Board", department).raw == (department,)


@pytest.mark.parametrize("name", ["X-GROUP-MEMBERSHIP", "X-ABGroup", "X-PALM-CATEGORY", "X-LOTUS-CATEGORIES"])
def test_groups_of_telephones_are_tags(name: str) -> None:
    """Beside those of CATEGORIES, each once."""
    found = draft("FN:Ana", "CATEGORIES:Choir", f"{name}:My Contacts", f"{name}:My Contacts", f"{name}:Choir")

    assert (found.facts.tags, found.raw) == (("choir", "my-contacts"), ())


# Relations

RELATIONS = [
    (["RELATED;TYPE=spouse:urn:uuid:b-1"], RelationDraft("spouse", uid="b-1")),
    (["RELATED;TYPE=friend;VALUE=text:Bo Lind"], RelationDraft("friend", "Bo Lind")),
    (["item1.X-ABRELATEDNAMES;type=pref:Bo Lind", "item1.X-ABLabel:_$!<Spouse>!$_"], RelationDraft("spouse", "Bo Lind")),
    (["X-ABRELATEDNAMES:Bo"], RelationDraft("related", "Bo")), (["X-SPOUSE:Bo"], RelationDraft("spouse", "Bo")),
    (["X-MANAGER:Bo"], RelationDraft("manager", "Bo")), (["X-ASSISTANT:Bo"], RelationDraft("assistant", "Bo")),
    (["X-MS-MANAGER:Bo"], RelationDraft("manager", "Bo")), (["X-EVOLUTION-SPOUSE:Bo"], RelationDraft("spouse", "Bo")),
    (["X-EVOLUTION-ASSISTANT:Bo"], RelationDraft("assistant", "Bo")),
    (["X-KADDRESSBOOK-X-SpousesName:Bo"], RelationDraft("spouse", "Bo")),
    (["X-WAB-SPOUSE_NAME:Bo"], RelationDraft("spouse", "Bo")),
    (["RELATED;TYPE=friend:name:Bo Lind"], RelationDraft("friend", "Bo Lind")),
    (["RELATED;TYPE=friend:uid:bo-1"], RelationDraft("friend", uid="bo-1")),
    (["X-KADDRESSBOOK-X-ManagersName:Bo"], RelationDraft("manager", "Bo")),
    (["X-KADDRESSBOOK-X-AssistantsName:Bo"], RelationDraft("assistant", "Bo")),
    (["X-MANAGERSNAME;UID=b-1:Bo"], RelationDraft("manager", "Bo", "b-1")),
    (["X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Bo;14;;"], RelationDraft("spouse", "Bo")),
    (["X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Bo;0;Mentor;"], RelationDraft("mentor", "Bo")),
    (["AGENT:Bo Lind"], RelationDraft("agent", "Bo Lind")),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "relation"), RELATIONS)
def test_relations_of_every_program(lines: list[str], relation: RelationDraft) -> None:
    """By UID or by name, with the word that says as what; no line is kept besides."""
    found = draft("FN:Ana", *lines)

    assert (found.relations, found.raw) == ((relation,), ())


@pytest.mark.parametrize(
    "line",
    [
        "RELATED;TYPE=contact:https://example.org/bo.vcf", "RELATED:mailto:bo@example.org",
        "RELATED;VALUE=text:Please ask my assistant Jane Doe for anything", "AGENT;VALUE=uri:CID:part3@example.org",
        "X-SPOUSE:?", "X-OX-NUMBER-OF-CHILDREN:2", "X-CHILDREN:Bo, 2", "RELATED;VALUE=text:7/2016", "X-ASSISTANT:-",
    ],
)  # fmt: skip
def test_what_names_nobody_is_kept_as_a_line(line: str) -> None:
    """The address of a card, a sentence, a text without any letter."""
    found = draft("FN:Ana", line)

    assert (found.relations, found.raw) == ((), (line,))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("X-MS-CHILD:Kim; Lee", ["Kim", "Lee"]), ("X-CHILDREN:Kim, Lee", ["Kim", "Lee"]),
        ("X-CHILD:Lind, Kim", ["Lind, Kim"]),
    ],
)  # fmt: skip
def test_several_children_may_stand_in_one_line(line: str, names: list[str]) -> None:
    """Outlook parts them as people do."""
    assert [relation.name for relation in draft("FN:Ana", line).relations] == names


AGENTS = [
    "AGENT:\r\nBEGIN:VCARD\r\nFN:Bo Lind\r\nTEL:222\r\nUID:b-1\r\nEND:VCARD",
    "AGENT:BEGIN:VCARD\r\nFN:Bo Lind\r\nTEL:222\r\nUID:b-1\r\nEND:VCARD",
    "AGENT:BEGIN:VCARD\\nFN:Bo Lind\\nTEL:222\\nUID:b-1\\nEND:VCARD\\n",
    "AGENT:BEGIN:VCARD\r\n FN:Bo Lind\r\n TEL:222\r\n UID:b-1\r\n END:VCARD",
]


@pytest.mark.parametrize("agent", AGENTS)
def test_the_card_of_an_agent_is_his_own(agent: str) -> None:
    """Nested, as escaped text, or indented: nothing of it lands on the card it stands in, which goes on after it."""
    (found,) = read(card("FN:Ana", agent, "TEL:111")).drafts

    (relation,) = found.relations
    assert (relation.kind, relation.name, relation.uid, found.raw) == ("agent", "Bo Lind", "b-1", ())
    assert [p.value for p in found.facts.points] == ["111"]
    assert relation.facts is not None
    assert [p.value for p in relation.facts.points] == ["222"]


def test_what_an_agents_card_says_beyond_facts_is_kept_as_text() -> None:
    """The whole card, escaped as 3.0 has it, so that it is read again when it comes back."""
    found = draft("FN:Ana", "AGENT:\r\nBEGIN:VCARD\r\nFN:Bo\r\nX-ODD:a\\;b\r\nPHOTO;ENCODING=b:AAAA\r\nEND:VCARD")

    assert found.raw == ("AGENT:BEGIN:VCARD\\nFN:Bo\\nX-ODD:a\\\\\\;b\\nEND:VCARD",)
    assert draft("FN:Ana", *found.raw).raw == found.raw


# Organisations and groups


@pytest.mark.parametrize("line", ["KIND:org", "X-ABShowAs:COMPANY", "kind:Organization"])
def test_the_card_of_an_organisation_is_marked(line: str) -> None:
    """By a tag; its name is not taken apart, and the line is kept to be written again."""
    found = draft("FN:Example Auto Parts", line, "ORG:Example Auto Parts", "TEL:1")

    assert (found.facts.tags, found.facts.given, found.facts.family) == (("organisation",), None, None)
    assert found.raw == (line,)


def test_a_group_is_no_person() -> None:
    """Members by UID, each once; all that it says besides is in its note."""
    reading = read(
        card("X-ADDRESSBOOKSERVER-KIND:group", "UID:g", "FN:Choir", "N:Choir", "NOTE:sings", "X-ODD:1",
             "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a", "MEMBER:urn:uuid:b", "MEMBER:urn:uuid:a")
        + card("KIND:group", "UID:h")
    )  # fmt: skip

    (group,) = reading.groups
    assert (group.name, group.uid, set(group.members), group.note) == ("Choir", "g", {"a", "b"}, "sings\nX-ODD:1")
    assert (reading.drafts, [r.reason for r in reading.rejected]) == ((), ["a group without a name"])


# Photos

PHOTOS = [
    f"PHOTO;ENCODING=b;TYPE=GIF:{b64encode(GIF).decode()}", f"PHOTO;GIF;BASE64:{b64encode(GIF).decode()}\r\n",
    f"PHOTO;ENCODING=BASE64;TYPE=GIF:\r\n {b64encode(GIF[:6]).decode()}\r\n {b64encode(GIF[6:]).decode()}",
    f"PHOTO;ENCODING=BASE64;TYPE=GIF:{b64encode(GIF[:6]).decode()}\r\n{b64encode(GIF[6:]).decode()}",
    f"PHOTO:data:image/gif;base64,{b64encode(GIF).decode()}", f"PHOTO;VALUE=URI:data:image/gif;base64\\,{b64encode(GIF).decode()}",
    f"LOGO;ENCODING=b;TYPE=GIF:{b64encode(GIF).decode()}", f"item1.PHOTO;X-A=b;ENCODING=b:{b64encode(GIF).decode()}",
]  # fmt: skip


@pytest.mark.parametrize("line", PHOTOS)
def test_a_photo_is_read_in_every_form(line: str) -> None:
    """2.1, 3.0 and 4.0, folded, in lines without blanks, as data URI; a logo where there is no photo."""
    found = draft("FN:Ana", line, "TEL:1")

    assert found.photo is not None
    assert (found.photo.data, found.photo.media_type) == (GIF, "image/gif")
    assert [p.value for p in found.facts.points] == ["1"]


def test_of_several_pictures_the_first_photo_counts() -> None:
    """All others, sounds and keys are left out and named; links are kept, since nothing is ever fetched."""
    gif, png = b64encode(GIF).decode(), b64encode(PNG).decode()
    lines = (
        f"LOGO;ENCODING=b:{gif}", f"PHOTO;ENCODING=b:{png}", f"PHOTO;ENCODING=b:{gif}", "SOUND;ENCODING=b:AAAA",
        "KEY;ENCODING=b:AAAA", f"X-MS-CARDPICTURE;ENCODING=b:{gif}", f"X-OTHER;ENCODING=b:{gif}",
        "PHOTO;VALUE=uri:https://example.org/a.gif", "KEY;VALUE=uri:https://example.org/a.asc",
    )  # fmt: skip
    found = draft("FN:Ana", *lines)

    assert found.photo is not None
    assert found.photo.data == PNG
    assert found.raw == lines[-2:]
    assert left_out(*lines) == ["bytes of X-OTHER", "card pictures", "further photos", "keys", "logos", "sounds"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("PHOTO;ENCODING=b:!!!", "photos that are no JPEG, PNG, GIF or WebP, or broken"),
        ("PHOTO;ENCODING=BASE64:R0lG:ASDF==", "photos that are no JPEG, PNG, GIF or WebP, or broken"),
        (f"PHOTO;ENCODING=b:{b64encode(GIF + bytes(2_000_001)).decode()}", "photos larger than 2 MB"),
        (f"PHOTO;ENCODING=b:{b64encode(GIF + bytes(5_000_000)).decode()}", "photos larger than 2 MB"),
        (f"LOGO;ENCODING=b:{b64encode(GIF + bytes(5_000_000)).decode()}", "logos larger than 2 MB"),
    ],
    ids=["no base64", "cut", "over 2 MB", "5 MB", "logo"],
)  # fmt: skip
def test_a_photo_that_cannot_be_kept_is_named_and_spoils_nothing(line: str, reason: str) -> None:
    """The properties after it survive."""
    found = draft("FN:Ana", line, "TEL:1")

    assert (found.photo, [p.value for p in found.facts.points], left_out(line)) == (None, ["1"], [reason])


# What has no place


def test_kept_lines_are_decoded_and_on_one_line() -> None:
    """Quoted-printable, charsets and the backslashes of 2.1 are put as 3.0 has them."""
    data = "\r\n".join([
        "BEGIN:VCARD", "VERSION:2.1", "N:Pires;Ana", "X-A;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Zo=E9=0D=0Ax",
        "X-B:C:\\new", "X-C;a=b:c", "END:VCARD", "",
    ])  # fmt: skip
    (found,) = read(data.encode()).drafts

    assert found.raw == ("X-A:Zoé\\nx", "X-B:C:\\\\new", "X-C;a=b:c")


@pytest.mark.parametrize(("version", "note"), [("2.1", "C:\\new; a\\, b"), ("3.0", "C:\new; a, b")])
def test_a_backslash_escapes_little_in_2_1(version: str, note: str) -> None:
    r"""There `\;` alone is an escape (versit, vCard 2.1, section 2.1.2)."""
    (found,) = read(card("FN:Ana", r"NOTE:C:\new\; a\, b", version=version)).drafts

    assert found.facts.note == note


def test_parameters_without_a_place_are_named() -> None:
    """Of lines that became facts; those that repeat what the value says are not."""
    assert left_out("TEL;type=CELL;waid=351555550100:+351 555 550 100") == []
    assert left_out("TEL;CELL;X-EDIT=0;X-POS=180,175,11,130:1", "TEL;X-Palm-Order=1:2") == []
    assert left_out("TEL;X-ODD=a;PID=1.1:1", "X-B;X-C=d:e", "X-SOCIALPROFILE;x-user=ana:x-apple:ana") == [
        "parameters of lines: X-ODD"
    ]


def test_what_stands_outside_is_named() -> None:
    """Lines outside of any card, and components that are none."""
    data = b"Exported\r\n" + card("FN:Ana", "BEGIN:X-A\r\nFN:Nobody\r\nEND:X-A") + b"TEL:1\r\n"

    assert read(data).skipped == (Skipped("lines outside of any card", 2), Skipped("parts that are no cards: X-A", 1))


# Laws

VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)
HEADS = st.sampled_from([
    "FN", "N", "NICKNAME", "EMAIL", "EMAIL;TYPE=WORK", "TEL;CELL", "item1.TEL", "item1.X-ABLabel", "URL", "ADR;TYPE=home",
    "LABEL;TYPE=home", "ORG", "item1.ORG", "TITLE", "ROLE", "BDAY", "NOTE", "CATEGORIES", "UID", "LANG", "GEO", "X-ODD",
    "X-SKYPE", "IMPP;X-SERVICE-TYPE=Skype", "ANNIVERSARY", "item1.X-ABDATE", "X-SPOUSE", "RELATED;TYPE=friend",
    "X-ABRELATEDNAMES", "SORT-STRING", "X-PHONETIC-FIRST-NAME", "KIND", "X-ABShowAs", "SOUND;X-IRMC-N", "AGENT",
    "X-ANDROID-CUSTOM", "FN;LANGUAGE=ja;ALTID=1", "TITLE;ALTID=1", "TEL;X-ODD=b", "MEMBER", "VERSION", "REV",
])  # fmt: skip
CARDS = st.lists(st.lists(st.builds("{}:{}".format, HEADS, VALUES), max_size=8), max_size=4)


@settings(max_examples=150, deadline=None)
@given(CARDS, st.sampled_from(["2.1", "3.0", "4.0"]), st.sampled_from(["\r\n", "\n"]), st.booleans())
def test_plain_cards_are_read_as_careful_ones(
    cards: list[list[str]],
    version: str,
    end: str,
    folded: bool,  # hypothesis draws it
) -> None:
    """The short way changes nothing, whatever stands in a card."""
    text = b"".join(card(*lines, version=version) for lines in cards).decode().replace("\r\n", end)
    if folded:
        text = text.replace(":", f":{end} ")
    data = text.encode()

    assert read(data) == read(data, careful=True)


def test_a_draft_is_equal_to_itself() -> None:
    """So that the comparison above compares something."""
    assert read(card("FN:Ana")) != read(card("FN:Bo"))
    assert Draft(facts("FN:Ana"), "card 1 (line 1)") == draft("FN:Ana")


def test_plain_cards_are_read_several_times_as_fast() -> None:
    """At least 2.5 times as fast as line by line, in one run; measured when written: six times."""
    from time import process_time

    lines = (
        "UID:{0}", "FN:Ana Pires {0}", "N:Pires;Ana;;;", "ORG:Helix Bio", "TITLE:VP\\, Sales", "NOTE:met at the fair",
        "EMAIL;TYPE=WORK:ana{0}@example.org", "TEL;TYPE=CELL:+1 555 010{0}", "ADR;TYPE=HOME:;;Main St {0};Porto;;4050;",
        "BDAY:1980-03-22", "CATEGORIES:friend,press", "REV:20260101T000000Z",
    )  # fmt: skip
    data = b"".join(card(*(line.format(number) for line in lines)) for number in range(600))

    def seconds(*, careful: bool) -> float:
        start = process_time()
        read(data, careful=careful)
        return process_time() - start

    assert min(seconds(careful=True) for _ in range(3)) > 2.5 * min(seconds(careful=False) for _ in range(3))
