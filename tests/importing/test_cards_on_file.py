"""What cards say beside the facts, put on file: ties, groups, photos; repeated, changed, removed, undone."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Netcli

GIF, PNG = b"GIF89a made up", b"\x89PNG\r\n\x1a\n made up"


def card(uid: str, name: str, *lines: str) -> str:
    """Return a card."""
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", f"UID:{uid}", f"FN:{name}", *lines, "END:VCARD", ""])


def photo(data: bytes) -> str:
    """Return the line of a photo."""
    return f"PHOTO;ENCODING=b;TYPE=GIF:{b64encode(data).decode()}"


class Book:
    """A file of cards that is imported again and again."""

    def __init__(self, netcli: Netcli, path: Path) -> None:
        self.netcli, self.path = netcli, path

    def load(self, *cards: str, code: int = 0) -> dict[str, Any]:
        """Import these cards, after a dry run that tells the same; return the report."""
        self.path.write_text("".join(cards))
        before = self.netcli("export json").out
        dry = self.netcli("import", str(self.path), "--dry-run", "--json", code=code).json
        assert self.netcli("export json").out == before
        real = self.netcli("import", str(self.path), "--json", code=code).json
        told = {"import", "operation", "dry_run"}
        assert {k: v for k, v in dry.items() if k not in told} == {k: v for k, v in real.items() if k not in told}
        return dict(real)

    def export(self) -> dict[str, Any]:
        """Return all that is on file, save what an undo leaves."""
        return {
            k: v for k, v in self.netcli("export json").json.items() if k not in ("attachments", "next_ids", "check")
        }

    def related(self) -> list[tuple[str, str, str, int, bool]]:
        """Return (whose card, whom it names, as what, level, family) of every tie that a card implies."""
        export = self.netcli("export json").json
        names = {person["id"]: person["name"] for person in export["people"]}
        return sorted(
            (
                names[e["by_id"]],
                names[tie["a"] + tie["b"] - e["by_id"]],
                e["relation"],
                e["level"],
                bool(e["is_family"]),
            )
            for tie in export["ties"]
            for e in tie["evidence"]
            if e["kind"] == "related"
        )

    def mine(self) -> list[str]:
        """Return the names of my contacts."""
        return [row["name"] for row in self.netcli("list --json").json]


@pytest.fixture
def book(netcli: Netcli, tmp_path: Path) -> Book:
    """Return an empty book."""
    return Book(netcli, tmp_path / "book.vcf")


# Relations

ANA = card("a", "Ana Pires", "EMAIL:ana@example.org", "X-SPOUSE:Bo Lind")
BO = card("b", "Bo Lind", "EMAIL:bo@example.org")


@pytest.mark.parametrize(
    ("line", "level", "family"),
    [
        ("X-SPOUSE:Bo Lind", 5, True), ("RELATED;TYPE=friend;VALUE=text:Bo Lind", 4, False),
        ("X-MANAGER:Bo Lind", 3, False), ("RELATED;TYPE=co-worker:urn:uuid:b", 3, False),
        ("RELATED;TYPE=neighbor:urn:uuid:b", 2, False), ("AGENT:BEGIN:VCARD\\nFN:Bo Lind\\nEND:VCARD", 3, False),
        ("AGENT:BEGIN:VCARD\\nFN:Lind\\nEMAIL:bo@example.org\\nEND:VCARD", 3, False),
    ],
)  # fmt: skip
def test_whom_a_card_names_is_tied_with_what_it_says(book: Book, line: str, level: int, family: bool) -> None:
    """By UID, by a name that one person has, or as an agent's card tells; the level is that of INTRODUCTIONS."""
    report = book.load(card("a", "Ana Pires", line), BO)

    assert (report["created"], report["related"], report["skipped"]) == (2, 0, [])
    assert [(who, whom, lvl, fam) for who, whom, _, lvl, fam in book.related()] == [
        ("Ana Pires", "Bo Lind", level, family)
    ]
    assert book.mine() == ["Ana Pires", "Bo Lind"]


def test_somebody_who_is_only_named_is_known_through_others(book: Book) -> None:
    """He is added, tied to whose card names him, and is no contact of mine; the page says as what."""
    report = book.load(ANA)

    assert (report["created"], report["related"]) == (1, 1)
    assert (book.mine(), book.related()) == (["Ana Pires"], [("Ana Pires", "Bo Lind", "spouse", 5, True)])
    assert "named as spouse on a card, family" in json.dumps(book.netcli("show ana --json").json)


def test_the_same_cards_again_plan_nothing_and_undo_takes_all_back(book: Book) -> None:
    """Ties, people added for them, groups and photos are one operation."""
    before = book.export()
    cards = (
        ANA + card("g", "Choir", "X-ADDRESSBOOKSERVER-KIND:group", "MEMBER:urn:uuid:a"),
        card("c", "Cy", photo(GIF)),
    )
    book.load(*cards)
    after = book.export()

    again = book.load(*cards)

    assert (again["operation"], again["unchanged"], again["related"], again["groups"]) == (None, 2, 0, 0)
    assert book.export() == after
    book.netcli("undo")
    assert book.export() == before


def test_the_order_of_cards_and_files_does_not_matter(book: Book) -> None:
    """Somebody named by UID is tied even if his card comes later, or in another book."""
    book.load(card("a", "Ana Pires", "RELATED;TYPE=child:urn:uuid:b"), card("c", "Cy", "X-CHILD:Bo Lind"), BO)
    assert [row[:3] for row in book.related()] == [("Ana Pires", "Bo Lind", "child"), ("Cy", "Bo Lind", "child")]

    book.netcli("undo")
    report = book.load(card("a", "Ana Pires", "RELATED;TYPE=child:urn:uuid:b"))
    assert report["skipped"] == [{"reason": "related people of whom a card tells the UID alone", "count": 1}]
    book.path = book.path.with_name("other.vcf")
    book.load(BO)
    assert [row[:3] for row in book.related()] == [("Ana Pires", "Bo Lind", "child")]


def test_a_name_that_several_have_is_nobody(book: Book) -> None:
    """No tie is guessed and nobody is made; the report says so."""
    report = book.load(ANA, BO, card("b2", "Bo Lind", "EMAIL:other@example.org"))

    assert report["skipped"] == [{"reason": "related people whose name several people have", "count": 1}]
    assert (book.related(), len(book.mine())) == ([], 3)


def test_me_and_oneself_are_no_relation(book: Book) -> None:
    """TYPE=me is another card of the same person; a card that names its own person says nothing."""
    book.load(card("a", "Ana Pires", "RELATED;TYPE=me;VALUE=text:Ana P.", "X-SPOUSE:Ana Pires"))

    assert (book.related(), book.mine()) == ([], ["Ana Pires"])


def test_a_relation_to_me_is_a_tie_to_me(book: Book) -> None:
    """Whose card names the owner is family of the owner."""
    book.load(card("a", "Ana Pires", "X-SPOUSE:Sam Moreau"))

    assert book.related() == [("Ana Pires", "Sam Moreau", "spouse", 5, True)]


def test_what_a_card_says_twice_of_one_person_is_one_tie(book: Book) -> None:
    """The strongest counts; a word that comes later is joined."""
    book.load(card("a", "Ana Pires", "X-MANAGER:Bo Lind", "RELATED;TYPE=friend;VALUE=text:Bo Lind"), BO)
    assert [row[2:] for row in book.related()] == [("manager, friend", 4, False)]

    book.load(card("a", "Ana Pires", "X-MANAGER:Bo Lind", "X-SPOUSE:Bo Lind"), BO)
    assert [row[2:] for row in book.related()] == [("manager, friend, spouse", 5, True)]


def test_a_source_that_repeats_a_relation_does_not_bring_it_back(book: Book) -> None:
    """Whom I removed stays out, though the card changes in other ways."""
    book.load(ANA)
    book.netcli("remove bo-lind --yes")

    report = book.load(ANA.replace("EMAIL", "TEL:5550100\nEMAIL"))

    assert (report["updated"], report["related"]) == (1, 0)
    assert "Bo Lind" not in book.netcli("list --all").out


# Groups

GROUP = card("g", "Choir", "KIND:group", "NOTE:sings", "MEMBER:urn:uuid:a", "MEMBER:urn:uuid:b", "MEMBER:urn:uuid:z")


def test_a_group_has_its_members_by_uid(book: Book) -> None:
    """Wherever its card stands; who is not on file is counted."""
    report = book.load(GROUP, ANA.replace("X-SPOUSE:Bo Lind\n", ""), BO)

    shown = book.netcli("group show choir --json").json
    assert (report["groups"], report["created"]) == (1, 2)
    assert report["skipped"] == [{"reason": "members of groups who are not on file", "count": 1}]
    assert ([member["name"] for member in shown["members"]], shown["group"]["note"]) == (
        ["Ana Pires", "Bo Lind"],
        "sings",
    )


def test_a_group_has_its_members_by_address(book: Book) -> None:
    """Of those who are in the same files, too; an address that two people have is nobody's."""
    report = book.load(
        card("g", "Choir", "KIND:group", "MEMBER:mailto:Ana@example.org", "MEMBER:mailto:desk@example.org"),
        card("a", "Ana Pires", "EMAIL:ana@example.org", "EMAIL:desk@example.org"),
        card("b", "Bo Lind", "EMAIL:desk@example.org"),
    )

    shown = book.netcli("group show choir --json").json
    assert [member["name"] for member in shown["members"]] == ["Ana Pires"]
    assert report["skipped"] == [{"reason": "members of groups who are not on file", "count": 1}]


def test_a_list_of_addresses_is_a_group(book: Book) -> None:
    """Evolution writes it as a card; who is in it without a card of his own is somebody by his address."""
    cards = (
        card(
            "l", "Choir", "N:Choir;;;;", "X-EVOLUTION-FILE-AS:Choir", "X-EVOLUTION-LIST:TRUE",
            "X-EVOLUTION-LIST-SHOW_ADDRESSES:FALSE",
            "EMAIL;X-EVOLUTION-DEST-CONTACT-UID=a;X-EVOLUTION-DEST-EMAIL-NUM=0:Ana <ana@example.org>",
            "EMAIL;X-EVOLUTION-DEST-HTML-MAIL=FALSE:Cy Ng <cy@example.org>", "EMAIL:dee@example.org",
        ),
        card("a", "Ana Pires", "EMAIL:ana@example.org", "X-EVOLUTION-LIST:FALSE"),
    )  # fmt: skip

    report = book.load(*cards)

    shown = book.netcli("group show choir --json").json
    assert [member["name"] for member in shown["members"]] == ["Ana Pires", "Cy Ng", "dee@example.org"]
    assert (shown["group"]["note"], report["skipped"], report["created"]) == (None, [], 3)
    assert book.mine() == ["Ana Pires", "Cy Ng", "dee@example.org"]
    again = book.load(*cards)
    assert (again["operation"], again["unchanged"], again["groups"]) == (None, 3, 0)


def test_a_group_without_anybody_is_named(book: Book) -> None:
    """It is no person and is not made."""
    report = book.load(BO, card("g", "Choir", "KIND:group"), card("h", "Board", "KIND:group", "MEMBER:urn:uuid:z"))

    assert [skipped["reason"] for skipped in report["skipped"]] == [
        "the group Board: none of its members is here", "the group Choir: it is empty",
    ]  # fmt: skip
    assert (book.mine(), book.netcli("group list --json").json) == (["Bo Lind"], [])


def test_whom_i_took_out_of_a_group_stays_out(book: Book) -> None:
    """The source only repeats itself; somebody whom it puts in anew goes in."""
    book.load(GROUP, ANA, BO)
    book.netcli("group remove choir bo-lind")
    book.load(GROUP, ANA, BO.replace("EMAIL", "TEL:5550100\nEMAIL"), card("c", "Cy"))
    assert [m["name"] for m in book.netcli("group show choir --json").json["members"]] == ["Ana Pires"]

    book.load(GROUP.replace("uuid:z", "uuid:c"), ANA, BO, card("c", "Cy"))

    assert [m["name"] for m in book.netcli("group show choir --json").json["members"]] == ["Ana Pires", "Cy"]


# Photos


def digest_of(book: Book, name: str = "ana") -> str | None:
    """Return the digest of somebody's photo."""
    found: str | None = book.netcli(f"show {name} --json").json["person"]["photo"]
    return found


def test_a_photo_of_a_card_is_the_persons(book: Book, tmp_path: Path) -> None:
    """show, has:photo and export photo know it."""
    book.load(card("a", "Ana Pires", photo(GIF)), BO)

    book.netcli(f"export photo ana -o {tmp_path}/out")
    assert (tmp_path / "out").read_bytes() == GIF
    assert [row["name"] for row in book.netcli("list has:photo --json").json] == ["Ana Pires"]
    assert book.netcli("show ana --json").json["picture"]["media_type"] == "image/gif"


def test_a_source_replaces_the_photo_it_gave_and_no_other(book: Book, tmp_path: Path) -> None:
    """Mine stays; one that I took off does not come back while the source repeats itself."""
    book.load(card("a", "Ana Pires", photo(GIF)))
    report = book.load(card("a", "Ana Pires", photo(PNG)))
    assert (report["updated"], digest_of(book)) == (1, sha256(PNG).hexdigest())

    book.netcli("edit ana --drop photo")
    book.load(card("a", "Ana Pires", "TEL:5550100", photo(PNG)))
    assert digest_of(book) is None

    mine = GIF + b" of mine"
    (tmp_path / "mine.gif").write_bytes(mine)
    book.netcli(f"edit ana --photo {tmp_path}/mine.gif")
    book.load(card("a", "Ana Pires", photo(GIF)))
    assert digest_of(book) == sha256(mine).hexdigest()


# Doubles in a file


def test_two_cards_of_one_uid_lose_nothing(book: Book) -> None:
    """The later one wins where they differ; the report says that there were two."""
    report = book.load(
        card("a", "Ana Pires", "EMAIL:one@example.org", "NOTE:first", "X-ODD:1"),
        card("a", "Ana Pires", "EMAIL:two@example.org", "NOTE:second", "X-ODD:2"),
    )

    person = book.netcli("show ana --json").json["person"]
    assert {mail["value"] for mail in person["emails"]} == {"one@example.org", "two@example.org"}
    assert (person["note"], report["created"]) == ("second\nfirst", 1)
    assert report["skipped"] == [{"reason": "the same record again in the file", "count": 1}]
    assert "X-ODD:1" in book.netcli("export json").out


def test_a_uid_that_two_people_share_is_nobodys(book: Book) -> None:
    """Some programs write the same one into every card: the people stay apart, now and the next time."""
    cards = (card("1", "Ana Pires", "TEL:5550100"), card("1", "Bo Lind", "TEL:5550101"))
    assert book.load(*cards)["created"] == 2

    assert book.load(*cards)["unchanged"] == 2
    assert book.mine() == ["Ana Pires", "Bo Lind"]
