"""Backups, health and what was forgotten as tab-separated records: a contract with scripts, as output.py says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from netcli.results import Backup, BackupList, Health, Purged, PutBack

Record = Sequence[object]


def _backup(one: Backup) -> Record:
    return (one.name, one.at, one.age_days, one.size, one.people, one.state, one.why, one.path)


def _purged(result: Purged) -> list[Record]:
    return [
        *(("person", ref.id, ref.handle, ref.name) for ref in result.people),
        *(("rows", row.table, row.rows) for row in result.rows),
        ("journal", result.journal),
        *(("forgotten", number) for number in result.forgotten),
        *(("reduced", number) for number in result.reduced),
        *(("mention", one.table, one.id, one.text) for one in result.mentions),
        *(("backup", name) for name in result.backups),
    ]


RECORDS: dict[type, Callable[[Any], list[Record]]] = {
    Backup: lambda r: [_backup(r)],
    BackupList: lambda r: [_backup(one) for one in r.backups],
    PutBack: lambda r: [(r.backup, r.at, r.people, r.people_now, r.saved)],
    Health: lambda r: [(one.state, one.check, one.text, one.command) for one in r.findings],
    Purged: _purged,
}
LISTS: dict[type, str] = {BackupList: "backups"}
