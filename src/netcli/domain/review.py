"""Review: the open questions whose answers make a network of an import, in order, and their answers written.

A kind of question is one entry in KINDS: how it is found, which keys answer it, and how an answer is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from netcli.domain.career_questions import CAREER, HEADCOUNT, YES, career_questions
from netcli.domain.evidence import pair
from netcli.domain.org import OrgEdit, edit_org
from netcli.domain.ref import my_id
from netcli.domain.same_person import ANSWERS, ONE, SAME, answer_same, same_questions
from netcli.domain.signs_of_life import level_questions, without_level
from netcli.domain.tie import state_all
from netcli.errors import BadInputError, UsageError
from netcli.likeness import LIKELY
from netcli.model_tie import Level, Statement
from netcli.results_review import Question, QuestionList
from netcli.shape import NamedTuple
from netcli.storage import Store


class Review(NamedTuple):
    """What is reviewed: questions of one kind or of all, about these people or all, at most so many."""

    today: date
    kind: str | None = None
    among: frozenset[int] | None = None
    limit: int | None = None


class Kind(NamedTuple):
    """A kind of question: the keys that answer it, each with its words, and how an answer is written.

    `write` returns what was done in words. Without `find` the questions come along with those of another kind. Without
    keys a line is typed. `renews`: the answer bears on what is still to ask. After the answer `ends` the second person
    of the question is no more on file.
    """

    answers: Mapping[str, str]
    write: Callable[[Store, Question, str, date], str]
    find: Callable[[Store, Review], list[Question]] | None = None
    renews: bool = False
    ends: str | None = None


def open_questions(store: Store, review: Review) -> QuestionList:
    """Return the questions that are open, kind by kind in the order of KINDS, in each the best first.

    Whether two are one person comes first of all, for every one merged has one question less of each other kind;
    where that is less likely than not, last of all.
    """
    offered = [name for name, kind in KINDS.items() if kind.find]
    if review.kind not in (None, *offered):
        raise UsageError(f"no kind {review.kind}", hint=f"--kind takes {', '.join(offered[:-1])} or {offered[-1]}")
    found = [
        question
        for name, kind in KINDS.items()
        if kind.find and review.kind in (None, name)
        for question in kind.find(store, review)
    ]
    found.sort(key=lambda question: question.kind == SAME and (question.p or 0) < LIKELY)
    cut = found if review.limit is None else found[: review.limit]
    return QuestionList(tuple(cut), len(found) - len(cut))


def _same(store: Store, review: Review) -> list[Question]:
    return same_questions(store, review.today, review.among)


def _levels(store: Store, review: Review) -> list[Question]:
    return level_questions(store, review.among)


def _careers(store: Store, review: Review) -> list[Question]:
    """Return the questions on shared careers; where a level with me is open, that is the question."""
    me = my_id(store)
    open_levels = [pair(me, person) for person in without_level(store)] if me else []
    return career_questions(store, review.today, review.among, open_levels)


def _state_level(store: Store, question: Question, answer: str, today: date) -> str:
    assert question.a is not None  # noqa: S101 - both kinds of question that come here are on two people
    assert question.b is not None  # noqa: S101
    like = Statement(0, 0, int(_LEVEL_OF.get(answer, answer)), today.isoformat())
    state_all(store, question.a, [question.b], like)
    level = f" ({like.level}/5)" if like.level else ""
    return f"{question.a.name} - {question.b.name}: {Level(like.level).words}{level}"


def _state_headcount(store: Store, question: Question, answer: str, _today: date) -> str:
    assert question.org  # noqa: S101 - each question of a headcount is on one
    changes = edit_org(store, question.org.id, OrgEdit(headcount=read_headcount(answer)))
    return f"{question.org.name}: {', '.join(changes)}"


def read_headcount(text: str) -> int:
    """Return the number of people in `40`, `1,200`, `1 200`, `2k` or `1.5k`; raises BadInputError for anything else."""
    match = _HEADCOUNT.fullmatch(text.strip().lower())
    number = 0
    if match and match["thousands"]:
        number = round(1000 * float(match["thousands"].replace(",", ".")))
    elif match:
        number = int(re.sub(r"\D", "", match["all"]))
    if not 0 < number < 10**7:
        raise BadInputError(f"not a number of people: {text.strip()}", hint="write 40, 1,200 or 1.5k")
    return number


#: In groups of three, however they are set apart; or thousands, with a decimal point or comma.
_HEADCOUNT = re.compile(
    r"(?P<thousands>[0-9]{1,4}(?:[.,][0-9]{1,2})?)\s?k|(?P<all>[0-9]{1,8}|[0-9]{1,3}(?:[.,'\s][0-9]{3}){1,2})"
)


_HOW_WELL = {"1": "met", "2": "acquaintance", "3": "knows me", "4": "good contact", "5": "close"}
_LEVEL_OF = {"y": YES, "n": 0}
#: Every kind of question, in the order of asking.
KINDS: dict[str, Kind] = {
    SAME: Kind(ANSWERS, answer_same, _same, ends=ONE),
    "level": Kind({**_HOW_WELL, "0": "not at all"}, _state_level, _levels),
    HEADCOUNT: Kind({}, _state_headcount, renews=True),
    CAREER: Kind({"y": "yes", **_HOW_WELL, "3": "as yes", "n": "no"}, _state_level, _careers),
}


class Walk(NamedTuple):
    """Where a session of questions stands. What was skipped comes once more when all others are through.

    A walk is never changed: each step gives the next one, so that going back is taking an earlier one.
    """

    todo: tuple[Question, ...]
    at: int = 0
    skipped: tuple[Question, ...] = ()
    again: bool = False

    @property
    def question(self) -> Question | None:
        """Return the question to ask now; None when all are through."""
        return self.todo[self.at] if self.at < len(self.todo) else None

    def onward(self, *, skip: bool = False) -> Walk:
        """Return the walk after this question, which is skipped or settled."""
        skipped = (*self.skipped, self.todo[self.at]) if skip else self.skipped
        return self._replace(at=self.at + 1, skipped=skipped)._or_skipped()

    def without(self, person: int) -> Walk:
        """Return the walk without what is still to ask about somebody: he is another now."""
        todo = (*self.todo[: self.at], *(q for q in self.todo[self.at :] if not _is_on(q, person)))
        skipped = tuple(question for question in self.skipped if not _is_on(question, person))
        return self._replace(todo=todo, skipped=skipped)._or_skipped()

    def renewed(self, found: QuestionList, limit: int | None) -> Walk:
        """Return the walk with what is to come taken from questions found anew; what was asked is not asked again."""
        if self.again:
            return self
        past = self.todo[: self.at]
        seen = {question.key for question in past}
        todo = (*past, *(question for question in found.questions if question.key not in seen))[:limit]
        return self._replace(todo=todo)._or_skipped()

    def _or_skipped(self) -> Walk:
        """Return the walk through what was skipped, if all else has been asked."""
        is_through = self.at >= len(self.todo) and self.skipped and not self.again
        return Walk(self.skipped, again=True) if is_through else self


def _is_on(question: Question, person: int) -> bool:
    return person in [ref.id for ref in (question.a, question.b) if ref]
