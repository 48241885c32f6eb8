"""The ledger of introductions: who asked whom for whom, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from netcli.asking import Asked, Step, standing
from netcli.dates import last_day, surely_before
from netcli.domain.ref import refs
from netcli.domain.tie import tie_of
from netcli.errors import AmbiguousError, BadInputError, ConflictError, NotFoundError, UsageError
from netcli.results import Ref
from netcli.results_introduction import Introduction, IntroductionList, IntroductionStep, OpportunityRef
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold

#: What may happen to an introduction, and whose step it is unless somebody says otherwise.
STEPS = {
    "asked": "requester", "agreed": "introducer", "opted-in": "target", "made": "introducer", "met": "requester",
    "declined": "introducer", "withdrawn": "requester",
}  # fmt: skip
PARTIES = ("requester", "introducer", "target")
#: Steps after which nothing more is to come.
CLOSED = ("met", "declined", "withdrawn")
_STATES = {"open", "silent", *STEPS}


class Parties(NamedTuple):
    """Who wants to meet whom, through whom."""

    requester: Ref
    introducer: Ref
    target: Ref


class Beginning(NamedTuple):
    """How an introduction begins: its first step and day, my words on it, and the opportunity it is for."""

    step: str
    on: str
    note: str | None = None
    opportunity: int | None = None


def load_asks(store: Store) -> list[Asked]:
    """Return all introductions by number, each with its steps in order of date, where it tells, then of entry."""
    steps: dict[int, list[Step]] = {}
    for row in store.rows("SELECT * FROM introduction_step ORDER BY id"):
        steps.setdefault(row["introduction_id"], []).append(Step(row["step"], row["by"], row["on_date"]))
    return [
        Asked(
            row["id"], row["requester_id"], row["introducer_id"], row["target_id"],
            tuple(_in_order(steps.get(row["id"], ()))),
        )
        for row in store.rows("SELECT * FROM introduction ORDER BY id")
    ]  # fmt: skip


def _in_order(steps: Iterable[Step]) -> list[Step]:
    found: list[Step] = []
    for step in steps:
        later = (at for at, known in enumerate(found) if surely_before(step.on, known.on))
        found.insert(next(later, len(found)), step)
    return found


def begin(store: Store, parties: Parties, first: Beginning) -> int:
    """Write a new introduction with its first step and return its number.

    Raises ConflictError, naming it, if the same one is open already, and BadInputError if two of the three are one.
    """
    three = [ref.id for ref in parties]
    if len(set(three)) < len(three):
        raise BadInputError(
            "an introduction needs three people: the same one is named twice",
            hint="netcli intro make ana-pires bo-lind --by dana-okafor",
        )
    for known in list_introductions(store, last_day(first.on), state="open").introductions:
        if [known.requester.id, known.introducer.id, known.target.id] == three:
            raise ConflictError(
                f"introduction {known.id} to {known.target.name} is open already: {known.state} {known.since}",
                hint=f"netcli intro answer {known.id} {'made' if first.step == 'made' else 'agreed'}",
            )
    number = store.insert(
        "introduction", requester_id=three[0], introducer_id=three[1], target_id=three[2], note=first.note,
        opportunity_id=first.opportunity,
    )  # fmt: skip
    _write_step(store, number, first.step, STEPS[first.step], first.on)
    return number


def answer(store: Store, known: Introduction, step: str, by: str | None, on: str) -> None:
    """Write the next step of an introduction; two people who met are tied from then on.

    Raises BadInputError for a step dated before the one that stands, and for one that stands already.
    """
    if step == known.state and (by or STEPS[step]) == known.steps[-1].by:
        raise ConflictError(f"introduction {known.id} is {step} already, since {known.since}", hint="netcli undo")
    if surely_before(on, known.since):
        raise BadInputError(
            f"{on} is before {known.state} on {known.since}: steps are told in order", hint="give a later --on DATE"
        )
    if step == "met":  # before the step: undo goes backwards and leaves a tie that a step still makes
        tie_of(store, known.requester.id, known.target.id)
    _write_step(store, known.id, step, by or STEPS[step], on)


def _write_step(store: Store, number: int, step: str, by: str, on: str) -> None:
    store.insert("introduction_step", introduction_id=number, step=step, by=by, on_date=on)


def read_step(text: str) -> str:
    """Return the step that a word names; raises UsageError with those there are."""
    step = fold(text).replace(" ", "-")
    if step not in STEPS or step == "asked":
        rest = ", ".join(name for name in STEPS if name != "asked")
        raise UsageError(f"no answer {text}", hint=f"answers are {rest}")
    return step


def find_introduction(store: Store, number: int, today: date) -> Introduction:
    """Return one introduction by its number; raises NotFoundError."""
    found = _told(store, [ask for ask in load_asks(store) if ask.id == number], today)
    if not found:
        raise NotFoundError(f"no introduction {number}", hint="netcli intro list")
    return found[0]


def find_with(store: Store, person: Ref, today: date) -> Introduction:
    """Return the one open introduction that a person is part of, else the newest; raises if there are several open."""
    found = [i for i in list_introductions(store, today).introductions if person.id in _people(i)]
    if not found:
        raise NotFoundError(
            f"there is no introduction with {person.name}", hint=f"netcli intro ask {person.handle} --via PERSON"
        )
    still_open = [i for i in found if i.state not in CLOSED]
    if len(still_open) > 1:
        told = ", ".join(f"{i.id} ({i.requester.name} to {i.target.name}, {i.state})" for i in still_open)
        raise AmbiguousError(
            f"{person.name} is part of several introductions: {told}",
            hint=f"name it by its number, such as netcli intro show {still_open[0].id}",
        )
    return (still_open or found)[0]


def list_introductions(
    store: Store, today: date, *, state: str | None = None, person: int | None = None,
    opportunity: int | None = None, limit: int | None = None,
) -> IntroductionList:  # fmt: skip
    """Return introductions as they stand, the last that moved first.

    `state` is one of the steps, open, or silent; `person` has a part in each; they are for `opportunity`. Raises
    UsageError for another state.
    """
    if state is not None and state not in _STATES:
        raise UsageError(f"no state {state}", hint=f"--state takes {', '.join(sorted(_STATES))}")
    found = [
        told
        for told in _told(store, load_asks(store), today)
        if (person is None or person in _people(told))
        and (state is None or _is(told, state))
        and (opportunity is None or (told.opportunity and told.opportunity.id == opportunity))
    ]
    found.sort(key=lambda told: (last_day(told.since), told.id), reverse=True)
    cut = found if limit is None else found[:limit]
    return IntroductionList(tuple(cut), len(found) - len(cut))


def _is(told: Introduction, state: str) -> bool:
    if state == "open":
        return told.state not in CLOSED
    return told.silent if state == "silent" else told.state == state


def _people(told: Introduction) -> tuple[int, int, int]:
    return told.requester.id, told.introducer.id, told.target.id


def _told(store: Store, asks: Sequence[Asked], today: date) -> list[Introduction]:
    """Return introductions as they stand after all that was told, with names; `today` tells who is silent.

    Those with somebody who was removed are left out.
    """
    gone = set(store.column("SELECT id FROM person WHERE removed_on IS NOT NULL"))
    asks = [ask for ask in asks if gone.isdisjoint((ask.requester, ask.introducer, ask.target))]
    people = _named(store, (person for ask in asks for person in (ask.requester, ask.introducer, ask.target)))
    words = {row["id"]: row for row in store.rows(_WORDS)}
    told = []
    for ask in asks:
        now = standing(ask, date.max)
        if now is not None:
            told.append(
                Introduction(
                    ask.id, people[ask.requester], people[ask.introducer], people[ask.target], now.state, now.on,
                    now.asked_on, now.is_silent(today), words[ask.id]["note"],
                    tuple(IntroductionStep(step.step, step.by, step.on) for step in ask.steps),
                    _opportunity(words[ask.id]),
                )
            )  # fmt: skip
    return told


_WORDS = """
SELECT introduction.id, introduction.note, opportunity_id, title FROM introduction
LEFT JOIN opportunity ON opportunity.id = opportunity_id"""


def _opportunity(row: Row) -> OpportunityRef | None:
    return OpportunityRef(row["opportunity_id"], row["title"]) if row["opportunity_id"] else None


def _named(store: Store, people: Iterable[int]) -> dict[int, Ref]:
    return {ref.id: ref for ref in refs(store, sorted(set(people)))}
