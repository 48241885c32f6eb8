"""The user's own editor on a draft that survives any error."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from netcli.config import data_folder
from netcli.errors import BadInputError


class Draft:
    """A text being edited: a private file in the data folder, removed when its content has been taken over."""

    def __init__(self, name: str, text: str) -> None:
        folder = data_folder() / "drafts"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path: Path = folder / f"{name}.{os.getpid()}.txt"
        self.original = text
        self.write(text)

    def write(self, text: str) -> None:
        """Put a text into the draft."""
        number = os.open(self.path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with open(number, "w", encoding="utf-8") as file:
            file.write(text)

    def edit(self, line: int = 1) -> str:
        """Open the draft in the user's editor and return what it holds afterwards."""
        command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
        at = [f"+{line}"] if line > 1 and Path(command[0]).name in {"vi", "vim", "nvim", "nano", "emacs"} else []
        try:
            done = subprocess.run([*command, *at, str(self.path)], check=False)  # noqa: S603 - the user's own editor
        except OSError as error:
            raise BadInputError(f"cannot start the editor {command[0]}: {error.strerror}", hint="set EDITOR") from error
        if done.returncode:
            raise BadInputError(f"the editor ended with {done.returncode}; your draft is kept", hint=str(self.path))
        return self.path.read_text(encoding="utf-8", errors="replace")

    def forget(self) -> None:
        """Remove the draft: it has been written, or nothing was changed."""
        self.path.unlink(missing_ok=True)
