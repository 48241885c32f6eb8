"""A person as a form to be changed in an editor: `key: value` lines, comments, indented lines for long texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from netcli.domain.editing import BY_NAME, FORM, Values
from netcli.errors import BadInputError

_WIDTH = 80
_HOW = (
    "Save and close the editor to write it; empty the form or leave it as it is to change nothing."
    " A field may stand several times where it says so; remove a line to remove the value."
)
_LINE = re.compile(r"([a-z_]+)\s*:(.*)")


class Mistake(NamedTuple):
    """Where a form cannot be read: the line, from 1, and why."""

    line: int
    why: str


class FormError(BadInputError):
    """A form that cannot be read; `mistake` says where."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(f"line {mistake.line}: {mistake.why}")
        self.mistake = mistake


def write_form(title: str, values: Mapping[str, Values], kept: tuple[str, ...] = ()) -> str:
    """Return the form: every field with what it holds, empty ones too; `kept` lines of cards as comments."""
    lines = [*_comment(f"{title}. {_HOW}"), ""]
    for field in FORM:
        notes = [note for note in (field.help, "several" if field.several else "") if note]
        if notes:
            lines += _comment("; ".join(notes))
        if field.lines:
            lines.append(f"{field.name}:")
            lines += [f"  {line}" for text in values[field.name] for line in text.splitlines()]
        else:
            lines += [f"{field.name}: {_flat(value)}".rstrip() for value in values[field.name] or ("",)]
    if kept:
        lines += ["", "# Kept as they came; they go back into exported cards:", *(f"#   {line}" for line in kept)]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> list[str]:
    """Return a comment as lines that no terminal of 80 columns breaks."""
    from textwrap import wrap

    return [f"# {line}" for line in wrap(text, _WIDTH - 2, break_long_words=False, break_on_hyphens=False)]


def read_form(text: str) -> dict[str, list[str]]:
    """Return what a form says, field by field; a field that was taken out altogether is empty.

    Raises FormError with the line for an unknown field or a line that is neither field nor comment.
    """
    values: dict[str, list[str]] = {field.name: [] for field in FORM}
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(" ") and current:
            text_line = line[1:].removeprefix(" ").rstrip()
            values[current][-1] += f"\n{text_line}" if values[current][-1] else text_line
            continue
        if not line.strip() or line.startswith("#"):
            if current and not line.strip() and values[current][-1]:
                values[current][-1] += "\n"
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise FormError(Mistake(number, f'not "field: value": {line.strip()[:40]}'))
        if match[1] not in values:
            raise FormError(Mistake(number, f"no field {match[1]}"))
        current = match[1] if BY_NAME[match[1]].lines else ""
        values[match[1]].append(match[2].strip())
    return {name: [text.strip("\n") for text in found if text.strip()] for name, found in values.items()}


def is_empty(text: str) -> bool:
    """Tell whether nothing but comments and blanks is left: then nothing happens."""
    return not any(line.strip() and not line.startswith("#") for line in text.splitlines())


def with_mistake(text: str, mistake: Mistake) -> str:
    """Return the form with the message as a comment above the line it speaks of."""
    lines = text.splitlines()
    lines.insert(max(0, mistake.line - 1), f"#! {mistake.why}")
    return "\n".join(lines) + "\n"


def without_mistakes(text: str) -> str:
    """Return a form without the messages that were put into it: so its lines are counted."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#! "))


def line_of(text: str, name: str) -> int:
    """Return the line on which a field stands first, from 1."""
    numbers = (n for n, line in enumerate(text.splitlines(), 1) if re.match(rf"{name}\s*:", line))
    return next(numbers, 1)


def _flat(value: str) -> str:
    return " ".join(value.split())
