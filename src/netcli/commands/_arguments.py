"""Arguments and options that several commands share: one wording, one completion."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netcli.commands._session import Session


def with_values(args: list[str]) -> list[str]:
    """Return the words of a line; an option that stands without a value is given the one that is meant."""
    if _MAY_STAND_ALONE not in args:
        return args
    from netcli.model_import import CreatePeople

    return [
        f"{word}={CreatePeople.ALL}" if word == _MAY_STAND_ALONE and after not in tuple(CreatePeople) else word
        for word, after in zip(args, [*args[1:], ""], strict=True)
    ]


_MAY_STAND_ALONE = "--create-people"


def handles(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the handles of my contacts that begin so, with name and organisation; nothing without a file."""
    from netcli.domain.reference import complete

    session = Session.of(context)
    if not session.path.exists():
        return []
    with session.reader() as store:
        return list(complete(store, incomplete))


def query_parts(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return how a word of the query language may go on: the words; after `tag:`, `org:`, `group:` what is on file."""
    from netcli.domain.group import complete_group
    from netcli.domain.query_words import WORDS
    from netcli.domain.reference import complete_org, complete_tag

    word, colon, start = incomplete.partition(":")
    if not colon:
        return [(f"{name}:", line.help) for name, line in WORDS.items() if name.startswith(word)]
    session = Session.of(context)
    finders = {"tag": complete_tag, "group": complete_group}
    finders |= dict.fromkeys(("org", "was", "ever"), complete_org)
    if word not in finders or not session.path.exists():
        return []
    with session.reader() as store:
        return [(f"{word}:{found}", help) for found, help in finders[word](store, start)]


def handles_or_tags(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return handles that begin so, then tags that do."""
    from netcli.domain.reference import complete_tag

    session = Session.of(context)
    if not session.path.exists():
        return []
    with session.reader() as store:
        return [*handles(context, incomplete), *complete_tag(store, incomplete)]


def org_handles(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return what to type for the organisations that begin so, with their names; nothing without a file."""
    from netcli.domain.org import complete_org

    session = Session.of(context)
    if not session.path.exists():
        return []
    with session.reader() as store:
        return list(complete_org(store, incomplete))


Person = Annotated[
    str,
    typer.Argument(metavar="PERSON", help="handle, name, address, number, or me", autocompletion=handles),
]
People = Annotated[
    list[str],
    typer.Argument(metavar="PERSON...", help="handles, names, addresses or numbers", autocompletion=handles),
]
Whose = Annotated[
    str,
    typer.Argument(metavar="[PERSON]", help="whose; yours if not given", autocompletion=handles, show_default=False),
]
Others = Annotated[
    list[str],
    typer.Argument(metavar="OTHER...", help="whom he or she knows; - reads one a line", autocompletion=handles),
]
On = Annotated[str | None, typer.Option(metavar="DATE", help="when this was so; today if not given")]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="with what was known on this date")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="only say what would be done")]
Query = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY]...", help="whom: netcli help query", autocompletion=query_parts),
]
Where = Annotated[str | None, typer.Option(metavar="QUERY", help="all of yours whom this chooses: netcli help query")]
Fields = Annotated[str | None, typer.Option(metavar="A,B", help="only these fields, in this order")]
To = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="write to this file, not to stdout",
        callback=lambda path: None if path == Path("-") else path,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="replace a file or follow a link")]
FORMATS = "ids, tsv, csv, json, jsonl, or a pattern such as '{name} <{email}>'"
