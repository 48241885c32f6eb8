"""Another file of netcli, or what `netcli export json` wrote of one: read as it is, and never changed.

Both are laid out as a file of tables in a folder of its own, which goes when it has been read. So an older file is
brought up to date there, what a crash left is rolled back there, and an export is held to what a file may hold.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from netcli.domain.person import load_people
from netcli.errors import BadInputError, NetcliError, NewerFileError
from netcli.importing.draft import Draft, Owner, PictureDraft, Reading, RowDraft
from netcli.importing.formats.json_values import POINT_LISTS
from netcli.importing.restore import is_export, read_export, restore
from netcli.importing.row_kinds import KINDS
from netcli.model import (
    ADDRESS_PARTS,
    SCALARS,
    EventFact,
    NameFact,
    NameKind,
    PersonFacts,
    PointFact,
    PositionFact,
    PositionKind,
    SkillFact,
)
from netcli.results import Person
from netcli.results_import import Skipped
from netcli.storage import Store, open_writer

SQLITE = b"SQLite format 3\0"
#: What stands beside a file while it is written to, or after a crash.
_COMPANIONS = ("-journal", "-wal")
#: Tables whose rows do not travel, by what they are called in the report.
_STAYS = {
    "opportunity": "opportunities", "search": "saved searches",
    "cadence WHERE grp_id IS NOT NULL": "cadences of groups",
}  # fmt: skip


def is_ours(data: bytes) -> bool:
    """Tell whether the bytes are a file of SQLite, or begin as an export does."""
    return data.startswith(SQLITE) or is_export(data)


def read(data: bytes, name: str = "") -> Reading:
    """Return all people of a file, and what it has of them; who was removed there is left out.

    Raises BadInputError for what is no file of netcli, or is damaged, NewerFileError for one of a newer netcli.
    """
    try:
        with TemporaryDirectory(prefix="netcli-") as folder, laid_out(data, name, Path(folder)) as store:
            return _reading(store)
    except NetcliError as error:
        told = error.message.partition("other.db ")[2] or error.message
        kind = NewerFileError if isinstance(error, NewerFileError) else BadInputError
        raise kind(f"{name or 'it'} cannot be read: {told}", hint=error.hint or "export it again") from error


def laid_out(data: bytes, name: str, folder: Path) -> Store:
    """Return an open copy of a file, or of an export, in a folder."""
    path = folder / "other.db"
    if data.startswith(SQLITE):
        path.write_bytes(data)
        for ending in _COMPANIONS:
            if (beside := Path(f"{name}{ending}")).is_file():
                shutil.copy(beside, Path(f"{path}{ending}"))
        return open_writer(path)
    content = read_export(data)
    if content is None:
        raise BadInputError("it is no export of netcli", hint="netcli export json writes one")
    store = open_writer(path)
    try:
        with store.operation("restore", at="") as operation:
            restore(store, content, lambda _done, _of: None)
            operation.did = "laid out"
    except BaseException:
        store.close()
        raise
    return store


def _reading(store: Store) -> Reading:
    people = store.column("SELECT id FROM person WHERE removed_on IS NULL ORDER BY id")
    found = load_people(store, people)
    uids = {person.id: person.uid for person in found}
    kept = _kept(store)
    me = next((person for person in found if person.is_me), None)
    if me is None:
        raise BadInputError("it has no owner", hint="netcli --db FILE init --name NAME")
    drafts, rows = tuple(_draft(store, person, kept) for person in found), tuple(_rows(store, uids))
    return Reading(
        drafts, skipped=tuple(_left_out(store, len(found))), rows=rows,
        owner=Owner(me.uid, me.name, tuple(point.value for point in me.emails)),
        digest=sha256(repr((drafts, rows)).encode("utf-8", "replace")).hexdigest(),
    )  # fmt: skip


def _rows(store: Store, uids: dict[int, str]) -> Iterable[RowDraft]:
    for name, kind in KINDS.items():
        for row in kind.read(store):
            if all(not person or person in uids for person in row.people):
                there = tuple(uids[person] if person else "" for person in row.people)
                yield RowDraft(name, there, row.values, None, row.is_typed)


def _left_out(store: Store, here: int) -> Iterable[Skipped]:
    removed = store.value("SELECT count(*) FROM person") - here
    if removed:
        yield Skipped("removed in that file", removed)
    for table, words in _STAYS.items():
        if count := store.value(f"SELECT count(*) FROM {table}"):
            yield Skipped(f"{words} stay in that file", count)


def _kept(store: Store) -> dict[int, list[str]]:
    """Return the lines of cards that were kept of each person; what other files of netcli told goes no further."""
    found: dict[int, list[str]] = {}
    for person, raw in store.rows(_KEPT):
        found.setdefault(person, []).append(raw)
    return found


_KEPT = """SELECT person_id, raw FROM source_record JOIN source ON source.id = source_id
WHERE raw <> '' AND format = 'vcard' ORDER BY source_record.id"""


def _draft(store: Store, person: Person, kept: dict[int, list[str]]) -> Draft:
    facts = PersonFacts(
        **{name: getattr(person, name) for name in SCALARS},
        names=(
            *(NameFact(NameKind.NICKNAME, name) for name in person.nicknames),
            *(NameFact(NameKind(name.kind), name.name) for name in person.other_names),
        ),
        points=tuple(_points(person)),
        positions=tuple(
            PositionFact(p.org, p.title, PositionKind(p.kind), p.start, p.end, p.current, p.team, p.site)
            for p in person.positions
        ),
        tags=person.tags,
        events=tuple(EventFact(event.label, event.on) for event in person.events),
        skills=tuple(SkillFact(skill.name, skill.kind, skill.level) for skill in person.skills),
    )
    row = (
        store.row("SELECT data, media_type FROM attachment WHERE digest = ?", (person.photo,)) if person.photo else None
    )
    photo = PictureDraft(row["data"], row["media_type"]) if row else None
    raw = tuple(kept.get(person.id, ()))
    return Draft(facts, person.name, person.uid, raw, evidence=None, photo=photo, has_uid=True)


def _points(person: Person) -> Iterable[PointFact]:
    for name, kind in POINT_LISTS.items():
        for point in getattr(person, name):
            parts = tuple((part, text) for part in ADDRESS_PARTS if (text := getattr(point, part, None)))
            yield PointFact(kind, point.value, point.label, point.preferred, parts)
