"""A real terminal for a command: a pseudo-terminal of 80 columns, driven by keys, read until the prompt stands."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

#: The child makes the terminal its own, so that Ctrl-C reaches it as from a keyboard, and hears it.
_START = """
import os, signal, sys
os.login_tty(os.dup(0))
signal.signal(signal.SIGINT, signal.default_int_handler)
from netcli.__main__ import main
sys.argv[0] = "netcli"
main()
"""


class Terminal:
    """One command on a terminal of its own."""

    def __init__(self, *words: str, db: Path) -> None:
        self._side, other = os.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, *words],
            env={**os.environ, "NETCLI_DB": str(db), "COLUMNS": "80", "LINES": "40", "TERM": "xterm"},
            stdin=other, stdout=other, stderr=other,
        )  # fmt: skip
        self._other = other  # kept open: what the modes of the terminal are is asked after the command has ended
        self.text = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._side)
        os.close(self._other)

    def until(self, wanted: str = r"  > $") -> str:
        """Return what is written from now on until it matches; by default until a question waits for a key."""
        seen, deadline = "", time.monotonic() + 30
        while not re.search(wanted, seen):
            ready, _, _ = select.select([self._side], [], [], 0.1)
            if ready:
                seen += os.read(self._side, 4096).decode().replace("\r\n", "\n")
            elif self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"no {wanted!r} in {seen!r}; ended: {self.process.poll()}")
        self.text += seen
        return seen

    def press(self, keys: str, wanted: str = r"  > $") -> str:
        """Press keys and return what is written until it matches."""
        os.write(self._side, keys.encode())
        return self.until(wanted)

    def ended(self) -> int:
        """Wait for the end and return the exit code."""
        code = self.process.wait(timeout=30)
        while select.select([self._side], [], [], 0.05)[0]:
            self.text += os.read(self._side, 4096).decode().replace("\r\n", "\n")
        return code

    def kill(self) -> None:
        """End the command as `kill -9` does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed and reads whole lines, as it did before."""
        import termios

        modes = termios.tcgetattr(self._other)[3]
        return bool(modes & termios.ECHO and modes & termios.ICANON)
