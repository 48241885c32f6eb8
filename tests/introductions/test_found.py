"""Introductions found in mail against those that were planted: docs/evaluation.md has larger figures."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

from tests.conftest import Netcli

Trio = tuple[str, frozenset[str]]


def found_in(netcli: Netcli, generator: ModuleType, box: Path, owner: int, mails: list[Any]) -> set[Trio]:
    """Import mails as those of an owner and return who is found to have brought whom together, by address."""
    box.write_text("".join(generator.lines(generator.History(mails), 40)))
    netcli(f"--db {box.with_suffix('.db')} init --name 'Sam Moreau' --email {generator.address(owner)} --yes")
    netcli("--db", str(box.with_suffix(".db")), "import", str(box), "--create-people", "all")
    people: Any = netcli(f"--db {box.with_suffix('.db')} list --all --json").json
    address = {row["handle"]: row["email"] for row in people} | {"sam-moreau": generator.address(owner)}
    found: Any = netcli(f"--db {box.with_suffix('.db')} intro found --json").json
    return {
        (
            address[one["introducer"]["handle"]],
            frozenset(address[one[who]["handle"]] for who in ("requester", "target")),
        )
        for one in found
    }


def planted(told: Any, generator: ModuleType) -> set[Trio]:
    """Return who brought whom together in a history."""
    at = generator.address
    return {(at(broker), frozenset((at(one), at(other)))) for _, one, other, broker in told.events}


def test_what_is_found_is_true_and_most_is_found(
    netcli: Netcli,
    tmp_path: Path,
    gen_mail: ModuleType,
) -> None:
    """Of mail in which as many pairs begin by themselves, nearly all that is found was planted, and most is found."""
    told = gen_mail.history(5000, 150, 3, unaided=200)

    found, true = found_in(netcli, gen_mail, tmp_path / "all", 0, told.mails), planted(told, gen_mail)

    assert len(true) > 150
    assert len(found & true) >= 0.95 * len(found)
    assert len(found & true) >= 0.6 * len(true)


def test_in_a_mailbox_of_one_the_introductions_of_its_owner_are_found(
    netcli: Netcli,
    tmp_path: Path,
    gen_mail: ModuleType,
) -> None:
    """What others wrote among themselves is not in it, and is not needed."""
    told = gen_mail.history(5000, 150, 3, unaided=200)
    found, true = set(), set()
    for owner in range(1, 13):
        mails = [mail for mail in told.mails if owner in (mail.sender, *mail.to)]
        found |= found_in(netcli, gen_mail, tmp_path / f"{owner}", owner, mails)
        true |= {trio for trio in planted(told, gen_mail) if gen_mail.address(owner) in trio[1]}

    assert len(true) >= 20
    assert len(found & true) >= 0.9 * len(found)
    assert len(found & true) >= 0.6 * len(true)
