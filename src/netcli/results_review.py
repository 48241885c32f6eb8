"""The shapes of the questions that `review` asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcli.listed import Listed, columns
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref
    from netcli.results_career import OrgRef


class Sign(NamedTuple):
    """Something that speaks for two records being one person, or against it, and how many bits it is worth."""

    name: str
    bits: int
    text: str


class Question(NamedTuple):
    """One open question, and the command that answers it.

    `kind` is same (whether `a` and `b` are one person; `p` is how likely, `why` lists the signs, `about` has a line on
    either), level (how well `a`, the owner, and `b` know each other), career (whether `a` and `b` do, who were at
    `org` for `months`; `p` is how likely) or headcount (how many work at `org`); `key` names the question, `no` is the
    command that says no, where that is another one.
    """

    key: str
    kind: str
    text: str
    command: str
    a: Ref | None = None
    b: Ref | None = None
    org: OrgRef | None = None
    months: int | None = None
    p: float | None = None
    why: tuple[Sign, ...] = ()
    about: tuple[str, ...] = ()
    no: str | None = None


class QuestionList(NamedTuple):
    """Open questions, those first whose answers are worth most; `beyond` counts those that --limit left out."""

    questions: tuple[Question, ...]
    beyond: int = 0


LISTS: dict[str, Listed] = {
    "QuestionList": Listed("questions", columns("key kind text command no")),
}
