"""What a source told differently than the time before, fact by fact. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netcli.domain.contact_point import plain_key
from netcli.importing.plan import Facts, moved_jobs
from netcli.model import PointKind
from netcli.model_import import ChangeField
from netcli.results import Ref
from netcli.results_import import Change
from netcli.text import fold, one_line

#: Single facts that make news; the parts of a name do not beside the name.
_SINGLE = (ChangeField.NAME, ChangeField.HEADLINE, ChangeField.BIRTHDAY, ChangeField.SUMMARY, ChangeField.NOTE)


def changes_between(person: Ref, base: Facts, theirs: Facts) -> list[Change]:
    """Return what a source tells of somebody in other words than last time: jobs, single facts, contact points."""
    return [change for part in _PARTS for change in part(person, base, theirs)]


def jobs_told(facts: Facts) -> str | None:
    """Return the current positions that a source gives, in words; None for none."""
    jobs: Any = facts.get("positions") or ()
    return "; ".join(_job(job) for job in jobs if job.get("current")) or None


def _job(position: Facts) -> str:
    return ", ".join(str(position[part]) for part in ("title", "org") if position.get(part))


def _job_changes(person: Ref, base: Facts, theirs: Facts) -> list[Change]:
    """Return the jobs given instead of others, or where there was none; one more, or one left out, moves nobody."""
    left, new = moved_jobs(base, theirs)
    before, after = ("; ".join(map(_job, jobs)) or None for jobs in (left, new))
    if not base.get("positions"):
        after = jobs_told(theirs)
    return [Change(person, ChangeField.POSITION, before, after)] if after else []


def _single_changes(person: Ref, base: Facts, theirs: Facts) -> list[Change]:
    pairs = ((name, base.get(name), theirs.get(name)) for name in _SINGLE)
    return [Change(person, name, _text(old), _text(new)) for name, old, new in pairs if not _same(name, old, new)]


def _same(name: ChangeField, old: object, new: object) -> bool:
    """Tell whether a fact is the one it was; case and accents make no other name."""
    return old == new or (name is ChangeField.NAME and fold(str(old)) == fold(str(new)))


def _text(value: object) -> str | None:
    return one_line(str(value)) if value else None


def _point_changes(person: Ref, base: Facts, theirs: Facts) -> list[Change]:
    """Return contact points that are new or no longer given; of each kind one for another is one change."""
    found = []
    for kind in PointKind:
        before, now = _points(base, kind), _points(theirs, kind)
        gone = [value for key, value in before.items() if key not in now]
        new = [value for key, value in now.items() if key not in before]
        pairs: list[tuple[str | None, str | None]] = [*((old, None) for old in gone), *((None, value) for value in new)]
        if len(gone) == len(new) == 1:
            pairs = [(gone[0], new[0])]
        found += [Change(person, ChangeField(kind.value), *pair) for pair in pairs]
    return found


def _points(facts: Facts, kind: PointKind) -> dict[str, str]:
    points: Any = facts.get("points") or ()
    return {plain_key(kind, p["value"]): one_line(p["value"]) for p in points if p["kind"] == kind and p.get("value")}


_PARTS: tuple[Callable[[Ref, Facts, Facts], list[Change]], ...] = (_job_changes, _single_changes, _point_changes)
