"""When I was last in contact with people: by what I logged, and by what imports counted."""

from __future__ import annotations

from collections.abc import Iterable

from netcli.domain.ref import my_id
from netcli.shape import NamedTuple
from netcli.storage import Store

#: (person, partial date) of every contact between somebody and me. Mail that both received, and events that both
#: attended, are no contact between the two.
WITH_ME = """
WITH me (id) AS (SELECT id FROM person WHERE is_me)
SELECT theirs.person_id AS id, on_date FROM participant AS mine JOIN interaction ON interaction.id = mine.interaction_id
JOIN participant AS theirs ON theirs.interaction_id = mine.interaction_id AND theirs.person_id <> mine.person_id
WHERE mine.person_id = (SELECT id FROM me)
UNION ALL SELECT to_id, on_date FROM contact_day
WHERE from_id = (SELECT id FROM me) AND channel NOT IN ('together', 'comail')
UNION ALL SELECT from_id, on_date FROM contact_day
WHERE to_id = (SELECT id FROM me) AND channel NOT IN ('together', 'comail')"""


def last_contacts(store: Store) -> dict[int, str]:
    """Return the partial date of the last contact with me, for everybody who had one; one query."""
    return dict(map(tuple, store.rows(f"SELECT id, max(on_date) FROM ({WITH_ME}) GROUP BY id")))


class Silence(NamedTuple):
    """The last contact with somebody: as known before the day began, and up to `now`; partial dates, None for never."""

    before: str | None
    now: str | None


def silences(store: Store, people: Iterable[int], today: str, midnight: str) -> dict[int, Silence]:
    """Return the last contact with each of these people who had one up to today; one query, driven by the people.

    What was logged after `midnight`, the instant at which today began, was not known before.
    """
    rows = store.rows_of(f"{_EACH} {_SILENCES}", people, me=my_id(store), today=today, midnight=midnight)
    return {person: Silence(before, now) for person, before, now in rows}


def last_channels(store: Store, people: Iterable[int], today: str) -> dict[int, tuple[str, str | None]]:
    """Return through which channel the last contact up to today was, and the name of the source that tells of it.

    The source is None for one that was logged by hand. For a few people: all that is told is looked at.
    """
    rows = store.rows_of(f"{_EACH} {_CHANNELS}", people, me=my_id(store), today=today, midnight=today)
    return {person: (channel, source) for person, _, channel, source in rows}


_EACH = """, today (first) AS MATERIALIZED (SELECT min(id) FROM operation WHERE at >= :midnight),
each (id, on_date, channel, source_id, is_fresh) AS (
SELECT theirs.person_id, on_date, channel, source_id, EXISTS (SELECT 1 FROM journal WHERE table_name = 'interaction'
  AND row_id = interaction.id AND action = 'insert' AND operation_id >= (SELECT first FROM today))
FROM wanted CROSS JOIN participant AS theirs ON theirs.person_id = value
CROSS JOIN participant AS mine ON mine.interaction_id = theirs.interaction_id AND mine.person_id = :me
CROSS JOIN interaction ON interaction.id = mine.interaction_id
UNION ALL SELECT to_id, on_date, channel, source_id, 0 FROM wanted
CROSS JOIN contact_day ON from_id = :me AND to_id = value WHERE channel NOT IN ('together', 'comail')
UNION ALL SELECT from_id, on_date, channel, source_id, 0 FROM wanted
CROSS JOIN contact_day ON from_id = value AND to_id = :me WHERE channel NOT IN ('together', 'comail'))"""
_SILENCES = """
SELECT id, max(iif(on_date < :today AND NOT is_fresh, on_date, NULL)) AS before, max(on_date) AS now FROM each
WHERE on_date <= :today GROUP BY id"""
#: The other columns are those of the row with the greatest date (https://sqlite.org/lang_select.html, bare columns).
_CHANNELS = """
SELECT each.id, max(on_date), channel, source.name FROM each LEFT JOIN source ON source.id = source_id
WHERE on_date <= :today GROUP BY each.id"""
