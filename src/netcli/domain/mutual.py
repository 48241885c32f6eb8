"""Whom two people both know, best placed first."""

from __future__ import annotations

from netcli.asking import Ledger
from netcli.domain.evidence import describe
from netcli.domain.introduction import load_asks
from netcli.domain.lens import Lens
from netcli.domain.path import PathQuestion, Ratings
from netcli.domain.ref import my_id, refs
from netcli.domain.target import whom_to_ask
from netcli.errors import ConflictError
from netcli.graph import mutual
from netcli.results import Ref
from netcli.results_path import Mutual, MutualAnswer
from netcli.storage import Store


def mutual_of(store: Store, other: Ref, question: PathQuestion) -> MutualAnswer:
    """Return who is tied to both ego and the other: all of them, best first; the owner is only counted in `me_too`.

    Asks and fatigue play no part; how willing each is to introduce does.
    """
    me = my_id(store)
    if question.ego == other.id:
        raise ConflictError("mutual needs two people: this is one and the same", hint="netcli mutual PERSON OTHER")
    lens = Lens(store, question.ego, {other.id: 1.0}, 2, as_of=question.as_of, inference=question.inference)
    lens.look_at_all()
    ties, strengths = lens.ties(), lens.strengths
    ledger = Ledger(load_asks(store), question.as_of)
    found = mutual(ties, question.ego, other.id, Ratings(ledger.willing))
    one, *people = refs(store, [question.ego, *(person for _, person in found)])
    listed = []
    for (score, person), ref in zip(found, people, strict=True):
        if person == me:
            continue
        legs = ((question.ego, person, "a"), (person, other.id, "b"))
        evidence = tuple(
            told._replace(leg=leg)
            for a, b, leg in legs
            for told in describe(strengths[a, b], mine=me in (a, b), explain=question.explain)
        )
        listed.append(
            Mutual(ref, score, ties[question.ego, person], ties[person, other.id], ledger.willing(person), evidence)
        )
    asks = () if found or question.ego != me else whom_to_ask(store, other)
    return MutualAnswer(
        one,
        other,
        question.as_of.isoformat(),
        tuple(listed),
        len(listed),
        len(listed) < len(found),
        asks,
        question.ego == me,
    )
