"""Days that come back every year: birthdays, dated events, and years at an organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from netcli.domain.person import refs
from netcli.domain.way import best_values
from netcli.errors import UsageError
from netcli.recurrence import next_yearly
from netcli.results import Occasion, OccasionList, Ref
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold

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


#: The orders of a list; equal ones follow the name.
ORDERS: dict[str, Callable[[Occasion], tuple[object, ...]]] = {
    "day": lambda one: (one.on, fold(one.person.name), one.person.id),
    "name": lambda one: (fold(one.person.name), one.person.id, one.on),
}


def list_occasions(store: Store, question: OccasionQuestion, today: date) -> OccasionList:
    """Return the days that a question asks for, by day; a few queries. 29 February is kept on 28 in other years."""
    if question.sort not in ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(ORDERS)}")
    found = [
        (row, on)
        for row in _rows(store, question, today)
        if (question.people is None or row["id"] in question.people)
        and (on := _next(row["on_date"], today)) is not None
        and (on - today).days <= question.ahead
        and (row["kind"] != WORK or on.year > int(row["on_date"][:4]))
    ]
    named = {ref.id: ref for ref in refs(store, list(dict.fromkeys(row["id"] for row, _ in found)))}
    ways = best_values(store, named.values())
    told = [_occasion(row, named[row["id"]], on, today)._replace(way=ways.get(row["id"])) for row, on in found]
    told.sort(key=ORDERS[question.sort])
    cut = told if question.limit is None else told[: question.limit]
    return OccasionList(tuple(cut), len(told) - len(cut))


def _rows(store: Store, question: OccasionQuestion, today: date) -> Iterator[Row]:
    """Yield the rows whose day and month are in the window, or in none of a year's: they are few."""
    days = {f"{today + timedelta(days=n):%m-%d}" for n in range(min(question.ahead, _WHOLE_YEAR) + 1)}
    if "02-28" in days:
        days.add("02-29")
    months = {day[:2] + "-01" for day in days if day.endswith("-01")}
    values = {"everybody": int(question.everybody), "level": question.work_level}
    for kind, sql in _DAYS.items():
        if kind != WORK or question.work:
            yield from (row for row in store.rows(sql, values) if _day(row["on_date"]) in days | months)


def _day(partial: str) -> str:
    """Return month and day of a date; of a month its first day."""
    return f"{partial[5:7]}-01" if len(partial) == 7 and partial[0] != "-" else partial[-5:]


def _next(partial: str, today: date) -> date | None:
    month, _, day = _day(partial).partition("-")
    return next_yearly(int(month), int(day), today)


def _occasion(row: Row, person: Ref, on: date, today: date) -> Occasion:
    first = row["on_date"][:4]
    years = on.year - int(first) if first.isdigit() and on.year > int(first) else None
    return Occasion(row["kind"], person, on.isoformat(), (on - today).days, years, _words(row, years), None)


def _words(row: Row, years: int | None) -> str:
    if row["kind"] == BIRTHDAY:
        return f"turns {years}" if years else "birthday"
    if row["kind"] == WORK:
        since = "this month" if len(row["on_date"]) == 7 else ""
        return " ".join(filter(None, (f"{years} year{'s' * (years != 1)} at {row['what']}", since)))
    return f"{row['what']}, {years} year{'s' * (years != 1)}" if years else str(row["what"])


_WHOSE = "JOIN listed ON listed.id = person.id WHERE removed_on IS NULL AND status <> 'deceased' AND NOT is_me"
_SCOPE = "AND (is_mine OR :everybody)"
#: A date counts with month and day, or without a year; a start at work with a month too.
_DATED = "(on_date GLOB '????-??-??' OR on_date GLOB '--??-??')"
_DAYS = {
    BIRTHDAY: f"""SELECT person.id, '{BIRTHDAY}' AS kind, birthday AS on_date, '' AS what FROM person {_WHOSE} {_SCOPE}
AND birthday IS NOT NULL AND (birthday GLOB '????-??-??' OR birthday GLOB '--??-??') AND :level >= 0""",
    "event": f"""SELECT person.id, label AS kind, on_date, label AS what
FROM event JOIN person ON person.id = person_id {_WHOSE} {_SCOPE} AND {_DATED} AND :level >= 0""",
    WORK: f"""SELECT person.id, '{WORK}' AS kind, start_on AS on_date, coalesce(org.name, position.title) AS what
FROM position JOIN person ON person.id = person_id LEFT JOIN org ON org.id = org_id {_WHOSE} {_SCOPE}
AND position.kind = 'work' AND is_current AND length(start_on) >= 7 AND coalesce(level, 0) >= :level""",
}
