"""kill -9: whenever a process dies, its command is in the file whole or not at all."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from netcli.schema import MIGRATIONS, migrate
from netcli.storage import open_writer
from tests._figures import figure
from tests.faults._kit import Tally, cards, run, side_by_side, sizes, start, wait_until_it_writes

soak = pytest.mark.soak


def writing_seconds(db: Path, *words: str) -> float:
    """Run a command to its end and return how long it wrote."""
    with start(*words, db=db) as process:
        wait_until_it_writes(process, db)
        began = time.monotonic()
        _, err = process.communicate()
    assert process.returncode == 0, err
    return time.monotonic() - began


def kill_at_random(base: Path, *words: str, kills: int, seed: int) -> Tally:
    """Run a command on many copies of a file and kill it, each time some moment after it began to write."""
    whole, before = (Path(shutil.copy(base, base.with_name(name))) for name in ("whole.db", "before.db"))
    seconds = writing_seconds(whole, *words)
    states = (sizes(before), sizes(whole))
    chance, tally = random.Random(seed), Tally()

    def kill(number: int) -> tuple[Path, str]:
        db = Path(shutil.copy(base, base.with_name(f"{number}.db")))
        delay = chance.uniform(0, 1.1 * seconds)
        with start(*words, db=db) as process:
            wait_until_it_writes(process, db)
            time.sleep(delay)
            process.kill()
            out, _ = process.communicate()
        return db, out

    for db, out in side_by_side(kill, range(kills)):
        tally.count(db, states, acknowledged=out != "")
        db.unlink()
    return tally


@pytest.mark.parametrize(("kills", "count"), [(10, 200), pytest.param(200, 1000, marks=soak)])
def test_a_killed_import_is_there_whole_or_not_at_all(book: Path, kills: int, count: int) -> None:
    """Killed at a random moment, an import has brought everybody or nobody; once it printed its counts, everybody."""
    vcf = book.with_name("many.vcf")
    vcf.write_bytes(cards(count, seed=2))

    tally = kill_at_random(book, "import", str(vcf), kills=kills, seed=20260302)

    tally.reach("kill")
    figure(f"import of {count:,} cards: {tally}")
    assert tally.harm == []
    assert tally.mid_write > kills // 4, "too few kills struck a transaction to mean anything"


@pytest.mark.parametrize(("kills", "count"), [(5, 200), pytest.param(120, 1000, marks=soak)])
def test_a_killed_undo_is_there_whole_or_not_at_all(book: Path, kills: int, count: int) -> None:
    """Killed at a random moment, the undo of an import has taken back everything or nothing."""
    vcf = book.with_name("many.vcf")
    vcf.write_bytes(cards(count, seed=2))
    assert run("import", str(vcf), db=book).returncode == 0

    tally = kill_at_random(book, "undo", kills=kills, seed=20260303)

    tally.reach("kill")
    figure(f"undo of an import of {count:,} cards: {tally}")
    assert tally.harm == []
    assert tally.mid_write > kills // 4, "too few kills struck a transaction to mean anything"


@pytest.mark.parametrize(("kills", "count"), [(3, 200), pytest.param(100, 4000, marks=soak)])
def test_a_killed_merge_is_there_whole_or_not_at_all(book: Path, kills: int, count: int) -> None:
    """Killed at a random moment, two people of whom much is known are two still, or one."""
    with open_writer(book) as store, store.operation("fill", at="2026-03-02T00:00:00Z"):
        for who in store.column("SELECT id FROM person WHERE handle IN ('ana-alaberg', 'dana-okafor')"):
            said = [(who, "2026-03-02", f"remark {number} of {who}") for number in range(count)]
            store.insert_many("remark", ("person_id", "on_date", "text"), said)

    tally = kill_at_random(book, "merge", "ana-alaberg", "dana-okafor", "--yes", kills=kills, seed=20260304)

    tally.reach("kill")
    figure(f"merge of two people with {count:,} remarks each: {tally}")
    assert tally.harm == []
    assert tally.mid_write > kills // 4, "too few kills struck a transaction to mean anything"


@pytest.mark.parametrize(("kills", "count"), [(3, 200), pytest.param(80, 2000, marks=soak)])
def test_a_killed_migration_is_there_whole_or_not_at_all(tmp_path: Path, kills: int, count: int) -> None:
    """Killed while it brings an older file of many people up to date, a command leaves it old or new; nobody is lost."""
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        migrate(connection, MIGRATIONS[:-1])
        people = [(f"p{n}", f"u{n}", f"Ana {n}", n == 1) for n in range(1, count)]
        connection.executemany("INSERT INTO person (handle, uid, name, is_me) VALUES (?, ?, ?, ?)", people)
        connection.execute("INSERT INTO search_key (person_id, key) SELECT id, lower(name) FROM person")
        connection.execute("COMMIT")

    tally = kill_at_random(old, "add", "Bo Lind", kills=kills, seed=20260305)

    tally.reach("kill")
    figure(f"migration of a file of {count:,} people: {tally}")
    assert tally.harm == []
    assert tally.mid_write > kills // 4, "too few kills struck a transaction to mean anything"


def test_an_import_that_was_killed_can_be_repeated(book: Path) -> None:
    """After a kill the same import runs through and gives the file it would have given at once."""
    vcf = book.with_name("many.vcf")
    vcf.write_bytes(cards(200, seed=2))
    whole = Path(shutil.copy(book, book.with_name("whole.db")))
    run("import", str(vcf), db=whole)
    with start("import", str(vcf), db=book) as process:
        wait_until_it_writes(process, book)
        process.kill()

    again = run("import", str(vcf), db=book)

    assert again.returncode == 0
    assert sizes(book) == sizes(whole)
