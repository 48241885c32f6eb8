"""What files tell beside people: contacts on dates, recommendations, endorsements; written once, however often read.

Whom they name is found by the address of his page, else by a name that one person has; somebody unknown is added if his
page is told, and is known through others: neither his messages nor his recommendation make him a contact of mine.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from netcli.domain.new_people import add_person
from netcli.domain.person import my_id
from netcli.domain.skill import SKILL, learn, skill_key
from netcli.domain.tie import tie_of
from netcli.importing.draft import ME_KEY, Beside, ContactDraft, VouchDraft, Who
from netcli.importing.plan import Plan
from netcli.model import Channel, EvidenceKind, PersonFacts, PointFact, PointKind, PositionFact, SkillFact
from netcli.storage import Store
from netcli.text import fold, one_line, profile_key, split_name

#: In larger circles a message says nothing of two others: it counts between its sender and the owner alone.
_CIRCLE = 8


def all_beside(parts: Iterable[Beside]) -> Beside:
    """Return what several files tell, each fact once; of a message that two files have the larger number counts."""
    parts = list(parts)
    often: dict[ContactDraft, int] = {}
    for one in (contact for part in parts for contact in part.contacts):
        key = one._replace(count=0)
        often[key] = max(often.get(key, 0), one.count)
    told = [part.everywhere for part in parts if part.everywhere]
    everywhere = tuple(who for who in told[0] if all(who.key in {w.key for w in more} for more in told)) if told else ()
    return Beside(
        tuple(key._replace(count=count) for key, count in often.items()),
        tuple(dict.fromkeys(vouch for part in parts for vouch in part.vouches)),
        tuple(dict.fromkeys(who for part in parts for who in part.owners)),
        everywhere,
    )


@dataclass(slots=True)
class Told:
    """What was written: people added, days with contacts, recommendations, endorsements; and what was left open."""

    added: int = 0
    contacts: int = 0
    recommendations: int = 0
    endorsed: int = 0
    open: Counter[str] = field(default_factory=Counter)

    @property
    def is_news(self) -> bool:
        """Whether anything was written."""
        return bool(self.added or self.contacts or self.recommendations or self.endorsed)


def compare_beside(store: Store, plan: Plan) -> Told:
    """Return what of a plan's contacts, recommendations and endorsements is not on file. Writes nothing."""
    return _Writer(store, plan.source, plan.known_by, None).write(plan.beside) if plan.beside.holds_any else Told()


def write_beside(store: Store, beside: Beside, whose: tuple[int, int | None], *, on: str) -> Told:
    """Write what files of a source tell beside people; `whose` is the source and its owner, None for mine."""
    return _Writer(store, *whose, on).write(beside) if beside.holds_any else Told()


class _Writer:
    """Writes what is not on file; without a day it only counts."""

    def __init__(self, store: Store, source: int | None, owner: int | None, on: str | None) -> None:
        self._store, self._source, self._on = store, source, on
        self._me = owner or my_id(store)
        self._told = Told()
        self._known: dict[str, int | None] = {}
        self._owners: set[str] = set()
        self._vouched: list[int] = []  # recommendations that have been compared

    def write(self, beside: Beside) -> Told:
        """Write all of it and return what was new."""
        self._owners = self._who_owns(beside)
        self._write_contacts(beside.contacts)
        for vouch in beside.vouches:
            if vouch.skill is None:
                self._recommend(vouch)
            else:
                self._endorse(vouch)
        return self._told

    # Who is who

    def _who_owns(self, beside: Beside) -> set[str]:
        """Return the keys of the owner: his name and page, of who sent what was sent, else of the one everywhere."""
        names = set(self._store.column("SELECT key FROM search_key WHERE person_id = ?", (self._me,)))
        names |= {fold(name) for name in self._store.column(_OWN_NAME, (self._source, ME_KEY)) if name}
        urls = self._store.column("SELECT key FROM contact_point WHERE person_id = ? AND kind = 'url'", (self._me,))
        found = {who.key for who in beside.owners} | set(urls)
        seen = {who for one in beside.contacts for who in (one.sender, *one.receivers)}
        found |= {who.key for who in seen if fold(who.name) in names}
        here = {who.key for who in seen}
        if not found & here and beside.everywhere:
            strangers = [who for who in beside.everywhere if self._on_file(who) is None]
            found |= {who.key for who in strangers[:1]}
        return found | names

    def _person(self, who: Who, *, why: str) -> int | None:
        """Return the person on file, added if his page is told; None if it cannot be said who he is."""
        if who.key in self._owners or fold(who.name) in self._owners:
            return self._me
        if who.key not in self._known:
            self._known[who.key] = self._on_file(who) or self._added(who)
        found = self._known[who.key]
        if not found:
            self._told.open[why] += 1
        return found

    def _on_file(self, who: Who) -> int | None:
        """Return whom a page belongs to, else whose name it is, if only one person has it and he has no other page."""
        page = profile_key(who.url) if who.url else None
        if page and (found := self._store.value(_BY_PAGE, (page,))):
            return int(found)
        people = self._store.column(_BY_NAME, (fold(who.name),)) if fold(who.name) else []
        if page:
            people = [person for person in people if not self._store.value(_OTHER_PAGE, (person,))]
        if len(people) > 1 and who.org:
            people = [p for p in people if self._store.value(_AT, (p, fold(who.org)))] or people
        return int(people[0]) if len(people) == 1 else None

    def _added(self, who: Who, *, anyway: bool = False) -> int:
        """Add somebody whose page is told, or `anyway`, and return his number; 0 if he is not added."""
        if not who.name or not (anyway or (who.url and profile_key(who.url))):
            return 0
        self._told.added += 1
        if self._on is None:
            return -1
        given, family = split_name(who.name)
        facts = PersonFacts(
            one_line(who.name), given or None, family or None,
            points=(PointFact(PointKind.URL, who.url),) if who.url else (),
            positions=(PositionFact(who.org, who.title),) if who.org or who.title else (),
        )  # fmt: skip
        return add_person(self._store, facts, seen_on=self._on)

    # Contacts

    def _write_contacts(self, contacts: Sequence[ContactDraft]) -> None:
        often: Counter[tuple[int, int, str]] = Counter()
        for one in contacts:
            if one.is_invitation:
                often.update(self._invited(one))
                continue
            sender = self._person(one.sender, why=_UNKNOWN)
            everybody = [self._person(who, why=_UNKNOWN) for who in one.receivers] if sender else []
            for receiver in dict.fromkeys(everybody):
                is_near = len(everybody) < _CIRCLE or self._me in (sender, receiver)
                if sender and receiver and sender != receiver and is_near:
                    often[sender, receiver, one.on] += one.count
        self._count(often)

    def _invited(self, one: ContactDraft) -> dict[tuple[int, int, str], int]:
        """Return an invitation as a contact, if it came to something: one that nobody took says nothing of the two."""
        ends = [self._me if self._is_owner(who) else self._on_file(who) for who in (one.sender, *one.receivers)]
        sender, receiver = ends[0], ends[-1]
        if not (sender and receiver) or sender == receiver or not self._store.value(_CONNECTED, (sender, receiver)):
            self._told.open["invitations between people who did not connect, or are not on file"] += 1
            return {}
        return {(sender, receiver, one.on): one.count}

    def _is_owner(self, who: Who) -> bool:
        return who.key in self._owners or fold(who.name) in self._owners

    def _count(self, often: Counter[tuple[int, int, str]]) -> None:
        """Write how often people wrote on each day; what was counted before is not counted again, nor taken back."""
        removed = set(self._store.column("SELECT id FROM person WHERE removed_on IS NOT NULL"))
        held = {
            (row["from_id"], row["to_id"], row["on_date"]): (row["id"], row["count"])
            for row in self._store.rows(
                "SELECT * FROM contact_day WHERE source_id IS ? AND channel = ?", (self._source, Channel.MESSAGE)
            )
        }
        for (sender, receiver, day), count in often.items():
            number, before = held.get((sender, receiver, day), (None, 0))
            if count <= before or sender in removed or receiver in removed:
                continue
            self._told.contacts += 1
            if self._on is None:
                continue
            tie_of(self._store, sender, receiver)
            if number is not None:
                self._store.update("contact_day", number, count=count)
            else:
                self._store.insert(
                    "contact_day", from_id=sender, to_id=receiver, on_date=day, channel=Channel.MESSAGE, count=count,
                    source_id=self._source,
                )  # fmt: skip

    # Who vouches for whom

    def _ends(self, vouch: VouchDraft, other: int) -> tuple[int, int]:
        """Return (who vouches, for whom)."""
        owner = self._subject(vouch)
        return (other, owner) if vouch.received else (owner, other)

    def _subject(self, vouch: VouchDraft) -> int:
        """Return whom a recommendation is of, beside the other: the owner, or somebody of the source."""
        found = self._store.value(_OF_SOURCE, (self._source, vouch.of)) if vouch.of else self._me
        return int(found or 0)

    def _recommend(self, vouch: VouchDraft) -> None:
        """Write a recommendation, or what has changed in it; its author or subject is added if he is not on file."""
        other = self._voucher(vouch)
        author, subject = self._ends(vouch, other)
        if author == subject:
            return
        held = self._store.row(
            f"{_RECOMMENDED} AND id NOT IN (SELECT value FROM json_each(?6)) ORDER BY text IS ?4 DESC, id",
            (author, subject, vouch.on, vouch.text, self._source, json.dumps(self._vouched)),
        )
        fresh = {"text": vouch.text, "state": vouch.state}
        if held:
            self._vouched.append(held["id"])
        if held and (held["source_id"] != self._source or all(held[name] == fresh[name] for name in fresh)):
            return
        self._told.recommendations += 1
        if self._on is None:
            return
        if held:
            self._store.update("recommendation", held["id"], **fresh)
            return
        role = ", ".join(filter(None, (vouch.other.title, vouch.other.org))) or None
        number = self._store.insert(
            "recommendation", author_id=author, subject_id=subject, role=role, on_date=vouch.on,
            source_id=self._source, **fresh,
        )  # fmt: skip
        self._vouched.append(number)

    def _voucher(self, vouch: VouchDraft) -> int:
        """Return the other of the two: me, somebody on file, who said the same before, or else somebody new."""
        me = my_id(self._store)
        if me != self._subject(vouch) and self._store.value(_IS_CALLED, (me, fold(vouch.other.name))):
            return int(me or 0)
        return self._on_file(vouch.other) or self._before(vouch) or self._added(vouch.other, anyway=True)

    def _before(self, vouch: VouchDraft) -> int | None:
        """Return who of several people of a name is known to have said this."""
        for person in self._store.column(_BY_NAME, (fold(vouch.other.name),)):
            if self._store.row(_RECOMMENDED, (*self._ends(vouch, person), vouch.on, vouch.text, self._source)):
                return int(person)
        return None

    def _endorse(self, vouch: VouchDraft) -> None:
        """Write an endorsement; the skill is written too if it is not on file."""
        other = self._person(vouch.other, why="endorsements by or of people who are not on file, without a page")
        if not other or other == self._me or vouch.skill is None:
            return
        by, person = self._ends(vouch, other)
        key = (person, SKILL, skill_key(vouch.skill))
        if self._store.value(_ENDORSED, (*key, by)):
            return
        self._told.endorsed += 1
        if self._on is not None:
            learn(self._store, person, SkillFact(one_line(vouch.skill)))
            self._store.insert(
                "endorsement", skill_id=self._store.value(_SKILL, key), by_id=by, on_date=vouch.on,
                source_id=self._source,
            )  # fmt: skip


_UNKNOWN = "messages of or to people who are not on file, without a page"
_BY_PAGE = "SELECT person_id FROM contact_point WHERE kind = 'url' AND key = ? ORDER BY person_id LIMIT 1"
_BY_NAME = (
    "SELECT DISTINCT person_id FROM search_key JOIN person ON person.id = person_id WHERE key = ? AND NOT is_me LIMIT 9"
)
_IS_CALLED = "SELECT 1 FROM search_key WHERE person_id = ? AND key = ?"
_OF_SOURCE = "SELECT person_id FROM source_record WHERE source_id IS ? AND key = ?"
#: One of that day or of these words; without a day, any other of the source may have been reworded.
_RECOMMENDED = (
    "SELECT * FROM recommendation WHERE author_id = ?1 AND subject_id = ?2"
    " AND (on_date = ?3 OR text IS ?4 OR (?3 IS NULL AND on_date IS NULL AND source_id IS ?5))"
)
_OTHER_PAGE = "SELECT 1 FROM contact_point WHERE person_id = ? AND kind = 'url' AND key GLOB 'linkedin.com/*'"
_AT = "SELECT 1 FROM position JOIN org ON org.id = org_id WHERE person_id = ? AND org.key = ?"
_OWN_NAME = "SELECT json_extract(facts, '$.name') FROM source_record WHERE source_id IS ? AND key = ?"
_CONNECTED = (
    "SELECT 1 FROM tie JOIN tie_evidence ON tie_id = tie.id WHERE a = min(?1, ?2) AND b = max(?1, ?2)"
    f" AND kind IN ('{EvidenceKind.LINKEDIN}', '{EvidenceKind.KNOWN_BY}')"
)
_SKILL = "SELECT id FROM skill WHERE person_id = ? AND kind = ? AND key = ?"
_ENDORSED = (
    "SELECT 1 FROM endorsement JOIN skill ON skill.id = skill_id"
    " WHERE person_id = ? AND kind = ? AND key = ? AND by_id = ?"
)
