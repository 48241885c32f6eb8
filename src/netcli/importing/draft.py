"""What an importer hands to the pipeline: drafts of people, and what it could not use."""

from __future__ import annotations

from dataclasses import dataclass

from netcli.model import PersonFacts
from netcli.results import Rejected, Skipped


@dataclass(frozen=True, slots=True)
class Draft:
    """One person as a source describes him.

    `key` is what the source calls him (a UID) or None; `where` is the place in the file, for messages; `raw` holds
    the lines that netcli has no place for, as they came.
    """

    facts: PersonFacts
    where: str
    key: str | None = None
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file says: people, parts that cannot be used, and things left out on purpose."""

    drafts: tuple[Draft, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    skipped: tuple[Skipped, ...] = ()
