"""Single keys from the terminal, without Enter; lines where there is no termios."""

from __future__ import annotations

import os
import select
import sys
from types import ModuleType, TracebackType
from typing import Any, Self

BACK, STOP, SKIP = "b", "q", "s"
_MEANT = {"\x7f": BACK, "\x08": BACK, "\x1b[D": BACK, "\x1b[C": SKIP, "\x1b": STOP, "\x04": STOP, "": STOP}


class Keyboard:
    """The terminal on stdin, its echo off while single keys are read; on leaving it is as it was.

    Ctrl-C goes on to interrupt. Backspace and the arrow to the left mean back, Ctrl-D and Escape stop.
    """

    def __init__(self) -> None:
        self._termios = _termios()
        self._fd = sys.stdin.fileno()
        self._before: list[Any] | None = None

    def __enter__(self) -> Self:
        if self._termios:
            self._before = self._termios.tcgetattr(self._fd)
        return self

    def __exit__(self, _type: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._as_before()

    def get_ready(self, *, for_line: bool) -> None:
        """Set the terminal for a key or a line, before either is asked for.

        What was typed ahead answers as keys, but is no part of a line: a number must not come from an answer given
        twice. Done for every question, since after Ctrl-Z the shell has put the terminal back.
        """
        if not self._termios:
            return
        if for_line:
            self._as_before()
            self._termios.tcflush(self._fd, self._termios.TCIFLUSH)
            return
        import tty

        tty.setcbreak(self._fd, self._termios.TCSADRAIN)

    def key(self) -> str:
        """Return the next key in lower case, keys with a meaning of their own as b, s or q."""
        if not self._termios:
            return self.line()[:1].lower()
        pressed = os.read(self._fd, 1)
        if pressed == b"\x1b" or pressed >= b"\x80":  # an arrow or an accented letter: several bytes of one key
            while select.select([self._fd], [], [], 0.02)[0] and len(pressed) < 8:
                pressed += os.read(self._fd, 1)
        text = pressed.decode("utf-8", "replace")
        return _MEANT.get(text, text.lower())

    def line(self) -> str:
        """Return the next line, q at the end of input."""
        if not self._termios:
            read = sys.stdin.readline()
            return read.strip() if read else STOP
        typed = os.read(self._fd, 1024)
        return typed.decode("utf-8", "replace").strip() if typed else STOP

    def _as_before(self) -> None:
        if self._termios and self._before:
            self._termios.tcsetattr(self._fd, self._termios.TCSADRAIN, self._before)


def _termios() -> ModuleType | None:
    try:
        import termios
    except ImportError:  # Windows
        return None
    return termios
