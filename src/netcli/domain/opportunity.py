"""Opportunities: jobs, clients, partners and candidates that I pursue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from netcli.dates import first_day, last_day
from netcli.domain.introduction import list_introductions
from netcli.domain.position import org_id
from netcli.domain.ref import refs
from netcli.domain.skill import skill_key
from netcli.errors import BadInputError, ConflictError, NotFoundError, UsageError
from netcli.model_favour import OpportunityFact, OpportunityKind, Stage
from netcli.results import Ref
from netcli.results_introduction import Introduction
from netcli.results_opportunity import Opportunity, OpportunityList, OpportunityPerson, OpportunityStage
from netcli.shape import NamedTuple
from netcli.storage import Row, Store, Value
from netcli.text import fold, nfc, one_line

#: Stages after which nothing more is to come.
CLOSED = (Stage.WON, Stage.LOST, Stage.DROPPED)


def add_opportunity(store: Store, fact: OpportunityFact, *, source: int | None = None, key: str | None = None) -> int:
    """Write an opportunity at its first stage and return its number; the organisation is found or made.

    `key` is what the source knows it by, None for one that I typed.
    """
    if not one_line(fact.title):
        raise BadInputError("an opportunity needs a title", hint='netcli opportunity add "Head of Data" --org Helix')
    number = store.insert(
        "opportunity", title=one_line(fact.title), kind=fact.kind, org_id=org_id(store, fact.org) if fact.org else None,
        url=fact.url, note=fact.note, stage=fact.stage, source_id=source, key=key,
    )  # fmt: skip
    store.insert("opportunity_stage", opportunity_id=number, stage=fact.stage, on_date=fact.on)
    return number


def move_opportunity(store: Store, number: int, stage: Stage, *, on: str, note: str | None = None) -> None:
    """Write that an opportunity has reached a stage; raises BadInputError for a day before it reached the last one."""
    known = store.row("SELECT * FROM opportunity_stage WHERE opportunity_id = ? ORDER BY id DESC LIMIT 1", (number,))
    if known and last_day(on) < first_day(known["on_date"]):
        stands = f"{known['stage']} since {known['on_date']}"
        raise BadInputError(f"{on} is too early: opportunity {number} is {stands}", hint="--on takes a later day")
    store.update("opportunity", number, stage=stage)
    store.insert("opportunity_stage", opportunity_id=number, stage=stage, on_date=on, note=note)


class OpportunityEdit(NamedTuple):
    """What was typed about an opportunity; None leaves a fact as it is, an empty text takes it away."""

    title: str | None = None
    kind: OpportunityKind | None = None
    org: str | None = None
    place: str | None = None
    url: str | None = None
    text: str | None = None
    note: str | None = None
    next_step: str | None = None
    next_on: str | None = None
    skills: tuple[str, ...] = ()
    no_skills: tuple[str, ...] = ()


def edit_opportunity(store: Store, number: int, edit: OpportunityEdit) -> tuple[str, ...]:
    """Write what was typed and return the names of the facts that are different; skills are added and taken off."""
    held = _row(store, number)
    typed: dict[str, Value] = {
        name: ((nfc(value).strip() if name in ("text", "note") else one_line(value)) or None)
        for name in ("title", "place", "url", "text", "note", "next_step", "next_on")
        if (value := getattr(edit, name)) is not None
    }
    if edit.kind is not None:
        typed["kind"] = edit.kind
    if edit.org is not None:
        typed["org_id"] = org_id(store, edit.org) if edit.org.strip() else None
    if "title" in typed and not typed["title"]:
        raise BadInputError("an opportunity needs a title", hint=f"netcli opportunity edit {number} --title TITLE")
    fresh = {name: value for name, value in typed.items() if value != held[name]}
    if fresh:
        store.update("opportunity", number, **fresh)
    names = tuple(name.removesuffix("_id").replace("_", " ") for name in fresh)
    taken = sum(store.run(_TAKE_SKILL, (number, skill_key(name))) for name in edit.no_skills)
    return (*names, *(["skills"] if _add_skills(store, number, edit.skills) or taken else []))


_TAKE_SKILL = "DELETE FROM opportunity_skill WHERE opportunity_id = ? AND key = ?"


def _add_skills(store: Store, number: int, names: Sequence[str]) -> bool:
    known = set(store.column("SELECT key FROM opportunity_skill WHERE opportunity_id = ?", (number,)))
    fresh = {skill_key(name): one_line(name) for name in names if skill_key(name) not in known}
    for key, name in fresh.items():
        store.insert("opportunity_skill", opportunity_id=number, name=name, key=key)
    return bool(fresh)


def put_person(store: Store, number: int, person: int, role: str) -> None:
    """Give somebody a part in an opportunity. Raises ConflictError if he has it already."""
    role = one_line(role)
    if store.value(f"SELECT 1 {_PART}", (number, person, role)):
        raise ConflictError(f"he or she is {role} in it already", hint=f"netcli opportunity show {number}")
    store.insert("opportunity_person", opportunity_id=number, person_id=person, role=role)


def take_person(store: Store, number: int, person: Ref) -> None:
    """Take somebody out of an opportunity. Raises ConflictError if he has no part in it."""
    if not store.run("DELETE FROM opportunity_person WHERE opportunity_id = ? AND person_id = ?", (number, person.id)):
        raise ConflictError(f"{person.name} has no part in it", hint=f"netcli opportunity show {number}")


_PART = "FROM opportunity_person WHERE opportunity_id = ? AND person_id = ? AND role = ?"


def _row(store: Store, number: int) -> Row:
    row = store.row("SELECT * FROM opportunity WHERE id = ?", (number,))
    if row is None:
        raise NotFoundError(f"there is no opportunity {number}", hint="netcli opportunity list --all")
    return row


def find_opportunity(store: Store, number: int, today: date) -> Opportunity:
    """Return the opportunity of a number, its introductions as they stand today; raises NotFoundError."""
    return _told(store, [_row(store, number)], today)[0]


def open_opportunity(store: Store, number: int, today: date) -> Opportunity:
    """Return the opportunity of a number; raises NotFoundError, and ConflictError if it is over."""
    found = find_opportunity(store, number, today)
    if found.stage in CLOSED:
        since = f" since {found.since}" if found.since else ""
        raise ConflictError(
            f"opportunity {number} ({found.title}) is {found.stage}{since}: it is over",
            hint=f"netcli opportunity list, or netcli opportunity move {number} STAGE opens it again",
        )
    return found


class OpportunityQuestion(NamedTuple):
    """Which opportunities to list: open ones unless `closed` too, at a stage, of a kind, with a word in them."""

    stage: Stage | None = None
    kind: OpportunityKind | None = None
    word: str | None = None
    closed: bool = False
    sort: str = "next"
    limit: int | None = None


#: The orders of a list; equal ones follow their number.
ORDERS: dict[str, Callable[[Opportunity], tuple[object, ...]]] = {
    "next": lambda one: (one.next_on is None, one.next_on or "", one.since or "", one.id),
    "stage": lambda one: (list(Stage).index(Stage(one.stage)), one.id),
    "title": lambda one: (fold(one.title), one.id),
    "added": lambda one: (-one.id,),
}


def list_opportunities(store: Store, question: OpportunityQuestion, today: date) -> OpportunityList:
    """Return the opportunities a question chooses; by the day of their next step unless it asks otherwise."""
    if question.sort not in ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(ORDERS)}")
    word = fold(question.word or "")
    found = [
        one
        for one in _told(store, store.rows("SELECT * FROM opportunity ORDER BY id"), today)
        if (question.closed or question.stage or one.stage not in CLOSED)
        and (question.stage is None or one.stage == question.stage)
        and (question.kind is None or one.kind == question.kind)
        and (not word or word in fold(f"{one.title} {one.org or ''} {one.place or ''}"))
    ]
    found.sort(key=ORDERS[question.sort])
    cut = found if question.limit is None else found[: question.limit]
    return OpportunityList(tuple(cut), len(found) - len(cut))


def _told(store: Store, rows: Sequence[Row], today: date) -> list[Opportunity]:
    numbers = [row["id"] for row in rows]
    orgs = dict(map(tuple, store.rows_of(_ORGS, {row["org_id"] for row in rows if row["org_id"]})))
    parts: dict[str, dict[int, list[Row]]] = {name: {} for name in _PARTS}
    for name, sql in _PARTS.items():
        for part in store.rows_of(sql, numbers):
            parts[name].setdefault(part["opportunity_id"], []).append(part)
    asked = _asked(store, today) if any(parts["introductions"].values()) else {}
    people = sorted({part["person_id"] for found in parts["people"].values() for part in found})
    named = {ref.id: ref for ref in refs(store, people)}
    return [
        _one(row, orgs.get(row["org_id"]), {n: parts[n].get(row["id"], []) for n in parts}, named)._replace(
            introductions=tuple(
                asked[ask["id"]] for ask in parts["introductions"].get(row["id"], ()) if ask["id"] in asked
            )
        )
        for row in rows
    ]


def _asked(store: Store, today: date) -> dict[int, Introduction]:
    return {one.id: one for one in list_introductions(store, today).introductions}


def _one(row: Row, org: str | None, parts: Mapping[str, Sequence[Row]], named: Mapping[int, Ref]) -> Opportunity:
    stages = sorted((OpportunityStage(s["stage"], s["on_date"], s["note"]) for s in parts["stages"]), key=_day)
    return Opportunity(
        row["id"], row["title"], row["kind"], org, row["stage"], stages[-1].on if stages else None, row["next_step"],
        row["next_on"], row["place"], row["url"], tuple(s["name"] for s in parts["skills"]),
        tuple(OpportunityPerson(named[p["person_id"]], p["role"]) for p in parts["people"]), tuple(stages),
        (), row["text"], row["note"],
    )  # fmt: skip


def _day(stage: OpportunityStage) -> str:
    return last_day(stage.on).isoformat()


_ORGS = "SELECT id, name FROM wanted CROSS JOIN org ON id = value"
_OF = "FROM wanted CROSS JOIN {0} ON opportunity_id = value"
_PARTS = {
    "people": f"SELECT opportunity_person.* {_OF.format('opportunity_person')} JOIN person ON person.id = person_id"
    " WHERE removed_on IS NULL ORDER BY opportunity_person.id",
    "stages": f"SELECT opportunity_stage.* {_OF.format('opportunity_stage')} ORDER BY opportunity_stage.id",
    "skills": f"SELECT opportunity_skill.* {_OF.format('opportunity_skill')} ORDER BY opportunity_skill.id",
    "introductions": f"SELECT introduction.* {_OF.format('introduction')} ORDER BY introduction.id",
}
