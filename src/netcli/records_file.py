"""Backups, health and what was forgotten as tab-separated records: a contract with scripts, as output.py says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record, columns

if TYPE_CHECKING:
    from netcli.results_file import Purged


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


RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "Backup": lambda r: [LISTS["BackupList"].record(r)],
    "PutBack": lambda r: [(r.backup, r.at, r.people, r.people_now, r.saved)],
    "Health": lambda r: [(one.state, one.check, one.text, one.command) for one in r.findings],
    "Purged": _purged,
}
LISTS: dict[str, Listed] = {"BackupList": Listed("backups", columns("name at age_days size people state why path"))}
