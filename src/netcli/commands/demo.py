"""A made-up network to try netcli on, and a tour of the headline questions."""

from __future__ import annotations

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

#: What is typed behind the scenes, so that the questions have something to answer from.
_GROUND = """\
init --name "Sam Moreau" --email sam@example.org --yes
import {samples}/address-book.vcf --source phone
add "Dana Okafor" --to-meet --title "Head of Data" --org "Helix Bio"
link me priya-nair --level 4 --on -300d
link me nia-holt --level 5 --on -90d
link me tom-ruiz --level close --on -30d
link me lee-amari --level 3 --on -400d
link sol-weiss dana-okafor --level 4 --on -60d
link tom-ruiz dana-okafor --level 2 --on -1500d
"""
#: What is shown: a comment, then the command.
_TOUR = """\
Who is in the address book that was just imported?
list --limit 8
Somebody new, from a card table at a conference.
add "Ana Pires <ana@example.org>" --org "Kestrel Labs" --title Engineer --level 2 --tag conference
Priya mentions that she used to work with Dana; Nia and Sol are old friends.
link priya-nair dana-okafor --level 4 --on -200d
link nia-holt sol-weiss --level 5 --on -30d
So: who can introduce Sam to Dana, and why that way?
intro-path "Dana Okafor"
All that is known about her.
show dana-okafor
A slip of the hand, taken back.
tag priya nia --off friends
undo
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
        for line in _GROUND.format(samples=shlex.quote(str(samples))).splitlines():
            _netcli(db, line, quiet=True)
    for line in _TOUR.splitlines():
        if line.split()[0] in {"list", "add", "link", "intro-path", "show", "tag", "undo"}:
            output.write(f"$ netcli {line}\n")
            _netcli(db, line, quiet=False)
            output.write("\n")
        else:
            output.write(f"# {line}\n")


def _netcli(db: Path, line: str, *, quiet: bool) -> None:
    """Run one command as the user would, on the same terminal."""
    env = {**os.environ, "NETCLI_DB": str(db), "NETCLI_FORCE_TTY": "1", "NETCLI_PAGER": "cat"}
    command = [sys.executable, "-m", "netcli", *shlex.split(line), "--no-pager"]
    silent = subprocess.DEVNULL if quiet else None
    subprocess.run(command, env=env, stdout=silent, stderr=silent, stdin=subprocess.DEVNULL, check=quiet)  # noqa: S603 - our own command


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
