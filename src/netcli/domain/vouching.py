"""Who vouches for people who can do something, why that counts, and the ways to them before the ways to others."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

from netcli.dates import first_day
from netcli.domain.evidence import describe, load_ties, pair
from netcli.domain.path import PathQuestion, ways_in
from netcli.domain.ref import my_id, refs
from netcli.domain.skill import tells_of
from netcli.results import Ref
from netcli.results_favour import Vouch, Vouched
from netcli.results_path import Direct, Path, PathAnswer
from netcli.scoring import LEAST_SHOWN, Inference, tie_strength
from netcli.storage import Row, Store

RECOMMENDATION, ENDORSEMENT = "recommendation", "endorsement"
_ROWS = """
SELECT author_id, subject_id, 'recommendation' AS kind, for_what, text, role, on_date
FROM recommendation WHERE state IN ('given', 'hidden')
UNION ALL SELECT by_id, person_id, 'endorsement', skill.name, NULL, NULL, on_date
FROM endorsement JOIN skill ON skill.id = skill_id"""


def vouched_for(store: Store, matter: str, as_of: date) -> tuple[Vouched, ...]:
    """Return those whom somebody recommends or endorses for a matter, those with most authors who know them first.

    Of each author the written recommendation counts before an endorsement, then the newest. Left out is whoever was
    removed, as the one recommended the owner too, and whoever has died.
    """
    removed = set(store.column("SELECT id FROM person WHERE removed_on IS NOT NULL"))
    nobody = removed.union(store.column("SELECT id FROM person WHERE is_me OR status = 'deceased'"))
    best = dict[tuple[int, int], Row]()
    rows = [
        row
        for row in store.rows(_ROWS)
        if tells_of(matter, row["for_what"] or "") or tells_of(matter, row["text"] or "")
    ]
    for row in sorted(rows, key=lambda row: (row["kind"] == RECOMMENDATION, row["on_date"] or "")):
        known = row["on_date"] is None or first_day(row["on_date"]) <= as_of
        if known and row["subject_id"] not in nobody and row["author_id"] not in removed:
            best[row["subject_id"], row["author_id"]] = row
    why = _reasons(store, best, as_of)
    named = {ref.id: ref for ref in refs(store, sorted({person for ends in best for person in ends}))}
    found: dict[int, list[Vouch]] = {}
    for (subject, author), row in best.items():
        words = " ".join((row["for_what"] or row["text"]).split())
        vouch = Vouch(named[author], row["kind"], words, row["on_date"], why.get((subject, author)) or row["role"])
        found.setdefault(subject, []).append(vouch)
    told = [Vouched(named[subject], tuple(sorted(by, key=_rank))) for subject, by in found.items()]
    return tuple(sorted(told, key=lambda v: (-sum(one.why is not None for one in v.by), -len(v.by), v.person.id)))


def _rank(vouch: Vouch) -> tuple[bool, bool, int]:
    return (vouch.why is None, vouch.kind == ENDORSEMENT, vouch.author.id)


def _reasons(store: Store, ends: Iterable[tuple[int, int]], as_of: date) -> dict[tuple[int, int], str]:
    """Return for each (subject, author) the best reason in words to think that the author knows the subject."""
    me, told = my_id(store), {}
    ties = {(tie.a, tie.b): tie for tie in load_ties(store, sorted({pair(*two) for two in ends}))}
    for subject, author in ends:
        strength = tie_strength(ties[pair(subject, author)], author, as_of, Inference.ALL)
        if strength.p:
            told[subject, author] = describe(strength, mine=me in (subject, author))[0].text
    return told


def recommended_first(store: Store, question: PathQuestion, vouched: tuple[Vouched, ...]) -> PathAnswer:
    """Return the ways to a set of people, those to the recommended ones among them before all others.

    Each part is ranked as ever; scores are as they would be without the other.
    """
    entry, here = question.target.entry, {one.person.id for one in vouched}
    parts = [
        ways_in(store, question._replace(target=question.target._replace(entry=part)))
        for part in (_only(entry, entry.keys() & here), _only(entry, entry.keys() - here))
        if part
    ]
    return _joined(parts, question)._replace(recommended=vouched)


def _only(entry: Mapping[int, float], people: Iterable[int]) -> dict[int, float]:
    return {person: entry[person] for person in sorted(people)}


def _joined(parts: list[PathAnswer], question: PathQuestion) -> PathAnswer:
    """Return several answers as one, in their order."""
    if len(parts) == 1:
        return parts[0]
    paths = [path for part in parts for path in part.paths]
    listed = paths if question.all_ways else ([p for p in paths if p.score >= LEAST_SHOWN] or paths)[: question.count]
    excluded = {one.person.id: one for part in parts for one in part.excluded}
    hidden = sum(part.hidden for part in parts) + len(paths) - len(listed)
    return parts[0]._replace(
        direct=_direct([part.direct for part in parts if part.direct]),
        paths=tuple(path._replace(rank=rank) for rank, path in enumerate(listed, 1)),
        excluded=tuple(excluded.values()), hidden=hidden, any_succeeds=_any_succeeds(listed),
    )  # fmt: skip


def _direct(found: list[Direct]) -> Direct | None:
    """Return the first of the best people I know myself; the others are counted."""
    return found[0]._replace(more=sum(one.more + 1 for one in found) - 1) if found else None


def _any_succeeds(paths: list[Path]) -> float | None:
    people: list[Ref] = [hop.to for path in paths for hop in path.hops[:-1]]
    if len(paths) < 2 or len({person.id for person in people}) != len(people):
        return None
    return 1 - math.prod(1 - path.score for path in paths)
