"""Naming a person: a number, a handle, an address, or a name, in that order; the first rule that matches decides."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator

from netcli.domain.phone import number_keys
from netcli.domain.ref import my_id, refs
from netcli.errors import AmbiguousError, NotFoundError, UsageError
from netcli.results import Ref
from netcli.storage import Store
from netcli.text import email_key, fold, phone_body, phone_key, slug, url_key

_UUID_PREFIX = re.compile(r"[0-9a-f]{6,}[0-9a-f-]*")
_AT_MOST = 20

#: People whom I stated to know, whom my own books show, or whom I want to meet: as it is at this moment. The lists read
#: `listed.is_mine`, which is the same since the last operation ended (derived.py).
MINE = """
WITH me (id) AS (SELECT id FROM person WHERE is_me), pair (tie_id, id) AS (
SELECT tie.id, b FROM tie WHERE a = (SELECT id FROM me)
UNION ALL SELECT tie.id, a FROM tie WHERE b = (SELECT id FROM me))
SELECT id FROM person WHERE to_meet UNION
SELECT id FROM pair WHERE EXISTS (SELECT 1 FROM tie_evidence WHERE tie_id = pair.tie_id)
OR (SELECT level FROM tie_statement WHERE tie_id = pair.tie_id ORDER BY on_date DESC, id DESC LIMIT 1) > 0"""

_Rule = Callable[[Store, str], list[int]]


def resolve(store: Store, text: str, *, exact: bool = False, first: bool = False, removed: bool = False) -> Ref:
    """Return the one person a text names; `me` is the owner.

    Several matches of one rule are narrowed to my contacts if any of them is. `exact` stops before the rules
    that match a part of a name; `first` takes the first of several; `removed` looks among removed people only.
    Raises NotFoundError with up to three near names, or AmbiguousError with the candidates.
    """
    found = matches(store, text, exact=exact, removed=removed)
    if not found:
        raise _not_found(store, text, removed=removed)
    if len(found) > 1 and not first:
        raise AmbiguousError(f'"{text}" names {len(found)} people', candidates=refs(store, found[:_AT_MOST]))
    return refs(store, found[:1])[0]


def matches(store: Store, text: str, *, exact: bool = False, removed: bool = False) -> list[int]:
    """Return whom the first matching rule finds, my contacts alone if there are any among them, by id."""
    if not text.strip():
        raise UsageError("a person is missing: the name is empty")
    for rule in _WHOLE if exact else (*_WHOLE, *_PARTS):
        hits = rule(store, text.strip())
        found = _seen(store, hits, removed=removed)
        if hits and not found and rule in _WHOLE:
            return []  # the one meant was removed (or was not): nobody else is meant
        if len(found) > 1:
            mine = set(store.column(MINE))
            return [person for person in found if person in mine] or found
        if found:
            return found
    return []


def near_names(store: Store, text: str, *, removed: bool = False) -> tuple[Ref, ...]:
    """Return up to three people whose name looks like the text (difflib's ratio, at least 0.7), else one word of it.

    A word has to begin with the same letter: "danaa" is near "Dana Okafor".
    """
    wanted = fold(text)
    bounds = (int(removed), len(wanted) * 2 // 3, len(wanted) * 3 // 2)
    whole = {
        row["key"]: row["person_id"] for row in store.rows(f"{_NAMES} AND length(key) BETWEEN ? AND ? {_LAST}", bounds)
    }
    found = _near(wanted, whole)
    if not found and wanted and " " not in wanted:
        rows = store.rows(
            f"{_NAMES} AND (key LIKE ? OR key LIKE ?) {_LAST}", (int(removed), f"{wanted[0]}%", f"% {wanted[0]}%")
        )
        words = {word: row["person_id"] for row in rows for word in row["key"].split() if word[0] == wanted[0]}
        found = _near(wanted, words)
    return refs(store, found[:3])


_NAMES = "SELECT key, person_id FROM search_key JOIN person ON person.id = person_id WHERE (removed_on IS NOT NULL) = ?"
_LAST = "ORDER BY person_id DESC"  #: of two with one name the older one is offered


def _near(wanted: str, people: dict[str, int]) -> list[int]:
    close = difflib.get_close_matches(wanted, people, n=6, cutoff=0.7)
    return list(dict.fromkeys(people[key] for key in close))


def _not_found(store: Store, text: str, *, removed: bool) -> NotFoundError:
    if text.strip().casefold() == "me":
        return NotFoundError("netcli does not know yet who you are", hint="netcli init")
    if removed:
        return NotFoundError(f'nobody who was removed is called "{text}"', hint="netcli operations")
    if gone := _seen(store, [p for rule in _WHOLE for p in rule(store, text.strip())], removed=True):
        person = refs(store, gone[:1])[0]
        return NotFoundError(f"{person.name} was removed", hint=f"netcli restore {person.handle}")
    near = near_names(store, text)
    if near:
        hint = "did you mean " + ", ".join(f"{person.name} ({person.handle})" for person in near)
    else:
        hint = f'netcli add "{text}"' if fold(text) else "netcli list --all"
    return NotFoundError(f'nobody is called "{text}"', hint=hint, near=near)


def _seen(store: Store, people: list[int], *, removed: bool) -> list[int]:
    numbers = ", ".join(str(person) for person in people)  # no parameters: SQLite takes 32,766 at most
    condition = "removed_on IS NOT NULL" if removed else "removed_on IS NULL"
    return store.column(f"SELECT id FROM person WHERE id IN ({numbers}) AND {condition} ORDER BY id")


def _by_id(store: Store, text: str) -> list[int]:
    if text.casefold() == "me":
        me = my_id(store)
        return [me] if me else []
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return []
    return store.column("SELECT id FROM person WHERE id = ?", (int(text),)) or _by_alias(store, "id", text)


def _by_handle(store: Store, text: str) -> list[int]:
    key = text.casefold()
    if found := store.column("SELECT id FROM person WHERE handle = ?1 OR uid IN (?2, ?1, upper(?1))", (key, text)):
        return found
    if found := _by_alias(store, "handle", key) or _by_alias(store, "uid", text):
        return found
    if not _UUID_PREFIX.fullmatch(key):
        return []
    return store.column(
        "SELECT id FROM person WHERE uid >= ?1 AND uid < ?1 || 'g' OR uid >= upper(?1) AND uid < upper(?1) || 'G'",
        (key,),
    )


def _by_alias(store: Store, kind: str, value: str) -> list[int]:
    """Return whom an old number, handle or uid leads to since a merge."""
    return store.column("SELECT person_id FROM person_alias WHERE kind = ? AND value = ?", (kind, value))


def _by_address(store: Store, text: str) -> list[int]:
    if "@" in text:
        return _points(store, "email", email_key(text))
    if "/" in text and (found := _points(store, "url", url_key(text))):
        return found
    digits = phone_key(text)
    if len(digits) < 5 or re.search(r"[^\W\d_]", phone_body(text)):
        return []
    if found := _points(store, "phone", *number_keys(store, text)):
        return found
    tail = digits.lstrip("+0")[-9:]  # a national number has no country code: compare the subscriber's digits
    if len(tail) < 7:
        return []
    return store.column(
        "SELECT DISTINCT person_id FROM contact_point WHERE kind = 'phone' AND key GLOB '*' || ?1"
        " AND NOT (?2 AND key GLOB '+*') ORDER BY person_id",
        (tail, digits.startswith("+")),
    )


def _points(store: Store, kind: str, *keys: str) -> list[int]:
    return store.column(
        "SELECT DISTINCT person_id FROM contact_point WHERE kind = ? AND key IN (?, ?) ORDER BY person_id",
        (kind, keys[0], keys[-1]),
    )


def _by_name(store: Store, text: str) -> list[int]:
    return _keys(store, "key = ?", fold(text))


def _by_prefix(store: Store, text: str) -> list[int]:
    handle = text.casefold()
    return _keys(store, "key >= ?1 AND key < ?1 || char(1114111)", fold(text)) + store.column(
        "SELECT id FROM person WHERE handle >= ?1 AND handle < ?1 || '~'", (handle,)
    )


def _by_words(store: Store, text: str) -> list[int]:
    words = fold(text).split()
    if not words or len(words) > 20 or len(text) > 1_000:
        return []
    has = " AND ".join("key LIKE '%' || ? || '%' ESCAPE '\\'" for _ in words)
    return store.column(
        f"SELECT DISTINCT person_id FROM search_key WHERE {has}",
        [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words],
    )


def _keys(store: Store, condition: str, key: str) -> list[int]:
    return store.column(f"SELECT DISTINCT person_id FROM search_key WHERE {condition}", (key,)) if key else []


_WHOLE: tuple[_Rule, ...] = (_by_id, _by_handle, _by_address, _by_name)
_PARTS: tuple[_Rule, ...] = (_by_prefix, _by_words)


def complete(store: Store, start: str, *, limit: int = 50) -> Iterator[tuple[str, str]]:
    """Yield (handle, name and organisation) of my contacts whose handle begins so, by handle."""
    for row in store.rows(
        "SELECT handle, name, (SELECT org.name FROM position JOIN org ON org.id = org_id WHERE person_id = person.id"
        " ORDER BY is_current DESC, position.id DESC LIMIT 1) AS org FROM person"
        f" WHERE handle >= ?1 AND handle < ?1 || '~' AND removed_on IS NULL AND id IN ({MINE})"
        " ORDER BY handle LIMIT ?2",
        (start.casefold(), limit),
    ):
        yield row["handle"], f"{row['name']}, {row['org']}" if row["org"] else row["name"]


def complete_tag(store: Store, start: str, *, limit: int = 50) -> list[tuple[str, str]]:
    """Return (tag, how many carry it) of the tags that begin so, by name; none that a shell may take apart."""
    rows = store.rows(
        "SELECT word, count(*) AS people FROM tag WHERE word >= ?1 AND word < ?1 || char(1114111)"
        " AND word NOT GLOB '*[^a-z0-9-]*' GROUP BY word ORDER BY word LIMIT ?2",
        (start.lower(), limit),
    )
    return [(row["word"], f"{row['people']:,} people") for row in rows]


def complete_org(store: Store, start: str, *, limit: int = 50) -> list[tuple[str, str]]:
    """Return (slug, name) of the organisations whose slug begins so, by slug; the query language finds slugs too."""
    rows = store.rows(
        "SELECT name FROM org WHERE key >= ?1 AND key < ?1 || char(1114111) ORDER BY key LIMIT ?2",
        (fold(start.replace("-", " ")), limit),
    )
    return [(slug(row["name"]), row["name"]) for row in rows if slug(row["name"])]
