"""Letters, as commands make them: in whose language, and of whose words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import typer

from netcli import config, output
from netcli.commands._session import Session
from netcli.results import Ref
from netcli.results_favour import Letter
from netcli.shape import NamedTuple
from netcli.storage import Store

Lang = Annotated[Literal["en", "fr"] | None, typer.Option(help="if not as the person speaks, else config get lang")]
Words = Annotated[bool, typer.Option("--words", help="print the words it is made from, to change them")]


class Template(NamedTuple):
    """The words of a letter with their fields, and the file of the user that they are from; None: they are ours."""

    text: str
    path: str | None


def language(session: Session, store: Store, people: Sequence[Ref], lang: str | None) -> str:
    """Return the language that was asked for, else that of the people, else the one configured or of the locale."""
    from netcli.domain.letter import language_of

    return lang or language_of(store, people) or str(config.language(session.config).value)


def template(
    session: Session, kind: str, about: str, lang: str, ours: Mapping[tuple[str, str], str], *, raw: bool = False
) -> Template:
    """Return the user's own words for a kind of letter, if there is a file of them, else ours.

    `raw` says where they are to be kept: they are printed to be changed.
    """
    path = config.config_path().with_name(f"{kind}-{about}.{lang}.txt")
    own = config.config_text(path)
    if raw:
        session.say(f"Yours to change: keep them in {path}")
    return Template(own or ours[about, lang], str(path) if own else None)


def emit_letter(session: Session, letter: Letter) -> None:
    """Print a letter as it is to be sent; as JSON with what is known of it."""
    session.emit(letter) if session.settings.json else output.write(letter.text)
