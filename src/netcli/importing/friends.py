"""Facebook's people, now that it can be told who of them is me: the owner of the file, or who is in every talk."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from netcli.domain.person import my_id
from netcli.domain.source import known_source
from netcli.importing.draft import ME_KEY
from netcli.importing.pipeline import Gathered
from netcli.importing.who import People
from netcli.storage import Store
from netcli.text import fold


def settle(store: Store, gathered: Gathered) -> Gathered:
    """Return what to import without me: whoever takes part in a talk is somebody on file, save me, once.

    A talk with a name that several friends have is with nobody who could be told.
    """
    source = known_source(store, gathered.source or "facebook")
    own = [draft for draft in gathered.drafts if draft.key == ME_KEY]
    friends = [draft for draft in gathered.drafts if draft.evidence is not None]
    names = [draft.facts.name for draft in own]
    mine = People(store, gathered.beside, source["id"] if source else None, my_id(store), names=names).owners
    often = Counter(fold(draft.facts.name) for draft in friends)
    others = {
        draft.key: draft
        for draft in gathered.drafts
        if draft.evidence is None and not often[fold(draft.facts.name)] and fold(draft.facts.name) not in mine
    }
    others.pop(ME_KEY, None)
    return replace(gathered, drafts=(*friends, *others.values(), *own))
