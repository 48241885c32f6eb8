"""intro found: introductions that mail tells of, recorded or dismissed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_person import with_store
from tests.conftest import Netcli

ADDRESS = {name: f"{name.lower()}@example.org" for name in ("Sam", "Priya", "Dana", "Lee", "Omar", "Kim")}


def box(*mails: tuple[str, str, str]) -> str:
    """Return a mailbox of mails as (day, from, to and to)."""
    text = []
    for number, (day, sender, to) in enumerate(mails):
        people = ", ".join(f"{name} <{ADDRESS[name]}>" for name in to.split())
        text.append(
            f"From x@example.org Mon Jan  5 10:00:00 2026\nMessage-ID: <{number}.{day}@example.org>\n"
            f"Date: {int(day[8:])} {_MONTHS[int(day[5:7]) - 1]} {day[:4]} 12:00:00 +0000\n"
            f"From: {sender} <{ADDRESS[sender]}>\nTo: {people}\n\nHi\n\n"
        )
    return "".join(text)


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
BEFORE = (("2024-01-08", "Sam", "Priya"), ("2024-01-09", "Priya", "Sam"), ("2024-06-03", "Priya", "Sam"))
TO_BOTH = ("2025-03-03", "Priya", "Sam Dana")
AFTER = (("2025-03-04", "Dana", "Sam"), ("2025-03-05", "Sam", "Dana"), ("2025-04-01", "Dana", "Sam"))
TOLD = (*BEFORE, TO_BOTH, *AFTER)


@pytest.fixture
def mailed(netcli: Netcli, tmp_path: Path) -> Callable[..., Netcli]:
    """Return what imports mails into the file of Sam."""

    def imported(*mails: tuple[str, str, str]) -> Netcli:
        netcli("edit me --email sam@example.org")
        (tmp_path / "mail.mbox").write_text(box(*mails))
        netcli("import", str(tmp_path / "mail.mbox"), "--create-people", "all")
        return netcli

    return imported


def three(netcli: Netcli, line: str = "intro found --json") -> list[tuple[str, str, str]]:
    """Return requester, introducer and target of each that is found."""
    found: Any = netcli(line).json
    return [tuple(one[who]["handle"] for who in ("requester", "introducer", "target")) for one in found]


def test_somebody_introduced_me(mailed: Callable[..., Netcli]) -> None:
    """Priya wrote to both of us, then Dana and I wrote: dates and counts, and the commands to say so or not."""
    netcli = mailed(*TOLD)

    (found,) = netcli("intro found --json").json
    number = found.pop("number")
    assert [found.pop(who)["handle"] for who in ("requester", "introducer", "target")] == [
        "sam-moreau",
        "priya",
        "dana",
    ]
    assert found == {
        "on": "2025-03-03", "began": "2025-03-04", "met": "2025-03-05", "contacts": 3, "days": 3, "with_requester": 3,
        "with_target": 0, "introduction": None, "command": f"netcli intro found --accept {number}",
        "dismiss": f"netcli intro found --dismiss {number}",
    }  # fmt: skip
    assert netcli("intro found").out.split("\t")[:5] == [str(number), "2025-03-03", "sam-moreau", "priya", "dana"]


def test_the_page(mailed: Callable[..., Netcli], monkeypatch: pytest.MonkeyPatch, golden: Callable[..., None]) -> None:
    """Each with its evidence below it."""
    netcli = mailed(*TOLD)
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    for width in ("80", "120"):
        monkeypatch.setenv("COLUMNS", width)
        golden(f"intro-found-{width}.txt", netcli("intro found").out)


def test_it_is_recorded_with_its_days(mailed: Callable[..., Netcli]) -> None:
    """Made on the day of the mail, met when both had written; then it is in the ledger and no more found; undo goes back."""
    netcli = mailed(*TOLD)
    (command,) = netcli("intro found --format '{command}'").out.splitlines()
    netcli(f"{command.removeprefix('netcli ')} --dry-run")
    assert netcli("intro list --json").json == []

    ran = netcli(command.removeprefix("netcli "))

    assert "Priya introduced Sam Moreau to Dana on 2025-03-03, met 2025-03-05" in netcli("operations --limit 1").out
    assert [line.split("\t")[1] for line in ran.out.splitlines()] == ["sam-moreau", "priya", "dana"]
    (noted,) = netcli("intro list --json").json
    assert [(step["step"], step["by"], step["on"]) for step in noted["steps"]] == [
        ("made", "introducer", "2025-03-03"), ("met", "requester", "2025-03-05"),
    ]  # fmt: skip
    assert three(netcli) == []
    netcli("undo")
    assert three(netcli) == [("sam-moreau", "priya", "dana")]
    assert netcli("intro list --json").json == []


def test_a_dismissal_is_remembered(mailed: Callable[..., Netcli], tmp_path: Path) -> None:
    """It is not listed again, nor when the same mail is read again; undo and an export know it."""
    netcli = mailed(*TOLD)
    number = netcli("intro found --format ids").out.strip()
    netcli(f"intro found --dismiss {number}")
    assert three(netcli) == []
    assert "None found" in netcli("intro found").err
    netcli("import", str(tmp_path / "mail.mbox"))
    assert three(netcli) == []
    assert [row["on_date"] for row in netcli("export json").json["no_introductions"]] == ["2026-03-02"]

    netcli("undo")
    assert three(netcli) == [("sam-moreau", "priya", "dana")]
    assert f"no introduction was found under number {int(number) + 90}" in netcli(
        f"intro found --accept {int(number) + 90}", code=3
    ).err  # fmt: skip
    assert "recorded and dismissed" in netcli(f"intro found --accept {number} --dismiss {number}", code=2).err
    assert "take numbers alone" in netcli(f"intro found --accept {number} --limit 2", code=2).err


def test_i_introduced_two_people(mailed: Callable[..., Netcli]) -> None:
    """I wrote to both, both answered to all: who answered first wanted it, as far as mail tells."""
    netcli = mailed(
        *BEFORE, ("2024-02-01", "Lee", "Sam"), ("2024-02-02", "Sam", "Lee"), ("2025-03-03", "Sam", "Priya Lee"),
        ("2025-03-03", "Lee", "Sam Priya"), ("2025-03-04", "Priya", "Lee Sam"),
    )  # fmt: skip

    assert three(netcli) == [("lee", "sam-moreau", "priya")]


@pytest.mark.parametrize("day", ["2025-02-20", "2025", "2025-03"])
def test_an_introduction_that_is_open_gets_its_end(mailed: Callable[..., Netcli], day: str) -> None:
    """What I noted as asked is told to have been made and met; the requester stays who he was."""
    netcli = mailed(*TOLD)
    netcli(f"intro ask dana --via priya --on {day}")
    (found,) = netcli("intro found --json").json
    assert found["introduction"] == 1
    netcli(f"intro found --accept {found['number']}")

    (noted,) = netcli("intro list --json").json
    assert [(step["step"], step["on"]) for step in noted["steps"]] == [
        ("asked", day), ("made", "2025-03-03"), ("met", "2025-03-05"),
    ]  # fmt: skip
    assert three(netcli) == []


@pytest.mark.parametrize(
    "mails",
    [
        (*BEFORE, ("2024-05-01", "Dana", "Sam"), ("2024-05-02", "Sam", "Dana"), TO_BOTH, *AFTER),
        (*BEFORE, TO_BOTH, AFTER[0]),
        (*BEFORE, TO_BOTH, *((f"2025-09-{day}", *rest) for day, rest in (("04", ("Dana", "Sam")), ("05", ("Sam", "Dana"))))),
        (TO_BOTH, *AFTER),
        (*((f"2025-01-0{n}", *who) for n, who in ((1, ("Sam", "Priya")), (2, ("Priya", "Sam")))), TO_BOTH, *AFTER),
        (*BEFORE, ("2025-03-03", "Priya", "Sam Dana Lee"), *AFTER),
        (("2024-01-08", "Sam", "Omar"), ("2024-06-03", "Priya", "Sam"), TO_BOTH, *AFTER),
    ],
    ids=[
        "they wrote before", "no answer", "too late", "nothing known before", "too short a history", "a mail to three",
        "I do not know who wrote",
    ],
)  # fmt: skip
def test_what_is_no_introduction(mailed: Callable[..., Netcli], mails: tuple[tuple[str, str, str], ...]) -> None:
    """Rather none than a wrong one."""
    assert three(mailed(*mails)) == []


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO tie_statement (tie_id, from_id, level, on_date) SELECT id, a, 2, '2024' FROM tie WHERE a = 1 AND b = {0}",
        "INSERT INTO tie_evidence (tie_id, kind, on_date) SELECT id, 'linkedin', '2024-01' FROM tie WHERE a = 1 AND b = {0}",
        "INSERT INTO position (person_id, org_id, start_on, is_current) SELECT value, 1, '2020-01', 1 FROM json_each('[1, {0}]')",
        "UPDATE person SET removed_on = '2026-01-01' WHERE id = {0}",
    ],
    ids=["stated before", "connected before", "colleagues", "removed"],
)
def test_what_else_is_on_file_speaks_against_it(mailed: Callable[..., Netcli], sql: str) -> None:
    """A tie of before from any other evidence, time at one place, somebody removed."""
    netcli = mailed(*TOLD)
    netcli("position add priya --org Helix")
    assert len(three(netcli)) == 1
    dana = netcli("show dana --json").json["person"]["id"]
    with_store(netcli, sql.format(dana))

    assert three(netcli) == []


def test_the_list_is_narrowed(mailed: Callable[..., Netcli]) -> None:
    """By day, by person, by number; the newest comes first, and what is left out is counted."""
    netcli = mailed(
        *TOLD, ("2025-06-02", "Priya", "Sam Lee"), ("2025-06-03", "Sam", "Lee"), ("2025-06-04", "Lee", "Sam")
    )

    both = [("sam-moreau", "priya", "lee"), ("sam-moreau", "priya", "dana")]
    assert three(netcli) == both
    assert three(netcli, "intro found --since 2025-04 --json") == both[:1]
    assert three(netcli, "intro found --person dana --json") == both[1:]
    assert three(netcli, "intro found --limit 1 --json") == both[:1]
    assert netcli("intro found --limit 1").err == "1 more (--limit)\n"
    assert netcli("intro found --fields on,target").out == "2025-06-02\tlee\n2025-03-03\tdana\n"


def test_two_are_settled_at_once(mailed: Callable[..., Netcli]) -> None:
    """One operation, whatever is recorded and dismissed in it."""
    netcli = mailed(
        *TOLD, ("2025-06-02", "Priya", "Sam Lee"), ("2025-06-03", "Sam", "Lee"), ("2025-06-04", "Lee", "Sam")
    )
    one, other = netcli("intro found --format ids").out.split()
    netcli(f"intro found --accept {one} --dismiss {other}")
    assert three(netcli) == []
    netcli("undo")

    assert len(three(netcli)) == 2
