"""Paired whole-process timer: run command A, then B, then A, then B ...

    pair.py [options] 'COMMAND A' 'COMMAND B'
    pair.py [options] --py PYTHON 'COMMAND A'        B becomes: PYTHON -c pass
    pair.py --control [options] 'COMMAND A'          A against itself: shows the noise

Why pairs. The speed of a shared machine drifts by a factor of two within a minute, so two separate averages cannot
be compared. Neighbouring runs see the same machine: the ratio of each pair is taken, and the median of those ratios
is the figure to quote. Never quote milliseconds without the ratio, and treat a difference below 10 % as noise unless
--control says better.

What is measured. Wall time around spawn and wait; user + system CPU and peak memory of the child from wait4(), so
grandchildren that the child waited for are included. stdin, stdout and stderr are /dev/null, hence no terminal, no
colour, no pager. On Linux the peak of a child is never reported below the memory of this script at the moment of the
spawn (about 15 MiB): read 15 as "15 or less".

Limits for use in CI: --max-ratio R, --min-ratio R, --max-mib M and --expect CODE make the script exit 1 when the
figure is not met. Exit 2 is a usage error, 3 a command that failed or timed out.

Only the standard library is used. POSIX only (posix_spawn, wait4).
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import statistics
import sys
import time
from dataclasses import asdict, dataclass


class FailedError(Exception):
    """A command could not be started, ran too long or left with an unexpected code."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One command, run to its end: seconds of wall and CPU time, peak memory in MiB, exit code."""

    wall: float
    cpu: float
    mib: float
    code: int


@dataclass(frozen=True, slots=True)
class Paired:
    """Many pairs: the median of the ratios A/B with the extremes, and the medians or peaks of both sides."""

    ratio: float
    low: float
    high: float
    cpu_ratio: float
    a_ms: float
    b_ms: float
    a_mib: float
    b_mib: float
    a_exit: tuple[int, ...]
    b_exit: tuple[int, ...]
    runs: int


def run_once(argv: list[str], timeout: float = 120.0) -> Ran:
    """Run one command to its end. Raises FailedError if it cannot be started or takes longer than `timeout` seconds."""
    null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
    start = time.perf_counter()
    try:
        pid = os.posix_spawnp(argv[0], argv, os.environ, file_actions=null)
    except OSError as error:
        raise FailedError(f"cannot run {argv[0]}: {error.strerror}") from None

    def too_long(_signum: int, _frame: object) -> None:
        os.kill(pid, signal.SIGKILL)

    previous = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, timeout)
    try:
        _, status, usage = os.wait4(pid, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGKILL and wall >= timeout:
        raise FailedError(f"longer than {timeout:g} s: {shlex.join(argv)}")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, KiB elsewhere
    return Ran(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 2**20, code)


def pair(
    a: list[str],
    b: list[str],
    *,
    runs: int = 11,
    timeout: float = 120.0,
    before: list[str] | None = None,
    expect: int | None = None,
) -> Paired:
    """Run A B A B ... and return the median of the per-pair ratios A/B, with what else was seen.

    `before`, if given, is run untimed before every A (to reset a file, say). Raises FailedError, also when A leaves
    with another code than `expect`.
    """
    left, right = [], []
    for _ in range(1 + runs):
        if before and (code := run_once(before, timeout).code):
            raise FailedError(f"what runs before left with {code}: {shlex.join(before)}")
        left.append(run_once(a, timeout))
        right.append(run_once(b, timeout))
    left, right = left[1:], right[1:]  # the first pair warms the page cache
    codes = sorted({ran.code for ran in left})
    if expect is not None and codes != [expect]:
        raise FailedError(f"A left with {codes}, expected {expect}: {shlex.join(a)}")
    wall = sorted(x.wall / y.wall for x, y in zip(left, right, strict=True))
    return Paired(
        ratio=statistics.median(wall),
        low=wall[0],
        high=wall[-1],
        cpu_ratio=statistics.median(x.cpu / max(y.cpu, 1e-4) for x, y in zip(left, right, strict=True)),
        a_ms=statistics.median(ran.wall for ran in left) * 1e3,
        b_ms=statistics.median(ran.wall for ran in right) * 1e3,
        a_mib=max(ran.mib for ran in left),
        b_mib=max(ran.mib for ran in right),
        a_exit=tuple(codes),
        b_exit=tuple(sorted({ran.code for ran in right})),
        runs=runs,
    )


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("a", metavar="COMMAND_A")
    add("b", metavar="COMMAND_B", nargs="?")
    add("-n", "--runs", type=int, default=11, help="pairs to time, after one that is not counted (default 11)")
    add("-t", "--timeout", type=float, default=120.0, help="seconds allowed per run")
    add("--py", metavar="PYTHON", help="compare with: PYTHON -c pass")
    add("--control", action="store_true", help="compare A with itself")
    add("--before", metavar="COMMAND", help="run untimed before every A")
    add("--label", default="", help="name printed in front of the line")
    add("--json", action="store_true", help="print one JSON object instead of a line")
    add("--expect", type=int, metavar="CODE", help="exit code A must give, every time")
    add("--max-ratio", type=float, metavar="R", help="fail when the median A/B is above R")
    add("--min-ratio", type=float, metavar="R", help="fail when the median A/B is below R")
    add("--max-mib", type=float, metavar="M", help="fail when A's peak memory is above M MiB")
    return parser


def _line(label: str, r: Paired) -> str:
    return (
        f"{label + ':  ' if label else ''}A/B {r.ratio:.2f} [{r.low:.2f}-{r.high:.2f}]  cpu {r.cpu_ratio:.2f}  "
        f"A {r.a_ms:.1f} ms {r.a_mib:.1f} MiB exit {list(r.a_exit)}  "
        f"B {r.b_ms:.1f} ms {r.b_mib:.1f} MiB exit {list(r.b_exit)}"
    )


def _not_met(o: argparse.Namespace, r: Paired) -> list[str]:
    limits = (
        (o.max_ratio is not None and r.ratio > o.max_ratio, f"ratio {r.ratio:.2f} > {o.max_ratio}"),
        (o.min_ratio is not None and r.ratio < o.min_ratio, f"ratio {r.ratio:.2f} < {o.min_ratio}"),
        (o.max_mib is not None and r.a_mib > o.max_mib, f"peak {r.a_mib:.1f} MiB > {o.max_mib}"),
    )
    return [words for is_missed, words in limits if is_missed]


def main() -> int:
    """Read the command line, time the pairs, print the figure and return the exit code."""
    parser = _options()
    o = parser.parse_args()
    if sum((o.b is not None, o.py is not None, o.control)) != 1:
        parser.error("give exactly one of COMMAND_B, --py and --control")
    if o.runs < 1:
        parser.error("--runs must be 1 or more")
    a = shlex.split(o.a)
    b = a if o.control else [o.py, "-c", "pass"] if o.py else shlex.split(o.b)
    if not a or not b:
        parser.error("a command is empty")
    before = shlex.split(o.before) if o.before else None
    try:
        r = pair(a, b, runs=o.runs, timeout=o.timeout, before=before, expect=o.expect)
    except FailedError as error:
        print(f"pair.py: {error}", file=sys.stderr)
        return 3
    print(json.dumps({"label": o.label, **asdict(r)}) if o.json else _line(o.label, r), flush=True)
    missed = _not_met(o, r)
    for line in missed:
        print(f"pair.py: not met: {line}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
