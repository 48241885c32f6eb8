"""The command line: one table of commands, each loaded when it is called, and the one error boundary.

Here and in the modules of commands annotations are left to be objects: Typer reads them, and to compile them from text,
one by one, would cost each command a tenth of an empty interpreter.
"""

import os
import signal
import sys
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_params_convertors_ctx_param_name_from_function

from netcli import __version__, errors, output
from netcli.command_table import COMMANDS, Command
from netcli.commands._arguments import with_values
from netcli.commands._session import Session, Settings
from netcli.text import safe

COMPLETE_VARIABLE = "_NETCLI_COMPLETE"


FAMILIES = tuple(dict.fromkeys(command.family for command in COMMANDS))

FIRST_STEPS = """\
netcli keeps your professional network in one file on this disk,
and answers who can introduce you to whom.

  netcli init                                 say who you are
  netcli add "Ana Pires <ana@example.org>"    add somebody you know
  netcli import contacts.vcf                  or bring your address book
  netcli link ana-pires "Dana Okafor"         say who knows whom
  netcli intro-path "Dana Okafor"             ask for the way in

netcli demo shows all this on a made-up network; netcli --help lists commands.
"""


_HELP_WIDTH = 80
_ENVIRONMENT = """\
Exit codes: 0 done, 1 no answer, or doctor and backup --check found something,
2 wrong usage, 3 not found, 4 several match, 65 unusable data, 66 no such file,
73 cannot create, 74 disk, 75 busy, 77 denied, 78 newer file or bad
configuration, 130 interrupted, 70 bug.
Environment: NETCLI_DB, NETCLI_CONFIG, NETCLI_PAGER, NETCLI_TODAY,
NETCLI_FORCE_TTY, NO_COLOR, XDG_DATA_HOME, XDG_CONFIG_HOME. An option comes
before the environment, that before the configuration (netcli config get).
"""


def _flag(*names: str, help: str) -> Any:
    return typer.Option(*names, help=help, hidden=True, show_default=False)


def _common(
    db: Annotated[Path | None, _flag("--db", help="use this file instead of your own (or NETCLI_DB)")] = None,
    json: Annotated[bool, _flag("--json", help="print the answer as one JSON value")] = False,
    quiet: Annotated[bool, _flag("--quiet", "-q", help="say nothing on stderr but errors")] = False,
    yes: Annotated[bool, _flag("--yes", "-y", help="answer yes to every question")] = False,
    no_input: Annotated[bool, _flag("--no-input", help="never ask anything")] = False,
    id: Annotated[bool, _flag("--id", help="people are named by their number alone")] = False,
    exact: Annotated[bool, _flag("--exact", help="people are named by handle, address or whole name")] = False,
    first: Annotated[bool, _flag("--first", help="take the first of several people who match")] = False,
    no_pager: Annotated[bool, _flag("--no-pager", help="print long answers straight")] = False,
    color: Annotated[
        Literal["never", "auto", "always"] | None,
        _flag("--color", help="colour pages: never, auto (on a terminal) or always"),
    ] = None,
    debug: Annotated[bool, _flag("--debug", help="show where an error came from")] = False,
    version: Annotated[bool, _flag("--version", help="print the version")] = False,
) -> None:
    """Declare the options that every command takes; Settings has a field for each."""


@cache
def common_options() -> list[Any]:
    """Return the options that every command takes; all commands share them."""
    return list(get_params_convertors_ctx_param_name_from_function(_common)[0])


def _unnegated(word: str) -> list[str]:
    """Return `-tag:x` of the query language as `not tag:x`, before it is taken for an option."""
    word_of_query = word.startswith("-") and word[1:2].isalpha() and any(mark in word for mark in ":<>")
    return ["not", word[1:]] if word_of_query else [word]


def _settle(context: Any) -> None:
    """Move the common options from a command's own parameters to the settings, wherever on the line they stood."""
    settings = context.find_root().ensure_object(Settings)
    for option in common_options():
        value = context.params.pop(option.name, None)
        if value == "" and not context.resilient_parsing:
            raise errors.UsageError(f"{option.opts[0]} names no file", hint="leave it out to use your own")
        if value:
            setattr(settings, option.name, Path(value) if option.name == "db" else value)
    if settings.version and not context.resilient_parsing:
        output.write(f"netcli {__version__}\n")
        raise typer.Exit


def load(command: Command) -> TyperCommand:
    """Import a command's module and build the command that Typer runs."""
    module, _, function = command.module.partition(":")
    callback = getattr(import_module(f"netcli.commands.{module}"), function)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    settings = {"help_option_names": ["-h", "--help"]}
    app.command(command.name.rpartition(" ")[2], cls=LeafCommand, context_settings=settings)(callback)
    built = get_command(app)
    built.params.extend(common_options())
    return built  # type: ignore[return-value]  # LeafCommand is one


class LeafCommand(TyperCommand):
    """A command whose help stays on one screen: examples close together, common options only pointed to."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the line; common options go to the settings."""
        args = with_values(args)
        if any(parameter.name == "query" for parameter in self.params):
            args = [part for word in args for part in _unnegated(word)]
        rest = super().parse_args(ctx, args)
        _settle(ctx)
        return rest

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write the sentence and the examples of the docstring; an example is never broken."""
        from textwrap import wrap

        formatter.write("\n")
        for line in filter(None, (self.help or "").splitlines()):
            parts = [line] if line.startswith("netcli ") else wrap(line, _HELP_WIDTH - 2)
            formatter.write("".join(f"  {part}\n" for part in parts))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options as one list."""
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section("Options" if records[0][0].startswith("-") else "Arguments and options"):
                formatter.write_dl(records)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option, which its own list need not explain."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.hidden = True
        return option

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the last lines of the help."""
        formatter.write("  (and those of every command, as --json and --db PATH: netcli help options)\n")


class LazyGroup(TyperGroup):
    """A group that knows its commands from the table and loads one only to run it or to show its help."""

    prefix = ""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the words that may come next, in the order of the table."""
        rest = (c.name.removeprefix(self.prefix) for c in COMMANDS if c.name.startswith(self.prefix))
        return list(dict.fromkeys(name.split()[0] for name in rest))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, loaded, a group of verbs, or None."""
        name = self.prefix + cmd_name
        for command in COMMANDS:
            if command.name == name:
                return load(command)
        if any(command.name.startswith(f"{name} ") for command in COMMANDS):
            return _group(name)
        return None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options before the command; `netcli` alone shows first steps until there is a file.

        A noun alone is wrong usage, told by its verbs.
        """
        if not args and not ctx.resilient_parsing:
            if self.prefix:
                sys.stderr.write(group_help(self.prefix))
                raise typer.Exit(errors.UsageError.code)
            output.write(root_help() if Session.of(ctx).path.exists() else FIRST_STEPS)
            raise typer.Exit
        rest = super().parse_args(ctx, args)
        _settle(ctx)
        return rest

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command a word names; a word that is none is told what it may have meant."""
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise _no_command(Session.of(ctx), self.prefix, args[0], known)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return completions from the table, loading nothing."""
        from typer._click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super(TyperGroup, self).shell_complete(ctx, incomplete)
        words = [word for word in self.list_commands(ctx) if word.startswith(incomplete)]
        return [CompletionItem(word, help=help_line(self.prefix + word)) for word in words]

    def explain(self, wanted: str) -> str | None:
        """Return the help on a command, a noun, a family or the common options; None if there is none."""
        if wanted in ("", "options"):
            return _options_help() if wanted else root_help()
        family = _family_help(wanted)
        if any(c.name.startswith(f"{wanted} ") for c in COMMANDS):
            return group_help(f"{wanted} ")
        for command in COMMANDS:
            if command.name == wanted:
                loaded = load(command)
                text = str(loaded.get_help(loaded.make_context(f"netcli {wanted}", [], resilient_parsing=True))) + "\n"
                return f"{text}\nThe family {family}" if family else text  # `ties` is a command, and a family
        return family

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the whole help: the core commands, then one line a family."""
        formatter.write(root_help() if not self.prefix else group_help(self.prefix))


def _group(name: str) -> LazyGroup:
    group = LazyGroup(name=name.rpartition(" ")[2], rich_markup_mode=None)
    group.prefix = f"{name} "
    group.params.extend(common_options())
    group.context_settings = {"help_option_names": ["-h", "--help"]}
    return group


def help_line(name: str) -> str:
    """Return the one line that says what a command does; for a noun, its verbs."""
    for command in COMMANDS:
        if command.name == name:
            return command.help
    return ", ".join(c.name.removeprefix(f"{name} ") for c in COMMANDS if c.name.startswith(f"{name} "))


def root_help() -> str:
    """Return the help of `netcli` itself: at most 24 lines."""
    lines = ["Usage: netcli COMMAND [ARGUMENTS]   Your network, in one file on your own disk.", ""]
    lines += [f"  {c.name:<15}{c.help}" for c in COMMANDS if c.core]
    lines += ["More: netcli help FAMILY; netcli COMMAND --help; netcli help options"]
    for family in FAMILIES:
        words = dict.fromkeys(c.name.split()[0] for c in COMMANDS if c.family == family and not c.core)
        if words:
            lines.append(f"  {family:<15}{' '.join(words)}")
    return "\n".join(lines) + "\n"


def group_help(prefix: str) -> str:
    """Return the help of a noun: its verbs, one line each."""
    lines = [f"Usage: netcli {prefix}COMMAND [ARGUMENTS]", ""]
    lines += [f"  {c.name:<22}{c.help}" for c in COMMANDS if c.name.startswith(prefix)]
    return "\n".join(lines) + "\n"


def _family_help(family: str) -> str | None:
    """Return the help of a family: its commands, one line each; None if there is no such family."""
    members = [f"  netcli {c.name:<21}{c.help}\n" for c in COMMANDS if c.family == family]
    return f"{family}\n\n{''.join(members)}" if members else None


def _options_help() -> str:
    lines = ["Options of every command; they may stand anywhere on the line", ""]
    for option in common_options():
        names = ", ".join(option.opts) + {"db": " PATH", "color": " WHEN"}.get(option.name, "")
        lines.append(f"  {names:<16}{option.help}")
    return "\n".join(lines) + f"\n\n{_ENVIRONMENT}"


def _no_command(session: Session, prefix: str, word: str, known: list[str]) -> errors.UsageError:
    from difflib import get_close_matches
    from shlex import join

    if close := get_close_matches(word, known, n=1):
        return errors.UsageError(f'no command "{prefix}{word}"', hint=f"did you mean netcli {prefix}{close[0]}")
    if not prefix:
        from netcli.domain.ref import refs
        from netcli.domain.reference import matches

        try:
            with session.reader() as store:
                people = refs(store, matches(store, word)[:1])
        except errors.NetcliError:
            people = ()
        if people:
            return errors.UsageError(f'no command "{word}"', hint=f"did you mean netcli show {people[0].handle}")
    verbs = [verb for verb in ("show", "add", "list") if prefix and verb in known and _takes_text(prefix + verb)]
    meant = join(["netcli", *prefix.split(), *verbs[:1], word])
    hint = f"did you mean {meant}" if verbs else f"{f'netcli {prefix}'.strip()} --help lists them"
    return errors.UsageError(f'no command "{prefix}{word}"', hint=hint)


def _takes_text(name: str) -> bool:
    """Tell whether the first argument of a command may be any text."""
    command = next(command for command in COMMANDS if command.name == name)
    first = next((one for one in load(command).params if one.param_type_name == "argument"), None)
    return first is not None and first.type.name == "str"


def build() -> LazyGroup:
    """Return the whole command line, nothing loaded yet."""
    root = LazyGroup(name="netcli", rich_markup_mode=None)
    root.params.extend(common_options())
    root.context_settings = {"help_option_names": ["-h", "--help"]}
    return root


def run(argv: list[str]) -> int:
    """Run one command line and return its exit code. Every error is told here, in one line."""
    settings = Settings(argv=tuple(argv))
    try:
        for word in argv:
            word.encode()
        result = build().main(argv, prog_name="netcli", standalone_mode=False, obj=settings)
        output.write("")
        if result == errors.InterruptedByUserError.code:  # Typer makes an exit code of Ctrl-C
            raise KeyboardInterrupt
    except BaseException as error:  # noqa: BLE001 - the boundary: no traceback reaches a user
        if _is_closed_pipe(error):
            return _pipe_closed()
        return _told(_as_ours(error), settings)
    return result if isinstance(result, int) else 0


def _as_ours(error: BaseException) -> errors.NetcliError:
    """Return any failure as one of ours."""
    if isinstance(error, errors.NetcliError):
        return error
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        if sys.stderr.isatty():
            sys.stderr.write("\n")  # the terminal has put ^C on the line
        return errors.InterruptedByUserError("interrupted")
    if isinstance(error, typer.TyperException):
        return _usage(error)
    if isinstance(error, Exception):
        return _foreign(error)
    raise error


def _is_closed_pipe(error: BaseException) -> bool:
    """Tell whether the reader of our output has gone; Typer turns that into a SystemExit."""
    return isinstance(error, BrokenPipeError) or (
        isinstance(error, SystemExit) and isinstance(error.__context__, BrokenPipeError)
    )


def _told(error: errors.NetcliError, settings: Settings) -> int:
    if settings.debug:
        import traceback

        sys.stderr.write("\n".join(safe(line) for line in traceback.format_exc().splitlines()) + "\n")
    if isinstance(error, (errors.DamagedFileError, errors.ForeignFileError)) and "hint" not in vars(error):
        _name_a_backup(error, settings)
    output.say_error(error, as_json=settings.json or "--json" in settings.argv)
    return error.code


def _name_a_backup(error: errors.NetcliError, settings: Settings) -> None:
    """Say how to put the newest good backup back where it is the file itself that cannot be read."""
    from shlex import quote

    from netcli.backup import newest_good

    session = Session(settings)
    path = session.path
    if not error.message.startswith((f"{path} ", f"{path}: ", "the file is damaged")):
        return
    if found := newest_good(path):
        error.hint = f"{session.netcli} backup --restore {quote(found.path.name)} puts the newest good backup back"
    elif isinstance(error, errors.DamagedFileError):
        error.hint = (
            f"there is no backup that is good; it was left as it is. {session.netcli} doctor tells what can be read"
        )


def _usage(error: typer.TyperException) -> errors.NetcliError:
    """Return what Typer found wrong with the line as one of ours."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "netcli"
    words = " ".join(error.format_message().split()).rstrip(".")
    return errors.UsageError(words[:1].lower() + words[1:], hint=f"{path} --help")


def _foreign(error: Exception) -> errors.NetcliError:
    """Return what the system or a bug raised as one of ours."""
    if isinstance(error, UnicodeEncodeError):
        return errors.BadInputError("the command line holds bytes that are not text", hint="")
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        kinds: dict[type[OSError], type[errors.NetcliError]] = {
            FileNotFoundError: errors.MissingFileError, IsADirectoryError: errors.BadInputError,
            PermissionError: errors.DeniedError, FileExistsError: errors.CannotCreateError,
        }  # fmt: skip
        kind = kinds.get(type(error), errors.StorageError)
        return kind(
            f"{name}{(error.strerror or str(error)).lower()}",
            hint="" if kind is not errors.StorageError else None,
        )
    return errors.NetcliError(f"{type(error).__name__}: {error}")


def _pipe_closed() -> int:
    """End quietly: whoever read our output has had enough. What is still buffered goes nowhere."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives until the process ends
    return 0


def main() -> NoReturn:
    """Run netcli: the console script."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.umask(0o077)
    output.set_up_streams()
    if COMPLETE_VARIABLE in os.environ:
        from netcli.commands.completion import complete_line

        sys.exit(complete_line(build(), sys.argv[1:]))
    code = run(sys.argv[1:])
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(code)  # all is written and closed; to take the interpreter down as well would cost a tenth more
