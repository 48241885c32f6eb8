"""The configuration, as a page."""

from __future__ import annotations

from rich.console import RenderableType

from netcli.results_config import ConfigList, ConfigPath, ConfigValue
from netcli.views._parts import line, table


def draw(result: ConfigList | ConfigValue | ConfigPath, width: int) -> list[RenderableType]:
    """Return a table of keys with their values and origins, one value, or the path of the file."""
    if isinstance(result, ConfigPath):
        return [line(result.path, "" if result.exists else "  (not made yet)")]
    if isinstance(result, ConfigValue):
        return [line(_told(result), ("  " + _from(result), "dim"))]
    rows = [(value.key, _told(value), _from(value)) for value in result.values]
    return [table(["key", "value", "from"], rows, width, keep=(0,))]


def _told(value: ConfigValue) -> str:
    return "-" if value.value is None else str(value.value)


def _from(value: ConfigValue) -> str:
    return f"{value.origin}, {value.detail}" if value.detail and value.origin != "file" else value.origin
