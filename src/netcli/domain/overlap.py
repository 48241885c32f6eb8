"""Who may know each other from time at one place: the likeliest pairs, found without looking at all there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from datetime import date
from heapq import nsmallest

from netcli.domain.evidence import ON_FILE, folded, pair
from netcli.model_tie import Stint
from netcli.scoring import EMPLOYER_STAFF, LEAST_INFERRED, Overlap, overlap_of
from netcli.shape import NamedTuple
from netcli.storage import Store

LEAST_ASKED = 0.05  #: an overlap that makes a tie less likely is not worth a question
MOST_GUESSES = 1_000  #: so many pairs at most: nobody answers more in a week
MOST_LOOKED = 50_000  #: so many pairs are looked at, those first who were there longest and last

#: What one of two people has to be: me or somebody I know; somebody I want to reach; one of those in question.
MINE, WANTED, AMONG = 1, 2, 4

Pair = tuple[int, int]


class Placed(NamedTuple):
    """Somebody's time at an organisation; `marks` are what he is of MINE, WANTED and AMONG, added up."""

    org: int
    marks: int
    stint: Stint


class Guess(NamedTuple):
    """Two people who may know each other: at which organisation they overlapped, when, and what that gives."""

    pair: Pair
    org: int
    stints: tuple[Stint, Stint]
    overlap: Overlap
    p: float


def best_guesses(
    placed: Iterable[Placed], as_of: date, marks: int, is_open: Callable[[Pair], bool] = lambda _: True
) -> dict[Pair, Guess]:
    """Return the best overlap of each of the likeliest pairs of whom one at least has each mark; the likeliest first.

    They are MOST_GUESSES at most, none less likely than LEAST_ASKED. Nobody shares more time than he spent at a place,
    nor later time: what his own time gives bounds what any overlap with him gives. So people are taken the highest
    bound first, each is compared with those before him at his place, and no more is looked at once no bound to come
    can enter the list.
    """
    before: dict[object, dict[int, list[Placed]]] = defaultdict(lambda: defaultdict(list))
    best: dict[Pair, Guess] = {}
    looked, floor, full_at = 0, 0.0, MOST_GUESSES
    for bound, one in _by_bound(placed, as_of):
        if bound <= floor or looked >= MOST_LOOKED:
            break
        here = before[_place(one)]
        for other in _partners(here, one.marks, marks):
            looked += 1
            two = pair(one.stint.person, other.stint.person)
            if two[0] != two[1] and is_open(two):
                _keep_better(best, two, (other, one), as_of)
        here[one.marks].append(one)
        if len(best) >= full_at:
            floor, full_at = _likeliest(best)[-1].p, len(best) + MOST_GUESSES
    return {guess.pair: guess for guess in _likeliest(best)}


def _by_bound(placed: Iterable[Placed], as_of: date) -> list[tuple[float, Placed]]:
    """Return stints, each with the most that any overlap with it can give, the highest first, hopeless ones apart.

    With whoever left this month one overlaps until its end, longer than with those who are there still.
    """
    found, today = [], as_of.isoformat()
    for one in placed:
        alone = overlap_of(one.stint, one.stint._replace(end=today), as_of)
        if alone and alone.value >= LEAST_ASKED:
            found.append((alone.value, one))
    found.sort(key=lambda bounded: (-bounded[0], bounded[1].stint.person))
    return found


def _place(one: Placed) -> tuple[int, str | None]:
    """Return what two people have to share: an organisation; at a school the programme too."""
    return one.org, one.stint.title if one.stint.kind == "study" else None


def _partners(here: Mapping[int, list[Placed]], has: int, needs: int) -> Iterator[Placed]:
    """Yield those at a place who have the marks that somebody lacks."""
    for marks, people in here.items():
        if (marks | has) & needs == needs:
            yield from people


def _keep_better(best: dict[Pair, Guess], two: Pair, placed: tuple[Placed, Placed], as_of: date) -> None:
    one, other = (each.stint for each in placed)
    found = overlap_of(one, other, as_of)
    if found and found.value >= LEAST_ASKED and (two not in best or found.value > best[two].p):
        assert isinstance(found.fact, Overlap)  # noqa: S101 - as overlap_of makes it
        best[two] = Guess(two, placed[0].org, (one, other), found.fact, found.value)


def _likeliest(best: Mapping[Pair, Guess]) -> list[Guess]:
    return nsmallest(MOST_GUESSES, best.values(), key=lambda guess: (-guess.p, guess.pair))


def turns_on_headcount(guess: Guess, as_of: date) -> bool:
    """Tell whether two people count as tied by their overlap or not as the size of the place, not known, may be."""
    if guess.overlap.kind == "school" or guess.overlap.headcount:
        return False
    one, other = (stint._replace(headcount=EMPLOYER_STAFF) for stint in guess.stints)
    closest = overlap_of(one, other, as_of)
    return closest is not None and closest.value >= LEAST_INFERRED


def load_places(store: Store, wanted: Set[int], among: Set[int] | None) -> Iterator[Placed]:
    """Yield the dated stints of the living at each organisation where I or somebody I know was; one query."""
    for org, person, is_mine, name, headcount, on_file, kind, start, end, current, *words in store.tuples(_STINTS):
        title, team, site = (folded(word) if word else "" for word in words)
        stint = Stint(person, name, kind, start, end, bool(current), title, team, site, headcount, on_file)
        marks = MINE * is_mine + WANTED * (person in wanted) + AMONG * (among is None or person in among)
        yield Placed(org, marks, stint)


_STINTS = f"""
WITH mine (id) AS MATERIALIZED (
  SELECT id FROM listed WHERE is_mine AND level IS NOT 0 UNION SELECT id FROM person WHERE is_me),
place (id, name, headcount, on_file) AS MATERIALIZED (
  SELECT id, name, headcount, iif(headcount IS NULL, {ON_FILE}, 0) FROM org
  WHERE id IN (SELECT org_id FROM position JOIN mine ON mine.id = person_id WHERE start_on IS NOT NULL))
SELECT place.id, person_id, person_id IN mine, place.name, headcount, on_file, position.kind, start_on, end_on,
is_current, iif(position.kind = 'study', title, NULL), team, site
FROM place CROSS JOIN position ON org_id = place.id CROSS JOIN person ON person.id = person_id
WHERE start_on IS NOT NULL AND removed_on IS NULL AND status = 'active' ORDER BY position.id"""
