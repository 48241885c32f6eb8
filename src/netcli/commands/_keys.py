"""Single keys from the terminal, without Enter; lines where there is no termios."""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Container
from types import ModuleType, TracebackType
from typing import Any, Self

BACK, STOP, SKIP = "b", "q", "s"
_KEY = re.compile(r"\x1b(?:[\[O][0-9;]*[A-Za-z~])?|.", re.DOTALL)
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
        self._ahead: list[str] = []  # keys that were typed and are not answered yet

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
            self._ahead.clear()
            return
        import tty

        tty.setcbreak(self._fd, self._termios.TCSADRAIN)

    def key(self, wanted: Container[str]) -> str:
        """Return the next key in lower case, keys with a meaning of their own as b, s or q.

        Keys may be typed ahead. But what comes at once and is not all `wanted` was pasted, most likely a command meant
        for the shell: all of it is one key, and none that means anything.
        """
        if not self._termios:
            return self.line()[:1].lower()
        if not self._ahead:
            typed = self._read()
            self._ahead = [_MEANT.get(key, key.lower()) for key in _KEY.findall(typed)] or [STOP]
            if len(self._ahead) > 1 and not all(key in wanted for key in self._ahead):
                self._ahead.clear()
                while self._waits() and (more := self._read()):
                    typed += more
                return typed
        return self._ahead.pop(0)

    def _read(self) -> str:
        """Return what was typed since; an arrow or an accented letter, which are several bytes, whole."""
        typed = os.read(self._fd, _AT_ONCE)
        while typed[-1:] == b"\x1b" or typed[-1:] >= b"\x80":
            if not self._waits() or not (more := os.read(self._fd, _AT_ONCE)):
                break
            typed += more
        return typed.decode("utf-8", "replace")

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
