"""What a mailbox counted is seen by every command that tells of contacts: with its date and source, as of a day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_intro_found import box
from tests.conftest import Netcli

MAILS = (
    ("2025-01-07", "Sam", "Priya"), ("2025-01-08", "Priya", "Sam"), ("2025-06-02", "Priya", "Dana Sam"),
    ("2025-06-03", "Dana", "Priya Sam"), ("2025-11-03", "Priya", "Sam"),
)  # fmt: skip
LATER = (("2026-02-23", "Sam", "Priya"),)


@pytest.fixture
def mailed(netcli: Netcli, tmp_path: Path) -> Netcli:
    """Return a file with Priya of level 4 and the mail with her; Dana is known through it alone."""
    netcli("edit me --email sam@example.org")
    netcli("add 'Priya <priya@example.org>' --level 4")
    read(netcli, tmp_path, *MAILS)
    return netcli


def read(netcli: Netcli, folder: Path, *mails: tuple[str, str, str]) -> str:
    """Import mails and return the page of the report."""
    (folder / "mail.mbox").write_text(box(*mails))
    return netcli("import", str(folder / "mail.mbox"), "--create-people", "all").out


def due(netcli: Netcli, line: str = "due --json") -> list[Any]:
    """Return who is due."""
    found: list[Any] = netcli(line, code=None).json
    return found


def test_a_mail_restarts_a_clock(mailed: Netcli, tmp_path: Path) -> None:
    """Whoever I wrote to, or who wrote to me, is not due until his span is over again; mail in which I had no part is nothing."""
    (one,) = due(mailed)
    assert (one["person"]["handle"], one["last"], one["channel"], one["source"]) == (
        "priya", "2025-11-03", "mail", "mail",
    )  # fmt: skip
    assert one["text"] == "119 days since 2025-11-03, wanted every 90 days"
    assert "last contact by mail, from mail" in page(mailed, "due --why")

    read(mailed, tmp_path, *MAILS, ("2026-02-26", "Priya", "Dana"))
    assert len(due(mailed)) == 1
    read(mailed, tmp_path, *MAILS, *LATER)

    assert due(mailed) == []
    (one,) = due(mailed, "due --days 100 --json")
    assert (one["last"], one["on"]) == ("2026-02-23", "2026-05-24")
    mailed("undo")
    assert [one["last"] for one in due(mailed)] == ["2025-11-03"]


def test_a_mail_of_today_makes_nobody_due_again(mailed: Netcli, tmp_path: Path) -> None:
    """What is read and dated today ends what was due in the morning."""
    read(mailed, tmp_path, *MAILS, ("2026-03-02", "Priya", "Sam"))

    assert due(mailed) == []
    assert "Nothing is to be done today" in mailed("today", code=1).err


def test_what_i_logged_later_is_the_last_contact(mailed: Netcli) -> None:
    """Of mail and a meeting the newer one is told, with its channel; it is from no source."""
    mailed("log priya 'lunch' --on 2025-11-05")

    (one,) = due(mailed)
    assert (one["last"], one["channel"], one["source"]) == ("2025-11-05", "meeting", None)


def test_a_brief_tells_of_mail(mailed: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last contact is that of the mail; how many there were stands below, from which source."""
    found: Any = mailed("brief priya --json").json
    assert (found["last"], found["days"]) == ("2025-11-03", 119)
    assert [(c["kind"], c["count"], c["date"], c["source"]) for c in found["counted"]] == [
        ("mail", 4, "2025-11-03", "mail")
    ]
    assert [ref["handle"] for ref in found["mutual"]] == ["dana"]
    assert "4 mails, last 2025-11-03 (from mail)" in page(mailed, "brief priya")
    monkeypatch.setenv("NETCLI_TODAY", "2025-02-01")
    earlier: Any = mailed("brief priya --json").json
    assert (earlier["last"], earlier["counted"][0]["count"]) == ("2025-01-08", 2)


def page(netcli: Netcli, line: str) -> str:
    """Return what a person sees at a width that wraps nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETCLI_FORCE_TTY", "1")
        patch.setenv("COLUMNS", "120")
        return netcli(line, code=None).out


def test_the_history_adds_mail_up(mailed: Netcli, tmp_path: Path) -> None:
    """By reading and by peer, me first, with the dates; another reading is another entry, undone it is gone."""
    first: Any = mailed("history priya --json").json["entries"][0]
    assert first["changes"] == [
        "+ 4 mails with Sam Moreau, 2025-01-07 to 2025-11-03 (mail)",
        "+ 2 mails with Dana, 2025-06-02 to 2025-06-03 (mail)",
    ]
    read(mailed, tmp_path, *MAILS, *LATER)
    again: Any = mailed("history priya --json").json
    assert again["entries"][0]["changes"] == ["+ 1 mail with Sam Moreau, 2026-02-23 (mail)"]
    mailed("undo")

    entries: Any = mailed("history priya --json").json
    assert [change for entry in entries["entries"] for change in entry["changes"] if "mails with" in change] == [
        "+ 4 mails with Sam Moreau, 2025-01-07 to 2025-11-03 (mail)",
        "+ 2 mails with Dana, 2025-06-02 to 2025-06-03 (mail)",
    ]


def test_of_many_peers_a_few_are_named(netcli: Netcli, tmp_path: Path) -> None:
    """The rest is told in one line, however long a mailbox is."""
    netcli("edit me --email sam@example.org")
    read(netcli, tmp_path, ("2026-01-05", "Sam", "Priya Dana Lee Omar Kim"), ("2026-01-06", "Dana", "Sam"))

    found: Any = netcli("history me --json").json
    assert found["entries"][0]["changes"] == [
        "+ 2 mails with Dana, 2026-01-05 to 2026-01-06 (mail)", "+ 1 mail with Priya, 2026-01-05 (mail)",
        "+ 1 mail with Lee, 2026-01-05 (mail)", "+ 2 mails with 2 others (mail)",
    ]  # fmt: skip


def test_ways_and_acquaintances_go_by_mail(mailed: Netcli) -> None:
    """The evidence is named with kind, count, date and source; on an earlier day it is that of then."""
    found: Any = mailed("intro-path dana --json").json
    (hop,) = [hop for path in found["paths"] for hop in path["hops"] if hop["to"]["handle"] == "dana"]
    assert [(e["kind"], e["text"], e["source"], e["date"]) for e in hop["evidence"]] == [
        ("mail", "2 mails, last 2025-06-03", "mail", "2025-06-03")
    ]
    assert found["direct"]["evidence"][0]["text"] == "1 mail, on 2025-06-03"
    common: Any = mailed("mutual dana --json").json
    assert [(e["leg"], e["kind"], e["date"]) for e in common["mutual"][0]["evidence"] if e["kind"] == "mail"] == [
        ("a", "mail", "2025-11-03"), ("b", "mail", "2025-06-03"),
    ]  # fmt: skip
    assert mailed("intro-path dana --as-of 2025-06-01 --json", code=1).json["paths"] == []
    assert mailed("mutual dana --as-of 2025-06-01 --json", code=1).json["mutual"] == []
    then: Any = mailed("intro-path dana --as-of 2025-06-02 --json", code=None).json
    assert [
        e["text"] for p in then["paths"] for h in p["hops"] for e in h["evidence"] if h["to"]["handle"] == "dana"
    ] == ["1 mail, on 2025-06-02"]


def test_the_figures_count_mail(mailed: Netcli) -> None:
    """By month and by channel, up to the day that is asked for."""
    found: Any = mailed("stats --json").json
    assert {m["month"]: m["mail"] for m in found["channels"] if m["remote"]} == {"2025-06": 2, "2025-11": 1}
    then: Any = mailed("stats --as-of 2025-06-02 --json").json
    assert {m["month"]: m["mail"] for m in then["channels"] if m["remote"]} == {"2025-01": 2, "2025-06": 1}


@pytest.mark.parametrize("width", ["80", "120"])
def test_the_report_of_mail(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None], width: str
) -> None:
    """What was counted, whom it added, what was left out, and how to take it back."""
    netcli("edit me --email sam@example.org")
    netcli("add 'Priya <priya@example.org>' --level 4")
    bulk = box(("2026-01-07", "Omar", "Sam")).replace("Message-ID", "List-Id: <all.example.org>\nMessage-ID")
    path = tmp_path / "mail.mbox"
    path.write_text(box(*MAILS) + bulk + "From x@example.org Mon Jan  5 10:00:00 2026\nFrom: sam@example.org\n\nHi\n\n")
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", width)

    golden(
        f"import-mail-{width}.txt",
        netcli("import", str(path), "--create-people", "all").out.replace(str(path), "mail.mbox"),
    )
