"""The tables and their history: what a netcli file holds, every column commented.

A migration that has been released is never edited; a change is a new one at the end of MIGRATIONS.
Tables are STRICT (SQLite 3.37, https://sqlite.org/stricttables.html, 2021-11-27). Ids come from
AUTOINCREMENT, so that they are never used twice. Text is NFC; dates are partial ISO dates; instants
are UTC. Every table that is not derived has an integer primary key called `id`: the journal finds rows by it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from netcli import APPLICATION_ID
from netcli.schema.contacts import CONTACTS, SOURCES
from netcli.schema.people import CAREERS, FOUNDATION
from netcli.schema.upkeep import UPKEEP

if TYPE_CHECKING:
    import sqlite3

#: Tables that the journal does not follow: itself, what is derived from the rest, and bytes that are only ever added;
#: digests of messages count only while the row of the import stands that counted them.
NOT_JOURNALED = frozenset(
    {"operation", "journal", "search_key", "listed", "heap", "arc", "attachment", "message_seen", "_sqlite_migrations"}
)

#: Name and statements of every migration, oldest first; `PRAGMA user_version` counts those applied.
MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("0001_foundation", FOUNDATION),
    ("0002_careers", CAREERS),
    ("0003_contacts", CONTACTS),
    ("0004_sources", SOURCES),
    ("0005_upkeep", UPKEEP),
)


def migrate(
    connection: sqlite3.Connection,
    migrations: tuple[tuple[str, tuple[str, ...]], ...] = MIGRATIONS,
) -> None:
    """Bring the tables up to date, inside the transaction the caller has begun with foreign keys off.

    The statements are run by sqlite-utils' Migrations, one savepoint each. Application id and user version
    are set in the same transaction.
    """
    from sqlite_utils import Database, Migrations

    steps = Migrations("netcli")
    for name, statements in migrations:
        steps(name=name)(_running(statements))
    steps.apply(Database(connection, recursive_triggers=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _running(statements: tuple[str, ...]) -> Callable[[object], None]:
    def run(db: object) -> None:
        for statement in statements:
            db.execute(statement)  # type: ignore[attr-defined]  # sqlite_utils.Database has no stubs

    return run
