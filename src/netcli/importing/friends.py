"""Facebook's people, now that it can be told who of them is me: the owner of the file, or who is in every talk."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from netcli.domain.ref import my_id
from netcli.domain.source import known_source
from netcli.importing.draft import ME_KEY
from netcli.importing.mentions import People
from netcli.importing.pipeline import Gathered
from netcli.storage import Store
from netcli.text import fold


def settle(store: Store, gathered: Gathered) -> Gathered:
    """Return what to import without me: whoever takes part in a talk is somebody on file, save me, once.

    A talk with a name that several friends have is with nobody who could be told. Of whom the source has told before a
    talk tells nothing new: it is no sign that somebody is a friend still.
    """
    source = known_source(store, gathered.source or "facebook")
    told = set(store.column("SELECT key FROM source_record WHERE source_id = ?", (source["id"] if source else None,)))
    own = [draft for draft in gathered.drafts if draft.key == ME_KEY]
    friends = [draft for draft in gathered.drafts if not draft.is_beside and draft.key != ME_KEY]
    names = [draft.facts.name for draft in own]
    mine = People(store, gathered.beside, source["id"] if source else None, my_id(store), names=names).owners
    often = Counter(fold(draft.facts.name) for draft in friends)
    others = {
        draft.key: draft
        for draft in gathered.drafts
        if draft.is_beside and draft.key not in told and not often[fold(draft.facts.name)]
        if fold(draft.facts.name) not in mine
    }
    others.pop(ME_KEY, None)
    return replace(gathered, drafts=(*friends, *others.values(), *own))
