"""Organisations: naming one, listing them, setting one right, making one of two."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from netcli.domain.reference import MINE
from netcli.errors import AmbiguousError, BadInputError, ConflictError, NotFoundError, UsageError
from netcli.results_career import Org, OrgList, OrgRef, OrgRow
from netcli.storage import Row, Store, Value
from netcli.text import fold, one_line, slug, url_key

_AT_MOST = 20
_MOST_WORDS = 50  # no name has more; SQLite takes expressions up to a depth of 1000
_DOMAIN = re.compile(r"[^\s./@:]+(\.[^\s./@:]+)+")

#: Every name that leads to an organisation: its own and its aliases, folded.
_KEYS = "(SELECT id, key FROM org UNION ALL SELECT org_id, key FROM org_alias)"


def find_org(store: Store, text: str, *, exact: bool = False, first: bool = False) -> OrgRef:
    """Return the one organisation that a text names.

    `exact` stops before the rules that match a part of a name; `first` takes the first of several. Raises NotFoundError
    with up to three near names, or AmbiguousError with the candidates.
    """
    found = org_matches(store, text, exact=exact)
    if not found:
        raise _not_found(store, text)
    if len(found) > 1 and not first:
        raise AmbiguousError(f'"{text}" names {len(found)} organisations', candidates=org_refs(store, found[:_AT_MOST]))
    return org_refs(store, found[:1])[0]


def org_matches(store: Store, text: str, *, exact: bool = False, among: Collection[int] | None = None) -> list[int]:
    """Return what the first matching rule finds, by id: a number, a whole name or alias, its beginning, parts of it.

    Several matches are narrowed to organisations where somebody is or was. `among` leaves all others out; numbers
    then mean nothing.
    """
    if not text.strip():
        raise UsageError("an organisation is missing: the name is empty")
    for sql, values in _rules(text.strip(), exact=exact, numbers=among is None):
        found = [number for number in store.column(sql, values) if among is None or number in among]
        if len(found) > 1:
            marks = ", ".join("?" * len(found))
            peopled = store.column(
                f"SELECT DISTINCT org_id FROM position WHERE org_id IN ({marks}) ORDER BY org_id", found
            )
            return peopled or found
        if found:
            return found
    return []


def _rules(text: str, *, exact: bool, numbers: bool) -> Iterator[tuple[str, Sequence[Value]]]:
    """Yield the queries that a text is tried with, strictest first."""
    find = f"SELECT DISTINCT id FROM {_KEYS} WHERE {{}} ORDER BY id"
    if numbers and text.isascii() and text.isdigit() and len(text) < 19:
        yield "SELECT id FROM org WHERE id = ?", (int(text),)
    key = fold(text)
    yield find.format("key = ?"), (key or text,)
    if exact or not key:
        return
    yield find.format("key >= ?1 AND key < ?1 || char(1114111)"), (key,)
    words = list(dict.fromkeys(key.split()))[:_MOST_WORDS]
    yield find.format(" AND ".join("instr(key, ?)" for _ in words)), words


def _not_found(store: Store, text: str) -> NotFoundError:
    near = near_orgs(store, text)
    hint = "did you mean " + ", ".join(f"{org.name} ({org.handle})" for org in near) if near else "netcli org list"
    return NotFoundError(f'no organisation is called "{text}"', hint=hint, near=near)


def near_orgs(store: Store, text: str) -> tuple[OrgRef, ...]:
    """Return up to three organisations whose name or alias looks like the text (difflib's ratio, at least 0.7)."""
    wanted = fold(text)
    rows = store.rows(
        f"SELECT key, id FROM {_KEYS} WHERE length(key) BETWEEN ? AND ? ORDER BY id DESC",
        (len(wanted) * 2 // 3, len(wanted) * 3 // 2),
    )
    by_key = {row["key"]: row["id"] for row in rows}
    close = difflib.get_close_matches(wanted, by_key, n=6, cutoff=0.7)
    return org_refs(store, list(dict.fromkeys(by_key[key] for key in close))[:3])


def org_refs(store: Store, orgs: Sequence[int]) -> tuple[OrgRef, ...]:
    """Return references to these organisations, in the order given."""
    marks = ", ".join("?" * len(orgs))
    rows = {row["id"]: row for row in store.rows(f"SELECT id, name, key FROM org WHERE id IN ({marks})", orgs)}
    return tuple(_ref(rows[number]) for number in orgs)


def _ref(row: Row) -> OrgRef:
    return OrgRef(row["id"], _handle(row), row["name"])


def _handle(row: Row) -> str:
    """Return what to type for an organisation: its name as a slug if that leads back to it, else its number."""
    short = slug(row["name"])
    return short if not short.isdigit() and fold(short) == row["key"] else str(row["id"])


def complete_org(store: Store, start: str, *, limit: int = 50) -> Iterator[tuple[str, str]]:
    """Yield (handle, name) of organisations whose name begins so, by name."""
    key = fold(start)
    for row in store.rows(
        "SELECT id, name, key FROM org WHERE key >= ?1 AND key < ?1 || char(1114111) ORDER BY key LIMIT ?2",
        (key, limit),
    ):
        yield _handle(row), row["name"]


@dataclass(frozen=True, slots=True)
class OrgQuestion:
    """Which organisations to list: with a word in name, alias or domain; those of my contacts unless `everything`.

    With `interest` only those of interest, whoever is there.
    """

    word: str | None = None
    everything: bool = False
    interest: bool = False
    sort: str = "name"
    limit: int | None = None


_ORDERS = {
    "name": lambda org: (fold(org.name), org.id),
    "people": lambda org: (-org.people, -org.past, fold(org.name), org.id),
    "headcount": lambda org: (-(org.headcount or 0), fold(org.name), org.id),
}


def list_orgs(store: Store, question: OrgQuestion) -> OrgList:
    """Return organisations with how many people are there and were; `hidden` counts those where no contact of mine is.

    People are my contacts, or everybody known if everything was asked for; the owner is never counted.
    """
    if question.sort not in _ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(_ORDERS)}")
    aliases = _aliases(store)
    rows = [row for row in store.rows(_ROWS, (int(question.everything),)) if _has_word(row, aliases, question.word)]
    if question.interest:
        rows = [row for row in rows if row["interest_on"]]
    near = [row for row in rows if question.everything or row["is_near"] or row["interest_on"]]
    orgs = sorted((_row(row, aliases) for row in near), key=_ORDERS[question.sort])
    cut = orgs if question.limit is None else orgs[: question.limit]
    return OrgList(tuple(cut), len(rows) - len(near), len(orgs) - len(cut))


_ROWS = f"""
WITH mine (id) AS ({MINE}), seen AS (SELECT org_id, max(is_current) AS is_now, is_me,
  person_id IN mine AS is_mine FROM position JOIN person ON person.id = person_id
  WHERE removed_on IS NULL GROUP BY org_id, person_id)
SELECT org.*, total(NOT is_me AND is_now AND (is_mine OR ?1)) AS people,
  total(NOT is_me AND NOT is_now AND (is_mine OR ?1)) AS past, total(is_mine OR is_me) > 0 AS is_near
FROM org LEFT JOIN seen ON seen.org_id = org.id GROUP BY org.id"""


def _has_word(row: Row, aliases: dict[int, list[str]], word: str | None) -> bool:
    if not word:
        return True
    names = (row["name"], *aliases.get(row["id"], ()))
    return any(fold(word) in fold(name) for name in names) or word.lower() in (row["domain"] or "")


def _aliases(store: Store) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in store.rows("SELECT org_id, name FROM org_alias ORDER BY id"):
        found.setdefault(row["org_id"], []).append(row["name"])
    return found


def _row(row: Row, aliases: dict[int, list[str]]) -> OrgRow:
    return OrgRow(
        row["id"], _handle(row), row["name"], int(row["people"]), int(row["past"]), row["domain"], row["headcount"],
        tuple(aliases.get(row["id"], ())), row["interest_on"],
    )  # fmt: skip


def load_org(store: Store, org: int) -> Org:
    """Return all that is kept on an organisation itself."""
    row = store.rows("SELECT * FROM org WHERE id = ?", (org,))[0]
    aliases = store.column("SELECT name FROM org_alias WHERE org_id = ? ORDER BY id", (org,))
    return Org(
        row["id"], _handle(row), row["name"], row["domain"], row["headcount"], tuple(aliases), row["interest_on"]
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrgEdit:
    """What was typed about an organisation: None leaves a fact as it is, an empty text or 0 takes it away.

    `interest` is the day since when I want to know people there.
    """

    name: str | None = None
    headcount: int | None = None
    domain: str | None = None
    aliases: tuple[str, ...] = ()
    no_aliases: tuple[str, ...] = ()
    interest: str | None = None


def edit_org(store: Store, org: int, edit: OrgEdit) -> tuple[str, ...]:
    """Change an organisation and return in words what is different. A former name stays an alias of it.

    Raises ConflictError if a name or alias is another organisation's.
    """
    before = load_org(store, org)
    if edit.name is not None:
        _rename(store, org, edit.name)
    if edit.headcount is not None:
        store.update("org", org, headcount=edit.headcount or None)
    if edit.domain is not None:
        store.update("org", org, domain=read_domain(edit.domain))
    if edit.interest is not None and bool(edit.interest) != bool(before.interest):
        store.update("org", org, interest_on=edit.interest or None)
    for alias in edit.no_aliases:
        store.run("DELETE FROM org_alias WHERE org_id = ? AND key = ?", (org, _key(alias)))
    for alias in edit.aliases:
        _add_alias(store, org, _name(alias))
    return tuple(_differences(before, load_org(store, org)))


def _differences(before: Org, after: Org) -> Iterator[str]:
    if after.name != before.name:
        yield f"called {after.name}"
    if after.headcount != before.headcount:
        yield f"{after.headcount or 'an unknown number of'} people"
    if after.domain != before.domain:
        yield f"domain {after.domain or 'unknown'}"
    if after.interest != before.interest:
        yield f"of interest since {after.interest}" if after.interest else "of no interest any more"
    yield from (f"also called {alias}" for alias in after.aliases if alias not in before.aliases)
    yield from (f"not called {alias} any more" for alias in before.aliases if alias not in after.aliases)


def read_domain(text: str) -> str | None:
    """Return the Internet domain in a domain, a web address or an e-mail address; None for nothing."""
    host = url_key(one_line(text).rpartition("@")[2]).partition("/")[0].partition(":")[0].lower().strip(".")
    if host and not _DOMAIN.fullmatch(host):
        raise BadInputError(f"not a domain: {text}", hint="write it as example.org")
    return host or None


def _key(name: str) -> str:
    return fold(name) or one_line(name)


def _name(text: str) -> str:
    if not one_line(text):
        raise BadInputError("an organisation needs a name")
    return one_line(text)


def _rename(store: Store, org: int, text: str) -> None:
    name, key = _name(text), _key(text)
    before = store.rows("SELECT name, key FROM org WHERE id = ?", (org,))[0]
    if key != before["key"]:
        _refuse_taken(store, org, name)
        store.run("DELETE FROM org_alias WHERE org_id = ? AND key = ?", (org, key))
    store.update("org", org, name=name, key=key)
    if key != before["key"]:
        _add_alias(store, org, before["name"])


def _add_alias(store: Store, org: int, name: str) -> None:
    _refuse_taken(store, org, name)
    if not store.value(f"SELECT 1 FROM {_KEYS} WHERE key = ?", (_key(name),)):
        store.insert("org_alias", org_id=org, name=name, key=_key(name))


def _refuse_taken(store: Store, org: int, name: str) -> None:
    """Raise ConflictError if a name leads to another organisation."""
    owner = store.value(f"SELECT id FROM {_KEYS} WHERE key = ? AND id <> ?", (_key(name), org))
    if owner is not None:
        mine, other = org_refs(store, [org, owner])
        raise ConflictError(
            f"{name} is a name of {other.name} ({other.handle})",
            hint=f"netcli org merge {mine.handle} {other.handle} makes one of the two",
        )


def people_of(store: Store, org: int) -> list[int]:
    """Return everybody who has a position at an organisation, removed people too, by id."""
    return store.column("SELECT DISTINCT person_id FROM position WHERE org_id = ? ORDER BY person_id", (org,))


def merge_orgs(store: Store, into: int, gone: int) -> None:
    """Make one organisation of two: positions, name and aliases of the second go to the first, which keeps its facts.

    A position that somebody has at both, the same in all, is kept once.
    """
    store.run(_TWINS, (gone, into))
    store.run("UPDATE position SET org_id = ? WHERE org_id = ?", (into, gone))
    for table in ("org_alias", "opportunity"):
        store.run(f"UPDATE {table} SET org_id = ? WHERE org_id = ?", (into, gone))
    before = store.rows("SELECT * FROM org WHERE id = ?", (gone,))[0]
    kept = store.rows("SELECT * FROM org WHERE id = ?", (into,))[0]
    store.update("org", into, **{name: kept[name] or before[name] for name in ("domain", "headcount", "interest_on")})
    store.run("DELETE FROM org WHERE id = ?", (gone,))
    _add_alias(store, into, before["name"])


_TWINS = """
DELETE FROM position WHERE org_id = ?1 AND EXISTS (SELECT 1 FROM position AS twin WHERE twin.org_id = ?2
AND twin.person_id = position.person_id AND fold(twin.title) = fold(position.title) AND twin.kind = position.kind
AND twin.start_on IS position.start_on AND twin.end_on IS position.end_on AND twin.is_current = position.is_current
AND twin.team IS position.team AND twin.site IS position.site)"""
