"""What to know before I meet somebody: one page, a dozen small queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from netcli.dates import age_days, last_day
from netcli.domain.balance import ASKED_IN_VAIN, Noted, noted_favours
from netcli.domain.change import ChangeQuestion, list_changes
from netcli.domain.evidence import describe, load_ties, pair
from netcli.domain.interaction import last_interactions
from netcli.domain.introduction import list_introductions
from netcli.domain.last_contact import silences
from netcli.domain.occasion import OccasionQuestion, list_occasions
from netcli.domain.recommendation import recommendations_of
from netcli.domain.ref import my_id, refs
from netcli.domain.reminder import ReminderQuestion, list_reminders
from netcli.domain.way import best_ways
from netcli.results import Ref
from netcli.results_career import Recommendation
from netcli.results_tie import TieEvidence
from netcli.results_upkeep import Brief
from netcli.scoring import Contacts, Inference, tie_strength
from netcli.storage import Store

_AHEAD_DAYS = 60
_MUTUAL, _WEIGHED = 5, 100
_REMARKS = 3


def make_brief(store: Store, person: Ref, today: date, midnight: str) -> Brief:
    """Return who somebody is, the last contact, what changed since, whom we both know, and what is open."""
    listed = store.row("SELECT * FROM listed WHERE id = ?", (person.id,))
    last = silences(store, [person.id], today.isoformat(), midnight).get(person.id)
    since = last.now if last else None
    way = best_ways(store, [person.id]).get(person.id)
    common, count = mutual_contacts(store, person.id, today)
    only = frozenset({person.id})
    introductions = list_introductions(store, today, state="open", person=person.id).introductions
    vouched = [said for said in recommendations_of(store, person.id) if said.state != "declined"]
    noted = [one for one in noted_favours(store, today) if one.person == person.id]
    noted.sort(key=lambda one: (one.noun == "introduction", last_day(one.favour.on or today.isoformat())), reverse=True)
    changes = list_changes(store, ChangeQuestion(only, everybody=True, since=since, limit=_MUTUAL)).changes
    return Brief(
        person,
        store.value("SELECT headline FROM person WHERE id = ?", (person.id,)),
        listed["title"] if listed else None,
        listed["org"] if listed else None,
        _known_since(store, person.id),
        listed["level"] if listed else None,
        since,
        age_days(since, today) if since else None,
        way.value if way else None,
        last_interactions(store, person.id, today),
        tuple(changes),
        common,
        count,
        list_reminders(store, ReminderQuestion(only), today).reminders,
        introductions,
        tuple(_vouched(said, person) for said in vouched),
        tuple(_exchanged(noted, given=True)),
        tuple(_exchanged(noted, given=False)),
        list_occasions(store, OccasionQuestion(_AHEAD_DAYS, only, everybody=True, work=True), today).occasions,
        tuple(f"{row[0]}: {row[1]}" for row in store.rows(_LAST_REMARKS, (person.id, _REMARKS))),
        _counted(store, person.id, today),
    )


def _counted(store: Store, person: int, today: date) -> tuple[TieEvidence, ...]:
    """Return how often we were in contact, by kind, the weightiest first, with the last date and the source."""
    me = my_id(store)
    if me is None or me == person:
        return ()
    (tie,) = load_ties(store, [pair(me, person)], stints=False)
    strength = tie_strength(tie, me, today, Inference.NONE)
    contacts = tuple(reason for reason in strength.reasons if isinstance(reason.fact, Contacts))
    return describe(strength._replace(reasons=contacts), mine=True)


_LAST_REMARKS = "SELECT on_date, text FROM remark WHERE person_id = ? ORDER BY on_date DESC, id DESC LIMIT ?"


def _known_since(store: Store, person: int) -> str | None:
    """Return when we met, else the oldest evidence between us."""
    me = my_id(store)
    oldest: str | None = store.value(
        "SELECT min(on_date) FROM (SELECT on_date, tie_id FROM tie_evidence UNION ALL"
        " SELECT on_date, tie_id FROM tie_statement WHERE level > 0)"
        " WHERE tie_id = (SELECT id FROM tie WHERE a = min(?1, ?2) AND b = max(?1, ?2))",
        (me, person),
    )
    met: str | None = store.value("SELECT met_on FROM person WHERE id = ?", (person,))
    return met or oldest


def mutual_contacts(store: Store, person: int, today: date) -> tuple[tuple[Ref, ...], int]:
    """Return the best placed of those tied to both of us, and how many there are.

    By the product of both ties, of a hundred at most; `mutual` weighs all, and how willing each is, on a graph.
    """
    me = my_id(store) or 0
    people = store.column(_BOTH, (me, person))
    few = people[:_WEIGHED]
    scores = dict.fromkeys(few, 1.0)
    for tie in load_ties(store, [pair(end, one) for one in few for end in (me, person)], stints=False) if few else ():
        one = tie.a if tie.b in (me, person) else tie.b
        scores[one] *= max(tie_strength(tie, end, today).p for end in (tie.a, tie.b))
    best = sorted((one for one in few if scores[one] > 0), key=lambda one: (-scores[one], one))
    return refs(store, best[:_MUTUAL]), len(best) + len(people) - len(few)


_BOTH = """SELECT theirs.to_id FROM arc AS theirs
CROSS JOIN arc AS mine ON mine.from_id = ?1 AND mine.to_id = theirs.to_id
JOIN person ON person.id = theirs.to_id WHERE theirs.from_id = ?2 AND removed_on IS NULL AND status <> 'deceased'
AND theirs.to_id NOT IN (?1, ?2) ORDER BY theirs.to_id"""


def _vouched(said: Recommendation, person: Ref) -> str:
    what = f" for {said.for_what}" if said.for_what else ""
    when = f", {said.on}" if said.on else ""
    if said.author.id == person.id:
        return f"recommends {said.subject.name}{what}{when}" + (" (asked)" if said.state == "asked" else "")
    return f"recommended by {said.author.name}{what}{when}" + (" (asked)" if said.state == "asked" else "")


def _exchanged(noted: Sequence[Noted], *, given: bool) -> Iterator[str]:
    """Yield what one of us did for the other, recommendations apart, the newest first."""
    for noun, _, favour in noted:
        if noun == "exchange":
            what = favour.kind + (f", {favour.text}" if favour.text else "")
        elif noun == "introduction" and favour.kind != ASKED_IN_VAIN:
            what = f"introduction {favour.text}"
        else:
            continue
        if (favour.given > 0) == given:
            yield f"{favour.on}: {what}"
