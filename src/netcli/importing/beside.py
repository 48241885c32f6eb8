"""What files tell beside people: contacts on dates, recommendations, endorsements; written once, however often read.

Whom they name is found by the address of his page, else by a name that one person has; somebody unknown is added if his
page is told, and is known through others: neither his messages nor his recommendation make him a contact of mine.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from netcli.domain.evidence import pair, tied
from netcli.domain.ref import my_id
from netcli.domain.skill import SKILL, skill_ids, skill_key
from netcli.domain.tie import tie_all
from netcli.importing.draft import Beside, ContactDraft, VouchDraft, Who
from netcli.importing.jobs import Jobs
from netcli.importing.match import bearers
from netcli.importing.mentions import People
from netcli.importing.plan import Plan
from netcli.model_tie import Channel, EvidenceKind
from netcli.storage import Progress, Store, Value
from netcli.text import fold, one_line

#: In larger circles a message says nothing of two others: it counts between its sender and the owner alone.
_CIRCLE = 8
_NAMESAKES = 9  #: More people of a name are not looked through.
_AT_ONCE = 5000  #: Days that are written together: few enough for a progress bar to move.


def all_beside(parts: Iterable[Beside]) -> Beside:
    """Return what several files tell, each fact once; of a message that two files have the larger number counts."""
    parts = list(parts)
    told = [part.everywhere for part in parts if part.everywhere]
    everywhere = tuple(who for who in told[0] if all(who.key in {w.key for w in more} for more in told)) if told else ()
    return Beside(
        _most([part.contacts for part in parts if part.contacts]),
        tuple(dict.fromkeys(vouch for part in parts for vouch in part.vouches)),
        tuple(dict.fromkeys(who for part in parts for who in part.owners)),
        everywhere,
        _most([part.invitations for part in parts if part.invitations]),
        tuple(dict.fromkeys(job for part in parts for job in part.jobs)),
    )


def _most(parts: Sequence[tuple[ContactDraft, ...]]) -> tuple[ContactDraft, ...]:
    if len(parts) < 2:
        return parts[0] if parts else ()
    often: dict[ContactDraft, ContactDraft] = {}
    for one in (contact for part in parts for contact in part):
        key = one._replace(count=0)
        often[key] = max(often.get(key, one), one, key=lambda contact: contact.count)
    return tuple(often.values())


@dataclass(slots=True)
class Told:
    """What was written: people added, days with contacts, recommendations, jobs and so on; and what was left open."""

    added: int = 0
    contacts: int = 0
    recommendations: int = 0
    endorsed: int = 0
    opportunities: int = 0
    open: Counter[str] = field(default_factory=Counter)

    @property
    def is_news(self) -> bool:
        """Whether anything was written."""
        counts = (self.added, self.contacts, self.recommendations, self.endorsed, self.opportunities)
        return any(counts)


def compare_beside(store: Store, plan: Plan) -> Told:
    """Return what of a plan's contacts, recommendations and endorsements is not on file. Writes nothing."""
    return _Writer(store, plan.source, plan.known_by, None).write(plan.beside) if plan.beside.holds_any else Told()


def write_beside(
    store: Store, beside: Beside, whose: tuple[int, int | None], *, on: str, progress: Progress | None = None
) -> Told:
    """Write what files of a source tell beside people; `whose` is the source and its owner, None for mine."""
    return _Writer(store, *whose, on, progress).write(beside) if beside.holds_any else Told()


class _Writer:
    """Writes what is not on file; without a day it only counts."""

    def __init__(
        self, store: Store, source: int | None, owner: int | None, on: str | None, progress: Progress | None = None
    ) -> None:
        self._store, self._source, self._on, self._progress = store, source, on, progress
        self._me = owner or my_id(store)
        self._told = Told()
        self._vouched: list[int] = []  # recommendations that have been compared
        self._added: dict[int, int] = {}
        self._kept_out = set(map(tuple, store.rows(_KEPT_OUT, (source,))))

    def write(self, beside: Beside) -> Told:
        """Write all of it and return what was new."""
        self._people = People(self._store, beside, self._source, self._me)
        self._meet(beside)
        recommended = [(vouch, self._voucher(vouch)) for vouch in beside.vouches if vouch.skill is None]
        often = self._often(beside)
        endorsed = [(vouch, self._endorser(vouch)) for vouch in beside.vouches if vouch.skill]
        self._told.added = self._people.added
        self._added = self._people.write(on=self._on) if self._on else {}
        self._count(often)
        for vouch, other in recommended:
            self._recommend(vouch, self._added.get(other, other))
        self._endorse([(vouch, self._added.get(other, other)) for vouch, other in endorsed])
        jobs = Jobs(self._store, self._source, self._on)
        self._told.opportunities = jobs.write(beside, is_mine=self._me == my_id(self._store))
        self._told.open += jobs.open
        return self._told

    def _meet(self, beside: Beside) -> None:
        """Have those found or added first whose page is told: a name alone may mean one of them."""
        for one in beside.contacts:
            if one.sender.url or self._people.is_owner(one.sender):
                for who in (one.sender, *one.receivers):
                    if who.url:
                        self._people.person(who)
        for vouch in beside.vouches:
            if vouch.skill and vouch.other.url:
                self._people.person(vouch.other)

    # Contacts

    def _often(self, beside: Beside) -> Counter[tuple[int, int, str]]:
        """Return how often (sender, receiver, day) were in contact."""
        often: Counter[tuple[int, int, str]] = Counter()
        for one in beside.contacts:
            sender = self._person(one.sender)
            everybody = [self._person(who) for who in one.receivers] if sender else []
            for receiver in dict.fromkeys(everybody):
                is_near = len(everybody) < _CIRCLE or self._me in (sender, receiver)
                if sender and receiver and sender != receiver and is_near:
                    often[sender, receiver, one.on] += one.count
        often.update(self._invited(beside.invitations))
        return often

    def _person(self, who: Who) -> int:
        found = self._people.person(who)
        self._told.open[_UNKNOWN] += not found
        return found

    def _invited(self, invitations: Sequence[ContactDraft]) -> Counter[tuple[int, int, str]]:
        """Return invitations as contacts that came to something: one that nobody took says nothing of the two."""
        found = []
        for one in invitations:
            ends = (self._known(one.sender), self._known(one.receivers[0]))
            found.append((*ends, one))
        taken = tied(self._store, [pair(a, b) for a, b, _ in found if a > 0 and b > 0 and a != b], _CONNECTED)
        often: Counter[tuple[int, int, str]] = Counter()
        for sender, receiver, one in found:
            if pair(sender, receiver) in taken:
                often[sender, receiver, one.on] += one.count
            else:
                self._told.open["invitations between people who did not connect, or are not on file"] += 1
        return often

    def _known(self, who: Who) -> int:
        return (self._me if self._people.is_owner(who) else self._people.on_file(who)) or 0

    def _count(self, often: Mapping[tuple[int, int, str], int]) -> None:
        """Write how often people wrote on each day; what was counted before is not counted again, nor taken back."""
        removed = set(self._store.column("SELECT id FROM person WHERE removed_on IS NOT NULL"))
        real = self._added
        keys = sorted(often)
        for at in range(0, len(keys), _AT_ONCE):
            days = [
                (real.get(sender, sender), real.get(receiver, receiver), day, often[sender, receiver, day])
                for sender, receiver, day in keys[at : at + _AT_ONCE]
            ]
            self._count_some([day for day in days if removed.isdisjoint(day[:2])])
            if self._progress:
                self._progress(min(at + _AT_ONCE, len(keys)), len(keys))

    def _count_some(self, days: Sequence[tuple[int, int, str, int]]) -> None:
        pairs = json.dumps(list(dict.fromkeys(day[:2] for day in days)))
        held = {
            (sender, receiver, day): (number, count)
            for number, sender, receiver, day, count in self._store.tuples(
                _HELD, (pairs, self._source, Channel.MESSAGE)
            )
        }
        fresh = [day for day in days if day[:3] not in held]
        more = [(day[3], held[day[:3]][0]) for day in days if day[:3] in held and day[3] > held[day[:3]][1]]
        self._told.contacts += len(fresh) + len(more)
        if self._on is None:
            return
        tie_all(self._store, [day[:2] for day in fresh])
        self._store.run_many("UPDATE contact_day SET count = ? WHERE id = ?", more)
        self._store.insert_many("contact_day", _DAY, [(*day, Channel.MESSAGE, self._source) for day in fresh])

    # Who vouches for whom

    def _endorser(self, vouch: VouchDraft) -> int:
        """Return who endorses or is endorsed, 0 if that cannot be said."""
        found = self._people.person(vouch.other)
        self._told.open["endorsements by or of people who are not on file, without a page"] += not found
        return found

    def _ends(self, vouch: VouchDraft, other: int) -> tuple[int, int]:
        """Return (who vouches, for whom)."""
        owner = self._subject(vouch)
        return (other, owner) if vouch.received else (owner, other)

    def _subject(self, vouch: VouchDraft) -> int:
        """Return whom a recommendation is of, beside the other: the owner, or somebody of the source."""
        found = self._store.value(_OF_SOURCE, (self._source, vouch.of)) if vouch.of else self._me
        return int(found or 0)

    def _recommend(self, vouch: VouchDraft, other: int) -> None:
        """Write a recommendation, or what has changed in it; one that was asked for by then is this one."""
        author, subject = self._ends(vouch, other)
        if author == subject:
            return
        held = self._store.row(
            f"{_RECOMMENDED} AND id NOT IN (SELECT value FROM json_each(?6)) ORDER BY text IS ?4 DESC, id",
            (author, subject, vouch.on, vouch.text, self._source, json.dumps(self._vouched)),
        )
        fresh: dict[str, Value] = {"text": vouch.text, "state": vouch.state}
        if held:
            self._vouched.append(held["id"])
        if held and (held["source_id"] != self._source or all(held[name] == fresh[name] for name in fresh)):
            return
        if not held and (author, subject, None, vouch.text) in self._kept_out:
            return
        self._told.recommendations += 1
        if self._on is None:
            return
        if held:
            self._store.update("recommendation", held["id"], **fresh)
            return
        role = ", ".join(filter(None, (vouch.other.title, vouch.other.org))) or None
        fresh |= {"role": role, "on_date": vouch.on, "source_id": self._source}
        number = self._store.value(_ASKED, (author, subject, vouch.on))
        if number:
            self._store.update("recommendation", number, **fresh)
        else:
            number = self._store.insert("recommendation", author_id=author, subject_id=subject, **fresh)
        self._vouched.append(number)

    def _voucher(self, vouch: VouchDraft) -> int:
        """Return the other of the two: me, somebody on file, who said the same before, or else somebody new."""
        me = my_id(self._store)
        if me != self._subject(vouch) and self._store.value(_IS_CALLED, (me, fold(vouch.other.name))):
            return int(me or 0)
        known = self._people.on_file(vouch.other)
        if known is None or fold(vouch.other.name) in self._people.of_removed:
            known = self._before(vouch) or known
        return known or self._people.add(vouch.other)

    def _before(self, vouch: VouchDraft) -> int | None:
        """Return who of several people of a name is known to have said this."""
        name = fold(vouch.other.name)
        for person in bearers(self._store, [name])[name].everybody[:_NAMESAKES]:
            if self._store.row(_RECOMMENDED, (*self._ends(vouch, person), vouch.on, vouch.text, self._source)):
                return person
        return None

    def _endorse(self, vouches: Sequence[tuple[VouchDraft, int]]) -> None:
        """Write endorsements; a skill is written too if it is not on file."""
        told: dict[tuple[int, str, int], VouchDraft] = {}
        for vouch, other in vouches:
            if other and other != self._me:
                by, person = self._ends(vouch, other)
                key = skill_key(vouch.skill or "")
                if (by, person, key, None) not in self._kept_out:
                    told.setdefault((person, key, by), vouch)
        people = json.dumps(sorted({person for person, *_ in told}))
        for known in self._store.tuples(_ENDORSED, (people, SKILL)):
            told.pop(known, None)
        self._told.endorsed += len(told)
        if self._on is None or not told:
            return
        skills = skill_ids(self._store, [(person, one_line(v.skill or "")) for (person, *_), v in told.items()])
        self._store.insert_many(
            "endorsement", ("skill_id", "by_id", "on_date", "source_id"),
            [(skills[person, key], by, vouch.on, self._source) for (person, key, by), vouch in told.items()],
        )  # fmt: skip


_UNKNOWN = "messages of or to people who are not on file, without a page"
_CONNECTED = (EvidenceKind.LINKEDIN, EvidenceKind.KNOWN_BY)
_DAY = ("from_id", "to_id", "on_date", "count", "channel", "source_id")
_HELD = (
    "SELECT day.id, from_id, to_id, on_date, count FROM json_each(?1) AS two CROSS JOIN contact_day AS day"
    " ON from_id = json_extract(two.value, '$[0]') AND to_id = json_extract(two.value, '$[1]')"
    " WHERE source_id IS ?2 AND channel = ?3"
)
_IS_CALLED = "SELECT 1 FROM search_key WHERE person_id = ? AND key = ?"
_OF_SOURCE = "SELECT person_id FROM source_record WHERE source_id IS ? AND key = ?"
#: One of that day or of these words; without a day, any other of the source may have been reworded.
_RECOMMENDED = (
    "SELECT * FROM recommendation WHERE author_id = ?1 AND subject_id = ?2 AND state <> 'asked'"
    " AND (on_date = ?3 OR text IS ?4 OR (?3 IS NULL AND on_date IS NULL AND source_id IS ?5))"
)
_KEPT_OUT = "SELECT author_id, subject_id, skill, text FROM kept_out WHERE source_id = ?"
_ASKED = (
    "SELECT id FROM recommendation WHERE author_id = ? AND subject_id = ? AND state = 'asked' AND on_date <= ?"
    " ORDER BY id"
)
_ENDORSED = (
    "SELECT person_id, skill.key, by_id FROM json_each(?1) CROSS JOIN skill ON person_id = value AND kind = ?2"
    " CROSS JOIN endorsement ON skill_id = skill.id"
)
