"""Recommendations and endorsements: who vouches for whom."""

from __future__ import annotations

from netcli.results import Endorsed, Recommendation, Ref
from netcli.storage import Store

_OF = """
SELECT recommendation.*, author.handle AS author_handle, author.name AS author, subject.handle AS subject_handle,
  subject.name AS subject
FROM recommendation JOIN person AS author ON author.id = author_id JOIN person AS subject ON subject.id = subject_id
WHERE ? IN (author_id, subject_id) AND author.removed_on IS NULL AND subject.removed_on IS NULL
ORDER BY on_date IS NULL, on_date DESC, recommendation.id"""
_ENDORSED = """
SELECT skill.name, count(*) AS people FROM skill JOIN endorsement ON skill_id = skill.id
JOIN person ON person.id = by_id WHERE skill.person_id = ? AND removed_on IS NULL
GROUP BY skill.id ORDER BY people DESC, skill.id"""


def recommendations_of(store: Store, person: int) -> tuple[Recommendation, ...]:
    """Return the recommendations that somebody got or wrote, the newest first; removed people are left out."""
    return tuple(
        Recommendation(
            row["id"], Ref(row["author_id"], row["author_handle"], row["author"]),
            Ref(row["subject_id"], row["subject_handle"], row["subject"]),
            row["for_what"], row["role"], row["text"], row["state"], row["on_date"],
        )
        for row in store.rows(_OF, (person,))
    )  # fmt: skip


def endorsed_for(store: Store, person: int) -> tuple[Endorsed, ...]:
    """Return for which skills somebody is endorsed, and by how many people, most first."""
    return tuple(Endorsed(row["name"], row["people"]) for row in store.rows(_ENDORSED, (person,)))
