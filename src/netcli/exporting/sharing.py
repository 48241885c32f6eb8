"""What leaves when people are shared with somebody: names, organisation and title, e-mail and phone for work."""

from __future__ import annotations

import re
from collections.abc import Mapping
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

    A contact point is for work if its label says so. An e-mail address is too if it is at the domain of an organisation
    where he is now, unless its label says that it is private.
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
        emails=tuple(_undated(p) for p in person.emails if _is_labelled(p, _WORK) or _is_at(p, hosts)),
        phones=tuple(_undated(p) for p in person.phones if _is_labelled(p, _WORK)),
        positions=jobs,
    )


#: The fields of a person that are shared.
SHARED = (*NAME_COLUMNS, "emails", "phones", "positions")


def _undated(point: Point) -> Point:
    return point._replace(seen_on=None)


def _is_labelled(point: Point, words: frozenset[str]) -> bool:
    return not words.isdisjoint(re.split(r"[^\w]+", fold(point.label or "")))


def _is_at(point: Point, hosts: set[str]) -> bool:
    host = point.value.rpartition("@")[2].lower()
    at_home = _is_labelled(point, _PRIVATE)
    return not at_home and any(host == domain or host.endswith(f".{domain}") for domain in hosts)
