"""Help: one command, one family, or one of the few topics."""

from collections.abc import Callable
from typing import Annotated

import typer

from netcli import output
from netcli.errors import NotFoundError

_SCORES = """\
How a way to an introduction is scored

A way is as good as the product of its links. Each tie counts by how well the
two know each other - the newest level that was stated, fading to half over the
years, kin not at all - and by how lately they met, called or wrote; weaker, by
what address books imply; or, marked ?, by time at the same place. Each
introducer counts by how willing he or she proved, 0.60 if never asked, and the
first one less if you asked lately.

  score 0.25 and more  strong        a level alone: close 0.85,
        0.08 and more  fair          good contact 0.65, knows me 0.45,
        less           long shot     acquaintance 0.25, met 0.10

Scores compare ways. They are not chances of success. --explain shows every
number: after each piece of evidence what it gives, contacts as A (together they
count A / (A + 1)). All formulas: docs/scores.md.
"""

_MUTT = """\
Addresses in mail programs

  mutt, neomutt
    set query_command = "netcli email --parsable -- '%s'"
  aerc
    address-book-cmd = netcli email --parsable --remove-first-line -- %s

Type a part of the name or address, then Ctrl-T in mutt, Tab in aerc. --all also
offers people whom you know only through others.
"""


def help_(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND or FAMILY]")] = None,
) -> None:
    """Explain a command or a family of commands; also: options, query, scores, mutt.

    netcli help ties

    netcli help intro-path
    """
    wanted = " ".join(words or ())
    topics: dict[str, Callable[[], str]] = {"scores": lambda: _SCORES, "query": _query, "mutt": lambda: _MUTT}
    text = topics[wanted]() if wanted in topics else context.find_root().command.explain(wanted)  # type: ignore[attr-defined]
    if text is None:
        raise NotFoundError(f'there is no help on "{wanted}"', hint="netcli --help lists commands and families")
    output.write(text)


def _query() -> str:
    """Return the query language on one screen."""
    from textwrap import wrap

    from netcli.domain.query_words import WORDS

    lines = ["Choose people in list, find and wherever QUERY stands: words that all must hold."]
    lines += [f"  {word.example:<21} {word.help}" for word in WORDS.values() if word.example.count("|") < 2]
    lines += ['  ana, "Ana Pires"      part of a name, organisation, title, tag; whole words']
    lines += [f"  {word.example.replace('|', ' ')}" for word in WORDS.values() if word.example.count("|") >= 2]
    lines += ["  a or b   not a   -tag:press   level:2..4   level>=4   since:2023..   since:90d"]
    return "".join(f"{part}\n" for line in lines for part in wrap(line, 80, subsequent_indent=" " * 6) or [""])
