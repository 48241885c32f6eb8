"""Another file of netcli: is it mine too, or somebody else's, and what of it is taken accordingly.

Mine it is if its owner has my UID, or one of my addresses and no other name: a second machine of mine, from which
everything travels.
Somebody else's people are known to him, not to me; his levels are statements of his, and what is private stays his.
"""

from __future__ import annotations

from dataclasses import replace

from netcli.domain.ref import my_id
from netcli.domain.source import known_source
from netcli.errors import UsageError
from netcli.importing.cv_owner import owner_of
from netcli.importing.draft import ME_KEY, Draft, Owner
from netcli.importing.match import fits_any
from netcli.importing.pipeline import Gathered
from netcli.importing.row_kinds import KINDS
from netcli.importing.rows import ROWS_KEY, Resolved, Whose
from netcli.model_tie import EvidenceKind, Level
from netcli.storage import Store
from netcli.text import email_key, one_line

_LONGEST_ID = 8
_PRIVATE = "private, and left where it is: {}"
#: Kinds of rows that are taken from somebody else's file; of all others it is told that they are his.
_SHARED = frozenset({"statement", "evidence", "recommendation", "endorsement", "group", "membership"})
_OF_ME = "what it says of you: you know better"
_MINE_ALREADY = ""  #: my own words, come back: nothing to tell


def settle(store: Store, gathered: Gathered) -> Gathered:
    """Return what to import of another file of netcli: its source, its people, and what becomes of its rows."""
    owner = gathered.owner
    if owner is None:
        return gathered
    source = gathered.source or source_of(store, owner)
    key = f"{ROWS_KEY} {owner.uid}"
    if is_mine(store, owner):
        drafts = tuple(replace(d, key=ME_KEY) if d.key == owner.uid else d for d in gathered.drafts)
        whose = Whose(key, (ME_KEY, owner.uid), is_sync=True)
        return replace(gathered, source=source, drafts=drafts, whose=whose)
    mine = _keys_of_me(store, gathered.drafts)
    drafts = tuple(replace(d, raw=()) for d in gathered.drafts if d.key not in mine)
    return replace(gathered, source=source, drafts=drafts, whose=Whose(key, mine, _Friend(store, owner, source).taken))


def is_mine(store: Store, owner: Owner) -> bool:
    """Tell whether the owner of another file is me; a name of one word may be a login."""
    return _Me(store).is_he(owner.uid, owner.mails, owner.name if " " in owner.name else None)


class _Me:
    """By what I am known: my UIDs, also those of somebody merged into me, my addresses, and my names."""

    def __init__(self, store: Store) -> None:
        me = (my_id(store),)
        self._uids, self._mails = set(store.column(_UIDS, me)), set(store.column(_MAILS, me))
        self._names = [name for name in owner_of(store, me[0]).names if " " in name]

    def is_he(self, uid: str, mails: set[str], name: str | None) -> bool:
        """Tell whether somebody is me: by UID, or by an address and a name, as couples share addresses."""
        return uid in self._uids or bool(
            mails & self._mails and (not (name and self._names) or fits_any(name, self._names))
        )


_UIDS = (
    "SELECT uid FROM person WHERE id = ?1 UNION SELECT value FROM person_alias WHERE person_id = ?1 AND kind = 'uid'"
)
_MAILS = "SELECT key FROM contact_point WHERE person_id = ? AND kind = 'email'"


def _keys_of_me(store: Store, drafts: tuple[Draft, ...]) -> tuple[str, ...]:
    """Return under which keys I am on file with somebody else."""
    me = _Me(store)
    return tuple(d.key for d in drafts if d.key and me.is_he(d.key, _mails(d), d.facts.name))


def _mails(draft: Draft) -> set[str]:
    return {email_key(point.value) for point in draft.facts.points if point.kind == "email"}


def source_of(store: Store, owner: Owner) -> str:
    """Return the name of the source that a file is: the one it was read as before, else one by its owner's UID.

    Raises UsageError where several sources are files of his: each has to be named.
    """
    usual = f"netcli:{one_line(owner.uid)[:_LONGEST_ID]}"
    held = store.column(
        "SELECT source.name FROM source JOIN source_record ON source_id = source.id WHERE key = ? ORDER BY source.id",
        (f"{ROWS_KEY} {owner.uid}",),
    )
    if len(held) > 1 and usual not in held:
        raise UsageError(f"which of the files of {owner.name} is it?", hint=f"--source {' or --source '.join(held)}")
    return held[0] if len(held) == 1 else usual


class _Friend:
    """What becomes of the rows of somebody else's file."""

    def __init__(self, store: Store, owner: Owner, source: str) -> None:
        self._store, self._owner, self._source = store, owner, source
        self._me = my_id(store)
        self._him: int | None = None

    def taken(self, row: Resolved) -> Resolved | str:
        """Return a row as it is kept here, or why it is not."""
        if row.kind == "standing" and row.values == ("status", "deceased"):
            return row
        if row.kind not in _SHARED:
            return _PRIVATE.format(KINDS[row.kind].many)
        if row.kind in ("statement", "evidence") and self._me == row.people[2]:
            return _MINE_ALREADY
        if self._me in row.people:
            return _OF_ME
        if row.kind == "statement" and not row.people[2]:
            return row._replace(people=(*row.people[:2], self.him))
        return self._known_by(row) if row.kind == "evidence" and self.him in row.people[:2] else row

    def _known_by(self, row: Resolved) -> Resolved:
        """Return what his book or his connections imply: that he knows somebody."""
        kind, level, *rest = row.values
        if row.people[2] or kind == EvidenceKind.RELATED:
            return row
        implied = Level.ACQUAINTANCE if kind == EvidenceKind.LINKEDIN else level
        return row._replace(
            people=(*row.people[:2], self.him),
            values=(EvidenceKind.KNOWN_BY.value, None if implied is None else int(implied), *rest),
        )

    @property
    def him(self) -> int:
        """The owner of the file, who is on file by now."""
        if self._him is None:
            source = known_source(self._store, self._source)
            self._him = self._store.value(
                "SELECT person_id FROM source_record WHERE source_id = ? AND key = ?",
                (source["id"] if source else None, self._owner.uid),
            )
        return self._him or 0
