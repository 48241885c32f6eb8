"""Lists of people: whom a question finds, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netcli.domain.reference import MINE
from netcli.errors import UsageError
from netcli.results import PersonList, PersonRow
from netcli.storage import Row, Store, Value
from netcli.text import fold


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """Whom to list: people who match every word, tag and organisation; my contacts unless `everybody`."""

    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    org: str | None = None
    removed: bool = False
    everybody: bool = False
    sort: str = "name"
    limit: int | None = None


_ORDERS: dict[str, Callable[[PersonRow], tuple[object, ...]]] = {
    "name": lambda row: (fold(row.name), row.id),
    "org": lambda row: (row.org is None, fold(row.org or ""), fold(row.name), row.id),
    "level": lambda row: (-(row.level or 0), fold(row.name), row.id),
    "added": lambda row: (-row.id,),
}


def list_people(store: Store, question: ListQuestion) -> PersonList:
    """Return the people a question finds, with how many of them are known only through others."""
    if question.sort not in _ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(_ORDERS)}")
    where, values = _conditions(question)
    mine = set(store.column(MINE))
    found = [_read(row) for row in store.rows(_ROWS.format(where=where), values)]
    scope_open = question.everybody or question.removed
    shown = [row for row in found if scope_open or row.id in mine]
    shown.sort(key=_ORDERS[question.sort])
    cut = shown if question.limit is None else shown[: question.limit]
    return PersonList(tuple(cut), len(found) - len(shown), len(shown) - len(cut))


_ROWS = """
WITH job AS (SELECT person_id, org_id, title, row_number() OVER
  (PARTITION BY person_id ORDER BY is_current DESC, coalesce(start_on, end_on, '') DESC, id) AS rank FROM position),
point AS (SELECT person_id, kind, value, parts, row_number() OVER
  (PARTITION BY person_id, kind ORDER BY is_preferred DESC, id) AS rank FROM contact_point),
stated AS (SELECT CASE WHEN a = me.id THEN b ELSE a END AS person_id, level, row_number() OVER
  (PARTITION BY tie_id ORDER BY on_date DESC, tie_statement.id DESC) AS rank
  FROM person AS me JOIN tie ON me.id IN (a, b) JOIN tie_statement ON tie_id = tie.id WHERE me.is_me)
SELECT person.id, person.handle, person.name, org.name AS org, job.title, mail.value AS email, phone.value AS phone,
  json_extract(address.parts, '$.city') AS city, group_concat(tag.word) AS tags, stated.level
FROM person
LEFT JOIN job ON job.person_id = person.id AND job.rank = 1 LEFT JOIN org ON org.id = job.org_id
LEFT JOIN point AS mail ON mail.person_id = person.id AND mail.kind = 'email' AND mail.rank = 1
LEFT JOIN point AS phone ON phone.person_id = person.id AND phone.kind = 'phone' AND phone.rank = 1
LEFT JOIN point AS address ON address.person_id = person.id AND address.kind = 'address' AND address.rank = 1
LEFT JOIN stated ON stated.person_id = person.id AND stated.rank = 1
LEFT JOIN tag ON tag.person_id = person.id
WHERE {where} GROUP BY person.id"""


def _read(row: Row) -> PersonRow:
    tags = tuple(sorted(row["tags"].split(","))) if row["tags"] else ()
    names = ("id", "handle", "name", "org", "title", "email", "phone", "city", "level")
    return PersonRow(**{name: row[name] for name in names}, tags=tags)


def _conditions(question: ListQuestion) -> tuple[str, list[Value]]:
    clauses = [f"NOT person.is_me AND person.removed_on IS {'NOT ' if question.removed else ''}NULL"]
    values: list[Value] = []
    holds = "EXISTS (SELECT 1 FROM {} WHERE person_id = person.id AND {})"
    at_org = "position JOIN org ON org.id = org_id"
    part = "key LIKE '%' || ? || '%'"
    for word in (fold(word) for word in question.words):
        clauses.append(f"({holds.format('search_key', part)} OR {holds.format(at_org, 'org.' + part)})")
        values += [word, word]
    for tag in question.tags:
        clauses.append(holds.format("tag", "word = ?"))
        values.append(tag.lower())
    if question.org:
        clauses.append(holds.format(at_org, "org." + part))
        values.append(fold(question.org))
    return " AND ".join(clauses), values
