"""add, show, list, tag, note, link as a user meets them."""

from __future__ import annotations

import pytest

from tests.conftest import TODAY, Netcli


def person(netcli: Netcli, name: str) -> dict[str, object]:
    """Return all that is kept on somebody."""
    return netcli("show", name, "--json").json["person"]


def test_add_takes_every_option(netcli: Netcli) -> None:
    """What is typed is what is kept; the tie to me is a stated level beside the address book's."""
    added = netcli(
        "add 'Ana Pires' --org Helix --title CTO --email ana@example.org --email a@example.net --phone '+351 21 5' "
        "--url https://example.org/ana --city Porto --tag Board --tag 'spring fair' --note 'likes tea' --met FOSDEM "
        "--on 2024-02 --level 'good contact' --json"
    ).json

    kept = person(netcli, "ana")
    assert (added["id"], added["handle"], added["same_name"]) == (2, "ana-pires", [])
    assert [e["value"] for e in kept["emails"]] == ["ana@example.org", "a@example.net"]
    assert kept["positions"][0] == {
        "org": "Helix", "title": "CTO", "kind": "work", "start": None, "end": None, "current": True, "team": None,
        "site": None, "seen_on": TODAY,
    }  # fmt: skip
    assert (kept["given"], kept["family"]) == ("Ana", "Pires")
    assert (kept["met_via"], kept["met_on"], kept["tags"]) == ("FOSDEM", "2024-02", ["board", "spring-fair"])
    assert kept["addresses"][0]["city"] == "Porto"
    assert kept["remarks"] == [{"on": TODAY, "text": "likes tea"}]
    tie = netcli("show ana --json").json["tie"]
    assert (tie["level"], tie["tie"], [e["kind"] for e in tie["evidence"]]) == (4, 0.65, ["stated", "book"])


@pytest.mark.parametrize(
    ("typed", "name", "email"),
    [
        ("Ana Pires <ana@example.org>", "Ana Pires", "ana@example.org"),
        ('"Pires, Ana" <ana@example.org>', "Ana Pires", "ana@example.org"),
        ("ana.pires@example.org", "Ana Pires", "ana.pires@example.org"),
        ("<ana.pires@example.org>", "Ana Pires", "ana.pires@example.org"),
        ("<ana.pires@example.org>,", "Ana Pires", "ana.pires@example.org"),
        ("ana.pires@example.org>", "Ana Pires", "ana.pires@example.org"),
        ("Ana Pires <ana@example.org>; ", "Ana Pires", "ana@example.org"),
        ("  Ana   Pires ", "Ana Pires", None),
        ("Élodie D’Arc", "Élodie D’Arc", None),
    ],
)
def test_add_reads_a_name_with_its_address(netcli: Netcli, typed: str, name: str, email: str | None) -> None:
    """As it is copied out of a mail header, or typed."""
    handle = netcli("add", typed, "--json").json["handle"]

    kept = person(netcli, handle)
    assert kept["name"] == name
    assert [e["value"] for e in kept["emails"]] == ([email] if email else [])


@pytest.mark.parametrize("typed", ["a<b@c", "x@y@z", "<@>", "Ana <>", "@a,b@c"])
def test_what_looks_like_an_address_and_is_none_is_refused(netcli: Netcli, typed: str) -> None:
    """Nobody is called so; what to write is said."""
    assert "write it as name@example.org" in netcli("add", typed, code=65).err


def test_add_reads_a_pasted_signature(netcli: Netcli) -> None:
    """Name, job, addresses from the lines under a mail."""
    pasted = "Ana Pires\nHead of Data, Helix Bio\nTel: +351 21 555 0100 | ana@example.org\nwww.example.org\n"

    handle = netcli("add - --json", stdin=pasted).json["handle"]

    kept = person(netcli, handle)
    assert (kept["name"], kept["positions"][0]["org"], kept["positions"][0]["title"]) == (
        "Ana Pires",
        "Helix Bio",
        "Head of Data",
    )
    assert [kept[k][0]["value"] for k in ("emails", "phones", "urls")] == [
        "ana@example.org",
        "+351 21 555 0100",
        "www.example.org",
    ]


def test_add_reads_a_pasted_card(netcli: Netcli) -> None:
    """One card is one person; several are for import."""
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Pires\nEMAIL:ana@example.org\nEND:VCARD\n"

    netcli("add -", stdin=card)

    assert person(netcli, "ana@example.org")["name"] == "Ana Pires"
    assert "netcli import -" in netcli("add -", stdin=card * 2, code=65).err


def test_the_same_address_is_refused_with_its_owner(netcli: Netcli) -> None:
    """Case does not matter; --anyway is for two people who share one; removed people are named too."""
    netcli("add 'Ana Pires <ana@example.org>'")

    assert "ana-pires" in netcli("add 'A. Pires <ANA@example.org>'", code=65).err
    netcli("add 'Rui Pires <ana@example.org>' --anyway")
    netcli("remove ana-pires rui-pires --yes")
    assert "netcli restore" in netcli("add 'Ana P <ana@example.org>'", code=65).err


def test_the_same_name_is_added_and_told(netcli: Netcli) -> None:
    """Two people may bear one name: the second gets a handle of its own and a hint."""
    netcli("add 'Ana Pires'")

    ran = netcli("add 'ana pirès' --json")

    assert ran.json["handle"] == "ana-pires-2"
    assert [p["handle"] for p in ran.json["same_name"]] == ["ana-pires"]
    assert "netcli merge ana-pires ana-pires-2" in ran.err


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Me", "p2"),
        ("山田太郎", "p2"),
        ("007", "p007"),
        ("Łucja Wójcik-Nowak", "lucja-wojcik-nowak"),
        ("O'Brien, Pat", "pat-obrien"),
        ("!!!", "p2"),
    ],
)
def test_handles_are_short_ascii_and_never_ambiguous(netcli: Netcli, name: str, handle: str) -> None:
    """ASCII fold; never all digits, never `me`, `p<id>` if nothing is left."""
    assert netcli("add", name, "--json").json["handle"] == handle
    assert person(netcli, handle)["id"] == 2


def test_add_works_before_init_and_says_whom_it_takes_you_for(netcli: Netcli) -> None:
    """The file is made on first use; making it is an operation of its own, so that undo takes back the person alone."""
    netcli.db.unlink()

    ran = netcli("add Ana")

    assert "netcli init --name" in ran.err
    netcli("undo")
    assert netcli("show me --json").json["person"]["is_me"] is True
    netcli("init --name 'Sam Moreau' --email sam@example.org --yes")
    me = person(netcli, "me")
    assert (me["name"], me["handle"], me["emails"][0]["value"]) == ("Sam Moreau", "sam-moreau", "sam@example.org")


def test_init_tells_a_beginner_what_to_type(netcli: Netcli) -> None:
    """Whoever has people already, and corrects the name, needs none of it."""
    line = "init --name 'Sam Moreau' --yes"

    assert netcli(line).err.startswith("Next: netcli import")
    netcli("add 'Ana Pires'")
    assert netcli(line).err == ""


def test_lists_cover_my_contacts_and_say_who_is_beyond(netcli: Netcli) -> None:
    """People known only through others come with --all; people to meet are mine."""
    netcli("add Ana --org Helix --level 2 --tag board")
    netcli("add Dana --to-meet")
    netcli("add Bo --to-meet")
    netcli("add Cy --level 5 --org 'Helix Bio' --tag board --tag press")

    def listed(line: str) -> list[str]:
        return [p["name"] for p in netcli(f"list {line} --json").json]

    assert listed("") == ["Ana", "Bo", "Cy", "Dana"]
    assert listed("tag:board") == ["Ana", "Cy"]
    assert listed("tag:board tag:press") == ["Cy"]
    assert listed("helix --sort level") == ["Cy", "Ana"]
    assert listed("'org:helix bio'") == ["Cy"]
    assert listed("--sort added --limit 2") == ["Cy", "Bo"]
    assert netcli("list --format ids").out == "2\n4\n5\n3\n"
    assert netcli("list org:helix tag:board --limit 1 --format csv").out == (
        "id,handle,name,org,title,email,phone,city,tags,level\r\n2,ana,Ana,Helix,,,,,board,2\r\n"
    )
    assert netcli("list --limit 1").err == "3 more after these (--limit)\n"
    assert "netcli add" in netcli("list nobody").err


def test_people_known_only_through_others_are_counted(netcli: Netcli) -> None:
    """A tie to somebody else does not make a person mine; a denial neither."""
    netcli("add Ana")
    netcli("add Dana --to-meet")
    netcli("link ana dana")
    with_store(netcli, "UPDATE person SET to_meet = 0 WHERE handle = 'dana'")
    netcli("link me dana --no")

    ran = netcli("list")

    assert "ana\t" in ran.out
    assert "dana\t" not in ran.out
    assert ran.err == "1 shown; 1 more are known only through others (--all)\n"


def with_store(netcli: Netcli, sql: str) -> None:
    """Write by hand what no command writes yet."""
    from netcli.storage import open_writer

    with open_writer(netcli.db) as store, store.operation("test", at="2026-01-01T00:00:00Z"):
        store.run(sql)


def test_tags_are_listed_with_their_counts(netcli: Netcli) -> None:
    """`tag --list` counts people, removed ones left out."""
    netcli("add Ana --tag board")
    netcli("add Bo --tag board --tag press")
    netcli("remove ana")

    assert netcli("tag --list --json").json == [{"tag": "board", "people": 1}, {"tag": "press", "people": 1}]


def test_link_states_one_with_each_of_many(netcli: Netcli) -> None:
    """The first knows each of the others; names come from the line or one a line from stdin."""
    for name in ("Ana", "Bo", "Cy", "Di"):
        netcli(f"add {name} --to-meet")

    did = netcli("link ana bo cy --level close --on 2025 --json").json
    netcli("link ana - --level 1", stdin="cy\n\n di \n")

    assert [p["handle"] for p in did["people"]] == ["ana", "bo", "cy"]
    ties = {t["b"]: t["statements"] for t in netcli("export json").json["ties"]}
    assert [s["level"] for s in ties[4]] == [5, 1]
    assert (ties[3][0]["on_date"], ties[5][0]["level"]) == ("2025", 1)


def test_a_one_way_hearsay_counts_for_less(netcli: Netcli) -> None:
    """0.45 (level 3) times 0.6 (heard from somebody), and nothing in the other direction."""
    for name in ("Ana", "Bo", "Cy"):
        netcli(f"add {name} --to-meet")
    netcli("link ana bo --one-way --heard-from cy")

    known = netcli("show bo --json").json["known_by"]

    assert [(k["person"]["handle"], round(k["tie"], 6)) for k in known] == [("ana", 0.27)]
    assert "Cy said so" in known[0]["evidence"][0]["text"]
    assert netcli("show ana --json").json["known_by"] == []


def test_as_of_answers_from_what_was_known(netcli: Netcli) -> None:
    """A statement of 2025 does not exist in 2024."""
    netcli("add Ana --to-meet")
    netcli("link me ana --level 5 --on 2025-06-01")

    assert netcli("show ana --as-of 2024 --json").json["tie"] is None
    assert netcli("show ana --as-of 2025 --json").json["tie"]["level"] == 5
