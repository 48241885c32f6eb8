"""Whom an introduction is sought to: a person, the people of an organisation, or any set; and who may know him."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from netcli.dates import last_day
from netcli.domain.person import load_person
from netcli.domain.reference import MINE
from netcli.results import Ref
from netcli.results_career import OrgRef
from netcli.results_path import Ask, SetRef
from netcli.scoring import DAYS_A_YEAR, is_known
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import slug

#: What reaching somebody of an organisation is worth: there now, or left so many years ago at most; then the last.
ENTRY_NOW, ENTRY_LEFT, ENTRY_LONG_AGO = 1.0, ((1, 0.7), (3, 0.5)), 0.3
_ASK_AT_MOST = 5


class Target(NamedTuple):
    """Where ways lead to: its name, its people with what reaching each is worth, whether it is a set of people."""

    to: Ref | SetRef
    entry: Mapping[int, float]
    is_set: bool = False
    headline: str | None = None


def person_target(store: Store, person: Ref) -> Target:
    """Return one person as a target, with a line on who that is."""
    known = load_person(store, person.id)
    job = known.positions[0] if known.positions else None
    headline = known.headline or (", ".join(filter(None, (job.title, job.org))) if job else None)
    return Target(person, {person.id: 1.0}, headline=headline or None)


def org_target(store: Store, org: OrgRef, as_of: date) -> Target:
    """Return the people of an organisation: those there now are worth most, then by how long ago they left."""
    entry: dict[int, float] = {}
    for row in store.rows(
        "SELECT position.* FROM position JOIN person ON person.id = person_id"
        " WHERE org_id = ? AND removed_on IS NULL AND status <> 'deceased' AND NOT is_me",
        (org.id,),
    ):
        if worth := _entry(row, as_of):
            entry[row["person_id"]] = max(worth, entry.get(row["person_id"], 0.0))
    return Target(SetRef(org.id, slug(org.name) or None, org.name), entry, is_set=True)


def set_target(name: str, people: Iterable[int]) -> Target:
    """Return any set of people as a target; reaching one is worth as much as reaching another."""
    return Target(SetRef(None, None, name), dict.fromkeys(people, 1.0), is_set=True)


def found_target(store: Store, name: str, people: Iterable[int]) -> Target:
    """Return those of some people as a target whom one may be introduced to: they live, are on file, and not me."""
    gone = store.column("SELECT id FROM person WHERE removed_on IS NOT NULL OR is_me OR status = 'deceased'")
    return set_target(name, sorted({*people} - {*gone}))


def _entry(row: Row, as_of: date) -> float:
    """Return what a position makes of its holder, 0 if it was not known of on that day."""
    since = row["start_on"] or row["seen_on"]
    if since and not is_known(since, as_of):
        return 0.0
    if row["end_on"] and is_known(row["end_on"], as_of):
        years = (as_of - last_day(row["end_on"])).days / DAYS_A_YEAR
        return next((worth for most, worth in ENTRY_LEFT if years < most), ENTRY_LONG_AGO)
    return ENTRY_NOW if row["is_current"] or row["end_on"] else ENTRY_LONG_AGO


def whom_to_ask(store: Store, target: Ref | SetRef) -> tuple[Ask, ...]:
    """Return up to five of my people most likely to know somebody, each with why and the command to say so.

    Whoever somebody has spoken of already is left out: he knows him, or does not.
    """
    asks: dict[int, Ask] = {}
    if not isinstance(target, Ref):
        return ()
    for why, sql in _LIKELY.items():
        for row in store.rows(_OF_MINE.format(sql), (target.id,)):
            ref = Ref(row["id"], row["handle"], row["name"])
            asks.setdefault(
                ref.id, Ask(ref, f"{why} {row['place']}", f"netcli link {ref.handle} {target.handle} --level 3")
            )
    return tuple(asks.values())[:_ASK_AT_MOST]


#: What makes it likely that two people know each other, likeliest first: people who have it in common with ?1.
_LIKELY = {
    "both in the group": """SELECT theirs.person_id, grp.name AS place FROM membership AS his
JOIN membership AS theirs ON theirs.grp_id = his.grp_id JOIN grp ON grp.id = his.grp_id WHERE his.person_id = ?1""",
    "both at": """SELECT theirs.person_id, org.name AS place FROM position AS his
JOIN position AS theirs ON theirs.org_id = his.org_id JOIN org ON org.id = his.org_id WHERE his.person_id = ?1
ORDER BY (his.kind = 'study' OR theirs.kind = 'study'), theirs.is_current DESC""",
    "both in": """SELECT theirs.person_id, json_extract(his.parts, '$.city') AS place FROM contact_point AS his
JOIN contact_point AS theirs ON theirs.kind = 'address'
AND fold(json_extract(theirs.parts, '$.city')) = fold(json_extract(his.parts, '$.city'))
WHERE his.kind = 'address' AND his.person_id = ?1 AND json_extract(his.parts, '$.city') <> ''""",
}
_OF_MINE = f"""
SELECT person.id, handle, name, place FROM ({{}}) JOIN person ON person.id = person_id
WHERE person.id <> ?1 AND removed_on IS NULL AND NOT is_me AND status <> 'deceased'
AND person.id IN ({MINE})
AND NOT EXISTS (SELECT 1 FROM tie JOIN tie_statement ON tie_id = tie.id
  WHERE a = min(person.id, ?1) AND b = max(person.id, ?1)) LIMIT 20"""
