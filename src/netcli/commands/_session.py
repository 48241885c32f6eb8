"""What every command shares: the file, the clock, the format, and the conversation with the user."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from netcli import config, output
from netcli.config import Config
from netcli.dates import last_day, refuse_to_come, spelled
from netcli.errors import AmbiguousError, BadInputError, ConfigError, NeedsAnswerError, TwoDatesError, UsageError
from netcli.output import Format
from netcli.results import Ref
from netcli.storage import Operation, Store, open_reader, open_writer

if TYPE_CHECKING:
    from netcli.date_words import Calendar

#: From so many people, ties or messages to write on, a backup is made before an import.
LARGE_IMPORT = 500


class Settings:
    """The options that every command takes, and the words of the line."""

    def __init__(self, argv: Sequence[str] = ()) -> None:
        self.argv = argv
        self.db: Path | None = None
        self.json = self.quiet = self.debug = self.version = False
        self.no_input = self.yes = self.no_pager = False
        self.color: str | None = None
        self.exact = self.first = self.id = False
        self.config: Config | None = None
        self.said: set[str] = set()
        self.stdin_head: bytes | None = None
        self.stdin_ended = False


class Session:
    """One command's run. Only this class asks the clock."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @classmethod
    def of(cls, context: typer.Context) -> Session:
        """Return the session of the running command."""
        return cls(context.find_root().obj)

    @property
    def today(self) -> date:
        """The day in the user's time zone; `NETCLI_TODAY` overrides it, for demonstrations and tests."""
        return _pinned() or datetime.now().astimezone().date()

    def now(self) -> str:
        """Return the instant, UTC, to the second."""
        moment = datetime.now(UTC)
        if day := _pinned():
            moment = datetime.combine(day, moment.time(), UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def path(self) -> Path:
        """The file that is opened."""
        return config.database_path(self.settings.db)

    @property
    def netcli(self) -> str:
        """How a command that a hint names begins: with the file, if `--db` named one, quoted where need be."""
        from shlex import join

        return join(["netcli", "--db", str(self.path)]) if self.settings.db else "netcli"

    @property
    def config(self) -> Config:
        """What the user configured, read once a command; a key that netcli does not know is warned of."""
        if self.settings.config is None:
            self.settings.config = config.read_config()
            if unknown := self.settings.config.unknown:
                self.say(f"{self.settings.config.path}: no key {', '.join(unknown)}  ->  netcli config get lists them")
        return self.settings.config

    def reader(self) -> Store:
        """Open the file for reading; not with a configuration that cannot be used."""
        configured = self.config
        store = open_reader(self.path)
        store.home = lambda: config.country(configured)
        return store

    def writer(self, *, owner: bool = True) -> Store:
        """Open the file for writing; on first use it is made, with an owner named after `me` or the login."""
        configured = self.config
        store = open_writer(self.path)
        store.home = lambda: config.country(configured)
        try:
            if owner:
                self._ensure_me(store)
        except BaseException:
            store.close()
            raise
        return store

    def held(self) -> Store:
        """Open a file that is there for writing; raises what `reader` raises where there is none."""
        if not self.path.exists():
            self.reader().close()
        return self.writer()

    @contextmanager
    def operation(self, store: Store, *, dry_run: bool = False) -> Iterator[Operation]:
        """Begin the one operation of this command, recorded with its command line."""
        from netcli.domain.phone import first_told

        with store.operation(self.command(), at=self.now(), dry_run=dry_run) as operation:
            yield operation
            told = first_told(store)
        if told:
            self.say(told)

    def person(self, store: Store, text: str, *, removed: bool = False) -> Ref:
        """Return the person a text names; on a terminal an ambiguity is settled by a numbered list."""
        from netcli.domain.reference import resolve

        if self.settings.id and not text.isdigit():
            raise BadInputError(f"not an id: {text}", hint="--id takes the numbers that list prints")
        try:
            return resolve(store, text, exact=self.settings.exact, first=self.settings.first, removed=removed)
        except AmbiguousError as ambiguity:
            if not self.may_ask:
                raise
            return self._pick(ambiguity)

    def people(self, store: Store, texts: Sequence[str], *, removed: bool = False) -> list[Ref]:
        """Return the people several texts name, each once, in order; `-` reads one a line from stdin."""
        named = [line for text in texts for line in (self.stdin_lines() if text == "-" else [text])]
        found = {ref.id: ref for ref in (self.person(store, text, removed=removed) for text in named)}
        return list(found.values())

    @property
    def calendar(self) -> Calendar:
        """What dates are read by: today, and the order of day and month that is configured or usual here."""
        from netcli.date_words import Calendar

        return Calendar(self.today, self._settle)

    def day(self, text: str | None, *, future: bool = False) -> str:
        """Return the partial date of an option, today if it was not given; `future` for what is due."""
        if not text:
            return self.today.isoformat()
        day = self.calendar.day(text, future=future)
        self.repeat(text, day)
        return day

    def past_day(self, text: str | None) -> str:
        """Return the partial date of an option on what has happened, today if it was not given."""
        day = self.day(text)
        refuse_to_come(day, self.today)
        return day

    def day_of_edit(self, text: str | None) -> str | None:
        """Return the partial date of an option; None if it was not given, empty if it takes the date away."""
        return self.day(text) if text else text

    def repeat(self, text: str, day: str) -> None:
        """Say which day was understood, where there is no page that tells it and it was not typed just so."""
        if day != text.strip() and not output.is_watched():
            self.say(f"{text.strip()}: {spelled(day)}")

    def _settle(self, two: TwoDatesError) -> str:
        """Return in which order a date with two readings is read; what only the locale says is told."""
        order = config.date_order(self.config)
        day = two.readings.get(str(order.value))
        if day is None:
            raise two
        if order.origin == "locale":
            first, other = ("day", "mdy") if order.value == "dmy" else ("month", "dmy")
            words = f"{int(day[8:])} {date.fromisoformat(day):%B %Y}"
            why = f"{first} first, from your locale {order.detail}; netcli config set date_order {other}"
            self.say_once(f"{two.typed} read as {words} ({why})")
        return str(order.value)

    def as_of(self, text: str | None) -> date:
        """Return the day a question is asked for: the last one that a partial date may mean."""
        return last_day(self.day(text))

    def emit(self, result: object, form: Format | None = None) -> None:
        """Print the answer on stdout."""
        chosen = form or (Format.JSON if self.settings.json else None)
        pager = None if self.settings.no_pager else str(config.pager(self.config).value)
        output.emit(result, form=chosen, pager=pager, colour=str(config.colour(self.config, self.settings.color).value))

    def emit_list(self, result: Any, shape: type, format: str | None, fields: str | None) -> None:
        """Print a list as `--format` and `--fields` ask: a name of a format, or a pattern with fields in braces."""
        items = result[0]
        if format and "{" in format:
            output.emit_pattern(items, format)
            return
        if format and format not in {form.value for form in Format}:
            raise UsageError(
                f"no format {format}", hint=f"--format takes {', '.join(Format)}, or '{{name}} <{{email}}>'"
            )
        chosen = output.picked(items, fields.split(","), shape) if fields else result
        self.emit(chosen, Format(format) if format else None)

    def say(self, text: str) -> None:
        """Say something on stderr that is not the answer; `--quiet` silences it."""
        if not self.settings.quiet:
            output.say(text)

    def say_once(self, text: str) -> None:
        """Say something, but only once in a command."""
        if text not in self.settings.said:
            self.settings.said.add(text)
            self.say(text)

    @property
    def may_ask(self) -> bool:
        """Whether somebody sits there to answer: stdin and stderr are a terminal and --no-input is not given."""
        return not self.settings.no_input and sys.stdin.isatty() and sys.stderr.isatty()

    def confirm(self, question: str) -> None:
        """Ask before something that cannot be taken back or concerns many; `--yes` answers. A no ends quietly."""
        if self.settings.yes:
            return
        if not self.may_ask:
            raise NeedsAnswerError(question.rstrip("?"), hint="answer with --yes")
        if not typer.confirm(question, err=True):
            raise typer.Exit(0)

    def confirm_again(self, question: str, otherwise: str) -> None:
        """Ask whether to go on after a mistake; a no says where things were left and ends with 65."""
        if not typer.confirm(question, default=True, err=True):
            output.say(otherwise)
            raise typer.Exit(65)

    def ask(self, question: str, default: str = "") -> str:
        """Ask for a line of text; the default without a terminal."""
        return str(typer.prompt(question, default=default, err=True)) if self.may_ask else default

    def stdin_head(self, size: int) -> bytes:
        """Return how stdin begins, at most so many bytes, however often it is asked; `stdin_bytes` has them too."""
        if self.settings.stdin_head is None:
            if self.may_ask:
                output.say("Paste it here, then press Ctrl-D on a line of its own.")
            self.settings.stdin_head = sys.stdin.buffer.read(size)
            self.settings.stdin_ended = len(self.settings.stdin_head) < size
        return self.settings.stdin_head

    def stdin_bytes(self) -> bytes:
        """Return all of stdin; at a terminal one Ctrl-D ends it."""
        head = self.stdin_head(1 << 16)
        return head if self.settings.stdin_ended else head + sys.stdin.buffer.read()

    def stdin_text(self) -> str:
        """Return all of stdin as text; bytes that are not UTF-8 are read as cp1252."""
        data = self.stdin_bytes()
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("cp1252", "replace")

    def stdin_lines(self) -> list[str]:
        """Return the lines of stdin that are not empty."""
        return [line.strip() for line in self.stdin_text().splitlines() if line.strip()]

    def back_up_before_import(self, store: Store, size: int) -> None:
        """Back the file up before an import that writes much into a file with people; raises if that fails."""
        from netcli.backup import back_up
        from netcli.domain.ref import others_on_file

        if size >= LARGE_IMPORT and others_on_file(store):
            made = back_up(store, "before a large import", at=self.now())
            self.say(f"Backup before this import: {made.path.name}")

    def progress(self, label: str) -> Callable[[int, int], None]:
        """Return a function to call with (done, of all): a bar on stderr, on a terminal only, after a second."""
        import time

        started, shown = time.monotonic(), not self.settings.quiet and sys.stderr.isatty()

        def advance(done: int, of_all: int) -> None:
            if shown and time.monotonic() - started > 1:
                filled = 30 * done // max(1, of_all)
                end = "\n" if done >= of_all else ""
                sys.stderr.write(f"\r{label} [{'#' * filled}{'.' * (30 - filled)}] {done:,} of {of_all:,}{end}")
                sys.stderr.flush()

        return advance

    def command(self) -> str:
        """Return the command line as it was typed, quoted where need be, without the file."""
        from shlex import join

        words = list(self.settings.argv)
        if "--db" in words[:-1]:
            at = words.index("--db")
            del words[at : at + 2]
        return join(word for word in words if not word.startswith("--db="))

    def _ensure_me(self, store: Store) -> None:
        from netcli.domain.person import ensure_me
        from netcli.domain.ref import my_id

        if my_id(store) is not None:
            return
        name = str(config.owner_name(self.config).value)
        with store.operation("init (on first use)", at=self.now()) as operation:
            ensure_me(store, name, on=self.today.isoformat())
            operation.did = f"made the file for {name}"
        if "init" not in self.settings.argv:
            self.say(f"New file {self.path}. You are {name} in it: netcli init --name NAME corrects that.")

    def _pick(self, ambiguity: AmbiguousError) -> Ref:
        candidates = [c for c in ambiguity.candidates if isinstance(c, Ref)]
        output.say(f"{ambiguity.message}:")
        for number, person in enumerate(candidates, 1):
            output.say(f"  {number}  {person.name}  ({person.handle})")
        answer = typer.prompt("Which one (Enter: none)", default="", show_default=False, err=True)
        if answer.isdigit() and 0 < int(answer) <= len(candidates):
            return candidates[int(answer) - 1]
        raise ambiguity


def _pinned() -> date | None:
    """Return the day that `NETCLI_TODAY` names, if it names one."""
    text = os.environ.get("NETCLI_TODAY")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ConfigError(f"NETCLI_TODAY is no day: {text}", hint="write it as 2026-03-02, or unset it") from None
