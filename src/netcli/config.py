"""Where netcli's file lives."""

from __future__ import annotations

import os
from pathlib import Path

FILE_NAME = "netcli.db"


def data_folder() -> Path:
    """Return the user's data folder for netcli; `XDG_DATA_HOME` is honoured on every system."""
    if base := os.environ.get("XDG_DATA_HOME"):
        return Path(base) / "netcli"
    from platformdirs import user_data_path

    return user_data_path("netcli", appauthor=False)


def database_path(given: Path | None) -> Path:
    """Return the file to open: `--db`, else `NETCLI_DB`, else the one in the data folder."""
    if given is not None:
        return given.expanduser()
    if named := os.environ.get("NETCLI_DB"):
        return Path(named).expanduser()
    return data_folder() / FILE_NAME
