"""Remarks: my own dated words on a person."""

from __future__ import annotations

from netcli.errors import BadInputError
from netcli.storage import Store
from netcli.text import nfc

_LONGEST = 1_000_000


def add_remark(store: Store, person_id: int, text: str, *, on: str) -> int:
    """Write a remark and return its id; line ends are kept."""
    words = nfc(text)
    if not words:
        raise BadInputError("the remark is empty", hint='netcli note ana-pires "text"')
    if len(words) > _LONGEST:
        raise BadInputError(f"the remark has {len(words):,} characters; {_LONGEST:,} is the most", hint="")
    return store.insert("remark", person_id=person_id, on_date=on, text=words)
