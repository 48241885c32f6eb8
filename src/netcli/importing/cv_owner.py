"""Whose curriculum vitae a file holds: that of whom the user names, mine if it agrees with me, else somebody's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from netcli.domain.contact_point import plain_key
from netcli.importing.draft import ME_KEY, Beside, Draft
from netcli.importing.match import fits_any
from netcli.model import PersonFacts, PointKind
from netcli.storage import Store
from netcli.text import profile_key


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of a file, as far as a CV may agree with him: his names, and keys of his addresses and pages."""

    names: tuple[str, ...]
    keys: frozenset[str]
    is_unknown: bool = False

    def agrees(self, facts: PersonFacts) -> bool:
        """Tell whether a CV may be his: by an address or page of his, else by a name that does not conflict.

        It is if nothing is known of him but one word, a login or `Me`, and if the CV does not say whose it is.
        """
        if self.is_unknown or self.keys & _keys(facts):
            return True
        return fits_any(facts.name, self.names)


def owner_of(store: Store, me: int | None) -> Owner:
    """Return the owner of a file; other names of one word say nothing, and those that his CVs gave count too."""
    row = store.row("SELECT * FROM person WHERE id = ?", (me,))
    if row is None:
        return Owner((), frozenset(), is_unknown=True)
    keys = store.column("SELECT key FROM contact_point WHERE person_id = ? AND kind IN ('email', 'url')", (me,))
    facts = store.value(_ANY_FACT, (me,))
    others = [name for name in store.column(_OTHER_NAMES, (me, ME_KEY)) if name and " " in name]
    is_unknown = not (row["family"] or " " in row["name"] or row["headline"] or facts)
    return Owner((row["name"], *others), frozenset(keys), is_unknown)


_ANY_FACT = """SELECT 1 FROM contact_point WHERE person_id = ?1 UNION ALL SELECT 1 FROM position WHERE person_id = ?1
UNION ALL SELECT 1 FROM skill WHERE person_id = ?1 LIMIT 1"""
_OTHER_NAMES = """SELECT name FROM other_name WHERE person_id = ?1 UNION ALL
SELECT json_extract(facts, '$.name') FROM source_record JOIN source ON source.id = source_id
WHERE person_id = ?1 AND source_record.key = ?2 AND format = 'json-resume'"""


def _keys(facts: PersonFacts) -> set[str]:
    """Return the keys of addresses, and of pages that nobody else has."""
    emails = (plain_key(point.kind, point.value) for point in facts.points if point.kind is PointKind.EMAIL)
    pages = (profile_key(point.value) for point in facts.points if point.kind is PointKind.URL)
    return {key for key in (*emails, *pages) if key}


def settle_cvs(drafts: Iterable[Draft], beside: Beside, owner: Owner | None) -> tuple[tuple[Draft, ...], Beside]:
    """Return what files say with each CV that is the owner's given to him; all are where `owner` is None."""
    drafts = tuple(drafts)
    his = {draft.key for draft in drafts if draft.is_cv and (owner is None or owner.agrees(draft.facts))}
    if not his:
        return drafts, beside
    given = tuple(replace(d, key=ME_KEY, evidence=None) if d.is_cv and d.key in his else d for d in drafts)
    vouches = tuple(v._replace(of=None) if v.of in his else v for v in beside.vouches)
    return given, beside._replace(vouches=vouches)
