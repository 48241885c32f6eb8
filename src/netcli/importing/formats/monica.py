"""Monica's export as JSON (version 1.0-preview.1, Monica 4): people with all that was noted on them.

Lists stand as `data: [{type, count, values}]`, in the account and in every contact; any may be missing or null. Monica
itself writes their types in the singular (`contact`), other programs in the plural. What a uuid means - the kind of a
contact field, of an event - stands in `account.instance`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from netcli.dates import shift
from netcli.domain.channel_words import guess_channel
from netcli.errors import BadInputError
from netcli.importing.draft import ME_KEY, Draft, Reading, RelationDraft, RowDraft
from netcli.importing.formats.json_values import Json, child, day, head, items, line, lines, load, objects
from netcli.importing.formats.monica_facts import (
    birthday,
    full_name,
    jobs,
    met,
    notes,
    other_names,
    points,
    tags,
)  # fmt: skip
from netcli.model import EventFact, PersonFacts
from netcli.model_tie import Channel, EvidenceKind
from netcli.results_import import Rejected, Skipped

#: Lists that netcli has no place for, in the account or in a contact.
_LEFT_OUT = ("pets", "gifts", "debts", "photos", "documents")
_READ = frozenset({
    *_LEFT_OUT, "contacts", "relationships", "activities", "notes", "calls", "tasks", "reminders", "addresses",
    "contact_fields", "life_events", "conversations", "users",
})  # fmt: skip
#: Where a user says which contact he is.
_ME = "me_contact"
_UNITS = {"day": "d", "week": "w", "month": "m", "year": "y"}
#: Monica's words for who somebody is to another that are one word there and two elsewhere.
_KINDS = {
    "bestfriend": "best friend", "inlovewith": "in love with", "lovedby": "loved by", "stepparent": "step parent",
    "stepchild": "step child", "ex_husband": "ex", "ex_wife": "ex",
}  # fmt: skip


def is_ours(data: bytes) -> bool:
    """Tell whether the bytes begin as an export of Monica does."""
    start = head(data)
    return b'"account"' in start and (b'"app_version"' in start or b'"contact_field_types"' in start)


def read(data: bytes) -> Reading:
    """Return the people of an export, with what was noted on each; a contact without a name is rejected.

    Raises BadInputError for JSON that is cut off, or that holds no account.
    """
    told = load(data)
    account = child(told, "account")
    if not account:
        raise BadInputError("it holds no account of Monica", hint="Monica: Settings > Export > Export to JSON")
    return _Reader(account, day(told, "export_date")).read()


class _Reader:
    """Reads one account."""

    def __init__(self, account: Json, exported: str | None) -> None:
        self.account, self.exported = account, exported
        self.rejected: list[Rejected] = []
        self.left_out: Counter[str] = Counter()
        self.rows: list[RowDraft] = []
        self.names: dict[str, str] = {}
        self.me = ""
        self.instance = child(account, "instance")

    def read(self) -> Reading:
        """Return all that it says."""
        contacts = self._lists(self.account, "the account")
        self.me = next((me for user in objects(contacts, "users") if (me := line(child(user, "properties"), _ME))), "")
        self.left_out["journal entries"] = sum(1 for _ in objects(child(self.account, "properties"), "journal_entries"))
        self.left_out = +self.left_out
        people = [c for c in objects(contacts, "contacts") if line(c, "uuid")]
        self.names = {line(c, "uuid"): full_name(child(c, "properties")) for c in people}
        relations = self._relations(contacts)
        drafts = [
            draft
            for number, contact in enumerate(items(contacts, "contacts"), 1)
            if (draft := self._draft(contact, f"contact {number}", relations))
        ]
        self._activities(contacts, people)
        skipped = tuple(Skipped(reason, count) for reason, count in sorted(self.left_out.items()))
        return Reading(tuple(drafts), tuple(self.rejected), skipped, rows=tuple(self.rows))

    def _lists(self, holder: Json, where: str) -> dict[str, list[object]]:
        """Return the lists of an account or a contact by their type; what netcli has no place for is counted."""
        found: dict[str, list[object]] = {}
        for part in items(holder, "data"):
            kind, values = _many(line(part, "type")), items(part, "values")
            if not kind:
                self.rejected.append(Rejected(where, "a list in it does not say of what"))
            elif part.get("values") is not None and not isinstance(part["values"], list):
                self.rejected.append(Rejected(f"{where}, {kind}", "it is no list"))
            elif kind in _LEFT_OUT or kind not in _READ:
                named = kind if kind in _LEFT_OUT else line(part, "type")
                self.left_out[f"netcli has no place for it: {named}"] += sum(isinstance(v, dict) for v in values)
            else:
                found.setdefault(kind, []).extend(values)
        self.left_out = +self.left_out
        return found

    def _draft(self, contact: object, where: str, relations: dict[str, list[RelationDraft]]) -> Draft | None:
        """Return one contact, None if it names nobody; the rows that tell of it are noted."""
        uuid, told = line(contact, "uuid"), child(contact, "properties")
        name = full_name(told)
        if not isinstance(contact, dict) or not (uuid and name):
            self.rejected.append(Rejected(where, "it names nobody" if uuid else "it is no contact: it has no uuid"))
            return None
        of_him = self._lists(contact, where)
        born, met_on, met_via = birthday(told), met(told), self._met_via(told)
        facts = PersonFacts(
            name, line(told, "first_name") or None, line(told, "last_name") or None, line(told, "middle_name") or None,
            headline=line(told, "description") or None, birthday=born, note=notes(told) or None,
            met_on=met_on, met_via=met_via, names=other_names(told, name),
            points=tuple(points(of_him, self.instance)), positions=jobs(told), tags=tags(told),
            events=tuple(self._events(told, of_him)),
        )  # fmt: skip
        evidence = None if told.get("is_partial") is True else EvidenceKind.BOOK
        draft = Draft(facts, where, uuid, evidence=evidence, relations=tuple(relations.get(uuid, ())), has_uid=True)
        key = ME_KEY if uuid == self.me else uuid
        self._rows(of_him, key, where)
        if key == ME_KEY:
            return replace(draft, key=ME_KEY, evidence=None, has_uid=False)
        self._standing(told, uuid)
        self._cadence(told, uuid)
        return draft

    def _met_via(self, told: Json) -> str | None:
        through = self.names.get(line(told, "first_met_through"))
        parts = (line(told, "first_met_where"), through and f"through {through}")
        return ", ".join(filter(None, parts)) or None

    def _events(self, told: Json, of_him: dict[str, list[object]]) -> Iterator[EventFact]:
        died = day(child(told, "deceased_date"), "date")
        if died:
            yield EventFact("death", died)
        for event in objects(of_him, "life_events"):
            said = child(event, "properties")
            label, on = (
                line(said, "name") or self._named("life_event_types", line(said, "type")),
                day(said, "happened_at"),
            )
            if label and on:
                yield EventFact(label, on)
            else:
                self.left_out["life events without a name or a day"] += 1

    def _named(self, kinds: str, uuid: str) -> str:
        """Return what the instance calls one of its kinds."""
        named = {line(one, "uuid"): line(child(one, "properties"), "name") for one in objects(self.instance, kinds)}
        return named.get(uuid, "")

    def _standing(self, told: Json, uuid: str) -> None:
        gone = "deceased" if told.get("is_dead") is True else "archived" if told.get("is_active") is False else ""
        if gone:
            self.rows.append(RowDraft("standing", (uuid,), ("status", gone)))
        self.left_out["genders"] += bool(line(told, "gender"))
        self.left_out = +self.left_out

    def _cadence(self, told: Json, uuid: str) -> None:
        """Note how often Monica is to remind of somebody, from the day from which it counts."""
        days, due = told.get("stay_in_touch_frequency"), day(told, "stay_in_touch_trigger_date")
        if not isinstance(days, int) or isinstance(days, bool) or not 0 < days < 1000:
            return
        since = (date.fromisoformat(due) - timedelta(days)).isoformat() if due and due > "1900" else self.exported
        if since:
            self.rows.append(RowDraft("cadence", (uuid,), (None, f"{days}d", None, since, None, None)))

    # What was noted on somebody

    def _rows(self, of_him: dict[str, list[object]], uuid: str, where: str) -> None:
        for kind, row_of in (
            ("notes", self._note), ("calls", self._call), ("conversations", self._talk), ("tasks", self._task),
            ("reminders", self._reminder), ("life_events", self._event_note),
        ):  # fmt: skip
            for number, item in enumerate(of_him.get(kind, ()), 1):
                found = row_of(item, uuid) if isinstance(item, dict) else None
                if found is not None:
                    self.rows.append(found)
                elif kind != "life_events":
                    self.rejected.append(Rejected(f"{where}, {kind} {number}", "it has no text, or no day"))

    def _note(self, item: Json, uuid: str) -> RowDraft | None:
        text, on = lines(child(item, "properties"), "body"), day(item, "created_at")
        return RowDraft("remark", (uuid,), (on, text), line(item, "uuid")) if text and on else None

    def _event_note(self, item: Json, uuid: str) -> RowDraft | None:
        said = child(item, "properties")
        text, on = lines(said, "note"), day(said, "happened_at")
        told = f"{line(said, 'name')}: {text}".removeprefix(": ")
        return RowDraft("remark", (uuid,), (on, told), line(item, "uuid")) if text and on else None

    def _call(self, item: Json, uuid: str) -> RowDraft | None:
        said = child(item, "properties")
        return self._happened(item, (uuid,), day(said, "called_at"), Channel.CALL, lines(said, "content"))

    def _talk(self, item: Json, uuid: str) -> RowDraft | None:
        said = child(item, "properties")
        through = self._named("contact_field_types", line(said, "contact_field_type")).lower()
        channel = Channel.MAIL if through == "email" else Channel.MESSAGE
        words = [
            f"{'me' if child(message, 'properties').get('written_by_me') else self.names.get(uuid, 'me')}: {text}"
            for message in objects(said, "messages")
            if (text := lines(child(message, "properties"), "content"))
        ]
        return self._happened(item, (uuid,), day(said, "happened_at"), channel, "\n".join(words))

    def _happened(
        self, item: Json, people: tuple[str, ...], on: str | None, channel: Channel, text: str
    ) -> RowDraft | None:
        if on is None:
            return None
        return RowDraft("interaction", (ME_KEY, *people), (on, channel.value, text or None), line(item, "uuid"))

    def _task(self, item: Json, uuid: str) -> RowDraft | None:
        said = child(item, "properties")
        text, on = _titled(said), day(item, "created_at")
        done = (day(said, "completed_at") or on) if said.get("completed") is True else None
        return (
            RowDraft("reminder", (uuid,), (text, on, on, None, None, done), line(item, "uuid")) if text and on else None
        )

    def _reminder(self, item: Json, uuid: str) -> RowDraft | None:
        said = child(item, "properties")
        text, first = _titled(said), day(said, "initial_date")
        if not (text and first):
            return None
        every = self._every(said)
        done = first if said.get("inactive") is True else None
        values = (text, self._next(first, every), first, every, None, done)
        return RowDraft("reminder", (uuid,), values, line(item, "uuid"))

    def _every(self, said: Json) -> str | None:
        unit, number = _UNITS.get(line(said, "frequency_type")), said.get("frequency_number")
        often = number if isinstance(number, int) and 0 < number < 1000 else 1
        return f"{often}{unit}" if unit else None

    def _next(self, first: str, every: str | None) -> str:
        """Return the first repetition that is not past on the day of the export, counted from the first one."""
        if every is None or self.exported is None or first >= self.exported:
            return first
        start, unit = date.fromisoformat(first), every[-1]
        days = {"d": 1, "w": 7, "m": 31, "y": 366}[unit] * int(every[:-1])
        times = (date.fromisoformat(self.exported) - start).days // days
        try:
            while (found := shift(start, times * int(every[:-1]), unit)).isoformat() < self.exported:
                times += 1
        except BadInputError:  # after the year 9999
            return first
        return found.isoformat()

    # What is said of several

    def _activities(self, account: dict[str, list[object]], people: list[Json]) -> None:
        """Note the activities, each with all contacts that name it."""
        there: dict[str, list[str]] = {}
        for contact in people:
            for part in items(contact, "data"):
                for uuid in items(part, "values") if _many(line(part, "type")) == "activities" else ():
                    known = uuid if isinstance(uuid, str) else line(uuid, "uuid")
                    there.setdefault(known, []).append(line(contact, "uuid"))
        for number, item in enumerate(account.get("activities", ()), 1):
            said, uuid = child(item, "properties"), line(item, "uuid")
            on, who = day(said, "happened_at"), tuple(dict.fromkeys(there.get(uuid, ())))
            words = "\n".join(filter(None, (lines(said, "summary"), lines(said, "description"))))
            if on is None or not isinstance(item, dict):
                self.rejected.append(Rejected(f"activity {number}", "it has no day"))
            elif not who:
                self.left_out["activities with nobody"] += 1
            else:
                told = f"{self._named('activity_types', line(said, 'type'))} {words}"
                self.rows.append(
                    RowDraft("interaction", (ME_KEY, *who), (on, guess_channel(told).value, words or None), uuid)
                )

    def _relations(self, account: dict[str, list[object]]) -> dict[str, list[RelationDraft]]:
        """Return whom each contact is related to: `contact_is` is the spouse `of_contact`."""
        found: dict[str, list[RelationDraft]] = {}
        listed = [*enumerate(account.get("relationships", ()), 1)]
        pairs = {_pair(child(item, "properties")) for _, item in listed}
        for number, item in listed:
            said = child(item, "properties")
            (other, one), kind = _pair(said), line(said, "type")
            if other not in self.names or one not in self.names or other == one:
                self.rejected.append(Rejected(f"relationship {number}", "it names somebody who is not in the file"))
                continue
            if other == self.me and (one, other) in pairs:  # the other way round is told by my own record
                continue
            uid = other if other != self.me else None
            told = RelationDraft(_KINDS.get(kind, kind) or "related", self.names[other] or None, uid)
            found.setdefault(one, []).append(told)
        return found


def _many(kind: str) -> str:
    """Return what the records of a list are called, in the plural: `activity`, `address`, `notes`."""
    if kind.endswith("y"):
        return f"{kind[:-1]}ies"
    return f"{kind}es" if kind.endswith("ss") else f"{kind}s" if kind and not kind.endswith("s") else kind


def _pair(said: Json) -> tuple[str, str]:
    return line(said, "contact_is"), line(said, "of_contact")


def _titled(said: Json) -> str:
    return ": ".join(filter(None, (line(said, "title"), line(said, "description"))))
