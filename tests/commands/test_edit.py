"""Editing by options and in the editor, and merging."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Netcli


@pytest.fixture
def ana(netcli: Netcli) -> Netcli:
    """Return a runner on a file with Ana, who has something in most fields."""
    netcli(
        "add 'Ana Pires <ana@example.org>' --phone '+351 21 5' --phone '+351 91 5' --tag board --city Porto --org Helix --note hello"
    )
    return netcli


def kept(netcli: Netcli, name: str = "ana") -> dict[str, object]:
    """Return all that is kept on somebody."""
    person: dict[str, object] = netcli("show", name, "--json").json["person"]
    return person


def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """Let the editor be a Python script that changes `text`."""
    program = tmp_path / "editor.py"
    program.write_text(
        f"import sys\npath = sys.argv[-1]\ntext = open(path).read()\n{script}\nopen(path, 'w').write(text)\n"
    )
    monkeypatch.setenv("EDITOR", f"python3 {program}")


def drafts(tmp_path: Path) -> list[Path]:
    """Return the drafts that were kept."""
    return sorted((tmp_path / "data" / "netcli" / "drafts").glob("*"))


def test_options_set_add_and_drop(ana: Netcli) -> None:
    """Single fields are set, several are added to, --drop takes one or all off; one operation, undone whole."""
    before = ana("export json").out

    ran = ana(
        "edit ana --name 'Ana Maria Pires' --email ana@example.net --birthday --03-22 --nickname Nana --event wedding:2010-05-01 "
        "--set 'summary=Knows everybody' --set do_not_ask=yes --drop 'phone=+351 21 5' --drop tag --status archived --confirmed --json"
    ).json

    person = kept(ana)
    assert (person["name"], person["given"], person["family"]) == ("Ana Maria Pires", "Ana Maria", "Pires")
    assert [e["value"] for e in person["emails"]] == ["ana@example.org", "ana@example.net"]
    assert [p["value"] for p in person["phones"]] == ["+351 91 5"]
    assert (person["birthday"], person["nicknames"], person["tags"]) == ("--03-22", ["Nana"], [])
    assert person["events"] == [{"label": "wedding", "on": "2010-05-01"}]
    assert (person["summary"], person["do_not_ask"], person["status"]) == ("Knows everybody", True, "archived")
    assert person["confirmed_on"] == "2026-03-02"
    assert ran["did"].startswith("edited Ana Pires: name: Ana Maria Pires")
    assert [row["name"] for row in ana("find nana --json").json] == ["Ana Maria Pires"]
    ana("undo")
    assert ana("export json").json["people"] == json_of(before)["people"]


def json_of(text: str) -> dict[str, object]:
    """Return JSON as data."""
    import json

    data: dict[str, object] = json.loads(text)
    return data


def test_what_is_dropped_goes_before_anything_is_added(ana: Netcli) -> None:
    """A number that replaces all others is kept, and so is one that was taken off and given again."""
    ana("edit ana --drop phone --phone '+351 22 7' --drop tag=board --set tag=board --set tag=music")

    person = kept(ana)
    assert [p["value"] for p in person["phones"]] == ["+351 22 7"]
    assert person["tags"] == ["board", "music"]


def test_a_field_set_twice_holds_both_or_says_that_it_cannot(ana: Netcli) -> None:
    """Several nicknames replace the old ones; of a field with one value nothing is lost quietly."""
    ana("edit ana --set nickname=Nana --set nickname=Aninha")

    assert kept(ana)["nicknames"] == ["Nana", "Aninha"]
    assert "headline cannot be both one and two" in ana("edit ana --headline one --set headline=two", code=2).err
    assert kept(ana)["headline"] is None


def test_a_new_handle_leaves_the_old_one_leading_on(ana: Netcli) -> None:
    """Scripts that use the old handle still work, and nobody else gets it."""
    ana("edit ana --handle apires")

    assert kept(ana, "ana-pires")["handle"] == "apires"
    assert ana("add 'Ana Pires' --json").json["handle"] == "ana-pires-2"
    assert "leads to" in ana("edit ana-pires-2 --handle apires", code=65).err


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("--birthday soon", 65, "birthday: not a date"),
        ("--status rich", 65, "active, archived, deceased"),
        ("--set size=3", 2, "fields: name given"),
        ("--set name", 2, "FIELD=VALUE"),
        ("--set name=", 65, "needs a name"),
        ("--drop phone=12", 65, "it holds +351 21 5"),
        ("--event nonsense", 65, "wedding: 2010-05-01"),
        ("--handle 'A B'", 65, "letters, digits"),
        ("--email 'not an address'", 65, "email: not an e-mail address"),
        ("--set do_not_ask=maybe", 65, "yes or no"),
    ],
)
def test_a_wrong_value_changes_nothing(ana: Netcli, line: str, code: int, says: str) -> None:
    """The field is named, nothing is written."""
    before = ana("export json").out

    assert says in ana(f"edit ana {line}", code=code).err
    assert ana("export json").out == before


def test_the_form_changes_what_was_changed_in_it(ana: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are replaced, added, taken away; long texts are indented lines; the draft is gone afterwards."""
    script = (
        "text = text.replace('email: ana@example.org', 'email: ana@example.org (work, preferred)\\nemail: second@example.org')"
        ".replace('phone: +351 21 5\\n', '').replace('note:\\n', 'note:\\n  one\\n\\n  two\\n').replace('headline:', 'headline: Boss')"
    )
    editor(monkeypatch, tmp_path, script)
    ana("edit ana")

    person = kept(ana)
    assert [(e["value"], e["label"], e["preferred"]) for e in person["emails"]] == [
        ("ana@example.org", "work", True),
        ("second@example.org", None, False),
    ]
    assert [p["value"] for p in person["phones"]] == ["+351 91 5"]
    assert (person["note"], person["headline"], person["tags"]) == ("one\n\ntwo", "Boss", ["board"])
    assert person["addresses"][0]["city"] == "Porto"
    assert drafts(tmp_path) == []


@pytest.mark.parametrize("script", ["pass", "text = ''", "text = '# only a comment\\n'"])
def test_an_unchanged_or_empty_form_does_nothing(
    ana: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    """Nothing is written, no operation, no draft, exit 0."""
    editor(monkeypatch, tmp_path, script)
    before = ana("export json").out

    assert ana("edit ana --json").json["operation"] is None
    assert ana("export json").out == before
    assert drafts(tmp_path) == []


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("text = text.replace('headline:', 'headlin: x')", "no field headlin"),
        ("text = text.replace('headline:', 'what is this')", 'not "field: value"'),
        ("text = text.replace('birthday:', 'birthday: soon')", "birthday: not a date"),
        ("text = text.replace('name: Ana Pires', 'name:')", "needs a name"),
        ("text = text.replace('given: Ana', 'given: Ana\\ngiven: Bo')", "one value only"),
        ("text = text.replace('headline:', 'headline: x'); sys.exit(3)", "the editor ended with 3"),
    ],
)
def test_a_mistake_keeps_the_draft(
    ana: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, says: str
) -> None:
    """Without a terminal: 65, what is wrong, where the draft lies; the file is as it was; the draft is private."""
    editor(monkeypatch, tmp_path, script)
    before = ana("export json").out

    ran = ana("edit ana", code=65)

    draft = drafts(tmp_path)[0]
    assert says in ran.err
    assert str(draft) in ran.err
    assert draft.stat().st_mode & 0o777 == 0o600
    assert ana("export json").out == before


def test_a_field_changed_meanwhile_keeps_both(ana: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's change stands, mine is in the draft, both are named; other fields would not have mattered."""
    import sys

    other = f"import subprocess; subprocess.run([{sys.executable!r}, '-m', 'netcli'"
    change = (
        f"{other}, '--db', {str(ana.db)!r}, 'edit', 'ana', '--headline', 'Theirs'], check=True, capture_output=True)\n"
    )
    editor(monkeypatch, tmp_path, change + "text = text.replace('headline:', 'headline: Mine')")

    ran = ana("edit ana", code=65)

    assert "Theirs" in ran.err
    assert "Mine" in ran.err
    assert "headline: Mine" in drafts(tmp_path)[0].read_text()
    assert kept(ana)["headline"] == "Theirs"
    editor(
        monkeypatch,
        tmp_path,
        change.replace("Theirs", "Again") + "text = text.replace('summary:', 'summary:\\n  Mine')",
    )
    ana("edit ana")
    assert (kept(ana)["headline"], kept(ana)["summary"]) == ("Again", "Mine")


def test_what_stands_in_parentheses_stays_in_the_value(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page may end in parentheses, a label may hold some: neither is torn, nor doubled when another is changed."""
    page = "https://example.org/wiki/Ana_(singer)"
    card = f'BEGIN:VCARD\nVERSION:4.0\nFN:Ana\nEMAIL;TYPE="work (old)":ana@example.org\nURL:{page}\nTEL:12 (ask)\nEND:VCARD\n'
    (tmp_path / "ana.vcf").write_text(card)
    netcli(f"import {tmp_path / 'ana.vcf'}")
    netcli("edit ana --set url=https://example.org/b_(c) --email ana@example.net --phone 99999")
    held = {kind: kept(netcli)[kind] for kind in ("emails", "urls", "phones")}
    netcli(f"edit ana --set 'url={page} (home (old), preferred)'")
    editor(monkeypatch, tmp_path, "text = text.replace('email: ana@example.net', 'email: ana@example.com')")
    netcli("edit ana")

    assert [(e["value"], e["label"]) for e in held["emails"]] == [("ana@example.org", "work (old)"), ("ana@example.net", None)]  # fmt: skip
    assert [(u["value"], u["label"]) for u in held["urls"]] == [("https://example.org/b_(c)", None)]
    assert [p["value"] for p in held["phones"]] == ["12 (ask)", "99999"]
    now = kept(netcli)
    assert [(u["value"], u["label"], u["preferred"]) for u in now["urls"]] == [(page, "home (old)", True)]
    assert [(e["value"], e["label"]) for e in now["emails"]] == [("ana@example.org", "work (old)"), ("ana@example.com", None)]  # fmt: skip


def test_an_address_is_read_as_add_reads_it(netcli: Netcli, tmp_path: Path) -> None:
    """Brackets and commas of a paste go; whose it is already is said; what a card brought stays, whatever it is."""
    (tmp_path / "bo.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Bo Lind\nEMAIL:unknown\nEND:VCARD\n")
    netcli(f"import {tmp_path / 'bo.vcf'}")
    netcli("add 'Ana Pires <ana@example.org>'")

    said = netcli("edit bo --email '<bo@example.org>,' --email ana@example.org").err

    assert "Ana Pires has ana@example.org, too. The same person? netcli merge ana-pires bo-lind" in said
    assert {e["value"] for e in kept(netcli, "bo")["emails"]} >= {"bo@example.org", "ana@example.org"}
    netcli("edit ana-pires --headline x")
    assert netcli("edit bo-lind --email 'bo@example.org (work)'").err == ""


def test_an_event_may_have_a_colon_in_its_name(ana: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The date is what stands after the last one; the form can be written."""
    ana("edit ana --event 'Promo: L3: 2020-05-01'")
    editor(monkeypatch, tmp_path, "text = text.replace('L3: 2020-05-01', 'L3: 2020-05-02')")
    ana("edit ana")

    assert kept(ana)["events"] == [{"label": "Promo: L3", "on": "2020-05-02"}]


def test_another_order_is_no_edit(ana: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values have no order of mine: nothing is written, nothing is said to have been."""
    swap = "text = text.replace('phone: +351 21 5\\nphone: +351 91 5', 'phone: +351 91 5\\nphone: +351 21 5')"
    editor(monkeypatch, tmp_path, swap)

    ran = ana("edit ana --json").json
    assert (ran["operation"], ran["did"]) == (None, "Ana Pires is as he was")


def test_a_note_keeps_its_indentation(ana: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the form's lines the two blanks before are taken away, and no more; indenting anew is an edit."""
    editor(monkeypatch, tmp_path, "text = text.replace('note:\\n', 'note:\\n  a\\n    - b\\n\\n      - c\\n')")
    ana("edit ana")
    first = kept(ana)["note"]
    editor(monkeypatch, tmp_path, "text = text.replace('      - c', '    - c')")
    ana("edit ana")

    assert (first, kept(ana)["note"]) == ("a\n  - b\n\n    - c", "a\n  - b\n\n  - c")


def test_lines_netcli_has_no_place_for_are_shown_and_kept(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form shows them as comments; editing does not touch them."""
    cards = tmp_path / "c.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:3.0\nUID:x\nFN:Ana\nX-ODD;A=B:kept as it came\nEND:VCARD\n")
    netcli("import", str(cards))
    editor(
        monkeypatch,
        tmp_path,
        f"open({str(tmp_path / 'seen')!r}, 'w').write(text); text = text.replace('headline:', 'headline: x')",
    )

    netcli("edit ana")

    assert "#   X-ODD;A=B:kept as it came" in (tmp_path / "seen").read_text()
    assert netcli("export json").json["raw"][0]["raw"] == "X-ODD;A=B:kept as it came"


def test_a_merge_loses_nothing_and_old_names_lead_on(ana: Netcli) -> None:
    """Facts, remarks, ties of both; doubles once; number, handle and uid of the merged one lead to the survivor."""
    ana(
        "add 'A. Pires <a@example.net>' --org helix --tag board --tag press --note 'second' --level 4 --phone '+351 21 5'"
    )
    ana("add Bo")
    ana("link bo a-pires --level 5")
    ana("link ana a-pires --level 1")
    uid = kept(ana, "a-pires")["uid"]

    ana("merge ana-pires a-pires")

    person = kept(ana, "a-pires")
    assert person["handle"] == "ana-pires"
    assert [e["value"] for e in person["emails"]] == ["ana@example.org", "a@example.net"]
    assert (len(person["phones"]), len(person["positions"]), person["tags"]) == (2, 1, ["board", "press"])
    assert [r["text"] for r in person["remarks"]] == ["hello", "second"]
    assert person["other_names"] == [{"name": "A. Pires", "kind": "other"}]
    for name in ("3", str(uid), "'A. Pires'"):
        assert ana(f"show {name} --json").json["person"]["id"] == 2
    shown = ana("show ana --json").json
    assert (shown["tie"]["level"], [k["person"]["handle"] for k in shown["known_by"]]) == (4, ["bo"])


def test_a_merge_is_undone_after_edits_to_others(ana: Netcli) -> None:
    """Undo brings both back as they were, though others were changed since; ids are the old ones."""
    ana("add 'A. Pires' --tag press")
    ana("add Bo")
    before = ana("export json").json["people"][1:3]
    ana("merge ana a-pires")
    number = ana("operations --limit 1 --json").json[0]["id"]
    ana("tag bo press")

    ana(f"undo {number}")

    assert ana("export json").json["people"][1:3] == before
    assert kept(ana, "bo")["tags"] == ["press"]


def test_what_a_merge_refuses(ana: Netcli) -> None:
    """One person twice, the owner as the one who goes, several without a yes."""
    ana("add Bo")
    ana("add Cy")

    assert "two people" in ana("merge ana ana-pires", code=65).err
    assert "netcli merge me ana-pires" in ana("merge ana me", code=65).err
    assert "--yes" in ana("merge ana bo cy", code=2).err
    assert ana("merge ana bo cy --dry-run --json").json["operation"] is None
    ana("merge ana bo cy --yes")
    assert [row["name"] for row in ana("list --json").json] == ["Ana Pires"]


def test_an_import_follows_a_merge(netcli: Netcli, tmp_path: Path) -> None:
    """A card whose person was merged finds the survivor."""
    cards = tmp_path / "c.vcf"
    cards.write_text("".join(f"BEGIN:VCARD\nVERSION:3.0\nUID:u{n}\nFN:Ana {n}\nEND:VCARD\n" for n in (1, 2)))
    netcli("import", str(cards))
    netcli("merge 2 3")

    assert netcli("import", str(cards), "--json").json["unchanged"] == 2
    assert netcli("import", str(cards), "--source", "other", "--json").json["created"] == 0


def test_mutt_gets_the_shape_it_expects(ana: Netcli) -> None:
    """A message line, then address TAB name TAB other words; 1 without hits; aerc takes no message line."""
    ana("add 'Bo Lind <bo@example.org>' --level 5 --tag board --org Helix")

    ran = ana("email --parsable tag:board")

    assert ran.out == (
        "searching for 'tag:board' ...: 2 found\nbo@example.org\tBo Lind\tHelix board\nana@example.org\tAna Pires\tHelix board\n"
    )
    assert ana("email --parsable --remove-first-line lind").out == "bo@example.org\tBo Lind\tHelix board\n"
    assert ana("email --parsable nobody", code=1).out == "searching for 'nobody' ...: 0 found\n"
    assert [row["value"] for row in ana("phone ana --json").json] == ["+351 21 5", "+351 91 5"]
    assert "no:phone" in ana("phone lind", code=1).err
