"""What leaves when people are shared with somebody: names, organisation and title, e-mail and phone for work."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from netcli.model import NAME_COLUMNS
from netcli.results import Person, Point
from netcli.storage import Store
from netcli.text import fold

#: Words in a label that say whose a contact point is, folded: of the job, or of the person.
_WORK = frozenset({"work", "business", "office", "company", "job", "bureau", "travail", "pro", "professionnel"})
_PRIVATE = frozenset({"home", "private", "personal", "maison", "domicile", "perso", "personnel", "prive"})

Domains = Mapping[str, str]


def domains(store: Store) -> Domains:
    """Return the Internet domain of every organisation that has one, by its name."""
    return {row["name"]: row["domain"].lower() for row in store.rows("SELECT name, domain FROM org WHERE domain <> ''")}


def for_sharing(person: Person, known: Domains) -> Person:
    """Return of a person what may be shared; all else is empty.

    A contact point is for work if its label says so, and so is an e-mail address at the domain of an organisation where
    he is now; but none whose label says that it is private, as that of a home office does.
    """
    jobs = tuple(
        job._replace(team=None, site=None, start=None, end=None, seen_on=None)
        for job in person.positions
        if job.current
    )
    hosts = {known[job.org] for job in jobs if job.org and job.org in known}
    hidden: dict[str, Any] = {
        name: () if isinstance(value, tuple) else None
        for name, value in zip(person._fields, person, strict=True)
        if name not in SHARED
    }
    return person._replace(
        **hidden,
        emails=tuple(_undated(p) for p in person.emails if _is_for_work(p, hosts)),
        phones=tuple(_undated(p) for p in person.phones if _is_for_work(p)),
        positions=jobs,
    )


#: The fields of a person that are shared.
SHARED = (*NAME_COLUMNS, "emails", "phones", "positions")


def _undated(point: Point) -> Point:
    return point._replace(seen_on=None)


def _is_for_work(point: Point, hosts: Collection[str] = ()) -> bool:
    words = set(re.split(r"[^\w]+", fold(point.label or "")))
    host = point.value.rpartition("@")[2].lower()
    is_at_work = any(host == domain or host.endswith(f".{domain}") for domain in hosts)
    return words.isdisjoint(_PRIVATE) and (is_at_work or not words.isdisjoint(_WORK))
