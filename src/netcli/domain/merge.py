"""Two records of one person made one: what both knew stays, and the old names lead on."""

from __future__ import annotations

from netcli.domain.match_decision import DIFFERENT, decide, decided
from netcli.domain.person import write_search_keys
from netcli.domain.ref import my_id
from netcli.domain.tie import tie_of
from netcli.errors import ConflictError
from netcli.model import SCALARS, Status
from netcli.results import Ref
from netcli.storage import Row, Store
from netcli.text import fold

#: Tables whose rows move as they are, unless the survivor has the same: the columns that make a row the same.
_MOVED: dict[str, tuple[str, ...]] = {
    "other_name": ("name",),
    "contact_point": ("kind", "key"),
    "position": ("org_id", "title", "start_on", "end_on", "kind", "team", "site", "is_current"),
    "remark": ("on_date", "text"),
    "tag": ("word",),
    "skill": ("kind", "key"),
    "event": ("label", "on_date"),
    "person_alias": ("kind", "value"),
    "source_record": ("source_id", "key"),
    "membership": ("grp_id",),
    "participant": ("interaction_id",),
    "change": ("import_id", "field", "before", "after"),
    "cadence": (),  # one a person
    "snooze": (),
    "reminder": ("text", "on_date", "done_on"),
    "exchange": ("direction", "kind", "text", "on_date"),
    "opportunity_person": ("opportunity_id", "role"),
    "search_member": ("search_id",),
}
#: In a group that both are in, the survivor takes from the other the role and date he lacks.
_FILL_MEMBERSHIPS = """
UPDATE membership SET role = coalesce(membership.role, theirs.role),
since_on = coalesce(membership.since_on, theirs.since_on)
FROM membership AS theirs WHERE membership.person_id = ?1 AND theirs.person_id = ?2
AND theirs.grp_id = membership.grp_id
AND (coalesce(membership.role, theirs.role) IS NOT membership.role
OR coalesce(membership.since_on, theirs.since_on) IS NOT membership.since_on)"""
#: A position that both have takes from the other the team and site it lacks, and that he is still there.
_FILL_POSITIONS = """
UPDATE position SET team = coalesce(position.team, theirs.team), site = coalesce(position.site, theirs.site),
is_current = max(position.is_current, theirs.is_current)
FROM position AS theirs WHERE position.person_id = ?1 AND theirs.person_id = ?2
AND theirs.org_id IS position.org_id AND theirs.title IS position.title AND theirs.kind = position.kind
AND theirs.start_on IS position.start_on AND theirs.end_on IS position.end_on
AND coalesce(theirs.team, position.team) IS coalesce(position.team, theirs.team)
AND coalesce(theirs.site, position.site) IS coalesce(position.site, theirs.site)"""
_FILL_SKILLS = """
UPDATE skill SET level = theirs.level FROM skill AS theirs WHERE skill.person_id = ?1 AND theirs.person_id = ?2
AND theirs.kind = skill.kind AND theirs.key = skill.key AND skill.level IS NULL AND theirs.level IS NOT NULL"""
#: What is preferred of a kind is the survivor's, where he has such a one.
_PREFERRED = """
UPDATE contact_point SET is_preferred = 0 WHERE person_id = ?2 AND is_preferred
AND kind IN (SELECT kind FROM contact_point WHERE person_id = ?1 AND is_preferred)"""
#: Facts between people that are there twice once both are one: the columns that make a row the same.
_SAME_FACT = {
    "tie_evidence": ("tie_id", "kind", "by_id", "level", "is_family", "on_date", "source_id"),
    "tie_statement": ("tie_id", "from_id", "both_ways", "level", "is_family", "heard_from_id", "on_date", "note"),
    "recommendation": ("author_id", "subject_id", "for_what", "text", "state", "on_date"),
}
_JOINED = ("note", "summary")  #: texts that are put one below the other where both have one


def merge_people(store: Store, survivor: Ref, other: Ref) -> None:
    """Move all that is known about `other` to the survivor, then delete him; his number, handle and uid lead on.

    The survivor's own facts win; what he lacks is filled in, a differing name becomes another name, notes are put one
    below the other. Who has died has died. Somebody to meet who is a contact of mine by the other record is no more to
    be met. The owner always survives. Raises ConflictError for one person named twice.
    """
    if survivor.id == other.id:
        raise ConflictError(f"{survivor.name} is named twice: a merge needs two people", hint="netcli find NAME")
    if other.id == my_id(store):
        raise ConflictError("you cannot be merged into somebody else", hint=f"netcli merge me {survivor.handle}")
    rows = {row["id"]: row for row in store.rows("SELECT * FROM person WHERE id IN (?, ?)", (survivor.id, other.id))}
    kept, gone = rows[survivor.id], rows[other.id]
    _fill(store, kept, gone)
    for fill in (_FILL_MEMBERSHIPS, _FILL_SKILLS, _PREFERRED):
        store.run(fill, (survivor.id, other.id))
    for one, another in ((survivor.id, other.id), (other.id, survivor.id)):
        store.run(_FILL_POSITIONS, (one, another))
    _move_endorsements(store, survivor.id, other.id)
    for table, same in _MOVED.items():
        _move(store, table, same, survivor.id, other.id)
    _move_ties(store, survivor.id, other.id)
    _move_contacts(store, survivor.id, other.id)
    _move_decisions(store, survivor.id, other.id)
    store.run("UPDATE source SET known_by_id = ? WHERE known_by_id = ?", (survivor.id, other.id))
    store.run("DELETE FROM person WHERE id = ?", (other.id,))
    for kind, value in (("id", str(other.id)), ("handle", gone["handle"]), ("uid", gone["uid"])):
        store.insert("person_alias", person_id=survivor.id, kind=kind, value=value)
    write_search_keys(store, [survivor.id])


def _fill(store: Store, kept: Row, gone: Row) -> None:
    """Give the survivor what he lacks; join notes; keep the other name."""
    fresh = {name: gone[name] for name in (*SCALARS, "confirmed_on", "photo") if gone[name] and not kept[name]}
    for name in _JOINED:
        if kept[name] and gone[name] and gone[name] not in kept[name]:
            fresh[name] = f"{kept[name]}\n{gone[name]}"
    if gone["do_not_ask"] and not kept["do_not_ask"]:
        fresh["do_not_ask"] = 1
    if gone["status"] == Status.DECEASED:
        fresh["status"] = gone["status"]
    if kept["to_meet"] != gone["to_meet"]:
        known = gone if kept["to_meet"] else kept
        fresh["to_meet"] = int(not store.value("SELECT is_mine FROM listed WHERE id = ?", (known["id"],)))
    if fresh:
        store.update("person", kept["id"], **fresh)
    if fold(kept["name"]) != fold(gone["name"]):
        store.insert("other_name", person_id=kept["id"], kind="other", name=gone["name"])


def _move(store: Store, table: str, same: tuple[str, ...], survivor: int, other: int) -> None:
    equal = " AND ".join(f"mine.{name} IS theirs.{name}" for name in same) or "1"
    doubles = store.column(
        f"SELECT theirs.id FROM {table} AS theirs JOIN {table} AS mine ON {equal} AND mine.person_id = ?"
        " WHERE theirs.person_id = ?",
        (survivor, other),
    )
    for row in doubles:
        store.run(f"DELETE FROM {table} WHERE id = ?", (row,))
    store.run(f"UPDATE {table} SET person_id = ? WHERE person_id = ?", (survivor, other))


def _move_ties(store: Store, survivor: int, other: int) -> None:
    """Move what was stated and implied about the other's ties; a tie between the two goes."""
    for tie in store.rows("SELECT * FROM tie WHERE a = ?1 OR b = ?1", (other,)):
        third = tie["b"] if tie["a"] == other else tie["a"]
        if third != survivor:
            moved = tie_of(store, survivor, third)
            for table in ("tie_statement", "tie_evidence"):
                store.run(f"UPDATE {table} SET tie_id = ? WHERE tie_id = ?", (moved, tie["id"]))
        store.run("DELETE FROM tie WHERE id = ?", (tie["id"],))
    for table, column in (("tie_statement", "from_id"), ("tie_statement", "heard_from_id"), ("tie_evidence", "by_id")):
        store.run(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (survivor, other))
    for table in ("tie_statement", "tie_evidence"):
        _drop_doubles(store, table, "tie_id IN (SELECT id FROM tie WHERE a = ?1 OR b = ?1)", survivor)


def _move_contacts(store: Store, survivor: int, other: int) -> None:
    """Move counted contacts and introductions; what would be between the survivor and himself goes."""
    for table, roles in _BETWEEN.items():
        both = " AND ".join(f"? IN ({', '.join(roles)})" for _ in range(2))
        store.run(f"DELETE FROM {table} WHERE {both}", (survivor, other))
        if table == "contact_day":
            _add_up(store, survivor, other)
        for role in roles:
            store.run(f"UPDATE {table} SET {role} = ? WHERE {role} = ?", (survivor, other))
    _drop_doubles(store, "recommendation", "?1 IN (author_id, subject_id)", survivor)


def _drop_doubles(store: Store, table: str, whose: str, survivor: int) -> None:
    """Delete all but the first of the survivor's rows that say the same."""
    same = " AND ".join(f"first.{name} IS {table}.{name}" for name in _SAME_FACT[table])
    store.run(
        f"DELETE FROM {table} WHERE {whose} AND EXISTS"
        f" (SELECT 1 FROM {table} AS first WHERE first.id < {table}.id AND {same})",
        (survivor,),
    )


def _move_endorsements(store: Store, survivor: int, other: int) -> None:
    """Give the survivor what the other endorsed, and those who endorsed a skill of both; nobody endorses himself."""
    store.run(_OF_EACH_OTHER, (survivor, other))
    for pair in store.rows(_SAME_SKILL, (survivor, other)):
        store.run("UPDATE OR IGNORE endorsement SET skill_id = ? WHERE skill_id = ?", (pair["mine"], pair["theirs"]))
    store.run("UPDATE OR IGNORE endorsement SET by_id = ? WHERE by_id = ?", (survivor, other))


_OF_EACH_OTHER = """DELETE FROM endorsement WHERE by_id IN (?1, ?2)
AND skill_id IN (SELECT id FROM skill WHERE person_id IN (?1, ?2))"""
_SAME_SKILL = """SELECT mine.id AS mine, theirs.id AS theirs FROM skill AS mine
JOIN skill AS theirs ON theirs.kind = mine.kind AND theirs.key = mine.key
WHERE mine.person_id = ? AND theirs.person_id = ?"""


def _move_decisions(store: Store, survivor: int, other: int) -> None:
    """Move what was decided on the other's likeness to third people; that he is not one of them counts for good."""
    for row in store.rows("SELECT * FROM match_decision WHERE a = ?1 OR b = ?1", (other,)):
        third = row["a"] + row["b"] - other
        store.run("DELETE FROM match_decision WHERE id = ?", (row["id"],))
        if third != survivor and decided(store, survivor, third) != DIFFERENT:
            decide(store, survivor, third, row["decision"], on=row["on_date"])


def _add_up(store: Store, survivor: int, other: int) -> None:
    """Add to the survivor's counts what the other had with the same people on the same days from the same source."""
    for role, peer in (("from_id", "to_id"), ("to_id", "from_id")):
        for row in store.rows(_SAME_DAY.format(role, peer), (survivor, other)):
            store.update("contact_day", row["id"], count=row["total"])
            store.run("DELETE FROM contact_day WHERE id = ?", (row["gone"],))


_SAME_DAY = """SELECT mine.id, theirs.id AS gone, mine.count + theirs.count AS total
FROM contact_day AS mine JOIN contact_day AS theirs ON theirs.{1} = mine.{1} AND theirs.on_date = mine.on_date
AND theirs.channel = mine.channel AND theirs.source_id = mine.source_id WHERE mine.{0} = ? AND theirs.{0} = ?"""
#: Tables of facts between people, with the columns that name them.
_BETWEEN = {
    "contact_day": ("from_id", "to_id"), "introduction": ("requester_id", "introducer_id", "target_id"),
    "recommendation": ("author_id", "subject_id"), "kept_out": ("author_id", "subject_id"),
    "no_introduction": ("requester_id", "introducer_id", "target_id"),
}  # fmt: skip
