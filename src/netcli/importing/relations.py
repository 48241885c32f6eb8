"""Whom cards name as related: found by UID, then by a name that one person has, else added; and tied.

Somebody added for being named is known through others: he is nobody of my contacts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from netcli.domain.new_people import add_person
from netcli.domain.person import named
from netcli.domain.tie import tie_of
from netcli.importing.draft import Draft, RelationDraft
from netcli.importing.match import bearers, match_all
from netcli.importing.plan import Step, read_told, told
from netcli.model_tie import EvidenceKind, Level
from netcli.storage import Store
from netcli.text import fold

#: What a relation implies (INTRODUCTIONS: family 5, friend 4, colleague, manager and assistant 3, all others 2). The
#: words are those of RFC 6350 section 6.6.6, of Apple, Android and Google, English and French.
_FAMILY = frozenset({
    "spouse", "husband", "wife", "partner", "fiance", "fiancee", "child", "son", "daughter", "parent", "father",
    "mother", "sibling", "brother", "sister", "kin", "family", "relative", "grandparent", "grandfather",
    "grandmother", "grandchild", "grandson", "granddaughter", "uncle", "aunt", "cousin", "nephew", "niece",
    "stepfather", "stepmother", "stepson", "stepdaughter", "conjoint", "conjointe", "epoux", "epouse", "mari",
    "femme", "compagnon", "compagne", "enfant", "fils", "fille", "pere", "mere", "parente", "frere", "soeur",
    "oncle", "tante", "neveu", "famille",
})  # fmt: skip
_LEVELS = {
    **dict.fromkeys(("friend", "sweetheart", "date", "crush", "muse", "ami", "amie"), Level.GOOD),
    **dict.fromkeys(
        ("colleague", "coworker", "manager", "supervisor", "boss", "assistant", "agent", "collegue", "responsable"),
        Level.KNOWS_ME,
    ),
}
_MYSELF = "me"  #: RELATED;TYPE=me is another card of the same person


def implied_by(kind: str) -> tuple[Level, bool]:
    """Return the level that a relation implies, and whether it is family: `spouse`, `Co-worker, friend`."""
    words = fold(kind.replace("-", "")).split()
    if _FAMILY.intersection(words):
        return Level.CLOSE, True
    return max((_LEVELS.get(word, Level.ACQUAINTANCE) for word in words), default=Level.ACQUAINTANCE), False


@dataclass(slots=True)
class Related:
    """What came of the relations: how many people were added for them, and which could not be settled."""

    added: int = 0
    open: Counter[str] = field(default_factory=Counter)


def relate(store: Store, steps: Iterable[Step], source: int, *, on: str) -> Related:
    """Tie those whom the cards of an import name to those whose cards they are.

    What a source only repeats is passed over, so that a tie taken away stays away. Whom an earlier card named by the
    UID of somebody who is new now is tied too.
    """
    result = Related()
    steps = list(steps)
    for step in steps:
        if not step.draft.relations:
            continue
        person = _person_of(store, source, step.key)
        before = (read_told(step.base) if step.base else {}).get("relations") or ()
        fresh = [relation for relation in step.draft.relations if told(relation) not in before]
        if person is not None and fresh:
            _relate_one(store, person, fresh, (source, on), result)
    for person, relation, source_of in _awaited(store, steps):
        _relate_one(store, person, [relation], (source_of, on), result)
    return result


def _relate_one(
    store: Store, person: int, relations: Iterable[RelationDraft], told_by: tuple[int, str], result: Related
) -> None:
    kinds: dict[int, list[str]] = {}
    for relation in relations:
        if relation.kind.lower() == _MYSELF:
            continue
        other = _other_end(store, relation, told_by[1], result)
        if other is not None and other != person:
            kinds.setdefault(other, []).append(relation.kind)
    for other, words in kinds.items():
        _tie(store, person, other, words, told_by)


def _person_of(store: Store, source: int, key: str) -> int | None:
    """Return whose record of a source this is; None if he was removed."""
    found = store.value(
        "SELECT person_id FROM source_record JOIN person ON person.id = person_id"
        " WHERE source_id = ? AND key = ? AND removed_on IS NULL",
        (source, key),
    )
    return int(found) if found else None


def _other_end(store: Store, relation: RelationDraft, on: str, result: Related) -> int | None:
    if relation.uid and (known := _of_uid(store, relation.uid)):
        return known
    if relation.facts and (found := match_all(store, [Draft(relation.facts, "")], None)[0].person):
        return found
    if not relation.name:
        result.open["related people of whom a card tells the UID alone"] += 1
        return None
    name = fold(relation.name)
    people = bearers(store, [name], but_me=False)[name].likely
    if len(people) > 1:
        result.open["related people whose name several people have"] += 1
        return None
    if people:
        return people[0]
    result.added += 1
    return add_person(store, relation.facts or named(relation.name), seen_on=on, uid=relation.uid)


def _of_uid(store: Store, uid: str) -> int | None:
    found = store.value(
        "SELECT id FROM person WHERE uid = ?1"
        " UNION ALL SELECT person_id FROM person_alias WHERE kind = 'uid' AND value = ?1"
        " UNION ALL SELECT person_id FROM source_record WHERE key = ?1",
        (uid,),
    )
    return int(found) if found else None


def _tie(store: Store, person: int, other: int, kinds: list[str], told_by: tuple[int, str]) -> None:
    """Write what a card says of a pair; what the same source said of it before is joined with it."""
    source, on = told_by
    tie = tie_of(store, person, other)
    held = store.row(
        "SELECT * FROM tie_evidence WHERE tie_id = ? AND kind = ? AND +by_id IS ? AND +source_id IS ?",
        (tie, EvidenceKind.RELATED, person, source),
    )
    words = ", ".join(dict.fromkeys([*([held["relation"]] if held and held["relation"] else []), *kinds]))
    level, is_family = implied_by(words)
    if held is None:
        store.insert(
            "tie_evidence", tie_id=tie, kind=EvidenceKind.RELATED, by_id=person, level=level,
            is_family=int(is_family), on_date=on, source_id=source, relation=words,
        )  # fmt: skip
    elif held["relation"] != words:
        store.update("tie_evidence", held["id"], relation=words, level=level, is_family=int(is_family))


def _awaited(store: Store, steps: list[Step]) -> Iterator[tuple[int, RelationDraft, int]]:
    """Yield (person, relation, source) of earlier cards that name somebody by a UID who is new now."""
    new = {step.draft.uid for step in steps if step.person is None and step.draft.uid}
    here = {step.key for step in steps}
    if not new:
        return
    for row in store.rows("""SELECT * FROM source_record WHERE instr(facts, '"relations": [')"""):
        named_there: list[dict[str, Any]] = read_told(row["facts"]).get("relations") or []
        for one in named_there:
            if one.get("uid") in new and row["key"] not in here:
                yield row["person_id"], RelationDraft(one["kind"], one.get("name"), one["uid"]), row["source_id"]
