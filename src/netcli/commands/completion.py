"""Shell completion, on one small protocol for all shells: words in as arguments, `word TAB help` lines out.

Typer's own zsh and fish formatters import rich for every key press, and pass names through the shell raw; here
only command words, options and handles are ever offered.
"""

import os
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from netcli import errors, output
from netcli.commands._session import Session
from netcli.results import Written
from netcli.text import safe

Shell = Literal["bash", "zsh", "fish"]

_SCRIPTS = {
    # bash takes words apart at colons: read the line itself, and give back what follows the last colon
    "bash": """\
_netcli() {
    local line="${COMP_LINE:0:COMP_POINT}" current prefix
    local -a words
    read -r -a words <<< "$line"
    [[ "$line" == *" " ]] && words+=("")
    current="${words[${#words[@]}-1]}"
    prefix="${current%"${current##*:}"}"
    local IFS=$'\\n'
    COMPREPLY=($(_NETCLI_COMPLETE=1 netcli "${words[@]:1}" 2>/dev/null | cut -f1))
    COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
}
complete -o default -F _netcli netcli
""",
    "zsh": """\
#compdef netcli
_netcli() {
    local -a found
    local line mark='\\:'
    for line in "${(@f)$(_NETCLI_COMPLETE=1 netcli "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        [[ -n "$line" ]] && found+=("${${line%%$'\\t'*}//:/$mark}:${line#*$'\\t'}")
    done
    if [[ -n "$found" ]]; then _describe netcli found; else _files; fi
}
if [[ "$funcstack[1]" = "_netcli" ]]; then _netcli "$@"; else compdef _netcli netcli; fi
""",
    "fish": """\
complete -c netcli -f -a '(_NETCLI_COMPLETE=1 netcli (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
""",
}
_PLACES = {
    "bash": ("XDG_DATA_HOME", ".local/share", "bash-completion/completions/netcli"),
    "zsh": ("XDG_DATA_HOME", ".local/share", "zsh/site-functions/_netcli"),
    "fish": ("XDG_CONFIG_HOME", ".config", "fish/completions/netcli.fish"),
}


def show(
    context: typer.Context,
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish")],
) -> None:
    """Print the completion script of a shell.

    netcli completion show bash

    netcli completion show fish > ~/.config/fish/completions/netcli.fish
    """
    output.write(_SCRIPTS[shell])


def install(
    context: typer.Context,
    shell: Annotated[
        Shell | None, typer.Argument(metavar="[SHELL]", help="bash, zsh or fish; your own if not given")
    ] = None,
) -> None:
    """Set up completion for your shell: writes one file where the shell looks for it.

    netcli completion install

    netcli completion install zsh
    """
    session = Session.of(context)
    chosen = shell or Path(os.environ.get("SHELL", "")).name
    if chosen not in _SCRIPTS:
        raise errors.UsageError(
            f"no completion for {chosen or 'an unknown shell'}", hint="netcli completion install bash"
        )
    variable, folder, name = _PLACES[chosen]
    place = Path(os.environ.get(variable) or Path.home() / folder) / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(_SCRIPTS[chosen], encoding="utf-8")
    session.emit(Written(f"wrote {place}", None))
    session.say(_ADVICE[chosen].format(folder=place.parent))


_ADVICE = {
    "bash": "Start a new shell. bash-completion has to be installed.",
    "zsh": "Put fpath=({folder} $fpath) before compinit in ~/.zshrc, then start a new shell.",
    "fish": "Start a new shell.",
}


def complete_line(root: Any, words: list[str]) -> int:
    """Print what may stand at the last of the words, one `word TAB help` a line; never an error, never a new file."""
    # the one private module netcli leans on: Typer offers no public door to completion
    from typer._click.shell_completion import CompletionItem, ShellComplete

    class Words(ShellComplete):
        name = "words"
        source_template = ""

        def source_vars(self) -> dict[str, Any]:
            return {}

        def get_completion_args(self) -> tuple[list[str], str]:
            return args, incomplete

        def format_completion(self, item: CompletionItem) -> str:
            return f"{item.value}\t{safe(item.help or '')}"

    *args, incomplete = words or [""]
    try:
        from netcli.commands._session import Settings

        settings = Settings(argv=tuple(words))
        settings.quiet = True
        shell = Words(root, {"obj": settings}, "netcli", "_NETCLI_COMPLETE")
        items = shell.get_completions(args, incomplete)
        typed = (item for item in items if safe(item.value) == item.value)  # what cannot be shown cannot be typed
        output.write("".join(shell.format_completion(item) + "\n" for item in islice(typed, 200)))
    except (errors.NetcliError, OSError):
        return 0
    return 0
