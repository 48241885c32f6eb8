"""The words of the query language: each one function from a value to the set of people it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from netcli.dates import first_day, is_partial, last_day, read_age
from netcli.domain.degree import next_ring
from netcli.domain.group import members_of
from netcli.domain.last_contact import WITH_ME, last_contacts
from netcli.domain.ref import my_id
from netcli.domain.reference import MINE
from netcli.domain.skill import tells_of
from netcli.errors import BadInputError
from netcli.model import PositionKind, Status
from netcli.model_tie import Level, read_level
from netcli.shape import NamedTuple
from netcli.storage import Store, Value
from netcli.text import fold

People = set[int]


class Wanted(NamedTuple):
    """What a word is asked for: the value as typed, and the day that ages count back from."""

    value: str
    today: date


class Word(NamedTuple):
    """A word: what it means, an example, how to find its people, and what is wrong with a value (empty: nothing)."""

    help: str
    example: str
    find: Callable[[Store, Wanted], People]
    check: Callable[[str], str] = lambda _value: ""


def part_of_text(store: Store, text: str) -> People:
    """Return people with this text, folded, in a name, an organisation, a title, a tag, a city or an address."""
    key = fold(text)
    if not key:
        return set()
    orgs = "SELECT id FROM org WHERE key LIKE ?1 UNION SELECT org_id FROM org_alias WHERE key LIKE ?1"
    at_org = f"SELECT person_id FROM position WHERE org_id IN ({orgs})"
    heaps = store.tuples("SELECT text FROM heap WHERE text LIKE ?1", (_inside(key),))
    return {person for (text,) in heaps for person in _whose_lines(text, key)} | _ids(store, at_org, _inside(key))


def _whose_lines(text: str, key: str) -> Iterator[int]:
    """Yield the numbers of the lines of a heap with this text behind the number. This is the floor of `find`."""
    at = text.find(key)
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        tab = text.find("\t", start)
        if at > tab:
            yield int(text[start:tab])
        at = text.find(key, text.find("\n", at) if at > tab else tab)


def exact_words(store: Store, text: str) -> People:
    """Return people with these whole words, in this order, in a name, an organisation or a title."""
    key = fold(text)
    if not key:
        return set()
    whole = "(' ' || {} || ' ') LIKE '% ' || ?1 || ' %' ESCAPE '\\'"
    names = f"SELECT person_id FROM search_key WHERE {whole.format('key')}"
    alias = f"org_id IN (SELECT org_id FROM org_alias WHERE {whole.format('key')})"
    jobs = f"{_AT_ORG} WHERE {whole.format('org.key')} OR {alias} OR {whole.format('fold(title)')}"
    return _ids(store, names, _escaped(key)) | _ids(store, jobs, _escaped(key))


def _ids(store: Store, sql: str, *values: Value) -> People:
    return set(store.column(sql, values))


def _escaped(key: str) -> str:
    return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _inside(key: str) -> str:
    """Return a LIKE pattern for text inside text; folded keys hold neither % nor _, so nothing is escaped."""
    return f"%{key}%"


#: Titles that hold a text, each folded once: many people share one.
_TITLES = (
    "WITH every (title) AS MATERIALIZED (SELECT DISTINCT title FROM position),"
    " titles (title) AS MATERIALIZED (SELECT title FROM every WHERE fold(title) LIKE ?1)"
)
_AT_ORG = "SELECT person_id FROM position LEFT JOIN org ON org.id = org_id"


def _at(condition: str) -> Callable[[Store, Wanted], People]:
    """Return a finder of people with a position at a named organisation, under a further condition."""

    def find(store: Store, wanted: Wanted) -> People:
        key = _inside(fold(wanted.value))
        return _ids(store, f"{_AT_ORG} WHERE (org.key LIKE ?1 OR {_ALIAS}) AND {condition}", key)

    return find


_ALIAS = "org_id IN (SELECT org_id FROM org_alias WHERE key LIKE ?1)"


def _check_text(value: str) -> str:
    """Tell what is wrong with a text to be looked for: without letters or digits it would be in everything."""
    return "" if fold(value) else "it has no letter or digit"


def _like(sql: str) -> Callable[[Store, Wanted], People]:
    """Return a finder that hands the folded value to a query as a pattern."""
    return lambda store, wanted: _ids(store, sql, _inside(fold(wanted.value)))


def _level(store: Store, wanted: Wanted) -> People:
    """Return people by the newest level between them and me."""
    low, high = _level_range(wanted.value)
    return _ids(store, f"SELECT person_id FROM ({_MY_LEVELS}) WHERE rank = 1 AND level BETWEEN ? AND ?", low, high)


_MY_LEVELS = """
SELECT CASE WHEN a = me.id THEN b ELSE a END AS person_id, level, row_number() OVER
(PARTITION BY tie_id ORDER BY on_date DESC, tie_statement.id DESC) AS rank
FROM person AS me JOIN tie ON a = me.id OR b = me.id JOIN tie_statement ON tie_id = tie.id WHERE me.is_me"""


def _level_range(value: str) -> tuple[int, int]:
    low, high = _ends(value)
    return (_number(low, 1, 1) if low else 1), (_number(high, 5, -1) if high else 5)


def _number(text: str, otherwise: int, step: int) -> int:
    """Return a level, or the next one where the end is open (`4~`)."""
    level = 0 if text.strip("~") == "0" else int(read_level(text.strip("~")))
    return level + (step if text.endswith("~") else 0) if text else otherwise


def _ends(value: str) -> tuple[str, str]:
    """Return the ends of `4..`, `..2`, `2..4`; a bare value is both."""
    low, dots, high = value.partition("..")
    return (low, high) if dots else (value, value)


def _check_level(value: str) -> str:
    ends = [end.strip("~") for end in _ends(value) if end]
    names = ", ".join(f"{int(level)} {level.words}" for level in Level if level)
    try:
        for end in ends:
            if end != "0":
                read_level(end)
    except BadInputError:
        return f"levels are {names}"
    return ""


def _days(value: str, today: date) -> tuple[date, date]:
    """Return the first and last day a date value means: a partial date, a range, an age (`90d`, `1y+`)."""
    if value.endswith("+"):
        return date.min, read_age(value[:-1], today)
    low, high = _ends(value)
    if low == high and not is_partial(low):
        return read_age(low, today), today
    first = first_day(low.strip("~")) if low else date.min
    last = last_day(high.strip("~")) if high else date.max
    return (
        last_day(low.strip("~")) + timedelta(days=1) if low.endswith("~") else first,
        first_day(high.strip("~")) - timedelta(days=1) if high.endswith("~") else last,
    )


def _check_days(value: str) -> str:
    try:
        _days(value, date(2000, 6, 15))
    except (BadInputError, ValueError, OverflowError):
        return "write 2024, 2024.., 2023..2024, 90d (within 90 days) or 1y+ (longer ago)"
    return ""


def _since(store: Store, wanted: Wanted) -> People:
    """Return people by the day since which I know them: when we met, else the oldest evidence between us."""
    first, last = _days(wanted.value, wanted.today)
    me = my_id(store)
    rows = store.rows(
        "SELECT person.id, coalesce(met_on, (SELECT min(on_date) FROM (SELECT on_date, tie_id FROM tie_evidence"
        " UNION ALL SELECT on_date, tie_id FROM tie_statement WHERE level > 0) AS fact"
        " WHERE fact.tie_id = tie.id)) AS day"
        " FROM tie JOIN person ON person.id = CASE WHEN a = ?1 THEN b ELSE a END WHERE a = ?1 OR b = ?1",
        (me,),
    )
    return {row["id"] for row in rows if row["day"] and first <= first_day(row["day"]) <= last}


def _confirmed(store: Store, wanted: Wanted) -> People:
    first, last = _days(wanted.value, wanted.today)
    rows = store.rows("SELECT id, confirmed_on FROM person WHERE confirmed_on IS NOT NULL")
    return {row["id"] for row in rows if first <= first_day(row["confirmed_on"]) <= last}


def _changed(store: Store, wanted: Wanted) -> People:
    """Return people of whom a source told something different on a day that is meant."""
    first, last = _days(wanted.value, wanted.today)
    return _ids(
        store, "SELECT person_id FROM change WHERE on_date BETWEEN ? AND ?", first.isoformat(), last.isoformat()
    )


def _last(store: Store, wanted: Wanted) -> People:
    """Return people by the day of the last contact between us; `never` are those without one."""
    found = last_contacts(store)
    if wanted.value.lower() == "never":
        return _ids(store, "SELECT id FROM person") - found.keys()
    first, last = _days(wanted.value, wanted.today)
    return {person for person, day in found.items() if first <= first_day(day) <= last}


def _check_last(value: str) -> str:
    return "" if value.lower() == "never" or not (wrong := _check_days(value)) else f"{wrong}, or never"


def _degree(store: Store, wanted: Wanted) -> People:
    """Return people by their distance from me in ties of any evidence; 1 are those tied to me."""
    low, high = _degree_range(wanted.value)
    ring: People = {me} if (me := my_id(store)) else set()
    seen, found = ring | _ids(store, _IS["removed"]), set[int]()
    for degree in range(1, high + 1):
        ring = next_ring(store, ring) - seen
        seen |= ring
        if degree >= low:
            found |= ring
        if not ring:
            break
    return found


def _degree_range(value: str) -> tuple[int, int]:
    low, high = _ends(value)
    return (
        int(low.strip("~")) + low.endswith("~") if low else 1,
        int(high.strip("~")) - high.endswith("~") if high else 6,
    )


def _check_degree(value: str) -> str:
    try:
        low, high = _degree_range(value)
    except ValueError:
        return "a degree is a number: degree:1, degree:..2, degree:2..3"
    return "" if low >= 1 and high <= 6 else "degrees go from 1 to 6"


_HAS: dict[str, str] = {
    **{
        kind: f"SELECT person_id FROM contact_point WHERE kind = '{kind}'"
        for kind in ("email", "phone", "url", "address", "im")
    },
    "org": "SELECT person_id FROM position WHERE org_id IS NOT NULL",
    "position": "SELECT person_id FROM position",
    "birthday": "SELECT id FROM person WHERE birthday IS NOT NULL",
    "note": "SELECT id FROM person WHERE note <> '' UNION SELECT person_id FROM remark",
    "tag": "SELECT person_id FROM tag",
    "skill": "SELECT person_id FROM skill",
    "recommendation": "SELECT subject_id FROM recommendation WHERE state IN ('given', 'hidden')",
    "group": "SELECT person_id FROM membership",
    "photo": "SELECT id FROM person WHERE photo IS NOT NULL",
    "level": f"SELECT person_id FROM ({_MY_LEVELS}) WHERE rank = 1 AND level > 0",
    "contact": f"SELECT id FROM ({WITH_ME})",
}
_IS: dict[str, str] = {
    "me": "SELECT id FROM person WHERE is_me",
    "mine": MINE,
    "to-meet": "SELECT id FROM person WHERE to_meet",
    "of-interest": "SELECT person_id FROM position JOIN org ON org.id = org_id WHERE interest_on <> '' AND is_current",
    "removed": "SELECT id FROM person WHERE removed_on IS NOT NULL",
    **{status.value: f"SELECT id FROM person WHERE status = '{status.value}'" for status in Status},
}


def _one_of(choices: dict[str, str]) -> Callable[[str], str]:
    return lambda value: "" if value.lower() in choices else f"one of {' '.join(choices)}"


def _has(store: Store, wanted: Wanted) -> People:
    return _ids(store, _HAS[wanted.value.lower()])


def _has_not(store: Store, wanted: Wanted) -> People:
    return _ids(store, "SELECT id FROM person") - _has(store, wanted)


def _skilled(sql: str) -> Callable[[Store, Wanted], People]:
    """Return a finder of people by texts on what they can do: of (person, text, text), those that tell of it."""

    def find(store: Store, wanted: Wanted) -> People:
        rows = store.tuples(sql)
        every = {text for _, *texts in rows for text in texts if text}
        telling = {text for text in every if tells_of(wanted.value, text)}
        return {person for person, *texts in rows if not telling.isdisjoint(texts)}

    return find


#: For something, in some words, or by an endorsement of a skill.
_RECOMMENDED = """
WITH gone (id) AS MATERIALIZED (SELECT id FROM person WHERE removed_on IS NOT NULL)
SELECT subject_id, for_what, text FROM recommendation WHERE state IN ('given', 'hidden') AND author_id NOT IN gone
UNION ALL SELECT person_id, name, NULL FROM skill
WHERE id IN (SELECT skill_id FROM endorsement WHERE by_id NOT IN gone)"""
_KINDS = {kind.value: "" for kind in PositionKind}

#: Every word, in the order of the help. A new word is one line here.
WORDS: dict[str, Word] = {
    "name": Word("part of a name", "name:ana", _like("SELECT person_id FROM search_key WHERE key LIKE ?"), _check_text),
    "org": Word("is there now", "org:helix", _at("is_current"), _check_text),
    "was": Word("was there, and is no more", "was:helix", _at("NOT is_current"), _check_text),
    "ever": Word("is or was there", "ever:helix", _at("1"), _check_text),
    "school": Word("studied there", "school:lyon", _at("position.kind = 'study'"), _check_text),
    "title": Word(
        "as what", "title:engineer", _like(f"{_TITLES} SELECT person_id FROM position WHERE title IN titles"),
        _check_text,
    ),
    "kind": Word(
        f"has a position of this kind: {' '.join(_KINDS)}", "kind:board",
        lambda store, w: _ids(store, "SELECT person_id FROM position WHERE kind = ?", w.value.lower()), _one_of(_KINDS),
    ),
    "skill": Word("has this skill or language", "skill:sql", _skilled("SELECT person_id, name FROM skill")),
    "recommended": Word("somebody vouches for them, for this", "recommended:tax", _skilled(_RECOMMENDED)),
    "tag": Word(
        "carries this tag", "tag:board",
        lambda store, w: _ids(store, "SELECT person_id FROM tag WHERE word = ?", w.value.lower()),
    ),
    "group": Word(
        "is in this group", "group:board",
        lambda store, w: set(members_of(store, w.value)),
    ),
    "city": Word(
        "lives there", "city:lyon",
        _like(
            "SELECT person_id FROM contact_point WHERE kind = 'address'"
            " AND fold(coalesce(json_extract(parts, '$.city'), value)) LIKE ?"
        ),
        _check_text,
    ),
    "level": Word("how well you know each other", "level:4..", _level, _check_level),
    "degree": Word("so many ties from you", "degree:..2", _degree, _check_degree),
    "since": Word("known since", "since:2024..", _since, _check_days),
    "last": Word("last contact with you", "last:90d+ or last:never", _last, _check_last),
    "changed": Word("a source told something different", "changed:90d", _changed, _check_days),
    "confirmed": Word("facts last looked at", "confirmed:1y+", _confirmed, _check_days),
    "note": Word(
        "in a note or remark", "note:tea",
        _like(
            "SELECT id FROM person WHERE fold(note) LIKE ?1"
            " UNION SELECT person_id FROM remark WHERE fold(text) LIKE ?1"
        ),
        _check_text,
    ),
    "source": Word(
        "a source has them; twice: both do", "source:phone",
        _like(
            "SELECT person_id FROM source_record JOIN source ON source.id = source_id"
            " WHERE fold(source.name) LIKE ? AND gone_on IS NULL"
        ),
        _check_text,
    ),
    "has": Word("there is one", f"has:{'|'.join(_HAS)}", _has, _one_of(_HAS)),
    "no": Word("there is none", "no:email", _has_not, _one_of(_HAS)),
    "is": Word("is", f"is:{'|'.join(_IS)}", lambda store, w: _ids(store, _IS[w.value.lower()]), _one_of(_IS)),
}  # fmt: skip
