"""Open questions as a page: each with the command that answers it."""

from __future__ import annotations

from rich.console import RenderableType
from rich.padding import Padding

from netcli.results import QuestionList
from netcli.views._parts import line


def draw(result: QuestionList, width: int) -> list[RenderableType]:
    """Return every question, and under it what to type; nothing for an empty list."""
    return [
        part
        for question in result.questions
        for part in (line(question.text), Padding(line((question.command, "dim")), (0, 0, 0, 2)))
    ]
