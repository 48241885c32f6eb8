"""The shapes of the configuration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netcli.listed import Listed, Record
from netcli.shape import NamedTuple


class ConfigValue(NamedTuple):
    """A value that holds, and its origin: option, environment, file, locale, my phone or default; `detail` names it."""

    key: str
    value: str | int | None
    origin: str
    detail: str | None = None


class ConfigList(NamedTuple):
    """Every key of the configuration with its value, and the file that may set it."""

    values: tuple[ConfigValue, ...]
    path: str


class ConfigPath(NamedTuple):
    """Where the configuration file is, or would be."""

    path: str
    exists: bool


LISTS: dict[str, Listed] = {
    "ConfigList": Listed("values"),
}
RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "ConfigValue": lambda r: [(r.value,)],
    "ConfigPath": lambda r: [(r.path,)],
}
