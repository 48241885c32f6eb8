"""link, unlink and ties as a user meets them."""

from __future__ import annotations

import pytest

from netcli.storage import open_reader, open_writer
from tests.conftest import TODAY, Netcli


@pytest.fixture
def trio(netcli: Netcli) -> Netcli:
    """Return a runner on a file with three people nobody is tied to."""
    for name in ("Ana Pires", "Bo Lind", "Cy Roe"):
        netcli(f"add '{name}' --to-meet")
    return netcli


def test_ties_tells_what_each_rests_on(trio: Netcli) -> None:
    """The whole JSON: level, family, first and last evidence, its kinds, the statement in words."""
    trio("link ana bo --level 4 --kind family --on 2024")
    trio("log ana bo lunch --without-me --on 2025-06-01")
    trio("link me ana --level 2 --on 2025")

    ana, bo, me = (
        {"id": n, "handle": h, "name": w}
        for n, h, w in ((2, "ana-pires", "Ana Pires"), (3, "bo-lind", "Bo Lind"), (1, "sam-moreau", "Sam Moreau"))
    )
    assert trio("ties ana --json").json == [
        {"other": bo, "level": 4, "kind": "family", "since": "2024", "last": "2025-06-01",
         "evidence": ["stated", "contact"], "stated": "4/5, family, you said so 2024"},
        {"other": me, "level": 2, "kind": None, "since": "2025", "last": "2025", "evidence": ["stated"],
         "stated": "acquaintance (2/5), you said so 2025"},
    ]  # fmt: skip
    assert trio("ties --json").json[0]["other"] == ana
    assert (
        trio("ties ana").out.splitlines()[1]
        == "sam-moreau\t2\t\t2025\t2025\tstated\tacquaintance (2/5), you said so 2025"
    )


def test_the_newest_own_word_counts_in_each_direction(trio: Netcli) -> None:
    """Hearsay gives way to what I know; two one-way statements are both told; a denial is a level of 0."""
    trio("link ana bo --level 5 --on 2025 --heard-from cy")
    trio("link ana bo --level 2 --on 2024 --one-way")
    trio("link cy ana --no")

    bo, cy = trio("ties ana --json").json
    assert (bo["level"], bo["stated"]) == (5, "Ana Pires to Bo Lind: 2/5, you said so 2024; 5/5, Cy Roe said so 2025")
    assert (cy["level"], cy["stated"]) == (0, f"they do not know each other, you said so {TODAY}")


def test_ties_are_filtered_sorted_and_cut(trio: Netcli) -> None:
    """--stated leaves out what only books imply; the best known first, or by name, or the newest first."""
    trio("link ana bo --level 2 --on 2025")
    trio("link ana cy --level 5 --on 2020")
    trio("add Di")
    trio("link ana di --level 1 --on 2023")
    trio("link me ana")

    def others(line: str) -> list[str]:
        return [row["other"]["handle"] for row in trio(f"ties {line} --json").json]

    assert others("ana") == ["cy-roe", "sam-moreau", "bo-lind", "di"]
    assert others("ana --sort name") == ["bo-lind", "cy-roe", "di", "sam-moreau"]
    assert others("ana --sort date") == ["sam-moreau", "bo-lind", "di", "cy-roe"]
    assert others("me") == ["ana-pires", "di"]
    assert others("me --stated") == ["ana-pires"]
    assert trio("ties ana --limit 1").err == "3 more after these (--limit)\n"
    assert trio("ties ana --format ids").out == "4\n1\n3\n5\n"
    assert trio("ties ana --fields other,level --format csv").out.splitlines()[:2] == ["other,level", "cy-roe,5"]
    trio("remove cy")
    assert others("ana --limit 1") == ["sam-moreau"]


def test_no_ties_come_with_a_hint(trio: Netcli) -> None:
    """The command that states one, for me and for others."""
    assert trio("ties").err == "None. netcli link me OTHER --level 1-5 says whom Sam Moreau knows.\n"
    assert "netcli link ana-pires OTHER" in trio("ties ana").err


def test_unlink_takes_back_what_was_stated(trio: Netcli) -> None:
    """Both directions, one undo; what books and contacts imply stays, and is said."""
    trio("link ana bo cy --level 4")
    trio("link bo ana --level 1 --one-way")
    trio("log ana cy lunch --without-me")
    before = trio("export json").json["ties"]

    dry = trio("unlink ana bo cy --dry-run --json")
    assert trio("export json").json["ties"] == before
    ran = trio("unlink ana bo cy --json")

    assert ran.json == {
        "did": "unlinked Ana Pires - Bo Lind, Cy Roe", "operation": 9, "dry_run": False,
        "people": [{"id": 2, "handle": "ana-pires", "name": "Ana Pires"}, {"id": 3, "handle": "bo-lind", "name": "Bo Lind"},
                   {"id": 4, "handle": "cy-roe", "name": "Cy Roe"}],
    }  # fmt: skip
    assert dry.json["did"] == ran.json["did"]
    assert "stays (Cy Roe); netcli link ana-pires cy-roe --no" in ran.err
    assert trio("export json").json["ties"] == [{"a": 2, "b": 4, "statements": [], "evidence": []}]
    assert trio("unlink ana bo --json").json["did"] == "nothing to do: nothing was stated"
    trio("undo")
    assert trio("export json").json["ties"] == before


def test_history_still_names_whom_a_statement_was_about(trio: Netcli) -> None:
    """The pair has no row any more; the journal remembers it."""
    trio("link ana bo --level 4")
    trio("unlink ana bo")

    changes = [entry["changes"] for entry in trio("history ana --json").json["entries"]]

    assert changes[:2] == [["- tie to Bo Lind: level 4"], ["+ tie to Bo Lind: level 4"]]


def test_all_unknown_names_are_told_at_once(trio: Netcli) -> None:
    """Nothing is written until the list is right, or --add makes the rest; once added they are known."""
    names = "bo\nZoe Zimmer\nYan Yu <yan@example.org>\nzoe zimmer\n"
    before = trio("export json").out

    ran = trio("link ana -", stdin=names, code=3)
    assert '"Zoe Zimmer", "Yan Yu <yan@example.org>", "zoe zimmer"; nothing was written' in ran.err
    assert trio("export json").out == before

    did = trio("link ana - --add --json", stdin=names).json
    assert (
        did["did"]
        == "Ana Pires - Bo Lind, zoe zimmer, Yan Yu: knows me (3/5), as of Mon 2026-03-02; added zoe zimmer, Yan Yu"
    )
    assert trio("show yan@example.org --json").json["person"]["name"] == "Yan Yu"
    assert trio("link ana - --add --json", stdin="Yan Y <yan@example.org>\n").json["operation"] is None
    assert [row["name"] for row in trio("list --json").json] == ["Ana Pires", "Bo Lind", "Cy Roe"]


def test_one_unknown_name_comes_with_near_ones(trio: Netcli) -> None:
    """A single slip is answered as everywhere else."""
    assert "Bo Lind (bo-lind)" in trio("link ana 'Bo Lindt' cy", code=3).err


def test_who_is_named_twice_is_tied_once(trio: Netcli) -> None:
    """A word on stderr; the first among the others is an error."""
    ran = trio("link ana bo cy bo-lind --json")

    assert len(ran.json["people"]) == 3
    assert ran.err == "Bo Lind is named more than once; once is enough.\n"
    assert "Ana Pires stands on both sides" in trio("link ana bo ana-pires", code=65).err


def test_a_query_chooses_whom_to_link(trio: Netcli) -> None:
    """My contacts alone, never the first person; those known only through others are counted."""
    trio("tag ana bo board")
    trio("link cy Zoe --add")
    trio("tag zoe board")

    ran = trio("link ana --where tag:board --level 4 --json")

    assert [p["handle"] for p in ran.json["people"]] == ["ana-pires", "bo-lind"]
    assert ran.err.startswith("1 more are known only through others")
    assert trio("link me --where tag:nobody --json").json["did"] == "nothing to do: that is on file already"


def test_many_at_once_are_asked_for(netcli: Netcli) -> None:
    """More than ten need --yes; a dry run and ten do not."""
    for number in range(11):
        netcli(f"add 'Person N{number}'")
    number = netcli("operations --limit 1 --json").json[0]["id"]

    assert "--yes" in netcli("link me --where is:mine --level 2", code=2).err
    netcli("link me --where is:mine --level 2 --dry-run")
    assert netcli("operations --limit 1 --json").json[0]["id"] == number
    did = netcli("link me --where is:mine --level 2 --yes --json").json["did"]
    assert did.startswith(
        "Sam Moreau - Person N0, Person N1, Person N10, Person N2, Person N3 and 6 more: acquaintance"
    )
    netcli("link me --where 'is:mine -name:n10' --level 1")


def test_evidence_of_every_kind_is_named(trio: Netcli) -> None:
    """Books, LinkedIn and counted mail beside statements; the kinds stand in a fixed order."""
    trio("link me ana --level 3 --on 2024")
    with open_writer(trio.db) as store, store.operation("test", at=f"{TODAY}T00:00:00Z"):
        tie = store.value("SELECT id FROM tie")
        for kind, day in (("linkedin", "2019-05-05"), ("book", "2021")):
            store.insert("tie_evidence", tie_id=tie, kind=kind, on_date=day)
        store.insert("contact_day", from_id=2, to_id=1, on_date="2026-01-01", channel="mail", count=3)

    row = trio("ties --json").json[0]

    assert (row["evidence"], row["since"], row["last"]) == (
        ["stated", "book", "linkedin", "contact"],
        "2019-05-05",
        "2026-01-01",
    )
    trio("unlink me ana")
    with open_reader(trio.db) as store:
        assert store.value("SELECT count(*) FROM tie") == 1


def test_the_same_word_on_both_is_said_once_whoever_is_named_first(trio: Netcli) -> None:
    """Bo and Ana know each other well: Ana and Bo do."""
    trio("link bo-lind ana-pires --level 3 --on 2026-01-05")

    assert trio("link ana-pires bo-lind --level 3 --on 2026-01-05 --json").json["operation"] is None


def test_whom_i_do_not_know_after_all_is_no_contact(netcli: Netcli) -> None:
    """What was said last counts; whom my own books show stays in the lists, but nobody is reached through him."""
    for name in ("Zed Far", "Bo Lind", "Cy Roe"):
        netcli(f"add '{name}' --level 3")
    netcli("link cy-roe zed-far --level 4")
    with open_writer(netcli.db) as store, store.operation("as from a friend's book", at="2026-01-05T00:00:00Z"):
        store.run("DELETE FROM tie_evidence WHERE tie_id IN (SELECT id FROM tie WHERE a = 1 AND b = 2)")
    for name in ("zed-far", "bo-lind"):
        netcli(f"link me {name} --no")

    assert netcli("list is:mine --format ids").out.split() == ["3", "4"]
    assert netcli("list degree:1 --all --format ids").out.split() == ["4"]
    assert netcli("list degree:2 --all --format ids").out.split() == ["2"]


def test_mail_that_we_both_received_is_no_contact_of_mine(trio: Netcli) -> None:
    """As `last:` has it; between two others it is told."""
    with open_writer(trio.db) as store, store.operation("import", at="2026-01-05T00:00:00Z"):
        for one, other in ((1, 2), (2, 3)):
            store.insert("contact_day", from_id=one, to_id=other, on_date="2026-01-04", channel="together", count=1)
            if not store.value("SELECT 1 FROM tie WHERE a = ? AND b = ?", (one, other)):
                store.insert("tie", a=one, b=other)

    told = {row["other"]["id"]: row["evidence"] for row in trio("ties 2 --json").json}

    assert "contact" not in told.get(1, ())
    assert "contact" in told[3]
