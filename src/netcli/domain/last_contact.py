"""When I was last in contact with people: by what I logged, and by what imports counted."""

from __future__ import annotations

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
