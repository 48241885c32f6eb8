"""A made-up network to try netcli on, and a tour of the headline questions."""

import os
import shlex
import subprocess
import sys
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from netcli import output
from netcli.commands._session import Session

#: What is shown: a comment, or a command after `$`; what is typed behind the scenes stands after `|`.
_TOUR = """\
| init --name "Sam Moreau" --email sam@example.org --yes
# Sam's connections are exported in a minute. Whom they know is in no export.
$ import {samples}/connections.csv --source linkedin
# Sam has heard of Dana Okafor, at Helix Bio. Is there a way to her?
$ intro-path "Dana Okafor"
$ add "Dana Okafor" --to-meet --org "Helix Bio" --title "Head of Data"
# Lee does know her. One answer is enough for a way.
$ link lee-amari dana-okafor --level 2
$ intro-path dana-okafor
# Better evidence, better ways: how close people are (netcli review asks that,
# one key each), what they say of others, and what happened lately.
| link me priya-nair lee-amari --level 4 --on -300d
| link me nia-holt --level 5 --on -90d
| link me tom-ruiz --level close --on -30d
$ link priya-nair dana-okafor --level 4 --note "worked together at Kestrel Labs"
$ link nia-holt sol-weiss --level 5
| link sol-weiss dana-okafor --level 4 --on -60d
| link tom-ruiz dana-okafor --level 2 --on -1500d
$ log priya-nair "lunch, she offered to help" --on -12d
| log nia-holt "called about the harbour walk" --on -15d
$ intro-path dana-okafor
# Priya is asked, and left in peace until she answers.
$ intro ask dana-okafor --via priya-nair
$ intro-path dana-okafor -k 1
# She makes the introduction; they meet. From then on Sam knows Dana.
| intro answer dana-okafor made
$ intro answer dana-okafor met
$ intro show dana-okafor
# A slip of the hand, taken back.
$ tag priya-nair nia-holt friends
$ undo
"""


def demo(
    context: typer.Context,
    keep: Annotated[bool, typer.Option("--keep", help="keep the file and say where it is")] = False,
) -> None:
    """Try netcli on a made-up network: builds one in a throw-away file and asks the headline questions.

    netcli demo

    netcli demo --keep
    """
    session = Session.of(context)
    folder = Path(tempfile.mkdtemp(prefix="netcli-demo-"))
    try:
        tour(folder / "demo.db")
    finally:
        if not keep:
            _clear(folder)
    if keep:
        session.say(f"Kept. Go on with it: export NETCLI_DB={shlex.quote(str(folder / 'demo.db'))}")


def tour(db: Path) -> None:
    """Build the network in a file and print each question with its answer."""
    with as_file(files("netcli") / "samples") as samples:
        for line in _TOUR.splitlines():
            mark, _, rest = line.partition(" ")
            if mark == "#":
                output.write(f"{line}\n")
                continue
            if mark == "$":
                output.write(f"$ netcli {rest.format(samples='samples')}\n")
            _netcli(db, rest.format(samples=shlex.quote(str(samples))), quiet=mark == "|")
            if mark == "$":
                output.write("\n")


def _netcli(db: Path, line: str, *, quiet: bool) -> None:
    """Run one command as the user would, on the same terminal, whatever is configured."""
    env = {
        **os.environ,
        "NETCLI_DB": str(db),
        "NETCLI_CONFIG": os.devnull,
        "NETCLI_FORCE_TTY": "1",
        "NETCLI_PAGER": "cat",
    }
    command = [sys.executable, "-m", "netcli", *shlex.split(line), "--no-pager"]
    told = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} if quiet else {"stderr": subprocess.STDOUT}
    subprocess.run(command, env=env, stdin=subprocess.DEVNULL, check=quiet, **told)  # type: ignore[call-overload]  # noqa: S603 - our own command


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
