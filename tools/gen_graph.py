"""Fill a netcli file with a made-up network of N people, straight into its tables: the graphs that `make bench` asks.

    gen_graph.py 100000 graph.db                 the owner has 20 ties
    gen_graph.py 1000000 hub.db --me 10000       the owner has 10,000

Communities of lognormal size, about 110 people; three quarters of the ties within them, the rest anywhere with busy
people preferred; about 10 ties a person. Activity follows a Pareto law, so that a few people know several hundred.
Everybody has one to three dated positions; how many work where follows a Zipf law, and one small employer in
ten has a headcount. The same arguments always give the same network.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
from array import array
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

from netcli.derived import WRITE_ALL
from netcli.storage import open_writer

SEED = 7
MEAN_TIES, WITHIN, REPEATS = 10.0, 0.75, 2.1  # repeats are dropped: so many more are drawn
BATCH = 1 << 18
GIVEN = ("Ana", "Bo", "Cid", "Dana", "Eve", "Finn", "Gus", "Hal", "Ines", "Jon", "Kim", "Lee", "Mia", "Nia", "Omar")
FAMILY = ("Amari", "Bell", "Costa", "Diaz", "Engel", "Ferri", "Gray", "Holt", "Ito", "Jansen", "Kato", "Lind", "Nair")
TITLES = ("Analyst", "Buyer", "Engineer", "Head of Data", "Lawyer", "Partner", "Researcher", "Teacher")


class Network:
    """A network by its numbers: people are 1..n, the owner is n + 1; ties may be drawn any number of times."""

    def __init__(self, count: int, own_ties: int) -> None:
        self.count, self.own_ties = count, min(own_ties, count)
        self.me = count + 1
        r = random.Random(SEED)
        self.sizes: list[int] = []
        left = count
        while left:
            self.sizes.append(min(left, 2000, max(8, int(r.lognormvariate(4.4, 0.8)))))
            left -= self.sizes[-1]
        self.activity = array("d", (min(60.0, r.paretovariate(2.2) - 0.5) for _ in range(count)))
        self.ids = array("L", range(1, count + 1))
        r.shuffle(self.ids)  # neighbours do not sit side by side on disk

    def ties(self) -> Iterator[tuple[int, int, int]]:
        """Yield (a, b, level), a < b, every pair at most once."""
        r = random.Random(SEED + 2)
        total = array("d", accumulate(self.activity, initial=0.0))
        mean = total[-1] / self.count
        at = 0
        for size in self.sizes:
            for one in range(at, at + size):
                for other in sorted(self._others(r, one, at + size, size, total, mean)):
                    a, b = sorted((self.ids[one], self.ids[other]))
                    yield a, b, 1 + min(4, int(5 * sorted(r.random() for _ in range(4))[1] * 1.4))
            at += size
        for other in sorted(r.sample(range(1, self.count + 1), self.own_ties)):
            yield other, self.me, r.randint(1, 5)

    def _others(self, r: random.Random, one: int, end: int, size: int, total: array[float], mean: float) -> set[int]:
        rest, chosen = end - one - 1, set()
        rate = self.activity[one] / mean
        near = MEAN_TIES * WITHIN * REPEATS * rate * rest / size
        for _ in range(int(near) + (r.random() < near % 1)):
            chosen.add(one + 1 + int(r.random() * rest))
        base, mass = total[one + 1], total[-1] - total[one + 1]
        far = MEAN_TIES * (1 - WITHIN) * REPEATS * rate * mass / total[-1]
        for _ in range(int(far) + (r.random() < far % 1)):
            other = bisect(total, base + r.random() * mass) - 1
            if one < other < self.count:
                chosen.add(other)
        return chosen

    def employers(self) -> list[int]:
        """Return how likely each employer is, by Zipf's law: one for each 20 people."""
        return [1_000_000 // rank for rank in range(1, max(2, self.count // 20))]

    def positions(self) -> Iterator[tuple[int, int, str, str, str | None, int]]:
        """Yield (person, employer, title, start, end, is current)."""
        r = random.Random(SEED + 3)
        weights = list(accumulate(self.employers()))
        for person in range(1, self.count + 2):
            year = r.randint(1995, 2015)
            for more in range(r.choice((2, 1, 0)), -1, -1):
                start, year = year, min(2025, year + r.randint(1, 6))
                end = None if more == 0 else f"{year}-{r.randint(1, 12):02d}"
                org = 1 + bisect(weights, r.random() * weights[-1])
                yield person, org, r.choice(TITLES), f"{start}-{r.randint(1, 12):02d}", end, int(end is None)


def fill(path: Path, network: Network) -> None:
    """Write a network into a new netcli file; indexes are made when all rows are in."""
    open_writer(path).close()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -200000")
    tables = "('person', 'tie', 'tie_statement', 'position', 'org', 'search_key')"
    indexes = db.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN {tables}"
    ).fetchall()
    db.execute("BEGIN")
    for name, _ in indexes:
        db.execute(f"DROP INDEX {name}")
    _people(db, network)
    _ties(db, network)
    for _, sql in indexes:
        db.execute(sql)
    for statement in WRITE_ALL:
        if " arc" in statement:  # lists are not asked for here
            db.execute(statement)
    db.execute("COMMIT")
    db.close()


def _people(db: sqlite3.Connection, network: Network) -> None:
    r = random.Random(SEED + 1)
    db.executemany(
        "INSERT INTO person (id, handle, uid, name, is_me) VALUES (?, ?, ?, ?, ?)",
        (
            (number, f"x{number}-p", f"u-{number}", f"{r.choice(GIVEN)} {r.choice(FAMILY)}", int(number == network.me))
            for number in range(1, network.count + 2)
        ),
    )
    employed = [0] * (len(network.employers()) + 2)
    for _, org, *_rest in network.positions():
        employed[org] += 1
    db.executemany(
        "INSERT INTO org (id, name, key, headcount) VALUES (?, ?, ?, ?)",
        (
            (org, f"Company {org}", f"company {org}", size * 2 if org % 10 == 0 and 0 < size < 150 else None)
            for org, size in enumerate(employed)
            if org
        ),
    )
    db.executemany(
        "INSERT INTO position (person_id, org_id, title, start_on, end_on, is_current) VALUES (?, ?, ?, ?, ?, ?)",
        network.positions(),
    )


def _ties(db: sqlite3.Connection, network: Network) -> None:
    r = random.Random(SEED + 4)
    source, at = network.ties(), 0
    while batch := sorted(islice(source, BATCH)):
        db.executemany(
            "INSERT INTO tie (id, a, b) VALUES (?, ?, ?)",
            ((at + n, a, b) for n, (a, b, _) in enumerate(batch, 1)),
        )
        db.executemany(
            "INSERT INTO tie_statement (tie_id, from_id, level, on_date) VALUES (?, ?, ?, ?)",
            (
                (at + n, a, level, f"{r.randint(2019, 2025)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}")
                for n, (a, _, level) in enumerate(batch, 1)
            ),
        )
        at += len(batch)


def main() -> int:
    """Read the arguments and fill the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--me", type=int, default=20, metavar="K", help="ties of the owner (default 20)")
    o = parser.parse_args()
    fill(o.file, Network(o.count, o.me))
    return 0


if __name__ == "__main__":
    sys.exit(main())
