"""Cards into drafts of people: samples, the traps of real files, and laws over made-up cards."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.importing.draft import Draft, Reading
from netcli.importing.formats.vcard import read
from netcli.model import PersonFacts, PointKind
from netcli.results import plain
from netcli.text import one_line
from tests.conftest import CORPORA

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.vcf"))
MANY = settings(max_examples=150, deadline=None)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="=\\"), min_size=1)


def card(*lines: str, version: str = "3.0") -> bytes:
    """Return one card of these lines."""
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode()


def draft(*lines: str) -> Draft:
    """Return what one card of these lines says; it must be the only person."""
    (found,) = read(card(*lines)).drafts
    return found


def facts(*lines: str) -> PersonFacts:
    """Return the facts of one card."""
    return draft(*lines).facts


def names(reading: Reading) -> list[str]:
    """Return the names of the people read, in order."""
    return [found.facts.name for found in reading.drafts]


def points(found: PersonFacts, kind: PointKind) -> list[tuple[str, str | None, bool]]:
    """Return (value, label, preferred) of the contact points of one kind."""
    return [(p.value, p.label, p.preferred) for p in found.points if p.kind is kind]


def jobs(found: PersonFacts) -> list[tuple[str | None, str | None, str | None]]:
    """Return (organisation, title, team) of each position."""
    return [(p.org, p.title, p.team) for p in found.positions]


def pruned(value: Any) -> Any:
    """Return plain data without what is empty, for samples that are pleasant to read."""
    if isinstance(value, dict):
        return {key: pruned(item) for key, item in value.items() if item not in (None, "", [], False)}
    return [pruned(item) for item in value] if isinstance(value, list) else value


def said(reading: Reading) -> dict[str, Any]:
    """Return a reading as its sample's JSON shows it."""
    return {
        "drafts": [
            pruned(
                {
                    "where": d.where,
                    "key": d.key,
                    "since": d.since,
                    "facts": plain(d.facts),
                    "raw": [*d.raw],
                    "photo": f"{d.photo.media_type}, {len(d.photo.data)} bytes" if d.photo else None,
                    "relations": plain(d.relations),
                }
            )
            for d in reading.drafts
        ],
        **({"groups": [pruned(plain(group)) for group in reading.groups]} if reading.groups else {}),
        "rejected": [{"where": r.where, "reason": r.reason} for r in reading.rejected],
        "skipped": [{"reason": s.reason, "count": s.count} for s in reading.skipped],
    }


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_the_page_beside_it_says(sample: Path) -> None:
    """Each NAME.vcf has its NAME.json."""
    assert said(read(sample.read_bytes())) == json.loads(sample.with_suffix(".json").read_text())


def test_real_cards_are_read() -> None:
    """Nothing raises, and in 95 % of the files every FN comes out: files of some forty programs, if they are here."""
    folder = CORPORA / "vcf"
    if not (folder / "expected.json").exists():
        pytest.skip(f"no real-world cards in {folder}")
    files = json.loads((folder / "expected.json").read_text())["files"]

    complete = []
    for name, expected in files.items():
        if (folder / name).exists():
            found = set(names(read((folder / name).read_bytes())))
            wanted = {one_line(c["fn"]) for c in expected["cards_facts"] if c["fn"] and "accept" not in c}
            complete.append(wanted <= found)

    assert len(complete) > 100
    assert sum(complete) / len(complete) >= 0.95


NAMED = [
    ("FN:Ana  Pires |N:Pires;Ana", "Ana Pires"), ("FN:Doe\\, John|N:Doe;John", "Doe, John"), ("FN:Doe, John", "Doe, John"),
    ("N:Pires;Ana;Maria;Dr.;MSc", "Dr. Ana Maria Pires MSc"), ("FN:|N:Pires;Ana", "Ana Pires"), ("item1.FN:Ana", "Ana"),
    ("FN: |N:;;;;|NICKNAME:Nana", "Nana"), ("N:|ORG:Helix Bio", "Helix Bio"), ("TEL:5550100", "5550100"),
    ("EMAIL:ana@example.org|TEL:5550100", "ana@example.org"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "name"), NAMED)
def test_a_card_names_somebody_as_best_it_can(lines: str, name: str) -> None:
    """FN, else the parts of N, else nickname, organisation, address, number."""
    assert facts(*lines.split("|")).name == name


@pytest.mark.parametrize("line", ["ORG:Helix;Research", "ORG:Helix;", "NICKNAME:Helix,Heli"])
def test_the_first_part_of_a_list_names_a_card(line: str) -> None:
    """Departments are no part of a company's name, and a list of nicknames is not one name."""
    assert facts(line).name == "Helix"


def test_lines_of_a_note_end_in_one_way() -> None:
    """CR LF, as quoted-printable has it, is the same line end as the escaped one of later versions."""
    assert facts("FN:Ana", "NOTE;QUOTED-PRINTABLE:a=0D=0Ab").note == facts("FN:Ana", "NOTE:a\\nb").note == "a\nb"


PARTS = [
    ("FN:x|N:Pires;Ana;Maria;Dr.;MSc", ("Ana", "Pires", "Maria", "Dr.", "MSc")), ("FN:x|N:Pires", (None, "Pires")),
    ("FN:x|N:Pires;Ana;Maria,Luz", ("Ana", "Pires", "Maria,Luz")), ("FN:x|N:O\\;Neil;Ana", ("Ana", "O;Neil")),
    ("FN:Anna van der Berg", ("Anna", "van der Berg")), ("FN:DUPONT Jean|N:;;;;", ("Jean", "DUPONT")),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "parts"), PARTS)
def test_the_parts_of_a_name_are_kept_or_guessed(lines: str, parts: tuple[str | None, ...]) -> None:
    """N as it is given, whatever it lacks; without it they are guessed from FN."""
    found = facts(*lines.split("|"))

    kept = (found.given, found.family, found.additional, found.prefix, found.suffix)
    assert kept == (*parts, *[None] * (5 - len(parts)))


def test_a_card_that_names_nobody_is_rejected_with_its_place() -> None:
    """The rest of the file goes on."""
    reading = read(card("FN:Ana") + card("NOTE:about nobody") + card("FN:Bo"))

    assert names(reading) == ["Ana", "Bo"]
    assert [(r.where, "nobody" in r.reason) for r in reading.rejected] == [("card 2 (line 5)", True)]


@pytest.mark.parametrize("text", ["circa 1800", "1980-02-30", "206-12-15", "03/04/1980", "---12"])
def test_a_birthday_that_is_no_date_is_kept_in_the_note(text: str) -> None:
    """Nothing is invented and nothing is lost."""
    found = facts("FN:Ana", "NOTE:likes tea", f"BDAY:{text}")

    assert (found.birthday, found.note) == (None, f"likes tea\nbirthday: {text}")


def test_contact_points_keep_their_labels() -> None:
    """Types are the label, but for words that say nothing; pref and PREF=1 mark the preferred one."""
    found = facts(
        "FN:Ana", 'EMAIL;TYPE=INTERNET,WORK,pref:"Ana"  <ana@example.org>', "EMAIL:MAILTO:a@example.net", "EMAIL:",
        "EMAIL:no address", 'TEL;VALUE=uri;TYPE="voice,home";PREF=1:tel:+1-555-555-0100;ext=5',
        "TEL;CELL;PREF=2:BusinessPhone", "item1.URL:http\\://example.org/", "IMPP:xmpp:ana@example.org",
    )  # fmt: skip

    assert points(found, PointKind.EMAIL) == [
        ("ana@example.org", "work", True), ("a@example.net", None, False), ("no address", None, False),
    ]  # fmt: skip
    assert points(found, PointKind.PHONE) == [("+1-555-555-0100;ext=5", "home", True), ("BusinessPhone", "cell", False)]
    assert points(found, PointKind.URL) == [("http://example.org/", None, False)]
    assert points(found, PointKind.IM) == [("xmpp:ana@example.org", None, False)]


def test_an_address_has_named_parts() -> None:
    """The seven of RFC 6350 section 6.3.1, and one line to read; an empty one is none."""
    found = facts("FN:Ana", "ADR;TYPE=home:;;Rua A\\, 1;Porto;;4050;", "ADR:;;;;;;")

    assert points(found, PointKind.ADDRESS) == [("Rua A, 1, Porto, 4050", "home", False)]
    assert found.points[0].parts == (("street", "Rua A, 1"), ("city", "Porto"), ("postal_code", "4050"))


JOBS = [
    ("ORG:Helix;Research;Data;|TITLE:Head", [("Helix", "Head", "Research, Data")]), ("TITLE:a", [(None, "a", None)]),
    ("ORG:One|ORG:Two|TITLE:a|TITLE:b", [("One", "a", None), ("Two", "b", None)]), ("ORG:|TITLE:", []),
    ("i1.ORG:One|i2.ORG:Two|i2.TITLE:b|i1.TITLE:a", [("One", "a", None), ("Two", "b", None)]),
    ("ORG:Helix|ROLE:a", [("Helix", "a", None)]), ("ORG:Helix|ROLE:a|TITLE:b", [("Helix", "b", None)]),
    ("ORG:;Research", [(None, None, "Research")]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "found"), JOBS)
def test_organisation_and_title_are_a_job(lines: str, found: list[tuple[str | None, ...]]) -> None:
    """They pair up by group, else in order; ROLE stands in for TITLE; further parts are the team."""
    assert jobs(facts("FN:Ana", *lines.split("|"))) == found


def test_a_title_stays_with_the_organisation_of_its_group() -> None:
    """The first organisation does not take what belongs to the second."""
    assert jobs(facts("FN:Ana", "i1.ORG:One", "i2.ORG:Two", "i2.TITLE:b")) == [("One", None, None), ("Two", "b", None)]


def test_tags_notes_and_names() -> None:
    """Categories are tags, notes are joined, nicknames come one by one."""
    found = facts("FN:Ana", "CATEGORIES:Board,Spring Fair,board", "NOTE:a\\nb", "NOTE:c, d", "NICKNAME:N,A", "LANG:fr")

    assert (found.tags, found.note, found.lang) == (("board", "spring-fair"), "a\nb\nc, d", "fr")
    assert [(name.kind.value, name.name) for name in found.names] == [("nickname", "N"), ("nickname", "A")]


def test_what_has_no_place_is_kept_and_pictures_are_counted() -> None:
    """Unknown lines come as they are, group and parameters too; what is left out is named."""
    found = draft("FN:Ana", 'item1.X-A;b="c:d":e\\,f', "just text", "PHOTO;ENCODING=b:", " AAAA", " AAAA", "TEL:1")
    skipped = read(card("FN:Ana", "PHOTO:A", "PHOTO:B", "KEY:k")).skipped

    assert found.raw == ('item1.X-A;b="c:d":e\\,f', "just text")
    assert points(found.facts, PointKind.PHONE) == [("1", None, False)]
    assert [(s.reason, s.count) for s in skipped] == [
        ("keys", 1), ("photos that are no JPEG, PNG, GIF or WebP, or broken", 2),
    ]  # fmt: skip


SECOND = [
    "FN:Second", "N:Pires;Ana|N:Second;Ana", "N:Pires;Ana;;;;Second", "BDAY:1980-01-01|BDAY:Second",
    "LANG:fr|LANG:Second", "UID:1|UID:Second", "ADR:;;Rua A;Porto;;;;Second",
]  # fmt: skip


@pytest.mark.parametrize("lines", SECOND)
def test_a_second_value_of_what_there_is_one_of_is_kept(lines: str) -> None:
    """As another name, in the note, or as the line it came in."""
    assert "Second" in repr(draft("FN:Ana", *lines.split("|")))


@pytest.mark.parametrize(
    ("uid", "key"),
    [("UID:urn:uuid:AB-12", "AB-12"), ("UID:x@example.org", "x@example.org"), ("UID:", None), ("TEL:1", None)],
)
def test_a_card_is_known_by_its_uid(uid: str, key: str | None) -> None:
    """As it stands, without `urn:uuid:`."""
    assert draft("FN:Ana", uid).key == key


FILES = [
    (b"", []), (b"no card at all\n", []), (b"END:VCARD\nFN:Ana\n", []), (b"BEGIN:VCARD\nFN:Ana\n", ["Ana"]),
    (b"begin:vcard \nfn:Ana\nend:vcard\n", ["Ana"]),
    (b"BEGIN:VCARD\nFN:Ana\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\n", ["Ana", "Bo"]),
    (b"BEGIN:VCARD\nFN:Ana\nEND:VCARD\nFN:Nobody\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\n", ["Ana", "Bo"]),
    (b"BEGIN:X\nFN:Nobody\nBEGIN:Y\nEND:Y\nFN:Nobody\nEND:X\nBEGIN:VCARD\nFN:Ana\nEND:VCARD\n", ["Ana"]),
    (b"BEGIN:VCARD\nFN:Ana\nEND:VCARD\nVERSION:3.0\nFN:Bo\nEND:VCARD\nFN:Nobody\n", ["Ana", "Bo"]),
    (b"N:Lind;Bo\nFN:Bo\nEND:VCARD\nBEGIN:VCARD\nFN:Ana\nEND:VCARD\nNobody\nEND:VCARD\n", ["Bo", "Ana"]),
    (b"VERSION:3.0\nBEGIN:VCARD\nFN:Ana\nEND:VCARD\n", ["Ana"]),
    (b"BEGIN:VCARD\nBEGIN:X\nFN:Nobody\nEND:X\nFN:Ana\nEND:VCARD\n", ["Ana"]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "found"), FILES)
def test_cards_are_found_among_other_things(data: bytes, found: list[str]) -> None:
    """A missing END or BEGIN is forgiven; foreign components and lines outside any card are passed over."""
    assert names(read(data)) == found


@pytest.mark.parametrize("opening", ["AGENT:\r\nBEGIN:VCARD", "AGENT:BEGIN:VCARD", "BEGIN:VCARD"])
def test_a_card_within_a_card_leaves_the_outer_one_whole(opening: str) -> None:
    """The assistant's facts are the assistant's, and what follows him is still the manager's."""
    reading = read(card("FN:Ana", opening, "FN:Bo", "TEL:222", "END:VCARD", "TEL:111", version="2.1"))

    phones = {d.facts.name: [value for value, _, _ in points(d.facts, PointKind.PHONE)] for d in reading.drafts}
    assert phones["Ana"] == ["111"]
    assert phones.get("Bo", ["222"]) == ["222"]


UNENDED = (b"BEGIN:X\n" + card("FN:Ana") + card("FN:Bo"), card("FN:Ana", "BEGIN:X") + card("FN:Bo"))


@pytest.mark.parametrize("data", UNENDED, ids=["before a card", "inside a card"])
def test_a_component_that_never_ends_does_not_hide_the_cards_after_it(data: bytes) -> None:
    """Each card comes out, or is rejected with a reason."""
    reading = read(data)

    assert names(reading) == ["Ana", "Bo"] or len(reading.drafts) + len(reading.rejected) == 2


@pytest.mark.parametrize("after", ["\r\n of it\r\nTEL:1\r\n", "\n\tx\nTEL:1\n", "\r x\rTEL:1", "\r\n \r\n", "\r\n", ""])
def test_an_end_that_goes_on_is_none_however_the_file_is_read(after: str) -> None:
    """The short way for plain cards gives what reading line by line gives."""
    data = f"BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD{after}".encode()

    assert read(data) == read(data, careful=True)


@pytest.mark.parametrize("odd", [" folded", "\t ::: VEEND:VCARD", " "])
def test_a_begin_does_not_go_on_however_the_file_is_read(odd: str) -> None:
    """An odd line after it costs nothing of the card."""
    data = f"BEGIN:VCARD\r\n{odd}\r\nFN:Ana\r\nEND:VCARD\r\n".encode()

    assert names(read(data)) == ["Ana"]
    assert read(data) == read(data, careful=True)


def test_cards_that_are_indented_as_a_whole_are_read() -> None:
    """As they come out of a document; a fold is indented further."""
    text = card("FN:Ana", "NOTE:long", "  er", version="3.0").decode() + card("FN:Bo", version="3.0").decode()
    data = "".join(f"  {line}" for line in text.splitlines(keepends=True))

    reading = read(data.strip().encode())

    assert names(reading) == ["Ana", "Bo"]
    assert reading.drafts[0].facts.note == "long er"


@pytest.mark.parametrize("between", [b"", b" ", b"\xef\xbb\xbf", b"\r\n\xef\xbb\xbf", b"\r\n \r\n"])
def test_files_that_were_put_together_are_read_whole(between: bytes) -> None:
    """Without a line end between them, or each with a byte-order mark of its own."""
    data = between.join(card(f"FN:{name}").strip() for name in ("Ana", "Bo", "Cem"))

    assert names(read(b"\xef\xbb\xbf" + data)) == ["Ana", "Bo", "Cem"]
    assert read(data).skipped == ()


@pytest.mark.parametrize("end", [b"\x1a", b"\0" * 9])
def test_what_fills_a_file_up_is_no_line(end: bytes) -> None:
    """DOS and telephones end files so."""
    assert read(card("FN:Ana") + end).skipped == ()


def test_an_address_in_one_piece_is_a_street() -> None:
    """No box, as its first part would be."""
    (point,) = facts("FN:Ana Lind", "N:Lind;Ana;;;", "ADR:Via Roma 1, 20121 Milano").points

    assert dict(point.parts) == {"street": "Via Roma 1, 20121 Milano"}


def test_the_end_of_a_card_in_a_value_is_text() -> None:
    """It stands at the beginning of a line alone."""
    assert facts("FN:Ana", "NOTE:END:VCARDBEGIN:VCARD").note == "END:VCARDBEGIN:VCARD"


@pytest.mark.parametrize("end", [r"\n", r"\r\n"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_card_whose_line_ends_are_written_out_is_read(end: str, quote: str) -> None:
    """As it stands in a program, or in the text of a QR code."""
    text = card("FN:Ana", r"NOTE:one\ntwo", "TEL:1").decode().strip().replace("\r\n", end)

    (found,) = read(f"{quote}{text}{quote}\n".encode()).drafts
    assert (found.facts.name, [point.value for point in found.facts.points]) == ("Ana", ["1"])
    assert found.facts.note == "one\ntwo"


def test_utf_16_without_a_mark_is_read_too() -> None:
    """It is recognised as a file of cards, so it must not come out as an empty one."""
    assert names(read("BEGIN:VCARD\r\nFN:Zoé\r\nEND:VCARD\r\n".encode("utf-16-le"))) == ["Zoé"]


# Laws

LINES = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(["FN", "N", "EMAIL;TYPE=WORK", "TEL", "NOTE", "X-ODD;x=y", "ORG"]), TEXT),
    st.just("BEGIN:FOO\r\nFN:Nobody\r\nBEGIN:VCARD\r\nEND:VCARD\r\nEND:FOO"),
)
CARDS = st.lists(st.tuples(st.lists(LINES, max_size=5), st.booleans()), max_size=4)
Cards = list[tuple[list[str], bool]]
NAMES = ("NOTE", "NICKNAME", "EMAIL", "TEL", "URL", "X-A", "ADR", "TITLE", "CATEGORIES")
PUT = (b"", b"\0", b"=", b'"', b":", b";", b"\\", b"\n ", b"\xff", b"=\r\n", b"\r\nBEGIN:VCARD\r\n")


def written(cards: Cards) -> bytes:
    """Return a file of cards, some of them without their END."""
    texts = ("\r\n".join(["BEGIN:VCARD", *lines, *(["END:VCARD"] if ended else []), ""]) for lines, ended in cards)
    return "".join(texts).encode()


@MANY
@given(CARDS)
def test_each_card_is_a_person_or_a_rejection(cards: Cards) -> None:
    """As many as there are BEGIN:VCARD lines outside foreign components, whether they end or not."""
    reading = read(written(cards))

    assert len(reading.drafts) + len(reading.rejected) == len(cards)


@MANY
@given(st.lists(st.sampled_from(NAMES)))
def test_each_line_of_a_card_is_somewhere_in_the_draft(properties: list[str]) -> None:
    """As a fact or as it came."""
    found = repr(draft("FN:Ana", *(f"{name}:<{number}>" for number, name in enumerate(properties))))

    assert [number for number in range(len(properties)) if f"<{number}>" not in found] == []


@MANY
@given(CARDS, CARDS)
def test_two_files_are_read_as_one_after_the_other(one: Cards, other: Cards) -> None:
    """Joining files changes nothing but the places told: no card leaks into the next."""
    a, b, both = (read(written(cards)).drafts for cards in (one, other, one + other))

    assert [(d.facts, d.key, d.raw) for d in both] == [(d.facts, d.key, d.raw) for d in (*a, *b)]


@MANY
@given(CARDS, st.sampled_from(["\n", "\r"]))
def test_line_ends_and_case_of_names_do_not_matter(cards: Cards, end: str) -> None:
    """LF and CR for CRLF, lower case for capitals before the colon."""
    data = written(cards).decode()
    lower = re.sub(r"(?m)^[A-Z-]+(?=[:;])", lambda name: name[0].lower(), data).replace("\r\n", end)

    assert [d.facts for d in read(lower.encode()).drafts] == [d.facts for d in read(data.encode()).drafts]


@MANY
@given(st.sampled_from([sample.read_bytes() for sample in SAMPLES]), st.data())
def test_a_mutilated_file_never_raises(data: bytes, draw: st.DataObject) -> None:
    """Bytes changed, cut out or put in anywhere: the reader answers, and each card has a place of its own."""
    for _ in range(draw.draw(st.integers(1, 8))):
        at, cut = draw.draw(st.integers(0, len(data))), draw.draw(st.integers(0, 30))
        data = data[:at] + draw.draw(st.sampled_from(PUT)) + data[at + cut :]

    reading = read(data)

    places = [found.where for found in (*reading.drafts, *reading.rejected)]
    assert all(d.facts.name == one_line(d.facts.name) != "" for d in reading.drafts)
    assert len(set(places)) == len(places)
