"""Whom I want to meet, and organisations of interest: which of my close contacts could help next.

Ways of two ties alone are looked at, and few of them: `today` is asked for every morning. What they are worth is what
`intro-path --max-hops 2` says, but for contacts and asks of the day itself, so that the lines stay the same all day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from netcli.asking import Asked, Ledger
from netcli.dates import first_day
from netcli.domain.evidence import load_ties, pair
from netcli.domain.introduction import CLOSED, load_asks
from netcli.domain.ref import my_id, refs
from netcli.domain.way import best_values
from netcli.model_tie import Tie
from netcli.results import Ref
from netcli.results_upkeep import TodayItem
from netcli.scoring import FAIR, band, tie_strength
from netcli.shape import NamedTuple
from netcli.storage import Store

CLOSE_LEVEL = 3  #: a close contact is one of whom I stated so high a level
CLOSEST = 100  #: so many of them are looked at, those of the highest level first
MOST_EACH, MOST_LEADS = 3, 24  #: of those who know somebody so many, and so many in all
KIND = "meet"


class _Lead(NamedTuple):
    """A way to somebody: through a close contact, or none where he is one himself; and for which organisation.

    `since` is the day since when the organisation is of interest.
    """

    to: int
    via: int | None
    org: str | None = None
    number: int | None = None
    since: str | None = None


class _Found(NamedTuple):
    score: float
    lead: _Lead


def who_could_help(store: Store, today: date, most: int) -> list[TodayItem]:
    """Return the best lead to each person to meet and into each organisation of interest, best first, `most` at most.

    Left out is who, or where somebody, is asked for already; a lead that was followed today is not replaced.
    """
    me = my_id(store)
    if me is None or not store.value(_ANY):
        return []
    bounds = {"level": CLOSE_LEVEL, "closest": CLOSEST, "each": MOST_EACH, "pairs": MOST_LEADS}
    leads = [_Lead(*row) for row in store.tuples(_LEADS, bounds)]
    asks = [ask for ask in load_asks(store) if ask.requester == me]
    before = [ask for ask in asks if any(first_day(step.on) < today for step in ask.steps)]
    found = list(_worth(store, me, leads, Ledger(before, today), today))
    best = _best_of_each(found, _asked_for(store, before))[:most]
    followed = _asked_for(store, asks)
    return _told(store, [one for one in best if not _is_asked(one.lead, followed)])


def _worth(store: Store, me: int, leads: Sequence[_Lead], ledger: Ledger, today: date) -> Iterator[_Found]:
    """Yield the leads with their score, in the order given: those that are worth asking for.

    Those who are busy or refused are left in peace, and a tie of my own that is as good needs nobody.
    """
    wanted = {pair(me, person) for lead in leads for person in (lead.to, lead.via) if person}
    wanted |= {pair(lead.via, lead.to) for lead in leads if lead.via}
    ties = {(tie.a, tie.b): _before(tie, today) for tie in load_ties(store, sorted(wanted))}
    for lead in leads:
        mine = ties[pair(me, lead.to)]
        straight = score = tie_strength(mine, me, today).p
        if lead.via and lead.via not in ledger.barred(me, (lead.to,)):
            there = tie_strength(ties[pair(me, lead.via)], me, today).p * ledger.rested(lead.via, me)
            score = there * tie_strength(ties[pair(lead.via, lead.to)], lead.via, today).p * ledger.willing(lead.via)
        is_new = score > straight if lead.via else not _spoken_since(mine, lead.since)
        if is_new and score >= FAIR:
            yield _Found(score, lead)


def _spoken_since(tie: Tie, since: str | None) -> bool:
    return any(first_day(contact.on) >= first_day(since or contact.on) for contact in tie.contacts)


def _before(tie: Tie, today: date) -> Tie:
    return tie._replace(contacts=tuple(one for one in tie.contacts if first_day(one.on) < today))


def _best_of_each(found: Iterable[_Found], asked: tuple[set[int], set[str]]) -> list[_Found]:
    """Return the best lead to each person or into each organisation; equal ones by their number, people first."""
    best: dict[tuple[str, int], _Found] = {}
    for one in found:
        key = (one.lead.org or "", 0 if one.lead.org else one.lead.to)
        if not _is_asked(one.lead, asked) and (key not in best or one.score > best[key].score):
            best[key] = one
    order = sorted(best.values(), key=lambda one: (-round(one.score, 9), one.lead.org or "", one.lead.to))
    people = {one.lead.to for one in order if not one.lead.org}
    return [one for one in order if not one.lead.org or one.lead.to not in people]


def among_to_meet(store: Store, people: Iterable[int]) -> list[str]:
    """Return the handles of those of these people whom I want to meet."""
    return store.column_of("SELECT handle FROM wanted CROSS JOIN person ON id = value WHERE to_meet", people)


def _asked_for(store: Store, asks: Iterable[Asked]) -> tuple[set[int], set[str]]:
    """Return to whom I was, or may still be, introduced, or who did not want to; and where those are that may be."""
    last = {ask: ask.steps[-1] for ask in asks}
    refused = {ask for ask, step in last.items() if step.step in CLOSED and step.step != "met" and step.by != "target"}
    still_open = {ask.target for ask, step in last.items() if step.step not in CLOSED}
    return {ask.target for ask in last if ask not in refused}, set(store.column_of(_PLACES, still_open))


def _is_asked(lead: _Lead, asked: tuple[set[int], set[str]]) -> bool:
    people, orgs = asked
    return lead.to in people or lead.org in orgs


def _told(store: Store, found: Sequence[_Found]) -> list[TodayItem]:
    numbers = {person for one in found for person in (one.lead.to, one.lead.via) if person}
    named = {ref.id: ref for ref in refs(store, sorted(numbers))}
    ways = best_values(store, [named[one.lead.via or one.lead.to] for one in found])
    return [_item(one, named, ways) for one in found]


def _item(found: _Found, named: Mapping[int, Ref], ways: Mapping[int | None, str]) -> TodayItem:
    lead = found.lead
    to, via = named[lead.to], named[lead.via] if lead.via else None
    if via is None:
        return TodayItem(KIND, to, f"is at {lead.org}, and you know each other", None, ways.get(to.id),
                         (f"netcli brief {to.handle}", f"netcli org show {lead.number}"))  # fmt: skip
    command = f"netcli intro ask {to.handle} --via {via.handle}"
    where = f"is at {lead.org}; " if lead.org else ""
    return TodayItem(KIND, to, f"{where}ask {via.name} ({band(found.score)})", None, ways.get(via.id), (command,))


#: People to meet and insiders of organisations of interest, with the closest of mine who are tied to them; and close
#: contacts who are such insiders themselves.
_LEADS = """
WITH close (id, level) AS MATERIALIZED (
  SELECT id, level FROM listed WHERE level >= :level ORDER BY level DESC, id LIMIT :closest),
wanted (id, org, number, since) AS MATERIALIZED (
  SELECT id, NULL, NULL, NULL FROM person WHERE to_meet
  UNION ALL SELECT DISTINCT person_id, org.name, org.id, interest_on FROM org
  CROSS JOIN position ON org_id = org.id AND is_current WHERE interest_on IS NOT NULL),
lead AS (
  SELECT wanted.*, close.id AS via, level FROM close CROSS JOIN arc ON from_id = close.id
  JOIN wanted ON wanted.id = to_id
  UNION ALL SELECT wanted.*, NULL, level FROM close JOIN wanted USING (id) WHERE number IS NOT NULL),
ranked AS (
  SELECT lead.*, row_number() OVER (PARTITION BY lead.id, org ORDER BY via IS NOT NULL, level DESC, via) AS place
  FROM lead JOIN person AS there ON there.id = lead.id JOIN person AS first ON first.id = coalesce(via, lead.id)
  WHERE there.removed_on IS NULL AND there.status <> 'deceased' AND NOT there.is_me
  AND first.removed_on IS NULL AND first.status <> 'deceased' AND NOT (first.do_not_ask AND via IS NOT NULL))
SELECT id, via, org, number, since FROM ranked WHERE place <= :each ORDER BY level DESC, id, org, via LIMIT :pairs"""
_ANY = """SELECT EXISTS (SELECT 1 FROM person WHERE to_meet)
OR EXISTS (SELECT 1 FROM org WHERE interest_on IS NOT NULL)"""
_PLACES = (
    "SELECT DISTINCT org.name FROM wanted CROSS JOIN position ON person_id = value CROSS JOIN org ON org.id = org_id"
)
