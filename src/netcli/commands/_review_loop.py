"""The loop of `review`: a question, a key, the answer written at once; back takes it back for real."""

from __future__ import annotations

import shutil
import textwrap

from netcli import output
from netcli.commands._keys import BACK, SKIP, STOP, Keyboard
from netcli.commands._session import Session
from netcli.domain.operation import undo
from netcli.domain.review import KINDS, Review, Walk, open_questions, read_headcount
from netcli.errors import BadInputError, ConflictError, InterruptedByUserError, NetcliError
from netcli.results_review import Question, QuestionList
from netcli.storage import Store
from netcli.text import safe

_WIDEST = 100


def ask_all(session: Session, found: QuestionList, asked: Review) -> None:
    """Ask one question after the other until all are through or the user stops.

    Each answer is an operation of its own: it is on disk before the next question is put, and `undo` takes back one.
    """
    count = len(found.questions)
    session.say(f"{count:,} question{'s' * (count > 1)}. One key answers, and the answer is kept at once.")
    with session.writer() as store:
        loop = _Loop(session, store, asked, Walk(found.questions))
        try:
            loop.run()
        except KeyboardInterrupt:
            output.say("")
            raise InterruptedByUserError(f"interrupted; {loop.told}", hint=loop.next_step) from None
        except NetcliError:
            session.say(f"{loop.told}; {loop.next_step}")
            raise
    session.say(f"{loop.told}; {loop.next_step}")


class _Loop:
    """One sitting: where it stands, and all that was answered or skipped, for going back."""

    def __init__(self, session: Session, store: Store, asked: Review, walk: Walk) -> None:
        self._session, self._store, self._asked, self._walk = session, store, asked, walk
        self._is_stale = False  # whether a merge may have opened questions that were not there before
        self._past: list[tuple[Walk, int | None]] = []  # where it stood before, and the operation that was written

    def run(self) -> None:
        """Ask until nothing is left, or until the user stops."""
        with Keyboard() as keyboard:
            while question := self._next():
                by_key = bool(KINDS[question.kind].answers)
                keyboard.get_ready(for_line=not by_key)
                self._put(question)
                answer = self._pressed(question, keyboard) if by_key else self._typed(keyboard)
                if answer == STOP:
                    return
                if answer == BACK:
                    self._back()
                else:
                    self._settle(question, answer)

    def _next(self) -> Question | None:
        """Return the question to ask now; when all are through, what merging has opened is looked for once."""
        if self._walk.question is None and self._is_stale:
            self._renew()
        return self._walk.question

    def _renew(self) -> None:
        self._is_stale = False
        found = open_questions(self._store, self._asked._replace(limit=None))
        self._walk = self._walk.renewed(found, self._asked.limit)

    @property
    def told(self) -> str:
        """Return in words how much was answered and skipped."""
        answered, skipped = len(self._answered()), len(self._skipped())
        return f"{answered:,} answered" + (f", {skipped:,} skipped" if skipped else "")

    @property
    def next_step(self) -> str:
        """Return what to type next."""
        more = self._walk.question or self._skipped()
        steps = ["go on with netcli review" if more else "nothing more to ask"]
        if self._answered():
            steps.append("netcli undo takes back the last answer")
        return "; ".join(steps)

    def _answered(self) -> set[str]:
        """Return the keys of the questions whose answers stand."""
        return {walk.todo[walk.at].key for walk, number in self._past if number is not None}

    def _skipped(self) -> set[str]:
        """Return the keys of the questions that were passed over, headcounts left out."""
        passed = [walk.todo[walk.at] for walk, number in self._past if number is None]
        return {question.key for question in passed if KINDS[question.kind].answers} - self._answered()

    def _put(self, question: Question) -> None:
        """Write a question with the keys that answer it; the cursor stays behind them."""
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        before = ", skipped before" if self._walk.again else ""
        place = f"[{self._walk.at + 1:,} of {len(self._walk.todo):,}{before}]"
        output.say("")
        for line in textwrap.wrap(safe(f"{place} {question.text}"), width):
            output.say(line)
        for line in question.about:
            output.say("    " + textwrap.shorten(safe(line), width - 4, placeholder=" …"))
        answers = KINDS[question.kind].answers
        if answers:
            output.say("  " + "  ".join(f"{key} {words}" for key, words in answers.items()))
        back = ["b back"] if self._past else []
        output.prompt("  " + "  ".join(["s skip" if answers else "Enter do not know", *back, "q stop"]) + "  > ")

    def _pressed(self, question: Question, keyboard: Keyboard) -> str:
        """Return the key that was pressed, one of those that mean something here; it is repeated in words."""
        words = {**KINDS[question.kind].answers, SKIP: "skip", BACK: "back", STOP: "stop"}
        while (key := keyboard.key(words)) not in words:
            output.say("")
            output.prompt(f"  press one of {' '.join(words)}  > ")
        output.say(f"{key} {words[key]}")
        return key

    def _typed(self, keyboard: Keyboard) -> str:
        """Return the number that was typed, or what b, q and nothing mean."""
        while (line := keyboard.line().lower()) not in (BACK, STOP):
            if line in ("", SKIP):
                return SKIP
            try:
                return str(read_headcount(line))
            except BadInputError as error:
                output.prompt(f"  {error.message}; {error.hint}  > ")
        return line

    def _settle(self, question: Question, answer: str) -> None:
        """Write the answer as an operation of its own, or pass over the question, and go on."""
        before, kind = self._walk, KINDS[question.kind]
        if answer == SKIP:
            self._past.append((before, None))
            self._walk = before.onward(skip=bool(kind.answers))
            return
        with self._session.operation(self._store) as operation:
            operation.did = kind.write(self._store, question, answer, self._session.today)
        self._past.append((before, operation.recorded))
        self._walk = before.onward()
        if kind.renews:
            self._renew()
        if answer == kind.ends and question.b and operation.recorded:
            self._walk, self._is_stale = self._walk.without(question.b.id), True

    def _back(self) -> None:
        """Return to the question before, its answer taken back by an operation."""
        if not self._past:
            output.say("  This is the first question.")
            return
        before, number = self._past[-1]
        if number is not None:
            try:
                with self._session.operation(self._store) as operation:
                    operation.did = f"undid {number}: {undo(self._store, operation, number)['did']}"
            except ConflictError as error:  # somebody else has changed the same meanwhile
                output.say(f"  {error.message}")
                return
            output.say("  Took that answer back.")
        self._past.pop()
        self._walk = before
