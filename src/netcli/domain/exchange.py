"""Exchanges: favours given and received, written, changed and listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from netcli.dates import refuse_to_come
from netcli.domain.ref import my_id
from netcli.errors import BadInputError, ConflictError, NotFoundError
from netcli.model_favour import Direction
from netcli.results import Ref
from netcli.results_favour import Exchange, ExchangeList
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold, nfc, one_line

_LONGEST = 1_000_000
#: What counts as much as it is worth is kept by a noun of its own.
_ELSEWHERE = {
    "introduction": ("an introduction", "netcli intro make ana-pires dana-okafor"),
    "recommendation": ("a recommendation", "netcli recommendation add me ana-pires --for accounting"),
}


class ExchangeEdit(NamedTuple):
    """What was typed about an exchange; None leaves a fact as it is."""

    direction: Direction | None = None
    kind: str | None = None
    text: str | None = None
    on: str | None = None


def read_kind(text: str) -> str:
    """Return what kind of favour a word names; raises BadInputError for none, and for what has its own command."""
    kind = one_line(text).lower()
    if not kind:
        raise BadInputError("the kind is empty", hint="--kind help, advice, referral, or any word")
    if kind in _ELSEWHERE:
        what, hint = _ELSEWHERE[kind]
        raise BadInputError(f"{what} is no exchange", hint=hint)
    return kind


def add_exchange(store: Store, person: Ref, new: ExchangeEdit, today: date) -> int | None:
    """Write a favour and return its number; None if the very same is on file."""
    if person.id == my_id(store):
        raise ConflictError("that is you: a favour needs somebody else", hint="netcli exchange add PERSON TEXT --given")
    columns = _columns(new, today)
    same = " AND ".join(f"{name} IS :{name}" for name in columns)
    if store.value(f"SELECT 1 FROM exchange WHERE person_id = :person AND {same}", {**columns, "person": person.id}):
        return None
    return store.insert("exchange", person_id=person.id, **columns)


def edit_exchange(store: Store, known: Exchange, edit: ExchangeEdit, today: date) -> Exchange:
    """Change an exchange and return it as it is now."""
    fresh = {
        name: value
        for name, value in _columns(edit, today).items()
        if value != getattr(known, {"on_date": "on"}.get(name, name))
    }
    if fresh:
        store.update("exchange", known.id, **fresh)
    return find_exchange(store, known.id)


def _columns(typed: ExchangeEdit, today: date) -> dict[str, str]:
    """Return the columns that were typed; raises BadInputError for a text without words, and for a day to come."""
    text = None if typed.text is None else nfc(typed.text)
    if text == "":
        raise BadInputError("the text is empty", hint='netcli exchange add ana-pires "proofread my talk" --received')
    if text and len(text) > _LONGEST:
        raise BadInputError(f"the text has {len(text):,} characters; {_LONGEST:,} is the most", hint="")
    if typed.on == "":
        raise BadInputError("the date is empty", hint="--on takes a day that is past")
    if typed.on:
        refuse_to_come(typed.on, today)
    told = {"direction": typed.direction, "kind": None if typed.kind is None else read_kind(typed.kind), "text": text}
    return {name: value for name, value in {**told, "on_date": typed.on}.items() if value is not None}


def remove_exchange(store: Store, known: Exchange) -> None:
    """Delete an exchange."""
    store.run("DELETE FROM exchange WHERE id = ?", (known.id,))


def find_exchange(store: Store, number: int) -> Exchange:
    """Return one exchange by its number; raises NotFoundError."""
    row = store.row(f"{_ROWS} AND exchange.id = ?", (number,))
    if row is None:
        raise NotFoundError(f"there is no exchange {number}", hint="netcli exchange list tells their numbers")
    return _read(row)


class ExchangeQuestion(NamedTuple):
    """Which exchanges to list: with these people (None: all), in a direction, of a kind, from a day on."""

    people: frozenset[int] | None = None
    direction: Direction | None = None
    kind: str | None = None
    since: str | None = None
    sort: str = "newest"
    limit: int | None = None


#: The orders of a list; those of a day follow their entry.
ORDERS: dict[str, Callable[[Exchange], tuple[object, ...]]] = {
    "newest": lambda row: (row.on, row.id),
    "oldest": lambda row: (row.on, row.id),
    "person": lambda row: (fold(row.person.name), row.person.id, row.on, row.id),
    "kind": lambda row: (row.kind, row.on, row.id),
}
_ROWS = """
SELECT exchange.*, person.handle, person.name FROM exchange JOIN person ON person.id = person_id
WHERE removed_on IS NULL"""


def list_exchanges(store: Store, question: ExchangeQuestion) -> ExchangeList:
    """Return the exchanges a question chooses, newest first unless it asks otherwise; removed people are left out."""
    rows = store.rows(
        f"{_ROWS} AND (?1 IS NULL OR direction = ?1) AND (?2 IS NULL OR kind = ?2)"
        " AND (?3 IS NULL OR on_date >= substr(?3, 1, length(on_date)))",  # a month counts from any of its days
        (question.direction, question.kind and one_line(question.kind).lower(), question.since),
    )
    found = [_read(row) for row in rows if question.people is None or row["person_id"] in question.people]
    found.sort(key=ORDERS[question.sort], reverse=question.sort == "newest")
    cut = found if question.limit is None else found[: question.limit]
    return ExchangeList(tuple(cut), len(found) - len(cut))


def _read(row: Row) -> Exchange:
    person = Ref(row["person_id"], row["handle"], row["name"])
    return Exchange(row["id"], row["on_date"], row["direction"], person, row["kind"], row["text"])
