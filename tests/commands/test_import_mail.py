"""netcli import of mail: what is counted, who is added, what is left out, once and for all."""

from __future__ import annotations

import json
import random
import sqlite3
import zipfile
from pathlib import Path

import pytest

from netcli.importing.mail_reading import read_mail
from tests.commands.conftest import written
from tests.conftest import Netcli

_SENT = "Mon, 05 Jan 2026 10:00:00 +0100"


def message(number: int, sender: str, to: str, *more: str, on: str = _SENT) -> str:
    """Return a message of a mailbox."""
    lines = (f"From: {sender}", f"To: {to}", f"Date: {on}", f"Message-ID: <{number}@example.org>", *more)
    return (
        "From x@example.org Mon Jan  5 10:00:00 2026\n"
        + "\n".join(lines)
        + "\nSubject: a zanzibar\n\nzanzibar words\n\n"
    )


ME = "Sam Moreau <sam@example.org>"
ANA, BO, CY = '"Pires, Ana" <ana@example.org>', "Bo Lind <bo@example.net>", "cy@example.com"
BOX = (
    message(1, ME, f"{ANA}, {BO}")
    + message(2, ANA, ME, f"Cc: {BO}")
    + message(3, ANA, ME, on="Tue, 6 Jan 2026 23:30:00 -0500")
    + message(4, CY, ME)
    + message(5, BO, ANA)
)


def _days(netcli: Netcli) -> list[tuple[str, str, str, str, int]]:
    """Return what is counted: (from, to, day, channel, how often), by handle."""
    with sqlite3.connect(netcli.db) as file:
        rows = file.execute(
            "SELECT a.handle, b.handle, on_date, channel, count FROM contact_day JOIN person AS a ON a.id = from_id"
            " JOIN person AS b ON b.id = to_id ORDER BY 1, 2, 3, 4"
        ).fetchall()
    file.close()
    return rows


def _skipped(report: object) -> dict[str, int]:
    return {item["reason"]: item["count"] for item in report["skipped"]}


def test_mail_is_counted_by_pair_direction_and_day(sam: Netcli, tmp_path: Path) -> None:
    """From the sender to each recipient, among the recipients, on the day in UTC; me or not me makes no difference."""
    report = sam("import", written(tmp_path, BOX), "--create-people", "all", "--json").json

    assert (report["read"], report["messages"], report["created"], report["format"]) == (5, 5, 3, "mail")
    assert _days(sam) == [
        ("ana-pires", "bo-lind", "2026-01-05", "comail", 1),
        ("ana-pires", "bo-lind", "2026-01-05", "mail", 1),
        ("ana-pires", "sam-moreau", "2026-01-05", "mail", 1),
        ("ana-pires", "sam-moreau", "2026-01-07", "mail", 1),
        ("bo-lind", "ana-pires", "2026-01-05", "mail", 1),
        ("cy", "sam-moreau", "2026-01-05", "mail", 1),
        ("sam-moreau", "ana-pires", "2026-01-05", "mail", 1),
        ("sam-moreau", "bo-lind", "2026-01-05", "comail", 1),
        ("sam-moreau", "bo-lind", "2026-01-05", "mail", 1),
    ]


def test_neither_subject_nor_words_are_kept(sam: Netcli, tmp_path: Path) -> None:
    """Nothing of what a mail says is anywhere in the file."""
    sam("import", written(tmp_path, BOX), "--create-people", "all")

    assert b"zanzibar" not in sam.db.read_bytes()


def test_whom_to_add_is_said(sam: Netcli, tmp_path: Path) -> None:
    """Nobody, those I wrote to and who wrote to me, or everybody; a later reading makes up for what was left out."""
    box = written(tmp_path, BOX)

    assert sam("import", box, "--create-people", "known", "--json").json["created"] == 0
    assert sam("import", box, "--create-people", "correspondents", "--json").json["created"] == 1
    everybody = sam("import", box, "--create-people", "--json").json
    assert (everybody["created"], everybody["unchanged"], everybody["messages"]) == (2, 1, 4)
    counted = _days(sam)
    sam("undo"), sam("undo")
    sam("import", box, "--create-people", "all")
    assert _days(sam) == counted


def test_correspondents_are_the_usual_choice_and_a_choice_is_remembered(sam: Netcli, tmp_path: Path) -> None:
    """Without the option those are added with whom I wrote; after another choice that one stays."""
    assert sam("import", written(tmp_path, BOX), "--json").json["created"] == 1
    assert sam("import", written(tmp_path, BOX), "--create-people", "all", "--json").json["created"] == 2
    more = written(tmp_path, message(9, "Dee <dee@example.org>", BO), "more.mbox")
    assert sam("import", more, "--json").json["created"] == 1


def test_the_same_mail_is_counted_once(sam: Netcli, tmp_path: Path) -> None:
    """Import twice is nothing; of two exports that overlap each message counts once; undo forgets what was read."""
    first = written(tmp_path, BOX)
    second = written(tmp_path, BOX + message(6, ANA, ME), "later.mbox")
    sam("import", first, "--create-people", "all")
    again = sam("import", first, "--create-people", "all", "--json").json
    later = sam("import", second, "--json").json

    assert (again["operation"], again["messages"], again["unchanged"]) == (None, 0, 5)
    assert (later["messages"], later["unchanged"], later["readings"]) == (1, 5, 2)
    assert ("ana-pires", "sam-moreau", "2026-01-05", "mail", 2) in _days(sam)
    sam("undo")
    sam("redo")
    assert sam("import", second, "--json").json["messages"] == 0
    sam("undo"), sam("undo")
    assert _days(sam) == []
    assert sam("import", second, "--create-people", "all", "--json").json["messages"] == 6


def test_mail_of_a_source_that_was_removed_is_not_counted_again(sam: Netcli, tmp_path: Path) -> None:
    """Its counts stay, so what was read stays known, too; until the reading itself is undone."""
    box = written(tmp_path, BOX)
    sam("import", box, "--create-people", "all")
    days = _days(sam)
    reading = sam("operations --json").json[0]["id"]
    sam("source remove mail --yes")

    assert sam("import", box, "--create-people", "all", "--json").json["messages"] == 0
    assert _days(sam) == days
    sam("undo")
    sam(f"undo {reading}")
    assert sam("import", box, "--create-people", "all", "--json").json["messages"] == 5


def test_a_restored_file_does_not_count_again(sam: Netcli, tmp_path: Path) -> None:
    """The digests go with export json, and who was left out then."""
    box = written(tmp_path, BOX)
    sam("import", box)
    exported = sam("export json").out
    restored = Netcli(tmp_path / "restored.db", sam._capsys, sam._monkeypatch)
    restored("import", written(tmp_path, exported, "export.json"))

    assert restored("export json").out == exported
    again = restored("import", box, "--create-people", "all", "--json").json
    assert (again["messages"], again["unchanged"]) == (4, 1)
    sam("import", box, "--create-people", "all")
    assert _days(restored) == _days(sam)


def test_a_message_without_an_id_is_told_by_date_and_people(sam: Netcli, tmp_path: Path) -> None:
    """Two at the same second between the same people are one; another second makes two."""
    plain = message(1, ME, ANA).replace("Message-ID: <1@example.org>\n", "")
    box = written(tmp_path, plain + plain + plain.replace("10:00:00 +", "10:00:01 +"))
    report = sam("import", box, "--create-people", "all", "--json").json

    assert (report["messages"], _skipped(report)) == (2, {"the same message again": 1})


def test_several_addresses_of_somebody_are_one_person_a_name_is_not(sam: Netcli, tmp_path: Path) -> None:
    """What is on file decides; the same name with another address is somebody else."""
    sam("edit me --email sam@work.example.com")
    sam("add 'Ana Pires' --email ana@example.org --email a.pires@example.com")
    box = "".join(
        message(n, sender, to)
        for n, (sender, to) in enumerate(
            [
                (ME, "A. P. <a.pires@example.com>"),
                ("Sam <sam@work.example.com>", "ANA@Example.org"),
                (ME, "ana+netcli@example.org"),
                ("Ana Pires <other@example.org>", ME),
                (ME, "other@example.org"),
            ]
        )
    )  # fmt: skip
    sam("import", written(tmp_path, box))

    assert _days(sam) == [
        ("ana-pires-2", "sam-moreau", "2026-01-05", "mail", 1),
        ("sam-moreau", "ana-pires", "2026-01-05", "mail", 3),
        ("sam-moreau", "ana-pires-2", "2026-01-05", "mail", 1),
    ]


def test_of_a_couple_with_one_address_the_name_decides(sam: Netcli, tmp_path: Path) -> None:
    """Where it does not, the mail is nobody's, and the report says so."""
    sam("add 'Ana Pires' --email home@example.org")
    sam("add 'Bo Lind' --email home@example.org --anyway")
    sam("import", written(tmp_path, message(1, "Bo Lind <home@example.org>", ME)))
    other = sam("import", written(tmp_path, message(2, "home@example.org", ME), "b.mbox"), "--json").json

    assert _days(sam) == [("bo-lind", "sam-moreau", "2026-01-05", "mail", 1)]
    assert "addresses that several people have on file, without a name that tells" in _skipped(other)


def test_whom_i_removed_is_not_brought_back(sam: Netcli, tmp_path: Path) -> None:
    """He is matched, kept out and told; restored, his mail is counted by the next reading."""
    sam("add 'Ana Pires' --email ana@example.org")
    sam("remove ana-pires --yes")
    report = sam("import", written(tmp_path, BOX), "--create-people", "all", "--json").json

    assert _skipped(report)["kept out: you removed them"] == 1
    assert not any("ana-pires" in day[:2] for day in _days(sam))
    sam("restore ana-pires")
    sam("import", written(tmp_path, BOX))
    assert ("ana-pires", "bo-lind", "2026-01-05", "comail", 1) in _days(sam)


def test_what_says_nothing_of_people_is_left_out_and_counted(sam: Netcli, tmp_path: Path) -> None:
    """Lists, programs, circulars, spam, trash, drafts, what has no sender, recipient or date: each with its reason."""
    many = ", ".join(f"p{n}@example.org" for n in range(21))
    box = (
        message(1, ANA, ME, "List-Id: <board.example.org>", "List-Post: <mailto:board@example.org>")
        + message(2, "Shop <no-reply@example.com>", ME)
        + message(3, ANA, ME, "Auto-Submitted: auto-replied")
        + message(4, ANA, many)
        + message(5, ANA, ME, "X-Gmail-Labels: Corbeille")
        + message(6, ANA, ME, "X-Gmail-Labels: Spam")
        + message(7, ME, ANA, "X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe?=")
        + message(8, "", ME) + message(9, ANA, "undisclosed-recipients:;") + message(10, ANA, ME, on="one day")
        + message(11, ANA, ME, on="Mon, 04 Jan 2027 10:00:00 +0000")
        + message(12, ME, "Board <board@example.org>, no-reply@example.com")
    )  # fmt: skip
    report = sam("import", written(tmp_path, box), "--create-people", "all", "--json").json

    assert (report["read"], report["messages"], report["source"]) == (12, 0, "gmail")
    assert _skipped(report) == {
        "mail of lists, and newsletters": 1, "mail sent by programs": 2, "mail to more than 20 people": 1,
        "mail in the trash": 1, "mail in the spam folder": 1, "drafts": 1,
        "mail without the address of a sender": 1, "mail to nobody, as far as its headers tell": 1,
        "mail without a date that can be read": 1, "mail dated in the future": 1,
        "mail in which fewer than two people are on file": 1,
    }  # fmt: skip


def test_large_circles_count_between_the_sender_and_each(sam: Netcli, tmp_path: Path) -> None:
    """Up to twenty recipients each has a mail of the sender; more than five have none in common."""
    for count, pairs in ((5, 5 + 10), (6, 6), (20, 20)):
        to = ", ".join(f"p{n}@example.org" for n in range(count))
        sam("import", written(tmp_path, message(count, ME, to)), "--create-people", "all")
        assert len(_days(sam)) == pairs
        sam("undo")


@pytest.mark.parametrize("packed", [False, True])
def test_folders_and_zips_are_read_as_a_whole(sam: Netcli, tmp_path: Path, packed: bool) -> None:
    """Mailboxes, single messages, maildirs with their flags, folders of trash; other files are passed over."""
    root = tmp_path / "export"
    written(root, BOX, "Takeout/Mail/All mail.mbox")
    written(root, message(20, ANA, ME), "Takeout/Mail/Papierkorb.mbox")
    written(root, message(21, ANA, ME).partition("\n")[2], "letters/one.eml")
    written(root, message(22, ANA, ME).partition("\n")[2], "maildir/cur/1.x:2,S")
    written(root, message(23, ANA, ME).partition("\n")[2], "maildir/cur/2.x:2,ST")
    written(root, message(24, ANA, ME).partition("\n")[2], "maildir/.Drafts/cur/3.x:2,S")
    written(root, "not mail", "notes.txt")
    path = root
    if packed:
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in sorted(p for p in root.rglob("*") if p.is_file()):
                archive.write(file, file.relative_to(root))
    report = sam("import", str(path), "--create-people", "all", "--json").json

    assert (report["read"], report["messages"]) == (10, 7)
    assert _skipped(report) == {"mail in the trash": 2, "drafts": 1}
    assert sum(file["read"] for file in report["files"]) == 10


def test_progress_ends_where_all_is_read(tmp_path: Path) -> None:
    """Of a packed mailbox too, however far it was packed."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.mbox", BOX + "word " * 100_000)
    told: list[tuple[int, int]] = []

    read_mail([path], lambda done, of_all: told.append((done, of_all)))

    assert told[-1][0] == told[-1][1] == max(done for done, _ in told)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_in_a_zip_are_both_read(sam: Netcli, tmp_path: Path) -> None:
    """As a zip may have them that was added to."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.mbox", message(20, ANA, ME))
        archive.writestr("a.mbox", message(21, ANA, ME))

    assert sam("import", str(path), "--create-people", "all", "--json").json["messages"] == 2


def test_mail_comes_from_a_pipe_too(sam: Netcli) -> None:
    """As from zcat: netcli import -."""
    assert sam("import -", stdin=BOX).code == 0
    assert len(_days(sam)) == 3


def test_a_dry_run_tells_and_writes_nothing(sam: Netcli, tmp_path: Path) -> None:
    """The same report, but the file stays as it was."""
    box = written(tmp_path, BOX)
    dry = sam("import", box, "--create-people", "all", "--dry-run", "--json").json
    assert _days(sam) == []
    real = sam("import", box, "--create-people", "all", "--json").json

    told = ("read", "messages", "created", "contacts", "skipped")
    assert [dry[name] for name in told] == [real[name] for name in told]


def test_who_is_me_is_asked_for(netcli: Netcli, tmp_path: Path) -> None:
    """Without an address of mine nobody is a correspondent; the likely one is named with what to type."""
    ran = netcli("import", written(tmp_path, BOX))

    assert "is sam@example.org yours? netcli edit me --email" in ran.err
    assert _days(netcli) == []


def test_a_friends_mail_is_his(sam: Netcli, tmp_path: Path) -> None:
    """--known-by says whose mailbox it is: his correspondents are added."""
    sam("add 'Ana Pires' --email ana@example.org")
    report = sam(
        "import", written(tmp_path, message(1, BO, ANA) + message(2, ANA, BO)), "--known-by", "ana-pires", "--json"
    )

    assert (report.json["created"], report.json["source"]) == (1, "mail-ana-pires")


def test_questions_see_the_mail_as_it_was_on_a_day(sam: Netcli, tmp_path: Path) -> None:
    """mutual --as-of counts what was written by then, and names source and date."""
    sam("import", written(tmp_path, BOX), "--create-people", "all")
    now = sam("mutual ana-pires bo-lind --as-of 2026-01-05 --json", code=1).json
    sam("mutual cy ana-pires --as-of 2026-01-04 --json", code=1)
    ties = sam("intro-path cy --from ana-pires --as-of 2026-01-04 --json", code=1)

    assert now["me_too"]
    assert ties.json["paths"] == []
    (answer,) = sam("mutual bo-lind sam-moreau --as-of 2026-01-06 --json").json["mutual"]
    assert {(e["leg"], e["kind"], e["source"], e["date"]) for e in answer["evidence"]} >= {
        ("a", "mail", "mail", "2026-01-05"), ("b", "mail", "mail", "2026-01-05"),
    }  # fmt: skip


def test_refresh_reads_a_mailbox_that_has_grown(sam: Netcli, tmp_path: Path) -> None:
    """The newest file of a pattern, if it is not the one read last; the choice whom to add stays."""
    box = written(tmp_path, BOX)
    sam("import", box, "--create-people", "all")
    sam("source", "add", "mail", box)

    assert sam("refresh mail --json").json == []
    written(tmp_path, BOX + message(6, "Dee <dee@example.org>", BO))
    (report,) = sam("refresh mail --json").json
    assert (report["messages"], report["created"]) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "code", "told"),
    [
        ("a.msg", "\udcd0\udccf\x11\udce0" + "x" * 100, 65, "Outlook's own format"),
        ("a.eml", "", 65, "it is empty"),
        ("a.mbox", "\0" * 50, 0, "without the address of a sender"),
        ("a.mbox", "From x\nFrom", 0, "without the address of a sender"),
    ],
)
def test_what_is_no_mail_is_told(sam: Netcli, tmp_path: Path, name: str, content: str, code: int, told: str) -> None:
    """A file that cannot be read is rejected with the reason; one that holds nothing is counted."""
    ran = sam("import", written(tmp_path, content, name), "--json", code=code)

    assert told in ran.out


def test_options_that_say_nothing_of_mail_are_refused(sam: Netcli, tmp_path: Path) -> None:
    """--map and --whole are for tables and books; mail and cards are not imported in one go."""
    box = written(tmp_path, BOX)
    sam("import", box, "--map", "a=name", code=2)
    sam("import", box, "--whole", code=2)
    sam("import", box, written(tmp_path, "BEGIN:VCARD\nFN:Zoe\nEND:VCARD\n", "a.vcf"), code=2)
    sam("import", str(tmp_path / "none.mbox"), code=66)


def test_undo_of_much_mail_asks_little(sam: Netcli, tmp_path: Path) -> None:
    """Four times the mail takes no more than some times the work to undo: no tie is looked up among all counts."""
    rng = random.Random(5)

    def steps(count: int) -> int:
        box = "".join(
            message(n, f"p{rng.randrange(count)}@example.org", f"p{rng.randrange(count)}@example.net")
            for n in range(count)
        )
        sam("import", written(tmp_path, box), "--create-people", "all")
        with sqlite3.connect(sam.db) as file:
            plan = json.dumps(
                file.execute(f"EXPLAIN QUERY PLAN {_have_met()}", {"one": 1, "other": 2, "few": 4}).fetchall()
            )
        file.close()
        sam("undo")
        assert _days(sam) == []
        return plan.count("SCAN contact_day")

    assert steps(100) == steps(400) == 0


def _have_met() -> str:
    from netcli.domain.interaction import _HAVE_MET

    return _HAVE_MET
