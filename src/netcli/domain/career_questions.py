"""Questions on shared careers: who knows whom from time at one place, and how many people work there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date

from netcli.domain.evidence import load_ties, pair
from netcli.domain.opportunity import CLOSED
from netcli.domain.org import org_refs
from netcli.domain.overlap import AMONG, MINE, WANTED, Guess, Pair, best_guesses, load_places, turns_on_headcount
from netcli.domain.ref import my_id, refs
from netcli.results import Ref
from netcli.results_career import OrgRef
from netcli.results_review import Question
from netcli.scoring import LEVEL_STRENGTH, Inference, tie_strength
from netcli.storage import Store

CAREER, HEADCOUNT = "career", "headcount"
YES = 3  #: the level that a plain yes states
_DIGITS = 9  #: of a value that decides an order


def career_questions(
    store: Store, as_of: date, among: frozenset[int] | None, leave_out: Iterable[Pair] = ()
) -> list[Question]:
    """Return the questions whether two people know each other, of whom one at least is me or somebody I know.

    Those come first whose yes would open the best way, or a better one, to whom I want to reach; then the likeliest.
    Before the first question on a place whose size is not known stands the one for it, if it makes a difference. Pairs
    about whom anything is stated are not asked about, nor `leave_out`, nor those who surely know each other as it is.
    """
    wanted = _wanted(store)
    placed = [*load_places(store, wanted, among)]
    closed = {*leave_out, *store.tuples(_STATED)}
    guesses: dict[Pair, Guess] = {}
    for marks in (MINE | AMONG | WANTED, MINE | AMONG) if wanted else (MINE | AMONG,):
        guesses |= best_guesses(placed, as_of, marks, lambda two: two not in closed)
    sure = {two for two, p in _confirmed(store, [*guesses], as_of) if p >= LEVEL_STRENGTH[YES]}
    found = [guess for two, guess in guesses.items() if two not in sure]
    gains = _gains(store, found, wanted, as_of)
    found.sort(key=lambda guess: (-round(gains.get(guess.pair, 0.0), _DIGITS), -guess.p, guess.pair))
    return [*_told(store, found, as_of)]


_STATED = "SELECT a, b FROM tie WHERE id IN (SELECT tie_id FROM tie_statement)"


def _wanted(store: Store) -> set[int]:
    """Return whom I want to reach.

    Those I want to meet, those with a part in an open opportunity, and who is now at the organisation of one, or at an
    organisation where I want to know people.
    """
    return set(store.column(_WANTED))


_WANTED = f"""
WITH open (id, org_id) AS MATERIALIZED (
  SELECT id, org_id FROM opportunity WHERE stage NOT IN ({", ".join(f"'{stage}'" for stage in CLOSED)}))
SELECT id FROM person WHERE to_meet
UNION SELECT person_id FROM opportunity_person WHERE opportunity_id IN (SELECT id FROM open)
UNION SELECT person_id FROM position WHERE is_current AND kind <> 'study' AND org_id IN (
  SELECT org_id FROM open UNION SELECT id FROM org WHERE interest_on IS NOT NULL)
EXCEPT SELECT id FROM person WHERE is_me"""


def _gains(store: Store, guesses: Iterable[Guess], wanted: Set[int], as_of: date) -> dict[Pair, float]:
    """Return what a yes on each pair gives for reaching those I want to, times how likely it is; only what is over 0.

    A yes of `a` on somebody wanted makes a way worth ``p(me, a) * p(yes)``; what my own tie to him is worth is had
    already. Whoever introduces nobody opens no way.
    """
    useful = [guess for guess in guesses if not wanted.isdisjoint(guess.pair)]
    me = my_id(store)
    if not useful or me is None:
        return {}
    people = sorted({person for guess in useful for person in guess.pair} - {me})
    mine = {a + b - me: p for (a, b), p in _confirmed(store, [pair(me, person) for person in people], as_of)}
    barred = set(store.column("SELECT id FROM person WHERE do_not_ask OR status = 'deceased'"))
    gains: dict[Pair, float] = {}
    for guess in useful:
        for a, target in (guess.pair, guess.pair[::-1]):
            if target in wanted:
                reach = 1.0 if a == me else 0.0 if a in barred else mine[a]
                gain = guess.p * (reach * LEVEL_STRENGTH[YES] - mine[target])
                gains[guess.pair] = max(gains.get(guess.pair, 0.0), gain)
    return gains


def _confirmed(store: Store, pairs: Sequence[Pair], as_of: date) -> Iterator[tuple[Pair, float]]:
    """Yield each pair with what is sure about it, guesses apart: the stronger direction."""
    for tie in load_ties(store, pairs, stints=False):
        yield (tie.a, tie.b), max(tie_strength(tie, end, as_of, Inference.NONE).p for end in (tie.a, tie.b))


def _told(store: Store, guesses: Sequence[Guess], as_of: date) -> Iterator[Question]:
    people = sorted({person for guess in guesses for person in guess.pair})
    named = {ref.id: ref for ref in refs(store, people)}
    places = sorted({guess.org for guess in guesses})
    orgs = dict(zip(places, org_refs(store, places), strict=True))
    unsized = {guess.org for guess in guesses if turns_on_headcount(guess, as_of)}
    me = my_id(store)
    for guess in guesses:
        if guess.org in unsized and guess.overlap.kind != "school":
            unsized.remove(guess.org)
            yield _headcount_question(orgs[guess.org])
        yield _question(guess, named, orgs[guess.org], me)


def _headcount_question(org: OrgRef) -> Question:
    return Question(
        f"{HEADCOUNT}-{org.id}", HEADCOUNT, f"How many people work at {org.name}, roughly?",
        f"netcli org edit {org.handle} --headcount N", org=org,
    )  # fmt: skip


def _question(guess: Guess, named: Mapping[int, Ref], org: OrgRef, me: int | None) -> Question:
    a, b = sorted(guess.pair, key=lambda person: (person != me, person))
    mine, months = a == me, guess.overlap.months
    who = f"You and {named[b].name}" if mine else f"{named[a].name} and {named[b].name}"
    is_employer = guess.overlap.kind == "employer"
    staff = f", about {guess.overlap.headcount:,} staff" if is_employer and guess.overlap.headcount else ""
    until = f", until {guess.overlap.until}" if guess.overlap.until else ", and both are there now"
    text = f"{who} overlapped {months} month{'s' * (months > 1)} at {org.name}{staff}{until}"
    command = f"netcli link {'me' if mine else named[a].handle} {named[b].handle}"
    return Question(
        f"{CAREER}-{guess.pair[0]}-{guess.pair[1]}", CAREER,
        f"{text}: do {'you' if mine else 'they'} know each other?", f"{command} --level {YES}",
        named[a], named[b], org, months, guess.p, no=f"{command} --no",
    )  # fmt: skip
