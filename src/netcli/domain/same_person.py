"""The question whether two records are one person, and its answers: merged, two people, or another time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from netcli.domain.duplicates import Double, doubles_among, find_doubles
from netcli.domain.match_decision import DIFFERENT, LATER, decide
from netcli.domain.merge import merge_people
from netcli.namesakes import ordered
from netcli.results import Ref
from netcli.results_import import Review
from netcli.results_review import Question, Sign
from netcli.storage import Row, Store

SAME, ONE = "same", "y"
ANSWERS = {ONE: "same person, keep the first", "n": "two people", "l": "ask me later"}
_BATCH = 500


def same_questions(store: Store, today: date, among: frozenset[int] | None) -> list[Question]:
    """Return the question for each two who may be one person: pairs with a contact of mine first, then the likeliest.

    `a` is the one to keep: me, else a contact of mine, else whose name is written out, else of whom more is known, else
    who is longer on file.
    """
    found = find_doubles(store, today)
    if among is not None:
        found = [double for double in found if not among.isdisjoint(double.pair)]
    rows = _rows(store, sorted({person for double in found for person in double.pair}))
    mine = {person for person, row in rows.items() if row["is_mine"] or row["is_me"]}
    found.sort(key=lambda double: (mine.isdisjoint(double.pair), -double.likeness.p, double.pair))
    return [_question(double, *sorted((rows[person] for person in double.pair), key=_worth)) for double in found]


def _worth(row: Row) -> tuple[int, ...]:
    initials = sum(len(word.rstrip(".")) == 1 for word in row["name"].split())
    return (-row["is_me"], -row["is_mine"], initials, -row["facts"], row["id"])


def _rows(store: Store, people: Sequence[int]) -> dict[int, Row]:
    batches = (people[at : at + _BATCH] for at in range(0, len(people), _BATCH))
    return {row["id"]: row for batch in batches for row in store.rows(_ABOUT.format(", ".join(map(str, batch))))}


_ABOUT = """
SELECT person.id, handle, name, is_me, is_mine, org, email, phone,
  (SELECT group_concat(name, ', ') FROM (SELECT DISTINCT source.name FROM source_record
    JOIN source ON source.id = source_id WHERE person_id = person.id ORDER BY source.name)) AS sources,
  (SELECT count(*) FROM contact_point WHERE person_id = person.id)
    + (SELECT count(*) FROM position WHERE person_id = person.id)
    + (SELECT count(*) FROM remark WHERE person_id = person.id)
    + (SELECT count(*) FROM tag WHERE person_id = person.id)
    + (SELECT count(*) FROM participant WHERE person_id = person.id) AS facts
FROM person JOIN listed USING (id) WHERE person.id IN ({0})"""


def _question(double: Double, first: Row, second: Row) -> Question:
    a, b = (Ref(row["id"], row["handle"], row["name"]) for row in (first, second))
    names = f"{a.name} and {b.name}" if a.name != b.name else f"{a.name}, twice on file"
    return Question(
        f"same-{double.pair[0]}-{double.pair[1]}", SAME, f"{names}: one person? {told(double.likeness.signs)}",
        f"netcli merge {a.handle} {b.handle}", a, b, p=double.likeness.p, why=double.likeness.signs,
        about=(_about(first), _about(second)), no=f"netcli merge {a.handle} {b.handle} --no",
    )  # fmt: skip


def told(signs: Iterable[Sign]) -> str:
    """Return signs in words: what speaks for it, then what against it."""
    parts: tuple[list[str], list[str]] = ([], [])
    for sign in signs:
        parts[sign.bits < 0].append(sign.text)
    words = "; ".join(parts[0])
    against = f"{'but ' if words else ''}{', '.join(parts[1])}" if parts[1] else ""
    whole = "; ".join(filter(None, (words, against)))
    return whole[:1].upper() + whole[1:]


def _about(row: Row) -> str:
    """Return one line on somebody: name and organisation, how he is reached, and who says so."""
    who = ", ".join(filter(None, (row["name"], row["org"])))
    reached = ", ".join(filter(None, (row["email"], row["phone"])))
    source = "this is you" if row["is_me"] else f"from {row['sources']}" if row["sources"] else "entered by you"
    return "; ".join(filter(None, (who, reached, source)))


def answer_same(store: Store, question: Question, answer: str, today: date) -> str:
    """Write the answer to a question: y makes the two one, n keeps for good that they are two, l asks again later."""
    assert question.a is not None  # noqa: S101 - as _question makes it
    assert question.b is not None  # noqa: S101
    one, other = question.a, question.b
    if answer == ONE:
        if store.value("SELECT count(*) FROM person WHERE id IN (?, ?)", (one.id, other.id)) < 2:
            return f"{one.name} and {other.name}: one is no longer on file"
        merge_people(store, one, other)
        return f"merged {other.name} ({other.handle}) into {one.name} ({one.handle})"
    decide(store, one.id, other.id, DIFFERENT if answer == "n" else LATER, on=today.isoformat())
    return f"{one.name} ({one.handle}) and {other.name} ({other.handle}): {'two people' if answer == 'n' else 'later'}"


def open_reviews(store: Store, reviews: Iterable[Review], today: date) -> list[Review]:
    """Return those pairs of an import on which `review` has a question, in the order given."""
    by_pair = {ordered(review.person.id, review.other.id): review for review in reviews}
    return [by_pair[double.pair] for double in doubles_among(store, by_pair, today)]
