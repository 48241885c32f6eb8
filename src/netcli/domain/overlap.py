"""Who may know each other from time at one place, as questions; and how many people work there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from netcli.domain.org import org_refs
from netcli.domain.person import my_id, refs
from netcli.model import Stint, Tie
from netcli.results import OrgRef, Question, Ref
from netcli.scoring import Overlap, Reason, overlaps_of
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import fold

LEAST_ASKED = 0.05  #: an overlap that makes a tie less likely is not worth a question
FEW_ON_FILE = 60  #: organisations with more positions on file are passed over: nobody knows all pairs of these
MOST_PAIRS = 10_000  #: so many pairs are looked at, those of the organisations with the fewest people first
_BATCH = 4000

Pair = tuple[int, int]


class Guess(NamedTuple):
    """Two people who may know each other: at which organisation they overlapped, and what that gives."""

    pair: Pair
    org: int
    overlap: Overlap
    p: float


def overlap_questions(
    store: Store, as_of: date, among: frozenset[int] | None, leave_out: Iterable[Pair] = ()
) -> list[Question]:
    """Return the questions whether two people know each other, of whom one at least is me or somebody I know.

    Those with somebody I want to meet come first, then the likeliest. Before the first question about an organisation
    of unknown size stands the one for its headcount. Pairs with any statement are not asked about, nor `leave_out`.
    """
    guesses = [guess for guess in best_guesses(_places(store), as_of) if guess.p >= LEAST_ASKED]
    if among is not None:
        guesses = [guess for guess in guesses if not among.isdisjoint(guess.pair)]
    known = _stated(store, [guess.pair for guess in guesses]).union(leave_out)
    wished = set(store.column("SELECT id FROM person WHERE to_meet"))
    found = [guess for guess in guesses if guess.pair not in known]
    found.sort(key=lambda guess: (wished.isdisjoint(guess.pair), -guess.p, guess.pair))
    return [*_told(store, found)]


def best_guesses(places: Iterable[Sequence[tuple[int, bool, Stint]]], as_of: date) -> list[Guess]:
    """Return the best overlap of each pair, from the stints at each place as (organisation, is it of mine, stint).

    At most MOST_PAIRS pairs are looked at; one of each is me or mine. In no order.
    """
    best: dict[Pair, Guess] = {}
    looked = 0
    for place in places:
        people: dict[int, list[Stint]] = {}
        for _, _, stint in place:
            people.setdefault(stint.person, []).append(stint)
        mine = {stint.person for _, is_mine, stint in place if is_mine}
        for pair in combinations(sorted(people), 2):
            if mine.isdisjoint(pair):
                continue
            looked += 1
            if looked > MOST_PAIRS:
                return [*best.values()]
            a, b = pair
            for reason in overlaps_of(Tie(a, b, stints=(*people[a], *people[b])), as_of):
                _keep_better(best, pair, place[0][0], reason)
    return [*best.values()]


def _keep_better(best: dict[Pair, Guess], pair: Pair, org: int, reason: Reason) -> None:
    if isinstance(reason.fact, Overlap) and (pair not in best or reason.value > best[pair].p):
        best[pair] = Guess(pair, org, reason.fact, reason.value)


def _places(store: Store) -> list[list[tuple[int, bool, Stint]]]:
    """Return the dated stints at each organisation where I or a contact of mine was, fewest on file first."""
    places: dict[int, list[tuple[int, bool, Stint]]] = {}
    for row in store.rows(_STINTS, (FEW_ON_FILE,)):
        stint = Stint(
            row["person_id"], row["org"], row["kind"], row["start_on"], row["end_on"], bool(row["is_current"]),
            fold(row["title"] or ""), fold(row["team"] or ""), fold(row["site"] or ""), row["headcount"],
        )  # fmt: skip
        places.setdefault(row["org_id"], []).append((row["org_id"], bool(row["is_mine"]), stint))
    return sorted(places.values(), key=lambda place: (len(place), place[0][0]))


_STINTS = """
WITH mine (id) AS MATERIALIZED (
  SELECT id FROM listed WHERE is_mine AND level IS NOT 0 UNION SELECT id FROM person WHERE is_me),
place (id) AS MATERIALIZED (SELECT DISTINCT org_id FROM position JOIN mine ON mine.id = person_id
  WHERE org_id IS NOT NULL AND start_on IS NOT NULL)
SELECT position.*, org.name AS org, org.headcount, person_id IN mine AS is_mine FROM place JOIN org ON org.id = place.id
CROSS JOIN position ON position.org_id = org.id JOIN person ON person.id = person_id
WHERE start_on IS NOT NULL AND removed_on IS NULL AND status = 'active'
AND (SELECT count(*) FROM (SELECT 1 FROM position WHERE org_id = org.id LIMIT ?1 + 1)) <= ?1 ORDER BY position.id"""


def _stated(store: Store, pairs: Sequence[Pair]) -> set[Pair]:
    """Return those of the pairs about whom anything is stated."""
    found: set[Pair] = set()
    for at in range(0, len(pairs), _BATCH):
        values = ", ".join(f"({a:d}, {b:d})" for a, b in pairs[at : at + _BATCH])
        found |= {(row["a"], row["b"]) for row in store.rows(_STATED.format(values))}
    return found


_STATED = """
WITH pair (a, b) AS MATERIALIZED (VALUES {}) SELECT pair.a, pair.b FROM pair
CROSS JOIN tie ON tie.a = pair.a AND tie.b = pair.b WHERE EXISTS (SELECT 1 FROM tie_statement WHERE tie_id = tie.id)"""


def _told(store: Store, guesses: Sequence[Guess]) -> Iterator[Question]:
    people = sorted({person for guess in guesses for person in guess.pair})
    named = {ref.id: ref for ref in refs(store, people)}
    places = {guess.org: guess for guess in guesses}
    orgs = dict(zip(places, org_refs(store, list(places)), strict=True))
    me, asked = my_id(store), set()
    for guess in guesses:
        if guess.overlap.kind == "employer" and not guess.overlap.headcount and guess.org not in asked:
            asked.add(guess.org)
            yield _headcount_question(orgs[guess.org])
        yield _question(guess, named, orgs[guess.org], me)


def _headcount_question(org: OrgRef) -> Question:
    return Question(
        f"headcount-{org.id}", "headcount", f"How many people work at {org.name}, roughly?",
        f"netcli org edit {org.handle} --headcount N", org=org,
    )  # fmt: skip


def _question(guess: Guess, named: Mapping[int, Ref], org: OrgRef, me: int | None) -> Question:
    a, b = sorted(guess.pair, key=lambda person: (person != me, person))
    mine, months = a == me, guess.overlap.months
    who = f"You and {named[b].name}" if mine else f"{named[a].name} and {named[b].name}"
    staff = f", about {guess.overlap.headcount:,} staff" if guess.overlap.headcount else ""
    until = f", until {guess.overlap.until}" if guess.overlap.until else ", and both are there now"
    text = f"{who} overlapped {months} month{'s' * (months > 1)} at {org.name}{staff}{until}"
    return Question(
        f"overlap-{guess.pair[0]}-{guess.pair[1]}", "overlap",
        f"{text}: do {'you' if mine else 'they'} know each other?",
        f"netcli link {'me' if mine else named[a].handle} {named[b].handle} --level 1-5, or --no",
        named[a], named[b], org, months, guess.p,
    )  # fmt: skip
