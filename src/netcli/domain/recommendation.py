"""Recommendations and endorsements: who vouches for whom, written, changed, listed, deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from netcli.dates import last_day, refuse_to_come
from netcli.errors import BadInputError, ConflictError, NotFoundError
from netcli.model_favour import Vouching
from netcli.results import Ref
from netcli.results_career import Endorsed, Recommendation
from netcli.results_favour import RecommendationList
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold, nfc, one_line

#: States in which somebody vouches for another.
VOUCHED = (Vouching.GIVEN, Vouching.HIDDEN)
_LONGEST = 1_000_000
_ROWS = """
SELECT recommendation.*, author.handle AS author_handle, author.name AS author, subject.handle AS subject_handle,
  subject.name AS subject
FROM recommendation JOIN person AS author ON author.id = author_id JOIN person AS subject ON subject.id = subject_id
WHERE author.removed_on IS NULL AND subject.removed_on IS NULL"""
_ENDORSED = """
SELECT skill.name, count(*) AS people FROM skill JOIN endorsement ON skill_id = skill.id
JOIN person ON person.id = by_id WHERE skill.person_id = ? AND removed_on IS NULL
GROUP BY skill.id ORDER BY people DESC, skill.id"""


def recommendations_of(store: Store, person: int) -> tuple[Recommendation, ...]:
    """Return the recommendations that somebody got or wrote, the newest first; removed people are left out."""
    order = "ORDER BY on_date IS NULL, on_date DESC, recommendation.id"
    return tuple(_read(row) for row in store.rows(f"{_ROWS} AND ? IN (author_id, subject_id) {order}", (person,)))


def endorsed_for(store: Store, person: int) -> tuple[Endorsed, ...]:
    """Return for which skills somebody is endorsed, and by how many people, most first."""
    return tuple(Endorsed(row["name"], row["people"]) for row in store.rows(_ENDORSED, (person,)))


def _read(row: Row) -> Recommendation:
    return Recommendation(
        row["id"], Ref(row["author_id"], row["author_handle"], row["author"]),
        Ref(row["subject_id"], row["subject_handle"], row["subject"]),
        row["for_what"], row["role"], row["text"], row["state"], row["on_date"],
    )  # fmt: skip


class RecommendationEdit(NamedTuple):
    """What was typed about a recommendation: None leaves a fact as it is, an empty text takes it away."""

    for_what: str | None = None
    role: str | None = None
    text: str | None = None
    state: Vouching | None = None
    on: str | None = None


def ask_for(store: Store, author: Ref, subject: Ref, typed: RecommendationEdit, today: date) -> int:
    """Write that somebody was asked for a recommendation, and return its number.

    Raises ConflictError, naming it, if the same one is asked for already.
    """
    _refuse_oneself(author, subject)
    for known in _open(store, author, subject):
        if fold(known.for_what or "") == fold(typed.for_what or ""):
            hint = f"netcli recommendation add {author.handle} {subject.handle}"
            raise ConflictError(f"recommendation {known.id} is asked for already, since {known.on}", hint=hint)
    columns = _columns(typed._replace(state=Vouching.ASKED), today)
    return store.insert("recommendation", author_id=author.id, subject_id=subject.id, **columns)


def give(store: Store, author: Ref, subject: Ref, typed: RecommendationEdit, today: date) -> tuple[int | None, bool]:
    """Write that somebody vouches for another; return its number, and whether it had been asked for.

    One that was asked for is closed by it: the one for the same matter, else one for no matter in particular, else
    the only one if nothing is said of the matter now. The number is None if the very same is on file.
    """
    _refuse_oneself(author, subject)
    columns = _columns(typed._replace(for_what=typed.for_what or None), today)
    if known := _asked_for(store, author, subject, typed.for_what):
        store.update("recommendation", known.id, **columns)
        _refuse_empty(store, known.id)
        return known.id, True
    if store.value(_SAME, {"for_what": None, "text": None, **columns, "author": author.id, "subject": subject.id}):
        return None, False
    number = store.insert("recommendation", author_id=author.id, subject_id=subject.id, **columns)
    _refuse_empty(store, number)
    return number, False


_SAME = """
SELECT 1 FROM recommendation WHERE author_id = :author AND subject_id = :subject AND state IN ('given', 'hidden')
AND for_what IS :for_what AND text IS :text"""


def _asked_for(store: Store, author: Ref, subject: Ref, for_what: str | None) -> Recommendation | None:
    asked = _open(store, author, subject)
    matter = fold(for_what or "")
    same = [known for known in asked if fold(known.for_what or "") == matter]
    any_matter = [known for known in asked if not known.for_what]
    only = asked if not matter and len(asked) == 1 else []
    return next(iter([*same, *any_matter, *only]), None)


def _open(store: Store, author: Ref, subject: Ref) -> list[Recommendation]:
    condition = f"AND author_id = ? AND subject_id = ? AND state = '{Vouching.ASKED}' ORDER BY recommendation.id"
    return [_read(row) for row in store.rows(f"{_ROWS} {condition}", (author.id, subject.id))]


def edit_recommendation(store: Store, known: Recommendation, edit: RecommendationEdit, today: date) -> Recommendation:
    """Change a recommendation and return it as it is now; its source does not change back what I wrote."""
    before = {**known._asdict(), "on_date": known.on}
    fresh = {name: value for name, value in _columns(edit, today).items() if value != before[name]}
    if fresh.keys() & {"text", "state", "on_date"}:
        store.run(_KEEP_OUT, (known.id,))
        fresh["source_id"] = None
    if fresh:
        store.update("recommendation", known.id, **fresh)
        _refuse_empty(store, known.id)
    return find_recommendation(store, known.id)


def _columns(typed: RecommendationEdit, today: date) -> dict[str, str | None]:
    """Return the columns that were typed; raises BadInputError for too long a text, and for a day to come."""
    if typed.text and len(typed.text) > _LONGEST:
        raise BadInputError(f"the text has {len(typed.text):,} characters; {_LONGEST:,} is the most", hint="")
    if typed.on:
        refuse_to_come(typed.on, today)
    told = {
        "for_what": typed.for_what if typed.for_what is None else one_line(typed.for_what),
        "role": typed.role if typed.role is None else one_line(typed.role),
        "text": typed.text if typed.text is None else nfc(typed.text), "state": typed.state, "on_date": typed.on,
    }  # fmt: skip
    return {name: value or None for name, value in told.items() if value is not None}


def _refuse_oneself(author: Ref, subject: Ref) -> None:
    if author.id == subject.id:
        raise BadInputError(f"{author.name} cannot vouch for himself or herself: name two people", hint="")


def _refuse_empty(store: Store, number: int) -> None:
    """Raise BadInputError if a recommendation that is given says neither for what nor anything else."""
    known = find_recommendation(store, number)
    if known.state in VOUCHED and not (known.for_what or known.text):
        raise BadInputError("a recommendation says something", hint="--for accounting, --text '...', or --text -")


def remove_recommendation(store: Store, known: Recommendation) -> None:
    """Delete a recommendation; its source does not bring it back unless it tells it differently."""
    store.run(_KEEP_OUT, (known.id,))
    store.run("DELETE FROM recommendation WHERE id = ?", (known.id,))


_KEEP_OUT = """
INSERT INTO kept_out (source_id, author_id, subject_id, text)
SELECT source_id, author_id, subject_id, text FROM recommendation WHERE id = ? AND source_id IS NOT NULL"""


def find_recommendation(store: Store, number: int) -> Recommendation:
    """Return one recommendation by its number; raises NotFoundError."""
    row = store.row(f"{_ROWS} AND recommendation.id = ?", (number,))
    if row is None:
        raise NotFoundError(f"there is no recommendation {number}", hint="netcli recommendation list")
    return _read(row)


class RecommendationQuestion(NamedTuple):
    """Which recommendations to list: by or for these people (None: anybody), in a state, for some matter.

    `ends` tells whether those that the people wrote are wanted, and whether those about them.
    """

    people: frozenset[int] | None = None
    ends: tuple[bool, bool] = (True, True)
    state: Vouching | None = None
    matter: str | None = None
    sort: str = "newest"
    limit: int | None = None


def _day(row: Recommendation) -> tuple[date, int]:
    return (last_day(row.on) if row.on else date.min, row.id)


#: The orders of a list.
ORDERS: dict[str, Callable[[Recommendation], tuple[object, ...]]] = {
    "newest": _day,
    "oldest": _day,
    "author": lambda row: (fold(row.author.name), row.author.id, row.id),
    "subject": lambda row: (fold(row.subject.name), row.subject.id, row.id),
}


def list_recommendations(store: Store, question: RecommendationQuestion) -> RecommendationList:
    """Return the recommendations a question chooses, newest first unless it asks otherwise."""
    found = [row for row in map(_read, store.rows(_ROWS)) if _is_asked_for(row, question)]
    found.sort(key=ORDERS[question.sort], reverse=question.sort == "newest")
    cut = found if question.limit is None else found[: question.limit]
    return RecommendationList(tuple(cut), len(found) - len(cut))


def _is_asked_for(row: Recommendation, question: RecommendationQuestion) -> bool:
    people, matter = question.people, fold(question.matter or "")
    ends = zip((row.author.id, row.subject.id), question.ends, strict=True)
    return (
        (people is None or any(wanted and person in people for person, wanted in ends))
        and (question.state is None or row.state == question.state)
        and (not matter or any(matter in fold(text or "") for text in (row.for_what, row.text)))
    )
