"""The configuration: what holds and why, setting a value, taking it out, the file in the editor."""

from pathlib import Path
from typing import Annotated

import typer

from netcli import config
from netcli.commands._arguments import FORMATS, DryRun, Fields
from netcli.commands._editor import Draft
from netcli.commands._session import Session
from netcli.config import KEYS, Config, Held, Key, Value
from netcli.domain.phone import give_home, home_of
from netcli.errors import BadInputError, ConfigError, NetcliError, UsageError
from netcli.results import Written
from netcli.results_config import ConfigList, ConfigPath, ConfigValue


def config_keys(incomplete: str) -> list[tuple[str, str]]:
    """Return the keys that begin so, with what they decide."""
    return [(name, key.help) for name, key in KEYS.items() if name.startswith(incomplete)]


_Key = Annotated[str, typer.Argument(metavar="KEY", help="netcli config get lists them", autocompletion=config_keys)]


def get(
    context: typer.Context,
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", help="this one alone", autocompletion=config_keys)
    ] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """Tell every value and where it comes from; of a KEY its value alone, ending with 1 if it has none.

    netcli config get

    netcli config get color
    """
    session = Session.of(context)
    values = _values(session) if key is None else (_value(session, key),)
    if key is None or fields or format:
        session.emit_list(ConfigList(values, str(session.config.path)), ConfigValue, format, fields)
    elif values[0].value is None:
        session.say(f"{key} is not set: netcli config set {key} VALUE")
        raise typer.Exit(1)
    else:
        session.emit(values[0])


def _value(session: Session, name: str) -> ConfigValue:
    _known(name)
    return next((value for value in _values(session) if value.key == name), ConfigValue(name, None, "default"))


def _known(name: str) -> Key:
    key = config.key_of(name)
    if key is None:
        raise UsageError(f"no key {name}", hint=f"keys: {' '.join(KEYS)}LAYER")
    return key


def _values(session: Session) -> tuple[ConfigValue, ...]:
    """Return every key with the value that holds."""
    read = session.config
    held: dict[str, Held] = {
        "me": config.owner_name(read), "date_order": config.date_order(read), "pager": config.pager(read),
        "color": config.colour(read, session.settings.color), "country": _country(session),
        "lang": config.language(read),
        "backup.keep": config.backups_kept(read),
    }  # fmt: skip
    layers = sorted(name for name in read.values if name.startswith("cadence."))
    names = [name for name in KEYS if not name.endswith(".")] + layers
    return tuple(ConfigValue(name, *held.get(name) or _of_file(read, name)) for name in names)


def _country(session: Session) -> Held:
    """Return the country that holds; a file that cannot be read does not keep anybody from his configuration."""
    held = config.country(session.config)
    if held.origin == "file" or not session.path.exists():
        return held
    try:
        with session.reader() as store:
            return home_of(store)
    except NetcliError:
        return held


def _of_file(read: Config, name: str) -> Held:
    return Held(read.values[name], "file", str(read.path)) if name in read.values else Held(None)


def set_(
    context: typer.Context,
    key: _Key,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="as netcli config get shows it")],
    dry_run: DryRun = False,
) -> None:
    """Set a value in the file; comments and all else in it stay. Undo does not know of it.

    netcli config set date_order dmy

    netcli config set cadence.close 3m --dry-run
    """
    from netcli.toml_lines import set_value

    session = Session.of(context)
    wanted = _read(key, value)
    text = config.config_text(session.config.path)
    new = set_value(text, tuple(key.split(".")), wanted)
    _take(session, text, new, f"{key} is {wanted}", dry_run=dry_run)


def _read(name: str, value: str) -> Value:
    try:
        return _known(name).read(value)
    except ValueError as error:
        raise BadInputError(f"{name} cannot be {value}", hint=f"it is {error}") from None


def unset(
    context: typer.Context,
    key: _Key,
    dry_run: DryRun = False,
) -> None:
    """Take a value out of the file, so that environment or default hold. Undo does not know of it.

    netcli config unset date_order --dry-run

    netcli config unset cadence.close
    """
    from netcli.toml_lines import unset_value

    session = Session.of(context)
    _known(key)
    text = config.config_text(session.config.path)
    is_set = key in session.config.values
    new = unset_value(text, tuple(key.split("."))) if is_set else text
    _take(session, text, new, f"{key} is not set any more", dry_run=dry_run)


def _take(session: Session, text: str, new: str | None, did: str, *, dry_run: bool) -> None:
    """Put the new text in the place of the file, or say why not."""
    place = session.config.path
    if new is None:
        raise ConfigError(f"{place} is written in a way that cannot be changed safely; it was left as it is")
    after = config.parse_config(new, place)
    if new == text:
        session.emit(Written("nothing to do: that is so already", None, (), dry_run))
        return
    numbers = _write(session, new, after, dry_run=dry_run)
    session.emit(Written(f"{did}, in {place}{numbers}", None, (), dry_run))


def _write(session: Session, text: str, after: Config, *, dry_run: bool = False) -> str:
    """Write the file; where the country changes, the phone numbers on file follow: return that in words."""
    is_moved = config.country(session.config).value != config.country(after).value
    session.settings.config = after
    if not is_moved or not session.path.exists():
        _replace(after, text, dry_run=dry_run)
        return ""
    with session.writer(owner=False) as store, session.operation(store, dry_run=dry_run) as operation:
        changed = give_home(store, again=True)
        operation.did = f"read {changed:,} phone numbers as of {home_of(store).value or 'no country'}"
        _replace(after, text, dry_run=dry_run)
    return f"; {operation.did}" if changed else ""


def _replace(after: Config, text: str, *, dry_run: bool) -> None:
    from netcli.exporting.file import write_file

    if not dry_run:
        after.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(after.path, text, force=True)


def path(context: typer.Context) -> None:
    """Tell where the configuration file is, or would be; NETCLI_CONFIG names another.

    netcli config path

    netcli config path --json
    """
    session = Session.of(context)
    place = config.config_path()
    session.settings.config = Config(place)  # to be told where a mistake is, nobody needs the file to be right
    session.emit(ConfigPath(str(place), place.exists()))


def edit(context: typer.Context) -> None:
    """Change the configuration in your editor; a mistake never costs what you typed.

    netcli config edit

    netcli config get
    """
    session = Session.of(context)
    place = config.config_path()
    session.settings.config = _readable(place)
    draft = Draft("config", config.config_text(place) or _template())
    text = _edited(session, draft)
    numbers = "" if text is None else _write(session, text, config.parse_config(text, place))
    draft.forget()
    session.emit(Written("nothing changed" if text is None else f"wrote {place}{numbers}", None))


def _readable(place: Path) -> Config:
    """Return what the file says, nothing if it cannot be used: the editor is there to mend it."""
    try:
        return config.read_config()
    except ConfigError:
        return Config(place)


def _template() -> str:
    lines = ["# The configuration of netcli. Take the # before a line away and change its value."]
    for name, key in KEYS.items():
        lines.append(f"# {name}{'close' if name.endswith('.') else ''} = {key.example}  # {key.help}")
    return "\n".join(lines) + "\n"


def _edited(session: Session, draft: Draft) -> str | None:
    """Let the user change the draft until it can be used; return it, or None if he changed nothing."""
    from netcli.domain.form import Mistake, with_mistake, without_mistakes

    line = 1
    while True:
        text = without_mistakes(draft.edit(line))
        if not text.strip() or text == draft.original:
            return None
        try:
            config.parse_config(text, draft.path)
        except ConfigError as error:
            if not session.may_ask:
                raise BadInputError(error.message, hint=f"your draft is kept in {draft.path}") from None
            session.confirm_again(f"{error.message}. Edit again?", f"your draft is kept in {draft.path}")
            draft.write(with_mistake(text, Mistake(error.line, error.message)))
            line = error.line
        else:
            return text
