"""Files that several commands are tried on."""

from __future__ import annotations

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
