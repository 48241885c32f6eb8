"""Who can introduce me to somebody: evidence gathered, scored, asked of the graph, told."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from netcli.domain.person import load_person, my_id, refs
from netcli.domain.reference import MINE
from netcli.domain.tie import describe, load_ties
from netcli.errors import ConflictError
from netcli.graph import Way, intro_paths
from netcli.results import Ask, Direct, Hop, Path, PathAnswer, Ref
from netcli.scoring import LEAST_SHOWN, WEAK_TIE, Strength, band, tie_strength, willingness
from netcli.shape import NamedTuple
from netcli.storage import Store

_ASK_AT_MOST = 5


class PathQuestion(NamedTuple):
    """What is asked: at most `hops` ties from me to the target, the best `count` ways, or all."""

    target: int
    as_of: date
    hops: int = 4
    count: int = 3  # type: ignore[assignment]  # hides the method of tuples, which nobody calls
    all_ways: bool = False
    explain: bool = False


def ways_in(store: Store, question: PathQuestion) -> PathAnswer:
    """Return the ranked ways to an introduction, each with its evidence.

    Costs what the pairs on walks of at most `hops` ties cost, whatever the size of the file.
    """
    me = my_id(store)
    if me is None:
        raise ConflictError("netcli does not know yet who you are", hint="netcli init")
    if me == question.target:
        raise ConflictError("that is you", hint="netcli show me")
    strengths = _strengths(store, me, question)
    barred = set(store.column("SELECT id FROM person WHERE (do_not_ask OR status = 'deceased') AND NOT is_me"))
    ways = intro_paths(
        {arc: s.p for arc, s in strengths.items() if s.p > 0 and arc[0] not in barred},
        ego=me, target=question.target, hops=question.hops, willing=_Willing(),
    )  # fmt: skip
    listed, hidden = _listed(ways, question)
    people = {
        ref.id: ref for ref in refs(store, sorted({p for way in listed for p in way.people} | {me, question.target}))
    }
    direct = strengths.get((me, question.target), Strength(0.0))
    target = load_person(store, question.target)
    job = target.positions[0] if target.positions else None
    return PathAnswer(
        people[me], people[question.target], question.as_of.isoformat(), question.hops,
        _direct(direct, me, explain=question.explain),
        tuple(_path(rank, way, strengths, people, question) for rank, way in enumerate(listed, 1)),
        (), hidden, _any_succeeds(listed),
        () if listed or direct.p else _whom_to_ask(store, people[question.target]),
        target.headline or (", ".join(filter(None, (job.title, job.org))) if job else None),
    )  # fmt: skip


def _direct(direct: Strength, me: int, *, explain: bool) -> Direct | None:
    if not direct.p:
        return None
    return Direct(direct.p, inferred=False, evidence=describe(direct, me=me, mine=True, explain=explain))


class _Willing(dict[int, float]):
    """Everybody is as willing as one who was never asked, until the ledger of introductions says more."""

    def __missing__(self, person: int) -> float:
        return willingness()


def _strengths(store: Store, me: int, question: PathQuestion) -> Mapping[tuple[int, int], Strength]:
    strengths: dict[tuple[int, int], Strength] = {}
    for tie in load_ties(store, store.lens(me, question.target, question.hops)):
        strengths[tie.a, tie.b] = tie_strength(tie, tie.a, question.as_of)
        strengths[tie.b, tie.a] = tie_strength(tie, tie.b, question.as_of)
    return strengths


def _listed(ways: list[Way], question: PathQuestion) -> tuple[list[Way], int]:
    """Return the ways to print, and how many more there are: long shots only if nothing better is there."""
    if question.all_ways:
        return ways, 0
    worth = [way for way in ways if way.score >= LEAST_SHOWN] or ways
    shown = worth[: question.count]
    return shown, len(ways) - len(shown)


def _path(
    rank: int,
    way: Way,
    strengths: Mapping[tuple[int, int], Strength],
    people: Mapping[int, Ref],
    question: PathQuestion,
) -> Path:
    hops = []
    for at, (a, b) in enumerate(zip(way.people, way.people[1:], strict=False)):
        strength = strengths[a, b]
        evidence = describe(strength, me=way.people[0], mine=at == 0, explain=question.explain)
        hops.append(
            Hop(
                people[a], people[b], strength.p, willingness() if at else None, None, inferred=False, evidence=evidence
            )
        )
    score = math.prod(hop.tie * (hop.willing or 1.0) for hop in hops)
    weakest = min(range(len(hops)), key=lambda at: hops[at].tie)
    return Path(
        rank,
        score,
        band(score),
        people[way.people[1]],
        tuple(hops),
        weakest if hops[weakest].tie < WEAK_TIE else None,
    )


def _any_succeeds(ways: list[Way]) -> float | None:
    """Return 1 - product of (1 - score), if there are at least two ways and no two share an introducer."""
    introducers = [person for way in ways for person in way.people[1:-1]]
    if len(ways) < 2 or len(introducers) != len(set(introducers)):
        return None
    return 1 - math.prod(1 - way.score for way in ways)


def _whom_to_ask(store: Store, target: Ref) -> tuple[Ask, ...]:
    """Return up to five of my people who were at an organisation of the target's, or live in the same city."""
    rows = store.rows(
        f"""SELECT person.id, person.handle, person.name, org.name AS place, 0 AS rank
        FROM position AS his JOIN position AS theirs ON theirs.org_id = his.org_id AND theirs.person_id <> his.person_id
        JOIN person ON person.id = theirs.person_id JOIN org ON org.id = his.org_id
        WHERE his.person_id = ?1 AND person.removed_on IS NULL AND NOT person.is_me AND person.id IN ({MINE})
        UNION SELECT person.id, person.handle, person.name, json_extract(his.parts, '$.city'), 1
        FROM contact_point AS his JOIN contact_point AS theirs ON theirs.kind = 'address' AND theirs.person_id <> ?1
        AND json_extract(theirs.parts, '$.city') = json_extract(his.parts, '$.city')
        JOIN person ON person.id = theirs.person_id
        WHERE his.kind = 'address' AND his.person_id = ?1 AND person.removed_on IS NULL AND NOT person.is_me
        AND person.id IN ({MINE}) ORDER BY rank, 1""",
        (target.id,),
    )
    asks: dict[int, Ask] = {}
    for row in rows:
        why = f"both at {row['place']}" if row["rank"] == 0 else f"both in {row['place']}"
        ref = Ref(row["id"], row["handle"], row["name"])
        asks.setdefault(ref.id, Ask(ref, why, f"netcli link {ref.handle} {target.handle} --level 3"))
    return tuple(asks.values())[:_ASK_AT_MOST]
