"""Files that several commands are tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_person import with_store
from tests.conftest import Netcli


@pytest.fixture
def at_helix(netcli: Netcli) -> Netcli:
    """Return a runner on a file with Ana and Bo at Helix, and Cy; Dee at Helix is known only through others."""
    netcli("add 'Ana Pires <ana@example.org>' --level 4 --org Helix")
    netcli("add 'Bo Lind' --level 2 --org Helix")
    netcli("add 'Cy Grant' --level 1")
    netcli("add Dee --to-meet --org Helix")
    with_store(netcli, "UPDATE person SET to_meet = 0 WHERE handle = 'dee'")
    return netcli


@pytest.fixture
def sam(netcli: Netcli) -> Netcli:
    """Return a file whose owner's address is on file."""
    netcli("edit me --email sam@example.org")
    return netcli


def written(folder: Path, text: str, name: str = "records") -> str:
    """Write a file as the bytes that a text stands for, and return where it is."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return str(path)
