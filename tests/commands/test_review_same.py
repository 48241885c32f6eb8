"""review --kind same: two records that may be one person, asked about, merged, kept apart, put off; and imports after it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests._terminal import Terminal
from tests.commands._books import connections, write
from tests.conftest import Netcli, facts_of
from tests.faults._kit import faults

PHONE = """\
BEGIN:VCARD
VERSION:3.0
UID:phone-ana
FN:Ana Pires
TEL:+33 6 00 00 00 01
ORG:Kestrel
NOTE:met at the fair
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:phone-lea
FN:Lea Martin
TEL:+33 1 00 00 00 02
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:phone-tom
FN:Tom Martin
TEL:+33 1 00 00 00 02
END:VCARD
"""
WORK = """\
BEGIN:VCARD
VERSION:3.0
UID:work-ana
FN:Ana Piris
EMAIL:ana@example.org
ORG:Kestrel
TITLE:Head of Data
X-SHOE-SIZE:39
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:work-bo
FN:Bo Lind
END:VCARD
"""


@pytest.fixture
def books(netcli: Netcli, tmp_path: Path) -> Netcli:
    """Return a runner on a file with two address books: Ana (2, 5), Lea (3), Tom (4), Bo (6)."""
    for name, cards in (("phone", PHONE), ("work", WORK)):
        tmp_path.joinpath(f"{name}.vcf").write_text(cards)
        netcli("import", str(tmp_path / f"{name}.vcf"))
    return netcli


def keys(netcli: Netcli, line: str = "review --kind same") -> list[str]:
    """Return the keys of the questions that are open."""
    return netcli(f"{line} --format ids").out.split()


def told(netcli: Netcli) -> object:
    """Return all that the file holds but numbers that are never used again."""
    return facts_of(netcli("export json").json)


def test_a_question_as_json(books: Netcli) -> None:
    """Both people with a line on each, all signs with their bits, how likely it is, and the command."""
    ana, martins = books("review --kind same --json").json

    assert ana == {
        "key": "same-2-5", "kind": "same",
        "text": "Ana Pires and Ana Piris: one person? Names differ by one letter; both at Kestrel",
        "command": "netcli merge ana-pires ana-piris", "no": "netcli merge ana-pires ana-piris --no",
        "a": {"id": 2, "handle": "ana-pires", "name": "Ana Pires"},
        "b": {"id": 5, "handle": "ana-piris", "name": "Ana Piris"},
        "org": None, "months": None, "p": 0.8889,
        "why": [
            {"name": "one letter", "bits": 6, "text": "names differ by one letter"},
            {"name": "same organisation", "bits": 3, "text": "both at Kestrel"},
        ],
        "about": [
            "Ana Pires, Kestrel; +33 6 00 00 00 01; from phone", "Ana Piris, Kestrel; ana@example.org; from work",
        ],
    }  # fmt: skip
    assert martins["text"] == "Lea Martin and Tom Martin: one person? Same number +33100000002; but names differ"
    assert martins["p"] < 0.2


def test_likely_doubles_come_first_and_couples_last(books: Netcli) -> None:
    """One question less of each other kind for everybody who is merged; an unlikely pair is asked about after all."""
    assert keys(books, "review") == ["same-2-5", "level-2", "level-3", "level-4", "level-5", "level-6", "same-3-4"]
    assert keys(books, "review lea") == ["level-3", "same-3-4"]
    assert keys(books, "review bo --kind same") == []
    assert keys(books, "review --kind same --limit 1") == ["same-2-5"]
    assert books("review --kind same").out.splitlines()[0].split("\t")[0] == "same-2-5"


def test_the_page_has_a_line_on_either(
    books: Netcli, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    """On a terminal without input: the question, two lines, the command."""
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", "80")

    golden("review-same-80.txt", books("review --kind same --no-input").out)


def test_y_merges_and_b_brings_back(books: Netcli, golden: Callable[[str, str], None]) -> None:
    """The first is kept with what both knew; questions on the other are gone; back restores all as it was."""
    before = told(books)
    with Terminal("review", db=books.db) as terminal:
        assert "[1 of 7] Ana Pires and Ana Piris" in terminal.until()
        assert "[2 of 6] Ana Pires, " in terminal.press("y")
        assert "[1 of 7] Ana Pires and Ana Piris" in terminal.press("b")
        assert told(books) == before
        terminal.press("y")
        terminal.press("q", "last answer\n")
        assert terminal.ended() == 0

    ana = books("show ana-piris --json").json["person"]
    assert (ana["id"], ana["name"], [mail["value"] for mail in ana["emails"]]) == (2, "Ana Pires", ["ana@example.org"])
    assert faults(books.db) == []
    books("undo")
    assert told(books) == before
    golden("review-same-loop-80.txt", terminal.text)


def test_n_is_kept_for_good_and_l_for_a_while(books: Netcli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither is asked again on the same day, two people never, not by an import either."""
    with Terminal("review", "--kind", "same", db=books.db) as terminal:
        terminal.until()
        terminal.press("n")
        terminal.press("l", "nothing more to ask; netcli undo takes back the last answer\n")
        assert terminal.ended() == 0

    assert keys(books) == []
    decisions = books("export json").json["match_decisions"]
    assert [(row["a"], row["b"], row["decision"]) for row in decisions] == [(2, 5, "different"), (3, 4, "later")]
    monkeypatch.setenv("NETCLI_TODAY", "2026-05-30")
    assert keys(books) == []
    monkeypatch.setenv("NETCLI_TODAY", "2026-05-31")
    assert keys(books) == ["same-3-4"]
    for name in ("phone", "work"):
        report = books("import", str(tmp_path / f"{name}.vcf"), "--json").json
        assert (report["review"], report["created"]) == ([], 0)
    books("undo")
    books("undo")
    assert keys(books) == ["same-2-5", "same-3-4"]


def test_what_is_skipped_comes_again(books: Netcli) -> None:
    """At the end of the sitting, and another day."""
    with Terminal("review", "--kind", "same", db=books.db) as terminal:
        terminal.until()
        terminal.press("s")
        assert "[1 of 1, skipped before] Ana" in terminal.press("n")
        terminal.press("s", "1 skipped; go on with netcli review; netcli undo takes back the last answer\n")

    assert keys(books) == ["same-2-5"]


def test_three_records_of_one_are_two_answers(netcli: Netcli) -> None:
    """What is to be asked about who was merged is asked about who he is now, once all else has been."""
    netcli("add 'Jean Dupont' --org Helix --phone +33600000009")
    netcli("add 'Jean Dupond' --org Helix")
    netcli("add 'Jean Dopond' --org Helix")
    assert keys(netcli) == ["same-2-3", "same-3-4"]

    with Terminal("review", "--kind", "same", db=netcli.db) as terminal:
        terminal.until()
        assert "Jean Dupont and Jean Dopond" in terminal.press("y")
        terminal.press("y", "nothing more to ask; netcli undo takes back the last answer\n")

    assert [row["handle"] for row in netcli("list --json").json] == ["jean-dupont"]


def test_somebody_may_be_gone_meanwhile(books: Netcli) -> None:
    """What another process has merged or purged is told, nothing is written, and the sitting goes on."""
    with Terminal("review", db=books.db) as terminal:
        terminal.until()
        books("merge ana-piris ana-pires")
        assert "Ana" in terminal.press("y")

    assert books("operations --limit 1 --json").json[0]["did"].startswith("merged Ana Pires")


def test_both_books_again_change_nothing_after_a_merge(books: Netcli, tmp_path: Path) -> None:
    """Both sources lead to the one who was kept: nothing is new, changed or asked; a change in either reaches him."""
    with Terminal("review", "--kind", "same", db=books.db) as terminal:
        terminal.until()
        terminal.press("y")
        terminal.press("q", "last answer\n")
    before = told(books)

    for name in ("phone", "work"):
        report = books("import", str(tmp_path / f"{name}.vcf"), "--json").json
        counts = [report[count] for count in ("created", "updated", "gone")]
        assert (counts, report["review"], report["changes"]) == ([0, 0, 0], [], [])

    assert told(books) == before
    assert keys(books) == ["same-3-4"]
    tmp_path.joinpath("work.vcf").write_text(WORK.replace("Head of Data", "Chief of Data"))
    (change,) = books("import", str(tmp_path / "work.vcf"), "--json").json["changes"]
    assert (change["person"]["handle"], change["after"]) == ("ana-pires", "Chief of Data, Kestrel")


def test_merge_no_keeps_two_apart(books: Netcli) -> None:
    """As n does; undo asks again; nobody is two people."""
    assert "is not Ana Piris" in books("merge ana-pires ana-piris --no --json").out
    assert keys(books) == ["same-3-4"]
    assert len(books("list --json").json) == 5
    books("undo")
    assert keys(books) == ["same-2-5", "same-3-4"]
    assert "named twice" in books("merge ana-pires ana-pires --no", code=65).err
    books("merge ana-pires ana-piris --no --dry-run")
    assert keys(books) == ["same-2-5", "same-3-4"]


def test_an_import_names_the_command(netcli: Netcli, tmp_path: Path) -> None:
    """Whom it was unsure of is what review asks about; who has a page of his own is not asked about."""
    netcli("add 'Bo Lind'")
    netcli("add 'Lea Martin' --url https://www.linkedin.com/in/made-up-lea")
    cards = tmp_path / "work.vcf"
    lea = "BEGIN:VCARD\nVERSION:3.0\nFN:Lea Martin\nURL:https://www.linkedin.com/in/other-made-up-lea\nEND:VCARD\n"
    cards.write_text(WORK + lea)

    ran = netcli("import", str(cards), "--json")

    assert [(r["other"]["handle"], r["why"]) for r in ran.json["review"]] == [("bo-lind", "same name")]
    assert ran.err == "1 may be somebody who is on file already: netcli review --kind same\n"
    assert keys(netcli) == ["same-2-5"]


def test_an_import_on_a_terminal_says_once_who_is_twice(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten are named, the others counted, with the command; what is said beside is the next thing."""
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    names = [
        f"Ana {word}"
        for word in ["Amari", "Blum", "Costa", "Diaz", "Engel", "Faro", "Gallo", "Hahn", "Ito", "Juarez", "Klein"]
    ]
    for name in names:
        netcli("add", name)
    cards = tmp_path / "work.vcf"
    cards.write_text("".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEND:VCARD\n" for name in names))

    ran = netcli("import", str(cards))

    assert "  11 may be somebody who is on file already:\n" in ran.out
    assert "     and 1 more: netcli review --kind same asks\n" in ran.out
    assert ran.err == "22 people have no level yet: netcli review\n"


def test_my_own_card_is_merged_into_me(netcli: Netcli) -> None:
    """I always survive."""
    netcli("add 'Sam Moreau' --email sam@example.org --org Helix")

    (question,) = netcli("review --kind same --json").json

    assert (question["a"]["id"], question["about"][0]) == (1, "Sam Moreau; this is you")


def test_the_name_that_is_written_out_is_kept(netcli: Netcli) -> None:
    """However much more is known of the one with an initial, who is longer on file, too."""
    netcli("add 'A. Pires' --email ana@example.org --org Kestrel --phone '+33 6 12 34 56 78' --url https://example.org")
    netcli("add 'Ana Pires' --email ana@example.org --anyway")

    (question,) = netcli("review --kind same --json").json

    assert (question["a"]["name"], question["b"]["name"]) == ("Ana Pires", "A. Pires")


def test_whoever_has_another_page_at_linkedin_is_asked_about(netcli: Netcli, tmp_path: Path) -> None:
    """The page may have moved if the first is gone from there; two who are both there are two."""
    path = tmp_path / "Connections.csv"
    for pages in (("p1", "p2", "p3"), ("new-p1", "p2", "p3")):
        rows = [
            f"{name},Person,https://www.linkedin.com/in/{page},,Helix,CTO,05 Mar 2024"
            for name, page in zip(("Ana", "Bo", "Bo"), pages, strict=True)
        ]
        netcli("import", str(write(path, connections(rows))))

    (question,) = netcli("review --kind same --json").json

    assert question["text"] == "Ana Person, twice on file: one person? Same name; both at Helix"
