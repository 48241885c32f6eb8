"""kill -9: whenever a process dies, its command is in the file whole or not at all."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest

from tests.faults._kit import Tally, cards, figure, run, side_by_side, sizes, start, wait_until_it_writes

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
    whole = Path(shutil.copy(base, base.with_name("whole.db")))
    seconds = writing_seconds(whole, *words)
    states = (sizes(base), sizes(whole))
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


@pytest.mark.parametrize(("kills", "count"), [(10, 200), pytest.param(100, 2000, marks=soak)])
def test_a_killed_import_is_there_whole_or_not_at_all(book: Path, kills: int, count: int) -> None:
    """Killed at a random moment, an import has brought everybody or nobody; once it printed its counts, everybody."""
    vcf = book.with_name("many.vcf")
    vcf.write_bytes(cards(count, seed=2))

    tally = kill_at_random(book, "import", str(vcf), kills=kills, seed=20260302)

    figure(f"import of {count:,} cards: {tally}")
    assert tally.harm == []
    assert tally.mid_write > kills // 4, "too few kills struck a transaction to mean anything"


@pytest.mark.parametrize(("kills", "count"), [(5, 200), pytest.param(60, 2000, marks=soak)])
def test_a_killed_undo_is_there_whole_or_not_at_all(book: Path, kills: int, count: int) -> None:
    """Killed at a random moment, the undo of an import has taken back everything or nothing."""
    vcf = book.with_name("many.vcf")
    vcf.write_bytes(cards(count, seed=2))
    assert run("import", str(vcf), db=book).returncode == 0

    tally = kill_at_random(book, "undo", kills=kills, seed=20260303)

    figure(f"undo of an import of {count:,} cards: {tally}")
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
