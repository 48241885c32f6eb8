"""Tags: single words on people."""

from __future__ import annotations

import json
from collections.abc import Sequence

from netcli.errors import BadInputError
from netcli.results import TagCount, TagList
from netcli.storage import Store
from netcli.text import one_line


def read_tag(text: str) -> str:
    """Return a tag as it is stored: one word in lower case, blanks turned into hyphens."""
    word = "-".join(one_line(text).lstrip("#").lower().split())
    if not word or "," in word or word.startswith("-"):
        raise BadInputError(f"not a tag: {text}", hint="a tag is one word, such as board or berlin-2024")
    return word


def tag_people(store: Store, people: Sequence[int], word: str) -> list[int]:
    """Put a tag on people; return those who did not carry it."""
    here = "SELECT value FROM json_each(?) CROSS JOIN tag ON person_id = value AND word = ?"
    carry = set(store.column(here, (json.dumps([*people]), word)))  # not all who carry it: an import asks for each
    new = [person for person in dict.fromkeys(people) if person not in carry]
    for person in new:
        store.insert("tag", person_id=person, word=word)
    return new


def untag_people(store: Store, people: Sequence[int], word: str) -> list[int]:
    """Take a tag off people; return those who carried it."""
    return [
        person
        for person in dict.fromkeys(people)
        if store.run("DELETE FROM tag WHERE person_id = ? AND word = ?", (person, word))
    ]


def list_tags(store: Store) -> TagList:
    """Return all tags in use with the number of people, by name."""
    rows = store.rows(
        "SELECT word, count(*) FROM tag JOIN person ON person.id = person_id WHERE removed_on IS NULL"
        " GROUP BY word ORDER BY word"
    )
    return TagList(tuple(TagCount(*row) for row in rows))
