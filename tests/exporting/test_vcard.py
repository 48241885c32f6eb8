"""Cards that other programs read, and from which nothing is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from netcli.domain.person import add_person
from netcli.exporting.card import Line, card_of
from netcli.exporting.kept import kept_in_card
from netcli.exporting.vcard import folded, written
from netcli.importing.formats.vcard import read
from netcli.model import PersonFacts
from netcli.storage import open_reader, open_writer
from tests.conftest import CORPORA, Netcli
from tests.exporting._people import NOW, as_person, empty, exported, people, read_into, said, sorted_out

KHARD = Path(sys.executable).with_name("khard")
REAL = sorted(path for path in (CORPORA / "vcf").glob("*") if path.suffix != ".json") if CORPORA.exists() else []


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file without people, to be copied."""
    return empty(tmp_path_factory.mktemp("new") / "new.db")


def own_cards(data: bytes) -> list[bytes]:
    """Return the cards of a file one by one."""
    return [f"{card}END:VCARD\r\n".encode() for card in re.split("(?m)^END:VCARD\r\n", data.decode())[:-1]]


def kept(*records: str, own: tuple[Line, ...] = ()) -> list[str]:
    """Return lines that were kept as they are written."""
    numbers = count(1)
    found = kept_in_card(records, own, lambda: f"item{next(numbers)}")
    card = written([Line("FN", "Ana"), *found]).decode().replace("\r\n ", "").split("\r\n")
    return [line for line in card if line not in {"BEGIN:VCARD", "VERSION:3.0", "FN:Ana", "END:VCARD", ""}]


@given(people())
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_on_the_way_through_a_card(facts: PersonFacts) -> None:
    """Whatever a card can hold is read from it as it was; and vobject sees no other name."""
    numbers = count(1)
    card = written(list(card_of(as_person(facts), lambda: f"item{next(numbers)}")))

    (draft,) = read(card).drafts

    assert sorted_out(draft.facts) == sorted_out(facts)
    assert (draft.uid, draft.raw) == ("made-up", ())
    assert vobject.readOne(card.decode()).fn.value == facts.name


@given(st.lists(people(), min_size=1, max_size=4))
@settings(max_examples=10, deadline=None, phases=[Phase.generate])
def test_an_export_makes_the_same_file_again(new: Path, made: list[PersonFacts]) -> None:
    """Export, import into an empty file: the same people, the same cards, byte for byte."""
    folder = new.parent
    with open_writer(_copy(new, folder / "a.db")) as store:
        with store.operation("add", **NOW):
            for facts in made:
                add_person(store, facts, seen_on="2026-03-02")
        before, first = said(store), exported(store)
    with read_into(folder / "b.db", new, first) as store:
        differ = [(one, other) for one, other in zip(before[0], said(store)[0], strict=True) if one != other]
        assert differ == []
        assert exported(store) == first


def _copy(path: Path, target: Path) -> Path:
    target.write_bytes(path.read_bytes())
    return target


@pytest.fixture(scope="session")
def real(new: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Any, bytes, bytes]]:
    """Return of each real file its name, what was read, its export, and the export of that export."""
    if not REAL:
        pytest.skip(f"no real-world cards in {CORPORA / 'vcf'}")
    folder, found = tmp_path_factory.mktemp("real"), []
    for path in REAL:
        with read_into(folder / "a.db", new, path.read_bytes(), f"{path.stem}.vcf") as store:
            before, first = said(store), exported(store)
        with read_into(folder / "b.db", new, first, "again.vcf") as store:
            found.append((path.name, (before, said(store)), first, exported(store)))
    return found


def test_real_cards_come_through_whole(real: list[tuple[str, Any, bytes, bytes]]) -> None:
    """Files of some forty programs: read, written, read again, the same is known of everybody; nothing grows."""
    differ = [name for name, (before, after), *_ in real if before != after]
    grown = [name for name, _, first, second in real if sorted(own_cards(first)) != sorted(own_cards(second))]

    assert differ == []
    assert grown == []


def test_vobject_reads_every_card(real: list[tuple[str, Any, bytes, bytes]]) -> None:
    """An independent reader finds as many cards as there are, each with its name."""
    for name, (before, _), data, _ in real:
        found = [card for card in vobject.readComponents(data.decode()) if card.name == "VCARD"]
        assert len(found) >= len(before[0]), name
        assert all(card.fn.value for card in found), name


def test_khard_reads_every_card(real: list[tuple[str, Any, bytes, bytes]], tmp_path: Path) -> None:
    """khard lists each card and says nothing, but that two files have the same person."""
    if not KHARD.exists():
        pytest.skip("khard is not installed: pip install -e '.[dev]'")
    all_cards = {match[1]: card for *_, data, _ in real for card in own_cards(data)
                 if (match := re.search(rb"(?m)^UID:(.*)\r\n", card))}  # fmt: skip
    folder = tmp_path / "cards"
    folder.mkdir()
    for number, card in enumerate(all_cards.values()):
        (folder / f"{number}.vcf").write_bytes(card)
    settings = tmp_path / "khard.conf"
    settings.write_text(f"[addressbooks]\n[[book]]\npath = {folder}\n")

    ran = subprocess.run(
        [str(KHARD), "-c", str(settings), "list", "--parsable"],
        capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip

    assert (ran.stderr, ran.stdout.count("\n")) == ("", len(all_cards))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=400))
def test_lines_are_folded_by_octets_and_never_within_a_character(text: str) -> None:
    """At most 75 octets each; put together again they are the line."""
    pieces = folded(text.encode()).split(b"\r\n ")

    assert all(len(piece) + bool(at) <= 75 for at, piece in enumerate(pieces))
    assert "".join(piece.decode() for piece in pieces) == text


def test_a_long_line_of_a_card_is_folded(netcli: Netcli) -> None:
    """vobject counts characters where it folds: 70 of three octets each would be one line of 210."""
    netcli("add", "漢" * 70)

    lines = netcli("export vcard").out.encode().split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert f"FN:{'漢' * 70}" in netcli("export vcard").out.replace("\r\n ", "")


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("X-ODD;X-WHAT=1:a,b;c", "X-ODD;X-WHAT=1:a,b;c"),
        ("X-ODD;CHARSET=ISO-8859-1:Hélix", "X-ODD:Hélix"),
        ("X-ODD;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:H=C3=A9lix=0D=0Abelow", "X-ODD:Hélix\\nbelow"),
        ("X-ODD;QUOTED-PRINTABLE:a=3Bb", "X-ODD:a;b"),
        ("X-ODD;HOME;PREF:x", "X-ODD;TYPE=HOME,PREF:x"),
        ("X-ODD;PREF=1;TYPE=\"voice,home\":x", "X-ODD;TYPE=voice,home,PREF:x"),
        ("X-ODD;VALUE=uri:https://example.org/a", "X-ODD;VALUE=uri:https://example.org/a"),
        ('X-ODD;SORT-AS="Pires,Ana":x', 'X-ODD;SORT-AS="Pires,Ana":x'),
        ("X-ODD;X-P=say ^'no^':x", "X-ODD;X-P=say ^'no^':x"),
        ("X-ODD;ENCODING=BASE64:aGk=", "X-ODD;ENCODING=b:aGk="),
        ("X-ODD;ENCODING=BASE64:no base64!", "X-ODD:no base64!"),
        ("X-ODD;ENCODING=8BIT:x", "X-ODD:x"),
        ("item7.X-ODD:x", "item1.X-ODD:x"),
        ("a line that is no property", "X-KEPT:a line that is no property"),
        ("X ODD:x", "X-KEPT:X ODD:x"),
        ("AGENT:BEGIN:VCARD", "X-KEPT:AGENT:BEGIN:VCARD"),
        ("X-ODD:\x1b[31mred", "X-ODD:[31mred"),
    ],
)  # fmt: skip
def test_a_line_that_was_kept_comes_out_as_3_0_has_it(raw: str, line: str) -> None:
    """Whatever version and encoding it came in; and it comes out of that the same again."""
    assert kept(raw) == [line]
    assert kept(line) == [line]


@pytest.mark.parametrize("raw", ["END:VCARD", "BEGIN:VCARD", "VERSION:2.1", "begin:vcard"])
def test_no_kept_line_begins_or_ends_a_card(raw: str) -> None:
    """Such a line can only have come from a card that was broken."""
    assert kept(raw) == []


def test_kept_lines_come_once_and_their_groups_do_not_meet() -> None:
    """Two sources may have kept the same line, or groups of the same name."""
    assert kept("X-A:1\nX-B:2", "X-A:1") == ["X-A:1", "X-B:2"]
    assert sorted(kept("item1.X-A:1\nitem1.X-ABLabel:one", "item1.X-A:2\nitem1.X-ABLabel:two")) == [
        "item1.X-A:1", "item1.X-ABLABEL:one", "item2.X-A:2", "item2.X-ABLABEL:two",
    ]  # fmt: skip


def test_what_netcli_writes_itself_does_not_come_twice() -> None:
    """A second birthday was kept: it has another name beside the first, its own where there is none."""
    assert kept("BDAY:1980", own=(Line("BDAY", "1970-01-01"),)) == ["X-ALT-BDAY:1980"]
    assert kept("BDAY:1980") == ["BDAY:1980"]


def test_a_card_as_address_books_know_it(netcli: Netcli) -> None:
    """Labels as types or as X-ABLabel, a birthday without year as Apple has it, jobs in pairs, the note and the tags."""
    netcli("add 'Ana Pires <ana@example.org>' --tag board")
    netcli("edit ana-pires --birthday --02-29 --set 'note=one, two; three'")
    netcli("edit ana-pires --phone '+351 21 555 0101 (work, preferred)' --set 'url=https://example.org/a (My blog)'")
    netcli(
        "edit ana-pires --nickname Nana --set maiden=Silva --set 'also=Ana de P' --event 'wedding: 2010-05-01' --set lang=pt"
    )
    netcli("position add ana-pires --org Helix --title CTO --team Labs")
    netcli("position add ana-pires --org Kestrel")
    netcli("position add ana-pires --org Old --to 2010")
    netcli("edit ana-pires --set 'address=1 Road, Lyon (home)'")

    out = netcli("export vcard ana").out

    assert re.sub("UID:[^\r]*", "UID:u", out).split("\r\n") == [
        "BEGIN:VCARD", "VERSION:3.0", "UID:u", "ADR;TYPE=HOME:;;1 Road\\, Lyon;;;;",
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29", "CATEGORIES:board", "EMAIL:ana@example.org", "FN:Ana Pires", "LANG:pt",
        "N:Pires;Ana;;;", "NICKNAME:Nana", "NOTE:one\\, two\\; three", "item2.ORG:Helix;Labs", "item3.ORG:Kestrel",
        "TEL;TYPE=WORK,PREF:+351 21 555 0101", "item2.TITLE:CTO", "item1.URL:https://example.org/a",
        "item4.X-ABDATE:2010-05-01", "item1.X-ABLABEL:My blog", "item4.X-ABLABEL:wedding", "X-MAIDENNAME:Silva",
        "X-OTHERNAME:Ana de P", "END:VCARD", "",
    ]  # fmt: skip


def test_a_photo_comes_with_the_card(netcli: Netcli, tmp_path: Path) -> None:
    """As it was given, in base64."""
    (tmp_path / "p.gif").write_bytes(b"GIF89a")
    netcli("add Ana")
    netcli(f"edit ana --photo {tmp_path}/p.gif")

    assert "PHOTO;ENCODING=b;TYPE=GIF:R0lGODlh\r\n" in netcli("export vcard").out


def test_whom_a_card_names_is_named_again(netcli: Netcli, tmp_path: Path) -> None:
    """With the word for it, and with the UID, as the name alone may be that of several."""
    (tmp_path / "ana.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nUID:u-ana\nFN:Ana Pires\nitem1.X-ABRELATEDNAMES:Bo Lind\nitem1.X-ABLabel:_$!<Spouse>!$_\n"
        "END:VCARD\nBEGIN:VCARD\nVERSION:3.0\nUID:u-bo\nFN:Bo Lind\nEND:VCARD\n"
    )
    netcli(f"import {tmp_path}/ana.vcf")

    ana, bo = netcli("export vcard ana").out, netcli("export vcard bo").out

    assert "item1.X-ABRELATEDNAMES;UID=u-bo:Bo Lind\r\n" in ana
    assert "item1.X-ABLABEL:spouse\r\n" in ana
    assert "RELATED" not in bo
    assert "RELATED" not in netcli("export vcard ana --for-sharing").out


def test_groups_come_last_when_everybody_is_exported(netcli: Netcli) -> None:
    """As Apple's address book has them; a query is about people alone."""
    netcli("add 'Ana Pires'")
    netcli("add 'Bo Lind'")
    netcli("group add 'The Board' ana-pires")
    uid = netcli("show ana --json").json["person"]["uid"]

    group = own_cards(netcli("export vcard").out.encode())[-1].decode()

    assert "X-ADDRESSBOOKSERVER-KIND:group" in group
    assert "FN:The Board" in group
    assert (
        group.replace("\r\n ", "").count("MEMBER:") == group.replace("\r\n ", "").count(f"MEMBER:urn:uuid:{uid}") == 1
    )
    assert "group" not in netcli("export vcard ana bo").out
    assert "group" not in netcli("export vcard --for-sharing").out


def test_hostile_text_cannot_break_a_card(netcli: Netcli) -> None:
    """A name that would end the card is a name."""
    netcli("add", "Ana END:VCARD")
    netcli("edit", "ana-end-vcard", "--set", "note=a\r\nEND:VCARD\nBEGIN:VCARD\n\x1b[31m")
    netcli("edit", "ana-end-vcard", "--email", 'ana@example.org (a\tb";X=:c)')

    (card,) = vobject.readComponents(netcli("export vcard").out)

    assert card.fn.value == "Ana END:VCARD"
    assert card.note.value == "a\nEND:VCARD\nBEGIN:VCARD\n[31m"


def test_a_batch_is_left_out_who_was_removed_meanwhile(netcli: Netcli) -> None:
    """The list of people is older than their cards."""
    from netcli.exporting.people import Wanted, batches

    netcli("add Ana")
    netcli("add Bo")
    netcli("remove ana")

    with open_reader(netcli.db) as store:
        assert [p.name for batch in batches(store, Wanted([2, 99, 3])) for p in batch] == ["Bo"]
