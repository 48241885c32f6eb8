"""Open questions as a page: each with whom it is about, and the command that answers it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding

from netcli.results_review import Question, QuestionList
from netcli.views._parts import line


def draw(result: QuestionList, width: int) -> list[RenderableType]:
    """Return every question, and under it a line on either person and what to type; nothing for an empty list."""
    return [part for question in result.questions for part in (line(question.text), *_below(question))]


def _below(question: Question) -> Iterator[RenderableType]:
    for text in question.about:
        yield Padding(line(text), (0, 0, 0, 2))
    yield Padding(line((question.command + ", or --no" * bool(question.no), "dim")), (0, 0, 0, 2))
