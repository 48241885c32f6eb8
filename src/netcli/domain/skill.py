"""Skills, and the languages that people speak."""

from __future__ import annotations

import json
from collections.abc import Sequence

from netcli.errors import BadInputError
from netcli.model import SkillFact
from netcli.results_career import SkillCount, SkillList
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import fold, one_line

SKILL, LANGUAGE = "skill", "language"
#: Signs that tell one skill from another, and that folding drops.
_SIGNS = (("#", " sharp"), ("++", " plus plus"))


class NamedSkill(NamedTuple):
    """A skill as it was typed: its kind is skill or language, `level` None leaves a known level as it is."""

    name: str
    kind: str = SKILL
    level: str | None = None


def skill_key(name: str) -> str:
    """Return the key by which skills are compared: folded, but C, C++ and C# are three."""
    plain = name
    for sign, words in _SIGNS:
        plain = plain.replace(sign, words)
    return fold(plain) or fold(name) or name


def tells_of(matter: str, text: str) -> bool:
    """Tell whether a text names a skill: the skill's key begins a word of the text's, so C++ is not in "scheduling"."""
    key = skill_key(matter)
    return bool(key) and f" {key}" in f" {skill_key(text)}"


def read_skill(text: str, kind: str, level: str | None) -> NamedSkill:
    """Return the skill in a text; raises BadInputError unless it is one."""
    name = one_line(text)
    if not name:
        raise BadInputError("the skill is empty", hint="netcli skill ana-pires SQL")
    if "," in name:
        raise BadInputError(f"not one skill: {text}", hint="one skill at a time: netcli skill ana-pires SQL")
    return NamedSkill(name, kind, None if level is None else one_line(level))


def give_skill(store: Store, people: Sequence[int], skill: NamedSkill) -> list[int]:
    """Write a skill on people, or its new level; return those for whom something changed."""
    return [person for person in dict.fromkeys(people) if _give(store, person, skill)]


def _give(store: Store, person: int, skill: NamedSkill) -> bool:
    key = skill_key(skill.name)
    held = store.row(
        "SELECT id, level FROM skill WHERE person_id = ? AND kind = ? AND key = ?", (person, skill.kind, key)
    )
    if held is None:
        store.insert("skill", person_id=person, kind=skill.kind, name=skill.name, key=key, level=skill.level or None)
        return True
    if skill.level is None or (skill.level or None) == held["level"]:
        return False
    store.update("skill", held["id"], level=skill.level or None)
    return True


def learn(store: Store, person: int, fact: SkillFact) -> None:
    """Write a skill that a source tells of; a level that is on file stays."""
    key = skill_key(fact.name)
    held = store.value("SELECT level FROM skill WHERE person_id = ? AND kind = ? AND key = ?", (person, fact.kind, key))
    give_skill(store, [person], NamedSkill(one_line(fact.name), fact.kind, None if held else fact.level))


def skill_ids(store: Store, wanted: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Return the ids of skills (person, name) by (person, key), those made that are not on file."""
    named = {(person, skill_key(name)): name for person, name in reversed(wanted)}
    people = json.dumps(sorted({person for person, _ in named}))
    known = {(row["person_id"], row["key"]) for row in store.rows(_OF_PEOPLE, (people, SKILL))}
    store.insert_many(
        "skill", ("person_id", "kind", "key", "name"),
        [(person, SKILL, key, name) for (person, key), name in reversed(named.items()) if (person, key) not in known],
    )  # fmt: skip
    return {(row["person_id"], row["key"]): int(row["id"]) for row in store.rows(_OF_PEOPLE, (people, SKILL))}


_OF_PEOPLE = (
    "SELECT person_id, skill.key, skill.id FROM json_each(?1) CROSS JOIN skill ON person_id = value AND kind = ?2"
)


def take_skill(store: Store, people: Sequence[int], skill: NamedSkill) -> list[int]:
    """Take a skill off people, a language of that name too unless only languages are meant; return who had it.

    Endorsements go with it, and their source does not bring them back.
    """
    kinds = (LANGUAGE, LANGUAGE) if skill.kind == LANGUAGE else (SKILL, LANGUAGE)
    taken = []
    for person in dict.fromkeys(people):
        which = (person, skill_key(skill.name), *kinds)
        store.run(f"{_KEEP_OUT} {_HELD}", which)
        if store.run(f"DELETE FROM skill WHERE {_HELD}", which):
            taken.append(person)
    return taken


_HELD = "person_id = ? AND key = ? AND kind IN (?, ?)"
_KEEP_OUT = """
INSERT INTO kept_out (source_id, author_id, subject_id, skill)
SELECT source_id, by_id, person_id, key FROM endorsement JOIN skill ON skill.id = skill_id
WHERE source_id IS NOT NULL AND"""


def list_skills(store: Store, *, languages_only: bool = False) -> SkillList:
    """Return all skills and languages with the number of people, by kind and name, as first written."""
    rows = store.rows(
        "SELECT skill.name, kind, count(*) AS people, key, min(skill.id) FROM skill"
        " JOIN person ON person.id = person_id WHERE removed_on IS NULL GROUP BY kind, key ORDER BY kind DESC, key"
    )
    return SkillList(
        tuple(
            SkillCount(row["name"], row["kind"], row["people"])
            for row in rows
            if row["kind"] == LANGUAGE or not languages_only
        )
    )
