"""Introductions that mail tells of and the ledger does not: found, recorded, dismissed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date

from netcli.asking import MADE
from netcli.brokering import ANSWER_DAYS, Brought, Trio, brought
from netcli.dates import surely_before
from netcli.domain.evidence import load_ties, pair
from netcli.domain.introduction import CLOSED, Beginning, Parties, answer, begin, find_introduction, list_introductions
from netcli.domain.ref import my_id, refs
from netcli.errors import NotFoundError
from netcli.results import Ref
from netcli.results_introduction import FoundIntroduction, FoundIntroductionList, Introduction
from netcli.shape import NamedTuple
from netcli.storage import Store

Pair = tuple[int, int]


class FoundQuestion(NamedTuple):
    """Which to list: not before a day, with a part of somebody, so many at most."""

    today: date
    since: str | None = None
    person: int | None = None
    limit: int | None = None


class _Candidate(NamedTuple):
    """A mail to two people, by the number of its count: who wrote it, to whom, on which day."""

    number: int
    introducer: int
    pair: Pair
    on: str


def found_introductions(store: Store, question: FoundQuestion) -> FoundIntroductionList:
    """Return introductions that mail tells of, neither in the ledger nor dismissed, the newest first.

    Of several mails to the same two people the last before they began counts. A scan of the counted contacts, and what
    is stored on the pairs that are left.
    """
    ledger = _Ledger(store, question.today)
    candidates = [candidate for candidate in _alone(store, _candidates(store)) if ledger.is_open(candidate)]
    found = {candidate.pair: (candidate, how) for candidate, how in _judged(store, candidates)}
    chosen = [
        (candidate, how)
        for candidate, how in found.values()
        if (question.since is None or candidate.on >= question.since)
        and question.person in (None, candidate.introducer, *candidate.pair)
    ]
    chosen.sort(key=lambda one: (one[0].on, one[0].number), reverse=True)
    cut = chosen if question.limit is None else chosen[: question.limit]
    people = {person for candidate, _ in cut for person in (candidate.introducer, *candidate.pair)}
    named = {ref.id: ref for ref in refs(store, sorted(people))}
    me = my_id(store)
    told = (_told(candidate, how, named, me, ledger.known(candidate)) for candidate, how in cut)
    return FoundIntroductionList(tuple(told), len(chosen) - len(cut))


class _Ledger:
    """What is known of introductions already: those noted, and the mails that were dismissed."""

    def __init__(self, store: Store, today: date) -> None:
        self._noted: dict[Pair, list[Introduction]] = defaultdict(list)
        for noted in list_introductions(store, today).introductions:
            self._noted[pair(noted.requester.id, noted.target.id)].append(noted)
        self._dismissed = {(by, pair(a, b)) for by, a, b in store.tuples(_DISMISSED)}

    def is_open(self, candidate: _Candidate) -> bool:
        """Tell whether a mail may tell something new: what came of an introduction that is open, or one unheard of."""
        if (candidate.introducer, candidate.pair) in self._dismissed:
            return False
        return all(
            noted.state not in CLOSED if noted.introducer.id == candidate.introducer else noted.state not in MADE
            for noted in self._noted[candidate.pair]
        )

    def known(self, candidate: _Candidate) -> Introduction | None:
        """Return the introduction that is open, of whose end a mail tells."""
        noted = self._noted[candidate.pair]
        return next((one for one in noted if one.introducer.id == candidate.introducer), None)


_DISMISSED = "SELECT introducer_id, requester_id, target_id FROM no_introduction"


def _told(
    candidate: _Candidate, how: Brought, named: Mapping[int, Ref], me: int | None, known: Introduction | None
) -> FoundIntroduction:
    """Return an introduction with what speaks for it; the owner is who wanted it, else who wrote first."""
    requester = known.requester.id if known else me if me in candidate.pair else how.first
    target = sum(candidate.pair) - (requester or 0)
    before = dict(zip(candidate.pair, how.before, strict=True))
    return FoundIntroduction(
        candidate.number, candidate.on, named[requester or 0], named[candidate.introducer], named[target], how.began,
        how.met, how.contacts, how.days, before[requester or 0], before[target], known.id if known else None,
        f"netcli intro found --accept {candidate.number}", f"netcli intro found --dismiss {candidate.number}",
    )  # fmt: skip


def record(store: Store, found: FoundIntroduction, today: date) -> str:
    """Write an introduction that was found into the ledger, made and met on their days; return what was done in words.

    One that is open there already is told to have been made, unless it was, and met.
    """
    number, made = found.introduction, False
    if number is None:
        parties = Parties(found.requester, found.introducer, found.target)
        number, made = begin(store, parties, Beginning("made", found.on)), True
    known = find_introduction(store, number, today)
    if not made and known.state != "made" and not surely_before(found.on, known.since):
        answer(store, known, "made", None, found.on)
        known = find_introduction(store, number, today)
    answer(store, known, "met", None, known.since if surely_before(found.met, known.since) else found.met)
    return (
        f"{found.introducer.name} introduced {found.requester.name} to {found.target.name} on {found.on},"
        f" met {found.met} (introduction {number})"
    )


def dismissed(store: Store, found: FoundIntroduction, today: date) -> str:
    """Remember that a mail was no introduction; return it in words."""
    store.insert(
        "no_introduction", introducer_id=found.introducer.id, requester_id=found.requester.id,
        target_id=found.target.id, on_date=today.isoformat(),
    )  # fmt: skip
    return f"no introduction: {found.introducer.name}, of {found.requester.name} and {found.target.name}"


def find_found(store: Store, number: int, today: date) -> FoundIntroduction:
    """Return the introduction found of a number; raises NotFoundError."""
    for found in found_introductions(store, FoundQuestion(today)).found:
        if found.number == number:
            return found
    raise NotFoundError(f"no introduction was found under number {number}", hint="netcli intro found")


def _candidates(store: Store) -> list[_Candidate]:
    """Return the mails to two people who began to write to each other soon after, in order of their days."""
    rows = store.tuples(_MAILS, {"me": my_id(store), "days": f"-{ANSWER_DAYS} days"})
    return [_Candidate(number, introducer, (a, b), on) for number, introducer, a, b, on in rows]


#: Pairs who wrote both ways, with the day by which they had; mail that both got not long before; who wrote it to both.
#: From the one of the two who is not the owner, since the owner got most mail.
_MAILS = """
WITH wrote (a, b, met) AS MATERIALIZED (
  SELECT a, b, max(began) FROM (
    SELECT min(from_id, to_id) AS a, max(from_id, to_id) AS b, min(on_date) AS began FROM contact_day
    WHERE channel IN ('mail', 'message') GROUP BY from_id, to_id)
  GROUP BY a, b HAVING count(*) = 2)
SELECT min(both.id), one.from_id, a, b, both.on_date FROM wrote
CROSS JOIN contact_day AS both ON both.from_id = a AND both.to_id = b AND both.channel = 'comail'
  AND both.on_date BETWEEN date(met, :days) AND met
CROSS JOIN contact_day AS one ON one.to_id = iif(a = :me, b, a) AND one.on_date = both.on_date AND one.channel = 'mail'
CROSS JOIN contact_day AS other ON other.from_id = one.from_id AND other.to_id = iif(a = :me, a, b)
  AND other.on_date = both.on_date AND other.channel = 'mail'
WHERE NOT EXISTS (SELECT 1 FROM person WHERE id IN (a, b, one.from_id) AND removed_on IS NOT NULL)
GROUP BY both.on_date, a, b, one.from_id"""


def _alone(store: Store, candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return those mails that went to the two alone, and to whose mailboxes were read: a mail to many brings nobody."""
    sent: dict[tuple[int, str], set[int]] = defaultdict(set)
    days = json.dumps(sorted({candidate.on for candidate in candidates}))
    for introducer, to, on in store.rows_of(_SENT, {c.introducer for c in candidates}, days=days):
        sent[introducer, on].add(to)
    readers = _readers(store)
    others = {c: sent[c.introducer, c.on] - readers - {*c.pair} for c in candidates}
    three = [(*pair(one, other), c.on) for c in candidates for other in others[c] for one in c.pair]
    shared = set(store.tuples(_SHARED, {"three": json.dumps(three)}))
    return [c for c in candidates if not any(_got_it_too(c, other, shared) for other in others[c])]


def _got_it_too(mail: _Candidate, other: int, shared: Set[tuple[int, int, str]]) -> bool:
    return all((*pair(one, other), mail.on) in shared for one in mail.pair)


_SENT = """SELECT from_id, to_id, on_date FROM wanted CROSS JOIN contact_day ON from_id = value
WHERE channel = 'mail' AND on_date IN (SELECT value FROM json_each(:days))"""
_SHARED = """SELECT from_id, to_id, on_date FROM json_each(:three) AS three CROSS JOIN contact_day
ON from_id = json_extract(three.value, '$[0]') AND to_id = json_extract(three.value, '$[1]')
AND on_date = json_extract(three.value, '$[2]') AND channel = 'comail'"""


def _readers(store: Store) -> set[int]:
    """Return whose mailboxes were read."""
    return set(store.column("SELECT id FROM person WHERE is_me UNION SELECT known_by_id FROM source")) - {None}


def _judged(store: Store, candidates: Sequence[_Candidate]) -> Iterator[tuple[_Candidate, Brought]]:
    """Yield the mails that speak for an introduction, with how the two came together."""
    readers = _readers(store)
    people = {person for candidate in candidates for person in candidate.pair}
    first = {row[0]: str(row[1]) for row in store.rows_of(_FIRST, people)}
    wanted = {two for c in candidates for two in (c.pair, *(pair(c.introducer, one) for one in c.pair))}
    ties = {(tie.a, tie.b): tie for tie in load_ties(store, sorted(wanted))}
    for candidate in candidates:
        legs = [pair(candidate.introducer, one) for one in candidate.pair]
        unseen = [readers.isdisjoint(leg) and not readers.isdisjoint(candidate.pair) for leg in legs]
        trio = Trio(
            ties[candidate.pair], candidate.on, (ties[legs[0]], ties[legs[1]]),
            (unseen[0], unseen[1]), min(first[person] for person in candidate.pair),
        )  # fmt: skip
        if told := brought(trio):
            yield candidate, told


_FIRST = """SELECT value, min(coalesce((SELECT min(on_date) FROM contact_day WHERE from_id = value), '9999'),
coalesce((SELECT min(on_date) FROM contact_day WHERE to_id = value), '9999')) FROM wanted"""
