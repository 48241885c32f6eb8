"""Help: one command, one family, or one of the few topics."""

from __future__ import annotations

from typing import Annotated

import typer

from netcli import output
from netcli.errors import NotFoundError

_SCORES = """\
How a way to an introduction is scored

A way is as good as the product of its links. Each tie counts by how well the two know each other - as you
or somebody else stated it, newest statement first, fading to half over the years, kin not at all - or, weaker,
by what address books imply. Each introducer counts by how willing he or she proved; 0.60 if never asked.

  score 0.25 and more  strong        a tie alone: close 0.85, good contact 0.65, knows me 0.45,
        0.08 and more  fair                       acquaintance 0.25, met 0.10
        less           long shot

Scores compare ways. They are not chances of success. --explain shows every number.
"""


def help_(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND or FAMILY]")] = None,
) -> None:
    """Explain a command or a family of commands; also: netcli help options, netcli help scores.

    netcli help ties

    netcli help intro-path
    """
    wanted = " ".join(words or ())
    text = _SCORES if wanted == "scores" else context.find_root().command.explain(wanted)  # type: ignore[attr-defined]
    if text is None:
        raise NotFoundError(f'there is no help on "{wanted}"', hint="netcli --help lists commands and families")
    output.write(text)
