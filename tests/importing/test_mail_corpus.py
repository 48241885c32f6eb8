"""Mail of real programs, where the files are at hand: counted as it is, and no damage of it is a reason to fail."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from netcli.importing.formats.mail_blocks import first_headers, headers_of
from netcli.importing.formats.mail_head import is_mailbox
from netcli.importing.mail_bag import fields_of
from netcli.importing.mail_reading import read_stream
from tests.conftest import CORPORA, Netcli
from tests.importing._damage import cut, flipped

MAIL = CORPORA / "mail"
EXPECTED: dict[str, Any] = json.loads((MAIL / "expected.json").read_text()) if MAIL.is_dir() else {}
pytestmark = pytest.mark.skipif(not EXPECTED, reason=f"no mail of real programs at {MAIL}")


def _headers(data: bytes) -> list[bytes]:
    return list(headers_of(BytesIO(data))) if is_mailbox(data[:4096]) else [first_headers(BytesIO(data))]


def _squeezed(raw: str | None) -> str:
    """Return a header without blanks, and without what is not ASCII: undeclared, it may be read in several ways."""
    return "".join("".join((raw or "").split()).encode("ascii", "ignore").decode().replace("?", "").split())


@pytest.mark.parametrize("name", EXPECTED)
def test_messages_and_their_headers_are_found(name: str) -> None:
    """As many messages as there are, and of the first who wrote it, to whom, when, and its Message-ID."""
    expected = EXPECTED[name]
    data = (MAIL / name).read_bytes()

    found = _headers(data)

    assert len(found) == expected["messages"]
    fields = fields_of(found[0])
    for key in ("from", "to", "date", "message_id"):
        if name.endswith("__obsolete.msg") and key == "date":
            continue  # "Date    : Malformed Date." is a date for us, and none for the reader that was asked
        raw = fields.get(key.replace("_", "-").encode(), b"").decode("ascii", "ignore")
        assert _squeezed(raw) == _squeezed(expected[f"first_{key}_raw" if key != "message_id" else "first_message_id"])


def test_the_command_counts_what_is_there(netcli: Netcli) -> None:
    """Every file is imported through the command line; the report has as many messages as expected."""
    for name, expected in EXPECTED.items():
        ran = netcli("import", str(MAIL / name), "--format", "mail", "--create-people", "all", "--dry-run", "--json")
        assert ran.json["read"] == expected["messages"], name


@pytest.mark.parametrize("damage", [cut, flipped])
def test_no_damage_of_a_file_is_a_reason_to_fail(damage: Callable[[bytes, random.Random], bytes]) -> None:
    """Cut anywhere, and with bytes changed: messages or rejects come out."""
    rng = random.Random(1)
    for name in EXPECTED:
        data = (MAIL / name).read_bytes()
        for _ in range(10):
            read = read_stream(name, BytesIO(damage(data, rng)))
            assert read.bag.read + len(read.rejected) >= 1


def test_a_folder_of_them_is_one_import(netcli: Netcli, tmp_path: Path) -> None:
    """All that are told by their names or by how they begin are read at once, then undone."""
    report = netcli("import", str(MAIL), "--create-people", "all", "--json").json

    assert report["read"] >= 90
    assert netcli("import", str(MAIL), "--create-people", "all", "--json").json["operation"] is None
    netcli("undo")
    assert netcli("list --all --json").json == []
