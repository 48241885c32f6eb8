"""Single keys from the terminal, without Enter; lines where there is no termios."""

from __future__ import annotations

import os
import select
import sys
from types import ModuleType, TracebackType
from typing import Any, Self

BACK, STOP, SKIP = "b", "q", "s"
_AT_ONCE = 1024  #: so many bytes are read at once: more than anybody types ahead
_MEANT = {"\x7f": BACK, "\x08": BACK, "\x1b[D": BACK, "\x1b[C": SKIP, "\x1b": STOP, "\x04": STOP, "": STOP}


class Keyboard:
    """The terminal on stdin, its echo off while single keys are read; on leaving it is as it was.

    Ctrl-C goes on to interrupt. Backspace and the arrow to the left mean back, Ctrl-D and Escape stop.
    """

    def __init__(self) -> None:
        self._termios = _termios()
        self._fd = sys.stdin.fileno()
        self._before: list[Any] | None = None
        self._ahead = b""  # what was typed and is not answered yet

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
            self._ahead = b""
            return
        import tty

        tty.setcbreak(self._fd, self._termios.TCSADRAIN)

    def key(self) -> str:
        """Return the next key in lower case, keys with a meaning of their own as b, s or q.

        Lines that come at once were pasted, most likely commands meant for the shell: all of them are one key, and none
        that means anything.
        """
        if not self._termios:
            return self.line()[:1].lower()
        if not self._ahead:
            self._ahead = os.read(self._fd, _AT_ONCE)
            if len(self._ahead) > 1 and set(b"\r\n") & set(self._ahead):
                return self._pasted()
        pressed, self._ahead = self._ahead[:1], self._ahead[1:]
        if pressed == b"\x1b" or pressed >= b"\x80":  # an arrow or an accented letter: several bytes of one key
            while len(pressed) < 8 and (self._ahead or self._waits()):
                self._ahead = self._ahead or os.read(self._fd, _AT_ONCE)
                pressed, self._ahead = pressed + self._ahead[:1], self._ahead[1:]
        text = pressed.decode("utf-8", "replace")
        return _MEANT.get(text, text.lower())

    def _pasted(self) -> str:
        """Return what was pasted, to its end."""
        while self._waits() and (more := os.read(self._fd, _AT_ONCE)):
            self._ahead += more
        pasted, self._ahead = self._ahead, b""
        return pasted.decode("utf-8", "replace")

    def _waits(self) -> bool:
        """Tell whether more has been typed, or comes with what was."""
        return bool(select.select([self._fd], [], [], 0.02)[0])

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
