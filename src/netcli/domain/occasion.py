"""Days that come back every year: birthdays, dated events, and years at an organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from netcli.domain.ref import refs
from netcli.domain.way import best_values
from netcli.errors import UsageError
from netcli.recurrence import next_yearly
from netcli.results import Ref
from netcli.results_upkeep import Occasion, OccasionList
from netcli.shape import NamedTuple
from netcli.storage import Row, Store

BIRTHDAY, WORK = "birthday", "work anniversary"
_WHOLE_YEAR = 366


class OccasionQuestion(NamedTuple):
    """Which days to tell: those of the next `ahead` days, of these people (None: my contacts).

    `work` adds years at an organisation, of people from a level on (0: of all).
    """

    ahead: int = 30
    people: frozenset[int] | None = None
    everybody: bool = False
    work: bool = False
    work_level: int = 0
    sort: str = "day"
    limit: int | None = None


class Found(NamedTuple):
    """A day that comes back: whose, of what kind, since when, which words, table and number of its row; the next."""

    row: Row
    on: date


#: The orders of a list.
ORDERS: dict[str, Callable[[Found], tuple[object, ...]]] = {
    "day": lambda one: (one.on, one.row["name_key"], one.row["id"]),
    "name": lambda one: (one.row["name_key"], one.row["id"], one.on),
}


def list_occasions(store: Store, question: OccasionQuestion, today: date) -> OccasionList:
    """Return the days that a question asks for, by day; a few queries. 29 February is kept on 28 in other years."""
    found = find_occasions(store, question, today)
    cut = found if question.limit is None else found[: question.limit]
    named = {ref.id: ref for ref in refs(store, list(dict.fromkeys(row["id"] for row, _ in cut)))}
    ways = best_values(store, named.values())
    told = [_occasion(row, named[row["id"]], on, today)._replace(way=ways.get(row["id"])) for row, on in cut]
    return OccasionList(tuple(told), len(found) - len(cut))


def find_occasions(store: Store, question: OccasionQuestion, today: date) -> list[Found]:
    """Return all the days that a question asks for, in its order, as rows."""
    if question.sort not in ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(ORDERS)}")
    found = [
        Found(row, on)
        for row in _rows(store, question, today)
        if (question.people is None or row["id"] in question.people)
        and ((on := next_yearly(*month_day(row["on_date"]), today)) - today).days <= question.ahead
        and (row["kind"] != WORK or on.year > int(row["on_date"][:4]))
    ]
    return sorted(found, key=ORDERS[question.sort])


def _rows(store: Store, question: OccasionQuestion, today: date) -> Iterator[Row]:
    """Yield the rows of the days that are meant, or of the people, whichever are fewer to look up."""
    ahead = min(question.ahead, _WHOLE_YEAR)
    days = {f"{today + timedelta(days=n):%m-%d}" for n in range(ahead + 1)}
    if "02-28" in days:
        days.add("02-29")
    by_person = question.people is not None and len(question.people) <= len(days)
    wanted = question.people if by_person and question.people is not None else {*days, *(day[:2] for day in days)}
    for kind, (sql, day) in _DAYS.items():
        if kind != WORK or question.work:
            by = "person.id = value" if by_person else f"{day} = value"
            everybody, level = int(question.everybody), question.work_level if kind == WORK else 0
            yield from store.rows_of(sql.format(by=by), wanted, everybody=everybody, level=level)


def month_day(partial: str) -> tuple[int, int]:
    """Return month and day of a date; of a month its first day."""
    if len(partial) == len("2019-03"):
        return (int(partial[2:4]), int(partial[5:])) if partial[0] == "-" else (int(partial[5:]), 1)
    return int(partial[-5:-3]), int(partial[-2:])


def _occasion(row: Row, person: Ref, on: date, today: date) -> Occasion:
    first = row["on_date"][:4]
    years = on.year - int(first) if first.isdigit() and on.year > int(first) else None
    return Occasion(
        row["kind"], person, on.isoformat(), (on - today).days, years, _words(row, on, years), None, row["on_date"],
        row["what"],
    )  # fmt: skip


def _words(row: Row, on: date, years: int | None) -> str:
    if row["kind"] == BIRTHDAY:
        return f"turns {years}" if years else "birthday"
    if row["kind"] == WORK:
        since = f"in {on:%B}" if len(row["on_date"]) == len("2019-03") else ""
        return " ".join(filter(None, (f"{years} year{'s' * (years != 1)} at {row['what']}", since)))
    return f"{row['what']}, {years} year{'s' * (years != 1)}" if years else str(row["what"])


_WHOSE = """CROSS JOIN listed ON listed.id = person.id
WHERE removed_on IS NULL AND status <> 'deceased' AND NOT is_me AND (is_mine OR :everybody)
AND coalesce(level, 0) >= :level"""
#: A date counts with month and day, or without a year; a start at work with a month too.
_DATED = "({0} GLOB '????-??-??' OR {0} GLOB '--??-??')"
_PERSON = "SELECT person.id, person.name, name_key"
#: Of each kind the query, and what of the date is looked up.
_DAYS = {
    BIRTHDAY: (
        f"""{_PERSON}, '{BIRTHDAY}' AS kind, birthday AS on_date, '' AS what, 'person' AS tab, person.id AS number
FROM wanted CROSS JOIN person ON {{by}} AND birthday IS NOT NULL AND {_DATED.format("birthday")} {_WHOSE}""",
        "substr(birthday, -5)",
    ),
    "event": (
        f"""{_PERSON}, label AS kind, on_date, label AS what, 'event' AS tab, event.id AS number
FROM wanted CROSS JOIN event ON {_DATED.format("on_date")} CROSS JOIN person ON person.id = person_id AND {{by}}
{_WHOSE}""",
        "substr(on_date, -5)",
    ),
    WORK: (
        f"""{_PERSON}, '{WORK}' AS kind, start_on AS on_date,
coalesce(org.name, position.title) AS what, 'position' AS tab, position.id AS number
FROM wanted CROSS JOIN position ON {{by}} CROSS JOIN person ON person.id = person_id LEFT JOIN org ON org.id = org_id
{_WHOSE} AND position.kind = 'work' AND is_current AND length(start_on) >= 7""",
        "substr(start_on, 6)",
    ),
}
