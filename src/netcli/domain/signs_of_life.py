"""Whom of my contacts I have not said how well I know, those first with whom most has happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netcli.domain.ref import my_id, refs
from netcli.results import Ref
from netcli.results_review import Question
from netcli.shape import NamedTuple
from netcli.storage import Row, Store


class Signs(NamedTuple):
    """What is on file between somebody and me; `newest` is the latest date in it, empty if there is none.

    The fields stand in the order in which they count: contacts on dates, remarks, sources, contact points, recency.
    """

    contacts: int = 0
    remarks: int = 0
    sources: int = 0
    points: int = 0
    newest: str = ""


def without_level(store: Store) -> list[int]:
    """Return my contacts of whom neither has said how well we know each other, by id.

    Somebody I only want to meet is none of them: that I do not know him is said already.
    """
    me = my_id(store)
    return [] if me is None else store.column(_WITHOUT_LEVEL, (me,))


_PAIR = "a = min(?1, person.id) AND b = max(?1, person.id)"
_WITHOUT_LEVEL = f"""
SELECT person.id FROM listed CROSS JOIN person ON person.id = listed.id
WHERE is_mine AND status = 'active' AND removed_on IS NULL AND NOT is_me
AND NOT EXISTS (SELECT 1 FROM tie JOIN tie_statement ON tie_id = tie.id WHERE {_PAIR})
AND (NOT to_meet OR EXISTS (SELECT 1 FROM tie JOIN tie_evidence ON tie_id = tie.id WHERE {_PAIR})) ORDER BY person.id"""


def level_questions(store: Store, among: frozenset[int] | None) -> list[Question]:
    """Return the question how well we know each other for each who has no level: most signs of life first.

    Those with more contacts with me on dates come first; of equals those with more remarks, then in more sources, then
    with more contact points, then with the newest date, then in order of id. Half a dozen queries.
    """
    people = [person for person in without_level(store) if among is None or person in among]
    if not people:
        return []
    me = my_id(store) or 0
    clues = _Clues(store, me)
    people.sort(key=clues.signs, reverse=True)  # stable: equals stay in order of id
    rows = {row["id"]: row for row in store.rows(_MINE)}
    owner = refs(store, [me])[0]
    return [_question(owner, rows[person], clues.told(person)) for person in people]


_MINE = "SELECT id, handle, name, title, org FROM listed JOIN person USING (id) WHERE is_mine"


def _question(owner: Ref, row: Row, told: str) -> Question:
    who = ", ".join(filter(None, (row["name"], row["title"], row["org"]))) + (f" ({told})" if told else "")
    other = Ref(row["id"], row["handle"], row["name"])
    return Question(
        f"level-{other.id}", "level", f"{who}: how well do you know each other?",
        f"netcli link me {other.handle} --level 1-5", owner, other,
    )  # fmt: skip


class _Clues:
    """What helps to remember somebody, read for everybody at once."""

    def __init__(self, store: Store, me: int) -> None:
        self._counts: dict[tuple[str, int], int] = {}
        self._newest: dict[int, str] = {}
        self._points: dict[int, list[str]] = {}
        self._evidence: dict[int, dict[str, str]] = {}
        for name, sql in _COUNTED.items():
            for person, count, newest in store.rows(sql, {"me": me}):
                self._counts[name, person] = self._counts.get((name, person), 0) + count
                self._newest[person] = max(self._newest.get(person, ""), newest or "")
        for person, kind in store.rows("SELECT DISTINCT person_id, kind FROM contact_point"):
            self._points.setdefault(person, []).append(kind)
        for person, kind, on in store.rows(_EVIDENCE, (me,)):
            self._evidence.setdefault(person, {})[kind] = on
            if kind != "book":  # which is dated by the day it was read
                self._newest[person] = max(self._newest.get(person, ""), on)

    def signs(self, person: int) -> Signs:
        """Return what is on file between this person and me."""
        contacts, remarks, sources, points = (self._counts.get((name, person), 0) for name in Signs._fields[:-1])
        return Signs(contacts, remarks, sources, points, self._newest.get(person, ""))

    def told(self, person: int) -> str:
        """Return the clues in words: where I have him from, then what there is beside."""
        known = self._evidence.get(person, {})
        since = [f"{words} since {known[kind][:4]}" for kind, words in _SINCE.items() if kind in known]
        return "; ".join(filter(None, (", ".join(since), ", ".join(self._rest(person)))))

    def _rest(self, person: int) -> Iterator[str]:
        signs, kinds = self.signs(person), self._points.get(person, ())
        if signs.contacts:
            yield f"{signs.contacts:,} meeting{'s' * (signs.contacts > 1)} or messages"
        if signs.remarks:
            yield f"{signs.remarks:,} remark{'s' * (signs.remarks > 1)}"
        if signs.sources > 1:
            yield f"in {signs.sources} sources"
        if ways := [words for kind, words in _WAYS.items() if kind in kinds]:
            yield _listed(ways)


def _listed(words: Sequence[str]) -> str:
    """Return words as people list them: a, b and c."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


_WAYS = {"phone": "phone", "email": "e-mail", "im": "chat", "address": "postal address", "url": "web page"}
_SINCE = {
    "book": "in your address book",
    "linkedin": "on LinkedIn",
    "met": "introduced to you",
    "related": "named as related",
    "known-by": "has you in an address book",
}
#: How much there is of each sign, and its newest date.
_COUNTED = {
    "contacts": """SELECT theirs.person_id, count(*), max(on_date) FROM participant AS mine
JOIN interaction ON interaction.id = mine.interaction_id
JOIN participant AS theirs ON theirs.interaction_id = interaction.id AND theirs.person_id <> :me
WHERE mine.person_id = :me GROUP BY 1
UNION ALL SELECT from_id + to_id - :me, sum(count), max(on_date) FROM contact_day
WHERE (from_id = :me OR to_id = :me) AND channel NOT IN ('together', 'comail') GROUP BY 1""",
    "remarks": "SELECT person_id, count(*), max(on_date) FROM remark GROUP BY 1",
    "sources": "SELECT person_id, count(DISTINCT source_id), NULL FROM source_record GROUP BY 1",
    "points": "SELECT person_id, count(*), NULL FROM contact_point GROUP BY 1",
}
_EVIDENCE = """
SELECT a + b - ?1, kind, min(on_date) FROM tie JOIN tie_evidence ON tie_id = tie.id WHERE a = ?1 OR b = ?1
GROUP BY 1, 2"""
