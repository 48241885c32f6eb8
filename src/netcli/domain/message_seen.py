"""Digests of the mail that was counted, packed for an export: without them a restored file would count it again."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from itertools import groupby
from struct import Struct, iter_unpack, pack
from typing import Any

from netcli.storage import Store

_HEAD = Struct(">qH")  #: a digest, and how many bytes of digests of addresses follow


def packed_seen(store: Store) -> list[dict[str, object]]:
    """Return the digests of each import that stands, packed: of a message 8 bytes, the length of the rest, the rest."""
    rows = store.tuples(
        "SELECT import_id, digest, left_out FROM import_run CROSS JOIN message_seen ON import_id = import_run.id"
        " ORDER BY import_id, digest"
    )
    return [
        {"import_id": number, "digests": b64encode(b"".join(_packed(row[1], row[2] or b"") for row in some)).decode()}
        for number, some in groupby(rows, key=lambda row: row[0])
    ]


def _packed(digest: int, left_out: bytes) -> bytes:
    return _HEAD.pack(digest, len(left_out)) + left_out


def short_digest(text: bytes) -> int:
    """Return a digest of 64 bits as SQLite stores it."""
    from hashlib import blake2b

    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)


def forget_addresses(store: Store, addresses: Iterable[str]) -> None:
    """Take the digests of addresses out of those that were kept of messages, as of people who were not on file."""
    for wanted in (short_digest(address.encode("utf-8", "replace")) for address in addresses):
        rows = store.tuples(
            "SELECT left_out, digest, import_id FROM message_seen WHERE instr(left_out, ?)", (pack(">q", wanted),)
        )
        kept = [([one for (one,) in iter_unpack(">q", row[0]) if one != wanted], *row[1:]) for row in rows]
        store.run_many(
            "UPDATE message_seen SET left_out = ? WHERE digest = ? AND import_id = ?",
            [(pack(f">{len(left)}q", *left) if left else None, *key) for left, *key in kept],
        )


def write_seen(store: Store, packed: Iterable[Mapping[str, Any]]) -> None:
    """Write what `packed_seen` returned."""
    for reading in packed:
        data, at = b64decode(reading["digests"]), 0
        rows = []
        while at + _HEAD.size <= len(data):
            digest, length = _HEAD.unpack_from(data, at)
            at += _HEAD.size + length
            rows.append((digest, reading["import_id"], data[at - length : at] or None))
        store.insert_unjournaled("message_seen", ("digest", "import_id", "left_out"), rows)
