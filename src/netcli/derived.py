"""What is kept a second time so that it is read fast: what lists show of a person, and whom he is tied to.

`listed` has a row a person, with what a search looks in; `heap` has that text of many people at once; `arc` has both
directions of every tie. An operation ends by
writing these rows anew for everybody whose rows it wrote: its journal tells whom. So no command has to think of it,
and undo, redo, merges and imports cannot forget it.
"""

from __future__ import annotations

_POINT = (
    "SELECT {} FROM contact_point WHERE person_id = person.id AND kind = '{}' ORDER BY is_preferred DESC, id LIMIT 1"
)
_JOB = (
    "SELECT id FROM position WHERE person_id = person.id"
    " ORDER BY is_current DESC, coalesce(start_on, end_on, '') DESC, id LIMIT 1"
)
_LEVEL = "SELECT {} FROM tie_statement WHERE tie_id = mine.id ORDER BY on_date DESC, id DESC LIMIT 1"
_TEXT = """
SELECT key FROM search_key WHERE person_id = person.id
UNION SELECT fold(title) FROM position WHERE person_id = person.id AND title <> ''
UNION SELECT word FROM tag WHERE person_id = person.id
UNION SELECT key FROM contact_point WHERE person_id = person.id AND kind IN ('email', 'address')"""

#: One row a person; `mine` is the tie between the owner and him. Somebody is my contact whom I stated to know, whom my
#: own books show, or whom I want to meet.
ROWS = f"""
SELECT person.id, org.name, job.title,
  ({_POINT.format("value", "email")}),
  ({_POINT.format("value", "phone")}),
  ({_POINT.format("iif(json_valid(parts), json_extract(parts, '$.city'), NULL)", "address")}),
  (SELECT group_concat(word, char(10)) FROM (SELECT word FROM tag WHERE person_id = person.id ORDER BY word)),
  ({_LEVEL.format("level")}),
  fold(person.name),
  person.to_meet OR EXISTS (SELECT 1 FROM tie_evidence WHERE tie_id = mine.id)
    OR coalesce(({_LEVEL.format("level")}), 0) > 0,
  coalesce((SELECT group_concat(key, char(10)) FROM ({_TEXT})), ''),
  ({_LEVEL.format("on_date")})
FROM person LEFT JOIN person AS me ON me.is_me
LEFT JOIN tie AS mine ON mine.a = min(me.id, person.id) AND mine.b = max(me.id, person.id)
LEFT JOIN position AS job ON job.id = ({_JOB}) LEFT JOIN org ON org.id = job.org_id"""
_WRITE = (
    f"INSERT INTO listed (id, org, title, email, phone, city, tags, level, name_key, is_mine, text, level_on) {ROWS}"
)

_OF_TIE = ("tie_statement", "tie_evidence")
_OF_PERSON = ("contact_point", "position", "tag", "other_name")


def _owners(column: str, tables: tuple[str, ...]) -> str:
    """Return the query for whose the rows are that were written: as they are now, and as they were before."""
    now = (f"SELECT {column} FROM {t} WHERE id IN (SELECT row FROM wrote WHERE name = '{t}')" for t in tables)
    return " UNION ".join((*now, f"SELECT json_extract(before, '$.{column}') FROM wrote WHERE name IN {tables}"))


_WROTE = f"""
WITH wrote (name, row, before) AS MATERIALIZED (
  SELECT table_name, row_id, before FROM journal WHERE operation_id = :operation),
ties (id) AS (SELECT row FROM wrote WHERE name = 'tie' UNION {_owners("tie_id", _OF_TIE)}),
pairs (a, b) AS (SELECT a, b FROM tie WHERE id IN ties UNION SELECT json_extract(before, '$.a'),
  json_extract(before, '$.b') FROM wrote WHERE name = 'tie' AND before IS NOT NULL)"""
#: Everybody whose rows an operation wrote.
_TOUCHED = f"""{_WROTE}
SELECT row FROM wrote WHERE name = 'person'
UNION {_owners("person_id", _OF_PERSON)}
UNION SELECT person_id FROM position WHERE org_id IN (SELECT row FROM wrote WHERE name = 'org')
UNION SELECT a FROM pairs UNION SELECT b FROM pairs"""

#: From when a tie counts both ways whatever else is stored: all that was ever stated of it is a level both ways, or
#: nothing was; then from the oldest statement or evidence on.
_SURE_ON = """
iif(coalesce((SELECT min(level > 0 AND both_ways) FROM tie_statement WHERE tie_id = tie.id), 1),
  (SELECT min(on_date) FROM (SELECT on_date FROM tie_statement WHERE tie_id = tie.id
    UNION ALL SELECT on_date FROM tie_evidence WHERE tie_id = tie.id)), NULL)"""
_BOTH_WAYS = f"""SELECT a, b, {_SURE_ON} FROM tie WHERE {{0}} UNION ALL SELECT b, a, {_SURE_ON} FROM tie WHERE {{0}}"""
#: Both directions of every tie.
ARCS = _BOTH_WAYS.format("1")
_ARCS = f"INSERT INTO arc (from_id, to_id, sure_on) {_BOTH_WAYS}"

#: A heap holds the lines of so many people one after the other, each with his number before it: reading a few long
#: texts is far faster than many rows.
HEAP = 256
_LINE = "listed.id || char(9) || lower(replace(text, char(10), char(9)))"
_TOGETHER = f"""SELECT listed.id / {HEAP} AS heap_number,
char(10) || group_concat({_LINE}, char(10)) || char(10) FROM {{0}} GROUP BY heap_number"""
#: The heaps that follow from `listed`.
HEAPS = _TOGETHER.format("listed")
_HEAPS = f"INSERT INTO heap (id, text) {_TOGETHER}"
_THEIR_HEAPS = f"SELECT DISTINCT row / {HEAP} AS number FROM ({_TOUCHED})"
_IN_THEM = f"""({_THEIR_HEAPS}) AS theirs
CROSS JOIN listed ON listed.id >= theirs.number * {HEAP} AND listed.id < (theirs.number + 1) * {HEAP}"""

#: Statements that write every row anew, and those of everybody whom `:operation` touched.
WRITE_ALL = (
    "DELETE FROM listed", _WRITE, "DELETE FROM heap", _HEAPS.format("listed"), "DELETE FROM arc", _ARCS.format("1"),
)  # fmt: skip
WRITE_TOUCHED = (
    f"DELETE FROM listed WHERE id IN ({_TOUCHED})",
    f"{_WRITE} WHERE person.id IN ({_TOUCHED})",
    f"DELETE FROM heap WHERE id IN ({_THEIR_HEAPS})",
    _HEAPS.format(_IN_THEM),
    f"DELETE FROM arc WHERE (from_id, to_id) IN ({_WROTE} SELECT a, b FROM pairs UNION ALL SELECT b, a FROM pairs)",
    _ARCS.format(f"id IN ({_WROTE} SELECT id FROM ties)"),
)
