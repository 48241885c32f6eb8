"""Where netcli's file lives, and what its user configured: flag before environment, file and default."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from netcli.errors import ConfigError
from netcli.shape import NamedTuple

FILE_NAME = "netcli.db"
BACKUPS_KEPT = 10
Value = str | int


def data_folder() -> Path:
    """Return the user's data folder for netcli; `XDG_DATA_HOME` is honoured on every system."""
    if base := os.environ.get("XDG_DATA_HOME"):
        return Path(base) / "netcli"
    from platformdirs import user_data_path

    return user_data_path("netcli", appauthor=False)


def database_path(given: Path | None) -> Path:
    """Return the file to open: `--db`, else `NETCLI_DB` unless it is empty, else the one in the data folder."""
    if given is not None:
        return given.expanduser()
    if named := os.environ.get("NETCLI_DB"):
        return Path(named).expanduser()
    return data_folder() / FILE_NAME


def config_path() -> Path:
    """Return the configuration file: `NETCLI_CONFIG`, else the one in the user's configuration folder.

    `XDG_CONFIG_HOME` is honoured on every system. Every command asks, so Linux is answered without platformdirs.
    """
    if named := os.environ.get("NETCLI_CONFIG"):
        return Path(named).expanduser()
    if base := os.environ.get("XDG_CONFIG_HOME"):
        return Path(base) / "netcli" / "config.toml"
    if sys.platform == "linux":
        return Path.home() / ".config" / "netcli" / "config.toml"
    from platformdirs import user_config_path

    return user_config_path("netcli", appauthor=False) / "config.toml"


class Key(NamedTuple):
    """A key of the configuration: what it decides, an example as TOML, and how a value is read.

    `read` returns the value as it is kept, or raises ValueError with what would be right.
    """

    help: str
    example: str
    read: Callable[[str], Value]
    is_number: bool = False


def _one_of(*words: str) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        if text.lower() in words:
            return text.lower()
        raise ValueError(f"one of {', '.join(words)}")

    return read


def _text(text: str) -> Value:
    if plain := " ".join(text.split()):
        return plain
    raise ValueError("some text")


def _country(text: str) -> Value:
    from netcli.locales import COUNTRIES

    if text.upper() in COUNTRIES:
        return text.upper()
    raise ValueError("a country of ISO 3166 such as FR, DE or US; GB for the United Kingdom")


def _count(text: str) -> Value:
    if re.fullmatch(r"[0-9]{1,4}", text) and int(text):
        return int(text)
    raise ValueError("a number from 1 to 9999")


def _cadence(text: str) -> Value:
    if re.fullmatch(r"[1-9][0-9]{0,2}[dwmy]|none", text.lower()):
        return text.lower()
    raise ValueError("a span of time such as 2w, 3m or 1y, or none")


#: Every key there is, in the order in which they are told; `cadence.` stands for any layer.
KEYS: dict[str, Key] = {
    "me": Key("name of the owner of a new file", '"Sam Moreau"', _text),
    "date_order": Key("how 03/04/2026 is read: dmy, mdy, ymd", '"dmy"', _one_of("dmy", "mdy", "ymd")),
    "pager": Key("program for long answers", '"less -FIRX"', _text),
    "color": Key("colour: never, auto, always", '"auto"', _one_of("never", "auto", "always")),
    "country": Key("country of phone numbers without one", '"FR"', _country),
    "lang": Key("language of letters: en, fr", '"en"', _one_of("en", "fr")),
    "backup.keep": Key("how many backups are kept", "10", _count, is_number=True),
    "cadence.": Key("how often to keep in touch with people of a level: cadence.5 or cadence.close", '"3m"', _cadence),
}


#: Names of the levels after `cadence.`: their number, or a word for it.
LAYERS = {"met": 1, "acquaintance": 2, "knows-me": 3, "good": 4, "close": 5, **{str(n): n for n in range(1, 6)}}


def key_of(name: str) -> Key | None:
    """Return what is known about a key, or None if there is none of that name."""
    if name.startswith("cadence.") and name.removeprefix("cadence.") in LAYERS:
        return KEYS["cadence."]
    return KEYS.get(name) if not name.endswith(".") else None


class Config(NamedTuple):
    """What the file says: values by key as they are used, and keys that netcli does not know."""

    path: Path
    values: Mapping[str, Value] = {}
    unknown: tuple[str, ...] = ()


def read_config() -> Config:
    """Return what the user configured; nothing if there is no file. Raises ConfigError with the line of a mistake."""
    path = config_path()
    if not path.exists():
        return Config(path)
    return parse_config(config_text(path), path)


def config_text(path: Path) -> str:
    """Return the configuration file as text, empty if there is none."""
    if not path.exists():
        return ""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not text in UTF-8") from error


def parse_config(text: str, path: Path) -> Config:
    """Return what a configuration says. Raises ConfigError, with the line, for what is no TOML or no such value."""
    import tomllib

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else max(1, text.rstrip("\n").count("\n") + 1)
        why = re.sub(r"\s*\(at .*\)", "", str(error))
        raise ConfigError(f"{path} line {line}: {why[:1].lower()}{why[1:]}", line=line) from None
    values: dict[str, Value] = {}
    unknown = []
    for name, value in _flat(content):
        key = key_of(name)
        is_table = any(known.startswith(f"{name}.") for known in KEYS)
        if key is None and not is_table:
            unknown.append(name)
            continue
        try:
            values[name] = _checked(key, value)
        except ValueError as error:
            from netcli.toml_lines import line_of

            line = line_of(text, tuple(name.split(".")))
            raise ConfigError(f"{path} line {line}: {name} has to be {error}", line=line) from None
    return Config(path, values, tuple(unknown))


def _flat(content: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Return (dotted key, value) of every value below the tables that netcli knows; other tables as one."""
    found: list[tuple[str, Any]] = []
    for name, value in content.items():
        known = any(key.startswith(f"{prefix}{name}.") for key in KEYS)
        found += _flat(value, f"{prefix}{name}.") if known and isinstance(value, dict) else [(prefix + name, value)]
    return found


def _checked(key: Key | None, value: object) -> Value:
    if key is None:
        raise ValueError("a table")
    if key.is_number:
        if type(value) is not int:
            raise ValueError("a number, without quotes")
    elif not isinstance(value, str):
        raise ValueError(f"a text in quotes: {key.example}")
    return key.read(str(value))


class Held(NamedTuple):
    """A value that holds, and where it comes from: option, environment, file, locale, my phone or default."""

    value: Value | None
    origin: str = "default"
    detail: str | None = None


def pager(config: Config) -> Held:
    """Return the pager: `NETCLI_PAGER`, the file, `PAGER`, less."""
    if own := os.environ.get("NETCLI_PAGER"):
        return Held(own, "environment", "NETCLI_PAGER")
    if held := _in_file(config, "pager"):
        return held
    if common := os.environ.get("PAGER"):
        return Held(common, "environment", "PAGER")
    return Held("less -FIRX")


def colour(config: Config, option: str | None = None) -> Held:
    """Return whether colour is used: `--color`, `NO_COLOR` (https://no-color.org) or a dumb terminal, the file."""
    if option:
        return Held(option, "option", "--color")
    if os.environ.get("NO_COLOR"):
        return Held("never", "environment", "NO_COLOR")
    if os.environ.get("TERM") == "dumb":
        return Held("never", "environment", "TERM")
    return _in_file(config, "color") or Held("auto")


def date_order(config: Config) -> Held:
    """Return in which order a date in figures is read: the file, else the locale; None if neither says."""
    if held := _in_file(config, "date_order"):
        return held
    from netcli.locales import date_order_of, locale_of

    locale = locale_of("LC_TIME")
    order = date_order_of(locale.country) if locale else None
    return Held(order, "locale", locale.name) if locale and order else Held(None)


def country(config: Config) -> Held:
    """Return the country of phone numbers without one: the file, else the locale; None if neither says."""
    if held := _in_file(config, "country"):
        return held
    from netcli.locales import locale_of

    locale = locale_of("LC_TELEPHONE")
    return Held(locale.country, "locale", locale.name) if locale else Held(None)


def language(config: Config) -> Held:
    """Return the language of letters to whoever has none on file: the file, else the locale, else English."""
    if held := _in_file(config, "lang"):
        return held
    from netcli.locales import name_of

    name = name_of("LC_MESSAGES")
    return Held("fr", "locale", name) if re.match(r"fr(_|-|$)", name) else Held("en")


def backups_kept(config: Config) -> Held:
    """Return how many backups of a file are kept."""
    return _in_file(config, "backup.keep") or Held(BACKUPS_KEPT)


def _in_file(config: Config, key: str) -> Held | None:
    return Held(config.values[key], "file", str(config.path)) if key in config.values else None


def owner_name(config: Config) -> Held:
    """Return the name that the owner of a new file gets: the file, else the one of the login."""
    return _in_file(config, "me") or Held(login_name())


def login_name() -> str:
    """Return the name of the user of this machine, as the system has it."""
    try:
        import pwd

        entry = pwd.getpwuid(os.getuid())
    except (ImportError, KeyError):
        return os.environ.get("USER") or os.environ.get("USERNAME") or "Me"
    return entry.pw_gecos.split(",")[0].strip() or entry.pw_name.capitalize()
