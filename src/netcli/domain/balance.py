"""Give and take: what somebody and I did for each other, added up. docs/scores.md explains the points.

Three sources: introductions, recommendations, exchanges. What nobody has answered yet counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from netcli.asking import MADE, Asked
from netcli.dates import age_days, first_day, last_day, surely_before
from netcli.domain.introduction import load_asks
from netcli.domain.ref import my_id, refs
from netcli.errors import UsageError
from netcli.model_favour import Direction, Vouching
from netcli.results import Ref
from netcli.results_favour import BalanceList, BalanceRow, Favour, FavourKind
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import fold

# Choices without evidence beyond plausibility; that frequency counts beside balance is Flynn 2003 (AMJ 46).
INTRODUCTION, RECOMMENDATION, EXCHANGE, DECLINED = 3, 2, 1, 1  #: points
ASKED_IN_VAIN = "declined"  #: kind of what I asked for and did not get
RECENT_DAYS = 730  #: favours younger than this are counted as recent
TAKEN_MUCH, TAKEN_DAYS = 3, 365  #: so many points taken in so many days, and nothing given, is overdrawn
ASKS_UNRETURNED = 2  #: after so many asks without anything given, the next one is warned of

_Favours = dict[int, list[Favour]]


class BalanceQuestion(NamedTuple):
    """Whom to tell the balance of: these people (None: all), counting from a day on, only those whom I owe."""

    as_of: date
    people: frozenset[int] | None = None
    since: str | None = None
    owing: bool = False
    sort: str = "balance"
    limit: int | None = None


def list_balances(store: Store, question: BalanceQuestion) -> BalanceList:
    """Return the balance with each person, those whom I owe most first unless the question asks otherwise.

    Removed people are left out. Raises UsageError for an unknown order.
    """
    if question.sort not in ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(ORDERS)}")
    favours = load_favours(store, question.as_of)
    wanted = sorted(favours if question.people is None else favours.keys() & question.people)
    rows = [
        row for ref in refs(store, wanted) if (row := balance_of(ref, favours[ref.id], question.as_of, question.since))
    ]
    rows = [row for row in rows if row.balance < 0] if question.owing else rows
    rows.sort(key=lambda row: (fold(row.name), row.id))
    rows.sort(key=ORDERS[question.sort])
    cut = rows if question.limit is None else rows[: question.limit]
    return BalanceList(tuple(cut), len(rows) - len(cut))


#: The orders of a list; within one, names decide.
ORDERS: dict[str, Callable[[BalanceRow], tuple[float, ...]]] = {
    "balance": lambda row: (row.balance,),
    "given": lambda row: (-row.given,),
    "taken": lambda row: (-row.taken,),
    "exchanges": lambda row: (-row.exchanges,),
    "last": lambda row: (-last_day(row.last).toordinal() if row.last else 0,),
    "name": lambda _row: (),
}


def balance_of(person: Ref, favours: Sequence[Favour], as_of: date, since: str | None = None) -> BalanceRow | None:
    """Return what favours add up to, those from a day on; None if there are none. Pure."""
    told = [f for f in favours if since is None or (f.on is not None and not surely_before(f.on, since))]
    if not told:
        return None
    told.sort(key=lambda f: (last_day(f.on) if f.on else date.min, f.kind, f.number), reverse=True)
    dated = [favour.on for favour in told if favour.on]
    given, taken = (sum(points) for points in zip(*((f.given, f.taken) for f in told), strict=True))
    recent = sum(1 for f in favours if f.on and age_days(f.on, as_of) < RECENT_DAYS)
    return BalanceRow(
        person.id, person.handle, person.name, given, taken, given - taken, recent,
        dated[-1] if dated else None, dated[0] if dated else None, is_overdrawn(favours, as_of),
        tuple(_by_kind(told)), tuple(told),
    )  # fmt: skip


def is_overdrawn(favours: Iterable[Favour], as_of: date) -> bool:
    """Tell whether within a year much was taken and nothing given."""
    year = [f for f in favours if f.on and age_days(f.on, as_of) < TAKEN_DAYS]
    return sum(f.taken for f in year) >= TAKEN_MUCH and not any(f.given for f in year)


def _by_kind(favours: Sequence[Favour]) -> Iterator[FavourKind]:
    """Yield each kind with how often it was given and taken, in the order of the newest."""
    for kind in dict.fromkeys(favour.kind for favour in favours):
        these = [favour for favour in favours if favour.kind == kind]
        given = sum(favour.given > 0 for favour in these)
        yield FavourKind(kind, given, len(these) - given, these[0].on)


def asks_unreturned(store: Store, person: int, as_of: date) -> int:
    """Return how often I asked somebody - for introductions or recommendations - since I last gave him something."""
    me = my_id(store)
    asks = [
        ask.steps[0].on
        for ask in load_asks(store)
        if (ask.requester, ask.introducer) == (me, person) and ask.steps[0].step == "asked"
        and ask.steps[-1].step != "withdrawn"
    ]  # fmt: skip
    asks += store.column(_RECOMMENDATIONS_ASKED, (person, me))
    given = [f.on for f in load_favours(store, as_of).get(person, ()) if f.given and f.on]
    last = max(map(last_day, given), default=date.min)
    return sum(last < last_day(on) and first_day(on) <= as_of for on in asks)


_RECOMMENDATIONS_ASKED = """
SELECT on_date FROM recommendation WHERE author_id = ? AND subject_id = ? AND state IN ('asked', 'declined')
AND on_date IS NOT NULL"""


class Noted(NamedTuple):
    """A favour, between somebody and me, and the noun that keeps it: introduction, recommendation or exchange."""

    noun: str
    person: int
    favour: Favour


#: The three ledgers.
NOUNS = ("introduction", "recommendation", "exchange")


def load_favours(store: Store, as_of: date) -> _Favours:
    """Return what each person and I did for each other by a day, in no order."""
    found: _Favours = {}
    for _, person, favour in noted_favours(store, as_of):
        found.setdefault(person, []).append(favour)
    return found


def noted_favours(store: Store, as_of: date) -> Iterator[Noted]:
    """Yield what others and I did for each other by a day: all that counts as given or taken comes from here.

    What has no date always counts, a month or a year from its first day on: nothing is noted before it is done. Removed
    people are left out.
    """
    gone = set(store.column("SELECT id FROM person WHERE removed_on IS NOT NULL OR is_me"))
    ledgers = (_introductions(store, as_of), _recommendations(store), _exchanges(store))
    for noun, ledger in zip(NOUNS, ledgers, strict=True):
        for person, favour in ledger:
            if person not in gone and (favour.on is None or first_day(favour.on) <= as_of):
                yield Noted(noun, person, favour)


def _introductions(store: Store, as_of: date) -> Iterator[tuple[int, Favour]]:
    """Yield introductions that were made, by me or for me, and those I asked for in vain.

    One that somebody asked for is done for him; of one that nobody asked for, both have something.
    """
    me, asks = my_id(store), load_asks(store)
    mine = [ask for ask in asks if me in (ask.requester, ask.introducer, ask.target)]
    people = {person for ask in mine for person in (ask.requester, ask.target)}
    names = {ref.id: ref.name for ref in refs(store, sorted(people))}
    for ask in mine:
        known = [step for step in ask.steps if first_day(step.on) <= as_of]
        made = next((step for step in known if step.step in MADE), None)
        if made is not None:
            yield from _made(ask, made.on, me, names)
        elif known and known[-1].step == "declined" and ask.requester == me:
            told = f"to {names[ask.target]}"
            yield ask.introducer, Favour(known[-1].on, ASKED_IN_VAIN, 0, DECLINED, told, ask.id)


def _made(ask: Asked, on: str, me: int | None, names: Mapping[int, str]) -> Iterator[tuple[int, Favour]]:
    asked_for = any(step.step == "asked" for step in ask.steps)
    for person, other in ((ask.requester, ask.target), (ask.target, ask.requester)):
        if person == ask.target and asked_for:
            continue
        if ask.introducer == me:
            yield person, Favour(on, "introduction", INTRODUCTION, 0, f"to {names[other]}", ask.id)
        elif person == me:
            yield ask.introducer, Favour(on, "introduction", 0, INTRODUCTION, f"to {names[other]}", ask.id)


def _recommendations(store: Store) -> Iterator[tuple[int, Favour]]:
    """Yield recommendations of mine and for me, and those I asked for in vain."""
    me = my_id(store)
    for row in store.rows("SELECT * FROM recommendation WHERE ? IN (author_id, subject_id) ORDER BY id", (me,)):
        text = " ".join((row["for_what"] or row["text"] or "").split())
        mine, state = row["author_id"] == me, row["state"]
        other = row["subject_id"] if mine else row["author_id"]
        if state in (Vouching.GIVEN, Vouching.HIDDEN):
            points = (RECOMMENDATION, 0) if mine else (0, RECOMMENDATION)
            yield other, Favour(row["on_date"], "recommendation", *points, text, row["id"])
        elif state == Vouching.DECLINED and not mine:
            yield (
                other,
                Favour(row["on_date"], ASKED_IN_VAIN, 0, DECLINED, f"a recommendation {text}".rstrip(), row["id"]),
            )


def _exchanges(store: Store) -> Iterator[tuple[int, Favour]]:
    for row in store.rows("SELECT * FROM exchange ORDER BY id"):
        points = (EXCHANGE, 0) if row["direction"] == Direction.GIVEN else (0, EXCHANGE)
        text = " ".join((row["text"] or "").split())
        yield row["person_id"], Favour(row["on_date"], row["kind"], *points, text, row["id"])
